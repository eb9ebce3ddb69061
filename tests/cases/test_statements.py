"""Sentences and short articles with all their statements, in both languages.

A row of `<language>/statements*.toml` is a text, the date of its document, and its statements:
``predicate | subject → object | role=surface, role=surface, surface | modality``. A thing is named by any of
its surfaces, what is missing by ``-``; the last part may be left out where it is ``asserted``. Names that no
registry knows may be given: ``[Norhaven|C]`` with the type letter of `nlp.encoding`, ``[嘉楠|C:canaan]`` with an id.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import tomllib

from nlp.encoding import TYPE_OF_LABEL
from nlp.records import Document, Mention, Statement
from nlp.resources.files import patterns_folder
from nlp.resources.registry import load_registry
from nlp.statements.extraction import StatementExtractor
from nlp.text.fold import fold

Read = Callable[..., Document]
Told = tuple[str, str, str, tuple[tuple[str, str], ...], str]

_HERE = Path(__file__).parent
_ROWS = [
    pytest.param(row, id=f"{path.parent.name}-{path.stem}-{number}")
    for path in sorted(_HERE.glob("*/*.toml"))
    for number, row in enumerate(tomllib.loads(path.read_text(encoding="utf-8"))["case"], 1)
]
_LITERALS = ("title", "segment", "metric", "action")


def expected(line: str, names: Mapping[str, str]) -> Told:
    """A statement as a row writes it, its surfaces replaced by what they stand for."""
    predicate, parties, roles, *rest = (part.strip() for part in f"{line} ||".split("|"))
    subject, _, target = (part.strip() for part in parties.partition("→"))
    fillers = []
    role = ""
    for piece in filter(None, (part.strip() for part in roles.split(", "))):
        name, sign, value = piece.partition("=")
        role, value = (name, value) if sign else (role, piece)
        fillers.append((role, value if role in _LITERALS else names.get(value, value)))
    modality = next((part for part in rest if part), "asserted")
    return predicate, names.get(subject, subject), names.get(target, target), tuple(sorted(fillers)), modality


def told(statement: Statement, names: Mapping[str, str]) -> Told:
    """A statement as it was read, in the same form."""
    fillers = [
        (role, value if role in _LITERALS else names.get(value, value))
        for role, values in statement.qualifiers.items()
        for value in values
    ]
    subject, target = (names.get(ref, ref) if ref else "-" for ref in (statement.subject, statement.object))
    return statement.predicate, subject, target, tuple(sorted(fillers)), statement.modality


_MARK = re.compile(r"\[([^\]|]+)\|([CPMJFA])(?::([^\]]+))?\]")
_LABEL = {letter: label for label, letter in TYPE_OF_LABEL.items()}


@pytest.fixture(scope="module")
def extractor() -> StatementExtractor:
    return StatementExtractor.load(patterns_folder(), load_registry(patterns_folder()))


def given(text: str) -> tuple[str, list[Mention]]:
    """The text without its marks, and the names that they give."""
    plain, at, names = "", 0, []
    for mark in _MARK.finditer(text):
        plain += text[at : mark.start()]
        start = len(plain)
        plain += mark[1]
        ref = mark[3] or mark[1]
        names.append(Mention(id=f"m{start}", start=start, end=len(plain), text=mark[1], label=_LABEL[mark[2]], ref=ref))
        at = mark.end()
    return plain + text[at:], names


def read_given(read: Read, extractor: StatementExtractor, row: dict[str, Any]) -> Document:
    """The document of a row; with names given, the statements on these."""
    text, names = given(row["text"])
    document = read(text, date=row.get("date"))
    if not names:
        return document
    found = [m for m in document.mentions if not any(n.start < m.end and m.start < n.end for n in names)]
    mentions = tuple(sorted([*found, *names], key=lambda m: m.start))
    statements = extractor.extract(fold(text), mentions, source=text, today=document.date)
    return replace(document, mentions=mentions, statements=tuple(statements))


@pytest.mark.parametrize("row", _ROWS)
def test_statements(read: Read, extractor: StatementExtractor, row: dict[str, Any]) -> None:
    document = read_given(read, extractor, row)
    names: dict[str, str] = {}
    for mention in document.mentions:
        thing = mention.ref if mention.ref and mention.label not in ("QUANTITY", "DATE") else mention.text
        names.update({mention.text: thing, mention.id: thing})
        if mention.ref:
            names.setdefault(mention.ref, thing)
    want = sorted(expected(line, names) for line in row["statements"])
    assert sorted(told(s, names) for s in document.statements) == want
