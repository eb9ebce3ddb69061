"""How a statement is meant, by heads and grammar together."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from nlp.records import Mention, Statement
from nlp.schema import MODALITIES
from nlp.transformer.evidence import Evidence
from nlp.transformer.judge import judge
from nlp.transformer.judged import REASSIGNED, RESAID, kind_of, made_by
from nlp.transformer.modalities import all_with_modality, modality_odds, with_modality
from nlp.transformer.runtime import Reading
from tests.unit.transformer.test_judge import HOLDS, MENTIONS, SETTINGS, heads

WEIGHTS = {
    "odds": 0.5,
    "said": dict.fromkeys(MODALITIES, 1.0),
    "often": {modality: 1.0 if modality == "asserted" else 0.0 for modality in MODALITIES},
}
HELD = Statement("holds", "xy", "e3", rule="en.holds.1")


def evidence_of(reading: Reading, roles: dict[tuple[int, str], float]) -> Evidence:
    return Evidence(heads(roles={(2, "holds.object"): 0.9, **roles}, relations={}), reading, MENTIONS)


@pytest.mark.parametrize(
    ("asserted", "planned", "said", "meant"),
    [
        (0.9, 0.1, "asserted", "asserted"),
        (0.02, 0.98, "asserted", "planned"),
        (0.5, 0.7, "asserted", "asserted"),  # the grammar read so, and most are
        (0.5, 0.7, "planned", "planned"),
        (0.99, 0.01, "planned", "asserted"),
        (0.05, 0.4, "ended", "planned"),
    ],
)
def test_heads_and_grammar_are_summed(reading: Reading, asserted: float, planned: float, said: str, meant: str) -> None:
    evidence = evidence_of(reading, {(2, "modality=asserted"): asserted, (2, "modality=planned"): planned})
    made = with_modality(replace(HELD, modality=said), evidence, WEIGHTS)
    assert made.modality == meant
    assert made.rule == HELD.rule + (RESAID if meant != said else "")


def test_what_no_mention_tells_stays(reading: Reading) -> None:
    evidence = evidence_of(reading, {(2, "modality=planned"): 0.99})
    other = Statement("holds", "xy", "e9", rule="a")
    assert modality_odds(other, evidence) is None
    assert with_modality(other, evidence, WEIGHTS) == other


def test_of_an_object_named_twice_the_likelier_mention_tells(reading: Reading) -> None:
    twice = [MENTIONS[0], *(Mention(s, s + 1, "Z", "COMPANY", ref="z", id=f"e{s}") for s in (3, 7))]
    roles = {(1, "acquired.object"): 0.2, (1, "modality=denied"): 0.99, (2, "acquired.object"): 0.9}
    evidence = Evidence(heads(roles={**roles, (2, "modality=ended"): 0.99}, relations={}), reading, twice)
    assert with_modality(Statement("acquired", "xy", "z"), evidence, WEIGHTS).modality == "ended"


def test_one_fact_of_one_modality_is_said_once(reading: Reading) -> None:
    evidence = evidence_of(reading, {(2, "modality=planned"): 0.99, (2, "modality=asserted"): 0.01})
    planned = replace(HELD, modality="planned", rule="b")
    assert all_with_modality([HELD, planned], evidence, WEIGHTS) == [planned]
    sure = replace(HELD, confidence=0.9, rule="c")
    assert [s.rule for s in all_with_modality([replace(HELD, confidence=0.5), sure], evidence, WEIGHTS)] == [
        f"c{RESAID}"
    ]


def test_what_was_changed_is_still_of_its_rule() -> None:
    changed = replace(HELD, rule=f"en.holds.pair.model{REASSIGNED}{RESAID}")
    assert made_by(changed) == "en.holds.pair.model"
    assert kind_of(changed) == "pair"


@pytest.mark.parametrize(
    ("settings", "meant"),
    [({}, "asserted"), ({"modality": {"en": WEIGHTS}}, "planned"), ({"modality": {"zh": WEIGHTS}}, "asserted")],
)
def test_the_judge_says_how_a_statement_is_meant_where_the_model_knows_what_that_is_worth(
    reading: Reading, settings: dict[str, Any], meant: str
) -> None:
    said = replace(HELD, subject="z")
    (made,) = judge([said], Evidence(HOLDS, reading, MENTIONS), {**SETTINGS, **settings}, "en")
    assert made.modality == meant
