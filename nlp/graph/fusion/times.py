"""When: spans of days that statements are about, from their dates or from the day of publication."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from nlp.evaluation.scores import expand_iso

_DAY = re.compile(r"(\d{4})-(\d\d)-(\d\d)")
_MONTH = re.compile(r"(\d{4})-(\d\d)")
_YEAR = re.compile(r"\d{4}")


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Days as ordinals, both ends included."""

    first: int
    last: int

    @property
    def length(self) -> int:
        """In days."""
        return self.last - self.first + 1

    def gap(self, other: Span) -> int:
        """The days between the two; 0 where they meet."""
        return max(0, self.first - other.last, other.first - self.last)

    def likeness(self, other: Span) -> float:
        """What they share of what they cover together."""
        shared = min(self.last, other.last) - max(self.first, other.first) + 1
        return max(0, shared) / (max(self.last, other.last) - min(self.first, other.first) + 1)


@lru_cache(maxsize=65536)
def span_of(iso: str | None) -> Span | None:
    """The days of an ISO day, month, year or interval; None where it is none.

    >>> span_of("2021-08").length, span_of("2021-Q3").length, span_of("31 August")
    (31, 92, None)
    """
    try:
        expanded = expand_iso(iso)
    except ValueError:  # a month that is none
        return None
    if not expanded:
        return None
    first, _, last = expanded.partition("/")
    start, end = _ends(first), _ends(last or first)
    if start is None or end is None or end[1] < start[0]:
        return None
    return Span(start[0], end[1])


def _ends(iso: str) -> tuple[int, int] | None:
    try:
        day = _DAY.match(iso)
        if day:
            number = datetime.date(int(day[1]), int(day[2]), int(day[3])).toordinal()
            return number, number
        month = _MONTH.fullmatch(iso)
        if month:
            year, number = int(month[1]), int(month[2])
            following = datetime.date(year + number // 12, number % 12 + 1, 1)
            return datetime.date(year, number, 1).toordinal(), following.toordinal() - 1
        if _YEAR.fullmatch(iso):
            return datetime.date(int(iso), 1, 1).toordinal(), datetime.date(int(iso), 12, 31).toordinal()
    except ValueError:
        return None
    return None


def day_of(date: str | None) -> int | None:
    """The ordinal of a day of publication, None where it is none."""
    span = span_of(date[:10]) if date else None
    return span.last if span is not None and span.length == 1 else None


def cover(spans: Iterable[Span]) -> Span | None:
    """From the first to the last day of several spans."""
    found = list(spans)
    return Span(min(s.first for s in found), max(s.last for s in found)) if found else None
