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
"""How far before an order its text may speak of the maker, in encoded characters."""

_USED = lazy_pattern(
    r"二手|旧机|用过|在架|转手|拍卖|法院|破产|现货|卖家|贸易商|经销商|中间商|同行|不具名|未具名|没有透露(?:卖方|供应商)|某|(?:从|向|找|跟|与|和|同)一(?:家|座|名|位|个)|持有人"
)
_TAKES_ORDERS = lazy_pattern(
    r"(?:获得|收到|斩获|接获|拿下|签下|累计|总|新增|未完成|在手)[^。;]{0,40}订单|(?:销售|供货|供应)(?:合同|协议|订单)|订单(?:达到|总计|累计)|received?[^.;]{0,40}orders?|orders? (?:from|for)|order book|backlog"
)


class Trade:
    """Tells the two sides of the orders of one text apart."""

    def __init__(self, encoded: EncodedText, salience: Salience, known: Knowledge) -> None:
        self._encoded, self._salience, self._known = encoded, salience, known
        self._first: dict[str, int] = {}
        for slot in encoded.slots.values():
            if slot.type == "C":
                self._first.setdefault(slot.ref, slot.position)
        self._told = sorted(s.position for s in encoded.slots.values() if s.type == "C" and s.ref in known.builders)

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
        buyer = self._salience.main if self._salience.dominates and draft.frame_id.startswith("en.") else None
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
        if objects == [None] and draft.frame_id.startswith("zh.") and not (second_hand or makes(subjects)):
            own = {s.ref if isinstance(s, Slot) else s for s in subjects}
            named = (s for s in draft.sentence.slots if s.type == "C" and s.ref not in own)
            makers = {s.ref: s for s in named if s.ref in self._known.builders}
            if len(makers) == 1:
                return subjects, list(makers.values())
        if objects == [None] and not second_hand and subjects != [None]:
            seller = self._maker(draft, subjects)
            return subjects, [seller] if seller else objects
        return subjects, objects

    def _told_of(self, draft: Draft) -> set[str | None]:
        """The maker that the sentences right before an order are on, in a text that has no other."""
        makers = self._known.builders & self._first.keys()
        start = draft.sentence.start
        last = bisect_left(self._told, start)
        near = last > 0 and self._told[last - 1] > start - _NEAR
        return {*makers} if near and len(makers) == 1 else set()

    def _is_used(self, draft: Draft) -> bool:
        """Whether the machines of an order are second-hand, or come from somebody without a name."""
        return _USED.search(self._encoded.text, draft.sentence.start, draft.sentence.end) is not None

    def _maker(self, draft: Draft, subjects: Sequence[Slot | str | None]) -> str | None:
        """Who makes the machines of an order of which no seller is told, if the text has named it by the end of the sentence."""
        makers = {self._known.models.get(slot.ref) for slot in draft.fillers.get("machine", ())}
        if draft.frame_id.startswith("zh.") and makers <= {None} and not self._is_used(draft):
            makers = self._told_of(draft)
        maker = makers.pop() if len(makers) == 1 else None
        if maker is None or any((s.ref if isinstance(s, Slot) else s) == maker for s in subjects):
            return None
        first = self._first.get(maker)
        return maker if first is not None and first < draft.sentence.end else None
