from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from nlp.graph.claims import Amount, Claim, Filler, Literal, Moment, Source, Thing
from nlp.graph.facts import Article
from nlp.graph.projection import Projection, load_projection
from nlp.graph.store import GraphStore
from nlp.graph.triples import Projector
from nlp.resources.files import patterns_folder
from nlp.resources.registry import Registry, load_registry

ROOT = Path(__file__).parents[3]
SEEDS = [str(ROOT / "seeds" / name) for name in ("zh.jsonl", "en.jsonl")]


@pytest.fixture(scope="session")
def registry() -> Registry:
    return load_registry(patterns_folder())


@pytest.fixture(scope="session")
def projection() -> Projection:
    return load_projection()


@pytest.fixture
def projector(projection: Projection, registry: Registry) -> Projector:
    return Projector(projection, registry)


@pytest.fixture
def store_at(projection: Projection, registry: Registry) -> Callable[..., GraphStore]:
    def make(folder: Path, *, fuse: bool | None = False, base: str | None = None) -> GraphStore:
        return GraphStore(folder, projection=projection, registry=registry, fuse=fuse, base=base)

    return make


def company(key: str, *names: str, known: bool = True) -> Thing:
    return Thing(key, "COMPANY", names[0] if names else key, names or (key,), known)


CANAAN = company("canaan", "嘉楠科技")
HIVE = company("hive", "HIVE")


def machines(count: float) -> Amount:
    return Amount("count", count, "machine", text=f"{count:.0f}台")


def order(
    article: str,
    number: int = 0,
    *,
    buyer: Thing | None = HIVE,
    seller: Thing | None = CANAAN,
    count: float | None = 6500,
    date: str | None = "2021-08-03",
    published: str | None = "2021-08-04",
    title: str | None = None,
    url: str | None = None,
    modality: str = "asserted",
    machine: Thing | None = None,
) -> Claim:
    qualifiers: dict[str, tuple[Filler, ...]] = {}
    if count is not None:
        qualifiers["count"] = (machines(count),)
    if date is not None:
        qualifiers["date"] = (Moment(date, date),)
    if machine is not None:
        qualifiers["machine"] = (machine,)
    source = Source(
        article, number, date=published, title=title, url=url, lang="zh", evidence=((0, 22),), rule="frame:order",
        confidence=0.9,
    )  # fmt: skip
    return Claim("ordered_from", buyer, seller, qualifiers, modality, source)


def report(article: str, number: int, metric: str, value: float) -> Claim:
    qualifiers: dict[str, tuple[Filler, ...]] = {"metric": (Literal(metric),)}
    return Claim(
        "reported", CANAAN, Amount("money", value, "USD"), qualifiers, source=Source(article, number, lang="en")
    )


def article(name: str, *claims: Claim) -> Article:
    return Article(name, claims)


def write_lines(path: Path, records: Sequence[dict[str, Any]]) -> str:
    path.write_text("".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records), encoding="utf-8")
    return str(path)
