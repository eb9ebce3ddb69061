"""Names in English news: codes of shares, towns named again, surnames alone, zones; the marks are [text|LABEL]."""

from __future__ import annotations

import re

import pytest

from nlp.entities.recogniser import NameRecogniser
from nlp.resources.files import patterns_folder
from nlp.text.fold import FoldedText

MARK = re.compile(r"\[([^\[\]|]+)\|([A-Z]+)\]")

CASES = [
    # codes of shares in place of the firm
    ("[Kelvane Mining|COMPANY] sold coins. [KLVN|COMPANY] fell 4% on the day.", "COMPANY"),
    ("Miner [Osterhash|COMPANY] was quiet. [OSTH|COMPANY] shares were up, and TVL rose 3%.", "COMPANY"),
    ("[Kelvane Mining|COMPANY] sold coins. GDP rose 3%, and CEO shares were no topic.", "COMPANY"),
    # firms: letters of the trade inside, a legal form that reaches left, sons and companies
    ("[TULSA IT VENTURES AB|COMPANY]: [Tulsa IT Ventures|COMPANY] agrees to buy a mine.", "COMPANY"),
    ("MACHINES FROM [ORVANE GLOBAL|COMPANY] AND [PRILLE TECHNOLOGIES|COMPANY].", "COMPANY"),
    ("The deal was struck by [Dalmer & Co.|COMPANY] and by [Reeve & Sons|COMPANY].", "COMPANY"),
    ("BRIEF-[Orvane Hash Technologies|COMPANY] Signs Deal", "COMPANY"),
    ("The coins lie with [Fidelity Digital Assets|COMPANY] and are safe.", "COMPANY"),
    ("On the way is [Apple Valley Hash|COMPANY], run by an engineer.", "COMPANY"),
    # what tells a firm: its trade, its new name, what it did with so many machines
    ("He is a veteran of utility [QPL|COMPANY] and was head of governance at [KVP|COMPANY].", "COMPANY"),
    ("The unit was spun off under the name [Fortitude|COMPANY].", "COMPANY"),
    ("Others wait too. [Cinderpath|COMPANY] gave up 3,000 S19 XP.", "COMPANY"),
    ("[NordCMiner|COMPANY], of Stockholm, took orders for years.", "COMPANY"),
    ("Whales bought 3,000 BTC. Texas had 30 machines. July saw 300 BTC.", "COMPANY"),
    ("The tally is kept, according to [Bennart|COMPANY], a site that lists blocks.", "COMPANY"),
    # common nouns in title case, papers, marks, demonyms
    ("Deal With Two-State Data Hosting Company\nIt has signed with a two-state data hosting company.", "COMPANY"),
    ("It gets C$0.20 per HIVE Share under the Exchange Agreement (EXA).", "COMPANY"),
    ("An Armenian billionaire spoke of the Armenian economy.", "COMPANY"),
    ("U.S. Bitcoin Miners fear tariffs.", "COMPANY"),
    ("[CleanSpark|COMPANY], America's Bitcoin Miner™, grew.", "JURISDICTION"),
    ("The [Industrial Forge Association|COMPANY] ([PKA|COMPANY]) disagreed.", "COMPANY"),
    # a person by the surname that comes again alone, or by the word of address
    ("It was built by the patron (a rich man) [Vahan Petrosyan|PERSON]. [Petrosyan|PERSON] claims so.", "PERSON"),
    ("Mr. [Read|PERSON] estimated it.", "PERSON"),
    ("The mine was built by owner [Dale Wishart|PERSON].", "PERSON"),
    # places: their ranks, bearings, plurals, the end of a sentence before a sum, once told and named again
    (
        "It lies in [St. Lawrence County|JURISDICTION] and in the [Far Eastern Federal District|JURISDICTION].",
        "JURISDICTION",
    ),
    ("Mines in [West Kazakhstan|JURISDICTION] shut.", "JURISDICTION"),
    ("Plans for the departments of [Floralba|JURISDICTION] and [Rivanda|JURISDICTION] are off.", "JURISDICTION"),
    (
        "They run in [Alberta|JURISDICTION] and [North Dakota|JURISDICTION]. $40 million was paid in U.S. $ notes.",
        "JURISDICTION",
    ),
    (
        "It sold its [Temple|JURISDICTION], [Texas|JURISDICTION] site. It had signed the [Temple|JURISDICTION] lease in May.",
        "JURISDICTION",
    ),
    ("Work went on. [Washington|JURISDICTION] put the firm on a list.", "JURISDICTION"),
    ("In [Washington|JURISDICTION] state, few are left.", "JURISDICTION"),
    # sites: by their project, zones, a firm's own; no common noun in a heading
    ("It runs [Project Kestra|FACILITY], a 35 MW mine. A fund pays for [Kestra|FACILITY] in part.", "FACILITY"),
    (
        "Firms in Belarus' [Hi-Tech Park|FACILITY] and the [Alatau Free Trade Zone|FACILITY] pay less; a Special Economic Zone is planned.",
        "FACILITY",
    ),
    ("It left the [Coinmint facility|FACILITY] for good.", "FACILITY"),
    ("Riot Leaves New York Hosting Site", "FACILITY"),
    ("The site, [Blackrill Station|FACILITY] in Dickens County, Texas, can take 200 MW.", "FACILITY"),
]

REFS = [
    ("ALBANY, N.Y., May 3 - It sold coins.", "ALBANY", "us-ny-albany"),
    ("The mine is in Albany, Georgia.", "Albany", "us-ga-albany"),
    ("It leaves its New York host in Massena, N.Y.", "New York", "us-ny"),
    ("It runs a mine in Buffalo, New York.", "New York", "us-ny"),
    ("The bank is in New York City, and its New York desk trades.", "New York", "us-ny-new-york"),
    ("Plants in Houston, Georgia and Ohio shut.", "Houston", "us-tx-houston"),
    ("It runs in Washington state.", "Washington", "us-wa"),
    ("Ironvane Mining (IVMN) sold coins. IVMN shares fell.", "IVMN", "ironvane-mining"),
]


@pytest.fixture(scope="module")
def recogniser() -> NameRecogniser:
    return NameRecogniser.load(patterns_folder())


@pytest.mark.parametrize(("marked", "label"), CASES)
def test_finds_exactly_the_marked_names(recogniser: NameRecogniser, marked: str, label: str) -> None:
    wanted = [match[1] for match in MARK.finditer(marked) if match[2] == label]
    text = FoldedText.of(MARK.sub(r"\1", marked))
    assert [m.text for m in recogniser.find(text) if m.label == label] == wanted


@pytest.mark.parametrize(("text", "name", "ref"), REFS)
def test_tells_things_of_one_name_apart(recogniser: NameRecogniser, text: str, name: str, ref: str) -> None:
    refs = [m.ref for m in recogniser.find(FoldedText.of(text)) if m.text == name]
    assert refs[-1:] == [ref]
