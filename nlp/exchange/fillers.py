"""Fillers of statements as mentions, which is what other formats know, and back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from nlp.records import Document, Mention, Statement
from nlp.schema import LITERAL_ROLES, NAME_LABELS


def mention_of_filler(document: Document) -> dict[str, str]:
    """The id of the mention that each filler stands for: of a ref the first mention that has it."""
    found = {mention.id: mention.id for mention in document.mentions}
    for mention in document.mentions:
        if mention.ref is not None:
            found.setdefault(mention.ref, mention.id)
    return found


def filler_of_mention(mention: Mention) -> str:
    """How statements name a mention: names by their ref, values by their id."""
    return mention.ref if mention.label in NAME_LABELS and mention.ref else mention.id


def with_plain_fillers(document: Document) -> Document:
    """The document with ids e1, e2 … in the order of the text, and fillers named the usual way."""
    ordered = sorted(document.mentions, key=lambda mention: (mention.start, mention.end))
    named = {mention.id: replace(mention, id=f"e{number}") for number, mention in enumerate(ordered, 1)}
    by_filler = {filler: named[identity] for filler, identity in mention_of_filler(document).items()}
    refs = {
        mention.ref: f"{mention.ref[: -len(mention.id)]}{named[mention.id].id}"
        for mention in document.mentions
        if mention.ref and mention.ref.endswith(f":{mention.id}")
    }
    mentions = [replace(m, ref=refs.get(m.ref, m.ref)) if m.ref else m for m in named.values()]
    statements = [_renamed(statement, by_filler, refs) for statement in document.statements]
    return replace(document, mentions=tuple(mentions), statements=tuple(statements))


def _renamed(statement: Statement, by_filler: Mapping[str, Mention], refs: Mapping[str, str]) -> Statement:
    def name(filler: str) -> str:
        if filler not in by_filler:
            return filler
        found = filler_of_mention(by_filler[filler])
        return refs.get(found, found)

    return replace(
        statement,
        subject=name(statement.subject) if statement.subject is not None else None,
        object=name(statement.object) if statement.object is not None else None,
        qualifiers={
            role: fillers if role in LITERAL_ROLES else tuple(name(filler) for filler in fillers)
            for role, fillers in statement.qualifiers.items()
        },
    )
