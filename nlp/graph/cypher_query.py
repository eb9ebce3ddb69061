"""Queries in Cypher on the property graph of a store: what may be asked, and answers as plain values."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from nlp.graph.sparql import QueryError

_QUIET = re.compile(
    r"""'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|`[^`]*`|/\*.*?\*/|//[^\n\r]*""",
    re.DOTALL,
)
_START = re.compile(r"(?:(?:explain|profile)\s+)?(?:match|optional|with|unwind|return|call)\b", re.IGNORECASE)
_CALLS = ("show_tables", "table_info", "db_version", "show_functions")
_CALL = re.compile(rf"\bcall\s+(?!(?:{'|'.join(_CALLS)})\s*\()", re.IGNORECASE)
_LOAD = re.compile(r"\bload\s+(?:with|from|csv|extension)\b", re.IGNORECASE)
_INTERNAL = ("_ID", "_SRC", "_DST")


@dataclass(frozen=True, slots=True)
class Table:
    """An answer: names of columns, and rows of plain values (nodes and edges are dicts)."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]
    cut: bool = False


def refuse_harm(query: str) -> None:
    """Refuses queries that do more than read the graph: that write, read files of the machine, or ask other machines.

    The graph is open for reading alone, but the engine would still write files (COPY … TO), read them (LOAD FROM) and
    fetch extensions (INSTALL).

    Raises:
        QueryError: the query is no single question.
    """
    plain = _QUIET.sub(lambda found: " " if found[0][0] == "/" else " 0 ", query).strip().rstrip(";").strip()
    if not _START.match(plain):
        raise QueryError("expected a Cypher query that begins with MATCH, OPTIONAL MATCH, WITH, UNWIND, RETURN or CALL")
    if ";" in plain:
        raise QueryError("expected one query, there are several")
    if _LOAD.search(plain):
        raise QueryError("LOAD is not allowed: the graph is asked alone, no files")
    if _CALL.search(plain):
        raise QueryError(f"CALL is allowed for {', '.join(_CALLS)} alone")


def answer(connection: Any, query: str, *, limit: int, seconds: float | None = None) -> Table:
    """The answer of a query, at most `limit` rows of it.

    Raises:
        QueryError: the query is wrong, does more than read, or takes longer than `seconds`.
    """
    refuse_harm(query)
    connection.set_query_timeout(int((seconds or 0) * 1000))
    try:
        found = connection.execute(query)
        rows: list[tuple[Any, ...]] = []
        while found.has_next() and len(rows) <= limit:
            rows.append(tuple(_plain(value) for value in found.get_next()))
        return Table(tuple(found.get_column_names()), tuple(rows[:limit]), len(rows) > limit)
    except RuntimeError as error:
        if "interrupted" in str(error).lower():
            raise QueryError(f"the query took longer than {seconds:g} seconds; ask for less, or give it more with --timeout") from error  # fmt: skip
        raise QueryError(f"expected a Cypher query: {_words(str(error))}") from error


def _words(message: str) -> str:
    text = message.partition(" exception: ")[2] or message
    if "read-only database" in text:
        return "it may only read; what articles say is changed with lode graph load and delete"
    if "does not exist" in text:
        return f"{text} CALL show_tables() RETURN * lists what there is."
    return text


def _plain(value: Any) -> Any:
    """A value in the types of JSON; nodes and edges without the numbers that the engine gives them."""
    if isinstance(value, Mapping):
        return {
            {"_LABEL": "label", "_NODES": "nodes", "_RELS": "edges"}.get(name, str(name)): _plain(item)
            for name, item in value.items()
            if name not in _INTERNAL and (item is not None or "_LABEL" not in value)
        }
    if isinstance(value, (list, tuple, set)):
        return [_plain(item) for item in value]
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    if value is None or isinstance(value, (str, bool, int, float)):
        return value
    return str(value.total_seconds()) if isinstance(value, timedelta) else str(value)
