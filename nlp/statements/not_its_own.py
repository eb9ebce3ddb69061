"""Figures and places of English sentences that are no single firm's own: an unnamed partner's, of two together, of a dateline."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from nlp.encoding import EncodedText, Slot
from nlp.statements.drafts import Draft
from nlp.text.lazy import lazy_pattern

_OWN = ("has_capacity", "operates_in", "mined", "holds", "reported", "sold_crypto")
# an agreement with a developer [that controls 900 MW in Ohio]
_NAMELESS = lazy_pattern(
    r"\b(?:with|by)\s(?:an?|another|one)\s(?:(?!(?:with|that|which|who|of|in|for|and)\b)[a-z-]+\s|\ue04a\s|\ue04a-based\s){0,4}?"
    r"(?:developer|company|firm|operator|partner|miner|utility|provider|producer|landowner|owner|group|host|supplier|customer|client|tenant|counterparty|peer)\s"
    r"(?:in\s\ue04a\s)?(?=(?:that|which|who)\s(?:already |currently |also )?(?:has|controls|owns|operates|runs|holds|manages)\b|(?:with|controlling|owning|operating|running|holding|managing|boasting)\b)"
)
_CLAUSE_ENDS = lazy_pattern(r"[;:\n]|\.\s|,\s(?:and|but|while|which|to|for|under|as)\b")
# [Together the two] would run 52 EH/s; [the combined company] will have 2 GW
_TOGETHER = lazy_pattern(
    r"(?:\btogether,? (?=(?:the (?:two|pair|three)|they|both|these)\b)|\b(?=the (?:combined|enlarged|merged|resulting) (?:company|group|entity|firm|business|miner|operation)\b)"
    r"|(?<!between )(?<!of )(?<!by )\b(?=the two (?:companies|firms|miners|groups|partners) (?:together|combined|would|will)\b)"
    r"|\b(?=combined, (?:the (?:two|pair)|they|both)\b))"
)
_STOPS = lazy_pattern(r"[;\n]|,\s(?:while|whereas|but)\s")
# [TORONTO, June 4] (Newswire) – X has 240 MW
_DATELINE = lazy_pattern(
    r"[\s\"“•*]*\ue04a(?P<land>(?:,\s|\s\()(?:[\ue06a\ue04a]|[a-z][a-z.]{1,14})\)?)?,?(?:(?:\s[-–—])?\s?\ue044)?(?:\s?[-–—/]{0,2}\s?[(/][^()/\n]{1,60}[)/])?\s?(?:\s--?|\s?[-–—]{1,2})\s"
    r"(?:(?!(?:its|our|their|\ue063)\s)[a-z-]+\s|\ue04a\s){0,5}?\ue043(?!'s?\s)"
)
# in the [U.S.] state of Georgia
_LAND_OF = lazy_pattern(
    r"(?:'s)?\s(?:state|province|region|territory|county|republic|prefecture|canton|oblast)\sof\s(?:the )?(?=\ue04a)"
)
_PLACE_ROLES = ("object", "jurisdiction", "origin", "destination")
# 4,200 [of X's S19j Pro] machines: whose they are
_OF_OWNER = lazy_pattern(r"[\ue06e\ue069]\sof\s(?:the\s)?$")


def without_foreign(drafts: Sequence[Draft], encoded: EncodedText, makers: Collection[str]) -> list[Draft]:
    """The drafts without figures that an English sentence tells of an unnamed firm or of two together, and without datelines."""
    spans: dict[int, list[tuple[int, int]]] = {}
    kept = []
    for draft in drafts:
        if draft.is_chinese:
            kept.append(draft)
            continue
        start = draft.sentence.start
        if start not in spans:
            spans[start] = list(_others(encoded.text, start, draft.sentence.end))
        if _leave_out_places(draft, encoded.text) and not (
            _is_inside(draft, spans[start]) or _is_of_owner(draft, encoded.text, makers)
        ):
            kept.append(draft)
    moved = {s.position for d in kept if d.predicate == "relocated_to" for s in d.fillers.get("object", ())}
    return [draft for draft in kept if draft.is_chinese or not _is_to_place(draft, moved)]


def _is_to_place(draft: Draft, moved: Collection[int]) -> bool:
    """Whether a delivery is only one's own machines on their way to a place."""
    return draft.predicate == "supplied" and any(
        s.type == "J" and s.position in moved for s in draft.fillers.get("object", ())
    )


def _others(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Where a sentence tells what an unnamed firm, or two firms together, have."""
    for found in _NAMELESS.finditer(text, start, end):
        stop = _CLAUSE_ENDS.search(text, found.end(), end)
        yield found.end(), stop.start() if stop else end
    for found in _TOGETHER.finditer(text, start, end):
        stop = _STOPS.search(text, found.end(), end)
        yield found.end(), stop.start() if stop else end


def _is_inside(draft: Draft, spans: Sequence[tuple[int, int]]) -> bool:
    """Whether what a draft tells of a company stands where the sentence tells of others."""
    if draft.predicate not in _OWN:
        return False
    return any(start <= s.position < end for s in draft.fillers.get("object", ()) for start, end in spans)


def _leave_out_places(draft: Draft, text: str) -> bool:
    """Takes places of a dateline, and lands that only tell where a state lies, out of a draft; whether an object is left."""
    line = _DATELINE.match(text, draft.sentence.start, draft.sentence.end)
    end = line.end() if line else 0

    def is_out(slot: Slot) -> bool:
        return slot.type in "Jj" and (slot.position < end or is_land_of(text, slot))

    for role in _PLACE_ROLES:
        slots = draft.fillers.get(role)
        if not slots:
            continue
        kept = [s for s in slots if not is_out(s)]
        if role == "object" and not kept:
            return False
        draft.fillers[role] = kept
    return True


def is_land_of(text: str, slot: Slot) -> bool:
    """Whether a place only tells in which land the state behind it lies."""
    return _LAND_OF.match(text, slot.position + 1) is not None


def is_in_dateline(text: str, slot: Slot, start: int) -> bool:
    """Whether a place is the one that the dateline of a sentence from `start` names."""
    line = _DATELINE.match(text, start)
    return line is not None and slot.position < line.end()


def _is_of_owner(draft: Draft, text: str, makers: Collection[str]) -> bool:
    """Whether a firm that is no maker only owns the machines that a draft takes it for the maker of."""
    return draft.predicate == "manufactures" and any(
        s.ref not in makers
        and text.startswith("'s", s.position + 1)
        and _OF_OWNER.search(text, max(0, s.position - 10), s.position)
        for s in draft.fillers.get("subject", ())
    )
