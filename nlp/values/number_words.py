"""Chinese and English number words to numbers.

`read_han` and `read_words` read a whole surface or refuse it; finding numerals in a text is the
business of `numerals`.
"""

from __future__ import annotations

from nlp.resources.values import NumeralTable
from nlp.text.lazy import lazy_pattern

_SPLIT = lazy_pattern(r"[\s-]+")
_POSITIONAL = 12


def read_han(surface: str, table: NumeralTable) -> float | None:
    """The value of a Chinese numeral, None where it is none (万千, 千千).

    Positional digits (二〇二一) are read as such; 一亿三千万 by sections; 三百五 is 350.
    """
    if "点" in surface:
        return _han_decimal(surface, table)
    digits = table.han_digits
    if all(char in digits for char in surface):
        if len(surface) == 1:
            return float(digits[surface])
        if len(surface) > _POSITIONAL or "两" in surface or "俩" in surface:
            return None
        return float("".join(str(digits[char]) for char in surface))
    return _han_sections(surface, table)


def _han_decimal(surface: str, table: NumeralTable) -> float | None:
    """三点五万, 零点二."""
    whole, _, rest = surface.partition("点")
    base = read_han(whole, table) if whole else 0.0
    cut = next((i for i, char in enumerate(rest) if char not in table.han_digits), len(rest))
    if base is None or not cut:
        return None
    value = float(f"{base:.0f}." + "".join(str(table.han_digits[char]) for char in rest[:cut]))
    for char in rest[cut:]:
        factor = table.han_small.get(char) or table.han_large.get(char)
        if factor is None:
            return None
        value *= factor
    return float(f"{value:.15g}")


def _han_sections(surface: str, table: NumeralTable) -> float | None:
    """Digits with units: 三千二百, 一亿三千万, 四万万, 一万二."""
    total = section = 0.0
    digit: float | None = None
    last = 0.0
    for at, char in enumerate(surface):
        if char in table.han_digits:
            alone = char in "两俩" and surface[at + 1 : at + 2] not in table.han_units
            if digit or (alone and len(surface) > 1):
                return None
            digit = float(table.han_digits[char])
        elif char in table.han_small:
            unit = float(table.han_small[char])
            if unit in (20.0, 30.0):
                section, digit, last = section + unit, None, 10.0
                continue
            if not digit and (unit != 10.0 or section % 100):
                return None
            section += (digit or 1.0) * unit
            digit, last = None, unit
        else:
            unit = table.han_large[char]
            section += digit or 0.0
            lower = total % unit
            if not section and not total:
                return None
            total = total - lower + (lower + section) * unit if section or lower else total * unit
            section, digit, last = 0.0, None, unit
    if digit:
        # 三百五 is 350, 一万二 is 12000; after 零 the digit is what it says
        section += digit * (last / 10 if last > 10 and surface[-2] not in "零〇" else 1.0)
    return total + section


def read_words(surface: str, table: NumeralTable) -> float | None:
    """The value of English number words in lower case, None where they are none (two five).

    A fraction before a scale (half a million), decimals (one point five billion) and
    a half at the end (two and a half) are read too.
    """
    part = next((name for name in table.word_fractions if surface.startswith(name + " ")), "")
    if part:
        rest = surface[len(part) :].removeprefix(" of").removeprefix(" a").strip()
        value = read_words(rest, table)
        return None if value is None else value * table.word_fractions[part]
    if surface.endswith(" and a half"):
        value = read_words(surface.removesuffix(" and a half"), table)
        return None if value is None else value + 0.5
    whole, point, decimals = surface.partition(" point ")
    if not point and surface.startswith("point "):
        whole, point, decimals = "", "point", surface.removeprefix("point ")
    if not point:
        return _whole_words(surface, table)
    base = _whole_words(whole, table) if whole else 0.0
    return None if base is None else _decimal_words(base, decimals, table)


def _decimal_words(base: float, surface: str, table: NumeralTable) -> float | None:
    """Words after the point: five eight thousand."""
    digits, factor = "", 1.0
    for part in _SPLIT.split(surface):
        if part in table.word_scales or part.removesuffix("s") in table.word_scales:
            factor *= table.word_scales.get(part) or table.word_scales[part.removesuffix("s")]
        elif part in ("o", "oh"):
            digits += "0"
        elif factor != 1.0 or part not in table.word_units:
            return None
        else:
            digits += str(table.word_units[part])
    if not digits or base != int(base):
        return None
    return float(f"{float(f'{base:.0f}.{digits}') * factor:.15g}")


def _whole_words(surface: str, table: NumeralTable) -> float | None:
    total = current = 0.0
    have, unit_before = False, False
    for part in _SPLIT.split(surface.removeprefix("a ").removeprefix("an ").replace(",", " ")):
        if part == "and":
            continue
        if part in table.word_units:
            value = table.word_units[part]
            if unit_before and not (current % 100 >= 20 and current % 10 == 0 and 0 < value < 10):
                return None
            current += value
            unit_before = have = True
            continue
        scale = table.word_scales.get(part) or table.word_scales.get(part.removesuffix("s"))
        if scale is None:
            return None
        unit_before = False
        if scale in (100.0, 12.0):
            current, have = (current if have else 1.0) * scale, True
        elif not have and total and total < scale:
            # three thousand millions
            total *= scale
        else:
            # crores over lakhs over thousands: a larger scale takes what stands before it
            total, current = total + (current if have else 1.0) * scale, 0.0
            have = False
    return total + current
