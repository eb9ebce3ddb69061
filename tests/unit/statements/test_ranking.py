"""A choice among candidates by weighed features, and the file of the weights."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from nlp.errors import ResourceError
from nlp.resources.files import patterns_folder
from nlp.statements.ranking import DATE_FILE, SUBJECT_FILE, Ranking

RANKING = Ranking({"main": (2.0, 0.5, -0.5), "topic": (1.0, 0.0, 0.0)}, margin=1.0)


@pytest.mark.parametrize(
    ("conditions", "candidates", "best"),
    [
        ((True, False, False), {"a": {"topic": 1.0}, "b": {"main": 1.0}}, "a"),  # leads by no more than the margin
        ((True, True, False), {"a": {"topic": 1.0}, "b": {"main": 1.0}}, "b"),
        ((True, True, True), {"a": {"topic": 1.0}, "b": {"main": 1.0}}, "a"),
        ((True, False, False), {"a": {}, "b": {"main": 1.0}}, "b"),
        ((True, False, False), {"a": {}, "b": {"main": 0.4}}, "a"),
        ((True, False, False), {"a": {"unheard": 9.0}, "b": {"main": 1.0}}, "b"),
        ((True, False, False), {}, "a"),
    ],
)
def test_another_candidate_must_lead_by_the_margin(
    conditions: tuple[bool, ...], candidates: dict[str, dict[str, float]], best: str
) -> None:
    assert RANKING.best(candidates, "a", conditions) == best


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("{", "JSON"),
        ("[]", "margin"),
        ('{"weights": {"main": [1.0]}}', "margin"),
        ('{"margin": 1.0}', "weights"),
        ('{"margin": 1.0, "weights": {"main": []}}', "main"),
        ('{"margin": 1.0, "weights": {"main": 1.0}}', "main"),
        ('{"margin": 1.0, "weights": {"main": ["1"]}}', "main"),
    ],
)
def test_a_file_of_other_content_is_named(tmp_path: Path, content: str, told: str) -> None:
    path = tmp_path / "weights.json"
    path.write_text(content)
    with pytest.raises(ResourceError, match=told):
        Ranking.load(path)


@pytest.mark.parametrize(("file", "conditions"), [(SUBJECT_FILE, 3), (DATE_FILE, 2)])
def test_the_shipped_weights_are_for_their_conditions(file: str, conditions: int) -> None:
    ranking: Any = Ranking.load(patterns_folder() / "common" / file)
    assert {len(row) for row in ranking.weights.values()} == {conditions}
    assert ranking.weights["chosen"][0] > 0
