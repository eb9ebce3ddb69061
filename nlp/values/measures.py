"""Quantities: numerals with their units, as measures with kind, value, unit and bound.

One pass over the numerals of a text; at each, the tables tell what stands before and behind it.
A number without a unit counts only where something is counted.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path

from nlp.records import Mention
from nlp.resources.values import ValueTables, load_values
from nlp.text.fold import FoldedText
from nlp.values.bounds import BoundReader
from nlp.values.counts import CountReader
from nlp.values.expressions import ExpressionReader, compact, unscaled
from nlp.values.guards import stands_free
from nlp.values.money import MoneyReader
from nlp.values.numerals import Numeral, NumeralReader
from nlp.values.quantity import Quantity, quantity_of
from nlp.values.ranges import RangeReader, compared
from nlp.values.units import UnitReader

_CALENDAR = frozenset("年月日")
_WIDE_COMMA = re.compile(r"(?<=\d)，(?=\d)")


class MeasureFinder:
    """Finds quantities with the tables of one patterns folder."""

    def __init__(self, tables: ValueTables) -> None:
        self._tables = tables
        self._running = _Grammar(tables)

    @classmethod
    def load(cls, folder: Path) -> MeasureFinder:
        """The finder of a patterns folder."""
        return cls(load_values(folder))

    @cached_property
    def _expressions(self) -> _Grammar:
        return _Grammar(self._tables, single=True)

    def find(self, text: FoldedText, *, bare_numbers: bool = False) -> list[Mention]:
        """The quantities of a text, in order, without overlaps.

        With `bare_numbers` the text is a single expression, or a sentence of which every number is
        wanted: numbers without a unit count too, and signs, fractions and loose writing are read.

        >>> from nlp.resources.files import patterns_folder
        >>> finder = MeasureFinder.load(patterns_folder())
        >>> [(m.text, m.measure.value, m.measure.unit) for m in finder.find(FoldedText.of("约合5510万美元"))]
        [('5510万美元', 55100000.0, 'USD')]
        >>> [m.text for m in finder.find(FoldedText.of("up to 20,000 rigs at $14 per terahash"))]
        ['20,000', '$14 per terahash']
        """
        folded = _split_wide_commas(text)
        if not bare_numbers:
            return [
                _mention(text, found, found.start, found.end) for found in self._running.find(_lower(folded), folded)
            ]
        folded, places = compact(folded)
        mentions = []
        for found in self._expressions.find(_lower(folded), folded):
            start, end = found.start, found.end
            if places is not None:
                start, end = places[start], places[end - 1] + 1
            mentions.append(_mention(text, found, start, end))
        return mentions


class _Grammar:
    """The readers of one mode, running text or single expressions, and their order."""

    def __init__(self, tables: ValueTables, *, single: bool = False) -> None:
        self._single_mode = single
        self._numerals = NumeralReader(tables.numerals, loose=single)
        self._units = UnitReader(tables, self._numerals, single=single)
        self._money = MoneyReader(tables)
        self._counts = CountReader(tables)
        self._ranges = RangeReader(tables.numerals, self._single, open_ends=single)
        self._bounds = BoundReader((tables.contexts["zh"], tables.contexts["en"]))
        self._expressions = ExpressionReader(tables.expressions)

    def find(self, text: str, folded: str) -> list[Quantity]:
        """The quantities of a folded text, `text` in lower case and `folded` as it is."""
        numerals = [numeral for numeral in self._numerals.find(text) if stands_free(text, numeral)]
        if self._single_mode:
            numerals = [unscaled(numeral, folded) for numeral in numerals]
        found: list[Quantity] = []
        at = 0
        for index, numeral in enumerate(numerals):
            if numeral.start < at:
                continue
            if numeral.plain and not self._single_mode and text[numeral.end : numeral.end + 1] in _CALENDAR:
                continue
            quantity = self._read(text, numeral, numerals[index + 1 : index + 3])
            if quantity is None or quantity.start < at:
                continue
            found.append(quantity)
            at = quantity.end
        extra = compared(text, found, numerals)
        return sorted([*found, *extra]) if extra else found

    def _read(self, text: str, numeral: Numeral, following: Sequence[Numeral]) -> Quantity | None:
        found = self._single(text, numeral)
        if following:
            found = self._with_next(text, numeral, found, following)
        if self._single_mode:
            found = self._expressions.signed(
                text, found or quantity_of(numeral, numeral.start, numeral.end, "count", "item", rule="bare")
            )
        if found is None:
            return None
        measure, end = self._bounds.bounded(text, found.start, found.end, found.measure)
        return found if measure is found.measure else found._replace(measure=measure, end=end)

    def _with_next(
        self, text: str, numeral: Numeral, found: Quantity | None, following: Sequence[Numeral]
    ) -> Quantity | None:
        """What a numeral makes together with the next ones: a range, an amount with cents, a list."""
        other = following[0]
        together = self._ranges.read(text, numeral, other, found)
        if together:
            return together
        if found is None:
            forbidden = self._counts.forbidden(text, numeral.start)
            return None if forbidden else self._ranges.left_out(text, numeral, other)
        for part in following:
            joined = None
            if found.measure.kind == "money" and part.start - found.end < 6:
                joined = self._expressions.subunit(text, found, part, single=self._single_mode)
            if joined is None:
                break
            found = joined
        return found

    def _single(self, text: str, numeral: Numeral) -> Quantity | None:
        """The quantity of one numeral with what stands right before and behind it."""
        money, units = self._money, self._units
        sign = money.before(text, numeral.start)
        if sign:
            return money.read_signed(text, numeral, sign)
        found = (
            units.read_share(text, numeral)
            or units.read_joules(text, numeral)
            or units.read(text, numeral)
            or money.read_named(text, numeral)
            or units.read_coin(text, numeral)
        )
        if found is None and self._single_mode:
            found = self._expressions.special(text, numeral)
        return found or money.read_bare(text, numeral) or self._counts.read(text, numeral)


def _lower(text: str) -> str:
    """The text in lower case, of the same length."""
    lowered = text.lower()
    return lowered if len(lowered) == len(text) else "".join(c.lower() if len(c.lower()) == 1 else c for c in text)


def _split_wide_commas(text: FoldedText) -> str:
    """The folded text, where a full-width comma between digits separates two numbers, not thousands."""
    folded = text.folded
    if "，" in text.source and _WIDE_COMMA.search(text.source):
        for match in _WIDE_COMMA.finditer(text.source):
            folded = folded[: match.start()] + ";" + folded[match.end() :]
    return folded


def _mention(text: FoldedText, found: Quantity, start: int, end: int) -> Mention:
    return Mention(start, end, text.source[start:end], "QUANTITY", rule=f"measure.{found.rule}", measure=found.measure)
