"""`lode graph` as people and programs use it."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import urllib.request
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from nlp.cli import app
from tests.processes import beside
from tests.unit.graph.conftest import SEEDS, write_lines
from tests.unit.graph.test_claims import RECORD

run = CliRunner()
GOOD: dict[str, Any] = {**RECORD, "statements": RECORD["statements"][:2]}  # type: ignore[index]


def lode(*arguments: str, code: int = 0) -> str:
    result = run.invoke(app, ["graph", *arguments])
    assert result.exit_code == code, result.output + repr(result.exception)
    return result.output


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = str(tmp_path_factory.mktemp("cli") / "facts")
    lode("load", *SEEDS, "--store", folder, "--no-fuse")
    return folder


def test_who_ordered_from_canaan_how_many_and_where_it_says_so(store: str) -> None:
    told = json.loads(lode("ask", "orders", "--seller", "canaan", "--year", "2022", "--store", store, "--json"))
    assert told["found"] == 2
    first = told["findings"][0]
    assert [cell["text"] for cell in first["cells"]["subject"]] == ["天山算力"]
    assert first["cells"]["count"][0]["number"] == 5000
    assert first["places"][0]["article"] == "zh-001"
    assert told["total"]["count"] == {"machine": 7600.0}


def test_names_are_found_however_written(store: str) -> None:
    answers = {
        lode("ask", "orders", "--seller", name, "--store", store, "--json")
        for name in ("canaan", "嘉楠科技", "嘉楠", "CANAAN INC.", "嘉楠耘智")
    }
    assert len(answers) == 1
    assert "天山算力" in lode("ask", "orders", "--buyer", "天山算力", "--store", store)
    near = lode("ask", "orders", "--buyer", "Canan Inc", "--store", store, code=3)
    assert "near it are" in near


@pytest.mark.parametrize(
    "arguments",
    [
        ("holdings", "--company", "riot"), ("production",), ("capacity", "--company", "bitfarms"), ("positions", "--company", "canaan"),
        ("regulation", "--action", "ban"), ("suppliers",), ("finances", "--company", "canaan", "--metric", "revenue"),
        ("sites", "--place", "us-tx"), ("partners",), ("deliveries",), ("sales",), ("pledges",), ("seats",), ("funding",),
        ("acquisitions",), ("subsidiaries",), ("machines", "--maker", "canaan"), ("specs",), ("moves",),
        ("orders", "--since", "2023-06", "--until", "2024"), ("orders", "--modality", "planned"),
    ],
    ids=" ".join,
)  # fmt: skip
def test_ready_questions(store: str, arguments: tuple[str, ...]) -> None:
    assert lode("ask", *arguments, "--store", store)
    told = json.loads(lode("ask", *arguments, "--store", store, "--json"))
    assert all(finding["places"] for finding in told["findings"])


def test_questions_are_listed_and_shown_as_sparql(store: str) -> None:
    assert "Who ordered machines" in lode("ask")
    query = lode("ask", "orders", "--seller", "canaan", "--store", store, "--sparql")
    rows = json.loads(lode("query", query, "--store", store, "--json"))["results"]["bindings"]
    assert len(rows) == json.loads(lode("ask", "orders", "--seller", "canaan", "--store", store, "--json"))["found"]


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("ask", "gossip", "--store", "S"), "there is no question"),
        (("ask", "orders", "--person", "x", "--store", "S"), "orders has no --person"),
        (("ask", "orders", "--year", "soon", "--store", "S"), "expected a year"),
        (("ask", "orders", "--year", "2021", "--since", "2020", "--store", "S"), "not both"),
        (("ask", "orders", "--modality", "maybe", "--store", "S"), "--modality must be one of"),
        (("ask", "finances", "--metric", "luck", "--store", "S"), "--metric must be one of"),
        (("ask", "orders"), "expected --store"),
        (("query", "SELEKT", "--store", "S"), "expected a SPARQL query"),
        (("query", "SELECT * { SERVICE <http://x/> { ?s ?p ?o } }", "--store", "S"), "SERVICE is not allowed"),
        (("query", "--store", "S"), "expected a query or --file"),
        (("cypher", "--store", "S"), "expected a query or --file"),
        (("cypher", "MATCH (n) DETACH DELETE n", "--store", "S"), "it may only read"),
        (("cypher", "INSTALL httpfs", "--store", "S"), "begins with MATCH"),
        (("cypher", "MATCH (n) RETURN n", "--store", "nowhere"), "is no graph store"),
        (("refresh", "--store", "nowhere"), "is no graph store"),
        (("query", "ASK {}", "--store", "nowhere"), "is no graph store"),
        (("delete", "nothing", "--store", "S"), "no article 'nothing'"),
        (("view", "-o", "x.html"), "expected annotations or --store"),
        (("serve", "--store", "S", "--host", "0.0.0.0"), "serves this machine alone"),
        (("export", "nowhere.jsonl", "-o", "out.ttl", "--format", "word"), "--format must be one of"),
        (("load", "nowhere.jsonl", "--store", "new", "--base", "not an iri"), "--base must be"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told(
    store: str, arguments: tuple[str, ...], told: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    output = lode(*(store if part == "S" else part for part in arguments), code=3)
    assert told in " ".join(output.split())
    assert "Traceback" not in output


def test_queries(store: str, tmp_path: Path) -> None:
    (tmp_path / "q.rq").write_text("ASK { company:canaan a lode:Company }", encoding="utf-8")
    assert lode("query", "--file", str(tmp_path / "q.rq"), "--store", store).strip() == "yes"
    csv = lode("query", "SELECT ?c WHERE { ?c lode:manufactures machine:avalon }", "--csv", "--store", store)
    assert csv.splitlines()[0] == "c"
    table = lode("query", "SELECT ?who WHERE { ?who lode:orderedMachinesFrom company:canaan }", "--store", store)
    assert "company:cipher" in table
    assert "no rows" in lode("query", "SELECT ?x WHERE { ?x lode:none ?y }", "--store", store)
    assert "company:canaan" in lode("query", "DESCRIBE company:canaan", "--csv", "--store", store)


def test_cypher(store: str, tmp_path: Path) -> None:
    orders = "MATCH (o:MachineOrder)-[:OBJECT]->(c:Company {key: 'canaan'}), (o)-[:SUBJECT]->(who) "
    told = json.loads(lode("cypher", orders + "RETURN who.name AS who, o.count", "--store", store, "--json"))
    assert told["columns"] == ["who", "o.count"]
    assert ["天山算力", 5000.0] in told["rows"]
    asked = json.loads(lode("ask", "orders", "--seller", "canaan", "--store", store, "--json"))
    assert len(told["rows"]) == asked["found"]
    (tmp_path / "q.cypher").write_text(orders + "RETURN c, who LIMIT 1 // a node", encoding="utf-8")
    table = lode("cypher", "--file", str(tmp_path / "q.cypher"), "--store", store)
    assert "Company Canaan Inc." in table
    assert "no rows" in lode("cypher", "MATCH (n:Company {key: '?'}) RETURN n", "--store", store)
    csv = lode("cypher", "MATCH (n:Company {key: 'canaan'}) RETURN '=1+1' AS f, n.name AS n", "--csv", "--store", store)
    assert csv.splitlines() == ["f,n", "'=1+1,Canaan Inc."]
    cut = lode("cypher", "MATCH (n) RETURN n.id", "--limit", "2", "--store", store, "--json")
    assert '"cut": true' in cut
    path = lode("cypher", "MATCH p = (a:Company)-[:PARTNERED_WITH]->(b) RETURN p LIMIT 1", "--store", store)
    assert "PARTNERED_WITH" in path


def test_cypher_without_its_extra_is_told(store: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "ladybug", None)
    told = lode("cypher", "MATCH (n) RETURN n", "--store", store, code=3)
    assert 'install it with pip install "lode-nlp[cypher]"' in " ".join(told.split())


def test_refresh(tmp_path: Path) -> None:
    folder = str(tmp_path / "s")
    lode("load", write_lines(tmp_path / "a.jsonl", [GOOD]), "--store", folder)
    assert "0 graphs written anew" in lode("refresh", "--store", folder)


def test_options_are_shared_and_told() -> None:
    for command in ("export", "push"):
        text = lode(command, "--help")
        for option in ("--merges", "--fuse", "--rejects", "--patterns", "--quiet"):
            assert option in text, (command, option)
    for command in (["load", "--store", "x"], ["delete", "a"]):
        process = subprocess.run(
            [sys.executable, "-m", "nlp.cli", "graph", *command], capture_output=True, text=True, check=False
        )
        assert process.returncode == 3
        assert "Missing" in process.stderr


def test_load_delete_and_load_again(tmp_path: Path) -> None:
    folder = str(tmp_path / "s")
    path = write_lines(tmp_path / "a.jsonl", [GOOD, {**GOOD, "id": "a2"}])
    assert "2 new or changed" in lode("load", path, "--store", folder)
    assert "0 new or changed" in lode("load", path, "--store", folder)
    lode("delete", "a2", "--store", folder)
    places = json.loads(lode("ask", "orders", "--store", folder, "--json"))["findings"][0]["places"]
    assert [place["article"] for place in places] == ["a1"]
    assert places[0]["spans"] == [[0, 22]]


def test_bad_statements_are_set_aside_and_the_rest_is_loaded(tmp_path: Path) -> None:
    bad = {"predicate": "ordered_from", "subject": "zhang-san", "object": "canaan"}
    path = write_lines(tmp_path / "a.jsonl", [{**GOOD, "statements": [*GOOD["statements"], bad]}])
    told = lode("load", path, "--store", str(tmp_path / "s"), code=2)
    assert "subject must be COMPANY, was PERSON" in told
    (row,) = [json.loads(line) for line in (tmp_path / "s.rejects.jsonl").read_text(encoding="utf-8").splitlines()]
    assert (row["document"], row["statement"]) == ("a1", 2)
    assert json.loads(lode("ask", "orders", "--store", str(tmp_path / "s"), "--json"))["found"] == 1
    lode("load", write_lines(tmp_path / "a.jsonl", [GOOD]), "--store", str(tmp_path / "s"))
    assert not (tmp_path / "s.rejects.jsonl").exists()
    lode("load", write_lines(tmp_path / "b.jsonl", []), "--store", str(tmp_path / "t"), code=3)


@pytest.mark.parametrize(
    ("form", "made"),
    [
        ("turtle", "out"), ("ntriples", "out"), ("nquads", "out"), ("trig", "out"), ("jsonld", "out"), ("graphml", "out"),
        ("cypher", "out"), ("neo4j-csv", "out/nodes-Company.csv"), ("parquet", "out/edges.parquet"),
    ],
)  # fmt: skip
def test_exports(form: str, made: str, tmp_path: Path) -> None:
    path = write_lines(tmp_path / "a.jsonl", [GOOD])
    for _ in range(2):
        lode("export", path, "--format", form, "-o", str(tmp_path / "out"))
    assert (tmp_path / made).stat().st_size > 0
    assert not list(tmp_path.glob("*.part"))


def test_a_page(store: str, tmp_path: Path) -> None:
    lode("view", "--store", store, "--center", "canaan", "-o", str(tmp_path / "c.html"))
    text = (tmp_path / "c.html").read_text(encoding="utf-8")
    assert "天山算力" in text
    assert "http-equiv" in text
    assert not [mark for mark in ("src=", "<link", "@import", "fetch(") if mark in text.split("<script>")[0]]
    lode("view", SEEDS[0], "-o", str(tmp_path / "all.html"))


def test_the_server_starts_and_ends(store: str) -> None:
    command = [sys.executable, "-m", "nlp.cli", "graph", "serve", "--store", store, "--port", "0"]
    with beside(command) as process:
        assert process.stderr is not None
        address = process.stderr.readline().split(" ", 1)[0]
        with urllib.request.urlopen(f"{address}?query=ASK%7B%3Fs%20%3Fp%20%3Fo%7D", timeout=60) as answer:
            assert json.load(answer)["boolean"] is True
        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=60) == 0


def test_the_ontology_is_printed() -> None:
    assert "lode:orderedMachinesFrom a owl:ObjectProperty" in lode("ontology")
    assert "sh:NodeShape" in lode("ontology", "--shapes")
