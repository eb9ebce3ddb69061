"""A graph in a folder: loaded, changed and asked without a server.

The triples are in pyoxigraph, what the articles said is in the ledger beside them, with an index for questions.
What a change means for the graph is reckoned from the claims of all articles, and only named graphs that differ are
written: so loading twice changes nothing, and an article that is taken away takes exactly what only it said.
"""

from __future__ import annotations

import hashlib
import io
import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from nlp.errors import LodeError, OutputError
from nlp.graph.claims import Claim, Fact
from nlp.graph.codec import pack, unpack
from nlp.graph.facts import Article, facts_from
from nlp.graph.fusion.merges import Merges
from nlp.graph.ledger import UNFINISHED, Ledger
from nlp.graph.orphans import Orphans
from nlp.graph.projection import Projection
from nlp.graph.rdf import Lines, by_graph, named_lines, oxigraph
from nlp.graph.refreshing import Known, Refresh, digests_of, outdated
from nlp.graph.rows import rows_of
from nlp.graph.terms import from_segment
from nlp.graph.triples import Projector, Told
from nlp.resources.registry import Registry

_FEW = 20_000
_SHARED = 1_000_000
MERGES = "merges.jsonl"
Graphs = Iterator[tuple[str, Told]]


@dataclass(frozen=True, slots=True)
class Change:
    """What a load or deletion did."""

    articles: int
    changed: int
    statements: int
    written: int
    removed: int


class GraphStore:
    """The store of a folder, made where there is none.

    `fuse` and `base` are settled when the store is made; None takes what is there.
    """

    def __init__(
        self,
        folder: Path,
        *,
        projection: Projection,
        registry: Registry,
        fuse: bool | None = None,
        base: str | None = None,
    ) -> None:
        self.folder, self._projection, self._registry = folder, projection, registry
        self._fuse, self._base = fuse, base

    @cached_property
    def _digests(self) -> Mapping[Known, bytes]:
        return digests_of(self._registry)

    def load(self, articles: Iterable[Article]) -> Change:
        """Adds articles; one that is there already is replaced."""
        with self._writing() as work:
            return work.change(articles, ())

    def delete(self, ids: Sequence[str]) -> Change:
        """Takes articles away, with what only they said.

        Raises:
            LodeError: an id is not there; nothing is deleted then.
        """
        with self._writing(new=False) as work:
            return work.change((), ids)

    def refresh(self) -> Change:
        """Writes anew what hangs on the registry or on decisions, where they are other than at the last change.

        Each load does that too.

        Raises:
            LodeError: there is no store.
        """
        with self._writing(new=False) as work:
            return work.change((), ())

    @contextmanager
    def _writing(self, *, new: bool = True) -> Iterator[_Work]:
        if new:
            try:
                self.folder.mkdir(parents=True, exist_ok=True)
            except OSError as error:
                raise OutputError(f"{self.folder} cannot be made: {error.strerror}; choose another --store") from error
            if any(self.folder.iterdir()) and not (self.folder / "articles.sqlite").exists():
                raise OutputError(f"{self.folder} holds other files and is no graph store; choose another --store")
        elif not (self.folder / "articles.sqlite").exists():
            raise LodeError(f"{self.folder} is no graph store")
        with Ledger(self.folder, write=True) as ledger:
            fuse = self._settle(ledger, "fuse", None if self._fuse is None else ("yes" if self._fuse else "no"), "yes")
            base = self._settle(ledger, "base", self._base, Projector(self._projection, self._registry).base)
            projector = Projector(self._projection, self._registry, base=base)
            store = _open(self.folder)
            mark = self.folder / UNFINISHED
            yield _Work(
                store, ledger, projector, self._registry, self.folder / MERGES if fuse == "yes" else None, mark,
                outdated(ledger, self._digests),
            )  # fmt: skip
            store.flush()
        mark.unlink(missing_ok=True)

    def _settle(self, ledger: Ledger, key: str, wanted: str | None, default: str) -> str:
        found = ledger.get(key)
        if found is None:
            ledger.put_setting(key, wanted or default)
            return wanted or default
        if wanted is not None and wanted != found:
            raise LodeError(
                f"{self.folder} was made with {key} = {found}, not {wanted}; leave the option out or make another"
            )
        return found


class _Work:
    """One change of a store."""

    def __init__(
        self,
        store: Any,
        ledger: Ledger,
        projector: Projector,
        registry: Registry,
        merges: Path | None,
        mark: Path,
        outdated: Sequence[Known],
    ) -> None:
        self._store, self._ledger, self._projector, self._registry = store, ledger, projector, registry
        self._merges, self._mark, self._rebuild = merges, mark, mark.exists()
        self._outdated = outdated
        self._orphans, self._shared = Orphans(store, projector.projection), set[str]()
        self._articles = self._changed = self._statements = self._written = self._removed = 0

    def change(self, articles: Iterable[Article], gone: Sequence[str]) -> Change:
        """Adds `articles`, takes `gone` away."""
        for name in gone:
            if not self._ledger.drop(name):
                raise LodeError(f"there is no article {name!r} in the store")
        if self._rebuild:
            self._store.clear()
            self._ledger.clear_graphs()
        self._changed += len(gone)
        renewed = self._renewed()
        if self._merges is not None or self._rebuild:
            for _ in self._remembered(articles):
                pass
            decided_anew = _are_new(_decisions(self._merges), self._ledger)
            if self._rebuild or self._changed or renewed or decided_anew:
                self._write(self._with_gone(by_graph(self._all_facts(), self._projector)))
        else:
            empty = ((self._projector.graph_of([name]), Told()) for name in gone)
            again = self._separate(self._again(renewed))
            self._write(itertools.chain(empty, self._separate(self._remembered(articles)), again))
        self._ledger.put_setting("state", self._ledger.state())
        return Change(self._articles, self._changed, self._statements, self._written, self._removed)

    def _remembered(self, articles: Iterable[Article]) -> Iterator[Article]:
        """Articles that are new or other than before, written to the ledger."""
        for article in articles:
            self._articles += 1
            self._statements += len(article.claims)
            if self._ledger.put(article.id, pack(article.claims)):
                self._changed += 1
                yield article

    def _all_facts(self) -> Iterable[Fact]:
        if self._merges is None:
            return facts_from(_claims(self._ledger), registry=self._registry, fuse=False)
        from nlp.graph.fusion import Fusion, write_merges

        decided = _decisions(self._merges)
        fused = Fusion(self._registry).fuse(_claims(self._ledger), merges=decided)
        write_merges(self._merges, fused.proposals, decided)
        self._ledger.put_setting("decisions", _digest(decided))
        return fused.facts

    def _with_gone(self, graphs: Graphs) -> Graphs:
        """All graphs of the store: those there are, and those no longer, empty."""
        before = self._ledger.graphs()
        for graph, triples in graphs:
            before.discard(graph)
            yield graph, triples
        yield from ((graph, Told()) for graph in sorted(before))

    def _renewed(self) -> list[str]:
        """The graphs that speak of what the registry tells otherwise than before, which is brought up to date."""
        if not self._outdated or self._rebuild:
            return []
        self._mark.touch()
        return Refresh(self._store, self._projector.nodes).renew(self._outdated)

    def _again(self, graphs: Sequence[str]) -> Iterator[Article]:
        """The articles of graphs, as they are remembered."""
        for graph in graphs:
            name = from_segment(graph[1:-1].rpartition("/")[2])
            packed = self._ledger.claims(name)
            if packed is not None:
                yield Article(name, tuple(unpack(packed, name)))

    def _separate(self, articles: Iterable[Article]) -> Graphs:
        """The graphs of articles where each fact is of one article."""
        for article in articles:
            facts = facts_from(article.claims, registry=self._registry, fuse=False)
            found = dict(by_graph(facts, self._projector))
            yield from (found or {self._projector.graph_of([article.id]): Told()}).items()

    def _write(self, graphs: Graphs) -> None:
        """Writes what differs: a few lines in one transaction, many in bulk."""
        self._mark.touch()
        lines = self._differing(graphs)
        ox = oxigraph()
        few = list(itertools.islice(lines, _FEW))
        if len(few) < _FEW:
            self._store.load("".join(few).encode(), ox.RdfFormat.N_QUADS)
        else:
            source = io.BufferedReader(Lines(itertools.chain(few, lines)), 1 << 20)
            self._store.bulk_load(source, ox.RdfFormat.N_QUADS)
        self._orphans.sweep()
        self._ledger.index.settle()

    def _differing(self, graphs: Graphs) -> Iterator[str]:
        """The lines of graphs that are other than before, which are removed; shared lines once in a while."""
        for graph, told in graphs:
            lines = named_lines(graph, told)
            digest = hashlib.blake2b("".join(lines).encode(), digest_size=16).digest() if lines else None
            before = self._ledger.digest(graph)
            if digest == before:
                continue
            if before is not None:
                self._orphans.remove_graph(graph)
                self._ledger.index.remove(graph)
                self._removed += 1
            self._ledger.set_digest(graph, digest)
            self._ledger.index.add(graph, rows_of(told.facts, self._projector))
            self._written += bool(lines)
            yield from lines
            yield from (f"{s} {p} {o} .\n" for s, p, o in sorted(told.direct))
            for node, rows in told.shared.items():
                if node not in self._shared:
                    self._shared.add(node)
                    yield from (f"{s} {p} {o} .\n" for s, p, o in rows)
            if len(self._shared) > _SHARED:
                self._shared.clear()


def stored_facts(folder: Path, ledger: Ledger, registry: Registry) -> Iterable[Fact]:
    """The facts of a store, as its graph has them."""
    fuse = ledger.get("fuse") == "yes"
    merges = _decisions(folder / MERGES) if fuse else None
    return facts_from(_claims(ledger), registry=registry, fuse=fuse, merges=merges)


def check_decisions(folder: Path, ledger: Ledger) -> None:
    """Makes sure that the graph has taken up what persons have decided.

    Raises:
        LodeError: it has not.
    """
    if ledger.get("fuse") == "yes" and _are_new(_decisions(folder / MERGES), ledger):
        raise LodeError(f"{folder / MERGES} holds decisions that the graph has not taken up; run lode graph refresh")


def _claims(ledger: Ledger) -> Iterator[Claim]:
    return (claim for name, packed in ledger.articles() for claim in unpack(packed, name))


def _decisions(path: Path | None) -> Merges:
    """What persons have written into a store's merge file."""
    from nlp.graph.fusion import read_merges

    return read_merges(path) if path is not None and path.exists() else Merges()


def _are_new(decided: Merges, ledger: Ledger) -> bool:
    """Whether a person has decided something since the facts were made."""
    return (ledger.get("decisions") or _digest(Merges())) != _digest(decided)


def _digest(merges: Merges) -> str:
    told = sorted(f"{d.label} {sorted((d.left, d.right))} {d.accepted}" for d in merges.decisions)
    return hashlib.blake2b("\n".join(told).encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


def _open(folder: Path) -> Any:
    try:
        return oxigraph().Store(str(folder / "rdf"))
    except OSError as error:
        raise LodeError(f"{folder} cannot be opened: {error}; is another command at work on it?") from error
