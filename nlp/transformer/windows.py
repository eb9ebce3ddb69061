"""Windows over the pieces of a text: as long as the model reads, overlapping, each piece decided in one of them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

# context before what a window decides: one piece in so many; pieces of context behind it
_ONE_BEFORE_IN, _BEHIND = 4, 16
_LEAST = 48


@dataclass(frozen=True, slots=True)
class Window:
    """Pieces ``[first, last)`` are read, those of ``[own_first, own_last)`` are decided."""

    first: int
    last: int
    own_first: int
    own_last: int


def plan_windows(count: int, ends: Sequence[int], size: int) -> list[Window]:
    """Windows of at most `size` pieces over `count` pieces; what they decide is cut at `ends` of sentences if it can be.

    Each piece is decided by exactly one window, so nothing of a text stays unread.

    >>> [(w.first, w.last, w.own_first, w.own_last) for w in plan_windows(200, [90], 128)]
    [(0, 128, 0, 90), (58, 186, 90, 170), (138, 200, 170, 200)]

    Raises:
        ValueError: `size` leaves no room beside the context.
    """
    if size <= _LEAST:
        raise ValueError(f"a window must be over {_LEAST} pieces, was: {size}")
    windows: list[Window] = []
    own = 0
    while own < count:
        first = max(0, own - size // _ONE_BEFORE_IN)
        last = min(count, first + size)
        own_last = count if last == count else _cut(ends, own + (last - own) // 2, last - _BEHIND)
        windows.append(Window(first, last, own, own_last))
        own = own_last
    return windows


def _cut(ends: Sequence[int], least: int, most: int) -> int:
    """The last end of a sentence in ``(least, most]``, `most` where there is none."""
    index = bisect_right(ends, most)
    return ends[index - 1] if index and ends[index - 1] > least else most
