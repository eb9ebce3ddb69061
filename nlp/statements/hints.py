"""Drafts of what a model says of mentions that no rule has taken.

A hint names an object and its predicate. Whose the fact is, when it holds and how sure it is, the grammar
tells as it does of its own drafts, where the hint leaves it open.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence

from nlp.encoding import EncodedText, Sentence, Slot, has_chinese
from nlp.records import HINTED, Hint, Statement
from nlp.schema import PREDICATES
from nlp.statements.drafts import Draft


def taken_by(drafts: Sequence[Draft]) -> dict[int, bool]:
    """The positions that drafts have taken as anything but a subject, and whether as an object."""
    taken: dict[int, bool] = {}
    for draft in drafts:
        for role, slots in draft.fillers.items():
            if role != "subject":
                for slot in slots:
                    taken[slot.position] = taken.get(slot.position, False) or role == "object"
    return taken


def draft_hints(encoded: EncodedText, hints: Sequence[Hint], taken: Mapping[int, bool]) -> Iterator[Draft]:
    """A draft for each hint whose mention is free: whatever else is told of a place, a firm can be at work there."""
    of_mention = {slot.mention.id: slot for slot in encoded.slots.values() if slot.mention is not None}
    for hint in hints:
        slot = of_mention.get(hint.mention)
        if slot is None or taken.get(slot.position, False):
            continue
        if slot.position in taken and hint.predicate != "operates_in":
            continue
        sentence = encoded.sentences[max(0, bisect_right(encoded.starts, slot.position) - 1)]
        draft = _draft(encoded, hint, slot, sentence)
        for role, filler in hint.fillers:
            if filler in of_mention:
                draft.fillers[role] = [of_mention[filler]]
        subject = _named(sentence.slots, hint.subject, slot)
        if subject is None and "COMPANY" not in PREDICATES[hint.predicate].subject:
            # the grammar carries firms alone over from other sentences
            subject = _named(encoded.slots.values(), hint.subject, slot)
        draft.fillers["subject"] = [subject] if subject is not None else []
        draft.subject_open = subject is None
        if subject is not None or "COMPANY" in PREDICATES[hint.predicate].subject:
            yield draft


def _draft(encoded: EncodedText, hint: Hint, slot: Slot, sentence: Sentence) -> Draft:
    """The draft of a hint, with its object alone."""
    language = "zh" if has_chinese(encoded.text, sentence) else "en"
    draft = Draft(
        f"{language}.{hint.predicate}{HINTED}",
        hint.predicate,
        sentence,
        slot.position,
        confidence=hint.confidence,
        span=(slot.position, slot.position + 1),
    )
    draft.fillers["object"] = [slot]
    draft.literals = dict(hint.literals)
    return draft


def _named(slots: Iterable[Slot], ref: str | None, object_: Slot) -> Slot | None:
    """The mention of a ref that stands nearest to the object."""
    named = [slot for slot in slots if ref is not None and slot.ref == ref and slot is not object_]
    return min(named, key=lambda slot: abs(slot.position - object_.position), default=None)


def told_anew(statements: Sequence[Statement], known: Sequence[Statement]) -> list[Statement]:
    """Those of some statements whose predicate, subject and object no known one has."""
    told = {(s.predicate, s.subject, s.object) for s in known}
    return [s for s in statements if (s.predicate, s.subject, s.object) not in told]
