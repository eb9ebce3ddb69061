"""A known name that is but a part of a longer one: Core [Quellin], [Norvaht] Hive."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from nlp.entities.priorities import EXACT
from nlp.records import Mention
from nlp.text.fold import FoldedText

_LEAST = 2  # times that the two stand together


def unite(text: FoldedText, unknown: Sequence[Mention], known: Sequence[Mention]) -> Iterator[Mention]:
    """The longer names of which an unknown company's is one half and a registry's name of one word the other.

    They are one name where the unknown half never stands without the other in a text that has both more than once.
    """
    folded = text.folded
    starts = {m.start: m for m in known if _is_word(m)}
    ends = {m.end: m for m in known if _is_word(m)}
    wholes: dict[str, Mention] = {}
    for mention in unknown:
        if mention.label != "COMPANY":
            continue
        left = ends.get(mention.start - 1) if folded[mention.start - 1 : mention.start] == " " else None
        right = starts.get(mention.end + 1) if folded[mention.end : mention.end + 1] == " " else None
        if right is None and folded.startswith(" & ", mention.end):
            right = starts.get(mention.end + 3)  # Tundra & [Vale]
        for start, end in _spans(mention, left, right):
            wholes.setdefault(folded[start:end], mention)
    for whole, mention in wholes.items():
        places = _places(folded, whole)
        if len(places) >= max(_LEAST, len(_places(folded, folded[mention.start : mention.end]))):
            for start, end in places:
                yield replace(
                    mention, start=start, end=end, text=text.source[start:end], priority=EXACT, rule="latin.united"
                )


def _places(folded: str, name: str) -> list[tuple[int, int]]:
    return [match.span() for match in re.finditer(rf"(?<![A-Za-z0-9]){re.escape(name)}(?![A-Za-z0-9])", folded)]


def _spans(mention: Mention, left: Mention | None, right: Mention | None) -> Iterator[tuple[int, int]]:
    if left is not None:
        yield left.start, mention.end
    if right is not None:
        yield mention.start, right.end


def _is_word(mention: Mention) -> bool:
    """Whether a registry's name is one word in Latin letters."""
    return mention.label in ("COMPANY", "PERSON") and mention.text.isascii() and mention.text.isalpha()
