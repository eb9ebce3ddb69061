"""The pipeline as users of spaCy meet it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import spacy
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import nlp
from nlp.annotation import from_json, to_json, validate
from nlp.errors import ModelError
from nlp.records import Document

Read = Callable[..., Document]
TEXT = "8月3日，HIVE Blockchain向嘉楠科技订购了6500台矿机，CEO Aydin Kilic said it paid $30 million in Q3 2021."


def test_entities_of_a_mixed_text(pipeline: Any) -> None:
    doc = pipeline(TEXT)
    assert {(ent.text, ent.label_) for ent in doc.ents} >= {
        ("8月3日", "DATE"), ("HIVE Blockchain", "COMPANY"), ("嘉楠科技", "COMPANY"), ("6500台", "QUANTITY"),
        ("Aydin Kilic", "PERSON"), ("$30 million", "QUANTITY"), ("Q3 2021", "DATE"),
    }  # fmt: skip
    canaan = next(ent for ent in doc.ents if ent.text == "嘉楠科技")
    assert canaan.kb_id_ == "canaan"
    assert next(ent for ent in doc.ents if ent.text == "6500台")._.value.unit == "machine"


def test_names_share_a_ref_across_languages_and_scripts(read: Read) -> None:
    document = read("比特大陸（Bitmain）宣布，比特大陆将扩产。")
    assert {m.ref for m in document.mentions if m.label == "COMPANY"} == {"bitmain"}


def test_the_pipeline_goes_to_disk_and_back(pipeline: Any, tmp_path: Path) -> None:
    pipeline.to_disk(tmp_path / "lode")
    again = spacy.load(tmp_path / "lode")
    one, other = pipeline(TEXT), again(TEXT)
    assert [(e.text, e.label_, e.kb_id_) for e in one.ents] == [(e.text, e.label_, e.kb_id_) for e in other.ents]
    assert one._.statements == other._.statements


def test_components_work_in_another_pipeline() -> None:
    other = spacy.blank("en")
    for name in ("lode_quantities", "lode_merge"):
        other.add_pipe(name)
    assert [(e.text, e.label_) for e in other("It sold 475 BTC.").ents] == [("475 BTC", "QUANTITY")]


def test_displacy_draws_it(pipeline: Any) -> None:
    html = spacy.displacy.render(pipeline(TEXT), style="ent", page=False, jupyter=False)
    assert "嘉楠科技" in html
    assert "COMPANY" in html


def test_there_is_no_model_yet() -> None:
    with pytest.raises(ModelError, match="model=None"):
        nlp.load("some-model")


def test_output_round_trips_through_the_format(read: Read) -> None:
    document = read(TEXT, date="2021-08-04", title="Orders")
    assert from_json(to_json(document)) == document


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.sampled_from(
    ["嘉楠科技", "Bitmain", "订购了", "4000台", "矿机", "，", "。", "$30 million", " ", "\n", "2021年8月3日", "Q3 2021", "位于", "Texas", "CEO",
     "张楠赓", "S19j Pro", "mined", "310 BTC", "(", "）", "“", "其", "公司", "the company", "至", "12", "%", "🚀", "\u202e", "é", "１", "\x00", "\t"]
), max_size=40))  # fmt: skip
def test_output_is_always_valid(read: Read, pieces: list[str]) -> None:
    text = "".join(pieces)
    document = read(text, date="2022-05-11")
    assert validate(document) == []


HOSTILE = {
    "digits": "9" * 200_000,
    "commas": "1," * 100_000,
    "brackets": "(" * 100_000 + ")" * 100_000,
    "han numerals": "一亿万" * 60_000,
    "one word": "矿" * 200_000,
    "letters": "A" * 200_000,
    "companies": "嘉楠科技、" * 20_000,
    "dates": "2021年8月3日至" * 15_000,
    "spaces": " " * 200_000 + "x",
    "capitals": "Aa " * 60_000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_text_is_read_to_its_end(read: Read, name: str) -> None:
    text = HOSTILE[name]
    document = read(text)
    assert document.text == text
    assert [m.text for m in document.mentions] == [text[m.start : m.end] for m in document.mentions]
    assert validate(document) == []
