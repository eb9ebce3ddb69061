"""What stands in the default graph only because of named graphs that are gone, and is to go with them."""

from __future__ import annotations

from typing import Any

from nlp.graph.projection import Projection
from nlp.graph.rdf import oxigraph
from nlp.graph.terms import expand


class Orphans:
    """Removes named graphs, and then what no other graph speaks of any more."""

    def __init__(self, store: Any, projection: Projection) -> None:
        self._ox, self._store, self._projection = oxigraph(), store, projection
        self._nodes: set[Any] = set()
        self._direct: set[tuple[Any, str, Any, str | None]] = set()
        self._relations = {expand(f"p:{row.term.name}"): row for row in projection.relations.values()}

    def remove_graph(self, name: str) -> None:
        """Removes a named graph, and remembers of what it spoke."""
        graph = self._ox.NamedNode(name[1:-1])
        for quad in self._store.quads_for_pattern(None, None, None, graph):
            relation = self._relations.get(quad.predicate.value)
            if relation is not None:
                self._nodes.add(quad.subject)
                main = self._ox.NamedNode(expand(f"ps:{relation.term.name}"))
                for value in self._objects(quad.object, main, graph):
                    self._direct.add((quad.subject, quad.predicate.value, value, self._by(quad.object, relation.by)))
            elif isinstance(quad.object, self._ox.NamedNode):
                self._nodes.add(quad.object)
        self._store.remove_graph(graph)

    def _objects(self, subject: Any, predicate: Any, graph: Any = None) -> list[Any]:
        return [quad.object for quad in self._store.quads_for_pattern(subject, predicate, None, graph)]

    def _by(self, statement: Any, role: str | None) -> str | None:
        if role is None:
            return None
        found = self._objects(statement, self._ox.NamedNode(expand(f"pq:{self._projection.roles[role].term.name}")))
        return str(found[0].value).rsplit("/", 1)[-1] if found else None

    def sweep(self) -> None:
        """Removes what is spoken of no more. To be called once the new graphs are written."""
        default = self._ox.DefaultGraph()
        for subject, claim, value, by in self._direct:
            relation = self._relations[claim]
            if not self._told(subject, claim, value, by):
                direct = self._ox.NamedNode(expand(f"lode:{relation.direct(by)}"))
                self._store.remove(self._ox.Quad(subject, direct, value, default))
        for node in self._nodes:
            if not self._spoken_of(node):
                for quad in list(self._store.quads_for_pattern(node, None, None, default)):
                    self._store.remove(quad)
        self._direct.clear()
        self._nodes.clear()

    def _spoken_of(self, node: Any) -> bool:
        """Whether a statement still has the node as a value, or as its subject."""
        default = self._ox.DefaultGraph()
        if any(quad.graph_name != default for quad in self._store.quads_for_pattern(None, None, node, None)):
            return True
        return any(
            quad.predicate.value in self._relations for quad in self._store.quads_for_pattern(node, None, None, None)
        )

    def _told(self, subject: Any, claim: str, value: Any, by: str | None) -> bool:
        """Whether a statement that is asserted and stands still says so."""
        relation = self._relations[claim]
        main = self._ox.NamedNode(expand(f"ps:{relation.term.name}"))
        asserted = self._ox.NamedNode(expand("lode:asserted"))
        for statement in self._objects(subject, self._ox.NamedNode(claim)):
            if (
                value in self._objects(statement, main)
                and asserted in self._objects(statement, self._ox.NamedNode(expand("lode:modality")))
                and not self._objects(statement, self._ox.NamedNode(expand("lode:supersededBy")))
                and self._by(statement, relation.by) == by
            ):
                return True
        return False
