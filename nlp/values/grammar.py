"""The order in which a running text is read: numerals, then what stands around each."""

from __future__ import annotations

from collections.abc import Sequence

from nlp.records import Measure
from nlp.resources.values import ValueTables
from nlp.text.lazy import lazy_pattern
from nlp.values.bounds import BoundReader
from nlp.values.capitals import of_token, per_token, without_us
from nlp.values.counts import CountReader
from nlp.values.guards import stands_free
from nlp.values.left_out import LeftOutReader
from nlp.values.left_out_chinese import ChineseLeftOutReader
from nlp.values.money import MoneyReader
from nlp.values.numerals import Numeral, NumeralReader
from nlp.values.quantity import Quantity
from nlp.values.ranges import RangeReader
from nlp.values.subunits import SubunitReader
from nlp.values.unit_prices import priced_apiece
from nlp.values.units import UnitReader

_CALENDAR = frozenset("年月日")
# a name that begins with a digit: 8Grams
_NAMED = lazy_pattern(
    r"(?!Milli|Billi|Trilli|Thous|Watt|Mega|Giga|Tera|Peta|Exa|Zetta|Kilo|[A-Z][a-z]{2,5}coins?(?![a-z])|Ether(?:eum)?(?![a-z])|Monero|Zcash|Kaspa)[A-Z][a-z]{4,}"
)
# a name that begins with a number word, in the middle of a sentence
_NAME_BEHIND, _IN_SENTENCE = (
    lazy_pattern(
        r" (?!(?:Hundred|Thousand|Million|Billion|Trillion|Dollar|Percent|Bitcoin|Ether|Antminer|Whatsminer|Avalon|Sealminer|Hong|Canad|Austral))[A-Z][a-z]+"
    ),
    lazy_pattern(r"(?<![A-Za-z])[a-z]+,? $"),
)
_ORDINALS = ("th", "st", "nd", "rd")
_SCALE_WORDS = frozenset(("thousand", "million", "billion", "trillion"))


class Grammar:
    """Reads the quantities of running text. Texts are folded; `text` is in lower case."""

    def __init__(self, tables: ValueTables) -> None:
        self._numerals = NumeralReader(tables.numerals)
        self._units = UnitReader(tables, self._numerals)
        self._money = MoneyReader(tables)
        self._counts = CountReader(tables)
        self._ranges = RangeReader(tables.numerals, self._single)
        self._bounds = BoundReader((tables.contexts["zh"], tables.contexts["en"]))
        self._left_out = LeftOutReader(tables)
        self._left_out_chinese = ChineseLeftOutReader(tables.contexts["zh"])
        self._subunits = SubunitReader(tables.expressions)

    def find(self, text: str, folded: str) -> list[Quantity]:
        """The quantities of a text, in order, without overlaps; `folded` is the text with its capitals."""
        numerals = self._candidates(text, folded)
        found: list[Quantity] = []
        at = 0
        for index, numeral in enumerate(numerals):
            if numeral.start < at:
                continue
            quantity = self._read(text, numeral, numerals[index + 1 : index + 6])
            if quantity is not None and quantity.start >= at:
                found.append(quantity)
                at = quantity.end
        found = self._left_out.read(text, folded, found, numerals, self._bounded)
        if not text.isascii():
            found = self._left_out_chinese.read(text, found, numerals, self._bounded)
        return [
            of_token(folded, per_token(folded, without_us(folded, quantity))) for quantity in priced_apiece(text, found)
        ]

    def _candidates(self, text: str, folded: str) -> list[Numeral]:
        """The numerals that can be quantities."""
        return [
            numeral
            for numeral in self._numerals.find(text)
            if not (numeral.plain and _no_quantity(folded, numeral))
            and not (numeral.form == "word" and _no_number(folded, numeral))
            and stands_free(text, numeral, self._money.before)
        ]

    def _read(self, text: str, numeral: Numeral, following: Sequence[Numeral]) -> Quantity | None:
        """The quantity of a numeral, alone or with the next ones, with its bound."""
        found = self._single(text, numeral)
        if following:
            found = self._with_next(text, numeral, found, following)
        return self._bounded(text, found) if found else None

    def _bounded(self, text: str, found: Quantity) -> Quantity:
        measure, end = self._bounds.bounded(text, found.start, found.end, found.measure)
        return found if measure is found.measure else found._replace(measure=measure, end=end)

    def _with_next(
        self, text: str, numeral: Numeral, found: Quantity | None, following: Sequence[Numeral]
    ) -> Quantity | None:
        """What a numeral makes together with the next ones: a range, an amount with cents, a list."""
        together = self._ranges.read(text, numeral, following[0], found)
        if together:
            return self._range_per(text, together)
        if found is None:
            forbidden = self._counts.forbidden(text, numeral.start)
            return None if forbidden else self._ranges.left_out(text, numeral, following)
        for part in following[:2]:
            joined = self._joined(text, found, part)
            if joined is None:
                break
            found = joined
        return found

    def _range_per(self, text: str, found: Quantity) -> Quantity:
        """A range of money as prices, where what they are per stands before it: 每TH 22至23美元."""
        measure = found.measure
        per = self._money.per_unit(text, found.start) if measure.kind == "money" else None
        if not per:
            return found
        unit = f"{measure.unit}/{per[0]}"
        priced = Measure("unit_price", None, unit, measure.bound, measure.minimum, measure.maximum)
        return Quantity(per[1], found.end, priced, found.factor, "unit_price.range")

    def _joined(self, text: str, found: Quantity, part: Numeral) -> Quantity | None:
        """An amount together with the smaller unit behind it, None where there is none."""
        if found.measure.kind not in ("money", "unit_price") or part.start - found.end > 5:
            return None
        joined = self._subunits.read(text, found, part) or self._subunits.read_spoken(text, found, part)
        return self._money.per_behind(text, joined) if joined else None

    def _single(self, text: str, numeral: Numeral) -> Quantity | None:
        """The quantity of one numeral with what stands right before and behind it."""
        money = self._money
        sign = money.before(text, numeral.start)
        if sign and numeral.form == "word" and text[numeral.start : numeral.end] in _SCALE_WORDS:
            return None  # SEK million, the head of a column
        if sign:
            return money.read_signed(text, numeral, sign)
        return self._with_unit(text, numeral) or self._counts.read(text, numeral) or money.read_bare(text, numeral)

    def _with_unit(self, text: str, numeral: Numeral) -> Quantity | None:
        units = self._units
        return (
            units.read_share(text, numeral)
            or units.read_joules(text, numeral)
            or units.read(text, numeral)
            or self._money.read_named(text, numeral)
            or units.read_coin(text, numeral)
        )


def _no_number(folded: str, numeral: Numeral) -> bool:
    """Whether a number word is none: one of rows of them (by the thousand), the head of a name (of Nine Pines)."""
    surface = folded[numeral.start : numeral.end]
    if surface == "thousand" and folded.endswith("by the ", 0, numeral.start):
        return True
    named = surface[0].isupper() and _NAME_BEHIND.match(folded, numeral.end)
    return bool(named) and _IN_SENTENCE.search(folded, max(0, numeral.start - 12), numeral.start) is not None


def _no_quantity(folded: str, numeral: Numeral) -> bool:
    """Whether a calendar word, a name or the ending of an ordinal stands behind plain digits (10th, but not 10TH)."""
    end = numeral.end
    if folded[end : end + 1] in _CALENDAR or _NAMED.match(folded, end):
        return True
    following = folded[end + 2 : end + 3]
    return folded.startswith(_ORDINALS, end) and not (following.isalpha() or following == "/")
