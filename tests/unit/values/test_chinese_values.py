"""Chinese quantities and dates of market news and of the trade: what is found, what is not, and its value."""

from __future__ import annotations

import datetime

import pytest

from nlp.records import Mention
from nlp.resources.files import patterns_folder
from nlp.text.fold import FoldedText
from nlp.values.dates import DateFinder
from nlp.values.measures import MeasureFinder

FOLDER = patterns_folder()
DATES, MEASURES = DateFinder.load(FOLDER), MeasureFinder.load(FOLDER)

Dates = list[tuple[str, str | None]]
Quantities = list[tuple[str, str, float, str]]

DATED: list[tuple[str, str, Dates]] = [
    # a quarter that has just ended is meant where its results are still to come; letters among Chinese words are Chinese
    ("2026-07-13", "公司Q2净利润预计亏损，Q1净利润2亿元，据此计算Q2净利润环比持续亏损。", [("Q2", "2026-04-01/2026-06-30"), ("Q1", "2026-01-01/2026-03-31"), ("Q2", "2026-04-01/2026-06-30")]),
    ("2026-07-13", "预计第二季度净利润4亿元，预计二季度投产。", [("第二季度", "2026-04-01/2026-06-30"), ("二季度", "2027-04-01/2027-06-30")]),
    ("2025-11-03", "原定第三季完成的流片延后。", [("第三季", "2025-07-01/2025-09-30")]),
    ("2026-07-13", "预计年内投产，今年年内迄今未动工。", [("年内", "2026"), ("今年", "2026"), ("年内迄今", "2026-01-01/2026-06-30")]),
    ("2026-07-13", "首期今年年内完成，股价今年以来上涨。", [("今年年内", "2026"), ("今年", "2026")]),
    # a day without 日, months at both ends of a run
    ("2026-07-13", "据2021年12月14报道，2021年12月14,000台到货。", [("2021年12月14", "2021-12-14"), ("2021年12月", "2021-12")]),
    ("2026-07-13", "上报2024.1-2026.4产量，指数在2024.1-2026.4点之间，售价2024.1元。", [("2024.1", "2024-01"), ("2026.4", "2026-04")]),
    # the last quarter of a year that has ended
    ("2026-03-13", "公司末季转亏，去年末季盈利，期末季节性停机。", [("末季", "2025-10-01/2025-12-31"), ("去年末季", "2025-10-01/2025-12-31")]),
    ("2026-03-13", "9 月季净赚3亿元，月季花开了。", [("9 月季", "2025-07-01/2025-09-30")]),
    ("2026-03-13", "2025年首九个月盈利，上半财年亏损。合约期首六个月免租。", [("2025年首九个月", "2025-01-01/2025-09-30"), ("上半财年", "2026-01-01/2026-06-30")]),
    ("2026-03-13", "半年前签约，上半年前完工，一年半前停工。", [("半年前", "2025-09"), ("上半年", "2026-01-01/2026-06-30")]),
    ("2026-03-13", "难度昨晨下调，币价昨收三万，局方昨亦表态，入冬后天然气告急，此前日均十枚。", [("昨晨", "2026-03-12"), ("昨", "2026-03-12"), ("昨", "2026-03-12")]),
    ("2026-03-13", "后天开会，前日发布。", [("后天", "2026-03-15"), ("前日", "2026-03-11")]),
    # days of a month named before
    ("2026-03-13", "2月3日签约。同月 14 日交割。", [("2月3日", "2026-02-03"), ("同月 14 日", "2026-02-14")]),
    ("2026-03-13", "本月5日停机，上月28日到港，上月5日均线走平。", [("本月5日", "2026-03-05"), ("上月28日", "2026-02-28"), ("上月", "2026-02")]),
    ("2026-03-13", "3号机组停机，2号楼交付，8日一天卖出百枚，连续8日一天多过一天。", [("8日", "2026-03-08")]),
    # the day of writing is of its year
    ("2026-03-26", "公司举行2025年度业绩会，3月26日，香港。", [("2025年度", "2025"), ("3月26日", "2026-03-26")]),
    ("2024-11-19", "第三季度收入6亿元，毛利率由一年前的23.4%降到4.5%。", [("第三季度", "2024-07-01/2024-09-30"), ("一年前", "2023-07-01/2023-09-30")]),
    ("2024-11-19", "第三季度挖得717枚，一年前的同一季只有224枚。", [("第三季度", "2024-07-01/2024-09-30"), ("一年前", "2023-07-01/2023-09-30")]),
    ("2024-10-30", "机器3月底到位。", [("3月底", "2025-03-31")]),
    ("2026-03-13", "上一年度亏损，上年度分红，较前一周回落。", [("上一年度", "2025"), ("上年度", "2025"), ("前一周", "2026-03-02/2026-03-08")]),
    ("2026-03-13", "质押 APR 为 21%，APR 递减，矿场在怀俄明夏延。", []),
    ("2026-03-13", "2031“云岫杯”矿业大赛开赛，第十九届（2031）国际矿业展览会开幕。", []),
]  # fmt: skip

MEASURED: list[tuple[str, Quantities]] = [
    ("云岫股份(8.360,0.01,0.12%)(603000.SH)：公告", [("0.12%", "percent", 0.12, "%")]),
    ("80+海外专家、100+台矿机到场，T9+矿机，50+亿人，30+岁。", [("80+", "count", 80, "item"), ("100+台", "count", 100, "machine")]),
    ("超过2/3的节点，2/3日开会，4/3的音符。", [("2/3", "percent", 66.67, "%")]),
    ("公司百分百控股，电价加了三成多，三成多数人反对，多出两倍多。", [("百分百", "percent", 100, "%"), ("三成多", "percent", 30, "%"), ("三成", "percent", 30, "%"), ("两倍", "multiple", 2, "x")]),
    ("没出过一分钱，一分钱也不要。", []),
    ("每度便宜一分钱。", [("一分钱", "unit_price", 0.01, "CNY/kWh")]),
    ("① 比特币下跌，② 3台矿机到货。", [("3台", "count", 3, "machine")]),
    ("收购Larkhash64%的股权。", [("64%", "percent", 64, "%")]),
    ("尾矿库（三等库），二车间，人二倍体细胞，1类创新药，三件套，四处找电力，补贴再砍一刀。", []),
    ("四处机房，三件案子，两车矿石，两类客户。", [("四处", "count", 4, "item"), ("三件", "count", 3, "item"), ("两车", "count", 2, "item"), ("两类", "count", 2, "item")]),
    # machines, and what is none
    ("矿场购入1,800部M70S、500部手机、2,300台二手机器。", [("1,800部", "count", 1800, "machine"), ("500部", "count", 500, "item"), ("2,300台", "count", 2300, "machine")]),
    ("机器人工厂年产能达100万台。", [("100万台", "count", 1e6, "item")]),
    ("矿场机房里有900台，另有3,800台游戏机。", [("900台", "count", 900, "machine"), ("3,800台", "count", 3800, "item")]),
    ("部署12500颗“云岫”卫星，H200上架1,152张。", [("12500颗", "count", 12500, "item"), ("1,152张", "count", 1152, "chip")]),
    ("11月挖得218个区块，10月挖得211个。", [("218个", "count", 218, "item"), ("211个", "count", 211, "item")]),
    ("MARA Pool的比特币产量，11月挖得218个区块，10月为211个。", [("218个", "count", 218, "item"), ("211个", "count", 211, "item")]),
    # difficulty, levels of a chart, hashrate by its letter
    ("难度在区块高度 917,280 再度上调 5.97%，来到 150.84 万亿，头一次站上 150 万亿 关口。", [("5.97%", "percent", 5.97, "%"), ("150.84 万亿", "count", 1.5084e14, "item"), ("150 万亿", "count", 1.5e14, "item")]),
    ("比特币收盘7362.57，阻力位：7490，7853，8474；支撑位：6.8140，6.9112。", [("7362.57", "money", 7362.57, "USD"), ("7490", "money", 7490, "USD"), ("7853", "money", 7853, "USD"), ("8474", "money", 8474, "USD"), ("6.8140", "money", 6.814, "USD"), ("6.9112", "money", 6.9112, "USD")]),
    ("沪指收盘3362.57，比特币下跌。", []),
    ("S21的账面是200T、17.5J/T，硬盘20T、内存64G。", [("200T", "hashrate", 200, "TH/s"), ("17.5J/T", "efficiency", 17.5, "J/TH")]),
    ("平均能效19.1焦耳/TH，每T功耗25焦耳，新款能效12焦。冲击力12焦耳。", [("19.1焦耳/TH", "efficiency", 19.1, "J/TH"), ("25焦耳", "efficiency", 25, "J/TH"), ("12焦", "efficiency", 12, "J/TH")]),
    # coins that are told by what is done with them
    ("算力10 EH/s。6月产量为450枚，库存3,879枚。", [("10 EH/s", "hashrate", 1e7, "TH/s"), ("450枚", "crypto", 450, "BTC"), ("3,879枚", "crypto", 3879, "BTC")]),
    ("矿企售后收到USDT，得币452枚。", [("452枚", "crypto", 452, "BTC")]),
    ("公司持有USDC，共2000万枚。", [("2000万枚", "crypto", 2e7, "USDC")]),
    ("共挖出2个区块，获得6.25个。", [("2个", "count", 2, "item"), ("6.25个", "crypto", 6.25, "BTC")]),
    ("USDT发行量增至863亿枚。", [("863亿枚", "crypto", 8.63e10, "USDT")]),
    ("比特币活跃钱包9.4万个。", [("9.4万个", "count", 9.4e4, "item")]),
    # rigs by 部, second-hand ones, on lorries; chips and wafers
    ("矿场卖掉1,260部，另有两部法律，苹果卖出300部iPhone。", [("1,260部", "count", 1260, "machine"), ("两部", "count", 2, "item"), ("300部", "count", 300, "item")]),
    ("颁布了12部法律，挖矿行业规范15部，比特币影片10部上映。", [("12部", "count", 12, "item"), ("15部", "count", 15, "item"), ("10部", "count", 10, "item")]),
    ("矿场有640台二手机，1,800台装车北上，20台车。", [("640台", "count", 640, "machine"), ("1,800台", "count", 1800, "machine"), ("20台", "count", 20, "item")]),
    ("矿机芯片首批4,000片晶圆，另购320张昇腾910B。", [("4,000片", "count", 4000, "chip"), ("320张", "count", 320, "chip")]),
    # what a price changed to is a price of the same, other sums are none
    ("报价从每T 500元掉到260元，收入升到9亿元。", [("每T 500元", "unit_price", 500, "CNY/TH"), ("260元", "unit_price", 260, "CNY/TH"), ("9亿元", "money", 9e8, "CNY")]),
    ("每T 500元，总价升到2,000万元。", [("每T 500元", "unit_price", 500, "CNY/TH"), ("2,000万元", "money", 2e7, "CNY")]),
    ("托管一天8块，比上月便宜了50块。买了8块板。", [("8块", "money", 8, "CNY"), ("50块", "money", 50, "CNY"), ("8块", "count", 8, "item")]),
    # whose money it is
    ("甲公司付3亿元人民币。\n乙公司收入2,490万美元，净亏损1.9亿。", [("3亿元人民币", "money", 3e8, "CNY"), ("2,490万美元", "money", 2.49e7, "USD"), ("1.9亿", "money", 1.9e8, "USD")]),
    ("售价800元台币。", [("800元台币", "money", 800, "TWD")]),
    ("瑞典税务局补征2亿克朗，挪威矿企付了3亿克朗。", [("2亿克朗", "money", 2e8, "SEK"), ("3亿克朗", "money", 3e8, "NOK")]),
    ("阿曼罚款5万里亚尔，伊朗罚款6万里亚尔。", [("5万里亚尔", "money", 5e4, "OMR"), ("6万里亚尔", "money", 6e4, "IRR")]),
    ("另付300万克朗和7万索莫尼、80万铢。", [("300万克朗", "money", 3e6, "NOK"), ("7万索莫尼", "money", 7e4, "TJS"), ("80万铢", "money", 8e5, "THB")]),
    ("屏东查获矿场，台电追偿2万元。", [("2万元", "money", 2e4, "TWD")]),
    ("台电的供应商在深圳付了2万元，屏东另有矿场。", [("2万元", "money", 2e4, "CNY")]),
    ("主因减值3,900万，纯利8,870万。", [("3,900万", "money", 3.9e7, "CNY"), ("8,870万", "money", 8.87e7, "CNY")]),
    ("飞了三趟，两桩买卖，今年融资13起上亿融资，案件9宗。", [("三趟", "count", 3, "item"), ("两桩", "count", 2, "item"), ("13起", "count", 13, "item"), ("9宗", "count", 9, "item")]),
]  # fmt: skip


@pytest.mark.parametrize(("day", "text", "wanted"), DATED, ids=[text[:30] for _, text, _ in DATED])
def test_dates(day: str, text: str, wanted: Dates) -> None:
    found = DATES.find(FoldedText.of(text), datetime.date.fromisoformat(day))
    assert [(m.text, m.iso) for m in found] == wanted


@pytest.mark.parametrize(("text", "wanted"), MEASURED, ids=[text[:30] for text, _ in MEASURED])
def test_quantities(text: str, wanted: Quantities) -> None:
    found = MEASURES.find(FoldedText.of(text))
    assert [(m.text, m.measure.kind, m.measure.unit) for m in found if m.measure] == [
        (surface, kind, unit) for surface, kind, _, unit in wanted
    ]
    assert [m.measure.value for m in found if m.measure] == pytest.approx([value for _, _, value, _ in wanted])


def test_losses_are_a_range() -> None:
    found = MEASURES.find(FoldedText.of("净利润预计亏损0.35亿-亏损0.75亿；由盈利1亿到亏损2亿。"))
    assert [(m.text, m.measure.minimum, m.measure.maximum) for m in found if m.measure] == [
        ("0.35亿-亏损0.75亿", 3.5e7, 7.5e7),
        ("2亿", None, None),
    ]


@pytest.mark.parametrize(
    ("before", "tagged", "behind"),
    [
        ("签下数", "十亿美元", "的协议"),
        ("取得了", "两位", "数的增长"),
        ("运行（", "三", "等库）"),
        ("由", "两部", "分组成"),
    ],
)
def test_tagged_numbers_that_are_none(before: str, tagged: str, behind: str) -> None:
    text, start = FoldedText.of(before + tagged + behind), len(before)
    mention = Mention(start, start + len(tagged), tagged, "QUANTITY", rule="model.tagger")
    assert MEASURES.tagged(text, [mention], []) == []
