"""Questions that a text answers itself, figures without a verb of their own, headings, and who says 我们."""

from __future__ import annotations

import pytest

from nlp.encoding import EncodedText, encode
from nlp.headings import Headings
from nlp.records import Measure, Mention
from nlp.references import Salience, find_anaphors
from nlp.statements.answers import find_answers

_HASHRATE = Measure("hashrate", 2e7, "TH/s")


def _encoded(text: str, *names: str, figures: tuple[str, ...] = ()) -> EncodedText:
    """The text with every occurrence of the names as companies and of the figures as hashrates."""
    found: list[Mention] = []
    for label, surfaces in (("COMPANY", names), ("QUANTITY", figures)):
        for surface in surfaces:
            at = text.find(surface)
            while at >= 0:
                measure = _HASHRATE if label == "QUANTITY" else None
                ref = surface.lower() if label == "COMPANY" else None
                found.append(Mention(at, at + len(surface), surface, label, ref=ref, measure=measure, id=f"e{at}"))
                at = text.find(surface, at + 1)
    return encode(text, sorted(found, key=lambda m: m.start))


def _headings(encoded: EncodedText) -> Headings:
    return Headings(encoded, lambda slot: False)


@pytest.mark.parametrize(
    ("text", "answered"),
    [
        ("Hive的算力是多少?20 EH/s。", "多少"),
        ("Hive的算力究竟有多少?答案是约20 EH/s,比去年多。", "多少"),
        ("算力最高的是谁?Hive。", "谁"),
        ("算力最高的是谁?Hive没有说。", None),  # the answer goes on to tell something else
        ("算力最高的是谁?没有人知道,Hive也不知道。", None),
        ("谁的算力最高。Hive。", None),  # no question
    ],
)
def test_answers_stand_for_question_words(text: str, answered: str | None) -> None:
    encoded = _encoded(text, "Hive", figures=("20 EH/s",))
    found = [encoded.text[start:end] for start, end, _ in find_answers(encoded)]
    assert found == ([answered] if answered else [])


def test_a_heading_tells_whose_the_next_lines_are_until_another_company_comes() -> None:
    encoded = _encoded("◆ Hive\n算力提高了。\n产量也是。\nRiot没有卖币。\n股价上涨。\n", "Hive", "Riot")
    headings = _headings(encoded)
    assert [headings.over(paragraph) for paragraph in range(5)] == [None, "hive", "hive", "hive", None]
    assert headings.leads(3) == "riot"


def test_a_heading_of_two_companies_is_nobodys() -> None:
    encoded = _encoded("Hive向Riot卖矿机\n产量提高了。\n", "Hive", "Riot")
    assert _headings(encoded).over(1) is None


def test_english_has_no_such_headings() -> None:
    encoded = _encoded("Hive\nOutput rose.\n", "Hive")
    assert _headings(encoded).over(1) is None


@pytest.mark.parametrize(
    ("text", "firm"),
    [
        ("Riot跌了。“我们不卖币,”Hive说。", "hive"),
        ("Riot跌了。“我们不卖币。”说这话的是Hive。", "hive"),
        ("Riot说:“我们不卖币。”Hive跌了。", "riot"),
    ],
)
def test_we_is_whom_a_chinese_quotation_names_behind_it(text: str, firm: str) -> None:
    encoded = _encoded(text, "Hive", "Riot")
    salience = Salience(encoded, main="riot", sources=())
    assert [ref for _, _, ref in find_anaphors(encoded, salience)] == [firm]
