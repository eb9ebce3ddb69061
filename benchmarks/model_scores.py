"""Scores of patterns alone, model alone and both, on documents kept out of training: Markdown tables for the model card.

usage: python benchmarks/model_scores.py [--settings models/training.toml] [--model lode-compact]

`held out` decided temperature and thresholds; `unread` decided nothing. How statements are meant (modality) is asked of those that are right. The recall of names that no
registry knows counts COMPANY and PERSON mentions whose surface is in no row of the registry.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from nlp.entities.merge import merge
from nlp.entities.surfaces import registry_surfaces
from nlp.evaluation.report import Part, build_report
from nlp.evaluation.scores import Score
from nlp.pipeline import annotate_all, load
from nlp.records import Document, Mention
from nlp.resources.files import patterns_folder
from nlp.resources.registry import load_registry
from nlp.schema import NAME_LABELS
from nlp.text.fold import fold
from nlp.training.data import divide
from nlp.training.settings import load_settings
from nlp.transformer.config import find_model
from nlp.transformer.decision import propose
from nlp.transformer.runtime import Model

METRICS = ("entity_strict", "statement_core", "role")
Annotate = Callable[[Sequence[Document]], Iterator[Document]]


def bare(documents: Sequence[Document]) -> list[Document]:
    return [replace(document, mentions=(), statements=()) for document in documents]


def model_alone(model: Model, patterns: Annotate) -> Annotate:
    """Names as the model reads them, values by the patterns, no statements."""

    def run(documents: Sequence[Document]) -> Iterator[Document]:
        readings = model.read([document.text for document in documents])
        for document, found, reading in zip(documents, patterns(documents), readings, strict=True):
            values = [m for m in found.mentions if m.label not in NAME_LABELS]
            names = [
                Mention(p.start, p.end, document.text[p.start : p.end], p.label, ref=document.text[p.start : p.end])
                for p in propose(reading, document.text)
                if p.label in NAME_LABELS
            ]
            mentions = tuple(replace(m, id=f"e{n}") for n, m in enumerate(merge([*values, *names]), 1))
            yield replace(document, mentions=mentions)

    return run


def recall_of_names(golds: Sequence[Document], found: Sequence[Document], known: set[str], inside: bool) -> str:
    """Right COMPANY and PERSON mentions among those whose surface the registry has, or has not."""
    right = total = 0
    for gold, made in zip(golds, found, strict=True):
        spans = {(m.start, m.end, m.label) for m in made.mentions}
        for m in gold.mentions:
            if m.label in ("COMPANY", "PERSON") and (fold(m.text).lower() in known) == inside:
                total += 1
                right += (m.start, m.end, m.label) in spans
    return f"{right}/{total} = {right / total:.3f}" if total else "–"


def row(name: str, part: Part) -> str:
    cells = []
    for metric in METRICS:
        (low, high), score = part.intervals[metric], part.scores[metric]
        assert isinstance(score, Score)
        cells.append(f"{score.f1:.3f} ({low:.3f}–{high:.3f})" if score.predicted else "–")
    modality = part.scores["modality"]
    cells.append("–" if modality is None else f"{modality:.3f}")
    return f"| {name} | " + " | ".join(cells) + " |"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--settings", type=Path, default=Path("models/training.toml"))
    parser.add_argument("--model", default="lode-compact")
    options = parser.parse_args()
    divided = divide(load_settings(options.settings).data)
    plain, both = load(None), load(options.model)
    model = Model.load(find_model(options.model))
    known = {fold(s.text).lower() for s in registry_surfaces(load_registry(patterns_folder()))}
    ways: dict[str, Annotate] = {
        "patterns": lambda documents: annotate_all(plain, documents),
        "model alone (names)": model_alone(model, lambda documents: annotate_all(plain, documents)),
        "patterns + model": lambda documents: annotate_all(both, documents),
    }
    for title, golds in (("held out", divided.held_out), ("unread", divided.unread)):
        print(f"\n### {title}: {len(golds)} documents\n")
        print(
            "| | entities strict F1 | statements core F1 | roles F1 | modality | names in the registry, recall "
            "| names outside, recall |"
        )
        print("| --- | --- | --- | --- | --- | --- | --- |")
        found = {name: list(way(bare(golds))) for name, way in ways.items()}
        for language in ("zh", "en"):
            chosen = [n for n, gold in enumerate(golds) if gold.lang.split("-")[0] == language]
            subset = [golds[n] for n in chosen]
            for name, made in found.items():
                here = [made[n] for n in chosen]
                report = build_report(subset, {d.id: d for d in here})
                names = [recall_of_names(subset, here, known, inside) for inside in (True, False)]
                print(row(f"{language}, {name}", report.parts["all"]) + f" {names[0]} | {names[1]} |", flush=True)


if __name__ == "__main__":
    main()
