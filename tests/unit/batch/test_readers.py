"""Sources: every format, and every kind of bad input, which costs no other document."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from nlp.batch.readers import Reject, read_all, read_file
from nlp.records import Document


def texts(path: Path) -> list[str]:
    return [item.text for item in read_file(path) if isinstance(item, Document)]


def reasons(path: Path) -> list[tuple[int | None, str]]:
    return [(item.line, item.reason) for item in read_file(path) if isinstance(item, Reject)]


def test_records_keep_their_text_to_the_character(tmp_path: Path) -> None:
    record = {"id": "a", "text": "  Two  spaces \n\n<p>kept</p> ", "date": "2022-01-02", "title": "T", "extra": 1}
    path = tmp_path / "a.jsonl"
    path.write_text(json.dumps(record) + "\n", encoding="utf-8")
    (document,) = read_file(path)
    assert isinstance(document, Document)
    assert (document.text, document.date, document.title, document.extra) == (
        record["text"],
        "2022-01-02",
        "T",
        {"extra": 1},
    )


def test_compressed_records(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl.gz"
    with gzip.open(path, "wt", encoding="utf-8") as file:
        file.write('{"text": "one"}\n{"text": "two"}\n')
    assert texts(path) == ["one", "two"]


def test_a_compressed_file_that_breaks_off_keeps_what_came_before(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl.gz"
    data = gzip.compress(b"".join(b'{"text": "%d"}\n' % n for n in range(20000)))
    path.write_bytes(data[: len(data) // 2])
    assert "0" in texts(path)
    assert any("breaks off" in reason for _, reason in reasons(path))


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.csv", "id,text\n1,one\n2,two\n"), ("a.tsv", "id\ttext\n1\tone\n2\ttwo\n"),
        ("a.json", '[{"text": "one"}, {"text": "two"}]'),
    ],
)  # fmt: skip
def test_tables(tmp_path: Path, name: str, content: str) -> None:
    path = tmp_path / name
    path.write_text(content, encoding="utf-8")
    assert texts(path) == ["one", "two"]


def test_parquet(tmp_path: Path) -> None:
    import pyarrow
    import pyarrow.parquet

    path = tmp_path / "a.parquet"
    pyarrow.parquet.write_table(pyarrow.table({"id": ["1", "2"], "text": ["one", None]}), path)
    assert texts(path) == ["one"]
    assert reasons(path) == [(2, "expected a string in 'text', was NoneType")]


def test_articles_take_title_and_date_from_front_matter_and_head(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(
        "---\ntitle: 'Orders'\ndate: 2021-11-17\nauthor: Desk\n---\n# Orders\n\nText.", encoding="utf-8"
    )
    page = "<html><head><title>Rigs</title><meta property='article:published_time' content='2022-02-18T10:00'></head><body><p>Body of the page is here.</p></body></html>"
    (tmp_path / "b.html").write_text(page, encoding="utf-8")
    found = {d.id: d for d in read_all([str(tmp_path)]) if isinstance(d, Document)}
    assert (found["a"].title, found["a"].date, found["a"].source, found["a"].text) == (
        "Orders",
        "2021-11-17",
        "Desk",
        "Orders\nText.",
    )
    assert (found["b"].title, found["b"].date) == ("Rigs", "2022-02-18")
    assert "Body of the page" in found["b"].text


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ('{"text": ', "not JSON"), ("[1]", "expected a JSON object, was list"), ('{"id": "x"}', "expected a string in 'text', was nothing"),
        ('{"text": 5}', "expected a string in 'text', was int"), ('{"text": "  "}', "was empty"),
        ('{"text": "a\\ud800"}', "lone surrogate at character 1"), ('{"text": "a", "date": {}}', "expected a string in 'date'"),
        ('{"text": "a", "entities": [{"id": 1}]}', "not in the format"), ("[" * 100_000, "nested too deeply"),
    ],
)  # fmt: skip
def test_a_bad_line_is_told_and_costs_no_other(tmp_path: Path, line: str, reason: str) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text(f'{{"text": "before"}}\n{line}\n{{"text": "after"}}\n', encoding="utf-8")
    assert texts(path) == ["before", "after"]
    ((number, told),) = reasons(path)
    assert number == 2
    assert reason in told


def test_a_line_in_another_encoding_is_read_and_binary_is_told(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    legacy = json.dumps({"text": "矿企宣布订购的新矿机将在今年交付"}, ensure_ascii=False).encode("gbk")
    path.write_bytes(b'{"text": "one"}\n' + legacy + b"\n\x00\x01\x02\x00\n" + b'{"text": "two"}\n')
    assert texts(path) == ["one", "矿企宣布订购的新矿机将在今年交付", "two"]
    assert [line for line, _ in reasons(path)] == [3]


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("a.txt", b"", "empty"), ("a.jsonl", b"", "empty"), ("a.txt", b"\x89PNG\r\n\x1a\n\x00", "binary"),
        ("a.parquet", b"nothing", "not Parquet"), ("a.csv", b"a,b\n1,2\n", "expected a column 'text'"),
        ("a.html", b"<div><img src='x'></div>", "no text"), ("a.json", b"{", "not JSON"),
    ],
)  # fmt: skip
def test_a_bad_file_is_told(tmp_path: Path, name: str, data: bytes, reason: str) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    assert texts(path) == []
    assert any(reason in told for _, told in reasons(path))


def test_missing_files_and_empty_folders_are_told(tmp_path: Path) -> None:
    told = [item.reason for item in read_all([str(tmp_path / "no.txt"), str(tmp_path)]) if isinstance(item, Reject)]
    assert "no such file" in told[0]
    assert "no file that can be read" in told[1]
