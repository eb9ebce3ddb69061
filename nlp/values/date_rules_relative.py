"""What is counted from today or from another date, in single English expressions."""

from __future__ import annotations

import datetime
from collections.abc import Mapping

from nlp.values import calendar_arithmetic as calendar
from nlp.values import date_readings as read
from nlp.values.calendar_arithmetic import ONE_DAY, Period
from nlp.values.chart import Rule, rule
from nlp.values.date_readings import Reading

_OF = "(?:of|in)?"
_THE = "(?:the)?"


def relative_rules() -> list[Rule]:
    """Last week, the next three months, Tuesday of next week."""

    def whole(unit: str) -> Reading | None:
        return read.relative(unit, 0) if unit in ("week", "weekend", "month", "year", "quarter") else None

    def weekday_in(weekday: int, outer: Reading) -> Reading | None:
        return read.nth_weekday(1, weekday, outer) if outer.grain == "week" else None

    def counted(offset: int, count: int, unit: str) -> Reading | None:
        return read.run(unit, count * offset) if offset and 0 < count < 200 else None

    def numbered_week(number: int) -> Reading:
        return Reading(
            lambda anchor: (
                calendar.pick(calendar.weeks_in(calendar.around(anchor, "year")), number)
                if number > 1 or anchor.month < 7
                else calendar.weeks_in(calendar.moved(anchor, "year", 1))[0]
            ),
            "week",
        )

    def week_of(date: Reading) -> Reading:
        return read.inside(date, lambda period: calendar.around(period.first, "week"), "week")

    return [
        rule("d", f"{_THE} <rel> <u>", lambda offset, unit: read.relative(unit, offset)),
        rule("d", "(?:this)? past <w>", lambda w: read.weekday_ahead(w, -1)),
        rule("d", f"{_THE} <rel> <w>", lambda offset, w: read.weekday_of_week(w, offset)),
        rule("d", f"{_THE} <rel> <n> <u>", counted),
        rule("d", f"{_THE} <n> (?:upcoming|coming) <u>", lambda n, unit: counted(1, n, unit)),
        rule("d", "(?:the|my|all|whole) <u>", whole),
        rule("d", f"{_THE} <u> after {_THE} next", lambda unit: read.relative(unit, 2)),
        rule("d", f"{_THE} <u> before last", lambda unit: read.relative(unit, -2)),
        rule("d", "<w> after next", lambda w: read.weekday_ahead(w, 2)),
        rule("d", "(?:the)? week <n>", numbered_week),
        rule(
            "d", "(?:the)? week <n> (?:of|in)? <d>", lambda n, d: read.nth(n, "week", d) if d.grain == "year" else None
        ),
        rule("d", r"(?:(?:the\s)?week\s(?:of|commencing|starting|beginning)|w/c) (?:on|from)? <d>", week_of),
        rule("d", "(?:on)? <w> (?:of|on|in|from)? <d>", weekday_in),
        rule("d", "<d> (?:on|'s)? <w>", lambda d, w: weekday_in(w, d)),
        rule("d", "<dm> (?:day)? of <d>", lambda n, d: read.nth(n, "day", d) if d.grain == "month" else None),
        rule("d", "<n> <w> (?:from\\snow|hence)", lambda n, w: read.weekday_ahead(w, n) if n else None),
        rule("d", "<n> <w> (?:ago|back)", lambda n, w: read.weekday_ahead(w, -n) if n else None),
    ]


def nth_rules() -> list[Rule]:
    """The second week of October, the first Monday of last month."""
    this_month = read.relative("month", 0)

    def unit_in(number: int, unit: str, outer: Reading) -> Reading | None:
        large = outer.grain in ("month", "quarter", "half", "year", "decade")
        return read.nth(number, unit, outer) if large and unit in ("day", "week", "month", "quarter") else None

    def weekday_in(number: int, weekday: int, outer: Reading) -> Reading | None:
        return read.nth_weekday(number, weekday, outer) if outer.grain in ("month", "quarter", "year") else None

    def some(count: int, unit: str, outer: Reading) -> Reading | None:
        return read.last_of(count, unit, outer) if outer.grain in ("month", "quarter", "year", "decade") else None

    return [
        rule("d", f"{_THE} <o> <u> {_OF} <d>", unit_in),
        rule("d", f"{_THE} last <u> (?:of|in) <d>", lambda unit, d: unit_in(-1, unit, d)),
        rule("d", f"{_THE} <o> last <u> (?:of|in) <d>", lambda n, unit, d: unit_in(-n, unit, d)),
        rule("d", f"{_THE} <o> <w> (?:of|in) <d>", weekday_in),
        rule("d", f"{_THE} last <w> (?:of|in) <d>", lambda w, d: weekday_in(-1, w, d)),
        rule("d", "<o> <w>", lambda n, w: read.nth_weekday(n, w, this_month)),
        rule("d", f"{_THE} last <n> <u> (?:of|in) <d>", some),
        rule("d", f"{_THE} first <n> <u> (?:of|in) <d>", lambda n, unit, d: some(-n, unit, d)),
    ]


def duration_rules() -> list[Rule]:
    """Two weeks ago, three days after Easter, for 3 days from Monday."""

    def joined(one: Mapping[str, int], other: Mapping[str, int]) -> Mapping[str, int] | None:
        return {**one, **other} if not set(one) & set(other) else None

    def ahead(duration: Mapping[str, int], base: Reading | None = None) -> Reading:
        return read.shifted_by(duration, 1, base)

    def within(duration: Mapping[str, int], start: int = 0) -> Reading:
        def place(anchor: datetime.date) -> Period | None:
            end = ahead(duration).place(anchor)
            return Period(anchor + start * ONE_DAY, end.first, "run") if end else None

        return Reading(place, "run")

    return [
        rule("dur", "an? <u>", lambda unit: {unit: 1} if unit != "weekend" else None),
        rule("dur", "half an? year", lambda: {"month": 6}),
        rule("away", "(?:the)? day after <d>", lambda d: read.shifted_by({"day": 1}, 1, d)),
        rule("away", "(?:the)? day before <d>", lambda d: read.shifted_by({"day": 1}, -1, d)),
        rule("dur", "<n> <u>", lambda n, unit: {unit: n} if unit != "weekend" else None),
        rule("dur", "<n> (?:business|working|week) days?", lambda n: {"working": n}),
        rule("dur", "<dur> (?:and)? <dur>", joined),
        rule("away", "<dur> (?:ago|back|earlier)", lambda dur: read.shifted_by(dur, -1)),
        rule("away", "(?:in|after) <dur>", ahead),
        rule("away", r"<dur> (?:from\s(?:now|today)|hence|later|away)", ahead),
        rule("away", "(?:in)? <dur> (?:after|from|since) <d>", ahead),
        rule("away", "<dur> before <d>", lambda dur, d: read.shifted_by(dur, -1, d)),
        rule("d", "<away>", lambda away: away),
        rule("d", "<w> <away>", lambda w, away: read.weekday_near(w, away, before=True)),
        rule("d", "<away> on <w>", lambda away, w: read.weekday_near(w, away, before=False)),
        rule("d", r"within (?:the)? (?:next)? <dur>", within),
        rule("d", r"<dur> in the future", lambda dur: within(dur, 1)),
        rule("d", "(?:for)? <dur> starting (?:from|on|at)? <d>", read.lasting),
        rule("d", "for <dur> from <d>", read.lasting),
    ]
