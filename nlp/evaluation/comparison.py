"""Two runs on the same gold: how scores differ, and whether that could be chance.

Paired bootstrap over documents (Efron and Tibshirani 1993; Berg-Kirkpatrick et al. 2012): both runs are scored on the same
resamples; p is twice the share of resamples in which the difference has the other sign, at most 1.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from nlp.evaluation.bootstrap import RESAMPLES, SEED, resampled_scores
from nlp.evaluation.errors import Fault
from nlp.evaluation.scores import MAIN, RATES, Counts, Score, summarise


@dataclass(frozen=True, slots=True)
class Difference:
    """One score of two runs: what `new` has more than `old`, its 95 % interval, and p."""

    name: str
    old: float
    new: float
    low: float
    high: float
    p: float


def compare(old: Sequence[Counts], new: Sequence[Counts], *, resamples: int = RESAMPLES) -> list[Difference]:
    """The differences of the main scores and rates.

    Args:
        old: the counts of each document, of one run.
        new: those of the other run, of the same documents in the same order.
        resamples: of the bootstrap.

    Raises:
        ValueError: the runs have not the same number of documents.
    """
    import numpy

    if len(old) != len(new):
        raise ValueError(f"expected counts of the same documents, were {len(old)} and {len(new)}")
    if not old:
        return []
    before, after = summarise(old), summarise(new)
    found = []
    for name in (*MAIN, *RATES):
        change = resampled_scores(name, new, resamples=resamples, seed=SEED) - resampled_scores(
            name, old, resamples=resamples, seed=SEED
        )
        low, high = numpy.quantile(change, (0.025, 0.975))
        p = min(1.0, 2 * min(float((change <= 0).mean()), float((change >= 0).mean())))
        found.append(Difference(name, _value(before, name), _value(after, name), float(low), float(high), p))
    return found


def _value(scores: Mapping[str, Score | float | None], name: str) -> float:
    value = scores.get(name)
    return value.f1 if isinstance(value, Score) else (value or 0.0)


def changes(old: Sequence[Fault], new: Sequence[Fault]) -> tuple[list[Fault], list[Fault]]:
    """The errors that the new run no longer makes, and those that only it makes."""

    def key(fault: Fault) -> tuple[str, str, str, str]:
        return fault.document, fault.gold, fault.context, fault.predicted

    before, after = {key(fault) for fault in old}, {key(fault) for fault in new}
    return [f for f in old if key(f) not in after], [f for f in new if key(f) not in before]
