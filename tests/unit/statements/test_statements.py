"""One sentence, one fact: subject, object and qualifiers by their surfaces."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from nlp.records import Document, Statement

Read = Callable[..., Document]


def surface(document: Document, filler: str | None) -> str | None:
    if filler is None:
        return None
    return next((m.text for m in document.mentions if filler in (m.id, m.ref)), filler)


def shown(document: Document, statement: Statement) -> tuple[str, str | None, str | None]:
    return statement.predicate, surface(document, statement.subject), surface(document, statement.object)


CASES = [
    (
        "8月3日，HIVE Blockchain向嘉楠科技订购了6500台矿机。",
        "ordered_from",
        "HIVE Blockchain",
        "嘉楠科技",
        {"count": "6500台"},
    ),
    (
        "嘉楠科技与HIVE Blockchain签署了4000台矿机的订单。",
        "ordered_from",
        "HIVE Blockchain",
        "嘉楠科技",
        {"count": "4000台"},
    ),
    (
        "Riot Blockchain宣布从比特大陆购买1.2万台蚂蚁矿机S19。",
        "ordered_from",
        "Riot Blockchain",
        "比特大陆",
        {"count": "1.2万台"},
    ),
    (
        "CleanSpark ordered 20,000 machines from Bitmain for $30 million.",
        "ordered_from",
        "CleanSpark",
        "Bitmain",
        {"count": "20,000", "amount": "$30 million"},
    ),
    (
        "Marathon Digital purchased 70,000 miners from Bitmain.",
        "ordered_from",
        "Marathon Digital",
        "Bitmain",
        {"count": "70,000"},
    ),
    ("比特矿业在第三季度生产了102个比特币。", "mined", "比特矿业", "102个比特币", {"date": "第三季度"}),
    ("Bitfarms mined 310 BTC in April.", "mined", "Bitfarms", "310 BTC", {"date": "April"}),
    ("截至12月31日，Hut 8持有7078枚比特币。", "holds", "Hut 8", "7078枚比特币", {"date": "12月31日"}),
    ("MARA held 31,420 BTC as of June 30.", "holds", "MARA", "31,420 BTC", {"date": "June 30"}),
    (
        "Riot Platforms sold 475 BTC for $38.8 million.",
        "sold_crypto",
        "Riot Platforms",
        "475 BTC",
        {"amount": "$38.8 million"},
    ),
    ("比特数字在6月出售了280枚比特币。", "sold_crypto", "比特数字", "280枚比特币", {"date": "6月"}),
    ("Greenidge的算力达到1.4EH/s。", "has_capacity", "Greenidge", "1.4EH/s", {}),
    ("IREN reached 50 EH/s of installed hashrate.", "has_capacity", "IREN", "50 EH/s", {}),
    ("嘉楠科技第二季度总营收10.8亿元。", "reported", "嘉楠科技", "10.8亿元", {"date": "第二季度"}),
    (
        "Core Scientific reported a net loss of $580 million for Q1 2025.",
        "reported",
        "Core Scientific",
        "$580 million",
        {"date": "Q1 2025"},
    ),
    ("CleanSpark CEO Zach Bradford said output rose.", "has_position", "Zach Bradford", "CleanSpark", {}),
    ("嘉楠科技董事长兼CEO张楠赓表示满意。", "has_position", "张楠赓", "嘉楠科技", {}),
    ("总部位于迈阿密的Hut 8宣布扩产。", "located_in", "Hut 8", "迈阿密", {}),
    ("Hut 8, a Miami-based miner, expanded.", "located_in", "Hut 8", "Miami", {}),
    ("比特矿业的子公司BTC.com退出市场。", "subsidiary_of", "BTC.com", "比特矿业", {}),
    (
        "GRIID从Blockchain.com拿到5.25亿美元信贷额度。",
        "raised",
        "GRIID",
        "5.25亿美元",
        {"investor": "Blockchain.com"},
    ),
    ("TeraWulf raised $150 million in convertible notes.", "raised", "TeraWulf", "$150 million", {}),
    ("A15 Pro的算力为每秒215太哈希。", "has_spec", "A15 Pro", "每秒215太哈希", {}),
    ("CoreWeave agreed to acquire Core Scientific.", "acquired", "CoreWeave", "Core Scientific", {}),
]


@pytest.mark.parametrize(("text", "predicate", "subject", "target", "qualifiers"), CASES, ids=[c[0] for c in CASES])
def test_fact(read: Read, text: str, predicate: str, subject: str, target: str, qualifiers: dict[str, str]) -> None:
    document = read(text, date="2022-09-10")
    found = [s for s in document.statements if shown(document, s) == (predicate, subject, target)]
    assert found, [shown(document, s) for s in document.statements]
    for role, filler in qualifiers.items():
        assert filler in [surface(document, f) for f in found[0].qualifiers.get(role, ())], found[0]


NEGATIVES = [
    # credits, people of no firm, many without a name
    ("【云脊科技：暂无并购的意向】财联社6月30日电，云脊科技发布公告。", "acquired"),
    ("Strategy 上周增持比特币 ChainCatcher 消息，价格上涨。", "acquired"),
    ("Strategy met US President Donald Trump on Monday.", "has_position"),
    ("VanEck shared research showing that listed miners make up 31.6% of the hashrate.", "reported"),
    ("A report by Keyrock says that such firms collectively hold 725,000 BTC.", "holds"),
    ("比特币价格跌破6.5万美元。", "reported"),
    ("全网算力达到600EH/s。", "has_capacity"),
    ("区块奖励为3.125 BTC。", "mined"),
    ("Needham raised its price target on MARA to $22.", "raised"),
    ("Riot Platforms shares rose 4% to $10.17.", "reported"),
    ("The network hashrate fell to 800 EH/s.", "has_capacity"),
    ("比特币矿工的总收入为10亿美元。", "reported"),
]


@pytest.mark.parametrize(("text", "predicate"), NEGATIVES, ids=[c[0] for c in NEGATIVES])
def test_no_fact(read: Read, text: str, predicate: str) -> None:
    document = read(text, date="2022-09-10")
    assert [shown(document, s) for s in document.statements if s.predicate == predicate] == []


@pytest.mark.parametrize(
    ("text", "predicate", "modality"),
    [
        ("TeraWulf计划筹集1亿美元贷款。", "raised", "planned"),
        ("CoreWeave agreed to acquire Core Scientific.", "acquired", "planned"),
        ("Bitfarms已否认收购Hut 8。", "acquired", "denied"),
        ("CleanSpark expects to reach 50 EH/s by June.", "has_capacity", "planned"),
        ("Cipher Mining运营的算力为5 EH/s。", "has_capacity", "asserted"),
    ],
)
def test_modality(read: Read, text: str, predicate: str, modality: str) -> None:
    document = read(text, date="2022-09-10")
    assert [s.modality for s in document.statements if s.predicate == predicate] == [modality]


def test_companies_in_a_list_hold_what_the_list_of_figures_says(read: Read) -> None:
    document = read(
        "Metaplanet trails Strategy, MARA and Riot Platforms, which hold 500,000 BTC, 40,000 BTC and 18,000 BTC."
    )
    held = {surface(document, s.subject): surface(document, s.object) for s in document.statements}
    assert held == {"Strategy": "500,000 BTC", "MARA": "40,000 BTC", "Riot Platforms": "18,000 BTC"}


def test_holders_by_rank(read: Read) -> None:
    document = read(
        "Bitdeer stands second with 9,500 BTC among holders, followed by Hut 8 with 9,100 BTC, and Argo with 80 BTC."
    )
    held = {surface(document, s.subject): surface(document, s.object) for s in document.statements}
    assert held == {"Bitdeer": "9,500 BTC", "Hut 8": "9,100 BTC", "Argo": "80 BTC"}


def test_a_sum_in_a_second_currency_and_what_is_left_of_it_are_no_others(read: Read) -> None:
    document = read(
        "MARA raised $950 million (about €820 million) by notes, generating net proceeds of about $940.5 million."
    )
    assert [surface(document, s.object) for s in document.statements if s.predicate == "raised"] == ["$950 million"]


def test_a_person_whose_firm_is_named_has_no_other(read: Read) -> None:
    document = read("Riot spoke with Treasury Secretary Scott Bessent and SEC chair Paul Atkins. Riot agreed.")
    firms = {surface(document, s.object) for s in document.statements if s.predicate == "has_position"}
    assert firms <= {"Treasury", "SEC"}


def test_a_junior_is_another_one(read: Read) -> None:
    document = read("Donald Trump Jr. met his father. President Donald Trump spoke.")
    people = {m.text: m.ref for m in document.mentions if m.label == "PERSON"}
    assert people["Donald Trump Jr."] != people["Donald Trump"]


def test_a_pronoun_stands_for_the_company(read: Read) -> None:
    document = read("比特矿业公布财报。该公司持有450个比特币。")
    assert ("holds", "比特矿业", "450个比特币") in [shown(document, s) for s in document.statements]


def test_every_statement_says_rule_and_evidence(read: Read) -> None:
    text = "比特矿业拥有450个比特币、5931个以太坊。"
    document = read(text)
    assert {shown(document, s)[2] for s in document.statements} == {"450个比特币", "5931个以太坊"}
    for statement in document.statements:
        assert statement.rule.startswith("zh.")
        ((start, end),) = statement.evidence
        assert 0 <= start < end <= len(text)
