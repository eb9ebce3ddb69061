"""The pipeline as users of spaCy meet it."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import spacy
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from spacy.tokens import Doc, DocBin

import nlp
from nlp.annotation import from_json, to_json, validate
from nlp.pipeline import COMPONENTS, annotate, annotate_all
from nlp.records import Document
from nlp.resources.files import patterns_folder

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


@pytest.mark.parametrize("language", ["en", "zh", "xx"])
def test_all_components_in_somebody_elses_pipeline(language: str, tmp_path: Path) -> None:
    other = spacy.blank(language)
    for name in COMPONENTS:
        other.add_pipe(name)
    other.to_disk(tmp_path / "pipe")
    for one in (other, spacy.load(tmp_path / "pipe")):
        doc = one("2021年8月3日，HIVE Blockchain向嘉楠科技订购了6500台矿机。Marathon sold 475 BTC on May 3, 2022.")
        assert {s.predicate for s in doc._.statements} == {"ordered_from", "sold_crypto"}
        assert [e.text for e in doc.ents if e.kb_id_ in ("hive", "mara")] == ["HIVE Blockchain", "Marathon"]


def test_factories_are_found_without_an_import_of_lode(tmp_path: Path) -> None:
    code = "import spacy; n = spacy.blank('en'); n.add_pipe('lode_quantities'); n.add_pipe('lode_merge'); print(n('475 BTC').ents)"
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert result.stdout.strip() == "(475 BTC,)"


def test_a_pipeline_with_own_patterns_does_without_their_folder(tmp_path: Path) -> None:
    shutil.copytree(patterns_folder(), tmp_path / "mine")
    nlp.load(None, patterns=tmp_path / "mine").to_disk(tmp_path / "pipe")
    shutil.rmtree(tmp_path / "mine")
    assert [e.text for e in spacy.load(tmp_path / "pipe")("HIVE向嘉楠科技订购").ents] == ["HIVE", "嘉楠科技"]


def test_docs_travel_as_bytes(pipeline: Any) -> None:
    doc = pipeline(TEXT)
    again = Doc(pipeline.vocab).from_bytes(doc.to_bytes())
    assert [(e.text, e._.value, e._.iso, e._.rule) for e in again.ents] == [
        (e.text, e._.value, e._.iso, e._.rule) for e in doc.ents
    ]
    assert list(again._.statements) == list(doc._.statements)
    (stored,) = DocBin(store_user_data=True, docs=[doc]).get_docs(pipeline.vocab)
    assert list(stored._.mentions) == list(doc._.mentions)


def test_several_processes(pipeline: Any) -> None:
    docs = list(pipeline.pipe([TEXT, TEXT], n_process=2))
    assert [[e.text for e in doc.ents] for doc in docs] == [[e.text for e in pipeline(TEXT).ents]] * 2


def test_a_doc_is_exported_to_the_format(pipeline: Any) -> None:
    record = pipeline(TEXT)._.to_annotation(id="a", url="https://example.com")
    assert (record["id"], record["lang"], record["url"]) == ("a", "zh", "https://example.com")
    assert validate(from_json(json.loads(json.dumps(record)))) == []
    assert record["statements"]


def test_many_cuts_make_the_doc_anew(pipeline: Any) -> None:
    text = "算力1.5EH/S的S21矿机6500台售13.2亿元。" * 60 + "a  b \n c"
    doc = pipeline(text)
    assert "".join(token.text_with_ws for token in doc) == text
    assert all(text[m.start : m.end] == m.text for m in doc._.mentions)
    assert [(e.start_char, e.end_char) for e in doc.ents] == [(m.start, m.end) for m in doc._.mentions]


def test_long_documents_are_read_in_parts(read: Read, monkeypatch: pytest.MonkeyPatch) -> None:
    text = "HIVE于2021年8月3日向嘉楠科技订购了6500台矿机。\n" * 3 + "Marathon sold 475 BTC on May 3, 2022.\n" * 8
    whole = read(text, title="Orders")
    monkeypatch.setattr("nlp.pipeline.PART", 120)
    parts = read(text, title="Orders")
    assert [(m.start, m.end, m.label, m.iso) for m in parts.mentions] == [
        (m.start, m.end, m.label, m.iso) for m in whole.mentions
    ]
    assert validate(parts) == []
    assert [s.predicate for s in parts.statements] == [s.predicate for s in whole.statements]


CALLS = {
    "en": (
        "Operator\n\nGood morning, and welcome to the Greenridge Mining third quarter call.\n\nAnn Lowe\n\nThank you. "
        "Bitmain delivers, Bitmain repairs, and we pay Bitmain on time.\n\nJohn Doe\n\nWhat about Bitmain and MicroBT?"
        "\n\nAnn Lowe\n\nWe hold 900 bitcoin.",
        "Greenridge Mining",
    ),
    "zh": (
        "主持人：\n欢迎各位参加北岭矿业2024年第二季度电话会议。\n\n李明：比特大陆交货，比特大陆维修，我们按时向比特大陆付款。"
        "\n\n提问者：比特大陆和神马的机器怎么看？\n\n李明：我们持有900枚比特币。",
        "北岭矿业",
    ),
}


@pytest.mark.parametrize("language", CALLS)
def test_in_a_call_we_are_the_house_that_welcomes(read: Read, language: str) -> None:
    text, house = CALLS[language]
    document = read(text)
    owners = {m.ref for m in document.mentions if m.text == house}
    assert {s.subject for s in document.statements if s.predicate == "holds"} == owners


def test_without_a_title_the_opening_tells_whom_a_text_is_about(read: Read) -> None:
    lead = "据财联社消息，北岭矿业周一公布了五月的产量。"
    others = "矿机来自嘉楠科技，此前来自嘉楠科技的机器由嘉楠科技维修。\n\n"
    document = read(f"{lead}\n\n{others}公司持有900枚比特币。")
    owners = {m.ref for m in document.mentions if m.text == "北岭矿业"}
    assert {s.subject for s in document.statements if s.predicate == "holds"} == owners


def test_displacy_draws_it(pipeline: Any) -> None:
    html = spacy.displacy.render(pipeline(TEXT), style="ent", page=False, jupyter=False)
    assert "嘉楠科技" in html
    assert "COMPANY" in html


def test_output_round_trips_through_the_format(read: Read) -> None:
    document = read(TEXT, date="2021-08-04", title="Orders")
    assert from_json(to_json(document)) == document


@settings(max_examples=120, suppress_health_check=[HealthCheck.function_scoped_fixture])
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
    "an aside": "Riot (" + "the miner that once ran its rigs in Malaysia and in Texas " * 3_000 + ") grew.",
    "a sign": "嘉楠科技(股票代码" + "股票代码us" * 20_000 + "x]",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_text_is_read_to_its_end(read: Read, name: str) -> None:
    text = HOSTILE[name]
    document = read(text)
    assert document.text == text
    assert [m.text for m in document.mentions] == [text[m.start : m.end] for m in document.mentions]
    assert validate(document) == []


def test_a_stream_of_documents_gives_what_each_gives_alone(pipeline: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("nlp.pipeline.PART", 120)
    texts = [f"嘉楠科技向HIVE交付了{number}000台矿机。" for number in range(1, 20)]
    texts.insert(3, texts[0] * 12)  # read in parts
    documents = [Document(id=str(number), text=text) for number, text in enumerate(texts)]
    assert list(annotate_all(pipeline, documents)) == [annotate(pipeline, document) for document in documents]
    assert list(annotate_all(pipeline, [])) == []
