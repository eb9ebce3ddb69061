"""Units behind a numeral, shares of a whole, and coins."""

from __future__ import annotations

import math

from nlp.records import Measure
from nlp.resources.values import Unit, ValueTables
from nlp.text.lazy import lazy_pattern
from nlp.values.lexicon import Lexicon
from nlp.values.numerals import Numeral, NumeralReader
from nlp.values.quantity import Quantity, back_space, clean, quantity_of, skip_space, with_bound

# a unit in brackets: 20 (kg)
_BRACKET = lazy_pattern(r"\s?[(\[{<]")
_CLOSING = (")", "]", "}", ">")
_COIN_MEASURES = frozenset("个枚颗只")
# 92.47单位的比特币, 1,023个单位以太币
_COIN_UNITS = lazy_pattern(r"个? ?单位 ?(?:的 ?)?")
# a coin's name before these is no amount of it: 10 bitcoin miners
_COIN_NOUN = lazy_pattern(
    # on July 3 bitcoin's difficulty fell
    r"['’]s(?![a-z])|"
    # 5,000 DOGE/LTC miners
    r"(?:/[a-z]{2,5}(?![a-z]))?\s?(?:miners?(?![a-z])|mining|blocks?(?! (?:reward|subsid))(?![a-z])|etfs?|atms?|wallets?|companies|firms|farms?(?![a-z])|sites?(?![a-z])|mines?(?![a-z])|producers?(?![a-z])|operators?(?![a-z])|holders?(?![a-z])|investors?(?![a-z])|traders?(?![a-z])|funds?(?![a-z])|businesses|startups?|outfits?|computers?(?![a-z])|boxes|treasury (?:firms|companies)|addresses|network|transactions|machines|rigs|asics?(?![a-z])|(?:antminer|whatsminer|avalon|[stma]\d{2,4}[a-z+]{0,3}(?![a-z0-9]))|"
    r"exchanges|矿机|矿工|矿企|矿商|矿场|矿池|挖矿|巨型|网络|合约|地址|交易|区块(?!奖励|补贴)|基础|数据|公司|企业|项目|钱包|设施|自动|"
    r"现货|持有|作为支付|\.com)"
)
# the symbol before the amount, as with a currency: mined BTC 486; holdings rose to BTC 1,500
_COIN_AHEAD = lazy_pattern(
    r"(?<![a-z])(?:mined|mining|produced|earned|held|holds?|holding|sold|sells?|selling|bought|buys?|purchased|acquired|added|received|pledged|(?:holdings?|treasury|balance|reserves?|stash|total|production|output|sale|inventory) (?:of|to|was|is|were|at)|"
    r"(?:rose|fell|grew|grown|increased|decreased|up|down|amounted|rises|amounts) to|totall?ed|totall?ing|equivalent of|borrow(?:ed)?|and|or|plus|,)"
    r"\s(?:about |approximately |around |some |a total of |roughly |nearly |over |more than )?(btc|eth|ltc|doge)\s?$"
)
_COIN_END = lazy_pattern(
    r"(?=[.,;:)](?!\d)|\s?$|\s?\n|\s(?:in|at|and|or|on|for|from|worth|valued|as|by|during|to|through|with|per|this|last|compared|versus|while|\())"
)
# the 2031 Bitcoin Conference
_EVENT = lazy_pattern(r"\s(?:[a-z]+\s)?(?:conference|summit|event|expo|forum|halving)s?(?![a-z])")
_YEARS = range(2009, 2100)
_PER_HASH = lazy_pattern(r"每(?:太哈希|th(?:/s)?|t)\s?(?:约|为)?(?:\d[\d.]{0,6}\s?(?:到|至|-)\s?)?$")
_JOULES = lazy_pattern(r"\s?(?:焦耳?|j(?![a-z])|瓦特?|w(?![a-z]))")
_HASH_LETTERS = {"t": 1.0, "p": 1e3, "e": 1e6}
_HASH_LETTER = lazy_pattern(r"\s?([tpe])(?![a-z0-9/])")
# S9,[13.5T],1,372瓦: what a machine makes, told beside what it draws
_HASH_BESIDE = lazy_pattern(r"[^。;\n]{0,16}?(?:算力|瓦|(?<![a-z])w(?![a-z])|j/t|焦|能效|功耗|哈希)")
_HASH_MACHINE = lazy_pattern(
    r"(?:矿机|整机|单机|每台|一台|版本?|款|(?<![a-z])[a-z]{1,3}\d{1,4}[a-z+]{0,4}|哈希|pro|xp|hydro|mini)[^。;\n难调]{0,8}$"
)
_HASH_BEFORE = lazy_pattern(
    r"(?:算力|标称|单机|出力|做到|跑到|跑出|冲到|铭牌|印的)[^,。;\d难]{0,6}$|(?:tops out|rated|clocks?|running|hashes|hashing|running|mines) at (?:about |around )?$"
)
# 能效[12.8焦], 每太哈希仅耗[12.8焦耳]
_JOULES_OF = lazy_pattern(
    r"(?:能效|每(?:太哈希|th?(?:/s)?))[^。;\n\d]{0,8}(?:\d[\d.]{0,6}\s?(?:到|至|-|降至|降到)\s?)?$"
)
_JOULES_ALONE = lazy_pattern(r"\s?(?:焦耳|焦(?!耳))(?!\s?[/每])")
_PER_SECOND = lazy_pattern(r"每秒\s?$")
_MINING = lazy_pattern(r"哈希|算力|矿|挖|比特币|btc")
_HASHES = lazy_pattern(r"次(?!浮点|ai)(?:哈希)?(?:运算|计算)?")
_PER_WHOLE = lazy_pattern(r"([百千万亿佰仟]{1,4})分之\s?$")
_WHOLES = {"百": 1e2, "佰": 1e2, "千": 1e3, "仟": 1e3, "万": 1e4, "亿": 1e8}
_BELOW_LINE = lazy_pattern(r"分之([零一二两三四五六七八九十百千壹贰叁点\d.]{1,10})")
_NAMED_SHARE = lazy_pattern(r"[\s-](quarter|third|fifth|tenth|fourth)(s?)(?![a-z])")
_OF_WHOLE = lazy_pattern(r" of (?:the|its|all|total)")
_SHARES = {"quarter": 4, "fourth": 4, "third": 3, "fifth": 5, "tenth": 10}
# 三成多的电, but not 三成多数
_AND_MORE = lazy_pattern(r"多(?![数少年方])")
_WRITTEN_SHARE = lazy_pattern(r"/([2-9])(?=的|\s?(?:以上|左右|多数))")
_HALF = lazy_pattern(r"半(?![挂导成自年数价径程天月小个])")
_SPLIT = lazy_pattern(r"[/-](\d{2})(?=\s(?:split|joint|partnership|venture|ownership|basis|jv)(?![a-z]))")
_ONE_IN = lazy_pattern(
    r"[\s-]in[\s-]((?:a[\s-])?(?:million|billion|thousand|hundred)|\d[\d,]*(?:[\s-](?:million|billion|thousand))?)(?![a-z\d])"
)
_CHANCE = lazy_pattern(r"(?<![a-z])(?:chances?|odds|probability|likelihood)(?![a-z])")
_JOINS = ("/", "-", " ")
_COUNTED = frozenset("季个家台年月日名座位人次")
_TENTHS = {digit: float(value) for value, digit in enumerate("一二三四五六七八九", 1)}
_QUOTES = ("'", '"', "“")
_NO_TIMES = lazy_pattern(r"\s(?:a|per)\s")
_MANY_JOULES = 1000
# it has failed three times at the same level: how often, not how much more
_OFTEN = lazy_pattern(
    r"\s(?:in (?:a row|as many|succession|all|total|the|\d)|at|since|before|out of|already|during)(?![a-z])"
)
_TIMES_MORE = lazy_pattern(
    r"(?:up|than|by|rose|risen|grew|grown|increased|jumped|at|for|is|was|were|are|nearly|almost|of)\s$"
)
_POWER_USED = lazy_pattern(r"(?:耗电量?|用电量?|发电量?|电量)[^,。;\d]{0,4}$")
_POWER_OF = lazy_pattern(r"的?电")


class UnitReader:
    """Reads what a numeral counts where a unit or a coin stands behind it.

    With `single`, units that only hold where the text is one expression count too (9 m, 30 C).
    """

    def __init__(self, tables: ValueTables, numerals: NumeralReader, *, single: bool = False) -> None:
        self._numerals = numerals
        self._single = single
        rows: list[tuple[str, Unit]] = [(row.pattern, row.unit) for row in tables.units if single or not row.single]
        self._units = Lexicon(rows)
        self._coins = Lexicon([(name, symbol) for symbol, names in tables.coins.items() for name in names])

    def read(self, text: str, numeral: Numeral) -> Quantity | None:
        """The quantity of a numeral with the unit right behind it."""
        at = numeral.end
        char = text[at : at + 1]
        if char == " " or (char == "-" and numeral.form != "han"):
            at += 1
        found = self._units.match(text, at)
        if not found and at > numeral.end:
            found = self._units.match(text, numeral.end)
        if not found and self._single and (bracket := _BRACKET.match(text, numeral.end)):
            found = self._units.match(text, bracket.end())
            found = (found[0], found[1] + 1) if found and text[found[1] : found[1] + 1] in _CLOSING else None
        if not found:
            return self._hashes(text, numeral) if text[at : at + 1] in _HASH_LETTERS else None
        unit, end = found
        surface = text[at:end]
        if not self._holds(text, numeral, unit, surface, end):
            return None
        start = numeral.start
        if unit.kind == "hashrate":
            per = _PER_SECOND.search(text, max(0, start - 4), start)
            start = per.start() if per else start
        factor = unit.factor
        if surface == "折" and numeral.value > 10:
            factor = 1.0
        # what has no unit of the schema is reported as it is written; sums of expressions need one name for it
        name = surface if unit.kind == "other" and not self._single else unit.unit
        made = quantity_of(numeral, start, end, unit.kind, name, factor=factor)
        return _with_half(text, made)

    @staticmethod
    def _hashes(text: str, numeral: Numeral) -> Quantity | None:
        """Hashrate in a letter alone, where it is spoken of: 标称310T, 算力12.5E."""
        letter = _HASH_LETTER.match(text, numeral.end)
        told = letter and _HASH_BEFORE.search(text, max(0, numeral.start - 14), numeral.start)
        beside = letter and letter[1] == "t" and not told and _HASH_BESIDE.match(text, letter.end())
        if not letter or not (
            told or (beside and _HASH_MACHINE.search(text, max(0, numeral.start - 20), numeral.start))
        ):
            return None
        factor = _HASH_LETTERS[letter[1]]
        return quantity_of(numeral, numeral.start, letter.end(), "hashrate", "TH/s", factor=factor)

    def _holds(self, text: str, numeral: Numeral, unit: Unit, surface: str, end: int) -> bool:
        """Whether a unit's word is that unit here: no x in 5x5, no times in 3 times a day."""
        kind = unit.kind
        if kind == "multiple":
            if numeral.form == "han" and numeral.value == 1:
                return False
            if surface in ("x", "times") and numeral.form == "arabic" and numeral.value > 1000:
                return False
            return not (
                (surface == "times" and (_NO_TIMES.match(text, end) or is_often(text, numeral.start, end)))
                or (surface == "x" and text[end - 2 : end - 1] != " " and text[end : end + 1].isdigit())
            )
        if surface == "joules":
            return numeral.value < _MANY_JOULES  # 15 joules a box, for each terahash
        if kind == "power":
            return not (surface in ("w", "瓦") and numeral.value < 10 and numeral.plain) or self._single
        if kind == "energy" and surface == "度" and numeral.plain:
            used = _POWER_USED.search(text, max(0, numeral.start - 8), numeral.start)
            return numeral.form != "han" and bool(used or _POWER_OF.match(text, end))
        if surface in ("in", '"') and self._single:
            return (
                not text[end:].lstrip(" ,.;)")[:1].isalnum()
                and text[max(0, numeral.start - 1) : numeral.start] not in _QUOTES
            )
        if surface == "成":
            return numeral.value <= 10 or self._single
        if unit.unit == "lb" and surface.startswith("pound"):
            # millions of pounds are money; so is a bare amount of them
            return (numeral.plain or text.startswith(" of", end)) and not (
                self._single and not text[end:].strip(" .") and "weigh" not in text
            )
        return True

    def read_coin(self, text: str, numeral: Numeral) -> Quantity | None:
        """An amount of a coin: 23.86个比特币, 450 BTC."""
        at = skip_space(text, numeral.end)
        if unit := _COIN_UNITS.match(text, at):
            at = unit.end()
        elif text[at : at + 1] in _COIN_MEASURES:
            at = skip_space(text, at + 1)
        if text[numeral.start - 1 : numeral.start] == "₿":
            return quantity_of(numeral, numeral.start - 1, numeral.end, "crypto", "BTC")
        if text[at : at + 1] in ("$", "#"):
            at += 1
        coin = self._coins.match(text, at)
        ahead = None if coin else _COIN_AHEAD.search(text, max(0, numeral.start - 40), numeral.start)
        if ahead and _COIN_END.match(text, numeral.end):
            return quantity_of(numeral, ahead.start(1), numeral.end, "crypto", ahead[1].upper())
        if not coin or (numeral.plain and numeral.value in _YEARS and _EVENT.match(text, coin[1])):
            return None
        if _COIN_NOUN.match(text, coin[1]) and not (numeral.value % 1 and text.startswith(" block", coin[1])):
            return None
        return quantity_of(numeral, numeral.start, coin[1], "crypto", coin[0])

    def read_joules(self, text: str, numeral: Numeral) -> Quantity | None:
        """每太哈希16.8焦耳, 每秒14.5万亿次哈希: what the number is per stands before it."""
        alone = _JOULES_ALONE.match(text, numeral.end) if numeral.value < _MANY_JOULES else None
        start = max(0, numeral.start - 20)
        if alone and _JOULES_OF.search(text, start, numeral.start):
            near = _PER_HASH.search(text, max(0, numeral.start - 16), numeral.start)
            return quantity_of(numeral, near.start() if near else numeral.start, alone.end(), "efficiency", "J/TH")
        start = max(0, numeral.start - 16)
        if "每" not in text[start : numeral.start]:
            return None
        per = _PER_HASH.search(text, start, numeral.start)
        joules = _JOULES.match(text, numeral.end) if per else None
        if per and joules:
            return quantity_of(numeral, per.start(), joules.end(), "efficiency", "J/TH")
        hashes = _HASHES.match(text, numeral.end)
        mining = hashes and _MINING.search(text, max(0, numeral.start - 40), numeral.end + 12)
        if hashes and mining and text.endswith("每秒", 0, back_space(text, numeral.start)):
            at = text.rfind("每秒", 0, numeral.start)
            return quantity_of(numeral, at, numeral.end + 1, "hashrate", "TH/s", factor=1e-12)
        return None

    def read_share(self, text: str, numeral: Numeral) -> Quantity | None:
        """A share of a whole as a percentage: 百分之五, 三分之一, two thirds, 2/3的, 百分百."""
        if written := _written_share(text, numeral):
            return written
        if text[numeral.end : numeral.end + 1] == "分":
            below = _BELOW_LINE.match(text, numeral.end)
            above = self._numerals.parse(below[1]) if below else None
            if below and above is not None and numeral.value:
                value = clean(100 * above / numeral.value)
                value = value if numeral.value % 10 == 0 else round(value, 2)
                return Quantity(numeral.start, below.end(), Measure("percent", value, "%"), 1.0, "fraction")
        whole = _PER_WHOLE.search(text, max(0, numeral.start - 9), numeral.start) if _shared(text, numeral) else None
        if whole:
            factor = 100.0 / math.prod(_WHOLES[sign] for sign in whole[1])
            return quantity_of(numeral, whole.start(), numeral.end, "percent", "%", factor=factor)
        if text[numeral.end : numeral.end + 1] in _JOINS and (odds := self._odds(text, numeral)):
            return odds
        if numeral.form != "word" or numeral.value >= 10:
            return None
        named = _NAMED_SHARE.match(text, numeral.end)
        if not named or (numeral.value == 1) == bool(named[2]):
            return None
        if (named[1] == "quarter" or not named[2]) and not _OF_WHOLE.match(text, named.end()):
            return None
        parts = _SHARES[named[1]]
        if numeral.value >= parts:
            return None
        measure = Measure("percent", round(100 * numeral.value / parts, 2), "%")
        return Quantity(numeral.start, named.end(), measure, 1.0, "fraction")

    def _odds(self, text: str, numeral: Numeral) -> Quantity | None:
        """A share told by two numbers: a 50/50 split, a 1-in-a-million chance."""
        halves = _SPLIT.match(text, numeral.end)
        if halves and numeral.value + float(halves[1]) == 100:
            return quantity_of(numeral, numeral.start, halves.end(1), "percent", "%", rule="percent.split")
        one_in = _ONE_IN.match(text, numeral.end) if numeral.value == 1 else None
        if not one_in or not _CHANCE.search(text, max(0, numeral.start - 40), one_in.end() + 24):
            return None
        whole = self._numerals.parse(one_in[1].replace("-", " "))
        if not whole or whole < 2:
            return None
        measure = Measure("percent", clean(100 / whole), "%")
        return Quantity(numeral.start, one_in.end(), measure, 1.0, "percent.odds")


def is_often(text: str, start: int, end: int) -> bool:
    """Whether times behind a number tells how often something happened: three times in as many years."""
    return bool(_OFTEN.match(text, end)) and not _TIMES_MORE.search(text, max(0, start - 10), start)


def _written_share(text: str, numeral: Numeral) -> Quantity | None:
    """A share written as a fraction of digits, or all of a whole: 2/3的节点, 百分百."""
    if text.startswith("百分百", numeral.start):
        return Quantity(numeral.start, numeral.start + 3, Measure("percent", 100.0, "%"), 1.0, "fraction")
    below = _WRITTEN_SHARE.match(text, numeral.end) if numeral.form == "arabic" and numeral.plain else None
    if not below or not 0 < numeral.value < float(below[1]) or numeral.value != int(numeral.value):
        return None
    if text[max(0, numeral.start - 1)] in "/-.":
        return None
    measure = Measure("percent", round(100 * numeral.value / float(below[1]), 2), "%")
    return Quantity(numeral.start, below.end(1), measure, 1.0, "fraction")


def _shared(text: str, numeral: Numeral) -> bool:
    """Whether 分之 stands right before a numeral."""
    return text.endswith("分之", 0, back_space(text, numeral.start))


def _with_half(text: str, found: Quantity) -> Quantity:
    """Takes a 半 behind the unit, or the digit behind 成, into the amount: 三斤半, 三成五."""
    measure = found.measure
    if measure.kind == "percent" and text[found.end - 1] == "成" and _AND_MORE.match(text, found.end):
        return found._replace(end=found.end + 1, measure=with_bound(measure, "approx"))
    tenth = _TENTHS.get(text[found.end : found.end + 1]) if measure.kind == "percent" else None
    if (
        tenth
        and text[found.end - 1] == "成"
        and text[found.end + 1 : found.end + 2] not in _COUNTED
        and measure.value is not None
    ):
        value = clean(measure.value + tenth)
        return found._replace(end=found.end + 1, measure=Measure("percent", value, "%", measure.bound))
    if (
        measure.value is None
        or measure.kind not in ("other", "multiple", "percent")
        or not _HALF.match(text, found.end)
    ):
        return found
    half = Measure(measure.kind, clean(measure.value + found.factor / 2), measure.unit, measure.bound)
    return found._replace(end=found.end + 1, measure=half)
