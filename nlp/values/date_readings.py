"""Readings of date expressions: functions from the day of speaking to a period, and how they combine.

A reading without a year looks ahead: the next such day from the anchor on. So a reading can be put
into another year by handing it another anchor.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from nlp.values import calendar_arithmetic as calendar
from nlp.values.calendar_arithmetic import GRAINS, ONE_DAY, Period

Place = Callable[[datetime.date], Period | None]


class Reading(NamedTuple):
    """Where an expression lies, once the day of speaking is known; `fixed` where its year is said."""

    place: Place
    grain: str
    fixed: bool = True


def fixed(period: Period | None) -> Reading | None:
    """The reading of a period that needs no anchor."""
    return Reading(lambda _: period, period.grain) if period else None


def short_year(number: int) -> int:
    """The year that two digits write: 40 to 99 are of the last century."""
    return number if number >= 100 else number + (2000 if number < 33 else 1900)


def month_day(month: int, day: int, *, this_year: bool = False) -> Reading | None:
    """The next such day; that of the anchor's year where `this_year` and there is one."""
    if not (1 <= month <= 12 and 1 <= day <= 31):
        return None

    def place(anchor: datetime.date) -> Period | None:
        for year in range(anchor.year, anchor.year + 9):
            found = calendar.day_of(year, month, day)
            if found and (this_year or found.first >= anchor):
                return found
        return None

    return Reading(place, "day", fixed=False)


def month_alone(month: int, *, this_year: bool = False) -> Reading:
    """This or the next month of that number; that of the anchor's year with `this_year`."""

    def place(anchor: datetime.date) -> Period | None:
        return calendar.month_of(anchor.year + (month < anchor.month and not this_year), month)

    return Reading(place, "month", fixed=False)


def month_day_alone(day: int) -> Reading | None:
    """The next day of that number in a month."""
    if not 1 <= day <= 31:
        return None

    def place(anchor: datetime.date) -> Period | None:
        for months in range(12):
            month = calendar.shift(anchor.replace(day=1), "month", months)
            found = calendar.day_of(month.year, month.month, day)
            if found and found.first >= anchor:
                return found
        return None

    return Reading(place, "day", fixed=False)


def weekday_ahead(weekday: int, count: int = 1) -> Reading:
    """The nth such weekday from tomorrow on, or before today where `count` is negative."""

    def place(anchor: datetime.date) -> Period:
        if count < 0:
            back = (anchor.weekday() - weekday) % 7 or 7
            return calendar.a_day(anchor - datetime.timedelta(days=back + 7 * (-count - 1)))
        ahead = (weekday - anchor.weekday()) % 7 or 7
        return calendar.a_day(anchor + datetime.timedelta(days=ahead + 7 * (count - 1)))

    return Reading(place, "day", fixed=False)


def weekday_of_week(weekday: int, offset: int) -> Reading:
    """The weekday of the week that lies so many weeks from the present one."""
    return Reading(
        lambda anchor: calendar.a_day(calendar.moved(anchor, "week", offset).first + weekday * ONE_DAY), "day"
    )


def weekday_and_day(weekday: int, day: int) -> Reading:
    """Friday the 15th: of this month, else the next month in which the two meet."""

    def place(anchor: datetime.date) -> Period | None:
        for months in range(30):
            month = calendar.shift(anchor.replace(day=1), "month", months)
            found = calendar.day_of(month.year, month.month, day)
            if found and found.first.weekday() == weekday:
                return found
        return None

    return Reading(place, "day")


def weekday_date(weekday: int, date: Reading) -> Reading:
    """Friday, Jul 18: of the year in which they meet, from this year on; the date alone where none is near."""

    def place(anchor: datetime.date) -> Period | None:
        for years in range(2):
            found = date.place(datetime.date(anchor.year + years, 1, 1))
            if found and found.first.weekday() == weekday:
                return found
        return date.place(anchor)

    return date if date.fixed else Reading(place, "day", fixed=False)


def edge(name: str, outer: Reading, *, last: bool) -> Reading:
    """Where a stretch begins or ends that goes from or to the end or the middle of a period."""

    def choose(period: Period) -> Period | None:
        middle = period.first + ((period.last - period.first).days + 1) // 2 * ONE_DAY
        begins = {"end": period.last + ONE_DAY, "middle": middle}
        ends = {"end": period.last, "middle": middle}
        return calendar.a_day((ends if last else begins).get(name, period.first))

    return inside(outer, choose, "day")


def weekday_near(weekday: int, date: Reading, *, before: bool) -> Reading:
    """Monday two weeks from now: in the week of the day, from Sunday on; else the first from the day on."""

    def choose(period: Period) -> Period | None:
        day = period.first
        start = day - (day.weekday() + 1) % 7 * ONE_DAY if before else day
        return calendar.a_day(start + (weekday - start.weekday()) % 7 * ONE_DAY)

    return inside(date, choose, "day")


def day_away(days: int) -> Reading:
    """Today, tomorrow, the day before yesterday."""
    return Reading(lambda anchor: calendar.a_day(anchor + days * ONE_DAY), "day")


def relative(grain: str, offset: int) -> Reading:
    """Last week, this month, next year."""
    if grain == "fortnight":
        return Reading(lambda anchor: Period(anchor + ONE_DAY, anchor + 14 * ONE_DAY, "run"), "run")
    return Reading(lambda anchor: calendar.moved(anchor, grain, offset), grain)


def run(grain: str, count: int) -> Reading:
    """The last two weeks, the next three months."""
    return Reading(lambda anchor: calendar.run_of(anchor, grain, count), "run")


def shifted_by(duration: Mapping[str, int], sign: int, base: Reading | None = None) -> Reading:
    """The day that lies a duration before or after another, today if none is given."""

    def place(anchor: datetime.date) -> Period | None:
        start = base.place(anchor) if base else calendar.a_day(anchor)
        if start is None:
            return None
        day = start.first
        for unit in sorted(duration, key=lambda unit: unit in ("day", "week", "working")):
            count = sign * duration[unit]
            day = calendar.working_days(day, count) if unit == "working" else calendar.shift(day, unit, count)
        return calendar.a_day(day)

    return Reading(place, "day")


def lasting(duration: Mapping[str, int], base: Reading) -> Reading:
    """So long from a day on: for 3 days from next Monday."""

    def place(anchor: datetime.date) -> Period | None:
        start, end = base.place(anchor), shifted_by(duration, 1, base).place(anchor)
        return Period(start.first, end.first - ONE_DAY, "run") if start and end else None

    return Reading(place, "run")


def inside(outer: Reading, choose: Callable[[Period], Period | None], grain: str = "run") -> Reading:
    """A part of another reading."""

    def place(anchor: datetime.date) -> Period | None:
        period = outer.place(anchor)
        return choose(period) if period else None

    return Reading(place, grain, outer.fixed)


def nth(number: int, grain: str, outer: Reading) -> Reading:
    """The second week of October, the third last day of May; `number` counts from the end where negative."""

    def choose(period: Period) -> Period | None:
        if grain == "week":
            return calendar.pick(calendar.weeks_in(period), number)
        parts: list[Period] = []
        part = calendar.around(period.first, grain)
        while part.last <= period.last and len(parts) < 400:
            parts.append(part)
            part = calendar.around(part.last + ONE_DAY, grain)
        return calendar.pick(parts, number)

    return inside(outer, choose, grain)


def nth_monday_week(number: int, outer: Reading) -> Reading:
    """The nth week of a period that begins in it."""

    def choose(period: Period) -> Period | None:
        monday = calendar.pick(calendar.weekdays_in(period, 0), number)
        return calendar.around(monday.first, "week") if monday else None

    return inside(outer, choose, "week")


def season(first: str, last: str, offset: int = 0) -> Reading:
    """The present or next season of a name (two texts month-day), years further on by `offset`."""

    def place(anchor: datetime.date) -> Period | None:
        (m1, d1), (m2, d2) = ([int(field) for field in bound.split("-")] for bound in (first, last))
        year = anchor.year - ((anchor.month, anchor.day) <= (m2, d2) and m2 < m1)
        end_year = year + (m2 < m1)
        late = datetime.date(end_year, m2, d2) < anchor
        year += late + offset
        return Period(datetime.date(year, m1, d1), datetime.date(year + (m2 < m1), m2, d2), "season")

    return Reading(place, "season", fixed=False)


def season_of(first: str, last: str, year: int) -> Reading | None:
    """The season of a year."""
    (m1, d1), (m2, d2) = ([int(field) for field in bound.split("-")] for bound in (first, last))
    if not 1 <= year < 9000:
        return None
    return fixed(Period(datetime.date(year, m1, d1), datetime.date(year + (m2 < m1), m2, d2), "season"))


def until_now(grain: str) -> Reading:
    """From the beginning of the present year or month to today."""
    return Reading(lambda anchor: Period(calendar.around(anchor, grain).first, anchor, "run"), "run")


def season_now(seasons: Sequence[tuple[str, str]], offset: int = 0) -> Reading:
    """The present season, or one further on."""

    def place(anchor: datetime.date) -> Period | None:
        near = [found for bounds in seasons if (found := season(*bounds).place(anchor))]
        now = min(near, key=lambda found: found.last)
        if not offset:
            return now
        step = 1 if offset > 0 else -1
        day = now.last + 9 * ONE_DAY if offset > 0 else now.first - 9 * ONE_DAY
        return season_now(seasons, offset - step).place(day)

    return Reading(place, "season")


def nth_weekday(number: int, weekday: int, outer: Reading) -> Reading:
    """The first Monday of a period."""
    return inside(outer, lambda period: calendar.pick(calendar.weekdays_in(period, weekday), number), "day")


def last_of(count: int, grain: str, outer: Reading) -> Reading:
    """The last so many days, weeks or months of a period, the first ones where negative."""

    def choose(period: Period) -> Period | None:
        if grain == "week":
            weeks = calendar.weeks_in(period)
            chosen = weeks[-count:] if count > 0 else weeks[:-count]
            return Period(chosen[0].first, chosen[-1].last, "run") if chosen else None
        if count < 0:
            return Period(period.first, calendar.shift(period.first, grain, -count) - ONE_DAY, "run")
        return Period(calendar.shift(period.last + ONE_DAY, grain, -count), period.last, "run")

    return inside(outer, choose)


def part_of(bounds: Any, outer: Reading) -> Reading:
    """A part of a year (two texts month-day), of a month (two days) or of a week (two weekdays)."""

    def choose(period: Period) -> Period | None:
        low, high = bounds
        year, month = period.first.year, period.first.month
        if outer.grain == "week":
            return Period(period.first + low * ONE_DAY, period.first + high * ONE_DAY, "run")
        if outer.grain == "month":
            last = period.last.day
            return Period(datetime.date(year, month, low), datetime.date(year, month, min(high, last)), "run")
        first, end = ([int(field) for field in bound.split("-")] for bound in (low, high))
        stop = calendar.month_of(year, end[0])
        if stop is None:
            return None
        whole = first[1] == 1 and (end[0] - first[0] == 0) and end[1] == stop.last.day
        last_day = min(end[1] if end != [2, 28] else stop.last.day, stop.last.day)
        return Period(
            datetime.date(year, first[0], first[1]), datetime.date(year, end[0], last_day), "month" if whole else "run"
        )

    return inside(outer, choose)


def between(one: Reading, other: Reading, *, whole: bool = False) -> Reading:
    """From one to another: a year said with one of them holds for both, else the second follows the first.

    It ends with the first day of a period larger than the one it begins with, if not `whole`.
    """

    def place(anchor: datetime.date) -> Period | None:
        end = other.place(anchor)
        start = one.place(anchor)
        if start is None or end is None:
            return None
        if not (one.fixed or other.fixed) and start.first > anchor:
            # a stretch that has begun goes before one that lies ahead
            before = one.place(calendar.shift(anchor, "year", -1))
            after = other.place(before.first) if before else None
            if before and after and before.first <= anchor <= after.last:
                start = before
        if other.fixed and not one.fixed:
            for year in (end.first.year, end.first.year - 1):
                start = one.place(datetime.date(year, 1, 1)) or start
                if start.first <= end.first:
                    break
        elif not other.fixed:
            end = other.place(start.first) or end
            if end.last < start.first:
                end = other.place(calendar.shift(start.first, "year", 1)) or end
        if start.first > end.last:
            return None
        coarse = one.grain in GRAINS and other.grain in GRAINS and GRAINS.index(other.grain) > GRAINS.index(one.grain)
        return Period(start.first, end.first if coarse and not whole else end.last, "run")

    return Reading(place, "run", one.fixed or other.fixed)


def feast(date_in: Callable[[int], datetime.date | None], offset: int | None = None) -> Reading:
    """The next holiday of a name (offset 0: this year's next or last one by its sign)."""

    def place(anchor: datetime.date) -> Period | None:
        years = range(anchor.year - 1, anchor.year + 9)
        days = [day for year in years if (day := date_in(year))]
        if offset is not None and offset < 0:
            return calendar.a_day(max(day for day in days if day < anchor))
        return calendar.a_day(min(day for day in days if day >= anchor))

    return Reading(place, "day", fixed=False)


def between_years(one: int, other: int) -> Reading | None:
    """From one year to another."""
    start, end = fixed(calendar.year_of(one)), fixed(calendar.year_of(other))
    return between(start, end) if start and end and one < other else None
