"""Towns in Latin letters that Chinese text calls towns in one place and names beside a site in another."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from nlp.entities.priorities import PLACED
from nlp.records import Mention
from nlp.text.lazy import lazy_pattern

# Rockdale|工厂, where firms have theirs
_SITE_AFTER = lazy_pattern(
    r" ?(?:的?(?:矿场|矿区|工厂|园区|基地|站点|设施|数据中心|电站|电厂|机房|场地|地块|项目|业务|厂区|校区)|地区|当地|市(?![场值])|镇|县|附近|郊)"
)
_PLACED_BEFORE = lazy_pattern(r"(?:在|位于|坐落于|落户|迁往|迁至|搬到|前往|来自|抵达|运往) ?\Z")
_FIRM_AFTER = lazy_pattern(r" ?(?:公司|集团|宣布|表示|签|股价|CEO|首席|创始人|旗下|与|和|向|将|已)")


def as_places(folded: str, mentions: Sequence[Mention]) -> list[Mention]:
    """The `mentions`; a firm by the name of a town of the text is that town where sites and prepositions stand beside it."""
    towns = {m.text: m.ref for m in mentions if m.label == "JURISDICTION" and m.text.isascii() and len(m.text) > 3}
    return [_as_place(folded, m) if m.text in towns and m.rule == "latin.company" else m for m in mentions]


def _as_place(folded: str, mention: Mention) -> Mention:
    led = _PLACED_BEFORE.search(folded, max(0, mention.start - 6), mention.start)
    if not (_SITE_AFTER.match(folded, mention.end) or (led and not _FIRM_AFTER.match(folded, mention.end))):
        return mention
    return replace(mention, label="JURISDICTION", rule="zh.place.again", priority=PLACED, confidence=0.7)
