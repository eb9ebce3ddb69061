"""Firms whose name is Latin letters and a Chinese word for a firm: Banzo银行, QRS风投, SBI 控股."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from nlp.entities.merge import Spans
from nlp.entities.priorities import EXACT
from nlp.records import Mention
from nlp.resources.names import NameTables
from nlp.text.fold import FoldedText

_UPPER, _ANY = "A-ZÀ-ÖØ-Þ", "A-Za-z0-9À-ÖØ-öø-ÿ"
_HEAD = rf"(?<![{_ANY}$@#/_.&-])(?P<head>[{_UPPER}][{_ANY}]{{1,11}}(?: [{_UPPER}][{_ANY}]{{1,11}})?)"
# the word, and what makes another of it: 资本|支出, 科技|股, 租赁|合同
_TAILS = (
    r"银行(?![卡业家间账帐股存体系])",
    r"风投(?![机公圈])",
    r"创投(?![机公圈])",
    r"资本(?![支开市化结运回充性利管密])",
    r"证券(?![交法部监业化类])",
    r"集团(?!军)",
    r"科技(?![股公巨行圈界板金企部媒厅局])",
    r"半导体(?![股公行板企产])",
    r"矿业(?![股公行板企权])",
    r"能源(?![股公行板企部局费成价消])",
    r"租赁(?![费合协期业了给市模服公])",
    r"投顾",
    r"投研",
    r"金融(?![科机服市中时危监行产化业衍公])",
    r"保险(?![公业金费单箱柜])",
    r"重工(?!业)",
    r"海力士",
    r"基金会",
)
_KNOWN_TAILS = ("银行", "风投", "创投", "证券", "集团", "重工", "保险", "金融", "半导体")
# kinds of capital and of funds
_KINDS = frozenset(("PE", "LP", "GP", "REIT", "ABS", "EB", "FA", "FOF", "PIPE", "Tier"))
_PATTERN = re.compile(rf"{_HEAD}(?P<tail> ?(?:{'|'.join(_TAILS)}))")


class MixedNames:
    """Finds companies of a Latin head and a Chinese tail."""

    def __init__(self, tables: NameTables) -> None:
        self._never = tables.never | tables.english.role_words | tables.english.titles | _KINDS
        self._ordinary = tables.english.ordinary

    def find(self, text: FoldedText, taken: Spans, firms: Sequence[Mention] = ()) -> Iterator[Mention]:
        """The names of `text`; what the registry has whole, and the hardware, is in `taken`, its companies are `firms`."""
        refs = {firm.end: firm.ref for firm in firms}
        for match in _PATTERN.finditer(text.folded):
            start, end = match.span()
            head, tail = match["head"], match["tail"]
            if tail.startswith(" ") and taken.overlaps(start, match.end("head")):
                continue
            coined = tail == "基金会"  # a coin's: Zcash基金会
            if taken.overlaps(match.end("head"), end) or not (coined or self._is_head(head)):
                continue
            if taken.overlaps(start, match.end("head")) and not tail.startswith(_KNOWN_TAILS):
                continue
            yield Mention(
                start, end, text.source[start:end], "COMPANY",
                rule="mixed.company", ref=refs.get(match.end("head")) if tail.strip() == "集团" else None, confidence=0.8, priority=EXACT,
            )  # fmt: skip

    def _is_head(self, head: str) -> bool:
        """Whether letters can be a name: no coin, no abbreviation of the trade, no ordinary word."""
        if head in self._never or any(word in self._never for word in head.split(" ")):
            return False
        return not all(word.lower() in self._ordinary for word in head.split(" ")) or head.isupper()
