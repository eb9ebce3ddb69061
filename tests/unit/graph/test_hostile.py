"""Names that would be code: in SPARQL, Cypher, CSV, HTML they stay names."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable
from pathlib import Path

import ladybug
import pyoxigraph as ox
import pytest

from nlp.graph.claims import Claim, Fact, unfused
from nlp.graph.cypher import script, steps
from nlp.graph.naming import Names, Sought
from nlp.graph.neighbourhood import Surroundings
from nlp.graph.nodes import folded
from nlp.graph.page import page
from nlp.graph.projection import Projection
from nlp.graph.property import property_graph
from nlp.graph.questions import Asked, ask, question_of, sparql_of
from nlp.graph.rdf import by_graph, quad_lines
from nlp.graph.sparql import Graph, in_memory
from nlp.graph.store import GraphStore
from nlp.graph.tabular import write_csv, write_graphml
from nlp.graph.terms import clean
from nlp.graph.triples import Projector
from nlp.resources.registry import Registry
from tests.unit.graph.conftest import company, order
from tests.unit.graph.test_property import run_on_ladybug

HOSTILE = [
    '"> } ; DROP ALL ; SELECT * WHERE { <',
    "> <urn:evil> <urn:evil> . <urn:x",
    '" . <urn:evil> <urn:evil> "',
    "\\u0022 . <urn:evil> <urn:evil> \\u0022",
    "'}) DETACH DELETE n //",
    "\\'}) MATCH (n) DETACH DELETE n //",
    "\\u0027}) DETACH DELETE n //",
    "` SET n:Evil //",
    "</script><script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<!--<script>",
    "%%script%%",
    "=cmd|' /C calc'!A0",
    "@SUM(1+1)",
    "line\nbreak\r\nand\ttab",
    "\x00\x1b[31m\u202e\ud800",
    "../../etc/passwd",
    "]]>",
]


def facts_of(name: str) -> list[Fact]:
    buyer = company(f"a#{name}", name, known=False)
    return [unfused(order(name, buyer=buyer, title=name, url=f"javascript:alert('{name}')")), unfused(order("b"))]


def graph_of(name: str, projector: Projector) -> Graph:
    return in_memory(quad_lines(by_graph(facts_of(name), projector)), projector.base)


@pytest.mark.parametrize("name", HOSTILE)
def test_in_rdf(name: str, projector: Projector) -> None:
    tame = len(graph_of("tame", projector).store)
    graph = graph_of(name, projector)
    assert abs(len(graph.store) - tame) <= 1  # a name with Chinese or of another folding may have one more
    assert not [q for q in graph.store if "urn:evil" in str(q.predicate)]
    labels = {
        q.object.value
        for q in graph.store.quads_for_pattern(None, ox.NamedNode("http://www.w3.org/2000/01/rdf-schema#label"), None)
    }
    assert clean(name) in labels


@pytest.mark.parametrize("name", HOSTILE)
def test_in_questions(name: str, projector: Projector, projection: Projection, registry: Registry) -> None:
    graph = graph_of(name, projector)
    by_iri = Names(graph, registry, projection).seek(name, ["COMPANY"])
    by_name = Sought((), ("COMPANY",), clean(folded(name)))
    for sought in (by_iri, by_name):
        asked = Asked(question_of("orders"), {"buyer": sought})
        (finding,) = ask(graph, asked, projection)
        assert finding.cells["subject"][0].text == clean(name)
        assert finding.places[0].article == clean(name)
        bare = re.sub(r'"(?:[^"\\]|\\.)*"|<[^<>"{}|^`\\\s]*>', "x", sparql_of(asked, projection))
        assert "drop" not in bare.lower()
        assert "evil" not in bare.lower()


@pytest.mark.parametrize("name", HOSTILE)
def test_in_cypher(name: str, projection: Projection, registry: Registry) -> None:
    graph = property_graph(facts_of(name), projection, registry)
    for step in steps(graph):
        assert "evil" not in step.cypher.lower()
        assert "DELETE" not in step.cypher
    text = "".join(script(graph))
    bare = re.sub(r"'(?:[^'\\]|\\.)*'", "''", text, flags=re.DOTALL)
    assert "DELETE" not in bare
    assert "Evil" not in bare
    assert "alert" not in bare


@pytest.mark.parametrize("name", [name for name in HOSTILE if "\x00" not in name])
def test_in_a_cypher_engine(name: str, tmp_path: Path, projection: Projection, registry: Registry) -> None:
    """The literals of the script, run for real."""
    from nlp.graph.cypher import written

    connection = ladybug.Connection(ladybug.Database(str(tmp_path / "db")))
    rows = connection.execute(f"RETURN {written(name)}")
    assert rows.get_next() == [name]


def test_in_a_cypher_engine_as_parameters(tmp_path: Path, projection: Projection, registry: Registry) -> None:
    facts = [fact for name in HOSTILE for fact in facts_of(name)]
    graph = property_graph(facts, projection, registry)
    connection = run_on_ladybug(graph, tmp_path / "db")
    rows = connection.execute("MATCH (n:Company) RETURN n.name")
    found = set()
    while rows.has_next():
        found.add(rows.get_next()[0])
    assert {clean(name) for name in HOSTILE} <= found


@pytest.mark.parametrize("name", HOSTILE)
def test_in_csv(name: str, tmp_path: Path, projection: Projection, registry: Registry) -> None:
    write_csv(property_graph(facts_of(name), projection, registry), tmp_path / "out")
    for path in (tmp_path / "out").iterdir():
        rows = list(csv.reader(io.StringIO(path.read_text(encoding="utf-8"), newline="")))
        assert {len(row) for row in rows} == {len(rows[0])}
        assert not [cell for row in rows for cell in row if cell.lstrip().startswith(("=", "+", "-", "@", "\t", "\r"))]
        assert not [cell for row in rows for cell in row if "\n" in cell or "\r" in cell]


@pytest.mark.parametrize("name", HOSTILE)
def test_in_graphml(name: str, tmp_path: Path, projection: Projection, registry: Registry) -> None:
    import networkx as nx

    write_graphml(property_graph(facts_of(name), projection, registry), tmp_path / "g.graphml")
    read = nx.read_graphml(tmp_path / "g.graphml")
    names = {told.get("name", "") for _, told in read.nodes(data=True)}
    assert clean(name).replace("\r\n", "\n").replace("\r", "\n") in {n.replace("\r\n", "\n") for n in names}


@pytest.mark.parametrize("name", HOSTILE)
def test_in_a_page(name: str, projector: Projector, projection: Projection) -> None:
    surroundings = Surroundings(graph_of(name, projector), projection)
    tame = Surroundings(graph_of("tame", projector), projection)
    text = page(surroundings.around(None), surroundings, projection, title=name)
    plain = page(tame.around(None), tame, projection, title="tame")
    for mark in ("<script", "</script", "<img", "<!--", "onerror=alert(1)>"):
        assert text.count(mark) == plain.count(mark), mark
    data = json.loads(re.search(r'id="data">(.*?)</script>', text, re.DOTALL)[1])  # type: ignore[index]
    assert clean(name) in {thing["name"] for thing in data["things"]}
    assert "default-src 'none'" in text
    assert "unsafe-inline'; script-src 'sha256-" in text


def test_in_a_store(tmp_path: Path, store_at: Callable[..., GraphStore]) -> None:
    from nlp.graph.facts import Article
    from nlp.graph.sparql import reading

    store = store_at(tmp_path / "s")
    claims: dict[str, Claim] = {name: order(name, buyer=company(f"{name}#x", name, known=False)) for name in HOSTILE}
    store.load([Article(name, (claim,)) for name, claim in claims.items()])
    store.delete(HOSTILE)
    with reading(tmp_path / "s") as graph:
        assert len(graph.store) == 0
