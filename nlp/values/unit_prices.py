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
# $33 per terahash from [$106]; $50 per PH/s a day, against [$54]
_WAS = lazy_pattern(
    r"(?:\s(?:per|a|each|and) day)?,?\s(?:(?:down|up)\s)?(?:from|against|versus|vs\.?|compared (?:with|to)|rather than|instead of)\s"
    r"(?:about |nearly |roughly |almost |just |over |more than |some |the )?"
)
_WAS_WITHIN, _WAS_APART = 50, 20.0
_WAS_PER = ("/TH", "/PH", "/EH", "/kWh", "/MWh")
_CENTS = lazy_pattern(r"(?:cents?|¢|美分)$")
_FOR_POWER = lazy_pattern(r" (?:for|on) (?:electricity|power|energy)(?![a-z])")
_ENERGY = "/kWh"
# a kilowatt-hour costs us 3.9 cents, power at $0.07
_POWER_REACH, _DEAREST_HOUR = 90, 0.5
_SMALL_MONEY = lazy_pattern(r"cents?$|^[a-z]{0,2}\$0\.\d")
# power or energy may be the end of a firm's name, so that what it closed at is none: its share
_POWER_BEFORE = lazy_pattern(
    r"(?<![a-z])(?:kilowatt[ -]hours?|kwh|tariffs?)(?![a-z])(?:(?!\.\s)[^;\n]){0,70}$"
    r"|(?<![a-z])(?:electricity|power|energy)(?![a-z])(?:(?!\.\s|(?<![a-z])(?:clos|open|trad|ros|ris|fell|fall|drop|gain|jump|slid|sank|"
    r"pric(?:ed|ing)|offer|unit|rais|issu|hands|target|deal)[a-z]*(?![a-z]))[^;\n%]){0,60}(?<![a-z])"
    r"(?:at|for|of|is|was|costs?(?: (?:us|it|them|clients|him|her))?|costing|pays?|paid|below|above|under|about|around|roughly|nearly|almost|over|only|just)\s$"
)
_PER_SHARE = lazy_pattern(
    r"(?<![a-z])(?:shares?|stock|eps|dividend|loss|profit|earnings|earned|lost|coin|token)(?![a-z])"
)
_OTHERWISE = lazy_pattern(r"[ -](?:a|an|per|on the dollar|more|less|apiece|each|plus)(?![a-z])|/")
# at $17 [apiece], but not $5 million each year
_APIECE = lazy_pattern(
    r"\s(?:apiece|each)(?![a-z])(?!\s(?:day|week|month|quarter|year|winter|summer|season|night|time|way|one|other|of)(?![a-z]))"
)
_APIECE_REACH = 170
_STOP = lazy_pattern(r"[.!?]\s|\n")
# what is counted where no number says it, the last of them first
_THINGS = lazy_pattern(
    r"(?<![a-z])(?:(shares|stock(?! (?:exchange|market|price))|warrants)|(rigs|machines|miners|boxes|units)|"
    r"(bitcoins?|btc|coins)(?! (?:min|etf|firm|compan|fund|trad|hold|invest|exchang|atm|wallet|network|site|mortgage|loan|treasur|bond|price|bull|whale|own)))(?![a-z])"
)
_PRICED_AT = lazy_pattern(
    r"(?<![a-z])(?:at|for|price of|cost(?:s|ing)?|fetch(?:es|ed|ing)?|average of)\s(?:(?:about|around|nearly|roughly|some|over|under|just|only|up to|more than|less than|an average of) ){0,2}$"
)
_OF_THING = {1: "share", 2: "machine", 3: "BTC"}
_COUNTED = frozenset(("share", "machine", "chip"))
# what one costs at most
_DEAREST = {"share": 5_000.0, "machine": 30_000.0, "chip": 60_000.0}
_DEAREST_COIN = 1_000_000.0


def priced_alike(text: str, found: Sequence[Quantity]) -> list[Quantity]:
    """The quantities, with money that is a price of something as such."""
    if (
        not any(quantity.measure.kind == "unit_price" for quantity in found)
        and "cent" not in text
        and "$0." not in text
    ):
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


def priced_apiece(text: str, found: Sequence[Quantity]) -> list[Quantity]:
    """The quantities, with money apiece as the price of what is counted before it: 7.5 million shares at $17 apiece."""
    if "apiece" not in text and " each" not in text:
        return list(found)
    return [_apiece(text, found, index) for index in range(len(found))]


def _apiece(text: str, found: Sequence[Quantity], index: int) -> Quantity:
    money = found[index]
    behind = _APIECE.match(text, money.end) if money.measure.kind == "money" else None
    value = money.measure.value
    if not behind or value is None:
        return money
    low = max(0, money.start - _APIECE_REACH)
    low = max((stop.end() for stop in _STOP.finditer(text, low, money.start)), default=low)
    thing = _counted(text, found, index, low)
    if thing is None or value > _DEAREST.get(thing, _DEAREST_COIN):
        return money
    unit = f"{money.measure.unit}/{thing}"
    priced = Measure("unit_price", value, unit, money.measure.bound)
    return money._replace(end=behind.end(), measure=priced, rule="unit_price.apiece")


def _counted(text: str, found: Sequence[Quantity], index: int, low: int) -> str | None:
    """What was counted last between a place and a quantity: shares, machines, coins; None where it is something else."""
    for at in range(index - 1, -1, -1):
        quantity = found[at]
        if quantity.start < low:
            break
        if quantity.measure.kind == "crypto":
            return quantity.measure.unit
        if quantity.measure.kind == "count" and (quantity.measure.value or 0) > 1:
            return quantity.measure.unit if quantity.measure.unit in _COUNTED else None
    high = found[index].start
    if not _PRICED_AT.search(text, max(low, high - 24), high):
        return None  # both bitcoin firms were fined $30,000 each
    things = list(_THINGS.finditer(text, low, high))
    return _OF_THING[things[-1].lastindex or 1] if things else None


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
    per = (last.measure.unit or "") if last and money.start - last.end < _WAS_WITHIN else ""
    if last and value and per.startswith(f"{code}/") and per.endswith(_WAS_PER):
        other = last.measure.value or 0.0
        if _WAS.fullmatch(text, last.end, money.start) and other / _WAS_APART <= value <= other * _WAS_APART:
            return _per(money, per)
    if _is_for_power(text, money):
        return _per(money, code + _ENERGY)
    if not _CENTS.search(text, max(0, money.end - 6), money.end):
        return money
    priced = last and money.start - last.end < _NEAR and last.measure.unit == code + _ENERGY
    return _per(money, code + _ENERGY) if priced or _FOR_POWER.match(text, money.end) else money


def _is_for_power(text: str, money: Quantity) -> bool:
    """Whether a few cents are the price of power that the sentence speaks of before: a kilowatt-hour costs us 3.9 cents."""
    value = money.measure.value
    if value is None or value > _DEAREST_HOUR or not _SMALL_MONEY.search(text[money.start : money.end]):
        return False
    left = text[max(0, money.start - _POWER_REACH) : money.start]
    return bool(_POWER_BEFORE.search(left)) and not _PER_SHARE.search(left) and not _OTHERWISE.match(text, money.end)


def _per(money: Quantity, unit: str) -> Quantity:
    measure = money.measure
    priced = Measure("unit_price", measure.value, unit, measure.bound, measure.minimum, measure.maximum)
    return money._replace(measure=priced, rule="unit_price.alike")
