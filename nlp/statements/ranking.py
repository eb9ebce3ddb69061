"""Choices among the candidates of one fact: a conditional logit over their features, with weights from a file.

What the grammar has chosen is a candidate like the others, with the feature ``chosen``; another one takes its place only where
it leads by a margin. The weights are fitted on articles with gold by ``python -m nlp.training.ranking``
(the method: Denis and Baldridge 2008, who rank antecedents so).
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from nlp.errors import ResourceError
from nlp.resources.files import read_text

if TYPE_CHECKING:
    from nlp.statements.drafts import Draft

Features = Mapping[str, float]
SUBJECT_FILE, DATE_FILE = "carried_over.json", "dating.json"
"""The files of the weights, in the folder ``common`` of the patterns."""
_Key = TypeVar("_Key")


@dataclass
class Ranking:
    """The weights of features.

    Attributes:
        weights: of each feature what it counts under each of the conditions, which are told at each choice: in any text,
            more in Chinese text, more for what stands for a name.
        margin: by how much another candidate must lead the grammar's choice.
    """

    weights: Mapping[str, tuple[float, ...]]
    margin: float = 1.0
    _totals: dict[tuple[bool, ...], dict[str, float]] = field(default_factory=dict, repr=False, compare=False)
    _joined: dict[tuple[object, ...], Ranking] = field(default_factory=dict, repr=False, compare=False)

    @classmethod
    def load(cls, path: Path) -> Ranking:
        """The ranking of a JSON file.

        Raises:
            ResourceError: there is none, or it holds something else than weights.
        """
        try:
            table = json.loads(read_text(path))
        except ValueError as error:
            raise ResourceError(f"expected JSON: {error}", path=str(path)) from error
        weights, margin = (table.get("weights"), table.get("margin")) if isinstance(table, dict) else (None, None)
        if not isinstance(weights, dict) or not isinstance(margin, int | float):
            raise ResourceError("expected a number under 'margin' and a table under 'weights'", path=str(path))
        for name, row in weights.items():
            if not isinstance(row, list) or not row or not all(isinstance(w, int | float) for w in row):
                raise ResourceError(
                    f"expected a list of numbers as the weights of {name!r}, was {row!r}", path=str(path)
                )
        return cls({name: tuple(row) for name, row in weights.items()}, float(margin))

    def choose(
        self, draft: Draft, candidates: Mapping[_Key, Features], chosen: _Key, conditions: Sequence[bool]
    ) -> _Key:
        """The best candidate for a fact; `draft` is for those who take note of what is asked."""
        return self.best(candidates, chosen, conditions)

    def best(self, candidates: Mapping[_Key, Features], chosen: _Key, conditions: Sequence[bool]) -> _Key:
        """The candidate that leads by the margin, else what the grammar has chosen."""
        scores = self.scores(candidates, conditions)
        best = max(scores, key=lambda key: scores[key], default=chosen)
        return best if chosen not in scores or scores[best] > scores[chosen] + self.margin else chosen

    def scores(self, candidates: Mapping[_Key, Features], conditions: Sequence[bool]) -> dict[_Key, float]:
        """What the features of each candidate count in all."""
        weights = self._under(tuple(conditions))
        return {
            key: sum([value * weights[name] for name, value in row.items() if name in weights])
            for key, row in candidates.items()
        }

    def joined(self, weights: Mapping[str, float], margin: float) -> Ranking:
        """This ranking with further features, which count the same under all conditions, and another margin."""
        key = (*weights.items(), margin)
        if key not in self._joined:  # it is asked for once a document
            rest = (0.0,) * (len(next(iter(self.weights.values()), (0.0,))) - 1)
            further = {name: (weight, *rest) for name, weight in weights.items()}
            self._joined[key] = Ranking({**self.weights, **further}, margin)
        return self._joined[key]

    def _under(self, conditions: tuple[bool, ...]) -> dict[str, float]:
        """What each feature weighs in all under some conditions."""
        totals = self._totals.get(conditions)
        if totals is None:
            totals = self._totals[conditions] = {
                name: sum(weight for weight, holds in zip(row, conditions, strict=True) if holds)
                for name, row in self.weights.items()
            }
        return totals
