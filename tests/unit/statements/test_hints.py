"""What a model says of mentions becomes statements, where no rule has taken them."""

from __future__ import annotations

from typing import Any

import pytest

from nlp.pipeline import annotate
from nlp.records import Document, Hint, Statement
from nlp.resources.files import patterns_folder
from nlp.resources.registry import load_registry
from nlp.statements.extraction import StatementExtractor
from nlp.text.fold import fold


@pytest.fixture(scope="module")
def extractor() -> StatementExtractor:
    folder = patterns_folder()
    return StatementExtractor.load(folder, load_registry(folder))


def told(pipeline: Any, extractor: StatementExtractor, text: str, surface: str, **hint: Any) -> list[Statement]:
    """The statements that a hint at a surface adds."""
    document = annotate(pipeline, Document("a", text, date="2024-05-07"))
    target = next(m for m in document.mentions if m.text == surface)
    made = extractor.extract(
        fold(text), document.mentions, source=text, today="2024-05-07", hints=[Hint(target.id, **hint)]
    )
    return [s for s in made if s.rule.endswith(".model")]


SENTENCES = [
    ("Riot Platforms saw 375 BTC trickle into the till in April.", "375 BTC", "mined", "riot"),
    ("四月里，嘉楠科技的口袋又鼓了59枚比特币。", "59枚比特币", "mined", "canaan"),
]


@pytest.mark.parametrize(("text", "surface", "predicate", "subject"), SENTENCES)
def test_the_grammar_finds_subject_and_date_of_a_hint(
    pipeline: Any, extractor: StatementExtractor, text: str, surface: str, predicate: str, subject: str
) -> None:
    (made,) = told(pipeline, extractor, text, surface, predicate=predicate, confidence=0.8)
    assert (made.predicate, made.subject, made.confidence) == (predicate, subject, 0.8)
    assert made.qualifiers.get("date")
    assert surface in text[slice(*made.evidence[0])]


def test_a_subject_that_the_hint_names_is_taken(pipeline: Any, extractor: StatementExtractor) -> None:
    text = "Bitdeer and Cipher Mining compare notes as 375 BTC trickle in."
    (made,) = told(pipeline, extractor, text, "375 BTC", predicate="mined", subject="cipher")
    assert made.subject == "cipher"


def test_a_relation_is_told_beside_what_rules_tell_of_its_object(pipeline: Any, extractor: StatementExtractor) -> None:
    text = "Jason Les is the chief executive of Riot Platforms, a steady hand like Colin Yee aside."
    document = annotate(pipeline, Document("a", text))
    ref = next(m.ref for m in document.mentions if m.text == "Colin Yee")
    (made,) = told(pipeline, extractor, text, "Riot Platforms", predicate="has_position", subject=ref, pair=True)
    assert (made.subject, made.object, made.rule) == (ref, "riot", "en.has_position.pair.model")
    les = next(m.ref for m in document.mentions if m.text == "Jason Les")
    assert told(pipeline, extractor, text, "Riot Platforms", predicate="has_position", subject=les, pair=True) == []


def test_a_relation_is_told_of_no_other_subject(pipeline: Any, extractor: StatementExtractor) -> None:
    text = "Bitdeer and Cipher Mining compare notes. A mere 375 BTC trickled in."
    (made,) = told(pipeline, extractor, text, "375 BTC", predicate="mined", subject="cipher", pair=True)
    assert made.subject == "cipher"
    assert told(pipeline, extractor, text, "375 BTC", predicate="mined", subject="nobody", pair=True) == []


def test_what_a_rule_has_taken_gets_no_second_statement(pipeline: Any, extractor: StatementExtractor) -> None:
    assert told(pipeline, extractor, "Riot Platforms mined 375 BTC in April.", "375 BTC", predicate="holds") == []


DOUBTED = [
    ("Riot Platforms mined 375 BTC in April.", "375 BTC", "mined", "holds"),
    ("嘉楠科技4月产出59枚比特币。", "59枚比特币", "mined", "holds"),
]


@pytest.mark.parametrize(("text", "surface", "ruled", "hinted"), DOUBTED)
def test_what_a_rule_has_taken_is_told_anew_where_the_model_doubts_it(
    pipeline: Any, extractor: StatementExtractor, text: str, surface: str, ruled: str, hinted: str
) -> None:
    (made,) = told(pipeline, extractor, text, surface, predicate=hinted, doubted=(ruled,))
    assert made.predicate == hinted
    assert told(pipeline, extractor, text, surface, predicate=hinted, doubted=("raised",)) == []


def test_a_hint_without_a_subject_that_the_grammar_cannot_find_is_left(
    pipeline: Any, extractor: StatementExtractor
) -> None:
    assert told(pipeline, extractor, "Some 19 J/TH were seen.", "19 J/TH", predicate="has_spec") == []


FAR = [
    ("The Antminer S21 sells well in Texas. On paper it is 200 TH/s and not a hash more.", "200 TH/s", "antminer-s21"),
    ("蚂蚁S21在得州很好卖。铭牌上印的200 TH/s，一点不虚。", "200 TH/s", "antminer-s21"),
]


@pytest.mark.parametrize(("text", "surface", "machine"), FAR)
def test_a_machine_that_the_hint_names_may_stand_in_another_sentence(
    pipeline: Any, extractor: StatementExtractor, text: str, surface: str, machine: str
) -> None:
    (made,) = told(pipeline, extractor, text, surface, predicate="has_spec", subject=machine)
    assert made.subject == machine


def test_a_firm_can_be_at_work_in_a_place_that_another_fact_has_taken(
    pipeline: Any, extractor: StatementExtractor
) -> None:
    text = "Riot Platforms ordered 3,000 S21 machines from Bitmain for delivery to Texas in May."
    before = annotate(pipeline, Document("a", text, date="2024-05-07"))
    assert [s.predicate for s in before.statements if "destination" in s.qualifiers] == ["ordered_from"]
    assert told(pipeline, extractor, text, "Texas", predicate="located_in", confidence=0.7) == []
    (made,) = told(pipeline, extractor, text, "Texas", predicate="operates_in", confidence=0.7)
    assert (made.predicate, made.subject) == ("operates_in", "riot")


ORDERED = [
    ("Riot Platforms ordered 3,000 Avalon A1566 machines from Canaan.", "Avalon A1566", "canaan"),
    ("Soluna向嘉楠科技订购3,000台阿瓦隆A1566矿机。", "阿瓦隆A1566", "canaan"),
]


@pytest.mark.parametrize(("text", "surface", "maker"), ORDERED)
def test_what_another_fact_tells_of_is_told_itself_where_the_model_is_sure(
    pipeline: Any, extractor: StatementExtractor, text: str, surface: str, maker: str
) -> None:
    (made,) = told(pipeline, extractor, text, surface, predicate="manufactures", subject=maker, confidence=0.85)
    assert made.subject == maker
    assert told(pipeline, extractor, text, surface, predicate="manufactures", subject=maker, confidence=0.7) == []


BARRED = [
    ("Soluna把矿场投资追加至7,000万美元。", "7,000万美元", "raised"),
    ("以太坊网络的算力超过900 TH/s，Soluna很关注。", "900 TH/s", "has_capacity"),
    ("在美国上市的矿企Soluna很关注。", "美国", "located_in"),
    ("Soluna提到一笔6,000万元(约合900万美元)的款项。", "900万美元", "raised"),
    ("Soluna mentioned C$12 million (about $9 million) of it.", "$9 million", "raised"),
]


@pytest.mark.parametrize(("text", "surface", "predicate"), BARRED)
def test_what_bars_rules_bars_hints(
    pipeline: Any, extractor: StatementExtractor, text: str, surface: str, predicate: str
) -> None:
    assert told(pipeline, extractor, text, surface, predicate=predicate, subject="soluna") == []


def test_words_of_raising_bar_nothing(pipeline: Any, extractor: StatementExtractor) -> None:
    (made,) = told(
        pipeline,
        extractor,
        "Soluna为投资矿场，口袋里多了筹来的7,000万美元。",
        "7,000万美元",
        predicate="raised",
        doubted=("reported",),
    )
    assert made.predicate == "raised"


MADE = [("Cipher Mining likes the Avalon A1566.", "Avalon A1566"), ("Cipher Mining很看好阿瓦隆A1566。", "阿瓦隆A1566")]


@pytest.mark.parametrize(("text", "surface"), MADE)
def test_nobody_makes_what_another_is_known_to_make(
    pipeline: Any, extractor: StatementExtractor, text: str, surface: str
) -> None:
    assert told(pipeline, extractor, text, surface, predicate="manufactures", subject="cipher") == []
