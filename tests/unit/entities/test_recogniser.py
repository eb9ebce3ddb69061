"""The shipped registry and tables together, on short texts of the trade."""

from __future__ import annotations

import pytest

from nlp.entities.recogniser import NameRecogniser, fold_key, name_ref
from nlp.records import Mention
from nlp.resources.files import patterns_folder
from nlp.text.fold import FoldedText

CASES = [
    ("比特大陆与嘉楠科技在新加坡签约。", ["COMPANY:bitmain", "COMPANY:canaan", "JURISDICTION:sg"]),
    (
        "Bitmain sold miners to Core Scientific in Texas.",
        ["COMPANY:bitmain", "COMPANY:core-scientific", "JURISDICTION:us-tx"],
    ),
    (
        "Riot Platforms (NASDAQ: RIOT) runs a site in Rockdale, Texas.",
        ["COMPANY:riot", "JURISDICTION:us-tx-rockdale", "JURISDICTION:us-tx"],
    ),
    ("美國財政部長未回應，特朗普政府已表態。", ["JURISDICTION:us", "AUTHORITY:trump-administration"]),
    ("Abu Dhabi and the Republic of Ghana agreed.", ["JURISDICTION:ae-abu-dhabi", "JURISDICTION:gh"]),
    ("Ripple and Circle sued.", ["COMPANY:ripple", "COMPANY:circle"]),
    # none
    ("Coins such as ethereum, ripple and Litecoin fell; Ethereum and Ripple too.", []),
    ("比特币价格上涨，矿工抛售减少。", []),
    ("The price in U.S. dollars rose; miners held on.", []),
]


@pytest.fixture(scope="module")
def recogniser() -> NameRecogniser:
    return NameRecogniser.load(patterns_folder())


@pytest.mark.parametrize(("text", "expected"), CASES, ids=[case[0][:30] for case in CASES])
def test_case(recogniser: NameRecogniser, text: str, expected: list[str]) -> None:
    found = recogniser.find(FoldedText.of(text))
    names = [m for m in found if m.label in ("COMPANY", "PERSON", "JURISDICTION", "AUTHORITY")]
    assert [f"{mention.label}:{mention.ref}" for mention in names] == expected


@pytest.mark.parametrize(
    ("text", "label", "refs"),
    [
        ("Gemini Trust Co LLC grew. Gemini said so.", "COMPANY", 1),
        ("Sign up at QuellinRig.com now. QuellinRig pays.", "COMPANY", 1),
        ("The High Court of Norland ruled. The High Court was firm.", "AUTHORITY", 1),
        ("The UK Financial Conduct Authority agreed. The Financial Conduct Authority said so.", "AUTHORITY", 1),
        # two
        ("Kestrel Trust Co LLC grew. Gemini said so.", "COMPANY", 2),
        ("The Supreme Court of Norland ruled. The High Court was firm.", "AUTHORITY", 2),
    ],
)
def test_variants_of_a_name_share_a_ref(recogniser: NameRecogniser, text: str, label: str, refs: int) -> None:
    found = [mention for mention in recogniser.find(FoldedText.of(text)) if mention.label == label]
    assert len(found) == 2
    assert len({mention.ref for mention in found}) == refs


def test_values_settle_overlaps_but_are_not_returned(recogniser: NameRecogniser) -> None:
    text = "Bitmain sold 100 miners in May."
    value = Mention(0, 7, "Bitmain", "QUANTITY", priority=99)
    assert recogniser.find(FoldedText.of(text), [value]) == []


@pytest.mark.parametrize(
    "text", ["", " ", "\n\n", "(((((", "·" * 50, "公司" * 200, "A " * 300, "Inc. " * 200, "《" * 99]
)
def test_odd_texts_do_no_harm(recogniser: NameRecogniser, text: str) -> None:
    for mention in recogniser.find(FoldedText.of(text)):
        assert text[mention.start : mention.end] == mention.text


@pytest.mark.parametrize(
    ("left", "right", "same"),
    [("Hut 8", "HUT8", True), ("Zarnova, Inc.", "Zarnova Inc", True), ("Hive", "Hives", False)],
)
def test_spellings_of_one_name_share_a_key(left: str, right: str, same: bool) -> None:
    assert (fold_key(left) == fold_key(right)) == same


def test_refs_of_unknown_names_are_slugs() -> None:
    assert name_ref("Quinlan & Associates") == "quinlan-associates"
    assert name_ref("算海科技") == "算海科技"


@pytest.mark.parametrize("text", ["智利电力公司 Nubrel Energy 供电。", "四川电力商Nubrel Energy供电。"])
def test_the_kind_of_a_firm_before_its_latin_name_is_no_firm(recogniser: NameRecogniser, text: str) -> None:
    found = recogniser.find(FoldedText.of(text))
    assert [m.text for m in found if m.label == "COMPANY"] == ["Nubrel Energy"]
