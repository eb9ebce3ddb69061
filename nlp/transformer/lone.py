"""What a subject does to whom or what no name tells: statements of a subject alone.

A hint needs an object, and mining at large is none, nor is a partner without a name. Where a mention is probably the subject of a
statement without an object, the model makes one of it; where the predicate tells what is done, one for what is most
probably done, and for what else is as probable as it must be. The judge weighs them with weights of their own.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import numpy

from nlp.records import HINTED, Statement
from nlp.schema import ACTIONS, MODALITIES, PREDICATES
from nlp.transformer.roles import ROLE_NUMBERS

if TYPE_CHECKING:
    from nlp.records import Mention
    from nlp.transformer.evidence import Evidence

#: how the rules of such statements end
LONE = f".lone{HINTED}"
#: predicates whose object may be missing
OPEN = tuple(name for name, predicate in PREDICATES.items() if predicate.object_optional)
_ACTIONS = [ROLE_NUMBERS[f"action={action}"] for action in ACTIONS]
_MODALITIES = [ROLE_NUMBERS[f"modality={modality}"] for modality in MODALITIES]
_LIKELY = 0.5


def lone(statements: Iterable[Statement], evidence: Evidence, least: float, language: str) -> list[Statement]:
    """Statements without an object of the mentions that are at least so likely to be their subjects; what is told already is left out."""
    if not len(evidence.mentions):
        return []
    told = {
        (s.predicate, s.subject, action)
        for s in statements
        if s.object is None
        for action in s.qualifiers.get("action") or ("",)
    }
    best: dict[tuple[str, str, str], tuple[float, int]] = {}
    for predicate in OPEN:
        chances = evidence.alone(predicate)
        for number in numpy.flatnonzero(chances >= least).tolist():
            mention = evidence.mentions[number]
            if mention.label not in PREDICATES[predicate].subject or mention.ref is None:
                continue
            for action, chance in _done(evidence, number, predicate, float(chances[number]), least):
                key = (predicate, mention.ref, action)
                if key not in told:
                    best[key] = max((chance, number), best.get(key, (0.0, number)))
    return [
        _made(evidence, number, predicate, ref, action, chance, language)
        for (predicate, ref, action), (chance, number) in best.items()
    ]


def _done(evidence: Evidence, number: int, predicate: str, chance: float, least: float) -> Iterable[tuple[str, float]]:
    """What a subject probably does, each with how probable it is on the whole; "" where the predicate does not tell."""
    if "action" not in PREDICATES[predicate].required:
        yield "", chance
        return
    chances = chance * evidence.roles[number, _ACTIONS]
    for at in sorted({int(chances.argmax()), *numpy.flatnonzero(chances >= least).tolist()}):
        yield ACTIONS[at], float(chances[at])


def _made(
    evidence: Evidence, number: int, predicate: str, ref: str, action: str, chance: float, language: str
) -> Statement:
    mention: Mention = evidence.mentions[number]
    return Statement(
        predicate,
        ref,
        None,
        {"action": (action,)} if action else {},
        _modality(evidence, number),
        ((mention.start, mention.end),),
        round(max(chance, 1e-4), 4),
        f"{language}.{predicate}{LONE}",
    )


def _modality(evidence: Evidence, number: int) -> str:
    chances = evidence.roles[number, _MODALITIES]
    return MODALITIES[int(chances.argmax())] if chances.max() >= _LIKELY else MODALITIES[0]
