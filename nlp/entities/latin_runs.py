"""Capitalised runs: the places where a name in Latin letters can stand, in English and in Chinese text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from nlp.entities.letters import find_latin
from nlp.entities.merge import Spans
from nlp.resources.names import NameTables
from nlp.text.lazy import lazy_pattern

_UPPER = "A-ZÀ-ÖØ-ÞĆČĎĐĘĞİĽŁŃŇŐŘŚŞŠŤŰŹŻŽ"
_ANY = "A-Za-z0-9À-ÖØ-öø-ÿĀ-ž"
_DOMAINS = "com|io|info|ai|net|org|co|xyz|cn|us|fm|space"
_WORD = (
    rf"(?:[{_UPPER}]\.){{2,4}}(?![{_ANY}])|[{_UPPER}]\.(?=\s[{_UPPER}])"
    rf"|[{_UPPER}][{_ANY}]{{0,40}}(?:(?:[-/&+]|['’](?!s(?![{_ANY}])))[{_UPPER}0-9][{_ANY}]{{0,30}}){{0,3}}"
    rf"(?:(?<=[A-Za-z])\.(?:{_DOMAINS}|US)(?![{_ANY}]))?"
    rf"|(?<![\d.,$€£¥-])\d{{1,2}}[{_UPPER}][a-z]{{3,20}}(?![{_ANY}])"  # 9Lattice
    rf"|[a-z]{{1,2}}[{_UPPER}][{_ANY}]{{1,30}}|(?<![.-])[a-z]{{3,24}}\.(?:com|io|net|org)(?![{_ANY}/])"
)
_PARTICLE = r"de la|de|del|da|dos|van der|van|von|der|af|zu|ter|bin|bint|al|el|le|la"
_RUN = lazy_pattern(
    rf"(?<![{_ANY}$@#/_])(?:{_WORD})(?:(?:[ ]|[ ]&[ ]|[ ](?:{_PARTICLE})[ ])(?:{_WORD})"
    rf"|(?<=[a-z])[ ]\dD(?![{_ANY}])){{0,9}}"
)
_TOKEN = lazy_pattern(rf"{_WORD}|\dD")
# Russian Energy [Minister] is who somebody is
_POST_AFTER = lazy_pattern(
    r"(?: and [A-Z][a-z]{2,20})? (?:Minister|Ministry|Secretary|Commissioner|Department|Committee)"
)

# what a minister is for is no firm: Digitalization [Minister]
_MINISTER = lazy_pattern(r"(?: and [A-Z][a-z]{2,20})? Minister(?![a-z])")


@dataclass(slots=True)
class Run:
    """One candidate: its span and its words."""

    start: int
    end: int
    words: tuple[str, ...]


class RunFinder:
    """Cuts the capitalised runs of a text at titles, coins and what is taken already."""

    def __init__(self, tables: NameTables) -> None:
        english = tables.english
        self._leading = english.openers | tables.calendar | tables.demonyms
        self._breakers = english.titles | english.role_words
        self._calendar = tables.calendar
        self._demonyms = tables.demonyms
        self._given = english.given | {"Jun"}
        self._inner = english.openers - english.suffixes - tables.coins - tables.acronyms - english.inner_openers
        self._never = tables.coins | tables.acronyms
        self._acronyms = tables.acronyms - tables.coins
        self._suffixes = english.suffixes
        self._openers, self._ordinary = english.openers, english.ordinary
        self._legal = frozenset(english.legal_forms)
        forms = "|".join(re.escape(form) for form in sorted(english.legal_forms, key=len, reverse=True))
        self._legal_tail = lazy_pattern(
            rf"(?:(?: \d{{1,2}})?(?: \([A-Z][a-z]+(?: [A-Z][a-z]+)?\))?,? ?(?<=[ ,])(?:{forms}))(?![{_ANY}])"
        )

    def find(self, folded: str, taken: Spans) -> Iterator[Run]:
        """The candidates of `folded` that overlap nothing in `taken`."""
        for match in find_latin(_RUN, folded):
            words = [(m.start(), m.end(), m.group()) for m in _TOKEN.finditer(folded, match.start(), match.end())]
            for piece in self._pieces(words, taken, folded):
                run = self._trim(folded, piece)
                if run is not None:
                    yield run

    def _pieces(
        self, words: list[tuple[int, int, str]], taken: Spans, folded: str
    ) -> Iterator[list[tuple[int, int, str]]]:
        piece: list[tuple[int, int, str]] = []
        capitals = all(word.isupper() for _, _, word in words)
        for index, (start, end, word) in enumerate(words):
            figure = _FIGURE.search(word)
            if figure and taken.overlaps(start, end) and not taken.overlaps(start, end - len(figure[0])):
                end, word = end - len(figure[0]), word[: figure.start()]  # Norvalt|120万美元
            written_on = _TAIL.search(word)
            if written_on and "\u4e00" <= folded[end : end + 1] <= "\u9fff" and not taken.overlaps(start, end):
                end, word = end - len(written_on[0]), word[: written_on.start()]  # Ionstead|IPO文件
            slug, _, rest = word.partition("-")
            if rest and slug in _SLUGS and not taken.overlaps(start, end):
                yield piece
                piece, start, word = [], start + len(slug) + 1, rest  # BRIEF-Kestrel Hash
            if _DOUBLED.fullmatch(word) and not taken.overlaps(start, end):
                middle = (start + end) // 2  # About Kestrel|Kestrel is
                yield [*piece, (start, middle, word[: middle - start])]
                piece = [(middle, end, word[: middle - start])]
                continue
            broken = self._glued(word)
            head, _, tail = word.rpartition("-")
            if head and tail in _PARTICIPLES:
                broken, word = len(head), head  # Eric Trump|-Backed
            elif broken and folded.count(word) > 1:
                broken = 0  # what comes back is a name: SimpleMiners
            rejoined = _GLUED.fullmatch(word)
            if rejoined and _is_repeated_in(words, index, piece, rejoined[1], rejoined[2]):
                yield [*piece, (start, start + len(rejoined[1]), rejoined[1])]
                piece = [(start + len(rejoined[1]), end, rejoined[2])]  # About Kestrel Mining|Kestrel Mining is
                continue
            if _is_repeated(words, index, piece):
                yield piece  # About Kestrel Mining|Kestrel Mining is
                piece = []
            if broken:
                last = (start, start + broken, word[:broken])
                yield [*piece, last] if not taken.overlaps(start, start + broken) else piece
                piece = []
            elif (
                taken.overlaps(start, end)
                or self._breaks(word, piece, index + 1 < len(words))
                or (capitals and word in _SMALL_CAPITALS)
                or (
                    word in self._never
                    and not (piece and word in self._suffixes)
                    and not (self._heads(words, index) or self._is_of_firm(words, index, taken))
                    and not (piece and self._is_before_tail(words, index))
                )
                or self._is_half(words, index)
            ):
                yield piece
                piece = []
            else:
                piece.append((start, end, word))
                if word in self._legal and len(piece) > 1:
                    yield piece
                    piece = []
        yield piece

    def _is_of_firm(self, words: list[tuple[int, int, str]], index: int, taken: Spans) -> bool:
        """Whether the name of a coin begins that of a firm with a legal form: Radiant Hash Inc."""
        coming = words[index + 1 : index + 4]
        legal = any(
            word in self._legal or word + "." in self._legal or word in _BODIES_OF_COINS for _, _, word in coming
        )
        return legal and not words[index][2].isupper() and not taken.overlaps(words[index][0], coming[-1][1])

    def _is_before_tail(self, words: list[tuple[int, int, str]], index: int) -> bool:
        """Whether letters of the trade stand within a firm's name, before its last word: Stadhaven IT Ventures."""
        if words[index][2] not in self._acronyms or index + 1 == len(words):
            return False
        start, _, coming = words[index + 1]
        return start == words[index][1] + 1 and bool(self._suffixes.intersection((coming, coming.title())))

    def _heads(self, words: list[tuple[int, int, str]], index: int) -> bool:
        """Whether the symbol of a coin begins the name of a firm: AVAX One, SOL Strategies."""
        coming = words[index + 1][2] if index + 1 < len(words) else ""
        return coming in _COINED and words[index][2].isupper() and words[index + 1][0] == words[index][1] + 1

    def _is_half(self, words: list[tuple[int, int, str]], index: int) -> bool:
        """Whether a word makes with its neighbour what is never a name: Shiba Inu, Wall Street."""
        pairs = zip(words[max(0, index - 1) :], words[max(0, index - 1) + 1 : index + 2], strict=False)
        return any(f"{left[2]} {right[2]}" in self._never for left, right in pairs)

    def _glued(self, word: str) -> int:
        """Where a lost line break stands in a word, before one that opens sentences: Mining|However; 0 for nowhere."""
        match = _GLUED.fullmatch(word)
        opens = match is not None and (
            match[2] in _SENTENCE_OPENERS
            or ((match[1].lower() in self._ordinary or match[1] in self._never) and match[2] in self._openers)
        )
        return match.start(2) if match and opens else 0

    def _breaks(self, word: str, piece: list[tuple[int, int, str]], more: bool) -> bool:
        """Whether a title, a month or a word like "This" ends the name before it."""
        if word in self._calendar:
            return not (more and (piece or word in self._given))
        return word in self._breakers or word.rstrip(".") in self._breakers or (bool(piece) and word in self._inner)

    def _trim(self, folded: str, piece: list[tuple[int, int, str]]) -> Run | None:
        while piece and piece[0][2] in self._leading and not self._leads_name(folded, piece):
            piece = piece[1:]
        if not piece:
            return None
        start, end = piece[0][0], _without_year(folded, piece[-1])
        words = [word for _, _, word in piece]
        tail = self._legal_tail.match(folded, end)
        if tail is not None:
            end = tail.end()
            words.append(tail.group().rpartition(")")[2].strip(" ,").lstrip("0123456789 ,"))
        elif (words[-1] + "." in self._legal or words[-1] in ("Jr", "Sr")) and folded[end : end + 1] == ".":
            end += 1
            if more := self._legal_tail.match(folded, end):  # Pte|. Ltd.
                end = more.end()
                words.append(more.group().strip(" ,"))
        if end - start < 2 or folded[start:end].isdigit() or _MINISTER.match(folded, end):
            return None
        return Run(start, end, tuple(words))

    def _leads_name(self, folded: str, piece: list[tuple[int, int, str]]) -> bool:
        """Whether a word that mostly opens sentences or dates begins a name here: Jan Aygul, American Bitcoin Corp."""
        word, rest = piece[0][2], piece[1:]
        return bool(rest) and (
            (word in self._calendar and word in self._given)
            or (word in _GIVEN_VERBS and rest[0][2].lower() not in self._ordinary)
            or (word in self._demonyms and self._is_tail(rest) and not _POST_AFTER.match(folded, rest[-1][1]))
            or (word in _DIRECTIONS and len(rest) > 1 and rest[-1][2] in self._suffixes | self._legal)
        )

    def _is_tail(self, piece: list[tuple[int, int, str]]) -> bool:
        """Whether nothing but the tail of a name is left: American [Bitcoin Corp]."""
        words = [word for _, _, word in piece]
        tail = bool(words) and all(word in self._suffixes or word in self._legal for word in words)
        return tail and words[-1] not in _TRADE


def _is_repeated(words: list[tuple[int, int, str]], index: int, piece: list[tuple[int, int, str]]) -> bool:
    """Whether two or more words that end a piece come again right behind it, or the one behind "About"."""
    plain = [word for _, _, word in piece]
    coming = [word for _, _, word in words[index : index + len(piece)]]
    least = 1 if len(plain) == 2 and plain[0] == "About" else 2
    return any(plain[-count:] == coming[:count] for count in range(least, len(plain) + 1))


def _is_repeated_in(
    words: list[tuple[int, int, str]], index: int, piece: list[tuple[int, int, str]], head: str, tail: str
) -> bool:
    """Whether a word is the end of a name and its begin again, as the words on both sides tell: Kestrel Hash|Kestrel Hash."""
    before = [word for _, _, word in piece] + [head]
    after = [tail] + [word for _, _, word in words[index + 1 : index + 1 + len(piece)]]
    return any(before[-count:] == after[:count] for count in range(2, len(before) + 1))


def _without_year(folded: str, word: tuple[int, int, str]) -> int:
    """The end of a word without a year or a sum written right after it: Stronghold[2021年], CoreWeave[90亿]."""
    year = _YEAR.search(word[2])
    if year and folded[word[1] : word[1] + 1] == "年":
        return word[1] - 4
    figure = _FIGURE.search(word[2])
    scaled = figure and _SCALE.match(folded, word[1])
    return word[1] - len(figure[0]) if figure and scaled and figure.start() > 2 else word[1]


# how agencies head their flashes
_SLUGS = frozenset({"BRIEF", "EXCLUSIVE", "CORRECTED", "REFILE", "FACTBOX", "ANALYSIS", "INSIGHT", "FOCUS", "BREAKING"})
# small words in a text in capitals
_SMALL_CAPITALS = frozenset(
    {"FOR", "FROM", "OF", "WITH", "BY", "TO", "AND", "THE", "AT", "IS", "ARE", "ITS", "HAVE", "HAS"}
)
# words that begin a sentence and end no name: Kestrel|The
_SENTENCE_OPENERS = frozenset(
    {"The", "This", "These", "They", "However", "While", "When", "After", "According", "Although", "Meanwhile", "But"}
)
# Solana Policy Institute
_BODIES_OF_COINS = frozenset({"Institute", "Foundation", "Association", "Alliance"})
_GIVEN_VERBS = frozenset({"Will"})
_PARTICIPLES = frozenset(
    {"Backed", "Led", "Based", "Linked", "Listed", "Owned", "Funded", "Run", "Powered", "Built", "Focused", "Friendly"}
    | {"Affiliated", "Traded", "Made", "Managed", "Style", "Related", "Operated", "Designed", "Heavy", "Supported"}
)
_COINED = frozenset(
    {"Labs", "Capital", "Ventures", "Digital", "Technologies", "Technology", "Strategies", "One", "Plus", "Group"}
)
_TRADE = frozenset({"Bitcoin", "Crypto", "Cryptocurrency", "Miners", "Miner", "Companies", "Firms"})
_DIRECTIONS = frozenset({"Northern", "Southern", "Eastern", "Western"})
_DOUBLED = lazy_pattern(r"([A-Z][A-Za-z]{3,})\1")
_GLUED = lazy_pattern(r"([A-Z]?[a-z]{3,})([A-Z][a-z]+)")
_FIGURE, _SCALE = lazy_pattern(r"(?<=[A-Za-z])\d+$"), lazy_pattern(r"(?:\.\d+)?\s?(?:[千百十]?[亿万]|%)")
# what Chinese text writes on at the end of a name: Ionstead|CEO
_TAIL = lazy_pattern(r"(?<=[a-z])(?:IPO|CEO|CFO|COO|CTO|CIO|CMO|ETF|ADS|ADR)$")
_YEAR = lazy_pattern(r"(?<=[A-Za-z])(?:19|20)\d\d$")
