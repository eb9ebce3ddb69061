"""The things of all claims: who is named in which articles, beside whom."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from nlp.graph.claims import Claim, Thing
from nlp.graph.fusion.names import NameKeys, scripts
from nlp.graph.fusion.tellings import Ident, ident_of


@dataclass(slots=True)
class Entity:
    """One thing as claims name it.

    Attributes:
        ident: label and key.
        name: the first surface of the first article.
        names: all surfaces, in order of article and text.
        known: whether the registry knows it.
        keys: of its names, as they are compared.
        scripts: of its names.
        documents: where it is named.
        claims: numbers of the claims that it is in, in order.
        first: the number of its first claim.
    """

    ident: Ident
    name: str
    names: dict[str, None]
    known: bool
    first: int
    keys: frozenset[str] = frozenset()
    scripts: frozenset[str] = frozenset()
    documents: set[str] = field(default_factory=set)
    claims: list[int] = field(default_factory=list)


def things_of(claim: Claim) -> Iterator[tuple[str, Thing]]:
    """The named things of a claim, with their roles."""
    if claim.subject is not None:
        yield "subject", claim.subject
    if isinstance(claim.object, Thing):
        yield "object", claim.object
    for role, fillers in claim.qualifiers.items():
        for filler in fillers:
            if isinstance(filler, Thing):
                yield role, filler


def gather_things(claims: Iterable[Claim], keys: NameKeys) -> dict[Ident, Entity]:
    """All things of claims; `claims` must be in order."""
    entities: dict[Ident, Entity] = {}
    for number, claim in enumerate(claims):
        for _, thing in things_of(claim):
            entity = entities.get(ident_of(thing))
            if entity is None:
                entity = Entity(ident_of(thing), thing.name, {}, thing.known, number)
                entities[entity.ident] = entity
            entity.names.update(dict.fromkeys(thing.names or (thing.name,)))
            entity.documents.add(claim.source.document)
            if not entity.claims or entity.claims[-1] != number:
                entity.claims.append(number)
    cache: dict[tuple[str, str], str] = {}
    for entity in entities.values():
        label = entity.ident[0]
        for name in entity.names:
            if (label, name) not in cache:
                cache[label, name] = keys.key(label, name)
        entity.keys = frozenset(cache[label, name] for name in entity.names) - {""}
        entity.scripts = scripts(entity.names)
    return entities
