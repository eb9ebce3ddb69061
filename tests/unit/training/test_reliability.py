"""How reliable rules are."""

from __future__ import annotations

from collections import Counter

import pytest

from nlp.records import Document, Mention, Statement
from nlp.training.reliability import count, log_odds, reliability_of_rules

TEXT = "Acme holds 5 BTC."
MENTIONS = (
    Mention(0, 4, "Acme", "COMPANY", ref="acme", id="e1"),
    Mention(11, 16, "5 BTC", "QUANTITY", id="e2"),
)


def said(*statements: Statement) -> Document:
    return Document("a", TEXT, mentions=MENTIONS, statements=statements)


HOLDS = Statement("holds", "acme", "e2", rule="en.holds.1")


def test_what_gold_has_is_right_once() -> None:
    right, seen = Counter[str](), Counter[str]()
    gold = said(Statement("holds", "acme", "e2"))
    again = Statement("holds", "acme", "e2", rule="en.holds.2")
    other = Statement("mined", "acme", "e2", rule="en.mined.1.reassigned")
    count(gold, said(HOLDS, again, other), right, seen)
    assert right == {"en.holds.1": 1}
    assert seen == {"en.holds.1": 1, "en.holds.2": 1, "en.mined.1": 1}


@pytest.mark.parametrize(("right", "seen", "sign"), [(50, 50, 1), (0, 50, -1), (25, 50, 0), (3, 3, 1), (0, 3, -1)])
def test_rules_are_measured_against_all_rules(right: int, seen: int, sign: int) -> None:
    found = log_odds(Counter({"a": right, "b": 500}), Counter({"a": seen, "b": 1_000}))
    assert (found["a"] > 0.05) - (found["a"] < -0.05) == sign
    assert abs(found["b"]) < 0.1


def test_what_was_seen_seldom_tells_little_or_nothing() -> None:
    found = log_odds(Counter({"a": 3, "b": 60}), Counter({"a": 3, "b": 60, "c": 2, "d": 60}))
    assert 0 < found["a"] < found["b"] <= 3.0
    assert "c" not in found
    assert found["d"] >= -3.0
    assert log_odds(Counter(), Counter()) == {}


def test_rules_of_the_patterns_speak_on_articles() -> None:
    text = "Bitfarms holds 500 BTC."
    mentions = (
        Mention(0, 8, "Bitfarms", "COMPANY", ref="bitfarms", id="e1"),
        Mention(15, 22, "500 BTC", "QUANTITY", id="e2"),
    )
    told: list[int] = []
    documents = [Document(str(n), text, mentions=mentions) for n in range(5)]
    found = reliability_of_rules(documents, lambda number, total, message: told.append(number))
    assert found
    assert all(value <= 0 for value in found.values())
    assert told == [0]
