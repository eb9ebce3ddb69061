"""Sources to documents: files, folders and standard input, record by record.

What cannot be read becomes a `Reject` with file, line and reason; everything else goes on.
"""

from __future__ import annotations

import csv
import gzip
import io
import json
import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, BinaryIO

from nlp.annotation import from_json
from nlp.errors import InputError, RecordError
from nlp.records import Document
from nlp.text.cleaning import clean_html, clean_markdown, looks_like_html, tidy
from nlp.text.encodings import decode
from nlp.text.front_matter import parse_date, split_front_matter

SUFFIXES = (
    ".txt",
    ".md",
    ".markdown",
    ".html",
    ".htm",
    ".json",
    ".jsonl",
    ".ndjson",
    ".jsonl.gz",
    ".csv",
    ".tsv",
    ".parquet",
)
MAX_LINE = 64 * 1024 * 1024
_RAW = 300
_TITLE = re.compile(r"<title[^>]{0,200}>([^<]{1,500})</title>", re.IGNORECASE)
_META = re.compile(r"<meta\s[^<>]{0,1000}>", re.IGNORECASE)
_DATE_KEYS = ("article:published_time", "pubdate", "publishdate", "date", "og:published_time", "datepublished")


@dataclass(frozen=True, slots=True)
class Reject:
    """A record that could not be read: where it stands, why, and how it starts."""

    path: str
    line: int | None
    reason: str
    start: str = ""

    def as_json(self) -> dict[str, Any]:
        """The reject as a JSON object."""
        return {"path": self.path, "line": self.line, "reason": self.reason, "start": self.start}


def read_all(inputs: Sequence[str]) -> Iterator[Document | Reject]:
    """The documents and rejects of all inputs: files, folders (all known files in them), ``-`` for standard input."""
    for name in inputs:
        if name == "-":
            yield from _with_ids(_stream(sys.stdin.buffer, "<stdin>"), "stdin")
            continue
        path = Path(name)
        if path.is_dir():
            found = False
            for file in sorted(p for p in path.rglob("*") if p.is_file() and _suffix(p) in SUFFIXES):
                found = True
                yield from read_file(file)
            if not found:
                yield Reject(str(path), None, f"the folder holds no file that can be read ({', '.join(SUFFIXES)})")
        elif path.is_file():
            yield from read_file(path)
        else:
            yield Reject(str(path), None, "there is no such file or folder")


def read_file(path: Path) -> Iterator[Document | Reject]:
    """The documents and rejects of one file."""
    suffix = _suffix(path)
    stem = path.name[: -len(suffix)] if suffix and path.name.endswith(suffix) else path.name
    try:
        if suffix == ".parquet":
            source = _parquet(path)
        elif suffix in (".jsonl", ".ndjson", ".jsonl.gz"):
            source = _jsonl(path)
        elif suffix in (".csv", ".tsv"):
            source = _csv(decode(path.read_bytes(), path=str(path)), str(path), "\t" if suffix == ".tsv" else ",")
        elif suffix == ".json":
            source = _json(decode(path.read_bytes(), path=str(path)), str(path))
        else:
            source = iter((_article(decode(path.read_bytes(), path=str(path)), str(path), suffix, stem),))
        yield from _with_ids(source, stem)
    except InputError as error:
        yield Reject(str(path), error.line, error.reason, _head(path))
    except OSError as error:
        yield Reject(str(path), None, f"cannot be read: {error.strerror or error}")


def _suffix(path: Path) -> str:
    name = path.name.lower()
    return ".jsonl.gz" if name.endswith(".jsonl.gz") else path.suffix.lower()


def _head(path: Path) -> str:
    with path.open("rb") as file:
        return file.read(_RAW).decode("utf-8", "replace")


def _with_ids(source: Iterator[Document | Reject], stem: str) -> Iterator[Document | Reject]:
    for number, item in enumerate(source, 1):
        if isinstance(item, Document) and not item.id:
            item = replace(item, id=stem if number == 1 and not stem.startswith("stdin") else f"{stem}-{number}")
        yield item


def _stream(stream: BinaryIO, path: str) -> Iterator[Document | Reject]:
    """Standard input: JSONL where the first line is an object, else one article."""
    data = stream.read()
    try:
        text = decode(data, path=path)
    except InputError as error:
        yield Reject(path, None, error.reason, data[:_RAW].decode("utf-8", "replace"))
        return
    first = text.lstrip()[:1]
    if first == "{":
        yield from _lines(io.StringIO(text), path)
    elif first == "[" and text.lstrip()[1:].lstrip()[:1] == "{":
        yield from _json(text, path)
    else:
        try:
            yield _article(text, path, ".html" if looks_like_html(text) else ".txt", "")
        except InputError as error:
            yield Reject(path, error.line, error.reason, text[:_RAW])


def _jsonl(path: Path) -> Iterator[Document | Reject]:
    """Lines as bytes, so that one line in a wrong encoding costs no other."""
    opener = gzip.open if _suffix(path) == ".jsonl.gz" else open
    with opener(path, "rb") as file:
        head = file.read(4)
        file.seek(0)
        if head[:2] in (b"\xff\xfe", b"\xfe\xff"):
            yield from _lines(io.StringIO(decode(file.read(), path=str(path))), str(path))
            return
        number = 0
        try:
            for number, raw in enumerate(file, 1):
                if number == 1:
                    raw = raw.removeprefix(b"\xef\xbb\xbf")
                if not raw.strip():
                    continue
                yield _record(raw, str(path), number)
        except (OSError, EOFError, gzip.BadGzipFile) as error:
            yield Reject(str(path), number + 1, f"the file breaks off here: {error}")
        if number == 0:
            yield Reject(str(path), None, "the file is empty")


def _lines(lines: io.StringIO, path: str) -> Iterator[Document | Reject]:
    for number, line in enumerate(lines, 1):
        if line.strip():
            yield _record(line, path, number)


def _record(raw: bytes | str, path: str, number: int) -> Document | Reject:
    shown = raw[:_RAW].decode("utf-8", "replace") if isinstance(raw, bytes) else raw[:_RAW]
    try:
        if len(raw) > MAX_LINE:
            raise RecordError(
                f"the line is longer than {MAX_LINE // 1024 // 1024} MB; split the document", path=path, line=number
            )
        line = decode(raw, path=path) if isinstance(raw, bytes) else raw
        return from_json(json.loads(line), path=path, line=number)
    except InputError as error:
        return Reject(path, number, error.reason, shown)
    except (ValueError, RecursionError) as error:
        reason = "nested too deeply" if isinstance(error, RecursionError) else f"not JSON: {error}"
        return Reject(path, number, reason, shown)


def _json(text: str, path: str) -> Iterator[Document | Reject]:
    try:
        data = json.loads(text)
    except (ValueError, RecursionError) as error:
        reason = "nested too deeply" if isinstance(error, RecursionError) else f"not JSON: {error}"
        yield Reject(path, getattr(error, "lineno", None), reason, text[:_RAW])
        return
    rows = data if isinstance(data, list) else [data]
    for number, row in enumerate(rows, 1):
        try:
            yield from_json(row, path=path, line=number if isinstance(data, list) else None)
        except InputError as error:
            yield Reject(path, error.line, error.reason, str(row)[:_RAW])


def _csv(text: str, path: str, delimiter: str) -> Iterator[Document | Reject]:
    csv.field_size_limit(MAX_LINE)
    reader = csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter)
    if not reader.fieldnames or "text" not in reader.fieldnames:
        raise InputError(
            f"expected a column 'text', there are {reader.fieldnames or 'none'}; rename the column", path=path, line=1
        )
    try:
        for row in reader:
            record = {key: (value or None) for key, value in row.items() if key is not None}
            try:
                yield from_json(record, path=path, line=reader.line_num)
            except InputError as error:
                yield Reject(path, reader.line_num, error.reason, str(row)[:_RAW])
    except csv.Error as error:
        yield Reject(path, reader.line_num, f"not CSV: {error}")


def _parquet(path: Path) -> Iterator[Document | Reject]:
    import pyarrow
    import pyarrow.parquet

    try:
        file = pyarrow.parquet.ParquetFile(path)
    except (pyarrow.ArrowException, OSError) as error:
        raise InputError(f"not Parquet: {error}", path=str(path)) from error
    if "text" not in file.schema_arrow.names:
        raise InputError(
            f"expected a column 'text', there are {file.schema_arrow.names}; rename the column", path=str(path)
        )
    number = 0
    for batch in file.iter_batches(batch_size=256):
        for row in batch.to_pylist():
            number += 1
            try:
                yield from_json(
                    {k: str(v) if k == "date" and v is not None else v for k, v in row.items()},
                    path=str(path),
                    line=number,
                )
            except InputError as error:
                yield Reject(str(path), number, error.reason, str(row)[:_RAW])


def _article(raw: str, path: str, suffix: str, stem: str) -> Document:
    """An article file: front matter for title, date and source, then its text cleaned."""
    if not raw.strip():
        raise InputError("the file is empty", path=path)
    fields, body = split_front_matter(raw)
    markup = suffix in (".html", ".htm")
    if markup:
        fields = {**_page_fields(raw), **fields}
    if markup or looks_like_html(body):
        text = clean_html(body)
    elif suffix in (".md", ".markdown") or fields:
        text = clean_markdown(body)
    else:
        text = tidy(body)
    if not text:
        raise InputError("there is no text in it but markup", path=path)
    return Document(
        id=stem,
        text=text,
        date=parse_date(fields.get("date")),
        title=fields.get("title"),
        source=fields.get("source") or fields.get("author") or fields.get("tags"),
        url=fields.get("url") or fields.get("link"),
    )


def _page_fields(markup: str) -> dict[str, str]:
    """Title and date of a page, from its head."""
    head = markup[:100_000]
    fields: dict[str, str] = {}
    title = _TITLE.search(head)
    if title:
        fields["title"] = " ".join(title[1].split())
    for tag in _META.findall(head):
        attributes = dict(re.findall(r"([\w:-]{1,40})\s*=\s*[\"']([^\"']{0,1000})[\"']", tag))
        name = (attributes.get("property") or attributes.get("name") or attributes.get("itemprop") or "").lower()
        content = attributes.get("content", "")
        if name in _DATE_KEYS and "date" not in fields and parse_date(content):
            fields["date"] = content
        elif name == "og:title" and content:
            fields["title"] = content
        elif name in ("og:site_name", "author") and content:
            fields.setdefault("source", content)
        elif name == "og:url" and content:
            fields["url"] = content
    return fields
