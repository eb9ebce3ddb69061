"""The grammar of single Chinese date expressions, over folded text."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any

from nlp.values import calendar_arithmetic as calendar
from nlp.values import date_readings as read
from nlp.values.calendar_arithmetic import Period
from nlp.values.chart import Rule, constant, rule
from nlp.values.date_readings import Reading
from nlp.values.feasts import feast_rules

_TO = r"(?:到|至|-{1,2}|–|—{1,2}|~|和|与)"
_DIGITS = {char: value for value, char in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2, "○": 0}
_NUMBER = "[零〇一二两三四五六七八九十廿卅]{1,4}"


def chinese_rules(words: Mapping[str, Any]) -> list[Rule]:
    """The rules, words first."""
    return [
        *_word_rules(words),
        *_year_rules(words),
        *_month_rules(words),
        *_day_rules(),
        *_numeric_rules(),
        *_relative_rules(),
        *_nth_rules(),
        *_part_rules(words),
        *feast_rules(words, of="的?"),
        *_range_rules(),
    ]


def number_of(surface: str) -> int | None:
    """A number below a hundred: 十一, 廿, 二十三, 08.

    >>> number_of("十一"), number_of("廿三"), number_of("08")
    (11, 23, 8)
    """
    if surface.isdigit():
        return int(surface)
    surface = surface.replace("廿", "二十").replace("卅", "三十")
    tens, ten, ones = surface.partition("十")
    if not ten and len(surface) == 2 and surface[0] not in "零〇":
        # 两三 and 三五 are about as many
        return None
    if not ten:
        return int("".join(str(_DIGITS[char]) for char in surface)) if surface else None
    if len(tens) > 1 or len(ones) > 1 or "十" in ones:
        return None
    return (_DIGITS[tens] if tens else 1) * 10 + (_DIGITS[ones] if ones else 0)


def _word_rules(words: Mapping[str, Any]) -> list[Rule]:
    rules = [
        rule("n", rf"(?<![几数])(\d{{1,3}}|{_NUMBER})", number_of),
        rule("w", "(?:周|星期|礼拜)([一二三四五六日天])", "一二三四五六日".replace("天", "日").find),
        rule("w", "(?:周|星期|礼拜)(天)", lambda _: 6),
        rule("o", r"第 <n>", lambda n: n),
    ]
    rules += [rule("u", f"(?:{surface})", constant(unit)) for unit, surface in words["units"].items()]
    rules += [rule("rel", f"(?:{surface})", constant(int(offset))) for offset, surface in words["relative"].items()]
    for offset, surface in words["days"].items():
        rules.append(rule("d", f"(?:{surface})", constant(read.day_away(int(offset)))))
    return rules


def _written_year(surface: str) -> int | None:
    """两千零四 is 2004, 二〇〇六 2006, 三三 1933, 08 2008."""
    if surface.isdigit():
        return read.short_year(int(surface)) if len(surface) < 3 else int(surface)
    if "千" in surface:
        rest = number_of(surface.partition("千")[2].lstrip("零〇") or "零")
        return _DIGITS[surface[0]] * 1000 + rest if rest is not None else None
    if "十" in surface:
        return None
    digits = int("".join(str(_DIGITS[char]) for char in surface))
    return read.short_year(digits) if len(surface) < 3 else digits


def _year_rules(words: Mapping[str, Any]) -> list[Rule]:
    rules = [
        rule("y", r"(\d{2,4}) 年", _written_year),
        rule(
            "y",
            r"([零〇○一二两三四五六七八九]{2,4}|[一二两]千[零〇]?[一二三四五六七八九]{0,2}十?[一二三四五六七八九]?) 年",
            _written_year,
        ),
        rule("d", "<y>", lambda year: read.fixed(calendar.year_of(year))),
        rule("d", r"((?:19|20|21)\d\d)(?![\d年])", lambda year: read.fixed(calendar.year_of(int(year)))),
        rule("d", "今明两年", lambda: read.last_of(-24, "month", read.relative("year", 0))),
        rule("d", "第 <n> 年", lambda n: read.relative("year", n - 1)),
    ]
    for offset, surface in words["years"].items():
        rules.append(rule("d", f"(?:{surface})", constant(read.relative("year", int(offset)))))
    for name, before in words["reigns"].items():
        rules.append(rule("y", f"{name} 元 年", constant(before + 1)))
        rules.append(rule("y", f"{name} <n> 年", lambda n, base=before: base + n))

    def century(number: int) -> Reading | None:
        return read.fixed(calendar.months_of(number * 100 - 100, 1, 1200, "century")) if number > 1 else None

    def decade(number: int, base: int) -> Reading | None:
        return (
            read.fixed(calendar.months_of(base + number, 1, 120, "decade"))
            if number < 100 and number % 10 == 0
            else None
        )

    return [
        *rules,
        rule("d", "<n> 世纪", century),
        rule("d", "<n> 世纪 <n> 年代", lambda c, n: decade(n, c * 100 - 100) if c > 1 else None),
        rule("d", "上(?:个)?世纪 <n> 年代", lambda n: decade(n, 1900)),
        rule("d", "<n> 年代", lambda n: decade(n, 1900)),
    ]


def _month_rules(words: Mapping[str, Any]) -> list[Rule]:
    def in_year(outer: Reading, number: int) -> Reading | None:
        return read.nth(number, "month", outer) if outer.grain == "year" and 0 < number < 13 else None

    def quarter(outer: Reading, number: int) -> Reading | None:
        return read.nth(number, "quarter", outer) if outer.grain == "year" and 0 < number < 5 else None

    this_year = read.relative("year", 0)
    return [
        rule("m", "<n> 月份?", lambda n: n if 0 < n < 13 else None),
        rule("m", "(?:农历|阴历)? 正月", lambda: 1),
        rule("m", "(?:农历|阴历) <m>", lambda month: month),
        rule("q", "第? <n> 季度?", lambda n: n if 0 < n < 5 else None),
        rule("q", r"q([1-4])", int),
        rule("d", "<m>", lambda m: read.month_alone(m, this_year=True)),
        rule("d", "<d> (?:的|农历|阴历)? <m>", in_year),
        rule("d", "<d> 的? 第 <n> 个月", in_year),
        rule("d", "<q>", lambda n: quarter(this_year, n)),
        rule("d", "<d> 的? <q>", quarter),
    ]


def _day_rules() -> list[Rule]:
    def day_in(outer: Reading, number: int) -> Reading | None:
        return read.nth(number, "day", outer) if outer.grain == "month" and 0 < number < 32 else None

    return [
        rule("dm", "<n> (?:日|号)", lambda n: n if 0 < n < 32 else None),
        rule("dm", "初 <n>", lambda n: n if 0 < n < 11 else None),
        rule("date", "<m> (?:的)? <dm>", lambda m, d: read.month_day(m, d, this_year=True)),
        rule(
            "date",
            r"<m> ([1-3]?\d|[一二三]?十[一二三四五六七八九]?)(?![月年点时个\d])",
            lambda m, n: read.month_day(m, number_of(n) or 0, this_year=True),
        ),
        rule("d", "<date>", lambda date: date),
        rule("d", "<d> (?:的|农历|阴历)? <date>", _dated),
        rule("d", "<d> 的? <dm>", day_in),
        rule("d", "<dm>", read.month_day_alone),
        rule("d", r"<d> [(,]? <w> [)]?", lambda d, w: d if d.grain == "day" and d.fixed else _weekday_in(d, w)),
        rule("d", "<w> [,的]? <date>", read.weekday_date),
        rule("d", r"<w> [(] <date> [)]", read.weekday_date),
        rule("d", "<w>", read.weekday_ahead),
        rule("d", "周末", lambda: read.relative("weekend", 0)),
    ]


def _dated(outer: Reading, date: Reading) -> Reading | None:
    if outer.grain != "year":
        return None

    def choose(period: Period) -> Period | None:
        found = date.place(period.first)
        return found if found and found.first.year == period.first.year else None

    return read.inside(outer, choose, "day")._replace(fixed=True)


def _weekday_in(outer: Reading, weekday: int) -> Reading | None:
    return read.nth_weekday(1, weekday, outer) if outer.grain == "week" else None


def _numeric_rules() -> list[Rule]:
    def ymd(year: str, month: str, day: str) -> Reading | None:
        return read.fixed(calendar.day_of(int(year), int(month), int(day)))

    def dmy(day: str, month: str, year: str) -> Reading | None:
        one, two, full = int(day), int(month), read.short_year(int(year))
        return read.fixed(calendar.day_of(full, two, one) or calendar.day_of(full, one, two))

    def ym(year: str, month: str) -> Reading | None:
        return read.fixed(calendar.month_of(int(year), int(month)))

    return [
        rule("d", r"(\d{4})\s?[-/.\s]\s?(\d{1,2})\s?[-/.\s]\s?(\d{1,2})(?![\d年])", ymd),
        rule("d", r"(?<![\d/.])(\d{1,2})[-/.](\d{1,2})[-/.](\d{4}|\d\d)(?!\d)", dmy),
        rule(
            "d", r"(?<![\d/.-])(\d{1,2})[-/](\d{1,2})(?![\d/.]|-\d{4}|年)", lambda m, d: read.month_day(int(m), int(d))
        ),
        rule("d", r"(?<![\d/.])(\d{4})[-/.](\d{1,2})(?![\d/.])", ym),
        rule("d", r"(\d{4})[-—~至到]+(?=\d{4}年)", lambda year: None),
    ]


def _relative_rules() -> list[Rule]:
    def counted(sign: int) -> Any:
        return lambda n, unit: read.run(unit, sign * n) if 0 < n < 200 and unit != "decade" else None

    def of_kind(offset: int, unit: str) -> Reading | None:
        return read.relative(unit, offset) if unit != "decade" else None

    return [
        rule("d", "<rel> <u>", of_kind),
        rule("d", "<rel> <w>", lambda offset, w: read.weekday_of_week(w, offset)),
        rule("d", "<rel> 个? <w>", lambda offset, w: read.weekday_of_week(w, offset)),
        rule("d", "(?:上|前|过去|最近|近) <n> <u>", counted(-1)),
        rule("d", "(?:下|后|未来|接下来) <n> <u>", counted(1)),
        rule("d", "<n> <u> (?:之|以)?前", lambda n, unit: _away(-n, unit)),
        rule("d", "<n> <u> (?:之|以)?后", _away),
        rule("d", "半年 (?:之|以)?前", lambda: read.relative("month", -6)),
        rule("d", "半年 (?:之|以)?后", lambda: read.relative("month", 6)),
    ]


def _away(count: int, unit: str) -> Reading | None:
    """三年前 is a year, 四个星期之后 a week, 20天后 a day."""
    if not 0 < abs(count) < 3000 or unit == "decade":
        return None
    return read.relative(unit, count)


def _nth_rules() -> list[Rule]:
    def unit_in(outer: Reading, number: int, unit: str) -> Reading | None:
        large = outer.grain in ("month", "quarter", "year")
        if large and unit == "week" and number > 0:
            return read.nth_monday_week(number, outer)
        return read.nth(number, unit, outer) if large and unit in ("day", "week", "month") else None

    def weekday_in(outer: Reading, number: int, weekday: int) -> Reading | None:
        return read.nth_weekday(number, weekday, outer) if outer.grain in ("month", "year") else None

    def some(outer: Reading, count: int, unit: str) -> Reading | None:
        return read.last_of(count, unit, outer) if outer.grain in ("month", "quarter", "year") else None

    return [
        rule("d", "<d> 的? <o> <u>", unit_in),
        rule("d", "<d> 的? <o> 个? <w>", weekday_in),
        rule("d", "<d> 的? 最后一 个? <w>", lambda d, w: weekday_in(d, -1, w)),
        rule("d", "<d> 的? 最后一 <u>", lambda d, unit: unit_in(d, -1, unit)),
        rule("d", "<d> 的? (?:最后|后) <n> <u>", some),
        rule("d", "<d> 的? 前 <n> <u>", lambda d, n, unit: some(d, -n, unit)),
    ]


def _part_rules(words: Mapping[str, Any]) -> list[Rule]:
    rules = []
    for grain, parts in words["part_of"].items():
        for surface, bounds in parts.items():
            rules.append(
                rule(
                    "d",
                    f"<d> 的? (?:{surface})",
                    lambda d, b=bounds, g=grain: read.part_of(b, d) if d.grain == g else None,
                )
            )
            here = read.part_of(bounds, read.relative(grain, 0))
            bare = [part.replace("月?", "月") for part in surface.split("|")]
            rules += [rule("d", part, constant(here)) for part in bare if len(part) > 1 and part[0] != "["]

    def last_month(quarter: Reading) -> Reading | None:
        return read.nth(3, "month", quarter) if quarter.grain == "quarter" else None

    return [*rules, rule("d", "<d> [底末]", last_month)]


def _range_rules() -> list[Rule]:
    def to_day(start: Reading, day: int) -> Reading | None:
        if start.grain != "day":
            return None

        def choose(period: Period) -> Period | None:
            last = calendar.day_of(period.first.year, period.first.month, day)
            return Period(period.first, last.first, "run") if last and last.first > period.first else None

        return read.inside(start, choose)

    def same_year(start: Reading, end: Reading) -> Reading | None:
        """2015年1月至12月, 2017年8月11日至8月22日."""
        if not start.fixed or end.fixed:
            return None

        def place(anchor: datetime.date) -> Period | None:
            first = start.place(anchor)
            last = end.place(first.first) if first else None
            return Period(first.first, last.last, "run") if first and last else None

        return Reading(place, "run")

    def months(outer: Reading, one: int, end: Reading) -> Reading | None:
        first = read.nth(one, "month", outer) if outer.grain == "year" else None
        return same_year(first, end) if first else None

    return [
        rule("d", f"<d> {_TO} <dm>", to_day),
        rule("d", f"<d> {_TO} <d>", lambda one, two: same_year(one, two) or read.between(one, two, whole=True)),
        rule("d", f"<d> <n> {_TO} <m>", lambda d, n, m: months(d, n, read.month_alone(m, this_year=True))),
        rule("d", "(?:从|自|在) <d>", lambda d: d),
        rule("d", "<d> (?:之间|止)", lambda d: d if d.grain == "run" else None),
        rule("d", "<d> (?:之后|以后) <d> (?:之前|以前)", read.between),
        rule("d", r"(\d{4}) [-—~至到]{1,2} <y>", lambda one, two: read.between_years(int(one), two)),
    ]
