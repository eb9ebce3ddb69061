"""What the model's word counts in the ranking of subjects."""

from __future__ import annotations

import pytest

pytest.importorskip("torch", reason="needs the extra [train]; CI runs it in an environment of its own")

from nlp.statements.ranking import Ranking
from nlp.training.hearing import fit
from nlp.training.ranking import Case

RANKING = Ranking({"topic": (1.0, 0.0)})


def case(right: str, heard: dict[str, float]) -> Case:
    rows = {"a": {"topic": 1.0}, "b": {}}
    for name, odds in heard.items():
        rows[name]["heard"] = odds
        if odds == max(heard.values()):
            rows[name]["heard_best"] = 1.0
    return Case("d", rows, "a", frozenset({right}), (True, False))


def test_a_model_that_is_right_is_heard() -> None:
    made = fit([case("b", {"a": -4.0, "b": 4.0}), case("a", {"a": 4.0, "b": -4.0})] * 20, RANKING)
    joined = RANKING.joined(made["weights"], made["margin"])
    doubtful = case("b", {"a": -4.0, "b": 4.0})
    assert RANKING.best(doubtful.candidates, "a", (True, False)) == "a"
    assert joined.best(doubtful.candidates, "a", (True, False)) == "b"


def test_a_model_that_is_as_often_wrong_is_not() -> None:
    wrong, right = case("a", {"a": -4.0, "b": 4.0}), case("a", {"a": 4.0, "b": -4.0})
    made = fit([wrong, right] * 20, RANKING)
    assert all(abs(weight) < 0.15 for weight in made["weights"].values())
    assert fit([], RANKING)["weights"] == {"heard": 0.0, "heard_best": 0.0}
