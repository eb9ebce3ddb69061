"""English quantities by the words of reporters: prices apiece, joined nouns, currencies of many countries, how often."""

from __future__ import annotations

import pytest

from nlp.resources.files import patterns_folder
from nlp.text.fold import FoldedText
from nlp.values.measures import MeasureFinder

Row = tuple[str, float, str]

ROWS: list[tuple[str, list[Row]]] = [
    # apiece: the price of what is counted before
    ("It sold 4 million shares at $12 apiece.", [("4 million", 4e6, "share"), ("$12 apiece", 12, "USD/share")]),
    ("It let 90 BTC go for $64,000 each, to a fund.", [("90 BTC", 90, "BTC"), ("$64,000 each", 64000, "USD/BTC")]),
    ("An order for 2,000 rigs at €1,900 apiece.", [("2,000", 2000, "machine"), ("€1,900 apiece", 1900, "EUR/machine")]),
    ("It offers shares at C$0.80 each.", [("C$0.80 each", 0.8, "CAD/share")]),
    ("The court fined both firms $30,000 apiece.", [("$30,000", 30000, "USD")]),
    ("The court fined both bitcoin firms $30,000 apiece.", [("$30,000", 30000, "USD")]),
    ("Miners were fined $20,000 each; staff at the stock exchange got $3,000 each.", [("$20,000", 20000, "USD"), ("$3,000", 3000, "USD")]),
    ("It sold bitcoin at $60,000 each.", [("$60,000 each", 60000, "USD/BTC")]),
    ("It has 90 BTC and two credit lines of $5 million each.", [("90 BTC", 90, "BTC"), ("two", 2, "item"), ("$5 million", 5e6, "USD")]),
    ("It sold 90 BTC and earns $2 million each month.", [("90 BTC", 90, "BTC"), ("$2 million", 2e6, "USD")]),
    ("It sold 90 BTC. The fine was $2,000 each.", [("90 BTC", 90, "BTC"), ("$2,000", 2000, "USD")]),
    # power by the hour
    ("A kilowatt-hour costs us 4.2 cents in the north.", [("4.2 cents", 0.042, "USD/kWh")]),
    ("With electricity at $0.06, it runs at a loss.", [("$0.06", 0.06, "USD/kWh")]),
    ("The energy firm lost 4 cents in the quarter.", [("4 cents", 0.04, "USD")]),
    ("Kestrel Energy closed at $0.35 and Larkhash Power rose 5 cents.", [("$0.35", 0.35, "USD"), ("5 cents", 0.05, "USD")]),
    ("The power deal added $0.25 to its price target; energy firm Kestrel paid a $0.10 payout.", [("$0.25", 0.25, "USD"), ("$0.10", 0.1, "USD")]),
    ("Our power costs us 3.2 cents; a kilowatt hour will cost it $0.041.", [("3.2 cents", 0.032, "USD/kWh"), ("$0.041", 0.041, "USD/kWh")]),
    ("It pays 3.1 euro cents per kWh and 4 US cents per kWh.", [("3.1 euro cents per kWh", 0.031, "EUR/kWh"), ("4 US cents per kWh", 0.04, "USD/kWh")]),
    ("It fell to $31 per terahash from $95, and to $54 per PH/s a day, against $60.", [("$31 per terahash", 31, "USD/TH"), ("$95", 95, "USD/TH"), ("$54 per PH/s", 54, "USD/PH"), ("$60", 60, "USD/PH")]),
    ("It costs $70,000 per coin, up from $64,000.", [("$70,000 per coin", 70000, "USD/BTC"), ("$64,000", 64000, "USD")]),
    # names and crowds
    ("It owes money to Nine Elders Bank; rigs came by the thousand.", []),
    ("It raised Five Million Dollars for Two Antminer halls.", [("Five Million Dollars", 5e6, "USD"), ("Two", 2, "machine")]),
    ("It has Nine rigs; Nine rigs run.", [("Nine", 9, "machine"), ("Nine", 9, "machine")]),
    # us is no country here
    ("They charge us $0.05 per kWh; US $5 million was paid.", [("$0.05 per kWh", 0.05, "USD/kWh"), ("US $5 million", 5e6, "USD")]),
    # joined to the number
    ("A 3,200-rig order and a 90,000-share sale.", [("3,200", 3200, "machine"), ("90,000", 90000, "share")]),
    ("A 12-machine pool and a 2,000-strong crowd.", []),
    ("A 2,000-unit order, a 3,000-unit apartment block and a 500-stock index.", [("2,000", 2000, "machine")]),
    ("It runs 7,000-odd rigs and 9,000-plus miners.", [("7,000", 7000, "machine"), ("9,000-plus", 9000, "machine")]),
    # currencies
    ("It raised ISK 3 billion, PHP 40 million and OMR 2.5 million.", [("ISK 3 billion", 3e9, "ISK"), ("PHP 40 million", 4e7, "PHP"), ("OMR 2.5 million", 2.5e6, "OMR")]),
    ("Fines: Dh50,000, 200 million crowns, 3 million soms and 900 soums.", [("Dh50,000", 5e4, "AED"), ("200 million crowns", 2e8, "NOK"), ("3 million soms", 3e6, "KGS"), ("900 soums", 900, "UZS")]),
    ("Revenue, SEK million", []),
    ("A loan grew from NZ$6 million to NZ$9 million.", [("NZ$6 million", 6e6, "NZD"), ("NZ$9 million", 9e6, "NZD")]),
    # coins and tokens
    ("It holds 4,100 BTCs and 2,000 ABCD tokens.", [("4,100 BTCs", 4100, "BTC"), ("2,000 ABCD", 2000, "ABCD")]),
    ("It minted 2,000 NFT tokens.", [("2,000", 2000, "item")]),
    ("The bitcoin miner dug up 41.5 coins in May, and sold a few dozen coins.", [("41.5 coins", 41.5, "BTC")]),
    ("It bought 310 Bitcoin units.", [("310 Bitcoin", 310, "BTC")]),
    ("A token costs $0.02 per ABCD, a card $9 per GPU.", [("$0.02 per ABCD", 0.02, "USD/ABCD"), ("$9 per GPU", 9, "USD/chip")]),
    ("It holds 900 BTC; BIP 91 came first, then a proposal (BIP) 92.", [("900 BTC", 900, "BTC")]),
    ("On July 3 bitcoin's price rose; it sold 3 bitcoin.", [("3 bitcoin", 3, "BTC")]),
    ("It has 40+ million users and 20+ rigs.", [("40+ million", 4e7, "item"), ("20+", 20, "machine")]),
    # how often, and how much more
    ("It was fined three times in as many years.", [("three", 3, "item")]),
    ("Its sales are three times those of May.", [("three times", 3, "x")]),
    ("He checks it three times a day.", []),
    # units
    ("At 19 joules a terahash, or 15 joules, it pays.", [("19 joules a terahash", 19, "J/TH"), ("15 joules", 15, "J/TH")]),
    ("The network passed 1 zetahash per second.", [("1 zetahash per second", 1e9, "TH/s")]),
    ("It took 2,200 M20S rigs; the hall has 900 m2.", [("2,200", 2200, "machine"), ("900 m2", 900, "m2")]),
    ("It runs 400 GPU servers and 64 Nvidia A40 cards; 300 wafers are due.", [("400", 400, "machine"), ("64", 64, "chip"), ("300", 300, "item")]),
    ("Gold fetched $2,000 per troy ounce.", [("$2,000 per troy ounce", 2000, "USD/oz")]),
]  # fmt: skip

RANGES: list[tuple[str, list[tuple[str, float | None, float | None]]]] = [
    ("It is 20-to-35% better.", [("20-to-35%", 20, 35)]),
    ("It sits between roughly $90,000 and $95,000.", [("$90,000 and $95,000", 90000, 95000)]),
]


@pytest.fixture(scope="module")
def finder() -> MeasureFinder:
    return MeasureFinder.load(patterns_folder())


@pytest.mark.parametrize(("text", "wanted"), ROWS, ids=[text for text, _ in ROWS])
def test_told_quantities(finder: MeasureFinder, text: str, wanted: list[Row]) -> None:
    found = finder.find(FoldedText.of(text))
    assert [(m.text, m.measure.value, m.measure.unit) for m in found if m.measure] == wanted


@pytest.mark.parametrize(("text", "wanted"), RANGES, ids=[text for text, _ in RANGES])
def test_told_ranges(finder: MeasureFinder, text: str, wanted: list[tuple[str, float | None, float | None]]) -> None:
    found = finder.find(FoldedText.of(text))
    assert [(m.text, m.measure.minimum, m.measure.maximum) for m in found if m.measure] == wanted


def test_loose_counts_have_a_bound(finder: MeasureFinder) -> None:
    found = finder.find(FoldedText.of("It runs 7,000-odd rigs and 9,000-plus miners."))
    assert [m.measure.bound for m in found if m.measure] == ["approx", "at_least"]
