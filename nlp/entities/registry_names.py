"""Mentions of registry names: one pass over the text for every surface of every label."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType
from typing import NamedTuple

from ahocorasick_rs import AhoCorasick

from nlp.entities.affixes import AffixTable
from nlp.entities.borders import has_borders, is_glued
from nlp.entities.headings import is_heading
from nlp.entities.letters import lowered
from nlp.entities.neighbours import Neighbours
from nlp.entities.priorities import EXACT
from nlp.entities.segments import Segments
from nlp.records import Mention
from nlp.resources.names import NameTables
from nlp.text.alternatives import alternatives
from nlp.text.fold import FoldedText, fold_all
from nlp.text.lazy import lazy_pattern

_HAN = lazy_pattern(r"[\u4e00-\u9fff]")
_SCRIPT_BORDER = lazy_pattern(r"(?<=[A-Za-z0-9])(?=[\u4e00-\u9fff])|(?<=[\u4e00-\u9fff])(?=[A-Za-z0-9])")
_TAIL_ZH = (
    "科技集团有限公司",
    "股份有限公司",
    "有限责任公司",
    "有限公司",
    "科技集团",
    "控股集团",
    "技术集团",
    "公司",
    "集团",
)
_HOLDING_ZH = lazy_pattern(r"控股(?![股子公权比的人方平合下制东了])")
# A part of a firm that has a name of its own: 百度|研究院, 谷歌|云.
_UNIT_ZH = lazy_pattern(
    r"(?<=[\u4e00-\u9fffA-Za-z])(?:研究院|研究所|实验室|基金会|出版社|资管(?![产计新业])|创投|风投|愿景基金|数科|金科|财险|人寿|云(?![算端服计挖存上南集平原]))"
)
# a part of an authority: 商务部|消费促进司
_OFFICE_ZH = lazy_pattern(
    r"(?:[\u4e00-\u9fff](?<![的和与及等将在对已称说、])){2,6}?(?:司(?<!公司)(?![法长机令司副])|办公厅)"
)
# a zone with the name of its town: 无锡|高新区
_ZONE_ZH = lazy_pattern(
    r"(?<=[\u4e00-\u9fff])(?:国家级?|[\u4e00-\u9fff](?<![的在和与]))?(?:高新区|经开区|自贸试?验?区|高新技术产业开发区|经济技术开发区|开发区)"
)
_TAIL_EN = (
    *("Group", "Holdings", "Technologies", "Technology", "International", "Enterprises", "Digital", "Pool", "Finance"),
    *("Research", "Capital", "Ventures", "Labs", "Cloud", "Securities", "Investments", "Platforms"),
)
_JUNIOR = lazy_pattern(r",? (?:Jr|Sr)(?:\.|(?![A-Za-z]))")
_RANK = lazy_pattern(r"(?<=[\u4e00-\u9fff])[省州县郡](?![长委政级])|(?<=[\u4e00-\u9fff])市(?![场值面价民长占区中委政])")
_RANK_LATIN = lazy_pattern(r" ?[省州](?![长委政级])")
# a county is another place than the town that gives it its name: Missoula [County], Tehran [province]
_RANK_EN = lazy_pattern(
    r" (?:County|[Pp]rovince|[Pp]refecture|[Oo]blast|[Kk]rai|[Pp]arish|[Gg]overnorate|[Vv]oivodeship)(?![A-Za-z-])"
)
_RANKED = lazy_pattern(r"[省州县市区国旗镇岛洲]")
_STATE = lazy_pattern(
    r"[A-Z]{2}(?![A-Za-z])|(?:Washington|Georgia)(?![A-Za-z])|[A-Z][a-z]{1,4}\.|[A-Z]\.[A-Z][a-z]{0,2}\."
)
_TOWN = lazy_pattern(r"[A-Z][A-Za-z.' -]{2,24}, ?$")
_COMMA = lazy_pattern(r", ?")
_PLACE_JOIN = lazy_pattern(r",? and ")
_PLACE_JOINED = lazy_pattern(r"(?:,? (?:and|or)|,) $")
_PLACE_LEFT = lazy_pattern(
    r"(?:^|[ (])(?:in|In|near|Near|at|outside|from|out of|(?:came|come|gone|went|goes|moved|back|returned|flew|drove|sent|shipped|trucked|hauled) to) $"
)
# the [Sydney] miner, a [Fargo] newcomer; Perrin Calcul, of [Lyon], took it
_PLACE_BETWEEN = lazy_pattern(r"(?:^|[ (\n])(?:[Tt]he|[Aa]|[Ii]ts|[Tt]heir|[Hh]is|[Hh]er) $")
_LOCAL_THING = lazy_pattern(
    r" (?:miner|developer|firm|company|crew|newcomer|garage|office|lender|start-?up|landlord|warehouse|court|outfit|workshop|yard|barn|suburb|suburbs|area|shop|law firm)(?![a-z])"
)
_OF_SEAT, _SEAT_END = lazy_pattern(r", of $"), lazy_pattern(r"[,.;]")
# parts of China, the refs of which tell their state
_HOME = "cn-"
_PLACE_LEFT_ZH = lazy_pattern(r"(?:在|位于|于|省|到|至|从|往|赴|自|州|市|、)$")
_OF_STATE = lazy_pattern(r" state(?![a-z])")
# [Washington] put the firm on a list
_CAPITAL_ACTS = lazy_pattern(
    r" (?:(?:has|had|is|was|will|also) )?(?:put|puts|placed|imposed|imposes|sanctioned|banned|wants|moved|blames|blamed|accused|accuses|barred|added|slapped|tightened|eased|lifted|considering|weighing)(?![a-z])"
)
_NAME_RIGHT = lazy_pattern(r" [A-Z]|'s [A-Z]|[a-z0-9]")
_OPENING = lazy_pattern(r"(?:^|[.!?:\"“”*•-])\s*[\"“(]?$")
_AMONG = lazy_pattern(
    r"(?<![A-Za-z'])(?!(?:of|and|for|the|an?|our|its|their|this|his|her|or|non|new|&)(?![a-z]))[a-z]{2,},? $"
)
# Dale Orrin of [Proactive]
_OF_PERSON = lazy_pattern(r"(?<![A-Za-z])[A-Z][a-z]+ [A-Z][A-Za-z'-]+,? (?:of|at|from|for) $")
_NO_NAME_RIGHT = lazy_pattern(r" ?[A-Z0-9&/(-]|\.\w| (?:and|or|&) [A-Z]")
_HAN_BEFORE = lazy_pattern(r"[\u4e00-\u9fff](?<!币) ?$")
_HAN_AFTER = lazy_pattern(r" ?[\u4e00-\u9fff]|[,。;](?=[\u4e00-\u9fff]|\s|$)")
_SPEAKS_ZH = lazy_pattern(
    r" ?(?:\([^()]{1,20}\))?(?:周.|今日|昨日|同时|还|则|也|目前|已|再次|又|累计|共|近期|上周|本周)*(?:持有|增持|买入|购买|出售|售出|称|表示|宣布|公布|披露|推出|首席|创始人|旗下)"
)
_FORM_LEFT = lazy_pattern(r"(?<![A-Za-z])(?:Republic|Kingdom|Commonwealth) of $")
# [S19j Pros], [S21 XPs]: several of a model
_PLURAL = lazy_pattern(r"[A-Za-z](?:o|P|s|i)s(?![A-Za-z0-9])")
_LIST_JOINT = lazy_pattern(r"(?:, (?:and |or )?| and | or |、|和|与|以及|及)$")
_LIST_JOINT_AFTER = lazy_pattern(r"(?:, (?:and |or )?| and | or |、|和|与|以及|及)")
_NAME_BEHIND = lazy_pattern(r" [A-Z]")
_OWN_TICKER = lazy_pattern(r" ?\((?:(?:NASDAQ|Nasdaq|NYSE|TSX): ?)?[A-Z]{3,5}\)")
_MACHINE_RIGHT = lazy_pattern(
    r" (?:chips?|GPUs?|cards?|accelerators?|servers?|machines?|rigs?|miners?|units?|ASICs?|clusters?|boards?)(?![a-z])"
)
# [Strategy] then bought another 220 BTC: who has coins
_HAS_COINS = lazy_pattern(
    r" (?:(?:has|had|also|now|then|still|itself|alone|currently|recently|again|already|only|said it|says it) ){0,3}"
    r"(?:bought|buys|purchased|purchases|acquired|acquires|added|adds|holds|held|hold|owns|owned|sold|sells|mined|mines|has|had) "
    r"(?:(?:about|around|nearly|over|more than|some|another|a further|an additional|roughly|just|up to|its|first|only) ){0,3}"
    r"[\d,.]+ ?(?:BTC|[Bb]itcoins?|ETH|[Ee]ther)(?![A-Za-z])"
)
_DOUBT, _REASON, _REASON_LONG = 0.4, 0.5, 0.15


class Surface(NamedTuple):
    """One way in which a registry thing is written.

    `doubtful` surfaces count only where the text gives a reason; `ticker` marks a share's code;
    `local` a place below the state, whose name may be an ordinary word's part; `wide` one too wide to name a site,
    `country` a country or a part of the world; `short` a county's name without the word for its rank.
    """

    text: str
    label: str
    ref: str
    doubtful: bool = False
    ticker: bool = False
    local: bool = False
    wide: bool = False
    country: bool = False
    short: bool = False


@dataclass(frozen=True, slots=True)
class Found:
    """What one pass finds; `refused` are the spans of places that stand inside another name."""

    certain: list[Mention]
    doubtful: list[Mention]
    refused: list[tuple[int, int]]


class RegistryNames:
    """Finds registry surfaces."""

    def __init__(
        self,
        surfaces: Iterable[Surface],
        tables: NameTables,
        employers: Mapping[str, Sequence[str]] = MappingProxyType({}),
    ) -> None:
        self._employers = employers
        self._plain = tables.chinese.ordinary | tables.chinese.place_plain
        self._firm_zh = lazy_pattern(alternatives(tables.chinese.suffixes))
        self._surfaces: list[Surface] = []
        self._keys: list[str] = []
        surfaces = list(surfaces)
        for surface, text in zip(surfaces, fold_all(surface.text for surface in surfaces), strict=True):
            self._add(surface, text)
        self._english = tables.english
        self._neighbours = Neighbours(tables)
        self._tickers = frozenset(s.text for s in self._surfaces if s.ticker)
        forms = "|".join(re.escape(form) for form in sorted(tables.english.legal_forms, key=len, reverse=True))
        self._tail = lazy_pattern(
            rf"(?: (?:{'|'.join(_TAIL_EN)})(?![A-Za-z]| (?!Inc|Ltd|LLC|Corp|Limited|PLC)[A-Z]))?"
            rf"(?:,? (?:{forms})(?![A-Za-z])){{0,2}}"
        )
        contexts = {c.phrase: c.weight for c in self._english.contexts if (c.label, c.side) == ("COMPANY", "left")}
        self._before = AffixTable({**contexts, **tables.chinese.company_before}, side="left")
        contexts = {c.phrase: c.weight for c in self._english.contexts if (c.label, c.side) == ("COMPANY", "right")}
        self._after = AffixTable({**contexts, **tables.chinese.company_after}, side="right")

    def _add(self, surface: Surface, text: str) -> None:
        """Adds a surface; `text` is its folded form."""
        key = text.lower()
        if len(key) != len(text):
            key = lowered(text)
        han = not key.isascii() and _HAN.search(key) is not None
        place = surface.label == "JURISDICTION" and text not in self._plain
        if len(key) < (3 if surface.doubtful and han and not place else 2):
            return
        self._surfaces.append(surface if text == surface.text else surface._replace(text=text))
        self._keys.append(key)
        spaced = _SCRIPT_BORDER.sub(" ", key) if han and surface.label == "COMPANY" else key
        if spaced != key:
            self._surfaces.append(surface._replace(text=_SCRIPT_BORDER.sub(" ", text)))
            self._keys.append(spaced)
        if surface.label in ("COMPANY", "PERSON") and not han and " " in key and len(key) > 7:
            self._surfaces.append(surface._replace(text=text.replace(" ", "")))
            self._keys.append(key.replace(" ", ""))

    @cached_property
    def _automaton(self) -> AhoCorasick | None:
        """All names in one automaton, made with the first text, as the tokenizer's dictionary is."""
        return AhoCorasick(self._keys) if self._keys else None

    def find(self, text: FoldedText, segments: Segments) -> Found:
        """The mentions of registry names, refs set, overlaps not settled."""
        certain: list[Mention] = []
        doubtful: list[Mention] = []
        refused: list[tuple[int, int]] = []
        if self._automaton is None:
            return Found(certain, doubtful, refused)
        lower = lowered(text.folded)
        for index, start, stop in self._automaton.find_matches_as_indexes(lower, overlapping=True):
            surface, end = self._surfaces[index], stop
            if text.folded[start - 1 : start] == "@" and text.folded[start - 2 : start - 1] == "(":
                continue
            several = surface.label == "MACHINE" and _PLURAL.match(text.folded, end - 2) is not None
            end += several
            free = has_borders(text.folded, start, end, segments, strict=surface.local)
            if not free and not self._is_glued(text.folded, start, end, surface):
                continue
            if self._is_excluded(text.folded, start, end, surface, segments):
                if self._neighbours.is_other(text.folded, start, end, surface.label) or (
                    surface.label == "JURISDICTION" and not self._heads_name(text.folded, end)
                ):
                    refused.append((start, end))
                continue
            doubt = self._doubt(surface, text.folded[start : end - several])
            if doubt < 0:
                continue
            named, end = end, self._whole(text.folded, start, end, surface)
            zone = surface.label == "JURISDICTION" and _ZONE_ZH.match(text.folded, end)
            if zone:
                named, end = end, zone.end()
            if (
                surface.label == "PERSON"
                and " " not in surface.text
                and (tail := self._extended(text.folded, start, end)) > end
            ):
                mention = Mention(start, tail, text.source[start:tail], "COMPANY", rule="latin.tail", priority=EXACT)
                certain.append(mention)
                continue
            of = surface.label == "JURISDICTION" and text.folded.endswith(" of ", 0, start)
            if of and (form := _FORM_LEFT.search(text.folded, max(0, start - 16), start)):
                start = form.start()
            # [Donald Trump] Jr. is another one than Donald Trump
            ref: str | None = surface.ref if (surface.label != "PERSON" or end == named) and not zone else None
            if surface.label == "COMPANY" and (unit := _UNIT_ZH.match(text.folded, end)) and not surface.doubtful:
                end, ref = unit.end(), None
            if surface.label == "JURISDICTION" and _RANK_EN.match(text.folded, named) and named < end:
                ref = None
            rule = "registry.ticker" if surface.ticker else "registry"
            mention = Mention(
                start, end, text.source[start:end], surface.label,
                rule=rule, ref=ref, confidence=1.0 - doubt, priority=EXACT,
            )  # fmt: skip
            (doubtful if doubt else certain).append(mention)
        return Found(certain, doubtful, refused)

    def _whole(self, folded: str, start: int, end: int, surface: Surface) -> int:
        """The end with the legal form, rank or generation that belongs to the name."""
        if surface.label == "COMPANY":
            return self._extended(folded, start, end)
        if surface.label == "AUTHORITY" and "\u4e00" <= folded[end - 1] <= "\u9fff":
            office = _OFFICE_ZH.match(folded, end)
            return office.end() if office else end
        ranked = surface.label == "JURISDICTION" and _RANK.match(folded, end) and not _RANKED.match(folded, end - 1)
        if ranked:
            return end + 1
        if surface.label == "JURISDICTION" and folded[end - 1].isascii():
            rank = _RANK_LATIN.match(folded, end) or (None if surface.wide else _RANK_EN.match(folded, end))
            return rank.end() if rank else end
        junior = _JUNIOR.match(folded, end) if surface.label == "PERSON" else None
        return junior.end() if junior else end

    def _heads_name(self, folded: str, end: int) -> bool:
        """Whether a place leads to a firm's last word, or is Chinese: it may be part of a name yet."""
        follower = folded[end + 1 : end + 20].split(" ", maxsplit=1)[0]
        return not folded[end - 1].isascii() or follower in self._english.suffixes

    def _is_glued(self, folded: str, start: int, end: int, surface: Surface) -> bool:
        exact = folded[start:end] == surface.text and surface.label in ("COMPANY", "PERSON") and not surface.doubtful
        return exact and is_glued(folded, start, end, self._english.ordinary)

    def _doubt(self, surface: Surface, written: str) -> float:
        """0 for a certain match, a positive number for a doubtful one, -1 for none."""
        if _HAN.search(written) or not any(char.isalpha() for char in written):
            return _DOUBT if surface.doubtful else 0.0
        if written == surface.text:
            plain = surface.local and written.lower() in self._english.ordinary
            return _DOUBT if surface.doubtful or surface.ticker or plain else 0.0
        if (
            surface.ticker
            or len(surface.text) < 4
            or (surface.text.isupper() and surface.label not in ("COMPANY", "JURISDICTION"))
        ):
            return -1.0
        if written[0].isupper() and not _is_capitalised(written) and _is_capitalised(surface.text):
            return -1.0  # Bitcoin treasuries
        ordinary = all(word in self._english.ordinary for word in written.lower().split())
        if written.isupper() or _is_capitalised(written):
            return _DOUBT if surface.doubtful or (ordinary and not written[0].isupper()) else 0.0
        if ordinary or len(written) < 6 or surface.label != "COMPANY" or surface.doubtful:
            return -1.0
        return 0.0

    def _is_excluded(self, folded: str, start: int, end: int, surface: Surface, segments: Segments) -> bool:
        """Whether the neighbours make something else of it: a ticker, a currency, a law, an officer, a family."""
        if self._neighbours.exclude(folded, start, end, surface.label, wide=surface.country):
            return True
        if surface.label == "PERSON" and end - start == 2 and _is_cut_out(segments, start, end):
            return True
        if surface.label == "PERSON" and end - start == 2 and folded[end : end + 1] == folded[end - 1] >= "\u4e00":
            return True  # 王磊|磊
        bracketed = surface.label == "COMPANY" and folded[start - 1 : start] == "(" and folded[end : end + 1] == ")"
        return bracketed and folded[start:end] in self._tickers

    def _extended(self, folded: str, start: int, end: int) -> int:
        """The end with the legal form or the word 公司 that belongs to the name."""
        if "\u4e00" <= folded[end - 1] <= "\u9fff":
            for tail in _TAIL_ZH:
                if folded.startswith(f"{tail}方面", end):
                    return end
                if folded.startswith(tail, end) and not folded[start:end].endswith(tail):
                    return end + len(tail)
            holding = _HOLDING_ZH.match(folded, end)
            return holding.end() if holding else end
        match = self._tail.match(folded, end)
        if match is None or match.end() == end:
            return end
        stop = match.end()
        return (
            stop + 1
            if folded[stop : stop + 1] == "." and folded[stop - 3 : stop].lower() in ("inc", "ltd", "orp")
            else stop
        )

    def settle(self, folded: str, certain: Sequence[Mention], doubtful: Sequence[Mention]) -> list[Mention]:
        """The doubtful mentions that the text gives a reason for.

        A reason is a certain mention of the same thing or of somebody who works there, or words of business next to
        one of the doubtful ones.
        """
        refs = {mention.ref for mention in certain}
        refs.update(firm for m in certain if m.label == "PERSON" and m.ref for firm in self._employers.get(m.ref, ()))
        refs.update(m.ref for m in doubtful if m.ref not in refs and m.label == "COMPANY" and self._reason(folded, m))
        firms = [m for m in certain if m.label == "COMPANY"]
        starts, ends = {m.start for m in firms}, {m.end for m in firms}
        refs.update(m.ref for m in doubtful if m.label == "COMPANY" and _is_listed(folded, m, starts, ends))
        refs.update(m.ref for m in doubtful if m.label == "MACHINE" and _MACHINE_RIGHT.match(folded, m.end))
        refs.update(m.ref for m in doubtful if m.label == "FACILITY" and self._is_site(folded, m, refs))
        places = {mention.start for mention in certain if mention.label == "JURISDICTION"}
        states = {m.end: m.start for m in doubtful if m.label == "JURISDICTION" and _STATE.match(folded, m.start)}
        places.update(start for end, start in states.items() if _TOWN.search(folded[max(0, start - 30) : start]))
        closed = {mention.end for mention in certain if mention.label == "JURISDICTION"}
        doubtful = [m for m in doubtful if not self._opens_firm(folded, m)]
        home = {m.end for m in certain if m.label == "JURISDICTION" and (m.ref or "").startswith(_HOME)}
        at_home = [m for m in doubtful if m.label == "JURISDICTION" and (m.ref or "").startswith(_HOME)]
        refs.update(m.ref for m in at_home if m.start in home or self._is_place(folded, m, places, closed))
        return [
            m
            for m in doubtful
            if (m.label != "JURISDICTION" and m.ref in refs)
            or (m.label == "JURISDICTION" and self._is_place(folded, m, places, closed))
            or (m.ref in refs and (m.ref or "").startswith(_HOME) and self._is_told(folded, m))
        ]

    def _is_site(self, folded: str, mention: Mention, refs: Set[str | None]) -> bool:
        """Whether a doubtful site's operator is named and the site stands alone in a sentence: at its [Helios]."""
        if mention.ref is None or refs.isdisjoint(self._employers.get(mention.ref, ())):
            return False
        left = folded[max(0, mention.start - 4) : mention.start]
        proper = folded[mention.start].isupper() and not _OPENING.search(left)
        return proper and not _NO_NAME_RIGHT.match(folded, mention.end)

    def _opens_firm(self, folded: str, mention: Mention) -> bool:
        """Whether a doubtful Chinese place has the last word of a firm's name behind it: 巢湖|创投."""
        local = mention.label == "JURISDICTION" and (mention.ref or "").startswith(_HOME)
        return (
            local and _HAN.match(folded, mention.start) is not None and bool(self._firm_zh.match(folded, mention.end))
        )

    def _is_told(self, folded: str, mention: Mention) -> bool:
        """Whether a Chinese place that the text has told before is no ordinary word."""
        name = folded[mention.start : mention.end]
        return bool(_HAN.match(name)) and name not in self._plain

    def _is_place(self, folded: str, mention: Mention, places: Collection[int], ends: Collection[int]) -> bool:
        """Whether a doubtful place's neighbours tell that it is meant: before its state, after a preposition, in a list."""
        if mention.start in places:
            return True
        name, left = folded[mention.start : mention.end], folded[max(0, mention.start - 16) : mention.start]
        if name == "Washington" and (
            _OF_STATE.match(folded, mention.end) or (_OPENING.search(left) and _CAPITAL_ACTS.match(folded, mention.end))
        ):
            return True
        after = _COMMA.match(folded, mention.end)
        if after and after.end() in places:
            return True
        joined = _PLACE_JOIN.match(folded, mention.end)
        if joined and joined.end() in places:
            return True
        before = _PLACE_JOINED.search(folded, max(0, mention.start - 6), mention.start)
        if before and before.start() in ends and not _NAME_RIGHT.match(folded, mention.end):
            return True
        if _HAN.search(name):
            return bool(_PLACE_LEFT_ZH.search(left)) and len(name) > 1
        right = folded[mention.end : mention.end + 8]
        led = bool(_PLACE_LEFT.search(left)) and not _NAME_RIGHT.match(right)
        seated = _OF_SEAT.search(left) and _SEAT_END.match(right)
        local = seated or (_PLACE_BETWEEN.search(left) and _LOCAL_THING.match(folded, mention.end))
        return len(name) > 3 and (led or bool(local) or right.startswith("-based"))

    def _reason(self, folded: str, mention: Mention) -> bool:
        """Whether a doubtful company's form or neighbours tell that it is meant."""
        name, left = folded[mention.start : mention.end], folded[max(0, mention.start - 40) : mention.start]
        if _OWN_TICKER.match(folded, mention.end) and name[0].isupper():
            return True
        if len(name) > 3 and name[0].isupper() and _HAS_COINS.match(folded, mention.end):
            return True
        proper = mention.rule != "registry.ticker" and len(name) > 2 and name.lower() not in self._english.ordinary
        if proper and name[0].isupper() and not _OPENING.search(left):
            return True
        # a Latin name among Chinese words: 以 Strategy 和现货 ETF 为代表
        among = (
            len(name) > 3
            and name[0].isupper()
            and (_HAN_BEFORE.search(left) or (left[-1:] in "。\n" and _SPEAKS_ZH.match(folded, mention.end)))
            and _HAN_AFTER.match(folded, mention.end)
        )
        called = len(name) > 2 and name[0].isupper() and folded.startswith("公司", mention.end)  # Block公司
        if (among or called) and mention.rule != "registry.ticker":
            return True
        if proper_alone(folded, mention.start, mention.end, left) and mention.rule != "registry.ticker":
            return True
        if name[0].isupper() and _OF_PERSON.search(left) and not _NO_NAME_RIGHT.match(folded, mention.end):
            return True
        weight = self._before.weight(left) + self._after.weight(folded[mention.end : mention.end + 30])
        # a long Chinese name says more for itself: 美国比特币股价
        return weight >= (_REASON_LONG if len(name) > 4 and _HAN.match(name) else _REASON)


def _is_cut_out(segments: Segments, start: int, end: int) -> bool:
    """Whether both ends lie inside words, of which the first is one of the dictionary: 天[马云]谷."""
    if not segments.tokens or segments.is_border(start) or segments.is_border(end):
        return False
    first, last = segments.index_at(start), segments.index_at(end - 1)
    return first < last and segments.knows(segments.tokens[first].word)


def _is_listed(folded: str, mention: Mention, starts: Collection[int], ends: Collection[int]) -> bool:
    """Whether a list joins a doubtful company's name to a certain one: Bitmain and [Strategy], Canaan and [Core]'s fleet."""
    name = folded[mention.start : mention.end]
    if not (name[0].isupper() and name.isascii()) or _NAME_BEHIND.match(folded, mention.end):
        return False
    before = _LIST_JOINT.search(folded, max(0, mention.start - 6), mention.start)
    after = _LIST_JOINT_AFTER.match(folded, mention.end)
    return bool((before and before.start() in ends) or (after and after.end() in starts))


def proper_alone(folded: str, start: int, end: int, left: str) -> bool:
    """Whether one capitalised word stands among small ones in a sentence, where only a name would: behind Strategy."""
    if not (folded[start].isupper() and folded[start + 1 : end].islower() and _AMONG.search(left)):
        return False
    return not _NO_NAME_RIGHT.match(folded, end) and not is_heading(folded, start, end)


def _is_capitalised(written: str) -> bool:
    words = re.split(r"[ -]", written)
    return all(not word[:1].isalpha() or word[:1].isupper() or word in ("of", "and", "the") for word in words)
