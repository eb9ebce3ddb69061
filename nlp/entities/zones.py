"""Parks and zones that have their names from a place or a word of their own: Salalah Free Zone, Belarus' Hi-Tech Park."""

from __future__ import annotations

from collections.abc import Iterator

from nlp.entities.letters import cues_of, find_latin
from nlp.entities.priorities import EXACT
from nlp.records import Mention
from nlp.resources.names import NameTables
from nlp.text.fold import FoldedText
from nlp.text.lazy import lazy_pattern

_WORD = r"[A-ZÀ-Ý][A-Za-zÀ-ÿ-]{1,24}"
_PARK = r"(?:Hi-Tech|High-Tech) Park"
_KIND = (
    rf"Free (?:Trade |Economic )?Zone|(?:Special )?Economic Zone|(?:Industrial|Export Processing) Zone|Industrial (?:Park|Estate)"
    rf"|(?:Technology|Tech|Science|Business|Innovation|IT|Energy) Park|{_PARK}|Financial Cent(?:er|re)"
)
_ZONE = lazy_pattern(
    rf"(?<![A-Za-z.-])(?:(?P<head>(?:{_WORD} ){{1,4}}?)(?:{_KIND})|(?<='s )(?:{_PARK})|(?<=s' )(?:{_PARK}))(?![A-Za-z-]| [A-ZÀ-Ý])"
)
_CUES = cues_of(("Zone", "Park", "Estate", "Center", "Centre"))


class Zones:
    """Finds such parks and zones."""

    def __init__(self, tables: NameTables) -> None:
        english = tables.english
        self._skip = english.openers | tables.demonyms | english.titles | tables.calendar
        self._ordinary = english.ordinary

    def find(self, text: FoldedText) -> Iterator[Mention]:
        """The zones of `text`."""
        for match in find_latin(_ZONE, text.folded, _CUES):
            start, words = match.start(), (match["head"] or "").split()
            while words and words[0] in self._skip:
                start += len(words.pop(0)) + 1
            if match["head"] and all(word.lower() in self._ordinary for word in words):
                continue  # a Special Economic Zone
            end = match.end()
            yield Mention(
                start, end, text.source[start:end], "FACILITY", rule="en.facility.zone", confidence=0.8, priority=EXACT
            )
