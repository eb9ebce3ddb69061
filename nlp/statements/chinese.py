"""Chinese clauses: which date a figure has, what a comparison is, which part of a business a figure is of.

Chinese puts the date before what it dates, so a date behind a comma belongs to the next clause; and
what stands after 较, 比 or 去年同期 is the other side of a comparison.
"""

from __future__ import annotations

import re

from nlp.encoding import EncodedText, Sentence, Slot
from nlp.text.lazy import lazy_pattern

_COMPARED = lazy_pattern(
    r"(?:较|比|相比|对比|同比|环比|相比于|相较|相较于|较之|高于|低于|多于|少于|超过|不及|(?<!参)与|和|自|逊于|优于|强于|好于|差于|不如|而)(?:公司|其|在)?\s?$"
)
_SET_OUT_FROM = lazy_pattern(r"(?:从|由)$")
_SAME_PERIOD = lazy_pattern(r"同期|同月|同季|一年前|去年这个时候|上年同|前一年|上一年度|去年这时")
_DATELINE = lazy_pattern(
    r"\s?(?:\([^()]{0,12}\))?\s?(?:[上下]午|晚间?|早间?|凌晨)?\s?(?:消息|讯(?!问)|电(?![力价网厂站量费])|报[道导]|快讯|发自|(?:的)?(?:财报|年报|公告|报告|招股书|文件)(?:中)?(?:显示|披露|称))"
)
# 根据[周二]的公告, 其[3月5日]提交的文件: the day of a paper
_PAPER = (
    r"(?:(?:的|(?:所)?(?:发布|公布|提交|披露|发表|递交|刊发|更新|签署|公开|宣布|发出)的?)[^,。;:\ue041-\ue07a]{0,10}"
    r"(?:公告|文件|报告|声明|新闻稿|通报|通告|博文|推文|信函|采访|访谈|更新|电话会议?|简报|月报|周报))"
)
# [周二]发布研报称, X的算力为…: when a house wrote of others
_WROTE = lazy_pattern(
    r"(?:在)?(?:发布|发表|刊发|公布|撰写)?(?:了)?(?:的|一份|一篇|最新)*(?:[^,。;:\ue041-\ue07a]{0,4})(?:研报|研究报告|研究简报|分析报告)(?:中|里)?(?:显示|披露|称|指出|表示|写道|认为|预计|中称)"
)
# 将贷款的到期日延长至[2027年]
_DUE = lazy_pattern(r"(?:到期日?|期限|还款期|宽限期)[^,。;]{0,8}(?:至|到)$")
# [2030年]到期的票据
_FALLS_DUE = lazy_pattern(r"(?:内|前)?(?:才|陆续|将)?(?:到期|期满)")
# 成立于[2013年], 持有…: how old a firm is, not when its figures hold
_FOUNDED = lazy_pattern(r"(?:成立|创立|创办|创建|组建|始建)于$")
# [2013年]才成立,份额…
_FOUNDED_THEN = lazy_pattern(r"(?:才|刚|正式)?(?:成立|创立|创办|创建|组建|始建)(?=[,。;的]|至今|以来)")
_OF_PAPER = lazy_pattern(_PAPER)
# 自[2022年]以来首次净亏损: how long it had not been so
_NOT_SINCE = lazy_pattern(r"以来(?:的)?(?:首|第一|最|新高|新低|历史)")
# [2021年4月]收购的矿池: which pool, not when
_TELLS_WHICH = lazy_pattern(
    r"(?:才|刚|新)?(?:收购|成立|设立|购买|签署|创立|买下)(?:了)?[^,。;\ue044]{0,6}的(?!公告|财报)"
)
_OWN_FIGURE = lazy_pattern(
    r"(?:的|为|则为|则是|是|约为|仅为|同期的?|同期为|还是|还有|只有|末的|底的|初的)?(?:这一数字为)?(?:约|近|超|逾|仅|盈利|亏损|净亏损|净利润|净利|毛利|毛亏|毛损|正|负|超过)*\s?$"
)
# 全年净亏损…: the length of the period that a clause speaks of without naming it
_LENGTHS = (
    (lazy_pattern(r"(?<![上下])全年|(?<!上)年度|年内|整年"), 12),
    (lazy_pattern(r"上半年|下半年|半年"), 6),
    (lazy_pattern(r"季内|当季|该季|本季|单季"), 3),
    (lazy_pattern(r"当月|月内|该月"), 1),
)


def length_told(text: str, floor: int, target: int) -> int:
    """How many months the period has that the clause of a figure speaks of without naming it; 0 where it does not."""
    start = clause_start(text, target, floor)
    return next((months for words, months in _LENGTHS if words.search(text, start, target)), 0)


def months_of(date: Slot) -> int:
    """How many months a date is long: 2025 → 12; 0 for days."""
    iso = _iso(date)
    if "/" in iso:
        one, other = iso.split("/")
        if len(one) < 7 or len(other) < 7:
            return 0
        return 12 * (int(other[:4]) - int(one[:4])) + int(other[5:7]) - int(one[5:7]) + 1
    return {4: 12, 7: 1}.get(len(iso), 0)


_NOW = lazy_pattern(r"目前|眼下|现有|如今|当前|现在|截至目前|至今|至此|迄今|累计|截至发稿")
_HAPPENS = lazy_pattern(
    r"开始|开起|开展|开辟|引入|启动|启用|投产|落成|竣工|开工|动工|退出|撤|关闭|停止|停运|停用|停产|终止|设立|成立|进军|进入|迁|搬|开业|开设|上线|部署|推出|关停|离开|清退|试|建"
)
_CLAUSE_MARKS = ",;:。\n"


def _iso(slot: Slot) -> str:
    return (slot.mention.iso or "") if slot.mention else ""


def owns(text: str, date: Slot, target: Slot) -> bool:
    """Whether a date stands right before its figure: 去年同期的[844枚]."""
    return date.position < target.position and bool(_OWN_FIGURE.fullmatch(text, date.position + 1, target.position))


def clause_start(text: str, at: int, floor: int) -> int:
    """Where the clause begins in which a position stands."""
    return max([floor, *(text.rfind(mark, floor, at) + 1 for mark in _CLAUSE_MARKS)])


def _is_day(date: Slot) -> bool:
    """Whether a date is a single day: 3月5日, 周二."""
    surface = date.mention.text if date.mention else ""
    return len(_iso(date)) == len("2025-01-31") or surface.startswith(("周", "星期", "礼拜"))


def is_day_of_founding(text: str, date: Slot) -> bool:
    """Whether a date tells how old a firm is: 成立于[2013年], [2013年]才成立."""
    before = _FOUNDED.search(text, max(0, date.position - 6), date.position)
    return bool(before or _FOUNDED_THEN.match(text, date.position + 1))


# 要求矿场在[6月底]前关停: by when something is to be done
_ASKED = lazy_pattern(r"(?:要求|责令|勒令|限令|命令|限|须|必须|应当?)[^。;\n]{0,30}$")
_BY_THEN = lazy_pattern(r"(?:之|以)?前(?!(?:已|曾|发|公|就|的))")


def is_deadline(text: str, date: Slot) -> bool:
    """Whether a date is the one by which a Chinese order asks for something."""
    at = date.position
    return _BY_THEN.match(text, at + 1) is not None and _ASKED.search(text, max(0, at - 36), at) is not None


def is_of_report(text: str, date: Slot) -> bool:
    """Whether a day is the one on which a house wrote of others: [周二]发布研报称."""
    return _is_day(date) and _WROTE.match(text, date.position + 1) is not None


def is_chinese_aside(text: str, date: Slot) -> bool:
    """Whether a date only tells when the news came."""
    after = date.position + 1
    if _DUE.search(text, max(0, date.position - 14), date.position) or _FALLS_DUE.match(text, after):
        return True
    if (_is_day(date) and _OF_PAPER.match(text, after)) or is_of_report(text, date) or is_day_of_founding(text, date):
        return True
    return bool(_DATELINE.match(text, after) or _TELLS_WHICH.match(text, after) or is_last_time(text, date))


def is_last_time(text: str, date: Slot) -> bool:
    """Whether a date only tells how long something had not been so: 自[2022年]以来首次净亏损."""
    return _NOT_SINCE.match(text, date.position + 1) is not None


def is_compared(text: str, date: Slot) -> bool:
    """Whether a date is the other side of a comparison: 较[2020年], [去年同期]."""
    if date.mention is not None and _SAME_PERIOD.search(date.mention.text):
        return True
    if text.startswith("同期", date.position + 1):
        return True
    if text.startswith(("以来", "至今", "起"), date.position + 1):
        return False  # 自[年初]以来
    if text.startswith("的", date.position + 1) and _SET_OUT_FROM.search(
        text, max(0, date.position - 1), date.position
    ):
        return True  # 毛利率从[去年全年]的52%掉到31%,净利…
    return bool(_COMPARED.search(text, max(0, date.position - 6), date.position))


_STEP_BACK = lazy_pattern(r"[上前]一?个?(?:财政?)?季")


def is_step_back(slot: Slot) -> bool:
    """Whether a date is the quarter before the one that a text is about: [上季度]因减值亏损…."""
    return slot.mention is not None and _STEP_BACK.match(slot.mention.text) is not None


def dates_other(encoded: EncodedText, slots: tuple[Slot, ...], target: Slot, date: Slot) -> bool:
    """Whether a date belongs to another figure than the target."""
    text = encoded.text
    if date.position > target.position:
        behind = [s for s in slots if s.position > date.position and s.type == target.type]
        if behind and owns(text, date, behind[0]) and not owns(text, date, target):
            return True
        between = text[target.position + 1 : date.position]
        return any(mark in between for mark in ",;:、") and "截至" not in between[-4:]
    dates = [s for s in slots if s.type == "D"]
    nearer = [s for s in slots if date.position < s.position < target.position and s.type == target.type]
    if nearer and _OWN_FIGURE.fullmatch(text, date.position + 1, nearer[0].position):
        if is_compared(text, date) or text[date.position + 1] == "的":
            return True
        aside = any(mark in text[nearer[0].position : target.position] for mark in ",;")
        return aside and any(_iso(d) > _iso(date) for d in dates if d.position < date.position)
    return bool(nearer) and is_compared(text, date)


def speaks_of_now(text: str, floor: int, target: int, date: Slot) -> bool:
    """Whether the clause of a figure tells of today, and the date stands in another clause."""
    start = clause_start(text, target, floor)
    return date.position < start and bool(_NOW.search(text, start, target))


def is_event(text: str, floor: int, at: int, stop: int) -> bool:
    """Whether the clause around a position tells of a beginning or an end."""
    ends = [end for end in (text.find(mark, at, stop) for mark in _CLAUSE_MARKS) if end >= 0]
    return bool(_HAPPENS.search(text, clause_start(text, at, floor), min(ends, default=stop)))


_BASE_BEFORE = lazy_pattern(
    r"(?:较|比(?!特|例|重)|同比|环比|高于|低于|多于|少于|超出|优于|好于|不及|逊于|从|由(?!于))[^,;。\ue06d\ue062]{0,16}$"
    r"|(?:同期|一年前|\ue044(?=则|还|仅|只))[^,;。\ue06d\ue062]{0,12}$"
)

# 上季度的(营收为)[2亿元]: of another period, where a figure stands before it
_OF_A_PERIOD = lazy_pattern(r"\ue044的[^,;。\ue06d\ue062]{0,16}$")
# 营收[2亿元],上季度为[1亿元]
_IS_THEN = lazy_pattern(r"\ue044(?:则|仅|还|只)?(?:为|是|录得|有)?(?:约|近)?\s?")
# 从[2023年]的1亿元增至[2亿元]: what has grown from the base
_GROWN_TO = lazy_pattern(r"[\ue06d\ue062][^,;。]{0,10}(?:至|到|为)(?:了|约|近|超过)*$")


def is_chinese_base(text: str, slots: tuple[Slot, ...], slot: Slot) -> bool:
    """Whether a figure is what another is compared with: 较去年同期的[6.4亿元], 上年同期为[2亿元]."""
    before = text[max(0, slot.position - 22) : slot.position]
    if _BASE_BEFORE.search(before):
        return True
    period = _OF_A_PERIOD.search(before)
    if period is not None:
        start = slot.position - len(before) + period.start()
        if any(s.type == slot.type and s.position < start for s in slots):
            return True
    dates = [s for s in slots if s.type == "D" and s.position < slot.position]
    stepped = bool(dates) and is_step_back(dates[-1]) and _IS_THEN.fullmatch(text, dates[-1].position, slot.position)
    if stepped and any(s.type == slot.type and s.position < dates[-1].position for s in slots):
        return True
    return (
        bool(dates)
        and is_compared(text, dates[-1])
        and not re.search(r"[,;]", text[dates[-1].position : slot.position])
        and not _GROWN_TO.search(text, dates[-1].position, slot.position)
    )


def is_earlier(slots: tuple[Slot, ...], target: Slot, other: Slot) -> bool:
    """Whether a later figure of a sentence is of an earlier period than the target."""

    def period(slot: Slot) -> str:
        dates = [s for s in slots if s.type == "D" and s.position < slot.position]
        return (dates[-1].mention.iso or "") if dates and dates[-1].mention else ""

    one, two = period(target), period(other)
    return bool(one and two and two < one and two[:4] <= one[:4])


_YEAR_WORDS = lazy_pattern(r"同期|同月|同季|去年|上年|一年前|前一年|上一年")
_YEAR_NAMED = lazy_pattern(r"\d{4}|年")
_STEP_WORDS = lazy_pattern(r"上季|上一季|上个季|上月|上个月|前一个?月|前一季|前季|前月")
_SEEN_FROM = lazy_pattern(r"(?:较|比|与|和|跟|相较于?|同比|环比|对比|高于|低于|高出)\s?(?:公司|其)?\s?$")


def compared_with(text: str, slots: tuple[Slot, ...], slot: Slot, date: Slot | None) -> str | None:
    """Yoy or qoq by the date that a percent is measured against: 较[2020年三季度]增长[12%]."""
    for other in reversed(slots):
        if other.type in "px" and slot.position > other.position:
            return None
        if other.type != "D" or not slot.position - 30 < other.position < slot.position or other.mention is None:
            continue
        if not _SEEN_FROM.search(text, max(0, other.position - 8), other.position):
            continue
        words, one = other.mention.text, other.mention.iso or ""
        now = (date.mention.iso or "") if date and date.mention else ""
        if _STEP_WORDS.search(words):
            return "qoq"
        if _YEAR_WORDS.search(words) or text.startswith("同期", other.position + 1):
            return "yoy"
        if now and one and now[5:7] == one[5:7] and now[:4] > one[:4]:
            return "yoy"
        if not now and len(one) > 4 and not _YEAR_NAMED.search(words):
            return "qoq"  # 较[第一季度]下降16%, of a figure without a date
        return "qoq" if now and one and one < now and len(one) > 4 else None
    return None


_HEADS = lazy_pattern(
    r"(?:^|[,;:。\n】”』」])(?:\ue063(?=[^,。;:\ue041-\ue07a]{0,6}(?:对手|同行|友商|合作伙伴|大股东))|\ue044|矿企|矿商|比特币|加密货币?|上市|公司|另一家|另一|还有一?家?|同在\ue04a的|预计|预期|预测|认为|估计|估算|指出|此外|同时|而|但|不过|据悉|其中|目前|随后|此前|并|其|\s|\ue04a|消息|【|另外|至于)*"
    r"(?:[^,。;:与和同跟向从对由被把将为在是的\ue041-\ue07a]{0,12}(?:竞争对手|对手|同行|友商|母公司|大股东|托管商|服务商|矿企|矿商|公司|巨头|平台|制造商|厂商|运营商|供应商|提供商|企业|集团|矿工|矿池|交易所|创企|矿机商))?"
    r"(?:(?:注册(?:于|在)|总部(?:位于|设于|在)|来自|位于)\ue04a的)?$|(?:子公司|附属公司|旗下|品牌)$|\ue043(?:研报|报告)?(?:预计|预期|预测|认为|测算|估计|估算|指出)$"
)


def heads_clause(text: str, sentence: Sentence, slot: Slot) -> bool:
    """Whether a company stands at the head of its clause, behind no more than a date and a description."""
    return slot.position == sentence.start or bool(_HEADS.search(text, max(0, slot.position - 26), slot.position))


# 一名个体矿工…获得, 该矿工使用的是: somebody without a name, who is no firm
_SOMEBODY = lazy_pattern(
    r"(?:一[名位个]|某[名位个]?|[这该那]|[这那][名位个]|另一[名位个]|有|两[名位个]|几[名位个]|多[名位个]|[^\u4e00-\u9fff])"
    r"(?:比特币|加密货币|加密|以太坊)?(?:个体|独立|单独|单人|匿名|小型|业余|家庭|居家|个人|solo|神秘|幸运)*"
    r"(?:矿工|玩家|用户|网友|持有者|交易员|交易者|男子|女子|开发者)(?!们|平均|收入|奖励|费)(?![^,。;]{0,12}(?:称|表示|说|写道|爆料|透露|认为|指出|注意到))|(?:个体|独立|单独|业余|solo)矿工"
    r"|[\u4e00-\u9fff]某(?![位名个些种时])|被告人?|嫌疑人|嫌犯|主犯|从犯|村民|犯罪团伙|盗窃团伙"
    # 这些矿企合计…, 该行跟踪的五家矿企…: several that are not named
    r"|(?:(?<=[,。;:称示为指的\n “])|^)(?:这|那|上述|这些|那些|其余)?(?:些|各家|\ue069)(?:上市|大型|美国|比特币|加密|头部|主要|北美|公开|中国)*"
    r"(?:矿企|矿商|公司|企业|运营商|矿池|机构)(?!\ue043)|(?<=[,。;:称示])各家(?=电力|营收|收入|毛利|净利|成本|支出|算力|产量|合计|持币|持仓)"
)


# 一位在四川建有矿场的矿场主: somebody who is only told by where he mines, and what his clause tells
_KEEPS_FARM = lazy_pattern(
    r"(?:^|[,。;:\n“]|(?:称|表示|透露|的是))(?:此外|另外|另|而|但|其中|目前|曾|据悉|\ue044|,)*"
    r"(?P<whole>(?:一[名位个些]|某[名位个]?|有|另一[名位个]|两[名位]|几[名位]|[多数]名|不少|许多|一家)(?:来自|身在|常年|长期|早年|曾)*(?:在|于)?\ue04a(?:境内|当地|等地|、\ue04a|和\ue04a)*"
    r"[^,。;:\ue043\ue063]{0,14}(?:的|做|开)[^,。;:的\ue043\ue063]{0,6}"
    r"(?:矿场主|矿主|矿老板|老板|场主|矿工|矿场负责人|商人|从业者|创业者|玩家|投资者|居民|农民|农场主|小矿企|小公司|小矿场))(?!\ue043|、|兼)"
)
# …说,[他]花了300万元
_OF_HIS_OWN = lazy_pattern(r"[,:“](?:\ue044|目前|现在|此前|最近|由于[^,。]{0,12},|为此,?)*(?:他|她|自己|我)(?!们)")
_TOLD_BY_HIM = lazy_pattern(r"[^,。;]{0,10}(?:称|表示|说|写道|爆料|透露|认为|指出|告诉|坦言|抱怨)")


def _ends_of_keepers(text: str, sentence: Sentence, at: int) -> list[int]:
    """Where what tells somebody by his place ends, as far as he does what the trigger at `at` says."""
    ends = []
    for found in _KEEPS_FARM.finditer(text, max(0, sentence.start - 1), sentence.end):
        if found.start("whole") <= at < found.end():
            return [at]
        if found.end() <= at and (
            not _TOLD_BY_HIM.match(text, found.end(), at) or _OF_HIS_OWN.search(text, found.end(), at)
        ):
            ends.append(found.end())
    return ends


def is_of_a_keeper(text: str, sentence: Sentence, at: int) -> bool:
    """Whether the trigger at `at` tells where somebody without a name has a farm, or what he did with it."""
    ends = _ends_of_keepers(text, sentence, at)
    return bool(ends) and not any(
        ends[-1] <= s.position < at and s.type in "Cc" and heads_clause(text, sentence, s) for s in sentence.slots
    )


def is_done_by_somebody(text: str, sentence: Sentence, at: int) -> bool:
    """Whether a person without a name, and no firm behind it in the sentence, does what the trigger at `at` says."""
    ends = [found.end() for found in _SOMEBODY.finditer(text, sentence.start, at)]
    ends += [s.position + 1 for s in sentence.slots if s.position < at and s.mention and s.mention.text.endswith("某")]
    return bool(ends) and not any(
        ends[-1] <= s.position < at and s.type in "Cc" and heads_clause(text, sentence, s) for s in sentence.slots
    )


_SIGNED = {
    "ebitda": ("ebitda", "ebitda_loss"),
    "adjusted_ebitda": ("adjusted_ebitda", "adjusted_ebitda_loss"),
    "operating": ("operating_income", "operating_loss"),
    "gross": ("gross_profit", "gross_loss"),
    "net": ("net_income", "net_loss"),
}
_PAIR_OF = {metric: pair for pair in _SIGNED.values() for metric in pair}
_SIGN = lazy_pattern(
    r"(?:同期|一年前|去年|上年|上季度?|\ue044)(?:的)?(?:它|其|公司|\ue063)?(?:这一数字|该数字|同一指标)?(?:则|还|仍|也|却)?(?:为|是|录得|有)?(?:(?P<plus>正的?|盈利|净赚|盈余|赚)|(?P<minus>负|亏损|亏|净亏损|见红|见赤|录蚀|亏蚀|倒亏))(?:约|了|达|的)?\s?$"
    r"|ebitda[^,。;]{0,8}\ue06d?(?:转为|变为|转成|变成|扭转为)(?:亏损|负)(?:约)?$"
)


# EBITDA为负[470万]: the sign in words
_NEGATIVE = lazy_pattern(r"(?:为|是|录得|达|成|转)负(?:的|值)?(?:约|近|逾)?\Z|负值?(?:为|达)\Z")
# 净利润-2,000万元, 为-2亿元: a minus, no dash between figures
_BEFORE_MINUS = lazy_pattern(r"[\u4e00-\u9fff \ue044)、]")


def metric_by_sign(text: str, metric: str, target: Slot) -> str | None:
    """The metric of a figure of another period, whose sign alone is told: EBITDA …, 上年同期为亏损[2亿元]."""
    if metric not in _PAIR_OF:
        return None
    if text[target.position - 1] in "-−" and _BEFORE_MINUS.match(text, target.position - 2):
        return _PAIR_OF[metric][1]
    if _NEGATIVE.search(text, max(0, target.position - 8), target.position):
        return _PAIR_OF[metric][1]
    match = _SIGN.search(text, max(0, target.position - 24), target.position)
    if match is None:
        return None
    return _PAIR_OF[metric][0 if match["plus"] else 1]
