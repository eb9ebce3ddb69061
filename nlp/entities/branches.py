"""Branches of a firm that bear its name and their country's: its French subsidiary [MARA France]."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from nlp.entities.priorities import EXACT
from nlp.records import Mention
from nlp.text.fold import FoldedText
from nlp.text.lazy import lazy_pattern

_CUE = lazy_pattern(r"(?:子公司|分公司|附属公司|[Ss]ubsidiary|[Aa]ffiliate|\bunit|\barm|[Dd]ivision),? ?(?:[“\"(])?$")
# what tells that a place behind a firm is part of its name: X中国宣布, X宁夏公司
_TAIL = lazy_pattern(
    r"\)(?:有限公司|公司)?|(?:分公司|公司|(?:中心)?支行|(?:营业管理部|营业部|分行)(?:营业部)?)"
    r"|(?=(?:宣布|声称|称|表示|回应|方面|官微|官方|总裁|首席|CEO|董事长|总经理|区总裁|[”」]|在[\u4e00-\u9fff]{2,6}(?:成立|设立|投资)))"
)
_HAN = lazy_pattern(r"[\u4e00-\u9fff] ?$"), lazy_pattern(r" ?[\u4e00-\u9fff]")


def join_branches(text: FoldedText, mentions: Sequence[Mention]) -> list[Mention]:
    """The mentions with a company and the Latin place right behind it as one where the text names a branch so.

    It does where a word for a branch stands before, or the two stand in Chinese text as one name; then everywhere.
    """
    folded = text.folded
    pairs = [
        (head, place)
        for head, place in pairwise(mentions)
        if (head.label, place.label) == ("COMPANY", "JURISDICTION")
        and folded[head.end : place.start] == " "
        and folded[head.start : place.end].isascii()
    ]
    names = {folded[a.start : b.end] for a, b in pairs if _is_branch(folded, a.start, b.end)}
    places = {a.start: b for a, b in pairs if folded[a.start : b.end] in names}
    places.update(_chinese(folded, mentions))
    inner = {place.start for place in places.values()}
    return [
        mention if mention.start not in places else _joined(text, mention, places[mention.start])
        for mention in mentions
        if mention.start not in inner
    ]


def _chinese(folded: str, mentions: Sequence[Mention]) -> dict[int, Mention]:
    """The places that end Chinese names of branches, by where the name begins: X中国, X(中国), X宁夏公司."""
    return {
        head.start: replace(place, end=tail.end())
        for head, place in pairwise(mentions)
        if (head.label, place.label) == ("COMPANY", "JURISDICTION")
        and folded[head.end : place.start] in ("", "(")
        and not folded[head.start : place.end].isascii()
        and (tail := _TAIL.match(folded, place.end))
        and (tail[0][:1] == ")") == (folded[head.end] == "(")
    }


def _joined(text: FoldedText, head: Mention, place: Mention) -> Mention:
    name = text.source[head.start : place.end]
    return replace(head, end=place.end, text=name, ref=None, rule="branch", priority=EXACT)


def _is_branch(folded: str, start: int, end: int) -> bool:
    left = folded[max(0, start - 16) : start]
    return bool(_CUE.search(left) or (_HAN[0].search(left) and _HAN[1].match(folded, end)))
