"""Chinese companies that the text introduces: 矿企X宣布, X(03680.HK), 据X报道, 来源:X."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from nlp.entities.affixes import AffixTable
from nlp.entities.merge import Spans
from nlp.entities.priorities import CONTEXT, EXACT
from nlp.entities.segments import Segments
from nlp.records import Mention
from nlp.resources.names import ChineseNames
from nlp.text.alternatives import alternatives
from nlp.text.fold import FoldedText
from nlp.text.lazy import lazy_pattern

_LONGEST, _LONGEST_SHARE, _LONGEST_LIST = 8, 5, 8
_SHARE = lazy_pattern(r"[(][036]\d{5}")
_LISTING = lazy_pattern(
    r"[(](?:[^()\n]{0,20}(?:NASDAQ|Nasdaq|NYSE|纳斯达克|纽交所|港交所|股票代码|证券代码|代码)[^()\n]{0,40}|\d{4,6}(?:\.(?:HK|SZ|SH|TW))|0\d{4}|[036]\d{5}|[A-Z]{2,5}\.(?:US|O|N)|(?:HK|SZ|SH)[:.]?\d{4,6})[)]"
)
_MEDIA = lazy_pattern(r"(?:快讯|报道|报导|讯|电|消息)[,，:：]")
_MEDIA_LEAD = lazy_pattern(r"(?:\d{1,2}月\d{1,2}日)?(?:[(][^()\n]{0,20}[)])?$")
_SOURCE = lazy_pattern(r"(?:文章来源|信息来源|来源|转自|出处)[:： ]\s?([\u4e00-\u9fff]{2,8})(?=[\s)）/,，。]|$)")
# a paper that somebody talks to: 对《矿业观察》说
_TOLD_BOOK = lazy_pattern(
    r"(?:[向对给跟]|接受了?|告诉|告知|登上|据|援引|引述)(?:当地|本地|英国|美国|官方)?(?:报纸|媒体|周刊|杂志)?[《]([\u4e00-\u9fffA-Za-z0-9 ]{2,12})[》](?!的?(?:规定|要求|修订|条款|草案|第|一文|中))"
)
_BOOK = lazy_pattern(
    r"[《“]([\u4e00-\u9fffA-Za-z0-9 ]{2,12})[》”](?=记者|报[道导]|采访|消息|援引|披露|获悉|杂志|\d{1,2}月\d{1,2}日报[道导])"
)
_CREDIT = lazy_pattern(
    r"[(]([\u4e00-\u9fff]{2,6}(?:新闻|日报|时报|晚报|财经|社|网|周刊|证券报|资讯|快讯|观察))[)](?=\s*(?:\n|$))"
)
_ITEM_BEFORE = lazy_pattern(r"(?:(?<=[、,，:：。\n])|^)([\u4e00-\u9fff]{2,6})、$")
_ITEM_AFTER = lazy_pattern(r"、([\u4e00-\u9fff]{2,6}?)(?=[、。]|等|和[\u4e00-\u9fffA-Z]|三大|两大|四大|五大)")
# last words of laws, notices and reports in book marks
_NO_PAPERS = (
    "法",
    "条例",
    "办法",
    "规定",
    "通知",
    "公告",
    "意见",
    "报告",
    "协议",
    "合同",
    "规则",
    "公约",
    "法案",
    "指引",
    "目录",
    "细则",
    "决定",
    "书",
    "函",
    "方案",
    "规划",
    "纲要",
    "准则",
    "宣言",
    "备忘录",
    "令",
    "标准",
)
_TRADES = (
    "矿企", "矿商", "矿池", "矿机厂", "矿机商", "厂商", "销售商", "经销商", "托管商", "运营商", "发行商", "制造商", "交易所",
)  # fmt: skip
# a code in brackets
_NAMED_ON = lazy_pattern(r"\s?[(][A-Z0-9]")
_NO_FIRMS = ("大学", "学院", "协会", "委员会", "学会", "医院", "政府")
_NAMING = frozenset(("nr", "nz", "nt", "x", "n", "ng", "ns", "vn", "a", "j"))
_END = frozenset(',，。、;；:：(（)）!！?？ \n“”"《》')
# places within, times, measures and small words, which end a name
_AFTERS = frozenset("stdpmqcuy")
_PREPOSITIONS = frozenset("向对从与和在被由据是即到给将让为把跟同及而但以等因")


class IntroducedCompanies:
    """Finds names that only their surroundings give away."""

    def __init__(self, tables: ChineseNames) -> None:
        strong = [
            phrase
            for phrase, weight in tables.company_before.items()
            if weight >= 0.5 and not phrase.startswith("来源")
        ]
        self._intro = lazy_pattern(
            rf"(?:{alternatives(sorted(strong, key=len, reverse=True))})(?:(?<=[方商])[是为系]|名叫|名为)?"
        )
        self._after = AffixTable(tables.company_after, side="right")
        self._stops = tables.stops
        self._never = tables.not_company
        self._generic = tables.generic
        self._ordinary, self._surnames = tables.ordinary, tables.surnames
        self._endings = frozenset(tables.suffixes)
        self._suffixes = tuple(suffix for suffix in tables.suffixes if suffix not in tables.weak_suffixes)
        self._moved = lazy_pattern(alternatives(tables.share_moves))
        self._titles = tables.person_before | tables.company_before.keys()

    def find(self, text: FoldedText, segments: Segments, taken: Spans, known: Sequence[Mention] = ()) -> list[Mention]:
        """The introduced companies of `text` outside `taken`; `known` are the companies found so far."""
        if not segments.tokens:
            return []
        # What a suffix cuts right of a place or an introduction is not made longer again.
        ends = {mention.end: mention.start for mention in known if mention.rule.startswith("zh.")}
        starts = frozenset(ends.values())
        spans = dict(self._all(text.folded, segments))
        spans.update(self._translated(text.folded, segments, known))
        spans.update(self._listed(text.folded, segments, known))
        return [
            Mention(
                start, end, text.source[start:end], "COMPANY",
                rule=rule, confidence=0.7, priority=EXACT if self._has_place(segments, start, end) else CONTEXT,
            )
            for (start, end), rule in spans.items()
            if not taken.overlaps(start, end) and text.folded[start:end] not in self._never
            and ends.get(end, start) <= start
            and (start not in starts or rule != "zh.company.introduced")
        ]  # fmt: skip

    def _has_place(self, segments: Segments, start: int, end: int) -> bool:
        """Whether the name begins with a place and goes on: 北京商报."""
        tokens, index = segments.tokens, segments.index_at(start)
        return tokens.tags[index] == "ns" and tokens.starts[index] == start and tokens.starts[index + 1] < end

    def _all(self, folded: str, segments: Segments) -> Iterator[tuple[tuple[int, int], str]]:
        for match in _LISTING.finditer(folded):
            longest = _LONGEST_SHARE if _SHARE.match(folded, match.start()) else _LONGEST
            end = match.start() - folded[match.start() - 1 : match.start()].isspace()
            start = self._before(folded, segments, end, sure=True, longest=longest)
            if end - start >= 2:
                yield (start, end), "zh.company.listed"
        for match in _MEDIA.finditer(folded):
            lead = _MEDIA_LEAD.search(folded, max(0, match.start() - 32), match.start())
            end = lead.start() if lead else match.start()
            start = self._before(folded, segments, end)
            opened = folded[start - 1 : start] in ("", "\n", "。", "】", "据", " ", "|")
            if not start < end and self._is_line(folded, segments, end):
                start, opened = end - 2, True
            if end - start >= (3 if folded[start - 1 : start] not in ("", "\n") else 2) and opened:
                yield (start, end), "zh.company.media"
        for match in _SOURCE.finditer(folded):
            if match[1] not in self._generic and match[1] not in self._stops:
                yield match.span(1), "zh.company.source"
        for match in _BOOK.finditer(folded):
            yield match.span(1), "zh.company.book"
        for match in _TOLD_BOOK.finditer(folded):
            if not match[1].endswith(_NO_PAPERS):
                yield match.span(1), "zh.company.book"
        for match in _CREDIT.finditer(folded):
            if match[1] not in self._generic:
                yield match.span(1), "zh.company.credit"
        for match in self._intro.finditer(folded):
            end = self._rightward(folded, segments, match.end())
            if not end and match.group().endswith(_TRADES):
                end = self._rare(folded, segments, match.end())
            if end:
                yield (match.end(), end), "zh.company.introduced"

    def _is_line(self, folded: str, segments: Segments, end: int) -> bool:
        """Whether one rare noun opens the line that ends at `end`: [界桩]消息."""
        if end < 2 or folded[end - 3 : end - 2] not in ("", "\n"):
            return False
        token = segments.tokens[segments.index_at(end - 2)]
        rare = token.word not in self._ordinary | self._generic | self._stops
        return (token.start, token.end) == (end - 2, end) and token.tag[:1] == "n" and rare

    def _listed(
        self, folded: str, segments: Segments, known: Sequence[Mention]
    ) -> Iterator[tuple[tuple[int, int], str]]:
        """The items of a list that holds a known company: 比特大陆、[亿邦国际]、嘉楠."""
        for mention in known:
            for span in (*_items_before(folded, mention.start), *_items_after(folded, mention.end)):
                if (
                    self._is_item(segments, *span)
                    and not folded.endswith(_NO_FIRMS, *span)
                    and not self._moved.search(folded, *span)
                ):
                    yield span, "zh.company.list"

    def _is_item(self, segments: Segments, start: int, end: int) -> bool:
        words = [t.word for t in segments.tokens[segments.index_at(start) : segments.index_at(end - 1) + 1]]
        free = segments.is_border(start) and segments.is_border(end) and not self._is_noun(segments, start, end)
        return free and not any(word in self._stops or word in self._titles for word in words)

    def _translated(
        self, folded: str, segments: Segments, known: Sequence[Mention]
    ) -> Iterator[tuple[tuple[int, int], str]]:
        """Chinese names whose Latin form in brackets is known: 拳头游戏(Riot Games)."""
        for mention in known:
            if folded[mention.start - 1 : mention.start] == "(" and folded[mention.end : mention.end + 1] == ")":
                end = len(folded[: mention.start - 1].rstrip())
                start = self._before(folded, segments, end, sure=True)
                sure = mention.rule.startswith("registry") or self._is_named(segments, folded, start, end)
                if 2 <= end - start <= 7 and sure:
                    yield (start, end), "zh.company.translated"

    def _is_named(self, segments: Segments, folded: str, start: int, end: int) -> bool:
        """Whether the span ends in a word of firms, or holds a word that no dictionary has."""
        if start >= end or folded[start:end].endswith(self._suffixes):
            return start < end
        tokens = segments.tokens[segments.index_at(start) : segments.index_at(end - 1) + 1]
        named = any(not segments.knows(t.word) or t.tag[:2] in ("nr", "nz", "nt") for t in tokens)
        return named and tokens[0].tag[:1] not in "mrpcu" and not any(t.word in self._generic for t in tokens)

    def _before(self, folded: str, segments: Segments, end: int, *, sure: bool = False, longest: int = _LONGEST) -> int:
        start, index = end, segments.index_at(end - 1)
        while index >= 0:
            token = segments.tokens[index]
            if (
                end - token.start > longest
                or not _is_han(token.word[0])
                or token.word in self._stops
                or token.end > end
            ):
                break
            start = token.start
            index -= 1
        while start < end and folded[start] in _PREPOSITIONS:
            start += 1
        first = segments.tokens[segments.index_at(start)] if start < end else None
        if first and first.tag == "ns" and first.word.endswith("国") and first.word != "中国" and end - first.end > 1:
            start = first.end
        return end if not sure and self._is_plain(segments, start, end) else start

    def _rightward(self, folded: str, segments: Segments, start: int) -> int:
        """The end of the name that begins at `start`; 0 where there is none."""
        tokens, index, end = segments.tokens, segments.index_at(start), start
        if not tokens or tokens.starts[index] != start:
            return 0
        # no name is longer than six letters
        words = zip(tokens.words[index : index + 7], tokens.starts[index + 1 : index + 8], strict=False)
        for count, (word, stop) in enumerate(words):
            if (
                word in self._stops
                or not _is_han(word[0])
                or stop - start > 6
                or word in self._titles
                or (word in self._ordinary and end > start and word not in self._endings)
                or (end - start > 1 and tokens.tags[index + count][:1] in _AFTERS)
            ):
                break
            end = stop
            if end - start >= 2 and (
                self._after.weight(folded[end : end + 8]) >= 0.15 or folded[end : end + 1] in _END
            ):
                break
        end -= end - start > 2 and folded[end - 1] == "拟"  # 香港卓胜|拟采购
        placed = self._has_place(segments, start, end)
        if (
            end - start < 2
            or self._is_plain(segments, start, end)
            or (self._is_noun(segments, start, end) and not placed)
        ):
            return 0
        follows = self._after.weight(folded[end : end + 8]) >= 0.3 or folded[end : end + 1] in ("(", "“", "、")
        return end if follows or self._is_coined(folded, segments, start, end) else 0

    def _rare(self, folded: str, segments: Segments, start: int) -> int:
        """The end of one rare word of the dictionary behind a firm's trade that deals or has an office: 矿企|稷下|首席财务官."""
        tokens = segments.tokens
        index = segments.index_at(start) if tokens else len(tokens)
        if index >= len(tokens) or tokens.starts[index] != start:
            return 0
        word, tag, end = tokens.words[index], tokens.tags[index], tokens[index].end
        if not 2 <= len(word) <= 3 or not _is_han(word[0]) or tag[:1] in _AFTERS or tag[:1] in "rf":
            return 0
        plain = word in self._ordinary or word in self._generic or word in self._stops or word in self._titles
        if plain or (word[0] in self._surnames and tag.startswith("nr")) or word in self._endings:
            return 0
        timed = index + 1 < len(tokens) and tokens.tags[index + 1] == "t"
        return end if timed or _NAMED_ON.match(folded, end) or self._after.weight(folded[end : end + 8]) >= 0.3 else 0

    def _is_coined(self, folded: str, segments: Segments, start: int, end: int) -> bool:
        """Whether the span is made of words that are no ordinary ones, and is no person's name: 矿企|埃涅吉克斯."""
        tokens = segments.tokens[segments.index_at(start) : segments.index_at(end - 1) + 1]
        if any(
            (t.word in self._ordinary and t.word not in self._endings)
            or t.word in self._generic
            or t.tag[:1] in "vadrmqpcutfl"
            for t in tokens
        ):
            return False
        if not any(t.tag[:2] in ("nr", "nz", "nt") or not segments.knows(t.word) for t in tokens):
            return False
        person = tokens[0].word[0] in self._surnames and end - start <= 3
        index = segments.index_at(end)
        # A noun that follows may belong to the name: 润科|创新投资.
        if index < len(segments.tokens) and segments.tokens.tags[index][:1] in "nasgjlib" and end < len(folded):
            return False
        return not person and tokens[-1].end == end and segments.is_border(end)

    def _is_noun(self, segments: Segments, start: int, end: int) -> bool:
        """Whether the span is nothing but ordinary words of two and more characters."""
        index = segments.index_at(start)
        if segments.tokens[index].end >= end:
            token = segments.tokens[index]
            return token.tag not in ("nz", "nt", "x") and not (token.tag == "ns" and not segments.knows(token.word))
        while 0 <= index < len(segments.tokens) and segments.tokens[index].start < end:
            token = segments.tokens[index]
            if (
                token.tag[:2] in ("nr", "nz", "nt", "x", "ng")
                or not segments.knows(token.word)
                or (len(token.word) == 1 and token.tag[:1] not in "mqpcu")
            ):
                return False
            index += 1
        return True

    def _is_plain(self, segments: Segments, start: int, end: int) -> bool:
        """Whether the span holds no word that could be a name."""
        tokens, index = segments.tokens, segments.index_at(start)
        while 0 <= index < len(tokens.words) and tokens.starts[index] < end:
            if tokens.tags[index][:2] in _NAMING and tokens.words[index] not in self._generic:
                return False
            index += 1
        return True


def _items_before(folded: str, start: int) -> Iterator[tuple[int, int]]:
    """The items of a list to the left of one that starts at `start`, nearest first."""
    for _ in range(_LONGEST_LIST):
        item = _ITEM_BEFORE.search(folded, max(0, start - 9), start)
        if item is None:
            return
        yield item.span(1)
        start = item.start(1)


def _items_after(folded: str, end: int) -> Iterator[tuple[int, int]]:
    """The items of a list to the right of one that ends at `end`."""
    for _ in range(_LONGEST_LIST):
        item = _ITEM_AFTER.match(folded, end)
        if item is None:
            return
        yield item.span(1)
        end = item.end(1)


def _is_han(char: str) -> bool:
    return "\u4e00" <= char <= "\u9fff" and char != "丨"
