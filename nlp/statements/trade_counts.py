"""What a Chinese trade leaves to the words around it: the machine told in the clause before, the firm part of an order."""

from __future__ import annotations

from collections.abc import Sequence

from nlp.encoding import EncodedText, Slot
from nlp.statements.drafts import Draft
from nlp.text.lazy import lazy_pattern

# [A2]矿机已已量产,首批卖出2万台: the machine at the head of the clause before is what is sold
_SHOWN = lazy_pattern(
    r"(?:^|[,。;:\n])[^,。;:\ue041-\ue07a]{0,12}(?:\ue043(?:旗下|推出|发布|研发)?的?[^,。;:\ue041-\ue07a]{0,10})?(?P<machine>\ue04d)"
    r"(?:矿机|系列|机型|芯片)*[^,。;\ue041-\ue07a]{0,16},$"
)
_MARKS = ",;。:\n"
_FAR = 60


def is_of_sales(draft: Draft) -> bool:
    """Whether a Chinese figure is the computing power that a firm has sold in a period: 售出的总算力为[35万TH/s]."""
    told = draft.fillers
    if draft.predicate != "supplied" or not told.get("hashrate"):
        return False
    return not any(told.get(role) for role in ("object", "count", "delivery_date"))


def machine_before(drafts: Sequence[Draft], encoded: EncodedText) -> None:
    """Gives Chinese sales that name no machine the one at the head of the clause before."""
    text = encoded.text
    for draft in drafts:
        counts = draft.fillers.get("count", ())
        if draft.predicate != "supplied" or not draft.is_chinese or not counts or draft.fillers.get("machine"):
            continue
        sentence, at = draft.sentence, min(draft.span[0], counts[0].position)
        start = max(sentence.start, *(text.rfind(mark, sentence.start, at) + 1 for mark in _MARKS))
        if any(s.type in "CcM" and start <= s.position < counts[0].position for s in sentence.slots):
            continue
        shown = _SHOWN.search(text, max(0, sentence.start - 1, start - _FAR), start)
        if shown is not None and shown.start("machine") >= sentence.start:
            draft.fillers["machine"] = [encoded.slots[shown.start("machine")]]


def firm_counts(drafts: Sequence[Draft]) -> None:
    """Leaves a Chinese order that tells a total, its firm part and its option the firm part alone as its count."""
    for draft in drafts:
        counts, options = draft.fillers.get("count", []), draft.fillers.get("option_count", [])
        if draft.predicate != "ordered_from" or not draft.is_chinese or not counts or len(options) != 1:
            continue
        option = _number(options[0])
        parts = [s for s in draft.sentence.slots if s.type == "n" and s not in options]
        for total in counts:
            firm = next((s for s in parts if s is not total and _number(s) + option == _number(total)), None)
            if firm is not None and option:
                draft.fillers["count"] = [s for s in dict.fromkeys([*counts, firm]) if s is not total]
                break


def _number(slot: Slot) -> float:
    """The number of a count, 0 where it is a range."""
    measure = slot.mention.measure if slot.mention else None
    return measure.value if measure is not None and measure.value is not None else 0.0


def own_amounts(drafts: Sequence[Draft], text: str) -> None:
    """Takes the worth of a Chinese output from the earlier output that it is compared with: 产出7枚,较6月的[6枚]增加,收入8万元."""
    for draft in drafts:
        if draft.predicate not in ("mined", "sold_crypto") or not draft.is_chinese or not draft.fillers.get("amount"):
            continue
        figure = next(iter(draft.fillers.get("object", ())), None)
        if figure is not None and _COMPARED.search(text, max(0, figure.position - 12), figure.position):
            amounts = draft.fillers["amount"]
            draft.fillers["amount"] = [s for s in amounts if text[figure.position + 1 : s.position] in _BESIDE]


# 较6月的[6枚]
_COMPARED = lazy_pattern(r"(?:较|比|高于|低于|多于|少于|不及|超过)(?:其|公司)?\ue044的?(?:约)?\s?$")
_BESIDE = ("(", ",", "(约", "(价值", ",价值")
