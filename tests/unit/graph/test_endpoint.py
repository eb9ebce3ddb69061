"""The endpoint over HTTP: formats, limits, and what it refuses."""

from __future__ import annotations

import http.client
import json
import threading
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode

import pytest

from nlp.errors import LodeError
from nlp.graph.endpoint import Endpoint
from nlp.graph.sparql import QueryError, refuse_service
from nlp.graph.store import GraphStore
from nlp.graph.workers import Limits
from tests.unit.graph.conftest import article, company, order

WHO = "SELECT ?who WHERE { ?who lode:orderedMachinesFrom company:canaan } ORDER BY ?who"


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Endpoint]:
    from nlp.graph.projection import load_projection
    from nlp.resources.files import patterns_folder
    from nlp.resources.registry import load_registry

    folder = tmp_path_factory.mktemp("served") / "s"
    registry = load_registry(patterns_folder())
    formula = company("x#1", '=HYPERLINK("http://evil")', known=False)
    GraphStore(folder, projection=load_projection(), registry=registry, fuse=False).load(
        [article("a", order("a"), order("a", 1, buyer=formula)), article("b", order("b", count=5))]
    )
    endpoint = Endpoint(folder, port=0, limits=Limits(seconds=3.0, answer=20_000, workers=1, query=5000))
    thread = threading.Thread(target=endpoint.serve_forever, daemon=True)
    thread.start()
    yield endpoint
    endpoint.shutdown()
    endpoint.close()


def ask(endpoint: Endpoint, method: str, path: str, body: str | None = None, **headers: str) -> tuple[int, str, str]:
    connection = http.client.HTTPConnection("127.0.0.1", endpoint.server_address[1], timeout=20)
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    connection.request(method, path, body.encode() if body is not None else None, named)
    answer = connection.getresponse()
    text = answer.read().decode()
    connection.close()
    return answer.status, (answer.getheader("Content-Type") or "").partition(";")[0], text


def get(endpoint: Endpoint, query: str, **headers: str) -> tuple[int, str, str]:
    return ask(endpoint, "GET", "/sparql?" + urlencode({"query": query}), **headers)


def test_queries_by_get_and_post(served: Endpoint) -> None:
    status, kind, text = get(served, WHO)
    assert (status, kind) == (200, "application/sparql-results+json")
    assert json.loads(text)["results"]["bindings"][0]["who"]["value"] == "https://w3id.org/lode/company/hive"
    posted = ask(served, "POST", "/sparql", urlencode({"query": WHO}), Content_Type="application/x-www-form-urlencoded")
    direct = ask(served, "POST", "/sparql", WHO, Content_Type="application/sparql-query")
    assert posted[2] == direct[2] == text


@pytest.mark.parametrize(
    ("accept", "kind", "start"),
    [
        ("text/csv", "text/csv", "who\r\n"),
        ("text/tab-separated-values", "text/tab-separated-values", "?who\n"),
        ("application/sparql-results+xml", "application/sparql-results+xml", "<?xml"),
        ("application/json;q=0.1, text/csv;q=0.9", "text/csv", "who\r\n"),
        ("text/html, */*;q=0.5", "application/sparql-results+json", "{"),
    ],
)
def test_formats_of_results(served: Endpoint, accept: str, kind: str, start: str) -> None:
    status, found, text = get(served, WHO, Accept=accept)
    assert (status, found) == (200, kind)
    assert text.startswith(start)


def test_formats_of_graphs(served: Endpoint) -> None:
    query = "CONSTRUCT { ?a lode:orderedMachinesFrom ?b } WHERE { ?a lode:orderedMachinesFrom ?b }"
    assert get(served, query)[1] == "text/turtle"
    assert get(served, query, Accept="application/ld+json")[1] == "application/ld+json"
    assert json.loads(get(served, "ASK { ?s ?p ?o }")[2])["boolean"] is True
    assert ask(served, "GET", "/sparql")[1] == "text/turtle"
    assert ask(served, "HEAD", "/sparql?" + urlencode({"query": WHO}))[2] == ""


def test_graphs_of_the_protocol(served: Endpoint) -> None:
    asked = {"query": "SELECT (COUNT(?s) AS ?n) WHERE { ?s a lode:MachineOrder }"}
    graph = {"default-graph-uri": "https://w3id.org/lode/article/b"}
    for parameters, count in ((asked, "3"), (asked | graph, "1")):
        text = ask(served, "GET", "/sparql?" + urlencode(parameters), Accept="text/csv")[2]
        assert text.split() == ["n", count]


@pytest.mark.parametrize(
    ("method", "path", "body", "headers", "status"),
    [
        ("GET", "/sparql?query=SELEKT", None, {}, 400),
        ("GET", "/sparql?query=ASK%7B%7D&query=ASK%7B%7D", None, {}, 400),
        ("GET", "/sparql?other=1", None, {}, 400),
        ("GET", "/secret", None, {}, 404),
        ("GET", "/sparql?update=DROP%20ALL", None, {}, 403),
        ("POST", "/sparql", "DROP ALL", {"Content_Type": "application/sparql-update"}, 403),
        ("POST", "/sparql", "update=DROP+ALL", {"Content_Type": "application/x-www-form-urlencoded"}, 403),
        ("POST", "/sparql", "DROP ALL", {"Content_Type": "application/sparql-query"}, 400),
        ("POST", "/sparql", "x", {"Content_Type": "text/plain"}, 415),
        ("POST", "/sparql", "x" * 6000, {"Content_Type": "application/sparql-query"}, 413),
        ("GET", "/sparql?query=ASK%7B%7D", None, {"Accept": "image/png"}, 406),
        ("GET", "/sparql?query=ASK%7B%7D", None, {"Host": "evil.example"}, 403),
        ("GET", "/sparql?query=ASK%7B%7D", None, {"Host": "127.0.0.1.evil.example"}, 403),
        ("PUT", "/sparql", "x", {}, 501),
        ("GET", "/sparql?default-graph-uri=a+b&query=ASK%7B%7D", None, {}, 400),
    ],
)
def test_what_is_refused(
    served: Endpoint, method: str, path: str, body: str | None, headers: dict[str, str], status: int
) -> None:
    assert ask(served, method, path, body, **headers)[0] == status


def test_a_query_that_takes_too_long_is_ended_and_others_go_on(served: Endpoint) -> None:
    many = "SELECT * WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
    status, _, text = get(served, many)
    assert status == 400
    assert "longer than 20,000 bytes" in text
    triple = " . ".join(f"?a{n} ?b{n} ?c{n}" for n in range(6))
    status, _, text = get(served, f"SELECT (COUNT(*) AS ?n) WHERE {{ {triple} }}")
    assert status == 503
    assert "longer than 3 s" in text
    assert get(served, WHO)[0] == 200


def test_formulas_in_csv_are_defused(served: Endpoint) -> None:
    text = get(served, "SELECT ?l WHERE { ?x rdfs:label ?l FILTER(CONTAINS(?l, 'HYPER')) }", Accept="text/csv")[2]
    assert "'=HYPERLINK" in text


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }",
        "SELECT * { service SILENT <http://127.0.0.1:9/> { ?s ?p ?o } }",
        "SELECT * { \\u0053ERVICE <http://x/> { ?s ?p ?o } }",
        "SELECT * { # comment\nSERVICE <http://x/> { ?s ?p ?o } }",
        "SELECT * { ex:a\\#b ?p ?o . SERVICE <http://x/> { ?s ?p ?o } }",
        "SELECT * { ?s ?p '\\'' . SERVICE <http://x/> { ?s ?p ?o } }",
        "SELECT * { ?s ?p '''a'b''' . SERVICE <http://x/> { ?s ?p ?o } }",
        "SELECT * { FILTER(?a<?b)SERVICE<http://x/>{?s ?p ?o} }",
    ],
)
def test_other_servers_are_not_asked(query: str) -> None:
    with pytest.raises(QueryError, match="SERVICE"):
        refuse_service(query)


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * { ?s ?p 'room service' }",
        "SELECT * { ?s <http://x/service> ?o } # service",
        "SELECT ?services { ?s ?p ?o }",
    ],
)
def test_the_word_alone_is_no_harm(query: str) -> None:
    refuse_service(query)


def test_the_world_is_not_served(tmp_path: Path) -> None:
    for host in ("0.0.0.0", "192.168.1.2", "example.org", "::"):
        with pytest.raises(LodeError, match="serves this machine alone"):
            Endpoint(tmp_path, host=host)
