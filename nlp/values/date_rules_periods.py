"""Months, years and their parts in single English expressions."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from functools import partial
from typing import Any

from nlp.values import calendar_arithmetic as calendar
from nlp.values import date_readings as read
from nlp.values.calendar_arithmetic import ONE_DAY, Period
from nlp.values.chart import Rule, constant, rule, spaced
from nlp.values.date_readings import Reading

_OF = "(?:of|in)?"
_THE = "(?:the)?"
_SEP = "[-/]?"


def month_and_year_rules() -> list[Rule]:
    """Months, quarters, halves, years, decades, centuries."""

    def fixed_year(year: int) -> Reading | None:
        return read.fixed(calendar.year_of(year))

    def month_after_next(number: int) -> Reading:
        return read.inside(
            read.month_alone(number), lambda first: calendar.month_of(first.first.year + 1, number), "month"
        )

    return [
        rule("d", "<m>", read.month_alone),
        rule("d", f"<m> {_SEP} {_OF} <y>", _month),
        rule("d", r"<m> of '?(\d\d)", lambda m, y: _month(m, read.short_year(int(y)))),
        rule("d", f"<y> {_SEP} <m>", lambda y, m: _month(m, y)),
        rule("d", "(?:(?:the)?\\s?year)? (?:of)? <y>", fixed_year),
        rule("d", "year <longyear>", fixed_year),
        rule("d", "year <n>", lambda year: fixed_year(year) if year > 31 else None),
        rule("d", f"<m> {_OF} <d>", lambda m, d: _within(m, d, "month")),
        rule("d", "<rel> <m>", lambda offset, m: read.month_alone(m) if offset >= 0 else _last_month(m)),
        rule("d", "<m> after next", month_after_next),
        rule("d", rf"{_THE} (\d0|\d{{3}}0)\s?'?s", _decade),
        rule("d", f"{_THE} <o> century", _century),
        rule("edge", f"{_THE} (end|middle|start|beginning) of <d>", lambda name, d: (name, d)),
        *_part_of_year_rules(),
        rule("d", "during <d>", lambda d: d),
    ]


def _part_of_year_rules() -> list[Rule]:
    """Quarters and halves: Q3 2018, 18q4, second half of last year."""

    def quarter(number: int, year: int) -> Reading | None:
        return read.fixed(calendar.months_of(year, 3 * number - 2, 3, "quarter"))

    def half(number: int, year: int) -> Reading | None:
        return read.fixed(calendar.months_of(year, 6 * number - 5, 6, "half"))

    rules = [
        rule("q", r"q\s?([1-4])", int),
        rule("q", r"([1-4])q", int),
        rule("q", f"{_THE} <o> (?:quarter|qtr)", lambda n: n if 0 < n < 5 else None),
        rule("h", r"h\s?([12])", int),
        rule("h", r"([12])h", int),
        rule("h", f"{_THE} first half", lambda: 1),
        rule("h", f"{_THE} second half", lambda: 2),
        rule("d", r"'?(\d\d)\s?q\s?([1-4])", lambda y, n: quarter(int(n), read.short_year(int(y)))),
    ]
    for kind, grain, make in (("q", "quarter", quarter), ("h", "half", half)):
        rules += [
            rule("d", f"<{kind}> -? (?:of|in)? <d>", lambda n, d, g=grain: _within(n, d, g)),
            rule("d", f"<{kind}> -? {_OF} <yy>", make),
            rule("d", f"<y> [-/]? <{kind}>", lambda y, n, m=make: m(n, y)),
            rule("d", f"<{kind}>", lambda n, g=grain: read.nth(n, g, read.relative("year", 0))),
        ]
    return rules


def _month(number: int, year: int) -> Reading | None:
    return read.fixed(calendar.month_of(year, number))


def _within(number: int, outer: Reading, grain: str) -> Reading | None:
    return read.nth(number, grain, outer) if outer.grain == "year" else None


def _century(number: int) -> Reading | None:
    return read.fixed(calendar.months_of(number * 100 - 100, 1, 1200, "century")) if number > 1 else None


def _decade(year: str) -> Reading | None:
    return read.fixed(calendar.months_of(read.short_year(int(year)) // 10 * 10, 1, 120, "decade"))


def _last_month(month: int) -> Reading:
    return Reading(lambda anchor: calendar.month_of(anchor.year - (month >= anchor.month), month), "month")


def part_rules(words: Mapping[str, Any]) -> list[Rule]:
    """The beginning, middle and end of a period, what is left of it."""
    bounds = words["part_of"]
    rules = []

    def part(name: str, outer: Reading) -> Reading | None:
        return read.part_of(bounds[outer.grain][name], outer) if outer.grain in bounds else None

    for name, bound in words["relative_parts"].items():

        def relative_part(offset: int, unit: str, bound: Any = bound) -> Reading | None:
            return read.part_of(bound[unit], read.relative(unit, offset)) if unit in bound else None

        rules.append(rule("d", f"{name} <rel> <u>", relative_part))
    for name, surface in words["parts"].items():
        pattern = f"(?:{spaced(surface)})"
        rules += [
            rule("d", f"{pattern} -? <d>", lambda d, n=name: part(n, d)),
            rule(
                "d", f"{pattern} <u>", lambda unit, n=name: part(n, read.relative(unit, 0)) if unit in bounds else None
            ),
        ]
    for surface, (name, grain) in words["abbreviated"].items():
        rules.append(rule("d", rf"(?:at\s)?(?:the\s)?{surface}", constant(part(name, read.relative(grain, 0)))))

    def rest(unit: str) -> Reading | None:
        return _from_now(unit) if unit in ("week", "month", "quarter", "year") else None

    def before(unit: str) -> Reading:
        return Reading(lambda anchor: _until_yesterday(anchor, unit), "run")

    return [
        *rules,
        rule("d", r"(?:the)? rest (?:of)? (?:the|this|my)? (?:current)? <u>", rest),
        rule("d", r"(?:year[- ]to[- ]date|ytd)".replace(" ", r"\s"), lambda: read.until_now("year")),
        rule("d", r"(?:month[- ]to[- ]date|mtd)".replace(" ", r"\s"), lambda: read.until_now("month")),
        rule("d", "later this <u>", rest),
        rule("d", "earlier this <u>", before),
    ]


def _from_now(unit: str) -> Reading:
    return Reading(lambda anchor: Period(anchor, calendar.around(anchor, unit).last, "run"), "run")


def _until_yesterday(anchor: datetime.date, unit: str) -> Period | None:
    first = calendar.around(anchor, unit).first
    return Period(first, anchor - ONE_DAY, "run") if first < anchor else None


def season_rules(words: Mapping[str, Any]) -> list[Rule]:
    """The seasons by name, and the present one."""
    bounds = [(first, last) for first, last, _ in words["seasons"].values()]

    def now(offset: int) -> Reading:
        return read.season_now(bounds, offset)

    rules = [rule("d", "(?:the)? <rel> seasons?", now)]
    for first, last, surface in words["seasons"].values():
        this = read.season(first, last)
        years = {offset: read.season(first, last, offset) for offset in (-1, 0, 1)}
        rules += [
            rule("d", f"(?:the)? (?:{surface})", constant(this)),
            rule("d", f"<rel> (?:{surface})", years.get),
            rule("d", f"(?:the)? (?:{surface}) (?:of)? <y>", partial(read.season_of, first, last)),
        ]
    return rules
