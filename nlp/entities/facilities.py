"""Sites with a proper name: a capitalised name or a town and the word for the site."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from nlp.entities.letters import find_latin
from nlp.entities.priorities import EXACT
from nlp.entities.segments import Segments
from nlp.records import Mention
from nlp.resources.names import NameTables
from nlp.text.fold import FoldedText

_LOOSE = frozenset({"站点", "设施", "基地"})
_WORD = r"[A-ZÀ-Ý][A-Za-zÀ-ÿ-]{1,30}"


class Facilities:
    """Finds named sites in both languages."""

    def __init__(self, tables: NameTables) -> None:
        english, chinese = tables.english, tables.chinese
        sites = sorted({*english.site_words, *map(str.title, english.site_words)}, key=len, reverse=True)
        lower = "|".join(map(re.escape, sites))
        self._english = re.compile(
            rf"(?<![A-Za-z])({_WORD}(?: {_WORD}){{0,3}}(?: \d{{1,2}}| I{{1,3}})?)((?:'s)?) ({lower})(?![A-Za-z])"
        )
        self._apposed = re.compile(
            rf"(?<![A-Za-z])({_WORD}(?: {_WORD}){{0,2}}(?: \d{{1,2}})?), "
            rf"(?:an?|the|its|our) [^.,;\n]{{0,30}}?(?:{lower})(?![A-Za-z])"
        )
        words = "|".join(map(re.escape, chinese.site_words))
        self._word = re.compile(rf" ?(?:{words})")
        self._han = re.compile("|".join(map(re.escape, chinese.site_heads)))
        self._generic, self._stops = chinese.generic, chinese.stops
        self._chinese = re.compile(rf"([A-Z][A-Za-z]{{2,20}}(?: [A-Z][A-Za-z]{{1,20}}){{0,2}}) ?({words})")
        self._skip = english.openers | tables.demonyms | tables.never | english.titles
        self._ordinary = english.ordinary

    def find(self, text: FoldedText, segments: Segments, known: Sequence[Mention]) -> list[Mention]:
        """The sites of `text`; `known` are the mentions of companies, machines, sites and wide places."""
        blocked = {(m.start, m.end) for m in known}
        starts = {m.start: m.end for m in known}
        found = [m for place in known if place.label == "FACILITY" for m in self._with_word(text, place)]
        covered = _covered([m for m in known if m.label != "FACILITY"])
        for match in find_latin(self._english, text.folded):
            if match[2]:
                continue
            start = self._skip_words(text.folded, match.start(1), match.end(1), starts)
            if start < match.end(1) and (start, match.end(1)) not in blocked:
                found.append(_mention(text, start, match.end(), "en.facility"))
        for match in find_latin(self._apposed, text.folded):
            start = self._skip_words(text.folded, match.start(1), match.end(1), starts)
            if " " in text.folded[start : match.end(1)] and not _touches(covered, start, match.end(1)):
                found.append(_mention(text, start, match.end(1), "en.facility.apposed"))
        for match in self._chinese.finditer(text.folded):
            if not _touches(covered, match.start(1), match.end(1)):
                end = match.end(1) if match[2] in _LOOSE and " " in match[0] else match.end()
                found.append(_mention(text, match.start(), end, "zh.facility"))
        return found + [
            mention for mention in self._headed(text, segments) if not _touches(covered, mention.start, mention.end)
        ]

    def _with_word(self, text: FoldedText, place: Mention) -> Iterator[Mention]:
        """A known site with the Chinese word for it: Scrubgrass[发电厂]."""
        match = self._word.match(text.folded, place.end)
        if match is not None and match.group().strip() not in _LOOSE and text.folded[place.end - 1].isascii():
            yield replace(place, end=match.end(), text=text.source[place.start : match.end()])

    def _headed(self, text: FoldedText, segments: Segments) -> Iterator[Mention]:
        """Chinese sites whose last word is enough: 长岭天然气厂, 赛格广场."""
        for match in self._han.finditer(text.folded) if segments.tokens else ():
            start, index = match.start(), segments.index_at(match.start() - 1)
            while index >= 0 and match.start() - segments.tokens[index].start <= 4:
                token = segments.tokens[index]
                if (
                    not "\u4e00" <= token.word[0] <= "\u9fff"
                    or token.word in self._stops
                    or token.word in self._generic
                ):
                    break
                start = token.start
                index -= 1
            if match.start() - start >= 2 and segments.tokens[segments.index_at(start)].tag[:2] in (
                "nr",
                "nz",
                "ns",
                "x",
            ):
                yield _mention(text, start, match.end(), "zh.facility.headed")

    def _skip_words(self, folded: str, start: int, end: int, starts: dict[int, int]) -> int:
        """Past openers, ordinary words and known names at the head of a site's name."""
        while start < end:
            if start in starts and starts[start] < end:
                start = starts[start] + 1
                continue
            word = re.split(r"[ -]", folded[start:end], maxsplit=1)[0]
            if word not in self._skip and not (word.lower() in self._ordinary and " " not in folded[start:end]):
                return start
            start += len(word) + 1
        return start


def _covered(known: Sequence[Mention]) -> bytearray:
    """A byte for each character, 1 where a mention stands."""
    covered = bytearray(max((mention.end for mention in known), default=0))
    for mention in known:
        covered[mention.start : mention.end] = b"\x01" * (mention.end - mention.start)
    return covered


def _touches(covered: bytearray, start: int, end: int) -> bool:
    return covered.find(1, start, end) >= 0


def _mention(text: FoldedText, start: int, end: int, rule: str) -> Mention:
    return Mention(start, end, text.source[start:end], "FACILITY", rule=rule, confidence=0.8, priority=EXACT)
