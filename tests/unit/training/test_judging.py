"""The judge's fit: what tells right from wrong gets weight, thresholds stay within reason."""

from __future__ import annotations

from dataclasses import replace

from nlp.training.judging import Judged, Weighed, fit, fit_judge
from nlp.transformer.evidence import FEATURES
from nlp.transformer.judge import weigh

NOTHING = [0.0] * (len(FEATURES) - 6)


def row(right: bool, relation: float, *, apart: bool = False) -> Weighed:
    return Weighed("holds", (1.0, 0.0, 0.0, relation, 0.0, float(apart), *NOTHING), right)


ROWS = [row(True, 2.0)] * 30 + [row(False, -2.0)] * 30


def test_what_tells_right_from_wrong_gets_weight() -> None:
    weights = fit(ROWS)
    assert weights["features"][3] > 0.5
    assert weigh(ROWS[0].features, "holds", weights) > 0.8
    assert weigh(ROWS[-1].features, "holds", weights) < 0.2


def test_only_what_is_very_doubtful_is_dropped_and_what_is_rather_right_is_added() -> None:
    judged = fit_judge([Judged("zh", ROWS, ROWS, [], 60)])
    # half of the F1: 30 of 60 right, 30 of 60 found
    assert judged["drop"]["zh"] == 0.25
    assert 0.4 <= judged["add"]["zh"] <= 1.0
    poor = [row(True, 2.0)] * 6 + [row(False, -2.0)] * 54
    # half of the F1 that the patterns reach: 6 of 60 right, 6 of 60 found
    assert fit_judge([Judged("zh", poor, [], [], 60)])["drop"]["zh"] == 0.05


def test_nothing_is_added_where_it_does_not_help() -> None:
    judged = fit_judge([Judged("en", [row(True, 1.0)] * 5, [row(False, 1.0)] * 5, [], 5)])
    assert judged["drop"]["en"] == 0.3
    assert judged["add"]["en"] > 1.0


def test_what_the_heads_cannot_see_teaches_them_nothing() -> None:
    seen = [row(True, 2.0)] * 5 + [row(False, -1.0)] * 2
    judged = fit_judge([Judged("zh", [row(False, -2.0, apart=True)] * 20 + seen, [], [], 5)])
    assert judged["weigh"] == fit(seen)


def test_nothing_is_fitted_from_nothing() -> None:
    assert fit([])["features"] == [0.0] * len(FEATURES)


def test_statements_without_an_object_have_weights_of_their_own() -> None:
    alone = [
        Weighed("regulates", (1.0, sign * 3.0, sign * 3.0, 0.0, 0.0, 0.0, *NOTHING), sign > 0, "alone")
        for sign in (-1, 1)
    ]
    judged = fit_judge([Judged("zh", ROWS + alone * 20, ROWS, [], 80)])
    right, wrong = (weigh(row.features, "regulates", judged["alone"]) for row in (alone[1], alone[0]))
    assert wrong < judged["drop_alone"] < right
    assert judged["weigh"] == fit_judge([Judged("zh", ROWS, ROWS, [], 60)])["weigh"]


def test_relations_are_added_where_they_help_beside_hints() -> None:
    pairs = [replace(one, kind="pair") for one in ROWS]
    judged = fit_judge([Judged("zh", ROWS, [], pairs, 90)])
    assert 0.3 <= judged["add_pairs"]["zh"] < 1.0
    assert weigh(pairs[0].features, "holds", judged["pair"]) > judged["add_pairs"]["zh"]
    assert judged["weigh"] == fit_judge([Judged("zh", ROWS, [], [], 90)])["weigh"]
    assert fit_judge([Judged("zh", ROWS, [], [row(False, 1.0)] * 9, 90)])["add_pairs"]["zh"] > 1.0


def test_lone_subjects_are_added_where_they_help_beside_all_else() -> None:
    lone = [replace(one, kind="lone", predicate="regulates") for one in ROWS]
    judged = fit_judge([Judged("zh", ROWS, [], [], 90, lone)])
    assert judged["add_lone"]["zh"] == 0.4
    assert weigh(lone[0].features, "regulates", judged["lone"]) > 0.4
    assert (
        fit_judge([Judged("zh", ROWS, [], [], 90, [replace(row(False, 1.0), kind="lone")] * 9)])["add_lone"]["zh"] > 1.0
    )
    assert judged["weigh"] == fit_judge([Judged("zh", ROWS, [], [], 90)])["weigh"]


def test_statements_whose_subject_stands_far_off_have_weights_of_their_own() -> None:
    far = [
        Weighed("holds", (1.0, sign * 2.0, 0.0, 0.0, 0.0, 1.0, *NOTHING), sign > 0)
        for sign in (-1, 1)
        for _ in range(20)
    ]
    judged = fit_judge([Judged("zh", ROWS + far, [], [], 90)])
    wrong, right = (weigh(one.features, "holds", judged["apart"]) for one in (far[0], far[-1]))
    assert wrong < judged["drop_apart"] < right
    assert judged["weigh"] == fit(ROWS)


def test_what_is_the_same_of_nearly_all_leaves_the_fit_at_its_optimum() -> None:
    # descent in fixed steps stopped short of it: such a column goes along with the common weight
    rows = [
        Weighed("holds", (*one.features[:-2], 0.0 if number % 20 == 0 else 5.0, 0.0), one.right)
        for number, one in enumerate([row(True, 0.5)] * 320 + [row(False, 0.5)] * 80)
    ]
    weights = fit(rows)
    chances = [weigh(one.features, "holds", weights) for one in rows]
    assert abs(sum(chances) - 320) < 1.0
    # the optimum: of each column, what is right weighs what is expected, but for the pull towards nothing
    column = FEATURES.index("named")
    slope = sum(one.features[column] * (chance - one.right) for one, chance in zip(rows, chances, strict=True))
    assert abs(slope + 0.3 * weights["features"][column]) < 0.05


def test_a_fit_stays_finite_where_all_is_right() -> None:
    weights = fit([row(True, 5.0)] * 40)
    assert 0.9 < weigh(row(True, 5.0).features, "holds", weights) < 1.0
    assert all(abs(weight) < 20 for weight in weights["features"])
