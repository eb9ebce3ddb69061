"""Names that other places of the same text tell: models by their code, forms in brackets, towns in lists, honorifics."""

from __future__ import annotations

import pytest

from nlp.entities.recogniser import NameRecogniser
from nlp.resources.files import patterns_folder
from nlp.text.fold import FoldedText


@pytest.fixture(scope="module")
def recogniser() -> NameRecogniser:
    return NameRecogniser.load(patterns_folder())


REFS = [
    # the code before and after the full name, and its neighbour in a list
    ("比特小鹿A2矿机量产。Sealminer A2矿机热销，A2和A3矿机芯片在研。", ["sealminer-a2", "sealminer-a2", "sealminer-a2", "sealminer-a3"]),
    ("比特大陆推出蚂蚁矿机B3。B3和L3+售罄。", ["antminer-b3", "antminer-b3", "antminer-l3-plus"]),
    ("比特小鹿的A2很省电。Sealminer A2售价不高。", ["sealminer-a2", "sealminer-a2"]),
    ("Bitdeer unveiled the SEALMINER A3 Pro. The A3 Pro sold well.", ["sealminer-a3-pro", "sealminer-a3-pro"]),
    ("Bitmain's Antminer S21 and S23 Hyd are new.", ["antminer-s21", "antminer-s23-hydro"]),
    # the maker whom the text names
    ("比特小鹿发布A2矿机。", ["sealminer-a2"]),
    ("嘉楠的Avalon Q和Avalon Q2是家用矿机。", ["avalon-q", "avalon-q2"]),
    # a bracket that shortens the name
    ("Quarn bought 900 S19J Pro Antminer Machines (S19J). The S19J units ship in May.", ["antminer-s19j-pro"] * 3),
]  # fmt: skip


@pytest.mark.parametrize(("text", "refs"), REFS)
def test_a_code_alone_is_the_model_of_the_text(recogniser: NameRecogniser, text: str, refs: list[str]) -> None:
    found = recogniser.find(FoldedText.of(text))
    assert [m.ref for m in found if m.label == "MACHINE"] == refs


ONE = [
    ("莱昂・卡尔德（Leon Calder）说，卡尔德将离任，Calder未回应。", "PERSON"),
    ("伊隆・马斯克（Elon Musk）表示支持，马斯克看好。", "PERSON"),
    ("埃里克・特朗普与埃里克•特朗普、埃里克·特朗普是一人，埃里克很高兴。", "PERSON"),
    ("莫伊拉纳镇（Mo i Rana）的矿场，在Mo i Rana。", "JURISDICTION"),
    ("杭州嘉楠耘智信息科技有限公司（以下简称“嘉楠科技”）上市。", "COMPANY"),
    ("约翰·斯密瑟（John Smither）任职，斯密瑟说，Smither离任。", "PERSON"),
    ("总经理王磊表示亏损，王先生说会好。", "PERSON"),
    ("矿企Norvik Compute（诺维克）扩张，诺维克股价上涨。", "COMPANY"),
    ("Its Copper Bend site runs. The Copper Bend facility grew, and Copper Bend draws 40 MW.", "FACILITY"),
    ("位于得州的Maple Hollow矿场。Maple Hollow耗电50MW，Maple Hollow的扩建完成。", "FACILITY"),
    ("The town of Pyotville is small. Pyotville lies near Pyotville, Texas.", "JURISDICTION"),
    ("浙江亿邦通信技术有限公司成立，以“浙江亿邦”挂牌。", "COMPANY"),
]


@pytest.mark.parametrize(("text", "label"), ONE)
def test_two_forms_of_a_name_are_one_thing(recogniser: NameRecogniser, text: str, label: str) -> None:
    found = [
        m for m in recogniser.find(FoldedText.of(text)) if m.label == label and m.text != "Texas" and m.ref != "us-tx"
    ]
    assert len(found) > 1
    assert len({m.ref for m in found}) == 1, [(m.text, m.ref) for m in found]


def test_a_country_in_brackets_is_not_the_town(recogniser: NameRecogniser) -> None:
    found = recogniser.find(FoldedText.of("帕金斯镇（Canada）的矿场。"))
    assert len({m.ref for m in found if m.label == "JURISDICTION"}) == len(found)


NAMES = [
    ("王先生表示亏损，陈总说会好，记者采访了李女士。", ["王|PERSON", "陈|PERSON", "李|PERSON"]),
    ("该计划让埃里克・特朗普很感兴趣。", ["埃里克・特朗普|PERSON"]),
    ("热点区域，包括Malardo、Shahre Nova以及德黑兰。", ["Malardo|JURISDICTION", "Shahre Nova|JURISDICTION", "德黑兰|JURISDICTION"]),
    ("公司在Childress、Wendover和Brisketville的矿场停机。", ["Childress|JURISDICTION", "Wendover|JURISDICTION", "Brisketville|JURISDICTION"]),
    ("合作伙伴包括Foundry、Luxor和Keltonix。", ["Foundry|COMPANY", "Luxor|COMPANY", "Keltonix|COMPANY"]),
    ("位于Keltonby县的工厂。公司的Keltonby项目停工。", ["Keltonby|JURISDICTION", "Keltonby|JURISDICTION"]),
    ("附属公司CryptoHive签约，HiveMind表示欢迎。", ["CryptoHive|COMPANY", "HiveMind|COMPANY"]),
    ("IonsteadIPO文件显示，IonsteadCEO表示乐观，CoreWeaveIPO在即。", ["Ionstead|COMPANY", "Ionstead|COMPANY", "CoreWeave|COMPANY"]),
    ("比特矿业的美国存托股票下跌。按非美国通用会计准则计算。", ["比特矿业|COMPANY"]),
    ("加拿大养老基金和挪威政府养老基金都是投资人，GIC（新加坡政府投资公司）也是。", ["加拿大养老基金|COMPANY", "挪威政府养老基金|COMPANY", "GIC|COMPANY", "新加坡政府投资公司|COMPANY"]),
    ("Luxor Technology宣布，卢克索达成交易。", ["Luxor Technology|COMPANY", "卢克索|COMPANY"]),
    ("公司在卢克索建矿场。", ["卢克索|JURISDICTION"]),
    ("兄弟二人（埃里克·特朗普与小唐纳德·特朗普）。小唐纳德很高兴。", ["埃里克·特朗普|PERSON", "小唐纳德·特朗普|PERSON", "小唐纳德|PERSON"]),
    ("根据达拉斯新闻报导，各省市出台政策。", ["达拉斯新闻|COMPANY"]),
    ("两人在佛罗里达州朱庇特的特朗普高尔夫俱乐部吃饭。", ["佛罗里达州|JURISDICTION", "朱庇特|JURISDICTION", "特朗普高尔夫俱乐部|FACILITY"]),
    ("盈利模式转变：公司转向云服务。", []),
    ("這標誌著行業成熟，這一趨勢標誌著礦業轉變。", []),
    ("美国德州电网运营商要求限电。", ["美国|JURISDICTION", "德州|JURISDICTION"]),
    ("嘉楠耘智公司方面没有回应。", ["嘉楠耘智|COMPANY"]),
    ("公司主要销售品牌为“翼比特”。", ["翼比特|MACHINE"]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "names"), NAMES)
def test_names_in_chinese_text(recogniser: NameRecogniser, text: str, names: list[str]) -> None:
    assert [f"{m.text}|{m.label}" for m in recogniser.find(FoldedText.of(text))] == names


@pytest.mark.parametrize(
    "text",
    [
        "On March 1, a 50 MW site opened in Ector.",
        "By December 31, the 20 MW hall was live.",
        "It bought The Phase 2 and hosts rigs there.",
    ],
)
def test_a_day_before_a_capacity_is_no_site(recogniser: NameRecogniser, text: str) -> None:
    assert not [m for m in recogniser.find(FoldedText.of(text)) if m.label == "FACILITY"]
