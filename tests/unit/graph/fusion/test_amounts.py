from __future__ import annotations

import pytest

from nlp.graph.claims import Amount
from nlp.graph.fusion.amounts import compare_amounts, digits, spread
from nlp.graph.fusion.rules import load_rules
from nlp.resources.files import patterns_folder
from tests.unit.graph.fusion.build import coins, count, money, power

RULES = load_rules(patterns_folder())


def verdict(one: Amount, other: Amount) -> str:
    options = {"currencies": RULES.currencies, "conflict": RULES.conflict}
    found = compare_amounts(one, other, **options)  # type: ignore[arg-type]
    back = compare_amounts(other, one, **options)  # type: ignore[arg-type]
    assert found == back
    return found.verdict


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (count(17352), count(17352), "agree"),
        (count(17352), count(17000), "near"),
        (count(17352), count(17000, "approx"), "agree"),
        (count(7352), count(7000, "approx"), "agree"),
        (count(7600), count(7000, "approx"), "near"),
        (count(11300), count(11000, "more_than"), "agree"),
        (count(10500), count(11000, "more_than"), "near"),
        (count(16000), count(11000, "more_than"), "far"),
        (count(2900), count(3000, "less_than"), "agree"),
        (count(4000), count(6000), "far"),
        (count(None, minimum=300, maximum=350), count(330), "agree"),
        (count(None, minimum=300, maximum=350), count(400), "near"),
        (count(5000), Amount("count", 5000, "item"), "agree"),
        (count(5000), Amount("count", 5000, "share"), "none"),
        (coins(820), Amount("crypto", 820, "ETH"), "far"),
        (coins(820), money(820), "none"),
        (money(32.6e6), money(231e6, "CNY"), "agree"),
        (money(32.6e6), money(2.31e9, "CNY"), "far"),
        (money(5e6, "XAU"), money(5e6), "none"),
        (power(0), power(0), "agree"),
        (power(0), power(5), "far"),
        (power(float("nan")), power(5), "none"),
        (power(float("inf")), power(5), "none"),
    ],
)
def test_verdict(one: Amount, other: Amount, expected: str) -> None:
    assert verdict(one, other) == expected


def test_a_round_number_tells_little() -> None:
    options = {"currencies": RULES.currencies, "conflict": RULES.conflict}
    round_, odd = (compare_amounts(count(n), count(n), **options).bits for n in (1000, 17352))  # type: ignore[arg-type]
    assert round_ < 2 < 10 < odd


@pytest.mark.parametrize(("value", "expected"), [(100, 1), (0, 1), (17352, 5), (0.045, 2), (-120, 2), (1e300, 1)])
def test_digits(value: float, expected: int) -> None:
    assert digits(value) == expected


def test_a_quantity_without_number_has_no_spread() -> None:
    assert spread(count(None)) is None
