"""Statements before the model: weighed, dropped, hinted at."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy
import pytest

from nlp.records import Measure, Mention, Statement
from nlp.transformer.evidence import FEATURES, Evidence
from nlp.transformer.fillers import completed, without_doubted
from nlp.transformer.heads import ArgumentHeads
from nlp.transformer.judge import judge, reassigned, weigh, without_retold
from nlp.transformer.judged import REASSIGNED, Told, kind_of
from nlp.transformer.roles import DISTANCES, RELATION_NUMBERS, RELATIONS, ROLE_NUMBERS, ROLES
from nlp.transformer.runtime import Model, Reading
from nlp.transformer.tags import first_of

# of the reading: a firm, another, a number
MENTIONS = [
    Mention(0, 2, "XY", "COMPANY", ref="xy", id="e1"),
    Mention(5, 6, "Z", "COMPANY", ref="z", id="e2"),
    Mention(7, 8, "b", "QUANTITY", ref="q:e3", id="e3", measure=Measure("crypto", 5.0, "BTC")),
]


def heads(*, roles: dict[tuple[int, str], float], relations: dict[tuple[int, int, str], float]) -> ArgumentHeads:
    """Heads that answer by the number of a mention."""

    class Told(ArgumentHeads):
        def mentions(self, states: Any, spans: Any) -> Any:
            return numpy.arange(len(spans), dtype=numpy.float32)[:, None]

        def roles(self, states: Any, mentions: Any, spans: Any) -> Any:
            made = numpy.full((len(mentions), len(ROLES)), 0.01, dtype=numpy.float32)
            for (number, role), chance in roles.items():
                made[number, ROLE_NUMBERS[role]] = chance
            return made

        def relations(self, states: Any, mentions: Any, spans: Any, pairs: Any) -> Any:
            made = numpy.full((len(pairs), len(RELATIONS)), 0.01, dtype=numpy.float32)
            for row, pair in enumerate(pairs.tolist()):
                for (one, other, name), chance in relations.items():
                    if pair == [one, other]:
                        made[row, RELATION_NUMBERS[name]] = chance
            return made

    return Told({})


HOLDS = heads(
    roles={(1, "holds.subject"): 0.9, (2, "holds.object"): 0.95, (2, "modality=planned"): 0.8},
    relations={(1, 2, "holds"): 0.9},
)
LEVEL = {"features": [0.0, 1.0, 1.0, 1.0, *[0.0] * (len(FEATURES) - 4)], "predicates": {}}
SETTINGS: dict[str, Any] = {
    "weigh": LEVEL,
    "make": LEVEL,
    "hints": 0.2,
    "drop": {"en": 0.3},
    "add": {"en": 0.8},
}


def test_a_mention_is_hinted_at_with_its_likeliest_subject(reading: Reading) -> None:
    (hint,) = Evidence(HOLDS, reading, MENTIONS).hints(0.5)
    assert (hint.mention, hint.predicate, hint.subject, hint.literals) == ("e3", "holds", "z", ())
    assert hint.confidence == pytest.approx(0.95)
    assert Evidence(HOLDS, reading, MENTIONS).hints(0.96) == []


def test_a_hint_names_the_metric_and_further_fillers(reading: Reading) -> None:
    money = [*MENTIONS[:2], Mention(7, 8, "b", "QUANTITY", ref="q:e3", id="e3", measure=Measure("money", 5.0, "USD"))]
    told = heads(
        roles={
            (2, "reported.object"): 0.9,
            (2, "metric=net_loss"): 0.7,
            (2, "raised.object"): 0.4,
            (0, "raised.investor"): 0.9,
        },
        relations={(1, 2, "reported"): 0.9},
    )
    (hint,) = Evidence(told, reading, money).hints(0.5)
    assert (hint.predicate, hint.literals, hint.fillers) == ("reported", (("metric", "net_loss"),), ())
    told = heads(roles={(2, "raised.object"): 0.9, (0, "raised.investor"): 0.8}, relations={(1, 2, "raised"): 0.9})
    (hint,) = Evidence(told, reading, money).hints(0.5)
    assert (hint.predicate, hint.subject, hint.fillers) == ("raised", "z", (("investor", "e1"),))


def test_two_that_are_related_are_hinted_at_whatever_else_is_told_of_them(reading: Reading) -> None:
    told = heads(
        roles={(2, "holds.object"): 0.95},
        relations={(0, 2, "holds"): 0.6, (1, 2, "holds"): 0.9, (1, 2, "mined"): 0.4, (2, 0, "holds"): 0.9},
    )
    evidence = Evidence(told, reading, MENTIONS)
    found = [(h.predicate, h.subject, h.mention, h.pair, h.confidence) for h in evidence.pairs(0.5)]
    assert found == [
        ("holds", "xy", "e3", True, pytest.approx(0.6)),
        ("holds", "z", "e3", True, pytest.approx(0.9)),
    ]
    assert [h.predicate for h in evidence.pairs(0.3)] == ["holds", "mined", "holds"]
    assert evidence.pairs(1.01) == evidence.pairs(0.95) == []


def test_partners_are_hinted_at_once(reading: Reading) -> None:
    told = heads(roles={}, relations={(0, 1, "partnered_with"): 0.6, (1, 0, "partnered_with"): 0.7})
    (hint,) = Evidence(told, reading, MENTIONS).pairs(0.5)
    assert (hint.subject, hint.mention) == ("z", "e1")


def test_a_relation_of_a_firm_to_itself_is_none(reading: Reading) -> None:
    told = heads(roles={}, relations={(0, 1, "partnered_with"): 0.9})
    itself = [MENTIONS[0], Mention(5, 6, "Z", "COMPANY", ref="xy", id="e2")]
    assert Evidence(told, reading, itself).pairs(0.5) == []


def test_a_relation_is_judged_by_what_is_told_beside_it(reading: Reading) -> None:
    pair = Statement("holds", "xy", "e3", rule="en.holds.pair.model", confidence=0.6)
    other = Statement("holds", "z", "e3", rule="a", confidence=0.9)
    assert kind_of(pair) == "pair"
    evidence, shared, busy = Evidence(HOLDS, reading, MENTIONS), FEATURES.index("shared"), FEATURES.index("busy")
    features = evidence.features(pair, Told([pair, other]))
    assert (features[shared], features[busy]) == (1.0, 0.0)
    features = evidence.features(pair, Told([pair, Statement("holds", "xy", "e9", rule="a")]))
    assert (features[shared], features[busy]) == (0.0, 1.0)
    assert evidence.features(other, Told([pair, other]))[shared] == 0.0
    settings = {**SETTINGS, "pair": {**LEVEL, "features": [0.0] * len(FEATURES)}, "reassign": 3.0}
    assert judge([pair, other], evidence, {**settings, "add_pairs": {"en": 0.4}}, "en")[0].subject == "xy"
    assert [s.subject for s in judge([pair, other], evidence, {**settings, "add_pairs": {"en": 0.6}}, "en")] == ["z"]


def test_a_subject_that_leads_and_an_object_without_rivals_speak_for_a_statement(reading: Reading) -> None:
    evidence = Evidence(HOLDS, reading, MENTIONS)
    lead, rival = FEATURES.index("lead"), FEATURES.index("rival")
    right, wrong = (evidence.features(Statement("holds", who, "e3"), Told(())) for who in ("z", "xy"))
    assert right[lead] > 0 > wrong[lead]
    assert right[rival] > 0
    assert evidence.features(Statement("mined", "z", "e3"), Told(()))[rival] < 0


def test_a_subject_that_is_named_nowhere_near_is_weighed_by_how_often_it_is_named(reading: Reading) -> None:
    evidence = Evidence(HOLDS, reading, MENTIONS)
    apart, lead = FEATURES.index("apart"), FEATURES.index("lead")
    nobody = Statement("holds", "elsewhere", "e3", rule="a", confidence=0.9)
    features = evidence.features(nobody, Told(()))
    assert features[apart] == 1.0
    assert features[lead] < 0  # XY and Z are named, this firm is not
    weights = {**LEVEL, "features": [0.0, 1.0, *[0.0] * (len(FEATURES) - 2)]}
    settings = {**SETTINGS, "drop_apart": 0.3}
    assert judge([nobody], evidence, {**settings, "apart": weights}, "en")[0].confidence == pytest.approx(0.95)
    doubted = {**weights, "features": [-9.0, 0.0, *[0.0] * (len(FEATURES) - 2)]}
    assert judge([nobody], evidence, {**settings, "apart": doubted}, "en") == []


def test_a_hinted_statement_has_a_threshold_of_its_own(reading: Reading) -> None:
    told = [Statement("holds", "z", "e3", rule="en.holds.model", confidence=0.95)]
    evidence = Evidence(HOLDS, reading, MENTIONS)
    assert [s.rule for s in judge(told, evidence, SETTINGS, "en")] == ["en.holds.model"]
    assert judge(told, evidence, {**SETTINGS, "add": {"en": 1.01}}, "en") == []
    assert judge(told, evidence, {**SETTINGS, "add": {}}, "en") == []


def test_a_doubtful_statement_is_dropped_and_a_likely_one_stays(reading: Reading) -> None:
    wrong, right = Statement("holds", "xy", "e3", rule="a"), Statement("holds", "z", "e3", rule="b")
    kept = judge([wrong, right], Evidence(HOLDS, reading, MENTIONS), SETTINGS, "en")
    assert [s.rule for s in kept] == ["b"]


@pytest.mark.parametrize(
    ("action", "stays"),
    [("ban", ["a"]), ("tax", [])],
)
def test_a_statement_without_an_object_is_weighed_by_its_subject_and_what_it_does(
    reading: Reading, action: str, stays: list[str]
) -> None:
    told = heads(roles={(0, "regulates.alone"): 0.9, (0, "action=ban"): 0.9}, relations={})
    evidence = Evidence(told, reading, [Mention(0, 2, "XY", "AUTHORITY", ref="xy", id="e1"), *MENTIONS[1:]])
    said = [Statement("regulates", "xy", None, {"action": (action,)}, evidence=((0, 6),), rule="a")]
    own = {**LEVEL, "features": [0.0, 1.0, 1.0, *[0.0] * (len(FEATURES) - 3)]}
    settings = {**SETTINGS, "alone": own, "drop_alone": 0.5, "drop": {"en": 0.0}}
    assert [s.rule for s in judge(said, evidence, settings, "en")] == stays
    # a model from before has no weights for them
    assert judge(said, evidence, SETTINGS, "en") == said


def test_of_a_subject_told_twice_the_mention_in_the_evidence_counts(reading: Reading) -> None:
    told = heads(roles={(0, "regulates.alone"): 0.9, (0, "action=ban"): 0.9}, relations={})
    twice = [Mention(0, 2, "XY", "AUTHORITY", ref="xy", id="e1"), Mention(5, 6, "Z", "AUTHORITY", ref="xy", id="e2")]
    evidence = Evidence(told, reading, twice)
    first, second = (
        evidence.features(Statement("regulates", "xy", None, {"action": ("ban",)}, evidence=(span,)), Told(()))
        for span in ((0, 3), (4, 8))
    )
    assert first[1] > 0 > second[1]


def test_a_reliable_rule_speaks_for_what_it_says(reading: Reading) -> None:
    evidence = Evidence(HOLDS, reading, MENTIONS)
    told = Statement("holds", "xy", "e3", rule="en.holds.1")
    at = FEATURES.index("rule")
    assert evidence.features(told, Told([told]))[at] == 0.0
    for rule in ("en.holds.1", f"en.holds.1{REASSIGNED}"):
        said = replace(told, rule=rule)
        assert evidence.features(said, Told([said]), {"en.holds.1": 1.5})[at] == 1.5
    own = {"features": [1.0 if name == "rule" else 0.0 for name in FEATURES], "predicates": {}}
    settings = {**SETTINGS, "weigh": own, "drop": {"en": 0.5}}
    assert judge([told], evidence, {**settings, "rules": {"en.holds.1": 1.5}}, "en")
    assert not judge([told], evidence, {**settings, "rules": {"en.holds.1": -1.5}}, "en")


def test_another_relation_of_the_same_two_speaks_against_a_statement(reading: Reading) -> None:
    at = FEATURES.index("other")
    told = Statement("holds", "xy", "e3", rule="a")

    def other(**chances: float) -> float:
        relations = {(0, 2, name): chance for name, chance in chances.items()}
        return Evidence(heads(roles={}, relations=relations), reading, MENTIONS).features(told, Told([told]))[at]

    assert other(holds=0.9, sold_crypto=0.1) > 0 > other(holds=0.1, sold_crypto=0.9)
    # what the two cannot be does not count
    assert other(holds=0.5, has_position=0.99) == other(holds=0.5)


def test_without_settings_all_stays(reading: Reading) -> None:
    told = [Statement("holds", "xy", "e3")]
    assert judge(told, Evidence(HOLDS, reading, MENTIONS), {}, "en") == told


def test_a_kind_that_the_predicate_cannot_have_is_never_hinted_at(reading: Reading) -> None:
    told = heads(roles={(2, "mined.object"): 0.9}, relations={(1, 2, "mined"): 0.9})
    money = [*MENTIONS[:2], Mention(7, 8, "b", "QUANTITY", ref="q:e3", id="e3", measure=Measure("money", 5.0, "USD"))]
    assert Evidence(told, reading, money).hints(0.5) == []
    assert [hint.predicate for hint in Evidence(told, reading, MENTIONS).hints(0.5)] == ["mined"]


def test_a_text_without_mentions_is_judged(reading: Reading) -> None:
    assert judge([], Evidence(HOLDS, reading, []), SETTINGS, "en") == []
    assert Evidence(HOLDS, reading, []).hints(0.1) == []


def test_heads_are_what_training_reckons() -> None:
    width, generator = 4, numpy.random.default_rng(1)

    def random(*shape: int) -> Any:
        return generator.normal(size=shape).astype(numpy.float32)

    weights = {
        "role_inner.weight": random(width, 2 * width), "role_inner.bias": random(width),
        "role_outer.weight": random(4, width), "role_outer.bias": random(4),
        "subject.weight": random(width, 2 * width), "subject.bias": random(width),
        "object.weight": random(width, 2 * width), "object.bias": random(width),
        "distance.weight": random(len(DISTANCES) + 1, width),
        "relation.weight": random(2, width), "relation.bias": random(2),
    }  # fmt: skip
    told, states = ArgumentHeads(weights), random(6, width)
    spans = numpy.array([[0, 1], [3, 5]])
    vectors = told.mentions(states, spans)
    assert vectors.shape == (2, 2 * width)
    assert numpy.allclose(vectors[1], numpy.concatenate([states[3], states[5]]))
    roles = told.roles(states, vectors, spans)
    assert roles.shape == (2, 4)
    assert ((roles > 0) & (roles < 1)).all()
    # what stands around a mention counts where the model has weights for it
    looking = {f"role_{part}.weight": random(width, width) for part in ("query", "key", "value", "around")}
    looking |= {f"role_{part}.bias": random(width) for part in ("query", "key", "value")}
    assert not numpy.allclose(ArgumentHeads({**weights, **looking}).roles(states, vectors, spans), roles)
    near = told.relations(states, vectors, spans, numpy.array([[0, 1], [1, 0]]))
    assert near.shape == (2, 2)
    assert not numpy.allclose(near[0], near[1])
    # what stands between the two counts where the model has weights for it
    wider = ArgumentHeads({**weights, "between.weight": random(width, width)})
    other = states.copy()
    other[2] += 1
    pairs = numpy.array([[0, 1]])
    assert not numpy.allclose(
        wider.relations(states, vectors, spans, pairs), wider.relations(other, vectors, spans, pairs)
    )
    assert numpy.allclose(told.relations(states, vectors, spans, pairs), told.relations(other, vectors, spans, pairs))


@pytest.mark.parametrize("length", [40, 512, 513, 2_000])
def test_what_two_mentions_see_around_them_depends_on_no_other_two(length: int) -> None:
    width, generator = 8, numpy.random.default_rng(2)

    def random(*shape: int) -> Any:
        return generator.normal(scale=0.3, size=shape).astype(numpy.float32)

    weights = {
        "subject.weight": random(width, 2 * width), "subject.bias": random(width),
        "object.weight": random(width, 2 * width), "object.bias": random(width),
        "distance.weight": random(len(DISTANCES) + 1, width),
        "relation.weight": random(2, width), "relation.bias": random(2),
        **{f"around_{part}.weight": random(width, width) for part in ("query", "key", "value")},
        **{f"around_{part}.bias": random(width) for part in ("query", "key", "value")},
        "around.weight": random(width, width),
        "role_inner.weight": random(width, 2 * width), "role_inner.bias": random(width),
        "role_outer.weight": random(3, width), "role_outer.bias": random(3),
        **{f"role_{part}.weight": random(width, width) for part in ("query", "key", "value", "around")},
        **{f"role_{part}.bias": random(width) for part in ("query", "key", "value")},
    }  # fmt: skip
    told, states = ArgumentHeads(weights), random(length, width)
    starts = numpy.sort(generator.choice(length - 2, 12, replace=False))
    spans = numpy.column_stack([starts, starts + 1])
    vectors = told.mentions(states, spans)
    pairs = numpy.array([(one, one + 1) for one in range(11)])
    together = told.relations(states, vectors, spans, pairs)
    alone = [told.relations(states, vectors, spans, pair[None])[0] for pair in pairs]
    assert numpy.allclose(together, alone, atol=1e-5)
    # what stands near is seen
    changed = states.copy()
    changed[(int(starts[0]) + 60) % length] += 20
    assert not numpy.allclose(told.relations(changed, vectors, spans, pairs[:1]), together[:1])
    # and so it is with the roles of a mention
    roles = told.roles(states, vectors, spans)
    each = [told.roles(states, vectors[n : n + 1], spans[n : n + 1])[0] for n in range(12)]
    assert numpy.allclose(roles, each, atol=1e-5)
    assert not numpy.allclose(told.roles(changed, vectors[:1], spans[:1]), roles[:1])


def test_pairs_grow_with_the_text_not_with_its_square(model: Model) -> None:
    counts = []

    class Counting(ArgumentHeads):
        def mentions(self, states: Any, spans: Any) -> Any:
            return numpy.zeros((len(spans), 1), dtype=numpy.float32)

        def roles(self, states: Any, mentions: Any, spans: Any) -> Any:
            return numpy.zeros((len(mentions), len(ROLES)), dtype=numpy.float32)

        def relations(self, states: Any, mentions: Any, spans: Any, pairs: Any) -> Any:
            counts.append(len(pairs))
            return numpy.zeros((len(pairs), len(RELATIONS)), dtype=numpy.float32)

    for times in (100, 400):
        text = "Z a " * times
        firms = [Mention(4 * n, 4 * n + 1, "Z", "COMPANY", ref="z", id=f"e{n}") for n in range(times)]
        Evidence(Counting({}), model.read([text])[0], firms)
    assert counts[1] < 6 * counts[0]


DOUBTED = {"date": 0.1, "other": 0.02}
DATED = [*MENTIONS, Mention(9, 10, "c", "DATE", ref="d:e4", id="e4", iso="2022-05")]


def test_another_subject_takes_a_fact_that_it_is_far_likelier_to_be_told_of(reading: Reading) -> None:
    told = heads(roles={(2, "holds.object"): 0.95}, relations={(0, 2, "holds"): 0.02, (1, 2, "holds"): 0.9})
    said = Statement("holds", "xy", "e3", rule="a")
    evidence = Evidence(told, reading, MENTIONS)
    assert reassigned(said, evidence, 3.0) == Statement("holds", "z", "e3", rule="a.reassigned")
    assert reassigned(said, evidence, 9.0) == said
    assert reassigned(Statement("holds", "nobody", "e3"), evidence, 0.0).subject == "nobody"
    assert reassigned(Statement("regulates", "xy", None), evidence, 0.0).subject == "xy"


def test_no_subject_takes_its_own_object(reading: Reading) -> None:
    told = heads(roles={}, relations={(1, 0, "partnered_with"): 0.9, (0, 1, "partnered_with"): 0.01})
    said = Statement("partnered_with", "z", "xy")
    assert reassigned(said, Evidence(told, reading, MENTIONS), 0.0).subject == "z"


def test_a_reassigned_hint_is_judged_as_a_hint(reading: Reading) -> None:
    told = heads(roles={(2, "holds.object"): 0.95}, relations={(0, 2, "holds"): 0.02, (1, 2, "holds"): 0.9})
    said = [Statement("holds", "xy", "e3", rule="en.holds.model", confidence=0.95)]
    evidence = Evidence(told, reading, MENTIONS)
    settings = {**SETTINGS, "reassign": 3.0, "add": {"en": 0.0}}
    assert [s.rule for s in judge(said, evidence, settings, "en")] == ["en.holds.model.reassigned"]
    assert judge(said, evidence, {**settings, "add": {}}, "en") == []


def test_two_that_tell_the_same_after_it_are_one(reading: Reading) -> None:
    told = heads(
        roles={(2, "holds.object"): 0.95, (1, "holds.subject"): 0.9},
        relations={(0, 2, "holds"): 0.01, (1, 2, "holds"): 0.95},
    )
    said = [Statement("holds", "xy", "e3", rule="b"), Statement("holds", "z", "e3", rule="a")]
    kept = judge(said, Evidence(told, reading, MENTIONS), {**SETTINGS, "reassign": 3.0}, "en")
    assert [(s.subject, s.rule) for s in kept] == [("z", "a")]


def test_what_was_given_no_other_subject_is_never_taken_for_told_again() -> None:
    """Two modalities of one fact are two statements."""
    said = [Statement("holds", "z", "e3", rule="a"), Statement("holds", "z", "e3", modality="planned", rule="b")]
    assert without_retold(said) == said


@pytest.mark.parametrize(("chance", "stays"), [(0.09, False), (0.11, True)])
def test_dates_that_hardly_are_a_fact_s_are_left_out(reading: Reading, chance: float, stays: bool) -> None:
    told = heads(roles={(3, "holds.date"): chance}, relations={})
    said = Statement("holds", "z", "e3", {"date": ("e4",), "metric": ("cash",)})
    kept = without_doubted(said, Evidence(told, reading, DATED), DOUBTED)
    assert kept.qualifiers == ({"date": ("e4",), "metric": ("cash",)} if stays else {"metric": ("cash",)})


def test_fillers_without_a_mention_stay(reading: Reading) -> None:
    said = Statement("raised", "z", "e3", {"investor": ("somebody",)})
    assert without_doubted(said, Evidence(heads(roles={}, relations={}), reading, MENTIONS), DOUBTED) == said


LACKING = [
    # a role that nobody fills is filled by what is likely to
    ([Statement("mined", "z", "e3")], (3, "mined.date"), [{"date": ("e4",)}]),
    ([Statement("pledged", "z", "e3")], (0, "pledged.counterparty"), [{"counterparty": ("xy",)}]),
    # not where the statement has it already, where another of the predicate names the mention, or under another predicate
    ([Statement("mined", "z", "e3", {"date": ("e9",)})], (3, "mined.date"), [{"date": ("e9",)}]),
    (
        [Statement("pledged", "xy", "e4"), Statement("pledged", "z", "e3")],
        (0, "pledged.counterparty"),
        [{}, {}],
    ),
    ([Statement("holds", "z", "e3")], (3, "mined.date"), [{}]),
    # a statement without an object stands where its evidence names its subject
    (
        [Statement("regulates", "xy", None, {"action": ("ban",)}, evidence=((0, 2),))],
        (3, "regulates.date"),
        [{"action": ("ban",), "date": ("e4",)}],
    ),
    (
        [Statement("regulates", "xy", None, {"action": ("ban",)}, evidence=((90, 92),))],
        (3, "regulates.date"),
        [{"action": ("ban",)}],
    ),
    # a date is no sum, and a sum no date
    ([Statement("pledged", "z", "e3")], (3, "pledged.amount"), [{}]),
]


@pytest.mark.parametrize(("said", "likely", "qualifiers"), LACKING)
def test_statements_are_completed_by_what_likely_is_their_own(
    reading: Reading, said: list[Statement], likely: tuple[int, str], qualifiers: list[Any]
) -> None:
    evidence = Evidence(heads(roles={likely: 0.7}, relations={}), reading, DATED)
    assert [s.qualifiers for s in completed(said, evidence, 0.6)] == qualifiers
    assert completed(said, evidence, 0.75) == said


def test_the_nearest_statement_that_lacks_the_role_is_completed(reading: Reading) -> None:
    said = [Statement("holds", "xy", "e1"), Statement("holds", "z", "e3")]
    evidence = Evidence(heads(roles={(3, "holds.date"): 0.7}, relations={}), reading, DATED)
    assert [bool(s.qualifiers) for s in completed(said, evidence, 0.6)] == [False, True]


@pytest.mark.parametrize(("chance", "stays"), [(0.3, False), (0.95, True)])
def test_a_fact_of_a_subject_far_off_stands_by_its_object(reading: Reading, chance: float, stays: bool) -> None:
    said = [Statement("holds", "somebody", "e3", rule="a", confidence=0.9)]
    evidence = Evidence(heads(roles={(2, "holds.object"): chance}, relations={}), reading, MENTIONS)
    assert judge(said, evidence, SETTINGS, "en") == said  # a model from before drops none of these
    assert judge(said, evidence, {**SETTINGS, "drop_apart": 0.6}, "en") == (said if stays else [])


def test_a_statement_is_weighed_by_whether_its_object_is_a_mention_at_all(reading: Reading) -> None:
    named, told = FEATURES.index("named"), Statement("holds", "z", "e3", rule="a")
    scores = numpy.full_like(reading.scores, -9.0)
    scores[:, 0] = 0.0
    doubted = Evidence(HOLDS, replace(reading, scores=scores), MENTIONS).features(told, Told([told]))[named]
    first, last = reading.pieces.span(7, 8)
    scores = scores.copy()
    scores[first:last, 0], scores[first, first_of("QUANTITY")] = -9.0, 0.0
    sure = Evidence(HOLDS, replace(reading, scores=scores), MENTIONS).features(told, Told([told]))[named]
    assert doubted < -3 < 3 < sure


def test_a_model_from_before_has_no_weights_for_the_last_features() -> None:
    assert weigh([1.0, 2.0, 9.0], "holds", {"features": [0.5, 0.25], "predicates": {"holds": -1.0}}) == 0.5
