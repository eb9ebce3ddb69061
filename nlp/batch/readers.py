"""Sources to documents: files, folders and standard input, record by record.

What cannot be read becomes a `Reject` with file, line and reason; everything else goes on.
"""

from __future__ import annotations

import gzip
import io
import itertools
import os
import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO

from nlp.batch.articles import read_article
from nlp.batch.reject import EMPTY, NO_RECORD, Reject, start_of
from nlp.batch.tables import (
    Items,
    decode_table,
    parse_json,
    read_csv,
    read_json,
    read_jsonl,
    read_lines,
    read_parquet,
    table_columns,
)
from nlp.errors import InputError
from nlp.records import Document
from nlp.text.cleaning import looks_like_html
from nlp.text.encodings import decode

__all__ = ["COMPRESSED", "SUFFIXES", "Reject", "read_all", "read_annotations", "read_file", "read_stream", "suffix_of"]

COMPRESSED = (".jsonl.gz", ".ndjson.gz", ".jsonl.zst", ".ndjson.zst")
LINES = (".jsonl", ".ndjson", *COMPRESSED)
SUFFIXES = (".txt", ".md", ".markdown", ".html", ".htm", ".json", *LINES, ".csv", ".tsv", ".parquet")


def read_all(inputs: Sequence[str]) -> Items:
    """The documents and rejects of all inputs: files, folders (all known files in them), ``-`` for standard input.

    Documents without an id are named after their file, no two alike.
    """
    taken: set[str] = set()
    for name in inputs:
        try:
            yield from _read_input(name, taken)
        except (OSError, ValueError) as error:
            reason = error.strerror if isinstance(error, OSError) else str(error)
            yield Reject(name[:200], None, f"cannot be read: {reason or error}")


def read_annotations(name: str) -> list[Document]:
    """The documents of a gold or prediction file, none where it is empty; their text is not needed.

    Raises:
        InputError: a record is not in the format.
    """
    path, documents = Path(name), []
    lines = suffix_of(path) in LINES and path.is_file()
    for item in read_jsonl(path, needs_text=False) if lines else read_all([name]):
        if isinstance(item, Document):
            documents.append(item)
        elif item.reason not in (EMPTY, NO_RECORD):
            raise InputError(item.reason, path=item.path, line=item.line)
    return documents


def _read_input(name: str, taken: set[str]) -> Items:
    path = Path(name)
    if name == "-":
        yield from _with_ids(read_stream(sys.stdin.buffer, "<stdin>"), "stdin", taken)
    elif not name:
        yield Reject(name, None, "expected a file or folder, was an empty name")
    elif path.is_dir():
        yield from _folder(path, taken)
    elif path.is_file():
        yield from read_file(path, taken)
    elif path.is_fifo():
        with path.open("rb") as file:
            yield from _with_ids(read_stream(file, name), path.name, taken)
    elif path.exists():
        yield Reject(name, None, "is neither a file nor a folder")
    else:
        yield Reject(name, None, "there is no such file or folder")


def _folder(folder: Path, taken: set[str]) -> Items:
    """All known files in a folder and its folders, but for hidden ones."""
    closed: list[OSError] = []
    found = False
    for base, folders, names in os.walk(folder, onerror=closed.append):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            if not name.startswith(".") and suffix_of(Path(name)) in SUFFIXES:
                found = True
                yield from read_file(Path(base) / name, taken)
    for error in closed:
        yield Reject(str(error.filename), None, f"cannot be read: {error.strerror}")
    if not found and not closed:
        yield Reject(str(folder), None, f"the folder holds no file that can be read ({', '.join(SUFFIXES)})")


def read_file(path: Path, taken: set[str] | None = None, *, named: bool = True) -> Items:
    """The documents and rejects of one file.

    Args:
        path: the file.
        taken: the ids that are given already.
        named: give an id to documents that come without one.
    """
    suffix = suffix_of(path)
    stem = path.name[: -len(suffix)] if suffix in SUFFIXES else path.name
    try:
        if path.stat().st_size == 0:
            raise InputError(EMPTY, path=str(path))
        records = _records(path, suffix)
        yield from _with_ids(records, stem, set() if taken is None else taken) if named else records
    except InputError as error:
        yield Reject(str(path), error.line, error.reason, _head(path))
    except OSError as error:
        yield Reject(str(path), None, f"cannot be read: {error.strerror or error}")


def _records(path: Path, suffix: str) -> Items:
    if suffix == ".parquet":
        return read_parquet(path)
    if suffix in LINES:
        return read_jsonl(path)
    data = path.read_bytes()
    if suffix in (".csv", ".tsv"):
        return read_csv(decode_table(data, str(path)), str(path))
    if suffix == ".json":
        return read_json(decode(data, path=str(path)), str(path))
    if suffix not in SUFFIXES:
        return read_stream(io.BytesIO(data), str(path))
    return iter((read_article(decode(data, path=str(path)), path=str(path), suffix=suffix),))


def suffix_of(path: Path) -> str:
    """The ending of a file's name, in lower case; of a compressed one both endings.

    >>> suffix_of(Path("news.JSONL.gz")), suffix_of(Path("a.b.txt"))
    ('.jsonl.gz', '.txt')
    """
    name = path.name.lower()
    return next((ending for ending in COMPRESSED if name.endswith(ending)), path.suffix.lower())


def _head(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return start_of(file.read(300))
    except OSError:
        return ""


def _with_ids(source: Items, stem: str, taken: set[str]) -> Items:
    """The items with ids: ``stem`` for the first, ``stem-2`` and so on for others, and for those taken already."""
    for number, item in enumerate(source, 1):
        if isinstance(item, Document):
            if not item.id:
                item = replace(item, id=_free_id(stem, number, taken))
            taken.add(item.id)
        yield item


def _free_id(stem: str, number: int, taken: set[str]) -> str:
    names = (f"{stem}-{n}" if n > 1 else stem for n in itertools.count(number))
    return next(name for name in names if name not in taken)


def read_stream(stream: BinaryIO, path: str) -> Iterator[Document | Reject]:
    """Bytes of no known format: JSON lines, JSON, a table with a column `text`, or one article."""
    first = stream.readline()
    if first.startswith(b"\x1f\x8b"):
        stream = gzip.GzipFile(fileobj=io.BytesIO(first + stream.read()))  # type: ignore[assignment]
        first = b""
    while not first.strip() and (line := stream.readline()):
        first = first + line
    if _is_object(first):
        yield from read_lines(itertools.chain(first.splitlines(keepends=True), stream), path)
        return
    data = first + stream.read()
    try:
        text = decode(data, path=path)
        yield from _text(text, path)
    except InputError as error:
        yield Reject(path, error.line, error.reason, start_of(data))


def _is_object(line: bytes) -> bool:
    if not line.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
        return False
    try:
        parse_json(decode(line).lstrip("\ufeff"))
    except InputError:
        return False
    return True


def _text(text: str, path: str) -> Items:
    start = text.lstrip("\ufeff \t\r\n")
    if start.startswith("{"):
        try:
            parse_json(text)
        except InputError:
            return read_lines(io.StringIO(text), path)
        return read_json(text, path)
    if start.startswith("[") and start[1:].lstrip().startswith("{"):
        return read_json(text, path)
    if "text" in table_columns(start)[0] and len(table_columns(start)[0]) > 1:
        return read_csv(text, path)
    suffix = ".html" if looks_like_html(text) else ".txt"
    return iter((read_article(text, path=path, suffix=suffix),))
