"""Whether two quantities can be one: rounding, bounds, ranges and currencies."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from nlp.graph.claims import Amount

EXACT, SLOPPY, LOOSE = 0.005, 0.015, 0.1
_OPEN_END = 0.35
_BITS_PER_DIGIT = 3.3  # log2 10: what one more digit in common tells
_MOST_BITS = 13.0
_ALIKE = frozenset({"machine", "item"})  # a number of machines whose measure word is left out


@dataclass(frozen=True, slots=True)
class Comparison:
    """How two quantities stand to each other.

    Attributes:
        verdict: ``agree``, ``near`` (a conflict), ``far``, or ``none`` where they cannot be compared.
        bits: how much it tells that they agree; a round number tells little.
    """

    verdict: str
    bits: float = 0.0


_NONE, _NEAR, _FAR = Comparison("none"), Comparison("near"), Comparison("far")


@lru_cache(maxsize=65536)
def digits(value: float) -> int:
    """How many digits of a number are meant.

    >>> digits(17352), digits(17000), digits(41.2e6), digits(0.8)
    (5, 2, 3, 1)
    """
    mantissa = f"{abs(value):.11e}".partition("e")[0].replace(".", "").rstrip("0")
    return max(1, len(mantissa))


def spread(amount: Amount) -> tuple[float, float] | None:
    """The least and the greatest number that can be meant; None where there is no number.

    >>> spread(Amount("count", 7000.0, "machine", "approx"))
    (6500.0, 7500.0)
    >>> spread(Amount("count", 17352.0, "machine"))
    (17265.24, 17438.76)
    """
    if amount.value is None:
        ends = [end for end in (amount.minimum, amount.maximum) if end is not None and math.isfinite(end)]
        return (min(ends) * (1 - EXACT), max(ends) * (1 + EXACT)) if ends else None
    value = amount.value
    if not math.isfinite(value):
        return None
    # 0 has no magnitude of its own
    unit = 10.0 ** (math.floor(math.log10(abs(value))) - digits(value) + 1) if value else 0.0
    size = abs(value)
    tight = max(size * EXACT, min(unit / 2, size * SLOPPY))
    loose = max(size * EXACT, min(unit / 2, size * LOOSE))
    far = max(loose, min(unit, size * _OPEN_END))
    if amount.bound == "approx":
        return value - loose, value + loose
    if amount.bound in ("at_least", "more_than"):
        return value - tight, value + far
    if amount.bound in ("at_most", "less_than"):
        return value - far, value + tight
    return value - tight, value + tight


def compare_amounts(
    one: Amount, other: Amount, *, currencies: Mapping[str, tuple[float, float]], conflict: float
) -> Comparison:
    """How two quantities of one role stand to each other.

    >>> options = {"currencies": {"USD": (1, 1), "CNY": (6, 7.4)}, "conflict": 0.15}
    >>> compare_amounts(Amount("money", 3.26e7, "USD"), Amount("money", 2.31e8, "CNY"), **options).verdict
    'agree'
    >>> compare_amounts(Amount("count", 17352, "machine"), Amount("count", 17000, "machine"), **options).verdict
    'near'
    """
    if one.kind != other.kind:
        return _NONE
    a, b = spread(one), spread(other)
    if a is None or b is None:
        return _NONE
    foreign = one.unit != other.unit and not (one.unit in _ALIKE and other.unit in _ALIKE)
    if foreign:
        if one.kind != "money":
            return _FAR if one.kind == "crypto" else _NONE
        bands = currencies.get(one.unit or ""), currencies.get(other.unit or "")
        if bands[0] is None or bands[1] is None:
            return _NONE
        a = a[0] / bands[0][1], a[1] / bands[0][0]
        b = b[0] / bands[1][1], b[1] / bands[1][0]
    if a[0] <= b[1] and b[0] <= a[1]:
        return Comparison("agree", 2.0 if foreign else _bits(one, other))
    gap = max(a[0] - b[1], b[0] - a[1])
    return _NEAR if gap <= conflict * max(abs(a[1]), abs(b[1])) else _FAR


def _bits(one: Amount, other: Amount) -> float:
    if one.value is None or other.value is None:
        return 2.0
    fewest = min(digits(one.value), digits(other.value))
    return min(_MOST_BITS, 1 + _BITS_PER_DIGIT * (fewest - 1))


def compare_all(
    one: Iterable[Amount], other: Iterable[Amount], *, currencies: Mapping[str, tuple[float, float]], conflict: float
) -> Comparison:
    """How the quantities of a role stand to each other where a telling gives several: the best of them."""
    others = tuple(other)
    found = [compare_amounts(a, b, currencies=currencies, conflict=conflict) for a in one for b in others]
    order = {"agree": 3, "near": 2, "far": 1, "none": 0}
    return max(found, key=lambda c: (order[c.verdict], c.bits), default=_NONE)
