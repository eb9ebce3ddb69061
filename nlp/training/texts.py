"""Reading of unlabelled text in bounded memory: one article a line, plain or compressed, or a set of `datasets`."""

from __future__ import annotations

import contextlib
import gzip
import hashlib
import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, cast

from nlp.errors import InputError
from nlp.sets import is_set, open_set, rows_of


@contextlib.contextmanager
def _bytes_of(path: Path) -> Iterator[BinaryIO]:
    """The content of a file, unpacked where it is compressed."""
    with path.open("rb") as raw:
        if path.suffix == ".zst":
            import zstandard

            with zstandard.ZstdDecompressor().stream_reader(raw) as stream:
                yield cast("BinaryIO", stream)
        elif path.suffix == ".gz":
            with gzip.open(raw) as stream:
                yield cast("BinaryIO", stream)
        else:
            yield raw


def read_lines(path: str | Path) -> Iterator[str]:
    """The lines of a text file (`.txt`, `.jsonl`; `.zst` and `.gz` are unpacked), without their ends.

    Raises:
        InputError: there is no such file, or it is no UTF-8.
    """
    path = Path(path)
    if not path.is_file():
        raise InputError("expected a file, there is none; mend the settings", path=str(path))
    try:
        with _bytes_of(path) as content:
            for line in io.TextIOWrapper(content, encoding="utf-8"):
                yield line.rstrip("\r\n")
    except UnicodeDecodeError as error:
        raise InputError(f"expected UTF-8: {error}", path=str(path)) from error


def read_articles(path: str | Path) -> Iterator[str]:
    """The articles of a file: one a line, its breaks as backslash and n, or the `text` of each record of a `.jsonl` or of a set.

    Raises:
        InputError: there is no such file or set, or a record without text in it.
    """
    if is_set(path):
        for number, row in enumerate(rows_of(path), 1):
            if not isinstance(row.get("text"), str):
                raise InputError(f"expected a column 'text', there are {sorted(row)}", path=str(path), line=number)
            yield row["text"]
        return
    records = ".jsonl" in Path(path).name
    for number, line in enumerate(read_lines(path), 1):
        if not line.strip():
            continue
        if not records:
            yield line.replace("\\n", "\n")
            continue
        try:
            text = json.loads(line)["text"]
        except (ValueError, KeyError, TypeError) as error:
            raise InputError(f"expected a record with text: {error}", path=str(path), line=number) from error
        yield text


def fingerprint(path: str | Path) -> str:
    """The SHA-256 of a file, or of the rows of a set, its first 16 digits: what a model card says of its data.

    Raises:
        InputError: there is no such file or set.
    """
    if is_set(path):
        told = hashlib.sha256()
        for split, rows in open_set(path).items():
            told.update(f"{split} {rows.features}".encode())
            for row in rows:
                told.update(json.dumps(row, sort_keys=True, default=str).encode())
        return told.hexdigest()[:16]
    if not Path(path).is_file():
        raise InputError("expected a file, there is none; mend the settings", path=str(path))
    digest = hashlib.sha256()
    with Path(path).open("rb") as file:
        while block := file.read(1 << 20):
            digest.update(block)
    return digest.hexdigest()[:16]


def digest_of(told: object) -> str:
    """A short name for what something is made by, given as JSON: the first 8 digits of its SHA-256."""
    return hashlib.sha256(json.dumps(told).encode()).hexdigest()[:8]
