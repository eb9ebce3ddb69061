"""Statements of a subject alone: who forbids or allows what no name tells."""

from __future__ import annotations

from nlp.records import Mention, Statement
from nlp.transformer.judge import FEATURES, Evidence, judge
from nlp.transformer.judged import Told, kind_of
from nlp.transformer.rulers import rulers
from nlp.transformer.runtime import Reading
from tests.unit.transformer.test_judge import LEVEL, MENTIONS, SETTINGS, heads

RULER = Mention(0, 2, "XY", "AUTHORITY", ref="xy", id="e1")
ROLES = {(0, "regulates.subject"): 0.9, (0, "action=ban"): 0.8, (0, "action=tax"): 0.3, (0, "modality=planned"): 0.7}


def evidence_of(reading: Reading, roles: dict[tuple[int, str], float], *, ruler: Mention = RULER) -> Evidence:
    return Evidence(heads(roles=roles, relations={}), reading, [ruler, *MENTIONS[1:]])


def test_a_likely_ruler_does_what_is_likeliest(reading: Reading) -> None:
    (made,) = rulers([], evidence_of(reading, ROLES), 0.5, "en")
    assert (made.predicate, made.subject, made.object, made.modality) == ("regulates", "xy", None, "planned")
    assert made.qualifiers == {"action": ("ban",)}
    assert made.evidence == ((0, 2),)
    assert kind_of(made) == "ruler"


def test_a_ruler_does_all_that_is_likely(reading: Reading) -> None:
    roles = {**ROLES, (0, "action=tax"): 0.6, (0, "action=warn"): 0.1}
    made = rulers([], evidence_of(reading, roles), 0.5, "en")
    assert sorted(s.qualifiers["action"] for s in made) == [("ban",), ("tax",)]
    unsure = {(0, "regulates.subject"): 0.9, (0, "action=tax"): 0.2}
    assert [s.qualifiers["action"] for s in rulers([], evidence_of(reading, unsure), 0.5, "en")] == [("tax",)]


def test_none_is_made_of_what_is_unlikely_told_or_no_ruler(reading: Reading) -> None:
    evidence = evidence_of(reading, ROLES)
    assert rulers([], evidence, 0.95, "en") == []
    told = Statement("regulates", "xy", None, {"action": ("ban",)}, rule="a")
    assert rulers([told], evidence, 0.5, "en") == []
    other = Statement("regulates", "xy", None, {"action": ("tax",)}, rule="a")
    assert len(rulers([other], evidence, 0.5, "en")) == 1
    firm = Mention(0, 2, "XY", "COMPANY", ref="xy", id="e1")
    assert rulers([], evidence_of(reading, ROLES, ruler=firm), 0.5, "en") == []
    assert rulers([], Evidence(heads(roles={}, relations={}), reading, []), 0.5, "en") == []


def test_it_stays_from_a_threshold_of_its_own(reading: Reading) -> None:
    evidence = evidence_of(reading, ROLES)
    made = rulers([], evidence, 0.5, "en")
    settings = {**SETTINGS, "alone": LEVEL, "ruler": {**LEVEL, "features": [0.0] * len(FEATURES)}}
    assert judge(made, evidence, {**settings, "add_rulers": {"en": 0.4}}, "en")[0].subject == "xy"
    assert judge(made, evidence, {**settings, "add_rulers": {"en": 0.6}}, "en") == []
    assert judge(made, evidence, settings, "en") == []


def test_what_is_told_of_the_ruler_already_counts(reading: Reading) -> None:
    evidence = evidence_of(reading, ROLES)
    (made,) = rulers([], evidence, 0.5, "en")
    shared, busy = FEATURES.index("shared"), FEATURES.index("busy")
    of_another = Statement("regulates", "xy", "z", {"action": ("ban",)}, rule="a")
    features = evidence.features(made, Told([made, of_another]))
    assert (features[shared], features[busy]) == (0.0, 1.0)
    alone = Statement("regulates", "xy", None, {"action": ("tax",)}, rule="a")
    assert evidence.features(made, Told([made, alone]))[shared] == 1.0
    assert evidence.features(made, Told([made]))[busy] == 0.0
