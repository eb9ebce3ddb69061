"""Property graphs: tables, Cypher on a real engine, and the calls to the driver."""

from __future__ import annotations

import csv
import random
from dataclasses import replace
from pathlib import Path
from typing import Any

import ladybug
import pyarrow.parquet as pq
import pytest

from nlp.errors import LodeError
from nlp.graph.bolt import Server, push
from nlp.graph.claims import Amount, unfused
from nlp.graph.cypher import constraints, script, steps, written
from nlp.graph.facts import facts_of
from nlp.graph.projection import Projection
from nlp.graph.property import PropertyGraph, edge_type, property_graph
from nlp.graph.tabular import columns_of, network, write_csv, write_graphml, write_parquet
from nlp.resources.registry import Registry
from tests.unit.graph.conftest import SEEDS, order


@pytest.fixture(scope="module")
def seeds() -> PropertyGraph:
    from nlp.graph.projection import load_projection
    from nlp.resources.files import patterns_folder
    from nlp.resources.registry import load_registry

    registry = load_registry(patterns_folder())
    facts = list(facts_of(SEEDS, registry=registry, projection=load_projection(), fuse=False))
    one = property_graph(facts, load_projection(), registry)
    random.Random(5).shuffle(facts)
    assert property_graph(facts, load_projection(), registry) == one, "the order of facts matters"
    return one


def run_on_ladybug(graph: PropertyGraph, path: Path, *, times: int = 1) -> Any:
    """Runs the statements that go to Neo4j on an embedded Cypher engine; it wants tables first, and has one label a node."""
    connection = ladybug.Connection(ladybug.Database(str(path)))
    types = {str: "STRING", float: "DOUBLE", bool: "BOOLEAN"}
    labels: dict[str, list[Any]] = {}
    for node in graph.nodes.values():
        labels.setdefault(node.label, []).append(node.properties)
    for label, rows in labels.items():
        columns = "".join(f", `{name}` {types[kind]}" for name, kind in columns_of(rows).items())
        connection.execute(f"CREATE NODE TABLE {label}(id STRING PRIMARY KEY{columns})")
    kinds: dict[str, set[tuple[str, str]]] = {}
    for start, kind, end in graph.groups():
        kinds.setdefault(kind, set()).add((start, end))
    for kind, pairs in kinds.items():
        columns = columns_of(edge.properties for edge in graph.edges if edge.type == kind)
        ends = ", ".join(f"FROM {start} TO {end}" for start, end in sorted(pairs))
        told = "".join(f", `{name}` {types[each]}" for name, each in columns.items())
        connection.execute(f"CREATE REL TABLE {kind}({ends}, key STRING{told})")
    for _ in range(times):
        for step in steps(graph, wider=False):
            connection.execute(step.cypher, {"rows": [dict(row) for row in step.rows]})
    return connection


def test_cypher_runs_and_running_it_twice_changes_nothing(
    tmp_path: Path, projection: Projection, registry: Registry
) -> None:
    facts = list(facts_of(SEEDS[:1], registry=registry, projection=projection, fuse=False))
    graph = property_graph(facts, projection, registry)
    connection = run_on_ladybug(graph, tmp_path / "db", times=2)
    assert connection.execute("MATCH (n) RETURN count(n)").get_next() == [len(graph.nodes)]
    assert connection.execute("MATCH ()-[r]->() RETURN count(r)").get_next() == [len(graph.edges)]
    rows = connection.execute(
        "MATCH (o:MachineOrder)-[:OBJECT]->(c:Company {key: 'canaan'}), (o)-[:SAID_IN]->(a:Article) "
        "RETURN o.count, a.article ORDER BY o.count LIMIT 1"
    )
    assert rows.get_next() == [2600.0, "zh-004"]


def test_a_fact_as_nodes_and_edges(projection: Projection, registry: Registry) -> None:
    graph = property_graph([unfused(order("a", title="订单"))], projection, registry)
    assert set(graph.nodes) == {"company/hive", "company/canaan", "article/a", f"statement/{order('a').key}"}
    node = graph.nodes[f"statement/{order('a').key}"]
    assert (node.label, node.group) == ("MachineOrder", "Statement")
    assert node.properties["count"] == 6500.0
    assert node.properties["count_unit"] == "machine"
    assert node.properties["date"] == "2021-08-03"
    assert {edge.type for edge in graph.edges} == {"SUBJECT", "OBJECT", "SAID_IN", "ORDERED_MACHINES_FROM"}
    assert graph.nodes["company/canaan"].properties["name"] == "Canaan Inc."


@pytest.mark.parametrize("modality", ["planned", "possible", "ended", "denied"])
def test_only_what_is_asserted_is_a_direct_edge(modality: str, projection: Projection, registry: Registry) -> None:
    graph = property_graph([unfused(order("a", modality=modality))], projection, registry)
    assert "ORDERED_MACHINES_FROM" not in {edge.type for edge in graph.edges}


def test_links_between_facts(projection: Projection, registry: Registry) -> None:
    old = replace(unfused(order("a")), key="old", superseded_by="new")
    new = replace(unfused(order("b")), key="new", realises="gone")
    graph = property_graph([old, new], projection, registry)
    links = [(edge.start, edge.type, edge.end) for edge in graph.edges if edge.type in ("SUPERSEDED_BY", "REALISES")]
    assert links == [("statement/old", "SUPERSEDED_BY", "statement/new")]


def test_ranges_and_several_values_are_kept_in_words(projection: Projection, registry: Registry) -> None:
    between = Amount("count", None, "machine", minimum=10.0, maximum=15.0)
    claim = replace(order("a"), qualifiers={"count": (between,)})
    (node,) = [
        n for n in property_graph([unfused(claim)], projection, registry).nodes.values() if n.group == "Statement"
    ]
    assert node.properties["count"] is None
    assert node.properties["count_text"] == "10–15 machine"


def test_csv_for_neo4j_admin(tmp_path: Path, seeds: PropertyGraph) -> None:
    write_csv(seeds, tmp_path)
    ids: list[str] = []
    for path in tmp_path.glob("nodes-*.csv"):
        rows = list(csv.DictReader(path.open(encoding="utf-8", newline="")))
        assert rows[0].keys() >= {"id:ID", ":LABEL"}
        ids += [row["id:ID"] for row in rows]
    assert sorted(ids) == sorted(seeds.nodes)
    edges = 0
    for path in tmp_path.glob("edges-*.csv"):
        for row in csv.DictReader(path.open(encoding="utf-8", newline="")):
            assert row[":START_ID"] in seeds.nodes
            assert row[":END_ID"] in seeds.nodes
            assert row[":TYPE"] in path.name
            edges += 1
    assert edges == len(seeds.edges)


def test_parquet_and_graphml(tmp_path: Path, seeds: PropertyGraph) -> None:
    import networkx as nx

    write_parquet(seeds, tmp_path)
    nodes, edges = pq.read_table(tmp_path / "nodes.parquet"), pq.read_table(tmp_path / "edges.parquet")
    assert (nodes.num_rows, edges.num_rows) == (len(seeds.nodes), len(seeds.edges))
    assert nodes.column_names[:3] == ["id", "label", "group"]
    assert str(nodes.schema.field("count").type) == "double"
    write_graphml(seeds, tmp_path / "g.graphml")
    read, made = nx.read_graphml(tmp_path / "g.graphml"), network(seeds)
    assert (read.number_of_nodes(), read.number_of_edges()) == (made.number_of_nodes(), made.number_of_edges())
    assert made.number_of_edges() == len(seeds.edges)


@pytest.mark.parametrize(
    ("value", "text"),
    [(None, "null"), (True, "true"), (2.5, "2.5"), ("a'b", "'a\\'b'"), ("a\\", "'a\\\\'"), ({"a": 1}, "{`a`: 1}")],
)
def test_values_in_scripts(value: Any, text: str) -> None:
    assert written(value) == text


def test_edge_types() -> None:
    assert edge_type("orderedMachinesFrom") == "ORDERED_MACHINES_FROM"
    assert edge_type("regulatesShutDown") == "REGULATES_SHUT_DOWN"


class Session:
    """A session that records what the driver is told, and fails where it is told to."""

    def __init__(self, fail: int = 0, error: Exception | None = None) -> None:
        self.ran: list[str] = []
        self.merged: list[tuple[str, int]] = []
        self.database: str | None = None
        self._fail, self._error = fail, error

    def __enter__(self) -> Session:
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def session(self, *, database: str | None) -> Session:
        self.database = database
        return self

    def consume(self) -> None:
        pass

    def run(self, cypher: str, **parameters: Any) -> Session:
        if "rows" in parameters:
            self.merged.append((cypher, len(parameters["rows"])))
        else:
            self.ran.append(cypher)
        return self

    def execute_write(self, work: Any, *arguments: Any) -> Any:
        """As the driver: the work is run again after passing failures."""
        while self._fail:
            self._fail -= 1
            if self._error is not None:
                raise self._error
            work(Session(), *arguments)
        return work(self, *arguments)


def test_what_the_driver_is_told(seeds: PropertyGraph) -> None:
    session = Session(fail=2)
    done = push(seeds, Server("bolt://x", database="news"), batch=50, open_driver=lambda _: session)
    assert session.database == "news"
    assert session.ran == constraints(seeds)
    assert all("IF NOT EXISTS" in cypher for cypher in session.ran)
    assert all("MERGE" in cypher and "CREATE" not in cypher for cypher, _ in session.merged)
    assert max(count for _, count in session.merged) == 50
    assert sum(count for _, count in session.merged) == len(seeds.nodes) + len(seeds.edges)
    assert done.batches == len(session.merged)


def test_a_server_that_fails_is_told_plainly(seeds: PropertyGraph) -> None:
    import neo4j

    session = Session(fail=1, error=neo4j.exceptions.ServiceUnavailable("gone"))
    with pytest.raises(LodeError, match="did not take the graph: gone"):
        push(seeds, Server("bolt://x"), open_driver=lambda _: session)
    with pytest.raises(LodeError, match="did not take the graph"):
        push(seeds, Server("bolt://127.0.0.1:1"))
    with pytest.raises(LodeError, match="expected a Bolt address"):
        push(seeds, Server("http://127.0.0.1:1"))


def test_the_script_ends_each_statement(seeds: PropertyGraph) -> None:
    lines = "".join(script(seeds))
    assert lines.count(";\nUNWIND") + lines.count(";\nCREATE") >= len(list(steps(seeds)))
