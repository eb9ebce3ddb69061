"""The order in which a single expression is read.

In running text these readings would do harm (a dash is no minus, 9 m is no length, a number
alone counts nothing); where a caller says that the text is an expression, they hold.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from nlp.resources.values import ValueTables
from nlp.values.expressions import ExpressionReader
from nlp.values.grammar import Grammar
from nlp.values.guards import stands_free
from nlp.values.numerals import Numeral, NumeralReader
from nlp.values.quantity import Quantity, quantity_of
from nlp.values.ranges import RangeReader
from nlp.values.units import UnitReader

_SPACED = re.compile(r"(?<=[\u4e00-\u9fff]) +(?=[\u4e00-\u9fff\d])|(?<=\d) +(?=[\u4e00-\u9fff])|(?<= ) +")


def compact(text: str) -> tuple[str, list[int] | None]:
    """The text without the spaces inside Chinese, and the place each character had (None: as it was)."""
    if not _SPACED.search(text):
        return text, None
    dropped = {at for match in _SPACED.finditer(text) for at in range(*match.span())}
    kept = [at for at in range(len(text)) if at not in dropped]
    return "".join(text[at] for at in kept), kept


class ExpressionGrammar(Grammar):
    """Reads the quantities of single expressions, bare numbers among them."""

    def __init__(self, tables: ValueTables) -> None:
        super().__init__(tables)
        self._numerals = NumeralReader(tables.numerals, loose=True)
        self._units = UnitReader(tables, self._numerals, single=True)
        self._ranges = RangeReader(tables.numerals, self._single_or_bare, open_ends=True)
        self._expressions = ExpressionReader(tables.expressions, tuple(tables.contexts.values()))

    def find(self, text: str, folded: str) -> list[Quantity]:
        """The quantities of an expression, in order, without overlaps."""
        return self._expressions.merged(text, super().find(text, folded))

    def _candidates(self, text: str, folded: str) -> list[Numeral]:
        numerals = [
            unscaled(numeral, folded)
            for numeral in self._numerals.find(text)
            if stands_free(text, numeral, self._money.before) or (numeral.form == "han" and numeral.start == 0)
        ]
        starts = {numeral.start for numeral in numerals}
        articles = [
            numeral
            for numeral in self._expressions.articles(text)
            if numeral.start not in starts and self._with_unit(text, numeral)
        ]
        return sorted([*numerals, *articles]) if articles else numerals

    def _read(self, text: str, numeral: Numeral, following: Sequence[Numeral]) -> Quantity | None:
        found = self._single(text, numeral)
        if following:
            found = self._with_next(text, numeral, found, following)
        if found is None and numeral.form == "article":
            return None
        return self._bounded(text, self._expressions.signed(text, found or _bare(numeral)))

    def _joined(self, text: str, found: Quantity, part: Numeral) -> Quantity | None:
        joined = super()._joined(text, found, part) or self._expressions.with_tenth(text, found, part)
        if joined or found.measure.kind != "money" or part.start - found.end > 5 or self._with_unit(text, part):
            return joined
        return self._subunits.read_left_out(text, found, part)

    def _with_unit(self, text: str, numeral: Numeral) -> Quantity | None:
        found = super()._with_unit(text, numeral) or self._expressions.special(text, numeral)
        if found and found.rule == "fraction" and found.measure.value is not None:
            # 四分之一公升: the share is what the unit counts
            share = numeral._replace(end=found.end, value=found.measure.value / 100)
            return self._units.read(text, share) or found
        return found

    def _single_or_bare(self, text: str, numeral: Numeral) -> Quantity | None:
        return self._single(text, numeral) or _bare(numeral)


def _bare(numeral: Numeral) -> Quantity:
    return quantity_of(numeral, numeral.start, numeral.end, "count", "item", rule="bare")


def unscaled(numeral: Numeral, folded: str) -> Numeral:
    """The numeral without its letter m where that is a unit: 9 m is a length, 9 M nine million."""
    if numeral.form != "arabic" or numeral.plain or folded[numeral.end - 1] != "m":
        return numeral
    digits = folded[numeral.start : numeral.digits_end].replace(",", "").replace(" ", "")
    try:
        value = float(digits)
    except ValueError:
        return numeral
    return numeral._replace(value=value, end=numeral.digits_end, plain=True)
