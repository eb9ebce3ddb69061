"""What looks like a firm in Chinese text and is none: coin networks in a list, the name of a law, an index, a scheme."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from nlp.records import Mention
from nlp.resources.names import ChineseNames
from nlp.text.alternatives import alternatives
from nlp.text.fold import FoldedText
from nlp.text.lazy import lazy_pattern

_MEMBER = lazy_pattern("[^、和与及]+")
_BREAK = lazy_pattern(r"[,。;:()\n]")
# police in [Tellerton]: a town that no dictionary has
_BODY_IN = lazy_pattern(
    r"(?<![A-Za-z])(?:[Pp]olice|[Oo]fficers|[Pp]rosecutors|[Aa]uthorities|[Oo]fficials|[Rr]esidents|[Dd]etectives|[Cc]ustoms|[Cc]ourts?) (?:in|near|across) \Z"
)
# Kestrel|测试网
_TEST_NET = lazy_pattern(r" ?测试网")
_LONGEST, _REACH = 20, 400
"""How long a member of a list may be, and how far before its end the list is looked at, in characters."""
# what makes firms of the kinds
_AFTER = r"[\u4e00-\u9fff]{0,3}(?:企|公司|矿|交易|平台|机构|项目|基金|业|商|服务|安全)"


class NoFirms:
    """Takes away the companies that stand where no company does."""

    def __init__(self, tables: ChineseNames) -> None:
        kinds = alternatives(tables.network_kinds)
        # Solana、Cardano等PoS网络, not 等代币企业
        self._networks = lazy_pattern(rf"等(?:[^、,。;:()\n]{{0,8}}?)(?:{kinds})(?!{_AFTER})")
        laws = alternatives(tables.law_words)
        self._law = lazy_pattern(rf"[\u4e00-\u9fff]{{1,8}}(?:{laws})[”」]?\s?[(](?P<gloss>[A-Za-z][^()\n]{{2,40}})[)]")
        self._of_law = lazy_pattern(rf" ?(?:{laws})(?![\u4e00-\u9fff]*(?:公司|平台|者))")
        self._index = lazy_pattern(rf" ?(?:{alternatives(tables.index_words)}){{0,3}}指数(?!公司|基金|提供商|里|期货)")
        self._scheme = lazy_pattern(
            r"[“「](?P<name>[^“”「」\n]{2,16})[”」](?:计划|倡议|行动|运动)(?!人|的?(?:创始|首席))"
        )

    def without(self, text: FoldedText, mentions: Sequence[Mention]) -> list[Mention]:
        """The `mentions` that may be what they are taken for."""
        folded = text.folded
        firms = [m for m in mentions if m.label == "COMPANY"]
        if not firms:
            return list(mentions)
        closed = [m.span("gloss") for m in self._law.finditer(folded)]
        closed += [m.span("name") for m in self._scheme.finditer(folded)]
        nets = {m.text for m in firms if m.rule.startswith("latin.") and _TEST_NET.match(folded, m.end)}
        if nets:
            mentions = [m for m in mentions if not (m.text in nets and m.rule.startswith("latin."))]
        ends = {end for match in self._networks.finditer(folded) for end in _ends_of_items(folded, match.start())}
        return [m for m in mentions if m.label != "COMPANY" or not self._is_none(folded, m, closed, ends)]

    def _is_none(self, folded: str, firm: Mention, closed: Sequence[tuple[int, int]], ends: set[int]) -> bool:
        if firm.end in ends and folded[firm.start].isascii():
            return True
        if self._of_law.match(folded, firm.end) or self._index.match(folded, firm.end):
            return True
        if " " not in firm.text and _BODY_IN.search(folded, max(0, firm.start - 24), firm.start):
            return True
        return any(
            start <= firm.start and firm.end <= end and end - start > firm.end - firm.start for start, end in closed
        )


def _ends_of_items(folded: str, end: int) -> Iterator[int]:
    """Where the members of the list end that ends at `end`; a long one is prose with the first member behind it."""
    start = max(0, end - _REACH)
    start = max((match.end() for match in _BREAK.finditer(folded, start, end)), default=start)
    for item in reversed(list(_MEMBER.finditer(folded, start, end))):
        yield item.end()
        if item.end() - item.start() > _LONGEST:
            return
