"""Chinese drafts that only shadow another one: sales called deals, raids by those named before, machines of others."""

from __future__ import annotations

from collections.abc import Sequence

from nlp.encoding import EncodedText
from nlp.statements.drafts import Draft
from nlp.text.lazy import lazy_pattern

# 德州区块链协会, 挖矿联盟: bodies that speak for a trade and run no machines
_ASSOCIATION = lazy_pattern(r"(?:协会|協會|商会|商會|联合会|聯合會|学会|學會|理事会|理事會|研究院|研究所)$")
_RAID_REACH = 160
_RUN = ("has_capacity", "mined")


def without_shadows(drafts: Sequence[Draft]) -> list[Draft]:
    """The Chinese drafts without those that another one of their sentence outdoes.

    These are partnerships that only repeat a sale of computing, or that are a state's, and the end of a site
    that is only switched off for a while.
    """
    sold: set[tuple[int, frozenset[str]]] = set()
    of_state: set[int] = set()
    off: set[int] = set()
    for draft in drafts:
        if draft.frame_id.startswith("zh.supplied.service"):
            sold.add((draft.sentence.start, frozenset(_parties(draft))))
        elif draft.frame_id.startswith("zh.partner.of_state"):
            of_state.add(draft.sentence.start)
        elif draft.frame_id.startswith("zh.operates.off_for_a_while"):
            off.update(slot.position for slot in draft.fillers.get("object", ()))

    def outdone(draft: Draft) -> bool:
        if draft.predicate == "operates_in" and not draft.frame_id.startswith("zh.operates.off_for_a_while"):
            return any(slot.position in off for slot in draft.fillers.get("object", ()))
        if draft.predicate != "partnered_with" or not draft.is_chinese:
            return False
        if draft.sentence.start in of_state and draft.frame_id.startswith("zh.partner.unnamed"):
            return True
        return (draft.sentence.start, frozenset(_parties(draft))) in sold

    return [draft for draft in drafts if not outdone(draft)]


def _parties(draft: Draft) -> set[str]:
    return {slot.ref for role in ("subject", "object") for slot in draft.fillers.get(role, ())}


def state_raids(drafts: Sequence[Draft], encoded: EncodedText) -> None:
    """Makes the government that was named before the ruler of a raid told of a place of its own: 在德黑兰省,当局查封…."""
    for draft in drafts:
        if not draft.frame_id.startswith("zh.regulates.raid_there") or draft.fillers.get("object"):
            continue
        if "当局" not in encoded.text[draft.span[0] : draft.span[1]]:
            continue
        places = draft.fillers.get("subject", ())
        before = encoded.last_before("A", draft.span[0], _RAID_REACH)
        if places and before and before[-1].ref.partition("-")[0] == places[0].ref.partition("-")[0]:
            draft.fillers["subject"], draft.fillers["object"] = [before[-1]], list(places)


def runs_nothing(draft: Draft, surface: str) -> bool:
    """Whether the subject of a Chinese draft is an association, which tells of the machines of others."""
    return draft.is_chinese and draft.predicate in _RUN and _ASSOCIATION.search(surface) is not None
