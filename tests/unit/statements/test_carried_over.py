"""Whose a fact is that names no company: the ranking over the grammar's choice."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from nlp.pipeline import annotate
from nlp.records import Document
from nlp.resources.files import patterns_folder
from nlp.resources.frames import load_grammar
from nlp.resources.registry import load_registry
from nlp.statements.carried_over import Heard
from nlp.statements.extraction import StatementExtractor
from nlp.statements.knowledge import Knowledge
from nlp.text.fold import fold

FACTS = [
    (
        "Quartzmoor Mining reports: revenue rose to $42 million. NYDIG, which had financed the rigs, was repaid in May. "
        "The miner's fleet draws 90 MW in Ohio. Quartzmoor plans to grow.",
        "reported",
        "$42 million",
        "Quartzmoor Mining",
    ),
    (
        "矿企澜石矿业公布6月数据，澜石矿业挖出212枚比特币。招银国际为其提供4200万美元贷款。招银国际表示看好矿业。"
        "期末总算力为14 EH/s，持有1,480枚比特币。",
        "holds",
        "1,480枚比特币",
        "澜石矿业",
    ),
]


LENDERS = {FACTS[0][0]: "NYDIG", FACTS[1][0]: "招银国际"}


@pytest.mark.parametrize(("text", "predicate", "target", "subject"), FACTS)
def test_a_fact_goes_back_to_the_firm_that_the_article_is_about(
    pipeline: Any, text: str, predicate: str, target: str, subject: str
) -> None:
    read = annotate(pipeline, Document("a", text, date="2024-07-04"))
    (whose,) = _subjects(read, predicate, target)
    assert subject in {m.text for m in read.mentions if m.ref == whose}


def test_without_a_ranking_the_choice_of_the_grammar_stands(pipeline: Any) -> None:
    text, predicate, target, subject = FACTS[1]
    read = annotate(pipeline, Document("a", text, date="2024-07-04"))
    folder = patterns_folder()
    knowledge = Knowledge.of(load_registry(folder))
    plain = StatementExtractor(load_grammar(folder), knowledge).extract(fold(text), read.mentions, today="2024-07-04")
    (whose,) = _subjects(replace(read, statements=tuple(plain)), predicate, target)
    assert subject not in {m.text for m in read.mentions if m.ref == whose}


@pytest.mark.parametrize(("text", "predicate", "target", "subject"), FACTS)
def test_what_a_model_hears_counts_beside_the_ranking(
    pipeline: Any, text: str, predicate: str, target: str, subject: str
) -> None:
    read = annotate(pipeline, Document("a", text, date="2024-07-04"))
    folder = patterns_folder()
    extractor = StatementExtractor.load(folder, load_registry(folder))
    main, lender = (next(m.ref for m in read.mentions if m.text == name) for name in (subject, LENDERS[text]))

    def told(weight: float, favourite: str | None) -> str | None:
        heard = Heard(
            lambda object_, predicate: {str(main): -6.0, str(lender): -6.0, str(favourite): 6.0},
            {"heard": weight},
            0.5,
        )
        made = extractor.extract(fold(text), read.mentions, today="2024-07-04", heard=heard)
        (whose,) = _subjects(replace(read, statements=tuple(made)), predicate, target)
        return whose

    assert told(0.0, lender) == main
    assert told(5.0, lender) == lender
    assert told(5.0, main) == main


def test_nobody_is_heard_to_make_what_the_registry_knows_another_to_make(pipeline: Any) -> None:
    text = (
        "张楠赓:欢迎各位参加嘉楠科技的电话会议。嘉楠科技本季现金充裕。\n\n主持人:谢谢。哪些客户在排队?\n\n"
        "张楠赓:头一批A15系列会先给HIVE和Cipher。"
    )
    read = annotate(pipeline, Document("a", text, date="2024-11-20"))
    folder = patterns_folder()
    extractor = StatementExtractor.load(folder, load_registry(folder))
    heard = Heard(lambda object_, predicate: {"canaan": -6.0, "cipher": -6.0, "hive": 6.0}, {"heard": 5.0}, 0.5)
    made = extractor.extract(fold(text), read.mentions, today="2024-11-20", heard=heard)
    assert [(s.subject, s.object) for s in made if s.predicate == "manufactures"] == [("canaan", "a15-series")]


def _subjects(read: Document, predicate: str, target: str) -> list[str | None]:
    """The subjects of the statements with a predicate and the surface of their object."""
    named = {m.id: m.text for m in read.mentions}
    return [s.subject for s in read.statements if s.predicate == predicate and named.get(s.object or "") == target]


def test_the_former_is_whom_the_grammar_finds(pipeline: Any) -> None:
    text = (
        "IREN was granted a permit on Wednesday; Copperline Digital was not. The former ended August with 15 EH/s "
        "installed, having mined 245 bitcoin."
    )
    read = annotate(pipeline, Document("a", text, title="Copperline Digital without a permit", date="2024-09-04"))
    assert _subjects(read, "has_capacity", "15 EH/s") == ["iren"]
    assert _subjects(read, "mined", "245 bitcoin") == ["iren"]
