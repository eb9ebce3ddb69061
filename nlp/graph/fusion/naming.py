"""Things of different articles that are one by their names."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence

from nlp.graph.fusion.clusters import Clusters
from nlp.graph.fusion.merges import Proposal
from nlp.graph.fusion.names import NameKeys
from nlp.graph.fusion.tellings import Ident
from nlp.graph.fusion.things import Entity
from nlp.resources.registry import Registry

_SURE = frozenset({"COMPANY", "MACHINE", "JURISDICTION"})  # a name is enough
_LONG_HAN, _LONG_LATIN = 6, 3  # an office named so fully is one wherever it is named
_LONG_SHORT_HAN = 4
_SURE_SCORE, _SHORT_SCORE = 20.0, 12.0


class RegistryNames:
    """The names of the registry as they are compared; the table of a label is made when it is first asked for."""

    def __init__(self, registry: Registry, keys: NameKeys) -> None:
        self._registry = registry
        self._keys = keys
        self._tables: dict[str, dict[str, set[str]]] = {}

    def find(self, entity: Entity) -> Ident | None:
        """The one thing of the registry that has a name of this one without doubt."""
        label = entity.ident[0]
        if label == "PERSON":
            return None  # people share names
        if label not in self._tables:
            self._tables[label] = self._table(label)
        found = set().union(*(self._tables[label].get(key, set()) for key in entity.keys))
        return (label, found.pop()) if len(found) == 1 else None

    def _table(self, label: str) -> dict[str, set[str]]:
        table: dict[str, set[str]] = {}
        for entry in self._registry.entries(label):
            for name in entry.names:
                if not name.ambiguous:
                    table.setdefault(self._keys.key(label, name.text), set()).add(entry.id)
        return table


def of_registry(entities: Mapping[Ident, Entity], names: RegistryNames) -> Iterator[tuple[Proposal, Ident, Ident]]:
    """Things that the registry did not know where they stood, and whose name it has."""
    for entity in entities.values():
        other = None if entity.known else names.find(entity)
        if other is not None:
            evidence = (f"the registry has the name {entity.name}",)
            yield _proposal(entity, other, tuple(entity.names), "registry", _SURE_SCORE, evidence), entity.ident, other


def by_name(
    entities: Mapping[Ident, Entity], clusters: Clusters[Ident], beside: Callable[[Ident], Collection[Ident]]
) -> Iterator[tuple[Proposal, Ident, Ident]]:
    """Things called the same; of persons, sites and offices those that are named beside the same things too."""
    groups: dict[tuple[str, str], list[Entity]] = {}
    for entity in entities.values():
        if not entity.known:
            for key in sorted(entity.keys):
                groups.setdefault((entity.ident[0], key), []).append(entity)
    for (label, key), group in groups.items():
        if len(group) < 2:
            continue
        sure = label in _SURE or (label == "AUTHORITY" and _is_full(key))
        if sure:
            yield from _all_one(group, clusters)
        else:
            yield from _beside_the_same(group, beside)


def _all_one(group: Sequence[Entity], clusters: Clusters[Ident]) -> Iterator[tuple[Proposal, Ident, Ident]]:
    """Each with the first of its name that a person did not keep it apart from."""
    firsts = [group[0]]
    for entity in group[1:]:
        fit = next((first for first in firsts if not clusters.are_apart(first.ident, entity.ident)), None)
        if fit is None:
            firsts.append(entity)
        elif clusters.find(fit.ident) != clusters.find(entity.ident):
            yield _pair(fit, entity, "name", _SURE_SCORE, (f"both are called {entity.name}",))


def _is_long(key: str) -> bool:
    return len(key) >= _LONG_SHORT_HAN if not key.isascii() else " " in key


def _is_full(key: str) -> bool:
    return len(key) >= _LONG_HAN if not key.isascii() else len(key.split()) >= _LONG_LATIN


def _beside_the_same(
    group: Sequence[Entity], beside: Callable[[Ident], Collection[Ident]]
) -> Iterator[tuple[Proposal, Ident, Ident]]:
    first: dict[Ident, Entity] = {}
    linked: set[Ident] = set()
    for entity in group:
        for other in sorted(beside(entity.ident)):
            if other not in first:
                first[other] = entity
            elif first[other] is not entity:
                linked |= {entity.ident, first[other].ident}
                evidence = (f"both are called {entity.name}", f"both are named with {other[1]}")
                yield _pair(first[other], entity, "name", _SURE_SCORE - 1, evidence)
    for entity in group[1:]:
        if entity.ident not in linked:
            evidence = (f"both are called {entity.name}", "nothing else is named with both")
            yield _pair(group[0], entity, "name", 1.0, evidence, merge=False)


def by_short_form(
    entities: Mapping[Ident, Entity],
    clusters: Clusters[Ident],
    keys: NameKeys,
    support: Callable[[Entity, Entity], str],
) -> Iterator[tuple[Proposal, Ident, Ident]]:
    """Companies whose name is another's short form, where no third one has it and something else speaks for it."""
    long: dict[str, dict[Ident, Entity]] = {}
    companies = [e for e in entities.values() if not e.known and e.ident[0] == "COMPANY"]
    for entity in companies:
        for key in entity.keys:
            for shorter in keys.shorter(key):
                long.setdefault(shorter, {}).setdefault(clusters.find(entity.ident), entity)
    for entity in companies:
        root = clusters.find(entity.ident)
        for key in sorted(entity.keys):
            found = long.get(key, {})
            if len(found) != 1 or root in found:
                continue
            other = next(iter(found.values()))
            why = support(entity, other) or (f"{key} is long enough to be no chance" if _is_long(key) else "")
            evidence = (f"{entity.name} can be short for {other.name}", why or "nothing else speaks for it")
            score = _SHORT_SCORE if why else 2.0
            yield _pair(entity, other, "short form", score, evidence, merge=bool(why))


def _pair(
    one: Entity, other: Entity, rule: str, score: float, evidence: Iterable[str], *, merge: bool = True
) -> tuple[Proposal, Ident, Ident]:
    left, right = sorted((one, other), key=lambda e: e.ident)
    proposal = _proposal(left, right.ident, tuple(right.names), rule, score, tuple(evidence), merge=merge)
    return proposal, left.ident, right.ident


def _proposal(
    left: Entity, right: Ident, names: tuple[str, ...], rule: str, score: float, evidence: tuple[str, ...],
    *, merge: bool = True,
) -> Proposal:  # fmt: skip
    return Proposal(left.ident[0], left.ident[1], right[1], tuple(left.names), names, rule, score, evidence, merge)
