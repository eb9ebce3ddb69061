"""Periods of the calendar in ISO 8601: days, months, years and intervals."""

from __future__ import annotations

import calendar
import datetime


def day(year: int, month: int, number: int) -> str | None:
    """The ISO date, None where there is no such day."""
    try:
        return datetime.date(year, month, number).isoformat()
    except ValueError:
        return None


def month(year: int, number: int) -> str:
    """The ISO month; months outside 1–12 run over into other years.

    >>> month(2022, 0), month(2021, 13)
    ('2021-12', '2022-01')
    """
    year, number = year + (number - 1) // 12, (number - 1) % 12 + 1
    return f"{year:04d}-{number:02d}"


def months(year: int, first: int, last: int) -> str:
    """The interval of whole months; `last` before `first` is in the next year.

    >>> months(2021, 7, 9)
    '2021-07-01/2021-09-30'
    """
    end_year = year + (last < first)
    return f"{year:04d}-{first:02d}-01/{end_year:04d}-{last:02d}-{calendar.monthrange(end_year, last)[1]:02d}"


def quarter(year: int, number: int) -> str:
    """The interval of a quarter; numbers outside 1–4 run over into other years."""
    year, number = year + (number - 1) // 4, (number - 1) % 4 + 1
    return months(year, 3 * number - 2, 3 * number)


def months_until(last: str, count: int) -> str:
    """The whole months up to a day.

    >>> months_until("2023-03-31", 12)
    '2022-04-01/2023-03-31'
    """
    first = int(last[:4]) * 12 + int(last[5:7]) - count
    return f"{month(first // 12, first % 12 + 1)}-01/{last}"


def is_quarter(iso: str) -> bool:
    """Whether an interval is a quarter of a year.

    >>> is_quarter("2021-07-01/2021-09-30"), is_quarter("2021-01-01/2021-06-30")
    (True, False)
    """
    return len(iso) == 21 and iso == quarter(int(iso[:4]), (int(iso[5:7]) + 2) // 3)


def half(year: int, number: int) -> str:
    """The interval of a half-year."""
    return months(year, 1, 6) if number == 1 else months(year, 7, 12)


def month_end(year: int, number: int) -> str:
    """The last day of a month."""
    year, number = year + (number - 1) // 12, (number - 1) % 12 + 1
    return f"{year:04d}-{number:02d}-{calendar.monthrange(year, number)[1]:02d}"


def week(day_in_it: datetime.date, offset: int = 0) -> str:
    """The Monday/Sunday interval of a week."""
    monday = day_in_it - datetime.timedelta(days=day_in_it.weekday()) + datetime.timedelta(weeks=offset)
    return f"{monday.isoformat()}/{(monday + datetime.timedelta(days=6)).isoformat()}"


def weekend(day_in_week: datetime.date, offset: int = 0) -> str:
    """The Saturday/Sunday interval of a week."""
    saturday = day_in_week + datetime.timedelta(days=5 - day_in_week.weekday(), weeks=offset)
    return f"{saturday.isoformat()}/{(saturday + datetime.timedelta(days=1)).isoformat()}"


def shift_month(anchor: datetime.date, offset: int) -> tuple[int, int]:
    """Year and month, `offset` months from the anchor."""
    index = anchor.year * 12 + anchor.month - 1 + offset
    return index // 12, index % 12 + 1


def year_before(iso: str | None) -> str | None:
    """The same period one year earlier.

    >>> year_before("2021-07-01/2021-09-30")
    '2020-07-01/2020-09-30'
    """
    if iso is None:
        return None
    parts = []
    for part in iso.split("/"):
        earlier = f"{int(part[:4]) - 1:04d}{part[4:]}"
        parts.append(earlier[:-2] + "28" if earlier.endswith("02-29") else earlier)
    return "/".join(parts)


def in_year(iso: str | None, year: int) -> str | None:
    """The same period of another year.

    >>> in_year("2022-07-01/2022-09-30", 2019)
    '2019-07-01/2019-09-30'
    """
    if iso is None:
        return None
    shift = year - int(iso[:4])
    parts = (f"{int(part[:4]) + shift:04d}{part[4:]}" for part in iso.split("/"))
    return "/".join(part[:-2] + "28" if part.endswith("02-29") else part for part in parts)


def period_end(iso: str | None) -> datetime.date | None:
    """The last day of a period."""
    if iso is None:
        return None
    last = iso.split("/")[-1]
    fields = [int(field) for field in last.split("-")]
    if len(fields) == 1:
        return datetime.date(fields[0], 12, 31)
    if len(fields) == 2:
        return datetime.date(fields[0], fields[1], calendar.monthrange(fields[0], fields[1])[1])
    return datetime.date(fields[0], fields[1], fields[2])
