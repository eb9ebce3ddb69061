"""Who forbids or allows something that no name tells: statements of a subject alone.

A hint needs an object, and mining at large is none. Where a mention is probably the subject of `regulates`, the model makes
statements of it and of what it most probably does, or as probably as it may be a subject at all; the judge weighs them with weights
of their own.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import numpy

from nlp.records import HINTED, Statement
from nlp.schema import ACTIONS, MODALITIES, PREDICATES
from nlp.transformer.roles import ROLE_NUMBERS

if TYPE_CHECKING:
    from nlp.transformer.judge import Evidence

#: how the rules of such statements end
RULED = f".ruler{HINTED}"
_PREDICATE = "regulates"
_SUBJECT = ROLE_NUMBERS[f"{_PREDICATE}.subject"]
_ACTIONS = [ROLE_NUMBERS[f"action={action}"] for action in ACTIONS]
_MODALITIES = [ROLE_NUMBERS[f"modality={modality}"] for modality in MODALITIES]
_LIKELY = 0.5


def rulers(statements: Iterable[Statement], evidence: Evidence, least: float, language: str) -> list[Statement]:
    """Statements without an object of the mentions that are at least so likely to rule; what is told already is left out."""
    told = {
        (s.subject, action)
        for s in statements
        if s.predicate == _PREDICATE and s.object is None
        for action in s.qualifiers.get("action", ())
    }
    if not len(evidence.mentions):
        return []
    best: dict[tuple[str, str], tuple[float, int]] = {}
    for number in numpy.flatnonzero(evidence.roles[:, _SUBJECT] >= least).tolist():
        mention = evidence.mentions[number]
        if mention.label not in PREDICATES[_PREDICATE].subject or mention.ref is None:
            continue
        chances = evidence.roles[number, _SUBJECT] * evidence.roles[number, _ACTIONS]
        for at in {int(chances.argmax()), *numpy.flatnonzero(chances >= least).tolist()}:
            key = (mention.ref, ACTIONS[at])
            if key not in told:
                best[key] = max((float(chances[at]), number), best.get(key, (0.0, number)))
    return [
        Statement(
            _PREDICATE,
            ref,
            None,
            {"action": (action,)},
            _modality(evidence, number),
            ((evidence.mentions[number].start, evidence.mentions[number].end),),
            round(max(chance, 1e-4), 4),
            f"{language}.{_PREDICATE}{RULED}",
        )
        for (ref, action), (chance, number) in best.items()
    ]


def _modality(evidence: Evidence, number: int) -> str:
    chances = evidence.roles[number, _MODALITIES]
    return MODALITIES[int(chances.argmax())] if chances.max() >= _LIKELY else MODALITIES[0]


def related(evidence: Evidence, statement: Statement) -> float:
    """How probable it is that the ruler of a statement has an object after all."""
    own = {n for n in evidence.fillers(statement.subject) if _lies_in(evidence.mentions[n].start, statement.evidence)}
    return evidence.likeliest_relation(own, _PREDICATE)


def _lies_in(start: int, spans: Iterable[tuple[int, int]]) -> bool:
    return any(first <= start < last for first, last in spans)
