"""Numerals in a text: Arabic, Chinese lower and formal, mixed, English words, scales.

Texts are folded and in lower case. Two scans find the places: one for digits and Chinese
numerals, one for English words.
"""

from __future__ import annotations

import bisect
import math
import re
from collections.abc import Iterator
from typing import NamedTuple

from nlp.resources.values import NumeralTable
from nlp.text.lazy import lazy_pattern
from nlp.values.number_words import read_han, read_words

_DIGITS = 40
# scale words that are also prefixes of units: 兆瓦, 千米
_PREFIXES = {"千": "瓦米克伏赫卡", "兆": "瓦哈伏赫帕位字比"}
_COUNTERS = frozenset("个家台名位人座种项")
_LAST_WORD = lazy_pattern(r"(?:\s+and)?[\s-]+[^\s-]*$")
_WORD = lazy_pattern(r"[^\s-]+")
_ROUND = frozenset("百千万")
_ROUND_MONEY = lazy_pattern(
    r"(?:美元|美金|港元|欧元|人民币|日元|韩元|元(?!级|机|股|店)|营收|收入|估值|市值|融资|投资|订单)"
)
_VAGUE = frozenset("数几上成好")
# what is counted in a scale without a digit: 百万用户, 近千家
_ROUND_COUNT = lazy_pattern(r"家(?![争号乐姓万族庭])|用户|开发者|客户|商户|颗|token")
_BOUND_BEFORE = lazy_pattern(r"(?:近|超过|约|逾|突破|超)$")
_VULGAR = {"½": 0.5, "⅓": 1 / 3, "⅔": 2 / 3, "¼": 0.25, "¾": 0.75, "⅛": 0.125, "⅕": 0.2}


class Numeral(NamedTuple):
    """A numeral in a text.

    Attributes:
        form: arabic, han or word.
        plain: no scale word follows the digits.
        approximate: 多, 余 or 几 stands inside it.
        open: a plus sign follows it.
        low, high: both set for 两三百, where `value` is the lower.
        digits_end: where the digits end and a scale may begin.
    """

    start: int
    end: int
    value: float
    form: str
    plain: bool = True
    approximate: bool = False
    open: bool = False
    low: float | None = None
    high: float | None = None
    digits_end: int = 0


class NumeralReader:
    """Finds and reads numerals with the tables of one patterns folder.

    A `loose` reader takes forms that only make sense where the text is known to be a number:
    1 234 567, 1.111,11, 3/5, 2.5e-3, point five.
    """

    def __init__(self, table: NumeralTable, *, loose: bool = False) -> None:
        self._table = table
        self._loose = loose
        # a look at the first character spares both patterns at most places
        first = "".join((*_VULGAR, *table.han_digits, *table.han_units))
        self._symbols = lazy_pattern(
            rf"(?=[\d.{first}])(?:{_arabic_pattern(table, loose=loose)}|{_han_pattern(table)})"
        )
        self._words = lazy_pattern(_word_pattern(table, loose=loose))
        digits = "".join(table.han_digits)
        self._neighbours = lazy_pattern(rf"([{digits}])([{digits}])([{''.join(table.han_units)}]*)")
        scales = "|".join(sorted((s for s in table.scales if not s.isascii()), key=len, reverse=True))
        self._next_section = lazy_pattern(
            rf"零?(\d{{1,4}})({scales})" + ("|零?(\\d{1,4})(?![.,]?\\d)" if loose else "")
        )

    def find(self, text: str) -> list[Numeral]:
        """The numerals of a folded text in lower case, in order."""
        found = list(self._find_symbols(text))
        words = list(self._find_words(text))
        if not words:
            return found
        if not found:
            return words
        ends = [numeral.end for numeral in found]
        free = (word for word in words if _is_free(word, found, ends))
        return sorted([*found, *free])

    def parse(self, text: str) -> float | None:
        """The number that the whole of `text` writes, or None.

        >>> from nlp.resources.files import patterns_folder
        >>> from nlp.resources.values import load_values
        >>> reader = NumeralReader(load_values(patterns_folder()).numerals)
        >>> [reader.parse(t) for t in ("1.49万", "三千二百", "two hundred and fifty thousand", "1.2bn")]
        [14900.0, 3200.0, 250000.0, 1200000000.0]
        """
        text = text.strip().lower()
        for numeral in self.find(text):
            if (numeral.start, numeral.end) == (0, len(text)):
                return numeral.value
        return None

    def _find_symbols(self, text: str) -> Iterator[Numeral]:
        at, search = 0, self._symbols.search
        while match := search(text, at):
            numeral = self._han(match) if match["han"] else self._arabic(match, text)
            at = match.end()
            if numeral is not None:
                # a surface that is read in part only is looked at again from there
                at = max(numeral.end, match.start() + 1)
                yield numeral

    def _find_words(self, text: str) -> Iterator[Numeral]:
        at, search = 0, self._words.search
        while match := search(text, at):
            surface = self._sound(match[0])
            value = read_words(surface, self._table)
            while value is None and (cut := _LAST_WORD.search(surface)):
                surface = surface[: cut.start()]
                value = read_words(surface, self._table)
            at = match.start() + len(surface)
            if value is not None:
                yield Numeral(match.start(), at, value, "word", plain=value < 100, digits_end=at)

    def _sound(self, surface: str) -> str:
        """The words up to the first that cannot follow the one before it (one | two): no longer run has a value."""
        if "point" in surface or "dozen" in surface:
            return surface
        last = None
        for word in _WORD.finditer(surface):
            value = self._table.word_units.get(word[0])
            if value is not None and last is not None and not (last >= 20 and last % 10 == 0 and 0 < value < 10):
                return surface[: word.start()].rstrip(" -").removesuffix(" and").rstrip()
            last = last if word[0] == "and" else value
        return surface

    def _arabic(self, match: re.Match[str], text: str) -> Numeral | None:
        surface = match["arabic"]
        end, inner, outer = match.end(), match["inner"].strip(), match["outer"]
        scale = match["scale"]
        if inner and not scale and inner in "来几":
            approximate = inner == "来" and text[end : end + 1] in _COUNTERS
            end = end if approximate else match.end("arabic")
            inner, outer = ("来" if approximate else ""), ""
        factor = self._table.scales[scale.strip(" -")] if scale else 1.0
        value = self._digits(surface, factor)
        if value is None:
            return None
        digits_end = match.end("arabic")
        vulgar = _VULGAR.get(text[digits_end : digits_end + 1]) if not scale and not inner else None
        if vulgar:
            value, end = value + vulgar, digits_end + 1
        elif scale and not inner and not outer and (text[end : end + 1].isdigit() or text[end : end + 1] == "零"):
            value, end = self._sections(text, end, value, factor, scale)
            if text[end : end + 1] in ("多", "余"):
                outer, end = text[end], end + 1
        return Numeral(
            match.start(), end, value, "arabic", not scale, bool(inner.strip("+") or (outer and outer != "+")), "+" in (inner, outer),
            None, None, digits_end,
        )  # fmt: skip

    def _digits(self, surface: str, factor: float) -> float | None:
        """The value of an Arabic surface times a factor, free of binary noise: 1.49 x 10000 is 14900."""
        if self._loose:
            return _loose_value(surface, factor)
        value = float(surface.replace(",", "")) * factor
        rounded = round(value)
        return float(rounded) if factor > 1 and abs(value - rounded) < 1e-6 * max(1.0, abs(value)) else value

    def _sections(self, text: str, end: int, value: float, factor: float, scale: str) -> tuple[float, int]:
        """Goes on behind a scale: 1亿2000万, 5万4千6百."""
        while not scale.isascii() and (match := self._next_section.match(text, end)):
            unit = self._table.scales[match[2]] if match[2] else 1.0
            amount = float(match[1] or match[3]) * unit
            if amount >= factor:
                break
            value, end = value + amount, match.end()
            factor, scale = unit, match[2] or ""
        return value, end

    def _han(self, match: re.Match[str]) -> Numeral | None:
        surface, table = match["han"], self._table
        start, more, large = match.start(), match["houter"], match["hmore"]
        pair = self._neighbours.fullmatch(surface)
        if pair and (unit := self._pair_unit(pair)):
            scale = table.han_large[large] if more and large else 1.0
            end = match.end() if scale != 1.0 else match.end("han")
            low, high = sorted(table.han_digits[digit] * unit * scale for digit in (pair[1], pair[2]))
            return Numeral(start, end, low, "han", not pair[3], False, False, low, high, match.end("han"))
        value = read_han(surface, table)
        if value is None:
            value = self._round(match)
        if value is None:
            return self._shorter(start, surface)
        scale = 1.0
        end = match.end("han")
        if more:
            scale = table.han_large[large] if large else 1.0
            end = match.end()
        plain = scale == 1.0 and not any(char in table.han_large for char in surface)
        return Numeral(start, end, value * scale, "han", plain, bool(more), False, None, None, match.end("han"))

    def _round(self, match: re.Match[str]) -> float | None:
        """A scale without a digit, where money or things are counted in it: 近百亿美元, 百余处."""
        surface = match["han"]
        at = match.start()
        if surface == "百" and (match.string.endswith("百分之", 0, at) or match.string.startswith("百分百", at)):
            return 100.0
        money = len(surface) == 2 and _ROUND_MONEY.match(match.string, match.end())
        counted = _ROUND_COUNT.match(match.string, match.end())
        firms = counted and counted[0] == "家" and not _BOUND_BEFORE.search(match.string, 0, match.start())
        if not money and not (match["houter"] and surface in _ROUND) and (not counted or firms or len(surface) > 2):
            return None
        before = match.string[match.start() - 1 : match.start()]
        return math.prod(self._table.han_units.get(char, 0.0) for char in surface) if before not in _VAGUE else None

    def _shorter(self, start: int, surface: str) -> Numeral | None:
        """The longest beginning of a surface that reads as a number: 五十 of 五十千, 二 of 二两."""
        for length in range(len(surface) - 1, 0, -1):
            value = read_han(surface[:length], self._table)
            if value is not None:
                plain = not any(char in self._table.han_large for char in surface[:length])
                end = start + length
                return Numeral(start, end, value, "han", plain, False, False, None, None, end)
        return None

    def _pair_unit(self, pair: re.Match[str]) -> float:
        """What two neighbouring digits count (两三百 → 100), 0 where they are none."""
        one, two = self._table.han_digits[pair[1]], self._table.han_digits[pair[2]]
        if pair[0] == "三两":
            return 1.0
        if not one or not (two == one + 1 or ((one, two) == (3, 5) and pair[3])):
            return 0.0
        unit = 1.0
        for char in pair[3]:
            unit *= self._table.han_units[char]
        return unit


def _is_free(word: Numeral, found: list[Numeral], ends: list[int]) -> bool:
    """Whether no symbol numeral overlaps a word (the million of 21 million)."""
    index = bisect.bisect_right(ends, word.start)
    return index == len(found) or found[index].start >= word.end


def _loose_value(surface: str, factor: float) -> float | None:
    """1 234 567, 12,34,567.89, 1.111,11, 3/5, 2.5e-3."""
    compact = surface.replace(" ", "")
    if compact in _VULGAR:
        return _VULGAR[compact] * factor
    if "/" in compact:
        above, _, below = compact.partition("/")
        return float(above) / float(below) * factor if float(below) else None
    if re.fullmatch(r"\d{1,3}(?:\.\d{3})+,\d{1,2}|\d{1,3},\d{1,2}", compact):
        compact = compact.replace(".", "").replace(",", ".")
    return float(f"{float(compact.replace(',', '')) * factor:.15g}")


def _arabic_pattern(table: NumeralTable, *, loose: bool) -> str:
    scales = sorted((s for s in table.scales if not s.isascii()), key=len, reverse=True)
    han = "|".join(s + _no_unit(s[-1]) for s in scales)
    latin = sorted((s for s in table.scales if s.isascii()), key=len, reverse=True)
    long_scales = "|".join(s for s in latin if len(s) > 2)
    short_scales = "|".join(s for s in latin if len(s) <= 2)
    grouped = r"\d{1,3}(?:,\d{3}){1,12}(?!\d)|\d{1,2}(?:,\d{2}){1,5},\d{3}(?!\d)"
    decimals = rf"(?:\.\d{{1,{_DIGITS}}})?"
    if loose:
        fraction = r"\d{1,6} ?/ ?\d{1,6}(?![\d/])"
        spaced = rf"\d{{1,3}}(?: \d{{3}}){{1,6}}(?![\d]){decimals}"
        european = r"\d{1,3}(?:\.\d{3}){1,4},\d{1,2}(?!\d)|\d{1,3},\d{1,2}(?![\d,])"
        vulgar = f"[{''.join(_VULGAR)}]"
        number = (
            rf"{vulgar}|{fraction}|{spaced}|{european}|(?:{grouped}|\d{{1,{_DIGITS}}}){decimals}(?:e-?\d{{1,2}}(?!\d))?"
        )
    else:
        number = rf"(?:{grouped}|\d{{1,{_DIGITS}}}){decimals}"
    return (
        rf"(?P<arabic>{number}|(?<![\d.])\.\d{{1,12}}(?!\d))(?P<inner>\+(?=\s?(?:{long_scales})(?![a-z]))|(?:\s?[多余几](?=[十百千万亿]))?|[多余来几]?)"
        rf"(?P<scale>\s?(?:{han})|[\s-]?(?:{long_scales})(?![a-z])|{r' ?' if loose else ''}(?:{short_scales})(?![a-z0-9]))?"
        rf"(?P<outer>(?: (?=[多余][个家名台枚座处]))?[多余来](?!自|源|说|额)|\+(?!\s?[$€£¥]))?"
    )


def _no_unit(char: str) -> str:
    return f"(?![{_PREFIXES[char]}])" if char in _PREFIXES else ""


def _han_pattern(table: NumeralTable) -> str:
    digits = "".join(table.han_digits)
    free = digits + "".join(unit for unit in table.han_units if unit not in _PREFIXES)
    sign = "|".join([f"[{free}]", *(unit + _no_unit(unit) for unit in table.han_units if unit in _PREFIXES)])
    return (
        rf"(?P<han>(?:{sign})(?:{sign}|点(?=[{digits}])){{0,30}})"
        rf"(?P<houter>[多余来](?!自|源|说|额)|(?<=[十百千拾佰仟])几)?(?P<hmore>[万亿])?"
    )


def _word_pattern(table: NumeralTable, *, loose: bool) -> str:
    units = "|".join(sorted(table.word_units, key=len, reverse=True))
    scales = "|".join(f"{s}s?" if len(s) > 3 else s for s in sorted(table.word_scales, key=len, reverse=True))
    fractions = "|".join(sorted(table.word_fractions, key=len, reverse=True))
    word = rf"(?:{units}|{scales})"
    first = rf"(?:{units}|{'|'.join(table.word_scales)})"
    digit = rf"(?:{units}|oh?)"
    decimals = rf"point {digit}(?: {digit}){{0,12}}(?: (?:{scales})){{0,2}}"
    starts = "".join(sorted({w[0] for w in (*table.word_units, *table.word_scales, *table.word_fractions)} | {"a"}))
    leading = rf"|{decimals}" if loose else ""
    if loose:
        starts += "p"
    joint = "-| - | and | " if loose else "-| and | {1,2}"
    border = "(?:(?![a-z])|(?=fold(?![a-z])))"
    chain = rf"(?:(?:{joint}){word}{border}){{0,40}}"
    prefix = rf"(?:(?:{fractions})(?: of)?(?: a)?|an?) (?=(?:{scales})(?![a-z]))"
    return rf"(?<![a-z0-9-])(?=[{starts}])(?:(?:{prefix})?{first}{border}{chain}(?: {decimals}| and a half)?{leading}){border}"
