"""Calendar expressions of the annotation format as spans of days."""

from __future__ import annotations

import calendar
import re
from datetime import date
from functools import lru_cache

_PARTS = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")
_SHORT = re.compile(r"([0-9]{4})-(?:Q([1-4])|H([12]))")


@lru_cache(maxsize=65536)
def days_of(iso: str) -> tuple[str, str]:
    """The first and last day of an ISO 8601 day, month, year or interval, or of ``2021-Q3``, ``2021-H1``.

    >>> days_of("2021-02")
    ('2021-02-01', '2021-02-28')

    Raises:
        ValueError: it is none of them, no day of the calendar, or ends before it begins.
    """
    first, slash, last = iso.partition("/")
    begin, end = _days(first)
    if slash:
        end = _days(last)[1]
    if end < begin:
        raise ValueError(f"{iso} ends before it begins")
    return begin, end


def _days(iso: str) -> tuple[str, str]:
    part = _SHORT.fullmatch(iso)
    if part:
        months = 3 if part[2] else 6
        last = int(part[2] or part[3]) * months
        return _month(part[1], last - months + 1)[0], _month(part[1], last)[1]
    found = _PARTS.fullmatch(iso)
    if not found:
        raise ValueError(f"{iso!r} is no ISO 8601 date")
    year, month, day = found.groups()
    if day:
        date(int(year), int(month), int(day))
        return iso, iso
    return _month(year, int(month)) if month else (f"{date(int(year), 1, 1)}", f"{year}-12-31")


def _month(year: str, month: int) -> tuple[str, str]:
    first = date(int(year), month, 1)
    return first.isoformat(), first.replace(day=calendar.monthrange(first.year, month)[1]).isoformat()


def day_of(written: str | None) -> str | None:
    """The day that a document's date begins with, None where it is none."""
    try:
        return days_of((written or "")[:10])[0] if len(written or "") >= 10 else None
    except ValueError:
        return None
