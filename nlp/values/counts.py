"""Numbers without a unit that count something: Chinese measure words, English nouns."""

from __future__ import annotations

import re
from collections.abc import Sequence

from nlp.resources.values import ValueTables
from nlp.text.lazy import lazy_pattern
from nlp.values.lexicon import Endings, Lexicon, first_characters
from nlp.values.numerals import Numeral
from nlp.values.quantity import Quantity, back_space, quantity_of, skip_space, with_bound
from nlp.values.units import is_often

_MACHINES_AHEAD = lazy_pattern(
    r"[^,。;]{0,8}?(?:矿机(?!芯片)|机器(?!人)|服务器|阿瓦隆|蚂蚁|asic(?! ?(?:矿机|专用|挖矿)?芯片))"
)
_CHIPS_AHEAD = lazy_pattern(r"[^,。;]{0,6}?芯片")
_CARDS_AHEAD = lazy_pattern(
    r"[^,。;]{0,14}?(?:gpu|显卡|芯片|h100|b200|b300|h200|h20|gb[23]00|加速卡|[昇升]腾|(?<![a-z])mi\d{3}|a100)"
)
_CARDS_BEFORE = lazy_pattern(r"(?:gpu|显卡|芯片|(?<![a-z])(?:[abh][12345]00|h20|rtx ?\d{4}))[^,。;]{0,8}$")
_NO_MACHINES_AHEAD = lazy_pattern(
    r"(?:(?!矿机|机器|设备|[采挖]矿(?:专?用)?电脑)[^,。;]){0,8}?(?:变压器|发电机|电脑|(?<!装)车|设备投|轮机|织布机|(?<!二)手机(?!器)|游戏机|iphone|机器人|无人机|空调|电视|路由器|光刻机|机床|atm|冰箱|风机|锅炉|机组|平板|终端|飞机|相机|取款|柜员)"
)
# what is built that has no place in a mine: 机器人年产能达[100万台]; told of in a text about neither mining nor computing
_OTHER_MACHINES = lazy_pattern(
    r"机器人|汽车|整车|家电|空调|电视|冰箱|游戏机|无人机|光刻机|车型|电动车|机床|挖掘机|农机|发动机"
)
_RIGS_NEAR = lazy_pattern(
    r"[矿挖]|机器(?!人)|[停装]机|算力|哈希|服务器|机[柜架房]|芯片|显卡|比特|蚂蚁|阿瓦隆|数据中心|(?<![a-z])(?:gpu|asic|btc|bitcoin|mine[rds]?|mining|antminer|avalon|hash|[sm]\d\d)"
)
_HELD_BEFORE = lazy_pattern(
    r"(?:比特币|btc|以太坊|持仓|产出|持有|挖[了出得到]|产币|囤币|产量|钱包[里中内]|库存|处分|变卖|国库|金库|得币|自产|自挖|持币)(?!\.com)[^。;]{0,30}(?:。[^。;]{0,16})?$"
)
# 一天电费[20块], 卖[5万块]: money as people say it
_PRICE_BEFORE = lazy_pattern(
    r"(?:挖到|价|费|卖|钱|便宜|少|涨|跌|差|收你?|一[斤天升晚月]|成本|赚|挣|花|付|亏|赔|租金|工资|收入|利润|一度电?|每度电?)(?:到|了|约|近|只|要|才|是|为|也|得|出|大概|不到|超过|差不多|至少|\s){0,3}$"
)
_PRICE_END = lazy_pattern(r"\s?(?:[,。;!?、)]|$|\n|[的多左一每到买就才也还以])")
# 出块46个: blocks
_BLOCKS_BEFORE = lazy_pattern(
    r"(?:出块|爆块|区块|钱包|地址|账户|节点|机位|岗位)(?:数|量|共|总数|了|约|为|达|合计)*\s?$|\d\s?个区块(?:(?!奖|(?<!挖)得|收入|收益)[^。;]){0,24}$"
)
_NOUN_AHEAD = lazy_pattern(r"\s?[\u4e00-\u9fff]{2}")
_CLAUSE_AHEAD = lazy_pattern(r"(?:[,。;)、]|以上|增[加长]|减少|$)")
_COIN_BEHIND = lazy_pattern(r"枚 ?\$?(?!nfts?(?![a-z])|tokens?(?![a-z])|ordinals|asic)([a-z][a-z0-9]{1,6})(?![a-z0-9])")
_NO_COIN = ("币圈", "币安", "币种", "币价", "币股", "币商")
_COIN_MACHINES = lazy_pattern(r"\s?(?:btc|bitcoin|比特币)\s?(?:矿机|矿工)")
_FIRST = lazy_pattern(r"[的强为,。、:;)]")
_WORDS = lazy_pattern(r"(?:\s+(?:&|[$#@]?[a-z][\w'&/+.-]*)){1,7}")
# 300 “next-generation” machines
_QUOTED = lazy_pattern(r"\s[“\"][a-z][a-z'/ -]{0,28}[”\"](?=\s[a-z])")
_PART_COINS = lazy_pattern(r" coins(?![a-z])")
# 5,000-odd rigs, 5,000-plus rigs
_LOOSE = lazy_pattern(r"-(odd|plus)(?=\s[a-z])")
# a 5,500-machine order
_JOINED_NOUN = lazy_pattern(r"-([a-z]+)(?![a-z-])")
_PARCEL_BEHIND = lazy_pattern(r"\s(?:[a-z]+ )?(?:order|batch|lot|purchase|shipment|deployment|fleet|delivery)(?![a-z])")
_MANY = 100
_COINS = frozenset(("coins", "tokens"))
_MINING = lazy_pattern(r"(?<![a-z])(?:miners?|mining|mined|hash ?rate|[ep]h/s)(?![a-z])|矿|挖|算力|减半|区块奖励|持币")
# coins that nobody mines or hoards without naming them, unless they are issued
_STABLE = frozenset(("USDT", "USDC", "DAI", "USD1", "FDUSD", "PYUSD"))
_ISSUED = lazy_pattern(r"发行|流通|铸造|增发|销毁")
# so many 部 are rigs in a text on mining, fewer may be laws or films
_RIGS = 10
_WORKS = lazy_pattern(r"法[律规案]|条例|规[范定章]|颁布|出台|电影|[短影录]片|剧|上映|作品|书|动画|电梯|[汽轿卡货]车")
_BITCOIN = lazy_pattern(r"比特币|bitcoin|btc")
# only of shares there are parts
_SHARES = lazy_pattern(r"\s(?:newly[- ]issued |of an? |class [ab] |common |ordinary |[a-z]+ ){0,2}shares?(?![a-z])")
_DIFFICULTY = lazy_pattern(r"(?:难度|difficulty)[^。;\n]{0,24}$")
# of a sentence about difficulty, where no money is told between
_DIFFICULTY_FAR = lazy_pattern(r"难度(?:(?!市值|成交|资金|规模|资产|元|价)[^。;\n]){0,80}$")
# 80+海外专家
_OPEN_NOUN = lazy_pattern(r"(?![年月日天周岁小分秒个亿万千百十元块点度倍种层次时多级版模后前台枚])[\u4e00-\u9fff]{2}")
_NAME_OPEN = lazy_pattern(r"[a-z\d+]\s?$")
_TRILLIONS = lazy_pattern(r"\s?t(?![a-z0-9/])")
_CLASS = lazy_pattern(r"\bclass [ab]\b")
_MODEL = lazy_pattern(r"[a-z]{1,2}-?\d{2,4}[a-z+]*")
_ONLY = lazy_pattern(r"(?:just|only|exactly|total of)\s$")
# he is not the only one
_NOT_ONLY = lazy_pattern(r"the only\s$")
_TOP_CHINESE = lazy_pattern(r"(?<![目从以之提日])前\s?$")
_TOP = lazy_pattern(r"(?<![a-z])top\s$")
# among the top 10 by market value: a rank that nothing need follow
_TOP_ALONE = lazy_pattern(r"(?:\bthe|\b(?:its|a|global)|'s)\stop\s$")
_SCALE_WORDS = ("thousand", "million", "billion", "trillion")
# up to so many miners are firms, where no word of hardware stands among the words behind
_FEW = 30
_HARDWARE = frozenset(
    ("new", "additional", "antminer", "antminers", "whatsminer", "sealminer", "avalon", "asic", "rigs", "machines")
)
# three batches of machines, two nuclear units: what is counted is no machines
_PARCELS = frozenset(("batches", "shipments", "tranches", "orders", "phases", "lots", "models", "generations"))
_NO_RIGS = frozenset(
    ("nuclear", "generating", "coal-fired", "gas-fired", "residential", "housing", "power", "business")
)
_OF_LISTS = [["the"], ["its"], ["these"], ["those"]]
_COIN_WORDS = ("coin", "btc", "token")
_OWNERS = frozenset(("the", "its", "their", "these", "those", "our", "his", "her"))
_GROUP_BEFORE = lazy_pattern(r"(?<![a-z])(?:all|the|these|those|other|remaining)\s$")
# 1,364 registered miners: who mines, not with what
_LICENSED = frozenset(("registered", "unregistered", "licensed", "unlicensed", "individual"))
# grown its BTC stash to [423,650 units]
_STASH_BEFORE = lazy_pattern(
    r"(?<![a-z])(?:btc|bitcoin|eth|ether) (?:stash|holdings?|treasury|reserves?|stack|hoard|position|balance|stockpile)(?![a-z])[^.;$]{0,40}$"
)
_DOES = frozenset(
    (
        "have",
        "are",
        "were",
        "will",
        "had",
        "made",
        "sold",
        "hold",
        "held",
        "did",
        "could",
        "said",
        "say",
        "plan",
        "run",
        "ran",
        "include",
        "remain",
        "saw",
        "see",
        "rose",
        "fell",
        "agree",
        "need",
        "want",
    )
)
_RIG_WORDS = frozenset(("rigs", "servers", "machines", "miners", "computers", "boxes"))
_CARD_WORDS = lazy_pattern(
    r"graphics?|video|gpu|nvidia|amd|geforce|radeon|rtx|accelerator|[a-z]{1,3}-?\d{2,4}[a-z]{0,2}"
)
_ONE_MACHINE = frozenset(("rig", "asic", "antminer", "whatsminer"))
_FIRM_WORDS = frozenset(("capital", "ventures", "partners", "holdings", "management", "advisors"))
_JOINTS = frozenset(("and", "of", "to", "for", "by", "bitcoin's", "from"))
_PEOPLE = frozenset(("people", "men", "women", "children", "staff", "personnel", "percentage"))
# 7 generations of chips, 4 types of machines: what is counted is the kinds
_KINDS = frozenset(("generations", "types", "kinds", "sorts", "models", "versions", "families", "categories"))
_STOPS = frozenset(
    "over under into among amid via of in to and from for at on by is was are were the with as or that which than has have had will but per while since "
    "after before during until when where who its it this these those a an be said if not through against between".split()
)
_NO_NOUNS = frozenset(
    "times plus versus previous various across perhaps besides less press always afterwards s's".split()
)


class CountReader:
    """Reads counts with the tables of one patterns folder."""

    def __init__(self, tables: ValueTables) -> None:
        zh, en = tables.contexts["zh"], tables.contexts["en"]
        self._measures = Lexicon([(word, unit) for unit, words in zh.nouns.items() for word in words])
        self._bare = Lexicon([(word, "") for word in zh.bare])
        self._people = Lexicon([(word, "") for word in zh.people])
        self._not_before = Endings([(word, "") for word in (*zh.not_before, *en.not_before)])
        self._not_after = lazy_pattern("|".join(en.not_after))
        self._nouns = {unit: lazy_pattern("|".join(words)) for unit, words in en.nouns.items()}
        coins = [(name, symbol) for symbol, names in tables.coins.items() for name in names]
        self._symbols = [symbol for _, symbol in coins]
        names = "|".join(f"({name})" for name, _ in coins)
        # a look at the first character spares the many alternatives at most places
        first = re.escape("".join(sorted(first_characters(name for name, _ in coins))))
        between = "|".join(sorted(en.left_out.get("adjectives", ()), key=len, reverse=True))
        self._described = lazy_pattern(
            rf"\s(?:(?:{between}),?\s){{1,2}}(coins|tokens|bitcoins?|btc)(?![a-z])(?!\s(?:miners?|mining|machines|rigs|etfs?))"
        )
        # the code of a share is no coin: (NASDAQ: $HUT)
        self._coin = lazy_pattern(rf"(?=[{first}$])(?<![a-z])(?:{names}|(?<![:：])(?<![:：] )\$[a-z]{{2,6}})(?![a-z])")
        # 9万枚经验证的[比特币]
        self._coin_ahead = lazy_pattern(rf"[\u4e00-\u9fff]{{1,6}}的(?:{names})")

    def forbidden(self, text: str, start: int) -> bool:
        """Whether a number at `start` belongs to a name or a list: 第, 编号, phase, no."""
        return self._not_before.match(text, back_space(text, start)) is not None

    def read(self, text: str, numeral: Numeral) -> Quantity | None:
        """The count of a numeral, None where it counts nothing."""
        start, end = numeral.start, numeral.end
        if _DIFFICULTY.search(text, max(0, numeral.start - 28), numeral.start):
            difficulty = self._difficulty(text, numeral)
            if difficulty:
                return difficulty
        elif text.endswith("万亿", 0, numeral.end) and _DIFFICULTY_FAR.search(text, max(0, start - 84), start):
            return quantity_of(numeral, start, numeral.end, "count", "item", rule="count.difficulty")
        following = text[skip_space(text, end) : end + 2][:1]
        chinese = "\u4e00" <= following <= "\u9fff"
        if numeral.form == "han" and not chinese:
            return None
        if self.forbidden(text, numeral.start):
            return None
        if numeral.form == "word" or (numeral.form == "arabic" and not chinese):
            made = self._english(text, numeral)
            if made or numeral.form == "word":
                return made
        return self._without_noun(text, numeral)

    def _without_noun(self, text: str, numeral: Numeral) -> Quantity | None:
        """The count of a numeral before a Chinese measure word, or a noun that needs none."""
        end = numeral.end
        if numeral.form == "han" and end - numeral.start == 1 and text[numeral.start] == "一":
            return None
        if not numeral.plain and self._people.match(text, end):
            return quantity_of(numeral, numeral.start, end, "count", "item", rule="count.people")
        if numeral.form == "arabic" and _COIN_MACHINES.match(text, end):
            return quantity_of(numeral, numeral.start, end, "count", "machine")
        measure = self._measures.match(text, skip_space(text, end))
        if measure:
            return self._chinese(text, numeral, measure)
        listed = numeral.form == "han" or text.startswith("等", max(0, numeral.start - 1))
        if listed and 2 <= numeral.value <= 99 and self._bare.match(text, end):
            return quantity_of(numeral, numeral.start, end, "count", "item", rule="count.bare")
        if (
            numeral.plain
            and _TOP_CHINESE.search(text, max(0, numeral.start - 2), numeral.start)
            and _FIRST.match(text, end)
        ):
            return quantity_of(numeral, numeral.start, end, "count", "item", rule="count.top")
        if numeral.open and numeral.value >= 10 and _OPEN_NOUN.match(text, end):
            named = _NAME_OPEN.search(text, max(0, numeral.start - 2), numeral.start)
            return None if named else quantity_of(numeral, numeral.start, end, "count", "item", rule="count.open")
        return None

    @staticmethod
    def _difficulty(text: str, numeral: Numeral) -> Quantity | None:
        """The difficulty of a network, a count of trillions: 难度上调至138.97 T, 83.15万亿."""
        trillions = _TRILLIONS.match(text, numeral.end) if numeral.plain else None
        if trillions:
            return quantity_of(
                numeral, numeral.start, trillions.end(), "count", "item", factor=1e12, rule="count.difficulty"
            )
        if numeral.value < 1e9:
            return None
        return quantity_of(numeral, numeral.start, numeral.end, "count", "item", rule="count.difficulty")

    def _chinese(self, text: str, numeral: Numeral, measure: tuple[str, int]) -> Quantity:
        unit, end = measure
        word = text[numeral.end : end].strip()
        start = numeral.start
        if word in ("枚", "个", "颗"):
            if _MACHINES_AHEAD.match(text, end, end + 12):
                unit = "machine"
            elif _CHIPS_AHEAD.match(text, end, end + 12):
                unit = "chip"
            elif named := _COIN_BEHIND.match(text, end - 1):
                return quantity_of(numeral, start, named.end(), "crypto", named[1].upper(), rule="crypto.named")
            elif symbol := self._held_coin(text, start, end, word):
                end += text.startswith("币", end) and not text.startswith(_NO_COIN, end)
                return quantity_of(numeral, start, end, "crypto", symbol, rule="crypto.context")
        elif word in ("台", "部") and _is_no_rig(text, start, end):
            unit = "item"
        elif word == "部" and numeral.value >= _RIGS and _are_rigs(text, start, end):
            unit = "machine"
        elif word == "块" and _PRICE_BEFORE.search(text, max(0, start - 12), start) and _PRICE_END.match(text, end):
            return quantity_of(numeral, start, end, "money", "CNY", rule="money.block")
        elif word in ("张", "块", "颗") and _CARDS_BEFORE.search(text, max(0, start - 14), start):
            unit = "chip"
        elif word in ("张", "片", "块", "颗") and _CARDS_AHEAD.match(text, end, end + 12):
            unit = "chip"
        return quantity_of(numeral, start, end, "count", unit)

    def _held_coin(self, text: str, start: int, end: int, word: str) -> str | None:
        """The coin that 枚, 个 or 颗 counts where its name is left out."""
        named = text.startswith("币", end) and not text.startswith(_NO_COIN, end)
        if word != "枚" and not named and _BLOCKS_BEFORE.search(text, max(0, start - 32), start):
            return None
        if word != "枚" and not named and not _HELD_BEFORE.search(text, max(0, start - 40), start):
            return None
        ahead = self._coin_ahead.match(text, end, end + 14) if word == "枚" else None
        if ahead and ahead.lastindex:
            return self._symbols[ahead.lastindex - 1]
        symbol = self._coin_near(text, start)
        if word != "枚" and not named and _NOUN_AHEAD.match(text, end) and not _CLAUSE_AHEAD.match(text, end, end + 12):
            return None
        return symbol

    def _coin_near(self, text: str, at: int) -> str | None:
        """The coin named last before a place, within some sentences; bitcoin where none is."""
        symbol = stable = None
        for match in self._coin.finditer(text, max(0, at - 160), at):
            named = self._symbols[match.lastindex - 1] if match.lastindex else match[0][1:].upper()
            stable = named
            if named not in _STABLE or _ISSUED.search(text, max(0, at - 16), at):
                symbol = named
        topic = (
            symbol
            or _BITCOIN.search(text, max(0, at - 2000), at + 500)
            or _MINING.search(text, max(0, at - 600), at + 300)
        )
        return symbol or ("BTC" if topic else stable)

    def _english(self, text: str, numeral: Numeral) -> Quantity | None:
        start, end = numeral.start, numeral.end
        plain = numeral.form == "arabic" and numeral.plain
        if (plain and end - start == 4 and 1899 < numeral.value < 2100) or not numeral.value:
            return None
        # behind a colon stands the cell of a row: Bitcoin sold: 61
        if plain and (single := self._of_compound(text, numeral)):
            return single
        quoted = _QUOTED.match(text, end) or _LOOSE.match(text, end)
        counted = quoted.end() if quoted else end
        words = _WORDS.match(text, counted, _line_end(text, end) if text.startswith(": ", start - 2) else len(text))
        if words and any(word in words[0] for word in _COIN_WORDS) and (made := self._with_adjective(text, numeral)):
            return made
        whole = not plain or numeral.value == int(numeral.value) or (words and _SHARES.match(words[0]))
        if not whole and not (words and _PART_COINS.match(words[0])):
            return None
        if numeral.value in (3, 5, 10, 20, 50, 100) and _TOP_ALONE.search(text, max(0, start - 12), start):
            unit = self._counted([word.strip(" -.'") for word in words[0].split()]) if words else None
            return quantity_of(numeral, start, end, "count", unit or "item", rule="count.top") if unit != "" else None
        if not words:
            return self._large(text, numeral)
        surface = words[0].removeprefix(" or so")
        if not surface:
            return None
        if "class " in surface:
            surface = _CLASS.sub("", surface)
        # whose they are counts nothing: 5,000 clients' devices
        following = [w.strip(" -.'") for w in surface.split() if not w.endswith("s'")] or [surface.strip(" -.'")]
        top = _TOP.search(text, max(0, start - 5), start)
        coins = following[0] in _COINS or (
            following[0] == "units" and _STASH_BEFORE.search(text, max(0, start - 60), start)
        )
        if coins and not top and (symbol := self._coin_near(text, start)):
            end = text.index(following[0], end) + len(following[0])
            return quantity_of(numeral, start, end, "crypto", symbol, rule="crypto.coins")
        if not whole:
            return None
        return self._loosely(text, self._of_noun(text, numeral, following))

    def _of_compound(self, text: str, numeral: Numeral) -> Quantity | None:
        """The count of a noun joined to it: a 5,500-machine order."""
        joined = _JOINED_NOUN.match(text, numeral.end) if numeral.value >= _MANY else None
        # a 2,000-unit order, but not a 2,000-unit apartment block, a 200-stock index
        loose = joined and joined[1] in ("unit", "stock") and not _PARCEL_BEHIND.match(text, joined.end())
        unit = self._unit_of(joined[1]) if joined and not loose else ""
        return quantity_of(numeral, numeral.start, numeral.end, "count", unit, rule="count.joined") if unit else None

    @staticmethod
    def _loosely(text: str, found: Quantity | None) -> Quantity | None:
        """A count with what makes it approximate or open joined to it: 5,000-odd rigs, its 5,000-plus rigs."""
        loose = _LOOSE.match(text, found.end) if found and found.measure.kind == "count" else None
        if not found or not loose:
            return found
        if loose[1] == "odd":
            return found._replace(measure=with_bound(found.measure, "approx"))
        return found._replace(end=loose.end(), measure=with_bound(found.measure, "at_least"))

    def _of_noun(self, text: str, numeral: Numeral, following: Sequence[str]) -> Quantity | None:
        """The count of a numeral before the words that follow it in English."""
        start, end = numeral.start, numeral.end
        if numeral.form == "word" and not _FIRM_WORDS.isdisjoint(following[1:3]):
            return None
        if numeral.form == "word" and numeral.value > 1 and following[0] == "of" and following[1:2] in _OF_LISTS:
            return quantity_of(numeral, start, end, "count", "item", rule="count.of")
        if following[0] == "of" and numeral.value > 1 and (unit := self._counted_of(following)):
            return quantity_of(numeral, start, end, "count", unit, rule="count.of")
        if following[0] == "times" and numeral.value > 1 and is_often(text, start, end + len(" times")):
            return quantity_of(numeral, start, end, "count", "item", rule="count.times")
        if numeral.form == "word" and _group(text, start, following):
            return quantity_of(numeral, start, end, "count", "item", rule="count.group")
        if numeral.value == 1 and numeral.form == "word":
            if following[0] in _ONE_MACHINE:
                return quantity_of(numeral, start, end, "count", "machine")
            if not _ONLY.search(text, max(0, start - 9), start) or _NOT_ONLY.search(text, max(0, start - 9), start):
                return None
            if following[0] in _STOPS or self._not_after.fullmatch(following[0]):
                return None
            return quantity_of(numeral, start, end, "count", self._counted(following) or "item")
        unit = self._counted(following)
        if unit == "machine" and (following[0] in _PARCELS or following[0] in _NO_RIGS):
            unit = "item"
        if unit is None and _TOP.search(text, max(0, start - 5), start) and following[0] not in _STOPS:
            unit = "item"
        if unit == "machine" and (numeral.value <= _FEW or following[0] in _LICENSED) and _firms(following):
            unit = "item"
        if unit is None:
            return self._large(text, numeral)
        return quantity_of(numeral, start, end, "count", unit) if unit else None

    def _with_adjective(self, text: str, numeral: Numeral) -> Quantity | None:
        """Coins with an adjective before their name: 15,174 unrestricted bitcoin."""
        described = self._described.match(text, numeral.end)
        if not described:
            return None
        symbol = "BTC" if described[1].startswith("b") else self._coin_near(text, numeral.start)
        if symbol is None:
            return None
        return quantity_of(numeral, numeral.start, described.end(), "crypto", symbol, rule="crypto.described")

    def _large(self, text: str, numeral: Numeral) -> Quantity | None:
        """A number in thousands or millions counts without a noun behind it: 21 million, ten thousand."""
        scale = (
            text[numeral.digits_end : numeral.end] if numeral.form == "arabic" else text[numeral.start : numeral.end]
        )
        if numeral.value < 1000 or not scale.endswith(_SCALE_WORDS):
            return None
        return quantity_of(numeral, numeral.start, numeral.end, "count", "item", rule="count.large")

    def _counted(self, following: Sequence[str]) -> str | None:
        """The unit of what the words behind a number name, None where they name nothing counted."""
        for position, word in enumerate(following[:6]):
            if self._not_after.fullmatch(word):
                return ""
            unit = self._unit_of(word)
            if unit and not (position and following[position - 1] in _JOINTS):
                # 4,000 GPU rigs
                other = following[position + 1] if unit == "chip" and position + 1 < len(following) else ""
                return "machine" if other in _RIG_WORDS else unit
            if word == "cards" and position and _CARD_WORDS.fullmatch(following[position - 1]):
                return "chip"
            if _MODEL.fullmatch(word):
                if following[position + 1 : position + 2] == ["cards"]:
                    return "chip"
                return next(
                    (found for other in following[position + 1 : position + 2] if (found := self._unit_of(other))),
                    "machine",
                )
            if word in _STOPS:
                return None
            if position < 4 and word in _KINDS:
                return "item"
            if position < 4 and _plural(word):
                return self._unit_behind(following[position + 1 : position + 5])
            if word in _PEOPLE:
                return "item"
        return None

    def _counted_of(self, following: Sequence[str]) -> str | None:
        """What a number is a part of: 36 of the rigs, 1000 of Auradine's latest miners."""
        if len(following) < 3 or not (following[1] in _OWNERS or following[1].endswith("'s")):
            return None
        rest = following[2:9]
        if "generation" in rest[:3]:
            rest = rest[rest.index("generation") + 2 :]  # of the latest generation of miners
        for word in rest[:5]:
            if word in _STOPS or self._not_after.fullmatch(word):
                return None
            unit = self._unit_of(word)
            if unit:
                return unit
        return None

    def _unit_of(self, word: str) -> str:
        for unit, pattern in self._nouns.items():
            if pattern.fullmatch(word):
                return unit
        return ""

    def _unit_behind(self, rest: Sequence[str]) -> str:
        """The unit that an of-phrase gives a noun: thousands of pallets of miners."""
        found = "item"
        if rest and rest[0] == "of":
            for word in rest[1:]:
                found = self._unit_of(word) or found
        return found


def _is_no_rig(text: str, start: int, end: int) -> bool:
    """Whether 台 or 部 counts what is no machine of mining or computing: phones, or robots in a text about neither."""
    if _NO_MACHINES_AHEAD.match(text, end, end + 12):
        return True
    near = max(0, start - 300), end + 100
    return _OTHER_MACHINES.search(text, *near) is not None and not _RIGS_NEAR.search(text, *near)


def _are_rigs(text: str, start: int, end: int) -> bool:
    """Whether 部 counts rigs: in a text on mining, and neither laws nor films."""
    left, right = text[max(0, start - 12) : start].rpartition(",")[2], text[end : end + 8].partition(",")[0]
    return not _WORKS.search(left + right) and _RIGS_NEAR.search(text, max(0, start - 300), end + 100) is not None


def _line_end(text: str, at: int) -> int:
    end = text.find("\n", at)
    return end if end >= 0 else len(text)


def _group(text: str, start: int, following: Sequence[str]) -> bool:
    """Whether a number word stands for a group that does something: the three produced, all two have."""
    does = following[0] in _DOES or (following[0].endswith("ed") and len(following[0]) > 4)
    return does and bool(_GROUP_BEFORE.search(text, max(0, start - 11), start))


def _firms(following: Sequence[str]) -> bool:
    """Whether miners are firms: five listed Bitcoin miners."""
    at = next((index for index, word in enumerate(following) if word in ("miners", "miner")), None)
    return at is not None and _HARDWARE.isdisjoint(following[: at + 1])


def _plural(word: str) -> bool:
    return word.endswith("s") and not word.endswith(("ss", "us", "is", "'s")) and word not in _NO_NOUNS
