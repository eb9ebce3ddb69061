"""From files to facts: annotated articles are read, their claims checked, and fused where that is wanted."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from nlp.batch.journal import MANIFEST
from nlp.batch.readers import LINES, read_all
from nlp.batch.reject import Reject
from nlp.batch.tables import read_jsonl
from nlp.graph.checking import faults_of
from nlp.graph.claims import Claim, Fact, claims_of, unfused
from nlp.graph.fusion.merges import Merges
from nlp.graph.knowing import Knowing
from nlp.graph.projection import Projection
from nlp.records import Document
from nlp.resources.registry import Registry


@dataclass(frozen=True, slots=True)
class Refusal:
    """A record or statement that did not enter the graph: where it stands, and why."""

    path: str
    line: int | None
    document: str | None
    statement: int | None
    reason: str

    def as_json(self) -> dict[str, Any]:
        """The refusal as a JSON object."""
        return {
            "path": self.path, "line": self.line, "document": self.document,
            "statement": self.statement, "reason": self.reason,
        }  # fmt: skip


Refuse = Callable[[Refusal], None]


@dataclass(frozen=True, slots=True)
class Article:
    """The claims of one document."""

    id: str
    claims: tuple[Claim, ...]


@dataclass(slots=True)
class Reader:
    """Reads annotated articles; what does not fit is told to `refuse`, and costs nothing else.

    An id that comes again with the same claims is one article; with others it is refused.
    """

    registry: Registry
    projection: Projection
    refuse: Refuse = lambda _: None
    _seen: dict[str, int] = field(default_factory=dict)
    _knowing: Knowing = field(init=False)

    def __post_init__(self) -> None:
        self._knowing = Knowing(self.registry)

    def articles(self, paths: Sequence[str]) -> Iterator[Article]:
        """The articles of files and folders, ``-`` for standard input."""
        for path in paths:
            for item in _records(path):
                if isinstance(item, Reject):
                    self.refuse(Refusal(item.path, item.line, None, None, item.reason))
                    continue
                claims = dict(self._claims(path, item))
                article, told = Article(item.id, tuple(claims.values())), hash((item.id, *claims))
                if self._seen.setdefault(item.id, told) != told:
                    reason = "another article has the same id; give each its own"
                    self.refuse(Refusal(path, None, item.id, None, reason))
                else:
                    yield article

    def _claims(self, path: str, document: Document) -> Iterator[tuple[str, Claim]]:
        """The claims that fit, by their key; of two that say the same the first."""

        def refused(number: int, reason: str) -> None:
            self.refuse(Refusal(path, None, document.id, number, reason))

        keys: set[str] = set()
        try:
            for claim in claims_of(document, self._knowing.of(document), refuse=refused):
                faults = faults_of(claim, self.projection)
                if faults:
                    refused(claim.source.number, "; ".join(faults))
                elif (key := claim.key) not in keys:
                    keys.add(key)
                    yield key, claim
        except (TypeError, ValueError, AttributeError) as error:
            self.refuse(Refusal(path, None, document.id, None, f"statements are not in the format: {error}"))


def _records(path: str) -> Iterator[Document | Reject]:
    """Records, which need no text where they are lines of annotation; of a run's folder those of its parts."""
    if (Path(path) / MANIFEST).is_file():
        for part in sorted((Path(path) / "parts").glob("*.jsonl")):
            yield from _records(str(part))
    elif path.lower().endswith(LINES) and Path(path).is_file():
        for number, item in enumerate(read_jsonl(Path(path), needs_text=False), 1):
            if isinstance(item, Document) and not item.id:
                yield Reject(path, number, "expected an id, there is none; an article of a graph must have one")
            else:
                yield item
    else:
        yield from read_all([path])


def facts_from(
    claims: Iterable[Claim], *, registry: Registry, fuse: bool = True, merges: Merges | None = None
) -> Iterable[Fact]:
    """The facts of claims: what several articles tell alike is one where `fuse` is set, else each claim is its own."""
    if not fuse:
        return map(unfused, claims)
    from nlp.graph.fusion import fuse as fused

    return fused(claims, registry=registry, merges=merges)


def facts_of(
    paths: Sequence[str],
    *,
    registry: Registry,
    projection: Projection,
    fuse: bool = True,
    merges: Merges | None = None,
    refuse: Refuse = lambda _: None,
) -> Iterable[Fact]:
    """The facts of annotated articles."""
    claims = claims_from(paths, registry=registry, projection=projection, refuse=refuse)
    return facts_from(claims, registry=registry, fuse=fuse, merges=merges)


def claims_from(
    paths: Sequence[str], *, registry: Registry, projection: Projection, refuse: Refuse = lambda _: None
) -> Iterator[Claim]:
    """The claims of annotated articles, each article once."""
    reader = Reader(registry, projection, refuse)
    return (claim for article in _once(reader.articles(paths)) for claim in article.claims)


def _once(articles: Iterable[Article]) -> Iterator[Article]:
    seen: set[str] = set()
    for article in articles:
        if article.id not in seen:
            seen.add(article.id)
            yield article
