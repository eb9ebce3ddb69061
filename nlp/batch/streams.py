"""Inputs that are read in order from their beginning: compressed lines, tables, datasets, standard input."""

from __future__ import annotations

import codecs
import csv
import io
import sys
from collections.abc import Iterator

from nlp.annotation import to_line
from nlp.batch.inputs import STDIN, Input, open_compressed
from nlp.batch.readers import COMPRESSED, read_stream, suffix_of
from nlp.batch.reject import NO_RECORD, Reject
from nlp.batch.tables import (
    MAX_LINE,
    Items,
    decode_table,
    read_csv,
    read_lines,
    read_row,
    read_table_row,
    table_columns,
)
from nlp.errors import InputError
from nlp.sets import DATASET, rows_of

# a table whose first bytes are UTF-8 is read row by row
_HEAD = 1 << 16


def records_of(item: Input) -> Iterator[tuple[int, bytes | Reject]]:
    """The records of an input with their numbers from 1, as lines of JSON, or refused."""
    for number, record in enumerate(_guarded(item), 1):
        if isinstance(record, Reject):
            yield number, record
        else:
            yield number, to_line(record).encode("utf-8")


def _guarded(item: Input) -> Items:
    try:
        yield from _documents(item)
    except InputError as error:
        yield Reject(item.name, error.line, error.reason)
    except OSError as error:
        yield Reject(item.name, None, f"cannot be read: {error.strerror or error}")
    finally:
        if item.stream is not None:
            item.stream.close()


def _documents(item: Input) -> Items:
    if item.name == STDIN:
        return read_stream(sys.stdin.buffer, item.name)
    if item.name.startswith(DATASET) or item.path.is_dir():
        return _dataset(item)
    suffix = suffix_of(item.path)
    if suffix in COMPRESSED:
        return read_lines(open_compressed(item), item.name)
    if suffix in (".csv", ".tsv"):
        return _table(item)
    item.stream = item.path.open("rb")
    return read_stream(item.stream, item.name)


def _table(item: Input) -> Items:
    """A CSV file row by row where it is UTF-8; in another encoding it is read whole."""
    item.stream = item.path.open("rb")
    head = item.stream.read(_HEAD)
    item.stream.seek(0)
    if not _starts_as_utf8(head):
        yield from read_csv(decode_table(item.stream.read(), item.name), item.name)
        return
    columns, delimiter = table_columns(head.decode("utf-8-sig", "ignore"))
    if "text" not in columns:
        yield from read_csv(head.decode("utf-8-sig", "ignore"), item.name)
        return
    csv.field_size_limit(MAX_LINE)
    lines = io.TextIOWrapper(item.stream, "utf-8-sig", errors="surrogateescape", newline="")
    reader = csv.DictReader(lines, fieldnames=columns, delimiter=delimiter)
    next(reader, None)
    found = False
    try:
        for row in reader:
            found = True
            yield read_row(row, item.name, reader.line_num)
    except csv.Error as error:
        yield Reject(item.name, reader.line_num, f"not CSV: {error}")
    if not found:
        yield Reject(item.name, None, NO_RECORD)


def _starts_as_utf8(head: bytes) -> bool:
    try:
        codecs.getincrementaldecoder("utf-8-sig")().decode(head)
    except UnicodeDecodeError:
        return False
    return b"\0" not in head


def _dataset(item: Input) -> Items:
    """The records of a saved dataset folder, or of a dataset by name (``hf:NAME`` or ``hf:NAME:SPLIT``)."""
    number = 0
    for number, row in enumerate(rows_of(item.name if item.name.startswith(DATASET) else item.path), 1):
        if number == 1 and "text" not in row:
            raise InputError(f"expected a column 'text', there are {sorted(row)}; rename the column", path=item.name)
        yield read_table_row(row, item.name, number)
    if number == 0:
        yield Reject(item.name, None, NO_RECORD)
