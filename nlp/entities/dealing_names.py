"""Firms that nothing but their deal gives away: [雁丘]订了420台, 长沙的[鹿角]向嘉楠买, [Calder]原定的900台."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from nlp.entities.merge import Spans
from nlp.entities.priorities import CONTEXT
from nlp.entities.segments import Segments
from nlp.records import Mention
from nlp.resources.names import NameTables
from nlp.text.fold import FoldedText
from nlp.text.lazy import lazy_pattern

_MACHINES = r"(?:\d[\d,.]*|[一二两三四五六七八九十百千]+)\s?(?:多|余)?[十百千万]*(?:多|余)?(?:台|枚|片|张|颗)"
_BUYS = r"(?:订购|采购|购买|购入|购|加订|增订|续订|追加|加购|增购|预订|预定|订|定|买|签|要|收|拿|抢|接|囤|扫|吃|包|拍|抬|淘|补|添|换)(?:得|了|下|走|进|过|来|到|好|购){0,2}(?:了|的)?"
_ABOUT = r"(?:约|近|逾|超过|共|至少|整整|整|足足|大约|首批|第一批|一批|价值|以上)?"
_LATIN = r"[A-Z][A-Za-z]{2,}[A-Za-z0-9]*(?: [A-Z][A-Za-z]+){0,2}"
# what opens a clause
_OPENING = lazy_pattern(
    r"(?:^|[。;:,、!?\n(“”\"•·—\-])[ \u3000]*(?:而|但|同期的?|另外|其中|反倒是|倒是|只有|轮到)?(?=[\u4e00-\u9fff])"
)
# the roles that lead to a party: 卖家[雁丘]换得, 替[雁丘]订过, 卖给[雁丘]
_PARTY = lazy_pattern(
    r"(?:卖家|卖方|买家|买方|买主|贸易商|经销商|中间商|代理商|矿企|矿商|矿场主|客户|同行|对手|邻居|原主|东家|货主|厂家|厂商|机商)(?:是|叫|为)?(?=[\u4e00-\u9fff])|(?:替|帮|代|托|(?:卖|转|售|租|交付|出售|转让|转卖|发)给了?)(?=[\u4e00-\u9fff])"
)
_BOUGHT = lazy_pattern(
    rf"[^,。;:\n]{{0,10}}?(?:{_BUYS}{_ABOUT}{_MACHINES}|{_BUYS}(?:蚂蚁|神马|阿瓦隆|翼比特|[A-Z]\w*\d))|的{_MACHINES}"
)
# in front of a known firm: [雁丘]向嘉楠订
_TO_FIRM = lazy_pattern(r"[^,。;:\n]{0,8}?(?:向|从|与|和|同|跟|找)(?P<firm>)")
_BUYING = lazy_pattern(rf"[^,。;:\n]{{2,24}}?{_BUYS}")
_NOT_BEHIND = lazy_pattern(
    rf"(?!{_MACHINES})[\dA-Za-z]|算力|科技|矿业|集团|控股|资本|数字|数据|国际|能源|电力|股份|矿池|银行|基金|证券|智能|网络|公司|企业|人|们|者|商|方"
)
# behind a place: 长沙的[鹿角]说
_PLACED = lazy_pattern(rf"买走|说|称|去年|今年|老板|[(]{_MACHINES}[)]|[。;]|,{_MACHINES}")
_LED = lazy_pattern(
    rf"[,。;、(的]|(?:向|从|和|与|买|订|购|拿|要|签|说|收|在|把|将|以|用|换|代买|代购|去年|今年|\d|已)|{_BUYS}{_ABOUT}{_MACHINES}"
)
_OWNER = lazy_pattern(
    r"的?(?:老板|法定代表人|法人代表|负责人|采购总监|采购经理|采购负责人|销售总监|创办人|掌柜|矿长|董事长)(?P<person>)"
)
# a Latin name at the head of a clause that tells a number of machines
_LATIN_DEAL = lazy_pattern(
    rf"(?:^|(?<=[。;:!?\n•·、]))[ \u3000]*(?P<name>{_LATIN})(?=[^。;:\n]{{0,30}}?(?<![A-Za-z0-9.]){_MACHINES})|(?<![A-Za-z0-9.&' -])(?P<buyer>{_LATIN})(?=[^,。;:\nA-Z]{{0,10}}?{_BUYS}{_ABOUT}{_MACHINES})"
)
_BOUGHT_WORD = lazy_pattern(_BUYS)
_LONGEST = 4
_HAN = lazy_pattern(r"[\u4e00-\u9fff]")
# letters that no such name begins or ends with
_NO_STARTS = frozenset(
    "的了在是和与及对从被把由为以其这那每各某本该此两三几多不没有也还又再已就才只都而但或若如因将会要能可请让给向往到去来上下中前后内外大小老新旧另第一二四五六七八九十百千万亿首前后他她它我你们谁何什怎同共全整半数单双总分约近超逾最更很太极挺"
)
_NO_ENDS = frozenset(
    "的了在是和与及们者人家商方户厂场机台年月日时后前中上下里内外款批单部员工主民客友手头师生长官司团构所院局会队党国省市县区镇村站点货币款价钱费额量率期次回遍样种类些个位名份笔项条件事物品牌车船箱盘卡板房地电力网者却均将原先则也又还已仍再就才都只正曾"
)
_NO_FIRMS = frozenset(
    "矿主 散户 同行 矿工 矿老板 老矿工 矿友 大户 韭菜 土豪 掌柜 剩余 其余 卖家 买家 买方 卖方 双方 前者 后者 对方 集团 公司 机构 主角 猛将 黑客 警方 法院 机队 库存 首单 尾单 期货 现货 新机 旧机 整机 合同 协议 公告 备忘 意向 显卡 芯片 晶圆".split()
)


class DealingNames:
    """Finds names without a word that tells a firm, where they buy, sign or sell machines."""

    def __init__(self, tables: NameTables) -> None:
        chinese = tables.chinese
        self._plain = (
            chinese.ordinary | chinese.stops | chinese.generic | chinese.not_company | chinese.not_person | _NO_FIRMS
        )
        self._titles = chinese.person_before | chinese.company_before.keys()
        self._surnames = chinese.surnames
        self._tails = tuple(chinese.place_tails)
        self._never, self._english = tables.never, tables.english.ordinary

    def find(self, text: FoldedText, segments: Segments, found: Sequence[Mention]) -> list[Mention]:
        """The firms of `text` that its deals give away, and where else they stand."""
        folded = text.folded
        if not segments.tokens or "台" not in folded:
            return []
        taken = Spans()
        for mention in found:
            taken.add(mention.start, mention.end)
        names = sorted(set(self._named(folded, segments, taken, found)), key=len, reverse=True)
        if not names:
            return []
        spans = [match.span() for match in re.finditer("|".join(map(re.escape, names)), folded)]
        return [
            Mention(
                start, end, text.source[start:end], "COMPANY", rule="deal.company", confidence=0.7, priority=CONTEXT
            )
            for start, end in spans
            if not taken.overlaps(start, end) and _is_whole(folded, segments, start, end)
        ]

    def _named(self, folded: str, segments: Segments, taken: Spans, found: Sequence[Mention]) -> Iterator[str]:
        people = {m.start for m in found if m.label == "PERSON"}
        firms = {m.start for m in found if m.label == "COMPANY"}
        for match in _LATIN_DEAL.finditer(folded):
            name = match["name"] or match["buyer"]
            if not taken.overlaps(match.end() - len(name), match.end()) and self._is_latin(name):
                yield name
        opened = {match.end() for match in _OPENING.finditer(folded)} | {m.end for m in found if m.label == "DATE"}
        placed = {m.end + 1 for m in found if m.label == "JURISDICTION" and folded.startswith("的", m.end)}
        led = {match.end() for match in _PARTY.finditer(folded)}
        for start in sorted(opened | placed | led):
            if not _HAN.match(folded, start):
                continue
            for end in range(start + 2, min(start + _LONGEST, len(folded)) + 1):
                if taken.overlaps(start, end) or not _HAN.match(folded, end - 1):
                    break
                if _NOT_BEHIND.match(folded, end):
                    continue
                firm = _TO_FIRM.match(folded, end)
                owner = _OWNER.match(folded, end)
                deals = (
                    _BOUGHT.match(folded, end)
                    or (firm is not None and firm.end() in firms and _BUYING.match(folded, firm.end()))
                    or (owner is not None and owner.end() in people)
                    or (start in placed and _PLACED.match(folded, end))
                    or (start in led and _LED.match(folded, end))
                )
                if deals and self._is_name(folded, segments, start, end, placed=start in placed):
                    yield folded[start:end]
                    break

    def _is_latin(self, name: str) -> bool:
        words = name.split(" ")
        plain = all(word.lower() in self._english for word in words)
        return not plain and not any(word in self._never or word.isupper() for word in words)

    def _is_name(self, folded: str, segments: Segments, start: int, end: int, *, placed: bool) -> bool:
        name = folded[start:end]
        if (
            _BOUGHT_WORD.fullmatch(name)
            or name in self._plain
            or name[0] in _NO_STARTS
            or name[-1] in _NO_ENDS
            or name in self._titles
        ):
            return False
        if not _is_whole(folded, segments, start, end) or name.endswith(self._tails):
            return False
        tokens = segments.tokens[segments.index_at(start) : segments.index_at(end - 1) + 1]
        if any(len(t.word) > 1 and (t.word in self._plain or t.word in self._titles) for t in tokens):
            return False
        if any(t.tag[:1] in "mrpcutq" and segments.knows(t.word) for t in tokens):
            return False
        if any(t.tag[:1] in ("v", "d") and segments.knows(t.word) for t in tokens):
            return False
        if not placed and any(t.tag[:1] in ("i", "l", "a") and segments.knows(t.word) for t in tokens):
            return False
        return placed or not (name[0] in self._surnames and len(name) <= 3)


def _is_whole(folded: str, segments: Segments, start: int, end: int) -> bool:
    """Whether no word of the dictionary runs over the ends of a span, nor Latin letters."""
    if folded[start].isascii():
        left, right = folded[start - 1 : start], folded[end : end + 1]
        return not (left.isascii() and left.isalnum()) and not (right.isascii() and right.isalnum())
    return segments.is_open(start) and (end >= len(folded) or segments.is_open(end))
