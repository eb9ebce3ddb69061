"""Which Chinese drafts and statements stay: one measure a clause, nothing traded as capacity, no figure twice."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence

from nlp.encoding import EncodedText, Slot
from nlp.records import Statement
from nlp.references import is_transcript
from nlp.statements.chinese import metric_by_sign
from nlp.statements.drafts import Draft

_Found = tuple[Statement, tuple[object, ...]]


_TRADED = {
    "acquired": ("power",),
    "ordered_from": ("hashrate", "count", "option_count"),
    "supplied": ("hashrate", "count"),
    "relocated_to": ("count", "hashrate"),
}


def without_traded(drafts: Sequence[Draft]) -> list[Draft]:
    """Drops Chinese capacity that a text only tells of what is bought, sold or moved."""
    traded = {
        slot.position
        for draft in drafts
        for role in _TRADED.get(draft.predicate, ())
        for slot in draft.fillers.get(role, ())
    }
    paid = {
        slot.position
        for draft in drafts
        if draft.predicate in ("sold_crypto", "pledged", "acquired", "ordered_from")
        for slot in draft.fillers.get("amount", ())
    }
    taken = {"has_capacity": traded, "holds": paid}
    return [
        draft
        for draft in drafts
        if draft.frame_id.startswith("en.")
        or not any(slot.position in taken.get(draft.predicate, ()) for slot in draft.fillers.get("object", ()))
    ]


def flip_signs(drafts: Sequence[Draft], text: str) -> None:
    """Gives a figure of which only the sign is told the metric of the figure before it."""
    before: Draft | None = None
    for draft in sorted((d for d in drafts if d.predicate == "reported"), key=_first):
        target = next(iter(draft.fillers.get("object", ())), None)
        if target is not None and text[target.position - 1] in "-−":
            before = draft
        if before is not None and before.sentence is draft.sentence and target is not None:
            metric = metric_by_sign(text, before.literals.get("metric", ""), target)
            draft.literals = {**draft.literals, "metric": metric} if metric else draft.literals
        before = draft


def _first(draft: Draft) -> int:
    return min((s.position for s in draft.fillers.get("object", ())), default=draft.anchor)


_STRONGER = {"warn": 2, "fine": 2}


def one_action(drafts: Sequence[Draft], text: str) -> list[Draft]:
    """Of the measures in one Chinese clause the one that governs the others: the first, a warning, a fine."""
    best: dict[tuple[int, int], Draft] = {}
    kept: list[Draft] = []
    for draft in sorted(drafts, key=lambda d: d.span[0]):
        if draft.predicate != "regulates" or draft.frame_id.startswith("en."):
            kept.append(draft)
            continue
        start = draft.sentence.start
        clause = (start, max(text.rfind(mark, start, draft.anchor) for mark in ",;:"))
        other = best.get(clause)
        rank = (bool(draft.fillers.get("object")), _STRONGER.get(draft.literals.get("action", ""), 1))
        if other is None:
            best[clause] = draft
        elif draft.literals == other.literals and draft.fillers.get("object") and other.fillers.get("object"):
            kept.append(draft)
        elif rank > (bool(other.fillers.get("object")), _STRONGER.get(other.literals.get("action", ""), 1)):
            best[clause] = draft
    return [*kept, *best.values()]


def _digits(value: float) -> int:
    """How many digits of a number tell something: 1.71e9 → 3."""
    return len(f"{value:.12g}".replace(".", "").split("e")[0].strip("0") or "0")


def without_rounded(found: Sequence[_Found], encoded: EncodedText) -> list[_Found]:
    """Drops a figure that is only another one of the same thing and time, rounded."""
    days = {s.mention.id: s.mention.iso or "" for s in encoded.slots.values() if s.type == "D" and s.mention}
    kept: list[_Found] = []
    for statement, key in found:
        rough = key[2]
        if (
            isinstance(rough, tuple)
            and isinstance(rough[2], float)
            and rough[2] > 0
            and not statement.rule.startswith("en.")
        ):
            places = _digits(rough[2])
            if any(_rounds(other, statement, exact, key, places, days) for other, exact in found):
                continue
        kept.append((statement, key))
    return kept


def _rounds(
    other: Statement,
    statement: Statement,
    exact: tuple[object, ...],
    key: tuple[object, ...],
    places: int,
    days: Mapping[str, str],
) -> bool:
    one, two = exact[2], key[2]
    if (*exact[:2], *exact[3:]) != (*key[:2], *key[3:]) or not isinstance(one, tuple) or not isinstance(two, tuple):
        return False
    if (
        one[:2] != two[:2]
        or not isinstance(one[2], float)
        or one[2] == two[2]
        or places < 2
        or _digits(one[2]) <= places
    ):
        return False
    dates = {days.get(day) for s in (statement, other) for day in s.qualifiers.get("date", ())}
    if len(dates) > 1:
        return False
    return bool(float(f"{one[2]:.{places - 1}e}") == two[2])


_DEALS = ("partnered_with", "ordered_from", "acquired", "supplied", "raised", "subsidiary_of")


def without_unnamed(drafts: Sequence[Draft]) -> list[Draft]:
    """Drops partnerships with somebody unnamed where the Chinese sentence tells of a deal with somebody named."""
    named = {
        draft.sentence.start
        for draft in drafts
        if draft.predicate in _DEALS and any(s.type in "CcF" for s in draft.fillers.get("object", ()))
    }
    return [
        draft
        for draft in drafts
        if not draft.frame_id.startswith(("zh.partner.unnamed", "zh.partner.some", "zh.partner.host_for"))
        or draft.fillers.get("object")
        or draft.sentence.start not in named
    ]


def own_models(encoded: EncodedText, main: str | None, makers: Collection[str]) -> Iterator[Draft]:
    """What the host of a call makes: the models that its people speak of, none behind another name."""
    if main is None or main not in makers or not is_transcript(encoded):
        return
    for sentence in encoded.sentences:
        for before, slot in zip([None, *sentence.slots], sentence.slots, strict=False):
            if slot.type != "M" or (before and before.type == "C" and before.position == slot.position - 1):
                continue
            draft = Draft("zh.manufactures.host", "manufactures", sentence, slot.position, confidence=0.5)
            draft.span = (slot.position, slot.position + 1)
            draft.fillers["object"] = [slot]
            draft.fillers["subject"] = [Slot(slot.position, "c", slot.start, slot.end, main)]
            draft.modality = "asserted"
            draft.undated = True
            yield draft
