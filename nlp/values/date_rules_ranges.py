"""Stretches from one date to another, in single English expressions."""

from __future__ import annotations

import datetime

from nlp.values import calendar_arithmetic as calendar
from nlp.values import date_readings as read
from nlp.values.calendar_arithmetic import ONE_DAY, Period
from nlp.values.chart import Rule, rule
from nlp.values.date_readings import Reading

_TO = r"(?:to|-|–|—|~|through|thru|till?|until)"


def range_rules() -> list[Rule]:
    """From 2 to 7 Feb, between May and 2018."""

    def same_month(day: int, end: Reading) -> Reading | None:
        if end.grain != "day":
            return None

        def place(anchor: datetime.date) -> Period | None:
            last = end.place(anchor)
            first = calendar.day_of(last.first.year, last.first.month, day) if last else None
            return Period(first.first, last.first, "run") if first and last and first.first < last.first else None

        return Reading(place, "run", end.fixed)

    def to_day(start: Reading, day: int) -> Reading | None:
        if start.grain != "day":
            return None

        def choose(period: Period) -> Period | None:
            last = calendar.day_of(period.first.year, period.first.month, day)
            return Period(period.first, last.first, "run") if last and last.first > period.first else None

        return read.inside(start, choose)

    def edges(one: tuple[str, Reading], other: tuple[str, Reading]) -> Reading:
        first = read.edge(*one, last=False)
        return read.between(first, read.edge(*other, last=True))

    def days_in(one: int, other: int, month: Reading) -> Reading | None:
        if month.grain != "month" or one >= other:
            return None
        return read.inside(
            month, lambda p: Period(p.first + (one - 1) * ONE_DAY, p.first + (other - 1) * ONE_DAY, "run")
        )

    return [
        rule("d", "(?:from|between) <edge> (?:to|and|until|till) <edge>", edges),
        rule("d", f"(?:from|between)? <dm> {_TO} <date>", same_month),
        rule("d", "between <dm> and <date>", same_month),
        rule("d", f"(?:from|between)? <date> {_TO} <dm>", to_day),
        rule("d", "between <date> and <dm>", to_day),
        rule("d", "(?:from|between)? <dm> (?:and|to|-|till|until) <dm> (?:of)? <d>", days_in),
        rule("d", "(?:from|between)? <m> (?:and|to|-|till|until) <d>", _months_to),
        rule("d", f"(?:from|in|during|between)? <d> {_TO} <d>", read.between),
        rule("d", "between <d> and <d>", read.between),
        rule("d", f"<d> (?:from)? <w> {_TO} <w>", _weekdays),
        rule("d", "between now and <d>", lambda d: read.between(read.relative("day", 0), d)),
    ]


def _months_to(month: int, end: Reading) -> Reading | None:
    return read.between(read.month_alone(month), end) if end.grain == "month" and end.fixed else None


def _weekdays(outer: Reading, one: int, other: int) -> Reading | None:
    if outer.grain != "week" or one >= other:
        return None
    return read.inside(outer, lambda week: Period(week.first + one * ONE_DAY, week.first + other * ONE_DAY, "run"))
