"""Prices per named share or warrant, $ of other countries, letters for hashrate, and bounds that stand apart."""

from __future__ import annotations

import pytest

from nlp.resources.files import patterns_folder
from nlp.text.fold import FoldedText
from nlp.values.measures import MeasureFinder

ROWS: list[tuple[str, list[tuple[str, float | None, str, str]]]] = [
    ("澜川拥有400P的算力，另有300P算力。", [("400P", 4e5, "TH/s", "exact"), ("300P", 3e5, "TH/s", "exact")]),
    ("部署算力400P。", [("400P", 4e5, "TH/s", "exact")]),
    ("视频为1080P的画面。", []),
    ("云端有1.9万张显卡。", [("1.9万张", 19000.0, "chip", "exact")]),
    ("收购百分之百股权。", [("百分之百", 100.0, "%", "exact")]),
    ("以4万多的高价买了矿机。", [("4万多", 40000.0, "CNY", "approx")]),
    ("比特币以6.5万的价格成交。", []),
    ("矿机每天跌去一两千，无人接手。", [("一两千", None, "CNY", "exact")]),
    ("比特币每天跌去一两千。", []),
    ("约占全网算力的11.2%。", [("11.2%", 11.2, "%", "approx")]),
    ("算力一度超过了全网52%的临界值。", [("52%", 52.0, "%", "more_than")]),
    ("约三年前，占全网算力的12%。", [("12%", 12.0, "%", "exact")]),
    ("每股盈余为-0.32美元，高于去年同期的-0.16美元。", [("0.32美元", 0.32, "USD/share", "exact"), ("0.16美元", 0.16, "USD/share", "exact")]),
    ("at C$1.20 per Special Warrant", [("C$1.20 per Special Warrant", 1.2, "CAD/warrant", "exact")]),
    ("at C$0.20 per HIVE Share", [("C$0.20 per HIVE Share", 0.2, "CAD/share", "exact")]),
    ("It sued Dunmore over $26 million of fees.", [("$26 million", 26e6, "USD", "exact")]),
    ("A lawsuit seeking over $4 million was filed.", [("$4 million", 4e6, "USD", "more_than")]),
    ("It counts from 1,000 to 5,000 creditors.", [("1,000 to 5,000", None, "item", "exact")]),
    (
        "A CAD$10 million placement: units for up to $10,000,000, or $11,500,000.",
        [("CAD$10 million", 1e7, "CAD", "exact"), ("$10,000,000", 1e7, "CAD", "at_most"), ("$11,500,000", 1.15e7, "CAD", "exact")],
    ),
    (
        "It raised C$5,400,000 (US$4,000,000) and has $3 million.",
        [("C$5,400,000", 5.4e6, "CAD", "exact"), ("US$4,000,000", 4e6, "USD", "exact"), ("$3 million", 3e6, "USD", "exact")],
    ),
    ("All amounts are in Canadian dollars. It has $3 million.", [("$3 million", 3e6, "CAD", "exact")]),
]  # fmt: skip


@pytest.fixture(scope="module")
def finder() -> MeasureFinder:
    return MeasureFinder.load(patterns_folder())


@pytest.mark.parametrize(("text", "wanted"), ROWS, ids=[text for text, _ in ROWS])
def test_values(finder: MeasureFinder, text: str, wanted: list[tuple[str, float | None, str, str]]) -> None:
    found = finder.find(FoldedText.of(text))
    assert [(m.text, m.measure.value, m.measure.unit, m.measure.bound) for m in found if m.measure] == wanted
