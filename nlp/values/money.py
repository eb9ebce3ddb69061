"""Money and unit prices: signs before a number, words behind it, per something around it."""

from __future__ import annotations

from nlp.records import Measure
from nlp.resources.values import ValueTables
from nlp.text.lazy import lazy_pattern
from nlp.values.lexicon import Endings, Lexicon
from nlp.values.numerals import Numeral
from nlp.values.quantity import Quantity, back_space, quantity_of, skip_space, with_bound

_LEVEL = lazy_pattern(r"\s(?:price )?(?:level|zone|resistance|support)s?(?![a-z])")
_SPACED_SCALE = lazy_pattern(r"\s(?:(k)|(mm?)|(bn?))(?![a-z])")
_TRILLION = lazy_pattern(r"\s?t(?![a-z/-])")
# 30 MUSD, 75 USD million
_MILLIONS = lazy_pattern(r"m[a-z]{3}(?![a-z])")
_SCALE_WORD = lazy_pattern(r"\s(million|billion|trillion|mn|bn)(?![a-z])")
_SCALE_WORDS = {"million": 1e6, "billion": 1e9, "trillion": 1e12, "mn": 1e6, "bn": 1e9}
_CLAUSE_END = lazy_pattern(
    r"[,。;!)】]|$|的(?:收益|收入|亏损|利润|现金|贷款|投资|授信|费用|支出)|[好高低多少略才买囤购建盖租]"
)
# behind a sum that is a scale alone: 百亿营收
_ROUND_OF = lazy_pattern(r"营收|收入|估值|市值|融资|投资|订单")
# $300+, but $300+$15 is a sum
# 以4万多的高价: what follows says that it is a price; one of coins is in dollars
_AS_PRICE = lazy_pattern(r"的(?:高|低|天|均|优惠|成本|平均|最终|市场){0,2}(?:价格?|价位|报价|售价|单价)(?!值)")
_AT = lazy_pattern(r"(?:以|按|用|开出|卖出)(?:了|约|近|每台)?$")
_NO_CENT = lazy_pattern(r"[没不未无][^,。;\d]{0,6}$")
_NO_CENT_BEHIND = lazy_pattern(r"[^,。;]{0,3}?[没不未无]")
_LOST = lazy_pattern(r"[跌涨亏赚贵][去了掉回]{1,2}$")
_OF_COINS = lazy_pattern(r"比特币|btc|以太|eth|币价|美元")
_PLUS = lazy_pattern(r"-plus(?![a-z])|\+(?!\s?[$\d])")
_PER = lazy_pattern(
    r"\s?(?:(a) |(?:/|per (?:[a-z0-9]{2,14} (?=shares?(?![a-z])))?|an |each |every |per-|-a-(?=share|coin|machine))\s?|一(?=度|t|台|枚|千瓦时)"
    r"| ?每 ?(?=股|吨|t|度|千瓦时|兆瓦时|枚|台(?!每|日|天)))"
)
# what is counted is neither a coin nor a machine: 单个项目, 每台燃气轮机
_OTHER_THING = lazy_pattern(
    r"[每单]一?(?:个(?:项目|人|月|用户|家庭|账户|地址|节点|会员|客户|公司|企业|季度?|国家|城市|区块|eos|支付宝|损失|投资|超级)"
    r"|台(?:燃|轮机|汽?车|手机|电脑|电视|空调|风机|发电|变压|机器人))"
)
# the same price in another currency between a price and what it is per: $530 ($388) per MW-day
_ASIDE = lazy_pattern(r"\s?\([^()\n]{1,24}\)|\)")
# $41,000 for each bitcoin mined: the sum alone is the price
_FOR_EACH = lazy_pattern(r"\sfor (?:each|every)\s")
_DAILY = lazy_pattern(r"每天|每日|算力")
_SOURCE = lazy_pattern(r"产出|开采|每天|算力(?!的?(?:购置|采购|平均)?(?:成本|价格|单价|售价|造价))")
# words for the money of many countries: what stands before the number says which
_GENERIC = frozenset(("元", "圆", "块", "dollar", "dollars", "pound", "pounds", "peso", "pesos", "rupees"))
# ten Iranian rials
_TENFOLD = frozenset(("托曼", "土曼", "toman", "tomans"))
# "$5 a share", but not "$5 a machine learning …"
_WITH_ARTICLE = frozenset(("share", "BTC", "kWh", "TH", "MWh", "oz", "bbl", "t", "MW", "kW", "PH", "EH", "acre"))
# "$2,100 a machine", but not "bought for $40 million a miner in Ohio"
_DEAREST_MACHINE = 30_000


class MoneyReader:
    """Reads money around a numeral with the tables of one patterns folder."""

    def __init__(self, tables: ValueTables) -> None:
        rows = tables.currencies.items()
        self._after = Lexicon([(word, code) for code, row in rows for word in row.get("after", ())])
        self._cents = Lexicon([(word, code) for code, row in rows for word in row.get("cents", ())])
        self._tenths = Lexicon([(word, code) for code, row in rows for word in row.get("tenths", ())])
        self._before = Endings([(word, code) for code, row in rows for word in row.get("before", ())])
        self._names = Endings([(word, code) for code, row in rows for word in row.get("names", ())])
        self._per = Lexicon([(word, unit) for unit, words in tables.prices.items() for word in words])
        self._per_units = list(tables.prices)
        per = "|".join(f"((?:{'|'.join(words)})(?![a-z]))" for words in tables.prices.values())
        making = "(?:生产|产出|开采|挖出?)?"
        self._per_english = lazy_pattern(
            rf"per (?:{per})(?:\s(?:sold|mined|produced))?(?:\s\|\s|:\s|\s)(?:of|at|was|is|to|averaged)?\s?(?:just|only|around|about|approximately|roughly|nearly|over)?\s?~?$"
        )
        self._per_before = lazy_pattern(
            rf"(?:每(?:卡|张卡|gpu)\s?)?(?:(?:每|单|per )一?|(?<![十百千万第\d])一(?=度电))\s?(?:{per})\s?(?:每[日天]|的)?(?:价格)?(?:约|为|约为|仅)?\s?$"
        )
        self._per_context = lazy_pattern(
            rf"(?:(?:每|单){making}一?|(?<![十百千万第\d])一(?=度电))\s?(?:{per})[^,。;:!?\d]{{0,14}}$"
        )
        price = tables.contexts["zh"].price
        self._price_words = Endings([(word, "") for word in price.get("words", ())])
        self._price_fillers = tuple(price.get("fillers", ()))
        self._amount_before = lazy_pattern(
            rf"(?:{'|'.join(tables.contexts['zh'].amounts)})[^,。;:!?、\d]{{0,6}}(?:\d[\d,.]{{0,8}}[万亿]?[到至~-])?$"
        )
        self._price_near = tuple(price.get("near", ()))

    def before(self, text: str, start: int) -> tuple[str, int] | None:
        """The currency of a sign or code right before `start`, and where it begins."""
        found = self._before.match(text, start)
        if not found and start and text[start - 1] == " ":
            found = self._before.match(text, start - 1)
        if not found and text[start - 1 : start] == "(" and text[start - 2 : start - 1] == "$":
            found = self._before.match(text, start - 1)  # a loss as accounts write it: $(10.4) million
        if found and found[1] and "a" <= text[found[1] - 1] <= "z":
            return None
        return found

    def read_signed(self, text: str, numeral: Numeral, sign: tuple[str, int]) -> Quantity:
        """Money whose currency stands before the number: $40.5 million, US$1.2bn, 港币两千元."""
        code, start = sign
        end, factor = numeral.end, 1.0
        if text[numeral.start - 1] == "(" and start < numeral.start - 1 and text[end : end + 1] == ")":
            end += 1
            if said := _SCALE_WORD.match(text, end):
                end, factor = said.end(), _SCALE_WORDS[said[1]]
        elif numeral.plain:
            end, factor = _scale_behind(text, end)
        plus = _PLUS.match(text, end)
        if plus:
            end = plus.end()
        named = self._after.match(text, skip_space(text, end))
        if named:
            other, behind = named
            word = text[end:behind].strip()
            if other == code or (code in ("USD", "CNY") and word not in _GENERIC) or word in _GENERIC:
                end = behind
                code = code if word in _GENERIC or other == code else other
        found = self._priced(text, numeral, start, end, code, factor)
        return found._replace(measure=with_bound(found.measure, "at_least")) if plus else found

    def read_named(self, text: str, numeral: Numeral) -> Quantity | None:
        """Money whose currency stands behind the number: 5510万美元, 4.5 cents."""
        at = numeral.end
        if text.startswith("一分钱", numeral.start) and _not_a_cent(text, numeral.start):
            return None
        if text[at : at + 1] == " " or (text[at : at + 1] == "-" and numeral.form != "han"):
            at += 1
        named = self._after.match(text, at)
        millions = text[at : at + 1] == "m" and numeral.plain and _MILLIONS.match(text, at)
        if not named and millions:
            named = self._after.match(text, at + 1)
            return named and self._priced(text, numeral, numeral.start, named[1], named[0], 1e6)
        if named:
            code, end = named
            start = numeral.start
            scale = _SCALE_WORD.match(text, end) if numeral.plain else None
            if scale:
                return self._priced(text, numeral, start, scale.end(), code, _SCALE_WORDS[scale[1]])
            if text[at:end] in _GENERIC and (name := self._names.match(text, back_space(text, start))):
                code, start = name
            return self._priced(text, numeral, start, end, code, 10.0 if text[at:end] in _TENFOLD else 1.0)
        cents = self._cents.match(text, at)
        if cents:
            return self._priced(text, numeral, numeral.start, cents[1], cents[0], 0.01)
        tenths = self._tenths.match(text, at)
        if tenths:
            return self._priced(text, numeral, numeral.start, tenths[1], tenths[0], 0.1)
        return None

    def read_bare(self, text: str, numeral: Numeral) -> Quantity | None:
        """A number with a scale and no unit where prices are spoken of: 跌到1.2万, the 90K level."""
        if not numeral.plain and text[numeral.end - 1] == "k" and _LEVEL.match(text, numeral.end):
            return quantity_of(numeral, numeral.start, numeral.end, "money", "USD", rule="money.level")
        if numeral.plain or text[numeral.end - 1] < "\u4e00":
            return None
        lost = numeral.low is not None and _LOST.search(text, max(0, numeral.start - 6), numeral.start)
        if lost and _CLAUSE_END.match(text, numeral.end):  # 每天跌去一两千
            return None if _OF_COINS.search(text, max(0, numeral.start - 24), numeral.end + 12) else _spoken(numeral)
        if numeral.form == "han":
            round_sum = numeral.end - numeral.start == 2 and _ROUND_OF.match(text, numeral.end)
            return _spoken(numeral) if round_sum else None
        if _CLAUSE_END.match(text, numeral.end) and self._amount_before.search(
            text, max(0, numeral.start - 24), numeral.start
        ):
            return _spoken(numeral)
        at = numeral.start
        if _AS_PRICE.match(text, numeral.end) and _AT.search(text, max(0, at - 6), at):
            return None if _OF_COINS.search(text, max(0, at - 24), numeral.end + 12) else _spoken(numeral)
        if text[at - 1 : at] in self._price_fillers:
            at -= 1
        if not self._price_words.match(text, at):
            return None
        around = text[max(0, numeral.start - 24) : numeral.start + 24]
        if not any(sign in around for sign in self._price_near):
            return None
        return quantity_of(numeral, numeral.start, numeral.end, "money", "CNY", rule="money.bare")

    def per_unit(self, text: str, start: int) -> tuple[str, int] | None:
        """What a price that begins at `start` is per, said right before it, and where that begins: 每TH."""
        window = text[max(0, start - 20) : start]
        near = self._per_before.search(window) if "每" in window or "per " in window else None
        return (self._per_units[(near.lastindex or 1) - 1], start - len(window) + near.start()) if near else None

    def per_behind(self, text: str, found: Quantity) -> Quantity:
        """An amount in two units, with what it is per behind it: 三毛五一度."""
        joint = _PER.match(text, found.end)
        per = self._per.match(text, joint.end()) if joint and not joint[1] else None
        if not per or found.measure.kind != "money":
            return found
        unit = f"{found.measure.unit}/{per[0]}"
        priced = Measure("unit_price", found.measure.value, unit, found.measure.bound)
        return found._replace(end=per[1], measure=priced, rule="unit_price.compound")

    def _priced(self, text: str, numeral: Numeral, start: int, end: int, code: str, factor: float) -> Quantity:
        """Money, or a unit price where per something is said around it."""
        joint = _PER.match(text, end)
        if joint:
            per = self._per.match(text, joint.end())
            cheap = per and per[0] == "machine" and numeral.value * factor < _DEAREST_MACHINE
            dear = per and per[0] == "machine" and not cheap and "每" in joint[0]  # 2000万元,每台机器都…
            if per and not dear and (not joint[1] or cheap or per[0] in _WITH_ARTICLE):
                return quantity_of(numeral, start, per[1], "unit_price", f"{code}/{per[0]}", factor=factor)
        aside = _ASIDE.match(text, end)
        joint = _PER.match(text, aside.end()) if aside else None
        if joint and joint[1]:
            joint = None
        joint = joint or _FOR_EACH.match(text, end)
        if joint and (per := self._per.match(text, joint.end())):
            return quantity_of(numeral, start, end, "unit_price", f"{code}/{per[0]}", factor=factor)
        window = text[max(0, start - 24) : start]
        if "每" in window or "单" in window or "per " in window or "一度电" in window:
            found = self._priced_before(numeral, window, start, end, code, factor)
            if found:
                return found
        return quantity_of(numeral, start, end, "money", code, factor=factor)

    def _priced_before(
        self, numeral: Numeral, window: str, start: int, end: int, code: str, factor: float
    ) -> Quantity | None:
        near = self._per_before.search(window, max(0, len(window) - 18))
        if near:
            unit = f"{code}/{self._per_units[(near.lastindex or 1) - 1]}"
            return quantity_of(numeral, start - len(window) + near.start(), end, "unit_price", unit, factor=factor)
        english = self._per_english.search(window) if "per " in window else None
        if english and (per := self._per_units[(english.lastindex or 1) - 1]) != "share":
            unit = f"{code}/{per}"
            return quantity_of(numeral, start, end, "unit_price", unit, factor=factor, rule="unit_price.context")
        context = self._per_context.search(window)
        source = _SOURCE if context and self._per_units[(context.lastindex or 1) - 1] != "BTC" else _DAILY
        if context and not source.search(window, context.start()) and not _OTHER_THING.match(window, context.start()):
            per = self._per_units[(context.lastindex or 1) - 1]
            return quantity_of(
                numeral, start, end, "unit_price", f"{code}/{per}", factor=factor, rule="unit_price.context"
            )
        return None


def _not_a_cent(text: str, start: int) -> bool:
    """Whether 一分钱 means no money at all: 没出过一分钱, 一分钱不用交."""
    return bool(_NO_CENT.search(text, max(0, start - 10), start) or _NO_CENT_BEHIND.match(text, start + 3))


def _spoken(numeral: Numeral) -> Quantity:
    """Money that names no currency; what else the text says tells it."""
    return quantity_of(numeral, numeral.start, numeral.end, "money", "CNY", rule="money.amount")


def _scale_behind(text: str, end: int) -> tuple[int, float]:
    """The end and the factor of a scale letter that only makes sense behind a currency sign: $2.1T, $40 M."""
    trillion = _TRILLION.match(text, end)
    if trillion:
        return trillion.end(), 1e12
    spaced = _SPACED_SCALE.match(text, end)
    if spaced:
        return spaced.end(), {1: 1e3, 2: 1e6, 3: 1e9}[spaced.lastindex or 1]
    return end, 1.0
