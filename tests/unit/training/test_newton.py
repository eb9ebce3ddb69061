"""Newton's method: it finds the least of a convex loss, also where whole steps lead too far."""

from __future__ import annotations

import numpy
import pytest

from nlp.training.newton import Weights, minimised


@pytest.mark.parametrize("start", [0.5, 3.0, -40.0])
def test_the_least_is_found_from_near_and_far(start: float) -> None:
    # log cosh: from farther than 1.09 whole steps run away
    def loss(weights: Weights) -> float:
        return float(numpy.logaddexp(weights, -weights).sum())

    def bent(weights: Weights) -> tuple[Weights, Weights]:
        return numpy.tanh(weights), numpy.diag(1 / numpy.cosh(weights) ** 2 + 1e-9)

    assert minimised(numpy.array([start]), loss, bent) == pytest.approx([0.0], abs=1e-5)
