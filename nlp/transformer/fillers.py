"""What statements say beside subject and object, before the model: fillers that hardly are theirs, and those that they lack."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from nlp.records import Statement
from nlp.schema import LITERAL_ROLES

if TYPE_CHECKING:
    from nlp.transformer.evidence import Evidence

# so many pieces from what a statement names, a mention can still be its own
_NEAR = 48


def without_doubted(statement: Statement, evidence: Evidence, least: Mapping[str, float]) -> Statement:
    """A statement without the fillers that hardly are its own: `least` are probabilities for a date, and for any other."""
    kept = {
        role: fillers
        if role in LITERAL_ROLES
        else tuple(f for f in fillers if not evidence.doubts(f, statement.predicate, role, least))
        for role, fillers in statement.qualifiers.items()
    }
    if kept == dict(statement.qualifiers):
        return statement
    return replace(statement, qualifiers={role: fillers for role, fillers in kept.items() if fillers})


def completed(statements: Sequence[Statement], evidence: Evidence, least: float) -> list[Statement]:
    """The statements with fillers for roles that they lack.

    A mention that is so likely to fill a role of a predicate, and that no statement of the predicate names, is given to
    the nearest one that lacks the role.
    """
    made = list(statements)
    named: dict[str, set[str]] = {}
    places: dict[str, list[tuple[int, int]]] = {}
    for number, statement in enumerate(made):
        named.setdefault(statement.predicate, set()).update(_names(statement), filter(None, (statement.subject,)))
        of = places.setdefault(statement.predicate, [])
        of.extend((evidence.place(mention), number) for mention in _told(statement, evidence))
    for of in places.values():
        of.sort()
    for mention_number, predicate, role in evidence.likely_fillers(least):
        mention = evidence.mentions[mention_number]
        if (mention.label == "DATE") != role.endswith("date") or named.get(predicate, set()) & {
            mention.id,
            mention.ref,
        }:
            continue
        at, of = evidence.place(mention_number), places.get(predicate, [])
        near = of[bisect_left(of, (at - _NEAR, 0)) : bisect_left(of, (at + _NEAR + 1, 0))]
        far = [(abs(place - at), number) for place, number in near if not made[number].qualifiers.get(role)]
        if far:
            told = made[min(far)[1]]
            filler = mention.id if mention.label in ("DATE", "QUANTITY") or mention.ref is None else mention.ref
            made[min(far)[1]] = replace(told, qualifiers={**told.qualifiers, role: (filler,)})
            named[predicate].add(filler)
    return made


def _names(statement: Statement) -> Iterator[str]:
    """The ids and refs that a statement names beside its subject."""
    if statement.object is not None:
        yield statement.object
    for role, fillers in statement.qualifiers.items():
        if role not in LITERAL_ROLES:
            yield from fillers


def _told(statement: Statement, evidence: Evidence) -> Iterator[int]:
    """The numbers of the mentions that tell what a statement names: values, and names where its evidence lies.

    Of a statement without an object, its subject there too.
    """
    if statement.object is None:
        yield from evidence.told_at(statement)
    for name in _names(statement):
        numbers = evidence.fillers(name)
        if len(numbers) == 1 or not statement.evidence:
            yield from numbers
            continue
        for start, end in statement.evidence:
            first = bisect_left(numbers, start, key=lambda n: evidence.mentions[n].start)
            last = bisect_left(numbers, end, key=lambda n: evidence.mentions[n].start)
            yield from numbers[first:last]
