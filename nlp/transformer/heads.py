"""The argument heads on numpy: what role a mention has, what relation two have."""

from __future__ import annotations

from pathlib import Path

import numpy
from numpy.typing import NDArray

from nlp.errors import ModelError
from nlp.transformer.config import HEADS
from nlp.transformer.decoding import Floats
from nlp.transformer.roles import DISTANCES

Spans = NDArray[numpy.int64]


class ArgumentHeads:
    """The weights of the two heads."""

    def __init__(self, weights: dict[str, Floats]) -> None:
        self._weights = weights

    @classmethod
    def load(cls, folder: Path) -> ArgumentHeads:
        """The heads of a model folder.

        Raises:
            ModelError: they are missing or unreadable.
        """
        from safetensors import SafetensorError
        from safetensors.numpy import load_file

        try:
            # stored in 16 bits, reckoned in 32
            return cls({name: value.astype(numpy.float32) for name, value in load_file(folder / HEADS).items()})
        except (OSError, SafetensorError) as error:
            raise ModelError(f"expected {HEADS} in {folder}: {error}") from error

    def mentions(self, states: Floats, spans: Spans) -> Floats:
        """How mentions are told: the states of their first and last piece.

        *Shape:* (pieces, width), (mentions, 2) → (mentions, 2 · width)
        """
        return numpy.concatenate([states[spans[:, 0]], states[spans[:, 1]]], axis=1)

    def roles(self, mentions: Floats) -> Floats:
        """Probabilities of the roles of mentions.

        *Shape:* (mentions, 2 · width) → (mentions, roles)
        """
        return _sigmoid(self._linear("role_outer", _gelu(self._linear("role_inner", mentions))))

    def relations(self, mentions: Floats, spans: Spans, pairs: Spans) -> Floats:
        """Probabilities of the relations of pairs of mentions, numbers of subject and object.

        *Shape:* (mentions, 2 · width), (mentions, 2), (pairs, 2) → (pairs, relations)
        """
        subjects, objects = self._linear("subject", mentions), self._linear("object", mentions)
        far = numpy.searchsorted(DISTANCES, spans[pairs[:, 1], 0] - spans[pairs[:, 0], 0])
        inner = subjects[pairs[:, 0]] + objects[pairs[:, 1]] + self._weights["distance.weight"][far]
        return _sigmoid(self._linear("relation", _gelu(inner)))

    def _linear(self, name: str, inputs: Floats) -> Floats:
        result: Floats = inputs @ self._weights[f"{name}.weight"].T + self._weights[f"{name}.bias"]
        return result


_SCALE, _CUBE = 0.7978845608, 0.044715


def _gelu(values: Floats) -> Floats:
    """The activation, by the hyperbolic tangent as in training."""
    inner = numpy.tanh(_SCALE * (values + _CUBE * values * values * values))
    result: Floats = (0.5 * values * (1 + inner)).astype(numpy.float32)
    return result


def _sigmoid(values: Floats) -> Floats:
    """Scores as probabilities; written by the hyperbolic tangent, which no score is too low for."""
    result: Floats = (0.5 * (1 + numpy.tanh(0.5 * values))).astype(numpy.float32)
    return result
