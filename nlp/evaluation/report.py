"""The evaluation as tables for people and JSON for programs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from nlp.errors import InputError
from nlp.evaluation.bootstrap import intervals
from nlp.evaluation.errors import KINDS, Fault, find_errors
from nlp.evaluation.scores import MAIN, RATES, Score, count_document, summarise
from nlp.records import Document

NAMES = {
    "entity_strict": "entities, strict", "entity_partial": "entities, partial", "statement_core": "statements, core",
    "role": "roles", "b3": "references, B³", "quantity_norm": "quantity values", "date_norm": "date values", "modality": "modality",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Part:
    """The scores of one group of documents."""

    documents: int
    scores: Mapping[str, Score | float | None]
    intervals: Mapping[str, tuple[float, float]]


@dataclass(frozen=True, slots=True)
class Report:
    """Scores in total and by language."""

    parts: Mapping[str, Part]
    missing: int

    def as_json(self, errors: Mapping[str, Sequence[Fault]]) -> dict[str, Any]:
        """The report as a JSON object."""
        out: dict[str, Any] = {"missing": self.missing}
        for name, part in self.parts.items():
            out[name] = {
                "documents": part.documents,
                "scores": {
                    key: {
                        "precision": value.precision, "recall": value.recall, "f1": value.f1,
                        "gold": value.gold, "predicted": value.predicted,
                    }
                    if isinstance(value, Score) else value
                    for key, value in part.scores.items()
                },
                "intervals": {key: list(value) for key, value in part.intervals.items()},
            }  # fmt: skip
        if errors:
            out["errors"] = {
                kind: [
                    {"document": f.document, "gold": f.gold, "predicted": f.predicted, "context": f.context}
                    for f in faults
                ]
                for kind, faults in errors.items()
            }
        return out


def build_report(golds: Sequence[Document], predictions: Mapping[str, Document], *, bootstrap: bool = True) -> Report:
    """The scores of predictions by document id, in total and by language.

    Raises:
        InputError: there is no gold.
    """
    if not golds:
        raise InputError("expected gold documents, there are none")
    counted = [(gold, count_document(gold, predictions.get(gold.id))) for gold in golds]
    parts = {}
    for name in ("all", "zh", "en"):
        counts = [c for gold, c in counted if name == "all" or gold.lang.startswith(name)]
        if counts:
            parts[name] = Part(len(counts), summarise(counts), intervals(counts) if bootstrap else {})
    return Report(parts, sum(gold.id not in predictions for gold in golds))


def error_groups(
    golds: Sequence[Document], predictions: Mapping[str, Document], *, kind: str | None = None
) -> dict[str, list[Fault]]:
    """The errors of all documents by kind, or those of one kind.

    Raises:
        InputError: `kind` is none of the kinds.
    """
    if kind is not None and kind not in KINDS:
        raise InputError(f"kind must be one of {', '.join(KINDS)}, was {kind!r}")
    groups: dict[str, list[Fault]] = {kind: [] for kind in KINDS}
    for gold in golds:
        for fault in find_errors(gold, predictions.get(gold.id, Document(id=gold.id, text=gold.text))):
            groups[fault.kind].append(fault)
    return groups if kind is None else {kind: groups[kind]}


def failures(report: Report, floors: Sequence[str]) -> list[str]:
    """A line for each floor that is not reached.

    Raises:
        InputError: a floor is not written METRIC=NUMBER.
    """
    broken = []
    for floor in floors:
        name, _, number = floor.partition("=")
        first, _, rest = name.partition(".")
        language, metric = (first, rest) if first in ("zh", "en", "all") else ("all", name)
        part = report.parts.get(language)
        try:
            wanted = float(number)
        except ValueError as error:
            raise InputError(f"expected METRIC=FLOOR, was {floor!r}; for example entity_strict=0.9") from error
        if part is None or metric not in part.scores:
            known = ", ".join((*MAIN, *RATES))
            raise InputError(f"there is no score {name!r}; there are {known}, entity.LABEL and statement.PREDICATE")
        value = part.scores[metric]
        reached = value.f1 if isinstance(value, Score) else (value or 0.0)
        if reached < wanted:
            broken.append(f"{name} is {reached:.3f}, below {wanted:.3f}")
    return broken


def print_report(report: Report) -> None:
    """Prints the tables."""
    from rich.console import Console
    from rich.table import Table

    console = Console()
    if report.missing:
        console.print(f"[yellow]{report.missing} gold documents have no prediction[/]")
    for name, part in report.parts.items():
        table = Table(title=f"{name}: {part.documents} documents", title_justify="left")
        for column in ("", "P", "R", "F1", "95 %", "gold"):
            table.add_column(column, justify="left" if not column else "right")
        for key in MAIN:
            value = part.scores.get(key)
            if isinstance(value, Score):
                table.add_row(NAMES[key], *_cells(value), _interval(part, key), str(value.gold))
        for key in RATES:
            rate = part.scores.get(key)
            if isinstance(rate, float):
                table.add_row(NAMES[key], "", "", f"{rate:.3f}", _interval(part, key), "")
        console.print(table)
    rows = Table(title="by label, predicate and language", title_justify="left")
    languages = [name for name in report.parts if name != "all"]
    for column in ("", "P", "R", "F1", "gold", "predicted", *(f"F1 {name}" for name in languages)):
        rows.add_column(column, justify="left" if not column else "right")
    for key, value in report.parts["all"].scores.items():
        if "." in key and isinstance(value, Score):
            by_language = (report.parts[name].scores.get(key) for name in languages)
            shown = (f"{score.f1:.3f}" if isinstance(score, Score) else "" for score in by_language)
            rows.add_row(key, *_cells(value), str(value.gold), str(value.predicted), *shown)
    console.print(rows)


def _cells(score: Score) -> tuple[str, str, str]:
    return f"{score.precision:.3f}", f"{score.recall:.3f}", f"{score.f1:.3f}"


def _interval(part: Part, key: str) -> str:
    found = part.intervals.get(key)
    return f"{found[0]:.3f}–{found[1]:.3f}" if found else ""


def print_errors(groups: Mapping[str, Sequence[Fault]], *, limit: int) -> None:
    """Prints the errors by kind, `limit` of each."""
    from rich.console import Console
    from rich.markup import escape

    console = Console(soft_wrap=True)
    for name, faults in groups.items():
        if faults:
            console.print(f"\n[bold]{name}[/] ({len(faults)})")
        for fault in faults[:limit]:
            line = f"{escape(fault.gold or '–')}  →  {escape(fault.predicted or '–')}"
            console.print(f"  [bright_black]{escape(fault.document)}[/] {line}")
            if fault.context:
                console.print(f"      [bright_black]{escape(fault.context)}[/]")
