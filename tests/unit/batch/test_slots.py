"""Plans: every record of every kind of input is in exactly one slot, and the plan is the same every time."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pyarrow
import pyarrow.parquet
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nlp.batch.reject import Reject
from nlp.batch.shards import read_slot
from nlp.batch.slots import Size, plan
from nlp.records import Document

SMALL = Size(records=3, size=200)


def read(*inputs: Path | str, size: Size = SMALL) -> list[Document | Reject]:
    return [item for slot in plan([str(name) for name in inputs], size) for item in read_slot(slot)]


def ids(*inputs: Path | str) -> list[str]:
    return [item.id for item in read(*inputs) if isinstance(item, Document)]


def lines(texts: list[str]) -> bytes:
    return b"".join(json.dumps({"text": text}).encode() + b"\n" for text in texts)


@given(
    texts=st.lists(st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=80), max_size=30),
    records=st.integers(1, 7),
    size=st.integers(1, 400),
    blank=st.booleans(),
    ended=st.booleans(),
)
@settings(max_examples=60)
def test_slots_hold_every_line_once(
    tmp_path_factory: pytest.TempPathFactory, texts: list[str], records: int, size: int, blank: bool, ended: bool
) -> None:
    path = tmp_path_factory.mktemp("slots") / "a.jsonl"
    data = lines(texts)
    data = data.replace(b"\n", b"\n\n") if blank else data
    path.write_bytes(data if ended else data.rstrip(b"\n"))
    whole = [(i.id, i.text) if isinstance(i, Document) else i for i in read(path, size=Size(10**6, 10**9))]
    parts = [(i.id, i.text) if isinstance(i, Document) else i for i in read(path, size=Size(records, size))]
    assert parts == whole
    assert len({slot.place for slot in plan([str(path)], Size(records, size))}) == len(
        list(plan([str(path)], Size(records, size)))
    )


def write_every_kind(folder: Path) -> None:
    texts = [f"text {number}" for number in range(7)]
    (folder / "a.jsonl").write_bytes(lines(texts))
    (folder / "b.jsonl.gz").write_bytes(gzip.compress(lines(texts)))
    with pyarrow.CompressedOutputStream(str(folder / "c.jsonl.zst"), "zstd") as file:
        file.write(lines(texts))
    (folder / "d.csv").write_text("id,text\n" + "".join(f"d{n},{t}\n" for n, t in enumerate(texts)), encoding="utf-8")
    pyarrow.parquet.write_table(pyarrow.table({"text": texts}), folder / "e.parquet", row_group_size=4)
    (folder / "sub").mkdir()
    for number, text in enumerate(texts):
        (folder / "sub" / f"{number}.txt").write_text(text, encoding="utf-8")


def test_every_kind_of_input_in_slots(tmp_path: Path) -> None:
    write_every_kind(tmp_path)
    found = ids(tmp_path)
    numbered = [("a", 7), ("b", 7), ("c", 7)]
    expected = [f"{stem}-{n}" if n > 1 else stem for stem, count in numbered for n in range(1, count + 1)]
    expected += [f"d{n}" for n in range(7)]
    expected += [f"e-{n}" if n > 1 else "e" for n in range(1, 8)]
    expected += [f"sub/{n}" for n in range(7)]
    assert found == expected
    texts = [item.text for item in read(tmp_path) if isinstance(item, Document)]
    assert texts == [f"text {n}" for _ in range(6) for n in range(7)]


def test_the_plan_is_the_same_every_time(tmp_path: Path) -> None:
    write_every_kind(tmp_path)
    assert list(plan([str(tmp_path)], SMALL)) == list(plan([str(tmp_path)], SMALL))


def test_a_slot_that_did_not_change_keeps_its_fingerprint(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(lines([f"{n}" for n in range(7)]))
    before = [(slot.place, slot.fingerprint) for slot in plan([str(path)], SMALL)]
    with path.open("ab") as file:
        file.write(lines(["more"]))
    after = [(slot.place, slot.fingerprint) for slot in plan([str(path)], SMALL)]
    assert after[:2] == before[:2]
    assert after[2][0] == before[2][0]
    assert after[2][1] != before[2][1]


def test_files_of_one_name_get_ids_that_differ(tmp_path: Path) -> None:
    for name in ("a.txt", "a.md", "x/a.txt", "x/a.md"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(name, encoding="utf-8")
    assert ids(tmp_path) == ["a", "a.txt", "x/a", "x/a.txt"]


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("a.jsonl", b"", "the file is empty"),
        ("a.jsonl", b"\n \n", "there is no record in it"),
        ("a.jsonl", b"{\n", "not JSON"),
        ("a.csv", b"a,b\n1,2\n", "expected a column 'text'"),
        ("a.csv", b"id,text\n", "there is no record in it"),
        ("a.jsonl.gz", b"no gzip\n", "not gzip"),
        ("a.jsonl.zst", b"no zstd\n", "breaks off"),
        ("a.parquet", b"PAR1 but no more", "not Parquet"),
        ("a.parquet", b"no parquet", "not Parquet"),
        ("a.json", b"[]", "there is no record in it"),
    ],
)
def test_what_cannot_be_read_is_refused(tmp_path: Path, name: str, content: bytes, reason: str) -> None:
    (tmp_path / name).write_bytes(content)
    (tmp_path / "z.txt").write_text("sound", encoding="utf-8")
    items = read(tmp_path)
    rejects = [item for item in items if isinstance(item, Reject)]
    assert [item.id for item in items if isinstance(item, Document)] == ["z"]
    assert len(rejects) == 1
    assert reason in rejects[0].reason


def test_a_saved_dataset_is_an_input(tmp_path: Path) -> None:
    import datasets

    rows = datasets.Dataset.from_dict({"text": ["one", "two"], "date": ["2022-01-02", None]})
    rows.save_to_disk(str(tmp_path / "set"))
    documents = read(tmp_path / "set")
    assert [(d.id, d.text, d.date) for d in documents if isinstance(d, Document)] == [
        ("set", "one", "2022-01-02"),
        ("set-2", "two", None),
    ]
    (reject,) = read("hf:no/such/dataset/here")
    assert isinstance(reject, Reject)
    assert "cannot be loaded" in reject.reason
