"""Amounts of money in two units: 13 dollars and 45 cents, 五元三毛."""

from __future__ import annotations

from nlp.records import Measure
from nlp.resources.values import ExpressionTable
from nlp.text.lazy import lazy_pattern
from nlp.values.lexicon import Lexicon
from nlp.values.numerals import Numeral
from nlp.values.quantity import Quantity, clean, skip_space

_AND = lazy_pattern(r" ?(?:and )?")
_SPOKEN = ("毛", "块")
_DIGITS = {digit: value for value in range(1, 10) for digit in ("一二三四五六七八九"[value - 1], str(value))}
# what may stand behind the digit: 三毛五[一度], but not 三块5[台]
_SPOKEN_END = lazy_pattern(r"[,。;!?)、”]|$|一?每?度|左右|上下|的|/|至|到|多|钱")


class SubunitReader:
    """Reads the smaller unit behind an amount of money."""

    def __init__(self, table: ExpressionTable) -> None:
        self._subunits = Lexicon(list(table.subunits.items()))
        self._colloquial = frozenset(table.colloquial)

    def read(self, text: str, money: Quantity, numeral: Numeral) -> Quantity | None:
        """The amount with the smaller unit that a numeral behind it counts."""
        share = self._subunits.match(text, skip_space(text, numeral.end))
        return self._add(text, money, numeral, share[1], share[0]) if share else None

    def read_left_out(self, text: str, money: Quantity, numeral: Numeral) -> Quantity | None:
        """The amount with hundredths whose unit is left out: 15 dollars 50; 三块五 leaves out tenths."""
        last, end = text[money.end - 1], numeral.end
        if not last.isalpha() or text[end : end + 1].isalnum() or money.factor < 1.0:
            return None
        tenths = last in self._colloquial and numeral.value < 10
        return self._add(text, money, numeral, end, 0.1 if tenths else 0.01)

    def read_spoken(self, text: str, money: Quantity, numeral: Numeral) -> Quantity | None:
        """Small money as people say it, with the last unit left out: 两毛八, 三块五."""
        if text[money.end - 1] not in _SPOKEN or numeral.start != money.end or numeral.value < 1:
            return None
        end = numeral.end
        if numeral.value >= 10 and text[end - 1] == "一":  # 两毛八|一度
            end -= 1
        digit = _DIGITS.get(text[money.end : end])
        if not digit or money.measure.value is None or not _SPOKEN_END.match(text, end):
            return None
        value = clean(money.measure.value + digit * money.factor / 10)
        measure = Measure(money.measure.kind, value, money.measure.unit, money.measure.bound)
        return Quantity(money.start, end, measure, money.factor / 10, "money.compound")

    def _add(self, text: str, money: Quantity, numeral: Numeral, end: int, share: float) -> Quantity | None:
        value = money.measure.value
        if value is None or numeral.value >= 100 or not _AND.fullmatch(text, money.end, numeral.start):
            return None
        measure = Measure(
            money.measure.kind, clean(value + numeral.value * share), money.measure.unit, money.measure.bound
        )
        return Quantity(money.start, end, measure, share, "money.compound")
