"""Registry surfaces in text: borders, case, doubt, tickers, money and laws."""

from __future__ import annotations

import pytest

from nlp.entities.recogniser import NameRecogniser
from nlp.entities.registry_names import Surface
from nlp.resources.files import patterns_folder
from nlp.resources.names import load_names
from nlp.text.fold import FoldedText

SURFACES = (
    Surface("Bitmain", "COMPANY", "bitmain"),
    Surface("比特大陆", "COMPANY", "bitmain"),
    Surface("Canaan", "COMPANY", "canaan"),
    Surface("嘉楠科技", "COMPANY", "canaan"),
    Surface("嘉楠", "COMPANY", "canaan"),
    Surface("Core Scientific", "COMPANY", "core-scientific"),
    Surface("Core", "COMPANY", "core-scientific", doubtful=True),
    Surface("CORZ", "COMPANY", "core-scientific", ticker=True),
    Surface("Strategy", "COMPANY", "strategy", doubtful=True),
    Surface("HIVE", "COMPANY", "hive"),
    Surface("HIVE Digital Technologies", "COMPANY", "hive"),
    Surface("HIVE", "COMPANY", "hive", ticker=True),
    Surface("Texas", "JURISDICTION", "us-tx"),
    Surface("美国", "JURISDICTION", "us"),
    Surface("U.S.", "JURISDICTION", "us"),
    Surface("日本", "JURISDICTION", "jp"),
    Surface("Nangeng Zhang", "PERSON", "zhang-nangeng"),
    Surface("张楠赓", "PERSON", "zhang-nangeng"),
    Surface("SEC", "AUTHORITY", "us-sec"),
    Surface("Nasdaq", "COMPANY", "nasdaq"),
    Surface("商务部", "AUTHORITY", "cn-mofcom"),
    Surface("无锡", "JURISDICTION", "cn-js-wuxi", local=True),
    Surface("北京", "JURISDICTION", "cn-bj", local=True),
    Surface("Tether", "COMPANY", "tether"),
    Surface("Bullish", "COMPANY", "bullish"),
    Surface("Mashinsky", "PERSON", "alex-mashinsky"),
    Surface("Washington", "JURISDICTION", "us-washington", doubtful=True),
    Surface("Satoshi", "PERSON", "satoshi"),
    Surface("U.S. Treasury", "AUTHORITY", "us-treasury"),
)

CASES = [
    ("矿机制造商比特大陆宣布降价", ["bitmain:比特大陆"]),
    ("比特大陸與嘉楠", ["bitmain:比特大陸", "canaan:嘉楠"]),
    ("嘉楠科技股份有限公司公告", ["canaan:嘉楠科技股份有限公司"]),
    ("在Texas的矿场", ["us-tx:Texas"]),
    ("BITMAIN said so", ["bitmain:BITMAIN"]),
    ("bitmain said so", ["bitmain:bitmain"]),
    ("Bitmain's miners", ["bitmain:Bitmain"]),
    ("Canaan Inc. said", ["canaan:Canaan Inc."]),
    (
        "Core Scientific rose. CORZ fell. Core held.",
        ["core-scientific:Core Scientific", "core-scientific:CORZ", "core-scientific:Core"],
    ),
    ("投资者看好 Core 和其他矿企。", ["core-scientific:Core"]),
    ("比特币 Core 开发中。", []),
    ("Core Scientific (CORZ) rose", ["core-scientific:Core Scientific"]),
    ("HIVE Digital Technologies (NASDAQ: HIVE) said", ["hive:HIVE Digital Technologies"]),
    ("Miner Strategy said its CEO Strategy shares", ["strategy:Strategy", "strategy:Strategy"]),
    ("the U.S. market", ["us:U.S."]),
    ("weeks of operationsBitmain said", ["bitmain:Bitmain"]),
    ("张楠赓（Nangeng Zhang）发言", ["zhang-nangeng:张楠赓", "zhang-nangeng:Nangeng Zhang"]),
    ("SEC文件显示", ["us-sec:SEC"]),
    # holdings, departments, zones and branches are part of the name
    ("嘉楠控股宣布", ["canaan:嘉楠控股"]),
    ("嘉楠控股股东减持", ["canaan:嘉楠"]),
    ("商务部消费促进司称", ["cn-mofcom:商务部消费促进司"]),
    ("商务部消费促进司司长", ["cn-mofcom:商务部"]),
    ("落地无锡高新区的工厂", ["无锡高新区:无锡高新区"]),
    ("比特大陆美国公司", ["比特大陆美国公司:比特大陆美国公司"]),
    ("比特大陆（日本）公司", ["比特大陆（日本）公司:比特大陆（日本）公司"]),
    ("比特大陆美国矿场", ["bitmain:比特大陆", "us:美国"]),
    # firms in the names of gatherings and chains
    ("在嘉楠全球算力峰会上", []),
    ("嘉楠智能链上线", []),
    ("2026北京算力大会开幕", []),
    ("Tether said so", ["tether:Tether"]),
    ("rivals of Bitmain and Strategy, both large", ["bitmain:Bitmain", "strategy:Strategy"]),
    ("the exchange Bullish rose", ["bullish:Bullish"]),
    ("the Moreau/Mashinsky feud", ["alex-mashinsky:Mashinsky"]),
    ("talks between Washington and Texas", ["us-washington:Washington", "us-tx:Texas"]),
    ("Tether's coin", ["tether:Tether"]),
    ("rival Strategy (MSTR) slid", ["strategy:Strategy"]),
    ("the firm Satoshi Labs LLC closed", ["satoshi-labs-llc:Satoshi Labs LLC"]),
    ("Core Quellin sold it. The lender Core Quellin left.", ["core-quellin:Core Quellin", "core-quellin:Core Quellin"]),
    ("at Norvaht Hive now. The app Norvaht Hive grew.", ["norvaht-hive:Norvaht Hive", "norvaht-hive:Norvaht Hive"]),
    ("the U.S. Treasury said", ["us-treasury:U.S. Treasury"]),
    ("10-year U.S. Treasury bonds fell", ["us:U.S."]),
    # none
    ("Tether (USDT) fell, and the Tether market cap with it", []),
    ("rivals of Bitmain and Strategy Papers", ["bitmain:Bitmain"]),
    ("Bullish traders met; the Bitmain Coin fell", []),
    ("see moreau.example/Mashinsky and the Mashinsky twins", []),
    ("the Washington diet", []),
    ("Bitmainer and Texascoin", []),
    ("@Canaan_io", []),
    ("The strategy works. Strategy is key.", []),
    ("at the core of the network", []),
    ("它在Nasdaq上市", []),
    ("5 billion U.S. dollars", []),
    ("提出《美国挖矿法案》", []),
    ("今日本公司公告", []),
    ("each second is sec by sec", []),
    ("hive of bees", []),
    ("$CORZ to the moon", []),
]


@pytest.fixture(scope="module")
def recogniser() -> NameRecogniser:
    return NameRecogniser(load_names(patterns_folder()), SURFACES)


@pytest.mark.parametrize(("text", "expected"), CASES, ids=[case[0][:30] for case in CASES])
def test_case(recogniser: NameRecogniser, text: str, expected: list[str]) -> None:
    assert [f"{mention.ref}:{mention.text}" for mention in recogniser.find(FoldedText.of(text))] == expected


def test_two_registries_do_not_meet() -> None:
    tables = load_names(patterns_folder())
    one = NameRecogniser(tables, [Surface("Quux Nine", "COMPANY", "one")])
    two = NameRecogniser(tables, [Surface("Quux Nine", "COMPANY", "two")])
    text = FoldedText.of("and Quux Nine said")
    assert [m.ref for m in one.find(text)] == ["one"]
    assert [m.ref for m in two.find(text)] == ["two"]
