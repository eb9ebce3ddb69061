"""Which things of different articles are one."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from nlp.errors import InputError, OutputError
from nlp.graph.claims import Claim
from nlp.graph.fusion import Decision, Fusion, Merges, read_merges, write_merges
from nlp.graph.fusion.names import plain
from tests.unit.graph.fusion.build import coins, count, firm, money, person, place, power, say

SAME = [
    ("Polar Ridge Mining Inc.", "Polar Ridge Mining"),
    ("Polar Ridge Mining, LLC", "polar ridge mining"),
    ("鼎峰算力有限公司", "鼎峯算力"),
    ("海蓝矿业集团", "海蓝矿业"),
    ("Polar Ridge Mining", "Polar Ridge"),
    ("Larkspur Digital Corp.", "Larkspur"),
]
OTHERS = [
    ("金桥矿业", "金桥数科"),
    ("Polar Ridge Mining", "Polar Reach Mining"),
    ("Larkspur Digital", "Larkspur Hosting"),
    ("Osprey Compute", "Osprey Funds"),
]


def subjects(fusion: Fusion, *claims: Claim, merges: Merges | None = None) -> set[str]:
    facts = fusion.fuse(claims, merges=merges).facts
    return {fact.subject.key for fact in facts if fact.subject is not None}


@pytest.mark.parametrize(("one", "other"), SAME)
def test_names_of_one_firm(fusion: Fusion, one: str, other: str) -> None:
    claims = say("a", "ordered_from", one, "canaan"), say("b", "ordered_from", other, "canaan")
    assert subjects(fusion, *claims) == {f"a#{one}"}


@pytest.mark.parametrize(("one", "other"), OTHERS)
def test_names_of_two_firms(fusion: Fusion, one: str, other: str) -> None:
    claims = say("a", "ordered_from", one, "canaan"), say("b", "ordered_from", other, "canaan")
    assert len(subjects(fusion, *claims)) == 2


def test_a_short_form_that_two_firms_have_is_no_evidence(fusion: Fusion) -> None:
    names = ("Larkspur Digital", "Larkspur Hosting", "Larkspur")
    claims = [say(d, "ordered_from", name, "canaan") for d, name in zip("abc", names, strict=True)]
    assert len(subjects(fusion, *claims)) == 3


def test_a_firm_of_the_registry_under_a_name_of_it(fusion: Fusion) -> None:
    (fact,) = fusion.fuse([say("a", "holds", "Bitfarms Ltd.", coins(10))]).facts
    assert fact.subject is not None
    assert (fact.subject.key, fact.subject.known) == ("bitfarms", True)


def test_persons_need_a_firm_in_common(fusion: Fusion) -> None:
    def held(document: str, company: str) -> Claim:
        return say(document, "has_position", person("Ann Cole", document), company)

    assert len(subjects(fusion, held("a", "hive"), held("b", "hive"))) == 1
    fused = fusion.fuse([held("a", "hive"), held("b", "canaan")])
    assert len({fact.subject.key for fact in fused.facts if fact.subject}) == 2
    (proposal,) = fused.proposals
    assert (proposal.merge, proposal.evidence[1]) == (False, "nothing else is named with both")


def test_names_of_two_tongues_are_told_by_what_they_did(fusion: Fusion) -> None:
    fused = fusion.fuse(
        [
            say("a", "acquired", "苍原矿业", None, amount=money(18.75e6), power=power(32), jurisdiction=place("kz")),
            say("b", "acquired", "Greysteppe", None, amount=money(18.75e6), power=power(32), jurisdiction=place("kz")),
        ]
    )
    (fact,) = fused.facts
    assert fact.subject is not None
    assert fact.subject.names == ("苍原矿业", "Greysteppe")
    (proposal,) = fused.proposals
    assert (proposal.rule, proposal.merge) == ("deeds", True)
    assert "amount" in proposal.evidence[0]


def test_round_numbers_tell_of_no_one(fusion: Fusion) -> None:
    claims = (
        say("a", "mined", "坤元矿业", coins(100), date="2022-10", published="2022-11-03"),
        say("b", "mined", "Wrenfield", coins(100), date="2022-10", published="2022-11-03"),
    )
    assert len(subjects(fusion, *claims)) == 2


def test_two_that_did_the_same_as_a_third_wait_for_a_person(fusion: Fusion) -> None:
    fused = fusion.fuse(
        [
            say("a", "ordered_from", "苍原矿业", "canaan", count=count(3852)),
            say("b", "ordered_from", "Greysteppe", "canaan", count=count(3852)),
            say("c", "ordered_from", "Wrenfield", "canaan", count=count(3852)),
        ]
    )
    assert len(fused.facts) == 3
    assert [proposal.merge for proposal in fused.proposals] == [False, False]


def test_things_of_one_article_are_not_one(fusion: Fusion) -> None:
    claims = (
        say("a", "ordered_from", "苍原矿业", "canaan", count=count(3852)),
        say("a", "ordered_from", "Greysteppe", "canaan", count=count(3852), number=1),
    )
    assert len(subjects(fusion, *claims)) == 2


CLAIMS = (
    say("a", "ordered_from", "Polar Ridge Mining", "canaan", count=count(3850)),
    say("b", "ordered_from", "Polar Ridge Mining Inc.", "canaan", count=count(3850)),
    say("c", "ordered_from", "极岭", "bitmain"),
)


def test_a_person_goes_before_all_rules(fusion: Fusion, tmp_path: Path) -> None:
    path = tmp_path / "merges.jsonl"
    assert write_merges(path, fusion.fuse(CLAIMS).proposals) == 0
    (row,) = map(json.loads, path.read_text(encoding="utf-8").splitlines())
    assert (row["left"], row["right"], row["proposed"]) == (
        "a#Polar Ridge Mining",
        "b#Polar Ridge Mining Inc.",
        "merge",
    )
    row["decision"] = "reject"
    accepted = {"label": "COMPANY", "left": "a#Polar Ridge Mining", "right": "c#极岭", "decision": "accept"}
    path.write_text("".join(json.dumps(r) + "\n\n" for r in (row, accepted)), encoding="utf-8")
    merges = read_merges(path)
    fused = fusion.fuse(CLAIMS, merges=merges)
    assert {fact.subject.key for fact in fused.facts if fact.subject} == {
        "a#Polar Ridge Mining",
        "b#Polar Ridge Mining Inc.",
    }
    # what was decided is still there when the file is written anew
    write_merges(path, fused.proposals, merges)
    assert read_merges(path) == merges


def test_a_decision_outlives_the_article_it_was_made_on(fusion: Fusion) -> None:
    decision = Decision("COMPANY", "gone#x", "c#极岭", True, ("Polar Ridge Mining",), ("极岭",))
    assert len(subjects(fusion, *CLAIMS, merges=Merges((decision,)))) == 1


def test_a_person_can_join_to_the_registry(fusion: Fusion) -> None:
    decision = Decision("COMPANY", "hive", "c#极岭", True)
    assert "hive" in subjects(fusion, *CLAIMS, merges=Merges((decision,)))


def test_decisions_that_contradict_each_other_are_told(fusion: Fusion) -> None:
    pair = "COMPANY", "a#Polar Ridge Mining", "c#极岭"
    with pytest.raises(InputError, match="take back one of the two"):
        fusion.fuse(CLAIMS, merges=Merges((Decision(*pair, False), Decision(*pair, True))))


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("{", "expected a JSON object a line"),
        ("[]", "expected a JSON object, was list"),
        ('{"decision": "yes"}', "decision must be accept, reject or null"),
        ('{"decision": "accept", "label": "FIRM"}', "label must be one of"),
        ('{"decision": "accept", "label": "COMPANY", "left": 3}', "expected the key of a thing in 'left'"),
        ('{"decision": "accept", "label": "COMPANY", "left": "a", "right": "b", "left_names": "A"}', "a list of names"),
    ],
)
def test_a_wrong_row_is_told_with_its_line(tmp_path: Path, line: str, message: str) -> None:
    path = tmp_path / "merges.jsonl"
    path.write_text('{"decision": null}\n' + line, encoding="utf-8")
    with pytest.raises(InputError, match=message) as caught:
        read_merges(path)
    assert caught.value.line == 2


def test_files_that_cannot_be_read_or_written(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="could not read it"):
        read_merges(tmp_path / "none.jsonl")
    with pytest.raises(OutputError, match="cannot be written"):
        write_merges(tmp_path / "none" / "merges.jsonl", ())


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Hut 8 Mining Corp.", "hut 8 mining corp"),
        ("鼎峯算力（香港）", "鼎峰算力 香港"),
        ("S.A.I. Tech", "sai tech"),
        ("！！", ""),
    ],
)
def test_plain(name: str, expected: str) -> None:
    assert plain(name) == expected


def test_hostile_names_do_no_harm(fusion: Fusion) -> None:
    names = ("", " ", "#", "Inc.", "有限公司", "'; DROP", "\x00", "\u202e矿业", "a" * 5000)
    claims = [say(f"n{i}", "ordered_from", firm(name, f"n{i}"), "canaan") for i, name in enumerate(names)]
    assert len(fusion.fuse(claims).facts) == len(names)
