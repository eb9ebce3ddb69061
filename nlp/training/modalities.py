"""What grammar and heads are worth where they say how a statement is meant, fitted on held-out documents."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy

from nlp.schema import MODALITIES
from nlp.training.newton import Weights, minimised

# pulls every weight towards nothing, that of the log-odds towards one
_PULL = 0.5


@dataclass(frozen=True, slots=True)
class Meant:
    """A right statement: what the heads say of its modality, what the grammar read, and what it is.

    Attributes:
        odds: the log-odds of each of `nlp.schema.MODALITIES`. *Shape:* (modalities,)
    """

    odds: tuple[float, ...]
    said: str
    right: str


def fit_modality(rows: Sequence[Meant]) -> dict[str, Any]:
    """The weights of a softmax regression, as `nlp.transformer.modalities.scores` takes them; by Newton's method."""
    size = len(MODALITIES)
    begun = numpy.zeros(1 + 2 * size)
    begun[0] = 1.0
    # what speaks for each modality of each statement: its log-odds, that the grammar read it, that it is one
    inputs = numpy.zeros((len(rows), size, len(begun)))
    wanted = numpy.zeros((len(rows), size))
    for number, row in enumerate(rows):
        said = MODALITIES.index(row.said)
        inputs[number, :, 0] = row.odds
        inputs[number, said, 1 + said] = 1
        inputs[number, :, 1 + size :] = numpy.eye(size)
        wanted[number, MODALITIES.index(row.right)] = 1

    def chances_of(weights: Weights) -> tuple[Weights, Weights]:
        summed = inputs @ weights
        likeliest = summed.max(axis=1, keepdims=True)
        parts = numpy.exp(summed - likeliest)
        whole = parts.sum(axis=1, keepdims=True)
        return parts / whole, summed - likeliest - numpy.log(whole)

    def loss(weights: Weights) -> float:
        return float(_PULL * ((weights - begun) ** 2).sum() - (chances_of(weights)[1] * wanted).sum())

    def bent(weights: Weights) -> tuple[Weights, Weights]:
        chances, _ = chances_of(weights)
        slope = numpy.einsum("nmw,nm->w", inputs, chances - wanted) + 2 * _PULL * (weights - begun)
        expected = numpy.einsum("nmw,nm->nw", inputs, chances)
        bend = numpy.einsum("nmw,nm,nmv->wv", inputs, chances, inputs) - expected.T @ expected
        return slope, bend + 2 * _PULL * numpy.eye(len(begun))

    weights = minimised(begun, loss, bent) if len(rows) else begun
    fitted = [round(float(weight), 5) for weight in weights]
    return {
        "odds": fitted[0],
        "said": dict(zip(MODALITIES, fitted[1 : 1 + size], strict=True)),
        "often": dict(zip(MODALITIES, fitted[1 + size :], strict=True)),
    }
