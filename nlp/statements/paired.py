"""Lists told together: 310, 325 and 341 bitcoin in April, May and June, respectively."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from nlp.encoding import Slot
from nlp.text.lazy import lazy_pattern

_RESPECTIVELY = lazy_pattern(r"\brespectively\b|分别|依次")
_BETWEEN = lazy_pattern(r"\s?(?:,|、|和|及|以及|,?\sand|,?\s&)\s?(?:in |for |at |of )?")
_DATE = "D"
# machines, coins, hashrate, power, money, shares of a whole
_FIGURES = frozenset("nbhwmp")


def paired_dates(text: str, slots: Sequence[Slot], start: int, end: int) -> Mapping[int, Slot]:
    """The date of each figure, by its position, where a list of figures has a list of as many dates.

    Args:
        text: the encoded text.
        slots: those of one sentence, in order.
        start: where the sentence begins in the encoded text.
        end: where it ends.
    """
    if not _RESPECTIVELY.search(text, start, end):
        return {}
    runs = [run for run in _runs(text, slots) if len(run) > 1]
    dates = [run for run in runs if run[0].type == _DATE]
    told: dict[int, Slot] = {}
    for figures in runs:
        if figures[0].type in _FIGURES:
            like = [run for run in dates if len(run) == len(figures)]
            nearest = min(like, key=lambda run: abs(run[0].position - figures[0].position), default=[])
            told.update(zip((slot.position for slot in figures), nearest, strict=False))
    return told


def _runs(text: str, slots: Sequence[Slot]) -> list[list[Slot]]:
    """The slots in lists of one type, with nothing but commas and conjunctions between."""
    runs: list[list[Slot]] = []
    for slot in slots:
        last = runs[-1][-1] if runs else None
        if last and last.type == slot.type and _BETWEEN.fullmatch(text, last.position + 1, slot.position):
            runs[-1].append(slot)
        else:
            runs.append([slot])
    return runs
