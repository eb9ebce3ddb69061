"""Texts that are known to be one expression: signs, fractions, loose writing, bare numbers.

In running text these readings would do harm (a dash is no minus, 9 m is no length, a number
alone counts nothing); where a caller says that the text is an expression, they hold.
"""

from __future__ import annotations

import re

from nlp.records import Measure
from nlp.resources.values import ExpressionTable
from nlp.values.lexicon import Endings, Lexicon
from nlp.values.numerals import Numeral
from nlp.values.quantity import Quantity, back_space, clean, quantity_of, skip_space

_SPACED = re.compile(r"(?<=[\u4e00-\u9fff]) +(?=[\u4e00-\u9fff\d])|(?<=\d) +(?=[\u4e00-\u9fff])")
_AND = re.compile(r" ?(?:and )?")
_ORDINAL_FRACTION = re.compile(r" ?(?:-|\s) ?([a-z]+?)(s?)(?![a-z])")
_OUT_OF = re.compile(r" (?:out of|in) ")
_LETTER_SCALE = frozenset("m")


def compact(text: str) -> tuple[str, list[int] | None]:
    """The text without the spaces inside Chinese, and the place each character had (None: as it was)."""
    if not _SPACED.search(text):
        return text, None
    dropped = {at for match in _SPACED.finditer(text) for at in range(*match.span())}
    kept = [at for at in range(len(text)) if at not in dropped]
    return "".join(text[at] for at in kept), kept


class ExpressionReader:
    """Reads what only single expressions have, on top of the quantities of running text."""

    def __init__(self, table: ExpressionTable) -> None:
        self._subunits = Lexicon(list(table.subunits.items()))
        self._coins = Lexicon(list(table.coins.items()))
        self._negative = Endings([(word, "") for word in table.negative])
        self._scales_before = Endings(list(table.scales_before.items()))
        self._fractions = table.fractions
        self._colloquial = table.colloquial

    def subunit(self, text: str, money: Quantity, numeral: Numeral, *, single: bool = False) -> Quantity | None:
        """An amount of money with its smaller unit: 13 dollars and 45 cents, 五元三毛."""
        gap = _AND.fullmatch(text, money.end, numeral.start)
        if not gap or money.measure.value is None or numeral.value >= 100:
            return None
        share = self._subunits.match(text, skip_space(text, numeral.end))
        end = share[1] if share else numeral.end
        part = share[0] if share else 0.0
        if not share and single and money.rule == "money":
            part = 0.1 if text[money.end - 1] in self._colloquial and numeral.value < 10 else 0.01
            if not text[money.end - 1].isalpha() or text[end : end + 1].isalnum():
                part = 0.0
        if not part:
            return None
        value = clean(money.measure.value + numeral.value * part)
        measure = Measure("money", value, money.measure.unit, money.measure.bound)
        return Quantity(money.start, end, measure, money.factor, "money.compound")

    def special(self, text: str, numeral: Numeral) -> Quantity | None:
        """A numeral whose unit only single expressions have: 摄氏37度, 两毛五, ten dimes."""
        scale = self._scales_before.match(text, back_space(text, numeral.start))
        if scale and text[numeral.end : numeral.end + 1] in ("度", "°"):
            return quantity_of(numeral, scale[1], numeral.end + 1, "other", scale[0])
        at = skip_space(text, numeral.end)
        coin = self._coins.match(text, at)
        if coin:
            return quantity_of(numeral, numeral.start, coin[1], "money", "USD", factor=coin[0])
        for word, factor in (("块", 1.0), ("蚊", 1.0), ("角", 0.1), ("毛", 0.1), ("分", 0.01)):
            if text.startswith(word, at) and not text.startswith("分之", at):
                rule = "money" if factor == 1.0 else "money.part"
                return quantity_of(numeral, numeral.start, at + 1, "money", "CNY", factor=factor, rule=rule)
        return self._fraction(text, numeral)

    def _fraction(self, text: str, numeral: Numeral) -> Quantity | None:
        """One eighth, two hundredths."""
        if numeral.form != "word":
            return None
        match = _ORDINAL_FRACTION.match(text, numeral.end)
        below = self._fractions.get(match[1]) or self._fractions.get(match[1] + match[2]) if match else None
        if not match or not below:
            return None
        end = match.end()
        if text.startswith(" of", end):
            return Quantity(
                numeral.start, end, Measure("percent", clean(100 * numeral.value / below), "%"), 1.0, "share"
            )
        return Quantity(numeral.start, end, Measure("count", numeral.value / below, "item"), 1.0, "bare")

    def signed(self, text: str, found: Quantity) -> Quantity:
        """The quantity with the sign right before it: -40%, 负三十二, minus one."""
        sign = self._negative.match(text, found.start) or self._negative.match(text, back_space(text, found.start))
        measure = found.measure
        if not sign or measure.value is None:
            return found
        if sign[1] and text[sign[1]] == "-" and text[sign[1] - 1].isalnum():
            return found
        negative = Measure(measure.kind, -measure.value, measure.unit, measure.bound)
        return found._replace(start=sign[1], measure=negative)


def unscaled(numeral: Numeral, folded: str) -> Numeral:
    """The numeral without its letter m where that is a unit: 9 m is a length, 9 M nine million."""
    letter = folded[numeral.end - 1]
    if numeral.form != "arabic" or numeral.plain or letter not in _LETTER_SCALE:
        return numeral
    digits = folded[numeral.start : numeral.digits_end].replace(",", "").replace(" ", "")
    try:
        value = float(digits)
    except ValueError:
        return numeral
    return numeral._replace(value=value, end=numeral.digits_end, plain=True)
