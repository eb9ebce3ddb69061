"""An export in a real SPARQL server: Virtuoso (Debian: apt-get install virtuoso-opensource-7-bin), loaded over HTTP.

    python benchmarks/graph_virtuoso.py [ANNOTATIONS.jsonl …]     (default: seeds/)

Starts a server of its own in a temporary folder on the machine's own address, puts the export into a graph by the
SPARQL 1.1 graph store protocol, and compares its answers with those of the embedded store.
"""

from __future__ import annotations

import io
import json
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from nlp.graph.facts import facts_of
from nlp.graph.projection import load_projection
from nlp.graph.rdf import by_graph, prefixes_of, triple_lines, write_rdf
from nlp.graph.sparql import in_memory
from nlp.graph.triples import Projector
from nlp.resources.files import patterns_folder
from nlp.resources.registry import load_registry

GRAPH = "https://w3id.org/lode/bench"
QUERIES = {
    "triples": "SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }",
    "orders": "SELECT (COUNT(DISTINCT ?s) AS ?n) WHERE { ?s a lode:MachineOrder }",
    "direct orders": "SELECT (COUNT(*) AS ?n) WHERE { ?b lode:orderedMachinesFrom ?s }",
    "machines ordered": "SELECT (SUM(?v) AS ?n) WHERE { ?s a lode:MachineOrder ; lode:modality lode:asserted ; "
    "pq:count/qudt:numericValue ?v }",
    "since 2024": "SELECT (COUNT(DISTINCT ?s) AS ?n) WHERE { ?s lode:from ?d FILTER(?d >= '2024-01-01'^^xsd:date) }",
    "in Chinese": "SELECT (COUNT(DISTINCT ?x) AS ?n) WHERE { ?x rdfs:label ?l FILTER(LANG(?l) = 'zh') }",
}  # fmt: skip


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@contextmanager
def virtuoso(folder: Path) -> Iterator[str]:
    """The address of a server that runs in `folder`."""
    program = shutil.which("virtuoso-t")
    if program is None:
        sys.exit("there is no virtuoso-t; apt-get install virtuoso-opensource-7-bin")
    http, sql = free_port(), free_port()
    (folder / "virtuoso.ini").write_text(
        f"[Database]\nDatabaseFile={folder}/v.db\nErrorLogFile={folder}/v.log\nLockFile={folder}/v.lck\n"
        f"TransactionFile={folder}/v.trx\nxa_persistent_file={folder}/v.pxa\n"
        f"[TempDatabase]\nDatabaseFile={folder}/t.db\nTransactionFile={folder}/t.trx\n"
        f"[Parameters]\nServerPort=127.0.0.1:{sql}\nNumberOfBuffers=20000\nMaxDirtyBuffers=12000\nDirsAllowed={folder}\n"
        f"[HTTPServer]\nServerPort=127.0.0.1:{http}\nServerThreads=4\n[SPARQL]\nResultSetMaxRows=100000\n",
        encoding="utf-8",
    )
    server = subprocess.Popen([program, "+foreground", "+configfile", str(folder / "virtuoso.ini")], cwd=folder,
                              stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)  # fmt: skip
    address = f"http://127.0.0.1:{http}"
    try:
        for _ in range(240):
            try:
                urllib.request.urlopen(f"{address}/sparql?query=ASK%7B%7D", timeout=5).close()
                break
            except OSError:
                if server.poll() is not None:
                    sys.exit(f"virtuoso-t ended: {(folder / 'v.log').read_text()[-500:]}")
                time.sleep(0.5)
        else:
            sys.exit("virtuoso-t did not answer within two minutes")
        yield address
    finally:
        server.terminate()
        server.wait(timeout=60)


def put(address: str, data: bytes, kind: str) -> None:
    """Puts a graph. The server asks for a digest before it reads a body, so the challenge is fetched with an empty one."""
    where = f"{address}/sparql-graph-crud-auth?" + urllib.parse.urlencode({"graph-uri": GRAPH})
    request = urllib.request.Request(where, data, {"Content-Type": kind}, method="PUT")
    try:
        urllib.request.urlopen(urllib.request.Request(where, b"", method="PUT"), timeout=60).close()
    except urllib.error.HTTPError as error:
        challenge = error.headers["WWW-Authenticate"].partition(" ")[2]
        passwords = urllib.request.HTTPPasswordMgrWithDefaultRealm()
        passwords.add_password(None, address, "dba", "dba")
        told = urllib.request.parse_keqv_list(urllib.request.parse_http_list(challenge))
        digest = urllib.request.HTTPDigestAuthHandler(passwords).get_authorization(request, told)
        request.add_header("Authorization", f"Digest {digest}")
    try:
        urllib.request.urlopen(request, timeout=600).close()
    except urllib.error.HTTPError as error:
        sys.exit(f"the server refused the export: {error} {error.read()[:500]!r}")


def answer(address: str, query: str) -> float:
    asked = urllib.parse.urlencode({"query": query, "default-graph-uri": GRAPH})
    request = urllib.request.Request(f"{address}/sparql?{asked}", headers={"Accept": "application/sparql-results+json"})
    with urllib.request.urlopen(request, timeout=120) as response:
        (row,) = json.load(response)["results"]["bindings"]
    return float(row["n"]["value"]) if "n" in row else 0.0  # it has no sum of nothing


def main() -> None:
    paths = sys.argv[1:] or [str(Path(__file__).parents[1] / "seeds" / name) for name in ("zh.jsonl", "en.jsonl")]
    projection, registry = load_projection(), load_registry(patterns_folder())
    facts = list(facts_of(paths, registry=registry, projection=projection, fuse=False))
    projector = Projector(projection, registry)
    lines = list(triple_lines(by_graph(facts, projector)))
    ours = in_memory(iter(lines), projector.base)
    prefixes = "".join(f"PREFIX {name}: <{iri}> " for name, iri in prefixes_of(projector.base).items())
    wrong = 0
    with tempfile.TemporaryDirectory() as temporary, virtuoso(Path(temporary)) as address:
        for form in ("ntriples", "turtle"):
            out = io.BytesIO()
            write_rdf(facts, out, form=form, projector=projector)
            began = time.perf_counter()
            put(address, out.getvalue(), "text/turtle")
            print(
                f"{form}: {len(facts)} facts, {len(lines)} triples put by HTTP in {time.perf_counter() - began:.1f} s"
            )
            for name, query in QUERIES.items():
                rows: Any = ours.solve(query)
                expected, found = float(next(iter(rows))[0].value), answer(address, prefixes + query)
                wrong += expected != found
                print(f"  {name}: {found:,.0f}" + ("" if expected == found else f" — expected {expected:,.0f}"))
    print("the server answers as the embedded store does" if not wrong else f"{wrong} answers differ")
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
