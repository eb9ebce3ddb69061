"""Sources: every format, and every kind of bad input, which costs no other document."""

from __future__ import annotations

import gzip
import io
import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nlp.annotation import to_line
from nlp.batch.readers import SUFFIXES, Reject, read_all, read_file
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


def test_dates_titles_and_sources_under_other_names(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    rows = [
        {"text": "x", "published_at": "Wed, 17 Nov 2021 02:42:25 GMT", "headline": "T", "publisher": "S"},
        {"text": "x", "date": "2021年11月17日"},
        {"text": "x", "timestamp": 1637117000},
        {"text": "x", "metadata": {"date": "Nov 17, 2021", "title": "T", "source": "S"}},
        {"text": "x", "date": "some day"},
    ]
    path.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    found = [item for item in read_file(path) if isinstance(item, Document)]
    assert [d.date for d in found] == ["2021-11-17"] * 4 + ["some day"]
    assert [(found[n].title, found[n].source) for n in (0, 3)] == [("T", "S")] * 2


def test_ids_of_records_without_one_differ(tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    for name in ("a.txt", "a.md", "sub/a.txt"):
        (tmp_path / name).write_text("text", encoding="utf-8")
    (tmp_path / ".hidden.txt").write_text("text", encoding="utf-8")
    found = [item.id for item in read_all([str(tmp_path)]) if isinstance(item, Document)]
    assert sorted(found) == ["a", "a-2", "a-3"]


@pytest.mark.parametrize("name", ["a.json", "a", "a.data"])
def test_lines_of_json_by_any_name(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_text('{"text": "one"}\n{"text": "two"}\n', encoding="utf-8")
    assert texts(path) == ["one", "two"]


@pytest.mark.parametrize(
    ("data", "texts"),
    [
        (b'{"text": "one"}\n{"text": \n{"text": "two"}', ["one", "two"]), (b'{\n "text": "one"\n}', ["one"]),
        (b'[{"text": "one"}, {"text": "two"}]', ["one", "two"]), (b"id,text\n1,one\n", ["one"]),
        (gzip.compress(b'{"text": "one"}\n', mtime=0), ["one"]), ("矿企的公告".encode("gbk"), ["矿企的公告"]),
        (b"<html><body><p>one</p><p>two</p></body></html>", ["one\ntwo"]), (b"\n\n plain text\n", ["plain text"]),
    ],
)  # fmt: skip
def test_standard_input_of_every_kind(monkeypatch: pytest.MonkeyPatch, data: bytes, texts: list[str]) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(data)))
    assert [item.text for item in read_all(["-"]) if isinstance(item, Document)] == texts


def test_cells_that_json_does_not_know(tmp_path: Path) -> None:
    import datetime

    import pyarrow
    import pyarrow.parquet

    path = tmp_path / "a.parquet"
    columns = {
        "text": ["x", "y"], "id": [1.0, float("nan")], "date": [datetime.date(2021, 8, 4), None],
        "raw": [b"\xff", b""], "ratio": [float("inf"), 0.5],
    }  # fmt: skip
    pyarrow.parquet.write_table(pyarrow.table(columns), path)
    found = [item for item in read_file(path) if isinstance(item, Document)]
    assert [(d.id, d.date) for d in found] == [("1", "2021-08-04"), ("a-2", None)]
    assert [json.loads(to_line(d))["ratio"] for d in found] == [None, 0.5]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_a_bad_row_of_a_table_costs_no_other(tmp_path: Path, delimiter: str) -> None:
    path = tmp_path / "a.csv"
    rows = ["ID,Text", "1,矿企", "2,a\x00b", "3,", "4,矿机"]
    data = "\n".join(rows).replace(",", delimiter).encode()
    path.write_bytes(data + f"\n5{delimiter}".encode() + "比特大陆的公告".encode("gbk") + b"\xff\xff\n")
    assert texts(path) == ["矿企", "矿机"]
    assert [line for line, _ in reasons(path)] == [3, 4, 6]


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("a.json", b"", "the file is empty"), ("a.csv", b"", "the file is empty"), ("a.parquet", b"", "the file is empty"),
        ("a.jsonl", b"\n \n", "no record"), ("a.json", b"[]", "no record"), ("a.csv", b"id,text\n", "no record"),
        ("a.html", b"<html><head><title>x</title></head></html>", "no text"), ("a.md", b"---\ntitle: x\n---\n", "no text"),
        ("a.jsonl", b'{"text": "x", "n": ' + b"9" * 5000 + b"}", "thousands of digits"),
        ("a.jsonl", b'{"text": "x", "n": ' + b"[" * 9**6, "nested too deeply"),
        ("a.jsonl", b'{"text": "x", "entities": "y"}', "expected a list of objects in 'entities'"),
        ("a.jsonl.gz", b'{"text": "x"}\n', "not gzip"), ("a.txt", b"a\x00b", "zero bytes"),
    ],
)  # fmt: skip
def test_more_bad_files_are_told(tmp_path: Path, name: str, data: bytes, reason: str) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    assert texts(path) == []
    assert reason in reasons(path)[0][1]


def test_files_that_may_not_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.txt").write_text("a", encoding="utf-8")
    (tmp_path / "b.txt").write_text("b", encoding="utf-8")
    read = Path.read_bytes

    def refuse(path: Path) -> bytes:
        if path.name == "a.txt":
            raise PermissionError(13, "Permission denied")
        return read(path)

    monkeypatch.setattr(Path, "read_bytes", refuse)
    found = list(read_all([str(tmp_path), "", "x" * 5000, "/dev/null"]))
    assert [item.text for item in found if isinstance(item, Document)] == ["b"]
    told = [item.reason for item in found if isinstance(item, Reject)]
    assert [reason.split(";")[0][:30] for reason in told] == [
        "cannot be read: Permission den", "expected a file or folder, was", "cannot be read: File name too ", "is neither a file nor a folder",
    ]  # fmt: skip


@given(st.binary(max_size=400), st.sampled_from(SUFFIXES))
@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_bytes_are_documents_or_rejects(tmp_path: Path, data: bytes, suffix: str) -> None:
    path = tmp_path / f"a{suffix}"
    path.write_bytes(data)
    for item in read_file(path):
        assert json.loads(to_line(item))["id"] if isinstance(item, Document) else item.reason
