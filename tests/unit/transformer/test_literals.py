"""The metric or action of a statement, where the heads read another."""

from __future__ import annotations

from dataclasses import replace

import pytest

from nlp.records import Mention, Statement
from nlp.transformer.evidence import Evidence
from nlp.transformer.judge import judge
from nlp.transformer.judged import REWORDED, kind_of
from nlp.transformer.literals import all_reworded, reworded
from nlp.transformer.lone import LONE
from nlp.transformer.runtime import Reading
from tests.unit.transformer.test_judge import MENTIONS, SETTINGS, heads

RULER = Mention(0, 2, "XY", "AUTHORITY", ref="xy", id="e1")


def evidence_of(reading: Reading, roles: dict[tuple[int, str], float]) -> Evidence:
    return Evidence(heads(roles=roles, relations={}), reading, [RULER, *MENTIONS[1:]])


def ban(object_: str | None = None) -> Statement:
    return Statement("regulates", "xy", object_, {"action": ("ban",)}, evidence=((0, 9),), rule="en.regulates.ban")


@pytest.mark.parametrize(
    ("said", "other", "action"),
    [(0.1, 0.95, "tax"), (0.4, 0.6, "ban"), (0.9, 0.95, "ban"), (0.02, 0.03, "ban"), (0.01, 0.2, "tax")],
)
def test_another_action_must_lead_by_far(reading: Reading, said: float, other: float, action: str) -> None:
    evidence = evidence_of(reading, {(0, "action=ban"): said, (0, "action=tax"): other})
    made = reworded(ban(), evidence, 3.0)
    assert made.qualifiers["action"] == (action,)
    assert made.rule == "en.regulates.ban" + (REWORDED if action != "ban" else "")
    assert kind_of(made) == "alone"


def test_the_object_tells_where_there_is_one(reading: Reading) -> None:
    key = MENTIONS[1].ref
    evidence = evidence_of(reading, {(1, "action=tax"): 0.95, (0, "action=warn"): 0.95})
    assert reworded(ban(key), evidence, 3.0).qualifiers["action"] == ("tax",)
    assert reworded(ban(), evidence, 3.0).qualifiers["action"] == ("warn",)


def test_of_an_object_named_twice_the_mention_in_the_evidence_tells(reading: Reading) -> None:
    twice = [RULER, *(Mention(s, s + 1, "Z", "COMPANY", ref="z", id=f"e{s}") for s in (3, 7))]
    evidence = Evidence(heads(roles={(1, "action=ban"): 0.5, (2, "action=permit"): 0.97}, relations={}), reading, twice)
    near, far = (replace(ban("z"), evidence=(span,)) for span in ((0, 5), (0, 9)))
    assert reworded(near, evidence, 3.0).qualifiers["action"] == ("ban",)
    assert reworded(replace(far, evidence=((6, 9),)), evidence, 3.0).qualifiers["action"] == ("permit",)
    assert reworded(replace(far, evidence=()), evidence, 3.0).qualifiers["action"] == ("permit",)


def test_none_becomes_what_another_says_and_what_the_model_made_stays(reading: Reading) -> None:
    evidence = evidence_of(reading, {(0, "action=ban"): 0.05, (0, "action=tax"): 0.95})
    taxed = replace(ban(), qualifiers={"action": ("tax",)}, rule="b")
    assert all_reworded([ban(), taxed], evidence, 3.0) == [ban(), taxed]
    made = replace(ban(), rule=f"en.regulates{LONE}")
    assert all_reworded([made], evidence, 3.0) == [made]


def test_what_is_not_told_of_near_stays(reading: Reading) -> None:
    evidence = evidence_of(reading, {(0, "action=tax"): 0.99})
    far = Statement("regulates", "xy", None, {"action": ("ban",)}, evidence=((90, 99),), rule="a")
    assert reworded(far, evidence, 3.0) == far
    held = Statement("holds", "xy", "e3", {}, rule="a")
    assert reworded(held, evidence, 3.0) == held


def test_the_judge_rewords_only_with_a_margin(reading: Reading) -> None:
    evidence = evidence_of(reading, {(0, "action=ban"): 0.05, (0, "action=tax"): 0.95})
    (as_read,) = judge([ban()], evidence, {**SETTINGS}, "en")
    (changed,) = judge([ban()], evidence, {**SETTINGS, "reword": 3.0}, "en")
    assert as_read.qualifiers["action"] == ("ban",)
    assert changed.qualifiers["action"] == ("tax",)
