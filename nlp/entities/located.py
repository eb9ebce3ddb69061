"""Towns that no registry knows, told by where they stand: farms in Mekelle, moved to Santa Cruz in Bolivia."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence

from nlp.entities.letters import cues_of, find_latin
from nlp.entities.priorities import PLACED
from nlp.records import Mention
from nlp.resources.names import NameTables
from nlp.text.fold import FoldedText
from nlp.text.lazy import lazy_pattern

_WORD = r"[A-ZÀ-ÝŁŚŠŽ][a-zà-ÿā-ž'’-]{2,24}"
_NAME = rf"(?P<name>{_WORD}(?: {_WORD})?)"
# what stands in a place: a site, machines, a seat, an event
_SITED = (
    r"sites?|farms?|facilit(?:y|ies)|mines?|campus(?:es)?|plants?|data cent(?:er|re)s?|datacenters?|containers?|operations"
    r"|warehouses?|offices?|land|rigs|miners|machines|located|based|headquartered|built|building|builds?|operat(?:es?|ed|ing)"
    r"|runs?|running|housed|megawatts|MW|hub|acres|conference|forum|pilot|substations?|stands?|plugged in|energized|warehoused"
    r"|plots?|customs|workers|largest|smallest|yards?|barns?|halls?|plots|board|staff|jobs|wells|pads?|depot"
    r"|raided|seized|arrested|lives?|born|homes?|hangars?|sheds?|factory|factories|hotel|court|airport|stationed"
)
_IN = rf"(?<![A-Za-z])(?:{_SITED}|one|another|two|three)(?: up| out| down)? (?:in|near|outside|around)(?: downtown| central)? "
_AT = (
    r"(?<![A-Za-z])(?:yards?|sites?|farms?|plants?|mines?|facility|facilities|halls?|sets|pads?|wells?|barns?|sheds?|megawatts|MW)(?: running)?,? at "
    r"|(?<![A-Za-z])(?:operator|miner|firm|company|outfit|broker|start-up|shop) out of "
)
_MOVED = r"(?<![A-Za-z])(?:mov(?:ed?|ing)|relocat(?:ed?|ing)|ship(?:ped|ping)?|truck(?:ed|ing)?|flown|haul(?:ed|ing)|bound)(?: \w+){0,4}? (?:to|for) "
_END = r"(?=[,.;:)\n]|$| (?:in|on|since|after|before|with|where|from|by|as|for|until|when|that|which|said|is|was|were|are|has|have|had|and|closed|opened|went|holds|hosts)(?![A-Za-z]))"
_SITE = lazy_pattern(rf"(?:{_IN}|{_AT}){_NAME}{_END}(?! and [A-Z])")
_SEAT = lazy_pattern(rf"(?:{_MOVED}|(?<![A-Za-z])(?:in|near|outside|at|around|between) ){_NAME},? in $")
_LIST_BEFORE = lazy_pattern(rf"(?<![A-Za-z])(?:in|near|outside|between|around) (?:{_WORD}, )?{_NAME},? and $")
_LIST_BEHIND = lazy_pattern(
    rf"(?:, {_WORD})?,? and {_NAME}(?=[.;:)\n]|,? (?:in|where|with|by|since|for|on)(?![A-Za-z])|$)"
)
_LED = lazy_pattern(
    r"(?<![A-Za-z])(?:(?:in|near|outside|between|around)|sites?,|towns?,|cities,|counties,) (?:[A-Z][\w'’-]+(?: [A-Z][\w'’-]+)?, )*$"
)
_INVESTED = lazy_pattern(
    r"(?:invest(?:s|ed|ing|ment|ments)?|stakes?|shares?|interests?|position|stock|confidence|trust|faith) (?:in|around) "
)
_EVENTS = (" Summit", " Conference", " Expo", " Forum", " Festival")
_CUES = cues_of(("in", "near", "outside", "around", "at", "of"))

BEARINGS = frozenset(("North", "South", "East", "West", "Central"))
"""Words that alone are no place: in West and North Texas."""


class LocatedPlaces:
    """Finds towns by the words of site, seat and movement before them, and beside known places."""

    def __init__(self, tables: NameTables) -> None:
        english = tables.english
        self._never = english.openers | tables.never | english.titles | english.role_words | tables.calendar
        self._ordinary, self._given = english.ordinary, english.given
        self._tails = english.suffixes | frozenset(english.legal_forms)

    def find(self, text: FoldedText, places: Sequence[Mention], known: Collection[int]) -> Iterator[Mention]:
        """The towns of `text`; `places` are those found already, `known` where other names begin."""
        for match in find_latin(_SITE, text.folded, _CUES):
            yield from self._named(text, match, known)
        for place in places:
            if not text.folded[place.start].isascii():
                continue
            low = max(0, place.start - 90)
            for pattern in (_SEAT, _LIST_BEFORE):
                before = pattern.search(text.folded, low, place.start)
                if before and not _INVESTED.search(text.folded, max(0, before.start() - 16), before.end()):
                    yield from self._named(text, before, known)
            behind = _LIST_BEHIND.match(text.folded, place.end)
            if behind and _LED.search(text.folded, low, place.start):
                yield from self._named(text, behind, known)

    def _named(self, text: FoldedText, match: re.Match[str], known: Collection[int]) -> Iterator[Mention]:
        start, end = match.span("name")
        words = text.folded[start:end].split(" ")
        if text.folded.endswith(_EVENTS, start, end) and not words[0].endswith("'s"):
            return  # at Brantley Summit in Miami, but in Lee's Summit
        if start in known or self._never.intersection(words) or words[-1] in self._tails:
            return
        if all(word.lower() in self._ordinary for word in words) or text.folded[start:end] in BEARINGS:
            return
        yield Mention(
            start, end, text.source[start:end], "JURISDICTION", rule="en.place.located", confidence=0.7, priority=PLACED
        )
