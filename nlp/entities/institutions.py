"""Bodies that Chinese text names by their kind: commissions of a state, firms of a state, campaign funds, institutes of a school."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from nlp.entities.priorities import EXACT
from nlp.entities.segments import Segments
from nlp.records import Mention
from nlp.resources.names import ChineseNames
from nlp.text.alternatives import alternatives
from nlp.text.fold import FoldedText
from nlp.text.lazy import lazy_pattern

_HAN = r"[\u4e00-\u9fff]"
_ENDS = "。;!?\n"
# boards that firms have too
_OF_FIRMS = lazy_pattern(
    r"(?:审计|薪酬|提名|投资|债权人|治理|独立|管理|战略|顾问|风险|执行|评审|专家|职工|业主|组织|筹备|专业)委员会$|^特别委员会$"
)
_FIRM = lazy_pattern(r"公司|董事会|集团|企业|矿企|协会")
# 达拉斯|新闻报道: a paper by the name of its town
_PAPER = lazy_pattern(r"新闻(?=报道|报导|网报)")
# whose pension funds are many: 美国养老基金
_LARGE = frozenset(("美国", "英国", "日本", "中国", "欧洲", "欧盟", "亚洲", "北美", "全球", "美", "英"))
# what a press office tells: 据[南京发布]消息, ([深圳发布])
_PRESS = lazy_pattern(r"发布(?=[”\"]?(?:消息|微信|公众号|微博|[,)]))")
_PRESS_LEFT = lazy_pattern(r"(?:据|[(])[“\"]?\Z")
# 美国|主要|矿业协会: some of them
_WHICH = frozenset(("主要", "知名", "著名", "大型", "重要", "相关", "有关", "最大", "当地", "头部", "其他"))
_REACH, _LEFT = 10, 80


class Institutions:
    """Finds the bodies that a place, an office or a school gives away."""

    def __init__(self, tables: ChineseNames) -> None:
        stops = re.escape("".join(sorted(tables.authority_stops - frozenset("和与"))))
        word = rf"(?:(?![{stops}]){_HAN})"
        self._commission = lazy_pattern(
            rf"(?:(?:任命|委任|推举)[^,。;\n]{{1,12}}?[为為]|纳入|出任|担任|设立|成立|组建|新设|加入)"
            rf"(?:了|新的|新成立的|新设立的|一个|拟议的|其)*(?P<name>{word}{{2,14}}?委员会)(?!议)"
        )
        self._state = lazy_pattern(alternatives(tables.state_cues))
        self._firm = lazy_pattern(
            rf"(?:国家|国营|国有|联邦)(?:{alternatives(tables.state_trades)}){{1,2}}(?:运输|输送|供应|输配)?(?:集团)?公司"
        )
        self._pension = lazy_pattern(
            rf"(?:州|省|市)?(?:(?:政府|国家|公共|全球|教师|公务员|雇员|市政|医疗|退休|警察|消防员){{1,3}}(?P<own>))?"
            rf"(?:养老基金|养老金(?:基金|计划投资委员会|投资公司|管理公司|计划|(?<=[师员家府]养老金))|退休基金|主权(?:财富)?基金|投资局)"
            rf"(?![们公纷普业])(?!{_HAN}{{0,2}}[A-Z])(?=[^\u4e00-\u9fff]|[的和与及也已将在持买增投卖减等是领参都均])"
        )
        fields = alternatives(tables.group_fields)
        self._group = lazy_pattern(rf"(?:{fields}){{1,2}}集团(?![军化公股])")
        self._exchange = lazy_pattern(
            rf"(?:{alternatives(tables.exchange_goods)}){{1,2}}(?:交易所|交易中心)(?!集团|控股)"
        )
        self._union = lazy_pattern(rf"{word}{{2,12}}?(?:协会|联盟|商会|促进会|学会)(?![会成]员|国|[主规条])")
        self._fund = lazy_pattern(r"(?:超级)?(?:政治行动委员会|PAC(?![A-Za-z]))")
        self._body = lazy_pattern(rf"{word}+$")
        self._institute = lazy_pattern(
            rf"(?<!{_HAN})(?:在|来自|据|由|与)?(?P<name>{word}{{2,8}}(?:大学|学院)(?:(?!生|者|毕业|教授){word}){{0,8}}?"
            rf"(?:实验室|研究院|研究所|研究中心))(?=[^,。;\n]{{0,6}}?(?:{alternatives(sorted(tables.person_before))}))"
        )

    def find(self, text: FoldedText, segments: Segments, places: Sequence[Mention]) -> Iterator[Mention]:
        """The bodies of `text`; `places` are its JURISDICTION mentions."""
        folded = text.folded
        for match in self._commission.finditer(folded):
            cut = max(max(folded.rfind(mark, 0, match.start()) for mark in _ENDS) + 1, match.start() - _LEFT)
            cut = max((m.end() for m in _FIRM.finditer(folded, cut, match.start("name"))), default=cut)
            if not _OF_FIRMS.search(match["name"]) and self._state.search(folded, cut, match.start("name")):
                yield _mention(text, *match.span("name"), "AUTHORITY", "zh.authority.commission")
        starts = {place.start: place.end for place in places}
        refs = {place.start: place.ref for place in places}
        for start, end in starts.items():
            if firm := self._firm.match(folded, end):
                yield _mention(text, start, firm.end(), "COMPANY", "zh.company.state")
            if _PAPER.match(folded, end) and (refs[start] or "").count("-") > 1:
                yield _mention(text, start, end + 2, "COMPANY", "zh.company.paper")
            pension = self._pension.match(folded, end)
            if pension and (pension["own"] is not None or folded[start:end] not in _LARGE):
                yield _mention(text, start, pension.end(), "COMPANY", "zh.company.fund")
        yield from self._placed(text, segments, places)
        for match in self._fund.finditer(folded):
            body = self._body.search(folded, max(0, match.start() - _REACH), match.start())
            if body is None:
                continue
            placed = [at for at in starts if body.start() <= at and starts[at] <= match.start()]
            if placed and min(placed) < match.start() - 2:
                yield _mention(text, min(placed), match.end(), "COMPANY", "zh.company.fund")
        for match in self._institute.finditer(folded):
            yield _mention(text, *match.span("name"), "COMPANY", "zh.company.institute")

    def _placed(self, text: FoldedText, segments: Segments, places: Sequence[Mention]) -> Iterator[Mention]:
        """Groups, exchanges, associations and the press office of a place: 四川数据集团, 日本金融科技协会, 南京发布."""
        folded = text.folded
        for place in places:
            start, end = place.start, place.end
            if _PRESS.match(folded, end) and _PRESS_LEFT.search(folded, max(0, start - 3), start):
                yield _mention(text, start, end + 2, "COMPANY", "zh.company.press")
            local = "-" in (place.ref or "")
            for pattern in (self._group, self._exchange) if local else (self._exchange,):
                if firm := pattern.match(folded, end):
                    yield _mention(text, start, firm.end(), "COMPANY", "zh.company.local")
            union = self._union.match(folded, end)
            if union and self._is_field(segments, end, union.end()):
                yield _mention(text, start, union.end(), "COMPANY", "zh.company.union")

    @staticmethod
    def _is_field(segments: Segments, start: int, end: int) -> bool:
        """Whether the words between can be what an association is of: no verb first, nothing that joins or counts."""
        first, last = segments.index_at(start), segments.index_at(end - 1)
        tags = segments.tokens.tags[first : last + 1]
        named = segments.is_border(start) and segments.tokens.words[first] not in _WHICH
        return named and tags[0] != "v" and not any(tag[0] in "dprmcuqt" for tag in tags)


def _mention(text: FoldedText, start: int, end: int, label: str, rule: str) -> Mention:
    return Mention(start, end, text.source[start:end], label, rule=rule, confidence=0.8, priority=EXACT)
