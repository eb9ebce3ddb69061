"""What the registry knows that statements need: trades, employers, wider places."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from nlp.resources.registry import Registry


@dataclass(frozen=True, slots=True)
class Knowledge:
    """Sets and maps of registry ids.

    Attributes:
        trades: company → its kind.
        sources: media and data providers, where news comes from.
        makers: makers of machines and chips by trade.
        builders: makers, and others that have a machine of their own in the registry.
        models: machine → its maker.
        houses: banks, funds and research firms, where analysts work.
        employers: person → firms.
        outsiders: known people of no firm: officials, writers, investors.
        parents: place → the place that it lies in.
    """

    trades: Mapping[str, str | None] = field(default_factory=dict)
    sources: frozenset[str] = frozenset()
    makers: frozenset[str] = frozenset()
    builders: frozenset[str] = frozenset()
    models: Mapping[str, str] = field(default_factory=dict)
    houses: frozenset[str] = frozenset()
    employers: Mapping[str, Sequence[str]] = field(default_factory=dict)
    outsiders: frozenset[str] = frozenset()
    parents: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, registry: Registry) -> Knowledge:
        """The knowledge of a registry."""
        kinds = {entry.id: entry.kind for entry in registry.entries("COMPANY")}

        def of_kind(*wanted: str) -> frozenset[str]:
            return frozenset(ref for ref, kind in kinds.items() if kind in wanted)

        makers = of_kind("maker", "chip")
        models = {entry.id: entry.maker for entry in registry.entries("MACHINE") if entry.maker}
        return cls(
            trades=kinds,
            sources=of_kind("media", "data"),
            makers=makers,
            builders=makers.union(models.values()),
            models=models,
            houses=of_kind("bank", "data", "fund"),
            employers={entry.id: entry.firms for entry in registry.entries("PERSON") if entry.firms},
            outsiders=frozenset(entry.id for entry in registry.entries("PERSON") if not entry.firms),
            parents={entry.id: entry.parent for entry in registry.entries("JURISDICTION") if entry.parent},
        )
