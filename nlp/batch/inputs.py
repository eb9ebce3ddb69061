"""What a run is given: files, folders, standard input, datasets; each with how it can be read in pieces."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from nlp.batch.compression import decompress
from nlp.batch.readers import COMPRESSED, SUFFIXES, suffix_of
from nlp.batch.reject import EMPTY, Reject
from nlp.sets import DATASET, is_saved_set

LINES, ROWS, FILES, RECORDS = "lines", "rows", "files", "records"
STDIN = "<stdin>"
_UTF16 = (b"\xff\xfe", b"\xfe\xff")


@dataclass(slots=True)
class Input:
    """One source of records.

    Attributes:
        kind: LINES (a range of bytes can be read), ROWS (a Parquet file), FILES (read whole), RECORDS (read in order).
        path: the file; for standard input and datasets by name there is none, and it is ``Path()``.
        name: what people call it, in rejects.
        stem: what documents without an id are named after.
        size: bytes, 0 where unknown.
    """

    kind: str
    path: Path
    name: str
    stem: str
    size: int = 0
    stream: BinaryIO | None = field(default=None, repr=False)

    def read(self) -> int:
        """How many of its bytes have been read."""
        try:
            return self.stream.tell() if self.stream is not None else 0
        except (OSError, ValueError):
            return self.size


def open_compressed(item: Input) -> BinaryIO:
    """The plain bytes of a compressed file; `Input.read` tells how far it is read."""
    item.stream = item.path.open("rb")
    return decompress(item.stream, item.path.suffix.lower())


def list_inputs(names: Sequence[str]) -> Iterator[Input | Reject]:
    """The inputs in order: those given, and in folders all known files, sorted.

    No two have the same stem: within a folder it is the path without the ending, and with it where that is taken.
    """
    taken: set[str] = set()
    for name in names:
        for item in _named(name):
            if isinstance(item, Input):
                stem = item.stem
                if stem in taken:
                    longer = stem + suffix_of(item.path)
                    stem = longer if longer not in taken else _free(stem, taken)
                item.stem = stem
                taken.add(stem)
            yield item


def _free(stem: str, taken: set[str]) -> str:
    number = 2
    while f"{stem}~{number}" in taken:
        number += 1
    return f"{stem}~{number}"


def _named(name: str) -> Iterator[Input | Reject]:
    path = Path(name) if name else None
    try:
        if name == "-":
            yield Input(RECORDS, Path(), STDIN, "stdin")
        elif name.startswith(DATASET):
            yield Input(RECORDS, Path(), name, name[len(DATASET) :].partition(":")[0].replace("/", "-") or "dataset")
        elif path is None:
            yield Reject(name, None, "expected a file or folder, was an empty name")
        elif path.is_dir():
            yield from _folder(path)
        elif path.is_file():
            yield _file(path, _stem(path, path.parent))
        elif path.is_fifo():
            yield Input(RECORDS, path, name, path.name)
        elif path.exists():
            yield Reject(name, None, "is neither a file nor a folder")
        else:
            yield Reject(name, None, "there is no such file or folder")
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else str(error)
        yield Reject(name[:200], None, f"cannot be read: {reason or error}")


def _stem(path: Path, folder: Path) -> str:
    suffix = suffix_of(path)
    name = path.name[: -len(suffix)] if suffix in SUFFIXES else path.name
    return (path.relative_to(folder).parent / name).as_posix()


def _folder(folder: Path) -> Iterator[Input | Reject]:
    if is_saved_set(folder):
        size = sum(file.stat().st_size for file in folder.rglob("*.arrow"))
        yield Input(RECORDS, folder, str(folder), folder.name, size)
        return
    closed: list[OSError] = []
    found = False
    for base, folders, names in os.walk(folder, onerror=closed.append):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            path = Path(base) / name
            if not name.startswith(".") and suffix_of(path) in SUFFIXES:
                found = True
                yield _file(path, _stem(path, folder))
    for error in closed:
        yield Reject(str(error.filename), None, f"cannot be read: {error.strerror}")
    if not found and not closed:
        yield Reject(str(folder), None, f"the folder holds no file that can be read ({', '.join(SUFFIXES)})")


def _file(path: Path, stem: str) -> Input | Reject:
    """A file by its ending and its first bytes."""
    try:
        size = path.stat().st_size
        if size == 0:
            return Reject(str(path), None, EMPTY)
        with path.open("rb") as file:
            head = file.read(4)
    except OSError as error:
        return Reject(str(path), None, f"cannot be read: {error.strerror or error}")
    suffix = suffix_of(path)
    if suffix in COMPRESSED or suffix in (".csv", ".tsv"):
        kind = RECORDS
    elif suffix in (".jsonl", ".ndjson") and head[:2] not in _UTF16:
        kind = LINES
    elif suffix == ".parquet":
        kind = ROWS
    else:
        kind = FILES
    return Input(kind, path, str(path), stem, size)
