"""A SPARQL 1.1 endpoint on the machine's own address: queries by GET and POST, nothing is changed by it.

Pages of other sites cannot ask it: a request must name the machine's own address as its host, and answers
carry no leave for other origins.
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Callable, Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Final
from urllib.parse import parse_qs, urlsplit

from nlp.errors import LodeError
from nlp.graph.workers import Limits, Pool, Task, TooMuchError

RESULT_TYPES: Final[Mapping[str, str]] = {
    "application/sparql-results+json": "json", "application/sparql-results+xml": "xml", "text/csv": "csv",
    "text/tab-separated-values": "tsv", "application/json": "json", "application/xml": "xml", "text/xml": "xml",
}  # fmt: skip
GRAPH_TYPES: Final[Mapping[str, str]] = {
    "text/turtle": "turtle", "application/n-triples": "ntriples", "application/ld+json": "jsonld",
}  # fmt: skip
_PATHS = ("/", "/sparql", "/query")
_FORM = "application/x-www-form-urlencoded"
_DESCRIPTION = """\
@prefix sd: <http://www.w3.org/ns/sparql-service-description#> .
@prefix formats: <http://www.w3.org/ns/formats/> .
[] a sd:Service ; sd:supportedLanguage sd:SPARQL11Query ; sd:feature sd:UnionDefaultGraph ;
  sd:resultFormat formats:SPARQL_Results_JSON, formats:SPARQL_Results_XML, formats:SPARQL_Results_CSV,
    formats:SPARQL_Results_TSV, formats:Turtle, formats:N-Triples, formats:JSON-LD .
"""


class RequestError(Exception):
    """A request that is not answered: status and reason."""

    def __init__(self, status: int, reason: str) -> None:
        self.status = status
        super().__init__(reason)


class Endpoint(ThreadingHTTPServer):
    """The server; `close` ends its workers too."""

    daemon_threads = True

    def __init__(
        self, folder: Path, *, host: str = "127.0.0.1", port: int = 7878, limits: Limits | None = None
    ) -> None:
        if not _is_loopback(host):
            raise LodeError(f"the endpoint serves this machine alone: --host must be 127.0.0.1 or ::1, was {host!r}")
        self.limits = limits or Limits()
        if ":" in host:
            import socket

            self.address_family = socket.AF_INET6
        try:
            super().__init__((host, port), _Handler)
        except OSError as error:
            raise LodeError(f"port {port} of {host} cannot be had: {error.strerror}; choose another --port") from error
        self.pool = Pool(folder, self.limits)

    def close(self) -> None:
        """Frees the port and ends the workers."""
        self.server_close()
        self.pool.close()


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


class _Handler(BaseHTTPRequestHandler):
    server: Endpoint
    server_version, sys_version = "lode", ""
    protocol_version = "HTTP/1.1"
    timeout = 30

    def do_GET(self) -> None:
        self._serve(self._from_url)

    do_HEAD = do_GET  # noqa: N815 - the name is http.server's

    def do_POST(self) -> None:
        self._serve(self._from_body)

    def log_message(self, format: str, *args: object) -> None:
        """Nothing: the library does not print."""

    def _serve(self, read: Callable[[], Task | None]) -> None:
        try:
            self._check()
            task = read()
            if task is None:
                self._send(200, "text/turtle; charset=utf-8", _DESCRIPTION.encode())
                return
            result_type, graph_type = self._accepted()
            task = Task(
                task.query, RESULT_TYPES[result_type], GRAPH_TYPES[graph_type], task.default_graphs, task.named_graphs
            )
            kind, answer = self.server.pool.run(task)
            if kind == "bad":
                raise RequestError(400, answer.decode())
            chosen = graph_type if kind == "construct" else result_type
            charset = "; charset=utf-8" if chosen.startswith("text/") else ""
            self._send(200, chosen + charset, answer)
        except RequestError as error:
            self._send(error.status, "text/plain; charset=utf-8", f"{error}\n".encode())
        except TooMuchError as error:
            self._send(503, "text/plain; charset=utf-8", f"{error}\n".encode())

    def _check(self) -> None:
        host = self.headers.get("Host", "")
        name = host[1 : host.find("]")] if host.startswith("[") else host.partition(":")[0]
        if not _is_loopback(name):
            self._close()
            raise RequestError(403, f"this endpoint serves this machine alone, it is not called {host!r}")
        if urlsplit(self.path).path not in _PATHS:
            self._close()
            raise RequestError(404, "there is nothing here; ask /sparql")

    def _close(self) -> None:
        """The body of a refused request is not read: the connection ends with it."""
        self.close_connection = True

    def _from_url(self) -> Task | None:
        text = urlsplit(self.path).query
        return self._task(text) if text else None

    def _from_body(self) -> Task:
        kind = self.headers.get("Content-Type", "").partition(";")[0].strip().lower()
        body = self._body()
        if kind == "application/sparql-query":
            asked = _parameters(urlsplit(self.path).query)
            return Task(body, default_graphs=asked["default-graph-uri"], named_graphs=asked["named-graph-uri"])
        if kind == _FORM:
            return self._task(body)
        if kind == "application/sparql-update":
            raise RequestError(403, "nothing is changed here; use lode graph load and delete")
        raise RequestError(415, f"expected {_FORM} or application/sparql-query, was {kind!r}")

    def _task(self, text: str) -> Task:
        asked = _parameters(text)
        if asked["update"]:
            raise RequestError(403, "nothing is changed here; use lode graph load and delete")
        if len(asked["query"]) != 1:
            raise RequestError(400, f"expected one parameter 'query', there are {len(asked['query'])}")
        return Task(asked["query"][0], default_graphs=asked["default-graph-uri"], named_graphs=asked["named-graph-uri"])

    def _body(self) -> str:
        written = self.headers.get("Content-Length", "")
        if not re.fullmatch("[0-9]{1,12}", written):
            self._close()
            raise RequestError(411, "expected a Content-Length")
        if int(written) > self.server.limits.query:
            self._close()
            raise RequestError(413, f"a query may have {self.server.limits.query:,} bytes, was {int(written):,}")
        try:
            return self.rfile.read(int(written)).decode("utf-8")
        except UnicodeDecodeError as error:
            raise RequestError(400, "expected UTF-8") from error

    def _accepted(self) -> tuple[str, str]:
        """The best content types the client takes, for results and for graphs."""
        wanted = _preferences(self.headers.get("Accept", "*/*"))
        results, graphs = _best(wanted, RESULT_TYPES), _best(wanted, GRAPH_TYPES)
        if results is None and graphs is None:
            raise RequestError(406, f"there are {', '.join((*RESULT_TYPES, *GRAPH_TYPES))}")
        return results or next(iter(RESULT_TYPES)), graphs or next(iter(GRAPH_TYPES))

    def _send(self, status: int, kind: str, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("X-Content-Type-Options", "nosniff")
        if self.close_connection:
            self.send_header("Connection", "close")
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)


def _parameters(text: str) -> dict[str, tuple[str, ...]]:
    try:
        found = parse_qs(text, keep_blank_values=True, max_num_fields=100, errors="strict")
    except (ValueError, UnicodeDecodeError) as error:
        raise RequestError(400, f"the parameters cannot be read: {error}") from error
    return {name: tuple(found.get(name, ())) for name in ("query", "update", "default-graph-uri", "named-graph-uri")}


def _preferences(accept: str) -> list[tuple[float, str]]:
    """Content types of an Accept header with their weight, the dearest first."""
    found = []
    for position, part in enumerate(accept.split(",")):
        kind, *parameters = (piece.strip().lower() for piece in part.split(";"))
        weight = next((p[2:] for p in parameters if p.startswith("q=")), "1")
        value = float(weight) if re.fullmatch(r"[01](?:\.[0-9]{0,3})?", weight) else 0.0
        found.append((-value, position, kind))
    return [(-value, kind) for value, _, kind in sorted(found) if value]


def _best(wanted: list[tuple[float, str]], offered: Mapping[str, str]) -> str | None:
    for _, kind in wanted:
        for offer in offered:
            if kind in (offer, "*/*", offer.partition("/")[0] + "/*"):
                return offer
    return None
