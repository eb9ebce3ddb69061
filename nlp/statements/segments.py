"""Which part of a business a Chinese figure is of: [挖矿]收入降至3055万美元, [海外]销售额占51.8%, [矿机]减值."""

from __future__ import annotations

from nlp.encoding import EncodedText
from nlp.statements.drafts import Draft
from nlp.text.lazy import lazy_pattern

_KIND = r"(?:(?:比特币|btc|加密货币|虚拟货币|数字货币|数字资产|加密资产|自营|高性能计算|高性能运算|hpc|ai|人工智能|gpu|高密度|第三方|机构|北美|海外|国内|企业|家用)\s?)*"
_PART = (
    r"(?:自营挖矿|自挖矿|自挖|挖矿|采矿|矿机销售|机器销售|产品销售|设备销售|硬件销售|矿机|矿池|托管|机位租赁|算力租赁|设备租赁|数据中心租赁|租赁"
    r"|云算力|云计算|云托管|云|算力服务|算力|数据中心|售电|电力销售|电力|运维|ai|hpc|高性能计算|海外|挖矿硬件|芯片|存储)"
)
# 挖矿[业务]收入: named with its tail; what follows is what is reckoned
_TAIL = r"(?:业务|服务|产品|板块|解决方案)?"
_FIGURE = r"(?:\s?(?:的|相关|方面|分部|部门))?(?:净|总|营业|销售)?(?:收入|营收|收益|销售额|毛利率|毛利润?|利润率|净?利润|净?亏损|贡献|带来|创收|进账|录得)"
_OF_FIGURE = lazy_pattern(
    rf"(?<![a-z0-9型款])({_KIND}{_PART}{_TAIL}){_FIGURE}(?:(?:从|由)[^,;。:\ue06d]{{0,8}}\ue06d)?[^,;。:\ue06d\ue070\ue043]{{0,18}}\Z"
)
# 挖矿(收入)占六成八
_OF_SHARE = lazy_pattern(
    rf"(?<![a-z0-9型款])({_KIND}{_PART}{_TAIL})(?:收入|营收|销售额)?(?:的占比|就|则|仅|只|也|便)*占[^,;。:\ue06d\ue070\ue043]{{0,18}}\Z"
)
_OF_IMPAIRMENT = lazy_pattern(
    r"((?:存货|库存|矿机|设备|商誉|厂房|固定资产|长期资产|不动产)(?:及(?:预付款|设备))?)的?(?:跌价|减值|计提)[^,;。:\ue06d]{0,14}\Z"
)
_OF_EXPENSES = lazy_pattern(
    r"((?:研发|销售及管理|一般及行政|行政及管理|一般行政|销售|行政|管理|营销|电力|托管|利息|人工|薪酬)(?=(?:费用?|开支|支出|成本))|电费|电力成本)[^,;。:\ue06d]{0,14}\Z"
)
_BY_METRIC = {"impairment": _OF_IMPAIRMENT, "expenses": _OF_EXPENSES, "revenue_share": _OF_SHARE}
_FIGURES = frozenset(
    (
        "revenue",
        "gross_profit",
        "gross_loss",
        "gross_margin",
        "net_income",
        "net_loss",
        "operating_income",
        "operating_loss",
    )
)
# so far before a figure its part may begin
_REACH = 48


def add_segment(draft: Draft, encoded: EncodedText) -> None:
    """Gives a Chinese figure the part of the business that its clause names before it."""
    figure = next(iter(draft.fillers.get("object", ())), None)
    metric = draft.literals.get("metric", "")
    if figure is None or not draft.is_chinese or draft.predicate != "reported" or "segment" in draft.literals:
        return
    pattern = _BY_METRIC.get(metric, _OF_FIGURE if metric in _FIGURES else None)
    if pattern is None:
        return
    low = max(draft.sentence.start, figure.position - _REACH)
    match = pattern.search(encoded.text[low : figure.position])
    if match is not None:
        start, end = encoded.source_span(low + match.start(1), low + match.end(1))
        draft.literals = {**draft.literals, "segment": f"\x00{start}:{end}"}
