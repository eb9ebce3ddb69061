"""What grammar and heads are worth where they say how a statement is meant, fitted on held-out documents."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy
from numpy.typing import NDArray

from nlp.schema import MODALITIES

# pulls every weight towards nothing, that of the log-odds towards one
_PULL = 0.5
# how little weights move that have settled
_NEAR = 1e-6


@dataclass(frozen=True, slots=True)
class Meant:
    """A right statement: what the heads say of its modality, what the grammar read, and what it is.

    Attributes:
        odds: the log-odds of each of `nlp.schema.MODALITIES`. *Shape:* (modalities,)
    """

    odds: tuple[float, ...]
    said: str
    right: str


def fit_modality(rows: Sequence[Meant], steps: int = 25) -> dict[str, Any]:
    """The weights of a softmax regression, as `nlp.transformer.modalities.scores` takes them; by Newton's method."""
    size = len(MODALITIES)
    weights = numpy.zeros(1 + 2 * size)
    weights[0] = 1.0
    begun = weights.copy()
    # what speaks for each modality of each statement: its log-odds, that the grammar read it, that it is one
    inputs = numpy.zeros((len(rows), size, len(weights)))
    wanted = numpy.zeros((len(rows), size))
    for number, row in enumerate(rows):
        said = MODALITIES.index(row.said)
        inputs[number, :, 0] = row.odds
        inputs[number, said, 1 + said] = 1
        inputs[number, :, 1 + size :] = numpy.eye(size)
        wanted[number, MODALITIES.index(row.right)] = 1

    def loss(weights: NDArray[numpy.float64]) -> float:
        summed = inputs @ weights
        likeliest = summed.max(axis=1)
        whole = likeliest + numpy.log(numpy.exp(summed - likeliest[:, None]).sum(axis=1))
        return float(whole.sum() - (summed * wanted).sum() + _PULL * ((weights - begun) ** 2).sum())

    for _ in range(steps if len(rows) else 0):
        summed = inputs @ weights
        chances = numpy.exp(summed - summed.max(axis=1, keepdims=True))
        chances /= chances.sum(axis=1, keepdims=True)
        slope = numpy.einsum("nmw,nm->w", inputs, chances - wanted) + 2 * _PULL * (weights - begun)
        expected = numpy.einsum("nmw,nm->nw", inputs, chances)
        bend = numpy.einsum("nmw,nm,nmv->wv", inputs, chances, inputs) - expected.T @ expected
        step = numpy.linalg.solve(bend + 2 * _PULL * numpy.eye(len(weights)), slope)
        # a whole step may lead too far where nearly all is certain
        while loss(weights - step) > loss(weights) and numpy.abs(step).max() >= _NEAR:
            step /= 2
        weights = weights - step
        if numpy.abs(step).max() < _NEAR:
            break
    fitted = [round(float(weight), 5) for weight in weights]
    return {
        "odds": fitted[0],
        "said": dict(zip(MODALITIES, fitted[1 : 1 + size], strict=True)),
        "often": dict(zip(MODALITIES, fitted[1 + size :], strict=True)),
    }
