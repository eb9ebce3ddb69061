"""doccano's JSON lines for sequence labelling with relations.

Every statement with a subject and an object is a relation between mentions, of the predicate's type; what doccano knows no
place for (values, refs, qualifiers …) is lost. Other fields of a document stand beside its text, where doccano keeps them as meta data.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from nlp.annotation import from_json
from nlp.errors import InputError
from nlp.exchange.fillers import filler_of_mention, mention_of_filler, with_plain_fillers
from nlp.records import Document

_META = ("lang", "date", "title", "source", "url")


def write(documents: Iterable[Document], target: Path) -> None:
    """Writes documents to a file of JSON lines."""
    with target.open("w", encoding="utf-8") as file:
        for document in documents:
            file.write(json.dumps(_row(with_plain_fillers(document)), ensure_ascii=False) + "\n")


def _row(document: Document) -> dict[str, Any]:
    found = mention_of_filler(document)
    number = {mention.id: index for index, mention in enumerate(document.mentions)}
    relations: list[dict[str, Any]] = []
    for statement in document.statements:
        if statement.subject in found and statement.object in found:
            relations.append(
                {
                    "id": len(relations),
                    "from_id": number[found[statement.subject]],
                    "to_id": number[found[statement.object]],
                    "type": statement.predicate,
                }
            )
    return {
        "text": document.text,
        "entities": [
            {"id": number[m.id], "label": m.label, "start_offset": m.start, "end_offset": m.end}
            for m in document.mentions
        ],
        "relations": relations,
        "document_id": document.id,
        **{key: getattr(document, key) for key in _META if getattr(document, key)},
    }


def read(source: Path) -> Iterator[Document]:
    """The documents of a file that doccano has exported.

    Raises:
        InputError: a line is not in the format.
    """
    with source.open(encoding="utf-8") as file:
        for number, line in enumerate(file, 1):
            if line.strip():
                try:
                    yield _document(json.loads(line), f"{source.stem}-{number}")
                except (ValueError, KeyError, TypeError, AttributeError) as error:
                    raise InputError(f"not doccano's JSON lines: {error!r}", path=str(source), line=number) from error


def _document(row: dict[str, Any], identity: str) -> Document:
    meta = row.get("meta") or {}
    ordered = sorted(row.get("entities") or (), key=lambda entity: entity["start_offset"])
    names = {entity["id"]: f"e{index}" for index, entity in enumerate(ordered, 1)}
    entities = [
        {
            "id": names[entity["id"]], "start": entity["start_offset"], "end": entity["end_offset"],
            "label": entity["label"], "ref": names[entity["id"]],
        }
        for entity in ordered
    ]  # fmt: skip
    fields = {key: row.get(key) or meta.get(key) for key in _META}
    record = {"id": row.get("document_id") or meta.get("document_id") or identity, **fields, "text": row["text"]}
    fillers = {m.id: filler_of_mention(m) for m in from_json({**record, "entities": entities}).mentions}
    statements = [
        {
            "predicate": relation["type"], "subject": fillers[names[relation["from_id"]]],
            "object": fillers[names[relation["to_id"]]],
        }
        for relation in row.get("relations") or ()
    ]  # fmt: skip
    return from_json({**record, "entities": entities, "statements": statements})
