"""Annotation without its text: offsets into articles of a file that is not ours to pass on.

A stand-off file is annotation JSONL whose records have, for `text` and the surfaces, the name of the
file, the number of the line and a check sum; with the file at hand they are documents again.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from nlp.annotation import from_json
from nlp.errors import InputError
from nlp.records import Document
from nlp.training.texts import read_articles, read_lines


def checksum(text: str) -> str:
    """The first 12 digits of the SHA-256 of a text."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:12]


def detach(record: dict[str, Any], *, file: str, line: int) -> dict[str, Any]:
    """The record of a document without text, title and surfaces."""
    kept = {key: record[key] for key in ("id", "lang", "date")}
    kept |= {"file": file, "line": line, "sha256": checksum(record["text"])}
    kept["entities"] = [{k: v for k, v in entity.items() if k != "text"} for entity in record["entities"]]
    kept["statements"] = record["statements"]
    return kept


def is_standoff(path: str | Path) -> bool:
    """Whether a file holds records without text."""
    first = next(iter(read_lines(path)), "")
    return '"sha256"' in first and '"text"' not in first


def restore(path: str | Path, folder: str | Path) -> Iterator[Document]:
    """The documents of a stand-off file; the files of their texts lie in `folder`.

    Raises:
        InputError: a file or an article is missing, or its text is another one than was annotated.
    """
    rows = [(number, json.loads(line)) for number, line in enumerate(read_lines(path), 1) if line.strip()]
    texts = _articles({(row["file"], row["line"]) for _, row in rows}, Path(folder))
    for number, row in rows:
        text = texts.get((row["file"], row["line"]))
        if text is None or checksum(text) != row["sha256"]:
            raise InputError(
                f"expected line {row['line']} of {row['file']} to be the annotated article; take the file it was made from",
                path=str(path),
                line=number,
            )
        for entity in row["entities"]:
            entity["text"] = text[entity["start"] : entity["end"]]
        record = {key: value for key, value in row.items() if key not in ("file", "line", "sha256")}
        yield from_json({**record, "text": text}, path=str(path), line=number)


def _articles(wanted: set[tuple[str, int]], folder: Path) -> dict[tuple[str, int], str]:
    """The articles at these lines, counted from 0 among the lines that are not blank."""
    found: dict[tuple[str, int], str] = {}
    for name in sorted({file for file, _ in wanted}):
        lines = {line for file, line in wanted if file == name}
        for line, text in enumerate(read_articles(folder / name)):
            if line in lines:
                found[name, line] = text
    return found


def write_lines(rows: Iterable[dict[str, Any]], path: Path) -> int:
    """Writes stand-off records; tells how many."""
    count = 0
    with path.open("w", encoding="utf-8") as file:
        for row in rows:
            file.write(json.dumps(row, ensure_ascii=False, separators=(",", ":")) + "\n")
            count += 1
    return count
