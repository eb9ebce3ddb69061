"""What a store has to write anew because the registry is another than when it was written: names and ids of known things."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from nlp.graph.ledger import Ledger
from nlp.graph.nodes import Nodes
from nlp.graph.rdf import oxigraph
from nlp.graph.terms import expand
from nlp.resources.registry import FILES, Registry

Known = tuple[str, str]  # label and id


def digests_of(registry: Registry) -> dict[Known, bytes]:
    """A digest of each thing of the registry: of all of it that stands in a graph."""
    return {
        (label, entry.id): _digest((entry.facts.get("wikidata"), *((n.text, n.status) for n in entry.names)))
        for label in FILES
        for entry in registry.entries(label)
    }


def whole_of(digests: Mapping[Known, bytes]) -> str:
    """One digest for those of all things."""
    return _digest(sorted(digests.items())).hex()


def _digest(told: object) -> bytes:
    return hashlib.blake2b(repr(told).encode("utf-8", "surrogatepass"), digest_size=8).digest()


def outdated(ledger: Ledger, now: Mapping[Known, bytes]) -> list[Known]:
    """What the registry tells otherwise than when the store was last written, or no more.

    From now on that counts as known.
    """
    whole = whole_of(now)
    before = ledger.get("registry")
    if before == whole:
        return []
    ledger.put_setting("registry", whole)
    changed = ledger.put_known({" ".join(known): digest for known, digest in now.items()})
    return [] if before is None else [(name.partition(" ")[0], name.partition(" ")[2]) for name in changed]


class Refresh:
    """Brings what the default graph tells of known things up to date."""

    def __init__(self, store: Any, nodes: Nodes) -> None:
        self._store, self._nodes, self._ox = store, nodes, oxigraph()
        self._told = [self._ox.NamedNode(expand(n)) for n in ("rdfs:label", "schema:identifier", "owl:sameAs")]

    def renew(self, changed: Iterable[Known]) -> list[str]:
        """Writes anew what is shared of things; ``<IRI>`` of the named graphs that speak of them."""
        default, graphs = self._ox.DefaultGraph(), set[str]()
        for label, key in changed:
            node = self._ox.NamedNode(self._nodes.iri(label, key)[1:-1])
            found = set(self._graphs(node))
            if not found:
                continue
            for predicate in self._told:
                for quad in list(self._store.quads_for_pattern(node, predicate, None, default)):
                    self._store.remove(quad)
            lines = "".join(f"{s} {p} {o} .\n" for s, p, o in self._nodes.shared(label, key))
            self._store.load(lines.encode(), self._ox.RdfFormat.N_QUADS)
            graphs |= found
        return sorted(graphs)

    def _graphs(self, node: Any) -> Iterator[str]:
        default = self._ox.DefaultGraph()
        for pattern in ((None, None, node), (node, None, None)):
            for quad in self._store.quads_for_pattern(*pattern):
                if quad.graph_name != default:
                    yield f"<{quad.graph_name.value}>"
