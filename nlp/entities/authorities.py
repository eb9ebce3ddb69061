"""Government bodies, regulators and courts that no registry knows: a place and the word for the body."""

from __future__ import annotations

import re
from collections.abc import Sequence

from nlp.entities.priorities import CONTEXT, EXACT
from nlp.entities.segments import Segments
from nlp.records import Mention
from nlp.resources.names import ChineseNames, EnglishNames
from nlp.text.fold import FoldedText

_WEAK_HEADS = frozenset(
    ("Treasury", "Administration", "Office", "Board", "Council", "Bureau", "Committee", "Department", "Cabinet")
)
_STATES = frozenset(
    ("U.S.", "US", "U.K.", "UK", "EU", "UAE", "Federal", "National", "State", "European", "Central", "House", "Senate")
)
_LOCAL = ("法院", "警方", "检方", "政府", "警察")
_WORD = r"[A-ZÀ-Ý][A-Za-zÀ-ÿ-]{0,30}"
_ACRONYM_OF_STATE = r"(?:U\.S\.|US|U\.K\.|UK|EU|UAE)"


class ChineseAuthorities:
    """Finds authorities in Chinese text, given the places found already."""

    def __init__(self, tables: ChineseNames) -> None:
        self._tables = tables
        self._tail = re.compile("(?:" + "|".join(map(re.escape, tables.authority_tails)) + ")(?!机构|部门|门|长(?!期))")
        alone = "|".join(sorted(map(re.escape, tables.authority_alone), key=len, reverse=True))
        self._alone = re.compile(f"(?:{alone})(?!机构|部门|门|长(?!期))")

    def find(
        self, text: FoldedText, segments: Segments, places: Sequence[Mention], people: Sequence[Mention] = ()
    ) -> list[Mention]:
        """The authorities of `text`; `places` are its JURISDICTION mentions, `people` those who may lead them."""
        if not segments.tokens:
            return []
        ends = {place.end: place.start for place in places}
        found = [
            _mention(text, person.start, person.end + 2, "zh.authority.led", EXACT)
            for person in people
            if text.folded.startswith("政府", person.end)
        ]
        for match in self._tail.finditer(text.folded):
            start = self._start(text.folded, segments, ends, match.start())
            if start < match.start():
                found.append(_mention(text, start, match.end(), "zh.authority.place", EXACT))
        for match in self._alone.finditer(text.folded):
            if _free_left(text.folded, segments, match.start()):
                found.append(_mention(text, match.start(), match.end(), "zh.authority.alone", CONTEXT))
        return found

    def _start(self, folded: str, segments: Segments, ends: dict[int, int], end: int) -> int:
        """The start of the places and qualifiers that lead to `end`; `end` itself where there is no place."""
        offset, placed = end, end
        for _ in range(6):
            if offset in ends:
                offset = placed = ends[offset]
                continue
            prefix = next((p for p in self._tables.authority_prefixes if folded.endswith(p, 0, offset)), "")
            if prefix:
                offset -= len(prefix)
                if prefix in ("国家", "中央", "最高", "全国", "国务院") and placed == end:
                    placed = offset
                continue
            token = segments.tokens[segments.index_at(offset - 1)] if offset else None
            if token is None or token.end < offset or token.tag not in ("ns", "nt") or len(token.word) < 2:
                named = token is not None and token.end == offset and token.tag.startswith("nr") and len(token.word) > 2
                if named and token is not None and placed == end and folded.startswith(_LOCAL, end):
                    return token.start
                break
            offset = placed = token.start
        return placed


class EnglishAuthorities:
    """Finds authorities in English text."""

    def __init__(self, tables: EnglishNames, demonyms: frozenset[str]) -> None:
        heads = "|".join(re.escape(word) for word in sorted(tables.authority_heads, key=len, reverse=True))
        opens = "|".join(re.escape(word) for word in sorted(tables.authority_openers, key=len, reverse=True))
        tails = "|".join(re.escape(word) for word in tables.authority_tails)
        of = rf"(?: (?:of|for|on)(?: the)? {_WORD}(?:,? (?:and )?{_WORD}){{0,3}})"
        self._opened = re.compile(
            rf"(?<![A-Za-z])(?:(?:{_ACRONYM_OF_STATE}|{_WORD}) ){{0,2}}(?:{opens})(?: the)? {_WORD}"
            rf"(?:(?:,? and|,| of)? {_WORD}){{0,4}}"
        )
        self._headed = re.compile(
            rf"(?<![A-Za-z])(?:{_ACRONYM_OF_STATE} )?(?:{_WORD} (?:and |of )?){{0,4}}"
            rf"(?:{_ACRONYM_OF_STATE} )?(?:{heads})(?![A-Za-z]){of}?"
        )
        self._tail = re.compile(rf" (?:{tails})(?![A-Za-z])")
        self._led = re.compile(rf"(?<=[Tt]he ){_WORD} [Aa]dministration(?![A-Za-z])")
        self._openers = tables.openers - _STATES
        self._states = demonyms | _STATES

    def find(self, text: FoldedText, places: Sequence[Mention]) -> list[Mention]:
        """The authorities of `text`; `places` are its JURISDICTION mentions."""
        found = []
        begins = {place.start for place in places}
        for match in self._opened.finditer(text.folded):
            start = self._skip_openers(text.folded, match.start(), match.end())
            found.append(_mention(text, start, match.end(), "en.authority.opened", CONTEXT))
        for match in self._headed.finditer(text.folded):
            start = self._skip_openers(text.folded, match.start(), match.end())
            words = text.folded[start : match.end()].split(" ")
            if len(words) > 1 and (words[-1] not in _WEAK_HEADS or words[0] in self._states or start in begins):
                priority = EXACT if len(words) > 2 or start in begins else CONTEXT
                found.append(_mention(text, start, match.end(), "en.authority.headed", priority))
        for match in self._led.finditer(text.folded):
            found.append(_mention(text, match.start(), match.end(), "en.authority.led", EXACT))
        for place in places:
            tail = self._tail.match(text.folded, place.end)
            if tail is not None and not text.folded[place.start : place.end].isdigit():
                found.append(_mention(text, place.start, tail.end(), "en.authority.government", EXACT))
        return found

    def _skip_openers(self, folded: str, start: int, end: int) -> int:
        while True:
            word, space, _ = folded[start:end].partition(" ")
            if not space or word not in self._openers:
                return start
            start += len(word) + 1


def _free_left(folded: str, segments: Segments, start: int) -> bool:
    return segments.is_border(start) or not start or folded[start - 1] in "，、。 和与对"


def _mention(text: FoldedText, start: int, end: int, rule: str, priority: int) -> Mention:
    return Mention(start, end, text.source[start:end], "AUTHORITY", rule=rule, confidence=0.85, priority=priority)
