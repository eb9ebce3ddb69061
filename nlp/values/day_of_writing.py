"""The day of writing of a text without a date: the latest day that it tells of."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Sequence
from typing import NamedTuple

from nlp.text.lazy import lazy_pattern
from nlp.values import calendar_periods as periods
from nlp.values.date_memory import Said

_DAYS = frozenset(("zh_full", "en_full", "en_full_dmy"))
FULL_DAYS = _DAYS | {"iso", "slash"}
"""Forms of a day that may carry its year."""
# parts of a year that figures are told of
_PERIODS = frozenset(
    ("zh_quarter", "zh_half", "zh_first", "zh_months", "zh_year_quarter", "en_quarter", "en_half", "en_fiscal")
)
# forms that may be placed without the day of writing
_ABSOLUTE = (
    FULL_DAYS | _PERIODS | {"zh_month", "zh_yonly", "en_month_year", "en_year", "zh_fuzzy", "en_fuzzy", "en_months_to"}
)

Resolve = Callable[[str, "re.Match[str]", Said, str], "str | None"]


# a year up to which something is planned: 到2030年, 2030年前, 2030年有望
_UNTIL, _BEFORE = (
    lazy_pattern(r"[到至]\s?$"),
    lazy_pattern(r"[底末]?之?前|[底末初]?,?\s?(?:有望|预计|预期|计划|拟|或将?|目标)"),
)
# what is told of later years is no news: 2140年
_LAST_YEAR = 2040
_LONG_AFTER = datetime.timedelta(days=366)
# days between a bare day and the full date behind it that may be of one story
_ONE_STORY = 45


class Writing(NamedTuple):
    """What a text without a date tells of the day of its writing."""

    day: datetime.date | None = None
    certain: bool = False
    """Whether a day tells it."""
    at: int = 0
    """From where on it holds: a year that is first told of something past says nothing of bare months before it."""
    reported: bool = False
    """Whether the year is that of a period reported, or of a day: "this year" is that one."""


def day_of_writing(told: Sequence[re.Match[str]], resolve: Resolve, year: int | None) -> Writing:
    """The day of writing: the latest day told, bare days being of the latest year; without days the end of the latest period.

    `told` are the dates that neither look ahead nor far back, `year` is the year that is known
    otherwise. A text that looks back on last week, and not on this one, is of the week after the
    last day it tells of.
    """
    written: list[tuple[str, re.Match[str]]] = []
    days: list[str] = []
    bare: list[re.Match[str]] = []
    for match in told:
        name = match.lastgroup or ""
        iso = resolve(name, match, Said(None), "") if name in _ABSOLUTE and not _is_goal(match) else None
        if iso and int(iso[:4]) <= _LAST_YEAR:
            written.append((iso, match))
            if len(iso) == 10 and name in FULL_DAYS:
                days.append(iso)
        elif name in _DAYS:
            bare.append(match)
    if days and max(_begin(iso) for iso, _ in written) > datetime.date.fromisoformat(max(days)) + _LONG_AFTER:
        days = []  # what the text tells of periods is later by far: the days are of history
    latest = year if year is not None else max((int(iso[:4]) for iso in days or map(_iso, written)), default=None)
    if latest is None:
        return Writing()
    of_it = [(iso, match) for iso, match in written if int(iso[:4]) == latest]
    reported = year is not None or any(match.lastgroup in _PERIODS for _, match in of_it)
    first = 0 if reported else min((match.start() for _, match in of_it), default=0)
    bare_days = [
        (iso, match.start())
        for match in bare
        if (iso := resolve(match.lastgroup or "", match, Said(None, ground=latest, year=latest), ""))
    ]
    near = [iso for iso, at in bare_days if at > first or _is_near(iso, days)]
    if days or near:
        day = datetime.date.fromisoformat(max(days + near)) + datetime.timedelta(days=7 * _looks_back(told))
        return Writing(day, certain=True, at=0 if near or not bare_days else first, reported=True)
    ends = [end for iso, _ in written if (end := periods.period_end(iso))] if year is None else []
    return Writing(max(ends, default=None), at=first, reported=reported)


def first_to_come(goals: Sequence[re.Match[str]], resolve: Resolve) -> datetime.date | None:
    """When the first begins of what a text tells as still to come; years alone are too long for it."""
    told = [
        iso
        for match in goals
        if (match.lastgroup or "") in _ABSOLUTE and (iso := resolve(match.lastgroup or "", match, Said(None), ""))
    ]
    return min((_begin(iso) for iso in told if len(iso) > 4), default=None)


def _begin(iso: str) -> datetime.date:
    """The first day of a day, a period, a month or a year."""
    return datetime.date.fromisoformat(iso[:10] if len(iso) >= 10 else f"{iso}-01-01"[:10])


def _iso(told: tuple[str, re.Match[str]]) -> str:
    return told[0]


def _is_near(iso: str, days: Sequence[str]) -> bool:
    """Whether a bare day is within weeks of a day told with its year."""
    day = datetime.date.fromisoformat(iso)
    return any(abs((day - datetime.date.fromisoformat(other)).days) <= _ONE_STORY for other in days)


def _is_goal(match: re.Match[str]) -> bool:
    """Whether a year is the end of a plan."""
    if match.lastgroup not in ("zh_yonly", "zh_fuzzy"):
        return False
    text, start = match.string, match.start()
    return bool(_UNTIL.search(text, max(0, start - 2), start) or _BEFORE.match(text, match.end()))


def _looks_back(told: Sequence[re.Match[str]]) -> bool:
    weeks = {match["zw_r"] for match in told if match.lastgroup == "zh_rel_week" and not match["zw_d"]}
    return bool(weeks & {"上周", "上星期", "上个星期"}) and not any(word.startswith(("本", "这")) for word in weeks)
