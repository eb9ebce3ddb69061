"""Chinese sites by their kind: mines by what they yield, computing centres behind their place, sites that open.

帕金戈金矿, Mt Marion锂辉石项目; 呼和浩特智算中心, 无锡(惠山)国产智算中心; 山河湾谷智算中心[揭牌].
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence

from nlp.entities.priorities import EXACT
from nlp.entities.segments import Segments
from nlp.records import Mention
from nlp.resources.names import ChineseNames
from nlp.text.alternatives import alternatives
from nlp.text.fold import FoldedText
from nlp.text.lazy import lazy_pattern

_HAN = r"\u4e00-\u9fff"
_LONGEST = 6
_LATIN = lazy_pattern(r"(?<![A-Za-z0-9.&-])[A-Z][A-Za-z'-]{1,20}(?: [A-Z][A-Za-z'-]{1,20}){0,2} ?\Z")
_LATIN_REACH = 64
# what may stand right before a name where no other name does
_OPENS = frozenset('，,。;；:：、 \n“”「」"（(）)《》【】|的在与和及为以至由从对将于到')
# what a name that is not known ends with: 某某矿业|留神峪煤矿, 永兴县|新星煤矿
_OWNERS = ("公司", "集团", "矿业", "股份", "煤业", "县", "市", "省", "旗", "镇", "自治区")
_NAME_TAGS = ("n", "x", "j", "a", "f", "s", "z", "l", "i", "g", "b", "t")
# 丰台区的算力中心 is any of them
_RANKS = ("区", "县", "市", "州", "盟")
_REGIONS = (
    "三角",
    "三角洲",
    "湾区",
    "地区",
    "经济圈",
    "京津冀",
    "成渝",
    "华北",
    "华东",
    "华南",
    "华中",
    "西部",
    "东部",
)
_PARTS = frozenset(("其余", "部分", "剩余", "若干", "这些", "多座", "数座"))
_DISTRICT = lazy_pattern(rf"\([{_HAN}]{{2,4}}\)")


class ChineseSites:
    """Finds such sites."""

    def __init__(self, tables: ChineseNames) -> None:
        sounds = f"[{re.escape(''.join(sorted(tables.translit)))}]"
        # 卡莫阿-卡库拉, 安塔帕凯
        self._foreign = lazy_pattern(rf"(?:{sounds}{{2,5}}[-·]{sounds}{{2,5}}|{sounds}{{3,7}})\Z")
        self._plain = tables.ordinary | tables.stops | tables.generic
        minerals, yields = alternatives(tables.site_minerals), alternatives(tables.site_yields)
        kinds, centres = alternatives(tables.site_kinds), alternatives(tables.site_centres)
        openings = alternatives(tables.site_openings)
        self._mine = lazy_pattern(
            rf"(?:(?:{minerals}){{1,3}}矿(?![业石产权山机主商藏物床料浆砂粉渣种企股难工])|(?:{yields})项目)(?!指数|装卸)"
        )
        right = "(?![运行市产资规需数等商和与及、])"
        self._bracketed = lazy_pattern(
            rf"(?P<kinds>(?:{kinds}){{0,5}}?)(?P<head>{centres}|数据中心|基地|产业园){right}"
        )
        self._centre = lazy_pattern(rf"(?P<kinds>(?:{kinds}){{0,5}}?)(?P<head>{centres}){right}")
        self._told = lazy_pattern(
            rf"(?:{kinds}){{0,3}}(?:{centres})(?=(?:的?(?:[一二三首]期|项目))?"
            rf"(?:已|正式|全面|顺利|今日|将|于[^,。;\n]{{2,12}}?)?(?:{openings}))"
        )

    def find(
        self, text: FoldedText, segments: Segments, places: Sequence[Mention], known: Sequence[Mention]
    ) -> Iterator[Mention]:
        """The sites of `text`; `places` are its JURISDICTION mentions, `known` all others that the registry knows."""
        if not segments.tokens:
            return
        towns = {place.end: place.start for place in places}
        ends = {*towns, *(mention.end for mention in known)}
        yield from self._mines(text, segments, towns, ends, known)
        yield from self._placed(text, places)
        for match in self._told.finditer(text.folded):
            start = self._start(text.folded, segments, match.start(), ends)
            if match.start() - start >= 2 and towns.get(match.start()) != start:
                yield _mention(text, start, match.end(), "zh.facility.opened")

    def _mines(
        self,
        text: FoldedText,
        segments: Segments,
        towns: dict[int, int],
        ends: Collection[int],
        known: Sequence[Mention],
    ) -> Iterator[Mention]:
        """Mines by what they yield; the mines of a place or a firm alone are none: 智利铜矿."""
        folded = text.folded
        taken = {at for mention in known for at in range(mention.start, mention.end)}
        for match in self._mine.finditer(folded):
            end = match.start()
            latin = _LATIN.search(folded, max(0, end - _LATIN_REACH), end)
            if latin and latin[0].strip().isupper():
                continue
            start = latin.start() if latin else self._start(folded, segments, end, ends)
            if end - start >= 2 and towns.get(end, end) > start and taken.isdisjoint(range(start, end)):
                yield _mention(text, start, match.end(), "zh.facility.mine")

    def _start(self, folded: str, segments: Segments, end: int, ends: Collection[int]) -> int:
        """Where the name begins that ends at `end`: behind another name, a mark or a link; `end` where none does."""
        if not segments.is_open(end):
            return end
        foreign = self._foreign.search(folded, max(0, end - 11), end)
        if foreign is not None:
            start = max((at for at in range(foreign.start(), end - 1) if at in ends), default=foreign.start())
            if not foreign[0].isalpha() or self._is_led(folded, start, ends):
                return start
        owned = self._behind_owner(folded, segments, end, ends)
        if owned < end:
            return owned
        tokens, start, index = segments.tokens, end, segments.index_at(end - 1)
        while index >= 0 and start not in ends and end - tokens.starts[index] <= _LONGEST:
            word = tokens.words[index]
            if self._is_plain(word) or not self._can_be_named(word, tokens.tags[index]):
                break
            start = tokens.starts[index]
            index -= 1
        return start if self._is_led(folded, start, ends) else end

    @staticmethod
    def _is_led(folded: str, start: int, ends: Collection[int]) -> bool:
        return not start or start in ends or folded[start - 1] in _OPENS

    def _behind_owner(self, folded: str, segments: Segments, end: int, ends: Collection[int]) -> int:
        """Where two to four letters of no plain word begin right behind a name: 中铁矿业[枧下窝]锂矿."""
        for start in range(end - 2, max(end - 5, 0), -1):
            if start not in ends and not folded.endswith(_OWNERS, 0, start):
                continue
            words = segments.tokens.words[segments.index_at(start) : segments.index_at(end - 1) + 1]
            han = all("\u4e00" <= letter <= "\u9fff" for letter in folded[start:end])
            if han and segments.is_border(start) and not any(map(self._is_plain, words)):
                return start
        return end

    def _is_plain(self, word: str) -> bool:
        return word in self._plain or word in _PARTS or word[-1] in "级型类大"

    @staticmethod
    def _can_be_named(word: str, tag: str) -> bool:
        return "\u4e00" <= word[0] <= "\u9fff" and tag.startswith(_NAME_TAGS) and not {"和", "与", "及"} & set(word)

    def _placed(self, text: FoldedText, places: Sequence[Mention]) -> Iterator[Mention]:
        """Computing centres behind their town, or behind a wider place where a kind tells which: 北京公共算力中心."""
        refs = {place.start: place.ref or "" for place in places}
        for place in places:
            ref = place.ref or ""
            bracket = _DISTRICT.match(text.folded, place.end)
            if bracket and _is_town(refs.get(place.end + 1, ref)):
                match = self._bracketed.match(text.folded, bracket.end())
            elif "-" in ref and place.text[-1] >= "\u4e00" and not place.text.endswith(_REGIONS):
                match = self._centre.match(text.folded, place.end)
            else:
                continue
            if match is None or (match[0] == "算力中心" and place.text.endswith(_RANKS)):
                continue
            if bracket or match["kinds"] or match["head"].startswith("超") or _is_town(ref):
                yield _mention(text, place.start, match.end(), "zh.facility.placed")


def _is_town(ref: str) -> bool:
    """Whether a place is a town or county, by its ref: cn-js-wuxi, cn-420300."""
    return ref.count("-") > 1 or (ref[3:].isdigit() and not ref.endswith("0000"))


def _mention(text: FoldedText, start: int, end: int, rule: str) -> Mention:
    return Mention(start, end, text.source[start:end], "FACILITY", rule=rule, confidence=0.8, priority=EXACT)
