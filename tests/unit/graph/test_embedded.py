"""The property graph of a store in the embedded engine: what it holds, and that nothing harms it."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from nlp.errors import LodeError
from nlp.graph.cypher_query import answer, refuse_harm
from nlp.graph.embedded import connected
from nlp.graph.facts import Article, Reader, facts_of
from nlp.graph.ledger import UNFINISHED
from nlp.graph.projection import Projection
from nlp.graph.property import property_graph
from nlp.graph.sparql import QueryError
from nlp.graph.store import GraphStore
from nlp.graph.terms import clean
from nlp.resources.registry import Registry
from tests.unit.graph.conftest import SEEDS, article, company, order
from tests.unit.graph.test_hostile import HOSTILE

Make = Callable[..., GraphStore]
ALL = "MATCH (n) RETURN n ORDER BY n.id"
EDGES = "MATCH (a)-[r]->(b) RETURN a.id, r, b.id ORDER BY a.id, label(r), b.id, r.key"
BUILD = """
import sys
from pathlib import Path
from nlp.graph import embedded
from nlp.graph.projection import load_projection
from nlp.resources.files import patterns_folder
from nlp.resources.registry import load_registry
ladybug = embedded.ladybug()
run = ladybug.Connection.execute
def slow(self, query, *more):
    found = run(self, query, *more)
    if query.startswith("COPY SUBJECT"):
        print("half", flush=True)
        input()
    return found
if sys.argv[2] == "slow":
    ladybug.Connection.execute = slow
with embedded.connected(Path(sys.argv[1]), projection=load_projection(), registry=load_registry(patterns_folder())):
    print("ready", flush=True)
    input()
"""


@pytest.fixture
def said(projection: Projection, registry: Registry) -> Callable[..., Any]:
    """All that the graph of a store says."""

    def ask(folder: Path, query: str | None = None) -> Any:
        with connected(folder, projection=projection, registry=registry) as connection:
            queries = [query] if query else [ALL, EDGES]
            return [answer(connection, each, limit=100_000).rows for each in queries]

    return ask


def beside(folder: Path, way: str) -> subprocess.Popen[str]:
    """Another process that has the graph open, or is in the middle of building it."""
    process = subprocess.Popen(
        [sys.executable, "-c", BUILD, str(folder), way], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    assert process.stdout.readline().strip() == ("half" if way == "slow" else "ready")
    return process


@pytest.mark.parametrize("fuse", [True, False])
def test_it_says_what_the_export_says(
    fuse: bool,
    tmp_path: Path,
    store_at: Make,
    said: Any,
    projection: Projection,
    registry: Registry,
    monkeypatch: Any,
) -> None:
    monkeypatch.setattr("nlp.graph.embedded._PART", 300)  # some parts, so that things and links are in several
    store_at(tmp_path / "s", fuse=fuse).load(Reader(registry, projection).articles(SEEDS))
    graph = property_graph(facts_of(SEEDS, registry=registry, projection=projection, fuse=fuse), projection, registry)
    nodes, edges = said(tmp_path / "s")
    made = {node.id: {"label": node.label, "id": node.id, **node.properties} for node in graph.nodes.values()}
    assert {row[0]["id"]: row[0] for row in nodes} == {
        key: {name: value for name, value in told.items() if value is not None} for key, told in made.items()
    }
    assert sorted((a, r["label"], b, r["key"], r.get("evidence")) for a, r, b in edges) == sorted(
        (e.start, e.type, e.end, e.key, e.properties.get("evidence")) for e in graph.edges
    )


def test_every_way_to_a_state_says_the_same(tmp_path: Path, store_at: Make, said: Any) -> None:
    riot = company("riot", "Riot")
    one, two = article("a", order("a"), order("a", 1, buyer=riot)), article("b", order("b"))
    store = store_at(tmp_path / "s", fuse=True)
    store.load([one])
    before = said(tmp_path / "s")
    file = next((tmp_path / "s").glob("property-*"))
    store.load([one])
    assert said(tmp_path / "s") == before
    assert next((tmp_path / "s").glob("property-*")) == file, "loading twice makes nothing anew"
    store.load([two])
    assert said(tmp_path / "s") != before
    store.delete(["b"])
    assert said(tmp_path / "s") == before
    store.load([two])
    store.delete(["a"])
    store_at(tmp_path / "t", fuse=True).load([two])
    assert said(tmp_path / "s") == said(tmp_path / "t")
    store.delete(["b"])
    assert said(tmp_path / "s") == [(), ()]
    assert len(list((tmp_path / "s").glob("property-*"))) == 1


def test_a_build_that_is_killed_leaves_nothing_behind(tmp_path: Path, store_at: Make, said: Any) -> None:
    store_at(tmp_path / "s").load([article("a", order("a"))])
    expected = said(tmp_path / "s")
    for file in (tmp_path / "s").glob("property-*"):
        file.unlink()
    process = beside(tmp_path / "s", "slow")
    assert list((tmp_path / "s").glob("*.part"))
    process.kill()
    process.communicate()
    assert said(tmp_path / "s") == expected
    assert not list((tmp_path / "s").glob("*.part*"))


def test_readers_read_together_and_nobody_writes_meanwhile(tmp_path: Path, store_at: Make, said: Any) -> None:
    store = store_at(tmp_path / "s")
    store.load([article("a", order("a"))])
    expected = said(tmp_path / "s")
    process = beside(tmp_path / "s", "fast")
    try:
        assert said(tmp_path / "s") == expected
        with pytest.raises(LodeError, match="being read"):
            store.load([article("b", order("b"))])
    finally:
        process.communicate("\n")
    store.load([article("b", order("b"))])
    assert said(tmp_path / "s") != expected


def test_while_it_is_built_others_are_told_to_wait(tmp_path: Path, store_at: Make, said: Any) -> None:
    store_at(tmp_path / "s").load([article("a", order("a"))])
    process = beside(tmp_path / "s", "slow")
    try:
        with pytest.raises(LodeError, match="being written"):
            said(tmp_path / "s")
    finally:
        process.communicate("\n\n")
    assert said(tmp_path / "s", "MATCH (a:Article) RETURN count(a)") == [((1,),)]


def test_hostile_names_stay_names(tmp_path: Path, store_at: Make, said: Any) -> None:
    store = store_at(tmp_path / "s")
    store.load(
        Article(name, (order(name, buyer=company(f"{name}#x", name, known=False), title=name, url=name),))
        for name in HOSTILE
    )
    ((*rows,),) = said(tmp_path / "s", "MATCH (n:Company) WHERE NOT n.known RETURN n.name, n.names, n.key")
    assert {row[0] for row in rows} == {clean(name) for name in HOSTILE}
    ((*rows,),) = said(tmp_path / "s", "MATCH (a:Article) RETURN a.article, a.title, a.url")
    assert {row[1] for row in rows} == {clean(name) for name in HOSTILE}
    assert said(tmp_path / "s", "MATCH (n:MachineOrder) RETURN count(n)") == [((len(HOSTILE),),)]


@pytest.mark.parametrize(
    "query",
    [
        "LOAD FROM '/etc/passwd' (file_format='csv') RETURN *", "COPY (MATCH (n) RETURN n.id) TO '/tmp/x.csv'", "INSTALL httpfs",
        "WITH 1 AS x LOAD FROM '/etc/passwd' (file_format='csv') RETURN *", "UNWIND [1] AS x LOAD/**/FROM 'x' RETURN *",
        "MATCH (n) LOAD\nWITH HEADERS (a STRING) FROM 'x' RETURN n", "LOAD EXTENSION httpfs", "ATTACH 'x' AS y (dbtype sqlite)",
        "EXPORT DATABASE '/tmp/x'", "IMPORT DATABASE 'x'", "CHECKPOINT", "BEGIN TRANSACTION", "CALL threads=1", "DROP TABLE Company",
        "CALL file_info('/etc/passwd') RETURN *", "MATCH (n) CALL/**/read_csv_serial('/etc/passwd') RETURN *", "USE x",
        "RETURN 1; INSTALL httpfs", "/* RETURN */ INSTALL httpfs", "// RETURN\nINSTALL httpfs", "'RETURN' INSTALL httpfs",
        "RETURN '\\'; LOAD FROM x RETURN ' LOAD FROM 'y' RETURN *", "CREATE (n:Company {id: 'x'})", "EXPLAIN INSTALL httpfs", "",
    ],
)  # fmt: skip
def test_only_questions_are_asked(query: str) -> None:
    with pytest.raises(QueryError):
        refuse_harm(query)


@pytest.mark.parametrize(
    "query",
    [
        "MATCH (n) RETURN n;", "  // a comment\nMATCH (n) RETURN n", "RETURN 'LOAD FROM; INSTALL' AS a", "OPTIONAL MATCH (n) RETURN n",
        "match (n) where n.name = \"CALL x()\" return n", "CALL show_tables() RETURN *", "MATCH (load) RETURN load.name", "EXPLAIN RETURN 1",
    ],
)  # fmt: skip
def test_questions_are_let_through(query: str) -> None:
    refuse_harm(query)


def test_it_cannot_be_written_to(tmp_path: Path, store_at: Make, said: Any) -> None:
    store_at(tmp_path / "s").load([article("a", order("a"))])
    before = said(tmp_path / "s")
    for query in (
        "MATCH (n) DETACH DELETE n",
        "MATCH (n:Company) SET n.name = 'x'",
        "MATCH (n) CREATE (m:Company {id: 'y'})",
    ):
        with pytest.raises(QueryError, match="may only read"):
            said(tmp_path / "s", query)
    assert said(tmp_path / "s") == before


def test_what_is_wrong_is_told(
    tmp_path: Path, store_at: Make, said: Any, projection: Projection, registry: Registry, monkeypatch: Any
) -> None:
    with pytest.raises(LodeError, match="is no graph store"):
        said(tmp_path / "none")
    store = store_at(tmp_path / "s")
    store.load([article("a", order("a"))])
    with pytest.raises(QueryError, match="Table Nope does not exist"):
        said(tmp_path / "s", "MATCH (n:Nope) RETURN n")
    with pytest.raises(QueryError, match="expected a Cypher query"):
        said(tmp_path / "s", "MATCH (n RETURN n")
    assert said(tmp_path / "s", "MATCH (r:Regulation) RETURN r") == [()], "what is not there has no rows"
    with connected(tmp_path / "s", projection=projection, registry=registry) as connection:
        began = time.monotonic()
        with pytest.raises(QueryError, match="longer than"):
            answer(connection, "UNWIND range(1, 100000000) AS x RETURN sum(x * x % 7)", limit=1, seconds=0.2)
        assert time.monotonic() - began < 60
    file = next((tmp_path / "s").glob("property-*"))
    file.write_bytes(b"no database, but text" * 1000)
    with pytest.raises(LodeError, match="delete it"):
        said(tmp_path / "s")
    (tmp_path / "s" / UNFINISHED).touch()
    with pytest.raises(LodeError, match="was cut off"):
        said(tmp_path / "s")
    monkeypatch.setitem(sys.modules, "ladybug", None)
    with pytest.raises(LodeError, match=r'pip install "lode-nlp\[cypher\]"'):
        said(tmp_path / "s")


def test_decisions_that_wait_are_told(tmp_path: Path, store_at: Make, said: Any) -> None:
    one = order("a", buyer=company("a#x", "Larkspur Digital", known=False))
    two = order("b", buyer=company("b#y", "Larkspur", known=False), count=100)
    store = store_at(tmp_path / "s", fuse=True)
    store.load([article("a", one), article("b", two)])
    merges = tmp_path / "s" / "merges.jsonl"
    text = merges.read_text(encoding="utf-8")
    assert '"decision": null' in text, "the pair is proposed"
    companies = "MATCH (c:Company) WHERE NOT c.known RETURN count(c)"
    ((before,),) = said(tmp_path / "s", companies)
    decision = "accept" if before == (2,) else "reject"
    merges.write_text(text.replace('"decision": null', f'"decision": "{decision}"'), encoding="utf-8")
    with pytest.raises(LodeError, match="lode graph refresh"):
        said(tmp_path / "s", companies)
    store.refresh()
    assert said(tmp_path / "s", companies) == [((3 - before[0],),)]
