"""Exports: they pass the shapes, are the same in any order, and say no more than the articles do."""

from __future__ import annotations

import io
import random
from dataclasses import replace

import pyoxigraph as ox
import pytest

from nlp.graph.claims import Amount, Claim, Fact, Moment, Source, Variant, unfused
from nlp.graph.facts import facts_of
from nlp.graph.ontology import ontology, shapes
from nlp.graph.projection import Projection, data_folder, load_projection
from nlp.graph.rdf import FORMATS, by_graph, write_rdf
from nlp.graph.terms import PREFIXES, expand
from nlp.graph.triples import Projector
from nlp.resources.registry import Registry
from nlp.schema import KINDS, NAME_LABELS, PREDICATES
from tests.unit.graph.conftest import CANAAN, HIVE, SEEDS, company, machines, order, report

ORDERED = "<https://w3id.org/lode/ontology#orderedMachinesFrom>"
DIRECT = ("<https://w3id.org/lode/company/hive>", ORDERED, "<https://w3id.org/lode/company/canaan>")


def written(facts: list[Fact], projector: Projector, form: str = "nquads") -> bytes:
    out = io.BytesIO()
    write_rdf(facts, out, form=form, projector=projector)
    return out.getvalue()


def direct(fact: Fact, projector: Projector) -> set[tuple[str, str, str]]:
    return {triple for _, told in by_graph([fact], projector) for triple in told.direct}


@pytest.fixture(scope="module")
def seed_facts() -> list[Fact]:
    from nlp.resources.files import patterns_folder
    from nlp.resources.registry import load_registry

    refused: list[object] = []
    found = facts_of(
        SEEDS,
        registry=load_registry(patterns_folder()),
        projection=load_projection(),
        fuse=False,
        refuse=refused.append,
    )
    facts = list(found)
    assert not refused
    return facts


def linked() -> list[Fact]:
    """A fact with sources, variants and links, as fusion makes them."""
    first, second = order("a").source, order("b", 3).source
    variant = Variant("count", (machines(17352),), (second,))
    fused = replace(unfused(order("a")), key="f1", sources=(first, second), variants=(variant,), realises="f2")
    plan = replace(unfused(order("c", modality="planned")), key="f2", superseded_by="f1")
    return [fused, plan]


def conforms(data: bytes) -> tuple[bool, str]:
    import pyshacl
    import rdflib

    graph = rdflib.Graph().parse(data=data, format="turtle")
    rules = rdflib.Graph().parse(data_folder() / "shapes.ttl")
    fits, _, told = pyshacl.validate(graph, shacl_graph=rules, inference="none")
    return fits, told


def test_the_export_of_the_seeds_passes_the_shapes(seed_facts: list[Fact], projector: Projector) -> None:
    fits, told = conforms(written(seed_facts, projector, "turtle"))
    assert fits, told


def test_fused_facts_pass_the_shapes(projector: Projector) -> None:
    fits, told = conforms(written(linked(), projector, "turtle"))
    assert fits, told


MONEY = Amount("money", 5.0, "USD")


@pytest.mark.parametrize(
    "wrong",
    [
        order("a", seller=None, buyer=None),
        replace(order("a"), modality="perhaps"),
        replace(order("a"), object=MONEY),
        replace(order("a"), qualifiers={"count": (MONEY,)}),
        replace(order("a"), qualifiers={"investor": (CANAAN,)}),
        replace(order("a"), qualifiers={"date": (CANAAN,)}),
        replace(report("a", 0, "revenue", 5), qualifiers={}),
        replace(report("a", 0, "revenue", 5), subject=None),
        replace(order("a"), source=Source("a", 0, confidence=7.0)),
        replace(order("a"), qualifiers={"count": (replace(machines(5), value=None),)}),
        replace(order("a"), qualifiers={"hashrate": (Amount("hashrate", 5.0, "MW"),)}),
    ],
    ids=lambda claim: str(claim.qualifiers or claim.modality)[:40],
)
def test_the_shapes_and_the_check_refuse_the_same(wrong: Claim, projector: Projector, projection: Projection) -> None:
    from nlp.graph.checking import faults_of

    assert faults_of(wrong, projection)
    fits, _ = conforms(written([unfused(wrong)], projector, "turtle"))
    assert not fits


def test_the_order_of_facts_does_not_matter(seed_facts: list[Fact], projection: Projection, registry: Registry) -> None:
    shuffled = list(seed_facts)
    random.Random(3).shuffle(shuffled)
    for form in FORMATS:
        one = written(seed_facts, Projector(projection, registry), form)
        other = written(shuffled, Projector(projection, registry), form)
        if form == "jsonld":
            assert set(ox.parse(one, ox.RdfFormat.JSON_LD)) == set(ox.parse(other, ox.RdfFormat.JSON_LD))
        else:
            assert one == other


@pytest.mark.parametrize("form", ["nquads", "trig", "jsonld"])
def test_formats_with_graphs_hold_the_same(form: str, seed_facts: list[Fact], projector: Projector) -> None:
    expected = set(ox.parse(written(seed_facts, projector), ox.RdfFormat.N_QUADS))
    found = set(ox.parse(written(seed_facts, projector, form), getattr(ox.RdfFormat, FORMATS[form])))
    assert found == expected


def test_an_order_as_triples(projector: Projector) -> None:
    (turtle,) = [
        written([unfused(order("a", title="订单", url="https://example.org/1"))], projector, "turtle").decode()
    ]
    for line in (
        "lode:orderedMachinesFrom company:canaan",
        "lode:modality lode:asserted",
        "pq:count value:count\\/machine\\/6500",
        'lode:rule "frame:order"',
        "lode:evidence article:a\\#char\\=0\\,22",
        'schema:headline "订单"',
        'lode:from "2021-08-03"^^xsd:date',
    ):
        assert line in turtle, line


@pytest.mark.parametrize("modality", ["planned", "possible", "ended", "denied"])
def test_only_what_is_asserted_and_stands_is_a_direct_triple(modality: str, projector: Projector) -> None:
    assert direct(unfused(order("a")), projector) == {DIRECT}
    assert direct(unfused(order("a", modality=modality)), projector) == set()
    assert direct(replace(unfused(order("a")), superseded_by="f9"), projector) == set()
    assert direct(unfused(order("a", buyer=None)), projector) == set()


def test_a_metric_makes_the_direct_property_narrower(projector: Projector) -> None:
    ((_, predicate, value),) = direct(unfused(report("a", 0, "net_loss", 5e6)), projector)
    assert predicate == "<https://w3id.org/lode/ontology#reportedNetLoss>"
    assert value == "<https://w3id.org/lode/value/money/USD/5000000>"


def test_facts_of_several_articles_have_a_graph_of_their_own(projector: Projector) -> None:
    graphs = dict(by_graph(linked(), projector))
    assert len(graphs) == 4
    together = next(name for name in graphs if "/articles/" in name)
    derived = {o for s, p, o in graphs[together].named if s == together and p == f"<{PREFIXES['prov']}wasDerivedFrom>"}
    assert derived == {f"<https://w3id.org/lode/article/{name}>" for name in "ab"}
    links = {(p, o) for _, p, o in graphs[together].named if "realises" in p or "supersededBy" in p}
    assert links == {(f"<{expand('lode:realises')}>", "<https://w3id.org/lode/statement/f2>")}


def test_reifiers_tell_of_triples_that_are_not_asserted(projection: Projection, registry: Registry) -> None:
    projector = Projector(projection, registry, reify=True)
    quads = list(ox.parse(written([unfused(order("a", modality="denied"))], projector), ox.RdfFormat.N_QUADS))
    reified = [quad.object for quad in quads if quad.predicate.value.endswith("#reifies")]
    assert [str(triple.predicate) for triple in reified] == [ORDERED]
    assert not any(str(quad.predicate) == ORDERED for quad in quads)


def test_iris_are_stable() -> None:
    """Changing one breaks what others have stored: do it knowingly."""
    from nlp.resources.files import patterns_folder
    from nlp.resources.registry import load_registry

    projector = Projector(load_projection(), load_registry(patterns_folder()))
    fact = unfused(order("a", buyer=company("a#某矿", "某矿", known=False)))
    lines = written([fact], projector).decode()
    assert "<https://w3id.org/lode/company/a%23%E6%9F%90%E7%9F%BF>" in lines
    assert f"<https://w3id.org/lode/statement/{fact.key}>" in lines
    assert fact.key == "7161d9520cbca86a7884"
    for iri in ("value/count/machine/6500", "date/2021-08-03", "source/a/0", "article/a"):
        assert f"<https://w3id.org/lode/{iri}>" in lines


def test_dates_that_cannot_be_placed_are_kept_as_said(projector: Projector) -> None:
    claim = replace(order("a", published=None), qualifiers={"date": (Moment(None, "去年冬天"),)})
    lines = written([unfused(claim)], projector).decode()
    assert '"去年冬天"' in lines
    assert "ontology#from>" not in lines


def test_a_base_of_ones_own(projection: Projection, registry: Registry) -> None:
    lines = written([unfused(order("a"))], Projector(projection, registry, base="https://kb.example/x/")).decode()
    assert "<https://kb.example/x/company/hive>" in lines
    assert "<https://w3id.org/lode/company/" not in lines


def test_the_files_are_those_that_the_projection_makes(projection: Projection) -> None:
    for name, text in (("ontology.ttl", ontology(projection)), ("shapes.ttl", shapes(projection))):
        assert (data_folder() / name).read_text(encoding="utf-8") == text, "run python -m nlp.graph.ontology"


def test_every_term_in_use_is_in_the_ontology(seed_facts: list[Fact], projector: Projector) -> None:
    known = {t.subject.value for t in ox.parse((data_folder() / "ontology.ttl").read_bytes(), ox.RdfFormat.TURTLE)
             if isinstance(t.subject, ox.NamedNode)}  # fmt: skip
    own = tuple(PREFIXES[prefix] for prefix in ("lode", "p", "ps", "pq", "metric", "action"))
    used = set()
    for quad in ox.parse(written([*seed_facts, *linked()], projector), ox.RdfFormat.N_QUADS):
        used |= {term.value for term in (quad.predicate, quad.object) if isinstance(term, ox.NamedNode)}
    assert {iri for iri in used if iri.startswith(own)} <= known


def test_the_projection_covers_the_schema(projection: Projection) -> None:
    assert set(projection.relations) == set(PREDICATES)
    assert set(projection.labels) == set(NAME_LABELS)
    assert set(projection.kinds) == set(KINDS)
    names = [row.term.name for row in projection.relations.values()]
    assert len(set(names)) == len(names)
    assert HIVE.known


def test_what_other_sources_say_is_told(projector: Projector, projection: Projection) -> None:
    from nlp.graph.questions import Asked, ask, question_of
    from nlp.graph.rdf import quad_lines
    from nlp.graph.sparql import in_memory

    graph = in_memory(quad_lines(by_graph(linked(), projector)), projector.base)
    found = {finding.modality: finding for finding in ask(graph, Asked(question_of("orders"), {}), projection)}
    fused, plan = found["asserted"], found["planned"]
    assert fused.variants == [("count", "17,352 machine")]
    assert fused.cells["count"][0].number == 6500
    assert [place.article for place in fused.places] == ["a", "b"]
    assert plan.superseded
