"""The day of writing of a text without a date: the latest day that it tells of."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Sequence

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
    "zh_fuzzy",
}

Resolve = Callable[[str, "re.Match[str]", Said, str], "str | None"]


def day_of_writing(
    told: Sequence[re.Match[str]], resolve: Resolve, year: int | None
) -> tuple[datetime.date | None, bool]:
    """The latest day told, bare days being of the latest year; without days the end of the latest period.

    `told` are the dates that do not look ahead, `year` is the year that is known otherwise. A text
    that looks back on last week, and not on this one, is of the week after the last day it tells of.
    The second value says whether the day is only the end of a period.
    """
    written: list[str] = []
    bare: list[re.Match[str]] = []
    for match in told:
        name = match.lastgroup or ""
        iso = resolve(name, match, Said(None), "") if name in _ABSOLUTE else None
        if iso:
            written.append(iso)
        elif name in _DAYS:
            bare.append(match)
    days = [iso for iso in written if len(iso) == 10]
    latest = year if year is not None else max((int(iso[:4]) for iso in days or written), default=None)
    if latest is None:
        return None, False
    days += [
        iso
        for match in bare
        if (iso := resolve(match.lastgroup or "", match, Said(None, ground=latest, year=latest), ""))
    ]
    if days:
        return datetime.date.fromisoformat(max(days)) + datetime.timedelta(days=7 * _looks_back(told)), False
    ends = [end for iso in written if (end := periods.period_end(iso))] if year is None else []
    return max(ends, default=None), bool(ends)


def _looks_back(told: Sequence[re.Match[str]]) -> bool:
    weeks = {match["zw_r"] for match in told if match.lastgroup == "zh_rel_week" and not match["zw_d"]}
    return bool(weeks & {"上周", "上星期", "上个星期"}) and not any(word.startswith(("本", "这")) for word in weeks)
