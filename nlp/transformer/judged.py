"""Which kinds of statements are judged: each has weights of its own."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from nlp.records import HINTED, PAIRED, Statement
from nlp.schema import PREDICATES
from nlp.transformer.lone import LONE

#: what the rule of a statement ends in that was given another subject
REASSIGNED = ".reassigned"
#: what that of a statement ends in whose metric or action is another one than the grammar read
REWORDED = ".reworded"
#: what that of a statement ends in that is meant otherwise than the grammar read: planned, possible, ended, denied or none of these
RESAID = ".resaid"
#: what the model makes beside what hints of single mentions give
BESIDE = ("pair", "lone")


class Told:
    """Which statements of a text share an object or a subject with others of their predicate, that the model has not made beside them."""

    def __init__(self, statements: Iterable[Statement]) -> None:
        statements = list(statements)
        self._with_object = Counter((s.predicate, s.subject) for s in statements if s.object is not None)
        statements = [statement for statement in statements if kind_of(statement) not in BESIDE]
        self._objects = Counter((s.predicate, s.object) for s in statements)
        self._subjects = Counter((s.predicate, s.subject) for s in statements)
        self._alone = {(s.predicate, s.subject) for s in statements if s.object is None}

    def shared(self, pair: Statement) -> bool:
        """Whether the object of a relation, or that of a lone subject, which is none, is told of by others, of its predicate and its subject."""
        if kind_of(pair) == "lone":
            return (pair.predicate, pair.subject) in self._alone
        return kind_of(pair) == "pair" and self._objects[pair.predicate, pair.object] > 0

    def besides(self, statement: Statement) -> bool:
        """Whether the subject of a statement is told of with an object by others of its predicate, whoever made them."""
        own = statement.object is not None
        return self._with_object[statement.predicate, statement.subject] > own

    def busy(self, pair: Statement) -> bool:
        """Whether the subject of a relation or a lone one is told of by others than these, of its predicate."""
        return kind_of(pair) in BESIDE and self._subjects[pair.predicate, pair.subject] > 0


def fact_of(statement: Statement) -> tuple[object, ...]:
    """What two statements share that say the same: predicate, subject, object, and the metric or action where one is required."""
    said = (statement.qualifiers.get(role) for role in PREDICATES[statement.predicate].required)
    return statement.predicate, statement.subject, statement.object, *said


def kind_of(statement: Statement) -> str:
    """Which weights a statement is judged by.

    `pair` if it stands on a relation, `lone` if the model makes it of a subject alone, `make` if it stands on another hint of
    the model, `alone` if it has no object, else `weigh`.
    """
    rule = made_by(statement)
    if rule.endswith(PAIRED):
        return "pair"
    if rule.endswith(LONE):
        return "lone"
    return "make" if is_hinted(statement) else "alone" if is_alone(statement) else "weigh"


def is_hinted(statement: Statement) -> bool:
    """Whether a statement stands on a hint of the model."""
    return made_by(statement).endswith(HINTED)


def made_by(statement: Statement) -> str:
    """The rule that made a statement, whatever was changed afterwards."""
    return statement.rule.removesuffix(RESAID).removesuffix(REWORDED).removesuffix(REASSIGNED)


def is_alone(statement: Statement) -> bool:
    """Whether a statement has no object, but tells what its subject does to whom it does not say."""
    return statement.object is None and bool(statement.qualifiers.get("action"))
