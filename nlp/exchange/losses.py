"""What a format cannot hold: documents are taken there and back, and what is no longer the same is counted."""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from nlp.annotation import to_json
from nlp.exchange.fillers import mention_of_filler, with_plain_fillers
from nlp.exchange.formats import FORMATS, read, write
from nlp.records import Document

_DEFAULTS = {"confidence": 1.0, "bound": "exact", "modality": "asserted", "rule": ""}


@dataclass(frozen=True, slots=True)
class Loss:
    """How often a field had a value, and how often that value did not come back."""

    field: str
    there: int
    lost: int


def find_losses(documents: Sequence[Document], form: str) -> list[Loss]:
    """What is lost on the way to a format and back, field by field; none where everything comes back."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"documents{FORMATS[form][1]}"
        write(documents, path, form)
        back = {document.id: document for document in read(path, form)}
        if form == "brat":
            # names of files stand for ids there
            from nlp.exchange.names import file_names

            back = {d.id: back[name] for name, d in file_names(documents) if name in back}
    there: Counter[str] = Counter()
    lost: Counter[str] = Counter()
    for document in documents:
        before = _fields(with_plain_fillers(document))
        after = _fields(with_plain_fillers(back[document.id])) if document.id in back else Counter()
        for (field, value), count in before.items():
            there[field] += count
            lost[field] += count - min(count, after.get((field, value), 0))
    return [Loss(field, there[field], lost[field]) for field in there if lost[field]]


def _fields(document: Document) -> Counter[tuple[str, str]]:
    """Each value of a document with its field and, in lists, what it belongs to.

    Fillers count as the first mention that they stand for, so that a statement is the same where only its refs are lost.
    """
    spans = {mention.id: f"{mention.start}-{mention.end}" for mention in document.mentions}
    places = {filler: spans[identity] for filler, identity in mention_of_filler(document).items()}
    record = to_json(document)
    found = [("entities", place) for place in spans.values()]
    for row in record["entities"]:
        found += _of_entity(row)
    for row in record["statements"]:
        found += _of_statement(row, places)
    for key, value in record.items():
        if key not in ("id", "entities", "statements"):
            found += _one(key, value, "")
    return Counter(found)


def _of_entity(row: dict[str, Any]) -> Iterator[tuple[str, str]]:
    place = f"{row['start']}-{row['end']}"
    # a ref that is only the mention's own id says nothing
    plain = row["ref"] in (row["id"], f"q:{row['id']}", row.get("iso"))
    for name, item in row.items():
        if name not in ("id", "start", "end", "text") and not (name == "ref" and plain):
            yield from _one(f"entities.{name}", item, place)


def _of_statement(row: dict[str, Any], places: dict[str, str]) -> Iterator[tuple[str, str]]:
    core = f"{row['predicate']} {places.get(row['subject'])} {places.get(row['object'])}"
    yield "statements", core
    for role, fillers in row["qualifiers"].items():
        yield from _one(f"statements.qualifiers.{role}", [places.get(filler, filler) for filler in fillers], core)
    for name in ("modality", "evidence", "confidence", "rule"):
        yield from _one(f"statements.{name}", row.get(name), core)


def _one(field: str, value: Any, place: str) -> Iterator[tuple[str, str]]:
    if value not in (None, "", [], {}) and _DEFAULTS.get(field.rpartition(".")[2]) != value:
        yield field, f"{place} {value}"
