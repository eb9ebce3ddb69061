"""Government bodies, regulators and courts that no registry knows: a place and the word for the body."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from nlp.entities.letters import cues_of, find_latin
from nlp.entities.neighbours import is_security
from nlp.entities.priorities import CONTEXT, EXACT
from nlp.entities.segments import Segments, Token
from nlp.records import Mention
from nlp.resources.names import ChineseNames, EnglishNames
from nlp.text.alternatives import alternatives
from nlp.text.fold import FoldedText
from nlp.text.lazy import lazy_pattern

_WEAK_HEADS = frozenset(
    ("Treasury", "Administration", "Office", "Board", "Council", "Bureau", "Committee", "Department", "Cabinet")
)
_STATES = frozenset(
    ("U.S.", "US", "U.K.", "UK", "EU", "UAE", "Federal", "National", "State", "European", "Central", "House", "Senate")
)
_LOCAL = ("法院", "警方", "检方", "政府", "警察")
_WORD = r"[A-ZÀ-Ý][A-Za-zÀ-ÿ-]{0,30}"
_LAST_FIELD = "Media|Affairs|Industry|Technology|Technologies|Services|Development|Protection|Communications"
_JOINTS = ("和", "与", "、", "及")
_LONGEST_FIELD = 14
# a body of a province or town that the text has named before: [州发改委], [县议会]
_RANKS = "州|省|县|郡|市"
_REACH_LEFT, _REACH_RIGHT = 140, 180
_ZONE = "开发区"
_BRANCHES = ("监管局", "监管办", "分局", "税务局", "检察院", "办公室")
_ACRONYM_OF_STATE = r"(?:U\.S\.|US|U\.K\.|UK|EU|UAE)"
_POSTS = "Governor|Representative|Chairman|Chairwoman|President|Minister|Commissioner|Judge|Chief"
_NO_BODY_RIGHT = lazy_pattern(
    r" (?:Digital Currenc|Options Exchange|Note|(?:Bills?|Joint Resolution|Resolution|File) (?:No\.? ?)?\d)"
)
_STATE_REF = lazy_pattern(r"us-[a-z]{2}")
_LOCAL_RANKS = frozenset(
    (
        "Town",
        "City",
        "County",
        "Village",
        "Borough",
        "Township",
        "Planning",
        "Zoning",
        "Regional",
        "Provincial",
        "Parish",
        "Electric",
        "Light",
        "Police",
        "Fire",
    )
)
_ADMINISTRATION = frozenset(("Administration", "administration"))
# Kosovo Police [and] Kosovo Customs are two
_TWO_BODIES = lazy_pattern(
    r"(?<=House) and (?=Senate)|(?<=Senate) and (?=House)|(?<= Police) and (?=[A-Z])|(?<= Customs) and (?=[A-Z][a-z]+ (?:Police|Tax|Customs))"
)
# Department of Justice [and SEC]: the second stands by its letters
_LETTERS_BEHIND = lazy_pattern(r" and (?!(?:IT|ICT|AI|R&D)(?![A-Za-z]))[A-Z]{2,6}$")
# Bodies of the trade, which are no authorities.
_TRADE = lazy_pattern(r"(?:Blockchain|Bitcoin|Mining) (?:Council|Board|Committee)")


class ChineseAuthorities:
    """Finds authorities in Chinese text, given the places found already."""

    def __init__(self, tables: ChineseNames) -> None:
        self._tables = tables
        self._tail = lazy_pattern("(?:" + alternatives(tables.authority_tails) + ")(?!机构|部门|门|长(?!期)|数字货币)")
        alone = alternatives(sorted(tables.authority_alone, key=len, reverse=True))
        self._alone = lazy_pattern(f"(?:{alone})(?!机构|部门|门|长(?!期)|数字货币)")
        self._ranked = lazy_pattern(
            rf"(?:{_RANKS})(?:{alternatives(tables.authority_tails)})(?!机构|部门|门|长(?!期)|数字货币)"
        )
        sounds = re.escape("".join(sorted(tables.translit)))
        self._town = lazy_pattern(
            rf"(?:^|[,。;:、\n \"”」])([{sounds}]{{2,6}}(?<!地方)(?:{_RANKS})(?:政府|议会|法院|警方|检方|税务局|警察局))(?!机构|部门)"
        )
        # ministries of two and more fields: 工矿贸易部, 电力水利部, 能源与自然资源部
        field = alternatives(sorted(tables.authority_fields, key=len, reverse=True))
        self._fields = lazy_pattern(rf"(?:{field})(?:[和与及、]?(?:{field})){{1,2}}部(?!门|署|分|件|落|长|队|位)")
        self._first_field = lazy_pattern(rf"(?:{alternatives(tables.authority_fields)})[和与]$")
        offices = alternatives(tables.authority_offices)
        self._office = lazy_pattern(rf"(?:小组)?(?:{offices})|(?<=公安局)[\u4e00-\u9fff]{{2,4}}分局")
        heads = alternatives(tables.authority_heads)
        # 和 and a comma may stand inside a name of several fields: 经济[和]信息化委员会, 银行[、]住房和城市事务委员会.
        stops = re.escape("".join(sorted(tables.authority_stops)))
        han = r"[\u4e00-\u9fff]"
        word = rf"(?:(?![{stops}]){han}|(?<={han}{{2}})(?:[和与](?={han}{{2}})|、(?={han}{{2,8}}[和与])))"
        self._body = lazy_pattern(rf"{word}{{0,{_LONGEST_FIELD}}}?(?:{heads})(?!机构|部门|门|长(?!期)|数字货币)")
        # every place where one of them stands, overlapping ones too
        self._head = lazy_pattern(
            f"[{re.escape(''.join(sorted({head[0] for head in tables.authority_heads})))}](?<=(?=(?:{heads})).)"
        )
        opens = alternatives(tables.authority_opens)
        self._opened = lazy_pattern(rf"(?:{opens})(?={word}{{1,14}}?(?:{heads}))")

    def find(
        self, text: FoldedText, segments: Segments, places: Sequence[Mention], known: Sequence[Mention] = ()
    ) -> list[Mention]:
        """The authorities of `text`; `places` are its JURISDICTION mentions, `known` all that the registry knows."""
        if not segments.tokens:
            return []
        ends = {place.end: place.start for place in places}
        found = [
            _mention(text, person.start, person.end + 2, "zh.authority.led", EXACT)
            for person in known
            if person.label == "PERSON" and text.folded.startswith(("政府", "政权"), person.end)
        ]
        bodies: dict[int, int] = {}
        for m in known:
            if m.label == "AUTHORITY":
                bodies[m.end] = min(m.start, bodies.get(m.end, m.start))
        for match in self._tail.finditer(text.folded):
            start = self._start(text.folded, segments, ends, match.start(), local=match.group() in _LOCAL)
            if match.group().endswith(_BRANCHES):
                start = bodies.get(start, start)
            if match.group().startswith(_ZONE) and start == match.start():
                start = ends.get(start + len(_ZONE), start)  # the zone is a place by its own name
            if start < match.start() and self._is_whole(text.folded, segments, start, match):
                found.append(_mention(text, start, match.end(), "zh.authority.place", EXACT))
        found += self._bodies(text, segments, places, bodies)
        for match in self._alone.finditer(text.folded):
            start = self._with_field(text.folded, segments, match)
            if _free_left(text.folded, segments, start):
                whole = EXACT if start < match.start() else CONTEXT
                found.append(_mention(text, start, match.end(), "zh.authority.alone", whole))
        for match in self._fields.finditer(text.folded):
            if _free_left(text.folded, segments, match.start()):
                start = ends.get(match.start(), match.start())
                found.append(_mention(text, start, match.end(), "zh.authority.fields", EXACT))
        for match in self._ranked.finditer(text.folded):
            if _opened(text.folded, segments, match.start()) and segments.is_open(match.end()):
                found.append(_mention(text, match.start(), match.end(), "zh.authority.ranked", EXACT))
        found = [_with_state(text, mention, ends) for mention in found]
        found += [
            _mention(text, *match.span(1), "zh.authority.town", EXACT) for match in self._town.finditer(text.folded)
        ]
        return [self._with_office(text, m) for m in (*found, *(m for m in known if m.label == "AUTHORITY"))]

    def _with_field(self, folded: str, segments: Segments, body: re.Match[str]) -> int:
        """Where a body begins whose first field is joined to it: [矿业和]能源部."""
        start = body.start()
        if body.group().endswith(("部", "署", "局")):
            first = self._first_field.search(folded, max(0, start - 6), start)
            start = first.start() if first and _free_left(folded, segments, first.start()) else start
        return start

    def _with_office(self, text: FoldedText, mention: Mention) -> Mention:
        """The mention with the office behind it: 广东省政府[办公厅]."""
        office = self._office.match(text.folded, mention.end)
        if office is None:
            return mention
        return replace(mention, end=office.end(), text=text.source[mention.start : office.end()])

    def _is_whole(self, folded: str, segments: Segments, start: int, match: re.Match[str]) -> bool:
        """Whether a short last word is not cut out of another: 非|政府, 非美|国会|计准则."""
        if match.end() - match.start() > 2:
            return True
        ends = segments.is_border(match.end()) or folded.startswith("书记", match.end())  # 市委|书记
        return ends and folded[start : match.start()] != "非"

    def _bodies(
        self, text: FoldedText, segments: Segments, places: Sequence[Mention], known: Mapping[int, int]
    ) -> Iterator[Mention]:
        """Bodies behind a place or a word of state with the field between: 巴基斯坦虚拟资产监管局."""
        begins = [(place.start, place.end) for place in places]
        begins += [match.span() for match in self._opened.finditer(text.folded)]
        begun = sorted((begin, stop) for stop, begin in known.items())
        starts = sorted(place.start for place in places)
        heads = [match.start() for match in self._head.finditer(text.folded)]
        for start, end in begins:
            at = bisect_left(heads, end)
            if at == len(heads) or heads[at] > end + _LONGEST_FIELD:
                continue
            match = self._body.match(text.folded, end)
            if match is None or not _free_left(text.folded, segments, start) or not segments.is_open(match.end()):
                continue
            first, last = segments.index_at(end), segments.index_at(match.end() - 1)
            tokens = segments.tokens[first : last + 1]
            inside = begun[bisect_left(begun, (start,)) : bisect_left(begun, (match.end(),))]
            joined = any(text.folded.startswith(_JOINTS, stop) for _, stop in inside) or any(
                text.folded[at - 1] in _JOINTS
                for at in starts[bisect_right(starts, end) : bisect_left(starts, match.end())]
            )
            if not joined and not any(self._breaks(token) for token in tokens[:-1]):
                yield _mention(text, start, match.end(), "zh.authority.body", EXACT)

    def _breaks(self, token: Token) -> bool:
        """Whether a word cannot stand inside a body's name."""
        if token.word in ("和", "与", "、") or token.word in self._tables.authority_inner:
            return False
        if token.word in self._tables.person_before or token.tag.startswith("nr"):
            return True
        return token.tag[:1] in "drtmpcu" or (token.word in self._tables.stops and token.word not in self._tables.inner)

    def _start(self, folded: str, segments: Segments, ends: dict[int, int], end: int, *, local: bool = False) -> int:
        """The start of the places and qualifiers that lead to `end`; `end` itself where there is no place.

        A `local` body needs a place: 发展中国家|政府 names none.
        """
        offset, placed = end, end
        for _ in range(6):
            if offset in ends:
                offset = placed = ends[offset]
                continue
            prefix = next((p for p in self._tables.authority_prefixes if folded.endswith(p, 0, offset)), "")
            if prefix:
                offset -= len(prefix)
                if prefix in ("国家", "中央", "最高", "全国", "国务院", "联邦") and placed == end and not local:
                    placed = offset
                continue
            token = segments.tokens[segments.index_at(offset - 1)] if offset else None
            if token is None or token.end < offset or token.tag not in ("ns", "nt") or len(token.word) < 2:
                named = token is not None and token.end == offset and token.tag.startswith("nr") and len(token.word) > 2
                if named and token is not None and placed == end and folded.startswith(_LOCAL, end):
                    return token.start
                break
            offset = placed = token.start
        return placed


class EnglishAuthorities:
    """Finds authorities in English text."""

    def __init__(self, tables: EnglishNames, demonyms: frozenset[str], calendar: frozenset[str]) -> None:
        self._whole, self._banks = frozenset(tables.authority_whole), tables.central_banks
        heads = alternatives(sorted(tables.authority_heads, key=len, reverse=True))
        opens = alternatives(sorted(tables.authority_openers, key=len, reverse=True))
        tails = "|".join(re.escape(word) for word in tables.authority_tails)
        # Department of Energy | and Ministry of Commerce: the first words of another body.
        word = rf"(?!(?:Ministry|Department|Commission|Agency|Bureau|{_POSTS})(?![A-Za-z])){_WORD}"
        days = alternatives(sorted(word for word in calendar if word.isalpha()))
        of = rf"(?: (?:of|for|on)(?: the)? (?!(?:{days})(?![A-Za-z])){_WORD}(?:,? (?:and )?{word}){{0,3}}(?: (?:{_LAST_FIELD})(?![A-Za-z]))?)"
        self._opened = lazy_pattern(
            rf"(?<![A-Za-z])(?:(?:{_ACRONYM_OF_STATE}|{_WORD}) ){{0,2}}(?:{opens})(?: the)? {_WORD}"
            rf"(?:(?:,? and|,| of)? {word}){{0,4}}"
        )
        self._headed = lazy_pattern(
            rf"(?<![A-Za-z])(?:{_ACRONYM_OF_STATE} )?(?:{word} (?:and |of )?){{0,4}}"
            rf"(?:{_ACRONYM_OF_STATE} )?(?:{heads})(?![A-Za-z])(?:{of}(?: of (?!the)(?!(?:{days})(?![A-Za-z])){word})?)?"
        )
        self._tail = lazy_pattern(
            rf" (?:(?:provincial|prefectural|prefecture|regional|municipal|state|county|city|federal) )?(?:{tails})(?![A-Za-z])"
        )
        self._chamber = lazy_pattern(r" (?:[Ll]egislature|[Pp]arliament|General Assembly)(?![A-Za-z])")
        self._house = lazy_pattern(r" (?:Senate|House(?: of Representatives)?)(?![A-Za-z]| of )")
        self._anchor = lazy_pattern(rf"(?<![A-Za-z])(?:{opens}|{heads})(?![A-Za-z])")
        self._cues = cues_of((*tables.authority_heads, *tables.authority_openers))
        self._led = lazy_pattern(rf"(?<=[Tt]he ){_WORD} [Aa]dministration(?![A-Za-z])")
        self._openers = tables.openers - _STATES
        self._states = demonyms | _STATES
        self._not = tables.authority_not

    def find(self, text: FoldedText, places: Sequence[Mention]) -> list[Mention]:
        """The authorities of `text`; `places` are its JURISDICTION mentions."""
        found = []
        begins = {place.start for place in places}
        countries = {place.end for place in places if place.ref and "-" not in place.ref}
        windows = list(_windows(find_latin(self._anchor, text.folded, self._cues)))
        for match in (m for window in windows for m in self._opened.finditer(text.folded, *window)):
            start = self._skip_openers(text.folded, match.start(), match.end())
            sure = match.end() in countries and text.folded.startswith(self._banks, start)
            found.append(_mention(text, start, match.end(), "en.authority.opened", EXACT if sure else CONTEXT))
        for match in (m for window in windows for m in self._headed.finditer(text.folded, *window)):
            start, end = self._skip_openers(text.folded, match.start(), match.end()), match.end()
            comma = text.folded.find(", ", start, end)
            # Council of Europe, Jane Doe: a comma belongs to a name only before its "and".
            if comma >= 0 and " and " not in text.folded[comma:end]:
                end = comma
            letters = _LETTERS_BEHIND.search(text.folded[start:end])
            end = start + letters.start() if letters else end
            for joint in _TWO_BODIES.finditer(text.folded, start, end):
                found.append(_mention(text, start, joint.start(), "en.authority.headed", EXACT))
                start = joint.end()
            words = text.folded[start:end].split(" ")
            local = len(words) > 2 and words[-2] in _LOCAL_RANKS
            if len(words) > 1 and (
                words[-1] not in _WEAK_HEADS
                or " ".join(words) in self._whole
                or local
                or words[0] in self._states
                or start in begins
            ):
                priority = EXACT if len(words) > 2 or start in begins else CONTEXT
                found.append(_mention(text, start, end, "en.authority.headed", priority))
        found = [
            mention
            for mention in found
            if not mention.text.endswith(self._not)
            and not _NO_BODY_RIGHT.match(text.folded, mention.end)
            and not is_security(text.folded, mention.start, mention.end)
            and not _TRADE.search(mention.text)
        ]
        for match in find_latin(self._led, text.folded, _ADMINISTRATION):
            found.append(_mention(text, match.start(), match.end(), "en.authority.led", EXACT))
        for place in places:
            tail = self._tail.match(text.folded, place.end) or self._chamber.match(text.folded, place.end)
            if tail is None and _STATE_REF.fullmatch(place.ref or ""):
                tail = self._house.match(text.folded, place.end)
            if tail is not None and _NO_BODY_RIGHT.match(text.folded, tail.end()):
                continue
            if tail is not None and not text.folded[place.start : place.end].isdigit():
                found.append(_mention(text, place.start, tail.end(), "en.authority.government", EXACT))
        return found

    def _skip_openers(self, folded: str, start: int, end: int) -> int:
        start = max(start, folded.rfind(" The ", start, end) + 1)
        while True:
            word, space, _ = folded[start:end].partition(" ")
            if not space or word not in self._openers:
                return start
            start += len(word) + 1


def _windows(anchors: Iterable[re.Match[str]]) -> Iterator[tuple[int, int]]:
    """The stretches of text around the words that every body's name holds."""
    begin, close = -1, -1
    for anchor in anchors:
        low, high = max(0, anchor.start() - _REACH_LEFT), anchor.end() + _REACH_RIGHT
        if low > close:
            if close >= 0:
                yield begin, close
            begin = low
        close = high
    if close >= 0:
        yield begin, close


def _with_state(text: FoldedText, body: Mention, ends: Mapping[int, int]) -> Mention:
    """The body with the state right before it: [哈萨克斯坦]国家收入委员会."""
    start = ends.get(body.start, -1)
    if start < 0 or not text.folded.startswith(("国家", "中央", "联邦", "最高", "全国"), body.start):
        return body
    return replace(body, start=start, text=text.source[start : body.end])


def _opened(folded: str, segments: Segments, start: int) -> bool:
    """Whether a clause opens at `start`, or a preposition stands before it."""
    if not start or folded[start - 1] in "，,。;；:：、\n 」”":
        return True
    return segments.is_border(start) and segments.tokens.tags[segments.index_at(start - 1)] in ("p", "c", "d")


def _free_left(folded: str, segments: Segments, start: int) -> bool:
    return segments.is_border(start) or not start or folded[start - 1] in "，、。 和与对"


def _mention(text: FoldedText, start: int, end: int, rule: str, priority: int) -> Mention:
    return Mention(start, end, text.source[start:end], "AUTHORITY", rule=rule, confidence=0.85, priority=priority)
