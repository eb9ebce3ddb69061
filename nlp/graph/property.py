"""Facts as a property graph: nodes for things, statements and articles, edges between them.

A fact is a node of its own, with an edge to each thing in it and to each article that tells it; its values are
properties. What is asserted of two things is a direct edge between them as well.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from nlp.graph.claims import Amount, Fact, Filler, Moment, Source, Thing
from nlp.graph.claims import Literal as Text
from nlp.graph.moments import day_of
from nlp.graph.projection import Projection
from nlp.graph.terms import clean, segment
from nlp.graph.triples import sources_of, span_of
from nlp.resources.registry import Registry

Value = str | float | bool | None
Properties = Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class Node:
    """A node: `id` is the end of its IRI, `label` our own word, `group` the wider one (Thing, Statement, Article)."""

    id: str
    label: str
    group: str
    properties: Properties


@dataclass(frozen=True, slots=True)
class Edge:
    """An edge between the nodes of two ids; `key` tells edges of one type between the same nodes apart."""

    start: str
    end: str
    type: str
    key: str
    properties: Properties = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class PropertyGraph:
    """Nodes by id and edges, sorted."""

    nodes: Mapping[str, Node]
    edges: tuple[Edge, ...]

    def groups(self) -> dict[tuple[str, str, str], list[Edge]]:
        """Edges by label of their start, type, and label of their end."""
        found: dict[tuple[str, str, str], list[Edge]] = {}
        for edge in self.edges:
            key = (self.nodes[edge.start].label, edge.type, self.nodes[edge.end].label)
            found.setdefault(key, []).append(edge)
        return dict(sorted(found.items()))


def property_graph(facts: Iterable[Fact], projection: Projection, registry: Registry) -> PropertyGraph:
    """The property graph of facts: the same in whatever order they come."""
    build = Builder(projection, registry)
    for fact in facts:
        build.add(fact)
    build.link()
    nodes = {key: build.nodes[key] for key in sorted(build.nodes)}
    edges = sorted(build.edges.values(), key=lambda edge: (edge.type, edge.start, edge.end, edge.key))
    return PropertyGraph(nodes, tuple(edges))


class Builder:
    """Collects nodes and edges of facts. What was collected may be taken away in between: names of things stay."""

    def __init__(self, projection: Projection, registry: Registry) -> None:
        self._projection, self._registry = projection, registry
        self.nodes: dict[str, Node] = {}
        self.edges: dict[tuple[str, str, str, str], Edge] = {}
        self._names: dict[str, dict[str, None]] = {}
        self.links: list[tuple[str, str, str]] = []

    def add(self, fact: Fact) -> None:
        """Adds the node of a fact, and what it leads to."""
        relation = self._projection.relations[fact.predicate]
        key = f"statement/{segment(fact.key)}"
        properties: dict[str, Value] = {
            "predicate": fact.predicate, "modality": fact.modality, "superseded": fact.superseded_by is not None,
            "confidence": round(max((source.confidence for source in fact.sources), default=1.0), 4),
            **_days(fact),
        }  # fmt: skip
        ends = {"subject": fact.subject, "object": fact.object}
        for side, filler in ends.items():
            if isinstance(filler, Thing):
                self._edge(key, self._thing(filler), side.upper())
            elif isinstance(filler, Amount):
                properties.update(_values("value", (filler,)))
        for role, fillers in fact.qualifiers.items():
            things = [filler for filler in fillers if isinstance(filler, Thing)]
            for thing in things:
                self._edge(key, self._thing(thing), f"HAS_{role.upper()}")
            if len(things) < len(fillers):
                properties.update(_values(role, fillers))
        for variant in fact.variants:
            told = " / ".join(_written(filler) for filler in variant.fillers)
            properties["variants"] = "; ".join(
                filter(None, (str(properties.get("variants", "")), f"{variant.role}: {told}"))
            )
        self.nodes[key] = Node(key, relation.statement, "Statement", properties)
        for source in sources_of(fact):
            self._source(key, source)
        self.links += [(key, kind, other) for kind, other in (
            ("SUPERSEDED_BY", fact.superseded_by), ("REALISES", fact.realises)) if other]  # fmt: skip
        if fact.modality == "asserted" and not fact.superseded_by and isinstance(fact.object, Thing) and fact.subject:
            said = fact.qualifiers.get(relation.by or "", ())
            name = relation.direct(said[0].text if said and isinstance(said[0], Text) else None)
            kept: dict[str, Value] = {
                part: properties[part] for part in ("first_day", "last_day", "confidence") if part in properties
            }
            self._edge(self._thing(fact.subject), self._thing(fact.object), edge_type(name), key, kept)

    def _edge(self, start: str, end: str, kind: str, key: str = "", properties: Properties | None = None) -> None:
        self.edges[start, end, kind, key] = Edge(start, end, kind, key, properties or {})

    def _thing(self, thing: Thing) -> str:
        key = f"{thing.label.lower()}/{segment(thing.key)}"
        names = self._names.setdefault(key, {})
        names.update(dict.fromkeys(map(clean, (thing.name, *thing.names))))
        label = self._projection.labels[thing.label].name
        entry = self._registry.get(thing.label, thing.key) if thing.known else None
        name = entry.names[0].text if entry else min(names)
        told: dict[str, Value] = {
            "name": name,
            "names": " | ".join(sorted(names)),
            "key": clean(thing.key),
            "known": thing.known,
        }
        self.nodes[key] = Node(key, label, "Thing", told)
        return key

    def _source(self, statement: str, source: Source) -> None:
        key = f"article/{segment(source.document)}"
        about: dict[str, Value] = {"article": clean(source.document)}
        told = {"title": source.title, "outlet": source.outlet, "url": source.url, "lang": source.lang or None}
        about.update({name: clean(value) for name, value in told.items() if value})
        day = day_of(source.date)
        if day:
            about["day"] = day
        self.nodes[key] = Node(key, "Article", "Article", about)
        spans = " ".join(f"{start}-{end}" for start, end in source.evidence)
        properties: dict[str, Value] = {"confidence": round(source.confidence, 4), "evidence": spans}
        if source.rule:
            properties["rule"] = clean(source.rule)
        self._edge(statement, key, "SAID_IN", str(source.number), properties)

    def link(self) -> None:
        """Edges between statements; to those alone that are there."""
        for start, kind, other in self.links:
            end = f"statement/{segment(other)}"
            if end in self.nodes:
                self._edge(start, end, kind)


def edge_type(name: str) -> str:
    """``orderedMachinesFrom`` as ``ORDERED_MACHINES_FROM``."""
    return "".join(f"_{character}" if character.isupper() else character for character in name).upper()


def _days(fact: Fact) -> dict[str, Value]:
    span = span_of(fact)
    return {"first_day": span[0], "last_day": span[1]} if span else {}


def _values(role: str, fillers: tuple[Filler, ...]) -> dict[str, Value]:
    """A role as properties: the number and unit of the first quantity, and all of it in words."""
    found: dict[str, Value] = {f"{role}_text": "; ".join(_written(filler) for filler in fillers)}
    first = next((filler for filler in fillers if isinstance(filler, Amount)), None)
    if first is not None:
        found |= {
            role: first.value if first.value is None else float(first.value),
            f"{role}_unit": clean(first.unit or ""),
        }
    elif not isinstance(fillers[0], Thing):
        found = {role: found[f"{role}_text"]}
    return found


def _written(filler: Filler) -> str:
    """A filler in words: values in their base unit, so that it does not hang on how one article puts it."""
    if isinstance(filler, Thing):
        return clean(filler.name)
    if isinstance(filler, Moment):
        return clean(filler.iso or filler.text)
    if isinstance(filler, Text):
        return clean(filler.text)
    value = f"{filler.minimum:g}–{filler.maximum:g}" if filler.value is None else f"{filler.value:.15g}"
    bound = "" if filler.bound == "exact" else f"{filler.bound.replace('_', ' ')} "
    return f"{bound}{value} {clean(filler.unit or '')}".strip()
