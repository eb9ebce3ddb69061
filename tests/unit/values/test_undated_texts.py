"""Dates of texts without a date of their own: which years tell when a text was written, and which do not."""

from __future__ import annotations

import datetime

import pytest

from nlp.resources.files import patterns_folder
from nlp.text.fold import FoldedText
from nlp.values.dates import DateFinder


@pytest.fixture(scope="module")
def finder() -> DateFinder:
    return DateFinder.load(patterns_folder())


UNDATED: list[tuple[str, list[str | None]]] = [
    # a founding year is no year of writing, nor is one from which something goes on
    ("澜川矿业成立于2013年。今年6月，公司购买3000台矿机，7月底交付。", ["2013", None, None]),
    ("澜川矿业8月产出320枚。自2021年以来，公司已交付5万台。10月将交付1万台。", [None, "2021", None]),
    ("当地从2022年开始允许挖矿。\n该公司在9月份签约。", ["2022", None]),
    ("11月6日，澜川矿池关停。2010年11月27日成立的该矿池曾是最大的矿池。", [None, "2010-11-27"]),
    # a year first told of the past behind the bare dates
    ("今年5月，澜川递表。\n2016年6月，另一公司公告收购。", [None, "2016-06"]),
    # a period that is reported tells it
    (
        "澜川公布2023年第三季度财报。自2018年起，公司卖出20万台。今年前三季度营收12亿元。",
        ["2023-07-01/2023-09-30", "2018", "2023-01-01/2023-09-30"],
    ),
    # the block of 2009 is history beside a period of 2023
    ("2009年1月3日，首个区块诞生。澜川2023年第二季度营收2亿元。今年4月扩产。", ["2009-01-03", "2023-04-01/2023-06-30", "2023-04"]),
    # what is to come bounds what is past
    ("澜川8月产出320枚，矿场将于2026年第二季度投产。", ["2025-08", "2026-04-01/2026-06-30"]),
    ("澜川11月产出210枚，矿场将在2025年中后期落成，2026年有望扩产。", ["2024-11", "2025-07-01/2025-12-31", "2026"]),
    ("Larkhash targets 30 EH/s by year end 2022. In June it sold coins.", ["2022-12-31", "2022-06"]),
    ("Larkhash will mine in the third quarter, and reach 5 EH/s by the fourth quarter of 2022.", ["2022-07-01/2022-09-30", "2022-10-01/2022-12-31"]),
    # this year is not the last year told of something else
    ("The rig list was made in April 2022. Larkhash said this year that it grew.", ["2022-04", None]),
    ("Larkhash reported for the second quarter of 2024. This year it grew.", ["2024-04-01/2024-06-30", "2024"]),
    # a story goes on in its year, and in the next behind 此后
    ("2017年9月4日，公告发布。10月31日，澜川关停。\n2019年第二季度，澜川营收2亿元。", ["2017-09-04", "2017-10-31", "2019-04-01/2019-06-30"]),
    ("2019年6月21日，申请失效。此后，澜川转向海外。4月24日，澜川递表，并于6月17日更新。", ["2019-06-21", "2020-04-24", "2020-06-17"]),
    # programmes and events
    ("It was paid for under Horizon 2020. It dropped the word in July.", [None]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "isos"), UNDATED, ids=[text for text, _ in UNDATED])
def test_the_year_of_an_undated_text(finder: DateFinder, text: str, isos: list[str | None]) -> None:
    assert [m.iso for m in finder.find(FoldedText.of(text), None)] == isos


DATED: list[tuple[str, str, list[tuple[str, str | None]]]] = [
    ("2022-12-05", "It held 5 BTC on November 30, 2022.\n\"This month we grew.\"", [("November 30, 2022", "2022-11-30"), ("This month", "2022-11")]),
    ("2022-12-05", "It will pause this month.", [("this month", "2022-12")]),
    (
        "2022-12-05",
        "The year-to-date ending November 30, 2022 was good.",
        [("The year-to-date", "2022-01-01/2022-11-30"), ("November 30, 2022", "2022-11-30")],
    ),
    ("2022-12-05", "It beat its yearend guidance.", [("yearend", "2022-12-31")]),
    ("2022-12-05", "It opens by the close of the first quarter of 2023.", [("the close of the first quarter of 2023", "2023-03-31")]),
    ("2022-12-05", "After the New Year, he leaves.", [("the New Year", "2023-01-01")]),
    (
        "2023-05-26",
        "First quarter 2023 revenue was $55 million, versus $58 million in Q4 and $90 million a year ago.",
        [("First quarter 2023", "2023-01-01/2023-03-31"), ("Q4", "2022-10-01/2022-12-31"), ("a year ago", "2022-01-01/2022-03-31")],
    ),
    ("2023-03-05", "过去十年中，矿场增多。", []),
    ("2023-03-05", "三五天前关机，两三个月前购机。", [("三五天前", "2023-02-28/2023-03-02"), ("两三个月前", "2022-12-01/2023-01-31")]),
    ("2022-07-12", "澜川7月9日呼吁节电，并预计周一用电创新高。", [("7月9日", "2022-07-09"), ("周一", "2022-07-11")]),
    ("2018-02-06", "商场将于10号开始放假。", [("10号", "2018-02-10")]),
    ("2023-07-13", "Hut 82021年营收1亿元。Hut 82022年第三季度亏损。", [("2021年", "2021"), ("2022年第三季度", "2022-07-01/2022-09-30")]),
    ("2025-06-13", "「Hash 2031」大会召开。", []),
]  # fmt: skip


@pytest.mark.parametrize(("date", "text", "wanted"), DATED, ids=[text for _, text, _ in DATED])
def test_dates_of_updates_and_spans(
    finder: DateFinder, date: str, text: str, wanted: list[tuple[str, str | None]]
) -> None:
    found = finder.find(FoldedText.of(text), datetime.date.fromisoformat(date))
    assert [(m.text, m.iso) for m in found] == wanted
