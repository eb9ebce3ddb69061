"""Short forms: what a text, or habit, calls a thing after its full name has been given."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from ahocorasick_rs import AhoCorasick

from nlp.entities.borders import has_borders, is_family, is_glued, is_ticker
from nlp.entities.priorities import CARRIED, EXACT
from nlp.entities.segments import Segments
from nlp.records import Mention
from nlp.resources.names import NameTables
from nlp.text.alternatives import alternatives
from nlp.text.fold import FoldedText
from nlp.text.lazy import lazy_pattern

_BRACKET = lazy_pattern(r"\s?[(]([^()\n]{1,80})[)]")
# Kestrel Co., Ltd. of Shenzhen ("Kestrel")
# Kestrel, Inc., a Delaware corporation ("Kestrel")
_SEAT = lazy_pattern(
    r",? (?:(?:of|in) [A-Z][a-z]+(?: [A-Z][a-z]+)?|an? [A-Z][a-z]+(?: [A-Z][a-z]+)? (?:[a-z]+ ){0,3}(?:corporation|company|partnership|LLC|entity)),?(?=\s?\([^()\n]{0,20}[\"“])"
)
_QUOTED = lazy_pattern(r"[“\"”]\s?(?:the )?([^“”\"]{1,40}?)\s?[”\"]")
_NAMED = lazy_pattern(
    r"(?:以下简称|下称|简称|现已?更名为|已更名为|后更名为|更名为|现名为?|曾用名|又称|又名|英文名|英文|即|缩写|全称|原名|formerly|or)[:： ]?\s?[“\"]?"
    r"([A-Za-z0-9\u4e00-\u9fff .&'-]{2,40})[”\"]?$"
)
# words that say little in other names and tell a sister behind a firm's short form
_CALLED = frozenset(("电子", "光电", "国际", "时尚", "能源"))
_GLUED = lazy_pattern(r"([A-Z][a-z]{2,})([A-Z][a-z]{2,})")
_CAPITALS = lazy_pattern(r"[A-Z][A-Z&]{1,7}|[A-Z]{1,3}[a-z][A-Z]{1,3}")
_LATIN_NAME = lazy_pattern(r"[A-Z][A-Za-zÀ-ÿ0-9.&'-]*(?:[ ,]{1,2}[A-Z0-9][A-Za-zÀ-ÿ0-9.&'-]*){0,6}\.?")
_CODE = lazy_pattern(r"[A-Z0-9]{1,6}[.:][A-Z0-9]{1,6}")
_LISTED = lazy_pattern(r"(?:NASDAQ|Nasdaq|NYSE(?: American)?|TSXV?|TSX-V) ?: ?([A-Z]{3,5})(?:[,;:/ ].{0,60})?")
_HAN = lazy_pattern(r"[\u4e00-\u9fff]")
_HAN_ONLY = lazy_pattern(r"[\u4e00-\u9fff]+")
_ADDRESSED = lazy_pattern(
    r"(?<![\u4e00-\u9fff]{2}[\u4e00-\u9fff])[\u4e00-\u9fff](?=总[,。:;、?!\s]|先生|女士|小姐)|(?<=[请谢跟问和])[\u4e00-\u9fff](?=总(?![\u4e00-\u9fff]{0,1}[额量数共裁监部计体]))"
)
# what a text calls a body by its last word with a capital
_BODIES = frozenset({"Commission", "Ministry", "Tribunal"})
# the High Court of Norland, the High Court
_COURT_OF = lazy_pattern(r"([A-Z][a-z]+ (?:[A-Z][a-z]+ )?(?:Court|Bank|Authority|Agency)) of ")
_UNIONS = frozenset({"Association", "Federation", "Union", "Chamber", "Alliance", "Society", "Institute", "University"})
_DOMAIN = lazy_pattern(r"(\w{4,})\.(?:com|io|net|org|ai|co)")
_ROLE_WORDS = frozenset(
    {
        "company",
        "the company",
        "公司",
        "本公司",
        "集团",
        "本集团",
        "we",
        "us",
        "our",
        "group",
        "the group",
        "贵公司",
        "firm",
        *("buyer", "seller", "purchaser", "vendor", "lender", "borrower", "landlord", "tenant", "parties", "agreement"),
        *(
            "买方",
            "卖方",
            "甲方",
            "乙方",
            "贷款人",
            "借款人",
            "目标公司",
            "认购人",
            "认购方",
            "发行人",
            "出租人",
            "承租人",
            "收购事项",
            "出售事项",
        ),
    }
)


@dataclass(slots=True)
class Alias:
    """A surface that stands for the thing of another mention."""

    surface: str
    label: str
    ref: str
    rule: str
    priority: int = CARRIED
    confidence: float = 0.75


class ShortForms:
    """Derives short forms of the names found and finds their mentions."""

    def __init__(self, tables: NameTables, places: frozenset[str] = frozenset()) -> None:
        self._places = places
        self._english = tables.english
        self._never = tables.never
        self._legal = frozenset(tables.english.legal_forms)
        chinese = tables.chinese
        self._legal_zh = lazy_pattern("(?:" + alternatives(chinese.legal_forms) + ")$")
        self._suffix_zh = lazy_pattern("(?:" + alternatives(chinese.suffixes) + ")$")
        strong = [word for word in chinese.suffixes if word not in chinese.weak_suffixes or word in _CALLED]
        self._other_zh = lazy_pattern(alternatives(sorted(strong, key=len, reverse=True)))
        self._generic = chinese.generic | chinese.stops
        self._common = chinese.ordinary
        self._foreign = chinese.translit
        self._surnames = chinese.surnames
        # the same names come back in one text and in the next
        self._forms = lru_cache(maxsize=4096)(self._all_forms)

    def introduced(self, folded: str, mentions: Sequence[Mention]) -> list[Alias]:
        """The names that the text gives in brackets after a mention."""
        return [
            alias for mention in mentions if mention.ref for alias in self._in_bracket(folded, mention, mention.ref)
        ]

    def _in_bracket(self, folded: str, mention: Mention, ref: str) -> Iterator[Alias]:
        match = _BRACKET.match(folded, mention.end)
        if match is None and mention.label == "COMPANY" and (seat := _SEAT.match(folded, mention.end)):
            match = _BRACKET.match(folded, seat.end())
        if match is None:
            return
        inside, name = match[1].strip(), folded[mention.start : mention.end]
        union = mention.label == "COMPANY" and name.rsplit(" ", 1)[-1] in _UNIONS
        surfaces = (
            [found.strip() for found in _QUOTED.findall(inside)] if mention.label in ("COMPANY", "AUTHORITY") else []
        )
        named = _NAMED.match(inside)
        if named:
            surfaces.append(named[1].strip())
        elif _HAN.search(name[-1]) and _LATIN_NAME.fullmatch(inside) and not _CODE.fullmatch(inside):
            capitals = _CAPITALS.fullmatch(inside)
            # Capitals that never come back are a share's code: 量子芯科(LZXK).
            again = folded.count(inside) > 1 and not _is_listed(folded, match)
            if not capitals or mention.label != "COMPANY" or again:
                surfaces.append(inside)
        elif name[-1].isascii() and 1 < len(inside) < 10 and self._is_foreign(inside, mention.label):
            surfaces.append(inside)  # Norvik Compute(诺维克)
        elif _CAPITALS.fullmatch(inside) and (
            # a body's letters may be those of its name at home: National Electricity Administration (ANDE)
            _is_acronym(inside, name)
            or (mention.label == "AUTHORITY" and inside.isupper() and folded.count(inside) > 1)
            # an association's letters in its own tongue are no share's: Industrial Mining Association (APM)
            or union
        ):
            surfaces.append(inside)
        for surface in surfaces:
            # the ASIC is a body where the text says so
            body = mention.label == "AUTHORITY" and (_is_acronym(surface, name) or not name[-1].isascii())
            free = surface not in self._never or (body and surface.isupper())
            if len(surface) > 1 and surface.lower() not in _ROLE_WORDS and free:
                head, _, tail = surface.partition(" ")
                # Kestrel Hash, Inc. ("KHH Delaware"): the longer name, and not the state in it
                own = tail[:1].isupper() and mention.label == "COMPANY" and _begins(head, name)
                # (下称“北京比特”): the name, and not the place in it
                own = own or (
                    mention.label == "COMPANY" and len(surface) > 3 and _HAN_ONLY.fullmatch(surface) is not None
                )
                rule = "short.union" if union and surface == inside else "short.introduced"
                yield Alias(surface, mention.label, ref, rule, priority=EXACT if own else CARRIED)
        listed = _LISTED.fullmatch(inside) if mention.label == "COMPANY" else None
        if listed and listed[1] not in self._never and listed[1].lower() not in self._english.ordinary:
            yield Alias(listed[1], mention.label, ref, "short.ticker")

    def _is_foreign(self, inside: str, label: str) -> bool:
        """Whether a bracket behind a Latin name holds the same in Chinese letters."""
        letters = inside.replace("·", "") if label == "PERSON" else inside
        return (
            label in ("COMPANY", "PERSON")
            and self._foreign.issuperset(letters)
            and inside not in self._common
            and inside not in self._places
        )

    def derived(self, folded: str, segments: Segments, mentions: Iterable[Mention]) -> list[Alias]:
        """The shorter forms in which the names of `mentions` may come back."""
        aliases: dict[tuple[str, str], Alias] = {}
        mentions = list(mentions)
        whole = self._whole_names(folded, mentions)
        for mention in mentions:
            if not mention.ref:
                continue
            name = folded[mention.start : mention.end]
            if mention.rule.startswith("zh.") and mention.label != "JURISDICTION" and len(name) > 1:
                aliases[name, mention.label] = Alias(
                    name,
                    mention.label,
                    whole.get((name, mention.label), mention.ref),
                    "short.again",
                    priority=max(CARRIED, mention.priority),
                    confidence=min(0.75, mention.confidence),
                )
            for surface in self._forms(folded[mention.start : mention.end], mention.label):
                if len(surface) > 2 or not segments.knows(surface) or self._is_proper(mention, surface):
                    alias = Alias(surface, mention.label, mention.ref, "short.derived")
                    aliases.setdefault((surface, mention.label), alias)
        return list(aliases.values())

    def _whole_names(self, folded: str, mentions: Sequence[Mention]) -> dict[tuple[str, str], str]:
        """The refs of the full names of people by their last parts: 斯密瑟 of 约翰·斯密瑟."""
        whole: dict[tuple[str, str], str] = {}
        for mention in mentions:
            if mention.ref and mention.label == "PERSON" and "·" in folded[mention.start : mention.end]:
                for form in self._forms(folded[mention.start : mention.end], mention.label):
                    whole.setdefault((form, mention.label), mention.ref)
        return whole

    def known_ref(self, mention: Mention, refs: Mapping[str, str]) -> str | None:
        """The ref that the registry has for a shorter form of an unknown company's name: Kestrel Trust Co. LLC, Kestrel."""
        if mention.label != "COMPANY" or not mention.text.isascii():
            return None
        return next((refs[form] for form in self._forms(mention.text, "COMPANY") if form in refs), None)

    def _is_proper(self, mention: Mention, surface: str) -> bool:
        """Whether a word of the dictionary may stand for a firm: no ordinary one, and the head of its name."""
        if mention.label == "PERSON":
            return ("·" in mention.text or surface.isascii()) and surface not in self._common
        return mention.label == "COMPANY" and surface not in self._common and mention.text.startswith(surface[0])

    def _all_forms(self, name: str, label: str) -> tuple[str, ...]:
        return tuple(self._each_form(name, label))

    def _each_form(self, name: str, label: str) -> Iterator[str]:
        if label == "PERSON":
            yield from self._person_forms(name)
        elif label == "AUTHORITY":
            last = name.rsplit(" ", 1)[-1]
            if last in _BODIES and last != name:
                yield last
            court = _COURT_OF.match(name)
            if court:
                yield court[1]
        elif label == "COMPANY":
            forms = self._chinese_forms(name) if _HAN.search(name) else self._english_forms(name)
            yield from (form for form in forms if form not in self._places)

    def _person_forms(self, name: str) -> Iterator[str]:
        glued = _GLUED.fullmatch(name)
        words = [word for word in (glued.groups() if glued else name.split()) if word not in ("Jr.", "Jr", "III", "II")]
        if len(words) > 1 and not _HAN.search(name):
            for word in (words[-1], words[0]):
                # Jihan Wu, Wu; Yi He, but not He
                short = len(word) == 2 and word is words[-1] and word.istitle()
                if (len(word) > 2 or short) and word.lower() not in self._english.ordinary:
                    yield word
        if "·" in name or "-" in name:
            last = re.split(r"[·•・‧∙-]", name)[-1]
            if _HAN.search(last) and len(last) > 1:
                yield last
                yield re.split(r"[·•・‧∙-]", name)[0]
        elif len(name) == 3 and _HAN_ONLY.fullmatch(name) and name[0] in self._surnames:
            yield name[1:]

    def _english_forms(self, name: str) -> Iterator[str]:
        site = _DOMAIN.fullmatch(name)
        if site and site[1].lower() not in self._english.ordinary and site[1] not in self._never:
            yield site[1]
        words = re.split(r",? ", name)
        yield from self._capitals(words)
        while len(words) > 1 and self._is_tail(words[-1]):
            words = words[:-1]
            while len(words) > 2 and words[-1] in ("&", "and") and self._is_tail(words[-2]):
                words = words[:-2]  # Otter [Holding and Investments]
            if words[-1] in ("&", "of", "and"):
                return
            short = " ".join(words)
            ordinary = all(word.lower() in self._english.ordinary for word in words)
            if len(short) > 2 and not ordinary and short not in self._never:
                yield short

    def _is_tail(self, word: str) -> bool:
        """Whether a word at the end of a firm's name may be left out."""
        return word in self._legal or f"{word}." in self._legal or word in self._english.suffixes

    def _capitals(self, words: Sequence[str]) -> Iterator[str]:
        """The initials of a long name (GDA), the first word of a short one in capitals (HIVE)."""
        plain = [word for word in words if word and word not in self._legal]
        initials = "".join(word[0] for word in plain)
        if len(plain) > 2 and initials.isupper() and initials.isalpha() and initials not in self._never:
            yield initials
        first = words[0]
        tail = all(word in self._legal or word in self._english.suffixes for word in words[1:])
        if tail and len(first) > 3 and first.isalpha() and not first.isupper() and first.upper() not in self._never:
            yield first.upper()

    def _chinese_forms(self, name: str) -> Iterator[str]:
        body = self._legal_zh.sub("", name)
        legal = body != name
        for _ in range(3):
            shorter = self._suffix_zh.sub("", body)
            if len(shorter) < 2:
                break
            if body != name and body not in self._generic:
                yield body
            body = shorter
        if len(body) > 2 and body != name and body not in self._generic:
            yield body
        if legal and len(body) > 3:
            yield body[2:] if body[:2] in self._places else body[:3]

    def addressed(self, text: FoldedText, mentions: Iterable[Mention]) -> list[Mention]:
        """The surnames by which people are called that the text has named in full: 有请[秦]总."""
        people: dict[str, str | None] = {}
        for mention in mentions:
            name = text.folded[mention.start : mention.end]
            if mention.label == "PERSON" and 1 < len(name) < 4 and _HAN_ONLY.fullmatch(name):
                people.setdefault(name[0], mention.ref)
        return [
            Mention(
                match.start(), match.end(), text.source[match.start() : match.end()], "PERSON",
                rule="short.addressed", ref=people[match[0]], confidence=0.7, priority=CARRIED,
            )
            for match in (_ADDRESSED.finditer(text.folded) if people else ())
            if match[0] in people
        ]  # fmt: skip

    def find(self, text: FoldedText, segments: Segments, aliases: Sequence[Alias]) -> list[Mention]:
        """The mentions of `aliases` in `text`."""
        if not aliases:
            return []
        found, known = [], {alias.surface for alias in aliases}
        for index, start, end in _places_of([alias.surface for alias in aliases], text.folded):
            alias = aliases[index]
            if alias.label == "COMPANY" and alias.rule != "short.union" and is_ticker(text.folded, start, end):
                continue
            if text.folded[start - 1 : start] == "@":
                continue
            if alias.label == "PERSON" and is_family(text.folded, end):
                continue
            if has_borders(text.folded, start, end, segments) or is_glued(
                text.folded, start, end, self._english.ordinary
            ):
                stop = self._other_firm(text.folded, segments, alias, end)
                other = stop > end and text.folded[start:stop] not in known
                end = stop if other else end
                if alias.label == "PERSON" and end - start > 2 and text.folded[start - 1 : start] == "小":
                    start, other = start - 1, True  # 小|唐纳德 is another one than 唐纳德
                surface = text.source[start:end]
                found.append(
                    Mention(
                        start, end, surface, alias.label,
                        rule=alias.rule, ref=surface if other else alias.ref, confidence=alias.confidence, priority=alias.priority,
                    )
                )  # fmt: skip
        return found

    def _other_firm(self, folded: str, segments: Segments, alias: Alias, end: int) -> int:
        """The end of a sister's name that begins with the short form of a firm: [岚川]|电子; `end` where it is none."""
        if alias.rule != "short.derived" or alias.label != "COMPANY" or folded[end - 1] < "\u4e00":
            return end
        sister = self._other_zh.match(folded, end)
        return sister.end() if sister and segments.is_border(sister.end()) else end


# up to so many words are looked for one by one, which takes less time than to make an automaton
_FEW = 48


def _places_of(words: Sequence[str], text: str) -> Iterable[tuple[int, int, int]]:
    """Each place where one of the words stands, with its number, start and end."""
    if len(words) > _FEW:
        return AhoCorasick(words).find_matches_as_indexes(text, overlapping=True)
    return [(number, match, match + len(word)) for number, word in enumerate(words) for match in _starts_of(word, text)]


def _starts_of(word: str, text: str) -> Iterator[int]:
    at = text.find(word)
    while at >= 0:
        yield at
        at = text.find(word, at + 1)


def _is_listed(folded: str, bracket: re.Match[str]) -> bool:
    """Whether a bracket of capitals looks like a ticker: the text speaks of shares near by."""
    window = folded[max(0, bracket.start() - 30) : bracket.end() + 30]
    return any(word in window for word in ("上市", "股价", "股票", "纳斯达克", "纽交所"))


def _begins(head: str, name: str) -> bool:
    """Whether the first word of a short form is that of the name, or its capitals."""
    return name.startswith(head) or (len(head) > 1 and head.isupper() and _is_acronym(head, name))


def _is_acronym(capitals: str, name: str) -> bool:
    """Whether `capitals` are the initials of `name`.

    >>> _is_acronym("SEC", "Securities and Exchange Commission"), _is_acronym("BoE", "Bank of England")
    (True, True)
    """
    words = [word for word in re.split(r"[ -]", name) if word]
    if not capitals.isupper():
        return capitals == "".join(word[0] for word in words)
    initials = "".join(word[0] for word in words if word[0].isupper())
    return len(capitals) > 1 and (capitals == initials or (len(capitals) > 2 and initials.startswith(capitals)))
