"""The formats by name, and how a file is told to be of one."""

from __future__ import annotations

import importlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from nlp.errors import InputError, OutputError
from nlp.records import Document

# name: module, ending of its file ("" for a folder)
FORMATS = {
    "jsonl": ("jsonl", ".jsonl"),
    "docbin": ("docbin", ".spacy"),
    "brat": ("brat", ""),
    "doccano": ("doccano", ".jsonl"),
    "label-studio": ("label_studio", ".json"),
    "conll": ("conll", ".conll"),
}


def find_format(path: Path) -> str:
    """The format of a file or folder, by its ending and its first record.

    Raises:
        InputError: it is none that is known.
    """
    if path.is_dir():
        if next(path.rglob("*.ann"), None) is not None:
            return "brat"
        raise InputError("the folder holds no .ann files of brat; say the format with --from", path=str(path))
    if path.suffix in (".spacy", ".conll", ".bio", ".iob"):
        return "docbin" if path.suffix == ".spacy" else "conll"
    with path.open("rb") as file:
        head = file.read(2000).decode("utf-8", "ignore").lstrip("\ufeff \r\n\t")
    if head.startswith("["):
        return "label-studio"
    if head.startswith("{"):
        return "doccano" if '"start_offset"' in head or '"document_id"' in head else "jsonl"
    if head.startswith("-DOCSTART-"):
        return "conll"
    raise InputError("is of no format that is known; say it with --from", path=str(path))


def _module(name: str) -> Any:
    return importlib.import_module(f"nlp.exchange.{FORMATS[name][0]}")


def read(path: Path, form: str | None = None) -> Iterator[Document]:
    """The documents of a file or folder.

    Args:
        path: the file or folder.
        form: one of `FORMATS`; None to find out.

    Raises:
        InputError: it is not in the format; names file and line.
    """
    if not path.exists():
        raise InputError("there is no such file or folder", path=str(path))
    yield from _module(form or find_format(path)).read(path)


def write(documents: Iterable[Document], path: Path, form: str) -> None:
    """Writes documents in a format: a file, for brat a folder.

    Raises:
        OutputError: it cannot be written.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        _module(form).write(documents, path)
    except OSError as error:
        raise OutputError(
            f"{path} cannot be written: {error.strerror or error}; choose another place with -o"
        ) from error
