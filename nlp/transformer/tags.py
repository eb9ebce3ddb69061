"""BIO tags over the labels of the format: spans to tags, and the scores of tags back to spans."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from typing import Final

from nlp.schema import LABELS

TAGS: Final = ("O", *(f"{place}-{label}" for label in LABELS for place in "BI"))
OUTSIDE: Final = 0


def first_of(label: str) -> int:
    """The tag of the first piece of a mention."""
    return 1 + 2 * LABELS.index(label)


def inner_of(label: str) -> int:
    """The tag of all further pieces of a mention."""
    return 2 + 2 * LABELS.index(label)


def tag_spans(count: int, spans: Iterable[tuple[int, int, str]]) -> list[int]:
    """The tags of so many pieces with mentions ``(first, last, label)`` among them."""
    tags = [OUTSIDE] * count
    for first, last, label in spans:
        tags[first] = first_of(label)
        for index in range(first + 1, last):
            tags[index] = inner_of(label)
    return tags


def piece_span(stops: Sequence[int], starts: Sequence[int], start: int, end: int) -> tuple[int, int]:
    """The pieces ``[first, last)`` that share a character with ``[start, end)``; empty where there are none.

    Pieces come one behind the other: `starts` and `stops` rise.
    """
    first = bisect_right(stops, start)
    return first, max(first, bisect_left(starts, end))
