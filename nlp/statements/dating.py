"""When a fact holds: the dates around it are ranked, and none of them is a candidate too.

`nlp.statements.times` has chosen one by the grammar, or none; `nlp.statements.ranking` ranks that choice among the dates of
the sentence, the last ones before it and the first of the text.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator

from nlp.encoding import EncodedText, Slot
from nlp.statements.chinese import is_compared, is_day_of_founding, is_deadline, is_last_time, is_of_report
from nlp.statements.clauses import (
    is_after_doing,
    is_base,
    is_in_brackets_behind,
    is_of_what_came_before,
    is_other_time,
)
from nlp.statements.drafts import Draft, Way
from nlp.statements.ranking import Ranking
from nlp.statements.spoken_periods import is_of_now, is_of_other_firm, is_unfinished, period_spoken_of
from nlp.statements.time_cues import (
    AS_OF,
    BASE_PERIOD,
    COMPARISON,
    EARLIER,
    FIGURES,
    FROM_BASE,
    GREW,
    LASTING,
    TOLD,
    TOLD_BEHIND,
    UP_TO,
)
from nlp.statements.times import Calendar, iso_of
from nlp.statements.trade_counts import is_of_sales
from nlp.text.lazy import lazy_pattern

# so many dates before the sentence, and in it
_BEFORE, _INSIDE = 6, 12
_HEAD = 12
# what a date is that counts differently for each predicate
_BY_PREDICATE = frozenset(("told", "as of", "ahead", "today"))
_WORD = re.compile(r"[a-z]+|[^\sa-z]")
# 从5月26日起到[9月22日]: a measure is told by when it begins
_SPAN_END = lazy_pattern(r"\ue044(?:起|开始|起算)?,?(?:直|持续|一直)?(?:至|到)$")
# 从[500枚]增至600枚: what a Chinese figure was before
_SETS_OUT = lazy_pattern(r"(?:从|由)(?:原来的?|此前的?|之前的?|最初的?|先前的?|约|近|逾|超过)*\s?$")
_RISES_TO = lazy_pattern(
    r"[^,。;\ue041-\ue07a]{0,10}(?:至|到|成|(?<!转)为)(?:了|约|近|逾|超过|仅|目前的?|现在的?)*\s?(?:\ue044的)?[\ue062\ue06d\ue070]"
)
# from 500 BTC in [May]
_OWN_DATE = lazy_pattern(r".(?:\s\([^()]{0,30}\))?\s(?:[a-z-]+\s){0,4}")
# from 500 BTC [to 300]
_TO_TARGET = lazy_pattern(r"\s(?:to|into)\s(?:[a-z]+\s){0,3}[\ue062\ue064-\ue07a\ue061]")
_QUANTITY = re.compile("[\ue062\ue064-\ue07a\ue061]")


class Dating:
    """Ranks the dates of one text for its facts. Without a ranking the grammar's choice stands."""

    def __init__(
        self, encoded: EncodedText, way: Way, calendar: Calendar, today: str | None, ranking: Ranking | None
    ) -> None:
        self._encoded, self._way, self._calendar, self._ranking = encoded, way, calendar, ranking
        self._today = today or ""
        self._dates = [slot for slot in encoded.slots.values() if slot.type == "D"]
        self._positions = [slot.position for slot in self._dates]
        self._counts = Counter(map(iso_of, self._dates))
        self._most = max(self._counts.values(), default=0)
        self._last = ""  # the date of the fact before
        self._told: dict[tuple[int, str, str], str] = {}  # the date of the last figure of its kind, by sentence
        self._own: dict[tuple[int, bool], tuple[str, ...]] = {}

    def settle(self, draft: Draft) -> None:
        """Gives a draft another date, or none, where the ranking has that far ahead."""
        if self._ranking is None or not self._dates:
            return
        chosen = next(iter(draft.fillers.get("date", ())), None)
        candidates = {} if self._is_sure(draft, chosen) else self.candidates(draft, chosen)
        self._last = iso_of(chosen) if chosen is not None else ""
        if len(candidates) > 1:
            best = self._ranking.choose(draft, candidates, chosen, (True, draft.is_chinese))
            draft.fillers["date"] = [best] if best is not None else []

    def part_from_base(self, draft: Draft) -> None:
        """Takes from a figure that another is compared with the date of that other: fell to 300 BTC in May from [500]."""
        date = next(iter(draft.fillers.get("date", ())), None)
        figure = next(iter(draft.fillers.get("object", ())), None)
        if figure is None:
            return
        text = self._encoded.text
        if draft.is_chinese:
            if (
                draft.predicate in ("mined", "reported", "holds")
                and _SETS_OUT.search(text, max(0, figure.position - 10), figure.position)
                and _RISES_TO.match(text, figure.position + 1)
                and self._calendar.paired(draft) is None
            ):
                draft.fillers["date"] = []
            return
        key = (draft.sentence.start, draft.predicate, draft.literals.get("metric", ""))
        if not is_base(text, figure):
            self._told[key] = iso_of(date) if date is not None else ""
        elif date is not None and not _OWN_DATE.fullmatch(text, figure.position, max(figure.position, date.position)):
            target = _TO_TARGET.match(text, figure.position + 1)
            if self._told.get(key) == iso_of(date) or (target and date.position >= target.end()):
                draft.fillers["date"] = []

    def _is_sure(self, draft: Draft, chosen: Slot | None) -> bool:
        """Whether the form of the sentence gives the date: 310 and 325 BTC in April and May, respectively; opened in May."""
        if draft.predicate == "raised" and "date" in draft.fixed:
            return True
        if chosen is None:
            return False
        if chosen.position < draft.sentence.start:
            spoken_of = period_spoken_of(self._encoded.text, draft)
            if spoken_of in ("quarter", "month", "year"):
                return True
        return (
            draft.predicate in LASTING
            or self._calendar.paired(draft) is not None
            or (draft.is_chinese and (is_of_sales(draft) or self._calendar.is_that_month(draft, chosen)))
        )

    def candidates(self, draft: Draft, chosen: Slot | None) -> dict[Slot | None, dict[str, float]]:
        """The dates that a fact may have, and None, each with its features; those that are 0 are left out."""
        sentence = draft.sentence
        number = bisect_left(self._encoded.starts, sentence.start)
        at = bisect_left(self._positions, sentence.start)
        inside = [slot for slot in self._dates[at : at + _INSIDE] if slot.position < sentence.end]
        dates = dict.fromkeys([self._dates[0], *self._dates[max(0, at - _BEFORE) : at], *inside])
        if chosen is not None:
            dates.setdefault(chosen)
        # the day of delivery is not that of the order as well
        for role, slots in draft.fillers.items():
            if role.endswith("_date"):
                for slot in slots:
                    dates.pop(slot, None)
        target = min((s.position for s in draft.fillers.get("object", ())), default=draft.span[0])
        objects = draft.fillers.get("object", ())
        of_state = draft.is_chinese and self._calendar.is_of_state(draft)
        for slot in [
            slot
            for slot in dates
            if self._is_base_of_other(slot, target)
            or (
                draft.predicate == "regulates"
                and (
                    _SPAN_END.search(self._encoded.text, max(0, slot.position - 7), slot.position)
                    or is_deadline(self._encoded.text, slot)
                )
            )
            or (of_state and slot.position < sentence.start)
            or (draft.is_chinese and slot.position < sentence.start and is_compared(self._encoded.text, slot))
            or (draft.is_chinese and slot is not chosen and self._opens_next(slot, max(target, draft.span[0])))
            or is_of_report(self._encoded.text, slot)
            or (not draft.is_chinese and self._is_of_something_else(draft, slot, chosen))
            or (slot is not chosen and is_last_time(self._encoded.text, slot))
            or any(is_in_brackets_behind(self._encoded.text, figure, slot) for figure in objects)
        ]:
            del dates[slot]
        rows: dict[Slot | None, dict[str, float]] = {
            None: dict.fromkeys(self._of_none(draft, chosen, len(inside)), 1.0)
        }
        nearest = min(inside, key=lambda slot: abs(slot.position - target), default=None)
        last = max((slot.position for slot in dates if slot.position < target), default=-1)
        for slot in dates:
            names = self._of_date(draft, slot, slot is chosen)
            if slot.position == last:
                names.append("last")
            if slot is nearest:
                names.append("near")
            if sentence.start <= slot.position < sentence.end:
                names += self._inside(draft, slot, target, alone=len(inside) == 1, chosen=slot is chosen)
            else:
                names += self._outside(draft, slot, number, len(inside), chosen=slot is chosen)
            row = dict.fromkeys(names, 1.0)
            if sentence.start <= slot.position < sentence.end:
                way = (
                    self._way.cost(min(slot.position, target) + 1, max(slot.position, target))
                    if slot.position != target
                    else 0.0
                )
                row["way"] = row["way left" if slot.position < target else "way right"] = min(way, 40.0) / 10
            rows[slot] = row
        return rows

    def _opens_next(self, slot: Slot, target: int) -> bool:
        """Whether a date opens a Chinese clause behind that of the fact: 买下甲,[10月]又收购乙."""
        return slot.position > target and self._encoded.text[slot.position - 1 : slot.position] == ","

    def _is_base_of_other(self, slot: Slot, target: int) -> bool:
        """Whether a date is that of another fact: 从[年初]的3.1亿美元增至4.5亿美元, 较[去年同期]增长30%, 成立于[2013年]."""
        text = self._encoded.text
        if is_day_of_founding(text, slot):
            return True
        if is_compared(text, slot) and GREW.fullmatch(text, slot.position + 1, target):
            return True
        base = FROM_BASE.search(text, max(0, slot.position - 3), slot.position + 3)
        return base is not None and target >= base.end()

    def _is_of_something_else(self, draft: Draft, slot: Slot, chosen: Slot | None) -> bool:
        """Whether an English date is that of what a figure is compared with, or of what was done before the fact."""
        if slot is chosen or draft.predicate not in FIGURES:
            return False
        text, sentence = self._encoded.text, draft.sentence
        if not sentence.start <= slot.position < sentence.end:
            return (
                is_of_now(text, draft)
                or is_of_what_came_before(text, slot)
                or is_unfinished(draft, slot, self._today)
                or is_of_other_firm(self._encoded, draft, slot)
                or BASE_PERIOD.search(text, max(0, slot.position - 70), slot.position) is not None
            )
        figures = draft.fillers.get("object", ())
        if any(is_base(text, figure) for figure in figures):
            return False
        return is_other_time(text, slot) or any(is_after_doing(text, figure, slot) for figure in figures)

    def _of_none(self, draft: Draft, chosen: Slot | None, inside: int) -> Iterator[str]:
        """The features of having no date."""
        predicate = draft.predicate
        yield from ("none", f"none {predicate}", f"none beside {min(inside, 3)}", f"none {predicate} {min(inside, 2)}")
        if chosen is None:
            yield from ("chosen", "chosen none", f"chosen none {predicate}")
        if not self._last:
            yield "none again"

    def _of_date(self, draft: Draft, slot: Slot, chosen: bool) -> list[str]:
        """What a date is by itself, by its neighbours and in the text, for one predicate."""
        predicate, chinese = draft.predicate, draft.is_chinese
        own = self._own.get((slot.position, chinese))
        if own is None:
            own = self._own[slot.position, chinese] = tuple(self._of_slot(slot, chinese=chinese))
        names = [*own, *(f"{name} {predicate}" for name in own if name in _BY_PREDICATE)]
        iso = iso_of(slot)
        names.append(f"length {predicate} {_length(iso)}")
        if chosen:
            names += ("chosen", f"chosen {predicate}")
        if iso and iso == self._last:
            names += ("again", f"again {predicate}")
        if not chinese and self._is_compared(draft, slot):
            names.append("compared")
        return names

    def _is_compared(self, draft: Draft, slot: Slot) -> bool:
        """Whether an English date is the one of what a figure is compared with."""
        start = max(draft.sentence.start, slot.position - 80)
        return COMPARISON.search(self._encoded.text, start, slot.position) is not None

    def _of_slot(self, slot: Slot, *, chinese: bool) -> Iterator[str]:
        """What a date is whatever the fact."""
        text, at, iso = self._encoded.text, slot.position, iso_of(slot)
        yield f"length {_length(iso)}"
        if slot is self._dates[0]:
            yield "first"
        if iso and self._counts[iso] == self._most:
            yield "most"
        yield from self._of_time(iso)
        if slot.mention is not None and EARLIER.search(slot.mention.text.lower()):
            yield "earlier"
        if chinese and is_compared(text, slot):
            yield "compared"
        if TOLD.search(text, max(0, at - 60), at) or TOLD_BEHIND.match(text, at + 1):
            yield "told"
        if AS_OF.search(text, max(0, at - 12), at) or UP_TO.search(text, max(0, at - 4), at):
            yield "as of"
        if chinese:
            yield from (f"zh {text[max(0, at - 1) : at]}_", f"zh {text[max(0, at - 2) : at]}_")
            yield from (f"zh _{text[at + 1 : at + 2]}", f"zh _{text[at + 1 : at + 3]}")
        else:
            before = _WORD.findall(text[max(0, at - 24) : at])[-2:]
            behind = _WORD.findall(text[at + 1 : at + 20])[:1]
            yield from (f"en {' '.join(before[-1:])}_", f"en {' '.join(before)}__", f"en _{' '.join(behind)}")

    def _of_time(self, iso: str) -> Iterator[str]:
        """How a date lies to the day of the document."""
        if not (iso and self._today):
            yield "no day"
            return
        start, end = iso.partition("/")[0], iso.rpartition("/")[2]
        if start > self._today[: len(start)]:
            yield "ahead"
        if iso == self._today:
            yield "today"
        if end[:4] == self._today[:4]:
            yield "this year"
        elif end[:4] < self._today[:4]:
            yield "a year before"

    def _inside(self, draft: Draft, slot: Slot, target: int, *, alone: bool, chosen: bool) -> Iterator[str]:
        """Where a date stands in the sentence of the fact."""
        text, sentence, predicate = self._encoded.text, draft.sentence, draft.predicate
        left = slot.position < target
        between = text[slot.position + 1 : target] if left else text[target + 1 : slot.position]
        side = "left" if left else "right"
        commas = min(between.count(",") + 2 * between.count(";"), 3)
        figures = min(len(_QUANTITY.findall(between)), 3)
        yield from (
            f"in {side}",
            f"in {side} {commas} commas",
            f"in {side} {figures} figures",
            f"in {predicate} {side}",
        )
        yield f"in {side} {commas} commas {_length(iso_of(slot))}"
        if chosen:
            yield "chosen inside"
        if alone:
            yield from ("only", f"only {predicate}")
        if iso_of(slot) and iso_of(slot) == self._last:
            yield "again inside"
        head = text[sentence.start : slot.position]
        if len(head) <= _HEAD and "," not in head:
            yield from ("opens", f"opens {predicate}")

    def _outside(self, draft: Draft, slot: Slot, number: int, inside: int, *, chosen: bool) -> Iterator[str]:
        """Where a date stands in another sentence than the fact."""
        sentences, predicate = self._encoded.sentences, draft.predicate
        there = bisect_right(self._encoded.starts, slot.position) - 1
        far, length = number - there, _length(iso_of(slot))
        yield from (f"out {min(far, 4) if far > 0 else -1}", f"out {predicate}", f"out beside {min(inside, 2)}")
        yield from (f"out {length}", f"out {predicate} {length}")
        if chosen:
            yield "chosen outside"
        if iso_of(slot) and iso_of(slot) == self._last:
            yield "again outside"
        if sentences[there].paragraph == draft.sentence.paragraph:
            yield "out same paragraph"
        head = self._encoded.text[sentences[there].start : slot.position]
        if len(head) <= _HEAD and "," not in head:
            yield "out opens"


_MONTHS = {1: "month", 3: "quarter", 6: "half", 12: "year"}
_SINGLE = {10: "day", 7: "month", 4: "year", 0: "unknown"}


def _length(iso: str) -> str:
    """How long a date is: day, month, quarter, half, year, or a span of another length."""
    start, stroke, end = iso.partition("/")
    if not stroke:
        return _SINGLE.get(len(iso), "span")
    if len(start) < len("2025-01") or len(end) < len("2025-01"):
        return "span"
    months = 12 * (int(end[:4]) - int(start[:4])) + int(end[5:7]) - int(start[5:7]) + 1
    return _MONTHS.get(months, "span")
