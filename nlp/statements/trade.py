"""Who buys and who sells: the two sides of an order by what firms do for a living."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Collection, Sequence

from nlp.encoding import EncodedText, Slot
from nlp.references import Salience
from nlp.statements.drafts import Draft
from nlp.statements.knowledge import Knowledge
from nlp.text.lazy import lazy_pattern

_COMPUTING = ("cloud", "miner", "host")
"""Trades of those that sell computing power."""

_NEAR = 120
"""How far before a Chinese order its text may speak of the maker, in encoded characters."""

_TAKES_ORDERS = lazy_pattern(
    r"(?:获得|收到|斩获|接获|拿下|签下|累计|总|新增|未完成|在手)[^。;]{0,40}订单|(?:销售|供货|供应)(?:合同|协议|订单)|订单(?:达到|总计|累计)|received?[^.;]{0,40}orders?|orders? (?:from|for)|(?:pre-?)?orders (?:stand|stood|amount(?:ed)?|r[au]n|came|come|add(?:ed)? up|now|already) (?:at|to)|order book|backlog"
)
# the rig maker [X] · [X], which designs chips
_MAKER = lazy_pattern(
    r"\b(?:rig|machine|mining[- ]machine|mining[- ]hardware|hardware|asic|chip|mining[- ]equipment|mining[- ]rig)[- ]?(?:maker|manufacturer|builder)\s(?P<maker>\ue043)"
    r"|(?P<named>\ue043),\s(?:the|an?)\s(?:[a-z-]+\s){0,3}?(?:rig|machine|mining[- ]hardware|asic|mining[- ]equipment)[- ]?(?:maker|manufacturer)\b"
)
_SIZES = ("count", "hashrate", "amount")
_FOLLOWS = 3
"""How many sentences after an order its deliveries may be told."""

Sides = tuple[list[Slot | str | None], list[Slot | str | None]]


# sold by no maker: 900 used machines, machines from a farm in Xinjiang, 向一家贸易商买
_FROM_OTHERS = lazy_pattern(
    r"\b(?:used|second-?hand|previously[- ]owned|pre-owned|spot market|broker|reseller|distributor|dealer|auction)\b"
    r"|\bfrom (?:an?|others?|another|various|several|many|one|some|unnamed|undisclosed|existing)\b"
    r"|二手|旧机|用过|在架|转手|拍卖|法院|破产|现货|卖家|贸易商|经销商|中间商|同行|不具名|未具名|没有透露(?:卖方|供应商)|某"
    r"|(?:从|向|找|跟|与|和|同)一(?:家|座|名|位|个)|持有人"
)


class Trade:
    """Tells the two sides of the orders of one text apart."""

    def __init__(self, encoded: EncodedText, salience: Salience, known: Knowledge) -> None:
        self._encoded, self._salience, self._known = encoded, salience, known
        self._first: dict[str, int] = {}
        self._told: tuple[Draft, Sides] | None = None
        told = (m.start("maker") if m["maker"] else m.start("named") for m in _MAKER.finditer(encoded.text))
        self._makers = known.makers.union(encoded.slots[at].ref for at in told)
        for slot in encoded.slots.values():
            if slot.type == "C":
                self._first.setdefault(slot.ref, slot.position)
        self._of_makers = sorted(
            s.position for s in encoded.slots.values() if s.type == "C" and s.ref in known.builders
        )

    def keep(self, draft: Draft, subjects: list[Slot | str | None], objects: list[Slot | str | None]) -> None:
        """Keeps the two sides of an order, for what is told of its deliveries."""
        self._told = draft, (subjects, objects)

    def delivered(self, draft: Draft) -> Sides | None:
        """Who has delivered to whom what came of the last order: 600 of them had been received."""
        if self._told is None:
            return None
        order, (buyers, sellers) = self._told
        apart = self._encoded.number_of(draft.sentence) - self._encoded.number_of(order.sentence)
        if not 0 <= apart <= _FOLLOWS or sellers == [None] or order.modality not in (None, "asserted"):
            return None
        between = (s for s in draft.sentence.slots if s.type == "C" and s.position < draft.span[0])
        known = {s.ref if isinstance(s, Slot) else s for s in (*buyers, *sellers)}
        return (sellers, buyers) if all(s.ref in known for s in between) else None

    def computes(self, side: Sequence[Slot | str | None]) -> bool:
        """Whether all of a side are known to sell computing by trade."""
        refs = [s.ref if isinstance(s, Slot) else s for s in side]
        return all(ref is not None and self._known.trades.get(ref) in _COMPUTING for ref in refs)

    def sides(
        self, draft: Draft, subjects: list[Slot | str | None], objects: list[Slot | str | None]
    ) -> tuple[list[Slot | str | None], list[Slot | str | None]]:
        """Buyer and seller the right way round: who makes machines sells them to who does not."""

        def makes(side: Sequence[Slot | str | None], makers: Collection[str] = self._known.makers) -> bool:
            return any((s.ref if isinstance(s, Slot) else s) in makers for s in side if s)

        def bought_from(slot: Slot | str | None) -> bool:
            before = self._encoded.text[max(0, slot.position - 5) : slot.position] if isinstance(slot, Slot) else ""
            return bool(re.search(r"(?:从|向|自|from)\s?$", before))

        sellers = [s for s in subjects if makes([s])] if objects == [None] else []
        if sellers and len(sellers) < len(subjects):
            return [
                s for s in subjects if s not in sellers
            ], sellers  # Bitmain and Hut 8 struck a deal for 5,000 machines
        if (
            makes(subjects)
            and objects != [None]
            and not all(makes([o]) for o in objects)
            and not bought_from(objects[0])
        ):
            return objects, subjects
        buyer = self._salience.main if self._salience.dominates and draft.is_english else None
        if makes(subjects) and objects == [None] and buyer and not makes([buyer]):
            draft.subject_open = False
            return [buyer], subjects  # Canaan has pocketed a contract for 14,000 rigs, in an article on one miner
        if (
            makes(subjects, self._known.builders)
            and objects == [None]
            and _TAKES_ORDERS.search(self._encoded.text, draft.sentence.start, draft.sentence.end)
        ):
            draft.subject_open = False
            return [None], subjects
        if [s.ref for s in objects if isinstance(s, Slot)] == [s.ref if isinstance(s, Slot) else s for s in subjects]:
            draft.subject_open = False
            return [None], objects
        second_hand = draft.frame_id.startswith("zh.order.second_hand")
        if objects == [None] and draft.is_chinese and not (second_hand or makes(subjects)):
            own = {s.ref if isinstance(s, Slot) else s for s in subjects}
            named = (s for s in draft.sentence.slots if s.type == "C" and s.ref not in own)
            makers = {s.ref: s for s in named if s.ref in self._known.builders}
            if len(makers) == 1:
                return subjects, list(makers.values())
        if objects == [None] and not second_hand and subjects != [None]:
            seller = self._maker(draft, subjects)
            return subjects, [seller] if seller else objects
        return subjects, objects

    def _maker(self, draft: Draft, subjects: Sequence[Slot | str | None]) -> str | None:
        """Who makes the machines of an order of which no seller is told, if the text has named it by the end of the sentence.

        None where the machines are second-hand, or come from somebody without a name.
        """
        start, end = draft.sentence.start, draft.sentence.end
        if _FROM_OTHERS.search(self._encoded.text, start, end):
            return None
        made = {self._known.models.get(slot.ref) for slot in draft.fillers.get("machine", ())}
        makers = made if made - {None} else self._makers_near(draft)
        maker = next(iter(makers)) if len(makers) == 1 else None
        if maker is None or any((s.ref if isinstance(s, Slot) else s) == maker for s in subjects):
            return None
        return maker if self._first.get(maker, end) < end else None

    def _makers_near(self, draft: Draft) -> set[str]:
        """The makers of machines that may be meant where an order tells of no known model.

        In Chinese those of the whole text, one of which was named right before; in English those named so far, of an order
        of some number of machines.
        """
        start, end = draft.sentence.start, draft.sentence.end
        if draft.is_chinese:
            last = bisect_left(self._of_makers, start)
            near = last > 0 and self._of_makers[last - 1] > start - _NEAR
            return set(self._known.builders & self._first.keys()) if near else set()
        if draft.modality == "ended" or not any(draft.fillers.get(role) for role in _SIZES):
            return set()
        return {ref for ref in self._makers if self._first.get(ref, end) < end}


def without_owned_models(drafts: Sequence[Draft], known: Knowledge) -> list[Draft]:
    """Those drafts of which none takes the owner of machines for their maker: 400 of Foundry's Antminer S19 machines."""
    return [
        draft for draft in drafts
        if not draft.frame_id.startswith("en.manufactures.") or not _is_owner(draft, known)
    ]  # fmt: skip


def _is_owner(draft: Draft, known: Knowledge) -> bool:
    """Whether all the models are known to be another's, and the firm before them makes none."""
    subjects = [slot.ref for slot in draft.fillers.get("subject", ())]
    models = [known.models.get(slot.ref) for slot in draft.fillers.get("object", ())]
    return bool(subjects) and all(models) and not known.builders.intersection(subjects)
