"""What clauses and sentences add to a fact told before: the seller is X, delivery in May, the deal fell through.

Constructions with ``joins`` make no statement of their own. They give their roles to the fact of the same
predicate that their sentence, or the one before, tells; where there is none, those of one sentence
make a fact together if they name both parties, or one and a figure.
"""

from __future__ import annotations

from collections.abc import Sequence

from nlp.encoding import EncodedText, Slot
from nlp.statements.drafts import Draft

_NEXT = 160
"""How far after a fact the sentence that adds to it may begin, in encoded characters."""
_PARTIES = ("subject", "object")
_MUST = {"ordered_from": ("count", "amount", "hashrate", "machine")}


def join_told(drafts: Sequence[Draft], encoded: EncodedText) -> list[Draft]:
    """The drafts without the joining ones, whose roles they have taken over."""
    joining = [draft for draft in drafts if draft.joins]
    if not joining:
        return list(drafts)
    kept = [draft for draft in drafts if not draft.joins]
    orphans: dict[tuple[int, str], Draft] = {}
    for draft in sorted(joining, key=lambda d: d.span[0]):
        host = _host(draft, [*kept, *orphans.values()], encoded)
        if host is not None:
            _give(host, draft)
        elif any(draft.fillers.get(role) for role in _PARTIES):
            orphans[draft.sentence.start, draft.predicate] = draft
            draft.subject_open = draft.predicate in _MUST and not draft.fillers.get("subject")
    return [*kept, *(draft for draft in orphans.values() if _stands_alone(draft))]


def _stands_alone(draft: Draft) -> bool:
    named = [role for role in _PARTIES if draft.fillers.get(role)]
    figures = any(draft.fillers.get(role) for role in _MUST.get(draft.predicate, ()))
    return draft.predicate in _MUST and (len(named) == 2 or (bool(named) and figures))


def _host(draft: Draft, drafts: Sequence[Draft], encoded: EncodedText) -> Draft | None:
    """The fact that a joining draft adds to: the last one before it in its sentence, or one behind it, or of the sentence before."""
    same = sorted((d for d in drafts if d.predicate == draft.predicate), key=lambda d: d.span[0])
    inside = [d for d in same if d.sentence is draft.sentence]
    before = [d for d in inside if d.span[0] <= draft.anchor]
    if inside:
        return before[-1] if before else inside[0]
    floor = draft.sentence.start - _NEXT
    near = [d for d in same if floor < d.sentence.end <= draft.sentence.start]
    if not near or near[-1].sentence.paragraph != draft.sentence.paragraph:
        return None
    parties = {s.ref for d in (near[-1], draft) for role in _PARTIES for s in d.fillers.get(role, ())}
    others = [s for s in draft.sentence.slots if s.type == "C" and s.position < draft.anchor and s.ref not in parties]
    return None if others and near[-1].fillers.get("subject") else near[-1]


def _give(host: Draft, draft: Draft) -> None:
    """Gives a fact the roles of a joining draft, which are the surer ones."""
    for role, slots in draft.fillers.items():
        if not slots:
            continue
        if role in _PARTIES:
            _name(host, role, slots)
        elif not (role in host.fixed and host.fillers.get(role)):
            host.fillers[role] = list(slots)
            host.fixed.add(role)
    if draft.modality:
        host.modality = draft.modality


def _name(host: Draft, role: str, slots: Sequence[Slot]) -> None:
    """Makes a company a party of a fact; where it was the other party, the two change places."""
    other = _PARTIES[1 - _PARTIES.index(role)]
    refs = {slot.ref for slot in slots}
    if refs & {slot.ref for slot in host.fillers.get(other, ())}:
        host.fillers[other] = [s for s in host.fillers.get(role, ()) if s.ref not in refs]
        if other == "subject":
            host.subject_open = not host.fillers[other]
    host.fillers[role] = list(slots)
    if role == "subject":
        host.subject_open = False
