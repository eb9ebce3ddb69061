"""Temperature and thresholds, decided on held-out documents that no stage trains on."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy

from nlp.entities.merge import Spans
from nlp.records import Document, Mention
from nlp.resources.files import patterns_folder
from nlp.schema import NAME_LABELS
from nlp.text.fold import FoldedText
from nlp.training import hearing
from nlp.training.data import divide
from nlp.training.examples import allowed_tags
from nlp.training.judging import LEAST_HINT, LEAST_LONE, LEAST_PAIR, Judged, fit_judge, weighed
from nlp.training.labelled import own_text
from nlp.training.reliability import reliability_of_rules
from nlp.training.settings import Settings
from nlp.transformer.config import ModelConfig, load_config
from nlp.transformer.decision import (
    MADE_LABELS,
    RULE,
    SOURCES,
    Proposal,
    language_of,
    probability_of,
    propose,
    source_of,
)
from nlp.transformer.decoding import log_softmax
from nlp.transformer.evidence import Evidence
from nlp.transformer.heads import ArgumentHeads
from nlp.transformer.runtime import Model, Reading
from nlp.values.measures import MeasureFinder

_GRID = (0.0, 0.01, 0.02, 0.03, 0.05, 0.07, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.75, 0.8, 0.85, 0.9, 0.95, 1.01)
_TEMPERATURES = (0.6, 0.7, 0.8, 0.9, 1.0, 1.1, 1.2, 1.35, 1.5, 1.75, 2.0, 2.5)
# what a threshold must win on the held-out documents before it differs from the patterns alone
_WORTH = 2
# a name that is missed takes its statements with it: the model makes what is rather a name than none as long as that costs
# no more than one mention in a hundred
_LEAST_ADD, _COST = 0.5, 0.01
# a name of the patterns that is dropped takes its statements with it: only what is wrong four times in five may go
_MOST_KEEP = 0.2


def calibrate(settings: Settings, folder: Path, progress: Callable[[int, int, str], None]) -> ModelConfig:
    """The config of a model folder with temperature and thresholds, written there, with the reliability table."""
    from nlp.pipeline import annotate, load

    divided = divide(settings.data)
    documents = divided.held_out
    config = replace(load_config(folder), temperature=1.0, keep={}, add={}, statements={})
    config.save(folder)
    model = Model.load(folder)
    readings = [model.read([document.text])[0] for document in documents]
    temperature = best_temperature(documents, readings)
    readings = [replace(reading, scores=log_softmax(reading.scores / temperature)) for reading in readings]
    pipeline = load(model=None)
    cases = []
    for number, (document, reading) in enumerate(zip(documents, readings, strict=True)):
        progress(number, len(documents), "patterns on held-out documents")
        bare = replace(document, mentions=(), statements=())
        cases.append(Case.of(document, annotate(pipeline, bare).mentions, reading))
    keep: dict[str, float] = {}
    add: dict[str, float] = {}
    for language in ("zh", "en"):
        here = [case for case in cases if case.language == language]
        for label in MADE_LABELS:
            found = best_thresholds(here, label)
            keep |= {f"{language}.{source}.{label}": least for source, least in found.keep.items() if least}
            add |= {f"{language}.{label}": found.add} if found.add <= 1 else {}
    config = replace(
        config,
        temperature=temperature,
        keep=keep,
        add=add,
        statements={"hints": LEAST_HINT, "pairs": LEAST_PAIR, "lone_from": LEAST_LONE},
    )
    config.save(folder)
    cases_ = hearing.cases_of(documents, folder, LEAST_HINT, LEAST_PAIR, progress)
    heard = hearing.fit(cases_, hearing.ranking_of_subjects())
    config = replace(config, statements={**config.statements, "subjects": heard})
    config.save(folder)
    rules = reliability_of_rules(list({(d.id, d.text): d for d in divided.train}.values()), progress)
    judge = fit_judge(_weighed(documents, folder, rules, progress))
    config = replace(config, statements={**judge, "subjects": heard, "rules": rules})
    config.save(folder)
    table = {"temperature": temperature, "held_out": len(documents), "reliability": reliability(documents, readings)}
    (folder / "calibration.json").write_text(json.dumps(table, indent=1) + "\n", encoding="utf-8")
    return config


def _weighed(
    documents: Sequence[Document],
    folder: Path,
    rules: Mapping[str, float],
    progress: Callable[[int, int, str], None],
) -> Iterator[Judged]:
    """What patterns and model say of the statements of each document, and what is right of it."""
    from nlp.pipeline import annotate, load

    pipeline, model, heads = load(folder), Model.load(folder), ArgumentHeads.load(folder)
    for number, document in enumerate(documents):
        progress(number, len(documents), "statements of held-out documents")
        predicted = annotate(pipeline, replace(document, mentions=(), statements=()))
        reading = model.told(model.read([document.text])[0], predicted.mentions)
        yield weighed(document, predicted, Evidence(heads, reading, predicted.mentions), rules)


def best_temperature(documents: Sequence[Document], readings: Sequence[Reading]) -> float:
    """What scores must be divided by so that the probability of the right tags is greatest (Guo et al. 2017)."""
    rights = [allowed_tags(own_text(d), r.pieces).argmax(axis=1) for d, r in zip(documents, readings, strict=True)]

    def surprise(temperature: float) -> float:
        total = 0.0
        for right, reading in zip(rights, readings, strict=True):
            scores = log_softmax(reading.scores / temperature)
            total -= float(scores[numpy.arange(len(right)), right].sum())
        return total

    return min(_TEMPERATURES, key=surprise)


@dataclass(frozen=True, slots=True)
class Case:
    """One document: what is right, what the patterns say with the model's probability, what the model proposes."""

    language: str
    right: frozenset[tuple[int, int, str]]
    patterns: tuple[tuple[Mention, float], ...]
    proposals: tuple[Proposal, ...]
    values: tuple[Mention, ...]

    @classmethod
    def of(cls, gold: Document, mentions: Iterable[Mention], reading: Reading) -> Case:
        """The case of a document, what the patterns found in it and what the model read."""
        mentions = list(mentions)
        names = [m for m in mentions if m.label in NAME_LABELS]
        values = tuple(m for m in mentions if m.label not in NAME_LABELS)
        return cls(
            language_of(gold.text),
            frozenset((m.start, m.end, m.label) for m in gold.mentions),
            tuple((m, probability_of(reading, m.start, m.end, m.label)) for m in names),
            tuple(_readable(propose(reading, gold.text), gold.text, values)),
            values,
        )

    def right_of(self, label: str) -> set[tuple[int, int, str]]:
        """The right mentions of a label."""
        return {span for span in self.right if span[2] == label}

    def made(self, label: str, thresholds: Thresholds) -> set[tuple[int, int, str]]:
        """The mentions of a label that the thresholds make."""
        taken = Spans()
        made = set()
        for mention, chance in self.patterns:
            if mention.label == label:
                if chance < thresholds.keep.get(source_of(mention), 0.0):
                    continue
                made.add((mention.start, mention.end, label))
            taken.add(mention.start, mention.end)
        for mention in self.values:
            taken.add(mention.start, mention.end)
            if mention.label == label:
                made.add((mention.start, mention.end, label))
        for proposal in self.proposals:
            wanted = proposal.label == label and proposal.probability >= thresholds.add
            if wanted and taken.add(proposal.start, proposal.end):
                made.add((proposal.start, proposal.end, label))
        return made


@lru_cache(maxsize=1)
def _finder() -> MeasureFinder:
    return MeasureFinder.load(patterns_folder())


def _readable(proposals: Iterable[Proposal], text: str, values: Sequence[Mention]) -> Iterator[Proposal]:
    """The proposals without the quantities whose value nothing tells: those are not made."""
    finder, folded = _finder(), FoldedText.of(text)
    for proposal in proposals:
        mention = Mention(proposal.start, proposal.end, text[proposal.start : proposal.end], proposal.label, rule=RULE)
        if proposal.label != "QUANTITY" or finder.tagged(folded, [mention], values):
            yield proposal


@dataclass(frozen=True, slots=True)
class Thresholds:
    """The thresholds of one label; see `ModelConfig`."""

    keep: Mapping[str, float] = field(default_factory=dict)
    add: float = 1.01


def best_thresholds(cases: Sequence[Case], label: str) -> Thresholds:
    """The thresholds of a label under which the fewest of its mentions are missed or spurious.

    Each in turn over the grid, twice; the mentions of the other labels stand as the patterns have them. Then mentions of the
    model are made from the lowest threshold that costs next to nothing.
    """
    found = Thresholds()
    least = _faults(cases, label, found)
    for _ in range(2):
        for part in (*SOURCES, "add"):
            for value in _GRID:
                if part != "add" and value > _MOST_KEEP:
                    break
                tried = replace(found, add=value) if part == "add" else replace(found, keep={**found.keep, part: value})
                faults = _faults(cases, label, tried)
                if faults <= least - _WORTH:
                    found, least = tried, faults
    most = least + _COST * sum(len(case.right_of(label)) for case in cases)
    lower = (replace(found, add=value) for value in _GRID if _LEAST_ADD <= value <= max(found.add, _LEAST_ADD))
    return found if found.add > 1 else next((t for t in lower if _faults(cases, label, t) <= most), found)


def _faults(cases: Sequence[Case], label: str, thresholds: Thresholds) -> int:
    """Missed and spurious mentions of a label."""
    return sum(len(case.right_of(label) ^ case.made(label, thresholds)) for case in cases)


def reliability(documents: Sequence[Document], readings: Sequence[Reading], bins: int = 10) -> list[dict[str, Any]]:
    """How often mentions that the model reads with some probability are right, a row a tenth of probability."""
    rows: list[list[tuple[float, bool]]] = [[] for _ in range(bins)]
    for document, reading in zip(documents, readings, strict=True):
        right = {(m.start, m.end, m.label) for m in document.mentions}
        for proposal in propose(reading, document.text):
            row = min(bins - 1, int(proposal.probability * bins))
            rows[row].append((proposal.probability, (proposal.start, proposal.end, proposal.label) in right))
    return [
        {
            "from": number / bins,
            "mentions": len(row),
            "probability": round(sum(p for p, _ in row) / len(row), 3),
            "right": round(sum(ok for _, ok in row) / len(row), 3),
        }
        for number, row in enumerate(rows)
        if row
    ]
