"""A registry that has learned something: what an old store says is what a new one would say."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nlp.graph.projection import Projection
from nlp.graph.questions import Asked, ask, question_of
from nlp.graph.sparql import reading
from nlp.graph.store import GraphStore
from nlp.resources.registry import Entry, Name, Registry
from tests.unit.graph.conftest import article, company, order

CANAAN = company("canaan", "嘉楠科技", "嘉楠耘智")
HIVE = company("hive", "HIVE")


def registry_of(**names: tuple[str, ...]) -> Registry:
    """A registry of companies by their names; a name that begins with * is a short form."""
    entries = {
        key: Entry(
            key, "COMPANY", tuple(Name(n.lstrip("*"), "short" if n[0] == "*" else "name") for n in each),
            facts={"wikidata": "Q1"} if key == "hive" and len(each) > 1 else {},
        )
        for key, each in names.items()
    }  # fmt: skip
    return Registry({"COMPANY": entries})


def quads(folder: Path) -> set[str]:
    with reading(folder) as graph:
        return {str(quad) for quad in graph.store}


@pytest.fixture
def store_of(projection: Projection) -> Callable[..., GraphStore]:
    def make(folder: Path, registry: Registry, *, fuse: bool) -> GraphStore:
        return GraphStore(folder, projection=projection, registry=registry, fuse=fuse)

    return make


ARTICLES = [
    article("a", order("a", buyer=HIVE, seller=CANAAN)),
    article("b", order("b", buyer=company("riot", "Riot"), seller=CANAAN, count=10)),
    article("c", order("c", buyer=HIVE, seller=company("c#x", "Xeno", known=False), count=20)),
]
OLD = registry_of(canaan=("Canaan",), hive=("HIVE",), riot=("Riot",))
NAMES = ["Canaan", "Canaan Inc.", "嘉楠科技", "*嘉楠耘智", "HIVE", "Hive Digital", "*Riot"]


@pytest.mark.parametrize("fuse", [True, False])
@pytest.mark.parametrize("way", ["refresh", "load", "delete"])
def test_new_names_reach_an_old_store(
    fuse: bool, way: str, tmp_path: Path, store_of: Any, projection: Projection
) -> None:
    new = registry_of(canaan=("Canaan Inc.", "嘉楠科技"), hive=("HIVE",), riot=("Riot",))
    store_of(tmp_path / "s", OLD, fuse=fuse).load(ARTICLES)
    store = store_of(tmp_path / "s", new, fuse=fuse)
    left = ARTICLES
    if way == "refresh":
        assert store.refresh().written > 0
        assert store.refresh().written == 0
    elif way == "load":
        store.load(ARTICLES[:1])
    else:
        store.delete(["c"])
        left = ARTICLES[:2]
    store_of(tmp_path / "new", new, fuse=fuse).load(left)
    assert quads(tmp_path / "s") == quads(tmp_path / "new")
    with reading(tmp_path / "s") as graph:
        found = ask(graph, Asked(question_of("orders")), projection)
        assert "Canaan Inc." in {cell.text for finding in found for cell in finding.cells["object"]}


@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    registries=st.lists(
        st.fixed_dictionaries(
            {}, optional={k: st.lists(st.sampled_from(NAMES), min_size=1, unique=True).map(tuple) for k in ("canaan", "hive", "riot")}
        ),
        min_size=1, max_size=3,
    ),
    fuse=st.booleans(),
)  # fmt: skip
def test_any_way_of_the_registry_ends_alike(
    tmp_path_factory: pytest.TempPathFactory, store_of: Any, registries: list[dict[str, tuple[str, ...]]], fuse: bool
) -> None:
    folder = tmp_path_factory.mktemp("walk")
    store_of(folder / "s", OLD, fuse=fuse).load(ARTICLES)
    for names in registries:
        registry = registry_of(**names)
        store_of(folder / "s", registry, fuse=fuse).refresh()
    store_of(folder / "new", registry, fuse=fuse).load(ARTICLES)
    assert quads(folder / "s") == quads(folder / "new")


def test_a_store_without_changes_is_left_alone(tmp_path: Path, store_of: Any) -> None:
    store = store_of(tmp_path / "s", OLD, fuse=False)
    store.load(ARTICLES)
    other = store_of(tmp_path / "s", registry_of(canaan=("Canaan",), hive=("HIVE",), riot=("Riot",), bp=("BP",)), fuse=False)  # fmt: skip
    change = other.refresh()
    assert (change.written, change.removed) == (0, 0), "what the store does not speak of is no change"
    again = store.load([replace(ARTICLES[0])])
    assert (again.written, again.changed) == (0, 0)
