"""Places within places."""

from __future__ import annotations

from nlp.graph.fusion.tellings import Ident
from nlp.resources.registry import Registry

_DEEPEST = 8


class Places:
    """Knows from the registry which place lies in which."""

    def __init__(self, registry: Registry) -> None:
        self._registry = registry
        self._above: dict[str, tuple[str, ...]] = {}

    def above(self, place: str) -> tuple[str, ...]:
        """The places that a place lies in, the nearest first."""
        found = self._above.get(place)
        if found is None:
            chain: list[str] = []
            entry = self._registry.get("JURISDICTION", place)
            while entry is not None and entry.parent and entry.parent not in chain and len(chain) < _DEEPEST:
                chain.append(entry.parent)
                entry = self._registry.get("JURISDICTION", entry.parent)
            found = self._above[place] = tuple(chain)
        return found

    def meet(self, one: Ident, other: Ident) -> bool:
        """Whether two places are one or one lies in the other."""
        if one[0] != "JURISDICTION" or other[0] != "JURISDICTION":
            return False
        return one[1] == other[1] or one[1] in self.above(other[1]) or other[1] in self.above(one[1])
