from __future__ import annotations

import pytest

from nlp.resources.files import patterns_folder
from nlp.resources.values import load_values
from nlp.values.numerals import NumeralReader


@pytest.fixture(scope="module")
def reader() -> NumeralReader:
    return NumeralReader(load_values(patterns_folder()).numerals)


@pytest.mark.parametrize(
    ("surface", "value"),
    [
        ("12", 12), ("1,234", 1234), ("1,234,567.5", 1234567.5), ("0.75", 0.75), (".5", 0.5),
        ("1.49万", 14900), ("13.2亿", 1.32e9), ("3千", 3000), ("500万", 5e6), ("2万亿", 2e12), ("1.06百万", 1.06e6),
        ("十", 10), ("十二", 12), ("二十", 20), ("一百零五", 105), ("三百五", 350), ("三千二百", 3200),
        ("一万二", 12000), ("一万零二", 10002), ("一亿三千万", 1.3e8), ("两百", 200), ("廿三", 23), ("三点五万", 35000),
        ("壹仟贰佰", 1200), ("叁拾", 30), ("二〇二一", 2021),
        ("30多", 30), ("7万多", 70000),
        ("five", 5), ("twenty-one", 21), ("one hundred", 100), ("two hundred and fifty thousand", 250000),
        ("1.2bn", 1.2e9), ("40.5 million", 4.05e7), ("67K", 67000), ("3 trillion", 3e12), ("half a dozen", 6), ("ten thousand", 10000),
    ],
)  # fmt: skip
def test_reads(reader: NumeralReader, surface: str, value: float) -> None:
    assert reader.parse(surface) == pytest.approx(value)


@pytest.mark.parametrize("surface", ["", "abc", "亿", "万千", "千", "two five", "1,2,3", "比特", "百度"])
def test_refuses(reader: NumeralReader, surface: str) -> None:
    assert reader.parse(surface) is None


@pytest.mark.parametrize(
    ("surface", "low", "high"), [("两三百", 200, 300), ("五六十", 50, 60), ("七八万", 70000, 80000)]
)
def test_ranges_of_neighbours(reader: NumeralReader, surface: str, low: float, high: float) -> None:
    numeral = next(iter(reader.find(surface)))
    assert (numeral.low, numeral.high) == (low, high)
