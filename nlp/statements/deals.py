"""Partnerships and takeovers told in several sentences: what the deal is worth, how large, when it closes."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence

from nlp.encoding import EncodedText, Sentence, Slot, type_char
from nlp.statements.drafts import Draft
from nlp.statements.sites import is_from, is_hosting
from nlp.text.lazy import lazy_pattern

_THE_DEAL = lazy_pattern(
    r"\b(?:the|this|its) (?:new |proposed |planned |all-stock |initial |definitive |five-year |multi-year |hosting |lease |[a-z]+-year )*"
    r"(?:deal|agreement|contract|transaction|lease|partnership|acquisition|merger|purchase|buyout|takeover|tie-up|joint venture|venture)\b"
    r"|(?:该|此|这(?:笔|项|份|次)?|上述|本次)(?:交易|协议|合同|合作|收购|并购|合资|租约)"
    r"|(?<=[。;\n])[\ue043\ue063]?(?:公司)?(?:为此|将|已|一共|总共|同意|另外|另|还)*(?:支付|付出|付了|付)"
)
_WORTH = lazy_pattern(
    r"(?:支付|付出|付|以及|和|加)(?:了)?$|(?:worth|valued at|value[sd]? (?:of|at)|valuing|totaling|totalling|generate|price(?: tag)? of|consideration of|for|at|about|of|价值|总价|总额|金额|对价|作价|约|达|为)\s?(?:about |approximately |roughly |nearly |over |more than |up to |some |a total of )*$"
)
_CLOSES = lazy_pattern(
    r"(?:clos(?:e|es|ing|ed)|complet(?:e|es|ed|ion)|finali[sz]ed?|expected|conclude[ds]?|完成|交割|达成)[^.;。；]{0,44}$"
)
_NEXT = 140
"""How far after a deal the sentence on it may begin, in encoded characters."""


def tell_deals(drafts: Sequence[Draft], encoded: EncodedText) -> set[int]:
    """Adds to each deal what its own and the next sentences say of it; returns the positions of the figures taken."""
    taken: set[int] = set()
    for draft in drafts:
        if draft.predicate not in ("partnered_with", "acquired"):
            continue
        if draft.by_construction:
            _fill(draft, encoded)
        _fill_hosting(draft, encoded)
        end = draft.sentence.end
        for sentence in encoded.sentences[bisect_left(encoded.starts, end) : bisect_left(encoded.starts, end + _NEXT)]:
            if not _is_on(draft, sentence, encoded.text):
                break
            for role, slot in _parts(draft, sentence, encoded.text):
                told = draft.fillers.get(role, [])
                if not told or (role == "amount" and _is_further_part(encoded.text, told[-1], slot)):
                    draft.fillers[role] = [*told, slot]
                    taken.add(slot.position)
    return taken


# 收购某项目35%的股权。[该项目]总容量为50兆瓦
_THE_PROJECT = lazy_pattern(
    r"[\s\"“]*(?:该|此|这座|这个|上述)(?:[^,。;\ue041-\ue07a]{0,4})(?:项目|矿场|站点|设施|园区|数据中心|电厂|电站)(?!公司|运营商|集团)"
)


def tell_projects(drafts: Sequence[Draft], encoded: EncodedText) -> list[Draft]:
    """Gives a Chinese purchase of a share the power of the project that the next sentence tells; drops that as capacity."""
    told: set[int] = set()
    for draft in drafts:
        if draft.predicate != "acquired" or not draft.is_chinese or not draft.fillers.get("stake"):
            continue
        at = encoded.number_of(draft.sentence) + 1
        sentence = encoded.sentences[at] if at < len(encoded.sentences) else draft.sentence
        if sentence.paragraph != draft.sentence.paragraph or not _is_partial(draft):
            continue
        if not _THE_PROJECT.match(encoded.text, sentence.start, sentence.end) or sentence is draft.sentence:
            continue
        if any(slot.type == "C" for slot in sentence.slots):
            continue
        power = [slot for slot in sentence.slots if slot.type == "w"]
        told |= {slot.position for slot in sentence.slots if slot.type in "wh"}
        if not draft.fillers.get("power"):
            draft.fillers["power"] = power[:1]
    return [
        draft
        for draft in drafts
        if draft.predicate != "has_capacity" or not any(s.position in told for s in draft.fillers.get("object", ()))
    ]


def _is_partial(draft: Draft) -> bool:
    """Whether less than the whole is bought."""
    shares = [s.mention.measure for s in draft.fillers.get("stake", ()) if s.mention and s.mention.measure]
    return all(share.value is not None and share.value < 100 for share in shares)


# [1500万美元]现金以及[200万美元]的普通股
_AND_SHARES = lazy_pattern(
    r"\s(?:in|of) (?:cash|stock|shares)(?: up front| upfront| at closing)?,?\s(?:and|plus)\s(?:another |a further |about |some )?|(?:的)?[^,。;]{0,6}(?:以及|和|及|与|加|外加)(?:价值)?(?:约)?"
)


def _is_further_part(text: str, one: Slot, other: Slot) -> bool:
    """Whether two sums are parts of one price, such as cash and shares."""
    between = text[one.position + 1 : other.position]
    return one.position < other.position and _AND_SHARES.fullmatch(between) is not None


# 通过合并上市,估值约为[40亿美元] · X, which is valued at [$4 billion]: what a firm is worth is no price
_VALUED = lazy_pattern(
    r"(?:估值|市值)[^,;]{0,6}$"
    r"|\ue043,?\s(?:which|itself|a [a-z-]+)\s(?:[a-z]+\s){0,4}?(?:valued at|worth|with a (?:valuation|value) of)\s(?:[a-z]+\s){0,3}$"
)
# 将在其站点提供[168兆瓦]: the load that a Chinese hosting contract is of
_LOAD = lazy_pattern(
    r"(?:提供|交付|部署|开发|预留|容量|负载|租用|租下|承租|托管|共计|合计|总计|功率|电力|规模)[^,。;\ue077]{0,6}$"
)


def _fill_hosting(draft: Draft, encoded: EncodedText) -> None:
    """Gives a Chinese hosting contract the load that its sentence tells behind it, before another company comes in."""
    text, sentence = encoded.text, draft.sentence
    if not draft.frame_id.startswith("zh.partner") or draft.fillers.get("power"):
        return
    if not is_hosting(draft, text):
        return
    parties = {s.ref for role in ("subject", "object") for s in draft.fillers.get(role, ())}
    for slot in sentence.slots:
        if slot.position < draft.span[1]:
            continue
        if slot.type == "C" and slot.ref not in parties:
            return
        if slot.type == "w" and _LOAD.search(text, max(sentence.start, slot.position - 14), slot.position):
            draft.fillers["power"] = [slot]
            return


# X, in which Y bought 60%, [has 90 MW]
_GOES_ON = lazy_pattern(r",\s(?:has|have|had|is|was|runs?|operates?|owns?|holds?|plans?|said|says|will)\b")


# 与总部位于[迪拜]的X合作: where a party sits
# with [Texas]-based X
_BASED = lazy_pattern(r"(?:,\s[\ue04a\ue06a])?-(?:based|headquartered|listed|traded|registered)\b")
# [挪威]基础设施营运商X: where a party is from
_FIRM_THERE = lazy_pattern(
    r"(?:的)?[^,。;:、的在将与和\ue041-\ue07a]{1,12}(?:商|公司|企业|集团|巨头|平台|机构|银行|基金)\s?\ue043"
)
_SEAT = lazy_pattern(r"(?:总部|注册)(?:位于|设于|设在|在|于|地在)\ue06a?$")


def _fill(draft: Draft, encoded: EncodedText) -> None:
    """What follows the pattern of a deal in its sentence, up to the next company."""
    stop = next(
        (s.position for s in draft.sentence.slots if s.position >= draft.span[1] and s.type in "Cc"),
        draft.sentence.end,
    )
    goes_on = _GOES_ON.search(encoded.text, draft.span[1] - 1, stop)
    stop = goes_on.start() if goes_on else stop
    for slot in draft.sentence.slots:
        if not draft.span[0] <= slot.position < stop:
            continue
        role = {"w": "power", "J": "jurisdiction", "h": "hashrate"}.get(slot.type)
        if slot.type == "J" and (
            is_from(slot, encoded.text, hosts=is_hosting(draft, encoded.text))
            or _SEAT.search(encoded.text, max(0, slot.position - 8), slot.position)
            or _BASED.match(encoded.text, slot.position + 1)
            or _FIRM_THERE.match(encoded.text, slot.position + 1)
        ):
            role = None
        before = encoded.text[max(0, slot.position - 40) : slot.position]
        if slot.type == "m" and _WORTH.search(before) and not _VALUED.search(before):
            role = "amount"
        if role and not draft.fillers.get(role):
            draft.fillers[role] = [slot]


def _is_on(draft: Draft, sentence: Sentence, text: str) -> bool:
    parties = {s.ref for role in ("subject", "object") for s in draft.fillers.get(role, ())}
    if draft.subject_open or not draft.is_chinese:
        parties |= {s.ref for s in draft.sentence.slots if s.type == "C"}
    others = [s for s in sentence.slots if s.type == "C" and s.ref not in parties]
    if others:
        return False
    if _THE_DEAL.search(text, sentence.start, sentence.end):
        return True
    return draft.predicate == "acquired" and not draft.is_chinese and any(_is_paid(text, s) for s in sentence.slots)


# the company will hand over [$750,000] in cash
_PAYS = lazy_pattern(
    r"\b(?:(?:will|would|is to|has|had|must|agreed to|have|also)\s){0,2}(?:hand(?:s|ed)? over|pay|pays|paid|put(?:s)? up|shell(?:s|ed)? out|fork(?:s|ed)? out|stump(?:s|ed)? up)\s"
    r"(?:about |around |some |roughly |nearly |over |more than |just |up to |a total of |in total |the seller )*$"
)
_FOR_ELSE = lazy_pattern(
    r"\s(?:(?:in|of|for|as) (?:an? |the |its )?(?:[a-z]+ ){0,2}(?:dividends?|interest|tax(?:es)?|damages|wages|rent|fees?|fines?|debts?|power|electricity|machines|miners|rigs|settlement|salaries|bonus(?:es)?|shareholders|notes)\b|(?:a|per|every|each) (?:month|year|quarter)\b)"
)


def _is_paid(text: str, slot: Slot) -> bool:
    """Whether an English sentence says that a sum is paid, and not for something of every day."""
    if slot.type != "m" or _FOR_ELSE.match(text, slot.position + 1):
        return False
    return _PAYS.search(text, max(0, slot.position - 60), slot.position) is not None


def _parts(draft: Draft, sentence: Sentence, text: str) -> Iterable[tuple[str, Slot]]:
    last: Slot | None = None
    for slot in sentence.slots:
        before = text[max(sentence.start, slot.position - 60) : slot.position]
        if slot.type == "m" and (_WORTH.search(before) or (not draft.is_chinese and _is_paid(text, slot))):
            last = slot
            yield "amount", slot
        elif slot.type == "m" and last is not None and _is_further_part(text, last, slot):
            yield "amount", slot
        elif slot.type == "D" and draft.predicate == "acquired" and _CLOSES.search(before):
            yield "date", slot


_NET = lazy_pattern(
    r"\bnet (?:proceeds|of)\b[^.;]{0,24}$|\bnett(?:ed|ing)\b[^.;]{0,24}$|净(?:筹|募|得|额|收益|所得)[^。;]{0,8}$"
    r"|(?:扣除|剔除|扣减|减去)[^。;\ue06d]{0,30}$|(?:实际|最终|到手)(?:获得|到手|募得|筹得|得到|收到|到账)?(?:了|约|近|为)*$"
)
_MONEY = type_char("m")
_SAME_SUM = lazy_pattern(r"\s?\((?:approximately |about |around |roughly |nearly |or |equivalent to |约合?|合|~|≈)?$")


def one_sum(drafts: Sequence[Draft], text: str) -> list[Draft]:
    """The drafts with each sum once: not again in a second currency in brackets, nor what is left of it after costs."""
    raised = [d for d in drafts if d.predicate == "raised" and d.fillers.get("object")]
    dropped: set[int] = set()
    for draft in raised:
        slot = draft.fillers["object"][0]
        net = _NET.search(text, max(0, slot.position - 48), slot.position) is not None
        if net and any(_is_a_little_more(other, slot) for d in raised for other in d.fillers["object"]):
            dropped.add(slot.position)
        before = _SAME_SUM.search(text, max(0, slot.position - 24), slot.position)
        if before and text[before.start() - 1] == _MONEY:
            dropped.add(slot.position)
    kept = [d for d in drafts if d.predicate != "raised" or not any(s.position in dropped for s in d.fillers["object"])]
    return [d for d in kept if d.predicate != "reported" or not _is_converted(d, text)]


# (RMB1,317.6 million or [US$204.5 million])
_OR_SUM = lazy_pattern(r"\ue06d\s(?:or|i\.e\.)\s(?:about |around |approximately |roughly )?$")


def _is_converted(draft: Draft, text: str) -> bool:
    """Whether an English sum is the one before it in another currency."""
    by_position = {s.position: s for s in draft.sentence.slots}
    for slot in draft.fillers.get("object", ()):
        before = _OR_SUM.search(text, max(0, slot.position - 24), slot.position)
        first = by_position.get(before.start()) if before else None
        one, other = (s.mention.measure if s and s.mention else None for s in (first, slot))
        if one is not None and other is not None and one.unit != other.unit:
            return True
    return False


def _is_a_little_more(gross: Slot, net: Slot) -> bool:
    """Whether a sum is the other with the costs of an offering: up to a tenth more, in the same currency."""
    one, other = (s.mention.measure if s.mention else None for s in (gross, net))
    if one is None or other is None or one.value is None or other.value is None or one.unit != other.unit:
        return False
    return other.value < one.value <= 1.1 * other.value
