"""`lode graph cypher`: a store asked in Cypher."""

from __future__ import annotations

import csv
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from nlp.cli.graph import graph_app
from nlp.cli.graph_options import AsJson, Limit, Store, taking
from nlp.cli.shell import examples, plain_errors

if TYPE_CHECKING:
    from nlp.graph.cypher_query import Table

_ORDERS = (
    "\"MATCH (o:MachineOrder)-[:OBJECT]->(:Company {key: 'canaan'}), (o)-[:SUBJECT]->(who) RETURN who.name, o.count\""
)


@graph_app.command(
    epilog=examples(
        f"lode graph cypher {_ORDERS} --store facts/",
        "lode graph cypher --file q.cypher --store facts/ --json",
        'lode graph cypher "CALL show_tables() RETURN *" --store facts/',
    )
)
@taking(Store)
def cypher(
    run: Store,
    text: Annotated[str | None, typer.Argument(help="A query that only reads.", metavar="CYPHER")] = None,
    file: Annotated[Path | None, typer.Option(help="A file with the query.")] = None,
    as_json: AsJson = False,
    as_csv: Annotated[bool, typer.Option("--csv", help="As CSV, text that could be a formula defused.")] = False,
    limit: Limit = 1000,
    timeout: Annotated[float, typer.Option(help="Seconds a query may take.", min=0.001)] = 60.0,
) -> None:
    """Ask a store in Cypher, as a property graph. The first question after a change builds it; docs/graph.md has its labels."""
    with plain_errors():
        from nlp.cli.graph_ask import query_of
        from nlp.graph.cypher_query import answer, refuse_harm
        from nlp.graph.embedded import connected

        query = query_of(text, file)
        refuse_harm(query)
        projection, registry = run.tables()
        with connected(run.store, projection=projection, registry=registry) as connection:
            found = answer(connection, query, limit=limit, seconds=timeout)
        if as_json:
            told = {"columns": found.columns, "rows": found.rows, "cut": found.cut}
            typer.echo(json.dumps(told, ensure_ascii=False, indent=2))
        elif as_csv:
            _write_csv(found)
        else:
            _print(found)
        if found.cut:
            typer.secho(f"the first {limit} rows; more with --limit", fg="yellow", err=True)


def _write_csv(found: Table) -> None:
    from nlp.graph.spreadsheet import harmless

    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow([harmless(name) for name in found.columns])
    for row in found.rows:
        writer.writerow([harmless(value) if isinstance(value, str) else _written(value) for value in row])


def _print(found: Table) -> None:
    from rich.console import Console
    from rich.text import Text

    from nlp.cli.graph_ask import plain_table

    if not found.rows:
        Console().print("no rows")
        return
    table = plain_table()
    for name in found.columns:
        table.add_column(Text(name), overflow="fold")
    for row in found.rows:
        table.add_row(*(Text(_written(value)) for value in row))
    Console().print(table)


def _written(value: Any) -> str:
    """A value as people read it: a node by its label and name, an edge by its type, the rest as JSON."""
    if value is None:
        return ""
    if isinstance(value, dict) and "nodes" in value:
        return "\n".join(_written(part) for part in (*value["nodes"], *value.get("edges", ())))
    if isinstance(value, dict) and "label" in value:
        name = value.get("name") or value.get("article") or value.get("id") or value.get("key") or ""
        return f"{value['label']} {name}".strip()
    if isinstance(value, float) and value == int(value) and abs(value) < 1e15:
        return str(int(value))
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
