"""Names to IRIs: by the id of the registry, by any of its surfaces, or by any name that articles use."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from nlp.errors import LodeError
from nlp.graph.index import said_as
from nlp.graph.nodes import folded
from nlp.graph.projection import Projection
from nlp.graph.rdf import oxigraph
from nlp.graph.sparql import Graph
from nlp.graph.terms import clean, expand, segment
from nlp.resources.registry import Registry


@dataclass(frozen=True, slots=True)
class Sought:
    """What a name stands for in a graph.

    Attributes:
        iris: ``<IRI>`` of things, or terms such as ``metric:revenue``.
        labels: the labels of things that articles call `name`, and that the registry does not know.
        name: the name, folded.
    """

    iris: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    name: str = ""

    def said(self, label: str) -> str:
        """How an index knows the things of a label that are called so."""
        return said_as(label, self.name)


class Names:
    """Resolves names in a graph."""

    def __init__(self, graph: Graph, registry: Registry, projection: Projection) -> None:
        self._graph, self._registry, self._projection = graph, registry, projection

    def resolve(self, name: str, labels: Sequence[str]) -> tuple[str, ...]:
        """``<IRI>`` of all things of a name, of the given labels; those of the registry first.

        Raises:
            LodeError: nothing in the graph is called so.
        """
        found = dict.fromkeys((*self._registered(name, labels), *self._said(name, labels)))
        if not found:
            raise self._unknown(name, labels)
        return tuple(found)

    def seek(self, name: str, labels: Sequence[str]) -> Sought:
        """What a name stands for; in a store without the list of things that only articles know: they can be very many.

        Raises:
            LodeError: nothing in the graph is called so.
        """
        wanted = clean(folded(name))
        known = list(self._registered(name, labels))
        if self._graph.index is None:
            known += self._said(name, labels)
            called: tuple[str, ...] = ()
        else:
            rows = self._graph.index.called(wanted)
            known += [iri for label, iri in rows if iri and label in labels]
            called = tuple(label for label in labels if (label, "") in rows)
        if not known and not called:
            raise self._unknown(name, labels)
        return Sought(tuple(dict.fromkeys(known)), called, wanted)

    def _unknown(self, name: str, labels: Sequence[str]) -> LodeError:
        near = self._near(name, labels)
        hint = f"; near it are {', '.join(near)}" if near else ""
        return LodeError(f"nothing in the graph is called {name!r} ({' or '.join(labels)}){hint}")

    def _registered(self, name: str, labels: Sequence[str]) -> Iterable[str]:
        wanted = folded(name)
        for label in labels:
            if self._registry.get(label, name):
                keys = [name]
            else:
                keys = [
                    entry.id for entry in self._registry.entries(label)
                    if any(folded(surface.text) == wanted for surface in entry.names)
                ]  # fmt: skip
            yield from (iri for key in keys if self._has(iri := f"<{self._graph.base}{label.lower()}/{segment(key)}>"))

    def _has(self, iri: str) -> bool:
        ox = oxigraph()
        return any(True for _ in self._graph.store.quads_for_pattern(ox.NamedNode(iri[1:-1]), None, None))

    def _said(self, name: str, labels: Sequence[str]) -> Iterable[str]:
        ox = oxigraph()
        paths = tuple(f"{self._graph.base}{label.lower()}/" for label in labels)
        pattern = (None, ox.NamedNode(expand("lode:searchName")), ox.Literal(clean(folded(name))))
        found: set[str] = {quad.subject.value for quad in self._graph.store.quads_for_pattern(*pattern)}
        return [f"<{iri}>" for iri in sorted(found) if iri.startswith(paths)]

    def _near(self, name: str, labels: Sequence[str]) -> list[str]:
        names: dict[str, Any] = {}
        for label in labels:
            names.update({folded(s.text): s.text for e in self._registry.entries(label) for s in e.names})
        return [names[near] for near in difflib.get_close_matches(folded(name), names, 3, 0.8)]
