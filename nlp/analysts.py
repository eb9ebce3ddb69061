"""Whom an analyst's house speaks of in Chinese text: the firm it rates, never the house itself."""

from __future__ import annotations

from nlp.encoding import Slot
from nlp.text.lazy import lazy_pattern

_NEAR = 64
_SAYS_OF_IT = (
    r"(?:认为|预计|估计|预期|预测|指出|测算|估算|推算|相信|警告|担心|看好|质疑|评论称|写道|强调)(?:称|说|,|:|“|到){0,2}"
    r"(?:\ue044|当前|目前|随着|尽管|虽然|即便|如果|一旦|,){0,2}(?:该?公司|这家公司|该股|\ue063)(?!将?与\ue043)"
)
# [投行]的某某认为,公司…; [券商]分析师某某预计,该公司…: whom an analyst speaks of is not the house
_HOUSE_SAYS = lazy_pattern(r"[^。;\n\ue043\ue063]{0,24}?" + _SAYS_OF_IT)
_ANALYST_SAYS = lazy_pattern(
    r"[^,。;\n\ue041-\ue07a]{0,8}(?:分析师|策略师|分析员|研究员|研究主管)\s?\ue050?[^。;\n\ue043\ue063]{0,12}?"
    + _SAYS_OF_IT
)
# [券商]将其评级下调至中性
_RATES = lazy_pattern(
    r"[^,。;\n\ue043\ue063]{0,12}?(?:将|把|对|给予|维持|上调|下调)(?:了)?(?:对)?(?:其|该公司|公司|该股|\ue063)(?:的|股票|股份|投资|持有)*(?:评级|目标价)"
)
# 对[X]给出“卖出”评级,理由是该公司…; 将[X]目标价上调至…,认为公司…
_RATED_THERE = lazy_pattern(
    r"(?:将|把|对|给予|维持|重申|上调|下调)(?:了)?(?:对)?(?P<firm>\ue043)(?:\([^()]{0,16}\))?(?:的)?[^。;\n\ue043]{0,16}(?:评级|目标价)[^。;\n\ue043]{0,30}\Z"
)
# 受旗下[X]拖累,公司…: the firm is the one above
_WEIGHS = lazy_pattern(
    r"(?:受|因|由于|随着|得益于|受益于|受惠于)(?:其|公司)?(?:旗下|子公司|附属公司|控股子公司|全资子公司)的?\Z"
)


def is_set_apart(text: str, slot: Slot, is_house: bool) -> bool:
    """Whether a clause sets a company apart from whom 公司 means there: an analyst's house, a unit that weighs on it."""
    after = slot.position + 1
    if _WEIGHS.search(text, max(0, slot.position - 12), slot.position) or _RATES.match(text, after):
        return True
    return bool((_HOUSE_SAYS if is_house else _ANALYST_SAYS).match(text, after))


def rated_before(text: str, start: int, position: int) -> int | None:
    """Where the company stands that is rated shortly before a position, in what begins at `start`."""
    rated = _RATED_THERE.search(text, max(start, position - _NEAR), position)
    return rated.start("firm") if rated else None
