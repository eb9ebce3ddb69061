"""When a fact holds: the date of a draft, and whether it is still to come."""

from __future__ import annotations

import bisect
import re

from nlp.encoding import EncodedText, Slot
from nlp.schema import Predicate
from nlp.statements.clauses import dated_elsewhere, dates_directly, is_other_time
from nlp.statements.engine import Draft, Way

# what has no date of its own unless the text opens, starts or ends it
_LASTING = ("operates_in", "manufactures", "subsidiary_of")
_EVENT = re.compile(
    r"\b(?:opened?|opens|opening|launch(?:ed|es|ing)?|began|begun|start(?:ed|s)?|complet(?:ed|es)|acquired|energi[sz]ed|unveil(?:ed|s)|released?|"
    r"introduc(?:ed|es)|exit(?:ed|s|ing)?|deployed|closed|commission(?:ed|s)|announced|broke ground|entered|shut|expand(?:ed|s)?|became|spun)\b"
)
_PERIODIC = ("mined", "reported")
_PERIOD = re.compile(r"\d{4}-\d{2}$|\d{4}-\d{2}-01/\d{4}-\d{2}-\d{2}$")
_REACH = 250


class Calendar:
    """The dates of one document, around the day it was written."""

    def __init__(self, encoded: EncodedText, way: Way, today: str | None) -> None:
        self._encoded, self._way, self._today = encoded, way, today
        self._periods = [slot for slot in encoded.slots.values() if slot.type == "D" and _PERIOD.match(_iso(slot))]

    def date(self, draft: Draft, predicate: Predicate) -> Slot | None:
        """The date of a draft: the nearest in its sentence, or the period that the text speaks of."""
        english = draft.frame_id.startswith("en.")
        text, sentence = self._encoded.text, draft.sentence
        if english and predicate.name in _LASTING and not _EVENT.search(text, sentence.start, sentence.end):
            return None
        best = self._nearest(draft)
        if best is None and english and predicate.name in _PERIODIC:
            index = bisect.bisect_left(self._periods, sentence.start, key=lambda s: s.position)
            last = self._periods[index - 1] if index else None
            best = last if last and last.position > sentence.start - _REACH else None
        return best

    def _nearest(self, draft: Draft) -> Slot | None:
        text = self._encoded.text
        taken = {s.position for name, slots in draft.fillers.items() for s in slots if name.endswith("date")}
        targets = draft.fillers.get("object", ())
        anchors = [s.position for s in targets] + [draft.span[0]]
        best: tuple[float, Slot] | None = None
        for slot in draft.sentence.slots:
            if slot.type != "D" or slot.position in taken or is_other_time(text, slot):
                continue
            if any(dated_elsewhere(text, draft.sentence.slots, target, slot) for target in targets):
                continue
            cost = min(self._distance(slot.position, anchor) for anchor in anchors)
            if any(dates_directly(text, target, slot) for target in targets):
                cost = 0.0
            if best is None or cost < best[0]:
                best = (cost, slot)
        return best[1] if best and best[0] < 26 else None

    def _distance(self, one: int, other: int) -> float:
        """The way from a date to what it dates; what follows it after a comma is another clause's."""
        if one < other:
            return self._way.cost(one + 1, other)
        cost = self._way.cost(other + 1, one)
        return cost + (3.0 if cost < 4.0 or "," not in self._encoded.text[other:one] else 14.0)

    def is_ahead(self, draft: Draft) -> bool:
        """Whether the date of a draft lies after the day of the document."""
        today = self._today
        if not today:
            return False
        starts = [_iso(slot).partition("/")[0] for slot in draft.fillers.get("date", ())]
        return any(start and start > today[: len(start)] for start in starts)


def _iso(slot: Slot) -> str:
    return (slot.mention.iso or "") if slot.mention else ""
