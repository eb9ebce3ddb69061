"""How a statement is meant, before the model: planned, possible, ended or denied where heads and grammar together hold that for likeliest.

What the grammar read counts as much as it is worth where calibration looked, by what it read; what the heads say of the mention
that tells the statement counts by its log-odds. Both are summed in a softmax regression, one a language.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from nlp.records import Statement
from nlp.schema import MODALITIES
from nlp.transformer.judged import RESAID, fact_of
from nlp.transformer.roles import ROLE_NUMBERS

if TYPE_CHECKING:
    from nlp.transformer.evidence import Evidence

_COLUMNS = tuple(ROLE_NUMBERS[f"modality={modality}"] for modality in MODALITIES)


def modality_odds(statement: Statement, evidence: Evidence) -> tuple[float, ...] | None:
    """The log-odds of each of `MODALITIES` at the mention that most probably tells a statement; None where no mention does."""
    numbers = evidence.told_at(statement)
    if not numbers:
        return None
    role = "subject" if statement.object is None else "object"
    told = max(numbers, key=lambda n: evidence.role(n, statement.predicate, role))
    return tuple(evidence.odds(told, column) for column in _COLUMNS)


def scores(odds: Sequence[float], said: str, weights: Mapping[str, Any]) -> dict[str, float]:
    """How much speaks for each of `MODALITIES`, the grammar having said one of them.

    `weights`: how much a unit of log-odds counts (`odds`), what the grammar counts by what it said (`said`), and how often each
    is right otherwise (`often`).
    """
    return {
        modality: weights["odds"] * value + weights["often"][modality] + weights["said"][modality] * (modality == said)
        for modality, value in zip(MODALITIES, odds, strict=True)
    }


def with_modality(statement: Statement, evidence: Evidence, weights: Mapping[str, Any]) -> Statement:
    """A statement as heads and grammar together hold it to be meant; as it is where no mention tells it."""
    odds = modality_odds(statement, evidence)
    if odds is None:
        return statement
    found = scores(odds, statement.modality, weights)
    likeliest = max(found, key=lambda modality: found[modality])
    if likeliest == statement.modality:
        return statement
    return replace(statement, modality=likeliest, rule=statement.rule + RESAID)


def all_with_modality(
    statements: Iterable[Statement], evidence: Evidence, weights: Mapping[str, Any]
) -> list[Statement]:
    """The statements as they are meant, each fact of one modality once: the one that the grammar read so, or else the surest."""
    made = [with_modality(statement, evidence, weights) for statement in statements]
    best: dict[tuple[object, ...], Statement] = {}
    for statement in sorted(made, key=lambda s: (s.rule.endswith(RESAID), -s.confidence)):
        best.setdefault((*fact_of(statement), statement.modality), statement)
    kept = {id(statement) for statement in best.values()}
    return [statement for statement in made if id(statement) in kept or not statement.rule.endswith(RESAID)]
