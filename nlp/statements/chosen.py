"""Which Chinese drafts and statements stay: one measure a clause, nothing traded as capacity, no figure twice."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from nlp.encoding import EncodedText, Sentence, Slot
from nlp.records import Statement
from nlp.references import Salience
from nlp.speakers import is_transcript
from nlp.statements.chinese import is_chinese_base, metric_by_sign
from nlp.statements.clauses import is_base
from nlp.statements.drafts import Draft
from nlp.statements.knowledge import Knowledge
from nlp.statements.once import key_of
from nlp.text.lazy import lazy_pattern

_Found = tuple[Statement, tuple[object, ...]]


_TRADED = {
    "acquired": ("power",),
    "ordered_from": ("hashrate", "count", "option_count"),
    "supplied": ("hashrate", "count"),
    "relocated_to": ("count", "hashrate"),
}


def without_traded(drafts: Sequence[Draft]) -> list[Draft]:
    """Drops capacity that a text only tells of what is bought, sold or moved, and expenses that are its price."""
    traded = {
        slot.position
        for draft in drafts
        for role in _TRADED.get(draft.predicate, ())
        for slot in draft.fillers.get(role, ())
    }
    paid = {
        slot.position
        for draft in drafts
        if draft.predicate in ("sold_crypto", "pledged", "acquired", "ordered_from")
        for slot in draft.fillers.get("amount", ())
    }
    posted = {
        slot.position
        for draft in drafts
        if draft.predicate == "pledged" and draft.by_construction
        for slot in draft.fillers.get("object", ())
    }
    held = {
        slot.position
        for draft in drafts
        if draft.frame_id.startswith("zh.holds") and draft.by_construction
        for slot in draft.fillers.get("object", ())
    }
    # what one hosts for another: A与B达成协议,将为B托管[1.6万台],约需[55MW]
    hosted = [d for d in drafts if d.frame_id.startswith("zh.partner.family")]
    traded |= {slot.position for d in hosted for role in ("count", "power") for slot in d.fillers.get(role, ())}
    taken = {"has_capacity": traded, "holds": paid | posted, "expenses": paid, "cash": paid | held}
    return [
        draft
        for draft in drafts
        if not any(
            slot.position in taken.get(draft.literals.get("metric", draft.predicate), ())
            for slot in draft.fillers.get("object", ())
        )
    ]


# 这[30兆瓦]将使总容量…, [30兆瓦]的新容量将…: power that was spoken of before
_SPOKEN_OF = lazy_pattern(r"(?:这|该|此|上述|新增的?|新购的?|收购的?|所购的?)(?:约|座|处|批|笔|个)*\s?$")
_LIFTS = lazy_pattern(
    r"的?(?:新|新增)?(?:容量|电力|电力容量|产能|矿场|站点|设施)?(?:将|会|预计|也|能|可)*(?:使|让|令|把|将)"
)


def without_bought_again(drafts: Sequence[Draft], text: str) -> list[Draft]:
    """Drops the power that a further Chinese sentence says again of a site just bought: 这[30兆瓦]将使总容量增至…."""
    # where in each paragraph a power is first bought
    bought: dict[tuple[int, object], int] = {}
    for draft in drafts:
        if draft.predicate == "acquired" and draft.is_chinese:
            for slot in draft.fillers.get("power", ()):
                place = draft.sentence.paragraph, key_of(slot)
                bought[place] = min(draft.sentence.end, bought.get(place, draft.sentence.end))

    def is_again(draft: Draft, slot: Slot) -> bool:
        start, end = draft.sentence.start, slot.position
        if not _SPOKEN_OF.search(text, max(start, end - 8), end) and not _LIFTS.match(text, end + 1):
            return False
        first = bought.get((draft.sentence.paragraph, key_of(slot)))
        return first is not None and first <= start

    return [
        draft
        for draft in drafts
        if draft.predicate != "has_capacity"
        or not draft.is_chinese
        or not any(is_again(draft, slot) for slot in draft.fillers.get("object", ()))
    ]


_BARE_DEAL = lazy_pattern(r"达成|签署|签订|签下")
_TOGETHER = lazy_pattern(r"合作|合资|托管|共同|联合|租|携手")


def without_deals_again(drafts: Sequence[Draft], text: str) -> list[Draft]:
    """Drops a Chinese deal with nobody named whose sum is the price of something bought: 与一家电厂达成[6亿美元]的交易."""
    prices = {
        key_of(slot)
        for draft in drafts
        if draft.predicate == "acquired" and draft.is_chinese
        for slot in draft.fillers.get("amount", ())
    }

    def is_again(draft: Draft) -> bool:
        start, end = draft.span[0], min(draft.sentence.end, draft.span[1] + 24)
        sums = [s for s in draft.sentence.slots if s.type == "m" and start <= s.position < end]
        return (
            any(key_of(slot) in prices for slot in sums)
            and _BARE_DEAL.search(text, start, end) is not None
            and _TOGETHER.search(text, start, end) is None
        )

    return [
        draft
        for draft in drafts
        if not draft.frame_id.startswith(("zh.partner.some", "zh.partner.unnamed"))
        or draft.fillers.get("object")
        or not is_again(draft)
    ]


_LEAST_OF_COIN = 1000.0
"""What all bitcoins of a sale bring at least, in US dollars a coin; a sum below is the price of one."""


def without_prices_of_coins(drafts: Sequence[Draft]) -> None:
    """Takes the sum that is only the price of a coin out of a Chinese sale: 以[58,300美元]价格出售[110枚BTC]."""
    for draft in drafts:
        if draft.predicate != "sold_crypto" or not draft.is_chinese:
            continue
        coins = [_amount_in(slot, "BTC") for slot in draft.fillers.get("object", ())]
        if len(coins) == 1 and coins[0] and coins[0] > 1:
            sums = draft.fillers.get("amount", [])
            draft.fillers["amount"] = [
                s for s in sums if (value := _amount_in(s, "USD")) is None or value / coins[0] >= _LEAST_OF_COIN
            ]


def _amount_in(slot: Slot, unit: str) -> float | None:
    """The value of a quantity where it is in a unit."""
    measure = slot.mention.measure if slot.mention else None
    return measure.value if measure is not None and measure.unit == unit else None


_SALES = "zh.supplied."
"""Rules of sales, of which those with a whole pattern name both parties."""


def without_misread_deals(drafts: Sequence[Draft]) -> list[Draft]:
    """Drops what a trigger makes of a deal that a whole pattern reads: the lender raises nothing, cloud sold is no takeover."""
    sales = [d for d in drafts if d.by_construction and d.frame_id.startswith(_SALES)]
    lent = {
        slot.position
        for d in drafts
        if d.by_construction and d.predicate == "raised" and d.fillers.get("subject") and d.fillers.get("investor")
        for slot in d.fillers.get("object", ())
    }

    def misread(draft: Draft) -> bool:
        if draft.predicate == "raised":
            return not draft.by_construction and any(slot.position in lent for slot in draft.fillers.get("object", ()))
        if not draft.is_chinese:
            return False
        return draft.predicate in ("acquired", "partnered_with") and any(
            d.span[0] <= draft.span[0] < d.span[1] and d.fillers.get("object") for d in sales
        )

    return [draft for draft in drafts if not misread(draft)]


_LOSS_OF = {
    "adjusted_ebitda": "adjusted_ebitda_loss",
    "ebitda": "ebitda_loss",
    "net_income": "net_loss",
    "operating_income": "operating_loss",
    "gross_profit": "gross_loss",
    "fair_value_gain": "impairment",
}
_GAIN_OF = {loss: gain for gain, loss in _LOSS_OF.items()}
_BELOW = lazy_pattern(r"\b(?:negative|minus|loss of|deficit of)\s(?:about |around |approximately )?$")
# a loss of $153 million, from a [$66 million] profit
_LOSS_AFTER, _GAIN_AFTER = lazy_pattern(r"\s(?:net )?loss\b"), lazy_pattern(r"\s(?:net )?(?:profit|gain|income)\b")
_ABOVE = lazy_pattern(r"\b(?:positive|a profit of|a gain of)\s(?:about |around |approximately )?$")


def flip_words(drafts: Sequence[Draft], text: str) -> None:
    """Gives a figure called negative, or a loss, the metric of a loss."""
    for draft in drafts:
        metric = draft.literals.get("metric", "")
        for target in draft.fillers.get("object", ()) if draft.frame_id.startswith("en.reported") else ():
            before = text[max(draft.sentence.start, target.position - 28) : target.position]
            led = text[max(draft.sentence.start, draft.span[0] - 12) : draft.span[0]]
            told = (_BELOW, _LOSS_OF) if metric in _LOSS_OF else (_ABOVE, _GAIN_OF)
            named = _LOSS_AFTER if metric in _LOSS_OF else _GAIN_AFTER
            if metric in told[1] and (
                told[0].search(before) or told[0].search(led) or named.match(text, target.position + 1)
            ):
                draft.literals = {**draft.literals, "metric": told[1][metric]}


# predicates whose figures a whole pattern reads better than a trigger near them
_READ_WHOLE = ("en.reported", "en.holds")


def without_outdone(drafts: Sequence[Draft]) -> list[Draft]:
    """Drops figures that an English trigger reads another way than a whole pattern: wrote down inventory by $9 million."""
    told = {
        slot.position
        for draft in drafts
        if draft.by_construction and draft.frame_id.startswith((*_READ_WHOLE, "en.mined"))
        for slot in draft.fillers.get("object", ())
    }
    posted = {
        slot.position
        for draft in drafts
        if draft.by_construction and draft.frame_id.startswith("en.pledged")
        for slot in draft.fillers.get("object", ())
    }
    # sold its output, generating [$9 million] in proceeds · an additional [$9 million] option
    sums = {
        slot.position
        for draft in drafts
        if draft.by_construction and draft.frame_id.startswith(("en.sold.for_money", "en.raised.option"))
        for slot in draft.fillers.get("object", ())
    }
    weaker = {"reported": told, "holds": told | posted, "raised": sums}
    return [
        draft
        for draft in drafts
        if draft.by_construction
        or not draft.frame_id.startswith((*_READ_WHOLE, "en.raised"))
        or not any(slot.position in weaker.get(draft.predicate, ()) for slot in draft.fillers.get("object", ()))
    ]


_OWNED_THERE = "en.operates.owned_there.1"
"""The rule that reads who owns the sites of a place."""
_OWN_SITE = "en.operates.own_site.1"
_PLACES_OF = {_OWNED_THERE: ("object",), "acquired": ("jurisdiction",), "relocated_to": ("object", "origin")}
"""Roles whose places a trigger of operations near them does not have as well."""


def without_other_owners(drafts: Sequence[Draft]) -> list[Draft]:
    """Drops English drafts on whoever stands near a site that is told to be another's, or only to be bought or left."""
    told = {
        slot.position
        for draft in drafts
        if draft.is_english
        for role in _PLACES_OF.get(draft.predicate if draft.frame_id != _OWNED_THERE else _OWNED_THERE, ())
        for slot in draft.fillers.get(role, ())
    }
    bought = {
        slot.position
        for draft in drafts
        if draft.predicate == "acquired" and draft.is_english
        for slot in draft.fillers.get("object", ())
    }

    def is_other(draft: Draft) -> bool:
        of = told if draft.frame_id == "en.operates" else bought if draft.frame_id == _OWN_SITE else set()
        named = draft.frame_id == "en.operates" or any(s.type == "C" for s in draft.fillers.get("subject", ()))
        return named and any(slot.position in of for slot in draft.fillers.get("object", ()))

    return [draft for draft in drafts if not is_other(draft)]


_TARGET = lazy_pattern(r"\b(?:targets?|guidance|goal|forecast|outlook)\b")


def without_old_targets(drafts: Sequence[Draft], text: str) -> list[Draft]:
    """Drops the hash rate that an English sentence says was aimed at before: lowered its target from 21 EH/s to 18."""
    return [
        draft
        for draft in drafts
        if draft.predicate != "has_capacity"
        or not draft.is_english
        or not _TARGET.search(text, draft.sentence.start, draft.sentence.end)
        or not any(is_base(text, slot) for slot in draft.fillers.get("object", ()))
    ]


# 信贷额度由[5000万美元]提高至1亿美元
_LINE_FROM = lazy_pattern(
    r"(?:额度|规模|授信|信贷|贷款|融资|总额)[^,。;\ue06d]{0,4}(?:从|由)(?:约|原来的|原先的|最初的)*$"
)
_LINE_TO = lazy_pattern(r"[^,。;\ue06d]{0,6}(?:至|到|成|为)(?:了|约|至多)*\ue06d")


def _is_old_line(draft: Draft, text: str) -> bool:
    """Whether the only sum of a loan is what its line was before it grew."""
    sums = draft.fillers.get("object", ()) if draft.predicate == "raised" and draft.is_chinese else ()
    return bool(sums) and all(
        _LINE_FROM.search(text, max(0, s.position - 16), s.position) and _LINE_TO.match(text, s.position + 1)
        for s in sums
    )


def without_old_lines(drafts: Sequence[Draft], text: str) -> list[Draft]:
    """Drops Chinese loans whose line has grown since."""
    return [draft for draft in drafts if not _is_old_line(draft, text)]


def without_bases(drafts: Sequence[Draft], text: str) -> None:
    """Takes from Chinese sales what they are only compared with: 销量30万台,相比于去年同期的[15万台]."""
    for draft in drafts:
        if draft.predicate == "supplied" and draft.is_chinese and not draft.by_construction:
            for role in ("count", "hashrate"):
                slots = draft.fillers.get(role, [])
                if len(slots) > 1:
                    own = [s for s in slots if not is_chinese_base(text, draft.sentence.slots, s)]
                    draft.fillers[role] = own or slots


def flip_signs(drafts: Sequence[Draft], text: str) -> None:
    """Gives a figure of which only the sign is told the metric of the figure before it."""
    before: Draft | None = None
    for draft in sorted((d for d in drafts if d.predicate == "reported"), key=_first):
        target = next(iter(draft.fillers.get("object", ())), None)
        if target is not None and text[target.position - 1] in "-−":
            before = draft
        if before is not None and before.sentence is draft.sentence and target is not None:
            metric = metric_by_sign(text, before.literals.get("metric", ""), target)
            draft.literals = {**draft.literals, "metric": metric} if metric else draft.literals
        before = draft


def _first(draft: Draft) -> int:
    return min((s.position for s in draft.fillers.get("object", ())), default=draft.anchor)


def _is_read(draft: Draft, read: Mapping[tuple[int, str], Sequence[tuple[int, int]]]) -> bool:
    """Whether a word of a Chinese measure stands inside a construction that reads the same measure."""
    if draft.predicate != "regulates" or draft.by_construction or not draft.is_chinese:
        return False
    spans = read.get((draft.sentence.start, draft.literals.get("action", "")), ())
    return any(start <= draft.span[0] and draft.span[1] <= end for start, end in spans)


_STRONGER = {"warn": 2, "fine": 2}


def one_action(drafts: Sequence[Draft], text: str) -> list[Draft]:
    """Of the measures in one Chinese clause the one that governs the others: the first, a warning, a fine."""
    read: dict[tuple[int, str], list[tuple[int, int]]] = defaultdict(list)
    for draft in drafts:
        if draft.predicate == "regulates" and draft.by_construction:
            read[draft.sentence.start, draft.literals.get("action", "")].append(draft.span)
    best: dict[tuple[int, int], Draft] = {}
    kept: list[Draft] = []
    for draft in sorted(drafts, key=lambda d: d.span[0]):
        if draft.predicate != "regulates" or draft.is_english:
            kept.append(draft)
            continue
        start = draft.sentence.start
        clause = (start, max(text.rfind(mark, start, draft.anchor) for mark in ",;:"))
        other = best.get(clause)
        rank = (bool(draft.fillers.get("object")), _STRONGER.get(draft.literals.get("action", ""), 1))
        if other is None:
            best[clause] = draft
        elif draft.by_construction and (draft.frame_id, draft.span) == (other.frame_id, other.span):
            kept.append(draft)  # several authorities together
        elif draft.literals == other.literals and draft.fillers.get("object") and other.fillers.get("object"):
            kept.append(draft)
        elif rank > (bool(other.fillers.get("object")), _STRONGER.get(other.literals.get("action", ""), 1)):
            best[clause] = draft
    return [draft for draft in (*kept, *best.values()) if not _is_read(draft, read)]


_FIGURE_OF = {"reported": "object", "supplied": "count", "mined": "object", "holds": "object"}


def without_reread(drafts: Sequence[Draft]) -> list[Draft]:
    """Drops what a trigger makes of a figure that a construction has read."""
    told = {
        (slot.position, draft.predicate)
        for draft in drafts
        if draft.by_construction and draft.predicate in _FIGURE_OF
        for slot in draft.fillers.get(_FIGURE_OF[draft.predicate], ())
    }
    mined = {at for at, predicate in told if predicate == "mined"}
    told.update((at, "holds") for at in mined)
    return [
        draft
        for draft in drafts
        if draft.by_construction
        or draft.is_english
        or not any(
            (slot.position, draft.predicate) in told
            for slot in draft.fillers.get(_FIGURE_OF.get(draft.predicate, "object"), ())
        )
    ]


_DEALS = ("partnered_with", "ordered_from", "acquired", "supplied", "raised", "subsidiary_of")


def without_unnamed(drafts: Sequence[Draft]) -> list[Draft]:
    """Drops partnerships with somebody unnamed, and acts on nobody, where the Chinese sentence names whom it is with."""
    ruled = {
        (draft.sentence.start, draft.literals.get("action"))
        for draft in drafts
        if draft.predicate == "regulates" and draft.by_construction and draft.fillers.get("object")
    }
    drafts = [
        draft
        for draft in drafts
        if draft.predicate != "regulates"
        or draft.fillers.get("object")
        or (draft.sentence.start, draft.literals.get("action")) not in ruled
    ]
    named = {
        draft.sentence.start
        for draft in drafts
        if draft.predicate in _DEALS and any(s.type in "CcF" for s in draft.fillers.get("object", ()))
    }
    return [
        draft
        for draft in drafts
        if not draft.frame_id.startswith(("zh.partner.unnamed", "zh.partner.some", "zh.partner.host_for"))
        or draft.fillers.get("object")
        or draft.sentence.start not in named
    ]


def own_models(encoded: EncodedText, salience: Salience, known: Knowledge, *, ordered: bool = False) -> Iterator[Draft]:
    """What the host of a call makes, or the maker that an English text is about: the models spoken of, none behind another name.

    `ordered` tells that the text has orders: there a model is what was bought, and only a call's host makes what it speaks of.
    """
    main = salience.main
    if main is None or main not in known.builders:
        return
    host = is_transcript(encoded) and main in known.makers
    if not host and (ordered or _HAN.search(encoded.text)):
        return
    for sentence in encoded.sentences:
        others = any(s.type == "C" and s.ref != main for s in sentence.slots)
        traded = others and _SOLD_ON.search(encoded.text, sentence.start, sentence.end)
        for before, slot in zip([None, *sentence.slots], sentence.slots, strict=False):
            if slot.type != "M" or (before and before.type == "C" and before.position == slot.position - 1):
                continue
            maker = known.models.get(slot.ref)
            if maker == main:
                told = host or not traded
            elif maker is not None:
                told = False
            else:
                told = host or (main in known.makers and salience.dominates and not others)
            if told:
                yield _own_model(sentence, slot, main, "zh" if host else "en")


_SOLD_ON = lazy_pattern(r"\b(?:order|purchas|bought|buy|sold|sell|sale|deliver|ship|suppl|customer|from)")


def _own_model(sentence: Sentence, slot: Slot, main: str, language: str) -> Draft:
    """That the main company makes a model."""
    draft = Draft(f"{language}.manufactures.host", "manufactures", sentence, slot.position, confidence=0.5)
    draft.span = (slot.position, slot.position + 1)
    draft.fillers["object"] = [slot]
    draft.fillers["subject"] = [Slot(slot.position, "c", slot.start, slot.end, main)]
    draft.modality = "asserted"
    draft.undated = True
    return draft


_HAN = lazy_pattern(r"[\u4e00-\u9fff]")
