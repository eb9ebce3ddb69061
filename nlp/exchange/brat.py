"""brat standoff: a folder with a ``.txt`` and an ``.ann`` for every document.

Mentions are text-bound annotations (T), statements events (E) with their first evidence as trigger. Values, refs, literals,
modality and the rest stand in notes (#) as JSON: brat shows them, and they come back. Offsets are code points, as brat counts.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from nlp.annotation import from_json, to_json
from nlp.errors import InputError
from nlp.exchange.fillers import filler_of_mention, mention_of_filler, with_plain_fillers
from nlp.exchange.names import file_names
from nlp.records import Document
from nlp.schema import LITERAL_ROLES, PREDICATES

SIDES = {"subject": "Subject", "object": "Object"}
_ROLES = {side.lower(): side for side in ("subject", "object")}
_SPAN = re.compile(r"(\S+) ((?:\d+ \d+;)*\d+ \d+)")
_BOUND_KEYS = ("id", "start", "end", "text", "label")


def write(documents: Iterable[Document], target: Path) -> None:
    """Writes documents into a folder, and ``annotation.conf`` with what brat has to know."""
    target.mkdir(parents=True, exist_ok=True)
    for name, document in file_names(documents):
        document = with_plain_fillers(document)
        (target / f"{name}.txt").write_text(document.text, encoding="utf-8", newline="")
        lines = "".join(line + "\n" for line in _lines(document))
        (target / f"{name}.ann").write_text(lines, encoding="utf-8", newline="")
    (target / "annotation.conf").write_text(_configuration(), encoding="utf-8")


def _lines(document: Document) -> Iterator[str]:
    record = to_json(document)
    notes: list[str] = []
    number = len(document.mentions)

    def note(target: str, value: dict[str, Any]) -> None:
        notes.append(f"#{len(notes) + 1}\tAnnotatorNotes {target}\t{json.dumps(value, ensure_ascii=False)}")

    for row in record["entities"]:
        yield f"T{row['id'][1:]}\t{row['label']} {_spans(document.text, row['start'], row['end'])}"
        note(f"T{row['id'][1:]}", {key: value for key, value in row.items() if key not in _BOUND_KEYS})
    found = mention_of_filler(document)
    for index, (statement, row) in enumerate(zip(document.statements, record["statements"], strict=True), 1):
        number += 1
        start, end = statement.evidence[0] if statement.evidence else (0, min(1, len(document.text)))
        yield f"T{number}\t{statement.predicate} {_spans(document.text, start, end)}"
        arguments = [(SIDES[side], row[side]) for side in SIDES if row[side] is not None]
        arguments += [
            (role, filler)
            for role, fillers in row["qualifiers"].items()
            if role not in LITERAL_ROLES
            for filler in fillers
        ]
        told = "".join(f" {role}:T{found[filler][1:]}" for role, filler in _numbered(arguments) if filler in found)
        yield f"E{index}\t{statement.predicate}:T{number}{told}"
        literals = {role: fillers for role, fillers in row["qualifiers"].items() if role in LITERAL_ROLES}
        rest = {key: row[key] for key in ("modality", "evidence", "confidence", "rule") if key in row}
        note(f"E{index}", {**literals, **rest})
    yield from notes


def _numbered(arguments: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """Arguments with brat's numbers behind roles that are there more than once: date, date2."""
    seen: dict[str, int] = {}
    for role, filler in arguments:
        seen[role] = seen.get(role, 0) + 1
        yield role + (str(seen[role]) if seen[role] > 1 else ""), filler


def _spans(text: str, start: int, end: int) -> str:
    """Offsets and text of a span; one that goes over a line break is in fragments, as brat wants it."""
    fragments, at = [], start
    for piece in text[start:end].split("\n"):
        if piece:
            fragments.append((at, at + len(piece)))
        at += len(piece) + 1
    fragments = fragments or [(start, end)]
    offsets = ";".join(f"{low} {high}" for low, high in fragments)
    return f"{offsets}\t{' '.join(text[low:high] for low, high in fragments)}"


def _configuration() -> str:
    labels = "\n".join(("COMPANY", "PERSON", "MACHINE", "QUANTITY", "JURISDICTION", "FACILITY", "AUTHORITY", "DATE"))
    events = []
    for name, row in PREDICATES.items():
        roles = [f"Subject?:{'|'.join(row.subject)}", f"Object?:{'|'.join(row.object)}"]
        roles += [f"{role}*:<ENTITY>" for role in row.qualifiers if role not in LITERAL_ROLES]
        events.append(f"{name}\t{', '.join(roles)}")
    return f"[entities]\n{labels}\n\n[relations]\n\n[events]\n" + "\n".join(events) + "\n\n[attributes]\n"


def read(source: Path) -> Iterator[Document]:
    """The documents of a folder of brat files.

    Raises:
        InputError: an ``.ann`` file is not in the format; names file and line.
    """
    for path in sorted(source.rglob("*.txt")):
        text = path.read_text(encoding="utf-8")
        standoff = path.with_suffix(".ann")
        if standoff.is_file():
            yield _document(path.relative_to(source).with_suffix("").as_posix(), text, standoff)


def _document(identity: str, text: str, path: Path) -> Document:
    bound: dict[str, tuple[str, int, int]] = {}
    events: dict[str, list[str]] = {}
    notes: dict[str, dict[str, Any]] = {}
    for number, line in enumerate(path.read_text(encoding="utf-8").split("\n"), 1):
        try:
            _take(line, bound, events, notes)
        except (ValueError, IndexError) as error:
            raise InputError(f"not brat standoff: {line[:60]!r}", path=str(path), line=number) from error
    triggers = {event[0].partition(":")[2] for event in events.values()}
    entities = [
        {"id": f"e{name[1:]}", "start": start, "end": end, "label": label, "ref": f"e{name[1:]}", **notes.get(name, {})}
        for name, (label, start, end) in bound.items()
        if name not in triggers
    ]
    record = {"id": identity, "text": text, "entities": entities}
    fillers = {mention.id: filler_of_mention(mention) for mention in from_json(record, path=str(path)).mentions}
    record["statements"] = [_statement(event, bound, notes.get(name, {}), fillers) for name, event in events.items()]
    return from_json(record, path=str(path))


def _take(
    line: str, bound: dict[str, tuple[str, int, int]], events: dict[str, list[str]], notes: dict[str, dict[str, Any]]
) -> None:
    """Takes in one line of a standoff file; kinds of lines that Lode has no use for are passed over."""
    parts = line.rstrip("\r").split("\t")
    if line.startswith("T"):
        match = _SPAN.fullmatch(parts[1])
        if match is None:
            raise ValueError(line)
        numbers = [int(n) for n in re.findall(r"\d+", match[2])]
        bound[parts[0]] = (match[1], min(numbers), max(numbers))
    elif line.startswith("E"):
        events[parts[0]] = parts[1].split()
    elif line.startswith("#"):
        target = parts[1].split()[1]
        try:
            value = json.loads(parts[2])
        except ValueError:
            return  # a person's own note
        notes[target] = value if isinstance(value, dict) else {}


def _statement(
    event: list[str], bound: dict[str, tuple[str, int, int]], note: dict[str, Any], fillers: dict[str, str]
) -> dict[str, Any]:
    predicate, _, trigger = event[0].partition(":")
    sides: dict[str, str | None] = {"subject": None, "object": None}
    qualifiers: dict[str, list[str]] = {role: note[role] for role in LITERAL_ROLES if role in note}
    for argument in event[1:]:
        role, _, target = argument.partition(":")
        role = role.rstrip("0123456789").lower()
        filler = fillers.get(f"e{target[1:]}")
        if filler is None:
            continue
        if role in sides:
            sides[role] = filler
        else:
            qualifiers.setdefault(role, []).append(filler)
    evidence = [list(bound[trigger][1:])] if trigger in bound else []
    rest = {key: value for key, value in note.items() if key not in LITERAL_ROLES}
    return {"predicate": predicate, **sides, "qualifiers": qualifiers, "evidence": evidence, **rest}
