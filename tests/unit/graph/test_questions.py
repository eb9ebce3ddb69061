"""Ready questions: the index of a store answers what SPARQL on its triples answers."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nlp.errors import LodeError
from nlp.graph.claims import Amount, Claim, Literal, Moment, Source, Thing
from nlp.graph.facts import Article, Reader
from nlp.graph.findings import Finding
from nlp.graph.naming import Names, Sought
from nlp.graph.projection import Projection
from nlp.graph.questions import Asked, ask, question_of, questions
from nlp.graph.sparql import Graph, reading
from nlp.graph.store import GraphStore
from nlp.resources.registry import Registry
from nlp.schema import MODALITIES
from tests.unit.graph.conftest import CANAAN, HIVE, SEEDS, article, company, order

Make = Callable[..., GraphStore]
PAIRS = [str(Path(SEEDS[0]).parent / "pairs" / name) for name in ("dev.jsonl", "test.jsonl")]


def told(findings: list[Finding]) -> list[dict[str, Any]]:
    return [asdict(finding) for finding in findings]


def both(graph: Graph, asked: Asked, projection: Projection) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """What the index answers, and what the triples answer."""
    assert graph.index is not None
    return told(ask(graph, asked, projection)), told(ask(Graph(graph.store, graph.base), asked, projection))


def everything(graph: Graph, projection: Projection, *, names: list[str], registry: Registry) -> Iterator[Asked]:
    """Every question, whole and narrowed in every way."""
    days = [("2021-01-01", "2021-12-31"), ("2022-06-01", None), (None, "2021-08-03")]
    called = [Names(graph, registry, projection).seek(name, ["COMPANY", "JURISDICTION"]) for name in names]
    for question in questions().values():
        yield Asked(question)
        yield from (Asked(question, modality=modality) for modality in MODALITIES)
        yield from (Asked(question, since=since, until=until) for since, until in days)
        yield Asked(question, limit=2)
        for option, side in question.options.items():
            role = projection.roles.get(side)
            if role is not None and role.terms:
                yield from (Asked(question, {option: Sought((f"{side}:{term}",))}) for term in role.terms)
                continue
            for sought in called:
                yield Asked(question, {option: sought})
                yield Asked(question, {option: sought}, *days[0])
                yield Asked(question, {option: sought, next(iter(question.options)): sought}, modality="asserted")


@pytest.mark.parametrize("fuse", [True, False])
def test_the_index_answers_what_the_triples_answer(
    fuse: bool, tmp_path: Path, store_at: Make, projection: Projection, registry: Registry
) -> None:
    articles = Reader(registry, projection).articles([*SEEDS, *PAIRS] if fuse else SEEDS)
    store_at(tmp_path / "s", fuse=fuse).load(articles)
    found = 0
    with reading(tmp_path / "s") as graph:
        names = ["canaan", "天山算力", "us-tx", "苍原矿业" if fuse else "riot"]
        for asked in everything(graph, projection, names=names, registry=registry):
            quick, slow = both(graph, asked, projection)
            assert quick == slow, asked
            found += len(quick)
    assert found > (3000 if fuse else 1000)


TIANSHAN = company("a#tianshan", "天山算力", "天山", known=False)
FILLERS: dict[str, Any] = {
    "ordered_from": {
        "count": (Amount("count", 6500.0, "machine"), Amount("count", None, "machine", "exact", 10.0, 15.5)),
        "machine": (Thing("antminer", "MACHINE", "蚂蚁", ("蚂蚁", "Ant \x00 X"), True), Thing("b#m", "MACHINE", "M", ("M",), False)),
        "date": (Moment("2021-08-03"), Moment("2021-Q3"), Moment(None, "soon")),
        "amount": (Amount("money", 1.5e20, "USD", "at_least"), Amount("money", 0.1, "x y", "approx")),
    },
    "reported": {"metric": (Literal("revenue"),), "segment": (Literal("Mining"), Literal("=1+1")), "date": (Moment("2022"),)},
}  # fmt: skip


@st.composite
def claims(draw: Any, document: str, number: int) -> Claim:
    predicate = draw(st.sampled_from(sorted(FILLERS)))
    chosen = {role: tuple(draw(st.lists(st.sampled_from(f), max_size=2))) for role, f in FILLERS[predicate].items()}
    qualifiers = {role: fillers for role, fillers in chosen.items() if fillers}
    things = [
        CANAAN,
        HIVE,
        replace(TIANSHAN, key=f"{document}#tianshan"),
        replace(CANAAN, names=("Big C",), name="Big C"),
    ]
    subject = draw(st.sampled_from([*things, None] if predicate == "ordered_from" else things))
    other = Amount("money", 5e6, "USD") if predicate == "reported" else draw(st.sampled_from(things))
    if predicate == "reported":
        qualifiers["metric"] = (Literal("revenue"),)
    source = Source(
        document, number, date=draw(st.sampled_from(["2021-08-04", None, "2022-01-01"])), title="T\x00", lang="en",
        evidence=((5, 9), (0, 3)), rule=draw(st.sampled_from(["", "frame:x"])), confidence=0.87654,
    )  # fmt: skip
    return Claim(predicate, subject, other, qualifiers, draw(st.sampled_from(MODALITIES)), source)


@st.composite
def walks(draw: Any) -> list[tuple[str, list[Claim] | None]]:
    steps: list[tuple[str, list[Claim] | None]] = []
    for _ in range(draw(st.integers(1, 4))):
        name = draw(st.sampled_from("ab"))
        size = draw(st.integers(0, 3))
        source = Source(name, 0, date=draw(st.sampled_from(["2021-08-04", None])), title="T\x00", lang="en")
        made = [draw(claims(name, n)) for n in range(size)]
        made = [replace(c, source=replace(c.source, date=source.date)) for c in made]
        steps.append((name, list({c.key: c for c in made}.values()) if size else None))
    return steps


def _sought(name: str, names: Names) -> Sought | None:
    try:
        return names.seek(name, ["COMPANY", "MACHINE"])
    except LodeError:
        return None


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(steps=walks(), fuse=st.booleans())
def test_the_index_follows_every_change(
    tmp_path_factory: pytest.TempPathFactory,
    store_at: Make, projection: Projection, registry: Registry, steps: list[tuple[str, list[Claim] | None]], fuse: bool,
) -> None:  # fmt: skip
    folder = tmp_path_factory.mktemp("walk") / "s"
    there: set[str] = set()
    for name, made in steps:
        if made is None:
            if name in there:
                store_at(folder, fuse=fuse).delete([name])
                there.remove(name)
            continue
        store_at(folder, fuse=fuse).load([Article(name, tuple(made))])
        there.add(name)
    if not folder.exists():
        return
    with reading(folder) as graph:
        bare = Graph(graph.store, graph.base)
        sought = []
        for name in ("canaan", "天山算力", "天山", "BIG c", "antminer", "m"):
            quickly, slowly = (_sought(name, Names(each, registry, projection)) for each in (graph, bare))
            assert (quickly is None) == (slowly is None)
            sought += [quickly] if quickly else []
        for name in ("orders", "finances"):
            question = question_of(name)
            for modality in (None, *MODALITIES):
                quick, slow = both(
                    graph, Asked(question, modality=modality, since="2021-08-01" if modality else None), projection
                )
                assert quick == slow
            for one in sought:
                for option in question.options:
                    quick, slow = both(graph, Asked(question, {option: one}), projection)
                    assert quick == slow


def test_nothing_is_left_in_the_index_of_what_was_deleted(tmp_path: Path, store_at: Make) -> None:
    store = store_at(tmp_path / "s")
    store.load([article("a", order("a", buyer=TIANSHAN, title="Secret"))])
    store.delete(["a"])
    db = sqlite3.connect(tmp_path / "s" / "articles.sqlite")
    for table in ("articles", "graphs", "statements", "places", "entries", "names"):
        assert db.execute(f"SELECT count(*) FROM {table}").fetchone() == (0,), table
    db.close()


@pytest.mark.parametrize("fuse", [True, False])
def test_a_claim_that_comes_twice_is_one(fuse: bool, tmp_path: Path, store_at: Make, projection: Projection) -> None:
    store = store_at(tmp_path / "s", fuse=fuse)
    store.load([article("a", order("a"), order("a", 1))])
    with reading(tmp_path / "s") as graph:
        assert len(ask(graph, Asked(question_of("orders")), projection)) == 1
    store.delete(["a"])
    with reading(tmp_path / "s") as graph:
        assert ask(graph, Asked(question_of("orders")), projection) == []
