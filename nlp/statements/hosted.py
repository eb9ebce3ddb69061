"""Power that a Chinese deal puts at another's disposal is no capacity of either party besides."""

from __future__ import annotations

from collections.abc import Sequence

from nlp.statements.drafts import Draft
from nlp.text.lazy import lazy_pattern

# 德州区块链协会, 挖矿联盟: bodies that speak for a trade and run no machines
_ASSOCIATION = lazy_pattern(r"(?:协会|協會|商会|商會|联合会|聯合會|学会|學會|理事会|理事會|研究院|研究所)$")
_RUN = ("has_capacity", "mined")


def without_hosted(drafts: Sequence[Draft]) -> list[Draft]:
    """The drafts without Chinese capacity that is only the load of a hosting contract or lease of the same sentence."""
    hosted = {
        slot.position
        for draft in drafts
        if draft.predicate == "partnered_with" and draft.is_chinese
        for slot in draft.fillers.get("power", ())
    }
    return [
        draft
        for draft in drafts
        if draft.predicate != "has_capacity"
        or draft.by_construction
        or draft.modality
        or not any(slot.position in hosted for slot in draft.fillers.get("object", ()))
    ]


def runs_nothing(draft: Draft, surface: str) -> bool:
    """Whether the subject of a Chinese draft is an association, which tells of the machines of others."""
    return draft.is_chinese and draft.predicate in _RUN and _ASSOCIATION.search(surface) is not None
