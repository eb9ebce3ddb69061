from __future__ import annotations

from pathlib import Path

import pytest

from nlp.errors import ResourceError
from nlp.graph.fusion.pairs import find_pairs
from nlp.graph.fusion.rules import load_rules
from nlp.graph.fusion.tellings import gather_tellings, in_order
from nlp.resources.files import patterns_folder
from tests.unit.graph.fusion.build import coins, say

TABLE = (patterns_folder() / "common" / "fusion.toml").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('[predicates.mined]\nkind = "period"', '[predicates.mined]\nkind = "always"', "kind must be one of"),
        ("[predicates.mined]", "[predicates.dug]", "'dug' is no predicate"),
        ('values = ["stake", "amount", "power"]', 'values = ["stake", "price"]', r"has no roles \['price'\]"),
        ("conflict = 0.15", 'conflict = "much"', "not as expected"),
        ("[names.offices]", "[offices]", "not as expected"),
    ],
)
def test_a_wrong_table_is_told(tmp_path: Path, old: str, new: str, message: str) -> None:
    assert old in TABLE
    (tmp_path / "common").mkdir()
    (tmp_path / "common" / "fusion.toml").write_text(TABLE.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(ResourceError, match=message):
        load_rules(tmp_path)


def test_every_predicate_needs_a_rule(tmp_path: Path) -> None:
    (tmp_path / "common").mkdir()
    cut = TABLE.replace('[predicates.located_in]\nkind = "lasting"\n', "")
    (tmp_path / "common" / "fusion.toml").write_text(cut, encoding="utf-8")
    with pytest.raises(ResourceError, match="located_in"):
        load_rules(tmp_path)


def test_only_neighbours_are_compared() -> None:
    rules = load_rules(patterns_folder())
    claims = [
        say(f"n{year}{month}", "holds", "hive", coins(year + month), date=f"{year}-{month:02d}-28", published=f"{year + 1}-01-01")
        for year in range(2001, 2021)
        for month in range(1, 13)
    ]  # fmt: skip
    tellings = gather_tellings(in_order(claims), rules)
    assert len(tellings) == 240
    assert len(find_pairs(tellings)) <= 2 * 240
