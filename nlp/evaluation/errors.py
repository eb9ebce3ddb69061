"""What went wrong, by kind of error."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass

from nlp.evaluation.scores import (
    Side,
    agreeing_roles,
    expand_iso,
    match_statements,
    role_items,
    same_filler,
    same_quantity,
)
from nlp.records import Document, Mention, Statement

KINDS = (
    "boundary", "label", "missed", "spurious", "wrong value",
    "wrong subject", "wrong object", "wrong key", "missed statement", "spurious statement", "wrong modality", "wrong roles",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Fault:
    """One error: its kind, where, what gold says and what was predicted."""

    kind: str
    document: str
    gold: str
    predicted: str
    context: str


def find_errors(gold_document: Document, predicted_document: Document) -> Iterator[Fault]:
    """The errors of one document, mentions first."""
    gold, predicted = Side(gold_document), Side(predicted_document)
    yield from _mention_errors(gold, predicted)
    yield from _statement_errors(gold, predicted)


def _context(text: str, start: int, end: int) -> str:
    left, right = max(0, start - 40), min(len(text), end + 40)
    return f"{text[left:start]}⟦{text[start:end]}⟧{text[end:right]}".replace("\n", " ⏎ ")


def _mention_errors(gold: Side, predicted: Side) -> Iterator[Fault]:
    text, identity = gold.document.text, gold.document.id
    predictions = {(m.start, m.end, m.label): m for m in predicted.document.mentions}
    golds = {(m.start, m.end, m.label): m for m in gold.document.mentions}
    explained: set[tuple[int, int, str]] = set()
    for key, mention in golds.items():
        context = _context(text, mention.start, mention.end)
        if key in predictions:
            if _differs(mention, predictions[key]):
                yield Fault("wrong value", identity, _shown(mention), _shown(predictions[key]), context)
            continue
        others = [m for m in predictions.values() if m.start < mention.end and mention.start < m.end]
        same = next((m for m in others if (m.start, m.end) == (mention.start, mention.end)), None)
        near = next((m for m in others if m.label == mention.label), None)
        other = same or near
        if other is None:
            yield Fault("missed", identity, _shown(mention), "", context)
            continue
        explained.add((other.start, other.end, other.label))
        yield Fault("label" if same else "boundary", identity, _shown(mention), _shown(other), context)
    for key, mention in predictions.items():
        if key not in golds and key not in explained:
            yield Fault("spurious", identity, "", _shown(mention), _context(text, mention.start, mention.end))


def _differs(gold: Mention, predicted: Mention) -> bool:
    if gold.label == "QUANTITY":
        return not same_quantity(gold.measure, predicted.measure)
    return gold.label == "DATE" and bool(gold.iso) and expand_iso(gold.iso) != expand_iso(predicted.iso)


def _shown(mention: Mention) -> str:
    measure = mention.measure
    value = mention.iso or ""
    if measure is not None:
        number = measure.value if measure.value is not None else f"{measure.minimum}–{measure.maximum}"
        value = f"{measure.kind} {number} {measure.unit or ''}".strip()
    return f"{mention.label} {mention.text}" + (f" = {value}" if value else "")


def _statement_errors(gold: Side, predicted: Side) -> Iterator[Fault]:
    identity = gold.document.id
    matched = match_statements(gold, predicted)
    for i, j in matched:
        one, other = gold.statements[i], predicted.statements[j]
        context = _evidence(predicted, other)
        if one.modality != other.modality:
            yield Fault("wrong modality", identity, f"{describe(gold, one)}", f"{describe(predicted, other)}", context)
        elif agreeing_roles(gold, one, predicted, other) < max(len(role_items(one)), len(role_items(other))):
            yield Fault("wrong roles", identity, describe(gold, one), describe(predicted, other), context)
    left = [s for i, s in enumerate(gold.statements) if i not in {pair[0] for pair in matched}]
    right = [s for j, s in enumerate(predicted.statements) if j not in {pair[1] for pair in matched}]
    for one in left:
        nearest, kind = _nearest(gold, one, predicted, right)
        if nearest is None:
            yield Fault("missed statement", identity, describe(gold, one), "", _evidence(gold, one))
        else:
            right.remove(nearest)
            yield Fault(
                kind, identity, describe(gold, one), describe(predicted, nearest), _evidence(predicted, nearest)
            )
    for other in right:
        yield Fault("spurious statement", identity, "", describe(predicted, other), _evidence(predicted, other))


def _nearest(gold: Side, one: Statement, predicted: Side, others: list[Statement]) -> tuple[Statement | None, str]:
    def same(first: str | None, second: str | None) -> bool:
        if first is None or second is None:
            return first is second
        return same_filler(gold, first, predicted, second)

    for other in others:
        if other.predicate == one.predicate and one.object is not None and same(one.object, other.object):
            return other, "wrong subject" if not same(one.subject, other.subject) else "wrong key"
    for other in others:
        if other.predicate == one.predicate and same(one.subject, other.subject):
            return other, "wrong object"
    return None, ""


def _evidence(side: Side, statement: Statement) -> str:
    """The words of a statement: its evidence, or where subject and object stand closest together."""
    text = side.document.text
    if statement.evidence:
        return _context(text, *statement.evidence[0])
    ends = [side.mentions(filler) for filler in (statement.subject, statement.object) if filler is not None]
    pairs = [pair for pair in itertools.product(*ends) if pair]
    if not pairs:
        return ""
    closest = min(pairs, key=lambda pair: max(m.end for m in pair) - min(m.start for m in pair))
    return _context(text, min(m.start for m in closest), max(m.end for m in closest))


def describe(side: Side, statement: Statement) -> str:
    """A statement in one line, fillers by their surfaces."""

    def shown(filler: str | None) -> str:
        if filler is None:
            return "∅"
        mentions = side.mentions(filler)
        return mentions[0].text if mentions else str(filler)

    roles = " ".join(f"{role}={'/'.join(map(shown, fillers))}" for role, fillers in statement.qualifiers.items())
    line = f"{shown(statement.subject)} —{statement.predicate}→ {shown(statement.object)} {roles}".strip()
    return line if statement.modality == "asserted" else f"{line} [{statement.modality}]"
