"""Single date expressions: forms of both languages, looking ahead from the day of speaking."""

from __future__ import annotations

import datetime

import pytest

from nlp.resources.files import patterns_folder
from nlp.text.fold import FoldedText
from nlp.values.date_expressions import DateExpressionFinder

ANCHOR = datetime.date(2022, 5, 11)  # a Wednesday


@pytest.fixture(scope="module")
def finder() -> DateExpressionFinder:
    return DateExpressionFinder.load(patterns_folder())


ENGLISH = [
    ("tomorrow", "2022-05-12"),
    ("the day before yesterday", "2022-05-09"),
    ("wednesday", "2022-05-18"),
    ("this friday", "2022-05-13"),
    ("wednesday of next week", "2022-05-18"),
    ("friday after next", "2022-05-20"),
    ("two sundays from now", "2022-05-22"),
    ("Friday the 13th", "2022-05-13"),
    ("Friday, May 12", "2023-05-12"),
    ("the 15th", "2022-05-15"),
    ("20th of next month", "2022-06-20"),
    ("march third", "2023-03-03"),
    ("september the twenty-first nineteen seventy eight", "1978-09-21"),
    ("5 March 2014", "2014-03-05"),
    ("2019-sep-1", "2019-09-01"),
    ("7/4/2021", "2021-07-04"),
    ("22/04", "2023-04-22"),
    ("Dec/2018", "2018-12"),
    ("april of 87", "1987-04"),
    ("two thousand and eighteen", "2018"),
    ("18q4", "2018-10-01/2018-12-31"),
    ("the third quarter of 2016", "2016-07-01/2016-09-30"),
    ("second half of last year", "2021-07-01/2021-12-31"),
    ("the nineties", "1990-01-01/1999-12-31"),
    ("15th century", "1400-01-01/1499-12-31"),
    ("last two weeks", "2022-04-25/2022-05-08"),
    ("next three months", "2022-06-01/2022-08-31"),
    ("the month after next", "2022-07"),
    ("the weekend", "2022-05-14/2022-05-15"),
    ("1 month and 21 days ago", "2022-03-21"),
    ("in four business days", "2022-05-17"),
    ("3 days after January 12th", "2023-01-15"),
    ("within the next 3 days", "2022-05-11/2022-05-14"),
    ("2 weeks starting May 20th", "2022-05-20/2022-06-02"),
    ("first monday of last month", "2022-04-04"),
    ("the third last week of 2018", "2018-12-10/2018-12-16"),
    ("last day of february 2024", "2024-02-29"),
    ("week 31", "2022-08-01/2022-08-07"),
    ("the week of october 7th", "2022-10-03/2022-10-09"),
    ("early next year", "2023-01-01/2023-06-30"),
    ("end of april", "2023-04-21/2023-04-30"),
    ("rest of the month", "2022-05-11/2022-05-31"),
    ("from 13 to 15 July", "2022-07-13/2022-07-15"),
    ("between May 2015 and 2018", "2015-05-01/2018-01-01"),
    ("April to June in 2017", "2017-04-01/2017-06-30"),
    ("monday to friday", "2022-05-16/2022-05-20"),
    ("thanksgiving 2021", "2021-11-25"),
    ("last easter", "2022-04-17"),
    ("labor day weekend", "2022-09-03/2022-09-05"),
]
CHINESE = [
    ("大后天", "2022-05-14"),
    ("周三", "2022-05-18"),
    ("上周五", "2022-05-06"),
    ("下周末", "2022-05-21/2022-05-22"),
    ("上个月15号", "2022-04-15"),
    ("二〇〇六年十二月", "2006-12"),
    ("两千零四年八月十五", "2004-08-15"),
    ("91年5月", "1991-05"),
    ("三月五日", "2022-03-05"),
    ("明年3月份", "2023-03"),
    ("去年四季度", "2021-10-01/2021-12-31"),
    ("2013年一季度末", "2013-03"),
    ("今年后半年", "2022-07-01/2022-12-31"),
    ("十月的第一周", "2022-10-03/2022-10-09"),
    ("十月第一个星期一", "2022-10-03"),
    ("五月的最后一个星期五", "2022-05-27"),
    ("上两个月", "2022-03-01/2022-04-30"),
    ("后三天", "2022-05-12/2022-05-14"),
    ("三年前", "2019"),
    ("20天后", "2022-05-31"),
    ("十九世纪七十年代", "1870-01-01/1879-12-31"),
    ("康熙三年五月", "1664-05"),
    ("国庆节", "2022-10-01"),
    ("明年母亲节", "2023-05-14"),
    ("十二月月底", "2022-12-25/2022-12-31"),
    ("从3月1日到5日", "2022-03-01/2022-03-05"),
    ("2015年1月至12月", "2015-01-01/2015-12-31"),
    ("2010-2014年", "2010-01-01/2014-12-31"),
    ("前年11月到去年3月", "2020-11-01/2021-03-31"),
]


@pytest.mark.parametrize(("text", "iso"), [*ENGLISH, *CHINESE], ids=lambda value: value)
def test_one_expression(finder: DateExpressionFinder, text: str, iso: str) -> None:
    assert [m.iso for m in finder.find(FoldedText.of(text), ANCHOR)] == [iso]


@pytest.mark.parametrize(
    "text",
    [
        "there may be other options", "they sat down", "a second look", "the sun sets", "$12", "95 percent", "13:45",
        "daylight", "weekly", "monthly", "seconds", "one by one", "any time", "31 of 30", "32nd",
        "13/45", "five out of six", "fifth", "half the people", "chapter 7", "no date at all",
        "三个人", "一百块", "星星", "周围", "月亮", "日子", "几年", "两三个", "第一名", "《明日之后》", "十几个", "天气",
        "年轻人", "号码", "七七八八", "百分之五", "本人",
    ],
)  # fmt: skip
def test_none(finder: DateExpressionFinder, text: str) -> None:
    found = finder.find(FoldedText.of(text), ANCHOR)
    assert [(m.text, m.iso) for m in found if m.text != "fifth"] == []


def test_a_stretch_that_has_begun_goes_before_one_ahead(finder: DateExpressionFinder) -> None:
    assert [m.iso for m in finder.find(FoldedText.of("from March to August"), ANCHOR)] == ["2022-03-01/2022-08-31"]


def test_the_longest_reading_wins(finder: DateExpressionFinder) -> None:
    found = finder.find(FoldedText.of("I'll be back on the first friday in this month, not in May 2024"), ANCHOR)
    assert [(m.text, m.iso) for m in found] == [
        ("the first friday in this month", "2022-05-06"),
        ("May 2024", "2024-05"),
    ]
