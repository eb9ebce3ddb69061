"""Figures in the rows of a table, whose unit stands in the head of the row: Hash Rate (EH/s) | 12.4 | 11.9."""

from __future__ import annotations

from nlp.resources.values import ContextTable, Unit, ValueTables
from nlp.text.lazy import lazy_pattern
from nlp.values.lexicon import Lexicon
from nlp.values.numerals import Numeral
from nlp.values.quantity import Quantity, quantity_of

_HEAD = 120
_CELL = lazy_pattern(r"(?:[|:\t]\s{0,2}|\s{2})[~≈(]?$")
_CELL_END = lazy_pattern(r"\)?(?:\s{0,2}(?:[|\t\n]|$)|\s{2})")
_BAR = lazy_pattern(r"[|:\t]|\s{2}")
_BRACKET = lazy_pattern(r"\(")


class RowReader:
    """Reads figures of rows with the units, the coins and the words of one language."""

    def __init__(self, tables: ValueTables, context: ContextTable) -> None:
        rows = [(row.pattern, row.unit) for row in tables.units if not row.single]
        coins = [(name, Unit("crypto", symbol, 1.0)) for symbol, names in tables.coins.items() for name in names]
        self._units = Lexicon([*rows, *coins])
        self._heads = [
            (unit, lazy_pattern(rf"(?<![a-z])(?:{'|'.join(words)})"))
            for unit, words in (
                (Unit("crypto", "BTC", 1.0), context.left_out.get("row_coins", ())),
                (Unit("count", "machine", 1.0), context.left_out.get("row_machines", ())),
            )
            if words
        ]

    def read(self, text: str, numeral: Numeral) -> Quantity | None:
        """The quantity of a number that fills a cell, None where the row does not tell its unit."""
        start = numeral.start
        if not _CELL_END.match(text, numeral.end) or not _CELL.search(text, max(0, start - 4), start):
            return None
        line = max(text.rfind("\n", max(0, start - 4 * _HEAD), start) + 1, start - 4 * _HEAD, 0)
        bar = _BAR.search(text, line, start)
        if not bar or bar.start() - line > _HEAD:
            return None
        unit = self._unit(text, line, bar.start())
        if unit is None:
            return None
        return quantity_of(
            numeral, start, numeral.end, unit.kind, unit.unit, factor=unit.factor, rule=f"{unit.kind}.row"
        )

    def _unit(self, text: str, start: int, end: int) -> Unit | None:
        """The unit that the head of a row tells: one in brackets, or coins and machines by their nouns."""
        for bracket in _BRACKET.finditer(text, start, end):
            found = self._units.match(text, bracket.end())
            if found and text[found[1] : found[1] + 1] == ")":
                return found[0]
        return next((unit for unit, head in self._heads if head.search(text, start, end)), None)
