"""What becomes one fact, what stays two, and what a fact says."""

from __future__ import annotations

from nlp.graph.claims import Amount, Literal, Moment
from tests.unit.graph.fusion.build import coins, count, money, person, place, power, say
from tests.unit.graph.fusion.conftest import Fuse


def test_an_order_told_twice_has_two_sources_and_the_precise_number(fuse: Fuse) -> None:
    (fact,) = fuse(
        say("b", "ordered_from", "hive", "canaan", count=count(7000, "approx"), published="2022-03-16"),
        say("a", "ordered_from", "hive", "canaan", count=count(7352), date="2022-03-14"),
    )
    assert [source.document for source in fact.sources] == ["a", "b"]
    assert fact.qualifiers == {"count": (count(7352),), "date": (Moment("2022-03-14"),)}
    assert fact.variants == ()


def test_contradicting_numbers_are_kept_the_better_supported_first(fuse: Fuse) -> None:
    (fact,) = fuse(
        say("a", "ordered_from", "hive", "canaan", count=count(17352)),
        say("b", "ordered_from", "hive", "canaan", count=count(17000)),
        say("c", "ordered_from", "hive", "canaan", count=count(17000), published="2022-03-16"),
    )
    assert fact.qualifiers["count"] == (count(17000),)
    (variant,) = fact.variants
    assert (variant.role, variant.fillers) == ("count", (count(17352),))
    assert [source.document for source in variant.sources] == ["a"]


def test_of_two_versions_with_one_source_each_the_more_precise_is_better(fuse: Fuse) -> None:
    (fact,) = fuse(
        say("a", "ordered_from", "hive", "canaan", count=count(17000)),
        say("b", "ordered_from", "hive", "canaan", count=count(17352)),
    )
    assert fact.qualifiers["count"] == (count(17352),)


def test_then_the_exact_then_the_surer_then_the_earlier(fuse: Fuse) -> None:
    exact = say("b", "holds", "hive", coins(2100), date="2022-03-14")
    vague = say("a", "holds", "hive", coins(2200, "approx"), date="2022-03-14")
    assert fuse(exact, vague)[0].object == coins(2100)
    sure = say("b", "holds", "hive", coins(2100), date="2022-03-14")
    unsure = say("a", "holds", "hive", coins(2200), date="2022-03-14", confidence=0.5)
    assert fuse(sure, unsure)[0].object == coins(2100)
    early = say("b", "holds", "hive", coins(2100), date="2022-03-14", published="2022-03-15")
    late = say("a", "holds", "hive", coins(2200), date="2022-03-14", published="2022-03-16")
    assert fuse(early, late)[0].object == coins(2100)


def test_one_sum_in_two_currencies_is_no_conflict(fuse: Fuse) -> None:
    (fact,) = fuse(
        say("a", "raised", "hive", money(65e6)),
        say("b", "raised", "hive", money(420e6, "CNY", "more_than")),
    )
    assert fact.object == money(65e6)
    assert fact.variants == ()


def test_another_order_is_another_fact(fuse: Fuse) -> None:
    order = say("a", "ordered_from", "hive", "canaan", count=count(4500))
    assert len(fuse(order, say("b", "ordered_from", "hive", "canaan", count=count(9000)))) == 2
    assert len(fuse(order, say("b", "ordered_from", "hive", "bitmain", count=count(4500)))) == 2
    assert len(fuse(order, say("b", "ordered_from", "hive", "canaan", count=count(4500), published="2022-09-15"))) == 2
    assert len(fuse(order, say("b", "supplied", "hive", "canaan", count=count(4500)))) == 2


def test_a_seller_left_unsaid_needs_a_number_in_common(fuse: Fuse) -> None:
    order = say("a", "ordered_from", "hive", "canaan", count=count(4512))
    (fact,) = fuse(order, say("b", "ordered_from", "hive", None, count=count(4512)))
    assert getattr(fact.object, "key", None) == "canaan"
    assert len(fuse(order, say("b", "ordered_from", None, "canaan", count=count(9000)))) == 2
    assert len(fuse(order, say("b", "ordered_from", None, "canaan", count=count(4512)))) == 1


def test_what_leaves_the_seller_unsaid_does_not_join_two_orders(fuse: Fuse) -> None:
    facts = fuse(
        say("a", "ordered_from", "hive", "canaan", count=count(1500)),
        say("b", "ordered_from", "hive", "bitmain", count=count(1500)),
        say("c", "ordered_from", "hive", None, count=count(1500)),
    )
    assert sorted(len(fact.sources) for fact in facts) == [1, 2]


def test_an_article_tells_a_fact_once(fuse: Fuse) -> None:
    facts = fuse(
        say("a", "ordered_from", "hive", "canaan", count=count(1000)),
        say("a", "ordered_from", "hive", "canaan", count=count(1100), number=1),
    )
    assert len(facts) == 2


def test_periods_must_be_alike(fuse: Fuse) -> None:
    quarter = say("a", "reported", "hive", money(50e6), metric="revenue", date="2022-Q1", published="2022-05-10")
    assert len(fuse(quarter, say("b", "reported", "hive", money(50e6), metric="revenue", date="2022-Q1"))) == 1
    assert len(fuse(quarter, say("b", "reported", "hive", money(50e6), metric="net_income", date="2022-Q1"))) == 2
    assert len(fuse(quarter, say("b", "reported", "hive", money(50e6), metric="revenue", date="2022"))) == 2
    part = say("b", "reported", "hive", money(50e6), metric="revenue", segment="hosting", date="2022-Q1")
    assert len(fuse(quarter, part)) == 2


def test_partners_stand_in_either_order(fuse: Fuse) -> None:
    (fact,) = fuse(
        say("a", "partnered_with", "hive", "canaan", power=power(100)),
        say("b", "partnered_with", "canaan", "hive", power=power(100)),
    )
    assert [getattr(party, "key", None) for party in (fact.subject, fact.object)] == ["hive", "canaan"]
    assert fact.variants == ()


def test_a_place_may_be_told_narrowly(fuse: Fuse) -> None:
    (fact,) = fuse(
        say("a", "relocated_to", "hive", place("us"), count=count(1260)),
        say("b", "relocated_to", "hive", place("us-tx"), count=count(1260)),
    )
    assert getattr(fact.object, "key", None) == "us-tx"
    assert len(fuse(*(say(d, "has_capacity", "hive", power(25), jurisdiction=place(p)) for d, p in (("a", "us-tx"), ("b", "us-oh"))))) == 2  # fmt: skip


def test_titles_of_several_languages_are_kept(fuse: Fuse) -> None:
    (fact,) = fuse(
        say("a", "has_position", person("Ann B. Cole", "a"), "hive", title="CEO"),
        say("b", "has_position", person("Ann Cole", "b"), "hive", title="首席执行官"),
    )
    assert fact.qualifiers["title"] == (Literal("CEO"), Literal("首席执行官"))


def test_a_plan_and_a_possibility_are_one_plan(fuse: Fuse) -> None:
    (fact,) = fuse(
        say("a", "acquired", "hive", "canaan", amount=money(41e6), modality="planned"),
        say("b", "acquired", "hive", "canaan", amount=money(41e6), modality="possible"),
    )
    assert fact.modality == "planned"


def test_the_key_outlives_later_sources(fuse: Fuse) -> None:
    first = say("m", "ordered_from", "hive", "canaan", count=count(7352))
    (alone,) = fuse(first)
    (joined,) = fuse(first, say("a", "ordered_from", "hive", "canaan", count=count(7352), published="2022-03-16"))
    assert alone.key == joined.key == first.key


def test_later_figures_replace_earlier_ones(fuse: Fuse) -> None:
    june, july, august = fuse(
        say("c", "holds", "hive", coins(600), date="2022-08-31", published="2022-09-02"),
        say("a", "holds", "hive", coins(400), date="2022-06-30", published="2022-07-02"),
        say("b", "holds", "hive", coins(500), date="2022-07-31", published="2022-08-02"),
    )
    assert (june.superseded_by, july.superseded_by, august.superseded_by) == (july.key, august.key, None)


def test_what_was_mined_in_a_month_is_not_replaced(fuse: Fuse) -> None:
    facts = fuse(
        say("a", "mined", "hive", coins(400), date="2022-06", published="2022-07-02"),
        say("b", "mined", "hive", coins(500), date="2022-07", published="2022-08-02"),
    )
    assert [fact.superseded_by for fact in facts] == [None, None]


def test_a_post_passes_to_the_next_holder(fuse: Fuse) -> None:
    old, new = fuse(
        say("a", "has_position", person("Ann Cole", "a"), "hive", title="CEO", published="2021-01-04"),
        say("b", "has_position", person("罗志远", "b"), "hive", title="首席执行官", published="2022-01-04"),
    )
    assert old.superseded_by == new.key
    founder = say("b", "has_position", person("罗志远", "b"), "hive", title="创始人", published="2022-01-04")
    assert fuse(say("a", "has_position", person("Ann Cole", "a"), "hive", title="CEO", published="2021-01-04"), founder)[0].superseded_by is None  # fmt: skip


def test_a_plan_is_carried_out_or_called_off(fuse: Fuse) -> None:
    plan = say("a", "acquired", "hive", "canaan", amount=money(310e6), modality="planned", published="2022-03-08")
    done = say("b", "acquired", "hive", "canaan", amount=money(312e6), date="2022-06-01", published="2022-06-02")
    off = say("b", "acquired", "hive", "canaan", amount=money(310e6), modality="ended", published="2022-06-02")
    assert [fact.realises for fact in fuse(plan, done)] == [None, plan.key]
    assert [fact.realises for fact in fuse(plan, off)] == [None, plan.key]
    before = say("b", "acquired", "hive", "canaan", amount=money(310e6), published="2022-01-02")
    assert [fact.realises for fact in fuse(plan, before)] == [None, None]


def test_a_plan_put_off_replaces_the_plan(fuse: Fuse) -> None:
    first, second = fuse(
        say("a", "has_capacity", "hive", power(75), date="2022-09", modality="planned", published="2022-02-01"),
        say("b", "has_capacity", "hive", power(75), date="2023-03", modality="planned", published="2022-08-01"),
    )
    assert first.superseded_by == second.key


def test_claims_that_no_rule_foresees_do_no_harm(fuse: Fuse) -> None:
    odd = say("a", "befriended", "hive", "canaan", count=count(float("nan")), modality="dreamt", published="yesterday")
    nothing = say("b", "holds", None, None, published=None)
    numberless = say("c", "holds", "hive", Amount("crypto", None, "BTC"), date="2022-99-99")
    assert len(fuse(odd, nothing, numberless)) == 3
    assert fuse() == []
