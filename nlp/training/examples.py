"""Windows with what is wanted of them: tags, roles of mentions, relations of two mentions."""

from __future__ import annotations

import random
from collections.abc import Container, Iterator, Sequence
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

# so many pairs of a window at most that have no relation: more have lists of names alone
_MOST_AGAINST = 1_200
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
        relations: 1 or 0 for each of them, -1 where it is not asked. *Shape:* (pairs, relations)
        choices: for each object whose subject stands within its reach, all there that may be its subject: number of the
            question, of the pair of candidate and object, of the relation, and whether the candidate is right.
            *Shape:* (candidates, 4)
        bags: what belongs to one of several mentions of a name, it is not known which: for each role number of the bag, of the
            alternative, counted through all bags, of the mention, and the role; for each relation of the pair in place of the
            mention, and the relation, counted behind the roles. *Shape:* (cells, 4)
    """

    ids: NDArray[numpy.int64]
    kinds: NDArray[numpy.int64]
    allowed: NDArray[numpy.bool_]
    spans: NDArray[numpy.int64] = field(default_factory=lambda: numpy.zeros((0, 2), numpy.int64))
    roles: NDArray[numpy.int8] = field(default_factory=lambda: numpy.zeros((0, len(ROLE_NUMBERS)), numpy.int8))
    pairs: NDArray[numpy.int64] = field(default_factory=lambda: numpy.zeros((0, 2), numpy.int64))
    relations: NDArray[numpy.int8] = field(default_factory=lambda: numpy.zeros((0, len(RELATION_NUMBERS)), numpy.int8))
    choices: NDArray[numpy.int64] = field(default_factory=lambda: numpy.zeros((0, 4), numpy.int64))
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


# what is asked of one mention or, of two of them, a relation
_Cell = tuple[tuple[int, ...], int]


@dataclass(frozen=True, slots=True)
class Bag:
    """Alternatives of which one holds, each with all its cells; `first`: the first one is the likeliest."""

    alternatives: Sequence[Sequence[_Cell]]
    first: bool = False

    def within(self, mentions: Container[int]) -> Sequence[Sequence[_Cell]]:
        """The alternatives that lie in a window; none where the likeliest one does not, or most of equally likely ones."""
        here = [a for a in self.alternatives if all(n in mentions for of, _ in a for n in of)]
        enough = self.alternatives[0] in here if self.first else 2 * len(here) >= len(self.alternatives)
        return here if enough else []


class Facts:
    """The statements of a document as roles of mentions and relations of two mentions.

    Of an object that is named more than once, in the evidence where there is any, it is not known where its relation is told: this
    is left open among its mentions, or, with `nearest`, it is where subject and object stand nearest together. What else the statement
    has goes by the nearest in both cases.
    """

    def __init__(self, document: Document, pieces: Spans, *, nearest: bool = False) -> None:
        self._nearest_only = nearest
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
        self._bags: list[Bag] = []
        self._open: set[tuple[int, int]] = set()
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
        """The relations of two mentions; None where they are not asked: others of the same names stand nearer, or it is left open."""
        if (subject, other) in self._unasked and (subject, other) not in self._relations:
            return None
        return frozenset(self._relations.get((subject, other), ()))

    def _add(self, statement: Statement) -> None:
        """Marks the mentions that stand nearest together, or leaves open which; further mentions of the same names are not asked."""
        anchors = self._named.get(statement.object or "", []) or [
            n for role, fillers in statement.qualifiers.items() if role not in LITERAL_ROLES
            for filler in fillers for n in self._named.get(filler, ())
        ]  # fmt: skip
        subjects = self._named.get(statement.subject or "", [])
        if statement.object is None and not anchors and self._put_into_a_bag(statement, subjects):
            return
        anchor, subject = self._nearest(anchors, subjects, statement)
        left_open = not self._nearest_only and self._leave_open(statement, anchors, subjects, anchor)
        objects = self._named.get(statement.object or "", [])
        self._mark(statement, "object", anchor if statement.object and not left_open else None, objects)
        self._mark(statement, "subject", None if left_open else subject, subjects)
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
        target = subject if statement.object is None and subject is not None else anchor
        if target is not None and not left_open:
            self._roles[target, _literals(statement)] = 1
        if anchor is not None and subject is not None and statement.object:
            self._subjects.setdefault((anchor, statement.predicate), set()).update(subjects)
            self._unasked.update((s, a) for s in subjects for a in anchors)
            if not left_open:
                self._relations.setdefault((subject, anchor), set()).add(RELATION_NUMBERS[statement.predicate])

    def _leave_open(
        self, statement: Statement, anchors: Sequence[int], subjects: Sequence[int], nearest: int | None
    ) -> bool:
        """Whether a statement may be told at any of several mentions of its object, each with the subject next to it."""
        anchors, subjects = self._within(anchors, statement), self._within(subjects, statement)
        if statement.object is None or len(anchors) < 2 or not subjects:
            return False
        columns, relation = _literals(statement), RELATION_NUMBERS[statement.predicate]
        as_object, as_subject = (ROLE_NUMBERS[f"{statement.predicate}.{role}"] for role in ("object", "subject"))
        alternatives: list[list[_Cell]] = []
        for anchor in sorted(anchors, key=lambda n: n != nearest):
            subject = min(subjects, key=lambda n: (abs(self._place(n) - self._place(anchor)), n))
            if abs(self._place(subject) - self._place(anchor)) <= REACH:
                cells: list[_Cell] = [((anchor,), column) for column in (as_object, *columns)]
                alternatives.append([*cells, ((subject,), as_subject), ((subject, anchor), relation)])
        if len(alternatives) < 2:
            return False
        for alternative in alternatives:
            for at, column in alternative:
                if len(at) > 1:
                    self._open.add((at[0], at[1]))
                elif self._roles[at[0], column] == 0:
                    self._roles[at[0], column] = -1
        self._bags.append(Bag(alternatives, first=True))
        return True

    def _put_into_a_bag(self, statement: Statement, subjects: Sequence[int]) -> bool:
        """Whether a statement of a subject alone may stand at any of several mentions of it: then one of them has its roles."""
        places = self._within(subjects, statement)
        if len(places) < 2:
            return False
        name = statement.predicate
        roles = (f"{name}.subject", f"{name}.{ALONE}")
        columns = [*(ROLE_NUMBERS[role] for role in roles if role in ROLE_NUMBERS), *_literals(statement)]
        for number in subjects:
            for column in columns:
                if self._roles[number, column] == 0:
                    self._roles[number, column] = -1
        self._bags.append(Bag([[((n,), column) for column in columns] for n in places]))
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
                told = (one, other) in self._relations or (one, other) in self._open
                if i == j:
                    continue
                near = abs(self._place(one) - self._place(other)) <= REACH or told
                if near and (self._mentions[one].label, self._mentions[other].label) in PAIRS:
                    (pairs if told else against).append((i, j))
        generator.shuffle(against)
        pairs += against[:_MOST_AGAINST]
        if pairs:
            example.pairs = numpy.array(pairs, dtype=numpy.int64)
            example.relations = numpy.zeros((len(pairs), len(RELATION_NUMBERS)), dtype=numpy.int8)
            for row, (i, j) in enumerate(pairs):
                two = inside[i], inside[j]
                if two in self._open or (two in self._unasked and two not in self._relations):
                    example.relations[row] = -1  # it may have others too that are told nearer elsewhere
                example.relations[row, list(self._relations.get(two, ()))] = 1
        example.choices = self._choices(inside, pairs)
        example.bags = self._bags_of(inside, pairs)

    def _bags_of(self, inside: Sequence[int], pairs: Sequence[tuple[int, int]] = ()) -> NDArray[numpy.int64]:
        """The bags of a window, with their alternatives that lie in it, as `Example.bags`."""
        at: dict[tuple[int, ...], int] = {(number,): place for place, number in enumerate(inside)}
        at |= {(inside[i], inside[j]): row for row, (i, j) in enumerate(pairs)}
        mentions = set(inside)
        rows: list[tuple[int, int, int, int]] = []
        bag = alternative = 0
        for of_bag in self._bags:
            here = [cells for cells in of_bag.within(mentions) if all(of in at for of, _ in cells)]
            for cells in here:
                rows += [(bag, alternative, at[of], column + (len(of) > 1) * len(ROLE_NUMBERS)) for of, column in cells]
                alternative += 1
            bag += bool(here)
        return numpy.array(rows, dtype=numpy.int64).reshape(-1, 4)

    def _choices(self, inside: Sequence[int], pairs: Sequence[tuple[int, int]]) -> NDArray[numpy.int64]:
        """Who may be the subject of each object in a window, as `Example.choices`."""
        candidates: dict[int, list[tuple[int, int]]] = {}
        for row, (i, j) in enumerate(pairs):
            candidates.setdefault(inside[j], []).append((inside[i], row))
        rows: list[tuple[int, int, int, bool]] = []
        question = 0
        for (anchor, predicate), right in self._subjects.items():
            labels = PREDICATES[predicate].subject
            near = [(n, row) for n, row in candidates.get(anchor, ()) if self._mentions[n].label in labels]
            if any(n in right for n, _ in near):
                rows += [(question, row, RELATION_NUMBERS[predicate], n in right) for n, row in near]
                question += 1
        return numpy.array(rows, dtype=numpy.int64).reshape(-1, 4)


def _literals(statement: Statement) -> list[int]:
    """What a statement says in words of its own: metric, action, modality, as numbers of roles."""
    values = (
        *(f"metric={value}" for value in statement.qualifiers.get("metric") or ()),
        *(f"action={value}" for value in statement.qualifiers.get("action") or ()),
        f"modality={statement.modality}",
    )
    return [ROLE_NUMBERS[value] for value in values if value in ROLE_NUMBERS]
