"""Statements of a subject alone: who forbids or allows what no name tells, partners and buyers without a name."""

from __future__ import annotations

from dataclasses import replace

import pytest

from nlp.records import Mention, Statement
from nlp.transformer.evidence import FEATURES, Evidence
from nlp.transformer.judge import judge, without_retold
from nlp.transformer.judged import REWORDED, Told, kind_of
from nlp.transformer.lone import OPEN, lone
from nlp.transformer.runtime import Reading
from tests.unit.transformer.test_judge import LEVEL, MENTIONS, SETTINGS, heads

RULER = Mention(0, 2, "XY", "AUTHORITY", ref="xy", id="e1")
ROLES = {
    (0, "regulates.subject"): 0.95,
    (0, "regulates.alone"): 0.9,
    (0, "action=ban"): 0.8,
    (0, "action=tax"): 0.3,
    (0, "modality=planned"): 0.7,
}
FIRM = Mention(0, 2, "XY", "COMPANY", ref="xy", id="e1")


def evidence_of(reading: Reading, roles: dict[tuple[int, str], float], *, ruler: Mention = RULER) -> Evidence:
    return Evidence(heads(roles=roles, relations={}), reading, [ruler, *MENTIONS[1:]])


def test_a_likely_ruler_does_what_is_likeliest(reading: Reading) -> None:
    (made,) = lone([], evidence_of(reading, ROLES), 0.5, "en")
    assert (made.predicate, made.subject, made.object, made.modality) == ("regulates", "xy", None, "planned")
    assert made.qualifiers == {"action": ("ban",)}
    assert made.evidence == ((0, 2),)
    assert kind_of(made) == "lone"


def test_a_ruler_does_all_that_is_likely(reading: Reading) -> None:
    roles = {**ROLES, (0, "action=tax"): 0.6, (0, "action=warn"): 0.1}
    made = lone([], evidence_of(reading, roles), 0.5, "en")
    assert sorted(s.qualifiers["action"] for s in made) == [("ban",), ("tax",)]
    unsure = {(0, "regulates.alone"): 0.9, (0, "action=tax"): 0.2}
    assert [s.qualifiers["action"] for s in lone([], evidence_of(reading, unsure), 0.5, "en")] == [("tax",)]


@pytest.mark.parametrize("predicate", ["partnered_with", "acquired", "supplied", "ordered_from", "relocated_to"])
def test_a_firm_is_told_of_with_a_partner_that_has_no_name(reading: Reading, predicate: str) -> None:
    evidence = evidence_of(reading, {(0, f"{predicate}.alone"): 0.8}, ruler=FIRM)
    (made,) = lone([], evidence, 0.5, "zh")
    assert (made.predicate, made.subject, made.object, made.qualifiers) == (predicate, "xy", None, {})
    assert (made.rule, made.modality, made.confidence) == (f"zh.{predicate}.lone.model", "asserted", 0.8)
    assert lone([Statement(predicate, "xy", None, {}, rule="a")], evidence, 0.5, "zh") == []
    assert len(lone([Statement(predicate, "xy", "z", {}, rule="a")], evidence, 0.5, "zh")) == 1


def test_predicates_whose_object_must_be_named_are_not_made(reading: Reading) -> None:
    assert set(OPEN) == {"ordered_from", "supplied", "partnered_with", "acquired", "regulates", "relocated_to"}
    assert lone([], evidence_of(reading, {(0, "holds.subject"): 0.9}, ruler=FIRM), 0.5, "en") == []


def test_that_its_subject_is_told_of_without_an_object_speaks_for_a_statement_without_one(reading: Reading) -> None:
    rival = FEATURES.index("rival")
    told = Statement("acquired", "xy", None, {"amount": ("e3",)}, rule="a")
    likely, unlikely = (
        evidence_of(reading, {(0, "acquired.alone"): chance}, ruler=FIRM).features(told, Told([told]))[rival]
        for chance in (0.9, 0.1)
    )
    assert likely > unlikely


def test_what_another_statement_says_already_is_not_said_of_a_lone_subject(reading: Reading) -> None:
    (made,) = lone([], evidence_of(reading, ROLES), 0.5, "en")
    changed = Statement("regulates", "xy", None, {"action": ("ban",)}, rule=f"en.regulates.restrict{REWORDED}")
    assert without_retold([changed, made]) == [changed]
    other = replace(changed, qualifiers={"action": ("tax",)})
    assert without_retold([other, made]) == [other, made]
    # what is given to another subject is another fact if it tells of another action
    given = replace(other, rule="a.reassigned", qualifiers={"action": ("fine",)})
    assert without_retold([replace(changed, rule="b"), given, replace(given, rule="c.reassigned.reworded")]) == [
        replace(changed, rule="b"),
        given,
    ]


def test_a_subject_that_has_an_object_nearby_is_less_likely_alone(reading: Reading) -> None:
    told = heads(roles=ROLES, relations={(0, 1, "regulates"): 0.9})
    evidence = Evidence(told, reading, [RULER, Mention(3, 4, "Z", "COMPANY", ref="z", id="e2")])
    (made,) = lone([], evidence, 0.5, "en")
    at = FEATURES.index("relation")
    assert evidence.features(made, Told([made]))[at] > 0
    elsewhere = replace(made, subject="nobody", evidence=())
    assert evidence.features(elsewhere, Told([elsewhere]))[at] == 0.0


def test_a_text_without_mentions_has_no_lone_subject(reading: Reading) -> None:
    evidence = Evidence(heads(roles={}, relations={}), reading, [])
    assert len(evidence.alone("regulates")) == 0


def test_none_is_made_of_what_is_unlikely_told_or_no_ruler(reading: Reading) -> None:
    evidence = evidence_of(reading, ROLES)
    assert lone([], evidence, 0.95, "en") == []
    told = Statement("regulates", "xy", None, {"action": ("ban",)}, rule="a")
    assert lone([told], evidence, 0.5, "en") == []
    other = Statement("regulates", "xy", None, {"action": ("tax",)}, rule="a")
    assert len(lone([other], evidence, 0.5, "en")) == 1
    assert lone([], evidence_of(reading, ROLES, ruler=FIRM), 0.5, "en") == []
    assert lone([], Evidence(heads(roles={}, relations={}), reading, []), 0.5, "en") == []


def test_it_stays_from_a_threshold_of_its_own(reading: Reading) -> None:
    evidence = evidence_of(reading, ROLES)
    made = lone([], evidence, 0.5, "en")
    settings = {**SETTINGS, "alone": LEVEL, "lone": {**LEVEL, "features": [0.0] * len(FEATURES)}}
    assert judge(made, evidence, {**settings, "add_lone": {"en": 0.4}}, "en")[0].subject == "xy"
    assert judge(made, evidence, {**settings, "add_lone": {"en": 0.6}}, "en") == []
    assert judge(made, evidence, settings, "en") == []


def test_what_is_told_of_the_ruler_already_counts(reading: Reading) -> None:
    evidence = evidence_of(reading, ROLES)
    (made,) = lone([], evidence, 0.5, "en")
    shared, busy = FEATURES.index("shared"), FEATURES.index("busy")
    of_another = Statement("regulates", "xy", "z", {"action": ("ban",)}, rule="a")
    features = evidence.features(made, Told([made, of_another]))
    assert (features[shared], features[busy]) == (0.0, 1.0)
    alone = Statement("regulates", "xy", None, {"action": ("tax",)}, rule="a")
    assert evidence.features(made, Told([made, alone]))[shared] == 1.0
    assert evidence.features(made, Told([made]))[busy] == 0.0


@pytest.mark.parametrize(("action", "leads"), [("ban", True), ("tax", False), ("warn", False)])
def test_what_a_ruler_does_is_weighed_against_what_else_it_may_do(reading: Reading, action: str, leads: bool) -> None:
    rival, evidence = FEATURES.index("rival"), evidence_of(reading, ROLES)
    told = Statement("regulates", "xy", None, {"action": (action,)}, rule="a")
    assert (evidence.features(told, Told([told]))[rival] > 0) is leads
    # of two actions in one statement the likelier one leads; without a mention of the ruler, or an action, nothing does
    both = replace(told, qualifiers={"action": ("tax", "ban")})
    assert evidence.features(both, Told([both]))[rival] > 0
    elsewhere = replace(told, subject="nobody")
    assert evidence.features(elsewhere, Told([elsewhere]))[rival] == 0.0


def test_that_a_ruler_acts_on_somebody_besides_is_known(reading: Reading) -> None:
    besides, evidence = FEATURES.index("besides"), evidence_of(reading, ROLES)
    alone = Statement("regulates", "xy", None, {"action": ("ban",)}, rule="a")
    onto = Statement("regulates", "xy", "z", {"action": ("ban",)}, rule="a")
    assert evidence.features(alone, Told([alone, onto]))[besides] == 1.0
    assert evidence.features(alone, Told([alone, replace(alone, qualifiers={"action": ("tax",)})]))[besides] == 0.0
    assert evidence.features(onto, Told([alone, onto]))[besides] == 0.0
    assert evidence.features(onto, Told([onto, replace(onto, object="y")]))[besides] == 1.0
