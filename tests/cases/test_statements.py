"""Sentences with the statements they make, and those that make none: tests/cases/<language>/statements.toml.

A row is ``{text, date?, statements}``; a statement is written as
``predicate | subject → object | role=surface,surface role=surface | modality``. A name stands for its first
mention, a missing party is ``-``. What is found must be what is written, both ways.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import tomllib

import nlp
from nlp.pipeline import annotate
from nlp.records import Document
from nlp.schema import PREDICATES

_FILES = sorted(Path(__file__).parent.glob("*/statements.toml"))
_ROLES = sorted({role for predicate in PREDICATES.values() for role in predicate.qualifiers}, key=len, reverse=True)
_ROLE = re.compile(rf"(?:^| )({'|'.join(_ROLES)})=")


@pytest.fixture(scope="module")
def pipeline() -> Any:
    return nlp.load()


def _rows() -> Iterator[Any]:
    for path in _FILES:
        for number, row in enumerate(tomllib.loads(path.read_text(encoding="utf-8"))["case"], 1):
            yield pytest.param(row, id=f"{path.parent.name}-{number}-{row['text'][:24]}")


def _parsed(line: str) -> tuple[Any, ...]:
    predicate, parties, roles, modality = (part.strip() for part in line.split("|"))
    pieces = _ROLE.split(roles)
    return predicate, parties, frozenset(zip(pieces[1::2], pieces[2::2], strict=True)), modality


def _told(document: Document) -> set[tuple[Any, ...]]:
    surface: dict[str | None, str] = {None: "-"}
    for mention in document.mentions:
        surface.setdefault(mention.ref or mention.id, mention.text)
        surface[mention.id] = mention.text
    return {
        (
            s.predicate,
            f"{surface.get(s.subject, s.subject)} → {surface.get(s.object, s.object)}",
            frozenset((role, ",".join(surface.get(x, x) for x in fillers)) for role, fillers in s.qualifiers.items()),
            s.modality,
        )
        for s in document.statements
    }


@pytest.mark.parametrize("row", list(_rows()))
def test_statements_of(pipeline: Any, row: dict[str, Any]) -> None:
    told = _told(annotate(pipeline, Document("case", row["text"], date=row.get("date"))))
    assert told == {_parsed(line) for line in row["statements"]}
