"""Chinese company names that no registry knows, from their last word: 算丰科技, 明川能源股份有限公司."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from nlp.entities.affixes import AffixTable
from nlp.entities.merge import Spans
from nlp.entities.priorities import CONTEXT, EXACT, WEAK
from nlp.entities.segments import Segments
from nlp.records import Mention
from nlp.resources.names import ChineseNames
from nlp.text.alternatives import alternatives
from nlp.text.fold import FoldedText
from nlp.text.lazy import lazy_pattern

_LONGEST_LEGAL, _LONGEST_BODY, _LONGEST_COINED = 26, 8, 6
_PREPOSITIONS = frozenset("向对从与和在被由据是即到给将让为把跟同及拿请令使称指随著着")
# Words between two names that may stand inside one too: 公司|与|紫金矿业集团股份有限公司.
_JOINING = frozenset("与和及同或")
_CLOSED_JOINTS = frozenset((")与", ")和", ")及"))
# 西格玛锂业|公司
_FIRM_BEHIND = lazy_pattern(r"公司(?![治债章法股层类名])")
_LISTING = lazy_pattern(r"\s?[(](?:[^()\n]{0,20}?[A-Z]{2,6}[^()\n]{0,20}|\d{4,6}(?:\.[A-Z]{2})?)[)]")
# what is held of a firm alone: 七成股权, 72%的股份
_STAKE = lazy_pattern(
    r" ?(?:约|逾|超过?|近)?(?:\d[\d.]{0,5}%|[一二三四五六七八九]成|多数|少数|控股)的?(?:股权|股份|权益|股票)"
)
# hills and waters by which firms are named: 云岭|算力
_LANDS = "岭山江河峰峦涧溪原谷"
_LOCAL = frozenset({"电网公司", "电力公司", "供电公司"})
_UTILITIES = frozenset({"电力", "电网"})
# Places that firms of one's own country carry in their names; others tell where a firm is from: 挪威|北纬运算.
_HOME = (
    "中国",
    "北京",
    "上海",
    "深圳",
    "广东",
    "浙江",
    "江苏",
    "四川",
    "香港",
    "台湾",
    "台",
    "日本",
    "韩国",
    "新加坡",
    "美国",
)
_SURE = 0.5
# a last word so long is cut out of no other: 律师事务所|律师
_LONG_SUFFIX = 3
_TOLD = lazy_pattern(r"(?:外|据|盛|网|谣|风)传$")
# a bank's part in a deal, or what is done with it
_PARTY = lazy_pattern(r"(?:(?:行|方|人)[是为]|[从向由给予被与])$")
_PARTNERSHIP = "(有限合伙)"
_BRANCH = lazy_pattern(r"[\u4e00-\u9fff]{0,6}?(?:分公司|分行|支行|营业部|物流中心)")
# numerals, measure words, pronouns, particles, prepositions, conjunctions, times
_SMALL = frozenset("mqrupct")
_NOUNS = frozenset({"n", "b", "l", "i", "s", "f"})
_CLAUSE_OPENS = frozenset("。,;:!?\n 、】【的“(")
_CLAUSE_ENDS = frozenset("。,;:!?\n()、”")
# letters of the words for a firm, which the segmenter glues to a name it does not know: 陶瓷|商青陶
_TRADES = frozenset("商厂主")
# what begins a word that was guessed to be a verb and is two: 尚|欠, 不|卖
_ADVERBS = frozenset("尚不有未没无拟可还已再又也都很最更太将正全均自被把")
_JOINTS = frozenset("与跟由向被")
# a grid company's branch in a place: 国网|石棉县|供电公司
_GRID = lazy_pattern(
    r"(?:国家电网|国网|南方电网|南网)(?:(?![的和与及在由向对、,。])[\u4e00-\u9fff]){2,8}?(?:供电|电力|输电|配电)(?:有限)?(?:分)?公司"
)
_HAN_ONLY = lazy_pattern(r"[\u4e00-\u9fff]*")
_LATIN = lazy_pattern(r"[A-Za-z0-9]")
_HAN = lazy_pattern(r"[\u4e00-\u9fff]")
# a firm's trade, no firm: 巴西电力[商]; the kind of firm that a Latin name has: 智利电力公司[ Nubra]
_CALLING = lazy_pattern(r"商(?![会业城家行道务店])|运营(?:商|者|方)")
_NAMED_BEHIND = lazy_pattern(r" ?[A-ZÀ-Ý][a-zA-ZÀ-ÿ]")


class ChineseCompanies:
    """Finds company names by legal form and by the words they end in."""

    def __init__(self, tables: ChineseNames, home: frozenset[str] = frozenset()) -> None:
        self._tables = tables
        self._home = home
        self._legal = lazy_pattern(alternatives(tables.legal_forms))
        ends = [suffix for suffix in tables.suffixes if suffix not in tables.legal_forms]
        self._suffix = lazy_pattern(
            rf"(?:{alternatives(ends)})(?!交易所|监管|监督|委员会|委|协会|局|厅|总署|部(?!署|分|门|位|件|落)|中心(?!化)|\d{{0,4}}指数)"
        )
        generic = alternatives(sorted(tables.generic, key=len, reverse=True))
        self._generic = lazy_pattern(rf"(?:{generic}){{1,{_LONGEST_BODY}}}")
        self._before = AffixTable(tables.company_before, side="left")
        self._after = AffixTable(tables.company_after, side="right")

    def find(self, text: FoldedText, segments: Segments, taken: Spans, places: Sequence[Mention] = ()) -> list[Mention]:
        """The unknown companies of `text`; `places` are its JURISDICTION mentions."""
        if not segments.tokens:
            return []
        found = []
        ends = {place.end: place.start for place in places}
        starts = {place.start: place.end for place in places}
        last = 0
        for match in self._legal.finditer(text.folded):
            end = _legal_end(text.folded, match)
            if not end:
                continue
            start = max(last, self._legal_start(text.folded, segments, match.start()))
            start += text.folded[start] in _JOINING and start == last
            # 香港的[乐透互娱有限公司]
            start = max(start, text.folded.find("的", start, match.start()) + 1)
            start = _with_place(text.folded, self._past_verb(segments, start, match.start()), ends)
            start += text.folded[start] == ")"
            start += start > 0 and text.folded[start - 1 : start + 1] in _CLOSED_JOINTS
            start = self._past_joint(segments, start, match.start())
            if match.start() - start >= 2:
                found.append(_mention(text, start, end, rule="zh.company.legal", confidence=0.95, priority=EXACT))
            last = match.end()
        for match in _GRID.finditer(text.folded):
            found.append(_mention(text, *match.span(), rule="zh.company.grid", confidence=0.95, priority=EXACT))
        at = failed = 0
        while tail := self._suffix.search(text.folded, at):
            # a suffix that makes no name may hide one: 铄|芯科|技, 铄芯|科技; not a weak one: 通|电算|力
            hidden = tail.start() < failed and tail.group() in self._tables.weak_suffixes
            mention = None if hidden else self._by_suffix(text, segments, taken, tail, starts)
            if mention and (firm := _FIRM_BEHIND.match(text.folded, mention.end)):
                mention = replace(mention, end=firm.end(), text=text.source[mention.start : firm.end()])
            at = tail.end() if mention is not None else tail.start() + 1
            failed = failed if mention is not None else tail.end()
            if mention is not None:
                found.append(mention)
        return found

    def _legal_start(self, folded: str, segments: Segments, end: int) -> int:
        """Where a name with a legal form begins: at a place name, or after the last word that no name holds."""
        start, first_place, bracketed = end, -1, False
        index = segments.index_at(end - 1)
        while index >= 0:
            token = segments.tokens[index]
            if end - token.start > _LONGEST_LEGAL or not _body(token.word):
                break
            if token.word in self._tables.stops and token.word not in self._tables.inner and first_place < 0:
                break
            framed = index > 0 and segments.tokens.words[index - 1] == "(" and segments.tokens.words[index + 1] == ")"
            if token.tag == "ns" and token.end < end - 1 and not framed:
                first_place = token.start
            elif first_place >= 0:
                # a name's own word before a place: [岚川|上海]投资有限公司
                framed = segments.tokens.words[index + 1] == "(" and token.word not in self._tables.stops
                coined = _HAN.match(token.word) and len(token.word) > 1 and (framed or not segments.knows(token.word))
                first_place = token.start if coined or token.word == "(" else first_place
                if not coined and token.word != "(":
                    break
            start = token.start
            index -= 1
            # behind a bracketed place the head of the name is the first word that no dictionary has: 原粒(北京)
            if bracketed and len(token.word) > 1 and _HAN.match(token.word) and not segments.knows(token.word):
                break
            bracketed = bracketed or token.word == "("
        start = first_place if first_place >= 0 else start
        head = segments.tokens[segments.index_at(start)].word
        glued = len(head) > 1 and head[0] in _PREPOSITIONS | {"为"} and not segments.knows(head)
        return start + 1 if ((head in _JOINING and first_place < 0) or glued) and end - start > 3 else start

    def _past_joint(self, segments: Segments, start: int, end: int) -> int:
        """Past what joins another name to the one that ends there: 某公司|与|零壹有限公司, but 资源与环境有限公司."""
        tokens, common = segments.tokens, self._tables.ordinary
        for index in range(segments.index_at(end - 1) - 1, segments.index_at(start), -1):
            word, stop = tokens.words[index], tokens.starts[index + 1]
            plain = tokens.words[index - 1] in common and tokens.words[index + 1] in common
            # [中和]资本, 北京|[和利时]科技: no name of a firm stands before
            before = tokens.starts[index] - start
            if before < 2 or (tokens.tags[index - 1] == "ns" and tokens.starts[index - 1] == start):
                plain = plain or tokens.tags[index + 1] != "ns"
            if stop + 2 <= end and (word in ("由", "为") or (word in ("与", "和", "及") and not plain)):
                return stop + (tokens.words[index + 1] in _JOINING)
        return start

    def _past_verb(self, segments: Segments, start: int, end: int) -> int:
        """Past an ordinary verb at the head of what stands before `end`: 冒充|某某证券."""
        tokens, index = segments.tokens, segments.index_at(start)
        if tokens.tags[index] != "v" or tokens.starts[index] != start:
            return start
        word, stop = tokens.words[index], tokens.starts[index + 1]
        verb = len(word) == 2 and word not in self._tables.name_verbs and segments.knows(word)
        return stop if verb and stop + 2 <= end else start

    def _by_suffix(
        self, text: FoldedText, segments: Segments, taken: Spans, match: re.Match[str], places: dict[int, int]
    ) -> Mention | None:
        folded, suffix, end = text.folded, match.group(), match.end()
        if (
            not (segments.is_open(end) or len(suffix) > _LONG_SUFFIX)
            or taken.overlaps(match.start(), end)
            or _CALLING.match(folded, end)
        ):
            return None
        coined = self._coined_start(folded, segments, taken, match.start(), places)
        coined = self._past_cue(folded, coined, match.start())
        is_coined = match.start() - coined >= 2
        start = coined if is_coined else self._plain_start(folded, segments, taken, match)
        if suffix in _LOCAL and not is_coined:
            start = next((place for place, stop in places.items() if stop == match.start()), start)
        body = folded[start : match.start()]
        if not 2 <= len(body) <= _LONGEST_BODY or self._is_generic(folded, segments, start, match):
            return None
        if folded[start:end] in self._tables.not_company or self._is_term(segments, start, end, suffix):
            return None
        if suffix == "控股" and self._is_person(folded, segments, start, match.start()):
            return None
        weak = suffix in self._tables.weak_suffixes
        local = places.get(start) == match.start() or (
            self._is_place(segments, start, match.start())
            and not (is_coined and not weak)
            and not (len(body) == 2 and body[1] in _LANDS and not self._is_home(body))
        )
        if local and _NAMED_BEHIND.match(folded, end):
            return None
        of_place = local and self._is_firm_of(folded, start, match)
        if local and not (suffix in _LOCAL or of_place or self._is_led(folded, start, end)):
            return None
        score = self._score(folded, start, end, suffix) + (
            0.4 if of_place or (local and suffix in _LOCAL | _UTILITIES) else 0.0
        )
        score += self._form(segments, start, match, is_coined=is_coined)
        score += 0.15 if is_coined and weak and self._is_subject(folded, segments, start, end) else 0.0
        if score < 0.5:
            return None
        first = segments.tokens[segments.index_at(start)]
        placed = first.tag == "ns" and segments.knows(first.word)
        # 苏州|观复科技
        seated = is_coined and placed and not weak and first.end < match.start()
        priority = EXACT if local or seated else WEAK if score < 0.7 else EXACT if placed else CONTEXT
        return _mention(text, start, end, rule="zh.company.suffix", confidence=min(0.9, score), priority=priority)

    def _plain_start(self, folded: str, segments: Segments, taken: Spans, match: re.Match[str]) -> int:
        """Where a name of ordinary words may begin; the suffix itself where it holds a verb that no name holds."""
        end = match.start()
        if not segments.is_border(match.end()):
            return end
        start = self._past_verb(segments, self._body_start(segments, taken, end), end)
        while folded[start] in _PREPOSITIONS and end - start > 2:
            start += 1
        start = self._past_firm(folded, start, end)
        tokens, ordinary = segments.tokens, self._tables.ordinary
        for index in range(segments.index_at(start), len(tokens)):
            if tokens.starts[index] >= end:
                break
            word = tokens.words[index]
            if tokens.tags[index][:1] in "vdr" and word in ordinary and word not in self._tables.name_verbs:
                return end
        return start

    def _past_firm(self, folded: str, start: int, end: int) -> int:
        """Past the last word for a firm before the name itself: 深圳|整机厂|刻度电子."""
        for cut in range(end - 2, start + 2, -1):
            phrase, weight = self._before.find(folded[max(start, cut - 8) : cut])
            if weight >= _SURE and len(phrase) > 2:
                return cut
        return start

    def _past_cue(self, folded: str, start: int, end: int) -> int:
        """Past the end of a word for a firm that is glued to the name: 设计|商铄芯|科技, 外|传神风|资本."""
        for cut in range(start + 1, min(start + 6, end - 1)):
            phrase, weight = self._before.find(folded[max(0, cut - 8) : cut])
            if (weight >= _SURE and len(phrase) > 2 and cut - len(phrase) <= start) or _TOLD.search(
                folded, max(0, cut - 2), cut
            ):
                return cut
        return start

    def _is_firm_of(self, folded: str, start: int, suffix: re.Match[str]) -> bool:
        """Whether a place with 集团, or a town with 银行 behind a party's word, is a firm: 菲尼克斯集团, 牵头行是马斯喀特银行."""
        body = folded[start : suffix.start()]
        if suffix.group() == "集团":
            return len(body) > 2 and body[-1] not in "国洲省市州县区"
        return suffix.group() == "银行" and _PARTY.search(folded, max(0, start - 6), start) is not None

    def _is_led(self, folded: str, start: int, end: int) -> bool:
        """Whether the words around a place with a suffix say that it is a firm: 子公司[佐治亚电力]宣布."""
        before, after = self._before.weight(folded[:start][-12:]), self._after.weight(folded[end : end + 10])
        return before >= _SURE or (before > 0 and after > 0 and folded[end - 2 : end] in _UTILITIES)

    def _form(self, segments: Segments, start: int, match: re.Match[str], *, is_coined: bool) -> float:
        """What the words of the body say: coined ones speak for a firm, ordinary ones against it."""
        weak = match.group() in self._tables.weak_suffixes
        if is_coined:
            return 0.25 if not weak or self._is_proper(segments, start, match.start()) else 0.0
        new = not weak and self._is_new(segments, start, match.start())
        return 0.0 if new else -0.15

    def _is_subject(self, folded: str, segments: Segments, start: int, end: int) -> bool:
        """Whether a name opens its clause, or stands behind 的, and a verb, adverb or preposition follows."""
        tokens, index = segments.tokens, segments.index_at(end)
        if start and folded[start - 1] not in _CLAUSE_OPENS:
            return self._is_led_in(segments, start) and (
                end >= len(folded)
                or folded[end] in _CLAUSE_ENDS
                or (segments.is_border(end) and tokens.tags[index][:1] in "vdptbmr")
            )
        if end >= len(folded) or folded[end] in _CLAUSE_ENDS:
            return not start or folded[start - 1] in ",:的"
        return segments.is_border(end) and tokens.tags[index][:1] in "vdpt"

    def _is_led_in(self, segments: Segments, start: int) -> bool:
        """Whether the word before `start` is a preposition, or a verb that leads to a name: 成为|云鼎算力, 这是|沐恩运算."""
        index = segments.index_at(start - 1)
        word, tag = segments.tokens.words[index], segments.tokens.tags[index]
        return segments.is_border(start) and (tag == "p" or word in self._tables.name_leads)

    def _is_term(self, segments: Segments, start: int, end: int, suffix: str) -> bool:
        """Whether the whole, or more than the suffix, is a word of the dictionary and no proper noun: 项目管理."""
        token, last = segments.tokens[segments.index_at(start)], segments.tokens[segments.index_at(end - 1)]
        if start < last.start < end - len(suffix) and last.word in self._tables.ordinary:
            return True
        whole = (token.start, token.end) == (start, end) and segments.knows(token.word)
        return whole and token.tag[:2] not in ("nr", "ns", "nt", "nz")

    def _is_person(self, folded: str, segments: Segments, start: int, end: int) -> bool:
        """Whether what stands before 控股 is somebody who holds shares: 创始人|岑柏年|控股."""
        token = segments.tokens[segments.index_at(start)]
        named = (
            (token.start, token.end) == (start, end) and token.tag == "nr" and folded[start] in self._tables.surnames
        )
        return named and any(folded.endswith(title, 0, start) for title in self._tables.person_before)

    def _score(self, folded: str, start: int, end: int, suffix: str) -> float:
        score = 0.1 if suffix in self._tables.weak_suffixes else 0.4
        score += self._before.weight(folded[max(0, start - 12) : start])
        after, weight = self._after.find(folded[end : end + 10])
        score += 0.0 if after == "公司" and suffix in self._tables.weak_suffixes else weight
        if _LISTING.match(folded, end) or _STAKE.match(folded, end):
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

    def _coined_start(self, folded: str, segments: Segments, taken: Spans, end: int, places: dict[int, int]) -> int:
        """Where the words before `end` begin that are no ordinary ones: 欢迎接入|云脊|科技; `end` where there are none."""
        tokens, ordinary = segments.tokens, self._tables.ordinary
        start, index = end, segments.index_at(end - 1)
        while index >= 0:
            begin, word, tag = tokens.starts[index], tokens.words[index], tokens.tags[index]
            plain = word in ordinary or word in self._tables.stops or (tag[:1] in "mrpcudqf" and tag[1:] != "g")
            abroad = places.get(begin) == start and end - start >= 2 and not self._is_home(word)
            if plain or abroad or end - begin > _LONGEST_COINED or not _HAN.match(word) or taken.overlaps(begin, end):
                break
            verb = tag == "v" and len(word) > 1 and segments.knows(word) and word not in self._tables.name_verbs
            if verb and end - start > 1:
                break  # 钱|投进|驼铃
            start = begin
            index -= 1
        first = segments.index_at(start)
        if end - start > 2 and folded[start] in _PREPOSITIONS and not segments.knows(tokens.words[first]):
            start += 1
        while start < end and self._is_outside(segments, start, end):
            start = segments.tokens[segments.index_at(start)].end
        return min(_past_joint(folded, segments, start, end), end)

    def _is_outside(self, segments: Segments, start: int, end: int) -> bool:
        """Whether the word at `start` is a verb or adjective before the name: 投进|驼铃, not a guessed one, nor 锐|腾."""
        token = segments.tokens[segments.index_at(start)]
        if token.tag not in ("v", "a", "zg", "k", "y"):
            return False
        guessed = token.tag in ("v", "a") and len(token.word) > 1 and not segments.knows(token.word)
        return not (guessed and token.end >= end and token.word[0] not in _ADVERBS)

    def _is_home(self, place: str) -> bool:
        """Whether firms of that place carry it in their names."""
        return place.startswith(_HOME) or place.removesuffix("市") in self._home

    def _is_proper(self, segments: Segments, start: int, end: int) -> bool:
        """Whether the body of a weak suffix is a name by itself: a word of no dictionary, a proper noun, a noun."""
        if self._is_lettered(segments, start, end):
            return True
        tokens, proper = segments.tokens, end - start < 3
        for index in range(segments.index_at(start), len(tokens)):
            if tokens.starts[index] >= end:
                break
            if tokens.tags[index][:1] in "vadz" and segments.knows(tokens.words[index]):
                return False
            word = tokens.words[index]
            proper = proper or not segments.knows(word) or (tokens.tags[index] not in _NOUNS and len(word) > 1)
        return proper

    def _is_lettered(self, segments: Segments, start: int, end: int) -> bool:
        """Whether the body is two letters that are words by themselves and none together: 弦|动, 锡|拉."""
        tokens, index = segments.tokens, segments.index_at(start)
        if tokens.tags[index] == "ns" and tokens.starts[index] == start and start + 1 < tokens.starts[index + 1] < end:
            index, start = index + 1, tokens.starts[index + 1]  # 北京|熵|动
        letters = tokens.starts[index] == start and len(tokens.words[index]) == 1 and end - start == 2
        if not (letters and tokens.starts[index + 1] == start + 1 and tokens.starts[index + 2] == end):
            return False
        plain = self._tables.generic.isdisjoint(tokens.words[index : index + 2])
        return plain and tokens.tags[index][:1] not in "vadpuc"

    def _is_new(self, segments: Segments, start: int, end: int) -> bool:
        """Whether the first word of the body is in no dictionary."""
        token = segments.tokens[segments.index_at(start)]
        return len(token.word) > 1 and token.end <= end and not segments.knows(token.word)

    def _is_place(self, segments: Segments, start: int, end: int) -> bool:
        token = segments.tokens[segments.index_at(start)]
        return (
            token.tag == "ns"
            and segments.knows(token.word)
            and (token.end >= end or segments.tokens[segments.index_at(end - 1)].word == "国家")
        )

    def _is_generic(self, folded: str, segments: Segments, start: int, suffix: re.Match[str]) -> bool:
        """Whether nothing before the suffix names a firm; a place alone does not: 中国|最大|矿业."""
        end = suffix.start()
        if self._generic.fullmatch(folded, start, end):
            return True
        tokens, index, generic = segments.tokens, segments.index_at(start), self._tables.generic
        placed = tokens.tags[index] == "ns" and tokens.starts[index] == start and tokens.starts[index + 1] < end
        if placed and suffix.group() == "集团" and tokens.words[index][-1] not in "国洲":
            return False  # 北京数据集团
        if placed and suffix.group() not in _LOCAL:
            index += 1
        while index < len(tokens.words) and tokens.starts[index] < end:
            word = tokens.words[index][: end - tokens.starts[index]]
            if word not in generic and tokens.tags[index][:1] not in _SMALL:
                return False
            index += 1
        return True


def _past_joint(folded: str, segments: Segments, start: int, end: int) -> int:
    """Past what the segmenter glues to the head of a name it does not know: 原与|沛然, 陶瓷商|青陶."""
    tokens, index = segments.tokens, segments.index_at(start)
    first = tokens[index]
    if first.start == start and not segments.knows(first.word) and end - start > 2:
        joint = next((at for at in range(start, min(start + 2, end - 2)) if folded[at] in _JOINTS), -1)
        if joint >= 0:
            return joint + 1
    while index < len(tokens) and tokens.starts[index] < end - 2:
        begin, word = tokens.starts[index], tokens.words[index]
        trade = index and tokens.tags[index - 1][:1] in ("n", "b") and segments.knows(tokens.words[index - 1])
        if trade and word[0] in _TRADES and begin >= start and not segments.knows(word):
            return begin + 1
        index += 1
    return start


def _with_place(folded: str, start: int, ends: dict[int, int]) -> int:
    """The start of the places that end at `start` or two characters before: [新疆]中|泰能源."""
    for _ in range(3):
        near = [
            end
            for end in (start, start - 1, start - 2)
            if end in ends and _HAN_ONLY.fullmatch(folded, end, start) and folded[start - 1] != "的"
        ]
        if not near:
            break
        start = ends[near[0]]
    return start


def _legal_end(folded: str, form: re.Match[str]) -> int:
    """The end of a legal form with its closing bracket and the branch that is named behind it; 0 where it is none."""
    partner = form[0] == "有限合伙"
    if partner and (folded.startswith("人", form.end()) or folded.endswith("企业(", 0, form.start())):
        return 0
    if folded.startswith(_PARTNERSHIP, form.end()):
        return form.end() + len(_PARTNERSHIP)
    closed = form.end() + (folded[form.end() : form.end() + 1] == ")" and folded[form.start() - 1] == "(")
    branch = _BRANCH.match(folded, closed)
    return branch.end() if branch else closed


def _body(word: str) -> bool:
    return bool(_HAN.match(word) or _LATIN.match(word) or word in "()&·")


def _mention(
    text: FoldedText, start: int, end: int, *, rule: str, confidence: float, priority: int = CONTEXT
) -> Mention:
    return Mention(
        start, end, text.source[start:end], "COMPANY", rule=rule, confidence=round(confidence, 2), priority=priority
    )
