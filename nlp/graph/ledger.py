"""What a store knows of its articles, in one SQLite file: their claims, the digest of every named graph, the index.

It is also the lock of the store: readers hold it together, a writer alone.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import TracebackType

from nlp.errors import LodeError
from nlp.graph.index import TABLES, Index

VERSION = "2"
UNFINISHED = "unfinished"  # the name of a file that is there while triples are written
_CACHE = 65_536  # KiB
_TABLES = """
CREATE TABLE settings (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE articles (id BLOB PRIMARY KEY, claims BLOB NOT NULL);
CREATE TABLE graphs (iri TEXT PRIMARY KEY, digest BLOB NOT NULL, start INTEGER, number INTEGER) WITHOUT ROWID;
CREATE TABLE known (thing TEXT PRIMARY KEY, digest BLOB NOT NULL) WITHOUT ROWID;
"""


class Ledger:
    """The file, open for reading or for writing; a context manager that commits where nothing was raised."""

    def __init__(self, folder: Path, *, write: bool) -> None:
        self._path, self._write = folder / "articles.sqlite", write
        if not write and not self._path.exists():
            raise LodeError(f"{folder} is no graph store; make one with lode graph load ANNOTATIONS --store {folder}")

    def __enter__(self) -> Ledger:
        self._db = sqlite3.connect(self._path, timeout=0.5, isolation_level=None, check_same_thread=False)
        try:
            self._db.execute(f"PRAGMA cache_size = -{_CACHE}")
            self._db.execute("BEGIN EXCLUSIVE" if self._write else "BEGIN")
            known = self._db.execute("SELECT name FROM sqlite_master WHERE name = 'settings'").fetchone()
        except sqlite3.DatabaseError as error:
            self._db.close()
            raise LodeError(self._trouble(error)) from error
        if known is None:
            for statement in (_TABLES.strip() + TABLES).strip().split("\n"):
                self._db.execute(statement)
            self.put_setting("version", VERSION)
        elif self.get("version") != VERSION:
            self._db.close()
            raise LodeError(f"{self._path.parent} was written by another version of Lode; load the articles anew")
        self.index = Index(self._db)
        return self

    def _trouble(self, error: sqlite3.DatabaseError) -> str:
        if "locked" in str(error):
            doing = "being read (lode graph serve?)" if self._write else "being written"
            return f"{self._path.parent} is {doing}; wait for it to end or stop it, then run this again"
        return f"{self._path} cannot be read: {error}; delete the store and load the articles anew"

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._db.execute("COMMIT" if kind is None and self._write else "ROLLBACK")
        self._db.close()

    def get(self, key: str) -> str | None:
        """A setting, None where it is not set."""
        row = self._db.execute("SELECT value FROM settings WHERE key = ?", (key,)).fetchone()
        return None if row is None else str(row[0])

    def put_setting(self, key: str, value: str) -> None:
        """Sets a setting."""
        self._db.execute("INSERT OR REPLACE INTO settings VALUES (?, ?)", (key, value))

    def put(self, article: str, claims: bytes) -> bool:
        """Remembers the claims of an article; whether they are other than before."""
        if self.claims(article) == claims:
            return False
        self._db.execute("INSERT OR REPLACE INTO articles VALUES (?, ?)", (_bytes(article), claims))
        return True

    def claims(self, article: str) -> bytes | None:
        """The claims of an article, None where it is not there."""
        row = self._db.execute("SELECT claims FROM articles WHERE id = ?", (_bytes(article),)).fetchone()
        return None if row is None else bytes(row[0])

    def drop(self, article: str) -> bool:
        """Forgets an article; whether it was there."""
        return self._db.execute("DELETE FROM articles WHERE id = ?", (_bytes(article),)).rowcount > 0

    def articles(self) -> Iterator[tuple[str, bytes]]:
        """All articles with their claims, sorted by id."""
        for name, claims in self._db.execute("SELECT id, claims FROM articles ORDER BY id"):
            yield bytes(name).decode("utf-8", "surrogatepass"), bytes(claims)

    def count(self) -> int:
        """How many articles there are."""
        return int(self._db.execute("SELECT count(*) FROM articles").fetchone()[0])

    def put_known(self, digests: Mapping[str, bytes]) -> list[str]:
        """Remembers digests of the things of the registry; which of them are other than before, new or gone."""
        before = {str(name): bytes(digest) for name, digest in self._db.execute("SELECT thing, digest FROM known")}
        changed = sorted(name for name in before.keys() | digests.keys() if before.get(name) != digests.get(name))
        self._db.executemany("DELETE FROM known WHERE thing = ?", [(name,) for name in changed])
        there = [(name, digests[name]) for name in changed if name in digests]
        self._db.executemany("INSERT INTO known VALUES (?, ?)", there)
        return changed

    def digest(self, graph: str) -> bytes | None:
        """The digest of a named graph, None where it is not there."""
        row = self._db.execute("SELECT digest FROM graphs WHERE iri = ?", (graph,)).fetchone()
        return None if row is None else bytes(row[0])

    def set_digest(self, graph: str, digest: bytes | None) -> None:
        """Remembers the digest of a named graph, forgets the graph where it is None."""
        if digest is None:
            self._db.execute("DELETE FROM graphs WHERE iri = ?", (graph,))
        else:
            self._db.execute("INSERT OR REPLACE INTO graphs VALUES (?, ?, NULL, NULL)", (graph, digest))

    def graphs(self) -> set[str]:
        """The names of all graphs."""
        return {row[0] for row in self._db.execute("SELECT iri FROM graphs")}

    def state(self) -> str:
        """A digest of all articles and decisions: all that the facts of a store hang on beside the registry."""
        whole = hashlib.blake2b((self.get("decisions") or "").encode(), digest_size=16)
        for article, claims in self._db.execute("SELECT id, claims FROM articles ORDER BY id"):
            whole.update(b"%d %d %b%b" % (len(article), len(claims), article, claims))
        return whole.hexdigest()

    def clear_graphs(self) -> None:
        """Forgets all graphs, and what the index has of them."""
        self._db.execute("DELETE FROM graphs")
        self.index.clear()


def _bytes(article: str) -> bytes:
    return article.encode("utf-8", "surrogatepass")
