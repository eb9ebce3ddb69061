"""The scores of tags: to probabilities, and back to spans."""

from __future__ import annotations

from dataclasses import dataclass

import numpy
from numpy.typing import NDArray

from nlp.schema import LABELS
from nlp.transformer.tags import OUTSIDE, TAGS, first_of, inner_of

Floats = NDArray[numpy.float32]


@dataclass(frozen=True, slots=True)
class TaggedSpan:
    """Pieces ``[first, last)`` read as one mention, with the mean probability of its tags."""

    first: int
    last: int
    label: str
    probability: float


def transitions() -> Floats:
    """What may follow what: 0 where it may, a large negative number where an I follows neither its B nor its I.

    *Shape:* (tags, tags), from row to column
    """
    table = numpy.zeros((len(TAGS), len(TAGS)), dtype=numpy.float32)
    for label in LABELS:
        inner = inner_of(label)
        table[:, inner] = -1e4
        table[[first_of(label), inner], inner] = 0.0
    return table


def log_softmax(scores: Floats) -> Floats:
    """The logarithms of the probabilities along the last axis."""
    shifted = scores - scores.max(axis=-1, keepdims=True)
    result: Floats = shifted - numpy.log(numpy.exp(shifted).sum(axis=-1, keepdims=True))
    return result


def best_tags(scores: Floats) -> NDArray[numpy.int64]:
    """The most probable row of tags that BIO allows (Viterbi 1967).

    *Shape:* (pieces, tags) → (pieces,)
    """
    if not len(scores):
        return numpy.zeros(0, dtype=numpy.int64)
    greedy: NDArray[numpy.int64] = scores.argmax(axis=1)
    if _is_allowed(greedy):
        return greedy
    table = transitions()
    state = scores[0] + numpy.where(_inner_tags(), -1e4, 0.0).astype(numpy.float32)
    came = numpy.zeros(scores.shape, dtype=numpy.int64)
    for row in range(1, len(scores)):
        ways = state[:, None] + table
        came[row] = ways.argmax(axis=0)
        state = ways.max(axis=0) + scores[row]
    tags = numpy.zeros(len(scores), dtype=numpy.int64)
    tags[-1] = state.argmax()
    for row in range(len(scores) - 1, 0, -1):
        tags[row - 1] = came[row, tags[row]]
    return tags


def _inner_tags() -> NDArray[numpy.bool_]:
    kinds = numpy.arange(len(TAGS))
    inner: NDArray[numpy.bool_] = (kinds > 0) & (kinds % 2 == 0)
    return inner


def _is_allowed(tags: NDArray[numpy.int64]) -> bool:
    """Whether each I stands behind its own B or I."""
    inner = (tags > 0) & (tags % 2 == 0)
    before = numpy.concatenate([[OUTSIDE], tags[:-1]])
    return bool(numpy.all(~inner | (before == tags) | (before == tags - 1)))


def read_spans(scores: Floats) -> list[TaggedSpan]:
    """The mentions of the best row of tags.

    *Shape:* (pieces, tags), logarithms of probabilities
    """
    tags = best_tags(scores)
    spans: list[TaggedSpan] = []
    starts = numpy.flatnonzero(tags % 2 == 1)
    for first in starts.tolist():
        last = first + 1
        while last < len(tags) and tags[last] == tags[first] + 1:
            last += 1
        chosen = scores[numpy.arange(first, last), tags[first:last]]
        spans.append(TaggedSpan(first, last, LABELS[(int(tags[first]) - 1) // 2], float(numpy.exp(chosen.mean()))))
    return spans
