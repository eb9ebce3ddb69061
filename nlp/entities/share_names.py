"""Listed Chinese firms in news of the exchange: X公告, X、Y双双涨停, 【X:拟回购, X(3板), *ST X."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from nlp.entities.merge import Spans
from nlp.entities.priorities import CONTEXT, EXACT
from nlp.entities.segments import Segments, Token
from nlp.records import Mention
from nlp.resources.names import ChineseNames
from nlp.text.alternatives import alternatives
from nlp.text.fold import FoldedText
from nlp.text.lazy import lazy_pattern

_REACH = 120
# a clause opens behind these; the comma of a list (、) does not count
_OPENS = lazy_pattern(r"[。,;:!?\n】【)丨|](?:\d{1,2}(?=[\u4e00-\u9fff]{3})(?:天\d{1,2})?(?:连?板)?)?|(?<![A-Z*]) ")
# 据[华铁应急]公告
_SOURCE = lazy_pattern(r"(?:根据|依据|据)(?=[\u4e00-\u9fff]{3})")
_JOINTS = lazy_pattern(r"、|以及|[和及](?=[^、]{2,8}$)")
# what a share's short name has around its Chinese letters: *ST, class A or B, a mark of other voting rights
_NAME = lazy_pattern(r"(?:\*?ST ?)?([\u4e00-\u9fff]{2,7})(?:-(?:UW|SW|U|W|S|B)|[AB])?")
# a run of boards or a quotation behind a name, a heading's colon, a share under special treatment
_SIGNS = lazy_pattern(
    r"(?P<board>[(](?:(?:\d{1,2}天)?\d{1,2}板[)]|行情[036]\d{5}|\d{1,3}\.\d\d\d?,))|(?P<headed>:(?!\d))"
    r"|(?P<marked>(?<![A-Za-z])(?:\*ST ?|ST ?)[\u4e00-\u9fff]{2})"
)
# a circled digit is a plain one in folded text
_HEADED = lazy_pattern(
    r"(?:【|^|[【】。;!\n] ?\d{1,2}(?:(?:天\d{1,2})?连?板|[、.]? ?)|^\d{1,2}[、.]? ?)"
    r"([\u4e00-\u9fff]{3,7}?(?:-[UWB]{1,2}|[AB])?)(?:澄清|声明|回应)?$"
)
_ALONE = lazy_pattern(r"(?:(?<=[。,;:!\n】【、丨|]))([\u4e00-\u9fff]{3,6})$")
# what a list of points is headed by: 盈利模式转变:
_NO_HEADS = (
    *(
        "转变",
        "转型",
        "变化",
        "升级",
        "增长",
        "下降",
        "下滑",
        "布局",
        "扩张",
        "风险",
        "优势",
        "亮点",
        "展望",
        "前景",
        "策略",
    ),
    *(
        "计划",
        "分析",
        "影响",
        "原因",
        "背景",
        "趋势",
        "现状",
        "表现",
        "情况",
        "进展",
        "要点",
        "观点",
        "结论",
        "模式",
        "效率",
    ),
    *(
        "结构",
        "压力",
        "挑战",
        "机遇",
        "收入",
        "成本",
        "利润",
        "价格",
        "政策",
        "改善",
        "提升",
        "优化",
        "回顾",
        "总结",
        "问题",
    ),
)
_SMALL = frozenset("trmqpcudyeo")
_LONGEST = 6
_LED = lazy_pattern(r"(?:子公司|旗下|股东)$")
_NO_FIRMS = tuple(f"{head}公司" for head in "本该我贵其子分母各市两")
_NO_ENDS = (*"省市县区州镇乡村街路里道桥山河江湖海湾港岛站局厅部委院所校园人们队会报网", "新区", "开发")


class ShareNames:
    """Finds the short names of listed firms next to what only shares and their issuers do."""

    def __init__(self, tables: ChineseNames, home: frozenset[str] = frozenset()) -> None:
        self._tables = tables
        self._home = home
        self._verb = lazy_pattern(alternatives(tables.subject_verbs))
        self._moves = frozenset(tables.share_moves)
        tails = alternatives(tables.share_tails)
        self._tail = lazy_pattern(
            rf"(?:等(?:[\d十多余数]{{1,4}}[只股家]|多股|个股|股)?(?:[\u4e00-\u9fff]{{0,6}}股)?)?"
            rf"(?:{tails}|\d{{1,2}}天\d{{1,2}}板|\d{{1,2}}cm){{0,4}}$"
        )
        self._bare = frozenset(tables.generic | tables.stops | tables.company_before.keys()) - tables.inner
        self._suffixes = frozenset(tables.suffixes)

    def find(self, text: FoldedText, segments: Segments, taken: Spans, places: Sequence[Mention] = ()) -> list[Mention]:
        """The listed companies of `text` outside `taken`; `places` are its JURISDICTION mentions."""
        if not segments.tokens:
            return []
        spans = dict(self._all(text.folded, segments))
        spans.update(self._placed(text.folded, segments, places))
        return [
            Mention(
                start, end, text.source[start:end], "COMPANY",
                rule=rule, confidence=0.8, priority=EXACT if self._is_placed(segments, start, end) else CONTEXT,
            )
            for (start, end), rule in spans.items()
            if not taken.overlaps(start, end)
        ]  # fmt: skip

    def _all(self, folded: str, segments: Segments) -> Iterator[tuple[tuple[int, int], str]]:
        for verb in self._verb.finditer(folded):
            for item in self._before(folded, segments, verb):
                yield item, "zh.company.subject"
        for sign in _SIGNS.finditer(folded):
            kind = sign.lastgroup
            span: tuple[int, int] | None = sign.span() if kind == "marked" else None
            if kind == "board":
                span = self._last(folded, segments, sign.start() - folded.startswith(" ", sign.start() - 1))
            elif kind == "headed":
                span = self._heading(folded, segments, sign.start())
            if span:
                yield span, f"zh.company.{kind}"

    def _heading(self, folded: str, segments: Segments, end: int) -> tuple[int, int] | None:
        """The name that alone stands before the colon of a heading; people speak there too."""
        match = _HEADED.search(folded, max(0, end - 20), end)
        if (
            match is None
            or match[1].endswith(_NO_HEADS)
            or (len(match[1]) < 4 and match[1][0] in self._tables.surnames)
        ):
            return None
        return match.span(1) if self._is_share(folded, segments, *match.span(1), sure=False) else None

    def _placed(
        self, folded: str, segments: Segments, places: Sequence[Mention]
    ) -> Iterator[tuple[tuple[int, int], str]]:
        """Firms called by their town and a coined word that come again, or behind a word for a firm: 雅川云算."""
        tokens = segments.tokens
        for place in places:
            name = folded[place.start : place.end].removesuffix("市")
            if name not in self._home or not segments.is_border(place.end) or place.end >= len(folded):
                continue
            index = segments.index_at(place.end)
            word, tag = tokens.words[index], tokens.tags[index]
            if not 2 <= len(word) <= 3 or segments.knows(word) or tag in ("m", "t", "x") or not _is_han(word[-1]):
                continue
            end = place.end + len(word)
            again = folded.count(folded[place.start : end]) > 1
            led = _LED.search(folded, max(0, place.start - 4), place.start) is not None
            if (again or led) and not word.endswith(_NO_ENDS) and word[0] not in self._tables.surnames:
                yield (place.start, end), "zh.company.placed"

    def _before(self, folded: str, segments: Segments, verb: re.Match[str]) -> Iterator[tuple[int, int]]:
        """The firms of the list that ends right before a verb of the exchange and opens its clause."""
        left = max(0, verb.start() - _REACH)
        opened = left
        for mark in _OPENS.finditer(folded, left, verb.start()):
            opened = mark.end()
        if source := _SOURCE.match(folded, opened, verb.start()):
            opened = source.end()
        tail = self._tail.search(folded, opened, verb.start())
        end = tail.start() if tail else verb.start()
        spans = list(_items(folded, opened, end))
        sure = verb[0] in self._moves
        for start, stop in spans:
            if self._is_share(folded, segments, start, stop, sure=sure):
                yield start, stop

    def _last(self, folded: str, segments: Segments, end: int) -> tuple[int, int] | None:
        """The name that ends at `end`, its first words cut off where they are ordinary ones."""
        alone = _ALONE.search(folded, max(0, end - _LONGEST - 2), end)
        if alone and self._is_share(folded, segments, *alone.span(1), sure=True):
            return alone.span(1)
        tokens, start = segments.tokens, end
        index = segments.index_at(end - 1)
        while index >= 0 and segments.is_border(end):
            begin, word = tokens.starts[index], tokens.words[index]
            ordinary = word in self._tables.ordinary and word not in self._suffixes
            if end - begin > _LONGEST or word in self._bare - self._suffixes or ordinary or not _is_han(word[0]):
                break
            start = begin
            index -= 1
        return (start, end) if self._is_share(folded, segments, start, end, sure=True) else None

    def _is_share(self, folded: str, segments: Segments, start: int, end: int, *, sure: bool) -> bool:
        """Whether a span can be a firm's short name; `sure` where only firms can stand."""
        match = _NAME.fullmatch(folded, start, end)
        if match is None or not segments.is_border(match.start(1)):
            return False
        last = segments.tokens[segments.index_at(match.end(1) - 1)]
        # 电子|公告 may be one word of the dictionary
        if last.end > match.end(1) and not (sure and folded.startswith("公告", match.end(1))):
            return False
        name, tables = match[1], self._tables
        if name in tables.not_company or name in tables.not_person or "币" in name:
            return False
        if name.endswith(_NO_FIRMS):
            return False
        if not 2 <= len(name) <= _LONGEST or (name[-1] in tables.subject_ends and not (sure and len(name) > 2)):
            return False
        tokens = segments.tokens[segments.index_at(match.start(1)) : segments.index_at(match.end(1) - 1) + 1]
        tokens[-1] = last._replace(word=folded[last.start : match.end(1)])
        return not self._is_plain(segments, tokens, sure=sure)

    def _is_plain(self, segments: Segments, tokens: list[Token], *, sure: bool) -> bool:
        """Whether the words tell something else: pronouns, numbers, titles, or nothing that no dictionary has."""
        tables, rest = self._tables, tokens
        if tokens[0].tag == "ns" and len(tokens) > 1 and tokens[-1].word in self._suffixes:
            return tokens[0].word.endswith(("国", "洲")) and tokens[0].word != "中国"
        if any(
            t.tag[:1] in _SMALL and t.tag[1:] != "g" and segments.knows(t.word)
            for t in tokens
            if t.word not in tables.inner
        ):
            return True
        if tokens[-1].word in self._suffixes and len(tokens) > 1:
            rest = tokens[:-1]
        if any(t.word in self._bare and len(t.word) > 1 for t in rest):
            return True
        if len(tokens) == 1 and segments.knows(tokens[0].word):
            return tokens[0].tag in ("n", "ns", "v", "a", "vn", "nr", "t", "l", "i", "nt")
        if all(t.tag == "ns" and segments.knows(t.word) for t in tokens):
            return True
        return not sure and all(t.word in tables.ordinary or t.word in tables.generic for t in rest)

    def _is_placed(self, segments: Segments, start: int, end: int) -> bool:
        """Whether the name begins with a place and goes on: 北京商报."""
        tokens, index = segments.tokens, segments.index_at(start)
        return tokens.tags[index] == "ns" and tokens.starts[index] == start and tokens.starts[index + 1] < end


def _items(folded: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The items of a list between two offsets."""
    at = start
    for joint in _JOINTS.finditer(folded, start, end):
        yield at, joint.start()
        at = joint.end()
    if at < end:
        yield at, end


def _is_han(char: str) -> bool:
    return "\u4e00" <= char <= "\u9fff" and char != "丨"
