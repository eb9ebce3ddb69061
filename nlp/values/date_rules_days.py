"""Days in single English expressions: in digits, as day and month, with a weekday."""

from __future__ import annotations

import datetime

from nlp.values import calendar_arithmetic as calendar
from nlp.values import date_readings as read
from nlp.values.chart import Rule, rule
from nlp.values.date_readings import Reading

_OF = "(?:of|in)?"
_SEP = "[-/]?"


def numeric_rules() -> list[Rule]:
    """Days and months in digits; the month stands first."""

    def ymd(year: str, month: str, day: str) -> Reading | None:
        return read.fixed(calendar.day_of(int(year), int(month), int(day)))

    def mdy(month: str, day: str, year: str) -> Reading | None:
        one, two, full = int(month), int(day), read.short_year(int(year))
        return read.fixed(calendar.day_of(full, one, two) or calendar.day_of(full, two, one))

    def month_first(month: str, day: str) -> Reading | None:
        return read.month_day(int(month), int(day)) or read.month_day(int(day), int(month))

    def year_month(year: str, month: str) -> Reading | None:
        return read.fixed(calendar.month_of(int(year), int(month)))

    return [
        rule("date", r"(\d{4})\s?[-/.]\s?(\d{1,2})\s?[-/.]\s?(\d{1,2})(?!\d)", ymd),
        rule("date", r"(\d{4})\s(\d{1,2})\s(\d{1,2})(?!\d)", ymd),
        rule("date", r"((?:19|20)\d\d)([01]\d)([0-3]\d)", ymd),
        rule("date", r"(?<![\d/.])(\d{1,2})\s?[-/.]\s?(\d{1,2})\s?[-/.,]\s?(\d{4}|\d\d)(?!\d)", mdy),
        rule("date", r"(?<![\d/.$])(\d{1,2})\s?[-/.]\s?(\d{1,2})(?![\d/.]|-\d{4}|%)", month_first),
        rule("d", r"(?<![\d/.])(\d{4})\s?[-/.]\s?(\d{1,2})(?![\d/.])", year_month),
        rule("d", r"(?<![\d/.])(\d{1,2})\s?[-/]\s?(\d{4})(?![\d/])", lambda month, year: year_month(year, month)),
    ]


def day_rules() -> list[Rule]:
    """Days by month and number, weekdays."""

    def dated(year: int, month: int, day: int) -> Reading | None:
        return read.fixed(calendar.day_of(year, month, day))

    return [
        rule("date", f"<m> {_SEP} <dm>", read.month_day),
        rule("date", f"<dm> {_SEP} (?:day)? {_OF} <m>", lambda day, month: read.month_day(month, day)),
        rule("date", f"<m> {_SEP} <dm> {_SEP} {_OF} <y>", lambda m, d, y: dated(y, m, d)),
        rule("date", f"<dm> {_SEP} {_OF} <m> {_SEP} {_OF} <y>", lambda d, m, y: dated(y, m, d)),
        rule("date", "<m> <dm> <yy>", lambda m, d, y: dated(y, m, d)),
        rule("date", f"<dm> {_OF} <m> {_OF} <yy>", lambda d, m, y: dated(y, m, d)),
        rule("date", f"<y> {_SEP} <m> {_SEP} <dm>", dated),
        rule("date", "<m> [-/] <y> [-/] <dm>", lambda m, y, d: dated(y, m, d)),
        rule("date", "<date> <y>", _in_year),
        rule("date", "<w> (?:the)? <date>", read.weekday_date),
        rule("date", "<date> <w>", lambda date, w: read.weekday_date(w, date)),
        rule("date", "<rel> <w> (?:the)? <date>", lambda _, __, date: date),
        rule("d", "<date>", lambda date: date),
        rule("d", "<w>", read.weekday_ahead),
        rule("d", "<w> (?:the)? <dm>", read.weekday_and_day),
        rule("d", r"(?:on|for)? the <dm> (?![-/.]\d)", read.month_day_alone),
        rule("d", r"on <dm> (?![-/.]\d)", read.month_day_alone),
        rule("d", "<o>", read.month_day_alone),
    ]


def _in_year(date: Reading, year: int) -> Reading | None:
    """A day without a year, put into one."""
    if date.fixed or not 1 <= year <= 9000:
        return None
    return read.fixed(date.place(datetime.date(year, 1, 1)))
