"""What grammar and heads are worth where they say how a statement is meant, fitted on held-out documents."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor

from nlp.schema import MODALITIES

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
    """The weights of a softmax regression, as `nlp.transformer.modalities.scores` takes them."""
    size = len(MODALITIES)
    odds = torch.tensor([row.odds for row in rows], dtype=torch.float64).reshape(-1, size)
    said = torch.tensor([MODALITIES.index(row.said) for row in rows], dtype=torch.int64)
    right = torch.tensor([MODALITIES.index(row.right) for row in rows], dtype=torch.int64)
    weights = torch.zeros(1 + 2 * size, dtype=torch.float64)
    weights[0] = 1.0
    weights.requires_grad_()
    optimiser = torch.optim.LBFGS([weights], max_iter=200, line_search_fn="strong_wolfe")
    own = torch.nn.functional.one_hot(said, size)

    def loss() -> Tensor:
        optimiser.zero_grad()
        summed = weights[0] * odds + weights[1 : 1 + size] * own + weights[1 + size :]
        pull = (weights[0] - 1) ** 2 + (weights[1:] ** 2).sum()
        value = torch.nn.functional.cross_entropy(summed, right, reduction="sum") + _PULL * pull
        value.backward()
        return value

    if rows:
        optimiser.step(loss)
    fitted = [round(float(weight), 5) for weight in weights.detach()]
    return {
        "odds": fitted[0],
        "said": dict(zip(MODALITIES, fitted[1 : 1 + size], strict=True)),
        "often": dict(zip(MODALITIES, fitted[1 + size :], strict=True)),
    }
