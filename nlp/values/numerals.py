"""Numerals to numbers: Arabic, Chinese lower and formal, mixed, English words, scales."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from nlp.resources.values import NumeralTable

_MAX_DIGITS = 40


@dataclass(frozen=True, slots=True)
class Numeral:
    """A numeral in a text.

    `form` is arabic, han or word; `plain` tells that no scale word follows; `approximate` that 多
    or 余 stands inside it; `low` and `high` are set for 两三百.
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
    """Finds and reads numerals with the tables of one patterns folder."""

    def __init__(self, table: NumeralTable) -> None:
        self._table = table
        han_scales = sorted((s for s in table.scales if not s.isascii()), key=len, reverse=True)
        latin = sorted((s for s in table.scales if s.isascii()), key=len, reverse=True)
        long_scales = "|".join(s for s in latin if len(s) > 2)
        short_scales = "|".join(s for s in latin if len(s) <= 2)
        han = "".join((*table.han_digits, *table.han_small, *table.han_large))
        units = "|".join(sorted(table.word_units, key=len, reverse=True))
        scales = "|".join(sorted(table.word_scales, key=len, reverse=True))
        word = f"(?:{units}|{scales})"
        self._pattern = re.compile(
            rf"(?P<arabic>(?:\d{{1,3}}(?:,\d{{3}}){{1,12}}(?!\d)|\d{{1,{_MAX_DIGITS}}})(?:\.\d{{1,{_MAX_DIGITS}}})?|(?<![\d.])\.\d{{1,12}}(?!\d))"
            rf"(?P<inner>[多余来几]?)"
            rf"(?:(?P<hscale>\s?(?:{'|'.join(han_scales)}))|(?P<lscale>[\s-]?(?:{long_scales})(?![a-z])|(?:{short_scales})(?![a-z0-9])))?"
            rf"(?P<outer>[多余来]|\+)?"
            rf"|(?P<han>[{han}](?:[{han}]|点(?=[{''.join(table.han_digits)}])){{0,30}})(?P<houter>[多余来]|几(?=[万亿]))?(?P<hmore>[万亿])?"
            rf"|(?<![a-z0-9-])(?P<word>(?:(?:a|half a) (?={scales}))?{word}(?:(?:[\s-]| and ){word}){{0,12}})(?![a-z])",
            re.IGNORECASE,
        )

    def find(self, text: str) -> Iterator[Numeral]:
        """The numerals of a folded text, in order."""
        for match in self._pattern.finditer(text):
            numeral = self._read(match, text)
            if numeral is not None:
                yield numeral

    def parse(self, text: str) -> float | None:
        """The number that the whole of `text` writes, or None.

        >>> from nlp.resources.files import patterns_folder
        >>> from nlp.resources.values import load_values
        >>> reader = NumeralReader(load_values(patterns_folder()).numerals)
        >>> [reader.parse(t) for t in ("1.49万", "三千二百", "two hundred and fifty thousand", "1.2bn")]
        [14900.0, 3200.0, 250000.0, 1200000000.0]
        """
        match = self._pattern.fullmatch(text.strip())
        numeral = self._read(match, text.strip()) if match else None
        return numeral.value if numeral else None

    def _read(self, match: re.Match[str], text: str) -> Numeral | None:
        if match["arabic"] is not None:
            return self._arabic(match)
        if match["han"] is not None:
            return self._han(match)
        return self._word(match)

    def _arabic(self, match: re.Match[str]) -> Numeral | None:
        digits = match["arabic"].replace(",", "")
        if len(digits) > _MAX_DIGITS * 2:
            return None
        value = float(digits)
        scale = (match["hscale"] or match["lscale"] or "").strip(" -").lower()
        if scale:
            value = _scaled(digits, self._table.scales[scale])
        inner = match["inner"]
        if inner and not scale and inner in "来几":
            return None
        return Numeral(
            match.start(), match.end(), value, "arabic",
            plain=not scale, approximate=bool(inner or (match["outer"] and match["outer"] != "+")),
            open=match["outer"] == "+", digits_end=match.end("arabic"),
        )  # fmt: skip

    def _han(self, match: re.Match[str]) -> Numeral | None:
        surface = match["han"]
        table = self._table
        pair = re.fullmatch(rf"([{''.join(table.han_digits)}])([{''.join(table.han_digits)}])([十百千万亿]+)", surface)
        scale_more = table.han_large[match["hmore"]] if match["hmore"] else 1.0
        if match["hmore"] and not match["houter"]:
            scale_more = 1.0
        if pair and table.han_digits[pair[2]] == table.han_digits[pair[1]] + 1:
            unit = 1.0
            for char in pair[3]:
                unit *= table.han_small.get(char) or table.han_large[char]
            low, high = table.han_digits[pair[1]] * unit, table.han_digits[pair[2]] * unit
            return Numeral(
                match.start(),
                match.end(),
                low,
                "han",
                plain=False,
                low=low * scale_more,
                high=high * scale_more,
                digits_end=match.end("han"),
            )
        value = read_han(surface, table)
        if value is None:
            return None
        end = match.end() if (match["houter"] or not match["hmore"]) else match.end("han")
        return Numeral(
            match.start(), end, value * scale_more, "han",
            plain=not any(c in table.han_large for c in surface) and scale_more == 1.0,
            approximate=bool(match["houter"]), digits_end=match.end("han"),
        )  # fmt: skip

    def _word(self, match: re.Match[str]) -> Numeral | None:
        value = read_words(match["word"].lower(), self._table)
        if value is None:
            return None
        return Numeral(match.start(), match.end(), value, "word", plain=value < 100, digits_end=match.end())


def _scaled(digits: str, scale: float) -> float:
    """Digits x scale, free of binary noise: 1.49 x 10000 is 14900."""
    value = float(digits) * scale
    rounded = round(value)
    return float(rounded) if abs(value - rounded) < 1e-6 * max(1.0, abs(value)) and scale > 1 else value


def read_han(surface: str, table: NumeralTable) -> float | None:
    """The value of a Chinese numeral, None where it is none (万千, 千千).

    Positional digits (二〇二一) are read as such; 一亿三千万 by sections.
    """
    if "点" in surface:
        whole, _, rest = surface.partition("点")
        base = read_han(whole, table) if whole else 0.0
        cut = next((i for i, c in enumerate(rest) if c not in table.han_digits), len(rest))
        if base is None or not cut:
            return None
        value = base + float("0." + "".join(str(table.han_digits[c]) for c in rest[:cut]))
        for char in rest[cut:]:
            factor = table.han_small.get(char) or table.han_large.get(char)
            if factor is None:
                return None
            value *= factor
        return value
    if all(c in table.han_digits for c in surface):
        if len(surface) == 1:
            return float(table.han_digits[surface])
        return float("".join(str(table.han_digits[c]) for c in surface)) if len(surface) <= 12 else None
    total = section = 0.0
    digit: float | None = None
    seen = False
    last = 1e99
    for char in surface:
        if char in table.han_digits:
            if digit not in (None, 0):
                return None
            digit = float(table.han_digits[char])
        elif char in table.han_small:
            unit = float(table.han_small[char])
            if unit in (20.0, 30.0):
                section += unit
                digit, last = None, 10.0
                continue
            if digit is None and (unit != 10.0 or section) and not (unit == 10.0 and not section):
                return None
            section += (1.0 if digit is None else digit) * unit
            digit, seen, last = None, True, unit
        else:
            unit = table.han_large[char]
            section += digit or 0.0
            if section == 0.0 and not total:
                return None
            if total and unit > 1e4 and section == 0.0:
                total *= unit
            elif unit == 1e8 and total:
                total = (total + section) * unit
            else:
                total += section * unit
            section, digit, seen, last = 0.0, None, True, unit
    if digit is not None and digit:
        # 三百五 is 350, 一万二 is 12000; after 零 the digit is what it says
        implied = last / 10 if seen and last > 10 and last < 1e99 and surface[-2] not in "零〇" else 1.0
        section += digit * implied
    return total + section


def read_words(surface: str, table: NumeralTable) -> float | None:
    """The value of English number words, None where they are none (two five)."""
    total: float = 0.0
    current: float = 0.0
    have = False
    previous = ""
    half = surface.startswith("half a ")
    for part in re.split(r"[\s-]+", surface.removeprefix("half a ").removeprefix("a ")):
        if part == "and":
            continue
        if part in table.word_units:
            value = table.word_units[part]
            if previous == "unit" and not (current % 100 >= 20 and current % 10 == 0 and 0 < value < 10):
                return None
            current += value
            previous, have = "unit", True
        else:
            scale = table.word_scales[part]
            if scale in (100.0, 12.0):
                current = (current if have else 1.0) * scale
            else:
                total += (current if have else 1.0) * scale
                current = 0.0
            previous, have = "scale", have or scale in (100.0, 12.0)
            if scale > 100:
                have = False
    amount = total + current
    return amount / 2 if half else amount
