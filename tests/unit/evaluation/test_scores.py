"""Scores worked out by hand."""

from __future__ import annotations

import itertools
import random
from dataclasses import replace

import pytest

from nlp.errors import InputError
from nlp.evaluation.bootstrap import intervals
from nlp.evaluation.errors import find_errors
from nlp.evaluation.matching import heaviest_matching, largest_matching
from nlp.evaluation.report import build_report, failures
from nlp.evaluation.scores import Score, count_document, summarise
from nlp.records import Document, Measure, Mention, Statement

TEXT = "Acme ordered 500 rigs from Bolt on May 3, 2022."


def gold() -> Document:
    return Document(
        id="1", text=TEXT, lang="en",
        mentions=(
            Mention(0, 4, "Acme", "COMPANY", ref="acme", id="e1"),
            Mention(13, 16, "500", "QUANTITY", ref="q:e2", measure=Measure("count", 500, "machine"), id="e2"),
            Mention(27, 31, "Bolt", "COMPANY", ref="bolt", id="e3"),
            Mention(35, 46, "May 3, 2022", "DATE", ref="2022-05-03", iso="2022-05-03", id="e4"),
        ),
        statements=(Statement("ordered_from", "acme", "bolt", {"count": ("e2",), "date": ("e4",)}, evidence=((0, 46),)),),
    )  # fmt: skip


def f1(document: Document, name: str) -> float:
    value = summarise([count_document(gold(), document)])[name]
    assert value is not None
    return value.f1 if isinstance(value, Score) else value


def test_gold_against_itself_is_perfect() -> None:
    for name in (
        "entity_strict",
        "entity_partial",
        "statement_core",
        "role",
        "b3",
        "quantity_norm",
        "date_norm",
        "modality",
    ):
        assert f1(gold(), name) == 1.0


def test_no_prediction_scores_nothing() -> None:
    scores = summarise([count_document(gold(), None)])
    assert isinstance(scores["entity_strict"], Score)
    assert scores["entity_strict"].recall == 0.0
    assert scores["quantity_norm"] is None


def test_a_wrong_border_is_half_right() -> None:
    wrong = replace(gold(), mentions=(replace(gold().mentions[0], end=5), *gold().mentions[1:]))
    assert f1(wrong, "entity_strict") == pytest.approx(0.75)
    assert f1(wrong, "entity_partial") == 1.0


def test_values_agree_within_half_a_percent() -> None:
    def counted(value: float) -> Document:
        mention = replace(gold().mentions[1], measure=Measure("count", value, "machine"))
        return replace(gold(), mentions=(gold().mentions[0], mention, *gold().mentions[2:]))

    assert f1(counted(502), "quantity_norm") == 1.0
    assert f1(counted(510), "quantity_norm") == 0.0


def test_subject_and_object_must_not_be_turned_but_for_partners() -> None:
    turned = (replace(gold().statements[0], subject="bolt", object="acme"),)
    assert f1(replace(gold(), statements=turned), "statement_core") == 0.0
    partners = replace(gold(), statements=(Statement("partnered_with", "acme", "bolt"),))
    other = replace(gold(), statements=(Statement("partnered_with", "bolt", "acme"),))
    value = summarise([count_document(partners, other)])["statement_core"]
    assert isinstance(value, Score)
    assert value.f1 == 1.0


def test_roles_count_one_by_one() -> None:
    without_date = (replace(gold().statements[0], qualifiers={"count": ("e2",)}),)
    value = summarise([count_document(gold(), replace(gold(), statements=without_date))])["role"]
    assert isinstance(value, Score)
    assert (value.correct, value.predicted, value.gold) == (3, 3, 4)


def test_one_ref_for_two_things_costs_precision_of_references() -> None:
    mentions = tuple(replace(m, ref="acme") if m.id == "e3" else m for m in gold().mentions)
    value = summarise([count_document(gold(), replace(gold(), mentions=mentions))])["b3"]
    assert isinstance(value, Score)
    assert (value.precision, value.recall) == (pytest.approx(0.5), 1.0)


def test_errors_by_kind() -> None:
    predicted = replace(
        gold(),
        mentions=(
            replace(gold().mentions[0], label="PERSON"),
            *gold().mentions[2:],
            Mention(17, 21, "rigs", "MACHINE", ref="r", id="e9"),
        ),
        statements=(replace(gold().statements[0], modality="planned"), Statement("acquired", "bolt", "acme")),
    )
    kinds = {fault.kind for fault in find_errors(gold(), predicted)}
    assert {"label", "missed", "spurious"} <= kinds


def test_floors() -> None:
    report = build_report([gold()], {"1": gold()})
    assert failures(report, ["entity_strict=0.9", "en.role=1"]) == []
    assert failures(build_report([gold()], {}), ["entity_strict=0.9"]) == ["entity_strict is 0.000, below 0.900"]
    with pytest.raises(InputError, match="no score"):
        failures(report, ["nonsense=1"])


def test_intervals_hold_the_score_and_repeat() -> None:
    counts = [count_document(gold(), gold() if n % 3 else None) for n in range(30)]
    first, second = intervals(counts), intervals(counts)
    assert first == second
    value = summarise(counts)["entity_strict"]
    assert isinstance(value, Score)
    assert first["entity_strict"][0] <= value.f1 <= first["entity_strict"][1]


@pytest.mark.parametrize("seed", range(20))
def test_heaviest_matching_is_the_best_of_all(seed: int) -> None:
    rng = random.Random(seed)
    rows, columns = rng.randint(1, 5), rng.randint(1, 5)
    table = [[rng.choice([0, 0, 1, 3, 7]) for _ in range(columns)] for _ in range(rows)]
    small, large = sorted((rows, columns))
    best = max(
        sum(table[i][j] if rows <= columns else table[j][i] for i, j in enumerate(order))
        for order in itertools.permutations(range(large), small)
    )
    assert sum(table[i][j] for i, j in heaviest_matching(table)) == best


def test_largest_matching_of_a_long_chain() -> None:
    assert len(largest_matching(3000, 3000, lambda i, j: j in (i, i - 1))) == 3000
