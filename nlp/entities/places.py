"""Places that no registry knows: a town before its state, a Chinese name with the word for its rank."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace

from nlp.entities.letters import cues_of, find_latin
from nlp.entities.located import LocatedPlaces
from nlp.entities.priorities import EXACT, PLACED, WEAK
from nlp.entities.segments import Segments
from nlp.records import Mention
from nlp.resources.names import NameTables
from nlp.text.alternatives import alternatives
from nlp.text.fold import FoldedText
from nlp.text.lazy import lazy_pattern

_TOWN = lazy_pattern(r"([A-ZÀ-Ý][A-Za-zÀ-ÿ'.-]{2,24}(?: [A-ZÀ-Ý][A-Za-zÀ-ÿ'.-]{1,24}){0,2}), $")
_LONGEST_TOWN = 6
_TOWN_END = lazy_pattern(
    r"[,。的、)]|附近|郊|近郊|一带|以[东南西北]|境内|当地|[东南西北]部|$|和|与|及|建|新建|设有|开设|运营|启用|动工"
)
_EVERY = frozenset("各该某本全多几")  # 各省市
_TOWN_AGAIN = lazy_pattern(r"(?:的(?!公司|私人|律师|支持|妻子|儿子)|附近|郊|市(?![长场])|镇|县(?!长))")
_NAMING = frozenset({"nr", "nrt", "nrfg", "ns", "nz", "x", "n", "g", "zg", "ng", "b", "j"})
_COUNTY = lazy_pattern(
    r"(?<![A-Za-z])(?:(?:St|Ste|Ft|Mt)\. )?(?:[A-ZÀ-Ý][A-Za-zÀ-ÿ'-]{2,24} ){1,2}"
    r"(?:County|Province|Parish|Prefecture|Oblast|Krai|Voivodeship|Governorate|Federal District|Autonomous (?:Okrug|Region|Republic))(?![A-Za-z])"
)
_COUNTIES = cues_of(
    (
        *("County", "Province", "Parish", "Prefecture", "Oblast", "Krai", "Voivodeship", "Governorate"),
        *("District", "Okrug", "Region", "Republic"),
    )
)
_NAME = r"[A-ZÀ-Ý][A-Za-zÀ-ÿ'-]{2,24}(?: [A-ZÀ-Ý][A-Za-zÀ-ÿ'-]{2,24})?"
_KIND = "town|city|village|municipality|commune|hamlet|borough|province|county|district|township|capital city|port city"
_KINDS = cues_of((*_KIND.split("|"), "City", "Town", "Village"))
_OF_KIND = lazy_pattern(
    rf"(?<![A-Za-z])(?:(?:{_KIND}|[Cc]ity|[Tt]own|[Vv]illage) of (?P<of>{_NAME})(?![A-Za-z])"
    rf"|(?P<apposed>{_NAME}), an? (?:[a-z-]{{2,20}} ){{0,2}}(?:{_KIND})(?![A-Za-z]))"
)

_MANY = "towns|cities|villages|municipalities|communes|provinces|counties|districts|departments|regions|states|oblasts"
_OF_KINDS = lazy_pattern(rf"(?<![A-Za-z])(?:{_MANY}) of (?P<one>{_NAME}),? and (?P<two>{_NAME})(?![A-Za-z])")
_KINDS_MANY = cues_of(_MANY.split("|"))
_BEARING = lazy_pattern(r"(?<![A-Za-z-])(?<![A-Z][a-z] )(?P<bearing>(?:North|South|East|West)(?:ern)?) $")

# Rockdale市长John King: the Latin name of a town or county in Chinese text
_OFFICE_ZH = lazy_pattern(
    rf"(?<![A-Za-z]){_NAME}(?= ?(?:前|时任|现任|副)?(?:市长|县长|镇长|郡长|市议会|市议员|县议会|镇议会|市政厅|警长|镇居民|郡|镇|县)(?![\u4e00-\u9fff]?(?:上市|公司)))"
)

# 德克萨斯州Rockdale: a town in Latin letters behind its state
_TOWN_ZH = lazy_pattern(
    rf"(?<=[州省县郡])(?:的)?(?:小镇|小城|城市|镇)?(?P<name>{_NAME})(?=[,，。;；、)]|和|与|及|以及|均|拥|新|的|设|建|开|地区|附近|拥有|运营|部署|当地|市|镇|\(|$)"
)

# 分布在Norwood、Ashton等地, 多个城市,包括Norwood和Ashton: a list of towns in Latin letters
_LISTED = rf"(?P<list>{_NAME}(?:(?: ?(?:、|和|与|及|以及|,|，) ?){_NAME}){{1,9}})"
_LISTED_ZH = (
    lazy_pattern(
        r"(?:(?:位于|坐落于|坐落在|分布在|分布于|遍布|地处|散布在)(?:美国|加拿大)?的?"
        r"|(?:城市|城镇|小镇|城|县|郡|州|地区|区域|地带|热点|地点|多地|各地|两地|三地|四地)[^,，。;；A-Za-z]{0,6}[,，:：(]?(?:包括|包含|分别是|分别为|即|如|有|是|为)"
        r"|(?<=[州省县郡])的?(?:[多几数两三四]座?)?(?:小镇|小城|城镇|城市|县|镇))"
        rf" ?{_LISTED}(?![A-Za-z])"
    ),
    lazy_pattern(
        rf"在 ?{_LISTED}(?=(?:等地|等城市|等县)|(?:三地|两地|四地|均|都|各|共|分别|也|还|已)*"
        r"(?:设有|建有|运营|拥有|开设|建设|新建|兴建|部署|有)[^,，。;；]{0,10}(?:矿场|数据中心|园区|站点|设施|机房|矿区))"
    ),
)
_LIST_NAME = lazy_pattern(_NAME)
# Childress、[Wendover]和[Brisket]的矿场: what a list joins to a known town
_JOINT = r" ?(?:、|和|与|及|以及|、和) ?"
_ITEM_AFTER = lazy_pattern(
    rf"{_JOINT}(?P<name>{_NAME})(?={_JOINT}[A-ZÀ-Ý\u4e00-\u9fff]|[,。;)\n]| ?(?:的|等|这|两|三|均|都|各|设|建|开|新|扩|拥|运|附近|地区|一带)|$)"
)
_ITEM_BEFORE = lazy_pattern(rf"(?:(?<=[在于、的至往到及镇县州])|(?<=包括)|(?<=和)) ?(?P<name>{_NAME}){_JOINT}\Z")


class Places:
    """Finds unknown towns, counties and provinces."""

    def __init__(self, tables: NameTables) -> None:
        self._located = LocatedPlaces(tables)
        self._skip = tables.english.openers | tables.never | tables.english.titles
        self._ordinary = tables.english.ordinary
        self._tails = tables.chinese.place_tails
        tails = alternatives(tables.chinese.place_tails)
        letters = re.escape("".join(sorted(tables.chinese.translit)))
        self._tail = lazy_pattern(tails)
        self._before_tail = lazy_pattern(rf"[{letters}]{{2,7}}$")
        self._led_zh = lazy_pattern(
            rf"(?:(?:小镇|小城|重镇|首府|首都|港口城市|港市|港城|城市|小村|村庄|(?<=位于)[东南西北中]部)"
            rf"|(?:位于|地处|坐落于|落户|迁至|迁往|搬到|搬去|运往|运抵|发往|设在|建在|驻扎在|现身))"
            rf"(?P<name>[{letters}]{{2,6}}?)(?=的|[,。;、]|和|与|附近|郊外|郊区|一带|市郊|一家|一处|一座|有)"
        )
        self._letters, self._ordinary_zh = tables.chinese.translit, tables.chinese.ordinary
        self._generic = tables.chinese.generic | tables.chinese.stops

    def find(
        self, text: FoldedText, segments: Segments, places: Sequence[Mention], known: Sequence[Mention] = ()
    ) -> list[Mention]:
        """The unknown places of `text`; `places` are those found already, `known` all that the registry knows."""
        found = [mention for place in places for mention in self._before_state(text, place)]
        for match in find_latin(_COUNTY, text.folded, _COUNTIES):
            start = self._skip_openers(text.folded, match.start(), match.end())
            if " " in text.folded[start : match.end()]:
                found.append(_mention(text, start, match.end(), "en.place.county", PLACED))
        for match in find_latin(_OF_KIND, text.folded, _KINDS):
            begin, end = match.span("of" if match["of"] else "apposed")
            start = self._skip_openers(text.folded, begin, end)
            if start == begin and not self._is_plain(text.folded[start:end]):
                found.append(_mention(text, start, end, "en.place.kind", PLACED))
        found += [
            _mention(text, *match.span(), "zh.place.office", PLACED) for match in _OFFICE_ZH.finditer(text.folded)
        ]
        found += self._bearings(text, places)
        found += self._of_kinds(text)
        ends = {mention.end for mention in known}
        sure = {mention.end for mention in known if mention.label in ("FACILITY", "JURISDICTION")}
        found += [
            _mention(text, *match.span("name"), "zh.place.town", PLACED)
            for match in _TOWN_ZH.finditer(text.folded)
            if match.end("name") not in ends and not self._is_plain(match["name"])
        ]
        found += [
            _mention(
                text, match.start("list") + name.start(), match.start("list") + name.end(), "zh.place.listed", PLACED
            )
            for pattern in _LISTED_ZH
            for match in pattern.finditer(text.folded)
            for name in _LIST_NAME.finditer(match["list"])
            if match.start("list") + name.end() not in sure and not self._is_plain(name[0])
        ]
        found += self._joined(text, [*places, *found], {m.start for m in known})
        found += self._located.find(text, [*places, *found], {mention.start for mention in known})
        if segments.tokens:
            found += self._known(text, segments)
            found += [m for place in places for m in self._behind(text, segments, place)]
            found += self._led(text, segments)
            found += [m for tail in self._tail.finditer(text.folded) for m in self._ranked(text, segments, tail)]
        return found

    def _bearings(self, text: FoldedText, places: Sequence[Mention]) -> Iterator[Mention]:
        """Parts of countries and states that begin with a bearing in capitals: West Kazakhstan, Northern Norway."""
        for place in places:
            bearing = _BEARING.search(text.folded, max(0, place.start - 9), place.start) if place.ref else None
            if bearing is None or not text.folded[place.start].isupper():
                continue
            ref = f"{place.ref}-{bearing['bearing'].lower()}"
            yield replace(_mention(text, bearing.start("bearing"), place.end, "en.place.bearing", EXACT), ref=ref)

    def _of_kinds(self, text: FoldedText) -> Iterator[Mention]:
        """Two places behind the plural of their kind: the departments of Flores and Rivera."""
        for match in find_latin(_OF_KINDS, text.folded, _KINDS_MANY):
            for group in ("one", "two"):
                if not self._is_plain(match[group]) and match[group] not in self._skip:
                    yield _mention(text, *match.span(group), "en.place.kind", PLACED)

    def _known(self, text: FoldedText, segments: Segments) -> Iterator[Mention]:
        """Places of the dictionary that end in the word for their rank: 长宁县, 内蒙古自治区."""
        tokens = segments.tokens
        for index in tokens.tagged("ns"):
            word = tokens.words[index]
            if len(word) > 2 and word[0] not in _EVERY and word.endswith(self._tails) and segments.knows(word):
                if text.folded[tokens.starts[index] - 1 : tokens.starts[index]] == "《":
                    continue  # the title of a rule
                yield _mention(text, tokens.starts[index], tokens.starts[index + 1], "zh.place.known", WEAK)

    def _joined(self, text: FoldedText, places: Sequence[Mention], known: Collection[int]) -> Iterator[Mention]:
        """The unknown towns in Latin letters that a Chinese list joins to one that is known."""
        folded = text.folded
        open_ends = [(m.start, m.end) for m in places if m.text.isascii() and len(m.text) > 3]
        seen = set(open_ends)
        while open_ends:
            start, end = open_ends.pop()
            for item in (_ITEM_AFTER.match(folded, end), _ITEM_BEFORE.search(folded, max(0, start - 60), start)):
                if item is None or item.span("name") in seen or item.start("name") in known:
                    continue
                if not self._is_plain(item["name"]) and item["name"] not in self._skip:
                    seen.add(item.span("name"))
                    open_ends.append(item.span("name"))
                    yield _mention(text, *item.span("name"), "zh.place.joined", PLACED)

    def _before_state(self, text: FoldedText, place: Mention) -> list[Mention]:
        window = text.folded[max(0, place.start - 60) : place.start]
        match = _TOWN.search(window)
        if match is None or text.folded.startswith("'s", place.end):
            return []
        offset = place.start - len(window)
        start = offset + match.start(1)
        if (stop := match[1].rfind(". ")) >= 0 and match[1][:stop] not in ("St", "Ft", "Mt"):
            start += stop + 2
        start = self._skip_openers(text.folded, start, offset + match.end(1))
        name = text.folded[start : offset + match.end(1)]
        if start >= offset + match.end(1) or self._is_plain(name):
            return []
        return [_mention(text, start, offset + match.end(1), "en.place.town", PLACED)]

    def _is_plain(self, name: str) -> bool:
        return all(word.lower() in self._ordinary for word in name.split())

    def _behind(self, text: FoldedText, segments: Segments, place: Mention) -> Iterator[Mention]:
        """A foreign town right behind its country or state: 挪威|博德,2025年."""
        start, tokens = place.end, segments.tokens
        home = (place.ref or "").startswith(("cn", "tw", "hk"))
        if home or text.folded[start - 1] < "\u4e00" or not segments.is_border(start):
            return
        index = segments.index_at(start)
        while index < len(tokens) and self._letters.issuperset(tokens.words[index]):
            word = tokens.words[index]
            if word in self._ordinary_zh or word in self._generic or tokens.tags[index] not in _NAMING:
                break
            index += 1
        end = tokens.starts[index] if index < len(tokens) else len(text.folded)
        if 2 <= end - start <= _LONGEST_TOWN and _TOWN_END.match(text.folded, end):
            yield _mention(text, start, end, "zh.place.behind", WEAK)
            return
        # 在佛罗里达州|朱庇特的: a town that bears a person's name
        token = tokens[segments.index_at(start)]
        led = text.folded.endswith(("在", "位于", "往", "至", "到"), 0, place.start)
        ranked = text.folded[start - 1] in "州省" and token.tag.startswith("nr") and 2 <= len(token.word) <= 4
        if led and ranked and _TOWN_AGAIN.match(text.folded, token.end):
            yield _mention(text, start, token.end, "zh.place.behind", PLACED)

    def _led(self, text: FoldedText, segments: Segments) -> Iterator[Mention]:
        """A foreign town behind the word for its kind or a word of place and movement: 南部小镇[盖杜]的机房, 运往[亚松森]."""
        for match in self._led_zh.finditer(text.folded):
            start, end = match.span("name")
            words = segments.tokens[segments.index_at(start) : segments.index_at(end - 1) + 1]
            whole = words[0].start == start and words[-1].end == end
            plain = any(
                len(token.word) > 1 and token.tag[:2] not in ("nr", "ns", "nz") and segments.knows(token.word)
                for token in words
            )
            if whole and not plain and not any(token.word in self._generic for token in words):
                yield _mention(text, start, end, "zh.place.led", WEAK)

    def _ranked(self, text: FoldedText, segments: Segments, tail: re.Match[str]) -> list[Mention]:
        name = self._before_tail.search(text.folded, max(0, tail.start() - 7), tail.start())
        if name is None or not segments.is_border(tail.end()):
            return []
        starts = [offset for offset in range(name.start(), tail.end() - 2) if segments.is_border(offset)]
        if not starts:
            return []
        token = segments.tokens[segments.index_at(starts[0])]
        if tail.end() - starts[0] < 4 or token.tag not in ("ns", "nr", "nrt", "nrfg") or token.word in self._generic:
            return []
        return [_mention(text, starts[0], tail.end(), "zh.place.ranked", WEAK)]

    def _skip_openers(self, folded: str, start: int, end: int) -> int:
        owner = folded.rfind("'s ", start, end)
        start = owner + 3 if owner >= 0 else start
        while start < end:
            word = folded[start:end].split(" ", 1)[0]
            if word not in self._skip:
                return start
            start += len(word) + 1
        return start


def _mention(text: FoldedText, start: int, end: int, rule: str, priority: int) -> Mention:
    return Mention(start, end, text.source[start:end], "JURISDICTION", rule=rule, confidence=0.7, priority=priority)
