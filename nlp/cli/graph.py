"""`lode graph`: annotated articles into graphs, files and stores."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Annotated

import typer

from nlp.cli.graph_options import Base, Fuse, Fusing, Reading, Store, StoreOption, checked_base, refusals, taking
from nlp.cli.shell import app, examples, plain_errors

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


@graph_app.command(
    epilog=examples(
        "lode graph export out.jsonl --format turtle -o facts.ttl",
        "lode graph export zh.jsonl en.jsonl --format neo4j-csv -o import/",
        "lode graph export out.jsonl --format nquads --rdf-star -o facts.nq",
    )
)
@taking(Fusing)
def export(
    run: Fusing,
    output: Annotated[str, typer.Option("-o", "--output", help="The file; for neo4j-csv and parquet a folder.")],
    form: Annotated[
        str,
        typer.Option("--format", help="turtle, ntriples, nquads, trig, jsonld, graphml, neo4j-csv, cypher or parquet."),
    ] = "turtle",
    rdf_star: Annotated[
        bool, typer.Option("--rdf-star", help="Statement nodes also reify their triple (RDF 1.2 triple terms).")
    ] = False,
    base: Base = None,
) -> None:
    """Write the graph of annotated articles as a file of another tool's format."""
    with plain_errors():
        from nlp.graph.files import write
        from nlp.graph.terms import DEFAULT_BASE
        from nlp.graph.triples import Projector

        projection, registry = run.tables()
        projector = Projector(projection, registry, base=checked_base(base) or DEFAULT_BASE, reify=rdf_star)
        with refusals(run.rejects or f"{output}.rejects.jsonl") as refused:
            facts = run.facts(projection, registry, refused)
            told = write(facts, Path(output), form=form, projector=projector)
        run.finish(f"{len(facts)} facts, {told} → {output}", refused, bool(facts))


@graph_app.command(
    epilog=examples(
        "lode graph merges out.jsonl -o merges.jsonl", "lode graph export out.jsonl --merges merges.jsonl -o facts.ttl"
    )
)
@taking(Reading)
def merges(
    run: Reading,
    output: Annotated[Path, typer.Option("-o", "--output", help="The merge file; decisions in it are kept.")],
) -> None:
    """Write which things outside the registry are taken for one, for a person to accept or reject."""
    with plain_errors():
        from nlp.graph.facts import claims_from
        from nlp.graph.fusion import Fusion, Merges, read_merges, write_merges

        projection, registry = run.tables()
        decided = read_merges(output) if output.exists() else Merges()
        with refusals(run.rejects or f"{output}.rejects.jsonl") as refused:
            claims = list(claims_from(run.annotations, registry=registry, projection=projection, refuse=refused.add))
            fused = Fusion(registry).fuse(claims, merges=decided)
            waiting = write_merges(output, fused.proposals, decided)
        line = f"{len(fused.proposals)} pairs of things, {waiting} to look at → {output}"
        run.finish(line, refused, bool(claims))


@graph_app.command(
    epilog=examples(
        "lode graph load out.jsonl --store facts/", "lode annotate news/ | lode graph load - --store facts/"
    )
)
@taking(Reading)
def load(run: Reading, store: StoreOption, fuse: Fuse = None, base: Base = None) -> None:
    """Load annotated articles into a store. An article that is there already is replaced; loading twice changes nothing."""
    with plain_errors():
        from nlp.graph.facts import Reader
        from nlp.graph.store import GraphStore

        projection, registry = run.tables()
        began = time.monotonic()
        with refusals(run.rejects or f"{str(store).rstrip('/')}.rejects.jsonl") as refused:
            graph = GraphStore(store, projection=projection, registry=registry, fuse=fuse, base=checked_base(base))
            change = graph.load(Reader(registry, projection, refused.add).articles(run.annotations))
        line = (
            f"{change.articles} articles with {change.statements} statements, {change.changed} new or changed, "
            f"in {time.monotonic() - began:.1f} s → {store}"
        )
        run.finish(line, refused, bool(change.articles))


@graph_app.command(
    epilog=examples("lode graph delete --store facts/ zh-0001", "lode graph delete --store facts/ a1 a2")
)
@taking(Store)
def delete(
    run: Store,
    articles: Annotated[list[str], typer.Argument(help="The ids of articles.", metavar="ARTICLE-ID...")],
) -> None:
    """Take articles out of a store: what only they said goes, what others say too stays."""
    with plain_errors():
        from nlp.graph.store import GraphStore

        projection, registry = run.tables()
        change = GraphStore(run.store, projection=projection, registry=registry).delete(list(dict.fromkeys(articles)))
        run.done(f"{change.changed} articles deleted from {run.store}")


@graph_app.command(epilog=examples("lode graph refresh --store facts/", "lode graph refresh --store facts/ -q"))
@taking(Store)
def refresh(run: Store) -> None:
    """Take up what a person wrote into merges.jsonl, and what the registry has learned. Each load does that too."""
    with plain_errors():
        from nlp.graph.store import GraphStore

        projection, registry = run.tables()
        change = GraphStore(run.store, projection=projection, registry=registry).refresh()
        run.done(f"{change.written} graphs written anew, {change.removed} taken away → {run.store}")


@graph_app.command(
    epilog=examples(
        "LODE_BOLT_PASSWORD=… lode graph push out.jsonl --bolt neo4j://localhost:7687 --user neo4j",
        "lode graph push out.jsonl --bolt bolt://localhost:7687 --batch 5000",
    )
)
@taking(Fusing)
def push(
    run: Fusing,
    bolt: Annotated[str, typer.Option(help="The address of the server: bolt://… or neo4j://…", metavar="URI")],
    user: Annotated[
        str | None, typer.Option(help="Who asks; the password is in the variable LODE_BOLT_PASSWORD.")
    ] = None,
    database: Annotated[str | None, typer.Option(help="The database, the server's default where not given.")] = None,
    batch: Annotated[int, typer.Option(help="The most nodes or edges of a transaction.", min=1)] = 1000,
) -> None:
    """Merge annotated articles into a server that speaks Bolt (Neo4j, Memgraph). Pushing twice changes nothing."""
    with plain_errors():
        import os

        from nlp.graph.bolt import Server
        from nlp.graph.bolt import push as pushed
        from nlp.graph.property import property_graph

        projection, registry = run.tables()
        with refusals(run.rejects or "push.rejects.jsonl") as refused:
            facts = run.facts(projection, registry, refused)
        server = Server(bolt, user, os.environ.get("LODE_BOLT_PASSWORD"), database)
        done = pushed(property_graph(facts, projection, registry), server, batch=batch)
        line = f"{len(facts)} facts, {done.nodes} nodes, {done.edges} edges in {done.batches} transactions → {bolt}"
        run.finish(line, refused, bool(facts))


@graph_app.command(epilog=examples("lode graph ontology > lode.ttl", "lode graph ontology --shapes > shapes.ttl"))
def ontology(
    shapes: Annotated[bool, typer.Option("--shapes", help="The SHACL shapes instead.")] = False,
) -> None:
    """Print the ontology (OWL in Turtle), or the SHACL shapes that every export passes."""
    from nlp.graph.projection import data_folder

    name = "shapes.ttl" if shapes else "ontology.ttl"
    typer.echo((data_folder() / name).read_text(encoding="utf-8"), nl=False)
