"""Ends of English periods, and feasts that move."""

from __future__ import annotations

import datetime

from nlp.values import calendar_arithmetic as calendar
from nlp.values import calendar_periods as periods


def is_close(part: str | None) -> bool:
    """Whether the part of a period that is told is its last day: the end of, the close of."""
    return part is not None and any(word in part.lower() for word in ("end", "close", "last day "))


def moving_feast(year: int, month: int, rule: str) -> str:
    """The day of a feast that moves: the fourth Thursday of November, the last Monday of May, Easter Sunday.

    >>> moving_feast(2023, 11, "fourth thursday"), moving_feast(2024, 4, "easter")
    ('2023-11-23', '2024-03-31')
    >>> moving_feast(2024, 5, "last monday"), moving_feast(2024, 9, "first monday")
    ('2024-05-27', '2024-09-02')
    """
    if rule == "easter":
        return calendar.easter(year).isoformat()
    number, name = rule.split()
    weekday = {"monday": 0, "thursday": 3}[name]
    first = datetime.date(year, month, 1)
    if number == "last":
        last = datetime.date.fromisoformat(periods.month_end(year, month))
        return (last - datetime.timedelta(days=(last.weekday() - weekday) % 7)).isoformat()
    weeks = {"first": 0, "fourth": 3}[number]
    return (first + datetime.timedelta(days=(weekday - first.weekday()) % 7 + 7 * weeks)).isoformat()


def last_end(anchor: datetime.date, unit: str) -> str:
    """The last end of a month, a quarter, a week or a year up to a day; a year's only early in the next."""
    if unit == "week":
        return periods.week(anchor, -1).split("/")[1]
    if unit == "year":
        return f"{anchor.year - (anchor.month <= 3):04d}-12-31"
    current = periods.month_end(anchor.year, anchor.month)
    quarter = (anchor.month - 1) // 3 + 1
    if unit == "quarter":
        current = periods.quarter(anchor.year, quarter).split("/")[1]
    if anchor.isoformat() == current:
        return current
    if unit == "month":
        return periods.month_end(anchor.year, anchor.month - 1)
    return periods.quarter(anchor.year, quarter - 1).split("/")[1]
