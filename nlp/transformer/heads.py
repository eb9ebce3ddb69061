"""The argument heads on numpy: what role a mention has, what relation two have."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy
from numpy.typing import NDArray

from nlp.errors import ModelError
from nlp.transformer.config import HEADS
from nlp.transformer.decoding import Floats
from nlp.transformer.roles import DISTANCES
from nlp.transformer.wording import Wording

Spans = NDArray[numpy.int64]
#: how many heads look at what stands around one or two mentions
LOOKS = 4
#: how many look at the other pairs of a mention
GLANCES = 8


class ArgumentHeads:
    """The weights of the two heads, and what words say beside them where a model knows it."""

    def __init__(self, weights: dict[str, Floats], wording: Wording | None = None) -> None:
        self._weights, self.wording = weights, wording

    @classmethod
    def load(cls, folder: Path, *, words: bool = True) -> ArgumentHeads:
        """The heads of a model folder; without `words` as they are alone.

        Raises:
            ModelError: they are missing or unreadable.
        """
        from safetensors import SafetensorError
        from safetensors.numpy import load_file

        try:
            # stored in 16 bits, reckoned in 32
            weights = {name: value.astype(numpy.float32) for name, value in load_file(folder / HEADS).items()}
        except (OSError, SafetensorError) as error:
            raise ModelError(f"expected {HEADS} in {folder}: {error}") from error
        return cls(weights, Wording.load(folder) if words else None)

    def mentions(self, states: Floats, spans: Spans) -> Floats:
        """How mentions are told: the states of their first and last piece.

        *Shape:* (pieces, width), (mentions, 2) → (mentions, 2 · width)
        """
        return numpy.concatenate([states[spans[:, 0]], states[spans[:, 1]]], axis=1)

    def roles(self, states: Floats, mentions: Floats, spans: Spans) -> Floats:
        """Probabilities of the roles of mentions.

        *Shape:* (pieces, width), (mentions, 2 · width), (mentions, 2) → (mentions, roles)
        """
        inner = self._linear("role_inner", mentions)
        if "role_around.weight" in self._weights:
            looked_at = self._linear("role_key", states), self._linear("role_value", states)
            queries = self._linear("role_query", inner)
            inner += _looked_at(queries, *looked_at, spans[:, 0]) @ self._weights["role_around.weight"].T
        return _sigmoid(self._linear("role_outer", _gelu(inner)))

    def relations(self, states: Floats, mentions: Floats, spans: Spans, pairs: Spans) -> Floats:
        """Probabilities of the relations of pairs of mentions, numbers of subject and object.

        A pair is told what the other `pairs` of its subject and of its object say, where the model has weights for it.

        *Shape:* (pieces, width), (mentions, 2 · width), (mentions, 2), (pairs, 2) → (pairs, relations)
        """
        subjects, objects = self._linear("subject", mentions), self._linear("object", mentions)
        far = numpy.searchsorted(DISTANCES, spans[pairs[:, 1], 0] - spans[pairs[:, 0], 0])
        inner = numpy.empty((len(pairs), subjects.shape[1]), numpy.float32)
        around = None
        if "around.weight" in self._weights:
            around = self._linear("around_key", states), self._linear("around_value", states)
        # part by part: what is made on the way would fill the memory for all pairs of a long text
        parts = [slice(at, at + _PAIRS_AT_ONCE) for at in range(0, len(pairs), _PAIRS_AT_ONCE)]
        for part in parts:
            own = subjects[pairs[part, 0]] + objects[pairs[part, 1]] + self._weights["distance.weight"][far[part]]
            if "between.weight" in self._weights:
                own += greatest_between(states, spans, pairs[part]) @ self._weights["between.weight"].T
            if around is not None:
                queries, begins = self._linear("around_query", own), spans[pairs[part]].min(axis=(1, 2))
                own += _looked_at(queries, *around, begins) @ self._weights["around.weight"].T
            inner[part] = own
        others = self._others(inner, pairs, len(mentions), parts) if "others.weight" in self._weights else None
        scored = numpy.zeros((len(pairs), len(self._weights["relation.bias"])), numpy.float32)
        for part in parts:
            own = inner[part]
            if others is not None:
                own = own + others[0][pairs[part, 0]] + others[1][pairs[part, 1]]
            told = _gelu(own)
            if "second.weight" in self._weights:
                told += self._linear("second", _gelu(self._linear("second_inner", told)))
            scored[part] = _sigmoid(self._linear("relation", told))
        return scored

    def _others(self, inner: Floats, pairs: Spans, count: int, parts: Sequence[slice]) -> tuple[Floats, Floats]:
        """What the pairs of each mention say together: of those it is the subject of, and the object of.

        *Shape:* (pairs, width), (pairs, 2) → (mentions, width) each
        """
        scores = numpy.empty((len(pairs), GLANCES), numpy.float32)
        values = numpy.empty_like(inner)
        for part in parts:
            alone = _gelu(inner[part])
            scores[part], values[part] = self._linear("others_score", alone), self._linear("others_value", alone)
        found = []
        for side, weights in enumerate(numpy.split(self._weights["others.weight"], 2, axis=1)):
            summed = numpy.zeros((count, inner.shape[1]), numpy.float32)
            order = numpy.argsort(pairs[:, side], kind="stable")
            of, begins = numpy.unique(pairs[order, side], return_index=True)
            for mention, own in zip(of.tolist(), numpy.split(order, begins[1:]), strict=True):
                heads = numpy.exp(scores[own] - scores[own].max(axis=0))
                heads /= heads.sum(axis=0)
                parted = values[own].reshape(len(own), GLANCES, -1)
                summed[mention] = numpy.einsum("ph,phw->hw", heads, parted).reshape(-1)
            found.append(summed @ weights.T)
        return found[0], found[1]

    def _linear(self, name: str, inputs: Floats) -> Floats:
        result: Floats = inputs @ self._weights[f"{name}.weight"].T + self._weights[f"{name}.bias"]
        return result


def _looked_at(queries: Floats, keys: Floats, values: Floats, begins: NDArray[numpy.int64]) -> Floats:
    """What mentions or pairs of them attend to around them; `begins` are the pieces that they begin with.

    *Shape:* (n, width), (pieces, width), (pieces, width), (n,) → (n, width)
    """
    found = numpy.zeros_like(queries)
    # stretch by stretch of a long text, each with as many pieces as training has in a window
    stretches = begins // _STRETCH if len(keys) > _WINDOW else numpy.zeros_like(begins)
    for stretch in numpy.unique(stretches).tolist():
        here = numpy.flatnonzero(stretches == stretch)
        first = max(0, min(stretch * _STRETCH + (_STRETCH - _WINDOW) // 2, len(keys) - _WINDOW))
        near = slice(first, first + _WINDOW)
        for at in range(0, len(here), _LOOKED_AT_ONCE):
            some = here[at : at + _LOOKED_AT_ONCE]
            found[some] = _attended(queries[some], keys[near], values[near])
    return found


def greatest_between(states: Floats, spans: Spans, pairs: Spans) -> Floats:
    """The greatest values of the states that stand between two mentions, nothing where none does.

    *Shape:* (pieces, width), (mentions, 2): first and last piece, (pairs, 2) → (pairs, width)
    """
    one, other = spans[pairs[:, 0]], spans[pairs[:, 1]]
    start, end = numpy.minimum(one[:, 1], other[:, 1]) + 1, numpy.maximum(one[:, 0], other[:, 0])
    found = numpy.zeros((len(pairs), states.shape[1]), numpy.float32)
    apart = numpy.flatnonzero(end > start)
    order = apart[numpy.argsort(start[apart], kind="stable")]
    # what stands behind one mention is looked through once, up to the furthest of its partners
    for group in numpy.split(order, numpy.flatnonzero(numpy.diff(start[order])) + 1) if len(order) else ():
        first = int(start[group[0]])
        greatest = numpy.maximum.accumulate(states[first : int(end[group].max())], axis=0)
        found[group] = greatest[end[group] - first - 1]
    return found


def _attended(queries: Floats, keys: Floats, values: Floats) -> Floats:
    """What each query finds, all heads side by side.

    *Shape:* (pairs, width), (pieces, width), (pieces, width) → (pairs, width)
    """
    width = queries.shape[1] // LOOKS
    found = numpy.empty_like(queries)
    for head in range(LOOKS):
        own = slice(head * width, (head + 1) * width)
        scores = queries[:, own] @ (keys[:, own].T * numpy.float32(width**-0.5))
        scores -= scores.max(axis=1, keepdims=True)
        numpy.exp(scores, out=scores)
        found[:, own] = (scores @ values[:, own]) / scores.sum(axis=1, keepdims=True)
    return found


_PAIRS_AT_ONCE = 8_192
# so many look around at once, which bounds the memory that it takes; so many pieces they look at; those that begin in one
# stretch of so many pieces look at the same ones
_LOOKED_AT_ONCE, _WINDOW, _STRETCH = 1_024, 512, 128
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
