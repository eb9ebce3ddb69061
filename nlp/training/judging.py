"""The judge's weights and thresholds, fitted on held-out documents."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy

from nlp.evaluation.scores import Side, same_core
from nlp.records import Document
from nlp.schema import PREDICATES
from nlp.transformer.judge import FEATURES, Candidate, Evidence, core_of, weigh

_GRID = tuple(round(0.02 * n, 2) for n in range(1, 50))
_RELATION = 0.2
# pull of a predicate's own weight towards the common one
_PULL = 3.0


@dataclass(frozen=True, slots=True)
class Weighed:
    """A statement with its features, and whether gold has it."""

    predicate: str
    features: tuple[float, ...]
    right: bool


def weighed(gold: Document, predicted: Document, evidence: Evidence) -> tuple[list[Weighed], list[Weighed], int]:
    """The statements of the patterns and those of the model alone, and how many statements gold has."""
    right_side = Side(gold)
    made = [Candidate(s, evidence.features(s)) for s in predicted.statements] if len(evidence.mentions) else []
    known = {core_of(s) for s in predicted.statements}
    fresh = []
    for candidate in evidence.candidates(_RELATION):
        if core_of(candidate.statement) not in known:
            known.add(core_of(candidate.statement))
            fresh.append(candidate)
    return (
        _marked(right_side, gold, predicted, made),
        _marked(right_side, gold, predicted, fresh, without=[c.statement for c in made]),
        len(gold.statements),
    )


def _marked(
    side: Side, gold: Document, predicted: Document, candidates: Sequence[Candidate], without: Iterable[Any] = ()
) -> list[Weighed]:
    """Whether gold has each candidate; each statement of gold counts once, those told by `without` not at all."""
    from dataclasses import replace

    other = Side(replace(predicted, statements=(*without, *(c.statement for c in candidates))))
    free = list(gold.statements)
    for statement in without:
        hit = next((g for g in free if same_core(side, g, other, statement)), None)
        if hit is not None:
            free.remove(hit)
    rows = []
    for candidate in candidates:
        hit = next((g for g in free if same_core(side, g, other, candidate.statement)), None)
        if hit is not None:
            free.remove(hit)
        rows.append(Weighed(candidate.statement.predicate, candidate.features, hit is not None))
    return rows


def fit(rows: Sequence[Weighed], steps: int = 3_000, rate: float = 0.05) -> dict[str, Any]:
    """The weights of a logistic regression with a weight a predicate, held near nothing by a penalty."""
    names = sorted(PREDICATES)
    features = numpy.array([row.features for row in rows], dtype=numpy.float64).reshape(-1, len(FEATURES))
    members = numpy.zeros((len(rows), len(names)))
    for number, row in enumerate(rows):
        members[number, names.index(row.predicate)] = 1
    inputs, wanted = numpy.hstack([features, members]), numpy.array([row.right for row in rows], dtype=numpy.float64)
    penalty = numpy.array([0.0] + [0.3] * (len(FEATURES) - 1) + [_PULL] * len(names))
    weights = numpy.zeros(inputs.shape[1])
    for _ in range(steps if len(rows) else 0):
        chances = 1 / (1 + numpy.exp(-inputs @ weights))
        weights -= rate * (inputs.T @ (chances - wanted) + penalty * weights) / len(rows) ** 0.5 / 5
    split = len(FEATURES)
    return {
        "features": [round(float(w), 5) for w in weights[:split]],
        "predicates": {name: round(float(w), 5) for name, w in zip(names, weights[split:], strict=True)},
    }


def fit_judge(documents: Iterable[tuple[list[Weighed], list[Weighed], int]]) -> dict[str, Any]:
    """The `statements` settings of a model's config.

    Thresholds are where the core F1 of all held-out documents is greatest: one for what is dropped,
    one for what is added.
    """
    documents = list(documents)
    patterns = [row for rows, _, _ in documents for row in rows]
    fresh = [row for _, rows, _ in documents for row in rows]
    total = sum(count for _, _, count in documents)
    weights, makers = fit(patterns), fit(fresh)
    drop, best = 0.0, _f1(patterns, total)
    for least in _GRID:
        reached = _f1([r for r in patterns if weigh(r.features, r.predicate, weights) >= least], total)
        if reached > best + 1e-4:
            drop, best = least, reached
    kept = [r for r in patterns if weigh(r.features, r.predicate, weights) >= drop]
    add = 1.01
    for least in _GRID:
        reached = _f1([*kept, *(r for r in fresh if weigh(r.features, r.predicate, makers) >= least)], total)
        if reached > best + 1e-4:
            add, best = least, reached
    return {
        "weigh": weights,
        "make": makers,
        "relation": _RELATION,
        "drop": dict.fromkeys(sorted(PREDICATES), drop),
        "add": dict.fromkeys(sorted(PREDICATES), add),
    }


def _f1(rows: Sequence[Weighed], total: int) -> float:
    right = sum(row.right for row in rows)
    return 2 * right / max(1, len(rows) + total)
