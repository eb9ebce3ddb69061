"""What statements say beside subject and object, before the model: fillers that hardly are theirs, and those that they lack."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from nlp.records import Statement
from nlp.schema import LITERAL_ROLES

if TYPE_CHECKING:
    from nlp.transformer.judge import Evidence

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
    for number, predicate, role in evidence.likely_fillers(least):
        mention = evidence.mentions[number]
        if (mention.label == "DATE") != role.endswith("date"):
            continue
        own = {mention.id, mention.ref}
        of = [n for n, statement in enumerate(made) if statement.predicate == predicate]
        if any(own & _named(made[n]) for n in of):
            continue
        far = {n: _distance(made[n], evidence, number) for n in of if not made[n].qualifiers.get(role)}
        nearest = min(far, key=lambda n: far[n], default=None)
        if nearest is not None and far[nearest] <= _NEAR:
            told = made[nearest]
            filler = mention.id if mention.label in ("DATE", "QUANTITY") or mention.ref is None else mention.ref
            made[nearest] = replace(told, qualifiers={**told.qualifiers, role: (filler,)})
    return made


def _named(statement: Statement) -> set[str]:
    """The ids and refs that a statement names."""
    fillers = (f for role, row in statement.qualifiers.items() if role not in LITERAL_ROLES for f in row)
    return {name for name in (statement.subject, statement.object, *fillers) if name is not None}


def _distance(statement: Statement, evidence: Evidence, number: int) -> int:
    """How many pieces lie between a mention and the nearest one that a statement names beside its subject."""
    fillers = (f for role, row in statement.qualifiers.items() if role not in LITERAL_ROLES for f in row)
    numbers = (n for name in (statement.object, *fillers) for n in evidence.fillers(name))
    return min((evidence.apart(n, number) for n in numbers), default=_NEAR + 1)
