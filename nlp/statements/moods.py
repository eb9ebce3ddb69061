"""Whether a Chinese fact is told as one, or as planned, possible, ended or denied."""

from __future__ import annotations

import re
from collections.abc import Mapping

from nlp.encoding import Slot
from nlp.statements.drafts import Draft
from nlp.text.lazy import lazy_pattern

_MARKS = lazy_pattern(r"[,;:。\n】]")
# a clause that goes on with the clause before it: 计划…, [从而]…; 拟发行债券, [募资]…
_GOES_ON = lazy_pattern(
    r"(?:从而|以便|以(?!及|色列|太)|届时|使得?|进而|最终|随后将?|并(?!未|已|非|购|网)|可以?|其中|包括|大约|总(?:容量|算力)|合计|将其|把|再|用于|相当于|进一步|完成后|投产后|建成后|(?:从|由)[^,。;]{0,24}(?:增|提|扩|升)|全部|之后|然后|且)"
)
# 可能换掉X,[与Y在3nm芯片上合作]: what is done with another is part of what may be done
_GOES_ON_WITH = lazy_pattern(r"(?:并|且)?(?:与|和|跟|同)\s?\ue043[^,。;\ue043]{0,30}(?:合作|合资|联手|合并|结盟)")
# 市场传闻称,[…]: what the next clause tells is only said
_RUMOUR = lazy_pattern(r"(?:传闻|传言|谣传|据传|市传|坊间|盛传|风传|疯传)[^,。;]{0,6},$")
# 前[X]部门成员某某
_LEFT = lazy_pattern(r"(?<![\d钟时天日年月周季目此当之以提先空生])(?:前|原|前任)\s?$")
# 从目前的[1.1 EH/s]升到…: what is there already
_STARTS_FROM = lazy_pattern(r"(?<![自从])[从由](?:目前|现有|当前|现在|如今|\ue044|的|约|大约)*$")
_NOW = lazy_pattern(r"(?:而|但|公司|该|其|\ue063|\ue043)*\s?(?:目前|眼下|当前|现有|现为|现在|如今)[^,;]{0,8}$")
# 计划通过重组,[斥资]…收购: the manner in which something is planned stands in a clause of its own
_MANNER = lazy_pattern(r"(?:计划|拟|打算|将|欲|准备|有意)(?:通过|透过|以|采用|采取|借)[^,。;]{0,24},$")
_BUYS_SO = lazy_pattern(r"(?:斥资|出资|耗资|作价|豪掷|以|收购|认购|购买|发行|募集|筹集|入股)")
# [1415MW]将在年底全部落成: what is still to be built
_COMES_ON = lazy_pattern(
    r"的?[^,。;\ue041-\ue07a]{0,6}(?:将|预计|有望|料将|拟|计划)[^,。;\ue043]{0,14}"
    r"(?:建成|投产|落成|竣工|完工|投运|并网|通电|上线|动工|开工|启用)"
)
# 获得认股权,可[认购]…, 有权[认购]: a right to buy, which nobody has made use of
_RIGHT_TO_BUY = lazy_pattern(
    r"(?:获得?|得到|取得|拥有|授予|持有)[^,。;]{0,8}(?:认股权证?|购股权|期权),?(?:可|有权)|有权(?:选择|额外|再|继续|在[^,。;]{0,12}|以[^,。;]{0,10})*$|(?:权证?|期权),可$"
)
# 后来又取消了这一限制: what a ruler takes back
_TAKEN_BACK = lazy_pattern(
    r"(?:后来|随后|最终|其后|之后|但|不过|如今|现已|又)[^。;\ue041]{0,24}(?:取消|撤销|放弃|搁置|收回|撤回|作废|废止|废除)(?:了)?"
    r"(?:这一|这项|这个|该项?|此项?|上述|相关|原定|其|有关|此){1,2}的?[^,。;]{0,4}(?:限制|禁令|计划|规定|措施|提案|方案|想法|打算|法案|草案|税|政策|决定|限令)"
)
# 三个矿场已全数关闭,这些设施的总容量为[400兆瓦]
_SHUT = lazy_pattern(
    r"(?:矿场|站点|设施|数据中心|机房|园区)[^。;]{0,20}(?:已|已经|均|都|全部|全数|悉数|先后|陆续|被)+(?:关闭|关停|停运|拆除|停产|关掉)"
    r"[^。;\ue043]{0,14}(?:这些|上述|该|其)(?:设施|矿场|站点|数据中心|机房|园区)[^,。;\ue041-\ue07a]{0,12}$"
)
# 计划中的[华盛顿州]工厂
_TO_BUILD = lazy_pattern(r"(?:(?<!原)计划中?|拟建|待建|规划中?|筹建中?|拟议)的(?:\ue06a的?)?$")
# …与X合作,但没有证实
_UNCONFIRMED = lazy_pattern(r"[^。;]{0,40}(?:没有|尚未|均未|未|未能)(?:得到|获得?|被|予以|对此)?(?:官方)?(?:加以)?证实")
_REACH = 90
# 达成全股票合并协议, 签署收购X的最终协议
_SIGNED_DEAL = lazy_pattern(
    r"(?:达成|签署|签订|签下|订立|宣布)(?:了)?(?:[^,。;]{0,12}(?:合并|收购|并购)[^,。;\ue043]{0,3}|(?:收购|合并|并购)[^,。;]{0,24}的[^,。;]{0,4})(?:协议|合约|意向书)"
)
# 达成协议,募资…,所得款项将用于…: money that is agreed on, not there yet
_AGREED = lazy_pattern(
    r"(?:达成|签署|签订|订立|签下)[^,。;]{0,10}(?:协议|合约)[^。;]{0,60}(?:所得|募集?)(?:款项|资金)(?:净额|总额)?(?:将|拟|预计)"
)
# 正就收购X进行初步[磋商]
_TALKS = lazy_pattern(r"[^,。;\ue043]{0,8}(磋商|洽谈|商谈|谈判)")
# 位于[拉丁美洲]的矿场准备下月开工
_TO_OPEN = lazy_pattern(
    r"[^,。;\ue043]{0,12}(?:矿场|数据中心|园区|设施|站点|工厂|机房|基地|项目)[^,。;\ue043]{0,4}(?:计划|预计|将|拟|有望|料将)[^,。;]{0,14}"
    r"(?:运营|投产|启用|上线|通电|投运|投入|启动|落成|完工|竣工|开业|动工)"
)
# 计划在实现净利润[10亿美元]之后上市
_AFTERWARDS = lazy_pattern(r"的?[^,。;]{0,4}(?:之后|以后|后,)")
# 预计净利润1亿元,[上年同期为]8,000万元: the base of a forecast is known
_PAST = lazy_pattern(r"(?:[上去前]年同期|同期)[^,;。\ue06d\ue070]{0,6}$")


def _scope(text: str, draft: Draft) -> str:
    """What stands before a trigger and tells how it is meant: its clause, and the clauses that it goes on with."""
    left = text[max(draft.sentence.start, draft.span[0] - _REACH) : draft.span[0]]
    cuts = [m.end() for m in _MARKS.finditer(left)]
    start = len(left)
    for cut in reversed([0, *cuts]):
        start = cut
        clause = left[cut:].lstrip()
        if _RUMOUR.search(left, 0, cut):
            continue
        told_with = draft.predicate in ("partnered_with", "acquired") and _GOES_ON_WITH.match(
            text, draft.span[0] - len(left) + cut, draft.sentence.end
        )
        so = draft.predicate in ("acquired", "raised") and _BUYS_SO.match(clause) and _MANNER.search(left, 0, cut)
        if (cut and left[cut - 1] != ",") or not (_GOES_ON.match(clause) or told_with or so or not clause):
            break
        if not clause and draft.literals.get("metric") == "market_value":
            break  # 计划通过合并上市,估值约为40亿美元: the worth is told, not planned
    return left[start:]


def _is_now(text: str, draft: Draft, at: int) -> bool:
    """Whether a figure stands in a clause of its own that tells of today: 计划提高到…,目前为[1.35 EH/s]."""
    start = max(text.rfind(mark, draft.span[1], at) for mark in ",;(")
    return start > 0 and bool(_NOW.match(text, start + 1, at))


def _is_past(text: str, draft: Draft, at: int) -> bool:
    """Whether a figure is the one of the year before that a forecast is compared with."""
    if _PAST.search(text, max(0, at - 12), at):
        return True
    return any(
        slot.type == "D"
        and 0 < at - slot.position < 10
        and slot.mention is not None
        and "同期" in slot.mention.text
        and not _MARKS.search(text, slot.position, at)
        for slot in draft.sentence.slots
    )


def _is_range(slot: Slot) -> bool:
    """Whether a sum is a range, as only forecasts are."""
    measure = slot.mention.measure if slot.mention else None
    return measure is not None and measure.kind == "money" and measure.value is None and measure.minimum is not None


# 计划缩减其在[瑞典]的业务, 可能全面退出[瑞典]: a site that is there so far
_CHANGED = lazy_pattern(
    r"(?:缩减|削减|收缩|减少|降低|扩大|扩张|扩充|升级|改造|加码|加大|维持|优化)(?:了)?(?:其|\ue063|公司)?(?:在|位于)?(?:\ue06a的?)?$"
)
_MAY_LEAVE = lazy_pattern(r"(?:可能|或将|或会|考虑|不排除)[^,。;]{0,6}(?:退出|撤出|撤离|关闭|离开|关停|出售)")


def is_there_still(text: str, draft: Draft) -> bool:
    """Whether a Chinese clause speaks of a site that is run, whatever may come of it."""
    for slot in draft.fillers.get("object", ()):
        if _CHANGED.search(text, max(draft.sentence.start, slot.position - 12), slot.position):
            return True
        start = max(draft.sentence.start, slot.position - 24)
        start = max(start, text.rfind(",", start, slot.position) + 1)
        if _MAY_LEAVE.search(text, start, slot.position):
            return True
    return False


def starts_there(text: str, draft: Draft) -> bool:
    """Whether a Chinese figure is the capacity that is there before it grows: 从[1.1 EH/s]扩至…."""
    return draft.predicate == "has_capacity" and any(
        _STARTS_FROM.search(text, max(0, s.position - 8), s.position) for s in draft.fillers["object"]
    )


# 计划在[乌拉圭]建设矿场: no site that is there
_BUILDS = lazy_pattern(
    r"(?:(?:、|和|及|与|以及)[\ue04a\ue06a]+)*(?:等(?:地|国|州)?)?(?:各)?(?:新建|建设|兴建|建造|开建|投建|开设|设立|打造|建立|建)(?!的|成|有)"
)


def is_site_to_build(text: str, draft: Draft) -> bool:
    """Whether a Chinese rule that takes a place for that of a site stands where the site is only being built."""
    return draft.frame_id.startswith("zh.operates.place_site") and any(
        _BUILDS.match(text, s.position + 1)
        or _TO_OPEN.match(text, s.position + 1)
        or _TO_BUILD.search(text, max(draft.sentence.start, s.position - 10), s.position)
        for s in draft.fillers.get("object", ())
    )


# 金融委提出[打击]挖矿: no proposal, but what is to be done
_DEMANDS = lazy_pattern(
    r"提出(?:了)?[,:“「『\"]*(?:要|坚决|明确|严厉|严格|全面|依法)*(?:打击|严打|严禁|清退|整治|清理整顿|清理)$"
)


def moods_of(draft: Draft) -> list[str]:
    """The modalities that cue words may give a draft, the strongest first."""
    # what authorities do away with is their action, not its end
    ends = () if draft.predicate == "regulates" else ("ended",)
    return [mood for mood in ("denied", *ends, "possible", "planned") if not draft.moods or mood in draft.moods]


_TAKES = lazy_pattern(r"[^,。;\ue041-\ue07a]{1,10}(?:从|由)[\ue041-\ue07a]")


def chinese_modality(text: str, draft: Draft, cues: Mapping[str, re.Pattern[str]]) -> str:
    """The modality of a draft by the cues in its scope and between its trigger and its object."""
    if draft.predicate == "has_position" and any(
        _LEFT.search(text, max(draft.sentence.start, s.position - 4), s.position) for s in draft.fillers["object"]
    ):
        return "ended"
    if starts_there(text, draft):
        return "asserted"
    if draft.predicate in ("has_capacity", "holds") and any(
        _is_now(text, draft, s.position) for s in draft.fillers["object"]
    ):
        return "asserted"
    if draft.predicate == "reported" and any(_is_range(s) for s in draft.fillers["object"]):
        return "planned"
    if draft.predicate == "reported" and any(_AFTERWARDS.match(text, s.position + 1) for s in draft.fillers["object"]):
        return "asserted"
    if draft.predicate == "operates_in" and any(_TO_OPEN.match(text, s.position + 1) for s in draft.fillers["object"]):
        return "planned"
    if draft.predicate == "operates_in" and is_there_still(text, draft):
        return "asserted"
    if draft.predicate == "has_capacity" and any(
        _COMES_ON.match(text, s.position + 1) for s in draft.fillers["object"]
    ):
        return "planned"
    if draft.predicate == "has_capacity" and any(
        _SHUT.search(text, max(draft.sentence.start, s.position - 90), s.position) for s in draft.fillers["object"]
    ):
        return "ended"
    if draft.predicate == "operates_in" and any(
        _TO_BUILD.search(text, max(draft.sentence.start, s.position - 10), s.position) for s in draft.fillers["object"]
    ):
        return "planned"
    if draft.predicate in ("partnered_with", "acquired") and _UNCONFIRMED.match(
        text, draft.span[1], draft.sentence.end
    ):
        return "possible"
    if draft.predicate == "regulates":
        back = _TAKEN_BACK.search(text, draft.sentence.start, draft.sentence.end)
        if back and back.end() > draft.span[0]:
            return "ended"
    if draft.predicate in ("acquired", "ordered_from") and _RIGHT_TO_BUY.search(
        text, max(draft.sentence.start, draft.span[0] - 24), draft.span[0]
    ):
        return "possible"
    scope = _scope(text, draft)
    if scope.endswith("将") and _TAKES.match(text, draft.span[0]):
        scope = scope[:-1]  # X将[额度从m提高至m]: the particle before an object
    if draft.predicate == "has_spec":
        scope = scope[scope.rfind(",") + 1 :]  # a model to come has the figures that are told of it
    targets = [s.position for s in draft.fillers.get("object", ()) if s.position >= draft.span[0]]
    if draft.by_construction and targets:
        # X将由[Y]收购: what stands before the doer behind the object
        targets += [s.position for s in draft.fillers.get("subject", ()) if targets[-1] < s.position < draft.span[1]]
    right = text[draft.span[0] : max(targets, default=draft.span[1])][:60]
    if draft.predicate == "regulates":
        right = right[draft.span[1] - draft.span[0] :]
        proposed = cues.get("proposed")
        if (
            proposed
            and proposed.search(text, draft.sentence.start, draft.span[0])
            and not _DEMANDS.search(text, draft.sentence.start, draft.span[1])
        ):
            scope += "拟"
    if draft.predicate == "acquired" and _SIGNED_DEAL.search(
        text, max(draft.sentence.start, draft.span[0] - 40), min(draft.sentence.end, draft.span[1] + 40)
    ):
        scope += "拟"  # signed, not closed
    if draft.predicate == "raised" and _is_agreed(text, draft):
        scope += "拟"
    if draft.predicate in ("acquired", "partnered_with", "raised"):
        talks = _TALKS.match(text, max([draft.span[1], *(at + 1 for at in targets)]), draft.sentence.end)
        right += talks[1] if talks else ""
    if draft.predicate == "partnered_with" and text.startswith("意向", draft.span[1]):
        right += "意向"  # 达成[合作]意向
    if draft.predicate == "ordered_from":
        right = ""  # deliveries to come do not make a signed order a plan
    if draft.predicate == "reported" and any(_is_past(text, draft, s.position) for s in draft.fillers["object"]):
        return "asserted"
    if draft.predicate == "reported" and _is_forecast(text, draft, cues):
        return "planned"
    for modality in moods_of(draft):
        pattern = cues.get(modality)
        where = scope[scope.rfind(",") + 1 :] if modality == "ended" else scope
        # 可|扩至: a cue of which the trigger is a part
        if pattern and (pattern.search(where) or pattern.search(right) or pattern.search(where[-2:] + right)):
            return modality
    return "asserted"


# 已完成, 已获得: the money is there
_CLOSED = lazy_pattern(
    r"(?:已|成功|顺利)(?:经)?(?:完成|获得|募|筹|融|到账)|完成(?:了)?(?:[^,。;将拟]{0,10})(?:融资|发行|募资|交割)"
)


def _is_agreed(text: str, draft: Draft) -> bool:
    """Whether a sentence tells of an agreement to raise money, and of what is to be done with it."""
    start, end = draft.sentence.start, draft.sentence.end
    return _AGREED.search(text, start, end) is not None and _CLOSED.search(text, start, end) is None


def _is_forecast(text: str, draft: Draft, cues: Mapping[str, re.Pattern[str]]) -> bool:
    """Whether a figure is one of guidance: the words stand right beside it."""
    forecast = cues.get("forecast")
    if forecast is None:
        return False
    return any(
        forecast.search(text, max(draft.sentence.start, slot.position - 8), slot.position)
        or forecast.match(text, slot.position + 1)
        for slot in draft.fillers.get("object", ())
    )
