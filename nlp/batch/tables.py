"""Files of many records: JSON lines, JSON, CSV and Parquet."""

from __future__ import annotations

import csv
import gzip
import io
import json
import math
import re
import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from nlp.annotation import from_json
from nlp.batch.compression import ENDINGS, decompress
from nlp.batch.reject import EMPTY, NO_RECORD, Reject, start_of
from nlp.errors import EncodingError, InputError, RecordError
from nlp.records import Document
from nlp.text.encodings import decode
from nlp.text.front_matter import parse_date

MAX_LINE = 64 * 1024 * 1024
Items = Iterator["Document | Reject"]
# zero bytes, and bytes that are text in no encoding
_UNREADABLE = re.compile("[\x00\ud800-\udfff]")
# what others call the fields; the first one that is there counts
_ALIASES = {
    "title": ("headline",),
    "date": ("published", "published_at", "publish_date", "publish_time", "pub_date", "pubDate", "pubdate",
             "date_published", "datePublished", "published_time", "created_at", "timestamp"),
    "source": ("publisher", "site", "author"),
    "url": ("link",),
}  # fmt: skip


def parse_json(text: str) -> object:
    """The value of a JSON text; NaN and the infinities, which are no JSON, are null.

    Raises:
        RecordError: the text is no JSON.
    """
    try:
        return json.loads(text, parse_constant=lambda _: None)
    except json.JSONDecodeError as error:
        place = f"line {error.lineno}, character {error.colno}" if error.lineno > 1 else f"character {error.colno}"
        raise RecordError(f"not JSON: {error.msg} at {place}", line=error.lineno) from error
    except RecursionError as error:
        raise RecordError("not readable JSON: nested too deeply") from error
    except ValueError as error:
        raise RecordError("not readable JSON: it holds a number of thousands of digits") from error


def read_record(record: object, *, path: str, line: int | None, needs_text: bool = True) -> Document:
    """The document of a record; title, date and source also where they are called by another name."""
    if not isinstance(record, dict):
        return from_json(record, path=path, line=line)
    inner: Mapping[str, Any] = next(
        (record[key] for key in ("metadata", "meta") if isinstance(record.get(key), dict)), {}
    )
    filled = {
        field: next((value for value in _named(record, inner, field, names) if value not in (None, "")), None)
        for field, names in _ALIASES.items()
        if record.get(field) in (None, "")
    }
    document = from_json(record, path=path, line=line, needs_text=needs_text)
    given = {k: str(v) for k, v in filled.items() if isinstance(v, (str, int, float)) and not isinstance(v, bool)}
    document = replace(document, **given) if given else document  # type: ignore[arg-type]
    return replace(document, date=parse_date(document.date) or document.date)


def _named(record: Mapping[str, Any], inner: Mapping[str, Any], field: str, names: Iterable[str]) -> Iterator[Any]:
    yield inner.get(field)
    for name in names:
        yield record.get(name)
        yield inner.get(name)


def read_line(raw: bytes | str, *, path: str, line: int, needs_text: bool = True) -> Document | Reject:
    """The document, or the reject, of one line of JSON."""
    try:
        if len(raw) > MAX_LINE:
            raise RecordError(f"the line is longer than {MAX_LINE // 1024 // 1024} MB; split the document")
        text = decode(raw, path=path) if isinstance(raw, bytes) else raw
        return read_record(parse_json(text.strip()), path=path, line=line, needs_text=needs_text)
    except InputError as error:
        return Reject(path, line, error.reason, start_of(raw))


def read_lines(lines: Iterable[bytes | str], path: str, *, needs_text: bool = True) -> Items:
    """The records of JSON lines; one line in a wrong encoding costs no other."""
    number, found = 0, False
    try:
        for number, raw in enumerate(lines, 1):
            if number == 1:
                raw = raw.removeprefix(b"\xef\xbb\xbf") if isinstance(raw, bytes) else raw.removeprefix("\ufeff")
            if raw.strip():
                found = True
                yield read_line(raw, path=path, line=number, needs_text=needs_text)
    except gzip.BadGzipFile as error:
        yield Reject(path, number + 1, f"not gzip: {error}; take the ending .gz from its name if it is plain text")
        return
    except (OSError, EOFError, zlib.error) as error:
        yield Reject(path, number + 1, f"the file breaks off here: {error}")
        return
    if not found:
        yield Reject(path, None, EMPTY if number == 0 else NO_RECORD)


def read_jsonl(path: Path, *, needs_text: bool = True) -> Items:
    """The records of a JSON lines file, compressed or not."""
    with path.open("rb") as file:
        if path.suffix.lower() in ENDINGS:
            yield from read_lines(decompress(file, path.suffix.lower()), str(path), needs_text=needs_text)
            return
        head = file.read(2)
        file.seek(0)
        if head in (b"\xff\xfe", b"\xfe\xff"):
            yield from read_lines(io.StringIO(decode(file.read(), path=str(path))), str(path))
            return
        yield from read_lines(file, str(path), needs_text=needs_text)


def read_json(text: str, path: str) -> Items:
    """The records of a JSON file: one object, a list of them, or lines of them after all."""
    try:
        data = parse_json(text)
    except RecordError as error:
        if "Extra data" in error.reason:
            yield from read_lines(io.StringIO(text), path)
        else:
            yield Reject(path, error.line, error.reason, start_of(text))
        return
    rows = data if isinstance(data, list) else [data]
    if not rows:
        yield Reject(path, None, NO_RECORD, start_of(text))
    for number, row in enumerate(rows, 1):
        yield _row(row, path, number if isinstance(data, list) else None)


def _row(row: object, path: str, line: int | None) -> Document | Reject:
    try:
        return read_record(row, path=path, line=line)
    except InputError as error:
        return Reject(path, error.line, error.reason, ascii(row)[:300])


def decode_table(data: bytes, path: str) -> str:
    """The text of a CSV file; where most lines are UTF-8, each line is read by itself."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    if data[:2] not in (b"\xff\xfe", b"\xfe\xff"):
        lines = data.splitlines(keepends=True)
        sound = sum(_is_utf8(line) and not line.isascii() for line in lines)
        if sound * 2 > sum(not line.isascii() for line in lines):
            return "".join(_decode_line(line, path) for line in lines)
    return decode(data, path=path)


def _is_utf8(line: bytes) -> bool:
    try:
        line.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _decode_line(line: bytes, path: str) -> str:
    if _is_utf8(line):
        return line.decode("utf-8")
    try:
        return decode(line, path=path)
    except EncodingError:
        return line.decode("utf-8", "surrogateescape")


def read_csv(text: str, path: str) -> Items:
    """The records of a table with a column `text`, cells apart by comma, semicolon or tab.

    Raises:
        InputError: there is no such column.
    """
    csv.field_size_limit(MAX_LINE)
    text = text.lstrip("\ufeff")
    columns, delimiter = table_columns(text)
    if "text" not in columns:
        if "\x00" in text[:4000]:
            raise InputError("expected text, was binary (zero bytes)", path=path)
        raise InputError(
            f"expected a column 'text', there are {columns or 'none'}; rename the column", path=path, line=1
        )
    reader = csv.DictReader(io.StringIO(text, newline=""), fieldnames=columns, delimiter=delimiter)
    found = False
    try:
        next(reader, None)
        for row in reader:
            found = True
            yield read_row(row, path, reader.line_num)
    except csv.Error as error:
        yield Reject(path, reader.line_num, f"not CSV: {error}")
    if not found:
        yield Reject(path, None, NO_RECORD)


def read_row(row: Mapping[str | Any, str | Any], path: str, line: int) -> Document | Reject:
    """The document of a row of CSV; empty cells are null."""
    record = {key: (value or None) for key, value in row.items() if key is not None}
    if _UNREADABLE.search("".join(value for value in record.values() if isinstance(value, str))):
        return Reject(path, line, "expected text, was binary or in no known encoding", ascii(row)[:300])
    return _row(record, path, line)


def table_columns(text: str) -> tuple[list[str], str]:
    """The names of the columns, in lower case, and what stands between them.

    >>> table_columns("ID;Text")
    (['id', 'text'], ';')
    """
    first = text.split("\n", 1)[0].rstrip("\r")
    found: tuple[list[str], str] = ([], ",")
    for delimiter in (",", ";", "\t"):
        try:
            names = next(csv.reader([first], delimiter=delimiter), [])
        except csv.Error:
            continue
        columns = [name.strip().lower() for name in names]
        if "text" in columns:
            return columns, delimiter
        found = found if found[0] else (columns, delimiter)
    return found


def read_parquet(path: Path) -> Items:
    """The records of a Parquet file with a column `text`.

    Raises:
        InputError: it is no Parquet file, or has no such column.
    """
    import pyarrow
    import pyarrow.parquet

    try:
        file = pyarrow.parquet.ParquetFile(path)
    except (pyarrow.ArrowException, OSError) as error:
        raise InputError(f"not Parquet: {error}", path=str(path)) from error
    names = file.schema_arrow.names
    if "text" not in names:
        raise InputError(f"expected a column 'text', there are {names}; rename the column", path=str(path))
    number = 0
    try:
        for batch in file.iter_batches(batch_size=256):
            for row in batch.to_pylist():
                number += 1
                yield read_table_row(row, str(path), number)
    except (pyarrow.ArrowException, OSError) as error:
        yield Reject(str(path), number + 1, f"the file breaks off here: {error}")
    if number == 0:
        yield Reject(str(path), None, NO_RECORD)


def read_table_row(row: Mapping[str, Any], path: str, number: int) -> Document | Reject:
    """The document of a row of a typed table, its cells as JSON has them."""
    return _row({key: _cell(value) for key, value in row.items()}, path, number)


def _cell(value: Any) -> Any:
    """A cell as JSON has it: dates as ISO text, whole floats (ids with gaps) as integers, no NaN."""
    if isinstance(value, float):
        return int(value) if value.is_integer() and abs(value) < 2**53 else value if math.isfinite(value) else None
    return value.isoformat() if hasattr(value, "isoformat") else value
