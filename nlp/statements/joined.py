"""What clauses and sentences add to a fact told before: the seller is X, delivery in May, the deal fell through.

Constructions with ``joins`` make no statement of their own. They give their roles to the fact of the same
predicate that their sentence, or the one before, tells; where there is none, those of one sentence
make a fact together if they name both parties, or one and a figure.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from nlp.encoding import EncodedText, Sentence, Slot
from nlp.statements.drafts import Draft

_NEXT = 160
"""How far after a fact the sentence that adds to it may begin, in encoded characters."""
_PARTIES = ("subject", "object")
_SEVERAL = ("delivery_date", "destination")
_MUST = {"ordered_from": ("count", "amount", "hashrate", "machine")}


def join_told(drafts: Sequence[Draft], encoded: EncodedText) -> list[Draft]:
    """The drafts without the joining ones, whose roles they have taken over."""
    joining = [draft for draft in drafts if draft.joins]
    if not joining:
        return list(drafts)
    kept, joining = _by_clause([draft for draft in drafts if not draft.joins], joining)
    orphans: dict[tuple[int, str], Draft] = {}
    told: dict[tuple[int, str], list[Draft]] = defaultdict(list)
    for draft in kept:
        told[draft.sentence.start, draft.predicate].append(draft)

    def told_in(sentence: Sentence, predicate: str) -> list[Draft]:
        """The facts of a sentence that may take over what joins, in the order of the text."""
        key = sentence.start, predicate
        found = [*told.get(key, ()), *((orphans[key],) if key in orphans else ())]
        return sorted(found, key=lambda d: d.span[0])

    for draft in sorted(joining, key=lambda d: d.span[0]):
        host = _host(draft, told_in, encoded)
        if host is not None:
            _give(host, draft)
        elif any(draft.fillers.get(role) for role in _PARTIES):
            orphans[draft.sentence.start, draft.predicate] = draft
            draft.subject_open = draft.predicate in _MUST and not draft.fillers.get("subject")
    return [*kept, *(draft for draft in orphans.values() if _stands_alone(draft))]


def _by_clause(drafts: list[Draft], joining: list[Draft]) -> tuple[list[Draft], list[Draft]]:
    """Where several clauses of a sentence each tell a party and a count, each is a fact: X订了[3台],Y买了[5台]."""
    told: dict[tuple[int, str], dict[int, Draft]] = defaultdict(dict)
    for draft in joining:
        for slot in draft.fillers.get("count", ()):
            told[draft.sentence.start, draft.predicate].setdefault(slot.position, draft)
    several = {
        key: list(by_count.values())
        for key, by_count in told.items()
        if len({slot.ref for d in by_count.values() for role in _PARTIES for slot in d.fillers.get(role, ())}) > 1
    }
    facts = [draft for group in several.values() for draft in group]
    for draft in facts:
        draft.joins = False
        draft.subject_open = not draft.fillers.get("subject")
    kept = [d for d in drafts if (d.sentence.start, d.predicate) not in several]
    return [*kept, *facts], [d for d in joining if d.joins]


def _stands_alone(draft: Draft) -> bool:
    named = [role for role in _PARTIES if draft.fillers.get(role)]
    figures = any(draft.fillers.get(role) for role in _MUST.get(draft.predicate, ()))
    return draft.predicate in _MUST and (len(named) == 2 or (bool(named) and figures))


def _host(draft: Draft, told_in: Callable[[Sentence, str], list[Draft]], encoded: EncodedText) -> Draft | None:
    """The fact that a joining draft adds to: the last one before it in its sentence, or one behind it, or of a sentence before."""
    inside = told_in(draft.sentence, draft.predicate)
    before = [d for d in inside if d.span[0] <= draft.anchor]
    if inside:
        return before[-1] if before else inside[0]
    near = _last_before(draft, told_in, encoded)
    if near is None or near.sentence.paragraph != draft.sentence.paragraph:
        return None
    parties = {s.ref for d in (near, draft) for role in _PARTIES for s in d.fillers.get(role, ())}
    others = [s for s in draft.sentence.slots if s.type == "C" and s.position < draft.anchor and s.ref not in parties]
    return None if others and near.fillers.get("subject") else near


def _last_before(draft: Draft, told_in: Callable[[Sentence, str], list[Draft]], encoded: EncodedText) -> Draft | None:
    """The last fact of the sentences within reach before that of a joining draft."""
    floor = draft.sentence.start - _NEXT
    for at in range(encoded.number_of(draft.sentence) - 1, -1, -1):
        sentence = encoded.sentences[at]
        if sentence.end <= floor:
            break
        if found := told_in(sentence, draft.predicate):
            return found[-1]
    return None


def _give(host: Draft, draft: Draft) -> None:
    """Gives a fact the roles of a joining draft, which are the surer ones."""
    for role, slots in draft.fillers.items():
        if not slots:
            continue
        if role in _PARTIES:
            _name(host, role, slots)
        elif role == "investor" and {slot.ref for slot in slots} <= {slot.ref for slot in host.fillers.get(role, ())}:
            host.fixed.add(role)  # 由X领投,Y参投: a whole list is known
        elif role in host.fixed and role in _SEVERAL:
            host.fillers[role].extend(slot for slot in slots if slot not in host.fillers[role])
        elif not (role in host.fixed and host.fillers.get(role)):
            host.fillers[role] = list(slots)
            host.fixed.add(role)
    if draft.modality:
        host.modality = draft.modality


def _name(host: Draft, role: str, slots: Sequence[Slot]) -> None:
    """Makes a company a party of a fact; where it was the other party, the two change places."""
    other = _PARTIES[1 - _PARTIES.index(role)]
    refs = {slot.ref for slot in slots}
    if refs <= {slot.ref for slot in host.fillers.get(role, ())}:
        return
    if refs & {slot.ref for slot in host.fillers.get(other, ())}:
        rest = [s for s in host.fillers.get(role, ()) if s.ref not in refs]
        if role == "subject" and not rest and host.subject_open:
            rest = [s for s in host.sentence.slots if s.type == "C" and s.ref not in refs and s.position < host.span[1]]
        host.fillers[other] = rest[:1] if role == "subject" else rest
        if other == "subject":
            host.subject_open = not host.fillers[other]
    host.fillers[role] = list(slots)
    if role == "subject":
        host.subject_open = False


_EACH = ("count", "hashrate", "machine", "amount", "stake", "power", "delivery_date", "date", "unit_price")


def tell_apart(drafts: Sequence[Draft]) -> Iterator[Draft]:
    """Makes one draft of each party where a list of parties has a list of figures: 向X和Y分别订购[6000台]和[1.2万台]."""
    for draft in drafts:
        role = max(_PARTIES, key=lambda name: len(draft.fillers.get(name, ())))
        parties = draft.fillers.get(role, ())
        length = len(parties)
        counted = [name for name in _EACH if len(draft.fillers.get(name, ())) == length]
        if length < 2 or draft.by_construction or not {"count", "amount", "hashrate", "stake"}.intersection(counted):
            yield draft
            continue
        for number, party in enumerate(parties):
            own = replace(draft, fillers=draft.fillers.copy(), fixed=set(draft.fixed))
            own.fillers[role] = [party]
            for name in counted:
                own.fillers[name] = [draft.fillers[name][number]]
            yield own
