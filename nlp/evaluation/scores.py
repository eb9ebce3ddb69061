"""Scores of predictions against gold: entities, values, references, statements, roles, modality.

Counts are made per document and added up, so that a bootstrap over documents costs no second pass.
"""

from __future__ import annotations

import calendar
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from nlp.evaluation.matching import heaviest_matching, largest_matching
from nlp.records import Document, Measure, Mention, Statement
from nlp.schema import LITERAL_ROLES, NAME_LABELS, SCORED_LITERALS

Counts = Counter[tuple[str, ...]]
_KEY_LITERAL = {"reported": "metric", "regulates": "action"}
_TOLERANCE = 0.005
_NO_MEASURE = Measure("", None, None)


@dataclass(frozen=True, slots=True)
class Score:
    """Precision, recall and F1 with the counts behind them."""

    precision: float
    recall: float
    f1: float
    gold: int
    predicted: int
    correct: float

    @classmethod
    def of(cls, correct: float, predicted: int, gold: int) -> Score:
        """The score of counts; 0 where there is nothing to divide by."""
        precision = correct / predicted if predicted else 0.0
        recall = correct / gold if gold else 0.0
        total = precision + recall
        return cls(precision, recall, 2 * precision * recall / total if total else 0.0, gold, predicted, correct)


def expand_iso(iso: str | None) -> str | None:
    """The long form of a date or interval: 2021-Q3 and 2021-07/2021-09 become days.

    >>> expand_iso("2021-Q3"), expand_iso("2021-H1"), expand_iso("2020/2021")
    ('2021-07-01/2021-09-30', '2021-01-01/2021-06-30', '2020-01-01/2021-12-31')
    """
    if not iso:
        return None

    def last(year: int, month: int) -> int:
        return calendar.monthrange(year, month)[1]

    part = re.fullmatch(r"(\d{4})-(?:Q([1-4])|H([12]))", iso)
    if part:
        year = int(part[1])
        first, end = (3 * int(part[2]) - 2, 3 * int(part[2])) if part[2] else ((1, 6) if part[3] == "1" else (7, 12))
        return f"{year}-{first:02d}-01/{year}-{end:02d}-{last(year, end)}"
    span = re.fullmatch(r"(\d{4})-(\d\d)/(\d{4})-(\d\d)", iso)
    if span:
        return f"{span[1]}-{span[2]}-01/{span[3]}-{span[4]}-{last(int(span[3]), int(span[4]))}"
    years = re.fullmatch(r"(\d{4})/(\d{4})", iso)
    return f"{years[1]}-01-01/{years[2]}-12-31" if years else iso


def close(one: float | None, other: float | None) -> bool:
    """Whether two numbers agree within 0.5 %, or are both missing."""
    if one is None or other is None:
        return one is other
    try:
        first, second = float(one), float(other)
    except (TypeError, ValueError):
        return False
    return abs(first - second) <= _TOLERANCE * max(abs(first), abs(second)) or first == second


def same_quantity(one: Measure | None, other: Measure | None) -> bool:
    """Whether kind, unit and value agree; both ends for ranges."""
    one, other = one or _NO_MEASURE, other or _NO_MEASURE
    if one.kind != other.kind:
        return False
    if one.kind not in ("percent", "multiple", "other") and (one.unit or "").lower() != (other.unit or "").lower():
        return False
    if one.value is not None or other.value is not None:
        return close(one.value, other.value)
    return close(one.minimum, other.minimum) and close(one.maximum, other.maximum)


class Side:
    """One document as gold or prediction, with its mentions by id and ref."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.statements = document.statements
        self._by_id = {mention.id: mention for mention in document.mentions}
        self._clusters: dict[str, list[Mention]] = {}
        for mention in document.mentions:
            self._clusters.setdefault(mention.ref or mention.id, []).append(mention)

    def mentions(self, filler: str) -> list[Mention]:
        """The mentions a filler stands for: all of its ref for a name, the one for a value."""
        mention = self._by_id.get(filler)
        if mention is None:
            return self._clusters.get(filler, [])
        return self._clusters[mention.ref or mention.id] if mention.label in NAME_LABELS else [mention]


def _overlap(one: Mention, other: Mention) -> bool:
    return one.start < other.end and other.start < one.end


def same_filler(gold: Side, one: str, predicted: Side, other: str) -> bool:
    """Whether two fillers agree."""
    golds, predictions = gold.mentions(one), predicted.mentions(other)
    if not golds or not predictions:
        return False
    label = golds[0].label
    if label == "QUANTITY":
        return any(p.label == "QUANTITY" and same_quantity(g.measure, p.measure) for p in predictions for g in golds)
    if label == "DATE":
        return any(
            p.label == "DATE" and p.iso and expand_iso(p.iso) == expand_iso(g.iso) for p in predictions for g in golds
        ) or any(_overlap(p, g) for p in predictions for g in golds if not g.iso)
    return any(p.label not in ("QUANTITY", "DATE") and _overlap(p, g) for p in predictions for g in golds)


def _literal(statement: Statement, role: str) -> str:
    return str((statement.qualifiers.get(role) or ("",))[0]).lower()


def same_core(gold: Side, one: Statement, predicted: Side, other: Statement) -> bool:
    """Whether predicate, subject, object and the literal that is part of the key agree."""
    if one.predicate != other.predicate:
        return False
    key = _KEY_LITERAL.get(one.predicate)
    if key and _literal(one, key) != _literal(other, key):
        return False

    def same(first: str | None, second: str | None) -> bool:
        if first is None or second is None:
            return first is second
        return same_filler(gold, first, predicted, second)

    if same(one.subject, other.subject) and same(one.object, other.object):
        return True
    if one.predicate != "partnered_with" or one.object is None or other.object is None:
        return False
    return same(one.subject, other.object) and same(one.object, other.subject)


def role_items(statement: Statement) -> list[tuple[str, str]]:
    """The scored (role, filler) pairs of a statement."""
    items = [(side, f) for side, f in (("subject", statement.subject), ("object", statement.object)) if f is not None]
    for role, fillers in statement.qualifiers.items():
        if role not in LITERAL_ROLES or role in SCORED_LITERALS:
            items.extend((role, filler) for filler in fillers)
    return items


def agreeing_roles(gold: Side, one: Statement, predicted: Side, other: Statement) -> int:
    """How many roles of two statements of one predicate agree."""
    if one.predicate != other.predicate:
        return 0
    left, right = role_items(one), role_items(other)

    def fits(i: int, j: int) -> bool:
        (role, filler), (other_role, other_filler) = left[i], right[j]
        turned = one.predicate == "partnered_with" and {role, other_role} <= {"subject", "object"}
        if role != other_role and not turned:
            return False
        if role in SCORED_LITERALS:
            return str(filler).lower() == str(other_filler).lower()
        return same_filler(gold, filler, predicted, other_filler)

    return len(largest_matching(len(left), len(right), fits))


def match_statements(gold: Side, predicted: Side) -> list[tuple[int, int]]:
    """The pairs of statements whose core agrees, one to one, best roles and modalities first."""
    weights = [
        [
            1000 + 2 * agreeing_roles(gold, one, predicted, other) + (one.modality == other.modality)
            if same_core(gold, one, predicted, other)
            else 0
            for other in predicted.statements
        ]
        for one in gold.statements
    ]
    return heaviest_matching(weights)


def count_document(gold_document: Document, predicted_document: Document | None) -> Counts:
    """All counts of one document; no prediction counts as an empty one."""
    gold = Side(gold_document)
    predicted = Side(predicted_document or Document(id=gold_document.id, text=gold_document.text))
    counts: Counts = Counter()
    _count_entities(gold, predicted, counts)
    _count_statements(gold, predicted, counts)
    return counts


def _spans(side: Side) -> dict[tuple[int, int, str], Mention]:
    return {(m.start, m.end, m.label): m for m in side.document.mentions}


def _count_entities(gold: Side, predicted: Side, counts: Counts) -> None:
    golds, predictions = _spans(gold), _spans(predicted)
    for key in golds:
        counts["entity", key[2], "gold"] += 1
    for key in predictions:
        counts["entity", key[2], "predicted"] += 1
    hits = golds.keys() & predictions.keys()
    for key in hits:
        counts["entity", key[2], "correct"] += 1
        if key[2] == "QUANTITY":
            counts["quantity_norm", "n"] += 1
            counts["quantity_norm", "ok"] += same_quantity(golds[key].measure, predictions[key].measure)
        elif key[2] == "DATE" and golds[key].iso:
            counts["date_norm", "n"] += 1
            counts["date_norm", "ok"] += expand_iso(golds[key].iso) == expand_iso(predictions[key].iso)
    for label in {key[2] for key in golds} | {key[2] for key in predictions}:
        left = [m for m in gold.document.mentions if m.label == label]
        right = [m for m in predicted.document.mentions if m.label == label]
        pairs = largest_matching(len(left), len(right), lambda i, j, a=left, b=right: _overlap(a[i], b[j]))  # type: ignore[misc]
        counts["partial", label, "correct"] += len(pairs)
    _count_references([(golds[key], predictions[key]) for key in hits if key[2] in NAME_LABELS], counts)


def _count_references(pairs: Sequence[tuple[Mention, Mention]], counts: Counts) -> None:
    """B³ over strictly matched names; shares are kept in millionths so that counts stay whole."""
    gold_size = Counter(g.ref or g.id for g, _ in pairs)
    predicted_size = Counter(p.ref or p.id for _, p in pairs)
    both = Counter((g.ref or g.id, p.ref or p.id) for g, p in pairs)
    for (gold_ref, predicted_ref), size in both.items():
        counts["b3", "n"] += size
        counts["b3", "precision"] += round(1e9 * size * size / predicted_size[predicted_ref])
        counts["b3", "recall"] += round(1e9 * size * size / gold_size[gold_ref])


def _count_statements(gold: Side, predicted: Side, counts: Counts) -> None:
    for statement in gold.statements:
        counts["statement", statement.predicate, "gold"] += 1
    for statement in predicted.statements:
        counts["statement", statement.predicate, "predicted"] += 1
    for i, j in match_statements(gold, predicted):
        counts["statement", gold.statements[i].predicate, "correct"] += 1
        counts["modality", "n"] += 1
        counts["modality", "ok"] += gold.statements[i].modality == predicted.statements[j].modality
    agree = [[agreeing_roles(gold, a, predicted, b) for b in predicted.statements] for a in gold.statements]
    counts["role", "gold"] += sum(len(role_items(s)) for s in gold.statements)
    counts["role", "predicted"] += sum(len(role_items(s)) for s in predicted.statements)
    counts["role", "correct"] += sum(agree[i][j] for i, j in heaviest_matching(agree))


MAIN = ("entity_strict", "entity_partial", "statement_core", "role", "b3")
RATES = ("quantity_norm", "date_norm", "modality")


def summarise(counts: Iterable[Counts]) -> dict[str, Score | float | None]:
    """The scores of added-up counts: the main ones, rates, and by label and predicate."""
    total: Counts = Counter()
    for one in counts:
        total.update(one)
    out: dict[str, Score | float | None] = {}
    for family, name in (("entity", "entity_strict"), ("statement", "statement_core")):
        rows = sorted({key[1] for key in total if key[0] == family})
        out[name] = _summed(total, family, rows)
        for row in rows:
            out[f"{family}.{row}"] = _summed(total, family, [row])
    labels = sorted({key[1] for key in total if key[0] == "entity"})
    strict = out["entity_strict"]
    assert isinstance(strict, Score)
    out["entity_partial"] = Score.of(
        sum(total["partial", label, "correct"] for label in labels), strict.predicted, strict.gold
    )
    out["role"] = Score.of(total["role", "correct"], total["role", "predicted"], total["role", "gold"])
    for rate in RATES:
        out[rate] = total[rate, "ok"] / total[rate, "n"] if total[rate, "n"] else None
    n = total["b3", "n"]
    if n:
        precision, recall = total["b3", "precision"] / 1e9 / n, total["b3", "recall"] / 1e9 / n
        f1 = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
        out["b3"] = Score(precision, recall, f1, n, n, n)
    else:
        out["b3"] = None
    return out


def _summed(total: Mapping[tuple[str, ...], int], family: str, rows: Sequence[str]) -> Score:
    correct, predicted, gold = (
        sum(total.get((family, row, what), 0) for row in rows) for what in ("correct", "predicted", "gold")
    )
    return Score.of(correct, predicted, gold)
