"""Orders told in several sentences: prices, options, deliveries and destinations of the machines just ordered."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Iterable, Sequence

from nlp.clause_places import is_credited, is_oblique
from nlp.encoding import EncodedText, Sentence, Slot
from nlp.statements.drafts import Draft
from nlp.statements.lists import coordinated
from nlp.statements.once import key_of
from nlp.text.lazy import lazy_pattern

_AGAIN = lazy_pattern(
    r"(?<![\u4e00-\u9fff])(?:采购价|购买价|收购价|总价)(?:格|款)?|(?:本|此)次(?:采购|订购|购机|收购)(?=将|可|预计|使|令)|(?:该批|这批|此批|这些|上述|所购|新购|(?:本|此)次(?:采购|收购|购买|购入|订购)的?|所有)(?:新)?(?:采购的?|购买的?|订购的?|购入的?)?(?:矿机|设备|机器|订单|asic|系统|服务器|芯片|gpu|\ue04d)|(?:协议|合同|合约|订单|公告|文件)(?:显示|写明|载明|规定|约定|列明|注明),?|(?:根据|按照?)(?:该|这份)?(?:协议|合同|合约)|(?:该|此|这份|这笔)(?:协议|合同|订单|交易)|首批|第一批|余下|其余"
    r"|\b(?:the|these|those|all|its) (?:new(?:ly (?:ordered|purchased))? |additional |purchased |ordered |latest )?(?:mining )?(?:machines|miners|rigs|units|order|asics|purchase|fleet upgrade|equipment to be bought|machines to be bought|miners to be bought)\b"
    r"|\b(?:under|per|as part of) (?:the |this |its |\ue063 )?(?:terms of )?(?:the |this )?(?:new )?(?:purchase )?(?:agreement|contract|deal|order)\b|\b(?:the|this) (?:purchase )?(?:agreement|contract|deal|option)\b"
    r"|\b(?:average|total|purchase|contract) price\b|\bdeliver(?:y|ies)\b|\bshipments?\b|\b(?:first|second|last|final|next|initial) (?:lot|batch|tranche)\b"
    r"|^\s*they\b|\bthe (?:first|rest|remainder|remaining|balance|batches|gear|hardware|equipment|systems|servers)\b|\ball (?:of )?(?:the )?(?:machines|miners|rigs|units|\ue06e|of them)\b"
    r"|\bwill (?:ship|be shipped|arrive|be installed|be hosted|be deployed|be delivered|be housed|go to|start shipping|begin shipping)\b"
)
_DELIVERY = lazy_pattern(
    r"(?:deliver(?:y|ed|ies)?|arriv(?:e|al|ing)|ship(?:ped|ping|ments?)?|receive[ds]?|batch(?:es)?|install(?:ed|ation)?|\bdue\b|\breach(?:es|ed)?\s(?:the\s)?[\ue043\ue063]|交付|交货|发货|到货|运抵)[^.;。；]{0,60}$"
)
# between now and [the second quarter], due in [May]
_DELIVERS = lazy_pattern(
    r"\b(?:deliver(?:y|ies|ing|ed)?|arriv(?:al|e|es|ing)|shipp(?:ing|ed)|shipments?|to ship|due)\b[^.;\ue043]{0,30}?\s(?:in|by|on|from|between|through|during|until|and|to|for|before|starting|late|early)\s(?:the )?$"
)
_DELIVERED = lazy_pattern(
    r"(?:之?前|底|初|起|内|开始|陆续|分批|全部|完成|到|到位|悉数|\s)*(?:交付|交货|发货|到货|运抵|出货|到位|上架|安装)"
)
_OPTION = lazy_pattern(r"(?:\boption|\bright)[^,.;]{0,60}$|(?:选择权|期权|选项)[^,。;]{0,20}$")
_TOTAL = lazy_pattern(
    r"(?:total(?:ing|ling)?|worth|valued at|value of|price of|consideration of|cost(?:s|ing)?(?: of)?|priced at|for|approximately|采购价|购买价|收购价|总价|总额|金额|总值|价值|合计|共计|作价)[^,.;。，]{0,24}$"
)
_TOGETHER = lazy_pattern(
    r"(?:represent(?:s|ing)?|total(?:s|ing|ling)?|amount(?:s|ing)? to|aggregate|combined|equivalent to|add(?:s|ing)?|合计|总算力|提供)[^,.;。，]{0,30}$"
)
_AT_SITE = lazy_pattern(
    r"(?:install(?:ed|ation)?|deploy(?:ed|ment)?|hosted|housed|delivered to|shipped to|energi[sz]ed|destined for|bound for|earmarked for|sent to|(?:go|goes|going|heading|headed) to|plugged in|put to work|安装|部署|运往|运至|发往|放置)[^.;。；]{0,50}$"
)
_SHIPS = lazy_pattern(
    r"\s(?:will |is to |has |had |should |plans to |began |begins |started |expects to )*(?:ship|deliver|supply|start|begin)"
)
# the rigs, which were sourced from mining manufacturer [X] · 该批矿机由[X]供应, 来自[X]
_SOURCED = lazy_pattern(
    r"\b(?:sourced|bought|purchased|ordered|acquired|obtained|procured|come|comes|came|coming|supplied|made|built|manufactured|produced|delivered)\s(?:directly\s)?(?:from|by)\s"
    r"(?:(?:the|its|chinese|china's|singapore-based|leading|top|mining|rig|machine|bitcoin|asic|hardware|chip|maker|manufacturer|equipment|supplier|giant|vendor|\ue04a(?:'s)?)\s){0,6}$"
    r"|(?:来自|购自|采购自|(?:供应商|卖方|供货方|厂商)(?:为|是))(?:矿机|设备)?(?:制造商|厂商|巨头|生产商)?\s?$"
)
_SUPPLIED_BY = lazy_pattern(
    r"由(?:矿机|设备)?(?:制造商|厂商|巨头|生产商)?\s?\ue043\s?(?:供应|提供|供货|生产|制造|交付|负责)"
)
_DEPOSIT = lazy_pattern(r"(?:预付|定金|订金|首付|保证金|押金)[^,。;]{0,6}$")
_GIVEN = ("unit_price", "delivery_date", "hashrate", "destination", "machine", "count", "option_count", "amount")
_EACH = lazy_pattern(r"(?:单价|每台|均价|单台)(?:约|为|是|合|仅)*\s?$")
_NEAR = 160
"""How far after an order the next sentence on it may begin, in encoded characters."""


def continue_orders(drafts: Sequence[Draft], encoded: EncodedText, makers: Collection[str] = ()) -> list[Draft]:
    """Gives what following sentences say of 该批矿机, the machines, the agreement to the order before them."""
    kept: list[Draft] = []
    order: Draft | None = None
    told: list[tuple[Sentence, Draft]] = []
    for draft in sorted(drafts, key=lambda d: d.span[0]):
        if order is not None and _goes_on(order, draft, encoded.text):
            _give(order, draft)
            continue
        if draft.predicate == "ordered_from":
            if _by_no_maker(draft, makers):
                _sell(draft)
            else:
                order = draft
                told.append((draft.sentence, draft))
        kept.append(draft)
    for sentence, made in told:
        _tell_deliveries(sentence, made, encoded.text)
    taken = _tell_more(told, encoded, makers) | _take_prices(told, kept, encoded.text)
    return [draft for draft in kept if not _is_of_order(draft, taken)]


# 首批客户为[X],订购4,500台: whose clients order what their maker has just shown
_CLIENT = lazy_pattern(
    r"(?:首批|首个|首位|首家|首名|第一批|第一个|[\ue04a\ue06a])(?:的)?(?:客户|买家|买主|订户)(?:则|就)?(?:为|是|有|包括)?(?:\ue04a的?)?[^,。;\ue041-\ue07a]{0,4}\s?$"
)


def sell_to_clients(drafts: Sequence[Draft], encoded: EncodedText) -> None:
    """Gives the orders of a Chinese 首批客户 to these, and to the maker that the sentences before showed the machine of."""
    text, shown = encoded.text, [d for d in drafts if d.predicate == "manufactures" and d.is_chinese]
    shown.sort(key=lambda d: d.span[0])
    starts = [d.span[0] for d in shown]
    clients: dict[int, Slot | None] = {}
    for order in drafts:
        if order.predicate != "ordered_from" or order.fillers.get("object") or not order.is_chinese:
            continue
        sentence = order.sentence
        if sentence.start not in clients:
            clients[sentence.start] = next((s for s in sentence.slots if _is_client(s, sentence, text)), None)
        client = clients[sentence.start]
        at = bisect_left(starts, order.span[0])
        maker = _maker(shown[at - 1], order, text) if at else None
        if client and maker and client.position < order.span[1] and maker.ref != client.ref:
            order.fillers["object"] = [maker]
            order.fillers["subject"] = coordinated(text, sentence.slots, client)


def _is_client(slot: Slot, sentence: Sentence, text: str) -> bool:
    start = max(sentence.start, slot.position - 16)
    return slot.type == "C" and bool(_CLIENT.search(text, start, slot.position))


def _maker(draft: Draft, order: Draft, text: str) -> Slot | None:
    """Who shows a machine, where an order follows it closely."""
    sentence = draft.sentence
    if sentence.paragraph != order.sentence.paragraph or order.sentence.start - sentence.end > 2 * _NEAR:
        return None
    told = draft.fillers.get("subject") or [
        s for s in sentence.slots if s.type == "C" and s.position < draft.span[0] and not is_credited(text, s)
    ]
    return told[-1] if told and told[-1].position < order.span[0] else None


def _goes_on(order: Draft, draft: Draft, text: str) -> bool:
    sentence = draft.sentence
    return (
        sentence.start > order.sentence.start
        and sentence.start - order.sentence.end < _NEAR
        and draft.predicate in ("ordered_from", "has_capacity")
        and bool(_AGAIN.search(text, sentence.start, sentence.end))
        and not _is_own(order, draft, text)
        and not any(s.type == "C" for s in draft.fillers.get("object", ()))
        and not (draft.predicate == "has_capacity" and (draft.is_english or _of_fleet(draft, text)))
    )


def _is_own(order: Draft, draft: Draft, text: str) -> bool:
    """Whether a sentence tells an order of its own before it says 这批矿机, or speaks of an option."""
    if draft.predicate != "ordered_from":
        return False
    again = _AGAIN.search(text, draft.sentence.start, draft.sentence.end)
    if again is None or draft.span[0] >= again.start():
        return False
    known = _parties(order) | {s.ref for s in order.sentence.slots if s.type in "Cc"}
    others = [s for s in draft.sentence.slots if s.type == "C" and s.position < draft.span[0] and s.ref not in known]
    return bool(others)


# 全公司的算力将到[3.8 EH/s]: of the whole fleet, not of the order
_WHOLE_FLEET = lazy_pattern(
    r"(?:\ue063|公司|\ue043)(?:的)?(?:总|合计)?(?:运营|自营|部署|挖矿|在线)?(?:的)?(?:比特币|加密货币)?(?:总)?(?:算力|哈希率|挖矿能力|采矿能力|挖矿容量)[^,。;]{0,16}$|(?:公司|\ue063|\ue043)(?:目前|现|现在|如今|当前)(?:约|近|已)?(?:为|是|达)(?:约)?$"
    r"|(?:运营|自营|在线)(?:总)?算力[^,。;]{0,16}$|(?:增至|提升至|扩大至|扩至|提高至|\ue070至)(?:约)?$"
)


def _of_fleet(draft: Draft, text: str) -> bool:
    """Whether a Chinese figure is the capacity of the whole firm."""
    return any(
        _WHOLE_FLEET.search(text, max(draft.sentence.start, slot.position - 30), slot.position)
        for slot in (*draft.fillers.get("object", ()), *(s for s in draft.sentence.slots if s.type == "h"))
    )


def _give(order: Draft, draft: Draft) -> None:
    if draft.predicate == "has_capacity":
        slots = [s for s in draft.fillers.get("object", ()) if s.type == "h"]
        if slots and not order.fillers.get("hashrate"):
            order.fillers["hashrate"] = slots
        return
    for role in _GIVEN:
        if draft.fillers.get(role) and not order.fillers.get(role):
            order.fillers[role] = draft.fillers[role]


def _by_no_maker(draft: Draft, makers: Collection[str]) -> bool:
    """Whether who sells makes no machines: a miner that parts with its old ones."""
    sellers = draft.fillers.get("object", ())
    return draft.frame_id.endswith("order.sells_to") and bool(sellers) and not any(s.ref in makers for s in sellers)


def _sell(draft: Draft) -> None:
    """Makes a sale by the seller of an order by the buyer."""
    draft.predicate = "supplied"
    draft.fillers["subject"], draft.fillers["object"] = draft.fillers["object"], draft.fillers["subject"]


def _ships(sentence: Sentence, text: str, makers: Collection[str]) -> Slot | None:
    """The maker of whom a sentence says that it ships what was ordered, or that it comes from them."""
    for slot in sentence.slots:
        if slot.type != "C" or slot.ref not in makers:
            continue
        if _SHIPS.match(text, slot.position + 1):
            return slot
        start = max(sentence.start, slot.position - 80)
        if _SOURCED.search(text, start, slot.position) or any(
            match.start() < slot.position < match.end() for match in _SUPPLIED_BY.finditer(text, start, sentence.end)
        ):
            return slot
    return None


def _tell_deliveries(sentence: Sentence, order: Draft, text: str) -> None:
    """Gives an English order read as a whole the days of delivery behind it: 900 rigs on order, delivering by [May]."""
    if order.is_chinese or not order.by_construction or order.fillers.get("delivery_date"):
        return
    floor = max([order.span[0], *(s.position + 1 for s in order.fillers.get("count", ()))])
    for slot in sentence.slots:
        if slot.type != "D" or slot.position <= floor:
            continue
        if _DELIVERS.search(text, max(floor, slot.position - 60), slot.position):
            order.fillers["delivery_date"].append(slot)
            order.fillers["date"] = [s for s in order.fillers.get("date", ()) if s is not slot]


def _tell_more(told: Sequence[tuple[Sentence, Draft]], encoded: EncodedText, makers: Collection[str] = ()) -> set[int]:
    """Adds prices, deliveries and options of the next sentences; the positions of what was taken."""
    taken: set[int] = set()
    starts = {sentence.start for sentence, _ in told}
    for sentence, order in told:
        english = order.is_english
        reach = 3 * _NEAR if english else _NEAR
        for nxt in [s for s in encoded.sentences if sentence.end <= s.start < sentence.end + reach]:
            if nxt.start in starts:
                break
            if not _AGAIN.search(encoded.text, nxt.start, nxt.end):
                if english:
                    continue
                break
            seller = _ships(nxt, encoded.text, makers) if not order.fillers.get("object") else None
            known = _parties(order).union(s.ref for s in sentence.slots if s.type in "Cc")
            strangers = [s for s in nxt.slots if s.type == "C" and s.ref not in known and s is not seller]
            if any(not is_oblique(encoded.text, s) for s in strangers):
                break
            if seller:
                order.fillers["object"].append(seller)
            for role, slot in _roles(nxt, encoded.text):
                if role == "hashrate" and english and _is_of_fleet(nxt, slot, order):
                    continue
                if role in ("unit_price", "delivery_date") or not order.fillers.get(role):
                    order.fillers[role].append(slot)
                    taken.add(slot.position)
    return taken


def _is_of_fleet(sentence: Sentence, hashrate: Slot, order: Draft) -> bool:
    """Whether a hashrate is that of more machines than an order is of: it will run 103,000 machines with [10.36 EH/s]."""
    counts = [s for s in sentence.slots if s.type == "n" and s.position < hashrate.position]
    ordered = {key_of(s) for s in order.fillers.get("count", ())}
    return bool(counts and ordered) and key_of(counts[-1]) not in ordered


def _take_prices(told: Sequence[tuple[Sentence, Draft]], drafts: Sequence[Draft], text: str) -> set[int]:
    """Prices that stand in the sentence of an order are its own, and no list price of the machine."""
    taken: set[int] = set()
    for sentence, order in told:
        for draft in drafts:
            if draft.predicate != "has_spec" or draft.sentence is not sentence:
                continue
            for slot in draft.fillers.get("object", ()):
                role = {"u": "unit_price", "m": "amount"}.get(slot.type)
                if slot.type == "m" and _EACH.search(text, max(0, slot.position - 8), slot.position):
                    role = "unit_price"
                if role:
                    if role == "unit_price" or not order.fillers.get(role):
                        order.fillers[role].append(slot)
                    taken.add(slot.position)
    return taken


def _parties(order: Draft) -> set[str]:
    return {s.ref for role in ("subject", "object") for s in order.fillers.get(role, ())}


def _is_of_share(slot: Slot) -> bool:
    """Whether a price is one of shares, not of machines."""
    measure = slot.mention.measure if slot.mention else None
    return measure is not None and (measure.unit or "").endswith("/share")


def _roles(sentence: Sentence, text: str) -> Iterable[tuple[str, Slot]]:
    """What the slots of a sentence on an order are to it."""
    for slot in sentence.slots:
        before = text[max(sentence.start, slot.position - 70) : slot.position]
        if slot.type == "u":
            if not _is_of_share(slot):
                yield "unit_price", slot
        elif slot.type in "nk" and _OPTION.search(before):
            yield "option_count", slot
        elif slot.type == "D" and (_DELIVERY.search(before) or _DELIVERED.match(text, slot.position + 1)):
            yield "delivery_date", slot
        elif slot.type == "h" and _TOGETHER.search(before):
            yield "hashrate", slot
        elif slot.type == "m" and _TOTAL.search(before) and not _DEPOSIT.search(before):
            yield "amount", slot
        elif slot.type in "JF" and _AT_SITE.search(before):
            yield "destination", slot


def _is_of_order(draft: Draft, taken: set[int]) -> bool:
    """Whether a draft only says again what an order has taken."""
    if draft.predicate not in ("has_spec", "raised", "reported", "has_capacity"):
        return False
    return any(slot.position in taken for slot in draft.fillers.get("object", ()))
