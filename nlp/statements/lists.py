"""Lists: names and figures joined by commas, conjunctions and comparisons."""

from __future__ import annotations

from collections.abc import Sequence

from nlp.encoding import Slot
from nlp.text.lazy import lazy_pattern

_LIST_GAP = lazy_pattern(
    r"(?:,?\s?\(?\ue06a\)?)?(?:\s?\([^()]{0,40}\))?(?:\s(?:in|for|during|on) (?:the )?\ue044)?\s?(?:,? ?(?:and|or|&|plus)|,|/)\s?(?:the |another |an additional |some |about |roughly |up to |over )?"
    r"(?:\ue079-[a-z]+\s)?"
    r"(?:(?!(?:[a-z]+(?:ing|ed)|lent|made|took|got|kept|paid|spent|lost|won|saw|grew|rose|fell|drew|owns?|owed|built|brought|sent|left|hit|posted|ran|runs?|plans?|expects?|sold|held|holds?|bought|mined|net|gross|adjusted|was|is|were|has|had|have|now|which|that|whose|who|where|unlike|its?|while|with|for|by|to|in|on|at|of|part|formerly|once|then) )[a-z-]+ ){0,2}"
    r"(?:company |firm |miner |provider |exchange |maker |operator )?"
    r"|(?:\([^()]{0,40}\))?\s?(?:、|和|及|与|以及|,以及|,及)\s?[^,。;:、和与及以\ue043\ue063向从]{0,14}"
)
# 发电公司X(截至[上季末]持股最多的一家)、云服务商Y: what a Chinese bracket holds is no member of the list around it
_IN_BRACKETS = lazy_pattern(r"\(\ue041\)")
_BRACKET = lazy_pattern(r"\([^()]{0,40}[\u4e00-\u9fff][^()]{0,40}\)")


# what may stand between members of a list of figures: 3,480 A14 and 5,654 A15
BESIDE = {"m": "Dpxu", "p": "D", "x": "D", "n": "DpxMC", "k": "DpxMC", "M": "Dpxnk"}
_PAIR_GAP = lazy_pattern(
    r"\s?(?:of )?(?:\ue043(?:'s?)?\s?)?(?:[a-z]+ ){0,2}\ue04d\s?(?:(?:miners|machines|units|rigs|矿机|型矿机|型)\s?)?(?:,|,? and|和|及|、|以及|与)\s?(?:another |about |an additional |约)?"
    r"|\s?(?:(?:miners|machines|units|rigs|矿机|型矿机|型)\s?)?(?:,|,? and|和|及|、|以及|与)\s?(?:another |about |an additional |约)?[\ue06e\ue06b]\s?(?:of )?"
)

# 哈萨克斯坦的[X]、加拿大矿企[Y]
_PLACE = lazy_pattern("[\ue04a\ue06a]")
_PLACED_GAP = lazy_pattern(
    r"(?:\([^()]{0,24}\))?(?P<joint>、|以及|和|及|与)[\ue04a\ue06a]{1,2}的?\ue079?[^,。;:、和与及以\ue041-\ue07a]{0,12}"
)
# [X]和加拿大矿企[Y]都…
_BOTH = lazy_pattern(r"(?:\([^()]{0,24}\))?(?:都|均|皆|双双|分别|各自|先后|共同|相继|也都|一同|一起|同时)")

# two figures of one thing: 57.4 EH/s, up from 54.3 EH/s · 从三千万元增长至四千万元
_SERIES_GAP = lazy_pattern(
    r"\s?(?:\([^()]{0,24}\))?(?:,? or (?:a loss of |earnings of )?\ue075(?: (?:a|per) (?:diluted |basic )?share)?)?"
    r"(?:\s(?:in|for|at|during|by|as of) (?:the )?\ue044)?,?\s?"
    r"(?:which is |which was |(?:an? )?(?:\ue070 )?(?:increase|decrease|improvement|decline) )?"
    r"(?:(?:up|down|rising|increasing|growing) (?:\ue070 )?(?:from|to)|compared (?:to|with)|versus|vs\.?|to|from|against|as compared to)\s"
    r"(?:(?:a|an|the|its|just|only|about|around|approximately|roughly|nearly|almost|some|over|under|more|less|than|as|much|high|low|record|total|of|figure|was|reported|recorded|achieved|produced|mined|held|prior|previous|last|quarter's|year's|month's) ){0,4}(?:\ue044's )?"
    r"|,?\s(?:an? )?(?:increase|rise|gain|jump|decrease|decline|drop|fall|up|down) (?:of )?\ue070 (?:over|from|on|against|than|versus) (?:the )?\ue044(?:'s?)?\s\(?"
    r"|[,—–-]?\s?(?:and )?(?:easily |comfortably |narrowly |far |well )?(?:beating|beat|missing|missed|topping|above|below|ahead of|short of|exceeding|surpassing|versus|compared (?:to|with)|against|just shy of)\s"
    r"(?:[a-z]+(?:'s?)?\s|\ue063'?s?\s|\ue043(?:'s?)?\s){0,3}(?:estimates?|forecasts?|expectations?|consensus|guidance|projections?)\s(?:of|for|at)\s(?:about |around |roughly )?"
    r"|\s?(?:的)?(?:大幅|迅速|进一步)?(?:增长|增加|提升|提高|下降|上升|扩大|扩容|攀升|减少|降低|增|升|降|扩|上涨|下滑)?(?:了\ue070)?(?:至|到|为)(?:约|近|超过|逾)?\s?"
    r"|[,;]?\s?(?:而|高于|低于|相比|较|对比|去年同期为|上年同期为|上一季度为)?\ue044(?:的|为|则为|是)(?:约)?"
)


# 营收增长[36%]、毛利大增[35%] · 营收[2亿元]、净利润[1亿元]: each of its own
_OF_ANOTHER = lazy_pattern(
    r"[增降升跌涨]|利润|净利|毛利|营收|收入|亏损|ebitda|现金|存款|市值|总资产|净资产|负债|加密货币|比特币"
)
# Of its [1,166 BTC], 500 BTC are pledged
_PART_OF = lazy_pattern(r"(?:^|[.,;\n]\s?)of\s[^,;]{1,30}$")
# 首席执行官[甲]和首席财务官[乙]: the second has a title of his own
_TITLE_BEHIND = lazy_pattern(
    r"(?:[、和与及]|以及|,)[^,。;]{0,10}(?:官|长|总监|经理|总裁|负责人|主管|主任|合伙人|创始人|创办人|董事|顾问|主席|分析师|研究员|代表|律师|工程师|科学家|总工|ceo|cfo|coo|cto|cmo)\s?\Z"
)
_TELLS = lazy_pattern(
    r"(?:\s\([^()]{0,20}\))?(?:\s\ue044|\salso|\sfirst)?\s(?:reported|reports|said|says|wrote|noted)\b(?!\s(?:a|net|revenue|\ue06d))"
)
# TAE (backed by [Google]) and PADO
_ASIDE = lazy_pattern(r"\((?:backed|supported|owned|run|led|formerly|part of|a unit of|an? [a-z]+ of)[^()]{0,24}$")


def coordinated(
    text: str, slots: Sequence[Slot], slot: Slot, *, series: bool = False, placed: bool = False
) -> list[Slot]:
    """The list that a slot stands in: neighbours of its type joined by commas and conjunctions.

    Places that only tell where another lies (type j) do not break a list, nor with `placed` those that tell
    where a company is. Returns the members in
    order, the slot among them.
    """
    kinds = "Cc" if slot.type in "Cc" else slot.type
    aside = "j" if slot.type == "J" else "Jj" if placed else ""
    aside += "y" if kinds == "Cc" else ""
    around = [s for s in slots if s.type not in aside] if aside else slots
    if slot.type in "Cc":
        around = _outside_brackets(text, around, slot)
    if slot.type == "A":
        # 甲部(AB)与乙局: the second name of one body is no member
        around = [s for s in around if s is slot or s.type != "A" or not _IN_BRACKETS.match(text, s.position - 1)]
    if slot.type == "C":
        around = [
            s
            for s in around
            if s is slot or not (s.type == "y" or _ASIDE.search(text, max(0, s.position - 30), s.position))
        ]
    try:
        left = right = around.index(slot)
    except ValueError:
        return [slot]
    while left and around[left - 1].type in kinds and _joined(text, around[left - 1], around[left], series):
        left -= 1
    last = len(around) - 1
    while right < last and around[right + 1].type in kinds and _joined(text, around[right], around[right + 1], series):
        right += 1
    return list(around[left : right + 1])


def _outside_brackets(text: str, slots: Sequence[Slot], slot: Slot) -> Sequence[Slot]:
    """The slots without those that stand in Chinese brackets, unless the slot itself stands in them."""
    first = slots[0].position if slots else 0
    if not slots or text.find("(", first, slots[-1].position) < 0:
        return slots
    inside = {
        at
        for aside in _BRACKET.finditer(text, first, slots[-1].position + 1)
        if not aside.start() < slot.position < aside.end()
        for at in range(aside.start() + 1, aside.end() - 1)
    }
    return [s for s in slots if s.position not in inside]


def _joined(text: str, one: Slot, other: Slot, series: bool) -> bool:
    """Whether what stands between two neighbours makes them members of one list."""
    if one.type in "Cc" and _PLACE.search(text, one.position + 1, other.position):
        gap = _PLACED_GAP.fullmatch(text, one.position + 1, other.position)
        return gap is not None and (
            gap["joint"] in ("、", "以及")
            or "、" in text[max(0, one.position - 16) : one.position]
            or _BOTH.match(text, other.position + 1) is not None
        )
    if one.type == "J" and text[one.position + 1 : other.position].lstrip(",、") in ("甚至", "乃至", "直至"):
        return True
    if text[one.position + 1 : other.position] == ",":
        return one.type not in "Cc"  # a Chinese comma, which ends a clause
    if other.type == "C" and text.startswith(", ", one.position + 1) and _TELLS.match(text, other.position + 1):
        return False  # is investigating Bitmain, [Bloomberg] reported
    if one.type == "P" and _TITLE_BEHIND.search(text, one.position + 1, other.position):
        return False
    if _LIST_GAP.fullmatch(text, one.position + 1, other.position):
        if one.type in "mp" and _OF_ANOTHER.search(text, one.position + 1, other.position):
            return False
        return not (series and _PART_OF.search(text, max(0, one.position - 34), one.position))
    if one.type in "nkM" and _PAIR_GAP.fullmatch(text, one.position + 1, other.position):
        return True
    return series and _SERIES_GAP.fullmatch(text, one.position + 1, other.position) is not None
