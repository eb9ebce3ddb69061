"""Bootstrap intervals over documents (Efron 1979): percentile method, fixed seed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy

from nlp.evaluation.scores import MAIN, RATES, Counts

RESAMPLES = 1000
SEED = 7
Array = Any
_FAMILIES = {"entity_strict": "entity", "statement_core": "statement"}


def intervals(
    counts: Sequence[Counts], *, resamples: int = RESAMPLES, seed: int = SEED
) -> dict[str, tuple[float, float]]:
    """95 % intervals of the main scores and rates, by name; empty where there are no documents."""
    if not counts:
        return {}
    found = {}
    for name in (*MAIN, *RATES):
        scores = resampled_scores(name, counts, resamples=resamples, seed=seed)
        low, high = numpy.quantile(scores, (0.025, 0.975))
        found[name] = (float(low), float(high))
    return found


def resampled_scores(name: str, counts: Sequence[Counts], *, resamples: int = RESAMPLES, seed: int = SEED) -> Array:
    """One score on each resample of the documents.

    *Shape:* (resamples,). The resamples depend on the seed and the number of documents alone, so those of two runs are paired.
    """
    weights = numpy.random.default_rng(seed).multinomial(len(counts), [1 / len(counts)] * len(counts), size=resamples)
    values = weights @ numpy.array([_parts(name, one) for one in counts], dtype=float)
    return _rate(values) if name in RATES else _f1(name, values)


def _parts(name: str, counts: Counts) -> tuple[float, float, float]:
    if name in RATES:
        return counts[name, "ok"], counts[name, "n"], 0.0
    if name == "role":
        return counts["role", "correct"], counts["role", "predicted"], counts["role", "gold"]
    if name == "b3":
        return counts["b3", "precision"] / 1e9, counts["b3", "recall"] / 1e9, counts["b3", "n"]
    family = _FAMILIES.get(name, "entity")
    correct = "partial" if name == "entity_partial" else family

    def add(what: str, of: str) -> float:
        return float(sum(value for key, value in counts.items() if key[0] == of and key[-1] == what))

    return add("correct", correct), add("predicted", family), add("gold", family)


def _rate(values: Array) -> Array:
    return values[:, 0] / numpy.maximum(values[:, 1], 1)


def _f1(name: str, values: Array) -> Array:
    if name == "b3":
        n = numpy.maximum(values[:, 2], 1)
        precision, recall = values[:, 0] / n, values[:, 1] / n
        return 2 * precision * recall / numpy.maximum(precision + recall, 1e-12)
    return 2 * values[:, 0] / numpy.maximum(values[:, 1] + values[:, 2], 1)
