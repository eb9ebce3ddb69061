"""Personal names in Chinese letters: surname and given name with a title, foreign names with a dot or dash."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from nlp.entities.affixes import AffixTable
from nlp.entities.clause_people import ClausePeople
from nlp.entities.merge import Spans
from nlp.entities.priorities import CONTEXT, EXACT, WEAK
from nlp.entities.segments import Segments
from nlp.records import Mention
from nlp.resources.names import ChineseNames
from nlp.text.alternatives import alternatives
from nlp.text.fold import FoldedText
from nlp.text.lazy import lazy_pattern

_LONGEST_FOREIGN = 8
_HAN = r"[\u4e00-\u9fff]"
# small words that given names hold in the middle: 冯既白, 沈若谷
_RARE = frozenset("既若均且")
_NUMERALS = frozenset("一二三四五六七八九十万千百")
# letters that names seldom have in the middle, what follows a name, what 利 makes other words with
_MIDDLES, _AFTER_NAME, _GAINS = (
    frozenset("广向五四六于从同和为家一三千万百元年月日里中其本名台时外后会位化"),
    frozenset("在带率、,。:;("),
    frozenset("用润率益息好空"),
)
# surnames that are small words and common adjectives too
_NO_SURNAMES = frozenset("于向成应从时方解连全安易车高党古项单平明关管范和有")
# what may follow a foreign name of which its letters could go on: 切别斯科|提供
_FOLLOWS = (
    "拿这",
    "拿走",
    "拿下",
    "拿到",
    "拿出",
    "提供",
    "提出",
    "提议",
    "此前",
    "领导",
    "主持",
    "特别",
    "德高",
    "通过",
    "达成",
    "多次",
    "普遍",
    "马上",
    "立即",
    "尤其",
    "安排",
    "森林",
)
# words that lead to a name and stand in foreign names too
_LEADS = frozenset("让使令把被与跟给由向对")
_HONORIFIC = lazy_pattern(
    r"先生|女士|小姐(?![姐妹])|老板(?![娘们电])|总(?=[,。:;!?]|表示|说|称|透露|指出|坦言|告诉|介绍|认为|强调|回应)"
)
# 位|高女士 counts people; 吴|忌寒先生 is a full name
_NO_HONOUR = lazy_pattern(r"[位名个总]\Z")
# Tibetan names are two of these
_TIBETAN = (
    "扎西", "多吉", "次仁", "卓玛", "达瓦", "尼玛", "平措", "旺堆", "仁增", "格桑", "丹增", "顿珠", "索朗", "洛桑", "央金",
    "拉姆", "德吉", "普布", "边巴", "巴桑", "米玛", "罗布", "才让", "桑杰", "南卡", "坚赞", "群培", "加措", "旺姆", "贡布",
)  # fmt: skip
_MARKS = r"。,;:!?\n”」』】)"
_CLAUSE = rf"(?:^|(?<=[{_MARKS}])|(?<=[{_MARKS}][ “]))"
# a word or two that make a clause before a comma; the mark before it comes first, since the search skips with it
_CLAUSE_ALONE = lazy_pattern(rf"[{_MARKS} “](?:(?<=[{_MARKS}])|(?<=[{_MARKS}][ “]))({_HAN}{{2,4}})(?=,)")
_TEXT_OPENS = lazy_pattern(rf"({_HAN}{{2,4}})(?=,)")
_APPOINTED = lazy_pattern(
    rf"(?:任命|聘任|委任|聘请|选举|推选|提名|擢升|提拔|委派|请来|挖来|招来|迎来|请到|挖到)(?:了|其)?({_HAN}{{2,6}}?)(?:先生|女士|博士)?(?=为|当|做|掌|坐镇|担任|出任|任[^命何]|接任|执掌|接替)"
)
# 接替辞任的[李松], 提名[朱翔]和[刘建春]为董事
_SUCCEEDED = lazy_pattern(
    rf"(?:接替|接任|取代)(?:了)?(?:已|将|即将|刚刚)?(?:辞任|离任|离职|辞职|退休|卸任|去职)的({_HAN}{{2,3}})(?=[,。;)]|$|担任|出任)"
)
_PAIR_OF = r"(?:任命|聘任|委任|选举|推选|提名)(?:了)?"
_PAIR_FIRST = lazy_pattern(rf"{_PAIR_OF}({_HAN}{{2,3}}?)(?=[、和与及]{_HAN}{{2,3}}(?:为|担任|出任))")
_PAIR_LAST = lazy_pattern(rf"{_PAIR_OF}{_HAN}{{2,3}}?[、和与及]({_HAN}{{2,3}})(?=为|担任|出任)")
# 法定代表人由[陈伟]变更为
_CHANGED = lazy_pattern(rf"由({_HAN}{{2,4}})(?=(?:变更|变换|更换|调整)为|换成|变为)")
_NEXT_ITEM = lazy_pattern(
    rf"、({_HAN}{{2,4}}?)(?=[、,。;)]|等|和|与|以及|[于自](?:\d|[一二三]?十)|相继|先后|离职|辞职)"
)
_LAST_ITEM = lazy_pattern(
    rf"[和与]({_HAN}{{2,4}}?)(?=[,。;)]|等|[两三四五六]人|[于自](?:\d|[一二三]?十)|相继|先后|离职|辞职)"
)
_ITEM_BEFORE = lazy_pattern(rf"(?:(?<=[、,。:;(\n])|^)({_HAN}{{2,4}})(?:、|和|与)$")
_HAD_BEEN = lazy_pattern("曾(?:经|先后|长期)?[在任是担于供就创参加与为做效服]")
_NAME_BEFORE = lazy_pattern(rf"({_HAN}{{2,8}}) ?\($")
# 经销商[鲁克](化名)
_ALIASED = lazy_pattern(rf"({_HAN}{{2,6}}) ?\((?=化名)")
_FAMILIAR = frozenset("老小阿")


class ChinesePeople:
    """Finds unknown people written in Chinese characters."""

    def __init__(self, tables: ChineseNames) -> None:
        self._tables = tables
        self._before = AffixTable(dict.fromkeys(tables.person_before, 1.0), side="left")
        self._after = AffixTable(dict.fromkeys(tables.person_after, 1.0), side="right")
        self._clauses = ClausePeople(tables, self._after)
        titles = alternatives(sorted(tables.person_before, key=len, reverse=True))
        self._title = lazy_pattern(
            rf"(?:{titles})(?:[是为系]|[ ])?(?=[\u4e00-\u9fff])|(?:记者|编辑|作者|责编|校对|撰文)[ |:/]{{1,3}}(?=[\u4e00-\u9fff])"
        )
        letters = re.escape("".join(sorted(tables.translit)))
        # letters that stand in foreign names beside a dot, and elsewhere in too many words
        dotted = rf"(?:[{letters}川汗仁增颂猜宋末依庄察苗]|(?<=阿)不|(?<=不)都)"
        # the last part may be a Chinese surname: 玛利亚·阮
        part = rf"(?:{dotted}{{1,8}}|[{''.join(sorted(tables.surnames))}])"
        self._dot = lazy_pattern(rf"(?<=[{letters}都川汗仁增颂猜宋末依庄察苗])(?:[·•・‧∙-]{part}){{1,3}}")
        self._before_dot = lazy_pattern(rf"{dotted}{{1,10}}$")
        self._foreign = lazy_pattern(rf"[{letters}]{{2,{_LONGEST_FOREIGN}}}")
        verbs = alternatives(tables.speech_verbs)
        self._verb = lazy_pattern(verbs)
        self._speaker = lazy_pattern(rf"{_CLAUSE}([{letters}]{{2,6}})$")
        self._masked = lazy_pattern(
            rf"[{''.join(sorted(tables.surnames))}]某(?![个种些人家类次项款处地日年月天方一])"
            # 杨某兴: the last letter is told by what follows it
            rf"(?:某|(?![{re.escape(''.join(sorted(tables.not_given)))}供辩自声宣谎诈涉交])[\u4e00-\u9fff](?=[,。、;:)]|[等即是因被称说表涉在于]|$))?"
        )
        self._alone = lazy_pattern(
            rf"^[ \t]*({_HAN}{{2,4}}|[{letters}]{{1,6}}[·•・‧∙][{letters}]{{1,8}})[ \t]*:?[ \t]*$", re.M
        )
        # 陆允(创始人), 罗天朗(英文名Skylar)
        self._bracketed = lazy_pattern(
            rf"{_CLAUSE}({_HAN}{{2,3}})(?=\((?:{_HAN}{{0,8}}(?:{titles})[),、]|英文名|中文名|本名|原名|\d\d岁\)))"
        )
        part_of = alternatives(_TIBETAN)
        self._tibetan = lazy_pattern(rf"(?:{part_of}){{2}}(?!{part_of})")
        self._appositive = lazy_pattern(
            rf"(?:,[^\s,。;:、(\n]{{1,14}}(?:年生|人|出生|毕业|岁)){{0,3}},[^\s,。;:、(\n]{{2,18}}?(?:{titles})(?=[,。:;\n]|表示|称|发)"
        )

    def find(self, text: FoldedText, segments: Segments, taken: Spans, known: Sequence[Mention] = ()) -> list[Mention]:
        """The people of `text` outside `taken`; `known` are those found already."""
        if not segments.tokens:
            return []
        spans: dict[tuple[int, int], tuple[str, int]] = {}
        for start, end in self._dotted_names(text.folded, segments):
            spans[start, end] = ("zh.person.dotted", EXACT)
        for start, end in self._titled(text.folded, segments):
            spans.setdefault((start, end), ("zh.person.titled", CONTEXT))
        for start, end in self._appointed(text.folded, segments):
            spans.setdefault((start, end), ("zh.person.appointed", CONTEXT))
        for start, end in self._speaking(text.folded, segments):
            spans.setdefault((start, end), ("zh.person.speaking", CONTEXT))
        for start, end in self._shaped(segments):
            spans.setdefault((start, end), ("zh.person.shaped", WEAK))
        for start, end in self._clauses.find(text.folded, segments):
            spans.setdefault((start, end), ("zh.person.clause", CONTEXT))
        for match in self._masked.finditer(text.folded):
            spans.setdefault(match.span(), ("zh.person.masked", CONTEXT))
        for start, end in self._speakers(text.folded, segments):
            spans.setdefault((start, end), ("zh.person.speaker", CONTEXT))
        for start, end in self._introduced(text.folded, segments, known):
            spans.setdefault((start, end), ("zh.person.introduced", CONTEXT))
        for start, end in [span for span in spans if _HAD_BEEN.match(text.folded, span[1] - 1)]:
            if end - start > 2:  # [陈锋]曾在
                spans[start, end - 1] = spans.pop((start, end))
        people = [*((m.start, m.end) for m in known), *spans]
        for start, end in self._listed(text.folded, segments, people):
            spans.setdefault((start, end), ("zh.person.list", CONTEXT))
        honoured = {start for start, _ in self._honoured(text.folded, segments)}
        if honoured:
            spans = {span: told for span, told in spans.items() if honoured.isdisjoint(range(*span))}
            spans.update({(start, start + 1): ("zh.person.honoured", WEAK) for start in honoured})
        return [
            Mention(start, end, text.source[start:end], "PERSON", rule=rule, confidence=0.8, priority=priority)
            for (start, end), (rule, priority) in spans.items()
            if not (taken.crosses(start, end) if rule == "zh.person.dotted" else taken.overlaps(start, end))
            and text.folded[start:end] not in self._tables.not_person
        ]

    def _honoured(self, folded: str, segments: Segments) -> Iterator[tuple[int, int]]:
        """Surnames before an honorific, which is no part of the name: [王]先生, [陈]总说."""
        for match in _HONORIFIC.finditer(folded):
            start = match.start() - 1
            surname = folded[start : start + 1]
            plain = surname in _NO_SURNAMES and match[0] not in ("先生", "女士")
            if start < 0 or surname not in self._tables.frequent_surnames or plain:
                continue
            if segments.is_border(start) and not _NO_HONOUR.search(folded, max(0, start - 2), start):
                yield start, start + 1

    def _introduced(self, folded: str, segments: Segments, known: Sequence[Mention]) -> Iterator[tuple[int, int]]:
        """Names that speak (莫西尔说), with their title behind (李四,某公司创始人), before their Latin form in brackets."""
        for verb in self._verb.finditer(folded):
            match = self._speaker.search(folded, max(0, verb.start() - 8), verb.start())
            if match and segments.is_border(match.start(1)) and self._is_foreign(segments, *match.span(1)):
                yield match.span(1)
        for match in (_TEXT_OPENS.match(folded), *_CLAUSE_ALONE.finditer(folded)):
            if (
                match
                and self._chinese_end(folded, segments, match.start(1)) == match.end()
                and self._appositive.match(folded, match.end())
            ):
                yield match.span(1)
        for match in self._bracketed.finditer(folded):
            if self._is_name(folded, segments, *match.span(1)):
                yield match.span(1)
        for match in self._tibetan.finditer(folded):
            if segments.is_border(match.start()):
                yield match.span()
        for match in _ALIASED.finditer(folded):
            end = match.end(1)
            start = self._last_name(folded, segments, *match.span(1))
            if start == end and folded[end - 2] in _FAMILIAR:
                start = end - 2
            if start < end:
                yield start, end
        for mention in known:
            before = _NAME_BEFORE.search(folded, max(0, mention.start - 10), mention.start)
            if before is not None and mention.end - mention.start > 3 and folded[mention.start].isascii():
                start = self._last_name(folded, segments, *before.span(1))
                if start < before.end(1):
                    yield start, before.end(1)

    def _speakers(self, folded: str, segments: Segments) -> Iterator[tuple[int, int]]:
        """Names that fill a line of their own, more than once: the speakers of a transcript."""
        lines = [match.span(1) for match in self._alone.finditer(folded)]
        counts = Counter(folded[start:end] for start, end in lines)
        for start, end in lines:
            if counts[folded[start:end]] > 1 and self._chinese_end(folded, segments, start) == end:
                yield start, end

    def _last_name(self, folded: str, segments: Segments, start: int, end: int) -> int:
        """Where the name that ends at `end` begins; `end` where there is none."""
        for begin in range(start, end - 1):
            if segments.is_border(begin) and self._is_name(folded, segments, begin, end):
                return begin
        return end

    def _listed(self, folded: str, segments: Segments, people: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
        """The items of a list that holds a person: 易理华、[李书沸]等人."""
        open_ends = list(people)
        seen = set(open_ends)
        while open_ends:
            start, end = open_ends.pop()
            found = (
                _ITEM_BEFORE.search(folded, max(0, start - 6), start),
                _NEXT_ITEM.match(folded, end),
                _LAST_ITEM.match(folded, end),
            )
            for item in found:
                if item is not None and item.span(1) not in seen and self._is_name(folded, segments, *item.span(1)):
                    seen.add(item.span(1))
                    open_ends.append(item.span(1))
                    yield item.span(1)

    def _is_name(self, folded: str, segments: Segments, start: int, end: int) -> bool:
        """Whether the span alone can be a name: surname and given name, or foreign letters, and no ordinary word."""
        if not (segments.is_border(start) and segments.is_border(end)):
            return False
        token = segments.tokens[segments.index_at(start)]
        if (token.start, token.end) == (start, end) and token.tag.startswith("nr"):
            return True
        if self._chinese_end(folded, segments, start) == end:
            return True
        return self._foreign.fullmatch(folded, start, end) is not None and self._is_foreign(segments, start, end)

    def _is_foreign(self, segments: Segments, start: int, end: int) -> bool:
        """Whether the span is not made of ordinary words."""
        index = segments.index_at(start)
        while index < len(segments.tokens) and segments.tokens[index].start < end:
            token = segments.tokens[index]
            whole = (token.start, token.end) == (start, end) or token.tag != "nz"
            if whole and len(token.word) > 1 and not token.tag.startswith("nr") and segments.knows(token.word):
                return False
            index += 1
        return True

    def _dotted_names(self, folded: str, segments: Segments) -> Iterator[tuple[int, int]]:
        for match in self._dot.finditer(folded):
            dot, end = match.span()
            first = self._before_dot.search(folded, max(0, dot - 10), dot)
            start = first.start() if first else dot - 1
            if folded[start] in _LEADS and dot - start > 2:
                start += 1  # 让|埃里克·特朗普, but 让娜·达克
            title = max((m.end() for m in self._title.finditer(folded, max(0, start - 8), dot)), default=-1)
            if start < title < dot or (0 <= title == start - 1 and folded[title] in self._tables.surnames):
                start = title  # 检察官|裘德·韦勒
            elif title == start or segments.tokens.tags[segments.index_at(start)] == "nrt":
                pass
            elif not segments.is_border(start) and not segments.is_open(start):
                start = segments.tokens[segments.index_at(start)].start
            elif dot - start > 4 and _is_han(folded[start - 1 : start]):
                start = _last_border(segments, dot - 4, dot - 1, start)
            # The last part may run into the next word: cut at a word border where one is near.
            last = folded.rfind(folded[dot], start, end) + 1
            end = self._right_end(folded, segments, last, end)
            end -= folded[end - 1] == "利" and folded[end : end + 1] in _GAINS
            yield start, end

    def _right_end(self, folded: str, segments: Segments, begin: int, end: int) -> int:
        for stop in range(begin + 2, end):
            ends = self._after.weight(folded[stop : stop + 8]) or folded.startswith(_FOLLOWS, stop)
            if ends and segments.is_border(stop):
                return stop
        return end

    def _titled(self, folded: str, segments: Segments) -> Iterator[tuple[int, int]]:
        for match in self._title.finditer(folded):
            start = match.end()
            end = (
                self._long_end(folded, segments, start)
                or self._tagged_end(segments, start)
                or self._chinese_end(folded, segments, start)
                or self._unusual_end(folded, segments, start)
                or self._foreign_end(folded, segments, start)
                or self._placelike_end(folded, segments, start)
            )
            if end:
                yield start, end

    def _long_end(self, folded: str, segments: Segments, start: int) -> int:
        """The end of a guessed name of four and more foreign letters: 老板[叶尔博尔辛]; 0 where there is none."""
        token = segments.tokens[segments.index_at(start)]
        guessed = token.start == start and token.tag == "nr" and len(token.word) > 3 and not segments.knows(token.word)
        return token.end if guessed and self._foreign.fullmatch(folded, start, token.end) else 0

    def _unusual_end(self, folded: str, segments: Segments, start: int) -> int:
        """The end of a name whose middle letter is a small word elsewhere: 局长[丁向群]; 0 where there is none."""
        end = start + 3
        if folded[start] not in self._tables.surnames - _NO_SURNAMES or folded[start + 1 : start + 2] not in _MIDDLES:
            return 0
        spoken = self._after.weight(folded[end : end + 6]) or folded[end : end + 1] in _AFTER_NAME
        return end if self._is_given(folded[start + 2 : end]) and segments.is_border(end) and spoken else 0

    def _placelike_end(self, folded: str, segments: Segments, start: int) -> int:
        """The end of a name that is a place's too, before a word of speech: 首席财务官[金城]在电话会上; 0 where there is none."""
        token = segments.tokens[segments.index_at(start)]
        placed = token.start == start and token.tag in ("ns", "nz") and len(token.word) == 2
        if not placed or token.word[0] not in self._tables.surnames:
            return 0
        spoken = self._after.weight(folded[token.end : token.end + 6]) or folded[token.end : token.end + 1] in "在说称"
        return token.end if spoken else 0

    def _appointed(self, folded: str, segments: Segments) -> Iterator[tuple[int, int]]:
        """Names between an appointment and its post: 任命[金磊]为首席财务官."""
        patterns = (_APPOINTED, _CHANGED, _SUCCEEDED, _PAIR_FIRST, _PAIR_LAST)
        for match in (found for pattern in patterns for found in pattern.finditer(folded)):
            start, end = match.span(1)
            if not segments.is_border(start):
                continue
            if self._chinese_end(folded, segments, start) == end or (
                self._foreign.fullmatch(folded, start, end) and self._is_foreign(segments, start, end)
            ):
                yield start, end

    def _tagged_end(self, segments: Segments, start: int) -> int:
        """The end of a word of three letters that the dictionary takes for a name and whose first is a surname."""
        token = segments.tokens[segments.index_at(start)]
        named = token.start == start and token.tag == "nr" and len(token.word) == 3
        is_given = all(
            char not in self._tables.not_given or char in _NUMERALS or char in _RARE for char in token.word[1:]
        )
        return token.end if named and token.word[0] in self._tables.surnames and is_given else 0

    def _speaking(self, folded: str, segments: Segments) -> Iterator[tuple[int, int]]:
        tokens = segments.tokens
        for index in tokens.tagged("nr"):
            word = tokens.words[index]
            if word[0] not in self._tables.surnames:
                continue
            start, end = tokens.starts[index], tokens.starts[index + 1]
            if len(word) == 1 and index + 1 < len(tokens):
                end = self._chinese_end(folded, segments, start)
            if (
                2 <= end - start <= 3
                and self._is_given(folded[start + 1 : end])
                and not (folded[end - 1] == "笑" and folded[end : end + 1] in ("说", "称", "道", "着"))
                and self._after.weight(folded[end : end + 6])
            ):
                yield start, end

    def _shaped(self, segments: Segments) -> Iterator[tuple[int, int]]:
        """Words of three characters that are tagged as names and begin with a frequent surname."""
        tokens = segments.tokens
        for index in tokens.tagged("nr"):
            word = tokens.words[index]
            if len(word) == 3 and word[0] in self._tables.frequent_surnames and self._is_given(word[1:]):
                yield tokens.starts[index], tokens.starts[index + 1]

    def _chinese_end(self, folded: str, segments: Segments, start: int) -> int:
        """The end of the surname and given name that begin at `start`; 0 where there is none."""
        surname = 2 if folded[start : start + 2] in self._tables.double_surnames else 1
        if surname == 1 and folded[start : start + 1] not in self._tables.surnames:
            return 0
        best = 0
        for given in (2, 1):
            end = start + surname + given
            given_name = folded[start + surname : end]
            # 山口拓也
            japanese = surname == 2 and given == 2 and given_name[1:] == "也" and segments.is_border(end)
            if (
                not self._is_given(given_name[:1] if japanese else given_name)
                or len(folded[start:end]) < surname + given
            ):
                continue
            if self._is_word(segments, start, end):
                continue
            twin = given == 2 and folded[end - 1] == folded[end - 2]  # 王磊磊
            border = segments.is_border(end) or twin or (given == 2 and segments.is_open(end))
            if border and (self._after.weight(folded[end : end + 6]) or not _is_han(folded[end : end + 1])):
                return end
            if border and not best:
                best = end
        return best

    def _is_word(self, segments: Segments, start: int, end: int) -> bool:
        """Whether the span is one ordinary word: 成功, 全力."""
        token = segments.tokens[segments.index_at(start)]
        whole = (token.start, token.end) == (start, end) and segments.knows(token.word)
        return whole and not token.tag.startswith("nr")

    def _is_given(self, given: str) -> bool:
        return bool(given) and all(_is_han(char) and char not in self._tables.not_given for char in given)

    def _may_end(self, folded: str, segments: Segments, start: int, end: int) -> bool:
        """Whether a foreign name can end: at a border, or in a guessed word before what people do: 博拉特|并不."""
        if segments.is_border(end):
            return True
        return end - start > 3 and segments.is_open(end) and self._after.weight(folded[end : end + 6]) > 0

    def _foreign_end(self, folded: str, segments: Segments, start: int) -> int:
        match = self._foreign.match(folded, start)
        if match is None or (
            folded[start] in self._tables.surnames and folded[start + 2 : start + 3] in self._tables.not_given
        ):
            return 0
        ends = [end for end in range(start + 2, match.end() + 1) if self._may_end(folded, segments, start, end)]
        token = segments.tokens[segments.index_at(start)]
        if token.start == start and token.end in ends and token.tag.startswith("nr") and len(token.word) > 2:
            return next((e for e in ends if e > token.end and self._after.weight(folded[e : e + 6])), token.end)
        for end in ends:
            if self._after.weight(folded[end : end + 6]) or not _is_han(folded[end : end + 1]):
                return end
        return 0


def _last_border(segments: Segments, low: int, high: int, default: int) -> int:
    borders = [offset for offset in range(low, high + 1) if segments.is_border(offset)]
    return borders[0] if borders else default


def _is_han(char: str) -> bool:
    return "\u4e00" <= char <= "\u9fff"
