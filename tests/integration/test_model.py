"""The shipped model in the pipeline: names that patterns miss, nothing unread, no torch."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import spacy

import nlp
from nlp.errors import ModelError
from nlp.pipeline import annotate, annotate_all
from nlp.records import Document
from nlp.schema import NAME_LABELS
from nlp.transformer.config import DEFAULT_MODEL, find_model
from nlp.transformer.judged import fact_of
from nlp.transformer.lone import LONE, OPEN
from nlp.transformer.runtime import Model

ARTICLE = (
    "加密矿企 Quorvane Digital 周二宣布，已向比特大陆订购 3,000 台 S21 矿机。"
    "Quorvane Digital 首席执行官 Marta Lindqvist 表示，交付将于 2025 年 3 月完成。"
)


def test_the_default_pipeline_has_the_model(with_model: Any) -> None:
    assert with_model.pipe_names == [
        "lode_quantities", "lode_dates", "lode_names", "lode_model", "lode_merge", "lode_hints", "lode_statements", "lode_judge",
    ]  # fmt: skip
    assert nlp.load(None).pipe_names == nlp.load("none").pipe_names
    assert "lode_model" not in nlp.load(None).pipe_names


def test_what_it_says_stands_in_the_text(with_model: Any) -> None:
    done = annotate(with_model, Document("a", ARTICLE, date="2024-11-06"))
    assert {"Quorvane Digital", "比特大陆", "Marta Lindqvist"} <= {m.text for m in done.mentions}
    assert all(ARTICLE[m.start : m.end] == m.text and 0 < m.confidence <= 1 for m in done.mentions)
    assert all(0 < s.confidence <= 1 for s in done.statements)
    assert "ordered_from" in {s.predicate for s in done.statements}


def test_what_the_patterns_miss_is_made_of_hints(with_model: Any) -> None:
    with (Path(__file__).parents[2] / "seeds" / "invented" / "unread_en.jsonl").open(encoding="utf-8") as file:
        articles = [json.loads(line) for line in file][:12]
    fresh = []
    for article in articles:
        doc = with_model(article["text"])
        told = [s for s in doc._.statements if not s.rule.endswith(".model")]
        for statement in (s for s in doc._.statements if s.rule.endswith(".model")):
            fresh.append(statement)
            assert statement.subject
            if statement.rule.endswith(LONE):  # its object has no name
                assert statement.predicate in OPEN
                assert statement.object is None
                assert all(fact_of(s) != fact_of(statement) for s in told)
                continue
            assert statement.object
            key = (statement.predicate, statement.subject, statement.object)
            assert all((s.predicate, s.subject, s.object) != key for s in told)
        assert not {"lode.hints", "lode.evidence", "lode.reading"} & set(doc.user_data)
    assert fresh
    assert all(s.confidence >= 0.3 for s in fresh)


def test_together_or_alone_is_the_same(with_model: Any) -> None:
    documents = [Document(f"d{n}", ARTICLE * (n + 1)) for n in range(3)] + [Document("empty", " ")]
    alone = [annotate(with_model, document) for document in documents]
    together = list(annotate_all(with_model, documents))
    assert [[(m.start, m.end, m.label) for m in d.mentions] for d in together] == [
        [(m.start, m.end, m.label) for m in d.mentions] for d in alone
    ]


@pytest.mark.parametrize(
    "text",
    [
        "攻击者选中了Komodo和Monacoin，之后BitcoinGold和Vertcoin的算力也被租走，Horizen、Livepeer等网络提高了确认数。",
        "去年的Ebitda翻了一番，该股在伦敦证券交易所（LSE）挂牌。",
    ],
)
def test_coins_venues_and_abbreviations_are_no_names(with_model: Any, text: str) -> None:
    assert [ent.text for ent in with_model(text).ents if ent.label_ in NAME_LABELS] == []


def test_a_long_text_is_read_to_its_end() -> None:
    text = ARTICLE * 60
    reading = Model.load(find_model(DEFAULT_MODEL)).read([text])[0]
    assert len(reading.scores) == len(reading.pieces.ids)
    read = set()
    for start, stop in zip(reading.pieces.starts, reading.pieces.stops, strict=True):
        read.update(range(start, stop))
    assert sum(1 for n, char in enumerate(text) if not char.isspace() and n not in read) == 0


def test_the_pipeline_survives_the_disk(with_model: Any, tmp_path: Path) -> None:
    with_model.to_disk(tmp_path / "lode")
    again = spacy.load(tmp_path / "lode")
    assert [e.text for e in again(ARTICLE).ents] == [e.text for e in with_model(ARTICLE).ents]


def test_spacy_pipes_and_docs_carry_no_reading(with_model: Any) -> None:
    docs = list(with_model.pipe([ARTICLE, ARTICLE]))
    assert [len(d.ents) for d in docs] == [len(docs[0].ents)] * 2
    assert "lode.reading" not in docs[0].user_data
    docs[0].to_bytes()


def test_precisions_agree_on_most(with_model: Any) -> None:
    whole = nlp.load(precision="fp32")
    names = [{e.text for e in pipeline(ARTICLE).ents} for pipeline in (with_model, whole)]
    assert len(names[0] & names[1]) >= len(names[0] | names[1]) - 1


def test_inference_needs_no_torch() -> None:
    code = "import nlp, sys; list(nlp.load()('HIVE订购了S21矿机').ents); assert 'torch' not in sys.modules"
    blocked = f"import sys; sys.modules['torch'] = None; {code.replace(chr(39) + 'torch' + chr(39) + ' not in sys.modules', 'True')}"
    assert subprocess.run([sys.executable, "-c", blocked], check=False, capture_output=True).returncode == 0


@pytest.mark.parametrize("model", ["no-such-model", "/no/such/place"])
def test_a_missing_model_is_named(model: str) -> None:
    with pytest.raises(ModelError, match="none for patterns alone"):
        nlp.load(model)


def test_the_weights_are_small_and_no_pickles() -> None:
    files = [path for path in find_model(DEFAULT_MODEL).rglob("*") if path.is_file()]
    assert sum(path.stat().st_size for path in files) < 40_000_000
    assert {path.suffix for path in files} <= {".json", ".jsonl", ".onnx", ".onnx_data", ".safetensors", ".md"}
