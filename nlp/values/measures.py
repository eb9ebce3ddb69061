"""Quantities: numerals with their units, as measures with kind, value, unit and bound.

One pass over the numerals of a text; at each, the tables tell what stands before and behind it.
A number without a unit counts only where something is counted.
"""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from nlp.records import Measure, Mention
from nlp.resources.values import ValueTables, load_values
from nlp.text.fold import FoldedText
from nlp.values.grammar import Grammar
from nlp.values.quantity import Quantity

if TYPE_CHECKING:
    from nlp.values.expression_grammar import ExpressionGrammar


class MeasureFinder:
    """Finds quantities with the tables of one patterns folder."""

    def __init__(self, tables: ValueTables) -> None:
        self._tables = tables
        self._running = Grammar(tables)

    @classmethod
    def load(cls, folder: Path) -> MeasureFinder:
        """The finder of a patterns folder."""
        return cls(load_values(folder))

    @cached_property
    def _expressions(self) -> ExpressionGrammar:
        from nlp.values.expression_grammar import ExpressionGrammar

        return ExpressionGrammar(self._tables)

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
        folded = text.folded
        if not bare_numbers:
            return [
                _mention(text, found, found.start, found.end) for found in self._running.find(_lower(folded), folded)
            ]
        from nlp.values.expression_grammar import compact

        folded, places = compact(folded)
        mentions = []
        for found in self._expressions.find(_lower(folded), folded):
            start, end = found.start, found.end
            if places is not None:
                start, end = places[start], places[end - 1] + 1
            mentions.append(_mention(text, found, start, end))
        return mentions


def _lower(text: str) -> str:
    """The text in lower case, of the same length."""
    lowered = text.lower()
    return lowered if len(lowered) == len(text) else "".join(c.lower() if len(c.lower()) == 1 else c for c in text)


def _mention(text: FoldedText, found: Quantity, start: int, end: int) -> Mention:
    surface, measure = text.source[start:end], found.measure
    if measure.kind == "other" and measure.unit:
        # the unit as it is written, capitals too
        at = _lower(surface).rfind(measure.unit)
        written = surface[at : at + len(measure.unit)] if at >= 0 else measure.unit
        measure = Measure("other", measure.value, written, measure.bound, measure.minimum, measure.maximum)
    return Mention(start, end, surface, "QUANTITY", rule=f"measure.{found.rule}", measure=measure)
