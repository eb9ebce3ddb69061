from __future__ import annotations

import datetime

from hypothesis import given, settings
from hypothesis import strategies as st

from nlp.resources.files import patterns_folder
from nlp.resources.values import load_values
from nlp.text.fold import FoldedText, fold
from nlp.values.dates import DateFinder
from nlp.values.measures import MeasureFinder
from nlp.values.numerals import NumeralReader

READER = NumeralReader(load_values(patterns_folder()).numerals)
MEASURES = MeasureFinder.load(patterns_folder())
DATES = DateFinder.load(patterns_folder())
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
