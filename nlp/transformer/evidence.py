"""What the heads say of the mentions of a text: hints at statements, and what speaks for a statement.

A hint tells of which predicate a mention is the object, and with a relation of whom it is told; the grammar makes the statement of it.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace

import numpy

from nlp.records import Hint, Mention, Statement
from nlp.schema import ACTIONS, CHANGES, LITERAL_ROLES, METRICS, PREDICATES, Predicate
from nlp.transformer.decision import probability_of
from nlp.transformer.decoding import Floats
from nlp.transformer.heads import ArgumentHeads
from nlp.transformer.judged import Told, is_alone, kind_of, made_by
from nlp.transformer.lone import OPEN
from nlp.transformer.roles import ALONE, PAIRS, REACH, RELATION_NUMBERS, RELATIONS, ROLE_NUMBERS, ROLES
from nlp.transformer.runtime import Reading
from nlp.transformer.wording import Words

#: what speaks for a statement; of one without an object "object" is what it says is done, "subject" that its subject is told of so,
#: "lead" that it is a subject, "relation" that it has an object after all, "rival" by how much what it says is done leads anything else.
#: The last two: that the object is a name or quantity at all, and whether the subject is told of with another object
FEATURES = (
    "one", "object", "subject", "relation", "confidence", "apart", "lead", "rival", "shared", "busy", "rule", "other",
    "named", "besides",
)  # fmt: skip
# a pair is looked at more closely where the heads alone find it so much of what it must be
_GLANCE = 0.3
_CLIP = 5.0
# the least probability of a role that fills a qualifier, of a relation that tells the subject
_QUALIFIER, _SUBJECT = 0.5, 0.05
# below it, a mention is no object of a predicate
_DOUBTED = 0.1
_OBJECTS = [ROLE_NUMBERS[f"{name}.object"] for name in PREDICATES]
# the columns of the roles that mentions fill beside subject and object
_FILLERS = [
    ROLE_NUMBERS[f"{name}.{role}"]
    for name, predicate in PREDICATES.items()
    for role in predicate.qualifiers
    if role not in LITERAL_ROLES and role not in CHANGES
]
_NONE: Mapping[str, float] = {}
# what the grammar finds better than the heads
_FOUND = ("date", *CHANGES)


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
        self._reading, self._states = reading, reading.states
        self._odds_of_names: dict[int, float] = {}
        self._starts = [mention.start for mention in kept]
        self._lone: dict[tuple[str | None, str, tuple[str, ...]], tuple[float, ...]] = {}
        self._pairs: dict[int, list[tuple[int, int]]] = {}
        self._objects: dict[int, list[tuple[int, int]]] | None = None
        self._counts = Counter(mention.ref or mention.id for mention in kept)
        # of each label the two that are named oftenest
        self._foremost: dict[str, list[tuple[int, str]]] = {}
        for label, ref in {(mention.label, mention.ref or mention.id) for mention in kept}:
            of = self._foremost.setdefault(label, [])
            of.append((self._counts[ref], ref))
            of.sort(reverse=True)
            del of[2:]
        self._words: Words | None = None
        self.roles: Floats = numpy.zeros((0, len(ROLES)), numpy.float32)
        self._mixed: set[int] = set()
        if kept:
            self._vectors = heads.mentions(reading.states, self._spans)
            self.roles = heads.roles(reading.states, self._vectors, self._spans)
            if heads.wording:
                self._words = Words(reading.pieces.folded, kept)
                self.roles = heads.wording.mix_roles(self._words, self.roles)
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
            for one in range(bisect_left(starts, start - REACH), bisect_right(starts, start + REACH)):
                if one != other and (labels[one], labels[other]) in PAIRS:
                    pairs.setdefault(other, []).append((one, len(numbers)))
                    numbers.append((one, other))
        if not numbers:
            return numpy.zeros((0, len(RELATIONS)), numpy.float32), {}
        two = numpy.array(numbers, dtype=numpy.int64)
        return self._heads.relations(self._states, self._vectors, self._spans, two), pairs

    def _subjects_of(self, other: int) -> Sequence[tuple[int, int]]:
        """The mentions that may be subjects of one, each with the row of the two.

        What words say of the rows is mixed in when they are first asked for: most objects never are.
        """
        pairs = self._pairs.get(other, ())
        if pairs and self._words is not None and self._heads.wording and other not in self._mixed:
            self._mixed.add(other)
            rows = [row for _, row in pairs]
            self._relations[rows] = self._heads.wording.mix_relations(
                self._words, self._relations[rows], [(one, other) for one, _ in pairs]
            )
        return pairs

    def relations(self) -> Iterator[tuple[int, int, Floats]]:
        """The numbers of subject and object of each pair within reach, and the probabilities of its relations."""
        for other in self._pairs:
            for one, row in self._subjects_of(other):
                yield one, other, self._relations[row]

    def likeliest_relation(self, subjects: Collection[int], predicate: str) -> float:
        """How probable the likeliest relation of some mentions, as subjects, with any object is; 0 where none is near."""
        if self._objects is None:
            self._objects = {}
            for other, candidates in self._pairs.items():
                for one, row in candidates:
                    self._objects.setdefault(one, []).append((other, row))
        found = 0.0
        for one in subjects:
            for other, row in self._objects.get(one, ()):
                self._subjects_of(other)
                found = max(found, float(self._relations[row, RELATION_NUMBERS[predicate]]))
        return found

    def features(self, statement: Statement, told: Told, rules: Mapping[str, float] = _NONE) -> tuple[float, ...]:
        """What speaks for a statement, in the order of `FEATURES`.

        `told` is what is told beside it, `rules` how reliable the rules of the patterns are, in log-odds
        (`nlp.training.reliability`).
        """
        rule = rules.get(made_by(statement), 0.0)
        if is_alone(statement) or kind_of(statement) == "lone":
            return self._alone(statement, told, rule)
        predicate = statement.predicate
        anchors = [(n, "object") for n in self.fillers(statement.object)]
        if not anchors:
            anchors = [
                (n, role)
                for role, fillers in statement.qualifiers.items()
                if role not in LITERAL_ROLES
                for filler in fillers
                for n in self.fillers(filler)
            ]
        near, others = [], [-_CLIP]
        for anchor, _ in anchors:
            for one, row in self._subjects_of(anchor):
                chance = float(self._relations[row, RELATION_NUMBERS[predicate]])
                if statement.subject in (self.mentions[one].ref, self.mentions[one].id):
                    near.append((chance, one, row, anchor))
                elif self.mentions[one].label in PREDICATES[predicate].subject:
                    others.append(_logit(chance))
        object_ = max((self.role(n, predicate, role) for n, role in anchors), default=0.5)
        subject = max((self.role(n, predicate, "subject") for _, n, _, _ in near), default=0.5)
        relation, *best = max(near, default=(0.5,))
        rivals = [
            _logit(self.role(n, name, "object"))
            for n, role in anchors
            if role == "object"
            for name, other in PREDICATES.items()
            if name != predicate and _can_be_object(self.mentions[n], other)
        ]
        if statement.object is None and predicate in OPEN and self.fillers(statement.subject):
            # that its subject is told of without an object speaks for it as an object that is no other's does
            _, alone, *_ = self._anywhere(statement.subject, predicate, ())
            rivals = [-_logit(alone)]
        return (
            1.0, _logit(object_), _logit(subject), _logit(relation), _logit(statement.confidence), 0.0 if near else 1.0,
            (_logit(relation) - max(others)) / 2 if near else self._prominence(statement),
            (_logit(object_) - max(rivals)) / 2 if rivals else 0.0,
            float(told.shared(statement)), float(told.busy(statement)), rule,
            (_logit(relation) - self._other_relation(predicate, *best)) / 2 if best and statement.object else 0.0,
            *self._around(statement, told),
        )  # fmt: skip

    def _around(self, statement: Statement, told: Told) -> tuple[float, ...]:
        """What is told beside the roles and relations of a statement, the last of `FEATURES`."""
        named = max((self._named_odds(number) for number in self.fillers(statement.object)), default=0.0)
        return named, float(told.besides(statement))

    def _named_odds(self, number: int) -> float:
        """The log-odds that a mention is one, by the tags."""
        if number not in self._odds_of_names:
            mention = self.mentions[number]
            chance = probability_of(self._reading, mention.start, mention.end, mention.label)
            self._odds_of_names[number] = _logit(chance)
        return self._odds_of_names[number]

    def _other_relation(self, predicate: str, one: int, row: int, other: int) -> float:
        """The log-odds of the likeliest other relation that two mentions can have."""
        subject, target = self.mentions[one], self.mentions[other]
        return max(
            (
                _logit(self._relations[row, number])
                for name, number in RELATION_NUMBERS.items()
                if name != predicate
                and subject.label in PREDICATES[name].subject
                and _can_be_object(target, PREDICATES[name])
            ),
            default=-_CLIP,
        )

    def _prominence(self, statement: Statement) -> float:
        """By how much, in logarithms, a subject is named oftener than any other mention that may be the subject of its predicate."""
        labels = PREDICATES[statement.predicate].subject
        own = self._counts.get(statement.subject or "", 0)
        others = (n for label in labels for n, ref in self._foremost.get(label, ()) if ref != statement.subject)
        return float(numpy.log((own + 0.5) / (max(others, default=0) + 0.5)))

    def _alone(self, statement: Statement, told: Told, rule: float) -> tuple[float, ...]:
        """The features of a statement that has no object: of its subject, and of what it is said to do in the object's place."""
        actions = tuple(f"action={action}" for action in statement.qualifiers.get("action", ()))
        near = self.told_at(statement)
        action, alone, subject, related = (
            self._likeliest_lone(near, statement.predicate, actions)
            if near
            else self._anywhere(statement.subject, statement.predicate, actions)
        )
        return (
            1.0, _logit(action), _logit(alone), _logit(related),
            0.0 if kind_of(statement) == "lone" else _logit(statement.confidence), 0.0,
            _logit(subject), self._leads(near or self.fillers(statement.subject), statement.qualifiers.get("action", ())),
            float(told.shared(statement)), float(told.busy(statement)), rule, 0.0, *self._around(statement, told),
        )  # fmt: skip

    def _leads(self, mentions: Sequence[int], actions: Sequence[str]) -> float:
        """By how much, in halves of log-odds, the likeliest of some actions leads all others at some mentions; 0 where none is told."""
        if not mentions or not actions:
            return 0.0
        odds = {action: max(self.odds(n, ROLE_NUMBERS[f"action={action}"]) for n in mentions) for action in ACTIONS}
        own = max(odds.pop(action) for action in set(actions))
        return (own - max(odds.values(), default=own)) / 2

    def _likeliest_lone(
        self, mentions: Sequence[int], predicate: str, actions: Sequence[str]
    ) -> tuple[float, float, float, float]:
        """How probable it is that the likeliest of some mentions does one of some actions, is told of without an object, is a subject.

        Beside that, how probable it is that any of them has an object after all.
        """
        if not mentions:
            return 0.5, 0.5, 0.5, 0.5
        columns = [ROLE_NUMBERS[action] for action in actions]
        chances = self.alone(predicate)
        found = (
            (
                max((float(self.roles[n, column]) for column in columns), default=0.5),
                float(chances[n]),
                self.role(n, predicate, "subject"),
            )
            for n in mentions
        )
        return *max(found, key=lambda three: three[0] * three[1]), self.likeliest_relation(mentions, predicate)

    def _anywhere(self, subject: str | None, predicate: str, actions: tuple[str, ...]) -> tuple[float, ...]:
        """The same of all mentions of a subject, which is reckoned once."""
        key = (subject, predicate, actions)
        if key not in self._lone:
            self._lone[key] = self._likeliest_lone(self.fillers(subject), predicate, actions)
        return self._lone[key]

    def alone(self, predicate: str) -> Floats:
        """The probability of each mention to be the subject of a statement without an object.

        *Shape:* (mentions,)
        """
        found: Floats = self.roles[:, ROLE_NUMBERS[f"{predicate}.{ALONE}"]]
        return found

    def odds(self, number: int, column: int) -> float:
        """The log-odds of a role of a mention."""
        return _logit(self.roles[number, column])

    def told_at(self, statement: Statement) -> list[int]:
        """The mentions that tell what a statement says in words of the schema: of its object or, where it has none, of its subject.

        Those in the evidence, or all of an object where none lies there.
        """
        numbers = self.fillers(statement.subject if statement.object is None else statement.object)
        near = [n for n in numbers if _lies_in(self.mentions[n], statement.evidence)]
        return near if statement.object is None else near or numbers

    def role(self, number: int, predicate: str, role: str) -> float:
        """The probability that a mention fills a role."""
        return float(self.roles[number, ROLE_NUMBERS[f"{predicate}.{role}"]])

    def doubts(self, filler: str, predicate: str, role: str, least: Mapping[str, float]) -> bool:
        """Whether all mentions of a filler are less likely to fill a role than `least` says, of those that there are."""
        chances = [self.role(n, predicate, role) for n in self.fillers(filler)]
        return bool(chances) and max(chances) < least["date" if role == "date" else "other"]

    def fillers(self, filler: str | None) -> list[int]:
        """The numbers of the mentions that a filler stands for."""
        return self._named.get(filler, []) if filler is not None and len(self.mentions) else []

    def likely_fillers(self, least: float) -> Iterator[tuple[int, str, str]]:
        """The mentions that are as likely as `least` to fill a role: their numbers, predicate and role, the likeliest first."""
        if not len(self.mentions):
            return
        numbers, columns = numpy.nonzero(self.roles[:, _FILLERS] >= least)
        found = [(int(n), _FILLERS[column]) for n, column in zip(numbers, columns, strict=True)]
        for number, column in sorted(found, key=lambda cell: -self.roles[cell]):
            predicate, _, role = ROLES[column].partition(".")
            yield number, predicate, role

    def place(self, number: int) -> int:
        """The piece that a mention begins with."""
        return int(self._spans[number, 0])

    def hints(self, least: float) -> list[Hint]:
        """Of which predicate each mention is the object, where that is at least so probable."""
        if not len(self.mentions):
            return []
        likely = numpy.flatnonzero(self.roles[:, _OBJECTS].max(axis=1) >= least).tolist()
        made = (self._hint(number, least) for number in likely)
        return [hint for hint in made if hint is not None]

    def pairs(self, least: float) -> list[Hint]:
        """Of which predicates two mentions are subject and object, where that is at least so probable; each two refs once."""
        if not len(self.mentions) or least > 1:
            return []
        # what words say is asked for where the heads alone find something
        rows = numpy.flatnonzero(self._relations.max(axis=1) >= least * _GLANCE)
        likely = {int(row) for row in rows}
        found: dict[tuple[str, str, str], tuple[float, int, int]] = {}
        for other, candidates in self._pairs.items():
            if likely.isdisjoint(row for _, row in candidates):
                continue
            target = self.mentions[other]
            key = target.id if target.label == "QUANTITY" else target.ref or target.id
            for one, row in self._subjects_of(other):
                subject = self.mentions[one]
                for number in numpy.flatnonzero(self._relations[row] >= least).tolist():
                    name, ref = RELATIONS[number], subject.ref or subject.id
                    if (
                        subject.label in PREDICATES[name].subject
                        and _can_be_object(target, PREDICATES[name])
                        and ref != key
                    ):
                        pair = (float(self._relations[row, number]), one, other)
                        found[name, ref, key] = max(pair, found.get((name, ref, key), pair))
        return [
            self._telling(other, name, one, chance, pair=True)
            for (name, ref, key), (chance, one, other) in found.items()
            # partners are partners of each other
            if name != "partnered_with" or chance >= found.get((name, key, ref), (0.0,))[0]
        ]

    def _hint(self, number: int, least: float) -> Hint | None:
        mention = self.mentions[number]
        chances = {
            name: self.role(number, name, "object")
            for name, predicate in PREDICATES.items()
            if _can_be_object(mention, predicate)
        }
        name = max(chances, key=lambda name: chances[name], default=None)
        if name is None or chances[name] < least:
            return None
        hint = self._telling(number, name, self._subject(number, name), chances[name])
        return replace(hint, doubted=tuple(other for other, chance in chances.items() if chance < _DOUBTED))

    def _telling(self, number: int, name: str, subject: int | None, chance: float, *, pair: bool = False) -> Hint:
        """The hint that a mention is the object of a predicate, with what else the heads say of it."""
        literals = tuple(
            (role, self._likeliest(number, role, values))
            for role, values in (("metric", METRICS), ("action", ACTIONS))
            if role in PREDICATES[name].required
        )
        taken = {number} if subject is None else {number, subject}
        fillers = []
        for role in PREDICATES[name].qualifiers:
            if role not in LITERAL_ROLES and role not in _FOUND:
                filler = self._qualifier(name, role, number, taken)
                if filler is not None:
                    taken.add(filler)
                    fillers.append((role, self.mentions[filler].id))
        return Hint(
            self.mentions[number].id,
            name,
            subject=None if subject is None else self.mentions[subject].ref,
            fillers=tuple(fillers),
            literals=literals,
            pair=pair,
            confidence=round(chance, 4),
        )

    def _subject(self, object_: int, name: str) -> int | None:
        """The likeliest subject of an object, None where none is likely enough."""
        chances = {
            one: float(self._relations[row, RELATION_NUMBERS[name]])
            for one, row in self._subjects_of(object_)
            if self.mentions[one].label in PREDICATES[name].subject
        }
        best = max(chances, key=lambda one: chances[one], default=None)
        return best if best is not None and chances[best] >= _SUBJECT else None

    def subjects(self, object_: str, predicate: str) -> dict[str, float]:
        """The log-odds of each ref within reach of an object, told by the id of its mention, to be its subject."""
        odds: dict[str, float] = {}
        for number in self.fillers(object_):
            for one, row in self._subjects_of(number):
                mention = self.mentions[one]
                if mention.label in PREDICATES[predicate].subject:
                    value = _logit(self._relations[row, RELATION_NUMBERS[predicate]])
                    odds[mention.ref or mention.id] = max(value, odds.get(mention.ref or mention.id, -_CLIP))
        return odds

    def _likeliest(self, number: int, role: str, values: Sequence[str]) -> str:
        return max(values, key=lambda value: self.roles[number, ROLE_NUMBERS[f"{role}={value}"]])

    def _qualifier(self, predicate: str, role: str, anchor: int, taken: set[int]) -> int | None:
        """The likeliest mention for a role within reach of the object."""
        number = ROLE_NUMBERS[f"{predicate}.{role}"]
        starts = self._spans[:, 0]
        near = [
            n for n in numpy.flatnonzero(self.roles[:, number] >= _QUALIFIER).tolist()
            if n not in taken and abs(starts[n] - starts[anchor]) <= REACH // 2
        ]  # fmt: skip
        return max(near, key=lambda n: (self.roles[n, number], -abs(starts[n] - starts[anchor])), default=None)


def _lies_in(mention: Mention, spans: Sequence[tuple[int, int]]) -> bool:
    return any(first <= mention.start < end for first, end in spans)


def _can_be_object(mention: Mention, predicate: Predicate) -> bool:
    """Whether label and kind of a mention fit the object of a predicate."""
    if mention.label not in predicate.object:
        return False
    kind = mention.measure.kind if mention.measure else None
    return mention.label != "QUANTITY" or not predicate.quantity_kinds or kind in predicate.quantity_kinds


def _logit(chance: float) -> float:
    chance = min(max(chance, 1e-6), 1 - 1e-6)
    return float(min(max(numpy.log(chance / (1 - chance)), -_CLIP), _CLIP))
