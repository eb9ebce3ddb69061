"""The index of a store: which statements are at which thing, by date; and what each of them tells.

SPARQL has to look at every statement of a thing before it knows which are of a month. The index has them in the order
of their days, in SQLite, so that a ready question reads what it shows and little else. It says nothing that the triples do not
say: it is written and taken away with the named graphs, and the tests hold that both give the same answers.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from nlp.schema import MODALITIES

TABLES = """
CREATE TABLE statements (id INTEGER PRIMARY KEY, row TEXT NOT NULL);
CREATE TABLE places (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);
CREATE TABLE entries (place INTEGER, first INTEGER, code TEXT, last INTEGER, modality INTEGER, statement INTEGER, PRIMARY KEY (place, first, code)) WITHOUT ROWID;
CREATE TABLE names (name TEXT, label TEXT, iri TEXT, graphs INTEGER, PRIMARY KEY (name, label, iri)) WITHOUT ROWID;
"""
_STAGES = """
CREATE TEMP TABLE new_entries (place INTEGER, first INTEGER, code TEXT, last INTEGER, modality INTEGER, statement INTEGER);
CREATE TEMP TABLE new_names (name TEXT, label TEXT, iri TEXT);
"""
_KEPT = 300_000
_COUNTED = 100_000


@dataclass(frozen=True, slots=True)
class Row:
    """A statement for the index.

    Attributes:
        code: the last part of its IRI; statements of one day are in its order.
        predicate: of the schema.
        modality: one of `nlp.schema.MODALITIES`.
        days: first and last day as numbers (20210803), 0 where none is known.
        things: by side, what is there: ``<IRI>``, a term, or `said_as`.
        names: (name, label, IRI) of things that are called so; the IRI is empty where the registry does not know the thing.
        told: what people are shown (`nlp.graph.rows`).
    """

    code: str
    predicate: str
    modality: str
    days: tuple[int, int]
    things: tuple[tuple[str, str], ...]
    names: tuple[tuple[str, str, str], ...]
    told: Any


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is wanted of the statements at a place: days (ISO), modality, at most so many."""

    since: str | None = None
    until: str | None = None
    modality: str | None = None
    limit: int = 1000


def said_as(label: str, name: str) -> str:
    """How a thing that the registry does not know is called in the index: by its label and a folded name."""
    return f"{label} {name}"


def place_of(predicate: str, side: str, thing: str) -> str:
    """The place of the statements of a predicate that have a thing on a side."""
    return f"{predicate} {side} {thing}"


def day_number(iso: str | None) -> int:
    """A day as a number: 20210803; 0 for none."""
    return int(iso.replace("-", "")) if iso else 0


class Index:
    """The index in the ledger's file. Changes count once `settle` was called."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db
        self._places: dict[str, int] = {}
        self._next = self._staged_from = 0
        self._loose: set[int] = set()

    def find(self, places: Sequence[Sequence[str]], wanted: Wanted) -> list[list[Any]]:
        """The rows of the statements that are at one place of every list, by their first day.

        Each is ``[code, modality, first, last, told]``.
        """
        ids = sorted((self._ids(names) for names in places), key=self._count)
        if not all(ids):
            return []
        near, *others = ids
        where, values = [f"e.place IN ({_marks(near)})"], [*near]
        for number, other in enumerate(others):
            where.append(
                f"EXISTS (SELECT 1 FROM entries o{number} WHERE o{number}.place IN ({_marks(other)})"  # noqa: S608
                f" AND o{number}.first = e.first AND o{number}.code = e.code)"
            )
            values += other
        if wanted.since:
            where.append("e.last >= ?")
            values.append(day_number(wanted.since))
        if wanted.until:
            where.append("e.first BETWEEN 1 AND ?")
            values.append(day_number(wanted.until))
        if wanted.modality:
            where.append("e.modality = ?")
            values.append(MODALITIES.index(wanted.modality))
        one = "DISTINCT " if len(near) > 1 else ""
        query = (
            f"SELECT {one}e.first, e.code, e.last, e.modality, e.statement FROM entries e WHERE {' AND '.join(where)}"  # noqa: S608 — only marks
            " ORDER BY e.first, e.code LIMIT ?"
        )
        found = self._db.execute(query, (*values, wanted.limit)).fetchall()
        return [
            [code, MODALITIES[modality], _iso(first), _iso(last), json.loads(self._row(statement))["told"]]
            for first, code, last, modality, statement in found
        ]

    def called(self, name: str) -> list[tuple[str, str]]:
        """Label and IRI of the things that articles call so; the IRI is empty for those that no registry knows."""
        return self._db.execute("SELECT label, iri FROM names WHERE name = ?", (name,)).fetchall()

    def _ids(self, names: Iterable[str]) -> list[int]:
        found = (self._db.execute("SELECT id FROM places WHERE name = ?", (name,)).fetchone() for name in names)
        return [row[0] for row in found if row]

    def _count(self, places: Sequence[int]) -> int:
        query = f"SELECT count(*) FROM (SELECT 1 FROM entries WHERE place IN ({_marks(places)}) LIMIT {_COUNTED})"  # noqa: S608
        return int(self._db.execute(query, tuple(places)).fetchone()[0])

    def _row(self, statement: int) -> str:
        return str(self._db.execute("SELECT row FROM statements WHERE id = ?", (statement,)).fetchone()[0])

    def add(self, graph: str, rows: Sequence[Row]) -> None:
        """Adds the statements of a named graph."""
        if not rows:
            return
        if not self._next:
            self._begin()
        start = self._next
        self._next += len(rows)
        names = sorted({name for row in rows for name in row.names})
        self._db.executemany("INSERT INTO new_names VALUES (?, ?, ?)", names)
        entries, statements = [], []
        for number, row in enumerate(rows, start):
            at = dict.fromkeys((row.predicate, *(place_of(row.predicate, side, thing) for side, thing in row.things)))
            places = [self._place(name) for name in at]
            first, last = row.days
            modality = MODALITIES.index(row.modality)
            entries += [(place, first, row.code, last, modality, number) for place in places]
            kept = {"at": places, "code": row.code, "first": first, "names": row.names, "told": row.told}
            statements.append((number, json.dumps(kept, separators=(",", ":"))))
        self._db.executemany("INSERT INTO statements VALUES (?, ?)", statements)
        self._db.executemany("INSERT INTO new_entries VALUES (?, ?, ?, ?, ?, ?)", entries)
        self._db.execute("UPDATE graphs SET start = ?, number = ? WHERE iri = ?", (start, len(rows), graph))

    def _begin(self) -> None:
        for statement in _STAGES.strip().split("\n"):
            self._db.execute(statement.replace("TEMP TABLE", "TEMP TABLE IF NOT EXISTS"))
        self._next = 1 + int(self._db.execute("SELECT coalesce(max(id), 0) FROM statements").fetchone()[0])
        self._staged_from = self._next

    def _place(self, name: str) -> int:
        known = self._places.get(name)
        if known is not None:
            return known
        if len(self._places) >= _KEPT:
            self._places.clear()
        found = self._db.execute("SELECT id FROM places WHERE name = ?", (name,)).fetchone()
        if found is None:
            found = (self._db.execute("INSERT INTO places (name) VALUES (?)", (name,)).lastrowid,)
        self._places[name] = found[0]
        return int(found[0])

    def remove(self, graph: str) -> None:
        """Takes the statements of a named graph away."""
        found = self._db.execute("SELECT start, number FROM graphs WHERE iri = ?", (graph,)).fetchone()
        if found is None or not found[1]:
            return
        start, end = found[0], found[0] + found[1]
        if self._next and end > self._staged_from:
            self.settle()
        names: set[tuple[str, ...]] = set()
        rows = self._db.execute("SELECT row FROM statements WHERE id >= ? AND id < ?", (start, end)).fetchall()
        for (text,) in rows:
            row = json.loads(text)
            keys = [(place, row["first"], row["code"]) for place in row["at"]]
            self._db.executemany("DELETE FROM entries WHERE place = ? AND first = ? AND code = ?", keys)
            self._loose.update(row["at"])
            names.update(map(tuple, row["names"]))
        self._db.execute("DELETE FROM statements WHERE id >= ? AND id < ?", (start, end))
        less = "UPDATE names SET graphs = graphs - 1 WHERE name = ? AND label = ? AND iri = ?"
        self._db.executemany(less, sorted(names))

    def settle(self) -> None:
        """Puts what was added in its order, in bulk; forgets places and names where nothing is any more."""
        if self._next:
            self._db.execute("INSERT OR REPLACE INTO entries SELECT * FROM new_entries ORDER BY place, first, code")
            self._db.execute(
                "INSERT INTO names SELECT name, label, iri, count(*) FROM new_names WHERE true GROUP BY name, label, iri"
                " ON CONFLICT DO UPDATE SET graphs = graphs + excluded.graphs"
            )
            self._db.execute("DELETE FROM new_entries")
            self._db.execute("DELETE FROM new_names")
            self._staged_from = self._next
        if self._loose:
            empty = "DELETE FROM places WHERE id = ? AND NOT EXISTS (SELECT 1 FROM entries WHERE place = id)"
            self._db.executemany(empty, [(place,) for place in sorted(self._loose)])
            self._db.execute("DELETE FROM names WHERE graphs <= 0")
            self._loose.clear()
            self._places.clear()

    def clear(self) -> None:
        """Forgets everything."""
        for table in ("statements", "places", "entries", "names"):
            self._db.execute(f"DELETE FROM {table}")  # noqa: S608
        self._places.clear()


def _marks(values: Sequence[int]) -> str:
    return ", ".join("?" * len(values))


def _iso(number: int) -> str | None:
    return f"{number // 10000:04}-{number // 100 % 100:02}-{number % 100:02}" if number else None
