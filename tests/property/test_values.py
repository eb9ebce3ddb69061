from __future__ import annotations

import datetime
import itertools

from hypothesis import given, settings
from hypothesis import strategies as st

from nlp.resources.files import patterns_folder
from nlp.resources.values import load_values
from nlp.text.fold import FoldedText, fold
from nlp.values import calendar_arithmetic as calendar
from nlp.values.date_expressions import DateExpressionFinder
from nlp.values.dates import DateFinder
from nlp.values.measures import MeasureFinder
from nlp.values.numerals import NumeralReader

READER = NumeralReader(load_values(patterns_folder()).numerals)
MEASURES = MeasureFinder.load(patterns_folder())
DATES = DateFinder.load(patterns_folder())
EXPRESSIONS = DateExpressionFinder.load(patterns_folder())
DAYS = st.dates(datetime.date(1990, 1, 1), datetime.date(2049, 12, 31))
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
DIGITS = "零一二三四五六七八九"
NEWS = st.text(
    alphabet="0123456789,.%$亿万千百十两多台枚个美元比特币TEPH/sMW年月日第季度至到约超 abcQJune-–一三", max_size=80
)


def write(number: int) -> str:
    """A Chinese numeral for 0 < number < 10**8."""
    if number >= 10_000:
        rest = number % 10_000
        gap = "零" if 0 < rest < 1000 else ""
        return write(number // 10_000) + "万" + (gap + write(rest) if rest else "")
    out, zero = "", False
    for unit, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // unit % 10
        if digit:
            out += ("零" if zero else "") + DIGITS[digit] + name
            zero = False
        elif out:
            zero = True
    return out


@given(st.integers(1, 99_999_999))
def test_chinese_numerals_round_trip(number: int) -> None:
    assert READER.parse(write(number)) == number


@given(st.integers(0, 10**12))
def test_arabic_with_commas_round_trip(number: int) -> None:
    assert READER.parse(f"{number:,}") == number


@given(st.text(max_size=200))
def test_folding_keeps_every_offset(text: str) -> None:
    assert len(fold(text)) == len(text)
    assert fold(fold(text)) == fold(text)


@settings(max_examples=150)
@given(NEWS)
def test_quantities_lie_in_the_text_and_do_not_overlap(text: str) -> None:
    last = 0
    for mention in MEASURES.find(FoldedText.of(text)):
        assert last <= mention.start < mention.end <= len(text)
        assert text[mention.start : mention.end] == mention.text
        assert mention.measure is not None
        assert mention.measure.value is not None or mention.measure.minimum is not None
        last = mention.end


@settings(max_examples=150)
@given(NEWS, st.dates(datetime.date(2012, 1, 1), datetime.date(2030, 12, 31)) | st.none())
def test_dates_lie_in_the_text_and_do_not_overlap(text: str, anchor: datetime.date | None) -> None:
    last = 0
    for mention in DATES.find(FoldedText.of(text), anchor):
        assert last <= mention.start < mention.end <= len(text)
        assert text[mention.start : mention.end] == mention.text
        last = mention.end


@given(st.dates(datetime.date(1990, 1, 1), datetime.date(2049, 12, 31)))
def test_full_dates_round_trip(day: datetime.date) -> None:
    for written in (f"{day.year}年{day.month}月{day.day}日", day.isoformat(), f"{day:%B} {day.day}, {day.year}"):
        assert [m.iso for m in DATES.find(FoldedText.of(written), None)] == [day.isoformat()]


@settings(max_examples=60)
@given(st.text(alphabet="0123456789 -/年月日周上下第个天the onfrmay,", max_size=40), DAYS)
def test_date_expressions_lie_in_the_text_and_are_valid(text: str, anchor: datetime.date) -> None:
    last = 0
    for mention in EXPRESSIONS.find(FoldedText.of(text), anchor):
        assert last <= mention.start < mention.end <= len(text)
        assert text[mention.start : mention.end] == mention.text
        ends = [datetime.date.fromisoformat((end + "-01-01")[:10]) for end in (mention.iso or "").split("/")]
        assert ends == sorted(ends)
        last = mention.end


@settings(max_examples=40)
@given(DAYS, st.integers(0, 6), st.integers(1, 4))
def test_the_nth_weekday_of_a_month(anchor: datetime.date, weekday: int, number: int) -> None:
    ordinal = ("first", "second", "third", "fourth")[number - 1]
    text = f"the {ordinal} {WEEKDAYS[weekday]} of {anchor:%B} {anchor.year}"
    (mention,) = EXPRESSIONS.find(FoldedText.of(text), anchor)
    day = datetime.date.fromisoformat(mention.iso or "")
    assert (day.weekday(), day.month, (day.day - 1) // 7 + 1) == (weekday, anchor.month, number)


@given(st.integers(1900, 2199))
def test_easter_is_a_sunday_in_spring(year: int) -> None:
    day = calendar.easter(year)
    assert day.weekday() == 6
    assert (3, 22) <= (day.month, day.day) <= (4, 25)


@given(DAYS, st.sampled_from(["month", "quarter", "year"]))
def test_the_weeks_of_a_period_follow_each_other(day: datetime.date, grain: str) -> None:
    weeks = calendar.weeks_in(calendar.around(day, grain))
    assert all(week.first.weekday() == 0 for week in weeks)
    assert all((other.first - one.first).days == 7 for one, other in itertools.pairwise(weeks))


@given(DAYS, st.sampled_from(["day", "week", "month", "quarter", "year"]), st.integers(-30, 30))
def test_a_shift_there_and_back_is_at_most_the_end_of_a_month_off(day: datetime.date, unit: str, count: int) -> None:
    back = calendar.shift(calendar.shift(day, unit, count), unit, -count)
    assert abs((back - day).days) <= 3
