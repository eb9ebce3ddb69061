"""Quantities: numerals with their units, as measures with kind, value, unit and bound.

One pass over the numerals of a text; at each, the tables tell what stands before and behind it.
A number without a unit counts only where something is counted.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from nlp.records import Measure, Mention
from nlp.resources.values import ValueTables, load_values
from nlp.text.fold import FoldedText, lowered
from nlp.text.lazy import lazy_pattern
from nlp.values.grammar import Grammar
from nlp.values.homonyms import SharedMoney
from nlp.values.quantity import Quantity

if TYPE_CHECKING:
    from nlp.values.expression_grammar import ExpressionGrammar
    from nlp.values.tagged import TaggedReader


_JAPAN = lazy_pattern(r"japan|tokyo|osaka|日本|日元|东京|(?<![a-z])(?:yen|jpy)(?![a-z])")
_DOLLARS = {"canadian": "CAD", "australian": "AUD", "singapore": "SGD", "hong kong": "HKD"}
# all amounts are in Canadian dollars unless stated otherwise
_IN_DOLLARS = lazy_pattern(
    r"(?:amounts?|figures?|sums)(?: herein| in this (?:release|report|article|news release))?(?: are)?(?: expressed| stated| reported| presented)? in (canadian|australian|singapore|hong kong) dollars"
)
# a sum of so many is told twice by no chance
_TELLING = 100_000
# a price above the names inside it, other quantities below names
_OF_PRICE, _OF_QUANTITY = 65, 0
_YUAN = lazy_pattern(r"(?<![a-z])(?:yuan|rmb|cny|renminbi)(?![a-z])|人民币|\d[万亿]?元")


class MeasureFinder:
    """Finds quantities with the tables of one patterns folder."""

    def __init__(self, tables: ValueTables) -> None:
        self._tables = tables
        self._running = Grammar(tables)
        self._shared = SharedMoney(tables.currencies)

    @classmethod
    def load(cls, folder: Path) -> MeasureFinder:
        """The finder of a patterns folder."""
        return cls(load_values(folder))

    @cached_property
    def _expressions(self) -> ExpressionGrammar:
        from nlp.values.expression_grammar import ExpressionGrammar

        return ExpressionGrammar(self._tables)

    @cached_property
    def _tagged(self) -> TaggedReader:
        from nlp.values.tagged import TaggedReader

        return TaggedReader(self, self._tables)

    def tagged(self, text: FoldedText, mentions: Sequence[Mention], known: Sequence[Mention]) -> list[Mention]:
        """Those of the quantities that a model found whose value can be told, with it (`nlp.values.tagged`)."""
        return self._tagged.read(text, mentions, known)

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
            lower = lowered(folded)
            yen = "¥" in lower and _is_yen(lower)
            quantities = [found for found in self._running.find(lower, folded) if not _is_mark(text, found)]
            quantities = self._shared.told_apart(lower, quantities)
            if "$" in lower and (code := _other_dollar(lower, quantities)):
                quantities = [_in_dollars(found, lower, code) for found in quantities]
            return [
                _mention(text, _in_yen(found, folded) if yen else found, found.start, found.end) for found in quantities
            ]
        from nlp.values.expression_grammar import compact

        folded, places = compact(folded)
        mentions = []
        for found in self._expressions.find(lowered(folded), folded):
            start, end = found.start, found.end
            if places is not None:
                start, end = places[start], places[end - 1] + 1
            mentions.append(_mention(text, found, start, end))
        return mentions


def _is_yen(lower: str) -> bool:
    """Whether the sign ¥ stands for yen in a text: it speaks of Japan, and of no Chinese money."""
    return bool(_JAPAN.search(lower)) and not _YUAN.search(lower)


def _other_dollar(lower: str, quantities: Sequence[Quantity]) -> str | None:
    """The currency that $ alone stands for in a text: its own words say so, or one sum is written with another dollar's sign too."""
    if said := _IN_DOLLARS.search(lower):
        return _DOLLARS[said[1]]
    bare = {
        found.measure.value
        for found in quantities
        if _is_bare_dollar(found, lower) and (found.measure.value or 0) >= _TELLING
    }
    told = (
        found.measure.unit
        for found in quantities
        if found.measure.kind == "money" and found.measure.unit in _DOLLARS.values() and found.measure.value in bare
    )
    return next(told, None)


def _is_bare_dollar(found: Quantity, lower: str) -> bool:
    return (found.measure.unit or "").startswith("USD") and lower.startswith("$", found.start)


def _in_dollars(found: Quantity, lower: str, code: str) -> Quantity:
    """Money with $ alone in another country's dollars."""
    if found.measure.kind not in ("money", "unit_price") or not _is_bare_dollar(found, lower):
        return found
    return found._replace(measure=replace(found.measure, unit=code + (found.measure.unit or "")[3:]))


def _in_yen(found: Quantity, folded: str) -> Quantity:
    measure = found.measure
    if measure.kind != "money" or measure.unit != "CNY" or "¥" not in folded[found.start : found.end]:
        return found
    return found._replace(measure=replace(measure, unit="JPY"))


def _is_mark(text: FoldedText, found: Quantity) -> bool:
    """Whether the number is the mark of an item in a list: ①."""
    return "\u2460" <= text.source[found.start] <= "\u249b"


def _mention(text: FoldedText, found: Quantity, start: int, end: int) -> Mention:
    surface, measure = text.source[start:end], found.measure
    if measure.kind == "other" and measure.unit:
        # the unit as it is written, capitals too
        at = lowered(surface).rfind(measure.unit)
        written = surface[at : at + len(measure.unit)] if at >= 0 else measure.unit
        measure = Measure("other", measure.value, written, measure.bound, measure.minimum, measure.maximum)
    # C$0.20 per Larkhash Share: the firm is a part of the price
    priority = _OF_PRICE if measure.kind == "unit_price" else _OF_QUANTITY
    return Mention(start, end, surface, "QUANTITY", rule=f"measure.{found.rule}", priority=priority, measure=measure)
