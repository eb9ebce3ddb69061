"""A quantity in the making, and how a numeral and a unit make one."""

from __future__ import annotations

from typing import NamedTuple

from nlp.records import Measure
from nlp.values.numerals import Numeral


class Quantity(NamedTuple):
    """A measure with its span; `factor` is what one of the written unit is in the base unit."""

    start: int
    end: int
    measure: Measure
    factor: float = 1.0
    rule: str = ""


def clean(value: float) -> float:
    """The value without binary noise of a multiplication (1.1 x 3 is 3.3)."""
    return float(f"{value:.12g}")


def measure_of(numeral: Numeral, kind: str, unit: str, factor: float = 1.0) -> Measure:
    """The measure of a numeral in a unit: a range for 两三百, approximate for 30多, open for 600+."""
    if numeral.low is not None and numeral.high is not None:
        return Measure(kind, None, unit, "exact", clean(numeral.low * factor), clean(numeral.high * factor))
    bound = "approx" if numeral.approximate else "at_least" if numeral.open else "exact"
    return Measure(kind, clean(numeral.value * factor), unit, bound)


def quantity_of(
    numeral: Numeral, start: int, end: int, kind: str, unit: str, *, factor: float = 1.0, rule: str = ""
) -> Quantity:
    """The quantity of a numeral in a unit, with its span."""
    return Quantity(start, end, measure_of(numeral, kind, unit, factor), factor, rule or kind)


def with_bound(measure: Measure, bound: str) -> Measure:
    """The same measure with another bound."""
    return Measure(measure.kind, measure.value, measure.unit, bound, measure.minimum, measure.maximum)


def skip_space(text: str, at: int) -> int:
    """`at`, or the place behind it where a space stands there."""
    return at + 1 if text[at : at + 1] == " " else at


def back_space(text: str, at: int) -> int:
    """`at`, or the place before it where a space stands there."""
    return at - 1 if at and text[at - 1] == " " else at
