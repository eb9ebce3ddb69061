"""Newton's method for the small convex fits of calibration."""

from __future__ import annotations

from collections.abc import Callable

import numpy
from numpy.typing import NDArray

Weights = NDArray[numpy.float64]
# so many steps at most; how little weights move that have settled
_STEPS, _NEAR = 25, 1e-6


def minimised(
    begun: Weights, loss: Callable[[Weights], float], bent: Callable[[Weights], tuple[Weights, Weights]]
) -> Weights:
    """The weights at which a convex loss is least; `bent` gives its slope and its second derivatives.

    A step that leads too far, as where nearly all is certain, is halved until the loss falls.

    *Shape:* (weights,), (weights,) → (weights,), (weights, weights)
    """
    weights = begun
    for _ in range(_STEPS):
        slope, bend = bent(weights)
        step, before = numpy.linalg.solve(bend, slope), loss(weights)
        while loss(weights - step) > before and numpy.abs(step).max() >= _NEAR:
            step = step / 2
        weights = weights - step
        if numpy.abs(step).max() < _NEAR:
            break
    return weights
