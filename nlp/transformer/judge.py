"""Statements before the model: those of the patterns weighed, those that the patterns miss made.

A statement of the patterns is weighed by what the argument heads say of its fillers, together with
the patterns' own confidence, in a logistic regression that calibration fitted. A statement of the
model is made of a subject and an object whose relation and roles are probable enough.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy

from nlp.records import Mention, Statement
from nlp.schema import ACTIONS, LITERAL_ROLES, METRICS, MODALITIES, PREDICATES
from nlp.transformer.decoding import Floats
from nlp.transformer.heads import ArgumentHeads
from nlp.transformer.roles import PAIRS, RELATION_NUMBERS, RELATIONS, ROLE_NUMBERS
from nlp.transformer.runtime import Reading

RULE = "model.relation"
FEATURES = ("one", "object", "subject", "relation", "confidence", "apart")
# so many pieces apart, mentions are no longer one statement's
_REACH = 150
_CLIP = 5.0
# the least probability of a role that fills a qualifier
_QUALIFIER = 0.5


@dataclass(frozen=True, slots=True)
class Candidate:
    """A statement with what speaks for it."""

    statement: Statement
    features: tuple[float, ...]


class Evidence:
    """What the heads say of the mentions of one text."""

    def __init__(self, heads: ArgumentHeads, reading: Reading, mentions: Sequence[Mention]) -> None:
        kept, spans = [], []
        for mention in mentions:
            first, last = reading.pieces.span(mention.start, mention.end)
            if first < last:
                kept.append(mention)
                spans.append((first, last - 1))
        self.mentions: Sequence[Mention] = kept
        self._spans = numpy.array(spans, dtype=numpy.int64).reshape(-1, 2)
        self._heads = heads
        self._named: dict[str, list[int]] = {}
        for number, mention in enumerate(kept):
            for key in {mention.id, mention.ref}:
                if key:
                    self._named.setdefault(key, []).append(number)
        if kept:
            self._vectors = heads.mentions(reading.states, self._spans)
            self.roles = heads.roles(self._vectors)
            self._relations, self._pairs = self._related()

    def _related(self) -> tuple[Floats, dict[int, list[tuple[int, int]]]]:
        """The relations of pairs of mentions within reach that may be subject and object of something.

        Beside them, for each object its subjects, each with the row of the two.
        """
        labels = [mention.label for mention in self.mentions]
        starts = self._spans[:, 0].tolist()
        numbers: list[tuple[int, int]] = []
        pairs: dict[int, list[tuple[int, int]]] = {}
        for other, start in enumerate(starts):
            # mentions stand in text order: those within reach lie side by side
            for one in range(bisect_left(starts, start - _REACH), bisect_right(starts, start + _REACH)):
                if one != other and (labels[one], labels[other]) in PAIRS:
                    pairs.setdefault(other, []).append((one, len(numbers)))
                    numbers.append((one, other))
        if not numbers:
            return numpy.zeros((0, len(RELATIONS)), numpy.float32), {}
        return self._heads.relations(self._vectors, self._spans, numpy.array(numbers, dtype=numpy.int64)), pairs

    def features(self, statement: Statement) -> tuple[float, ...]:
        """What speaks for a statement of the patterns, in the order of `FEATURES`."""
        anchors = [(n, "object") for n in self._fillers(statement.object)]
        if not anchors:
            anchors = [
                (n, role)
                for role, fillers in statement.qualifiers.items()
                if role not in LITERAL_ROLES
                for filler in fillers
                for n in self._fillers(filler)
            ]
        near = [
            (self._relations[row, RELATION_NUMBERS[statement.predicate]], one)
            for anchor, _ in anchors
            for one, row in self._pairs.get(anchor, ())
            if statement.subject in (self.mentions[one].ref, self.mentions[one].id)
        ]
        object_ = max((self.role(n, statement.predicate, role) for n, role in anchors), default=0.5)
        subject = max((self.role(one, statement.predicate, "subject") for _, one in near), default=0.5)
        relation = max((float(chance) for chance, _ in near), default=0.5)
        return (
            1.0, _logit(object_), _logit(subject), _logit(relation), _logit(statement.confidence), 0.0 if near else 1.0,
        )  # fmt: skip

    def role(self, number: int, predicate: str, role: str) -> float:
        """The probability that a mention fills a role."""
        return float(self.roles[number, ROLE_NUMBERS[f"{predicate}.{role}"]])

    def _fillers(self, filler: str | None) -> list[int]:
        return self._named.get(filler, []) if filler is not None and len(self.mentions) else []

    def candidates(self, least: float) -> Iterator[Candidate]:
        """The statements of pairs whose relation is at least so probable, the most probable first."""
        if not len(self.mentions) or not self._pairs:
            return
        found = [
            (float(self._relations[row, number]), (one, other), number)
            for other, subjects in self._pairs.items()
            for one, row in subjects
            for number in numpy.flatnonzero(self._relations[row] >= least).tolist()
        ]
        for chance, (one, other), number in sorted(found, key=lambda item: -item[0]):
            statement = self._statement(RELATIONS[number], one, other)
            if statement is not None:
                predicate = statement.predicate
                features = (
                    1.0, _logit(self.role(other, predicate, "object")), _logit(self.role(one, predicate, "subject")),
                    _logit(chance), 0.0, 0.0,
                )  # fmt: skip
                yield Candidate(replace(statement, confidence=round(chance, 4)), features)

    def _statement(self, name: str, one: int, other: int) -> Statement | None:
        """The statement of subject and object, None where the predicate cannot have them."""
        predicate, subject, object_ = PREDICATES[name], self.mentions[one], self.mentions[other]
        if (
            subject.label not in predicate.subject
            or object_.label not in predicate.object
            or subject.ref == object_.ref
        ):
            return None
        if object_.label == "QUANTITY":
            kind = object_.measure.kind if object_.measure else None
            if predicate.quantity_kinds and kind not in predicate.quantity_kinds:
                return None
        qualifiers: dict[str, tuple[str, ...]] = {}
        for role, values in (("metric", METRICS), ("action", ACTIONS)):
            if role in predicate.required:
                qualifiers[role] = (self._likeliest(other if role == "metric" else one, role, values),)
        fillers = {one, other}
        for role in predicate.qualifiers:
            if role not in LITERAL_ROLES:
                filler = self._qualifier(name, role, other, fillers)
                if filler is not None:
                    fillers.add(filler)
                    qualifiers[role] = (self._name(filler),)
        spans = [self.mentions[n] for n in fillers]
        evidence = ((min(m.start for m in spans), max(m.end for m in spans)),)
        return Statement(
            name,
            subject.ref,
            self._name(other),
            qualifiers,
            self._likeliest(other, "modality", MODALITIES),
            evidence,
            rule=RULE,
        )

    def _name(self, number: int) -> str:
        """What a statement calls a mention: names by their ref, values by their id."""
        mention = self.mentions[number]
        return mention.id if mention.label in ("QUANTITY", "DATE") else mention.ref or mention.id

    def _likeliest(self, number: int, role: str, values: Sequence[str]) -> str:
        return max(values, key=lambda value: self.roles[number, ROLE_NUMBERS[f"{role}={value}"]])

    def _qualifier(self, predicate: str, role: str, anchor: int, taken: set[int]) -> int | None:
        """The likeliest mention for a role within reach of the object."""
        number = ROLE_NUMBERS[f"{predicate}.{role}"]
        starts = self._spans[:, 0]
        near = [
            n for n in numpy.flatnonzero(self.roles[:, number] >= _QUALIFIER).tolist()
            if n not in taken and abs(starts[n] - starts[anchor]) <= _REACH // 2
        ]  # fmt: skip
        return max(near, key=lambda n: (self.roles[n, number], -abs(starts[n] - starts[anchor])), default=None)


def _logit(chance: float) -> float:
    chance = min(max(chance, 1e-6), 1 - 1e-6)
    return float(min(max(numpy.log(chance / (1 - chance)), -_CLIP), _CLIP))


def weigh(features: Sequence[float], predicate: str, weights: Mapping[str, Any]) -> float:
    """The probability that a statement is right."""
    total = sum(w * f for w, f in zip(weights["features"], features, strict=True))
    return float(1 / (1 + numpy.exp(-total - weights["predicates"].get(predicate, 0.0))))


def judge(
    statements: Sequence[Statement], evidence: Evidence, settings: Mapping[str, Any], language: str
) -> list[Statement]:
    """The statements that stay, with the judge's confidence, and those that the model adds.

    `settings` are the `statements` of the model's config; without them all stays as it is. `language` says whose
    thresholds hold.
    """
    if not settings or not len(evidence.mentions):
        return list(statements)
    kept = []
    for statement in statements:
        features = evidence.features(statement)
        if is_apart(features):
            kept.append(statement)
            continue
        chance = weigh(features, statement.predicate, settings["weigh"])
        if chance >= settings["drop"].get(language, 0.0):
            kept.append(replace(statement, confidence=round(chance, 4)))
    least = settings["add"].get(language, 1.01)
    if least > 1:
        return kept
    known = {core_of(statement) for statement in statements}
    objects: set[tuple[str, str | None]] = {(s.predicate, s.object) for s in statements if s.object is not None}
    for candidate in evidence.candidates(settings["relation"]):
        made = candidate.statement
        chance = weigh(candidate.features, made.predicate, settings["make"])
        if chance < least or core_of(made) in known or _is_told(made, objects):
            continue
        known.add(core_of(made))
        objects.add((made.predicate, made.object))
        kept.append(replace(made, confidence=round(chance, 4)))
    return kept


def is_apart(features: Sequence[float]) -> bool:
    """Whether the names of a statement stand too far apart for the heads: its subject is 公司, or a heading names it."""
    return features[FEATURES.index("apart")] > 0


def core_of(statement: Statement) -> tuple[object, ...]:
    """What makes two statements the same."""
    literal = tuple(statement.qualifiers.get("metric", ())) + tuple(statement.qualifiers.get("action", ()))
    return statement.predicate, statement.subject, statement.object, literal


def _is_told(statement: Statement, objects: set[tuple[str, str | None]]) -> bool:
    """Whether a value has its statement of the predicate already, under whichever subject."""
    one_subject = statement.object is not None and statement.object.startswith("e")
    return one_subject and (statement.predicate, statement.object) in objects
