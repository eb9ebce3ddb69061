"""Sites by a name alone, told by what stands there: 90 MW at Otter Bend 3, its Quillan Works, Marrow Yard."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from nlp.entities.letters import cues_of, find_latin
from nlp.entities.priorities import EXACT
from nlp.records import Mention
from nlp.resources.names import NameTables
from nlp.text.alternatives import alternatives
from nlp.text.fold import FoldedText
from nlp.text.lazy import lazy_pattern

_WORD = r"[A-ZÀ-Ý][A-Za-zÀ-ÿ'-]{1,30}"
_NAME = rf"{_WORD}(?: (?:(?:de|del|da|do|dos|di|du|la|el|al) )?{_WORD}){{0,2}}"
# what may follow a site's name; a number before another word counts what the word names
_END = (
    r"(?=[,.;:)”\"\n](?!\d)|$|['’]s |['’] | (?:[—–-]|in|on|at|near|outside|since|after|before|with|where|from|by|as|for|until|when|that|which|while|and|to|through"
    r"|under|over|of|alone|went|is|was|were|are|will|would|has|had|can|now|is|still|goes|runs|ran|draws|drew|takes|took|holds|hosts|opened|closed|came|the|this|last|itself)(?![A-Za-z]))"
)
_THE = r"(?:(?:the|its|their|our|his|her|a|former|nearby|new|second) ){0,2}"
# machines or power, and the word that puts them somewhere
_POWERED = (
    r"(?:(?<=\d)MW|MW|GW|[Mm]egawatts|[Gg]igawatts|kilowatts|EH/s|exahash|hashing|mining|plugged in|racked|racks|rigs|miners|machines|containers|servers"
    r"|transformers?|substations?|energi[sz]ed|fleet|hash ?rate|capacity)"
)
_AT = (
    rf"(?<![A-Za-z]){_POWERED}(?: (?:running|online|live|installed|up|more|each|of load|of power|of capacity))? ?,? at "
)
_AT_PLACE = lazy_pattern(rf"{_AT}{_THE}(?P<name>{_NAME}(?: \d{{1,2}}[A-Z]?| park| mill| building)?){_END}")
# Elmsworth, the 48 MW flagship
_FIGURED = lazy_pattern(
    rf"(?<![A-Za-z.'’&-])(?P<name>{_NAME}(?: \d{{1,2}})?), (?:an?|the|its|their|our) (?:[a-z-]{{2,14}} ){{0,2}}\d[\d.,]{{0,6}}[ -]?(?:MW|GW|megawatts?|gigawatts?)(?![A-Za-z])(?! (?:miner|firm|company|operator|developer))"
)
# who owns it and hosts the rigs
_OWNED = lazy_pattern(
    rf"(?<![A-Za-z])(?:[Oo]wns?|[Aa]cquired|[Bb]ought|[Ll]eased) (?P<name>{_WORD} {_WORD}(?: \d{{1,2}})?)(?=,? and (?:hosts|powers|houses|cools)(?![A-Za-z]))"
)
_FIGURES, _HOSTING = (
    frozenset(("MW", "GW", "megawatt", "megawatts", "gigawatt", "gigawatts")),
    frozenset(("hosts", "powers", "houses", "cools")),
)
# where a site is: Evandra 1, near Ville Sault,
_SEAT = lazy_pattern(rf",? (?:in|near|outside|(?:north|south|east|west) of) (?P<name>{_WORD}(?: {_WORD})?)(?=[,.;)])")
_CUES = cues_of(("at",))
_NUMBERED = lazy_pattern(
    rf"(?P<lead>(?<![A-Za-z])(?:[Aa]t|[Oo]f|[Tt]o|[Aa]cquired|[Bb]ought|[Ss]old|[Bb]uilt|[Ee]nergi[sz]ed|[Ff]rom|[Oo]n|[Pp]hases,|[Ss]ites,|[Ii]ts|[Aa]nd) {_THE})?"
    rf"(?<![A-Za-z.-])(?P<name>(?P<body>{_NAME}) (?P<number>\d{{1,2}}))(?![\d%])(?!,\d|\.\d){_END}"
)
_THROUGH = lazy_pattern(
    r"(?:,? (?:and|or|to|through)|,) (?P<number>\d{1,2})(?=[,.;:)\n]|$| (?:and|are|were|have|in|at)(?![A-Za-z]))(?!,\d|\.\d)"
)
# a row of a list of sites: Corvo Annex (Norway): 18 MW
_ROW = lazy_pattern(
    rf"(?:^|(?<=\n))[ \t]*(?:[-*•·] ?)?(?P<name>{_NAME}(?: \d{{1,2}})?) \((?:[A-Z][A-Za-z .,'’-]{{2,30}})\): (?=[^\n]{{0,80}}?(?:MW|GW|megawatt|lease|load|power|rigs|miners))"
)
# what a text about sites speaks of
_POWER = lazy_pattern(
    r"(?<![A-Za-z])(?:MW|GW|MVA|[Mm]egawatts?|[Gg]igawatts?|[Ss]ubstations?|[Ee]nergi[sz]ed|[Hh]ashing|[Rr]igs|[Rr]acks?|[Cc]ontainers|[Hh]osts|[Dd]am|[Tt]urbines?|[Tt]ransformers?"
    r"|[Dd]ata cent(?:er|re)s?|[Hh]alls?|[Ll]ease|[Ff]acility|[Ff]acilities|[Pp]lants?|[Cc]ampus|[Mm]ines?)(?![A-Za-z])|\dMW"
)
_NEAR = 240
_LOAD = lazy_pattern(r"(?:MW|GW|egawatts|igawatts|EH/s|hashing|ubstations?|ransformers?|nergi[sz]ed)(?![A-Za-z])")
# firm's nouns that are a site's, too
_PLANTS = frozenset(("foundry", "unit", "workshop", "pool", "host", "rival", "venture", "group", "platform", "sibling"))
_LED_TO = lazy_pattern(
    r"(?<![A-Za-z])(?:[Aa]t|[Ii]ts|[Tt]he|[Ff]or|[Oo]wns|[Aa]cquired|[Bb]ought|[Ss]old|[Bb]uilding|[Bb]uilt|[Ll]eased|[Oo]ther,|[Oo]ne,|[Oo]f|[Aa]nd|[Ff]rom|[Cc]alled|[Bb]eing) (?:(?:the|its) )?$"
)
# at the Company's Sandersville, GA, campus
_BEFORE_STATE = lazy_pattern(r", (?:[A-Z]{2}|[A-Z]\.[A-Z]\.|[A-Z][a-z]{1,4}\.)(?![A-Za-z])")
_SENTENCE_START = lazy_pattern(r"(?:^|[.!?\n:;\"“”] ?)$")
# Alpine East, Texas is a town, in Alpine East too
_TOWN_BEFORE = lazy_pattern(
    r"(?<![A-Za-z])(?:[Ii]n|[Nn]ear|[Oo]utside|[Aa]round|[Tt]own of|[Cc]ity of|[Mm]r\.?|[Mm]rs\.?|[Mm]s\.?|[Dd]r\.?|[Ii]nto|[Bb]etween) $"
)
# at the [Company's] Sandersville, GA, campus
_PERSON_BEHIND = lazy_pattern(r",? (?:who|said|says|told|added|wrote|tweeted|aged|\d\d,)(?![A-Za-z])")


class SitedNames:
    """Finds such names; where one stands once, it is the site's wherever it comes back."""

    def __init__(self, tables: NameTables) -> None:
        english = tables.english
        self._never = (
            english.openers | tables.never | english.titles | english.role_words | tables.calendar | tables.demonyms
        )
        self._ordinary, self._given = english.ordinary, english.given
        self._firms = english.suffixes | frozenset(english.legal_forms)
        self._strong = frozenset(english.site_tails)
        self._bearings = frozenset(english.site_bearings)
        tails = alternatives(sorted(self._strong | self._bearings, key=len, reverse=True))
        self._tailed = lazy_pattern(
            rf"(?<![A-Za-z.'’&-])(?P<name>{_WORD}(?: {_WORD})?? (?P<tail>{tails}))(?![A-Za-z-]| [A-ZÀ-Ý&])"
        )
        self._tails = cues_of((*self._strong, *self._bearings))
        nouns = alternatives(sorted(english.firm_nouns - _PLANTS, key=len, reverse=True))
        self._told_firm = (
            rf"(?:['’]s)? (?:said|says|told|announced|CEO|CFO|shares|stock|chief|spokes\w+)(?![A-Za-z])"
            rf"| \((?:NASDAQ|Nasdaq|NYSE|TSX|ASX|LSE|OTC|AIM)|, (?:an?|the|its|another) (?:[\w-]+ ){{0,4}}?(?:{nouns})(?![a-z])"
        )
        self._numberless = frozenset(english.numbered_things)

    def find(self, text: FoldedText, known: Collection[tuple[int, int]], towns: Sequence[Mention]) -> list[Mention]:
        """The sites of `text` outside the spans `known`; what is the name of one of `towns` alone is none."""
        folded = text.folded
        if _POWER.search(folded) is None:
            return []
        spans: dict[tuple[int, int], None] = {}
        taken = {at for start, end in known for at in range(start, end)}
        places = {(town.start, town.end) for town in towns if town.rule.startswith("registry")}
        told = list(self._told(folded))
        firms = self._firms_among(folded, {folded[start:end] for start, end in told})
        for start, end in told:
            if folded[start:end] in firms:
                continue
            free = not any(at in taken for at in range(start, end))
            if free and (start, end) not in places and not self._is_led(folded, start):
                spans.setdefault((start, end))
        names = {folded[start:end] for start, end in spans}
        again = [name for name in names if " " in name or name.lower() not in self._ordinary]
        if again:
            wanted = lazy_pattern(
                rf"(?<![A-Za-z0-9])(?:{alternatives(sorted(again, key=len, reverse=True))})(?![A-Za-z0-9-])"
            )
            for match in find_latin(wanted, folded):
                town = " " not in match[0] and _TOWN_BEFORE.search(folded, max(0, match.start() - 9), match.start())
                if not town and not any(at in taken for at in range(*match.span())):
                    spans.setdefault(match.span())
        spans.update(self._numbers(folded, names, taken))
        sites = [_mention(text, start, end) for start, end in spans]
        return sites + [seat for site in sites for seat in self._seat(text, site, taken)]

    def _seat(self, text: FoldedText, site: Mention, taken: Collection[int]) -> Iterator[Mention]:
        """The town in which a site is said to stand right behind its name."""
        match = _SEAT.match(text.folded, site.end)
        if match is None:
            return
        start, end = match.span("name")
        words = match["name"].split(" ")
        plain = all(word.lower() in self._ordinary for word in words)
        if start in taken or plain or self._never.intersection(words) or self._firms.intersection(words):
            return
        yield Mention(
            start, end, text.source[start:end], "JURISDICTION", rule="en.place.seat", confidence=0.7, priority=EXACT
        )

    def _told(self, folded: str) -> Iterator[tuple[int, int]]:
        """The spans that their surroundings tell."""
        for match in find_latin(_AT_PLACE, folded, _CUES):
            start, end = match.span("name")
            start = max(start, folded.rfind("'s ", start, end) + 3) if "'s " in match["name"] else start
            if _BEFORE_STATE.match(folded, end):
                continue
            words = folded[start:end].split(" ")
            # miners at Kestrel are its people
            sure = len(words) > 1 or _LOAD.search(folded, match.start(), start)
            if sure and self._is_name(words):
                yield start, end
        for pattern, cues in ((_FIGURED, _FIGURES), (_OWNED, _HOSTING)):
            for match in find_latin(pattern, folded, cues):
                start, end = match.span("name")
                start = self._start(folded, start, end)
                if start < end and self._is_name(folded[start:end].split(" ")):
                    yield start, end
        for match in find_latin(_NUMBERED, folded):
            start, end = match.span("name")
            start = self._start(folded, start, end)
            body = folded[start : match.end("body")].split(" ")
            if (
                match["lead"]
                and start < match.end("body")
                and self._is_numbered(body)
                and self._is_powered(folded, start, end)
            ):
                yield start, end
        for match in _ROW.finditer(folded):
            if self._is_name(match["name"].split(" "), plain=True):
                yield match.span("name")
        for match in find_latin(self._tailed, folded, self._tails):
            start, end = match.span("name")
            start = self._start(folded, start, end)
            if self._is_tailed(folded, start, end, match["tail"]):
                yield start, end

    def _numbers(self, folded: str, names: Collection[str], taken: Collection[int]) -> dict[tuple[int, int], None]:
        """The other sites of a name with a number: Otter 4, so Otter 1 through 3."""
        bodies = {body for name in names if (body := name.rpartition(" ")[0]) and name.rpartition(" ")[2].isdigit()}
        spans: dict[tuple[int, int], None] = {}
        if not bodies:
            return spans
        pattern = lazy_pattern(
            rf"(?<![A-Za-z0-9])(?:{alternatives(sorted(bodies, key=len, reverse=True))}) \d{{1,2}}(?![\d%]|,\d|\.\d)"
        )
        for match in find_latin(pattern, folded):
            if any(at in taken for at in range(*match.span())):
                continue
            spans[match.span()] = None
            end = match.end()
            while more := _THROUGH.match(folded, end):
                spans[more.span("number")] = None
                end = more.end()
        return spans

    def _start(self, folded: str, start: int, end: int) -> int:
        """Past the words at the head that are none of the name: openers, titles, words of a sentence's begin."""
        while start < end:
            word = folded[start:end].split(" ", 1)[0]
            if word not in self._never:
                return start
            start += len(word) + 1
        return end

    def _is_name(self, words: Sequence[str], *, plain: bool = False) -> bool:
        """Whether words can be the name of a site: no firm's, no person's post, not all of them ordinary."""
        bare = [word for word in words if not word.isdigit()]
        if not bare or self._never.intersection(bare) or self._numberless.intersection(bare):
            return False
        if bare[-1] in self._firms and bare[-1] not in self._strong:
            return False
        if all(word.isupper() for word in bare):
            return False
        return plain or len(bare) < len(words) or not all(word.lower() in self._ordinary for word in bare)

    def _is_numbered(self, body: Sequence[str]) -> bool:
        lone = len(body) == 1 and body[0].lower() in self._ordinary
        return not lone and not body[-1].isupper() and self._is_name([*body, "1"])

    def _is_tailed(self, folded: str, start: int, end: int, tail: str) -> bool:
        """Whether a name with a site's last word is one: machines or power are near, and no town, firm or person."""
        words = folded[start:end].split(" ")
        if len(words) < 2 or self._never.intersection(words[:-1]) or self._firms.intersection(words[:-1]):
            return False
        if _TOWN_BEFORE.search(folded, max(0, start - 9), start) or _PERSON_BEHIND.match(folded, end):
            return False
        if not self._is_powered(folded, start, end):
            return False
        led = _LED_TO.search(folded, max(0, start - 16), start)
        if all(word.lower() in self._ordinary for word in words[:-1]):
            return bool(led) and tail in self._strong and len(words) > 2
        if tail in self._firms or tail in self._bearings:
            return bool(led) and not (tail in self._bearings and words[0] in self._given and len(words) == 2)
        return bool(led) or bool(_SENTENCE_START.search(folded, max(0, start - 2), start))

    def _firms_among(self, folded: str, names: Collection[str]) -> frozenset[str]:
        """Those of the names that the text tells to be a firm's: in apposition, by a listing, by what it says."""
        if not names:
            return frozenset()
        each = alternatives(sorted(names, key=len, reverse=True))
        told = lazy_pattern(rf"(?<![A-Za-z])(?P<name>{each})(?:{self._told_firm})")
        return frozenset(match["name"] for match in find_latin(told, folded))

    @staticmethod
    def _is_led(folded: str, start: int) -> bool:
        """Whether a firm's possessive or a dot stands right before: none of a longer name is taken."""
        return folded[start - 1 : start] in ("-", "&", "/", "#", "@", "$")

    @staticmethod
    def _is_powered(folded: str, start: int, end: int) -> bool:
        return _POWER.search(folded, max(0, start - _NEAR), end + _NEAR) is not None


def _mention(text: FoldedText, start: int, end: int) -> Mention:
    return Mention(
        start, end, text.source[start:end], "FACILITY", rule="en.facility.sited", confidence=0.75, priority=EXACT
    )
