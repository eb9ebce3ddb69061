"""Hardware by grammar: lines, codes, variants, plurals, series, and what is none."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.entities.machines import MachineFinder
from nlp.errors import ResourceError
from nlp.resources.files import patterns_folder
from nlp.resources.machine_grammar import FILE, load_machine_grammar
from nlp.text.fold import FoldedText

CASES = [
    # lines with a code
    ("Antminer S25 Pro", ["antminer-s25-pro:Antminer S25 Pro"]),
    ("an Antminer S19 XP Hyd. unit", ["antminer-s19-xp-hydro:Antminer S19 XP Hyd."]),
    ("We run the Antminer S23 Hyd. Next year", ["antminer-s23-hydro:Antminer S23 Hyd"]),
    ("ANTMINER T21 miners", ["antminer-t21:ANTMINER T21"]),
    ("三千台蚂蚁矿机S23", ["antminer-s23:蚂蚁矿机S23"]),
    ("螞蟻礦機 S19", ["antminer-s19:螞蟻礦機 S19"]),
    ("蚂蚁S19J", ["antminer-s19j:蚂蚁S19J"]),
    ("蚂蚁矿机s9的价格", ["antminer-s9:蚂蚁矿机s9"]),
    ("Whatsminer M66S++", ["whatsminer-m66s-plus-plus:Whatsminer M66S++"]),
    ("神马矿机M30S", ["whatsminer-m30s:神马矿机M30S"]),
    ("神马M50", ["whatsminer-m50:神马M50"]),
    ("Canaan's Avalon Made A1366 rigs", ["a1366:Avalon Made A1366"]),
    ("AvalonMiner 1246", ["a1246:AvalonMiner 1246"]),
    ("阿瓦隆A1166Pro", ["a1166pro:阿瓦隆A1166Pro"]),
    ("the Avalon Nano 4 heater", ["avalon-nano-4:Avalon Nano 4"]),
    ("SEALMINER A5 Pro Hyd", ["sealminer-a5-pro-hydro:SEALMINER A5 Pro Hyd"]),
    ("Teraflux AT3999", ["teraflux-at3999:Teraflux AT3999"]),
    ("Bitaxe Gamma", ["bitaxe-gamma:Bitaxe Gamma"]),
    ("Goldshell LT7", ["goldshell-lt7:Goldshell LT7"]),
    ("Ebit E13+", ["ebit-e13-plus:Ebit E13+"]),
    # lines alone
    ("Bitmain's Antminers are sold out", ["antminer:Antminers"]),
    ("比特大陆的蚂蚁矿机", ["antminer:蚂蚁矿机"]),
    ("神马矿机降价", ["whatsminer:神马矿机"]),
    # the maker goes by the name of its line
    ("矿企与神马矿机签署采购协议", ["microbt:神马矿机"]),
    ("公司向神马矿机订购了1万台", ["microbt:神马矿机"]),
    ("神马矿机的价格已下跌", ["whatsminer:神马矿机"]),
    ("The SEALMINER roadmap", ["sealminer:SEALMINER"]),
    ("6,500台Avalon比特币矿机", ["avalon:Avalon"]),
    ("Avalon miners", ["avalon:Avalon miners"]),
    # codes of no known shape, by what stands beside them
    ("The bitcoin miner bought 2,480 HX-40 servers", ["hx-40:HX-40"]),
    ("Inside beats the QA5, an in-house chip of the miner", ["qa5:QA5"]),
    ("The mining rig, the KL3 (8 TH/s), sells well. The KL3 is new", ["kl3:KL3", "kl3:KL3"]),
    ("矿机装进静音壳，取名Z3 Home：出力260T", ["z3-home:Z3 Home"]),
    ("In Q3 miners sold coins, and an S-1 filing was made", []),
    # codes alone
    ("购买2000台S19j Pro矿机", ["antminer-s19j-pro:S19j Pro"]),
    ("比特大陆S19jPRO-100T型号矿机", ["antminer-s19j-pro-100t:S19jPRO-100T"]),
    ("1.2万台S19矿机", ["antminer-s19:S19"]),
    ("S19系列", []),
    ("S19系列矿机", ["antminer-s19:S19系列"]),
    ("3000台 S19 系列蚂蚁矿机", ["antminer-s19:S19 系列蚂蚁矿机"]),
    ("2,500 Bitmain S21 Pro Antminers", ["antminer-s21-pro:S21 Pro Antminers"]),
    ("矿企收到A15系列", ["a15-series:A15系列"]),
    ("矿机A16XP上市", ["a16xp:A16XP"]),
    ("嘉楠将提供A1566I浸没式矿机", ["a1566i:A1566I"]),
    ("7,000 fresh MicroBT M30S, M30", ["whatsminer-m30s:M30S", "whatsminer-m30:M30"]),
    ("矿机S19和S21", ["antminer-s19:S19", "antminer-s21:S21"]),
    ("比特大陆的S19、S19 Pro", ["antminer-s19:S19", "antminer-s19-pro:S19 Pro"]),
    ("It bought S19 XPs for mining", ["antminer-s19-xp:S19 XPs"]),
    ("S21s replaced older miners, 500 of the S21 units", ["antminer-s21:S21s", "antminer-s21:S21"]),
    ("嘉楠推出A14矿机。A14卖得好", ["a14-series:A14", "a14-series:A14"]),
    ("挖矿收益最高的是S9i 14T", ["antminer-s9i:S9i"]),
    ("mining with the M63S+", ["whatsminer-m63s-plus:M63S+"]),
    ("Bitmain said the S21 sells. The T21 follows", ["antminer-s21:S21", "antminer-t21:T21"]),
    ("mining with 300 M50s", ["whatsminer-m50:M50s"]),
    ("比特大陆的S9、T9+、M3、A8等机型", ["antminer-s9:S9", "antminer-t9-plus:T9+", "whatsminer-m3:M3", "a8:A8"]),
    ("翼比特E12++", ["ebit-e12-plus-plus:翼比特E12++"]),
    ("蚂蚁Z9mini", ["antminer-z9-mini:蚂蚁Z9mini"]),
    ("Bitmain S21 Pros and S19-series rigs", ["antminer-s21-pro:S21 Pros", "antminer-s19:S19-series"]),
    ("GeForce RTX 30系列显卡", ["nvidia-rtx-30:GeForce RTX 30系列"]),
    ("ANTSPACE HD5", ["antspace-hd5:ANTSPACE HD5"]),
    ("嘉楠的A14卖得好", ["a14-series:A14"]),
    # chips and accelerators
    ("Nvidia Blackwell GPUs", ["blackwell:Blackwell"]),
    ("the mining chip SEAL05", ["seal05:SEAL05"]),
    ("芯片BM1373", ["bm1373:BM1373"]),
    ("Nvidia GB300 NVL72 racks", ["nvidia-gb300-nvl72:GB300 NVL72"]),
    ("英伟达B300 GPU", ["nvidia-b300:B300"]),
    ("an AMD MI355X cluster", ["amd-mi355x:MI355X"]),
    ("GPU RTX 4090", ["nvidia-rtx-4090:RTX 4090"]),
    # none
    ("The Blackwell family and Grace Hopper", []),
    ("Shares of H100 Group, which bought GPUs", []),
    ("mining towns along the A14 and the S21", []),
    ("矿机 and ASIC miners and rigs", []),
    ("The miner filed a 20-F, an 8-K, an S-1, a 10-Q and an F-3.", []),
    ("Bitcoin mining revenue rose in Q3 and in H1 2024", []),
    ("矿企的M2货币供应和M1", []),
    ("矿业公司完成A轮和B轮融资,A股上涨", []),
    ("mining at the G20, T+1, 5G, Tier 3", []),
    ("联想S5手机可以挖矿", []),
    ("三星Galaxy S21可以挖矿", []),
    ("Galaxy S21 does mining", []),
    ("The A15 Bionic does no mining", []),
    ("高速A15旁的矿场", []),
    ("The S21 train leaves at noon", []),
    ("The Avalon peninsula has no mines", []),
    ("蚂蚁集团投资矿企", []),
    ("神马影院", []),
    ("EBITDA of the miner", []),
    ("miner block 0xS19 and hash-S19x", []),
    ("see bitmain.example/s19 for mining", []),
    ("The H100 highway", []),
    ("", []),
]


@pytest.fixture(scope="module")
def finder() -> MachineFinder:
    return MachineFinder.load(patterns_folder())


@pytest.mark.parametrize(("text", "expected"), CASES, ids=[case[0][:30] for case in CASES])
def test_case(finder: MachineFinder, text: str, expected: list[str]) -> None:
    assert [f"{mention.ref}:{mention.text}" for mention in finder.find(FoldedText.of(text))] == expected


@given(st.text(alphabet="SMAT19jPro +-台矿机系列和, XPHyd./s阿瓦隆", max_size=60))
def test_mentions_are_spans_of_the_text_and_do_not_overlap(text: str) -> None:
    mentions = MachineFinder.load(patterns_folder()).find(FoldedText.of(text)) if "矿" in text else []
    last = 0
    for mention in mentions:
        assert text[mention.start : mention.end] == mention.text != ""
        assert mention.label == "MACHINE"
        assert mention.ref
        assert mention.rule.startswith("machine.")
        assert mention.start >= last
        last = mention.end


@pytest.mark.parametrize("unit", ["S19 Pro+ Hyd ", "S19", "+", "A1", "Avalon ", "M30S++", "矿机S19、"])
def test_hostile_text_is_read_to_its_end(finder: MachineFinder, unit: str) -> None:
    text = FoldedText.of("矿机 " + unit * (200_000 // len(unit)))
    assert all(text.source[m.start : m.end] == m.text for m in finder.find(text))


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('strength = "weak"', 'strength = "mild"', "strength must be one of"),
        ("alone = true", "lonely = true", "expected keys of"),
        ("pattern = 'BM1", "pattern = '(BM1", "expected a regular expression"),
        ("pattern = 'BM1[3-9]", "pattern = 'BM1([3-9])", "without capturing groups"),
        ("[variants]", "[variant]", "expected the key"),
    ],
)
def test_faults_of_the_grammar_file_are_told(tmp_path: Path, old: str, new: str, message: str) -> None:
    text = (patterns_folder() / FILE).read_text(encoding="utf-8")
    assert old in text
    (tmp_path / FILE).parent.mkdir()
    (tmp_path / FILE).write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(ResourceError, match=message):
        load_machine_grammar(tmp_path)
