"""The grammar of single English date expressions."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from typing import Any

from nlp.values import calendar_arithmetic as calendar
from nlp.values import date_readings as read
from nlp.values.calendar_arithmetic import ONE_DAY, Period
from nlp.values.chart import Rule, rule, spaced
from nlp.values.date_readings import Reading
from nlp.values.feasts import feast_rules

_TO = r"(?:to|-|–|—|~|through|thru|till?|until)"
_OF = "(?:of|in)?"
_THE = "(?:the)?"
_SEP = "[-/]?"


def english_rules(words: Mapping[str, Any]) -> list[Rule]:
    """The rules, words first."""
    return [
        *_word_rules(words),
        *_numeric_rules(),
        *_day_rules(),
        *_month_and_year_rules(),
        *_relative_rules(),
        *_nth_rules(),
        *_duration_rules(),
        *_part_rules(words),
        *feast_rules(words, of=_OF),
        *_range_rules(),
    ]


def _word_rules(words: Mapping[str, Any]) -> list[Rule]:
    rules = [
        rule("n", r"(?<!\$)(?<!\$\s)(\d{1,3})(?![:.]\d|\s?[ap]\.?m)", int),
        rule("o", r"(\d{1,2})\s?(?:st|nd|rd|th)", int),
        rule("y", r"((?:1[0-9]|2[0-2])\d\d)", int),
        rule("yy", r"'?(\d\d)", lambda text: read.short_year(int(text))),
        rule("yy", "<y>", lambda year: year),
    ]
    for kind, table in (("n", "cardinals"), ("o", "ordinals"), ("m", "months"), ("w", "weekdays")):
        first = 1 if kind == "m" else 0
        for number, surface in enumerate(words[table]["words"], first):
            if surface:
                rules.append(rule(kind, f"(?:{spaced(surface)})", _constant(number)))
    rules += [rule("tens", name, _constant(number)) for name, number in words["tens"].items()]
    rules += [rule("u", f"(?:{spaced(surface)})", _constant(unit)) for unit, surface in words["units"].items()]
    for offset, surface in words["relative"].values():
        rules.append(rule("rel", f"(?:{spaced(surface)})", _constant(offset)))
    for offset, surface in words["days"].values():
        day = Reading(lambda anchor, n=offset: calendar.a_day(anchor + n * ONE_DAY), "day")
        rules.append(rule("date", f"(?:{spaced(surface)})", _constant(day)))
    for surface, year in words["decades"].items():
        decade = read.fixed(calendar.months_of(year, 1, 120, "decade"))
        rules.append(rule("d", rf"(?:the\s)?{spaced(surface)}", _constant(decade)))
    for first, last, surface in words["seasons"].values():
        bounds = (first, last)
        rules += [
            rule("d", f"(?:the)? (?:{surface})", _constant(read.season(first, last))),
            rule("d", f"<rel> (?:{surface})", lambda offset, b=bounds: read.season(*b, offset=offset)),
        ]
    seasons = [(first, last) for first, last, _ in words["seasons"].values()]
    rules.append(rule("d", "(?:the)? <rel> seasons?", lambda offset: _season_now(seasons, offset)))
    return [*rules, *_number_word_rules()]


def _season_now(seasons: Sequence[tuple[str, str]], offset: int) -> Reading:
    """The present season, or one further on."""

    def place(anchor: datetime.date) -> Period | None:
        now = min((read.season(*bounds).place(anchor) for bounds in seasons), key=lambda found: found.last if found else anchor)
        for _ in range(abs(offset)):
            if now is None:
                return None
            day = now.last + 9 * ONE_DAY if offset > 0 else now.first - 9 * ONE_DAY
            now = _season_now(seasons, 0).place(day)
        return now

    return Reading(place, "season")


def _number_word_rules() -> list[Rule]:
    return [
        rule("n", "<tens>", lambda tens: tens),
        rule("n", "<tens> -? <n>", lambda tens, n: tens + n if 0 < n < 10 else None),
        rule("y", "two thousand", lambda: 2000),
        rule("y", "two thousand (?:and)? <n>", lambda n: 2000 + n if n < 100 else None),
        rule("y", "<n> hundred (?:and)? <n>", lambda c, n: c * 100 + n if 10 < c < 20 and n < 100 else None),
        rule("y", "<n> <n>", lambda c, n: c * 100 + n if 10 < c < 21 and 9 < n < 100 and c != 20 else None),
        rule("longyear", "<n> hundred (?:and)? <n>", lambda c, n: c * 100 + n if c < 10 and n < 100 else None),
        rule("dm", f"{_THE} <o>", lambda n: n if 0 < n < 32 else None),
        rule("dm", f"{_THE} <n>", lambda n: n if 0 < n < 32 else None),
    ]


def _constant(value: Any) -> Any:
    return lambda: value


def _numeric_rules() -> list[Rule]:
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


def _day_rules() -> list[Rule]:
    def dated(year: int, month: int, day: int) -> Reading | None:
        return read.fixed(calendar.day_of(year, month, day))

    rules = [
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
        rule("date", "<rel> <w> (?:the)? <date>", lambda _, __, date: date),
        rule("d", "<date>", lambda date: date),
        rule("d", "<w>", read.weekday_ahead),
        rule("d", "<w> (?:the)? <dm>", read.weekday_and_day),
        rule("d", r"(?:on|for)? the <dm> (?![-/.]\d)", read.month_day_alone),
        rule("d", r"on <dm> (?![-/.]\d)", read.month_day_alone),
        rule("d", "<o>", read.month_day_alone),
    ]
    return rules


def _in_year(date: Reading, year: int) -> Reading | None:
    """A day without a year, put into one."""
    if date.fixed or not 1 <= year <= 9000:
        return None
    return read.fixed(date.place(datetime.date(year, 1, 1)))


def _month_and_year_rules() -> list[Rule]:
    def month(number: int, year: int) -> Reading | None:
        return read.fixed(calendar.month_of(year, number))

    def quarter(number: int, year: int) -> Reading | None:
        return read.fixed(calendar.months_of(year, 3 * number - 2, 3, "quarter"))

    def half(number: int, year: int) -> Reading | None:
        return read.fixed(calendar.months_of(year, 6 * number - 5, 6, "half"))

    def within(number: int, outer: Reading, grain: str) -> Reading | None:
        return read.nth(number, grain, outer) if outer.grain == "year" else None

    def bare(number: int, grain: str) -> Reading:
        return read.nth(number, grain, read.relative("year", 0))

    def century(number: int) -> Reading | None:
        return read.fixed(calendar.months_of(number * 100 - 100, 1, 1200, "century")) if number > 1 else None

    def decade(year: str) -> Reading | None:
        return read.fixed(calendar.months_of(read.short_year(int(year)) // 10 * 10, 1, 120, "decade"))

    rules = [
        rule("d", "<m>", read.month_alone),
        rule("d", f"<m> {_SEP} {_OF} <y>", month),
        rule("d", r"<m> of '?(\d\d)", lambda m, y: month(m, read.short_year(int(y)))),
        rule("d", f"<y> {_SEP} <m>", lambda y, m: month(m, y)),
        rule("d", "(?:(?:the)?\\s?year)? (?:of)? <y>", lambda year: read.fixed(calendar.year_of(year))),
        rule("d", "year <longyear>", lambda year: read.fixed(calendar.year_of(year))),
        rule("d", "year <n>", lambda year: read.fixed(calendar.year_of(year)) if year > 31 else None),
        rule("d", f"<m> {_OF} <d>", lambda m, d: within(m, d, "month")),
        rule("d", "<rel> <m>", lambda offset, m: read.month_alone(m) if offset >= 0 else _last_month(m)),
        rule("d", "<m> after next", lambda m: read.inside(read.month_alone(m), lambda p: calendar.month_of(p.first.year + 1, m), "month")),
        rule("q", r"q\s?([1-4])", int),
        rule("q", r"([1-4])q", int),
        rule("q", f"{_THE} <o> (?:quarter|qtr)", lambda n: n if 0 < n < 5 else None),
        rule("h", r"h\s?([12])", int),
        rule("h", f"{_THE} first half", lambda: 1),
        rule("h", f"{_THE} second half", lambda: 2),
        rule("d", r"'?(\d\d)\s?q\s?([1-4])", lambda y, n: quarter(int(n), read.short_year(int(y)))),
        rule("d", rf"{_THE} (\d0|\d{{3}}0)\s?'?s", decade),
        rule("d", f"{_THE} <o> century", century),
    ]
    rules.append(rule("edge", f"{_THE} (end|middle|start|beginning) of {_THE} <d>", lambda name, d: (name, d)))
    for kind, grain, make in (("q", "quarter", quarter), ("h", "half", half)):
        rules += [
            rule("d", f"<{kind}> -? (?:of|in)? {_THE} <d>", lambda n, d, g=grain: within(n, d, g)),
            rule("d", f"<{kind}> -? {_OF} <yy>", make),
            rule("d", f"<y> [-/]? <{kind}>", lambda y, n, m=make: m(n, y)),
            rule("d", f"<{kind}>", lambda n, g=grain: bare(n, g)),
        ]
    rules.append(rule("d", "during <d>", lambda d: d))
    return rules


def _last_month(month: int) -> Reading:
    return Reading(lambda anchor: calendar.month_of(anchor.year - (month >= anchor.month), month), "month")


def _relative_rules() -> list[Rule]:
    def whole(unit: str) -> Reading | None:
        return read.relative(unit, 0) if unit in ("week", "weekend", "month", "year", "quarter") else None

    def weekday_in(weekday: int, outer: Reading) -> Reading | None:
        return read.nth_weekday(1, weekday, outer) if outer.grain == "week" else None

    def counted(offset: int, count: int, unit: str) -> Reading | None:
        return read.run(unit, count * offset) if offset and 0 < count < 200 else None

    def numbered_week(number: int) -> Reading:
        return Reading(
            lambda anchor: calendar.pick(calendar.weeks_in(calendar.around(anchor, "year")), number)
            if number > 1 or anchor.month < 7
            else calendar.weeks_in(calendar.moved(anchor, "year", 1))[0],
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
        rule("d", "(?:the)? week <n> (?:of|in)? <d>", lambda n, d: read.nth(n, "week", d) if d.grain == "year" else None),
        rule("d", r"(?:(?:the\s)?week\s(?:of|commencing|starting|beginning)|w/c) (?:on|from)? <d>", week_of),
        rule("d", "(?:on)? <w> (?:of|on|in|from)? <d>", weekday_in),
        rule("d", "<d> (?:on|'s)? <w>", lambda d, w: weekday_in(w, d)),
        rule("d", f"<dm> (?:day)? of <d>", lambda n, d: read.nth(n, "day", d) if d.grain == "month" else None),
        rule("d", "<n> <w> (?:from\\snow|hence)", lambda n, w: read.weekday_ahead(w, n) if n else None),
        rule("d", "<n> <w> (?:ago|back)", lambda n, w: read.weekday_ahead(w, -n) if n else None),
    ]


def _nth_rules() -> list[Rule]:
    this_month = read.relative("month", 0)

    def unit_in(number: int, unit: str, outer: Reading) -> Reading | None:
        large = outer.grain in ("month", "quarter", "half", "year", "decade")
        return read.nth(number, unit, outer) if large and unit in ("day", "week", "month", "quarter") else None

    def weekday_in(number: int, weekday: int, outer: Reading) -> Reading | None:
        return read.nth_weekday(number, weekday, outer) if outer.grain in ("month", "quarter", "year") else None

    def some(count: int, unit: str, outer: Reading) -> Reading | None:
        return read.last_of(count, unit, outer) if outer.grain in ("month", "quarter", "year", "decade") else None

    return [
        rule("d", f"{_THE} <o> <u> {_OF} {_THE} <d>", unit_in),
        rule("d", f"{_THE} last <u> (?:of|in) {_THE} <d>", lambda unit, d: unit_in(-1, unit, d)),
        rule("d", f"{_THE} <o> last <u> (?:of|in) {_THE} <d>", lambda n, unit, d: unit_in(-n, unit, d)),
        rule("d", f"{_THE} <o> <w> (?:of|in) {_THE} <d>", weekday_in),
        rule("d", f"{_THE} last <w> (?:of|in) {_THE} <d>", lambda w, d: weekday_in(-1, w, d)),
        rule("d", "<o> <w>", lambda n, w: read.nth_weekday(n, w, this_month)),
        rule("d", f"{_THE} last <n> <u> (?:of|in) <d>", some),
        rule("d", f"{_THE} first <n> <u> (?:of|in) <d>", lambda n, unit, d: some(-n, unit, d)),
    ]


def _duration_rules() -> list[Rule]:
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
        rule("dur", "<n> <u>", lambda n, unit: {unit: n} if unit != "weekend" else None),
        rule("dur", "<n> (?:business|working|week) days?", lambda n: {"working": n}),
        rule("dur", "<dur> (?:and)? <dur>", joined),
        rule("d", "<dur> (?:ago|back|earlier)", lambda dur: read.shifted_by(dur, -1)),
        rule("d", "(?:in|after) <dur>", ahead),
        rule("d", r"<dur> (?:from\s(?:now|today)|hence|later|away)", ahead),
        rule("d", "(?:in)? <dur> (?:after|from|since) <d>", ahead),
        rule("d", "<dur> before <d>", lambda dur, d: read.shifted_by(dur, -1, d)),
        rule("d", r"within (?:the)? (?:next)? <dur>", within),
        rule("d", r"<dur> in the future", lambda dur: within(dur, 1)),
        rule("d", "(?:for)? <dur> starting (?:from|on|at)? <d>", read.lasting),
        rule("d", "for <dur> from <d>", read.lasting),
    ]


def _part_rules(words: Mapping[str, Any]) -> list[Rule]:
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
            rule("d", f"{pattern} <u>", lambda unit, n=name: part(n, read.relative(unit, 0)) if unit in bounds else None),
        ]
    for surface, (name, grain) in words["abbreviated"].items():
        rules.append(rule("d", rf"(?:at\s)?(?:the\s)?{surface}", _constant(part(name, read.relative(grain, 0)))))

    def rest(unit: str) -> Reading | None:
        return _from_now(unit) if unit in ("week", "month", "quarter", "year") else None

    def before(unit: str) -> Reading:
        return Reading(lambda anchor: _until_yesterday(anchor, unit), "run")

    return [
        *rules,
        rule("d", r"(?:the)? rest (?:of)? (?:the|this|my)? (?:current)? <u>", rest),
        rule("d", "later this <u>", rest),
        rule("d", "earlier this <u>", before),
    ]


def _from_now(unit: str) -> Reading:
    return Reading(lambda anchor: Period(anchor, calendar.around(anchor, unit).last, "run"), "run")


def _until_yesterday(anchor: datetime.date, unit: str) -> Period | None:
    first = calendar.around(anchor, unit).first
    return Period(first, anchor - ONE_DAY, "run") if first < anchor else None


def _range_rules() -> list[Rule]:
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
        return read.inside(month, lambda p: Period(p.first + (one - 1) * ONE_DAY, p.first + (other - 1) * ONE_DAY, "run"))

    return [
        rule("d", "(?:from|between) <edge> (?:to|and|until|till) <edge>", edges),
        rule("d", f"(?:from|between)? <dm> {_TO} <date>", same_month),
        rule("d", "between <dm> and <date>", same_month),
        rule("d", f"(?:from|between)? <date> {_TO} <dm>", to_day),
        rule("d", "between <date> and <dm>", to_day),
        rule("d", f"(?:from|between)? <dm> (?:and|to|-|till|until) <dm> (?:of)? <d>", days_in),
        rule("d", f"(?:from|between)? <m> (?:and|to|-|till|until) <d>", lambda m, d: _months_to(m, d)),
        rule("d", f"(?:from|in|during|between)? <d> {_TO} {_THE} <d>", read.between),
        rule("d", f"between <d> and {_THE} <d>", read.between),
        rule("d", f"<d> (?:from)? <w> {_TO} <w>", _weekdays),
        rule("d", "between now and <d>", lambda d: read.between(read.relative("day", 0), d)),
    ]


def _months_to(month: int, end: Reading) -> Reading | None:
    return read.between(read.month_alone(month), end) if end.grain == "month" and end.fixed else None


def _weekdays(outer: Reading, one: int, other: int) -> Reading | None:
    if outer.grain != "week" or one >= other:
        return None
    return read.inside(outer, lambda week: Period(week.first + one * ONE_DAY, week.first + other * ONE_DAY, "run"))
