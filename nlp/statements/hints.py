"""Drafts of what a model says of mentions that no rule has taken.

A hint names an object and its predicate. Whose the fact is, when it holds and how sure it is, the grammar
tells as it does of its own drafts, where the hint leaves it open.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from nlp.encoding import EncodedText, Sentence, Slot, has_chinese
from nlp.records import HINTED, Hint, Statement
from nlp.schema import PREDICATES
from nlp.statements.drafts import Draft


@dataclass(slots=True)
class Taken:
    """What the rules have told.

    Attributes:
        objects: the positions that drafts have taken as anything but a subject, with the predicates of which they
            are objects.
        told: each sentence and predicate that a draft tells of, with the refs of the subjects it names.
    """

    objects: dict[int, set[str]] = field(default_factory=dict)
    told: dict[tuple[int, str], set[str]] = field(default_factory=dict)

    def take(self, draft: Draft) -> None:
        """Takes note of a draft of the rules."""
        self.tell(draft)
        for role, slots in draft.fillers.items():
            for slot in slots if role != "subject" else ():
                of = self.objects.setdefault(slot.position, set())
                if role == "object":
                    of.add(draft.predicate)

    def tell(self, draft: Draft) -> None:
        """Takes note of what a draft tells of whom."""
        subjects = self.told.setdefault((draft.sentence.start, draft.predicate), set())
        subjects.update(slot.ref for slot in draft.fillers.get("subject", ()))


def taken_by(drafts: Iterable[Draft]) -> Taken:
    """What drafts have taken."""
    taken = Taken()
    for draft in drafts:
        taken.take(draft)
    return taken


def draft_hints(encoded: EncodedText, hints: Sequence[Hint], taken: Taken) -> Iterator[Draft]:
    """A draft for each hint that tells of something no rule has told.

    The mention must be free, or be the object of what the model doubts; whatever else is told of a place, a firm
    can be at work there. Facts without object come last: where one with an object is told, they are the same.
    """
    of_mention = {slot.mention.id: slot for slot in encoded.slots.values() if slot.mention is not None}
    for hint in sorted(hints, key=lambda hint: hint.role != "object"):
        slot = of_mention.get(hint.mention)
        if slot is None:
            continue
        sentence = encoded.sentences[max(0, bisect_right(encoded.starts, slot.position) - 1)]
        free = _is_free if hint.role == "object" else _is_untold
        if not free(hint, slot, sentence, taken):
            continue
        draft = _draft(encoded, hint, slot, sentence)
        for role, filler in hint.fillers:
            if filler in of_mention:
                draft.fillers[role] = [of_mention[filler]]
        if hint.role != "subject":
            subject = _named(sentence.slots, hint.subject, slot)
            if subject is None and "COMPANY" not in PREDICATES[hint.predicate].subject:
                # the grammar carries firms alone over from other sentences
                subject = _named(encoded.slots.values(), hint.subject, slot)
            draft.fillers["subject"] = [subject] if subject is not None else []
            draft.subject_open = subject is None
            if subject is None and "COMPANY" not in PREDICATES[hint.predicate].subject:
                continue
        taken.tell(draft)
        yield draft


def _is_free(hint: Hint, slot: Slot, sentence: Sentence, taken: Taken) -> bool:
    """Whether a mention can be the object of a hint."""
    if slot.position not in taken.objects:
        return True
    of = taken.objects[slot.position]
    return hint.predicate not in of and of <= set(hint.doubted) if of else hint.predicate == "operates_in"


def _is_untold(hint: Hint, slot: Slot, sentence: Sentence, taken: Taken) -> bool:
    """Whether a fact without object is told by nothing else in its sentence."""
    told = taken.told.get((sentence.start, hint.predicate))
    if hint.role == "subject":
        return told is None or bool(told) and slot.ref not in told
    return told is None and slot.position not in taken.objects


def _draft(encoded: EncodedText, hint: Hint, slot: Slot, sentence: Sentence) -> Draft:
    """The draft of a hint, with its mention alone."""
    language = "zh" if has_chinese(encoded.text, sentence) else "en"
    draft = Draft(
        f"{language}.{hint.predicate}{HINTED}",
        hint.predicate,
        sentence,
        slot.position,
        confidence=hint.confidence,
        span=(slot.position, slot.position + 1),
    )
    draft.fillers[hint.role] = [slot]
    draft.literals = dict(hint.literals)
    return draft


def _named(slots: Iterable[Slot], ref: str | None, object_: Slot) -> Slot | None:
    """The mention of a ref that stands nearest to the object."""
    named = [slot for slot in slots if ref is not None and slot.ref == ref and slot is not object_]
    return min(named, key=lambda slot: abs(slot.position - object_.position), default=None)


def told_anew(statements: Sequence[Statement], known: Sequence[Statement]) -> list[Statement]:
    """Those of some statements that no known one tells: predicate, subject, object and what they require are alike."""
    told = {_key(statement) for statement in known}
    return [statement for statement in statements if _key(statement) not in told]


def _key(statement: Statement) -> tuple[object, ...]:
    required = PREDICATES[statement.predicate].required
    # a figure is one fact of a firm, whatever it is called
    literals = [statement.qualifiers.get(role) for role in required] if statement.object is None else []
    return statement.predicate, statement.subject, statement.object, *literals
