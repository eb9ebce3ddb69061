"""Which label was taken for which."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from nlp.records import Document

NONE = "–"


def confusion(golds: Sequence[Document], predictions: Mapping[str, Document]) -> Counter[tuple[str, str]]:
    """How often a mention of one label was predicted with another, by (gold label, predicted label).

    Mentions of the same span are paired first, then those that overlap, the longest overlap first; one that is alone is paired with `NONE`.
    """
    found: Counter[tuple[str, str]] = Counter()
    for gold in golds:
        predicted = predictions.get(gold.id)
        found.update(_pairs(gold, predicted))
    return found


def _pairs(gold: Document, predicted: Document | None) -> list[tuple[str, str]]:
    left, right = list(gold.mentions), list(predicted.mentions if predicted else ())
    candidates = sorted(
        (
            ((one.start, one.end) != (other.start, other.end), one.start - one.end - _overlap(one, other) * 1000, i, j)
            for i, one in enumerate(left)
            for j, other in enumerate(right)
            if other.start < one.end and one.start < other.end
        ),
    )
    taken_left: set[int] = set()
    taken_right: set[int] = set()
    pairs = []
    for _, _, i, j in candidates:
        if i not in taken_left and j not in taken_right:
            taken_left.add(i)
            taken_right.add(j)
            pairs.append((left[i].label, right[j].label))
    pairs += [(one.label, NONE) for i, one in enumerate(left) if i not in taken_left]
    return pairs + [(NONE, other.label) for j, other in enumerate(right) if j not in taken_right]


def _overlap(one: object, other: object) -> int:
    return min(one.end, other.end) - max(one.start, other.start)  # type: ignore[attr-defined, no-any-return]
