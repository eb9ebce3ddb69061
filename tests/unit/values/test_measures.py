"""Quantities: every kind in both languages, bounds, ranges, and what is none."""

from __future__ import annotations

import pytest

from nlp.resources.files import patterns_folder
from nlp.text.fold import FoldedText
from nlp.values.measures import MeasureFinder


@pytest.fixture(scope="module")
def finder() -> MeasureFinder:
    return MeasureFinder.load(patterns_folder())


CASES = [
    # text, surface, kind, value, unit, bound
    ("他花了30Litecoin", "30Litecoin", "crypto", 30, "LTC", "exact"),
    ("营收为9.6亿元", "9.6亿元", "money", 9.6e8, "CNY", "exact"),
    ("净利润7.4亿元人民币", "7.4亿元人民币", "money", 7.4e8, "CNY", "exact"),
    ("约合5510万美元", "5510万美元", "money", 5.51e7, "USD", "approx"),
    ("募资８００萬港元", "８００萬港元", "money", 8e6, "HKD", "exact"),
    ("revenue of $40.5 million", "$40.5 million", "money", 4.05e7, "USD", "exact"),
    ("raised US$1.2bn in debt", "US$1.2bn", "money", 1.2e9, "USD", "exact"),
    ("more than C$12 million", "C$12 million", "money", 1.2e7, "CAD", "more_than"),
    ("it cost 2 trillion kip then", "2 trillion kip", "money", 2e12, "LAK", "exact"),
    ("a £3.5m loan", "£3.5m", "money", 3.5e6, "GBP", "exact"),
    ("a $1 billion-plus deal", "$1 billion-plus", "money", 1e9, "USD", "at_least"),
    ("it cost US $75 then", "US $75", "money", 75, "USD", "exact"),
    ("a fee of 12 million Norwegian crowns", "12 million Norwegian crowns", "money", 1.2e7, "NOK", "exact"),
    ("around the 90K level", "90K", "money", 90000, "USD", "approx"),
    ("a Tokyo firm spent ¥7 billion", "¥7 billion", "money", 7e9, "JPY", "exact"),
    ("a Beijing firm spent ¥7 billion", "¥7 billion", "money", 7e9, "CNY", "exact"),
    ("it keeps over 640 #Bitcoin", "640 #Bitcoin", "crypto", 640, "BTC", "more_than"),
    ("it dug 31.5 more Bitcoins", "31.5 more Bitcoins", "crypto", 31.5, "BTC", "exact"),
    ("the top 30 coins by age", "30", "count", 30, "item", "exact"),
    ("it fell out of the top 10 by value", "10", "count", 10, "item", "exact"),
    ("the remaining four saw a drop", "four", "count", 4, "item", "exact"),
    ("the other five include boats", "five", "count", 5, "item", "exact"),
    ("每股1.25美元", "每股1.25美元", "unit_price", 1.25, "USD/share", "exact"),
    ("电价为0.05美元/千瓦时", "0.05美元/千瓦时", "unit_price", 0.05, "USD/kWh", "exact"),
    ("约8万美元/枚", "8万美元/枚", "unit_price", 80000, "USD/BTC", "approx"),
    ("at $14.20 per terahash", "$14.20 per terahash", "unit_price", 14.2, "USD/TH", "exact"),
    ("power at $0.045/kWh", "$0.045/kWh", "unit_price", 0.045, "USD/kWh", "exact"),
    ("4.5 cents per kWh", "4.5 cents per kWh", "unit_price", 0.045, "USD/kWh", "exact"),
    ("公司约持有1,793枚比特币", "1,793枚比特币", "crypto", 1793, "BTC", "approx"),
    ("售出算力350萬Thash/s", "350萬Thash/s", "hashrate", 3500000, "TH/s", "exact"),
    ("比特币矿企Hut 8（NASDAQ: $HUT）再添300枚", "300枚", "crypto", 300, "BTC", "exact"),
    ("发行USDT的公司持有9万枚经验证的比特币", "9万枚", "crypto", 90000, "BTC", "exact"),
    ("it bought 4,100 “new-generation” miners", "4,100", "count", 4100, "machine", "exact"),
    ("产出318.5枚比特币", "318.5枚比特币", "crypto", 318.5, "BTC", "exact"),
    ("比特币持仓增至1,793枚", "1,793枚", "crypto", 1793, "BTC", "exact"),
    ("生产了3957以太", "3957以太", "crypto", 3957, "ETH", "exact"),
    ("held 1,231 bitcoin", "1,231 bitcoin", "crypto", 1231, "BTC", "exact"),
    ("sold 67K BTC", "67K BTC", "crypto", 67000, "BTC", "exact"),
    ("总算力670万TH/s", "670万TH/s", "hashrate", 6.7e6, "TH/s", "exact"),
    ("提升至1.5EH/S以上", "1.5EH/S", "hashrate", 1.5e6, "TH/s", "at_least"),
    ("算力达每秒215太哈希", "每秒215太哈希", "hashrate", 215, "TH/s", "exact"),
    ("4800.0 GH/s of Ethash", "4800.0 GH/s", "hashrate", 4.8, "TH/s", "exact"),
    ("reached 7.1 exahashes per second", "7.1 exahashes per second", "hashrate", 7.1e6, "TH/s", "exact"),
    ("建设50MWAI数据中心", "50MW", "power", 50, "MW", "exact"),
    ("负荷100兆瓦", "100兆瓦", "power", 100, "MW", "exact"),
    ("功率5千瓦", "5千瓦", "power", 0.005, "MW", "exact"),
    ("draws 3,250W", "3,250W", "power", 0.00325, "MW", "exact"),
    ("1.4 gigawatts of load", "1.4 gigawatts", "power", 1400, "MW", "exact"),
    ("耗电5000万度", "5000万度", "energy", 50000, "MWh", "exact"),
    ("used 100 GWh", "100 GWh", "energy", 1e5, "MWh", "exact"),
    ("能效每太哈希16.8焦耳", "每太哈希16.8焦耳", "efficiency", 16.8, "J/TH", "exact"),
    ("an efficiency of 21.5 joules per terahash", "21.5 joules per terahash", "efficiency", 21.5, "J/TH", "exact"),
    ("增长128.4%", "128.4%", "percent", 128.4, "%", "exact"),
    ("百分之五", "百分之五", "percent", 5, "%", "exact"),
    ("约三分之一", "三分之一", "percent", 33.33, "%", "approx"),
    ("cut by 50 basis points", "50 basis points", "percent", 0.5, "%", "exact"),
    ("15 per cent", "15 per cent", "percent", 15, "%", "exact"),
    ("翻了2.6倍", "2.6倍", "multiple", 2.6, "x", "exact"),
    ("订购4000台矿机", "4000台", "count", 4000, "machine", "exact"),
    ("超过1.8万台矿机", "1.8万台", "count", 18000, "machine", "more_than"),
    ("购入5万张显卡", "5万张", "count", 50000, "chip", "exact"),
    ("发行806,439,900股", "806,439,900股", "count", 806439900, "share", "exact"),
    ("销往26个国家", "26个", "count", 26, "item", "exact"),
    ("30多家公司", "30多家", "count", 30, "item", "approx"),
    ("ordered 12,500 new Antminer units", "12,500", "count", 12500, "machine", "exact"),
    ("sold 3.25 million shares", "3.25 million", "count", 3.25e6, "share", "exact"),
    ("three data centers", "three", "count", 3, "item", "exact"),
    ("up to 20,000 rigs", "20,000", "count", 20000, "machine", "at_most"),
    ("a 5nm chip", "5nm", "other", 5, "nm", "exact"),
    ("难度上调至138.97 T。", "138.97 T", "count", 1.3897e14, "item", "exact"),
    ("mining difficulty fell to 79.6 trillion", "79.6 trillion", "count", 7.96e13, "item", "exact"),
    ("bitcoin output rose as it mined 694 tokens", "694 tokens", "crypto", 694, "BTC", "exact"),
    ("$102,591 per token", "$102,591 per token", "unit_price", 102591, "USD/BTC", "exact"),
    ("a cost per coin of around $41,300", "$41,300", "unit_price", 41300, "USD/BTC", "approx"),
    ("每枚BCH的均价是417美元", "417美元", "unit_price", 417, "USD/BCH", "exact"),
    ("单枚比特币开采面临1.9万美元亏损", "1.9万美元", "unit_price", 19000, "USD/BTC", "exact"),
    ("worth $98,450 per block", "$98,450 per block", "unit_price", 98450, "USD/block", "exact"),
    ("1.2 million stock units", "1.2 million", "count", 1.2e6, "share", "exact"),
    ("0.1235 newly-issued Class A shares", "0.1235", "count", 0.1235, "share", "exact"),
    ("11,298个新的ASIC", "11,298个", "count", 11298, "machine", "exact"),
    ("a 40 Acre plot", "40 Acre", "other", 40, "Acre", "exact"),
    ("温度55摄氏度", "55摄氏度", "other", 55, "摄氏度", "exact"),
    ("约300吨设备", "300吨", "other", 300, "吨", "approx"),
    ("under $60,000", "$60,000", "money", 60000, "USD", "less_than"),
    ("不到30%", "30%", "percent", 30, "%", "less_than"),
]


@pytest.mark.parametrize(("text", "surface", "kind", "value", "unit", "bound"), CASES, ids=[c[0] for c in CASES])
def test_one_quantity(
    finder: MeasureFinder, text: str, surface: str, kind: str, value: float, unit: str, bound: str
) -> None:
    found = finder.find(FoldedText.of(text))
    assert [m.text for m in found] == [surface]
    measure = found[0].measure
    assert measure is not None
    assert (measure.kind, measure.unit, measure.bound) == (kind, unit, bound)
    assert measure.value == pytest.approx(value, rel=1e-3)


RANGES = [
    ("增长35%-50%", "35%-50%", "percent", 35, 50),
    ("购买2.8万至5.6万台矿机", "2.8万至5.6万台", "count", 28000, 56000),
    ("between 4% and 6.5%", "4% and 6.5%", "percent", 4, 6.5),
    ("$9.4 million to $10.6 million", "$9.4 million to $10.6 million", "money", 9.4e6, 1.06e7),
    ("a price of $70k–95,000 soon", "$70k–95,000", "money", 70000, 95000),
    ("a band of USD 9,000 - USD 7,500", "USD 9,000 - USD 7,500", "money", 7500, 9000),
    ("between USD 310 and USD 365", "USD 310 and USD 365", "money", 310, 365),
    ("10到15台矿机", "10到15台", "count", 10, 15),
    ("15J/TH-16.5J/TH", "15J/TH-16.5J/TH", "efficiency", 15, 16.5),
]


@pytest.mark.parametrize(("text", "surface", "kind", "low", "high"), RANGES, ids=[c[0] for c in RANGES])
def test_one_range(finder: MeasureFinder, text: str, surface: str, kind: str, low: float, high: float) -> None:
    found = finder.find(FoldedText.of(text))
    assert [m.text for m in found] == [surface]
    measure = found[0].measure
    assert measure is not None
    assert measure.kind == kind
    assert measure.value is None
    assert (measure.minimum, measure.maximum) == (pytest.approx(low), pytest.approx(high))


@pytest.mark.parametrize(
    "text",
    [
        "比特大陆宣布", "亿邦国际", "百度指数", "千万别买", "一家公司", "统一比特币基础设施", "连续五个月", "24 hours a day",
        "六个月禁售期", "2021年8月3日", "第三季度", "三年前", "S19j Pro", "Antminer S19 XP", "M30S++", "A1566I", "Form 20-F",
        "股票代码03680.HK", "one of the miners", "several thousand", "几万", "数十亿", "two-year deal", "in 2025", "at block height",
        "一元化管理", "形成三元结构", "三元锂电池", "二元期权",
        "not the only one here", "within just one month", "at the 2031 Bitcoin Conference",
        "一些矿工", "十分重要", "a machine", "half of it", "三星电子", "the AT2880-277 miner", "coins and tokens", "区块难度T", "一次元", "per share", "a token of thanks", "第35537号", "two weeks later", "五年期",
    ],
)  # fmt: skip
def test_none(finder: MeasureFinder, text: str) -> None:
    assert [m.text for m in finder.find(FoldedText.of(text))] == []


@pytest.mark.parametrize(
    ("text", "surfaces"),
    [
        ("5931个以太坊、5180万个狗狗币", ["5931个以太坊", "5180万个狗狗币"]),
        ("from 6.25 to 3.125 BTC", ["6.25", "3.125 BTC"]),
        ("dug 188 Bitcoins, against 171 in June", ["188 Bitcoins", "171"]),
        ("21.2 and 20.6 EH/s", ["21.2", "20.6 EH/s"]),
        ("output went from 26BTC to 52BTC a day", ["26BTC", "52BTC"]),
        ("find 2,016 BTC blocks", ["2,016"]),
        ("from SEK 0.006 to SEK 0.36 per kWh", ["SEK 0.006", "SEK 0.36 per kWh"]),
        ("Some 900 people worked there. Now it has 11. He lives at 12.", ["900", "11"]),
        ("Some people worked there. Now it has 11.", []),
        ("$300+$15 in all", ["$300", "$15"]),
        ("从2110万美元增长至9610万美元", ["2110万美元", "9610万美元"]),
    ],
)
def test_lists(finder: MeasureFinder, text: str, surfaces: list[str]) -> None:
    assert [m.text for m in finder.find(FoldedText.of(text))] == surfaces
