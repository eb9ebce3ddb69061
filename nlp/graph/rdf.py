"""Facts as N-Quads, TriG, Turtle, N-Triples and JSON-LD. The same facts give the same bytes, in whatever order they come."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, BinaryIO

from nlp.errors import LodeError
from nlp.graph.claims import Fact, Source
from nlp.graph.nodes import Triple
from nlp.graph.terms import PREFIXES
from nlp.graph.triples import Projector, Told, sources_of

if TYPE_CHECKING:
    from types import ModuleType

FORMATS = {"nquads": "N_QUADS", "trig": "TRIG", "turtle": "TURTLE", "ntriples": "N_TRIPLES", "jsonld": "JSON_LD"}
_WITH_GRAPHS = ("nquads", "trig", "jsonld")


def oxigraph() -> ModuleType:
    """The module pyoxigraph.

    Raises:
        LodeError: it is not installed.
    """
    try:
        import pyoxigraph
    except ImportError as error:
        raise LodeError('graphs need pyoxigraph: install it with pip install "lode-nlp[graph]"') from error
    return pyoxigraph


def by_graph(facts: Iterable[Fact], projector: Projector) -> Iterator[tuple[str, Told]]:
    """The named graphs of facts with what they tell, sorted by name."""
    facts_of: dict[str, list[Fact]] = {}
    about: dict[str, Source] = {}
    for fact in facts:
        facts_of.setdefault(projector.graph_of_fact(fact), []).append(fact)
        for source in sources_of(fact):
            about.setdefault(projector.graph_of([source.document]), source)
    for graph in sorted(facts_of.keys() | about.keys()):
        told = Told()
        for fact in facts_of.get(graph, ()):
            projector.tell(fact, told)
        if graph in about:
            told.named.update(projector.article(about[graph]))
        yield graph, told


def quad_lines(graphs: Iterable[tuple[str, Told]]) -> Iterator[str]:
    """The lines of N-Quads, sorted: the default graph, then the named ones."""
    kept = list(graphs)
    for subject, predicate, object_ in sorted({triple for _, told in kept for triple in told.default()}):
        yield f"{subject} {predicate} {object_} .\n"
    for graph, told in kept:
        yield from named_lines(graph, told)


def named_lines(graph: str, told: Told) -> list[str]:
    """The lines of one named graph, sorted."""
    end = f" {graph} .\n"
    return [f"{subject} {predicate} {object_}{end}" for subject, predicate, object_ in sorted(told.named)]


def triple_lines(graphs: Iterable[tuple[str, Told]]) -> Iterator[str]:
    """The lines of N-Triples of all graphs together, sorted, each once."""
    together: set[Triple] = set()
    for _, told in graphs:
        together |= told.named
        together.update(told.default())
    yield from (f"{subject} {predicate} {object_} .\n" for subject, predicate, object_ in sorted(together))


class Lines(io.RawIOBase):
    """Lines as a binary file that is read once, some at a time."""

    def __init__(self, lines: Iterator[str]) -> None:
        self._lines, self._rest = lines, b""

    def readable(self) -> bool:
        """It is."""
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        """Fills the buffer."""
        pieces, size = [self._rest], len(self._rest)
        while size < len(buffer):
            line = next(self._lines, None)
            if line is None:
                break
            pieces.append(line.encode())
            size += len(pieces[-1])
        data = b"".join(pieces)
        taken = min(len(buffer), len(data))
        buffer[:taken], self._rest = data[:taken], data[taken:]
        return taken


def write_rdf(facts: Iterable[Fact], output: BinaryIO, *, form: str, projector: Projector) -> int:
    """Writes facts in one of `FORMATS`; how many triples or quads there are."""
    graphs = by_graph(facts, projector)
    with_graphs = form in _WITH_GRAPHS
    lines, count = (quad_lines if with_graphs else triple_lines)(graphs), 0

    def counted() -> Iterator[str]:
        nonlocal count
        for line in lines:
            count += 1
            yield line

    if form in ("nquads", "ntriples"):
        for line in counted():
            output.write(line.encode())
        return count
    ox = oxigraph()
    source = ox.RdfFormat.N_QUADS if with_graphs else ox.RdfFormat.N_TRIPLES
    sorted_head = _SortedHead(output)
    ox.serialize(
        ox.parse(io.BufferedReader(Lines(counted())), source),
        sorted_head, format=getattr(ox.RdfFormat, FORMATS[form]), prefixes=prefixes_of(projector.base),
    )  # fmt: skip
    sorted_head.close()
    return count


def prefixes_of(base: str) -> dict[str, str]:
    """All prefixes of exports and queries: those of the vocabularies, and one a kind of thing of ours."""
    own = ("article", "company", "person", "machine", "jurisdiction", "facility", "authority", "statement", "source",
           "value", "date")  # fmt: skip
    return {**PREFIXES, **{name: f"{base}{name}/" for name in own}}


class _SortedHead(io.RawIOBase):
    """Passes bytes on, the prefixes at their head sorted: the serialiser has them in an order of its own each time."""

    def __init__(self, output: BinaryIO) -> None:
        self._output, self._head, self._done = output, b"", False

    def writable(self) -> bool:
        """It is."""
        return True

    def write(self, data: bytes) -> int:  # type: ignore[override]
        """Passes data on once the head is whole."""
        if self._done:
            self._output.write(data)
            return len(data)
        self._head += bytes(data)
        lines = self._head.split(b"\n")
        if any(not line.startswith(b"@prefix") for line in lines[:-1]):
            self._release()
        return len(data)

    def _release(self) -> None:
        lines = self._head.splitlines(keepends=True)
        first = next((n for n, line in enumerate(lines) if not line.startswith(b"@prefix")), len(lines))
        self._output.write(b"".join(sorted(lines[:first]) + lines[first:]))
        self._done = True

    def close(self) -> None:
        """Writes what is held back; the output itself stays open."""
        if not self._done:
            self._release()
        super().close()
