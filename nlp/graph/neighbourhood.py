"""What is around a thing in a graph: the facts it takes part in, the things in them, and so on outwards."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from nlp.errors import LodeError
from nlp.graph.findings import Cell, Details, Finding
from nlp.graph.projection import Projection
from nlp.graph.sparql import Graph
from nlp.graph.terms import PREFIXES, expand


@dataclass(slots=True)
class Picture:
    """Things by IRI with their kind and name, and the facts between them by predicate."""

    center: str | None
    things: dict[str, tuple[str, str]] = field(default_factory=dict)
    facts: list[tuple[str, Finding]] = field(default_factory=list)
    cut: bool = False


class Surroundings:
    """Looks around in a graph."""

    def __init__(self, graph: Graph, projection: Projection) -> None:
        from nlp.graph.rdf import oxigraph

        self._graph, self._node = graph, oxigraph().NamedNode
        self._kinds = {f"{graph.base}{label.lower()}/": label for label in projection.labels}
        self._details = {
            expand(f"lode:{relation.statement}"): Details(graph, name, relation, projection)
            for name, relation in projection.relations.items()
        }

    def around(self, center: str | None, *, depth: int = 1, most: int = 400) -> Picture:
        """The facts at most `depth` steps from `center`, the newest first; of the whole graph where it is None.

        Raises:
            LodeError: the center takes part in no fact.
        """
        picture = Picture(center)
        seen: set[str] = set()
        frontier = [center] if center else []
        steps: Iterator[list[str]] = iter([self._all()] if center is None else [])
        for _ in range(depth):
            statements = next(steps, None)
            if statements is None:
                statements = [name for thing in frontier for name in self._of(thing)]
            found = [self._finding(name) for name in dict.fromkeys(statements) if name not in seen]
            seen.update(statements)
            found.sort(key=lambda item: (item[1].last or "", item[1].statement), reverse=True)
            room = most - len(picture.facts)
            picture.cut |= len(found) > room
            before = set(picture.things)
            for name, finding in found[:room]:
                picture.facts.append((name, finding))
                self._add_things(picture, finding)
            frontier = sorted(set(picture.things) - before)
        if center is not None and not picture.facts:
            raise LodeError("no fact is told of it; choose another --center")
        return picture

    def _all(self) -> list[str]:
        query = "SELECT ?s WHERE { ?s lode:modality ?m OPTIONAL { ?s lode:from ?d } } ORDER BY DESC(?d) ?s LIMIT 5000"
        return [row[0].value for row in self._graph.solve(query)]

    def _of(self, thing: str) -> Iterator[str]:
        """The statements of a thing: as subject, as object, as qualifier."""
        node = self._node(thing)
        for quad in self._graph.store.quads_for_pattern(node, None, None):
            if quad.predicate.value.startswith(PREFIXES["p"]) and not quad.predicate.value.startswith(PREFIXES["ps"]):
                yield quad.object.value
        for quad in self._graph.store.quads_for_pattern(None, None, node):
            if (
                quad.predicate.value.startswith((PREFIXES["ps"], PREFIXES["pq"]))
                and "/variant/" not in quad.subject.value
            ):
                yield quad.subject.value

    def _finding(self, name: str) -> tuple[str, Finding]:
        node: Any = self._node(name)
        kinds = self._graph.store.quads_for_pattern(node, self._node(expand("rdf:type")), None)
        details = next(self._details[quad.object.value] for quad in kinds if quad.object.value in self._details)
        return details.predicate, details.of(node)

    def _add_things(self, picture: Picture, finding: Finding) -> None:
        for cells in finding.cells.values():
            for cell in cells:
                kind = self.kind_of(cell)
                if kind and cell.iri:
                    picture.things[cell.iri] = (kind, cell.text)

    def kind_of(self, cell: Cell) -> str | None:
        """The label of a thing, None of what is none."""
        iri = cell.iri or ""
        return next((label for start, label in self._kinds.items() if iri.startswith(start)), None)
