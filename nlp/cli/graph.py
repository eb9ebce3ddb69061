"""`lode graph`: annotated articles into graphs, files and stores."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from nlp.cli.shell import app, examples, plain_errors

if TYPE_CHECKING:
    from nlp.graph.facts import Refusal

graph_app = typer.Typer(
    no_args_is_help=True,
    help="Graphs of what annotated articles say: files, stores, questions, pictures.",
    epilog=examples(
        "lode graph load out.jsonl --store facts/",
        "lode graph ask orders --store facts/ --seller canaan --year 2021",
        "lode graph export out.jsonl --format turtle -o facts.ttl",
    ),
)
app.add_typer(graph_app, name="graph")

Annotations = Annotated[
    list[str],
    typer.Argument(help="Annotation JSONL: files, folders, or - for standard input.", metavar="ANNOTATIONS..."),
]
StoreOption = Annotated[Path, typer.Option("--store", help="The folder of the graph.", metavar="DIR")]
Fuse = Annotated[
    bool | None,
    typer.Option(
        "--fuse/--no-fuse", help="What several articles tell alike is one fact (default), or each is its own."
    ),
]
Base = Annotated[str | None, typer.Option(help="What the IRIs of things start with.", metavar="IRI")]
PatternsFolder = Annotated[str | None, typer.Option("--patterns", help="A patterns folder of your own.", metavar="DIR")]
RejectsFile = Annotated[str | None, typer.Option("--rejects", help="Where refused records and statements go.")]
MergesFile = Annotated[
    Path | None, typer.Option("--merges", help="Decisions on which things are one (lode graph merges).", metavar="FILE")
]
Quiet = Annotated[bool, typer.Option("-q", "--quiet", help="No summary.")]


def tables(patterns: str | None) -> tuple[Any, Any]:
    """The projection, and the registry of a patterns folder."""
    from nlp.graph.projection import load_projection
    from nlp.resources.files import patterns_folder
    from nlp.resources.registry import load_registry

    return load_projection(), load_registry(Path(patterns) if patterns else patterns_folder())


def checked_base(base: str | None) -> str | None:
    """The base, which must be the start of an IRI.

    Raises:
        LodeError: it is none.
    """
    import re

    from nlp.errors import LodeError

    if base is not None and not re.fullmatch(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s<>\"{}|^`\\#?]*[/:]", base):
        raise LodeError(f"--base must be the start of an IRI that ends in / or :, was {base!r}")
    return base


@graph_app.command(
    epilog=examples(
        "lode graph export out.jsonl --format turtle -o facts.ttl",
        "lode graph export zh.jsonl en.jsonl --format neo4j-csv -o import/",
        "lode graph export out.jsonl --format nquads --rdf-star -o facts.nq",
    )
)
def export(
    annotations: Annotations,
    output: Annotated[str, typer.Option("-o", "--output", help="The file; for neo4j-csv and parquet a folder.")],
    form: Annotated[
        str,
        typer.Option("--format", help="turtle, ntriples, nquads, trig, jsonld, graphml, neo4j-csv, cypher or parquet."),
    ] = "turtle",
    fuse: Fuse = None,
    merges: MergesFile = None,
    rdf_star: Annotated[
        bool, typer.Option("--rdf-star", help="Statement nodes also reify their triple (RDF 1.2 triple terms).")
    ] = False,
    base: Base = None,
    rejects: RejectsFile = None,
    patterns: PatternsFolder = None,
    quiet: Quiet = False,
) -> None:
    """Write the graph of annotated articles as a file of another tool's format."""
    with plain_errors():
        from nlp.graph.facts import facts_of
        from nlp.graph.files import write
        from nlp.graph.fusion import read_merges
        from nlp.graph.terms import DEFAULT_BASE
        from nlp.graph.triples import Projector

        projection, registry = tables(patterns)
        projector = Projector(projection, registry, base=checked_base(base) or DEFAULT_BASE, reify=rdf_star)
        with refusals(rejects or f"{output}.rejects.jsonl") as refused:
            facts = list(
                facts_of(
                    annotations, registry=registry, projection=projection, fuse=fuse is not False,
                    merges=read_merges(merges) if merges else None, refuse=refused.add,
                )
            )  # fmt: skip
            told = write(facts, Path(output), form=form, projector=projector)
        finish(f"{len(facts)} facts, {told} → {output}", refused, bool(facts), quiet=quiet)


@graph_app.command(
    epilog=examples(
        "lode graph merges out.jsonl -o merges.jsonl", "lode graph export out.jsonl --merges merges.jsonl -o facts.ttl"
    )
)
def merges(
    annotations: Annotations,
    output: Annotated[Path, typer.Option("-o", "--output", help="The merge file; decisions in it are kept.")],
    patterns: PatternsFolder = None,
    quiet: Quiet = False,
) -> None:
    """Write which things outside the registry are taken for one, for a person to accept or reject."""
    with plain_errors():
        from nlp.graph.facts import claims_from
        from nlp.graph.fusion import Fusion, Merges, read_merges, write_merges

        projection, registry = tables(patterns)
        decided = read_merges(output) if output.exists() else Merges()
        with refusals(f"{output}.rejects.jsonl") as refused:
            claims = list(claims_from(annotations, registry=registry, projection=projection, refuse=refused.add))
            fused = Fusion(registry).fuse(claims, merges=decided)
            waiting = write_merges(output, fused.proposals, decided)
        line = f"{len(fused.proposals)} pairs of things, {waiting} to look at → {output}"
        finish(line, refused, bool(claims), quiet=quiet)


@graph_app.command(
    epilog=examples(
        "lode graph load out.jsonl --store facts/", "lode annotate news/ | lode graph load - --store facts/"
    )
)
def load(
    annotations: Annotations,
    store: StoreOption,
    fuse: Fuse = None,
    base: Base = None,
    rejects: RejectsFile = None,
    patterns: PatternsFolder = None,
    quiet: Quiet = False,
) -> None:
    """Load annotated articles into a store. An article that is there already is replaced; loading twice changes nothing."""
    with plain_errors():
        from nlp.graph.facts import Reader
        from nlp.graph.store import GraphStore

        projection, registry = tables(patterns)
        began = time.monotonic()
        with refusals(rejects or f"{str(store).rstrip('/')}.rejects.jsonl") as refused:
            graph = GraphStore(store, projection=projection, registry=registry, fuse=fuse, base=checked_base(base))
            change = graph.load(Reader(registry, projection, refused.add).articles(annotations))
        line = (
            f"{change.articles} articles with {change.statements} statements, {change.changed} new or changed, "
            f"in {time.monotonic() - began:.1f} s → {store}"
        )
        finish(line, refused, bool(change.articles), quiet=quiet)


@graph_app.command(
    epilog=examples("lode graph delete --store facts/ zh-0001", "lode graph delete --store facts/ a1 a2")
)
def delete(
    articles: Annotated[list[str], typer.Argument(help="The ids of articles.", metavar="ARTICLE-ID...")],
    store: StoreOption,
    patterns: PatternsFolder = None,
    quiet: Quiet = False,
) -> None:
    """Take articles out of a store: what only they said goes, what others say too stays."""
    with plain_errors():
        from nlp.graph.store import GraphStore

        projection, registry = tables(patterns)
        change = GraphStore(store, projection=projection, registry=registry).delete(list(dict.fromkeys(articles)))
        if not quiet:
            typer.secho(f"{change.changed} articles deleted from {store}", fg="green", err=True)


@graph_app.command(
    epilog=examples(
        "LODE_BOLT_PASSWORD=… lode graph push out.jsonl --bolt neo4j://localhost:7687 --user neo4j",
        "lode graph push out.jsonl --bolt bolt://localhost:7687 --batch 5000",
    )
)
def push(
    annotations: Annotations,
    bolt: Annotated[str, typer.Option(help="The address of the server: bolt://… or neo4j://…", metavar="URI")],
    user: Annotated[
        str | None, typer.Option(help="Who asks; the password is in the variable LODE_BOLT_PASSWORD.")
    ] = None,
    database: Annotated[str | None, typer.Option(help="The database, the server's default where not given.")] = None,
    batch: Annotated[int, typer.Option(help="The most nodes or edges of a transaction.", min=1)] = 1000,
    fuse: Fuse = None,
    rejects: RejectsFile = None,
    patterns: PatternsFolder = None,
    quiet: Quiet = False,
) -> None:
    """Merge annotated articles into a server that speaks Bolt (Neo4j, Memgraph). Pushing twice changes nothing."""
    with plain_errors():
        import os

        from nlp.graph.bolt import Server
        from nlp.graph.bolt import push as pushed
        from nlp.graph.facts import facts_of
        from nlp.graph.property import property_graph

        projection, registry = tables(patterns)
        with refusals(rejects or "push.rejects.jsonl") as refused:
            facts = list(
                facts_of(
                    annotations, registry=registry, projection=projection, fuse=fuse is not False, refuse=refused.add
                )
            )
        server = Server(bolt, user, os.environ.get("LODE_BOLT_PASSWORD"), database)
        done = pushed(property_graph(facts, projection, registry), server, batch=batch)
        line = f"{len(facts)} facts, {done.nodes} nodes, {done.edges} edges in {done.batches} transactions → {bolt}"
        finish(line, refused, bool(facts), quiet=quiet)


@graph_app.command(epilog=examples("lode graph ontology > lode.ttl", "lode graph ontology --shapes > shapes.ttl"))
def ontology(
    shapes: Annotated[bool, typer.Option("--shapes", help="The SHACL shapes instead.")] = False,
) -> None:
    """Print the ontology (OWL in Turtle), or the SHACL shapes that every export passes."""
    from nlp.graph.projection import data_folder

    name = "shapes.ttl" if shapes else "ontology.ttl"
    typer.echo((data_folder() / name).read_text(encoding="utf-8"), nl=False)


class Refusals:
    """What was refused, written to a file line by line; the file is made with the first."""

    def __init__(self, path: Path) -> None:
        self.path, self.count, self.first = path, 0, list["Refusal"]()
        self._file: Any = None

    def add(self, refusal: Refusal) -> None:
        """Writes one down."""
        if self._file is None:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            self._file = self.path.open("w", encoding="utf-8", errors="backslashreplace")
        self._file.write(json.dumps(refusal.as_json(), ensure_ascii=False) + "\n")
        self.count += 1
        if len(self.first) < 10:
            self.first.append(refusal)

    def close(self) -> None:
        """Closes the file; one of an earlier run that refused something goes where this run refused nothing."""
        if self._file is not None:
            self._file.close()
        else:
            self.path.unlink(missing_ok=True)


@contextmanager
def refusals(path: str) -> Iterator[Refusals]:
    """The refusals of a run, with their file."""
    from nlp.errors import OutputError

    refused = Refusals(Path(path))
    try:
        yield refused
        refused.close()
    except OSError as error:
        raise OutputError(f"{error.filename or path} cannot be written: {error.strerror or error}") from error


def finish(line: str, refused: Refusals, done: bool, *, quiet: bool) -> None:
    """The summary, and the exit code: 0 all fine, 2 something was refused, 3 nothing was fit."""
    if not quiet:
        typer.secho(line, fg="green" if done else "red", err=True)
        if not done and not refused.count:
            typer.secho("no article was found; give annotation JSONL, as lode annotate writes it", fg="red", err=True)
        if refused.count:
            typer.secho(f"{refused.count} refused → {refused.path}:", fg="yellow", err=True)
        for refusal in refused.first:
            where = ":".join(str(part) for part in (refusal.path, refusal.line) if part is not None)
            what = f" {refusal.document}" if refusal.document else ""
            number = f" statement {refusal.statement + 1}" if refusal.statement is not None else ""
            typer.echo(f"  {where}{what}{number}: {refusal.reason}", err=True)
        if refused.count > len(refused.first):
            typer.echo(f"  … and {refused.count - len(refused.first)} more", err=True)
    raise typer.Exit((2 if refused.count else 0) if done else 3)
