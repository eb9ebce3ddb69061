"""What stands right beside a registry name and makes something else of it: 北京|时间, 瑞波|币, Texas Instruments."""

from __future__ import annotations

import re
from collections.abc import Iterable

from nlp.entities.borders import is_family, is_ticker
from nlp.entities.located import BEARINGS
from nlp.resources.names import NameTables
from nlp.text.alternatives import alternatives
from nlp.text.lazy import lazy_pattern

_HAN = r"[\u4e00-\u9fff]"
# U.S. $5 million, but not the end of a sentence: in Texas. $5 million
_MONEY_AFTER = lazy_pattern(r"(?:(?<=[A-Z]\.[A-Z])\.)?\s?(?:dollars?(?![a-z])|\$(?![A-Za-z])|Dollars?(?![a-z]))")
_LAW_AFTER = lazy_pattern(rf"{_HAN}{{0,8}}(?:法案?[》”’」』'\"]|[》”’」』'\"]法案)")
# [Texas] Blockchain Act: the title of a law
_ACT_AFTER = lazy_pattern(
    r"(?: (?:of|for|on|the|and|[A-Z][A-Za-z-]{1,20})){0,6} (?:Act|Bill|Code|Ordinance)(?![A-Za-z])(?! (?:Now|Blue|Two)(?![a-z]))"
)
# Giga Watt is a firm, a [gigawatt] is none
_UNITS = frozenset(("gigawatt", "giga watt"))
_SECURITY_AFTER = lazy_pattern(
    r" (?:bond|note|bill|yield|securit(?:y|ies)|debt|market|holding|future|inflation|coupon|stock|auction)s?(?![a-z])",
    re.IGNORECASE,
)
# Senate [Bill 78] is a paper, no body
_BILL_AFTER = lazy_pattern(r" (?:Bills?|Joint Resolution|Resolution|File) (?:No\.? ?)?\d")
_OFFICER = lazy_pattern(r"长(?![期久远沙春江])")
# Chief Data Center [Officer] is who somebody is
POST = r" (?:Officer|Manager|Director|Supervisor|Superintendent|President|Engineer|Technician)s?(?![A-Za-z])"
_POST_AFTER = lazy_pattern(POST)
_EVENT_BEFORE = lazy_pattern(
    r"(?<![A-Za-z])(?:at|during|attend(?:s|ed|ing)?)(?: (?:the|this year's|last year's|its|an?))?(?: (?:annual|recent|upcoming|\d{4}))? $"
    r"|(?<![A-Za-z])the(?: (?:annual|recent|upcoming|\d{4}))? $"
)
_EVENT_AFTER = lazy_pattern(
    r"(?: (?:\d{4}|[A-Z][\w&-]*)){0,3} (?:[Cc]onference|[Ss]ummit|[Ee]xpo)(?![A-Za-z]| [Cc]all| (?:room|centre|center))"
)
_MANY_BEFORE = lazy_pattern(r"(?:各国|全球|多国|各大|各|其他|其它|主要|外国|世界|多家|一些)的?$")
_BODY_AFTER = lazy_pattern(r"机构|部门")
_BANK_AFTER = lazy_pattern(r"(?:业|体系|系统|账户|账号|卡|监管|挤兑|危机|存款|股(?![份价东票]))")
# JPM Coin
_TOKEN_AFTER = lazy_pattern(r" (?:Coin|Token)(?![A-Za-z])")
_LISTS = lazy_pattern(r"(?:主要|目前)?(?:有|包括)[^,。;、\n]{2,14}、[^,。;、\n]{2,14}(?:[和与及、]|等)")
_COIN_AFTER = lazy_pattern(r"币(?![安圈种价市印信世])|(?:智能|公|侧|主)链")
# North American Bitcoin miners
_PARTS = ("North ", "South ", "Latin ", "Central ")
_BOOK_OPEN, _BOOK_CLOSE = "《", "》"
_REACH = 30
_LETTERS = lazy_pattern(r"[A-Z]{3,5}")


# America's Bitcoin Miner™
_MARK_AFTER = lazy_pattern(r"'s(?: [A-Z][\w-]{1,20}){1,5} ?[™®]")
# C$0.20 per Kestrel [Share]: a paper of a firm
_PAPER_BEFORE = lazy_pattern(r"(?<![A-Za-z])(?:per|each|one|every|for each|of a) $")
_PAPER_AFTER = lazy_pattern(r" (?:Share|Unit|Warrant|ADS|Note)(?![A-Za-z]| [A-Z])")

_BEARING_AFTER = lazy_pattern(r" (?:and|or|to|&) (?:North|South|East|West|Central)(?:ern)? [A-Z]")


class Neighbours:
    """Tells by its neighbours that a registry name is part of something else."""

    def __init__(self, tables: NameTables) -> None:
        chinese, english = tables.chinese, tables.english
        led, heads = _alternation(chinese.place_leads), _alternation(chinese.place_heads)
        events, plain = _alternation(chinese.place_events), _alternation(chinese.place_not_after)
        stops = re.escape("".join(sorted(chinese.event_stops)))
        self._place_zh = lazy_pattern(
            rf"(?:{plain})|(?:{led})(?:{heads})|(?:(?![{stops}]){_HAN}){{0,7}}(?:{events})"
            rf"|(?:{_alternation(chinese.law_names)})法(?=第[\d一二三四五六七八九十百]|[》”’」』,。、;])"
        )
        self._event_zh = lazy_pattern(rf"(?:(?![{stops}]){_HAN}){{0,6}}(?:{events})")
        self._city_zh = lazy_pattern(rf"(?:{heads})(?![生里])")
        self._place_right = lazy_pattern(rf" (?:{_alternation(english.place_right)})(?![A-Za-z])")
        self._place_left = lazy_pattern(rf"(?:{_alternation(english.place_left)}) $")
        self._longest_left = max(map(len, english.place_left), default=0) + 1
        coins = _alternation(tables.coins | {coin.lower() for coin in tables.coins if len(coin) > 4})
        joint = r"(?:, (?:and |or )?| and | or |/)"
        # mined 694 BTC and [MARA] 950: behind an amount there is no list of coins
        self._coin_before = lazy_pattern(rf"(?<![A-Za-z])(?<!\d )(?:{coins}){joint}$")
        self._coin_after = lazy_pattern(rf"{joint}(?:{coins})(?![A-Za-z])")
        self._demonyms = tables.demonyms
        self._coin_firms = english.coin_firms
        self._coin_right = lazy_pattern(rf" (?:{_alternation(english.coin_right)})(?![A-Za-z]|'s)")
        self._surnames = chinese.frequent_surnames
        self._titles = tuple(chinese.person_before)
        self._not_behind, self._not_ahead = english.company_not_behind, english.company_not_ahead
        self._traps = chinese.traps
        self._venues = tables.venues

    def exclude(self, folded: str, start: int, end: int, label: str, *, wide: bool = False) -> bool:
        """Whether the span is no mention of its label; `wide` marks countries and regions.

        Args:
            folded: the folded text.
            start: where the name begins.
            end: where it ends.
            label: what the registry says it is.
            wide: a country or world region, of which 大学 alone makes no name.
        """
        if self._is_trapped(folded, start, end):
            return True
        if label == "JURISDICTION":
            return self._is_no_place(folded, start, end, wide)
        if label == "COMPANY":
            return self._is_no_company(folded, start, end)
        if label == "AUTHORITY":
            return _is_no_authority(folded, start, end)
        if label == "FACILITY":
            return _POST_AFTER.match(folded, end) is not None
        return label == "PERSON" and is_family(folded, end)

    def is_other(self, folded: str, start: int, end: int, label: str) -> bool:
        """Whether the span is a thing of its own, a coin or a state's paper, that no other finder may take for a name."""
        if label == "COMPANY":
            return self._is_thing(folded, start, end)
        return label == "AUTHORITY" and (is_security(folded, start, end) or _is_of_coin(folded, start, end))

    def _is_thing(self, folded: str, start: int, end: int) -> bool:
        """Whether a company's name is that of a coin, or of what stands right behind it: JPM [Coin], Bullish [traders]."""
        ahead = self._not_ahead.get(folded[start:end])
        if ahead is not None and folded.startswith(ahead, end + 1):
            return True
        if _PAPER_AFTER.match(folded, end) and _PAPER_BEFORE.search(folded, max(0, start - 10), start):
            return True
        return _TOKEN_AFTER.match(folded, end) is not None or self._is_coin(folded, start, end)

    def _is_coin(self, folded: str, start: int, end: int) -> bool:
        written = folded[start:end]
        if written in self._coin_firms and self._coin_right.match(folded, end):
            return True
        if not (written in self._coin_firms or _LETTERS.fullmatch(written)):
            return False
        joined = folded.endswith((", ", " and ", " or ", "/"), 0, start)
        before = joined and self._coin_before.search(folded, max(0, start - _REACH), start)
        return bool(before) or self._coin_after.match(folded, end) is not None

    def _is_trapped(self, folded: str, start: int, end: int) -> bool:
        return folded[max(0, start - 1) : end] in self._traps or folded[start : end + 1] in self._traps

    def _is_no_place(self, folded: str, start: int, end: int, wide: bool) -> bool:
        if folded[end - 1].isascii():
            if folded[start:end] in BEARINGS and _BEARING_AFTER.match(folded, end):
                return True  # in West and North Texas
            if _ACT_AFTER.match(folded, end) or _MARK_AFTER.match(folded, end):
                return True
            if _MONEY_AFTER.match(folded, end) or self._place_right.match(folded, end):
                return True
            if self._place_left.search(folded, max(0, start - self._longest_left), start):
                return True
        elif self._place_zh.match(folded, end) or (not wide and self._city_zh.match(folded, end)):
            return True
        return bool(_LAW_AFTER.match(folded, end)) or _in_book_marks(folded, start)

    def _is_no_company(self, folded: str, start: int, end: int) -> bool:
        written = folded[start:end]
        if self._event_zh.match(folded, end):
            return True
        if written in self._venues or written in _UNITS or is_ticker(folded, start, end):
            return True
        if written[-1].isascii():
            if folded.endswith(_PARTS, 0, start) and written.split(" ")[0] in self._demonyms:
                return True
            if self._is_thing(folded, start, end) or _is_event(folded, start, end):
                return True
            words = self._not_behind.get(written)
            return words is not None and folded[max(0, start - _REACH) : start].removesuffix(" ").endswith(words)
        surname = end - start == 2 and folded[start - 1 : start] in self._surnames
        if surname and folded.endswith(self._titles, max(0, start - 8), start - 1):
            return True  # 部长李|小鹏
        if written[0] == "币" and folded[start - 1 : start] == "法":
            return True  # 法币|信贷
        if written.endswith("交易所") and _LISTS.match(folded, end):
            return True  # 新加坡|交易所有A、B和C
        return bool(_COIN_AFTER.match(folded, end)) or (
            written.endswith("银行") and bool(_BANK_AFTER.match(folded, end))
        )


def _is_event(folded: str, start: int, end: int) -> bool:
    """Whether a company's name only names a conference: at the Brantley Growth [Summit] in Miami."""
    held = _EVENT_AFTER.match(folded, end)
    return held is not None and _EVENT_BEFORE.search(folded, max(0, start - _REACH), start) is not None


def is_security(folded: str, start: int, end: int) -> bool:
    """Whether a treasury's name tells of its papers: 10-year U.S. Treasury bonds."""
    return folded.endswith("Treasury", start, end) and _SECURITY_AFTER.match(folded, end) is not None


def _is_of_coin(folded: str, start: int, end: int) -> bool:
    """Whether the central bank is part of the word for its coins: 央行数字货币."""
    return folded.endswith("央行", start, end) and folded.startswith("数字货币", end)


def _is_no_authority(folded: str, start: int, end: int) -> bool:
    if _BILL_AFTER.match(folded, end):
        return True
    if _OFFICER.match(folded, end) or (folded[end - 1] == "部" and folded[end : end + 1] == "门"):
        return True
    if is_security(folded, start, end) or folded.endswith("World ", 0, start):  # Mobile World Congress
        return True
    if folded.endswith("央行", start, end) and end - start == 2:
        return _is_of_coin(folded, start, end) or _MANY_BEFORE.search(folded, max(0, start - 3), start) is not None
    return folded.endswith("政府", start, end) and (
        _BODY_AFTER.match(folded, end) is not None or folded[start - 1 : start] == "非"
    )


def _in_book_marks(folded: str, start: int) -> bool:
    opened = folded.rfind(_BOOK_OPEN, max(0, start - _REACH), start)
    return opened >= 0 and folded.find(_BOOK_CLOSE, opened, start) < 0


def _alternation(words: Iterable[str]) -> str:
    return alternatives(sorted(words, key=len, reverse=True))
