"""Sentences with the statements they make, and those that make none: tests/cases/<language>/statements.toml.

A row is ``{text, date?, statements}``. Names that no registry knows may be marked, ``[Norhaven|C]`` with the type letter of
``nlp.encoding``, and are then given; ``[嘉楠|C:canaan]`` gives the id of the registry too. A statement is written as
``predicate | subject → object | role=surface,surface role=surface | modality``. A name stands for its first
mention, a missing party is ``-``. What is found must be what is written, both ways.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import tomllib

import nlp
from nlp.encoding import TYPE_OF_LABEL
from nlp.pipeline import annotate
from nlp.records import Document, Mention
from nlp.resources.files import patterns_folder
from nlp.resources.registry import load_registry
from nlp.schema import PREDICATES
from nlp.statements.extraction import StatementExtractor
from nlp.text.fold import fold

_FILES = sorted(Path(__file__).parent.glob("*/statements.toml"))
_ROLES = sorted({role for predicate in PREDICATES.values() for role in predicate.qualifiers}, key=len, reverse=True)
_ROLE = re.compile(rf"(?:^| )({'|'.join(_ROLES)})=")


@pytest.fixture(scope="module")
def pipeline() -> Any:
    return nlp.load()


_MARK = re.compile(r"\[([^\]|]+)\|([CPMJFA])(?::([^\]]+))?\]")
_LABEL = {letter: label for label, letter in TYPE_OF_LABEL.items()}


@pytest.fixture(scope="module")
def extractor() -> StatementExtractor:
    return StatementExtractor.load(patterns_folder(), load_registry(patterns_folder()))


def _given(text: str) -> tuple[str, list[Mention]]:
    """The text without its marks, and the names that they give."""
    plain, at, names = "", 0, []
    for mark in _MARK.finditer(text):
        plain += text[at : mark.start()]
        start = len(plain)
        plain += mark[1]
        names.append(
            Mention(
                id=f"m{start}", start=start, end=len(plain), text=mark[1], label=_LABEL[mark[2]], ref=mark[3] or mark[1]
            )
        )
        at = mark.end()
    return plain + text[at:], names


def _read(pipeline: Any, extractor: StatementExtractor, row: dict[str, Any]) -> Document:
    """The document of a row; with names given, the statements on these."""
    text, names = _given(row["text"])
    document = annotate(pipeline, Document("case", text, date=row.get("date")))
    if not names:
        return document
    found = [m for m in document.mentions if not any(n.start < m.end and m.start < n.end for n in names)]
    mentions = tuple(sorted([*found, *names], key=lambda m: m.start))
    statements = extractor.extract(fold(text), mentions, source=text, today=document.date)
    return replace(document, mentions=mentions, statements=tuple(statements))


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
def test_statements_of(pipeline: Any, extractor: StatementExtractor, row: dict[str, Any]) -> None:
    told = _told(_read(pipeline, extractor, row))
    assert told == {_parsed(line) for line in row["statements"]}
