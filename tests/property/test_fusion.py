"""Fusion is a function of the set of claims."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nlp.graph.claims import Amount, Claim, Literal, Moment, Source, Thing
from nlp.graph.fusion import Decision, Fusion, Merges
from nlp.graph.fusion.tellings import in_order
from nlp.resources.files import patterns_folder
from nlp.resources.registry import load_registry

NAMES = ("Polar Ridge Mining Inc.", "Polar Ridge", "极岭矿业", "極嶺礦業有限公司", "Harrow Digital", "Harrow")
PEOPLE = ("Ann B. Cole", "Ann Cole", "罗志远")
KNOWN = ("canaan", "bitmain", "hive")
DATES = (None, "2022-01-05", "2022-01-06", "2022-02-20", "not a date")
MOMENTS = (None, "2022-01", "2022-01-04", "2022-13", "2021-Q4")
VALUES = (100.0, 1020.0, 1000.0, 7352.0, 7000.0, 0.0, float("inf"))
MODALITIES = ("asserted", "planned", "possible", "ended")


@pytest.fixture(scope="module")
def fusion() -> Fusion:
    return Fusion(load_registry(patterns_folder()))


@st.composite
def claims(draw: st.DrawFn) -> list[Claim]:
    made = []
    for document in range(draw(st.integers(1, 6))):
        date = draw(st.sampled_from(DATES))
        called: dict[str, Thing] = {}
        for number in range(draw(st.integers(1, 3))):
            made.append(draw(claim(f"n{document}", number, date, called)))
    return made


@st.composite
def claim(draw: st.DrawFn, document: str, number: int, date: str | None, called: dict[str, Thing]) -> Claim:
    def firm() -> Thing:
        if draw(st.booleans()):
            key = draw(st.sampled_from(KNOWN))
            return Thing(key, "COMPANY", key.title(), (key.title(),), True)
        name = draw(st.sampled_from(NAMES))
        return called.setdefault(name, Thing(f"{document}#{name}", "COMPANY", name, (name,), False))

    def amount(kind: str, unit: str) -> Amount:
        bound = draw(st.sampled_from(("exact", "approx", "more_than")))
        return Amount(kind, draw(st.sampled_from(VALUES)), unit, bound)

    predicate = draw(
        st.sampled_from(("ordered_from", "holds", "mined", "partnered_with", "has_position", "reported", "raised"))
    )
    iso = draw(st.sampled_from(MOMENTS))
    qualifiers: dict[str, Any] = {} if iso is None else {"date": (Moment(iso),)}
    subject: Thing | None = firm()
    filler: Thing | Amount | None
    if predicate == "ordered_from":
        filler = draw(st.sampled_from((None, firm())))
        subject = subject if filler is None else draw(st.sampled_from((None, subject)))
        if draw(st.booleans()):
            qualifiers["count"] = (amount("count", "machine"),)
    elif predicate == "partnered_with":
        filler = draw(st.sampled_from((None, firm())))
    elif predicate == "has_position":
        name = draw(st.sampled_from(PEOPLE))
        filler, subject = subject, Thing(f"{document}#{name}", "PERSON", name, (name,), False)
        qualifiers = {"title": (Literal(draw(st.sampled_from(("CEO", "首席执行官", "Founder")))),)}
    elif predicate in ("reported", "raised"):
        filler = amount("money", draw(st.sampled_from(("USD", "CNY", "XAU"))))
        if predicate == "reported":
            qualifiers["metric"] = (Literal(draw(st.sampled_from(("revenue", "net_income")))),)
    else:
        filler = amount("crypto", draw(st.sampled_from(("BTC", "ETH"))))
    source = Source(document, number, date=date, confidence=draw(st.sampled_from((0.5, 1.0))))
    return Claim(predicate, subject, filler, qualifiers, draw(st.sampled_from(MODALITIES)), source)


@settings(max_examples=60)
@given(data=st.data(), told=claims())
def test_order_and_repetition_change_nothing(fusion: Fusion, data: st.DataObject, told: list[Claim]) -> None:
    fused = fusion.fuse(told)
    assert fusion.fuse(data.draw(st.permutations(told))) == fused
    assert fusion.fuse([*told, *told]) == fused


@settings(max_examples=60)
@given(told=claims())
def test_every_claim_is_in_one_fact(fusion: Fusion, told: list[Claim]) -> None:
    facts = fusion.fuse(told).facts
    said = [(source.document, source.number) for fact in facts for source in fact.sources]
    assert sorted(said) == sorted((claim.source.document, claim.source.number) for claim in told)
    keys = {fact.key for fact in facts}
    assert len(keys) == len(facts)
    assert keys >= {key for fact in facts for key in (fact.superseded_by, fact.realises) if key}
    for fact in facts:
        assert fact.key not in (fact.superseded_by, fact.realises)
        told_by = {(source.document, source.number) for source in fact.sources}
        assert all({(s.document, s.number) for s in v.sources} <= told_by for v in fact.variants)


@settings(max_examples=60)
@given(told=claims())
def test_an_article_that_goes_leaves_nothing(fusion: Fusion, told: list[Claim]) -> None:
    gone = told[0].source.document
    fusion.fuse(told)
    facts = fusion.fuse([claim for claim in told if claim.source.document != gone]).facts
    assert f"{gone}#" not in repr(facts)
    assert all(source.document != gone for fact in facts for source in fact.sources)


@settings(max_examples=60)
@given(told=claims())
def test_what_a_person_rejects_is_not_merged(fusion: Fusion, told: list[Claim]) -> None:
    proposals = fusion.fuse(told).proposals
    rejected = Merges(tuple(Decision(p.label, p.left, p.right, False, p.left_names, p.right_names) for p in proposals))
    again = fusion.fuse(told, merges=rejected)
    pairs = {(p.label, p.left, p.right) for p in proposals}
    assert not pairs & {(p.label, p.left, p.right) for p in again.proposals}
    links = fusion.link(in_order(told), merges=rejected)
    for label, left, right in pairs:
        assert links.ident(Thing(left, label, "")) != links.ident(Thing(right, label, ""))
