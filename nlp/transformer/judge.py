"""Statements before the model: which of them stay, and what is changed in them.

A statement is weighed by what the argument heads say of its fillers (`Evidence.features`), together with its own confidence, in a
logistic regression that calibration fitted: one for statements of the patterns, one for those of them that have no
object, one for those that stand on a hint of the model, one for those that stand on a relation, one for those of a lone subject, and
one for statements of the patterns whose subject stands too far off for the heads.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy

from nlp.records import Statement
from nlp.transformer.evidence import FEATURES, Evidence
from nlp.transformer.fillers import completed, without_doubted
from nlp.transformer.judged import BESIDE, REASSIGNED, REWORDED, Told, fact_of, kind_of
from nlp.transformer.literals import all_reworded
from nlp.transformer.modalities import all_with_modality


def weigh(features: Sequence[float], predicate: str, weights: Mapping[str, Any]) -> float:
    """The probability that a statement is right; a model from before has no weights for the last features."""
    total = sum(w * f for w, f in zip(weights["features"], features, strict=False))
    return float(1 / (1 + numpy.exp(-total - weights["predicates"].get(predicate, 0.0))))


def judge(
    statements: Sequence[Statement], evidence: Evidence, settings: Mapping[str, Any], language: str
) -> list[Statement]:
    """The statements that stay, with the judge's confidence.

    `settings` are the `statements` of the model's config; without weights in them all stays as it is. `language` says whose
    thresholds hold.
    """
    if "weigh" not in settings or not len(evidence.mentions):
        return list(statements)
    # a model from before neither reassigns nor rewords nor doubts nor completes, nor says how a statement is meant
    if "reassign" in settings:
        statements = [
            statement if kind_of(statement) == "pair" else reassigned(statement, evidence, settings["reassign"])
            for statement in statements
        ]
    if "reword" in settings:
        statements = all_reworded(statements, evidence, settings["reword"])
    statements = without_retold(statements)
    if "doubted" in settings:
        statements = [without_doubted(statement, evidence, settings["doubted"]) for statement in statements]
    least = {
        "make": settings["add"].get(language, 1.01),
        "pair": settings.get("add_pairs", {}).get(language, 1.01),
        "lone": settings.get("add_lone", {}).get(language, 1.01),
        "alone": settings.get("drop_alone", 0.0),
        "weigh": settings["drop"].get(language, 0.0),
    }
    kept, told = [], Told(statements)
    for statement in statements:
        features, kind = evidence.features(statement, told, settings.get("rules", {})), kind_of(statement)
        # a model from before has no weights for some kinds
        if kind not in settings:
            kept.append(statement)
            continue
        if kind not in ("make", *BESIDE) and is_apart(features):
            # its object, and how often its subject is named, speak for it
            chance = weigh(features, statement.predicate, settings.get("apart", settings[kind]))
            if chance >= settings.get("drop_apart", 0.0):
                kept.append(replace(statement, confidence=round(chance, 4)) if "apart" in settings else statement)
            continue
        chance = weigh(features, statement.predicate, settings[kind])
        # a fact of nobody's is made of no hint
        if chance >= least[kind] and (kind != "make" or statement.subject is not None):
            kept.append(replace(statement, confidence=round(chance, 4)))
    if language in settings.get("modality", {}):
        kept = all_with_modality(kept, evidence, settings["modality"][language])
    return completed(kept, evidence, settings["complete"]) if "complete" in settings else kept


def reassigned(statement: Statement, evidence: Evidence, margin: float) -> Statement:
    """A statement, given to another subject where heads and words hold that for likelier by so many log-odds."""
    if statement.object is None or statement.subject is None:
        return statement
    odds = evidence.subjects(statement.object, statement.predicate)
    told = odds.get(statement.subject)
    best = max((ref for ref in odds if ref != statement.object), key=lambda ref: odds[ref], default=None)
    if told is None or best is None or odds[best] < told + margin:
        return statement
    return replace(statement, subject=best, rule=statement.rule + REASSIGNED)


def without_retold(statements: Sequence[Statement]) -> list[Statement]:
    """The statements without those that say, since they were changed, what one says already, nor those of a lone subject that say so."""

    def is_new(statement: Statement) -> bool:
        return REASSIGNED in statement.rule or statement.rule.endswith(REWORDED) or kind_of(statement) == "lone"

    told, kept = {fact_of(statement) for statement in statements if not is_new(statement)}, []
    for statement in statements:
        if is_new(statement):
            if fact_of(statement) in told:
                continue
            told.add(fact_of(statement))
        kept.append(statement)
    return kept


def is_apart(features: Sequence[float]) -> bool:
    """Whether the names of a statement stand too far apart for the heads: its subject is 公司, or a heading names it."""
    return features[FEATURES.index("apart")] > 0
