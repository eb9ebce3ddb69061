"""Chinese company names that no registry knows, from their last word: 算丰科技, 新特能源股份有限公司."""

from __future__ import annotations

import re
from collections.abc import Sequence

from nlp.entities.affixes import AffixTable
from nlp.entities.merge import Spans
from nlp.entities.priorities import CONTEXT, EXACT, WEAK
from nlp.entities.segments import Segments
from nlp.records import Mention
from nlp.resources.names import ChineseNames
from nlp.text.fold import FoldedText

_LONGEST_LEGAL, _LONGEST_BODY, _LONGEST_COINED = 26, 8, 6
_PREPOSITIONS = frozenset("向对从与和在被由据是即到给将让为把跟同及拿请令使称指随著着")
_LISTING = re.compile(r"\s?[(](?:[^()\n]{0,20}?[A-Z]{2,6}[^()\n]{0,20}|\d{4,6}(?:\.[A-Z]{2})?)[)]")
_LOCAL = frozenset({"电网公司", "电力公司"})
_SURE = 0.5
_HAN_ONLY = re.compile(r"[\u4e00-\u9fff]*")
_LATIN = re.compile(r"[A-Za-z0-9]")
_HAN = re.compile(r"[\u4e00-\u9fff]")


class ChineseCompanies:
    """Finds company names by legal form and by the words they end in."""

    def __init__(self, tables: ChineseNames) -> None:
        self._tables = tables
        self._legal = re.compile("|".join(map(re.escape, tables.legal_forms)))
        ends = [suffix for suffix in tables.suffixes if suffix not in tables.legal_forms]
        self._suffix = re.compile(f"(?:{'|'.join(map(re.escape, ends))})(?!交易所)")
        generic = "|".join(map(re.escape, sorted(tables.generic, key=len, reverse=True)))
        self._generic = re.compile(rf"(?:{generic}){{1,{_LONGEST_BODY}}}")
        self._before = AffixTable(tables.company_before, side="left")
        self._after = AffixTable(tables.company_after, side="right")

    def find(self, text: FoldedText, segments: Segments, taken: Spans, places: Sequence[Mention] = ()) -> list[Mention]:
        """The unknown companies of `text`; `places` are its JURISDICTION mentions."""
        if not segments.tokens:
            return []
        found = []
        ends = {place.end: place.start for place in places}
        starts = {place.start: place.end for place in places}
        for match in self._legal.finditer(text.folded):
            start = self._legal_start(text.folded, segments, match.start())
            start = _with_place(text.folded, self._past_verb(segments, start, match.start()), ends)
            if match.start() - start >= 2:
                found.append(
                    _mention(text, start, match.end(), rule="zh.company.legal", confidence=0.95, priority=EXACT)
                )
        for match in self._suffix.finditer(text.folded):
            mention = self._by_suffix(text, segments, taken, match, starts)
            if mention is not None:
                found.append(mention)
        return found

    def _legal_start(self, folded: str, segments: Segments, end: int) -> int:
        """Where a name with a legal form begins: at a place name, or after the last word that no name holds."""
        start, first_place = end, -1
        index = segments.index_at(end - 1)
        while index >= 0:
            token = segments.tokens[index]
            if end - token.start > _LONGEST_LEGAL or not _body(token.word):
                break
            if token.word in self._tables.stops and token.word not in self._tables.inner and first_place < 0:
                break
            if token.tag == "ns" and token.end < end - 1:
                first_place = token.start
            elif first_place >= 0:
                break
            start = token.start
            index -= 1
        return first_place if first_place >= 0 else start

    def _past_verb(self, segments: Segments, start: int, end: int) -> int:
        """Past an ordinary verb at the head of what stands before `end`: 冒充|某某证券."""
        token = segments.tokens[segments.index_at(start)]
        verb = token.tag == "v" and token.start == start and len(token.word) == 2 and segments.knows(token.word)
        return token.end if verb and token.word not in self._tables.name_verbs and token.end + 2 <= end else start

    def _by_suffix(
        self, text: FoldedText, segments: Segments, taken: Spans, match: re.Match[str], places: dict[int, int]
    ) -> Mention | None:
        folded, suffix, end = text.folded, match.group(), match.end()
        if not segments.is_open(end) or taken.overlaps(match.start(), end):
            return None
        coined = self._coined_start(segments, taken, match.start())
        if match.start() - coined >= 2:
            start = coined
        elif segments.is_border(end):
            start = self._past_verb(segments, self._body_start(segments, taken, match.start()), match.start())
        else:
            return None
        while folded[start] in _PREPOSITIONS and match.start() - start > 2:
            start += 1
        body = folded[start : match.start()]
        if not 2 <= len(body) <= _LONGEST_BODY or self._is_generic(folded, segments, start, match):
            return None
        local = places.get(start) == match.start() or self._is_place(segments, start, match.start())
        if local and suffix not in _LOCAL and self._before.weight(folded[:start][-12:]) < _SURE:
            return None
        if folded[start:end] in self._tables.not_company:
            return None
        score = self._score(folded, start, end, suffix) + (0.4 if local and suffix in _LOCAL else 0.0)
        if match.start() - coined >= 2:
            score += 0.25 if suffix not in self._tables.weak_suffixes or self._is_coined(segments, start, match) else 0.0
        elif not local:
            score -= 0.15
        if match.start() - coined < 2 and suffix not in self._tables.weak_suffixes and self._is_new(segments, start, match.start()):
            score += 0.15
        if score < 0.5:
            return None
        placed = segments.tokens[segments.index_at(start)].tag == "ns"
        priority = WEAK if score < 0.7 else EXACT if local or placed else CONTEXT
        return _mention(text, start, end, rule="zh.company.suffix", confidence=min(0.9, score), priority=priority)

    def _score(self, folded: str, start: int, end: int, suffix: str) -> float:
        score = 0.1 if suffix in self._tables.weak_suffixes else 0.4
        score += self._before.weight(folded[max(0, start - 12) : start])
        score += self._after.weight(folded[end : end + 10])
        if _LISTING.match(folded, end):
            score += 0.4
        if folded[start - 1 : start] in ("“", "《", '"') and folded[end : end + 1] in ("”", "》", '"'):
            score += 0.2
        return score

    def _body_start(self, segments: Segments, taken: Spans, end: int) -> int:
        tokens, stops = segments.tokens, self._tables.stops
        start, index = end, segments.index_at(end - 1)
        while index >= 0:
            begin, word = tokens.starts[index], tokens.words[index]
            if end - begin > _LONGEST_BODY or word in stops or not _HAN.match(word):
                break
            if taken.overlaps(begin, min(tokens.starts[index + 1], end)) and tokens.tags[index] != "ns":
                break
            start = begin
            index -= 1
        return start

    def _coined_start(self, segments: Segments, taken: Spans, end: int) -> int:
        """Where the words before `end` begin that are no ordinary ones: 欢迎接入|云脊|科技; `end` where there are none."""
        tokens, ordinary = segments.tokens, self._tables.ordinary
        start, index = end, segments.index_at(end - 1)
        while index >= 0:
            begin, word, tag = tokens.starts[index], tokens.words[index], tokens.tags[index]
            plain = word in ordinary or word in self._tables.stops or tag[:1] in "mrpcudqf"
            if plain or end - begin > _LONGEST_COINED or not _HAN.match(word) or taken.overlaps(begin, end):
                break
            start = begin
            index -= 1
        while start < end and segments.tokens.tags[segments.index_at(start)] in ("v", "a", "zg", "k", "y"):
            start = segments.tokens[segments.index_at(start)].end
        return min(start, end)

    def _is_coined(self, segments: Segments, start: int, suffix: re.Match[str]) -> bool:
        """Whether what stands before a weak suffix is a name by itself: a word of no dictionary, a proper noun, a noun."""
        index = segments.index_at(start)
        while index < len(segments.tokens) and segments.tokens.starts[index] < suffix.start():
            word, tag = segments.tokens.words[index], segments.tokens.tags[index]
            if tag[:1] in "vad" and segments.knows(word):
                return False
            index += 1
        return True

    def _is_new(self, segments: Segments, start: int, end: int) -> bool:
        """Whether the first word of the body is in no dictionary."""
        token = segments.tokens[segments.index_at(start)]
        return len(token.word) > 1 and token.end <= end and not segments.knows(token.word)

    def _is_place(self, segments: Segments, start: int, end: int) -> bool:
        token = segments.tokens[segments.index_at(start)]
        return token.tag == "ns" and (token.end >= end or segments.tokens[segments.index_at(end - 1)].word == "国家")

    def _is_generic(self, folded: str, segments: Segments, start: int, suffix: re.Match[str]) -> bool:
        """Whether nothing before the suffix names a firm; a place alone does not: 中国|最大|矿业."""
        end = suffix.start()
        if self._generic.fullmatch(folded, start, end):
            return True
        index, generic = segments.index_at(start), self._tables.generic
        first = segments.tokens[index]
        if first.tag == "ns" and first.start == start and first.end < end and suffix.group() not in _LOCAL:
            index += 1
        while index < len(segments.tokens) and segments.tokens[index].start < end:
            token = segments.tokens[index]
            word = token.word[: end - token.start]
            if word not in generic and token.tag[:1] not in ("m", "q", "r", "u", "p", "c", "t"):
                return False
            index += 1
        return True


def _with_place(folded: str, start: int, ends: dict[int, int]) -> int:
    """The start of the places that end at `start` or two characters before: [新疆]中|泰能源."""
    for _ in range(3):
        near = [end for end in (start, start - 1, start - 2) if end in ends and _HAN_ONLY.fullmatch(folded, end, start)]
        if not near:
            break
        start = ends[near[0]]
    return start


def _body(word: str) -> bool:
    return bool(_HAN.match(word) or _LATIN.match(word) or word in "()&·")


def _mention(
    text: FoldedText, start: int, end: int, *, rule: str, confidence: float, priority: int = CONTEXT
) -> Mention:
    return Mention(
        start, end, text.source[start:end], "COMPANY", rule=rule, confidence=round(confidence, 2), priority=priority
    )
