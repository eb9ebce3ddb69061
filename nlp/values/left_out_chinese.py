"""Chinese numbers whose unit is left out: 产出612枚，上季为540; 从12.9增至14.2 EH/s; 毛利640万 in a call about dollars.

Read when all quantities of a text are known.
"""

from __future__ import annotations

import bisect
from collections.abc import Callable, Sequence
from dataclasses import replace

from nlp.records import Measure
from nlp.resources.values import ContextTable
from nlp.text.lazy import lazy_pattern
from nlp.values.homonyms import YuanReader
from nlp.values.numerals import Numeral
from nlp.values.quantity import Quantity, quantity_of

Bounded = Callable[[str, Quantity], Quantity]

_NEAR, _NEAR_MONEY = 60, 120
_ENDING = lazy_pattern(r"[。;!?\n]")
_END = lazy_pattern(r"\s?(?:[,。;、)!?]|$|\n|以[上下]|左右|的|个?[增升降减涨跌拉跳掉翻扩缩]|同比|环比|相比)")
_END_OF_ZERO = lazy_pattern(r"(?![\d.]|\s?[枚个%万亿年月日倍台])")
_SCALES = "万亿"
# between the sums of a list or a change whose currency comes at its end
_TO_NEXT_SUM = lazy_pattern(
    r"(?:[、和及与,为了约近的至到升降增提减跌扩缩攀回长加高低少落上下涨]|\d{4}年|\d\d?月份?|第?[一二三四]季度|[\d.,]{1,8}[万亿])+"
)
_RISE = lazy_pattern(
    r"\s?(?:枚|个|台)?(?:一路|大幅|逐步|进一步|再)?"
    r"(?:[增升涨提降减跌扩缩调滑攀翻][加长升降高至到低减少幅大跌涨滑落为]{0,2}|下降|上升|下跌|上涨|下滑|上调|下调|变为|变成)[至到为]?了?约?\s?"
)
_TO_PRICE = lazy_pattern(
    r"[^,。;\d\n]{0,6}?(?:到|至|为)了?约?(?:每?[^,。;\d\n]{0,3}的)?\s?|,?(?:一年前|去年同期|上月|上季|此前|年初)[^,。;\d\n]{0,4}(?:是|为|有)\s?"
)
_PRICE_RATIO = 6
_ZERO = lazy_pattern(r"[降跌减落归清缩变][低少零]?(?:至|到|为|成)(?:了)?\s?(零|0)(?![\d.,点%个枚])")
_PEOPLE = lazy_pattern(
    r"(?:人数|人口|用户|会员|粉丝|用户数|用户量|曝光量?|播放量?|阅读量?|浏览量?|下载量?|访问量?|调用量?|客流量?|人流量?|(?:个人|公民|居民|矿工)有)"
    r"(?:已|约|近|超|超过|突破|达到?|为|至|有|高达|不到|不足|不过|只有|仅有?|逾){0,3}\s?$"
)
_EARNED = lazy_pattern(
    r"(?:[能可要得只才仅就再又还共只]?[挣赚花付收卖拿赔亏投贷借]|[能可会将]?[到达]|涨到|跌到|值|给|出|报|砍到|加到)(?:了|出|回|到|近|约|超过|超)?\s?$"
    # 毛利从[2,800万]跳到4,080万
    r"|(?:收入|营收|毛利润?|利润|亏损|ebitda|现金)[^,。;\d]{0,4}(?:从|由)[^,。;\d]{0,7}\s?-?$"
)
# 托管矿机:27,800
_ROW_OF_MACHINES = lazy_pattern(r"(?:^|\n|[|;])[^\n|;:]{0,8}(?:矿机|机器|机台)(?:数量?|总数|规模)?:\s?$")
# a row's name and a colon
_CELL = lazy_pattern(r"[\u4e00-\u9fffA-Za-z] ?: ?$")
_LEVEL = lazy_pattern(
    r"(?:[收开]盘价|币收盘|最[高低]价|(?:阻力|支撑|压力|止损|止盈|目标)位)[:为是在报于看至到]{0,2}\s?$"
)
_LEVEL_END = lazy_pattern(r"\s?(?:[,;。、)!\n]|$|附近|一线|和\d)")
_OF_COIN = lazy_pattern("比特币|以太|莱特币|瑞波币|狗狗币|btc|eth|加密货币|数字货币|币价")
_MEASURED = frozenset(("crypto", "hashrate", "power", "energy", "efficiency", "count", "percent"))
_SKIPPED = frozenset(("percent", "multiple", "unit_price", "money"))
_SPOKEN = frozenset(("money.amount", "money.amount.range"))


class ChineseLeftOutReader:
    """Reads numbers without a unit with the table of one language."""

    def __init__(self, context: ContextTable) -> None:
        table = context.left_out
        self._before = lazy_pattern(rf"(?:{'|'.join(table['before'])})[^,。;:!?\d]{{0,6}}$")
        self._yuan = YuanReader(table)
        self._held = lazy_pattern(rf"(?:{'|'.join(table['held'])})(?:{'|'.join(table['links'])}){{0,3}}\s?$")
        self._index = lazy_pattern(rf"(?:{'|'.join(table['index'])})(?:{'|'.join(table['links'])}){{0,3}}\s?$")

    def read(
        self, text: str, found: Sequence[Quantity], numerals: Sequence[Numeral], bounded: Bounded
    ) -> list[Quantity]:
        """The quantities found, and those whose unit is left out, in order."""
        made, index = _as_prices(text, _in_currency(text, self._yuan.told(text, found))), 0
        for numeral in sorted([*numerals, *zeros]) if (zeros := _zeros(text, numerals)) else numerals:
            while index < len(made) and made[index].end <= numeral.start:
                index += 1
            following = made[index] if index < len(made) else None
            if following and following.start < numeral.end:
                continue
            quantity = self._read(text, numeral, made[max(0, index - 4) : index][::-1], following)
            if quantity:
                made.insert(index, bounded(text, quantity))
        return made

    def _read(
        self, text: str, numeral: Numeral, before: Sequence[Quantity], following: Quantity | None
    ) -> Quantity | None:
        if numeral.form == "zero":
            return self._zero(text, numeral, before)
        if numeral.form != "arabic":
            return None
        if following and (made := _from(text, numeral, following) or _in_money_of_list(text, numeral, following)):
            return made
        if made := _with_share(text, numeral, following) or _level(text, numeral, before):
            return made
        if not (_END if numeral.value else _END_OF_ZERO).match(text, numeral.end):
            return None
        head = max(0, numeral.start - 24)
        if _ROW_OF_MACHINES.search(text, head, numeral.start):
            return quantity_of(numeral, numeral.start, numeral.end, "count", "machine", rule="count.row")
        if self._before.search(text, head, numeral.start) and (like := _last(text, numeral, before)):
            return _as(numeral, like, "compared")
        if (
            self._held.search(text, head, numeral.start)
            and "比特币" in text[max(0, numeral.start - 400) : numeral.start]
        ):
            return quantity_of(numeral, numeral.start, numeral.end, "crypto", "BTC", rule="crypto.noun")
        if not numeral.plain and (made := _scaled(text, numeral, before)):
            return made
        if self._index.search(text, head, numeral.start):
            return quantity_of(numeral, numeral.start, numeral.end, "count", "item", rule="count.index")
        return None

    @staticmethod
    def _zero(text: str, numeral: Numeral, before: Sequence[Quantity]) -> Quantity | None:
        """Nothing left of what was told: 份额从75%下降到零."""
        like = before[0] if before else None
        if not like or like.measure.kind not in _MEASURED or numeral.start - like.end > _NEAR:
            return None
        if _ENDING.search(text, like.end, numeral.start):
            return None
        return quantity_of(numeral, numeral.start, numeral.end, like.measure.kind, like.measure.unit or "", rule="zero")


def _zeros(text: str, numerals: Sequence[Numeral]) -> list[Numeral]:
    """The zeros that something fell to."""
    if "零" not in text and not any(not numeral.value for numeral in numerals):
        return []
    spans = [match.span(1) for match in _ZERO.finditer(text)]
    return [Numeral(start, end, 0.0, "zero", digits_end=end) for start, end in spans]


def _from(text: str, numeral: Numeral, following: Quantity) -> Quantity | None:
    """The first of two values of a change: 从12.9增至14.2 EH/s."""
    measure = following.measure
    if following.start - numeral.end > 14 or measure.kind not in _MEASURED or measure.value is None:
        return None
    if text[max(0, numeral.start - 2) : numeral.start].strip()[-1:] not in ("从", "由"):
        return None
    return _as(numeral, following, "list") if _RISE.fullmatch(text, numeral.end, following.start) else None


def _in_money_of_list(text: str, numeral: Numeral, following: Quantity) -> Quantity | None:
    """A sum whose currency comes at the end: 2019年的[0.486亿]、2020年的1.136亿上升至2021年的7.014亿美元."""
    if numeral.plain or following.measure.kind != "money" or following.start - numeral.end > _NEAR:
        return None
    if text[numeral.end - 1] not in _SCALES or not _TO_NEXT_SUM.fullmatch(text, numeral.end, following.start):
        return None
    return _as(numeral, following, "list")


def _with_share(text: str, numeral: Numeral, following: Quantity | None) -> Quantity | None:
    """The figure of a row with its share in brackets: 北岸矿池:759(17.5%)."""
    if not following or following.measure.kind != "percent" or following.start - numeral.end not in (1, 2):
        return None
    if not text.startswith(("(", " ("), numeral.end) or not text.startswith(")", following.end):
        return None
    if not _CELL.search(text, max(0, numeral.start - 12), numeral.start) or numeral.value % 1:
        return None
    return quantity_of(numeral, numeral.start, numeral.end, "count", "item", rule="count.share")


def _level(text: str, numeral: Numeral, before: Sequence[Quantity]) -> Quantity | None:
    """A coin's price among the levels of its chart: 收盘价7278.85, 阻力位:7490,7691.91."""
    start = numeral.start
    if not numeral.plain or not _LEVEL_END.match(text, numeral.end):
        return None
    like = before[0] if before else None
    listed = like is not None and like.rule == "money.level" and text[like.end : start].strip() in (",", "、", "和")
    if not listed and not _LEVEL.search(text, max(0, start - 12), start):
        return None
    if not _OF_COIN.search(text, max(0, start - 400), start):
        return None
    return quantity_of(numeral, start, numeral.end, "money", "USD", rule="money.level")


def _last(text: str, numeral: Numeral, before: Sequence[Quantity]) -> Quantity | None:
    """The quantity of the sentence that a number is compared with."""
    for quantity in before:
        if numeral.start - quantity.end > _NEAR or _ENDING.search(text, quantity.end, numeral.start):
            return None
        kind = quantity.measure.kind
        if kind == "money" and not numeral.plain:
            return quantity
        if kind not in _SKIPPED:
            return quantity if kind in _MEASURED and (numeral.plain or kind == "count") else None
    return None


def _scaled(text: str, numeral: Numeral, before: Sequence[Quantity]) -> Quantity | None:
    """A number in 万 or 亿 that ends a clause: people and views by the word before it, else money like the last."""
    if _PEOPLE.search(text, max(0, numeral.start - 14), numeral.start):
        return quantity_of(numeral, numeral.start, numeral.end, "count", "item", rule="count.scaled")
    if not _EARNED.search(text, max(0, numeral.start - 18), numeral.start):
        return None
    for quantity in before:
        if numeral.start - quantity.end > _NEAR or _ENDING.search(text, quantity.end, numeral.start):
            return None
        if quantity.measure.kind == "money":
            return _as(numeral, quantity, "scaled")
        if quantity.measure.kind not in _MEASURED:
            return None
    return None


def _as(numeral: Numeral, like: Quantity, rule: str) -> Quantity | None:
    """The number in the unit of a quantity, where the two are not too far apart."""
    measure = like.measure
    value, mine = measure.value or measure.maximum or 0.0, numeral.value * like.factor
    if not value / 60 <= mine <= value * 60:
        return None
    unit, kind = measure.unit or "", measure.kind
    return quantity_of(numeral, numeral.start, numeral.end, kind, unit, factor=like.factor, rule=f"{kind}.{rule}")


def _in_currency(text: str, found: Sequence[Quantity]) -> list[Quantity]:
    """The quantities, with money that names no currency in the one named last, where none of the text is in yuan."""
    if not any(quantity.rule in _SPOKEN for quantity in found):
        return _in_next_currency(text, found)
    named = [(q.start, q.measure.unit) for q in found if q.measure.kind == "money" and q.rule not in _SPOKEN]
    found = [_in_near_currency(text, q, named) if q.rule in _SPOKEN else q for q in found]
    if not named or any(code == "CNY" for _, code in named):
        return _in_next_currency(text, found)
    starts = [start for start, _ in named]
    found = _in_next_currency(text, found)
    return [
        q._replace(measure=_of_currency(q.measure, named[max(0, bisect.bisect_left(starts, q.start) - 1)][1] or "CNY"))
        if q.rule in _SPOKEN
        else q
        for q in found
    ]


def _in_near_currency(text: str, quantity: Quantity, named: Sequence[tuple[int, str | None]]) -> Quantity:
    """A sum that names no currency in the one named last before it, in its paragraph and near by."""
    at = bisect.bisect_left([start for start, _ in named], quantity.start) - 1
    if at < 0 or quantity.start - named[at][0] > _NEAR_MONEY or "\n" in text[named[at][0] : quantity.start]:
        return quantity
    return quantity._replace(measure=_of_currency(quantity.measure, named[at][1] or "CNY"))


def _in_next_currency(text: str, found: Sequence[Quantity]) -> list[Quantity]:
    """The quantities, with sums of a list or change in the currency at its end: [0.35亿]上升至1.2亿美元."""
    made = list(found)
    for at in range(len(made) - 2, -1, -1):
        one, other = made[at], made[at + 1]
        if (
            one.rule in (*_SPOKEN, "money.bare")
            and other.measure.kind == "money"
            and text[one.end - 1] in _SCALES
            and other.start - one.end <= _NEAR
            and _TO_NEXT_SUM.fullmatch(text, one.end, other.start)
        ):
            made[at] = one._replace(measure=_of_currency(one.measure, other.measure.unit or "CNY"), rule="money.list")
    return made


def _as_prices(text: str, found: Sequence[Quantity]) -> list[Quantity]:
    """The quantities, with what a price changed to as a price of the same: 从每T 500元掉到[260元]."""
    made = list(found)
    for at in range(1, len(made)):
        one, other = made[at - 1], made[at]
        unit = one.measure.unit or ""
        if one.measure.kind != "unit_price" or other.measure.kind != "money" or unit[:3] != other.measure.unit:
            continue
        low, high = sorted((one.measure.value or 0.0, other.measure.value or 0.0))
        if _TO_PRICE.fullmatch(text, one.end, other.start) and 0 < high <= low * _PRICE_RATIO:
            made[at] = other._replace(measure=replace(other.measure, kind="unit_price", unit=unit))
    return made


def _of_currency(measure: Measure, code: str) -> Measure:
    return Measure(measure.kind, measure.value, code, measure.bound, measure.minimum, measure.maximum)
