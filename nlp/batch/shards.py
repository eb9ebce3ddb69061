"""The records of a slot, read where the slot says they lie."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from nlp.batch.readers import read_file
from nlp.batch.reject import NO_RECORD, Reject, start_of
from nlp.batch.slots import FILES, LINES, RECORDS, ROWS, Slot
from nlp.batch.tables import Items, read_line, read_table_row
from nlp.records import Document


def read_slot(slot: Slot) -> Items:
    """The documents and rejects of a slot, each document with an id."""
    yield from slot.rejects
    try:
        yield from _READERS.get(slot.kind, _nothing)(slot)
    except OSError as error:
        yield Reject(slot.path, None, f"cannot be read: {error.strerror or error}")


def _nothing(_: Slot) -> Items:
    return iter(())


def _named(item: Document | Reject, stem: str, number: int) -> Document | Reject:
    """The item; a document without an id is named after its file, and its number where that is not 1."""
    if isinstance(item, Reject) or item.id:
        return item
    return replace(item, id=stem if number == 1 else f"{stem}-{number}")


def _lines(slot: Slot) -> Items:
    path = Path(slot.path)
    with path.open("rb") as file:
        file.seek(slot.start)
        data = file.read(slot.length)
        last = not file.read(1)
    found = False
    for number, raw in enumerate(io.BytesIO(data), slot.first):
        if number == 1:
            raw = raw.removeprefix(b"\xef\xbb\xbf")
        if raw.strip():
            found = True
            yield _named(read_line(raw, path=slot.path, line=number), slot.stem, number)
    if not found and slot.start == 0 and last:
        yield Reject(slot.path, None, NO_RECORD)


def _records(slot: Slot) -> Items:
    for number, raw in slot.records:
        yield _named(read_line(raw, path=slot.path, line=number), slot.stem, number)


def _files(slot: Slot) -> Items:
    for path, stem in slot.files:
        for number, item in enumerate(read_file(Path(path), named=False), 1):
            yield _named(item, stem, number)


def _rows(slot: Slot) -> Items:
    import pyarrow
    import pyarrow.parquet

    try:
        file = pyarrow.parquet.ParquetFile(slot.path)
        names = file.schema_arrow.names
        if "text" not in names:
            if slot.first == 0:
                yield Reject(slot.path, None, f"expected a column 'text', there are {names}; rename the column")
            return
        offset = slot.first - sum(file.metadata.row_group(group).num_rows for group in range(slot.start))
        for number, row in _skipped(file, slot.start, offset, slot.length):
            yield _named(read_table_row(row, slot.path, slot.first + number), slot.stem, slot.first + number)
    except pyarrow.ArrowException as error:
        yield Reject(slot.path, slot.first + 1, f"not readable Parquet: {error}", start_of(str(error)))


def _skipped(file: object, group: int, offset: int, length: int) -> Iterator[tuple[int, dict[str, object]]]:
    """The rows of a range of a row group, numbered from 1."""
    at = 0
    for batch in file.iter_batches(batch_size=256, row_groups=[group]):  # type: ignore[attr-defined]
        low, high = max(0, offset - at), min(batch.num_rows, offset + length - at)
        if low < high:
            yield from enumerate(batch.slice(low, high - low).to_pylist(), at + low - offset + 1)
        at += batch.num_rows
        if at >= offset + length:
            return


_READERS = {LINES: _lines, RECORDS: _records, FILES: _files, ROWS: _rows}
