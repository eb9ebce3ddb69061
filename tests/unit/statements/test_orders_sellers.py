"""Who sells, where an order names no seller: the maker of its machines, if the text has named it."""

from __future__ import annotations

from typing import Any

import pytest

from nlp.pipeline import annotate
from nlp.records import Document

SELLERS = [
    ("The 640 Auradine Teraflux AH3880 units that Riot Platforms ordered in May are late.", "auradine"),
    ("Bitmain raised its prices. Riot Platforms ordered 3,000 Antminer S21 machines in May.", "bitmain"),
    ("Riot Platforms ordered 3,000 Antminer S21 machines in May. Bitmain raised its prices.", None),
    ("Canaan raised its prices. Riot Platforms ordered 3,000 Antminer S21 machines in May.", None),
    ("Riot Platforms bought 3,000 Antminer S21 machines from Soluna. Bitmain was not asked.", "soluna"),
    ("Bitmain raised its prices. Riot Platforms bought 3,000 used Antminer S21 machines in May.", None),
    ("比特大陆上调了价格。HIVE 5月订购了3,000台二手蚂蚁S21矿机。", None),
    ("比特大陆上调了价格。HIVE 5月订购了3,000台蚂蚁S21矿机。", "bitmain"),
    ("HIVE 5月订购了3,000台蚂蚁S21矿机。比特大陆上调了价格。", None),
    ("嘉楠科技上调了价格。HIVE 5月订购了3,000台蚂蚁S21矿机。", None),
]


@pytest.mark.parametrize(("text", "seller"), SELLERS)
def test_the_maker_that_the_text_has_named_is_the_seller(pipeline: Any, text: str, seller: str | None) -> None:
    document = annotate(pipeline, Document("a", text, date="2024-06-07"))
    (order,) = [s for s in document.statements if s.predicate == "ordered_from"]
    assert order.object == seller
