"""What an English relative clause tells of a party of a deal is no part of the deal: signed with Y, which runs 200 MW in Z."""

from __future__ import annotations

from collections.abc import Sequence

from nlp.encoding import EncodedText, Slot
from nlp.statements.drafts import Draft
from nlp.text.lazy import lazy_pattern

# [Y], which already operates 200 MW; [Y], whose unit runs; but not: which operates the site that the deal is on
_CLAUSE = lazy_pattern(
    r"\ue043(?:\s?\([^()]{0,40}\)){0,2},\s(?P<clause>which\s(?:(?:already|also|currently|now|itself|today|alone|separately)\s){0,2}"
    r"(?:operates|owns|runs|has|holds|manages|controls|maintains|mines|hosts|employs)\s(?!to\b|(?:agreed|signed|bought|ordered|sold)\b|(?:been|the|this|that|these|all|both)\s)"
    r"[^;.\n]*)"
)
# …, for 20 MW of hosting: a comma behind which the deal goes on, and none of a list or of a place in a land
_GOES_ON = lazy_pattern(r",\s(?!(?:and|or|plus|including|with|among|most|mainly|mostly|as well)\b)(?=[a-z])")
_DEALS = ("partnered_with", "acquired", "ordered_from", "supplied", "raised", "relocated_to", "pledged")
_OWN = ("has_capacity", "operates_in", "mined", "holds", "sold_crypto")


def without_standing(drafts: Sequence[Draft], encoded: EncodedText) -> list[Draft]:
    """The drafts without what stands in a clause on what a party has already, and whose own words stand outside it."""
    clauses: dict[int, list[tuple[int, int]]] = {}
    kept = []
    for draft in drafts:
        if draft.is_chinese or draft.predicate not in (*_DEALS, *_OWN):
            kept.append(draft)
            continue
        sentence = draft.sentence
        if sentence.start not in clauses:
            clauses[sentence.start] = _clauses(encoded.text, sentence.start, sentence.end)
        if all(_strip(draft, start, end) for start, end in clauses[sentence.start]):
            kept.append(draft)
    return kept


def _clauses(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Where the clauses of a sentence stand that tell what a company has."""
    found = []
    for match in _CLAUSE.finditer(text, start, end):
        stop = _GOES_ON.search(text, match.start("clause"), match.end())
        found.append((match.start("clause"), stop.start() if stop else match.end()))
    return found


def _strip(draft: Draft, start: int, end: int) -> bool:
    """Takes the figures and places of one clause out of a draft told outside it; whether anything is left to say."""

    def inside(slot: Slot) -> bool:
        return start <= slot.position < end

    own = start <= max(draft.span[0], draft.anchor) < end
    objects = draft.fillers.get("object", ())
    if draft.predicate in _OWN and draft.by_construction and draft.span[0] < start < draft.span[1]:
        return True  # the whole pattern reads the clause: [Y], which runs 200 MW
    if draft.predicate in _OWN and any(inside(slot) != own for slot in objects if own is False or slot.position >= end):
        return False
    for role, slots in draft.fillers.items():
        if role not in ("subject", "object"):
            draft.fillers[role] = [slot for slot in slots if inside(slot) == own]
    return True
