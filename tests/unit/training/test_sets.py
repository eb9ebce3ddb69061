"""Sets of `datasets` as training data, and the texts of a stage kept as one."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import datasets
import pytest

from nlp.annotation import to_json
from nlp.errors import InputError, ModelError
from nlp.records import Document, Measure, Mention, Statement
from nlp.training.data import general_texts
from nlp.training.labelled import NOTHING, LabelledText, own_text, read_labelled
from nlp.training.stored import stored
from nlp.training.texts import fingerprint, read_articles

COMPANY, PERSON = ("COMPANY", "AUTHORITY", NOTHING), ("PERSON",)


def saved(path: Path, rows: list[dict[str, Any]], features: datasets.Features | None = None) -> str:
    datasets.Dataset.from_list(rows, features=features).save_to_disk(str(path))
    return str(path)


def test_articles_of_a_saved_set(tmp_path: Path) -> None:
    path = saved(tmp_path / "news", [{"text": "一\n二"}, {"text": "three"}])
    assert list(read_articles(path)) == ["一\n二", "three"]
    assert fingerprint(path) == fingerprint(saved(tmp_path / "copy", [{"text": "一\n二"}, {"text": "three"}]))
    assert fingerprint(path) != fingerprint(saved(tmp_path / "other", [{"text": "one"}, {"text": "three"}]))


@pytest.mark.parametrize("read", [read_articles, read_labelled])
def test_a_set_without_text_or_that_is_none_is_named(tmp_path: Path, read: Any) -> None:
    with pytest.raises(InputError, match=r"wrong:1: .*"):
        list(read(saved(tmp_path / "wrong", [{"body": "one"}])))
    with pytest.raises(InputError, match=r"hf:no/such.*cannot be loaded"):
        list(read("hf:no/such/set"))


@pytest.mark.parametrize("named", [True, False])
@pytest.mark.parametrize(
    ("tokens", "tags", "text", "spans"),
    [
        (
            ["Ann", "Lee", "runs", "Kestrel", "."], ["B-PER", "I-PER", "O", "B-ORG", "O"], "Ann Lee runs Kestrel .",
            [(0, 7, PERSON), (13, 20, COMPANY)],
        ),
        (["红", "隼", "公", "司"], ["B-ORG", "I-ORG", "O", "O"], "红隼公司", [(0, 2, COMPANY)]),
        # two that touch, and tags without a B where nothing is before them
        (["Ann", "Bo"], ["B-PER", "B-PER"], "Ann Bo", [(0, 3, PERSON), (4, 6, PERSON)]),
        (["Ann", "Kestrel"], ["I-PER", "I-ORG"], "Ann Kestrel", [(0, 3, PERSON), (4, 11, COMPANY)]),
        (["矿企", "Kestrel", "Mining"], ["O", "B-ORG", "I-ORG"], "矿企Kestrel Mining", [(2, 16, COMPANY)]),
        ([], [], "", []),
    ],
)  # fmt: skip
def test_rows_of_tokens_with_tags(
    tmp_path: Path, tokens: list[str], tags: list[str], text: str, spans: list[Any], named: bool
) -> None:
    names = ["O", "B-PER", "I-PER", "B-ORG", "I-ORG"]
    kind = datasets.ClassLabel(names=names) if named else datasets.Value("string")
    features = datasets.Features({"tokens": datasets.List(datasets.Value("string")), "ner_tags": datasets.List(kind)})
    (found,) = read_labelled(saved(tmp_path / "set", [{"tokens": tokens, "ner_tags": tags}], features))
    assert (found.text, list(found.spans)) == (text, spans)


def test_evaluation_parts_are_left_out_where_there_are_others(tmp_path: Path) -> None:
    parts = {
        name: datasets.Dataset.from_list([{"text": name, "entities": [{"start": 0, "end": 2, "label": "PER"}]}])
        for name in ("train", "validation", "testa", "test")
    }
    datasets.DatasetDict(parts).save_to_disk(str(tmp_path / "set"))
    (found,) = general_texts([str(tmp_path / "set")])
    assert (found.text, found.spans) == ("train", ((0, 2, PERSON),))
    # who gives one alone means it
    parts["test"].save_to_disk(str(tmp_path / "test"))
    assert [text.text for text in general_texts([str(tmp_path / "test")])] == ["test"]


def test_the_fingerprint_of_a_set_knows_its_splits(tmp_path: Path) -> None:
    rows = datasets.Dataset.from_list([{"text": "one"}])
    for split in ("train", "test"):
        datasets.DatasetDict({split: rows}).save_to_disk(str(tmp_path / split))
    assert fingerprint(tmp_path / "train") != fingerprint(tmp_path / "test")


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ({"tokens": ["a"], "ner_tags": [3]}, "does not say what the tag 3 means"),
        ({"tokens": ["a", "b"], "ner_tags": ["O"]}, "shorter"),
        ({"text": None, "entities": []}, "text must be a string"),
        ({"text": "a", "entities": None}, "NoneType"),
    ],
)
def test_rows_that_are_no_records_are_named(tmp_path: Path, row: dict[str, Any], told: str) -> None:
    with pytest.raises(InputError, match=rf"wrong:1: .*{told}"):
        list(read_labelled(saved(tmp_path / "wrong", [row])))


def test_tags_below_nothing_are_none_and_empty_tokens_no_mentions(tmp_path: Path) -> None:
    names = datasets.ClassLabel(names=["O", "B-PER"])
    features = datasets.Features({"tokens": datasets.List(datasets.Value("string")), "ner_tags": datasets.List(names)})
    row = {"tokens": ["Ann", "", "ran"], "ner_tags": [1, 1, -1]}
    (found,) = read_labelled(saved(tmp_path / "set", [row], features))
    assert (found.text, found.spans) == ("Ann ran", ((0, 3, PERSON),))


def test_a_set_by_name_is_read_as_it_streams(monkeypatch: pytest.MonkeyPatch) -> None:
    def load(name: str, *, split: str | None, streaming: bool) -> Any:
        assert (name, split, streaming) == ("who/what", "train", True)
        return datasets.Dataset.from_list([{"text": "one"}]).to_iterable_dataset()

    monkeypatch.setattr(datasets, "load_dataset", load)
    assert list(read_articles("hf:who/what:train")) == ["one"]


def texts() -> list[LabelledText]:
    text = "Kestrel持有5枚比特币。"
    mentions = (
        Mention(0, 7, "Kestrel", "COMPANY", ref="kestrel", id="e1"),
        Mention(9, 11, "5枚", "QUANTITY", ref="q:e2", id="e2", measure=Measure("coins", 5.0, unit="BTC")),
    )
    document = Document("d1", text, "zh", mentions=mentions, statements=(Statement("holds", "kestrel", "e2"),))
    return [
        own_text(document),
        LabelledText("Ann", ((0, 3, PERSON),), hidden=("MACHINE", "DATE")),
        LabelledText("", ()),
    ]


def test_stored_texts_are_what_was_stored(tmp_path: Path) -> None:
    kept = stored(tmp_path, "domain", ["a"], texts)
    assert len(kept) == 3
    for found, wanted in zip(kept, texts(), strict=True):
        assert (found.text, found.spans, found.hidden) == (wanted.text, wanted.spans, wanted.hidden)
        assert (found.document is None) == (wanted.document is None)
    first = kept[0].document
    assert first is not None
    assert json.dumps(to_json(first)) == json.dumps(to_json(texts()[0].document or Document("", "")))
    assert [text.text for text in kept[1:]] == ["Ann", ""]


def test_texts_are_stored_once_and_anew_for_other_data(tmp_path: Path) -> None:
    made = []

    def counted() -> Iterator[LabelledText]:
        made.append(1)
        return iter(texts())

    for key in (["a"], ["a"], ["a", "a"], ["a", "a"]):
        assert len(stored(tmp_path, "domain", key, counted)) == 3
    assert len(made) == 2
    assert len(list(tmp_path.iterdir())) == 1  # neither older texts nor caches are left


@pytest.mark.parametrize("text", ["2024-01-01", "12", "a\ud800b", "\x00", "\u2028"])
def test_texts_are_kept_to_the_character(tmp_path: Path, text: str) -> None:
    (kept,) = stored(tmp_path, "general", text, lambda: [LabelledText(text, ((0, 1, PERSON),))])
    assert kept.text == text.replace("\ud800", "\ufffd")
    assert kept.spans == ((0, 1, PERSON),)


def test_a_stage_without_texts_says_so(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="expected texts for the stage general, there are none"):
        stored(tmp_path, "general", 1, lambda: [])


def test_a_store_that_broke_off_is_made_anew(tmp_path: Path) -> None:
    def broken() -> Iterator[LabelledText]:
        yield texts()[0]
        raise InputError("a broken line")

    with pytest.raises(InputError, match="a broken line"):
        stored(tmp_path, "general", 1, broken)
    assert len(stored(tmp_path, "general", 1, texts)) == 3
