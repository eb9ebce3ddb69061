"""Chinese companies without a word that tells a firm, from what stands around them: 向X订购, X联合创始人, X产出."""

from __future__ import annotations

import re
from collections.abc import Iterator

from nlp.entities.merge import Spans
from nlp.entities.priorities import CONTEXT
from nlp.entities.segments import Segments
from nlp.records import Mention
from nlp.resources.names import ChineseNames
from nlp.text.alternatives import alternatives
from nlp.text.fold import FoldedText
from nlp.text.lazy import lazy_pattern

_LONGEST = 6
_OPEN = frozenset('。,;:!?\n、】【（()）“”"《》」「『』 —|')
_HAN = lazy_pattern(r"[\u4e00-\u9fff]")
_WORDLESS = "mrpcudqfteoy"
_NAMING = frozenset(
    {"nr", "nrt", "nrfg", "nz", "nt", "n", "ng", "x", "b", "j", "i", "l", "zg", "g", "ns", "rg", "tg", "dg", "vg", "ag"}
)
# Words of one letter that the segmenter glues to a name it does not know: [由]昂利康.
_GLUED = frozenset("由获及但以将被与和向对从给让是据如")
_NO_ENDS = (*"国省市县人方者队派党会部局院军委协为原已社", "大学", "组织")
# last letters of firms that no given name has
_FIRM_ENDS = frozenset("芯链矿算币网")
# a pool that goes by its last letter: 矿池[四海池]的, [四海池]:217(5%)
_POOL = lazy_pattern(
    r"(?:(?<=矿池)|(?<=池子)|(?<=^)|(?<=[\n、;]))([\u4e00-\u9fff]{2,4}池)(?=[的宣称在由把将也已说]|[::] ?\d)"
)
_NO_POOLS = ("矿池", "电池", "资金池", "水池", "流动池", "内存池", "交易池", "名池", "大池")
_PROPER = frozenset({"nr", "nz", "nt", "x"})


class CuedCompanies:
    """Finds runs of words that are no ordinary ones next to a cue."""

    def __init__(self, tables: ChineseNames) -> None:
        self._tables = tables
        self._role = lazy_pattern(alternatives(tables.company_roles))
        self._act = lazy_pattern(alternatives(tables.company_acts))
        pairs = "|".join(
            rf"(?:{left})(?=[\u4e00-\u9fff]{{2,{_LONGEST}}}(?:{alternatives(rights)}))"
            for left, rights in tables.company_pairs
        )
        self._pair = lazy_pattern(pairs)
        acts = sorted({right for _, rights in tables.company_pairs for right in rights}, key=len, reverse=True)
        self._deal = lazy_pattern(alternatives(acts))

    def find(self, text: FoldedText, segments: Segments, taken: Spans) -> list[Mention]:
        """The cued companies of `text` outside `taken`."""
        if not segments.tokens:
            return []
        spans: dict[tuple[int, int], str] = {}
        for start, end in self._before(self._role, text.folded, segments, taken, opened=False):
            spans[start, end] = "zh.company.role"
        for start, end in self._before(self._act, text.folded, segments, taken, opened=True):
            spans.setdefault((start, end), "zh.company.act")
        for match in _POOL.finditer(text.folded):
            if match[1][:-1] not in self._tables.ordinary and not match[1].endswith(_NO_POOLS):
                spans.setdefault(match.span(1), "zh.company.pool")
        for start, end in self._between(text.folded, segments, taken):
            spans.setdefault((start, end), "zh.company.party")
        return [
            Mention(start, end, text.source[start:end], "COMPANY", rule=rule, confidence=0.85, priority=CONTEXT)
            for (start, end), rule in spans.items()
        ]

    def _before(
        self, cue: re.Pattern[str], folded: str, segments: Segments, taken: Spans, *, opened: bool
    ) -> Iterator[tuple[int, int]]:
        """The names right before a cue; `opened` where they must open their clause."""
        for match in cue.finditer(folded):
            end = match.start()
            start = self._run(segments, taken, end)
            free = not opened or start == 0 or folded[start - 1] in _OPEN
            # 李天昭任CTO is a person and a verb
            if start < end and free and folded[end - 1] != "任" and self._is_name(folded, segments, start, end):
                yield start, end

    def _between(self, folded: str, segments: Segments, taken: Spans) -> Iterator[tuple[int, int]]:
        """The names between a preposition and the verb of a deal: 向[X]订购."""
        for match in self._pair.finditer(folded):
            start = match.end()
            act = self._deal.search(folded, start + 2, start + _LONGEST + 4) if segments.is_open(start) else None
            if act is None or self._run(segments, taken, act.start()) != start:
                continue
            if self._is_name(folded, segments, start, act.start()):
                yield start, act.start()

    def _run(self, segments: Segments, taken: Spans, end: int) -> int:
        """Where the words begin that end at `end` and are no ordinary ones; `end` where there are none."""
        tokens, tables = segments.tokens, self._tables
        if not segments.is_border(end):
            return end
        start, index = end, segments.index_at(end - 1)
        while index >= 0:
            begin, word, tag = tokens.starts[index], tokens.words[index], tokens.tags[index]
            plain = word in tables.ordinary or word in tables.stops or word in tables.generic
            if plain or (tag[:1] in _WORDLESS and tag[1:] != "g") or end - begin > _LONGEST or not _HAN.match(word):
                break
            if taken.overlaps(begin, end):
                break
            start = begin
            index -= 1
        if end - start > 2:
            first = tokens.words[segments.index_at(start)]
            start += first[0] in _GLUED and not segments.knows(first)
        return start

    def _is_name(self, folded: str, segments: Segments, start: int, end: int) -> bool:
        """Whether a run can be a firm: no person, no place, no verb, and no single letter."""
        tokens = segments.tokens[segments.index_at(start) : segments.index_at(end - 1) + 1]
        name = folded[start:end]
        if len(name) < 2 or name in self._tables.not_company or name in self._tables.not_person:
            return False
        if any(t.tag not in _NAMING and segments.knows(t.word) for t in tokens):
            return False
        if not any(t.tag[:2] in _PROPER or not segments.knows(t.word) for t in tokens):
            return False
        if all(t.tag == "ns" and segments.knows(t.word) for t in tokens) or name.endswith(self._tables.place_tails):
            return False
        person = name[0] in self._tables.surnames and len(name) <= 3 and any(t.tag.startswith("nr") for t in tokens)
        person = person and name[-1] not in _FIRM_ENDS  # 乐奇芯
        return not person and not name.endswith(_NO_ENDS)
