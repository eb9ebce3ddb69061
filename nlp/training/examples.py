"""Windows with what is wanted of them: tags, roles of mentions, relations of two mentions."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Protocol

import numpy
from numpy.typing import NDArray

from nlp.records import Document, Mention, Statement
from nlp.schema import LABELS, LITERAL_ROLES, PREDICATES
from nlp.training.labelled import NOTHING, LabelledText
from nlp.transformer.kinds import kinds_of
from nlp.transformer.pieces import PieceReader, Pieces
from nlp.transformer.roles import ALONE, PAIRS, REACH, RELATION_NUMBERS, ROLE_NUMBERS
from nlp.transformer.tags import OUTSIDE, TAGS, first_of, inner_of
from nlp.transformer.windows import Window, plan_windows

# so many pairs of a window at most that have no relation
_MOST_AGAINST = 400
# the part of the mentions whose types are not told in training, as a pipeline at work does not find all of them
_UNTOLD = 0.04


@dataclass(slots=True)
class Example:
    """One window.

    Attributes:
        ids: pieces with [CLS] and [SEP]. *Shape:* (pieces,)
        kinds: the types of the mentions that they belong to (`nlp.transformer.kinds`). *Shape:* (pieces,)
        allowed: the tags each piece may have; none for [CLS] and [SEP], which are not asked. *Shape:* (pieces, tags)
        spans: first and last piece of each mention. *Shape:* (mentions, 2)
        roles: 1 where a mention has a role, 0 where not, -1 where it is not asked. *Shape:* (mentions, roles)
        pairs: numbers of two mentions. *Shape:* (pairs, 2)
        relations: 1 or 0 for each of them. *Shape:* (pairs, relations)
        choices: for each object whose subject stands in the window, all that may be its subject: number of the
            question, of the candidate, of the object, of the relation, and whether the candidate is right.
            *Shape:* (candidates, 5)
        bags: roles that belong to one of several mentions of a name, it is not known which: for each number of the bag, of the
            alternative, counted through all bags, of the mention, and the role. *Shape:* (cells, 4)
    """

    ids: NDArray[numpy.int64]
    kinds: NDArray[numpy.int64]
    allowed: NDArray[numpy.bool_]
    spans: NDArray[numpy.int64] = field(default_factory=lambda: numpy.zeros((0, 2), numpy.int64))
    roles: NDArray[numpy.int8] = field(default_factory=lambda: numpy.zeros((0, len(ROLE_NUMBERS)), numpy.int8))
    pairs: NDArray[numpy.int64] = field(default_factory=lambda: numpy.zeros((0, 2), numpy.int64))
    relations: NDArray[numpy.int8] = field(default_factory=lambda: numpy.zeros((0, len(RELATION_NUMBERS)), numpy.int8))
    choices: NDArray[numpy.int64] = field(default_factory=lambda: numpy.zeros((0, 5), numpy.int64))
    bags: NDArray[numpy.int64] = field(default_factory=lambda: numpy.zeros((0, 4), numpy.int64))


def examples_of(text: LabelledText, reader: PieceReader, positions: int, generator: random.Random) -> Iterator[Example]:
    """The windows of a text."""
    pieces = reader.read(text.text)
    allowed = allowed_tags(text, pieces)
    facts = Facts(text.document, pieces) if text.document else None
    told = [m for m in text.document.mentions if generator.random() >= _UNTOLD] if text.document else []
    kinds = kinds_of(pieces, told)
    for window in plan_windows(len(pieces.ids), pieces.ends, positions - 2):
        ids = numpy.concatenate([[reader.first], pieces.ids[window.first : window.last], [reader.last]])
        types = numpy.concatenate([[0], kinds[window.first : window.last], [0]])
        mask = numpy.zeros((len(ids), len(TAGS)), dtype=bool)
        mask[1:-1] = allowed[window.first : window.last]
        example = Example(ids, types, mask)
        if facts:
            facts.fill(example, window, generator)
        yield example


def allowed_tags(text: LabelledText, pieces: Pieces) -> NDArray[numpy.bool_]:
    """The tags that each piece may have.

    *Shape:* (pieces, tags)
    """
    allowed = numpy.zeros((len(pieces.ids), len(TAGS)), dtype=bool)
    allowed[:, OUTSIDE] = True
    for label in text.hidden:
        allowed[:, [first_of(label), inner_of(label)]] = True
    for start, end, labels in text.spans:
        first, last = pieces.span(start, end)
        if first == last:
            continue
        allowed[first:last] = False
        for label in labels:
            if label == NOTHING:
                allowed[first:last, OUTSIDE] = True
            else:
                allowed[first, first_of(label)] = True
                allowed[first + 1 : last, inner_of(label)] = True
    return allowed


class Spans(Protocol):
    """Tells where a mention lies: in pieces, or in what else a scorer reads."""

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The span of the characters ``[start, end)``."""


class Facts:
    """The statements of a document as roles of mentions and relations of two mentions."""

    def __init__(self, document: Document, pieces: Spans) -> None:
        self._mentions = [m for m in document.mentions if m.label in LABELS]
        self._spans = [pieces.span(m.start, m.end) for m in self._mentions]
        self._named: dict[str, list[int]] = {}
        for number, mention in enumerate(self._mentions):
            for key in {mention.id, mention.ref}:
                if key:
                    self._named.setdefault(key, []).append(number)
        self._roles = numpy.zeros((len(self._mentions), len(ROLE_NUMBERS)), dtype=numpy.int8)
        self._relations: dict[tuple[int, int], set[int]] = {}
        self._unasked: set[tuple[int, int]] = set()
        self._subjects: dict[tuple[int, str], set[int]] = {}
        self._bags: list[tuple[list[int], list[int]]] = []
        for statement in document.statements:
            self._add(statement)

    @property
    def mentions(self) -> Sequence[Mention]:
        """The mentions that the facts are told of."""
        return self._mentions

    @property
    def roles(self) -> NDArray[numpy.int8]:
        """1 where a mention has a role, 0 where not, -1 where it is not asked. *Shape:* (mentions, roles)."""
        return self._roles

    def related(self, subject: int, other: int) -> frozenset[int] | None:
        """The relations of two mentions; None where they are not asked, since others of the same names stand nearer."""
        if (subject, other) in self._unasked and (subject, other) not in self._relations:
            return None
        return frozenset(self._relations.get((subject, other), ()))

    def _add(self, statement: Statement) -> None:
        """Marks the mentions that stand nearest together; further mentions of the same names are not asked."""
        anchors = self._named.get(statement.object or "", []) or [
            n for role, fillers in statement.qualifiers.items() if role not in LITERAL_ROLES
            for filler in fillers for n in self._named.get(filler, ())
        ]  # fmt: skip
        subjects = self._named.get(statement.subject or "", [])
        if statement.object is None and not anchors and self._put_into_a_bag(statement, subjects):
            return
        anchor, subject = self._nearest(anchors, subjects, statement)
        self._mark(
            statement, "object", anchor if statement.object else None, self._named.get(statement.object or "", [])
        )
        self._mark(statement, "subject", subject, subjects)
        if statement.object is None and f"{statement.predicate}.{ALONE}" in ROLE_NUMBERS:
            self._mark(statement, ALONE, subject, subjects)
        for role, fillers in statement.qualifiers.items():
            if role in LITERAL_ROLES:
                continue
            for filler in fillers:
                others = self._named.get(filler, [])
                near = min(
                    others,
                    key=lambda n: abs(self._place(n) - self._place(anchor if anchor is not None else n)),
                    default=None,
                )
                self._mark(statement, role, near, others)
        for role, values in (
            ("metric", statement.qualifiers.get("metric")),
            ("action", statement.qualifiers.get("action")),
            ("modality", (statement.modality,)),
        ):
            for value in values or ():
                number = ROLE_NUMBERS.get(f"{role}={value}")
                target = subject if statement.object is None and subject is not None else anchor
                if number is not None and target is not None:
                    self._roles[target, number] = 1
        if anchor is not None and subject is not None and statement.object:
            self._relations.setdefault((subject, anchor), set()).add(RELATION_NUMBERS[statement.predicate])
            self._unasked.update((s, a) for s in subjects for a in anchors if (s, a) != (subject, anchor))
            self._subjects.setdefault((anchor, statement.predicate), set()).update(subjects)

    def _put_into_a_bag(self, statement: Statement, subjects: Sequence[int]) -> bool:
        """Whether a statement of a subject alone may stand at any of several mentions of it: then one of them has its roles."""
        places = self._within(subjects, statement)
        literals = [f"action={action}" for action in statement.qualifiers.get("action") or ()]
        if len(places) < 2:
            return False
        name = statement.predicate
        roles = (f"{name}.subject", *literals, f"modality={statement.modality}", f"{name}.{ALONE}")
        columns = [ROLE_NUMBERS[role] for role in roles if role in ROLE_NUMBERS]
        for number in subjects:
            for column in columns:
                if self._roles[number, column] == 0:
                    self._roles[number, column] = -1
        self._bags.append((places, columns))
        return True

    def _place(self, number: int) -> int:
        return self._spans[number][0]

    def _nearest(
        self, anchors: Sequence[int], subjects: Sequence[int], statement: Statement
    ) -> tuple[int | None, int | None]:
        """Object and subject mention that stand nearest together, the evidence before all."""
        anchors, subjects = self._within(anchors, statement), self._within(subjects, statement)
        if not subjects:
            return (anchors[0] if anchors else None), None
        if not anchors:
            return None, subjects[0]
        return min(
            ((a, s) for a in anchors for s in subjects),
            key=lambda two: (abs(self._place(two[0]) - self._place(two[1])), two),
        )

    def _within(self, numbers: Sequence[int], statement: Statement) -> list[int]:
        """Those of some mentions that lie in the evidence of a statement; all where none does."""

        def within(number: int) -> bool:
            mention: Mention = self._mentions[number]
            return any(start <= mention.start < end for start, end in statement.evidence)

        return [n for n in numbers if within(n)] or list(numbers)

    def _mark(self, statement: Statement, role: str, chosen: int | None, others: Sequence[int]) -> None:
        number = ROLE_NUMBERS[f"{statement.predicate}.{role}"]
        for other in others:
            if self._roles[other, number] == 0:
                self._roles[other, number] = -1
        if chosen is not None:
            self._roles[chosen, number] = 1

    def fill(self, example: Example, window: Window, generator: random.Random) -> None:
        """Puts into a window the mentions that lie in it whole, with what is wanted of them."""
        inside = [n for n, (first, last) in enumerate(self._spans) if window.first <= first < last <= window.last]
        if not inside:
            return
        shift = 1 - window.first
        example.spans = numpy.array(
            [[self._spans[n][0] + shift, self._spans[n][1] - 1 + shift] for n in inside], dtype=numpy.int64
        )
        example.roles = self._roles[inside]
        pairs: list[tuple[int, int]] = []
        against: list[tuple[int, int]] = []
        for i, one in enumerate(inside):
            for j, other in enumerate(inside):
                if i == j or self.related(one, other) is None:
                    continue
                near = abs(self._place(one) - self._place(other)) <= REACH or (one, other) in self._relations
                if near and (self._mentions[one].label, self._mentions[other].label) in PAIRS:
                    (pairs if (one, other) in self._relations else against).append((i, j))
        generator.shuffle(against)
        pairs += against[:_MOST_AGAINST]
        if pairs:
            example.pairs = numpy.array(pairs, dtype=numpy.int64)
            example.relations = numpy.zeros((len(pairs), len(RELATION_NUMBERS)), dtype=numpy.int8)
            for row, (i, j) in enumerate(pairs):
                for number in self._relations.get((inside[i], inside[j]), ()):
                    example.relations[row, number] = 1
        example.choices = self._choices(inside)
        example.bags = self._bags_of(inside)

    def _bags_of(self, inside: Sequence[int]) -> NDArray[numpy.int64]:
        """The bags of which at least half of the mentions lie in a window, with these, as `Example.bags`."""
        at = {number: place for place, number in enumerate(inside)}
        rows: list[tuple[int, int, int, int]] = []
        bag = alternative = 0
        for places, columns in self._bags:
            here = [number for number in places if number in at]
            if 2 * len(here) < len(places):
                continue
            for number in here:
                rows += [(bag, alternative, at[number], column) for column in columns]
                alternative += 1
            bag += 1
        return numpy.array(rows, dtype=numpy.int64).reshape(-1, 4)

    def _choices(self, inside: Sequence[int]) -> NDArray[numpy.int64]:
        """Who may be the subject of each object in a window, as `Example.choices`."""
        rows: list[tuple[int, int, int, int, bool]] = []
        at = {number: place for place, number in enumerate(inside)}
        questions = ((key, right) for key, right in self._subjects.items() if key[0] in at and right & at.keys())
        for question, ((anchor, predicate), right) in enumerate(questions):
            labels = PREDICATES[predicate].subject
            rows += [
                (question, at[n], at[anchor], RELATION_NUMBERS[predicate], n in right)
                for n in inside
                if n != anchor and self._mentions[n].label in labels
            ]
        return numpy.array(rows, dtype=numpy.int64).reshape(-1, 5)
