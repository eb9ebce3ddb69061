"""What only single expressions have: signs, fractions, articles for one, groups, units said together."""

from __future__ import annotations

import re
from collections.abc import Sequence

from nlp.records import Measure
from nlp.resources.values import ContextTable, ExpressionTable
from nlp.values.lexicon import Endings, Lexicon
from nlp.values.numerals import Numeral
from nlp.values.quantity import Quantity, back_space, clean, quantity_of, skip_space

_ORDINAL_FRACTION = re.compile(r" ?(?:-|\s) ?([a-z]+?)(s?)(?![a-z])")
_AND = re.compile(r"[ ,]{0,2}(?:and )?")
_OUT_OF = re.compile(r"\s(?:in|out of)\s(?:every )?")
_BOTH = re.compile(r"[\s,]*(?:and|but|并且|且|的同时|同时)?[\s,]*")
_DEGREES = frozenset("度°")
_LOWER = frozenset(("more_than", "at_least"))
_UPPER = frozenset(("less_than", "at_most"))


class ExpressionReader:
    """Reads parts of single expressions with the tables of one patterns folder."""

    def __init__(self, table: ExpressionTable, contexts: Sequence[ContextTable]) -> None:
        self._table = table
        self._coins = Lexicon(list(table.coins.items()))
        self._spoken_money = Lexicon(list(table.spoken_money.items()))
        self._groups = Lexicon(list(table.groups.items()))
        self._negative = Endings([(word, "") for word in table.negative])
        self._scales_before = Endings(list(table.scales_before.items()))
        words = "|".join(sorted((re.escape(word) for word in table.articles), key=len, reverse=True))
        self._article = re.compile(rf"(?<![a-z])(?:{words})(?=[ -]|(?<=半))")
        self._bounds = {word for context in contexts for words in context.bounds.values() for word in words}

    def articles(self, text: str) -> list[Numeral]:
        """The words that stand for a number where a unit follows: a, half a, 半."""
        return [
            Numeral(match.start(), match.end(), self._table.articles[match[0]], "article", digits_end=match.end())
            for match in self._article.finditer(text)
        ]

    def special(self, text: str, numeral: Numeral) -> Quantity | None:
        """A numeral whose unit only single expressions have: 摄氏37度, 85度, 两毛, ten dimes, 五打."""
        start, end = numeral.start, numeral.end
        if text[end : end + 1] in _DEGREES:
            scale = self._scales_before.match(text, back_space(text, start))
            return quantity_of(numeral, scale[1] if scale else start, end + 1, "other", scale[0] if scale else "°")
        if numeral.form == "article" and text[end : end + 1] == "个":
            return quantity_of(numeral, start, end + 1, "count", "item", rule="bare")
        at = skip_space(text, end)
        if coin := self._coins.match(text, at):
            return quantity_of(numeral, start, coin[1], "money", "USD", factor=coin[0])
        if share := self._spoken_money.match(text, at):
            return quantity_of(numeral, start, share[1], "money", "CNY", factor=share[0])
        if group := self._groups.match(text, at):
            return quantity_of(numeral, start, group[1], "count", "item", factor=group[0], rule="bare")
        return self._fraction(text, numeral)

    def _fraction(self, text: str, numeral: Numeral) -> Quantity | None:
        """Reads one eighth, two hundredths."""
        match = _ORDINAL_FRACTION.match(text, numeral.end) if numeral.form == "word" else None
        below = self._table.fractions.get(match[1] + match[2]) or self._table.fractions.get(match[1]) if match else None
        if not match or not below:
            return None
        value = numeral.value / below
        if text.startswith(" of", match.end()):
            return Quantity(numeral.start, match.end(), Measure("percent", clean(100 * value), "%"), 1.0, "share")
        return Quantity(numeral.start, match.end(), Measure("count", value, "item"), 1.0, "bare")

    def signed(self, text: str, found: Quantity) -> Quantity:
        """The quantity with the sign right before it: -40%, 负三十二, minus one."""
        sign = self._negative.match(text, found.start) or self._negative.match(text, back_space(text, found.start))
        measure = found.measure
        if measure.value is None:
            return found
        if measure.kind == "other" and text.startswith(" below zero", found.end):
            below = Measure(measure.kind, -measure.value, measure.unit, measure.bound)
            return found._replace(end=found.end + len(" below zero"), measure=below)
        if not sign:
            return found
        if sign[1] and text[sign[1]] == "-" and (text[sign[1] - 1].isalnum() or text[sign[1] - 1] == "-"):
            return found
        negative = Measure(measure.kind, -measure.value, measure.unit, measure.bound)
        return found._replace(start=sign[1], measure=negative)

    def with_tenth(self, text: str, found: Quantity, numeral: Numeral) -> Quantity | None:
        """The quantity with a digit behind its unit, which is a tenth: 三米九."""
        value = found.measure.value
        fits = numeral.start == found.end and numeral.end - numeral.start == 1 and value is not None
        if not fits or not text.endswith(self._table.tenths, 0, found.end) or value is None:
            return None
        measure = found.measure
        value = clean(value + found.factor * numeral.value / 10)
        return found._replace(end=numeral.end, measure=Measure(measure.kind, value, measure.unit, measure.bound))

    def merged(self, text: str, found: Sequence[Quantity]) -> list[Quantity]:
        """Neighbours that are one expression: 7 feet 10 inches; more than 10 and less than 20."""
        made: list[Quantity] = []
        for quantity in found:
            joined = self._pair(text, made[-1], quantity) if made else None
            if joined:
                made[-1] = joined
            else:
                made.append(quantity)
        return made

    def _pair(self, text: str, one: Quantity, other: Quantity) -> Quantity | None:
        if one.measure.value is None or other.measure.value is None or other.start - one.end > 40:
            return None
        if one.measure.kind == other.measure.kind == "other" and _AND.fullmatch(text, one.end, other.start):
            return self._sum(one, other)
        if one.measure.kind == other.measure.kind == "count":
            return self._ratio(text, one, other) or self._between(text, one, other)
        return None

    @staticmethod
    def _ratio(text: str, one: Quantity, other: Quantity) -> Quantity | None:
        """One in two, two out of five hundred, as a share."""
        below, above = other.measure.value, one.measure.value
        if not below or above is None or above >= below or not _OUT_OF.fullmatch(text, one.end, other.start):
            return None
        measure = Measure("percent", clean(100 * above / below), "%", other.measure.bound)
        return Quantity(one.start, other.end, measure, 1.0, "fraction")

    def _sum(self, one: Quantity, other: Quantity) -> Quantity | None:
        """The sum in the smaller of two units that are said together."""
        large, small = one.measure.unit or "", other.measure.unit or ""
        for sizes in self._table.together:
            if sizes.get(large, 0) > sizes.get(small, 0) > 0:
                value = (one.measure.value or 0.0) * sizes[large] / sizes[small] + (other.measure.value or 0.0)
                return Quantity(one.start, other.end, Measure("other", clean(value), small, one.measure.bound))
        return None

    def _between(self, text: str, one: Quantity, other: Quantity) -> Quantity | None:
        """The range between a lower and an upper bound, in either order."""
        bounds = (one.measure.bound, other.measure.bound)
        if bounds[0] in _UPPER and bounds[1] in _LOWER:
            low, high = other.measure.value, one.measure.value
        elif bounds[0] in _LOWER and bounds[1] in _UPPER:
            low, high = one.measure.value, other.measure.value
        else:
            return None
        gap = _BOTH.match(text, one.end, other.start)
        rest = text[gap.end() if gap else one.end : other.start].strip()
        if low is None or high is None or low > high or not (rest in self._bounds or not rest):
            return None
        return Quantity(one.start, other.end, Measure("count", None, "item", "exact", low, high), 1.0, "bare.range")
