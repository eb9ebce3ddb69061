"""English figures that only tell how much more there was than before: no outputs, sales or holdings of their own."""

from __future__ import annotations

from collections.abc import Sequence

from nlp.encoding import Slot
from nlp.statements.drafts import Draft
from nlp.text.lazy import lazy_pattern

# increased its holdings by [135 BTC], held 2,940 BTC after adding [135 BTC]
_GROWN_BY = lazy_pattern(
    r"\b(?:by|add(?:ed|ing)|with the addition of|an? (?:increase|rise|gain|addition) of)\s"
    r"(?:about |around |roughly |nearly |more than |over |some |just |another |an additional |a further )*$"
)


_OF_COINS = ("holds", "mined", "sold_crypto")
_MORE_COINS = lazy_pattern(r"\b(?:more|fewer|less)\b")
_COMPARED_WITH = lazy_pattern(r"[^.;\ue062]{0,40}\b(?:than|compared (?:to|with)|versus|vs)\b")


def without_increments(drafts: Sequence[Draft], text: str) -> list[Draft]:
    """Drops English holdings that are only what a holding grew by, and figures that are only a difference."""
    return [
        draft
        for draft in drafts
        if draft.predicate not in _OF_COINS
        or not draft.is_english
        or not any(
            _is_difference(text, draft, s)
            or (
                draft.predicate == "holds"
                and not draft.by_construction
                and _GROWN_BY.search(text, max(0, s.position - 64), s.position)
            )
            for s in draft.fillers.get("object", ())
        )
    ]


def _is_difference(text: str, draft: Draft, slot: Slot) -> bool:
    """Whether coins are only how many more there were than in another period: [24 more BTC] than in May."""
    said = _MORE_COINS.search(slot.mention.text.lower()) if slot.mention else None
    if said is None:
        return False
    against = _COMPARED_WITH.match(text, slot.position + 1, draft.sentence.end)
    return said[0] == "fewer" or against is not None
