"""`lode graph serve` and `lode graph view`: a store for programs, and as a picture."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from nlp.cli.graph import graph_app
from nlp.cli.graph_options import Fuse, PatternsFolder, StoreOption, tables
from nlp.cli.shell import examples, plain_errors

if TYPE_CHECKING:
    from nlp.graph.sparql import Graph


@graph_app.command(
    epilog=examples("lode graph serve --store facts/", "lode graph serve --store facts/ --port 9000 --timeout 10")
)
def serve(
    store: StoreOption,
    port: Annotated[int, typer.Option(help="The port.", min=0, max=65535)] = 7878,
    host: Annotated[str, typer.Option(help="The machine's own address: 127.0.0.1 or ::1.")] = "127.0.0.1",
    timeout: Annotated[float, typer.Option(help="Seconds a query may take.", min=0.1)] = 30.0,
    workers: Annotated[int, typer.Option(help="How many queries run at once.", min=1, max=64)] = 2,
) -> None:
    """Serve a store to programs on this machine: a SPARQL 1.1 endpoint that only reads. Ctrl-C ends it."""
    with plain_errors():
        from nlp.graph.endpoint import Endpoint
        from nlp.graph.sparql import reading
        from nlp.graph.workers import Limits

        with reading(store):
            pass
        endpoint = Endpoint(store, host=host, port=port, limits=Limits(seconds=timeout, workers=workers))
        where = f"[{host}]" if ":" in host else host
        typer.secho(f"http://{where}:{endpoint.server_address[1]}/sparql — Ctrl-C ends it", fg="green", err=True)
        try:
            endpoint.serve_forever()
        except KeyboardInterrupt:
            pass
        finally:
            endpoint.close()


@graph_app.command(
    epilog=examples(
        "lode graph view --store facts/ --center canaan -o canaan.html",
        "lode graph view out.jsonl --center 比特大陆 --steps 2 -o bitmain.html",
        "lode graph view out.jsonl -o all.html",
    )
)
def view(
    output: Annotated[Path, typer.Option("-o", "--output", help="The page.")],
    annotations: Annotated[
        list[str] | None, typer.Argument(help="Annotation JSONL, where there is no --store.", metavar="ANNOTATIONS...")
    ] = None,
    store: Annotated[Path | None, typer.Option("--store", help="The folder of the graph.", metavar="DIR")] = None,
    center: Annotated[str | None, typer.Option(help="A name or id; the newest facts of all where not given.")] = None,
    steps: Annotated[int, typer.Option(help="How many steps from the center.", min=1, max=5)] = 2,
    most: Annotated[int, typer.Option(help="At most this many facts.", min=1, max=5000)] = 400,
    fuse: Fuse = None,
    patterns: PatternsFolder = None,
) -> None:
    """Draw a graph: one page to look around in, with a timeline of orders. It needs no network and no server."""
    with plain_errors():
        from nlp.errors import LodeError
        from nlp.graph.naming import Names
        from nlp.graph.neighbourhood import Surroundings
        from nlp.graph.page import page
        from nlp.schema import NAME_LABELS

        if (store is None) == (not annotations):
            raise LodeError("expected annotations or --store, one of the two")
        projection, registry = tables(patterns)
        with _graph_of(annotations or [], store, fuse, projection, registry) as graph:
            around = Surroundings(graph, projection)
            found = Names(graph, registry, projection).resolve(center, NAME_LABELS)[0][1:-1] if center else None
            picture = around.around(found, depth=steps, most=most)
            name = picture.things.get(found or "", ("", "Facts"))[1]
            text = page(picture, around, projection, title=name)
        try:
            output.parent.mkdir(parents=True, exist_ok=True)
            output.write_text(text, encoding="utf-8", errors="replace")
        except OSError as error:
            raise LodeError(f"{output} cannot be written: {error.strerror}; choose another place with -o") from error
        typer.secho(f"{len(picture.things)} things, {len(picture.facts)} facts → {output}", fg="green", err=True)


@contextmanager
def _graph_of(
    annotations: list[str], store: Path | None, fuse: bool | None, projection: Any, registry: Any
) -> Iterator[Graph]:
    """The graph of a store, or of annotations, in memory."""
    from nlp.graph.facts import facts_of
    from nlp.graph.rdf import by_graph, quad_lines
    from nlp.graph.sparql import in_memory, reading
    from nlp.graph.triples import Projector

    if store is not None:
        with reading(store) as graph:
            yield graph
        return
    projector = Projector(projection, registry)

    def told(refusal: Any) -> None:
        typer.secho(f"{refusal.document or refusal.path}: {refusal.reason}", fg="yellow", err=True)

    facts = facts_of(annotations, registry=registry, projection=projection, fuse=fuse is not False, refuse=told)
    yield in_memory(quad_lines(by_graph(facts, projector)), projector.base)
