"""Sets of `datasets` as training data, and the texts of a stage kept as one."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import datasets
import pytest

from nlp.annotation import to_json
from nlp.errors import InputError
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


def test_evaluation_parts_of_a_set_are_left_out(tmp_path: Path) -> None:
    parts = {
        name: datasets.Dataset.from_list([{"text": name, "entities": [{"start": 0, "end": 2, "label": "PER"}]}])
        for name in ("train", "validation", "test")
    }
    datasets.DatasetDict(parts).save_to_disk(str(tmp_path / "set"))
    (found,) = general_texts([str(tmp_path / "set")])
    assert (found.text, found.spans) == ("train", ((0, 2, PERSON),))


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

    for key in ("a", "a", "b", "b"):
        assert len(stored(tmp_path, "domain", key, counted)) == 3
    assert len(made) == 2
    assert len(list(tmp_path.iterdir())) == 1  # neither older texts nor caches are left


def test_a_store_that_broke_off_is_made_anew(tmp_path: Path) -> None:
    def broken() -> Iterator[LabelledText]:
        yield texts()[0]
        raise InputError("a broken line")

    with pytest.raises(InputError, match="a broken line"):
        stored(tmp_path, "general", 1, broken)
    assert len(stored(tmp_path, "general", 1, texts)) == 3
