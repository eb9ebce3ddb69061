"""Prices of which only the neighbour, or the matter, tells what they are per: from 1 tenge to 10 tenge per kWh."""

from __future__ import annotations

from collections.abc import Sequence

from nlp.records import Measure
from nlp.text.lazy import lazy_pattern
from nlp.values.quantity import Quantity

_NEAR, _CLOSE = 400, 16
_APART = 100.0
_TO = lazy_pattern(
    r"\s?(?:to|and|or|至|到|[增升涨提降减跌][加长升降高低至到]{0,2}[至到]|,?(?:高于|低于|好于|优于|逊于|不及|差于|而|较)?[^,。;\d]{0,6}(?:去年|上年|上一?季度?|一年前)(?:同期|同季)?的?(?:为|是)?-?)\s?(?:about |roughly |约)?"
)
_CENTS = lazy_pattern(r"(?:cents?|¢|美分)$")
_FOR_POWER = lazy_pattern(r" (?:for|on) (?:electricity|power|energy)(?![a-z])")
_ENERGY = "/kWh"


def priced_alike(text: str, found: Sequence[Quantity]) -> list[Quantity]:
    """The quantities, with money that is a price of something as such."""
    if not any(quantity.measure.kind == "unit_price" for quantity in found) and "cent" not in text:
        return list(found)
    made: list[Quantity] = []
    last: Quantity | None = None
    for index, quantity in enumerate(found):
        if quantity.measure.kind == "money":
            following = found[index + 1] if index + 1 < len(found) else None
            quantity = _as_price(text, quantity, following, last)
        if quantity.measure.kind == "unit_price":
            last = quantity
        made.append(quantity)
    return made


def _as_price(text: str, money: Quantity, following: Quantity | None, last: Quantity | None) -> Quantity:
    """Money as a price, where what follows is one in a change, or where it is cents for power."""
    code, value = money.measure.unit or "", money.measure.value
    per = following.measure.unit or "" if following and following.measure.kind == "unit_price" else ""
    if following and value and per.startswith(f"{code}/") and _TO.fullmatch(text, money.end, following.start):
        other = following.measure.value or following.measure.maximum or 0.0
        return _per(money, per) if other / _APART <= value <= other * _APART else money
    if last and value and (last.measure.unit or "").startswith(f"{code}/") and money.start - last.end < _CLOSE:
        joint = _TO.fullmatch(text, last.end, money.start)
        other = last.measure.value or 0.0
        if joint and other / _APART <= value <= other * _APART:
            return _per(money, last.measure.unit or "")
    if not _CENTS.search(text, max(0, money.end - 6), money.end):
        return money
    priced = last and money.start - last.end < _NEAR and last.measure.unit == code + _ENERGY
    return _per(money, code + _ENERGY) if priced or _FOR_POWER.match(text, money.end) else money


def _per(money: Quantity, unit: str) -> Quantity:
    measure = money.measure
    priced = Measure("unit_price", measure.value, unit, measure.bound, measure.minimum, measure.maximum)
    return money._replace(measure=priced, rule="unit_price.alike")
