"""Quantities of whole sentences in the manner of the trade: each number that measures something, and none that does not."""

from __future__ import annotations

import pytest

from nlp.resources.files import patterns_folder
from nlp.text.fold import FoldedText
from nlp.values.measures import MeasureFinder

Wanted = list[tuple[str, str, float, str]]


@pytest.fixture(scope="module")
def finder() -> MeasureFinder:
    return MeasureFinder.load(patterns_folder())


# the unit is left out and told by what was said before
ENGLISH_LEFT_OUT: list[tuple[str, Wanted]] = [
    # alone among coins: of the next firm, in brackets, a hoard, rows
    ("August gave Northbit 702 BTC versus 731 in July; Larkhash, 419 versus 455; Tarn Mining, a mere 203.", [("702 BTC", "crypto", 702, "BTC"), ("731", "crypto", 731, "BTC"), ("419", "crypto", 419, "BTC"), ("455", "crypto", 455, "BTC"), ("203", "crypto", 203, "BTC")]),
    ("The yard yielded 21 bitcoin; 63 are in the kitty.", [("21 bitcoin", "crypto", 21, "BTC"), ("63", "crypto", 63, "BTC")]),
    ("* Bitcoin earned: 58.4 (52.9)\n* of which sold: 40.0 (48.5)", [("58.4", "crypto", 58.4, "BTC"), ("52.9", "crypto", 52.9, "BTC"), ("40.0", "crypto", 40, "BTC"), ("48.5", "crypto", 48.5, "BTC")]),
    ("Bitcoin sold: 61\nGross proceeds: $4.1 million", [("61", "crypto", 61, "BTC"), ("$4.1 million", "money", 4.1e6, "USD")]),
    ("We hold 3.2 bitcoin. Last month's harvest was 0.61.", [("3.2 bitcoin", "crypto", 3.2, "BTC"), ("0.61", "crypto", 0.61, "BTC")]),
    ("Of 43 won in June (May: 47) the bitcoin miner sold 35.", [("43", "crypto", 43, "BTC"), ("47", "crypto", 47, "BTC"), ("35", "crypto", 35, "BTC")]),
    ("It pledged 110 BTC and let the other 64 go.", [("110 BTC", "crypto", 110, "BTC"), ("64", "crypto", 64, "BTC")]),
    ("It runs 19 EH/s and wants 30 by December, from 6.5 in February.", [("19 EH/s", "hashrate", 1.9e7, "TH/s"), ("30", "hashrate", 3e7, "TH/s"), ("6.5", "hashrate", 6.5e6, "TH/s")]),
    ("Canaan sent 5,000 of the A1566 to Oslo, and 900 boxes.", [("5,000", "count", 5000, "machine"), ("900", "count", 900, "machine")]),
    ("It moves 5,000 clients' devices, and fined eleven bitcoin farms 990 million kronor.", [("5,000", "count", 5000, "machine"), ("eleven", "count", 11, "item"), ("990 million kronor", "money", 9.9e8, "SEK")]),
    ("By 95 votes to 52 the bill was passed.", [("95", "count", 95, "item"), ("52", "count", 52, "item")]),
    # coins before, and a number that is none: ages, dates, scores, items
    ("Ida Brandt, 52, held 400 BTC on May 31, after block 840,000, and won 3 to 2.", [("400 BTC", "crypto", 400, "BTC")]),
    ("The firm holds 400 BTC. Page 12, Item 5.02 and Route 66 tell more.\n1. Revenue rose.\n2. Costs fell.", [("400 BTC", "crypto", 400, "BTC")]),
    ("It holds 400 BTC. The order of rigs came to 310.", [("400 BTC", "crypto", 400, "BTC")]),
    ("It ordered 3,800 rigs, and may call up another 28,000.", [("3,800", "count", 3800, "machine"), ("28,000", "count", 28000, "machine")]),
    ("It hosts 102,500 machines on top of the 143,000 it owns.", [("102,500", "count", 102500, "machine"), ("143,000", "count", 143000, "machine")]),
    ("Its pile shrank to 1,901 BTC; it let go of 3,093 in the spring.", [("1,901 BTC", "crypto", 1901, "BTC"), ("3,093", "crypto", 3093, "BTC")]),
    ("All but 19 of the coins were sold.", [("19", "crypto", 19, "BTC")]),
    ("They promised power at 6 or 7 cents a kilowatt-hour.", [("6", "unit_price", 0.06, "USD/kWh"), ("7 cents a kilowatt-hour", "unit_price", 0.07, "USD/kWh")]),
    ("As much current as 10,000 or so households use.", [("10,000", "count", 10000, "item")]),
    ("A hall costs $8 million a megawatt, a rig $2,100 a machine.", [("$8 million a megawatt", "unit_price", 8e6, "USD/MW"), ("$2,100 a machine", "unit_price", 2100, "USD/machine")]),
    ("The firm sold 200 BTC. The Nasdaq closed at 18,020 on Monday.", [("200 BTC", "crypto", 200, "BTC")]),
    ("It produced 318 bitcoin in May, up from 294 in April.", [("318 bitcoin", "crypto", 318, "BTC"), ("294", "crypto", 294, "BTC")]),
    ("Output slipped to 201 BTC versus 236 a month earlier.", [("201 BTC", "crypto", 201, "BTC"), ("236", "crypto", 236, "BTC")]),
    ("The miner holds 2,410 bitcoin, of which 850 back a loan.", [("2,410 bitcoin", "crypto", 2410, "BTC"), ("850", "crypto", 850, "BTC")]),
    ("It ended June with 5,020 BTC, including 1,100 pledged to a lender.", [("5,020 BTC", "crypto", 5020, "BTC"), ("1,100", "crypto", 1100, "BTC")]),
    ("The firm mined 144 bitcoin and sold 90 for $9.1 million.", [("144 bitcoin", "crypto", 144, "BTC"), ("90", "crypto", 90, "BTC"), ("$9.1 million", "money", 9.1e6, "USD")]),
    ("We mined 77 BTC in the month and held 1,915 as of July 31.", [("77 BTC", "crypto", 77, "BTC"), ("1,915", "crypto", 1915, "BTC")]),
    ("Its bitcoin holdings rose to 3,340.", [("3,340", "crypto", 3340, "BTC")]),
    ("Total bitcoin production fell 8% to 411 from 447.", [("8%", "percent", 8, "%"), ("411", "crypto", 411, "BTC"), ("447", "crypto", 447, "BTC")]),
    ("BTC reserves have topped 20,000.", [("20,000", "crypto", 20000, "BTC")]),
    ("The treasury of 9,600 BTC is nearing the 10,000 mark.", [("9,600 BTC", "crypto", 9600, "BTC"), ("10,000", "crypto", 10000, "BTC")]),
    ("Hashrate grew to 18.3 EH/s, up from 16.7 at the end of May.", [("18.3 EH/s", "hashrate", 1.83e7, "TH/s"), ("16.7", "hashrate", 1.67e7, "TH/s")]),
    ("It runs 22 EH/s today and expects 30 by December.", [("22 EH/s", "hashrate", 2.2e7, "TH/s"), ("30", "hashrate", 3e7, "TH/s")]),
    ("Larkhash mined 514 BTC in May and 485 in April, while Northbit produced 694 and 633, respectively.", [("514 BTC", "crypto", 514, "BTC"), ("485", "crypto", 485, "BTC"), ("694", "crypto", 694, "BTC"), ("633", "crypto", 633, "BTC")]),
    ("The 950 BTC it mined compares with 705 in April.", [("950 BTC", "crypto", 950, "BTC"), ("705", "crypto", 705, "BTC")]),
    ("Of the 463 bitcoin it mined, 300 were sold.", [("463 bitcoin", "crypto", 463, "BTC"), ("300", "crypto", 300, "BTC")]),
    ("It had 2,000 machines on order and 7,500 in storage.", [("2,000", "count", 2000, "machine"), ("7,500", "count", 7500, "machine")]),
    ("It energized 15 MW of a planned 60.", [("15 MW", "power", 15, "MW"), ("60", "power", 60, "MW")]),
    ("Bitcoin Mined: 207 (May: 190)", [("207", "crypto", 207, "BTC"), ("190", "crypto", 190, "BTC")]),
    ("Its fleet of 61,000 miners includes 9,000 idle S19s.", [("61,000", "count", 61000, "machine"), ("9,000", "count", 9000, "machine")]),
    ("The plan is 25 EH/s by March and 35 by September.", [("25 EH/s", "hashrate", 2.5e7, "TH/s"), ("35", "hashrate", 3.5e7, "TH/s")]),
    ("Northbit reported 41.5 EH/s, while Larkhash had 29.8.", [("41.5 EH/s", "hashrate", 4.15e7, "TH/s"), ("29.8", "hashrate", 2.98e7, "TH/s")]),
    ("The site draws 120 MW, up from 85 last year.", [("120 MW", "power", 120, "MW"), ("85", "power", 85, "MW")]),
    ("Of the 300 MW, of which 180 are live, half is hydro.", [("300 MW", "power", 300, "MW"), ("180", "power", 180, "MW")]),
    ("It sold 60 BTC in May and 75 in June.", [("60 BTC", "crypto", 60, "BTC"), ("75", "crypto", 75, "BTC")]),
    ("It took delivery of 6,000 rigs and expects 2,500 more.", [("6,000", "count", 6000, "machine"), ("2,500", "count", 2500, "machine")]),
    ("The order is for 8,400 miners; 3,100 of them arrived in May.", [("8,400", "count", 8400, "machine"), ("3,100", "count", 3100, "machine")]),
    ("Police carried off 54 of the rigs.", [("54", "count", 54, "machine")]),
    ("It bought 750 of Bitwell's latest hydro miners.", [("750", "count", 750, "machine")]),
    ("The company keeps 4,210 unrestricted bitcoin.", [("4,210 unrestricted bitcoin", "crypto", 4210, "BTC")]),
    ("It parted with 380 newly mined BTC in August.", [("380 newly mined BTC", "crypto", 380, "BTC")]),
    ("All three posted lower margins, and the two have since merged.", [("three", "count", 3, "item"), ("two", "count", 2, "item")]),
    ("Fees brought in 14.6 BTC, compared with 9.2 in March.", [("14.6 BTC", "crypto", 14.6, "BTC"), ("9.2", "crypto", 9.2, "BTC")]),
    ("Bitcoin produced: 265", [("265", "crypto", 265, "BTC")]),
    ("Bitcoin Held | 1,204 | 1,188", [("1,204", "crypto", 1204, "BTC"), ("1,188", "crypto", 1188, "BTC")]),
    ("Operating Hash Rate (EH/s) | 9.8 | 9.1", [("9.8", "hashrate", 9.8e6, "TH/s"), ("9.1", "hashrate", 9.1e6, "TH/s")]),
    ("Contracted Power (MW): 240", [("240", "power", 240, "MW")]),
    ("Fleet Efficiency (J/TH) | 18.4 | 19.0", [("18.4", "efficiency", 18.4, "J/TH"), ("19.0", "efficiency", 19, "J/TH")]),
    ("Average Price per Bitcoin Sold | $101,300", [("$101,300", "unit_price", 101300, "USD/BTC")]),
    ("Power cost rose from 4 cents to 5 cents per kWh.", [("4 cents", "unit_price", 0.04, "USD/kWh"), ("5 cents per kWh", "unit_price", 0.05, "USD/kWh")]),
    ("The plant pays 3.9 cents for electricity.", [("3.9 cents", "unit_price", 0.039, "USD/kWh")]),
    ("The pool found a 3.125 BTC block.", [("3.125 BTC", "crypto", 3.125, "BTC")]),
    ("Bitcoin output held up: the company mined 212 in May.", [("212", "crypto", 212, "BTC")]),
    ("Production came to 352 BTC. Holdings stood at 1,690 on June 30.", [("352 BTC", "crypto", 352, "BTC"), ("1,690", "crypto", 1690, "BTC")]),
    ("Hashrate was 13.3 EH/s. A year ago the hash rate was 8.7.", [("13.3 EH/s", "hashrate", 1.33e7, "TH/s"), ("8.7", "hashrate", 8.7e6, "TH/s")]),
    ("Revenue of 41.2 million beat our guidance of 40 million.", [("41.2 million", "money", 4.12e7, "USD"), ("40 million", "money", 4e7, "USD")]),
    ("Net income was $6.3 million, versus 2.9 million a year ago.", [("$6.3 million", "money", 6.3e6, "USD"), ("2.9 million", "money", 2.9e6, "USD")]),
    ("Only 21 million coins will ever exist.", [("21 million", "count", 2.1e7, "item")]),
    ("Larkhash sold 671 bitcoin in March, the second 485.", [("671 bitcoin", "crypto", 671, "BTC"), ("485", "crypto", 485, "BTC")]),
    ("It parted with 478 of the 690 bitcoin it mined.", [("478", "crypto", 478, "BTC"), ("690 bitcoin", "crypto", 690, "BTC")]),
    ("The fleet grew from 41,000 to 56,000 miners.", [("41,000", "count", 41000, "machine"), ("56,000", "count", 56000, "machine")]),
    ("It closed the year with 1,408 BTC (1,210 at the end of 2023).", [("1,408 BTC", "crypto", 1408, "BTC"), ("1,210", "crypto", 1210, "BTC")]),
    ("It mined 186 bitcoin, or 6.2 a day.", [("186 bitcoin", "crypto", 186, "BTC"), ("6.2", "crypto", 6.2, "BTC")]),
    ("Number of miners | 61,000", [("61,000", "count", 61000, "machine")]),
    ("Bitcoin Sold   150   120", [("150", "crypto", 150, "BTC"), ("120", "crypto", 120, "BTC")]),
    ("The two firms own it 50/50 split aside; a 60-40 split was refused.", [("two", "count", 2, "item"), ("50/50", "percent", 50, "%"), ("60-40", "percent", 60, "%")]),
    ("A solo miner has a 1-in-a-million chance.", [("1-in-a-million", "percent", 0.0001, "%")]),
    ("He runs one rig at home.", [("one", "count", 1, "machine")]),
    ("Six men were arrested at the farm.", [("Six", "count", 6, "item")]),
]  # fmt: skip

CHINESE_LEFT_OUT: list[tuple[str, Wanted]] = [
    ("此案涉及 420 余万元，警方接到 2,100余宗报案。", [("420 余万元", "money", 4.2e6, "CNY"), ("2,100余宗", "count", 2100, "item")]),
    ("矿工缴费 18 亿苏姆，另一批货值 95 亿越盾。", [("18 亿苏姆", "money", 1.8e9, "UZS"), ("95 亿越盾", "money", 9.5e9, "VND")]),
    ("现金成本为每枚 BTC 61,300 美元。", [("每枚 BTC 61,300 美元", "unit_price", 61300, "USD/BTC")]),
    ("市议会以 8 票对 3 票通过，17票赞成的提案被搁置，支票和股票不在其列。", [("8 票", "count", 8, "item"), ("3 票", "count", 3, "item"), ("17票", "count", 17, "item")]),
    ("机型 BX3：272 TH/s、4,080 瓦。", [("272 TH/s", "hashrate", 272, "TH/s"), ("4,080 瓦", "power", 0.00408, "MW")]),
    ("能效15.2焦耳/TH，每TH/s9.4美元，电费每度4.1美仙。", [("15.2焦耳/TH", "efficiency", 15.2, "J/TH"), ("每TH/s9.4美元", "unit_price", 9.4, "USD/TH"), ("每度4.1美仙", "unit_price", 0.041, "USD/kWh")]),
    ("水冷版做到460T，静音版出力260T。", [("460T", "hashrate", 460, "TH/s"), ("260T", "hashrate", 260, "TH/s")]),
    ("8月快照\n托管矿机：27,800\n在建：166 MW", [("27,800", "count", 27800, "machine"), ("166 MW", "power", 166, "MW")]),
    ("7月挖了46个，6月39个。", [("46个", "crypto", 46, "BTC"), ("39个", "crypto", 39, "BTC")]),
    ("本季产出288枚比特币，上季为301。", [("288枚比特币", "crypto", 288, "BTC"), ("301", "crypto", 301, "BTC")]),
    ("公司当月挖出96.4枚比特币，售出80枚，持仓1,530枚。", [("96.4枚比特币", "crypto", 96.4, "BTC"), ("80枚", "crypto", 80, "BTC"), ("1,530枚", "crypto", 1530, "BTC")]),
    ("算力由8.4提升至11.6 EH/s。", [("8.4", "hashrate", 8.4e6, "TH/s"), ("11.6 EH/s", "hashrate", 1.16e7, "TH/s")]),
    ("比特币持仓增至4,180。", [("4,180", "crypto", 4180, "BTC")]),
    ("目前比特币余额为0。", [("0", "crypto", 0, "BTC")]),
    ("市占率从18%跌至零。", [("18%", "percent", 18, "%"), ("零", "percent", 0, "%")]),
    ("全年交付320万T算力。", [("320万T", "hashrate", 3.2e6, "TH/s")]),
    ("阿曼那边跑着0.8个EH。", [("0.8个EH", "hashrate", 8e5, "TH/s")]),
    ("新机型标称270T，能效做到15.2焦耳每T。", [("270T", "hashrate", 270, "TH/s"), ("15.2焦耳每T", "efficiency", 15.2, "J/TH")]),
    ("营收4,200万美元，毛利510万，季末现金3,800万。", [("4,200万美元", "money", 4.2e7, "USD"), ("510万", "money", 5.1e6, "USD"), ("3,800万", "money", 3.8e7, "USD")]),
    ("收入3,000万元，净亏620万。", [("3,000万元", "money", 3e7, "CNY"), ("620万", "money", 6.2e6, "CNY")]),
    ("下季收入我们给到7,000万到7,500万，本季是6,600万美元。", [("7,000万到7,500万", "money", -1, "USD"), ("6,600万美元", "money", 6.6e7, "USD")]),
    ("电价大概4.2美分一度。", [("4.2美分一度", "unit_price", 0.042, "USD/kWh")]),
    ("双方签下近百亿美元的合同。", [("百亿美元", "money", 1e10, "USD")]),
    ("警方查获百余台矿机。", [("百余台", "count", 100, "machine")]),
    ("投资额达千万元。", [("千万元", "money", 1e7, "CNY")]),
    ("契约容量80瓩。", [("80瓩", "power", 0.08, "MW")]),
    ("每兆瓦40万美元就够了。", [("每兆瓦40万美元", "unit_price", 4e5, "USD/MW")]),
    ("算力价格报每PH/s每日51.3美元。", [("每PH/s每日51.3美元", "unit_price", 51.3, "USD/PH")]),
    ("另外两处在挪威。", [("两处", "count", 2, "item")]),
    ("业务横跨四国。", [("四国", "count", 4, "item")]),
    ("法院认定三人均构成犯罪。", [("三人", "count", 3, "item")]),
    ("全国约8万个人和企业在挖矿。", [("8万", "count", 80000, "item")]),
    ("关键词日均值8,120，环比上涨9%。", [("8,120", "count", 8120, "item"), ("9%", "percent", 9, "%")]),
    ("5月产出比特币231枚，4月为219枚，去年同期则是187。", [("231枚", "crypto", 231, "BTC"), ("219枚", "crypto", 219, "BTC"), ("187", "crypto", 187, "BTC")]),
    ("持币量由年初的1,120枚升至1,868枚，比特币价格回升。", [("1,120枚", "crypto", 1120, "BTC"), ("1,868枚", "crypto", 1868, "BTC")]),
    ("负债8,800万美元，其中短债2,100万。", [("8,800万美元", "money", 8.8e7, "USD"), ("2,100万", "money", 2.1e7, "USD")]),
    ("订单总额约3.3亿，首付两成。", [("3.3亿", "money", 3.3e8, "CNY"), ("两成", "percent", 20, "%")]),
    ("电费从每度0.31元降到0.27元。", [("每度0.31元", "unit_price", 0.31, "CNY/kWh"), ("0.27元", "unit_price", 0.27, "CNY/kWh")]),
    ("一台机器一天耗电80度。", [("80度", "energy", 0.08, "MWh")]),
    ("营收2,150万美元，上季1,980万，去年同期1,640万。", [("2,150万美元", "money", 2.15e7, "USD"), ("1,980万", "money", 1.98e7, "USD"), ("1,640万", "money", 1.64e7, "USD")]),
    ("预计营收在3亿至4亿美元。", [("3亿至4亿美元", "money", -1, "USD")]),
]  # fmt: skip

# what is said in full
PLAIN: list[tuple[str, Wanted]] = [
    ("The 40,000-square-foot building holds 3,600 miners.", [("40,000-square-foot", "other", 40000, "square-foot"), ("3,600", "count", 3600, "machine")]),
    ("It raised $150 million in convertible notes at 4.5%.", [("$150 million", "money", 1.5e8, "USD"), ("4.5%", "percent", 4.5, "%")]),
    ("Shares rose 7% to $12.40.", [("7%", "percent", 7, "%"), ("$12.40", "money", 12.4, "USD")]),
    ("The network hit 1.05 ZH/s.", [("1.05 ZH/s", "hashrate", 1.05e9, "TH/s")]),
    ("The unit does 500 TH/s at 7.5 kW.", [("500 TH/s", "hashrate", 500, "TH/s"), ("7.5 kW", "power", 0.0075, "MW")]),
    ("Hosting costs $62 per megawatt hour.", [("$62 per megawatt hour", "unit_price", 62, "USD/MWh")]),
    ("The lender took 10% of the equity, or 2.1 million shares.", [("10%", "percent", 10, "%"), ("2.1 million", "count", 2.1e6, "share")]),
    ("It pays between $0.04 and $0.06 per kWh.", [("$0.04 and $0.06 per kWh", "unit_price", -1, "USD/kWh")]),
    ("Three sites in Paraguay run on 100 MW of hydropower.", [("Three", "count", 3, "item"), ("100 MW", "power", 100, "MW")]),
    ("The bank lent it C$30 million against 400 BTC.", [("C$30 million", "money", 3e7, "CAD"), ("400 BTC", "crypto", 400, "BTC")]),
    ("Hashprice sank below $50 per PH/s.", [("$50 per PH/s", "unit_price", 50, "USD/PH")]),
    ("Difficulty rose 4.1% to 126.4 trillion.", [("4.1%", "percent", 4.1, "%"), ("126.4 trillion", "count", 1.264e14, "item")]),
    ("Difficulty is set anew every 2,016 blocks.", [("2,016", "count", 2016, "item")]),
    ("A fifth of revenue, some £3.2m, came from hosting.", [("£3.2m", "money", 3.2e6, "GBP")]),
    ("The chip is made on a 3nm process.", [("3nm", "other", 3, "nm")]),
    ("公司以每台1,850美元买入6,000台矿机。", [("每台1,850美元", "unit_price", 1850, "USD/machine"), ("6,000台", "count", 6000, "machine")]),
    ("净利润同比增长2.3倍。", [("2.3倍", "multiple", 2.3, "x")]),
    ("矿场装机容量150兆瓦，电价0.28元/度。", [("150兆瓦", "power", 150, "MW"), ("0.28元/度", "unit_price", 0.28, "CNY/kWh")]),
    ("年用电量约12亿度。", [("12亿度", "energy", 1.2e6, "MWh")]),
    ("发行5,000万股，募资8亿港元。", [("5,000万股", "count", 5e7, "share"), ("8亿港元", "money", 8e8, "HKD")]),
    ("毛利率为23.4%，较上季提高1.8个百分点。", [("23.4%", "percent", 23.4, "%"), ("1.8个百分点", "percent", 1.8, "%")]),
    ("機櫃租金每月每千瓦90美元。", [("每千瓦90美元", "unit_price", 90, "USD/kW")]),
    ("追繳電費新台幣1,200萬元。", [("新台幣1,200萬元", "money", 1.2e7, "TWD")]),
    ("占全网算力的三分之一。", [("三分之一", "percent", 100 / 3, "%")]),
    ("能耗比为19.5 J/TH，算力234 TH/s。", [("19.5 J/TH", "efficiency", 19.5, "J/TH"), ("234 TH/s", "hashrate", 234, "TH/s")]),
    ("把5.2万枚比特币转入冷钱包。", [("5.2万枚比特币", "crypto", 52000, "BTC")]),
    ("全球约有七成矿机来自这一家。", [("七成", "percent", 70, "%")]),
    ("占地60亩，投资3.5亿元。", [("60亩", "other", 60, "亩"), ("3.5亿元", "money", 3.5e8, "CNY")]),
    ("每枚开采成本约5.8万美元。", [("5.8万美元", "unit_price", 58000, "USD/BTC")]),
    ("公司共有矿机2.3万台，其中8,600台停机。", [("2.3万台", "count", 23000, "machine"), ("8,600台", "count", 8600, "machine")]),
    ("矿机均价降到每T 13.8美元。", [("每T 13.8美元", "unit_price", 13.8, "USD/TH")]),
    ("毛利率由15.2%升至19.7%。", [("15.2%", "percent", 15.2, "%"), ("19.7%", "percent", 19.7, "%")]),
    ("The reward falls from 6.25 to 3.125 bitcoin.", [("6.25", "crypto", 6.25, "BTC"), ("3.125 bitcoin", "crypto", 3.125, "BTC")]),
    ("Uptime averaged 96.5% in May against 91% a year ago.", [("96.5%", "percent", 96.5, "%"), ("91%", "percent", 91, "%")]),
    ("It held $12 million in cash, 1,050 BTC and no debt.", [("$12 million", "money", 1.2e7, "USD"), ("1,050 BTC", "crypto", 1050, "BTC")]),
    ("芯片每秒可做200万亿次浮点运算，用于人工智能。", [("200万亿次", "count", 2e14, "item")]),
    ("算力以每卡每小时2.1美元出租。", [("每卡每小时2.1美元", "unit_price", 2.1, "USD/hour")]),
    ("It wants $10-15 million, not $3 to 4 million.", [("$10-15 million", "money", -1, "USD"), ("$3 to 4 million", "money", -1, "USD")]),
    ("It leased 10,000 H100 GPUs.", [("10,000", "count", 10000, "chip")]),
    ("Net income was $0.12 per diluted share.", [("$0.12 per diluted share", "unit_price", 0.12, "USD/share")]),
    ("One third of the network sits there.", [("One third", "percent", 33.33, "%")]),
    ("The tariff is 5.5 c/kWh.", [("5.5 c/kWh", "unit_price", 0.055, "USD/kWh")]),
    ("成本下降三成五。", [("三成五", "percent", 35, "%")]),
    ("他手里有1500个币，都是比特币。", [("1500个币", "crypto", 1500, "BTC")]),
    ("两台220千伏变压器已经到货。", [("两台", "count", 2, "item"), ("220千伏", "other", 220, "千伏")]),
    ("收购作价3亿，另付奖金50万。", [("3亿", "money", 3e8, "CNY"), ("50万", "money", 5e5, "CNY")]),
    ("二十余家矿企签了字。", [("二十余家", "count", 20, "item")]),
    ("班列开行1.5万列，运送47万标箱、8.3万人次。", [("1.5万列", "count", 15000, "item"), ("47万标箱", "count", 470000, "item"), ("8.3万人次", "count", 83000, "item")]),
    ("近千家企业和百万用户受影响，远销60 多个国家。", [("千家", "count", 1000, "item"), ("百万", "count", 1e6, "item"), ("60 多个", "count", 60, "item")]),
    ("芯片达50 TOPS，全市算力突破13万P。", [("50 TOPS", "other", 50, "TOPS"), ("13万P", "other", 130000, "P")]),
    ("日处理5000m3/d，减产400万桶/日。", [("5000m3/d", "other", 5000, "m3/d"), ("400万桶/日", "other", 4e6, "桶/日")]),
    ("集群有384卡算力规模，已交付8单元算力服务。", [("384卡", "count", 384, "chip"), ("8单元", "count", 8, "item")]),
    ("【注册资本1000万】新公司成立", [("1000万", "money", 1e7, "CNY")]),
]  # fmt: skip

NONE = [
    "Ask for 8Grams in the lobby.", "会议12:30开始，比分3:1。",
    "Hut 8 and Core42 did not comment.", "It listed under Form S-3 on March 4, 2025.", "See Note 12 and Exhibit 99.1.",
    "The S21 XP and the M66S++ were sold out.", "Phase 2 of the project starts in Q3.", "The halving takes place in 2028.",
    "Call +1 604 555 0199 for details.", "The webcast begins at 8:30 a.m. ET.", "The lock-up lasts 180 days.",
    "It has traded above that line for 14 straight weeks.", "He is 42 years old.", "Top executives met for the third time.",
    "Block 840,000 was mined by a pool.", "Senate Bill 17 passed the second reading.", "Rule 144A allows it.",
    "Several thousand machines were idled.", "Dozens of sites closed.", "One of the miners left.", "A rig caught fire.",
    "The two-year contract expired.", "Its 24/7 hotline was down.", "It doubled its output.", "The first half was weak.",
    "Layer 2 networks are growing.", "The S&P 500 fell.", "Web3 firms moved on.", "Version 1.4.2 of the firmware is out.",
    "The hearing is on 5 May.", "A six-figure sum changed hands.", "Fewer than a handful replied.",
    "第二台变压器尚未到货。", "公司成立于2013年。", "会议定于周三下午3点举行。", "股票代码为03887.HK。", "五年期贷款已获批准。",
    "三星电子与台积电争夺订单。", "区块高度840000处减半。", "详情请致电010-6655-1234。", "数千台矿机停机。", "几十家矿场关闭。",
    "一家矿企破产。", "一度传出停产消息。", "南十字算力公司换帅。", "两年后恢复通电。", "证监会发布第12号公告。",
    "八月底前搬迁。", "比特大陆S21 Pro缺货。", "千万别碰杠杆。", "百度指数显示热度下降。", "上百家矿场搬走了。",
    "公司否认了这一说法。", "首批货已发出。", "十分感谢各位股东。", "他在一季度离职。", "万一断电怎么办。",
    "百家争鸣，百家号停更。", "画质为1080P，4K屏幕。", "第384列车到站。",
]  # fmt: skip

CHART = [
    ("比特币收盘价7278.85，阻力位：7490.5；支撑位：7180。", [("7278.85", "money", 7278.85, "USD"), ("7490.5", "money", 7490.5, "USD"), ("7180", "money", 7180, "USD")]),
    ("北岸池：759（17.5%）", [("759", "count", 759, "item"), ("17.5%", "percent", 17.5, "%")]),
    ("当地人口不到80万。", [("80万", "count", 800000, "item")]),
    ("通报三起涉挖矿案例。", [("三起", "count", 3, "item")]),
    ("支撑位7180年。机号：759（备用）", []),
]  # fmt: skip

SAID = [*CHART, *ENGLISH_LEFT_OUT, *CHINESE_LEFT_OUT, *PLAIN]


@pytest.mark.parametrize(("text", "wanted"), SAID, ids=[text[:40] for text, _ in SAID])
def test_quantities_of_a_sentence(finder: MeasureFinder, text: str, wanted: Wanted) -> None:
    found = [
        (m.text, m.measure.kind, m.measure.value if m.measure.value is not None else -1, m.measure.unit)
        for m in finder.find(FoldedText.of(text))
        if m.measure
    ]
    assert [(surface, kind, unit) for surface, kind, _, unit in found] == [(s, k, u) for s, k, _, u in wanted]
    assert [value for _, _, value, _ in found] == pytest.approx([value for _, _, value, _ in wanted], rel=1e-3)


def test_a_share_code_in_brackets_is_no_figure_of_what_was_told_before(finder: MeasureFinder) -> None:
    text = "Kestrel sold 419 BTC to Ruihe (03680)."
    assert [m.text for m in finder.find(FoldedText.of(text))] == ["419 BTC"]


@pytest.mark.parametrize("text", NONE, ids=[text[:40] for text in NONE])
def test_no_quantity_in_a_sentence(finder: MeasureFinder, text: str) -> None:
    assert [m.text for m in finder.find(FoldedText.of(text))] == []
