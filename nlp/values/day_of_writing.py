"""The day of writing of a text without a date: the latest day that it tells of."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Sequence

from nlp.text.lazy import lazy_pattern
from nlp.values import calendar_periods as periods
from nlp.values.date_memory import Said

_DAYS = frozenset(("zh_full", "en_full", "en_full_dmy"))
FULL_DAYS = _DAYS | {"iso", "slash"}
"""Forms of a day that may carry its year."""
# forms that may be placed without the day of writing
_ABSOLUTE = FULL_DAYS | {
    "zh_month",
    "zh_yonly",
    "en_month_year",
    "en_quarter",
    "en_half",
    "en_year",
    "en_fiscal",
    "zh_fuzzy",
}

Resolve = Callable[[str, "re.Match[str]", Said, str], "str | None"]


# a year up to which something is planned: 到2030年, 2030年前
_UNTIL, _BEFORE = lazy_pattern(r"[到至]\s?$"), lazy_pattern(r"[底末]?之?前")


def day_of_writing(
    told: Sequence[re.Match[str]], resolve: Resolve, year: int | None
) -> tuple[datetime.date | None, bool]:
    """The day of writing and whether a day tells it: the latest day told, bare days being of the latest year; without days the end of the latest period.

    `told` are the dates that do not look ahead, `year` is the year that is known otherwise. A text
    that looks back on last week, and not on this one, is of the week after the last day it tells of.
    """
    written: list[str] = []
    days: list[str] = []
    bare: list[re.Match[str]] = []
    for match in told:
        name = match.lastgroup or ""
        iso = resolve(name, match, Said(None), "") if name in _ABSOLUTE and not _is_goal(match) else None
        if iso:
            written.append(iso)
            if len(iso) == 10 and name in FULL_DAYS:
                days.append(iso)
        elif name in _DAYS:
            bare.append(match)
    latest = year if year is not None else max((int(iso[:4]) for iso in days or written), default=None)
    if latest is None:
        return None, False
    days += [
        iso
        for match in bare
        if (iso := resolve(match.lastgroup or "", match, Said(None, ground=latest, year=latest), ""))
    ]
    if days:
        return datetime.date.fromisoformat(max(days)) + datetime.timedelta(days=7 * _looks_back(told)), True
    ends = [end for iso in written if (end := periods.period_end(iso))] if year is None else []
    return max(ends, default=None), False


def _is_goal(match: re.Match[str]) -> bool:
    """Whether a year is the end of a plan."""
    if match.lastgroup not in ("zh_yonly", "zh_fuzzy"):
        return False
    text, start = match.string, match.start()
    return bool(_UNTIL.search(text, max(0, start - 2), start) or _BEFORE.match(text, match.end()))


def _looks_back(told: Sequence[re.Match[str]]) -> bool:
    weeks = {match["zw_r"] for match in told if match.lastgroup == "zh_rel_week" and not match["zw_d"]}
    return bool(weeks & {"上周", "上星期", "上个星期"}) and not any(word.startswith(("本", "这")) for word in weeks)
