"""Money as people say it in China: 三毛五一度, 两块八, 3.3个亿, sums that are spent without their unit."""

from __future__ import annotations

import pytest

from nlp.resources.files import patterns_folder
from nlp.text.fold import FoldedText
from nlp.values.measures import MeasureFinder

ROWS: list[tuple[str, list[tuple[str, float, str]]]] = [
    ("矿场的电价是2毛6。", [("2毛6", 0.26, "CNY")]),
    ("电费三毛四一度。", [("三毛四一度", 0.34, "CNY/kWh")]),
    ("每度电4毛5分。", [("每度电4毛5分", 0.45, "CNY/kWh")]),
    ("电价3角2分一度电。", [("3角2分一度电", 0.32, "CNY/kWh")]),
    ("一度电不到4毛钱。", [("4毛钱", 0.4, "CNY/kWh")]),
    ("托管费0.6元每度。", [("0.6元每度", 0.6, "CNY/kWh")]),
    ("一顿饭七块五。", [("七块五", 7.5, "CNY")]),
    ("公司赚了2.4个亿。", [("2.4个亿", 2.4e8, "CNY")]),
    ("他花了3000万买矿机。", [("3000万", 3e7, "CNY")]),
    ("这点钱只是九牛一毛。", []),
    ("装了三块显卡。", [("三块", 3.0, "chip")]),
    ("毛利率上升。", []),
]


@pytest.fixture(scope="module")
def finder() -> MeasureFinder:
    return MeasureFinder.load(patterns_folder())


@pytest.mark.parametrize(("text", "wanted"), ROWS, ids=[text for text, _ in ROWS])
def test_small_money(finder: MeasureFinder, text: str, wanted: list[tuple[str, float, str]]) -> None:
    found = finder.find(FoldedText.of(text))
    assert [(m.text, m.measure.value, m.measure.unit) for m in found if m.measure] == wanted
