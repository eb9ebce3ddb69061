"""Statements before the model: weighed, dropped, made."""

from __future__ import annotations

from typing import Any

import numpy
import pytest

from nlp.records import Measure, Mention, Statement
from nlp.transformer.heads import ArgumentHeads
from nlp.transformer.judge import RULE, Evidence, judge
from nlp.transformer.roles import DISTANCES, RELATION_NUMBERS, RELATIONS, ROLE_NUMBERS, ROLES
from nlp.transformer.runtime import Model, Reading

# XY a Z b c: a firm, another, a number
TEXT = "XY a Z b c"
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

        def roles(self, mentions: Any) -> Any:
            made = numpy.full((len(mentions), len(ROLES)), 0.01, dtype=numpy.float32)
            for (number, role), chance in roles.items():
                made[number, ROLE_NUMBERS[role]] = chance
            return made

        def relations(self, mentions: Any, spans: Any, pairs: Any) -> Any:
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
LEVEL = {"features": [0.0, 1.0, 1.0, 1.0, 0.0, 0.0], "predicates": {}}
SETTINGS: dict[str, Any] = {
    "weigh": LEVEL,
    "make": LEVEL,
    "relation": 0.2,
    "drop": {"en": 0.3},
    "add": {"en": 0.8},
}


@pytest.fixture
def reading(model: Model) -> Reading:
    return model.read([TEXT])[0]


def test_a_missed_statement_is_made(reading: Reading) -> None:
    made = judge([], Evidence(HOLDS, reading, MENTIONS), SETTINGS, "en")
    assert [(s.predicate, s.subject, s.object, s.modality, s.rule) for s in made] == [
        ("holds", "z", "e3", "planned", RULE)
    ]
    assert TEXT[slice(*made[0].evidence[0])] == "Z b"
    assert 0.8 < made[0].confidence <= 1


def test_a_doubtful_statement_is_dropped_and_a_likely_one_stays(reading: Reading) -> None:
    wrong, right = Statement("holds", "xy", "e3", rule="a"), Statement("holds", "z", "e3", rule="b")
    kept = judge([wrong, right], Evidence(HOLDS, reading, MENTIONS), SETTINGS, "en")
    assert [s.rule for s in kept] == ["b"]


def test_a_value_that_has_its_statement_gets_no_second(reading: Reading) -> None:
    settings = {**SETTINGS, "drop": {}}
    told = Statement("holds", "xy", "e3", rule="a")
    assert [s.rule for s in judge([told], Evidence(HOLDS, reading, MENTIONS), settings, "en")] == ["a"]


def test_without_settings_all_stays(reading: Reading) -> None:
    told = [Statement("holds", "xy", "e3")]
    assert judge(told, Evidence(HOLDS, reading, MENTIONS), {}, "en") == told


def test_a_kind_that_the_predicate_cannot_have_is_never_made(reading: Reading) -> None:
    told = heads(
        roles={(1, "mined.subject"): 0.9, (2, "mined.object"): 0.9},
        relations={(1, 2, "mined"): 0.9, (1, 0, "mined"): 0.9},
    )
    money = [*MENTIONS[:2], Mention(7, 8, "b", "QUANTITY", ref="q:e3", id="e3", measure=Measure("money", 5.0, "USD"))]
    assert judge([], Evidence(told, reading, money), SETTINGS, "en") == []
    assert [s.predicate for s in judge([], Evidence(told, reading, MENTIONS), SETTINGS, "en")] == ["mined"]


def test_a_text_without_mentions_is_judged(reading: Reading) -> None:
    assert judge([], Evidence(HOLDS, reading, []), SETTINGS, "en") == []


def test_heads_are_what_training_reckons() -> None:
    width, generator = 3, numpy.random.default_rng(1)

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
    roles = told.roles(vectors)
    assert roles.shape == (2, 4)
    assert ((roles > 0) & (roles < 1)).all()
    near = told.relations(vectors, spans, numpy.array([[0, 1], [1, 0]]))
    assert near.shape == (2, 2)
    assert not numpy.allclose(near[0], near[1])


def test_pairs_grow_with_the_text_not_with_its_square(model: Model) -> None:
    counts = []

    class Counting(ArgumentHeads):
        def mentions(self, states: Any, spans: Any) -> Any:
            return numpy.zeros((len(spans), 1), dtype=numpy.float32)

        def roles(self, mentions: Any) -> Any:
            return numpy.zeros((len(mentions), len(ROLES)), dtype=numpy.float32)

        def relations(self, mentions: Any, spans: Any, pairs: Any) -> Any:
            counts.append(len(pairs))
            return numpy.zeros((len(pairs), len(RELATIONS)), dtype=numpy.float32)

    for times in (100, 400):
        text = "Z a " * times
        firms = [Mention(4 * n, 4 * n + 1, "Z", "COMPANY", ref="z", id=f"e{n}") for n in range(times)]
        Evidence(Counting({}), model.read([text])[0], firms)
    assert counts[1] < 6 * counts[0]
