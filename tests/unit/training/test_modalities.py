"""The fit of how statements are meant: what is reliable counts, what is not does not."""

from __future__ import annotations

from nlp.schema import MODALITIES
from nlp.training.judging import Judged, fit_judge
from nlp.training.modalities import Meant, fit_modality
from nlp.transformer.modalities import scores


def odds(**values: float) -> tuple[float, ...]:
    return tuple(values.get(modality, -4.0) for modality in MODALITIES)


# the heads are right, whatever the grammar says
SURE = [Meant(odds(planned=3.0), "asserted", "planned"), Meant(odds(asserted=3.0), "asserted", "asserted")] * 30


def likeliest(row: Meant, weights: dict[str, object]) -> str:
    found = scores(row.odds, row.said, weights)
    return max(found, key=lambda modality: found[modality])


def test_who_is_right_is_believed() -> None:
    weights = fit_modality(SURE)
    assert [likeliest(row, weights) for row in SURE[:2]] == ["planned", "asserted"]


def test_who_is_wrong_is_not() -> None:
    rows = [Meant(odds(planned=1.0), said, said) for said in ("asserted", "planned", "ended")] * 40
    weights = fit_modality(rows)
    assert [likeliest(row, weights) for row in rows[:3]] == ["asserted", "planned", "ended"]
    assert weights["odds"] < 0.5


def test_nothing_is_fitted_from_nothing() -> None:
    weights = fit_modality([])
    assert weights["odds"] == 1.0
    assert set(weights["said"].values()) == set(weights["often"].values()) == {0.0}


def test_each_language_has_weights_of_its_own() -> None:
    judged = fit_judge([Judged("zh", [], [], [], 1, meant=SURE), Judged("en", [], [], [], 1)])
    assert judged["modality"]["zh"] == fit_modality(SURE)
    assert judged["modality"]["en"] == fit_modality([])
