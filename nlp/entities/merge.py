"""The one place that settles overlaps between mentions: priority, then length, then position."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from operator import attrgetter

from nlp.records import Mention


class Spans:
    """A growing set of spans that do not overlap."""

    def __init__(self) -> None:
        self._starts: list[int] = []
        self._ends: list[int] = []

    def overlaps(self, start: int, end: int) -> bool:
        """Whether any span of the set shares a character with ``[start, end)``."""
        index = bisect_right(self._starts, start)
        if index and self._ends[index - 1] > start:
            return True
        return index < len(self._starts) and self._starts[index] < end

    def crosses(self, start: int, end: int) -> bool:
        """Whether any span of the set shares a character with ``[start, end)`` and is not within it, or is all of it.

        >>> spans = Spans()
        >>> spans.add(2, 4), spans.crosses(1, 6), spans.crosses(3, 6), spans.crosses(2, 4)
        (True, False, True, True)
        """
        index = max(0, bisect_right(self._starts, start) - 1)
        while index < len(self._starts) and self._starts[index] < end:
            first, last = self._starts[index], self._ends[index]
            if last > start and (first < start or last > end or (first, last) == (start, end)):
                return True
            index += 1
        return False

    def add(self, start: int, end: int) -> bool:
        """Adds the span if it is free; tells whether it was."""
        if start >= end or self.overlaps(start, end):
            return False
        index = bisect_right(self._starts, start)
        self._starts.insert(index, start)
        self._ends.insert(index, end)
        return True


def merge(mentions: Iterable[Mention]) -> list[Mention]:
    """The mentions that stay, in text order, without overlaps.

    Higher `priority` wins, then the longer span, then the earlier one, then the more confident one.

    >>> short, long = Mention(0, 6, "Cipher", "COMPANY"), Mention(0, 13, "Cipher Mining", "COMPANY")
    >>> [mention.text for mention in merge([short, long])]
    ['Cipher Mining']
    """
    kept: list[Mention] = []
    group: list[Mention] = []
    end = -1
    for mention in sorted(mentions, key=_START):
        if mention.start >= mention.end:
            continue
        if mention.start < end:
            group.append(mention)
            end = max(end, mention.end)
            continue
        kept += group if len(group) < 2 else _best(group)
        group, end = [mention], mention.end
    return kept + (group if len(group) < 2 else _best(group))


_START = attrgetter("start")


def _best(group: Sequence[Mention]) -> list[Mention]:
    """The mentions that stay of some of which each overlaps the one before, in text order."""
    ranked = sorted(group, key=lambda m: (-m.priority, m.start - m.end, m.start, -m.confidence, m.label))
    first = group[0].start
    # a byte a character: to look and to mark costs less than a search among spans, and no more in a long text
    taken = bytearray(max(mention.end for mention in ranked) - first)
    kept: list[Mention] = []
    for mention in ranked:
        start, end = mention.start - first, mention.end - first
        if taken.find(1, start, end) < 0:
            taken[start:end] = b"\x01" * (end - start)
            kept.append(mention)
    return sorted(kept, key=_START)
