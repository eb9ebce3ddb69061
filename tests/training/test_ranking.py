"""The ranking of antecedents learns from cases what tells the right one."""

from __future__ import annotations

from pathlib import Path

import pytest

torch = pytest.importorskip("torch")

from nlp.records import Document, Measure, Mention, Statement  # noqa: E402
from nlp.statements.ranking import Ranking  # noqa: E402
from nlp.training.ranking import Case, cases_of, check, fit, write  # noqa: E402


def cases(count: int = 40) -> list[Case]:
    """Facts that are always the main company's, though the grammar has chosen the one that was named last."""
    return [
        Case(
            f"d{number}",
            {"bank": {"chosen": 1.0, "named_once": 1.0}, "miner": {"main": 1.0}},
            "bank",
            frozenset({"miner"}),
            (True, number % 2 == 0, False),
        )
        for number in range(count)
    ]


def test_what_tells_the_right_one_weighs_most() -> None:
    ranking = fit(cases(), margin=1.0, penalty=0.001)
    assert ranking.weights["main"][0] > 0 > ranking.weights["named_once"][0]


def test_a_rare_feature_has_no_weight() -> None:
    odd = Case("d", {"bank": {"odd": 1.0}, "miner": {"main": 1.0}}, "bank", frozenset({"miner"}), (True, False, False))
    weights = fit([*cases(), odd], margin=1.0).weights
    assert "main" in weights
    assert "odd" not in weights


def test_the_check_counts_what_is_mended_in_other_articles() -> None:
    assert "en mended: 20" in check(cases(), margin=1.0, penalty=0.001)


def test_a_ranking_is_read_as_it_was_written(tmp_path: Path) -> None:
    ranking = Ranking({"main": (1.5, -0.25, 0.0), "zh 截至_": (0.5, 1.0, 0.0), 'en "_': (1.0, 0.0, 0.0)}, margin=0.5)
    write(ranking, tmp_path / "r.json")
    assert Ranking.load(tmp_path / "r.json") == ranking


def test_cases_come_from_articles_with_gold() -> None:
    text = "Bitdeer sold machines to Riot Platforms. Riot Platforms runs them in Texas.\n\nThe company mined 375 BTC in April."
    place, day = text.index("375 BTC"), text.index("April")
    gold = Document(
        "a",
        text,
        date="2024-05-07",
        mentions=(
            Mention(25, 39, "Riot Platforms", "COMPANY", id="e1", ref="riot"),
            Mention(
                place, place + 7, "375 BTC", "QUANTITY", id="e2", ref="q:e2", measure=Measure("crypto", 375.0, "BTC")
            ),
            Mention(day, day + 5, "April", "DATE", id="e3", ref="2024-04", iso="2024-04"),
        ),
        statements=(Statement("mined", "riot", "e2", {"date": ("e3",)}),),
    )
    (subject,), (date,) = cases_of([gold])
    assert subject.conditions == (True, False, True)
    assert subject.right == {"riot"}
    assert {"riot", "bitdeer"} <= subject.candidates.keys()
    assert date.right == {(day, day + 5)} == {date.chosen}
    assert None in date.candidates
