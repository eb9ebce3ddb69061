"""Facts to files: one door for all formats. A file takes its name when it is whole."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Sequence
from pathlib import Path

from nlp.errors import LodeError, OutputError
from nlp.graph.claims import Fact
from nlp.graph.cypher import script
from nlp.graph.property import PropertyGraph, property_graph
from nlp.graph.rdf import FORMATS, write_rdf
from nlp.graph.tabular import write_csv, write_graphml, write_parquet
from nlp.graph.triples import Projector

Write = Callable[[Sequence[Fact], Path, Projector], str]


def write(facts: Sequence[Fact], output: Path, *, form: str, projector: Projector) -> str:
    """Writes facts in a format; says what was written.

    Raises:
        LodeError: there is no such format, or what it needs is not installed.
        OutputError: the output cannot be written.
    """
    if form not in (*FORMATS, *_OTHERS):
        raise LodeError(f"--format must be one of {', '.join((*FORMATS, *_OTHERS))}, was {form!r}")
    part = output.with_name(output.name + ".part")
    try:
        output.parent.mkdir(parents=True, exist_ok=True)
        if form in FORMATS:
            with part.open("wb") as file:
                told = f"{write_rdf(facts, file, form=form, projector=projector)} triples"
        else:
            _clear(part)
            told = _OTHERS[form](facts, part, projector)
        if output.is_dir() and part.is_dir():
            for made in sorted(part.iterdir()):
                made.replace(output / made.name)
            part.rmdir()
        else:
            part.replace(output)
    except OSError as error:
        raise OutputError(
            f"{output} cannot be written: {error.strerror or error}; choose another place with -o"
        ) from error
    return told


def _clear(part: Path) -> None:
    if part.is_dir():
        shutil.rmtree(part)


def _neo4j_csv(facts: Sequence[Fact], output: Path, projector: Projector) -> str:
    graph = property_graph(facts, projector.projection, projector.registry)
    write_csv(graph, output)
    return _told(graph)


def _parquet(facts: Sequence[Fact], output: Path, projector: Projector) -> str:
    graph = property_graph(facts, projector.projection, projector.registry)
    write_parquet(graph, output)
    return _told(graph)


def _graphml(facts: Sequence[Fact], output: Path, projector: Projector) -> str:
    graph = property_graph(facts, projector.projection, projector.registry)
    write_graphml(graph, output)
    return _told(graph)


def _cypher(facts: Sequence[Fact], output: Path, projector: Projector) -> str:
    graph = property_graph(facts, projector.projection, projector.registry)
    with output.open("w", encoding="utf-8", newline="\n") as file:
        file.writelines(script(graph))
    return _told(graph)


def _told(graph: PropertyGraph) -> str:
    return f"{len(graph.nodes)} nodes, {len(graph.edges)} edges"


_OTHERS: dict[str, Write] = {
    "graphml": _graphml, "neo4j-csv": _neo4j_csv, "cypher": _cypher, "parquet": _parquet,
}  # fmt: skip
