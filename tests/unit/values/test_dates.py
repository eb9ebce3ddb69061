"""Dates: forms of both languages, resolved against the document's date and what was said before."""

from __future__ import annotations

import datetime

import pytest

from nlp.resources.files import patterns_folder
from nlp.text.fold import FoldedText
from nlp.values.dates import DateFinder

ANCHOR = datetime.date(2022, 5, 11)  # a Wednesday


@pytest.fixture(scope="module")
def finder() -> DateFinder:
    return DateFinder.load(patterns_folder())


CASES = [
    ("the ban will end in March 2031", "March 2031", "2031-03"),
    ("2021年11月16日公布", "2021年11月16日", "2021-11-16"),
    ("2021 年 1 月 28 日宣布", "2021 年 1 月 28 日", "2021-01-28"),
    ("二〇二一年八月三日", "二〇二一年八月三日", "2021-08-03"),
    ("5月9日，公司", "5月9日", "2022-05-09"),
    ("12月3日，公司", "12月3日", "2021-12-03"),
    ("预计将于12月交付", "12月", "2022-12"),
    ("2021年9月起", "2021年9月", "2021-09"),
    ("去年10月上市", "去年10月", "2021-10"),
    ("今年前9个月", "今年前9个月", "2022-01-01/2022-09-30"),
    ("2021年第三季度", "2021年第三季度", "2021-07-01/2021-09-30"),
    ("第四季度净亏损", "第四季度", "2021-10-01/2021-12-31"),
    ("一季度营收", "一季度", "2022-01-01/2022-03-31"),
    ("今年下半年", "今年下半年", "2022-07-01/2022-12-31"),
    ("2021年上半年", "2021年上半年", "2021-01-01/2021-06-30"),
    ("2022年年底前", "2022年年底", "2022-12-31"),
    ("2025年年中", "2025年年中", "2025-06"),
    ("3月初有传言", "3月初", "2022-03"),
    ("4月底完成", "4月底", "2022-04-30"),
    ("2021年度报告", "2021年度", "2021"),
    ("去年营收", "去年", "2021"),
    ("上月产出", "上月", "2022-04"),
    ("昨天宣布", "昨天", "2022-05-10"),
    ("某委昨宣布", "昨", "2022-05-10"),
    ("币价在昨（7）日创新低", "昨（7）日", "2022-05-07"),
    ("上周公布", "上周", "2022-05-02/2022-05-08"),
    ("周一的公告", "周一", "2022-05-09"),
    ("四年前成立", "四年前", "2018"),
    ("on November 16, 2021", "November 16, 2021", "2021-11-16"),
    ("on Nov. 1", "Nov. 1", "2021-11-01"),
    ("3 August 2021", "3 August 2021", "2021-08-03"),
    ("on 3 February. She left", "3 February", "2022-02-03"),
    ("on 3 Feb. 2024 it closed", "3 Feb. 2024", "2024-02-03"),
    ("by the fourth of July. Then", "the fourth of July", "2022-07-04"),
    ("2021-08-03 update", "2021-08-03", "2021-08-03"),
    ("in April", "April", "2022-04"),
    ("in December, it", "December", "2021-12"),
    ("will arrive in December", "December", "2022-12"),
    ("by the end of June", "the end of June", "2022-06-30"),
    ("in early August 2021", "early August 2021", "2021-08"),
    ("in mid-2025", "mid-2025", "2025-06"),
    ("late 2024", "late 2024", "2024"),
    ("Q3 2024 results", "Q3 2024", "2024-07-01/2024-09-30"),
    ("the first quarter of 2025", "the first quarter of 2025", "2025-01-01/2025-03-31"),
    ("sales in the March quarter rose", "the March quarter", "2022-01-01/2022-03-31"),
    ("in the December quarter of 2021.", "the December quarter of 2021", "2021-10-01/2021-12-31"),
    ("its first-quarter revenue", "first-quarter", "2022-01-01/2022-03-31"),
    ("the second half of 2023", "the second half of 2023", "2023-07-01/2023-12-31"),
    ("the first nine months of 2021", "the first nine months of 2021", "2021-01-01/2021-09-30"),
    ("last year", "last year", "2021"),
    ("last month", "last month", "2022-04"),
    ("said on Tuesday", "Tuesday", "2022-05-10"),
    ("yesterday it said", "yesterday", "2022-05-10"),
    ("four years ago", "four years ago", "2018"),
    ("首批3,000台定于8月上旬通电", "8月上旬", "2022-08"),
    ("余下机器7月底前到港", "7月底", "2022-07-31"),
    ("12月产币705枚", "12月", "2021-12"),
    ("自2月以来", "2月", "2022-02"),
    ("第三季度之前交付", "第三季度", "2022-07-01/2022-09-30"),
    ("2025 年 Q4 净亏损", "2025 年 Q4", "2025-10-01/2025-12-31"),
    ("2017年的12月末", "2017年的12月末", "2017-12-31"),
    ("去年夏天", "去年夏天", "2021-06-01/2021-08-31"),
    ("今夏再上一座矿场", "今夏", "2022-06-01/2022-08-31"),
    ("到夏末算力将翻番", "夏末", "2022-08-31"),
    ("到今年夏末", "今年夏末", "2022-08-31"),
    ("谈到今年余下时间", "今年余下时间", "2022-05-11/2022-12-31"),
    ("年初至今累计产出", "年初至今", "2022-01-01/2022-04-30"),
    ("今年首季", "今年首季", "2022-01-01/2022-03-31"),
    ("2021 年前三季", "2021 年前三季", "2021-01-01/2021-09-30"),
    ("年内在港上市", "年内", "2022"),
    ("预测在2030年前翻番", "2030年", "2030"),
    ("本周末揭晓", "本周末", "2022-05-14/2022-05-15"),
    ("since December", "December", "2021-12"),
    ("shares sold in September", "September", "2021-09"),
    ("on Saturday, May 7, it", "Saturday, May 7", "2022-05-07"),
    ("11 days from now", "11 days from now", "2022-05-22"),
    ("April this year", "April this year", "2022-04"),
    ("by the summer of 2025", "the summer of 2025", "2025-06-01/2025-08-31"),
    ("noticed in the autumn that", "the autumn", "2021-09-01/2021-11-30"),
    ("in Fall 2025", "Fall 2025", "2025-09-01/2025-11-30"),
    ("founded in 2013", "2013", "2013"),
    ("the governor's March decree", "March", "2022-03"),
    ("set new May highs", "May", "2022-05"),
    ("the board meeting in June", "June", "2022-06"),
    ("weaker-than-expected first-quarter output", "first-quarter", "2022-01-01/2022-03-31"),
    ("it fell on Feb.5 and rose", "Feb.5", "2022-02-05"),
    ("on the first of March, it", "the first of March", "2022-03-01"),
    ("the back half of 2023", "the back half of 2023", "2023-07-01/2023-12-31"),
    ("a quarter-to-date gain", "quarter-to-date", "2022-04-01/2022-05-11"),
    ("it reported last night", "last night", "2022-05-10"),
]


@pytest.mark.parametrize(("text", "surface", "iso"), CASES, ids=[c[0] for c in CASES])
def test_one_date(finder: DateFinder, text: str, surface: str, iso: str) -> None:
    found = finder.find(FoldedText.of(text), ANCHOR)
    assert [(m.text, m.iso) for m in found] == [(surface, iso)]


@pytest.mark.parametrize(
    "text",
    [
        "为期五个月", "24 hours", "三小时前", "近日宣布", "目前", "recently", "it may rise", "they march on", "a fall in price",
        "第三方", "300页", "1,234 miners", "the second miner", "每季度", "连续第三个季度", "区块高度 939999", "30日均线",
        "in the summer doldrums", "one year term", "$2025", "2025 MW", "三年内", "季内", "按当日收盘价", "当月产量", "未来一年内", "每月底",
        "every coin gained over the last month", "Tan Jun Wei said", "in the spring lineup",
        "speaking at Hashforum 2031 in Oslo", "the 2031 Oslo Mining Summit", "the Coinage Act of 1873",
        "shares rose 20% in the last month", "rose in the same period of time",
    ],
)  # fmt: skip
def test_none(finder: DateFinder, text: str) -> None:
    assert [m.text for m in finder.find(FoldedText.of(text), ANCHOR)] == []


def test_a_month_after_a_year_goes_on_in_that_year(finder: DateFinder) -> None:
    found = finder.find(FoldedText.of("将于2022年6月至12月分批交付"), ANCHOR)
    assert [m.iso for m in found] == ["2022-06", "2022-12"]


def test_the_same_period_is_a_year_before_the_last_one_said(finder: DateFinder) -> None:
    found = finder.find(FoldedText.of("2021年第三季度营收增长，去年同期亏损"), ANCHOR)
    assert found[-1].iso == "2020-07-01/2020-09-30"


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("Costs fell 9% against Q3 2021. Revenue in Q4 2021 fell from $50 million in the same period last year", "2020-10-01/2020-12-31"),
        ("It told of Q3 2021. In December 2021, it mined 500 BTC, from 400 BTC in the same period last year", "2020-12"),
        ("In Q4 2021 it earned more than the $3 million of Q3 2021 and the $2 million of the same period last year", "2020-10-01/2020-12-31"),
    ],
)  # fmt: skip
def test_the_same_period_is_that_of_what_the_sentence_is_about(finder: DateFinder, text: str, iso: str) -> None:
    assert finder.find(FoldedText.of(text), ANCHOR)[-1].iso == iso


def test_a_dateline_is_the_day_of_its_paragraph(finder: DateFinder) -> None:
    found = finder.find(FoldedText.of("5月10日消息，公司今日宣布。\n昨日股价下跌"), ANCHOR)
    assert [m.iso for m in found] == ["2022-05-10", "2022-05-10", "2022-05-10"]


def test_the_year_before_is_that_of_the_year_just_said(finder: DateFinder) -> None:
    assert [m.iso for m in finder.find(FoldedText.of("2019年收入9亿元，较上年增长"), ANCHOR)] == ["2019", "2018"]


def test_what_is_compared_goes_by_the_period_said(finder: DateFinder) -> None:
    found = finder.find(FoldedText.of("2021年第三季度盈利860万美元，高于一年前的70万美元"), ANCHOR)
    assert [m.iso for m in found] == ["2021-07-01/2021-09-30", "2020-07-01/2020-09-30"]
    found = finder.find(FoldedText.of("2021年二季度环比上季度下降"), ANCHOR)
    assert [m.iso for m in found] == ["2021-04-01/2021-06-30", "2021-01-01/2021-03-31"]


def test_two_comparisons_with_the_same_period_do_not_add_up(finder: DateFinder) -> None:
    found = finder.find(FoldedText.of("2021年上半年亏损，去年同期盈利；上年同期为正"), ANCHOR)
    assert [m.iso for m in found][1:] == ["2020-01-01/2020-06-30"] * 2


def test_without_a_document_date_the_latest_day_told_is_that_of_writing(finder: DateFinder) -> None:
    found = finder.find(FoldedText.of("本周一，公司宣布。2018年上市。10月22日发布公告，上周四证实。"), None)
    assert [m.iso for m in found] == ["2018-10-22", "2018", "2018-10-22", "2018-10-18"]


def test_a_look_back_on_last_week_is_of_the_week_after(finder: DateFinder) -> None:
    found = finder.find(FoldedText.of("2018年8月24日下跌。上周成交下滑。"), None)
    assert [m.iso for m in found] == ["2018-08-24", "2018-08-20/2018-08-26"]


def test_without_a_document_date_a_full_date_in_the_text_is_the_anchor(finder: DateFinder) -> None:
    found = finder.find(FoldedText.of("2018年9月11日判决。8月31日收到，去年起诉。"), None)
    assert [m.iso for m in found] == ["2018-09-11", "2018-08-31", "2017"]


def test_the_end_of_a_year_is_no_day_of_writing(finder: DateFinder) -> None:
    assert [m.iso for m in finder.find(FoldedText.of("昨日停机，2024年曾扩产。"), None)] == [None, "2024"]


def test_the_year_of_a_goal_is_not_that_of_writing(finder: DateFinder) -> None:
    assert [m.iso for m in finder.find(FoldedText.of("6月16日发布规划，到2030年建成。"), None)] == [None, "2030"]


def test_without_any_year_a_date_has_no_place(finder: DateFinder) -> None:
    assert [m.iso for m in finder.find(FoldedText.of("8月3日宣布"), None)] == [None]


@pytest.mark.parametrize(
    ("text", "isos"),
    [
        ("It opened in June 2021 and closed on Friday.", ["2021-06", None]),
        ("On May 3, 2021, it opened. It closed on Thursday.", ["2021-05-03", "2021-04-29"]),
        ("It was founded in 2017. In March, it closed.", ["2017", None]),
        ("Its 2018 listing failed. It closed last year.", ["2018", None]),
        ("In 2019, it opened. In March, it closed. This week it moved.", ["2019", "2019-03", None]),
        ("It had lost money in Q1 2021. In May, it made some.", ["2021-01-01/2021-03-31", "2021-05"]),
        ("In 2021 it grew. A law is expected to follow its April order.", ["2021", "2021-04"]),
        ("At Hashforum 2021 it said that in May it opened.", ["2021-05"]),
        ("It will own a tenth by the end of 2027. It opened last week.", ["2027-12-31", None]),
    ],
)
def test_english_days_are_not_counted_from_a_period(finder: DateFinder, text: str, isos: list[str | None]) -> None:
    assert [m.iso for m in finder.find(FoldedText.of(text), None)] == isos


def test_a_span_of_years_is_two_dates(finder: DateFinder) -> None:
    assert [m.text for m in finder.find(FoldedText.of("the 2011-2013 slump"), ANCHOR)] == ["2011", "2013"]


def test_the_day_before_is_that_of_the_day_told(finder: DateFinder) -> None:
    found = finder.find(FoldedText.of("On May 3 it opened, having moved the day before."), ANCHOR)
    assert [m.iso for m in found] == ["2022-05-03", "2022-05-02"]


@pytest.mark.parametrize(
    ("text", "isos"),
    [
        ("It held 19,211 BTC as of April 30, 2022, up from 8,872 BTC a year earlier.", ["2022-04-30", "2021-04-30"]),
        ("Hashrate averaged 1,034 EH/s in March 2022, 63% higher than a year earlier.", ["2022-03", "2021-03"]),
        (
            "Costs were $26.3 million in the second quarter of 2021, down from $29.1 million a year ago.",
            ["2021-04-01/2021-06-30", "2020-04-01/2020-06-30"],
        ),
        ("BTC mined in March 2022: 167. BTC held at month-end: 1,204.", ["2022-03", "2022-03-31"]),
        ("It moved to Texas a year ago.", ["2021"]),
    ],
)
def test_english_comparisons_go_by_what_is_compared(finder: DateFinder, text: str, isos: list[str]) -> None:
    assert [m.iso for m in finder.find(FoldedText.of(text), ANCHOR)] == isos


TOLD_AGAIN = [
    ("三季度营收3亿元，比2019年同期的5亿元少", "2019-07-01/2019-09-30"),
    ("三季度毛利2亿元，较2021年第二季度的3亿元少，较上年同期的5亿元少", "2020-07-01/2020-09-30"),
    ("三季度毛利2亿元，上季为3亿元，上年同期为5亿元", "2020-07-01/2020-09-30"),
    ("2021年第一和第二季度都亏损", "2021-04-01/2021-06-30"),
]


@pytest.mark.parametrize(("text", "iso"), TOLD_AGAIN)
def test_the_period_that_others_are_compared_with_goes_on(finder: DateFinder, text: str, iso: str) -> None:
    assert finder.find(FoldedText.of(text), datetime.date(2021, 11, 1))[-1].iso == iso
