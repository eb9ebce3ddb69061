"""How far two annotators agree: F1 on mentions and statements, Cohen's κ on the labels of spans that both marked.

Neither of the two is gold. F1 is the same in both directions; κ (Cohen 1960) takes off the agreement that chance
would bring, and applies to what both judged only: there is no count of spans that both left unmarked.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from nlp.errors import InputError
from nlp.evaluation.errors import Fault, find_errors
from nlp.evaluation.scores import Side, match_statements
from nlp.records import Document

Pairs = Counter[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Share:
    """What two have in common: `both` of `first` and `second`."""

    both: float
    first: int
    second: int

    @property
    def f1(self) -> float | None:
        """The F1, None where neither has anything."""
        total = self.first + self.second
        return 2 * self.both / total if total else None

    def __add__(self, other: Share) -> Share:
        return Share(self.both + other.both, self.first + other.first, self.second + other.second)

    def as_json(self) -> dict[str, float | int | None]:
        """The share as a JSON object."""
        return {"f1": self.f1, "both": self.both, "first": self.first, "second": self.second}


NOTHING = Share(0, 0, 0)


@dataclass(frozen=True, slots=True)
class Agreement:
    """How far two annotators agree about some documents.

    Attributes:
        mentions: same start, end and label.
        spans: same start and end.
        statements: predicate, subject, object and key literal agree (statement core).
        labels: pairs of labels of the spans that both marked.
        modalities: pairs of modalities of the statements that both made.
    """

    mentions: Share = NOTHING
    spans: Share = NOTHING
    statements: Share = NOTHING
    labels: Mapping[tuple[str, str], int] = field(default_factory=dict)
    modalities: Mapping[tuple[str, str], int] = field(default_factory=dict)

    def __add__(self, other: Agreement) -> Agreement:
        return Agreement(
            self.mentions + other.mentions,
            self.spans + other.spans,
            self.statements + other.statements,
            Counter(self.labels) + Counter(other.labels),
            Counter(self.modalities) + Counter(other.modalities),
        )

    def as_json(self) -> dict[str, Any]:
        """The agreement as a JSON object."""
        return {
            "mentions": self.mentions.as_json(),
            "spans": self.spans.as_json(),
            "statements": self.statements.as_json(),
            "label_kappa": kappa(self.labels),
            "modality_kappa": kappa(self.modalities),
            "labels": [[one, other, n] for (one, other), n in sorted(self.labels.items())],
            "modalities": [[one, other, n] for (one, other), n in sorted(self.modalities.items())],
        }


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two annotators' files: the agreement in total and by document, and what could not be compared."""

    total: Agreement
    documents: Mapping[str, Agreement]
    differences: tuple[Fault, ...]
    left_out: Mapping[str, str]

    def as_json(self) -> dict[str, Any]:
        """The comparison as a JSON object; documents of least agreement first."""
        return {
            "total": self.total.as_json(),
            "documents": {name: self.documents[name].as_json() for name in self.least_first()},
            "differences": [
                {"kind": f.kind, "document": f.document, "first": f.gold, "second": f.predicted, "context": f.context}
                for f in self.differences
            ],
            "left_out": dict(self.left_out),
        }

    def least_first(self) -> list[str]:
        """The ids of the documents, those of least agreement first."""

        def agreed(name: str) -> float:
            one = self.documents[name]
            return (one.mentions + one.statements).f1 or 0.0

        return sorted(self.documents, key=lambda name: (agreed(name), name))


def kappa(pairs: Mapping[tuple[str, str], int]) -> float | None:
    """Cohen's κ of pairs of judgements; None where it is not defined: no pairs, or one judgement throughout.

    >>> round(kappa({("A", "A"): 20, ("A", "B"): 5, ("B", "A"): 10, ("B", "B"): 15}), 3)
    0.4
    """
    total = sum(pairs.values())
    if not total:
        return None
    first: Counter[str] = Counter()
    second: Counter[str] = Counter()
    for (one, other), count in pairs.items():
        first[one] += count
        second[other] += count
    chance = sum(count * second[name] for name, count in first.items())
    if chance == total * total:
        return None
    same = sum(count for (one, other), count in pairs.items() if one == other)
    return (same * total - chance) / (total * total - chance)


def compare(first: Document, second: Document) -> Agreement:
    """How far two annotations of one text agree."""
    one, other = ({(m.start, m.end): m.label for m in document.mentions} for document in (first, second))
    spans = one.keys() & other.keys()
    labels = Counter((one[span], other[span]) for span in spans)
    left, right = Side(first), Side(second)
    forth, back = match_statements(left, right), match_statements(right, left)
    # a date that cannot be placed agrees in one direction only: the mean is the same from both sides
    both = (len(forth) + len(back)) / 2
    return Agreement(
        Share(sum(a == b for a, b in labels.elements()), len(one), len(other)),
        Share(len(spans), len(one), len(other)),
        Share(both, len(first.statements), len(second.statements)),
        labels,
        Counter((first.statements[i].modality, second.statements[j].modality) for i, j in forth),
    )


def compare_files(first: Iterable[Document], second: Iterable[Document], *, differences: bool = True) -> Comparison:
    """How far two annotators' documents agree, those that both have and whose text is the same.

    Raises:
        InputError: they have no document in common.
    """
    ours, theirs = ({document.id: document for document in documents} for documents in (first, second))
    left_out = {
        **dict.fromkeys((name for name in ours if name not in theirs), "only the first has it"),
        **dict.fromkeys((name for name in theirs if name not in ours), "only the second has it"),
    }
    found: dict[str, Agreement] = {}
    faults: list[Fault] = []
    for name, document in ours.items():
        other = theirs.get(name)
        if other is None:
            continue
        if not _same_text(document, other):
            left_out[name] = "the texts differ"
            continue
        found[name] = compare(document, other)
        if differences:
            faults.extend(find_errors(document, other))
    if not found:
        raise InputError(
            f"expected documents that both have, with the same id and text, there are none; {_why(left_out)}"
        )
    return Comparison(sum(found.values(), Agreement()), found, tuple(faults), left_out)


def _same_text(one: Document, other: Document) -> bool:
    return not one.text or not other.text or one.text == other.text


def _why(left_out: Mapping[str, str]) -> str:
    reasons = Counter(left_out.values())
    return ", ".join(f"{reason}: {count}" for reason, count in reasons.items()) or "both are empty"


def shares(agreement: Agreement) -> Sequence[tuple[str, Share]]:
    """The shares with their names."""
    return (("mentions", agreement.mentions), ("spans", agreement.spans), ("statements", agreement.statements))
