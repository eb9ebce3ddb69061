"""Branches of a firm that bear its name and their country's: its French subsidiary [MARA France]."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from nlp.entities.priorities import EXACT
from nlp.records import Mention

_CUE = re.compile(r"(?:子公司|分公司|附属公司|[Ss]ubsidiary|[Aa]ffiliate|\bunit|\barm|[Dd]ivision),? ?(?:[“\"(])?$")
_HAN = re.compile(r"[\u4e00-\u9fff] ?$"), re.compile(r" ?[\u4e00-\u9fff]")


def join_branches(folded: str, mentions: Sequence[Mention]) -> list[Mention]:
    """The mentions with a company and the Latin place right behind it as one where the text names a branch so.

    It does where a word for a branch stands before, or the two stand in Chinese text as one name; then everywhere.
    """
    pairs = [
        (head, place)
        for head, place in pairwise(mentions)
        if (head.label, place.label) == ("COMPANY", "JURISDICTION")
        and folded[head.end : place.start] == " "
        and folded[head.start : place.end].isascii()
    ]
    names = {folded[a.start : b.end] for a, b in pairs if _is_branch(folded, a.start, b.end)}
    places = {a.start: b for a, b in pairs if folded[a.start : b.end] in names}
    inner = {place.start for place in places.values()}
    return [
        mention if mention.start not in places else _joined(mention, places[mention.start])
        for mention in mentions
        if mention.start not in inner
    ]


def _joined(head: Mention, place: Mention) -> Mention:
    name = f"{head.text} {place.text}"
    return replace(head, end=place.end, text=name, ref=None, rule="branch", priority=EXACT)


def _is_branch(folded: str, start: int, end: int) -> bool:
    left = folded[max(0, start - 16) : start]
    return bool(_CUE.search(left) or (_HAN[0].search(left) and _HAN[1].match(folded, end)))
