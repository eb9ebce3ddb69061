"""A property graph into a server that speaks Bolt, through the driver of Neo4j."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from nlp.errors import LodeError
from nlp.graph.cypher import BATCH, constraints, steps
from nlp.graph.property import PropertyGraph

if TYPE_CHECKING:
    from collections.abc import Callable


@dataclass(frozen=True, slots=True)
class Server:
    """Where the server is, and who asks."""

    uri: str
    user: str | None = None
    password: str | None = None
    database: str | None = None


@dataclass(frozen=True, slots=True)
class Pushed:
    """What was sent: nodes and edges, in how many transactions."""

    nodes: int
    edges: int
    batches: int


def connect(server: Server) -> Any:
    """The driver for a server.

    Raises:
        LodeError: the driver is not installed, or the address is none.
    """
    if not re.match(r"(?:bolt|neo4j)(?:\+s|\+ssc)?://[^/\s]", server.uri):
        raise LodeError(f"expected a Bolt address such as bolt://localhost:7687, was {server.uri!r}")
    try:
        import neo4j
    except ImportError as error:
        raise LodeError('Bolt needs the neo4j driver: install it with pip install "lode-nlp[graph]"') from error
    try:
        auth = (server.user, server.password or "") if server.user else None
        return neo4j.GraphDatabase.driver(server.uri, auth=auth, max_transaction_retry_time=30)
    except (ValueError, neo4j.exceptions.ConfigurationError) as error:
        raise LodeError(
            f"expected a Bolt address such as bolt://localhost:7687, was {server.uri!r}: {error}"
        ) from error


def push(
    graph: PropertyGraph, server: Server, *, batch: int = BATCH, open_driver: Callable[[Server], Any] = connect
) -> Pushed:
    """Merges a graph into a server; pushing twice changes nothing.

    Each batch is a transaction of its own, which the driver runs again after passing failures (a leader
    that changes, a deadlock, a lost connection) for up to 30 s.

    Raises:
        LodeError: the server is not there, refuses the user, or a statement fails.
    """
    try:
        with open_driver(server) as driver, driver.session(database=server.database) as session:
            for constraint in constraints(graph):
                session.run(constraint).consume()
            count = 0
            for step in steps(graph, batch=batch):
                session.execute_write(_merge, step.cypher, list(step.rows))
                count += 1
    except Exception as error:
        if type(error).__module__.partition(".")[0] != "neo4j" and not isinstance(error, OSError):
            raise
        raise LodeError(f"{server.uri} did not take the graph: {error}; what was merged stays, push again") from error
    return Pushed(len(graph.nodes), len(graph.edges), count)


def _merge(transaction: Any, cypher: str, rows: list[dict[str, Any]]) -> None:
    transaction.run(cypher, rows=rows).consume()
