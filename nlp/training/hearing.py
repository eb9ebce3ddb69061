"""Fits what the model's word counts in the ranking of subjects: on held-out documents, beside weights that stay."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy

from nlp.evaluation.scores import Side
from nlp.pipeline import annotate, load
from nlp.records import Document
from nlp.resources.files import patterns_folder
from nlp.resources.frames import load_grammar
from nlp.resources.registry import load_registry
from nlp.statements.carried_over import Heard
from nlp.statements.extraction import StatementExtractor
from nlp.statements.knowledge import Knowledge
from nlp.statements.ranking import DATE_FILE, SUBJECT_FILE, Ranking
from nlp.text.fold import fold
from nlp.training.ranking import Case, Recorder, subject_cases
from nlp.transformer.evidence import Evidence
from nlp.transformer.heads import ArgumentHeads
from nlp.transformer.runtime import Model

FEATURES = ("heard", "heard_best")
# with the model's word another candidate need not lead as far: the best of three in five parts by article
MARGIN = 0.5
_PENALTY, _STEPS, _RATE = 0.02, 600, 0.3


def cases_of(
    documents: Sequence[Document], folder: Path, hints: float, pairs: float, progress: Callable[[int, int, str], None]
) -> list[Case]:
    """The choices of subjects in documents with gold where a candidate is right, with what the model of a folder says."""
    patterns = patterns_folder()
    pipeline, model, heads = load(folder), Model.load(folder), ArgumentHeads.load(folder)
    recorder, dates = Recorder(), Ranking.load(patterns / "common" / DATE_FILE)
    extractor = StatementExtractor(load_grammar(patterns), Knowledge.of(load_registry(patterns)), recorder, dates)
    cases: list[Case] = []
    for number, gold in enumerate(documents):
        progress(number, len(documents), "subjects of held-out documents")
        read = annotate(pipeline, replace(gold, mentions=(), statements=()))
        evidence = Evidence(heads, model.told(model.read([read.text])[0], read.mentions), read.mentions)
        recorder.asked.clear()
        extractor.extract(
            fold(read.text),
            read.mentions,
            title=read.title,
            source=read.text,
            today=read.date,
            hints=[*evidence.hints(hints), *evidence.pairs(pairs)],
            heard=Heard(evidence.subjects, {}, MARGIN),
        )
        cases += subject_cases(Side(gold), read.mentions, recorder)
    return cases


def fit(cases: Sequence[Case], ranking: Ranking) -> dict[str, Any]:
    """The settings of `nlp.statements.carried_over.Heard`, with the weights under which the right candidates are likeliest."""
    most = max((len(case.candidates) for case in cases), default=1)
    base = numpy.full((len(cases), most), -numpy.inf)
    inputs = numpy.zeros((len(cases), most, len(FEATURES)))
    right = numpy.zeros((len(cases), most), dtype=bool)
    for row, case in enumerate(cases):
        scores = ranking.scores(case.candidates, case.conditions)
        for column, (key, features) in enumerate(case.candidates.items()):
            base[row, column] = scores[key]
            inputs[row, column] = [features.get(name, 0.0) for name in FEATURES]
            right[row, column] = key in case.right
    weights = numpy.zeros(len(FEATURES))
    for _ in range(_STEPS if cases else 0):
        scored = base + inputs @ weights
        chances = numpy.exp(scored - scored.max(axis=1, keepdims=True))
        good = chances * right
        wanted = good / good.sum(axis=1, keepdims=True) - chances / chances.sum(axis=1, keepdims=True)
        weights += _RATE * (numpy.einsum("nc,ncf->f", wanted, inputs) / len(cases) - 2 * _PENALTY * weights)
    fitted = {name: round(float(weight), 4) for name, weight in zip(FEATURES, weights, strict=True)}
    return {"weights": fitted, "margin": MARGIN}


def ranking_of_subjects() -> Ranking:
    """The ranking of the shipped patterns."""
    return Ranking.load(patterns_folder() / "common" / SUBJECT_FILE)
