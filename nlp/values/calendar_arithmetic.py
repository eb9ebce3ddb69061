"""Arithmetic on periods of the calendar: weeks of a month, the nth Monday, moving feasts, shifts by a unit."""

from __future__ import annotations

import calendar
import datetime
from typing import NamedTuple

ONE_DAY = datetime.timedelta(days=1)
# from small to large: a range ends with the first day of a period that is larger than the one it begins with
GRAINS = ("day", "weekend", "week", "season", "month", "quarter", "half", "year", "decade", "century")
_MONTHS = {"month": 1, "quarter": 3, "half": 6, "year": 12, "decade": 120, "century": 1200}
_DAYS = {"day": 1, "week": 7, "fortnight": 14, "weekend": 7}


class Period(NamedTuple):
    """A stretch of days; `fixed` where its year was said."""

    first: datetime.date
    last: datetime.date
    grain: str
    fixed: bool = True

    @property
    def iso(self) -> str:
        """ISO 8601: a day, month or year, or an interval of days."""
        first, last = self.first.isoformat(), self.last.isoformat()
        if first == last:
            return first
        return {"month": first[:7], "year": first[:4]}.get(self.grain, f"{first}/{last}")


def a_day(date: datetime.date, *, fixed: bool = True) -> Period:
    """One day."""
    return Period(date, date, "day", fixed)


def day_of(year: int, month: int, day: int, *, fixed: bool = True) -> Period | None:
    """One day by its numbers, None where there is none."""
    try:
        return a_day(datetime.date(year, month, day), fixed=fixed)
    except ValueError:
        return None


def month_of(year: int, month: int, *, fixed: bool = True) -> Period | None:
    """A month."""
    if not (1 <= month <= 12 and 1 <= year <= 9999):
        return None
    last = calendar.monthrange(year, month)[1]
    return Period(datetime.date(year, month, 1), datetime.date(year, month, last), "month", fixed)


def months_of(year: int, month: int, count: int, grain: str) -> Period | None:
    """So many months from the first of one on."""
    if not 1 <= year <= 9900:
        return None
    first = datetime.date(year, month, 1)
    return Period(first, shift(first, "month", count) - ONE_DAY, grain)


def year_of(year: int) -> Period | None:
    """A year."""
    return months_of(year, 1, 12, "year")


def shift(date: datetime.date, unit: str, count: int) -> datetime.date:
    """The day so many units later; the last of a month where it has no such day."""
    if unit in _DAYS:
        return date + datetime.timedelta(days=_DAYS[unit] * count)
    months = date.year * 12 + date.month - 1 + _MONTHS[unit] * count
    year, month = months // 12, months % 12 + 1
    return datetime.date(year, month, min(date.day, calendar.monthrange(year, month)[1]))


def around(date: datetime.date, grain: str) -> Period:
    """The period of a grain that a day lies in."""
    if grain == "day":
        return a_day(date)
    monday = date - datetime.timedelta(days=date.weekday())
    if grain == "week":
        return Period(monday, monday + 6 * ONE_DAY, "week")
    if grain == "weekend":
        return Period(monday + 5 * ONE_DAY, monday + 6 * ONE_DAY, "weekend")
    if grain == "fortnight":
        return Period(date, date + 13 * ONE_DAY, "fortnight")
    size = _MONTHS[grain]
    index = (date.year * 12 + date.month - 1) // size * size
    first = datetime.date(index // 12, index % 12 + 1, 1)
    return Period(first, shift(first, "month", size) - ONE_DAY, grain)


def moved(date: datetime.date, grain: str, offset: int) -> Period:
    """The period that lies so many of its kind from the one a day is in."""
    unit = "week" if grain == "weekend" else grain
    return around(shift(around(date, unit).first, unit, offset), grain)


def run_of(date: datetime.date, grain: str, count: int) -> Period:
    """The next so many periods of a grain, the last ones with a negative count."""
    one = moved(date, grain, 1 if count > 0 else count)
    other = moved(date, grain, count if count > 0 else -1)
    return Period(one.first, other.last, one.grain if abs(count) == 1 else "run")


def weeks_in(period: Period) -> list[Period]:
    """The weeks of a period: those whose Thursday lies in it (ISO 8601)."""
    week = around(period.first, "week")
    if week.first + 3 * ONE_DAY < period.first:
        week = moved(week.first, "week", 1)
    found = []
    while week.first + 3 * ONE_DAY <= period.last:
        found.append(week)
        week = moved(week.first, "week", 1)
    return found


def weekdays_in(period: Period, weekday: int) -> list[Period]:
    """The days of a name in a period."""
    day = period.first + datetime.timedelta(days=(weekday - period.first.weekday()) % 7)
    return [a_day(day + datetime.timedelta(days=7 * n)) for n in range(((period.last - day).days // 7) + 1)]


def pick(periods: list[Period], number: int) -> Period | None:
    """The nth of a list; negative numbers count from the end."""
    index = number - 1 if number > 0 else number
    return periods[index] if -len(periods) <= index < len(periods) and number else None


def easter(year: int) -> datetime.date:
    """Easter Sunday (the anonymous Gregorian computus).

    >>> easter(2018).isoformat(), easter(2019).isoformat()
    ('2018-04-01', '2019-04-21')
    """
    a, b, c = year % 19, year // 100, year % 100
    d = (19 * a + b - b // 4 - (b - (b + 8) // 25 + 1) // 3 + 15) % 30
    e = (32 + 2 * (b % 4) + 2 * (c // 4) - d - c % 4) % 7
    f = d + e - 7 * ((a + 11 * d + 22 * e) // 451) + 114
    return datetime.date(year, f // 31, f % 31 + 1)


def working_days(date: datetime.date, count: int) -> datetime.date:
    """The day so many working days later."""
    step = ONE_DAY if count > 0 else -ONE_DAY
    left = abs(count)
    while left:
        date += step
        left -= date.weekday() < 5
    return date
