"""Annotation JSONL, Lode's own format, which holds everything."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from nlp.annotation import to_line
from nlp.batch.readers import read_annotations
from nlp.records import Document


def write(documents: Iterable[Document], target: Path) -> None:
    """Writes documents, a line each."""
    with target.open("w", encoding="utf-8") as file:
        file.writelines(to_line(document) + "\n" for document in documents)


def read(source: Path) -> Iterator[Document]:
    """The documents of a file.

    Raises:
        InputError: a line is not in the format.
    """
    yield from read_annotations(str(source))
