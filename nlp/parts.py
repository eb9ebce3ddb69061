"""Very long documents in parts that are read one by one, and joined again."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from nlp.records import Document, Mention, Statement

# where a text may be cut, the better first
_CUTS = (re.compile(r"\n\s*"), re.compile(r"[。！？!?](?!\d)[”\"』」]?\s*|\.\s+"), re.compile(r"\s+|[，,；;、]"))


def split_document(document: Document, size: int) -> Iterator[tuple[int, Document]]:
    """The parts of a document with where they start, none longer than `size`.

    Cut where a paragraph ends, else a sentence, else a word, else anywhere.

    >>> [part.text for _, part in split_document(Document(id="a", text="One two. Three four."), 12)]
    ['One two. ', 'Three four.']
    """
    text, start = document.text, 0
    while start < len(text):
        end = len(text) if len(text) - start <= size else _cut(text, start, start + size)
        part = text[start:end]
        if part.strip():
            yield start, replace(document, text=part, mentions=(), statements=())
        start = end


def _cut(text: str, start: int, end: int) -> int:
    for pattern in _CUTS:
        found = [match.end() for match in pattern.finditer(text, start + (end - start) * 3 // 4, end)]
        if found:
            return found[-1]
    return end


def join_parts(document: Document, parts: Iterable[tuple[int, Document]]) -> Document:
    """The document with the mentions and statements of its parts, each distinct statement once."""
    mentions: list[Mention] = []
    statements: dict[object, Statement] = {}
    lang = document.lang
    for start, part in parts:
        lang = lang or part.lang
        names: dict[str, str] = {}
        values: dict[str, object] = {}
        for mention in part.mentions:
            identity = f"e{len(mentions) + 1}"
            names[mention.id] = identity
            ref = mention.ref
            if ref and ref.endswith(f":{mention.id}"):
                ref = names[ref] = f"{ref[: -len(mention.id)]}{identity}"
            if mention.measure is not None or mention.iso:
                values[identity] = mention.measure or mention.iso
            mentions.append(
                replace(mention, start=mention.start + start, end=mention.end + start, id=identity, ref=ref)
            )
        for statement in part.statements:
            moved = _moved(statement, start, names)
            statements.setdefault(_key(moved, values), moved)
    return replace(document, lang=lang, mentions=tuple(mentions), statements=tuple(statements.values()))


def _moved(statement: Statement, start: int, names: dict[str, str]) -> Statement:
    def named(filler: str | None) -> str | None:
        return names.get(filler, filler) if filler is not None else None

    return replace(
        statement,
        subject=named(statement.subject),
        object=named(statement.object),
        qualifiers={role: tuple(names.get(f, f) for f in fillers) for role, fillers in statement.qualifiers.items()},
        evidence=tuple((a + start, b + start) for a, b in statement.evidence),
    )


def _key(statement: Statement, values: dict[str, object]) -> object:
    """What makes a statement the same fact as another of its document."""
    roles = tuple(
        (role, tuple(values.get(f, f) for f in fillers)) for role, fillers in sorted(statement.qualifiers.items())
    )
    return (
        statement.predicate, statement.subject, values.get(statement.object or "", statement.object), roles,
        statement.modality,
    )  # fmt: skip
