"""A property graph as tables: CSV for `neo4j-admin import`, Parquet, GraphML through NetworkX."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from nlp.errors import LodeError
from nlp.graph.property import Edge, Node, PropertyGraph, Value
from nlp.graph.spreadsheet import harmless

_SUFFIX = {float: "double", bool: "boolean", str: "string"}


def write_csv(graph: PropertyGraph, folder: Path) -> None:
    """A file of nodes a label, a file of edges a type, with the headers of `neo4j-admin database import`."""
    folder.mkdir(parents=True, exist_ok=True)
    labels: dict[str, list[Node]] = {}
    for node in graph.nodes.values():
        labels.setdefault(node.label, []).append(node)
    for label, nodes in sorted(labels.items()):
        columns = columns_of(node.properties for node in nodes)
        head = ["id:ID", *(f"{name}:{_SUFFIX[kind]}" for name, kind in columns.items()), ":LABEL"]
        wide = label if nodes[0].group == label else f"{nodes[0].group};{label}"
        rows = ([node.id, *_cells(columns, node.properties), wide] for node in nodes)
        _write(folder / f"nodes-{label}.csv", head, rows)
    types: dict[str, list[Edge]] = {}
    for edge in graph.edges:
        types.setdefault(edge.type, []).append(edge)
    for kind, edges in sorted(types.items()):
        columns = columns_of(edge.properties for edge in edges)
        head = [
            ":START_ID",
            "key:string",
            *(f"{name}:{_SUFFIX[each]}" for name, each in columns.items()),
            ":END_ID",
            ":TYPE",
        ]
        lines = ([edge.start, edge.key, *_cells(columns, edge.properties), edge.end, kind] for edge in edges)
        _write(folder / f"edges-{kind}.csv", head, lines)


def _write(path: Path, head: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(head)
        writer.writerows(rows)


def columns_of(properties: Iterable[Any]) -> dict[str, type]:
    """The properties of many rows by name, with their type."""
    found: dict[str, type] = {}
    for each in properties:
        for name, value in each.items():
            kind = float if isinstance(value, (int, float)) and not isinstance(value, bool) else type(value)
            if value is not None or name not in found:
                found[name] = kind if value is not None else float
    return dict(sorted(found.items()))


def _cells(columns: dict[str, type], properties: Any) -> list[str]:
    return [_cell(properties.get(name)) for name in columns]


def _cell(value: Value) -> str:
    """A cell: one line, and no formula of a spreadsheet."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return harmless(re.sub(r"[\r\n\t\x85\u2028\u2029]+", " ", value))
    return f"{value:.15g}"


def write_parquet(graph: PropertyGraph, folder: Path) -> None:
    """`nodes.parquet` and `edges.parquet`, a column a property."""
    folder.mkdir(parents=True, exist_ok=True)
    nodes = [{"id": n.id, "label": n.label, "group": n.group, **n.properties} for n in graph.nodes.values()]
    edges = [{"start": e.start, "end": e.end, "type": e.type, "key": e.key, **e.properties} for e in graph.edges]
    _parquet(nodes, folder / "nodes.parquet", ("id", "label", "group"))
    _parquet(edges, folder / "edges.parquet", ("start", "end", "type", "key"))


def _parquet(rows: list[dict[str, Any]], path: Path, first: tuple[str, ...]) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    arrow = {str: pa.string(), float: pa.float64(), bool: pa.bool_()}
    columns = columns_of(rows)
    names = [*first, *(name for name in columns if name not in first)]
    schema = pa.schema([(name, arrow[columns.get(name, str)]) for name in names])
    pq.write_table(pa.Table.from_pylist(rows, schema=schema), path)


def network(graph: PropertyGraph) -> Any:
    """The graph as a `networkx.MultiDiGraph`.

    Raises:
        LodeError: NetworkX is not installed.
    """
    try:
        import networkx as nx
    except ImportError as error:
        raise LodeError('GraphML needs networkx: install it with pip install "lode-nlp[graph]"') from error
    made = nx.MultiDiGraph()
    for node in graph.nodes.values():
        told = {name: value for name, value in node.properties.items() if value is not None}
        made.add_node(node.id, label=node.label, group=node.group, **told)
    for edge in graph.edges:
        told = {name: value for name, value in edge.properties.items() if value is not None and name != "key"}
        made.add_edge(edge.start, edge.end, key=f"{edge.type} {edge.key}".strip(), type=edge.type, **told)
    return made


def write_graphml(graph: PropertyGraph, path: Path) -> None:
    """GraphML, for Gephi, yEd and NetworkX."""
    made = network(graph)
    import networkx as nx

    nx.write_graphml_xml(made, path)
