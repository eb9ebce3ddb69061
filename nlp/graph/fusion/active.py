"""The tellings that a sweep over the days has not left behind, found by their values.

Where a hundred articles of one day tell of one maker, only those whose numbers are near each other can be of one
order: tellings lie in cells of their values, so that far ones never meet.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

from nlp.graph.fusion.amounts import spread
from nlp.graph.fusion.tellings import Telling

_STEP = math.log(1.15)
_FURTHER = 1.2  # a conflict reaches to 15 % of the greater value
_WIDEST = 12  # cells; what spreads over more is compared with all

Unit = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Shape:
    """The values of a telling by role, weightiest first: their unit and cells, None where they lie in no cells."""

    roles: tuple[tuple[str, Unit | None], ...]
    cells: tuple[tuple[int, ...], ...]


def shape_of(telling: Telling) -> Shape:
    """The shape of a telling."""
    roles: list[tuple[str, Unit | None]] = []
    cells: list[tuple[int, ...]] = []
    for role in telling.rule.values:
        amounts = telling.values.get(role)
        if not amounts:
            continue
        found = () if len(amounts) > 1 else _cells(spread(amounts[0]))
        roles.append((role, (amounts[0].kind, amounts[0].unit or "") if found else None))
        cells.append(found)
    return Shape(tuple(roles), tuple(cells))


def _cells(ends: tuple[float, float] | None) -> tuple[int, ...]:
    if ends is None or ends[0] <= 0 or not math.isfinite(ends[1]):
        return ()
    first, last = math.floor(math.log(ends[0]) / _STEP), math.floor(math.log(ends[1] * _FURTHER) / _STEP)
    return tuple(range(first, last + 1)) if last - first < _WIDEST else ()


class Active:
    """What the sweep can still meet."""

    def __init__(self) -> None:
        # by the roles of a telling, then by role and cell; all of them under None
        self._table: dict[tuple[tuple[str, Unit | None], ...], dict[object, list[tuple[float, int]]]] = {}

    def add(self, shape: Shape, last: float, number: int) -> None:
        """Lets the sweep meet a telling whose last day is `last`."""
        places = self._table.setdefault(shape.roles, {})
        places.setdefault(None, []).append((last, number))
        for (role, _), cells in zip(shape.roles, shape.cells, strict=True):
            for cell in cells:
                places.setdefault((role, cell), []).append((last, number))

    def near(self, shape: Shape, first: float) -> Iterator[int]:
        """The tellings that reach to `first`, but for those whose weightiest value in common is far."""
        for roles, places in self._table.items():
            found: set[int] = set()
            for place in self._places(shape, roles):
                there = places.get(place)
                if there:
                    there[:] = [(last, number) for last, number in there if last >= first]
                    found.update(number for _, number in there)
            yield from found

    @staticmethod
    def _places(shape: Shape, roles: tuple[tuple[str, Unit | None], ...]) -> tuple[object, ...]:
        theirs = dict(roles)
        for (role, unit), cells in zip(shape.roles, shape.cells, strict=True):
            if role in theirs:
                alike = unit is not None and unit == theirs[role]
                return tuple((role, cell) for cell in cells) if alike else (None,)
        return (None,)
