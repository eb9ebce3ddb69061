"""What training reads: settings, texts, labelled sets, stand-off annotation, windows with what is wanted of them."""

from __future__ import annotations

import gzip
import json
import random
from collections import Counter
from pathlib import Path

import numpy
import pytest

from nlp.errors import InputError, ModelError
from nlp.records import Document, Mention, Statement
from nlp.training.data import divide, is_held_out
from nlp.training.examples import allowed_tags, examples_of
from nlp.training.labelled import LabelledText, own_text, read_labelled
from nlp.training.settings import DataSettings, load_settings
from nlp.training.standoff import detach, is_standoff, restore, write_lines
from nlp.training.texts import read_articles
from nlp.training.vocabulary import build_vocabulary
from nlp.transformer.pieces import PieceReader
from nlp.transformer.roles import RELATION_NUMBERS, ROLE_NUMBERS
from nlp.transformer.tags import OUTSIDE, TAGS, first_of, inner_of

TEXT = "矿企Kestrel Mining持有5枚比特币。Kestrel计划增持。"
DOCUMENT = Document(
    "d1",
    TEXT,
    "zh",
    mentions=(
        Mention(2, 16, "Kestrel Mining", "COMPANY", ref="kestrel", id="e1"),
        Mention(18, 20, "5枚", "QUANTITY", ref="q:e2", id="e2"),
        Mention(24, 31, "Kestrel", "COMPANY", ref="kestrel", id="e3"),
    ),
    statements=(Statement("holds", "kestrel", "e2"),),
)


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> PieceReader:
    path = tmp_path_factory.mktemp("texts") / "a.txt"
    path.write_text((TEXT + "\\n更多。Miners rose 12% in 2024.\n") * 3, encoding="utf-8")
    return PieceReader(build_vocabulary([path], size=200, characters=10_000))


def test_pieces_keep_case_cut_digits_and_know_their_place(reader: PieceReader) -> None:
    text = "礦企 Kestrel，2024\n年"
    pieces = reader.read(text)
    surfaces = [text[a:b] for a, b in zip(pieces.starts, pieces.stops, strict=True)]
    assert surfaces[:2] == ["礦", "企"]
    assert surfaces[-6:] == ["2", "0", "2", "4", "\n", "年"]
    assert "".join(surfaces).startswith("礦企Kestrel，")


@pytest.mark.parametrize(
    ("table", "message"),
    [
        ("[run]\nwork='a'", "model"),
        ("[run]\nwork='a'\nmodel='b'\n[other]\nx=1", "other"),
        ("[run]\nwork='a'\nmodel='b'\nspeed=3", "has no speed"),
        ("[run]\nwork='a'\nmodel='b'\nseed='x'", "seed must be int"),
        ("[run]\nwork='a'\nmodel='b'\n[domain]\nepochs=true", "epochs must be float"),
        ("[run]\nwork='a'\nmodel='b'\n[data]\ngold='x'", "gold must be tuple"),
        ("[run]\nwork='a'\nmodel='b'\n[data]\nrepeats=0", "repeats must be at least 1, was: 0"),
        ("[run]\nwork='a'\nmodel='b'\n[general]\nbegin='c'", r"begin is for \[domain\]"),
    ],
)
def test_wrong_settings_are_named(tmp_path: Path, table: str, message: str) -> None:
    path = tmp_path / "t.toml"
    path.write_text(table, encoding="utf-8")
    with pytest.raises(ModelError, match=message):
        load_settings(path)


def test_articles_of_lines_and_of_records(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("one\\ntwo\n\nthree\n", encoding="utf-8")
    with gzip.open(tmp_path / "b.jsonl.gz", "wt", encoding="utf-8") as file:
        file.write('{"text": "four"}\n')
    assert list(read_articles(tmp_path / "a.txt")) == ["one\ntwo", "three"]
    assert list(read_articles(tmp_path / "b.jsonl.gz")) == ["four"]
    (tmp_path / "c.jsonl").write_text('{"text": "x"}\n{"no": 1}\n', encoding="utf-8")
    with pytest.raises(InputError, match=r"c\.jsonl:2"):
        list(read_articles(tmp_path / "c.jsonl"))
    with pytest.raises(InputError, match="there is none"):
        list(read_articles(tmp_path / "none.txt"))


def test_tags_of_our_own_documents(reader: PieceReader) -> None:
    pieces = reader.read(TEXT)
    tags = allowed_tags(own_text(DOCUMENT), pieces)
    assert (tags.sum(axis=1) == 1).all()
    first, last = pieces.span(2, 16)
    assert tags[first].argmax() == first_of("COMPANY")
    assert (tags[first + 1 : last].argmax(axis=1) == inner_of("COMPANY")).all()
    assert tags[last].argmax() == OUTSIDE


def test_what_a_set_leaves_unmarked_may_be_anything_it_does_not_mark(tmp_path: Path, reader: PieceReader) -> None:
    path = tmp_path / "wikigold.jsonl"
    rows = [
        {"id": "w1", "lang": "en", "split": "all", "text": "Miners rose in Kestrel", "entities": [[15, 22, "LOC"]]},
        {"id": "w2", "lang": "en", "split": "test", "text": "left out", "entities": []},
    ]
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    (text,) = read_labelled(path)
    tags = allowed_tags(text, reader.read(text.text))
    free = {TAGS[n] for n in numpy.flatnonzero(tags[0])}
    assert {"O", "B-MACHINE", "I-QUANTITY", "B-DATE"} <= free
    assert "B-PERSON" not in free
    place = {TAGS[n] for n in numpy.flatnonzero(tags[reader.read(text.text).span(15, 22)[0]])}
    assert place == {"O", "B-JURISDICTION", "B-FACILITY"}


def test_a_broken_set_names_file_and_line(tmp_path: Path) -> None:
    path = tmp_path / "fire.jsonl"
    path.write_text('{"text": "a", "entities": []}\n{"entities": [[1]]}\n', encoding="utf-8")
    with pytest.raises(InputError, match=r"fire\.jsonl:2"):
        list(read_labelled(path))


def test_the_nearest_mentions_carry_the_statement(reader: PieceReader) -> None:
    (example,) = examples_of(own_text(DOCUMENT), reader, 128, random.Random(1))
    subject, holds = ROLE_NUMBERS["holds.subject"], RELATION_NUMBERS["holds"]
    assert len(example.ids) == len(example.allowed)
    assert not example.allowed[[0, -1]].any()
    assert example.roles[:, subject].tolist() in ([1, 0, -1], [-1, 0, 1])
    assert example.roles[:, ROLE_NUMBERS["holds.object"]].tolist() == [0, 1, 0]
    asked = {tuple(pair): row[holds] for pair, row in zip(example.pairs.tolist(), example.relations, strict=True)}
    assert sorted(value for value in asked.values() if value) == [-1, 1]
    chosen = next(pair for pair, right in asked.items() if right == 1)
    assert chosen[1] == 1
    # the other mention of the same firm is neither right nor wrong
    assert asked[2 - chosen[0], 1] == -1


TWO_FIRMS = "Kestrel到访。Merlin持有5枚比特币，Kestrel没有。"


def test_all_that_may_be_the_subject_are_asked_for(reader: PieceReader) -> None:
    document = Document(
        "d2",
        TWO_FIRMS,
        "zh",
        mentions=(
            Mention(0, 7, "Kestrel", "COMPANY", ref="kestrel", id="e1"),
            Mention(10, 16, "Merlin", "COMPANY", ref="merlin", id="e2"),
            Mention(18, 23, "5枚比特币", "QUANTITY", ref="q:e3", id="e3"),
            Mention(24, 31, "Kestrel", "COMPANY", ref="kestrel", id="e4"),
        ),
        statements=(Statement("holds", "kestrel", "e3"),),
    )
    (example,) = examples_of(own_text(document), reader, 128, random.Random(1))
    holds = RELATION_NUMBERS["holds"]
    # both mentions of the firm are right, the quantity itself is none of the candidates
    assert (example.choices[:, 0] == 0).all()
    asked = [(*example.pairs[pair].tolist(), relation, right) for _, pair, relation, right in example.choices.tolist()]
    assert sorted(asked) == [(0, 2, holds, 1), (1, 2, holds, 0), (3, 2, holds, 1)]
    # of the mention that stands further off it is not asked whether it is told there; it is heard beside the others
    wanted = {tuple(pair): row[holds] for pair, row in zip(example.pairs.tolist(), example.relations, strict=True)}
    assert wanted[0, 2] == -1
    assert wanted[3, 2] == 1


def test_what_is_forbidden_by_whom_is_told_by_the_mention_of_who_does_it(reader: PieceReader) -> None:
    text = "伊朗2021年禁止挖矿。"
    document = Document(
        "d3",
        text,
        "zh",
        mentions=(
            Mention(0, 2, "伊朗", "JURISDICTION", ref="ir", id="e1"),
            Mention(2, 7, "2021年", "DATE", id="e2"),
        ),
        statements=(Statement("regulates", "ir", None, {"action": ("ban",), "date": ("e2",)}),),
    )
    (example,) = examples_of(own_text(document), reader, 128, random.Random(1))
    assert example.roles[:, ROLE_NUMBERS["action=ban"]].tolist() == [1, 0]
    assert example.roles[:, ROLE_NUMBERS["regulates.date"]].tolist() == [0, 1]
    assert not len(example.choices)


def test_long_texts_are_cut_into_windows_that_hold_everything(reader: PieceReader) -> None:
    text = LabelledText("矿机上涨。" * 100, ())
    windows = list(examples_of(text, reader, 64, random.Random(1)))
    assert len(windows) > 3
    assert all(len(w.ids) <= 64 for w in windows)


def test_stand_off_annotation_comes_back(tmp_path: Path) -> None:
    (tmp_path / "texts.txt").write_text("another\n" + TEXT.replace("\n", "\\n") + "\n", encoding="utf-8")
    from nlp.annotation import to_json

    row = detach(to_json(DOCUMENT), file="texts.txt", line=1)
    assert TEXT not in json.dumps(row, ensure_ascii=False)
    assert "Kestrel" not in json.dumps(row)
    assert write_lines([row], tmp_path / "off.jsonl") == 1
    assert is_standoff(tmp_path / "off.jsonl")
    (document,) = restore(tmp_path / "off.jsonl", tmp_path)
    assert document.text == TEXT
    assert [m.text for m in document.mentions] == ["Kestrel Mining", "5枚", "Kestrel"]
    (tmp_path / "texts.txt").write_text("another\nchanged\n", encoding="utf-8")
    with pytest.raises(InputError, match="take the file it was made from"):
        list(restore(tmp_path / "off.jsonl", tmp_path))


def test_documents_are_divided_by_their_ids(tmp_path: Path) -> None:
    from nlp.annotation import to_line

    path = tmp_path / "gold.jsonl"
    rows = [to_line(Document(f"x{n}", "a", "en")) for n in range(200)]
    path.write_text("\n".join(rows) + "\n", encoding="utf-8")
    divided = divide(DataSettings(divided=(str(path),), unread=(str(path),)))
    assert len(divided.train) + len(divided.held_out) == 200
    assert 50 < len(divided.held_out) < 110
    assert all(is_held_out(d.id) for d in divided.held_out)
    assert len(divided.unread) == 200


def test_real_articles_are_read_again_in_a_pass(tmp_path: Path) -> None:
    from nlp.annotation import to_json, to_line

    own, both, off = tmp_path / "own.jsonl", tmp_path / "divided.jsonl", tmp_path / "off.jsonl"
    own.write_text(to_line(Document("own", "a", "en")) + "\n", encoding="utf-8")
    both.write_text("".join(to_line(Document(f"x{n}", "a", "en")) + "\n" for n in range(10)), encoding="utf-8")
    (tmp_path / "texts.txt").write_text(TEXT + "\n", encoding="utf-8")
    write_lines([detach(to_json(DOCUMENT), file="texts.txt", line=0)], off)
    settings = DataSettings(str(tmp_path), gold=(str(own), str(off)), divided=(str(both),), repeats=3)
    divided = divide(settings)
    times = Counter(d.id for d in divided.train)
    assert times.pop("own") == 1
    assert set(times.values()) == {3}
    assert times.keys() == {"d1", *(f"x{n}" for n in range(10) if not is_held_out(f"x{n}"))}
    assert len(divided.held_out) == len({d.id for d in divided.held_out})
