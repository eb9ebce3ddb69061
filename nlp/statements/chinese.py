"""Chinese clauses: which date a figure has, what a comparison is, which part of a business a figure is of.

Chinese puts the date before what it dates, so a date behind a comma belongs to the next clause; and
what stands after 较, 比 or 去年同期 is the other side of a comparison.
"""

from __future__ import annotations

import re

from nlp.encoding import EncodedText, Slot

_COMPARED = re.compile(
    r"(?:较|比|相比|对比|同比|环比|相比于|相较|相较于|较之|高于|低于|多于|少于|超过|不及|(?<!参)与|和|自|逊于|优于|强于|好于|差于|不如|而)(?:公司|其|在)?\s?$"
)
_SAME_PERIOD = re.compile(r"同期|同月|同季|一年前|去年这个时候|上年同|前一年|上一年度|去年这时")
_DATELINE = re.compile(
    r"\s?(?:\([^()]{0,12}\))?\s?(?:[上下]午|晚间?|早间?|凌晨)?\s?(?:消息|讯(?!问)|电(?![力价网厂站量费])|报道|快讯|发自|(?:的)?(?:财报|年报|公告|报告|招股书|文件)(?:中)?(?:显示|披露|称))"
)
_OWN_FIGURE = re.compile(
    r"(?:的|为|则为|则是|是|约为|仅为|同期的?|同期为|还是|还有|只有|末的|底的|初的)?(?:这一数字为)?(?:约|近|超|逾|仅|盈利|亏损|净亏损|净利润|净利|毛利|毛亏|毛损|正|负|超过)*\s?$"
)
_NOW = re.compile(r"目前|眼下|现有|如今|当前|现在|截至目前|至今|至此|迄今|累计|截至发稿")
_HAPPENS = re.compile(
    r"开始|启动|启用|投产|落成|竣工|开工|动工|退出|撤|关闭|停止|停运|停用|停产|终止|设立|成立|进军|进入|迁|搬|开业|开设|上线|部署|推出|关停|离开|清退|试|建"
)
_CLAUSE_MARKS = ",;:。\n"


def clause_start(text: str, at: int, floor: int) -> int:
    """Where the clause begins in which a position stands."""
    return max([floor, *(text.rfind(mark, floor, at) + 1 for mark in _CLAUSE_MARKS)])


def is_chinese_aside(text: str, date: Slot) -> bool:
    """Whether a date only tells when the news came."""
    return bool(_DATELINE.match(text, date.position + 1))


def is_compared(text: str, date: Slot) -> bool:
    """Whether a date is the other side of a comparison: 较[2020年], [去年同期]."""
    if date.mention is not None and _SAME_PERIOD.search(date.mention.text):
        return True
    if text.startswith("同期", date.position + 1):
        return True
    return bool(_COMPARED.search(text, max(0, date.position - 6), date.position))


def dates_other(encoded: EncodedText, slots: tuple[Slot, ...], target: Slot, date: Slot) -> bool:
    """Whether a date belongs to another figure than the target."""
    text = encoded.text
    if date.position > target.position:
        between = text[target.position + 1 : date.position]
        return any(mark in between for mark in ",;:、") and "截至" not in between[-4:]
    nearer = [s for s in slots if date.position < s.position < target.position and s.type == target.type]
    if nearer and _OWN_FIGURE.fullmatch(text, date.position + 1, nearer[0].position):
        return is_compared(text, date) or text[date.position + 1] == "的"
    return bool(nearer) and is_compared(text, date)


def speaks_of_now(text: str, floor: int, target: int, date: Slot) -> bool:
    """Whether the clause of a figure tells of today, and the date stands in another clause."""
    start = clause_start(text, target, floor)
    return date.position < start and bool(_NOW.search(text, start, target))


def is_event(text: str, floor: int, at: int, stop: int) -> bool:
    """Whether the clause around a position tells of a beginning or an end."""
    ends = [end for end in (text.find(mark, at, stop) for mark in _CLAUSE_MARKS) if end >= 0]
    return bool(_HAPPENS.search(text, clause_start(text, at, floor), min(ends, default=stop)))
