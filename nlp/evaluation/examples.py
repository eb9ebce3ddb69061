"""Runs the examples that the pattern files carry."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from nlp.records import Document, Measure, Mention
from nlp.resources.check import Example
from nlp.schema import LABELS

Annotate = Callable[[Document], Document]


def failing_examples(examples: Iterable[Example], annotate: Annotate) -> tuple[int, list[str]]:
    """How many examples ran, and a message for each that is not read as it says."""
    ran = 0
    problems: list[str] = []
    for example in examples:
        ran += 1
        document = annotate(Document(id="example", text=example.text, date=example.date))
        problems.extend(f"{example.path}: {fault} in {example.text!r}" for fault in faults_of(example, document))
    return ran, problems


def faults_of(example: Example, document: Document) -> list[str]:
    """What is not as an example says."""
    found = {(m.start, m.end): m for m in document.mentions if m.label in example.labels}
    faults = []
    for start, end, wanted in example.marks:
        mention = found.pop((start, end), None)
        shown = "nothing" if mention is None else describe(mention, like=wanted)
        if shown != wanted:
            faults.append(f"expected [{example.text[start:end]}|{wanted}], was {shown}")
    faults.extend(f"expected nothing at {m.text!r}, was {describe(m)}" for m in found.values())
    if example.reads:
        made = {f"{s.predicate} {s.modality}" for s in document.statements}
        wanted = example.reads if " " in example.reads else f"{example.reads} asserted"
        if wanted not in made:
            faults.append(f"expected the statement {wanted!r}, there are {sorted(made) or 'none'}")
    if example.rule:
        rules = {s.rule for s in document.statements} | {s.rule.rpartition(".")[0] for s in document.statements}
        if (example.rule in rules) != example.holds:
            faults.append(f"{example.rule} {'does not read' if example.holds else 'reads'} its example")
    return faults


def describe(mention: Mention, like: str = "") -> str:
    """A mention as examples write it: its label where `like` is one, else its value."""
    if (mention.measure is None and mention.label != "DATE") or like in LABELS:
        return mention.label
    return _value(mention.measure) if mention.measure is not None else str(mention.iso)


def _value(measure: Measure) -> str:
    value = f"{measure.value:.10g}" if measure.value is not None else f"{measure.minimum:.10g}..{measure.maximum:.10g}"
    parts = [measure.kind, value, measure.unit or "", "" if measure.bound == "exact" else measure.bound]
    return " ".join(part for part in parts if part)
