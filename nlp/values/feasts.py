"""Holidays in single date expressions: days of the year, nth weekdays of a month, days counted from Easter."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Any

from nlp.values import calendar_arithmetic as calendar
from nlp.values import date_readings as read
from nlp.values.calendar_arithmetic import ONE_DAY, Period
from nlp.values.chart import Rule, constant, rule, spaced
from nlp.values.date_readings import Reading

DateIn = Callable[[int], datetime.date | None]


def feast_rules(words: Mapping[str, Any], *, of: str) -> list[Rule]:
    """The rules of the holidays of a table; `of` may stand between a holiday and its year."""

    def in_year(date_in: DateIn, year: int) -> Reading | None:
        day = date_in(year) if 1 <= year < 9000 else None
        return read.fixed(calendar.a_day(day)) if day else None

    def inside(date_in: DateIn, outer: Reading) -> Reading | None:
        if outer.grain != "year":
            return None

        def choose(period: Period) -> Period | None:
            day = date_in(period.first.year)
            return calendar.a_day(day) if day else None

        return read.inside(outer, choose, "day")

    return [
        *_names(words),
        rule("d", "<feast>", read.feast),
        rule("d", "(?:the)? <rel> <feast>", lambda offset, date_in: read.feast(date_in, offset)),
        rule("d", f"<feast> {of} <y>", in_year),
        rule("d", "<y> <feast>", lambda year, date_in: in_year(date_in, year)),
        rule("d", f"<feast> {of} <d>", inside),
        rule("d", "<d> 的? <feast>", lambda outer, date_in: inside(date_in, outer)),
        rule("d", "<d> weekend", _long_weekend),
        rule("d", "weekend of <d>", _long_weekend),
    ]


def _names(words: Mapping[str, Any]) -> Iterator[Rule]:
    def named(surface: str, date_in: DateIn) -> Rule:
        return rule("feast", f"(?:{spaced(surface)})", constant(date_in))

    for written, surface in words["feasts"].items():
        month, day = (int(field) for field in written.split("-"))
        yield named(surface, partial(_on_day, month, day))
    for surface, (month, weekday, number, *days) in words["moving"].items():
        yield named(surface, partial(_nth_of_month, month, weekday, number, sum(days)))
    for surface, days in words["easter"].items():
        yield named(surface, partial(_from_easter, days))


def _on_day(month: int, day: int, year: int) -> datetime.date:
    return datetime.date(year, month, day)


def _from_easter(days: int, year: int) -> datetime.date:
    return calendar.easter(year) + days * ONE_DAY


def _nth_of_month(month: int, weekday: int, number: int, days: int, year: int) -> datetime.date | None:
    outer = calendar.month_of(year, month)
    found = calendar.pick(calendar.weekdays_in(outer, weekday), number) if outer else None
    return found.first + days * ONE_DAY if found else None


def _long_weekend(date: Reading) -> Reading | None:
    """The weekend that a holiday makes longer: from Saturday to a Monday, from a Thursday to Sunday."""
    if date.grain != "day":
        return None

    def choose(period: Period) -> Period | None:
        day = period.first
        if day.weekday() < 2:
            return Period(day - (day.weekday() + 2) * ONE_DAY, day, "run")
        return Period(day, day + (6 - day.weekday()) * ONE_DAY, "run") if day.weekday() > 2 else None

    return read.inside(date, choose)
