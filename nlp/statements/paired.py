"""Lists told together: 310, 325 and 341 bitcoin in April, May and June, respectively."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from nlp.encoding import EncodedText, Sentence, Slot
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


# 毛利均为[2亿元]: of all the periods that were told
_OF_EACH = lazy_pattern(r"(?:均|都|皆|同样?)(?:为|是|达到?|录得|约)+(?:了|约|近)*\s?$")


def dates_of_all(encoded: EncodedText, sentence: Sentence, figure: Slot, date: Slot) -> list[Slot]:
    """The dates of a Chinese figure: the list that its date is of, where it is the same in all of them."""
    if not _OF_EACH.search(encoded.text, max(0, figure.position - 8), figure.position):
        return [date]
    slots = sentence.slots
    if date.position < sentence.start:
        slots = encoded.sentences[max(0, encoded.number_of(sentence) - 1)].slots
    return next((run for run in _runs(encoded.text, slots) if date in run), [date])


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
