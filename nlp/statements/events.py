"""Events: several triggers of one happening are one draft; who owns what is bought or sold."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from nlp.encoding import Sentence, Slot
from nlp.statements.drafts import Draft
from nlp.text.lazy import lazy_pattern

_MARKED = lazy_pattern(r"(?:从|向|自|与|和|同|跟|由|被|给|\b(?:from|with|to|by|of|for))\s?[^,。;\ue043\ue063]{0,14}$")


def leads(text: str, sentence: Sentence, slot: Slot) -> bool:
    """Whether a name is the first company of its sentence, after no preposition."""
    if any(s.type in "Cc" and s.position < slot.position for s in sentence.slots):
        return False
    return not _MARKED.search(text, max(sentence.start, slot.position - 24), slot.position)


_OWNER = lazy_pattern(
    r"(?:'s?)?\s?(?:\([^()]{0,20}\))?\s?(?:(?:通过|经由|透过)(?:其|旗下)?(?:的)?|的|旗下|旗下的|下属)?(?:wholly[- ]owned |majority[- ]owned |mining |全资|控股|间接|原|前|非全资|境外|海外|核心|矿业|挖矿)*"
    r"(?:子公司|孙公司|(?:境内|国内|中国|海外|境外)?(?:运营|经营|业务)主体|附属子公司|下属公司|附属公司|旗下公司|母公司|合作伙伴|代理商|经销商|分销商|(?:主要|最大的?|第一大|长期|前|新|独家)*(?:托管商|托管方|服务商|供应商|供货商|贷款方|贷款人|债权人|竞争对手|对手|客户|租户|大股东|股东|投资方|合作方|承包商|开发商|运营商|姊妹公司|关联公司|关联方|买家|卖家)|subsidiary|unit|arm|division|affiliate)\s?,?\s?(?=[\ue043])"
)


_UNDER = lazy_pattern(
    r"(?:\([^()]{0,16}\))?(?:旗下(?:的)?|(?:参股|持股|控股)(?:比例)?\ue070的)[^,。;、\ue041-\ue07a]{0,6}(?=\ue043)"
)
_SITE_OF = lazy_pattern(
    r"(?:'s?)?\s?(?:旗下|的|旗下的|其)?\s?(?:(?:位于|在|于)?[\ue04a\ue06a,、\s]{1,5}的?)?(?:\ue077\s?(?:\([^()]{0,8}\)\s?)?的?)?(?=\ue046)"
)


def owned(text: str, slots: Sequence[Slot], slot: Slot) -> Slot:
    """The subsidiary where a slot only names its owner (X's subsidiary Y → Y)."""
    match = (
        _OWNER.match(text, slot.position + 1)
        or _UNDER.match(text, slot.position + 1)
        or _SITE_OF.match(text, slot.position + 1)
    )
    if match:
        return next((s for s in slots if s.position == match.end()), slot)
    return slot


_EVENT_CONTENT = {
    "ordered_from": ("object", "count", "machine", "hashrate", "amount"),
    "supplied": ("object", "count", "machine", "hashrate"),
    "acquired": ("object", "stake", "amount", "power", "jurisdiction"),
    "relocated_to": ("object", "count", "hashrate", "origin"),
}


# what makes a sum the price of machines where neither their number nor their name is told
_OF_MACHINES = lazy_pattern(
    r"\border|contract|procur|\bminers\b|machine|\brigs?\b|asic|\bgpus?\b|servers?\b|chips?\b|wafers?|hardware|equipment"
)


# 从X手中收购了[两座]一站式矿场
_SITES = lazy_pattern(
    r"(?:了)?\ue069[^,。;\ue041-\ue07a]{0,10}(?:矿场|数据中心|园区|电厂|电站|机房|工厂|站点|设施)(?!的?(?:股权|股份))"
)


# buys [four] mining facilities · the acquisition of [X]'s grounds and buildings
_OF_OWNER = lazy_pattern(
    r"\s(?:the |an? |another |its )?\ue069\s(?:more |other )?(?:[a-z-]+\s){0,4}?(?:facilities|sites|mines|farms|plants|data cent(?:er|re)s|campuses)\b"
    r"|\s(?:the |some of |all of |part of |most of |parts of |two of |three of |both of |\ue069\sof |(?:[a-z-]+ ){0,4}(?:miner|firm|company|host|operator|provider) )*\ue043's?\s(?:(?!of |to |for |from |with |plan|offer|bid|share|stock|debt|note|loan)[a-z-]+,?\s){0,4}?"
    r"(?:operations|business|assets|sites?|land|grounds|buildings?|facilit(?:y|ies)|mines?|farms?|plants?|campus|data cent(?:er|re)s?)\b"
)


def is_complete(draft: Draft, text: str) -> bool:
    """Whether an event tells more than that it happened."""
    content = _EVENT_CONTENT.get(draft.predicate)
    if draft.frame_id == "en.acquired.asset" and _OF_OWNER.match(text, draft.span[1]):
        return True
    if draft.frame_id == "zh.acquired.asset" and _SITES.match(text, draft.span[1]):
        return True
    if draft.frame_id.startswith("en.order") and not any(
        draft.fillers.get(r) for r in ("count", "machine", "hashrate")
    ):
        told = any(draft.fillers.get(role) for role in ("object", "amount"))
        return told and bool(
            _OF_MACHINES.search(text, max(draft.sentence.start, draft.span[0] - 40), draft.span[1] + 50)
        )
    return content is None or any(draft.fillers.get(role) for role in content)


def join_event(events: list[Draft], draft: Draft, text: str) -> None:
    """Adds a draft to the event it belongs to, or as an event of its own."""
    for event in reversed(events):
        if event.predicate == draft.predicate and event.literals == draft.literals:
            if _compatible(event, draft, text):
                for role, slots in draft.fillers.items():
                    have = event.fillers[role]
                    if role == "object" and have:
                        continue
                    have.extend(slot for slot in slots if slot not in have)
                event.modality = event.modality or draft.modality
                event.span = (min(event.span[0], draft.span[0]), max(event.span[1], draft.span[1]))
                return
            break
    events.append(draft)


def _compatible(event: Draft, draft: Draft, text: str) -> bool:
    one, other = event.fillers, draft.fillers
    for role in ("object", "subject"):
        if one.get(role) and other.get(role) and not {s.ref for s in one[role]} & {s.ref for s in other[role]}:
            return False
    if event.predicate == "relocated_to" and "\ue043" in text[event.span[1] : draft.span[0]]:
        return False
    if event.frame_id.startswith("en.acquired") and one.get("amount") and other.get("amount"):
        return False
    if all(one.get(role) and other.get(role) for role in ("count", "amount")):
        return False  # 5,000 rigs for $10 million, and 8,000 for $20 million
    if event.fillers.get("count") and draft.fillers.get("count"):
        between = text[event.span[1] : draft.span[0]]
        return "\ue043" not in between and "\ue063" not in between
    return True


def counts_told(drafts: Iterable[Draft]) -> dict[int, Draft]:
    """The orders of which a construction knows both parties, by the places of their counts."""
    return {
        slot.position: draft
        for draft in drafts
        if draft.predicate == "ordered_from" and draft.fillers.get("subject") and draft.fillers.get("object")
        for slot in draft.fillers.get("count", ())
    }


def join_told(drafts: Iterable[Draft], told: Mapping[int, Draft]) -> Iterator[Draft]:
    """The drafts without orders that are told already: they only add to those what these have not."""
    for draft in drafts:
        counts = draft.fillers.get("count", ()) if draft.predicate == "ordered_from" else ()
        whole = next((told[slot.position] for slot in counts if slot.position in told), None)
        if whole is None:
            yield draft
            continue
        for role, slots in draft.fillers.items():
            if role not in ("subject", "object") and not whole.fillers.get(role):
                whole.fillers[role] = list(slots)
