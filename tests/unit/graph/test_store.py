"""A store: loading, replacing, deleting; the same end by every way."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nlp.errors import LodeError, OutputError
from nlp.graph.facts import Article, Reader
from nlp.graph.ledger import UNFINISHED
from nlp.graph.projection import Projection
from nlp.graph.sparql import reading
from nlp.graph.store import GraphStore
from nlp.resources.registry import Registry
from tests.unit.graph.conftest import CANAAN, SEEDS, article, company, order, report

Make = Callable[..., GraphStore]


def quads(folder: Path) -> set[str]:
    with reading(folder) as graph:
        return {str(quad) for quad in graph.store}


def test_loading_twice_changes_nothing(tmp_path: Path, store_at: Make) -> None:
    store = store_at(tmp_path / "s")
    articles = [article("a", order("a")), article("b", order("b", count=17000))]
    first = store.load(articles)
    before = quads(tmp_path / "s")
    again = store.load(articles)
    assert (first.changed, again.changed, again.written, again.removed) == (2, 0, 0, 0)
    assert quads(tmp_path / "s") == before


@pytest.mark.parametrize("fuse", [True, False])
def test_deleting_takes_what_only_that_article_said(tmp_path: Path, store_at: Make, fuse: bool) -> None:
    riot = company("riot", "Riot")
    one = article("a", order("a"), order("a", 1, buyer=riot), report("a", 2, "revenue", 5e6))
    two = article("b", order("b"), report("b", 1, "net_loss", 5e6))
    both, alone = store_at(tmp_path / "both", fuse=fuse), store_at(tmp_path / "alone", fuse=fuse)
    both.load([one, two])
    alone.load([two])
    both.delete(["a"])
    assert quads(tmp_path / "both") == quads(tmp_path / "alone")
    both.delete(["b"])
    assert quads(tmp_path / "both") == set()


def test_an_article_loaded_anew_replaces_what_it_said(tmp_path: Path, store_at: Make) -> None:
    store = store_at(tmp_path / "s")
    store.load([article("a", order("a", count=17000)), article("b", order("b"))])
    store.load([article("a", order("a", modality="ended"))])
    store_at(tmp_path / "new").load([article("a", order("a", modality="ended")), article("b", order("b"))])
    assert quads(tmp_path / "s") == quads(tmp_path / "new")
    store.load([article("a")])
    store_at(tmp_path / "only").load([article("b", order("b"))])
    assert quads(tmp_path / "s") == quads(tmp_path / "only")


CLAIMS = [order("", n, count=count, modality=modality) for n, (count, modality) in enumerate(
    [(6500, "asserted"), (6500, "planned"), (17000, "asserted"), (None, "ended")]
)]  # fmt: skip


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    steps=st.lists(st.tuples(st.sampled_from("abc"), st.sets(st.integers(0, 3)) | st.none()), min_size=1, max_size=6),
)
def test_the_way_to_a_state_does_not_matter(
    tmp_path_factory: pytest.TempPathFactory, store_at: Make, steps: list[tuple[str, set[int] | None]]
) -> None:
    """Any loads, replacements and deletions end where loading what is left at once ends."""
    from dataclasses import replace

    folder = tmp_path_factory.mktemp("walk")
    left: dict[str, Article] = {}
    walked = store_at(folder / "walked")
    for name, chosen in steps:
        if chosen is None:
            if name in left:
                walked.delete([name])
                del left[name]
            continue
        claims = [replace(CLAIMS[n], source=replace(CLAIMS[n].source, document=name)) for n in sorted(chosen)]
        left[name] = Article(name, tuple(claims))
        walked.load([left[name]])
    store_at(folder / "straight").load([left[name] for name in sorted(left, reverse=True)])
    found = quads(folder / "walked") if (folder / "walked").exists() else set()
    assert found == quads(folder / "straight")


def test_the_order_of_seeds_does_not_matter(
    tmp_path: Path, store_at: Make, projection: Projection, registry: Registry
) -> None:
    articles = list(Reader(registry, projection).articles(SEEDS))
    store_at(tmp_path / "one").load(articles)
    random.Random(7).shuffle(articles)
    for part in (articles[:10], articles[10:]):
        store_at(tmp_path / "two").load(part)
    assert quads(tmp_path / "one") == quads(tmp_path / "two")


def test_values_are_there_once_however_many_say_them(tmp_path: Path, store_at: Make) -> None:
    store_at(tmp_path / "s").load([article(name, order(name)) for name in "abc"])
    with reading(tmp_path / "s") as graph:
        (row,) = graph.solve(
            "SELECT (SUM(?n) AS ?sum) WHERE { ?s a lode:MachineOrder ; pq:count/qudt:numericValue ?n }"
        )
        assert float(row[0].value) == 3 * 6500
        assert len(list(graph.solve("SELECT ?b WHERE { ?b lode:orderedMachinesFrom company:canaan }"))) == 1


def test_a_load_that_was_cut_off_is_told_and_mended(tmp_path: Path, store_at: Make) -> None:
    store = store_at(tmp_path / "s")
    store.load([article("a", order("a"))])
    before = quads(tmp_path / "s")
    (tmp_path / "s" / UNFINISHED).touch()
    broken = ox.Store(str(tmp_path / "s" / "rdf"))
    broken.add(ox.Quad(ox.NamedNode("urn:half"), ox.NamedNode("urn:half"), ox.Literal("x"), ox.NamedNode("urn:g")))
    broken.flush()
    del broken
    with pytest.raises(LodeError, match="cut off"):
        quads(tmp_path / "s")
    store.load([article("a", order("a"))])
    assert quads(tmp_path / "s") == before


def test_a_load_that_fails_leaves_the_store_as_it_was(tmp_path: Path, store_at: Make) -> None:
    store = store_at(tmp_path / "s")
    store.load([article("a", order("a"))])
    before = quads(tmp_path / "s")

    def articles() -> list[Article]:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        store.load(x for x in articles())
    store.load([])
    assert quads(tmp_path / "s") == before


def test_many_articles_go_in_bulk(tmp_path: Path, store_at: Make) -> None:
    articles = [article(f"a{n}", *(order(f"a{n}", m, count=n * 10 + m) for m in range(3))) for n in range(600)]
    store_at(tmp_path / "bulk").load(articles)
    small = store_at(tmp_path / "small")
    for start in range(0, 600, 200):
        small.load(articles[start : start + 200])
    assert quads(tmp_path / "bulk") == quads(tmp_path / "small")


def test_what_a_store_was_made_with_stays(tmp_path: Path, store_at: Make) -> None:
    store_at(tmp_path / "s", fuse=False, base="https://example.org/x/").load([article("a", order("a"))])
    with pytest.raises(LodeError, match="fuse = no, not yes"):
        store_at(tmp_path / "s", fuse=True).load([])
    with pytest.raises(LodeError, match="base"):
        store_at(tmp_path / "s", base="https://example.org/y/").load([])
    with reading(tmp_path / "s") as graph:
        assert graph.base == "https://example.org/x/"


def test_what_cannot_be_done_is_told(tmp_path: Path, store_at: Make) -> None:
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "letter.txt").write_text("hello")
    with pytest.raises(OutputError, match="no graph store"):
        store_at(tmp_path / "full").load([])
    with pytest.raises(LodeError, match="is no graph store"):
        store_at(tmp_path / "none").delete(["a"])
    with pytest.raises(LodeError, match="is no graph store"), reading(tmp_path / "none"):
        pass
    store = store_at(tmp_path / "s")
    store.load([article("a", order("a"))])
    before = quads(tmp_path / "s")
    with pytest.raises(LodeError, match="no article 'b'"):
        store.delete(["a", "b"])
    assert quads(tmp_path / "s") == before


def test_nobody_writes_while_somebody_reads(tmp_path: Path, store_at: Make) -> None:
    store = store_at(tmp_path / "s")
    store.load([article("a", order("a"))])
    with reading(tmp_path / "s"), reading(tmp_path / "s"), pytest.raises(LodeError, match="being read"):
        store.load([article("b", order("b"))])
    store.load([article("b", order("b"))])


def test_a_ledger_that_is_none_is_told(tmp_path: Path, store_at: Make) -> None:
    store_at(tmp_path / "s").load([article("a", order("a", seller=CANAAN))])
    (tmp_path / "s" / "articles.sqlite").write_bytes(b"not a database at all, but text" * 100)
    with pytest.raises(LodeError, match="cannot be read"), reading(tmp_path / "s"):
        pass
