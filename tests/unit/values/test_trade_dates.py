"""Dates of whole sentences in the manner of the trade, with the day they are written on."""

from __future__ import annotations

import datetime

import pytest

from nlp.resources.files import patterns_folder
from nlp.text.fold import FoldedText
from nlp.values.dates import DateFinder

Wanted = list[tuple[str, str]]


@pytest.fixture(scope="module")
def finder() -> DateFinder:
    return DateFinder.load(patterns_folder())


SAID: list[tuple[str, str, Wanted]] = [
    ("2025-06-10", "公司2023年盈利5亿美元，其中第二季度占1亿美元。", [("2023年", "2023"), ("第二季度", "2023-04-01/2023-06-30")]),
    ("2025-06-10", "公司2023年上市。第一季度盈利1亿美元。", [("2023年", "2023"), ("第一季度", "2025-01-01/2025-03-31")]),
    ("2025-06-10", "公司2023年盈利5亿美元，其中下半年占3亿美元。", [("2023年", "2023"), ("下半年", "2023-07-01/2023-12-31")]),
    ("2026-03-12", "2022 年至 2024 年间卖出三百枚，2020年间无人问津。", [("2022 年", "2022"), ("2024 年", "2024")]),
    ("2026-03-12", "电网上周三度告急，上周三又发通知。", [("上周", "2026-03-02/2026-03-08"), ("上周三", "2026-03-04")]),
    ("2026-03-12", "2月下半月停机，上一财季产出 90 枚，上一财年 410 枚。", [("2月下半月", "2026-02"), ("上一财季", "2025-10-01/2025-12-31"), ("上一财年", "2025")]),
    ("2025-06-10", "锁仓之后APR是21%。", []),
    ("2025-02-07", "It earned $24 million in the three months through Dec. 31.", [("the three months through Dec. 31", "2024-10-01/2024-12-31")]),
    ("2024-10-21", "In the quarter to September they dug up 61 bitcoin.", [("the quarter to September", "2024-07-01/2024-09-30")]),
    ("2023-09-20", "The last container should dock before Thanksgiving.", [("Thanksgiving", "2023-11-23")]),
    ("2024-02-27", "Analysts see bitcoin at $75,000 by Easter.", [("Easter", "2024-03-31")]),
    ("2025-11-06", "It sat on 530 BTC by Halloween.", [("Halloween", "2025-10-31")]),
    ("2025-06-13", "It pencils in $200,000 a coin for year-end.", [("year-end", "2025-12-31")]),
    ("2025-11-12", "The repairs last until spring.", [("spring", "2026-03-01/2026-05-31")]),
    ("2025-05-21", "Revenue was $40 million in the first quarter. It guides for more in the current quarter.", [("the first quarter", "2025-01-01/2025-03-31"), ("the current quarter", "2025-04-01/2025-06-30")]),
    ("2023-11-28", "Sales were $33 million in the third quarter, below the previous three months.", [("the third quarter", "2023-07-01/2023-09-30"), ("the previous three months", "2023-04-01/2023-06-30")]),
    ("2024-03-11", "First boxes leave the plant in April, the last in November.", [("April", "2024-04"), ("November", "2024-11")]),
    ("2025-09-17", "Some coins are left; in October it was more.", [("October", "2024-10")]),
    ("2025-08-15", "Income was $2 million in the second quarter. A year ago it had been $12 million.", [("the second quarter", "2025-04-01/2025-06-30"), ("A year ago", "2024-04-01/2024-06-30")]),
    ("2022-12-20", "It had a profit in the whole of 2021.", [("the whole of 2021", "2021")]),
    ("2026-02-05", "1月产出349枚，前月则是402枚；月末余额1,812枚。", [("1月", "2026-01"), ("前月", "2025-12"), ("月末", "2026-01-31")]),
    ("2025-06-05", "2021年秋，它占两成，今年头三个月只剩一成，2026年元旦停用。", [("2021年秋", "2021-09-01/2021-11-30"), ("今年头三个月", "2025-01-01/2025-03-31"), ("2026年元旦", "2026-01-01")]),
    ("2025-11-18", "第三季度毛利转正，扭转了一年前毛亏2,150万美元的局面。", [("第三季度", "2025-07-01/2025-09-30"), ("一年前", "2024-07-01/2024-09-30")]),
    ("2025-05-06", "It held 940 BTC at month-end.", [("month-end", "2025-04-30")]),
    ("2025-05-06", "It will report by the end of the month.", [("the end of the month", "2025-05-31")]),
    ("2025-11-04", "Cash was $50 million at quarter-end.", [("quarter-end", "2025-09-30")]),
    ("2025-02-03", "At year-end, it owned 9,000 BTC.", [("year-end", "2024-12-31")]),
    ("2025-05-06", "Output in April rose 5% from a year earlier.", [("April", "2025-04"), ("a year earlier", "2024-04")]),
    ("2025-08-07", "Sales in the second quarter beat those of a year ago.", [("the second quarter", "2025-04-01/2025-06-30"), ("a year ago", "2024-04-01/2024-06-30")]),
    ("2025-08-07", "Second-quarter sales were $9 million, up from $7 million a year ago.", [("Second-quarter", "2025-04-01/2025-06-30"), ("a year ago", "2024-04-01/2024-06-30")]),
    ("2022-11-14", "It made $41 million in the second quarter, its rival $70 million in the same period.", [("the second quarter", "2022-04-01/2022-06-30"), ("the same period", "2022-04-01/2022-06-30")]),
    ("2022-11-14", "First-half revenue was $7 million against $6 million in the same period the year before.", [("First-half", "2022-01-01/2022-06-30"), ("the same period the year before", "2021-01-01/2021-06-30")]),
    ("2022-11-14", "It had its best quarter to date.", []),
    ("2025-11-04", "Income for the nine months ended September 30 fell.", [("the nine months ended September 30", "2025-01-01/2025-09-30")]),
    ("2025-08-07", "It lost money in the three months to June 30, 2025.", [("the three months to June 30, 2025", "2025-04-01/2025-06-30")]),
    ("2025-08-07", "In the quarter ended June 30, 2025, sales beat the prior-year quarter.", [("June 30, 2025", "2025-06-30"), ("the prior-year quarter", "2024-04-01/2024-06-30")]),
    ("2025-06-12", "The machines arrive in November.", [("November", "2025-11")]),
    ("2022-02-10", "The levy would double as of April 1.", [("April 1", "2022-04-01")]),
    ("2025-06-12", "It has had no debt as of May 31.", [("May 31", "2025-05-31")]),
    ("2025-06-11", "It will report results on Friday.", [("Friday", "2025-06-13")]),
    ("2025-06-11", "It said on Monday that it would sell.", [("Monday", "2025-06-09")]),
    ("2024-04-16", "The halving falls on this weekend.", [("this weekend", "2024-04-20/2024-04-21")]),
    ("2023-01-10", "Two sites shut before Christmas.", [("Christmas", "2022-12-25")]),
    ("2022-07-09", "Revenue sank in the first week of June.", [("the first week of June", "2022-06-01/2022-06-07")]),
    ("2022-07-09", "It earned more a month ago today.", [("a month ago today", "2022-06-09")]),
    ("2025-08-07", "That is double last year's year-end figure.", [("last year's year-end", "2024-12-31")]),
    ("2025-08-07", "The drop came at the end of the 2022 bear market.", [("2022", "2022")]),
    ("2025-08-07", "It beat the Q2 number.", [("Q2", "2025-04-01/2025-06-30")]),
    ("2025-08-07", "Guidance for 1H25 stands.", [("1H25", "2025-01-01/2025-06-30")]),
    ("2025-06-05", "In May it ran 12.9 EH/s, up from 11 a month earlier.", [("May", "2025-05"), ("a month earlier", "2025-04")]),
    ("2025-06-05", "It must close by year's end.", [("year's end", "2025-12-31")]),
    ("2025-06-05", "Talks ended on May 27 and it sued the next day.", [("May 27", "2025-05-27"), ("the next day", "2025-05-28")]),
    ("2025-08-07", "The pool broke down on April 4 this year.", [("April 4 this year", "2025-04-04")]),
    ("2025-08-07", "It dug 50 BTC in March 2023 and sold them in December of that year.", [("March 2023", "2023-03"), ("December of that year", "2023-12")]),
    ("2025-08-07", "For full-year 2024 it lost money.", [("full-year 2024", "2024")]),
    ("2025-08-07", "It paid in full 2024 times.", [("2024", "2024")]),
    ("2025-08-07", "1-6月营收下降。", [("1-6月", "2025-01-01/2025-06-30")]),
    ("2025-08-07", "今年1至7月共产出。", [("今年1至7月", "2025-01-01/2025-07-31")]),
    ("2025-08-07", "2025Q2业绩好于24Q4。", [("2025Q2", "2025-04-01/2025-06-30"), ("24Q4", "2024-10-01/2024-12-31")]),
    ("2025-08-07", "公司公布2024年第三季度业绩。季内总收入下降。", [("2024年第三季度", "2024-07-01/2024-09-30"), ("季内", "2024-07-01/2024-09-30")]),
    ("2025-05-20", "一季度毛利转正，去年这个时候还在亏。", [("一季度", "2025-01-01/2025-03-31"), ("去年这个时候", "2024-01-01/2024-03-31")]),
    ("2025-05-20", "新机型第四季度发布。", [("第四季度", "2025-10-01/2025-12-31")]),
    ("2025-08-07", "设备下月中旬到港，国庆节前通电。", [("下月中旬", "2025-09"), ("国庆节", "2025-10-01")]),
    ("2025-08-07", "云岫电子网站7日讯，工会5日表示将停工。", [("7日", "2025-08-07"), ("5日", "2025-08-05")]),
    ("2025-08-07", "据某社6日报道，展会6月10~12日举行。", [("6日", "2025-08-06"), ("6月10", "2025-06-10"), ("12日", "2025-06-12")]),
    ("2025-08-07", "能源局人士4日向本报记者确认，矿场已关停。", [("4日", "2025-08-04")]),
    ("2025-08-07", "公司2025年半年度收入下降。", [("2025年半年度", "2025-01-01/2025-06-30")]),
    ("2025-08-07", "7月中下旬停机，6月中标的合同已签。", [("7月中下旬", "2025-07"), ("6月", "2025-06")]),
    ("2025-08-07", "2018年来自托管的收入很少，跟月底的停机无关。", [("2018年", "2018"), ("月底", "2025-08-31")]),
    ("2025-08-07", "聚变电站在2030年代建成。", [("2030年代", "2030-01-01/2039-12-31")]),
]  # fmt: skip

NONE = [
    "停工已近14日，连续3日在跌。",
    "It will take 3 to 6 months.", "The two-week outage is over.", "He may march on.", "Model 2140 sold out.", "It traded 24/7.",
    "The second site is idle.", "It fell for a third straight month.", "A quarter of the fleet is off.",
    "为期3-6个月。", "第三台矿机。", "近日恢复供电。", "目前尚无计划。", "季度分红照旧。", "三天两头停电。", "每年检修一次。",
]  # fmt: skip


@pytest.mark.parametrize(("day", "text", "wanted"), SAID, ids=[text[:40] for _, text, _ in SAID])
def test_dates_of_a_sentence(finder: DateFinder, day: str, text: str, wanted: Wanted) -> None:
    found = finder.find(FoldedText.of(text), datetime.date.fromisoformat(day))
    assert [(m.text, m.iso) for m in found] == wanted


@pytest.mark.parametrize("text", NONE, ids=[text[:40] for text in NONE])
def test_no_date_in_a_sentence(finder: DateFinder, text: str) -> None:
    assert [m.text for m in finder.find(FoldedText.of(text), datetime.date(2025, 8, 7))] == []
