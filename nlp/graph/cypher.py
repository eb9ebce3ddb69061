"""A property graph in Cypher: constraints, then `UNWIND … MERGE` by batches; running it twice changes nothing.

Labels, types and names of properties are our own words; all that comes from articles is a parameter, or, in a
script, an escaped string.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from nlp.graph.property import Edge, Node, PropertyGraph, Value

BATCH = 1000


@dataclass(frozen=True, slots=True)
class Step:
    """A statement with the rows that it is run for, as its parameter ``$rows``."""

    cypher: str
    rows: tuple[dict[str, Any], ...]


def constraints(graph: PropertyGraph) -> list[str]:
    """Constraints that make ids unique, by label; nothing where they are there."""
    labels = sorted({node.label for node in graph.nodes.values()})
    return [
        f"CREATE CONSTRAINT lode_{label.lower()}_id IF NOT EXISTS FOR (n:{label}) REQUIRE n.id IS UNIQUE"
        for label in labels
    ]


def steps(graph: PropertyGraph, *, batch: int = BATCH, wider: bool = True) -> Iterator[Step]:
    """The statements that bring a graph in: nodes first.

    Args:
        graph: nodes and edges.
        batch: the most rows of a statement.
        wider: whether nodes have their wider label (Thing, Statement) too.
    """
    labels: dict[str, list[Node]] = {}
    for node in graph.nodes.values():
        labels.setdefault(node.label, []).append(node)
    for label, nodes in sorted(labels.items()):
        names = _names(node.properties for node in nodes)
        tail = f" SET n:{nodes[0].group}" if wider and nodes[0].group != label else ""
        cypher = f"UNWIND $rows AS row MERGE (n:{label} {{id: row.id}}) SET {_sets('n', names)}{tail}"
        yield from _batches(cypher, [_row(names, node.properties, id=node.id) for node in nodes], batch)
    for (start, kind, end), edges in graph.groups().items():
        names = _names(edge.properties for edge in edges)
        cypher = (
            f"UNWIND $rows AS row MATCH (a:{start} {{id: row.head}}), (b:{end} {{id: row.tail}}) "
            f"MERGE (a)-[r:{kind} {{key: row.key}}]->(b)" + (f" SET {_sets('r', names)}" if names else "")
        )
        yield from _batches(cypher, [_edge_row(names, edge) for edge in edges], batch)


def _names(properties: Iterable[Any]) -> list[str]:
    return sorted({name for each in properties for name in each})


def _sets(variable: str, names: Sequence[str]) -> str:
    return ", ".join(f"{variable}.`{name}` = row.`{name}`" for name in names)


def _row(names: Sequence[str], properties: Any, **more: str) -> dict[str, Value]:
    return {**more, **{name: properties.get(name) for name in names}}


def _edge_row(names: Sequence[str], edge: Edge) -> dict[str, Value]:
    return _row(names, edge.properties, head=edge.start, tail=edge.end, key=edge.key)


def _batches(cypher: str, rows: Iterable[dict[str, Any]], size: int) -> Iterator[Step]:
    iterator = iter(rows)
    while batch := tuple(islice(iterator, size)):
        yield Step(cypher, batch)


def script(graph: PropertyGraph) -> Iterator[str]:
    """The lines of a script for `cypher-shell`, which wants a semicolon after each statement."""
    for constraint in constraints(graph):
        yield f"{constraint};\n"
    for step in steps(graph):
        rows = ",\n  ".join(written(row) for row in step.rows)
        yield step.cypher.replace("$rows", f"[\n  {rows}\n]", 1) + ";\n"


def written(value: Any) -> str:
    """A value as Cypher writes it."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, float)):
        return repr(value)
    if isinstance(value, dict):
        return "{" + ", ".join(f"`{name}`: {written(item)}" for name, item in value.items()) + "}"
    text = str(value).replace("\\", "\\\\").replace("'", "\\'").replace("\n", "\\n").replace("\r", "\\r")
    return "'" + text.replace("\t", "\\t") + "'"
