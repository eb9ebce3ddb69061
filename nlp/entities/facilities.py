"""Sites with a proper name: a capitalised name or a town and the word for the site."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import replace

from nlp.entities.letters import cues_of, find_latin
from nlp.entities.located import BEARINGS
from nlp.entities.named_sites import NamedSites
from nlp.entities.neighbours import POST
from nlp.entities.priorities import CONTEXT, EXACT
from nlp.entities.segments import Segments
from nlp.records import Mention
from nlp.resources.names import NameTables
from nlp.text.alternatives import alternatives
from nlp.text.fold import FoldedText
from nlp.text.lazy import lazy_pattern

_ONE_OF_MANY = lazy_pattern(r"(?<![A-Za-z])[Aa]n? $")
_ARM = lazy_pattern(r"(?<![a-z])(?:arm|unit|subsidiary|affiliate|spin-off|start-up|parent|sister) $")
_OWN_NAMES = frozenset(("Airport", "National Park"))
_OWN_SITES = frozenset(("facility", "site", "campus"))
_THE = lazy_pattern(r"[Tt]he $")
_LOOSE = frozenset({"站点", "设施", "基地"})
# With a capital these are titles of other things too: Extended Fund Facility.
_LOOSE_TITLES = frozenset({"Site", "Facility", "Complex"})
_LONGEST_FOREIGN = 7
_DETERMINERS = frozenset(("a", "an", "the", "its", "our"))
_NAMING = frozenset({"nr", "nrt", "nrfg", "ns", "nz", "x", "n", "g", "zg", "ng"})
# the number of a project that the registry knows without it: Project Dorothy [2]
_NUMBER = lazy_pattern(r" (?:\d{1,2}[A-Z]?|I{1,3})(?=[,.;:)'’]|$| (?!MW|megawatts|years|months|GW)[a-z])")
# Chinese places tell where a site is, not which: 成都机房.
_PROVINCES = ("cn-", "tw-")
_HOME = ("cn-", "tw-", "hk-", "mo-")
_WORD = r"[A-ZÀ-Ý][A-Za-zÀ-ÿ-]{1,30}(?:(?<=-)\d{1,2}(?![\d.]))?"


_GRADE = lazy_pattern(r"(?:Tier|Level|Class|Phase|Stage)[ -](?:\d|I{1,3}|One|Two|Three|Four)(?![A-Za-z])")

# the firm that owns the [mine], X: the name is the firm's
_OF_SITE = lazy_pattern(
    r"(?:compan(?:y|ies)|firms?|owners?|operators?|developers?|landlords?|builders?|tenants?|business|startup|group|miner|outfit) "
    r"(?:(?:that|which|who) (?:[a-z]+ ){1,4}|of |behind |building |running |operating |owning |developing )(?:the |an? |this |that |its )?(?:[a-z-]+ ){0,3}\Z"
)


def _is_of_site(text: FoldedText, match: re.Match[str]) -> bool:
    return _OF_SITE.search(text.folded, max(0, match.start() - 90), match.start()) is not None


class Facilities:
    """Finds named sites in both languages."""

    def __init__(self, tables: NameTables) -> None:
        english, chinese = tables.english, tables.chinese
        sites = sorted({*english.site_words, *map(str.title, english.site_words)}, key=len, reverse=True)
        lower = alternatives(sites)
        self._english = lazy_pattern(
            rf"(?<![A-Za-z])({_WORD}(?: {_WORD}){{0,3}}(?: \d{{1,2}}| I{{1,3}})?)((?:'s)?) ({lower})(?![A-Za-z]|{POST})"
        )
        forms = alternatives(sorted(english.legal_forms, key=len, reverse=True))
        self._form = lazy_pattern(rf"(?: \d{{1,2}})?,? (?:{forms})(?![A-Za-z])")
        self._apposed = lazy_pattern(
            rf"(?<![A-Za-z])({_WORD}(?: {_WORD}){{0,2}}(?: \d{{1,2}})?), "
            rf"(?:an?|the|its|our) [^.,;\n]{{0,30}}?(?:{lower})(?![A-Za-z])"
        )
        self._named = lazy_pattern(
            rf"(?<![A-Za-z])(?:(?:{lower}), (?=[^,.;\n]{{4,60}},)|(?:{lower}): |(?:The|Its|Their) (?:[a-z]+ )?(?:{lower}), (?=[^,.;\n]{{4,60}} (?:in|near) [A-Z]))"
            rf"({_WORD}(?: {_WORD}){{1,3}})(?=,| (?:in|near) [A-Z])"
        )
        self._sites = cues_of(sites)
        self._named_sites = NamedSites(lower)
        self._latin_word = lazy_pattern(rf" (?:{lower})(?![A-Za-z-]| [A-Z])")
        words = alternatives(chinese.site_words)
        self._word = lazy_pattern(rf" ?(?:{words})")
        self._han = lazy_pattern(alternatives(chinese.site_heads))
        loose = alternatives(chinese.site_tails)
        self._tail = lazy_pattern(rf"(?:{loose})(?![主商业])")
        self._called_zh = lazy_pattern(
            rf"(?:代号|名为|取名|命名为|称为|名叫|叫做|代号为|项目名为)[“「\"《](?P<name>[^”」\"》\n。,]{{2,14}})[”」\"》](?=的?[^,。;\n]{{0,8}}?(?:{words}))"
        )
        self._translit, self._common = chinese.translit, chinese.ordinary
        self._generic, self._stops = chinese.generic, chinese.stops
        self._chinese = lazy_pattern(rf"([A-Z][A-Za-z]{{2,20}}(?: [A-Z][A-Za-z]{{1,20}}){{0,2}}) ?({words})")
        self._skip = english.openers | tables.demonyms | tables.never | english.titles
        self._ordinary = english.ordinary
        self._firms = english.suffixes | frozenset(english.legal_forms)

    def find(
        self, text: FoldedText, segments: Segments, known: Sequence[Mention], towns: Sequence[Mention] = ()
    ) -> list[Mention]:
        """The sites of `text`; `known` are the mentions of companies, machines, sites and wide places, `towns` others."""
        blocked = {(m.start, m.end) for m in known}
        starts = {m.start: m.end for m in known}
        found = [m for place in known if place.label == "FACILITY" for m in self._with_word(text, place)]
        inside = _inside_of(towns)
        known = [m for m in known if m.label != "FACILITY" and not inside(m)]
        covered = _covered(known)
        places = {m.end: m.start for m in [*known, *towns] if m.label == "JURISDICTION"}
        firms = {(m.start, m.end) for m in known if m.label == "COMPANY" and m.rule == "registry"}
        for match in find_latin(self._english, text.folded, self._sites):
            if _ARM.search(text.folded, max(0, match.start() - 12), match.start()):
                continue  # its local arm Kestrel Datacenter
            if match[2] or _ONE_OF_MANY.search(text.folded, max(0, match.start() - 3), match.start()):
                continue
            start = self._skip_words(text.folded, match.start(1), match.end(1), starts, places.values())
            if text.folded[start : start + 1].isdigit() or _GRADE.match(text.folded, start):
                continue  # its Tier-3 datacenter
            if places.get(match.end(1), start) < start:
                continue  # its Ellendale, North Dakota campus
            if match[1].endswith((" County", " Parish", " Province")):
                continue  # the place alone
            if match[3][0].isupper() and self._form.match(text.folded, match.end()):
                continue  # Kestrel Datacenter 2 AB
            if match[3] in _LOOSE_TITLES and self._is_plain(text.folded[start : match.end(1)]):
                continue
            if (
                match[3][0].isupper()
                and match[3] not in _OWN_NAMES
                and self._is_of_town(text.folded, start, match.end(1), towns)
            ):
                continue  # the New York Hosting Site
            if (
                (start, match.end(1)) in firms
                and match[3] in _OWN_SITES
                and _THE.search(text.folded, max(0, start - 4), start)
            ):
                found.append(_mention(text, start, match.end(), "en.facility"))  # the Coinmint facility
            if start < match.end(1) and (start, match.end(1)) not in blocked:
                found.append(_mention(text, start, match.end(), "en.facility"))
        for match in find_latin(self._named, text.folded, self._sites):
            start = self._skip_words(text.folded, match.start(1), match.end(1), starts)
            if start == match.start(1) and not _touches(covered, start, match.end(1)) and not _is_of_site(text, match):
                found.append(replace(_mention(text, start, match.end(1), "en.facility.named"), priority=CONTEXT))
        found += self._called(text, starts, known)
        for match in find_latin(self._apposed, text.folded, _DETERMINERS):
            start = self._skip_words(text.folded, match.start(1), match.end(1), starts)
            firm = text.folded[start : match.end(1)].rsplit(" ", 1)[-1] in self._firms
            if " " in text.folded[start : match.end(1)] and not firm and not _touches(covered, start, match.end(1)):
                found.append(_mention(text, start, match.end(1), "en.facility.apposed"))
        found += [m for m in self._worded(text) if not _touches(covered, m.start, m.end)]
        found += [
            _mention(text, *match.span("name"), "zh.facility.called") for match in self._called_zh.finditer(text.folded)
        ]
        wide = {(m.start, m.end) for m in known if m.label == "JURISDICTION"}
        headed = [*self._headed(text, segments, wide), *self._tailed(text, segments, towns, [*towns, *known])]
        within = [m for m in known if m.text[-1] > "\u4e00"]
        return found + [
            mention
            for mention in headed
            if not _touches(covered, mention.start, mention.end) or self._is_foreign(mention, within)
        ]

    def _called(self, text: FoldedText, starts: Mapping[int, int], known: Sequence[Mention]) -> Iterator[Mention]:
        """Sites by a name alone: a campus called Osage Landing; Akosombo, the giant dam; Project Marble 2."""
        ends = {mention.end for mention in known if mention.label != "FACILITY"}
        for start, end in self._named_sites.find(text.folded):
            name = text.folded[start:end]
            if start in starts or end in ends or name.split(" ", 1)[0] in self._skip or name in self._skip:
                continue
            yield _mention(text, start, end, "en.facility.called")

    def _worded(self, text: FoldedText) -> Iterator[Mention]:
        """Latin names with a Chinese site word: Whinstone工厂; acronyms of things are none: AIDC机房."""
        for match in self._chinese.finditer(text.folded):
            name = match[1]
            if not name.isupper() and name not in self._skip and name.lower() not in self._ordinary:
                end = match.end(1) if match[2] in _LOOSE and match.end(1) < match.start(2) else match.end()
                yield _mention(text, match.start(), end, "zh.facility")

    def _tailed(
        self, text: FoldedText, segments: Segments, towns: Sequence[Mention], places: Sequence[Mention]
    ) -> Iterator[Mention]:
        """Sites by a loose word behind a foreign town or a foreign name that is no word: 罗克戴尔矿场, 萨尔腾数据中心."""
        foreign = [m for m in towns if m.ref and not m.ref.startswith(_HOME) and m.end - m.start > 2]
        ends = {m.end: m.start for m in foreign}
        spans = {(m.start, m.end) for m in places}
        home = {m.end: m.start for m in places if m.ref and m.ref.startswith(_PROVINCES)}
        for match in self._tail.finditer(text.folded) if segments.tokens else ():
            end = match.start()
            start = ends.get(end, self._foreign_start(segments, end))
            if end - start >= 2 and (end in ends or (start, end) not in spans):
                start = home.get(start, start)
                yield _mention(text, start, match.end(), "zh.facility.tailed")

    def _foreign_start(self, segments: Segments, end: int) -> int:
        """Where a name of foreign letters or of no dictionary begins that ends at `end`; else `end`."""
        tokens = segments.tokens
        start, index = end, segments.index_at(end - 1)
        while index >= 0 and end - tokens.starts[index] <= _LONGEST_FOREIGN:
            word = tokens.words[index]
            plain = word in self._common or word in self._stops or word in self._generic
            if plain or tokens.tags[index] not in _NAMING or not "\u4e00" <= word[0] <= "\u9fff":
                break
            start = tokens.starts[index]
            index -= 1
        words = tokens.words[segments.index_at(start) : segments.index_at(end - 1) + 1] if start < end else []
        foreign = self._translit.issuperset("".join(words)) and end - start > 2
        coined = any(not segments.knows(word) for word in words) and end - start > 1
        local = start < end and tokens.tags[segments.index_at(start)] == "ns" and segments.knows(words[0])
        return start if (foreign or coined) and not (local and not foreign) else end

    def _is_foreign(self, site: Mention, known: Sequence[Mention]) -> bool:
        """Whether what is known within a site's name is but a part of a foreign one: [泰达]尔园区."""
        within = [m for m in known if m.start < site.end and site.start < m.end]
        body = self._tail.split(site.text)[0]
        return self._translit.issuperset(body) and all(
            site.start <= m.start and m.end - m.start < len(body) and m.end < site.start + len(body) for m in within
        )

    def _is_of_town(self, folded: str, start: int, end: int, towns: Sequence[Mention]) -> bool:
        """Whether a name in title case is that of a town with nothing but ordinary words around it."""
        for town in towns:
            if start <= town.start and town.end <= end:
                rest = " ".join((folded[start : town.start] + folded[town.end : end]).split())
                return bool(rest) and self._is_plain(rest)
        return False

    def _is_plain(self, name: str) -> bool:
        return all(word.lower() in self._ordinary for word in name.split(" "))

    def _with_word(self, text: FoldedText, place: Mention) -> Iterator[Mention]:
        """A known site with the word for it or its number: Scrubgrass[发电厂], Panther Creek [data centre]."""
        latin = self._latin_word.match(text.folded, place.end)
        if latin is not None:
            yield replace(place, end=latin.end(), text=text.source[place.start : latin.end()])
        elif (number := _NUMBER.match(text.folded, place.end)) and text.folded.startswith("Project", place.start):
            yield replace(place, end=number.end(), text=text.source[place.start : number.end()], ref=None)
        match = self._word.match(text.folded, place.end)
        if match is not None and match.group().strip() not in _LOOSE and text.folded[place.end - 1].isascii():
            yield replace(place, end=match.end(), text=text.source[place.start : match.end()])

    def _headed(self, text: FoldedText, segments: Segments, wide: Collection[tuple[int, int]]) -> Iterator[Mention]:
        """Chinese sites whose last word is enough: 长岭天然气厂, 赛格广场; the coal mines of a province are none."""
        for match in self._han.finditer(text.folded) if segments.tokens else ():
            start, index = match.start(), segments.index_at(match.start() - 1)
            while index >= 0 and match.start() - segments.tokens[index].start <= 4:
                token = segments.tokens[index]
                if (
                    not "\u4e00" <= token.word[0] <= "\u9fff"
                    or token.word in self._stops
                    or token.word in self._generic
                    or token.tag[:1] in "mr"
                    or token.word[0] in "两各多本该此三四"
                ):
                    break
                start = token.start
                index -= 1
            if match.group().endswith("矿") and ((start, match.start()) in wide or _is_kind(segments, match.end())):
                continue
            if match.start() - start >= 2 and segments.tokens[segments.index_at(start)].tag[:2] in (
                "nr",
                "nz",
                "ns",
                "x",
            ):
                yield _mention(text, start, match.end(), "zh.facility.headed")

    def _skip_words(
        self, folded: str, start: int, end: int, starts: dict[int, int], places: Collection[int] = ()
    ) -> int:
        """Past openers, ordinary words and known names at the head of a site's name; South Flank keeps its bearing."""
        start = max(start, folded.rfind(" The ", start, end) + 1)
        while start < end:
            if start in starts and starts[start] < end:
                start = starts[start] + 1
                continue
            word, _, rest = folded[start:end].partition(" ")
            behind = start + len(word) + 1
            bare = rest and " " not in rest and rest not in self._skip and behind not in starts
            if word in BEARINGS and bare and behind not in places:
                return start
            word = re.split(r"[ -]", folded[start:end], maxsplit=1)[0]
            if word not in self._skip and not (word.lower() in self._ordinary and " " not in folded[start:end]):
                return start
            start += len(word) + 1
        return start


def _is_kind(segments: Segments, end: int) -> bool:
    """Whether a longer word of the dictionary ends there: 露天煤矿."""
    token = segments.tokens[segments.index_at(end - 1)]
    return len(token.word) > 2 and segments.knows(token.word)


def _covered(known: Sequence[Mention]) -> bytearray:
    """A byte for each character, 1 where a mention stands."""
    covered = bytearray(max((mention.end for mention in known), default=0))
    for mention in known:
        covered[mention.start : mention.end] = b"\x01" * (mention.end - mention.start)
    return covered


def _touches(covered: bytearray, start: int, end: int) -> bool:
    return covered.find(1, start, end) >= 0


def _inside_of(towns: Sequence[Mention]) -> Callable[[Mention], bool]:
    """Tells whether a name is only part of a town's: 罗克|戴尔."""
    owner: dict[int, Mention] = {at: town for town in towns for at in range(town.start, town.end)}

    def is_inside(mention: Mention) -> bool:
        town = owner.get(mention.start)
        return town is not None and mention.end <= town.end and town.end - town.start > mention.end - mention.start

    return is_inside


def _mention(text: FoldedText, start: int, end: int, rule: str) -> Mention:
    return Mention(start, end, text.source[start:end], "FACILITY", rule=rule, confidence=0.8, priority=EXACT)
