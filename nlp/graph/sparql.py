"""SPARQL on a store: what may be asked, and answers in the formats of SPARQL 1.1."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from nlp.errors import LodeError
from nlp.graph.index import Index
from nlp.graph.ledger import UNFINISHED, Ledger
from nlp.graph.rdf import Lines, oxigraph, prefixes_of
from nlp.graph.spreadsheet import harmless

RESULTS = {"json": "JSON", "xml": "XML", "csv": "CSV", "tsv": "TSV"}
GRAPHS = {"turtle": "TURTLE", "ntriples": "N_TRIPLES", "jsonld": "JSON_LD"}
_ESCAPE = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")
_QUIET = re.compile(
    r"""\\.|<[^<>"{}|^`\\\s]*>|\"\"\"(?:[^\\]|\\.)*?\"\"\"|'''(?:[^\\]|\\.)*?'''"""
    r"""|"(?:[^"\\\n\r]|\\.)*"|'(?:[^'\\\n\r]|\\.)*'|\#[^\n\r]*""",
    re.DOTALL,
)


class QueryError(LodeError):
    """A query that is no SPARQL, or may not be asked."""


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer: `form` is ``select``, ``ask`` or ``construct``; rows hold terms of pyoxigraph."""

    form: str
    variables: tuple[str, ...] = ()
    rows: tuple[tuple[Any, ...], ...] = ()
    truth: bool = False
    cut: bool = False


class Graph:
    """A store that is open for reading; one in a folder has an index."""

    def __init__(self, store: Any, base: str, index: Index | None = None) -> None:
        self.store, self.base, self.index = store, base, index
        self.prefixes = prefixes_of(base)
        self._dataset: dict[str, Any] = {"use_default_graph_as_union": True}

    def confine(self, default: Sequence[str], named: Sequence[str]) -> None:
        """Lets queries see only some graphs, as the parameters of the SPARQL protocol ask for.

        Raises:
            QueryError: a name of a graph is no IRI.
        """
        if default or named:
            try:
                node = oxigraph().NamedNode
                self._dataset = {
                    "default_graph": [node(iri) for iri in default],
                    "named_graphs": [node(iri) for iri in named],
                }
            except ValueError as error:
                raise QueryError(f"expected the IRI of a graph: {error}") from error

    def solve(self, query: str, values: Mapping[str, Any] | None = None) -> Any:
        """The solutions of a query over all named graphs together; `values` stand for variables.

        Raises:
            QueryError: it is no SPARQL query, or asks another server.
        """
        refuse_service(query)
        ox = oxigraph()
        bound = {ox.Variable(name): value for name, value in (values or {}).items()}
        try:
            return self.store.query(query, prefixes=self.prefixes, substitutions=bound or None, **self._dataset)
        except (SyntaxError, ValueError) as error:
            raise QueryError(f"expected a SPARQL query: {error}") from error

    def answer(self, query: str, *, limit: int) -> Answer:
        """The answer of a query, at most `limit` rows of it."""
        found, ox = self.solve(query), oxigraph()
        if isinstance(found, ox.QueryBoolean):
            return Answer("ask", truth=bool(found))
        select = isinstance(found, ox.QuerySolutions)
        names = tuple(v.value for v in found.variables) if select else ("subject", "predicate", "object")
        rows: list[tuple[Any, ...]] = []
        for row in found:
            if len(rows) >= limit:
                return Answer("select" if select else "construct", names, tuple(rows), cut=True)
            rows.append(tuple(row) if select else (row.subject, row.predicate, row.object))
        return Answer("select" if select else "construct", names, tuple(rows))

    def written(
        self, query: str, *, results: str = "json", graphs: str = "turtle", most: int | None = None
    ) -> tuple[str, bytes]:
        """``select`` or ``construct``, and the answer as a document: `results` for SELECT and ASK, else `graphs`.

        Raises:
            QueryError: the query is wrong, or the answer longer than `most` bytes.
        """
        found, ox = self.solve(query), oxigraph()
        out = _Bounded(most)
        if isinstance(found, ox.QueryTriples):
            ox.serialize(found, out, format=getattr(ox.RdfFormat, GRAPHS[graphs]), prefixes=self.prefixes)
        elif results == "csv" and isinstance(found, ox.QuerySolutions):
            write_csv(found, out)
        else:
            found.serialize(out, format=getattr(ox.QueryResultsFormat, RESULTS[results]))
        return ("construct" if isinstance(found, ox.QueryTriples) else "select"), out.getvalue()


class _Bounded(io.BytesIO):
    def __init__(self, most: int | None) -> None:
        super().__init__()
        self._most = most

    def write(self, data: Any) -> int:
        if self._most is not None and self.tell() + len(data) > self._most:
            raise QueryError(f"the answer is longer than {self._most:,} bytes; ask for less, with LIMIT")
        return super().write(data)


def write_csv(solutions: Any, out: io.BytesIO) -> None:
    """Solutions as CSV of SPARQL 1.1, but for text that a spreadsheet would take for a formula."""
    import csv

    ox = oxigraph()
    text = io.TextIOWrapper(out, "utf-8", newline="", write_through=True)
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow([variable.value for variable in solutions.variables])
    for row in solutions:
        cells = []
        for value in row:
            plain = "" if value is None else getattr(value, "value", str(value))
            is_text = isinstance(value, ox.Literal) and value.datatype.value.endswith(("#string", "#langString"))
            cells.append(harmless(plain) if is_text else plain)
        writer.writerow(cells)
    text.detach()


def refuse_service(query: str) -> None:
    """Refuses queries that would have other servers asked.

    Raises:
        QueryError: the word SERVICE stands in it, outside of strings, IRIs and comments.
    """
    plain = _ESCAPE.sub(lambda found: _character(found[1] or found[2]), query)
    if re.search(r"\bservice\b", _QUIET.sub(" ", plain), re.IGNORECASE):
        raise QueryError("SERVICE is not allowed: the graph is asked alone, no other server")


def _character(code: str) -> str:
    return chr(int(code, 16)) if int(code, 16) <= 0x10FFFF else " "


@contextmanager
def reading(folder: Path) -> Iterator[Graph]:
    """The store of a folder, open for reading; nobody writes meanwhile.

    Raises:
        LodeError: there is none, or its last load was cut off.
    """
    ox = oxigraph()
    with Ledger(folder, write=False) as ledger:
        if (folder / UNFINISHED).exists():
            raise LodeError(f"the last load into {folder} was cut off; run lode graph load again, which mends it")
        if not (folder / "rdf").is_dir():
            raise LodeError(f"{folder} lacks its triples; load the articles anew")
        try:
            store = ox.Store.read_only(str(folder / "rdf"))
        except OSError as error:
            raise LodeError(f"{folder} cannot be read: {error}") from error
        yield Graph(store, ledger.get("base") or "", ledger.index)


def in_memory(lines: Iterator[str], base: str) -> Graph:
    """A graph of lines of N-Quads that lives in memory."""
    ox = oxigraph()
    store = ox.Store()
    store.bulk_load(io.BufferedReader(Lines(lines)), ox.RdfFormat.N_QUADS)
    return Graph(store, base)
