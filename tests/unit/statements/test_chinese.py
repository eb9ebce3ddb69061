"""Chinese families of phrasing: one invented sentence, one fact that is told, or one that is not."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest

from nlp.records import Document, Statement

Read = Callable[..., Document]


def surface(document: Document, filler: str | None) -> str | None:
    if filler is None:
        return None
    return next((m.text for m in document.mentions if filler in (m.id, m.ref)), filler)


def matching(document: Document, predicate: str, subject: str, target: str | None) -> list[Statement]:
    return [
        s
        for s in document.statements
        if s.predicate == predicate
        and surface(document, s.subject) == subject
        and surface(document, s.object) == target
    ]


FACTS: list[tuple[str, str, str, str | None, str, Mapping[str, str]]] = [
    # places of a business
    ("比特小鹿位于不丹的第二座矿场即将封顶。", "operates_in", "比特小鹿", "不丹", "asserted", {}),
    ("CleanSpark在佐治亚州和田纳西州运营多座数据中心。", "operates_in", "CleanSpark", "田纳西州", "asserted", {}),
    ("Bitmain正考虑在佛罗里达州设立装配线。", "operates_in", "Bitmain", "佛罗里达州", "possible", {}),
    ("比特矿业已全面撤出四川，当地机房清空。", "operates_in", "比特矿业", "四川", "ended", {}),
    ("MARA今年把业务铺到了芬兰。", "operates_in", "MARA", "芬兰", "asserted", {}),
    ("Crusoe到阿根廷烧伴生气挖矿。", "operates_in", "Crusoe", "阿根廷", "asserted", {}),
    ("Stronghold靠宾夕法尼亚的煤矸石电厂挖矿。", "operates_in", "Stronghold", "宾夕法尼亚", "asserted", {}),
    # positions
    ("吴忌寒卸任比特大陆CEO。", "has_position", "吴忌寒", "比特大陆", "ended", {}),
    ("江卓尔（莱比特矿池创始人）在会上发言。", "has_position", "江卓尔", "莱比特矿池", "asserted", {}),
    ("孔剑平2013年加入嘉楠科技，任副总裁。", "has_position", "孔剑平", "嘉楠科技", "asserted", {}),
    ("潘志彪曾任职于比特大陆。", "has_position", "潘志彪", "比特大陆", "ended", {}),
    # seats, units
    ("Hut 8总部设在迈阿密。", "located_in", "Hut 8", "迈阿密", "asserted", {}),
    ("BitRiver是一家俄罗斯矿企。", "located_in", "BitRiver", "俄罗斯", "asserted", {}),
    ("BTC.com则隶属于BIT Mining。", "subsidiary_of", "BTC.com", "BIT Mining", "asserted", {}),
    ("蚂蚁矿池从比特大陆独立。", "subsidiary_of", "蚂蚁矿池", "比特大陆", "ended", {}),
    # deals
    ("Tether以1.5亿美元认购比特小鹿25.5%的股权。", "acquired", "Tether", "比特小鹿", "asserted", {"stake": "25.5%"}),
    ("Argo将Helios矿场以6500万美元卖给Galaxy Digital。", "acquired", "Galaxy Digital", "Helios矿场", "asserted", {}),
    ("Core Scientific股东否决了CoreWeave的收购要约。", "acquired", "CoreWeave", "Core Scientific", "ended", {}),
    ("Core Scientific将为CoreWeave提供约200兆瓦的基础设施。", "partnered_with", "Core Scientific", "CoreWeave",
     "planned", {"power": "200兆瓦"}),
    ("MARA的矿机由Applied Digital托管。", "partnered_with", "MARA", "Applied Digital", "asserted", {}),
    ("IREN已与一家电力公司签署托管协议，规模50兆瓦。", "partnered_with", "IREN", None, "asserted", {"power": "50兆瓦"}),
    ("比特小鹿宣布获得由红杉资本领投的4000万美元B轮融资，高瓴跟投。", "raised", "比特小鹿", "4000万美元",
     "asserted", {"investor": "红杉资本"}),
    ("Cipher拟发行8亿美元可转债。", "raised", "Cipher", "8亿美元", "planned", {}),
    ("IREN定价发行5亿美元2029年到期的可转换优先票据。", "raised", "IREN", "5亿美元", "asserted", {}),
    ("嘉楠抵押530枚比特币换取贷款。", "pledged", "嘉楠", "530枚比特币", "asserted", {}),
    ("比特大陆计划将部分产能转移到马来西亚。", "relocated_to", "比特大陆", "马来西亚", "planned", {}),
    ("Soluna取消了与比特大陆的订单。", "ordered_from", "Soluna", "比特大陆", "ended", {}),
    # accounts
    ("比特小鹿二季度实现营收4120万美元，较上年同期的3050万美元增长35%，环比下降4%。", "reported", "比特小鹿", "4120万美元",
     "asserted", {"yoy": "35%", "qoq_fall": "4%", "date": "二季度", "metric": "revenue"}),
    ("比特小鹿二季度调整后EBITDA为1,230万美元，上年同期为亏损310万美元。", "reported", "比特小鹿", "310万美元",
     "asserted", {"metric": "adjusted_ebitda_loss", "date": "上年同期"}),
    ("比特小鹿二季度净利润扭亏为盈，达到640万美元。", "reported", "比特小鹿", "640万美元", "asserted", {"metric": "net_income"}),
    ("MARA四季度录得比特币公允价值下降4.2亿美元。", "reported", "MARA", "4.2亿美元", "asserted", {"metric": "impairment"}),
    ("嘉楠预计三季度总营收落在1.2亿美元至1.4亿美元。", "reported", "嘉楠", "1.2亿美元至1.4亿美元", "planned", {}),
    # measures
    ("广东省发改委要求各地排查虚拟货币挖矿项目。", "regulates", "广东省发改委", None, "asserted", {"action": "investigate"}),
    ("挪威政府计划自秋季起临时禁止新建加密货币挖矿数据中心。", "regulates", "挪威政府", None, "planned", {"action": "ban"}),
    ("巴基斯坦拨出2000兆瓦电力支持比特币挖矿。", "regulates", "巴基斯坦", None, "asserted", {"action": "support"}),
    ("伊朗能源部发布关于防范挖矿骗局的风险提示。", "regulates", "伊朗能源部", None, "asserted", {"action": "warn"}),
]  # fmt: skip


@pytest.mark.parametrize(("text", "predicate", "subject", "target", "modality", "qualifiers"), FACTS)
def test_fact(
    read: Read,
    text: str,
    predicate: str,
    subject: str,
    target: str | None,
    modality: str,
    qualifiers: Mapping[str, str],
) -> None:
    document = read(text)
    found = matching(document, predicate, subject, target)
    assert found, [
        (s.predicate, surface(document, s.subject), surface(document, s.object)) for s in document.statements
    ]
    assert found[0].modality == modality
    for role, expected in qualifiers.items():
        assert expected in [surface(document, filler) for filler in found[0].qualifiers.get(role, ())]


NOT_TOLD: list[tuple[str, str, str | None, str | None]] = [
    ("Bitmain发布了针对蚂蚁矿机S9的固件。", "manufactures", "Bitmain", None),
    ("Core Scientific计划出售其持有的全部2,500枚比特币。", "holds", "Core Scientific", "2,500枚比特币"),
    ("MARA有5,938枚比特币用于3.5亿美元信贷额度的抵押。", "raised", "MARA", "3.5亿美元"),
    ("BitFuFu向比特大陆采购8万台矿机，算力合计将增加20EH/s。", "has_capacity", "BitFuFu", "8万台"),
    ("Greenidge的哈希率攀升17%。", "reported", "Greenidge", "17%"),
    ("比特小鹿两份公告称，二季度净亏损17.1亿美元，即约17亿美元。", "reported", "比特小鹿", "17亿美元"),
    ("Riot首席执行官称，全网算力达到900 EH/s。", "has_capacity", "Riot", "900 EH/s"),
    ("在MARA、CleanSpark之后，Riot也公布了9亿美元的营收。", "reported", "MARA", "9亿美元"),
    ("经销商说，买家以2万元的价格买了一台蚂蚁S19。", "ordered_from", None, None),
    ("比特矿业说，旗下矿池BTC.com将撤出中国大陆。", "operates_in", "比特矿业", "中国大陆"),
    ("Foundry为Bitfarms提供3200万美元贷款。", "raised", "Foundry", "3200万美元"),
    ("MARA与Exaion签署合作协议，将合资建设机房。", "ordered_from", "MARA", None),
    ("萨哈共和国的居民说，挖矿噪音很大。", "regulates", None, None),
    ("比特币挖矿奖励将从6.25枚减至3.125枚。", "mined", None, None),
    ("IREN的采购订单使用英伟达B200芯片。", "has_capacity", "英伟达", None),
    ("Marc Merrill的美国运通卡被盗刷。", "has_position", "Marc Merrill", None),
    ("美国上市矿企Hut 8公布产量。", "operates_in", "Hut 8", "美国"),
    ("云算力平台称，用户可在新加坡查看收益。", "operates_in", None, "新加坡"),
]


@pytest.mark.parametrize(("text", "predicate", "subject", "target"), NOT_TOLD)
def test_what_is_not_told(read: Read, text: str, predicate: str, subject: str | None, target: str | None) -> None:
    document = read(text)
    for statement in document.statements:
        if statement.predicate != predicate:
            continue
        assert (subject is not None and surface(document, statement.subject) != subject) or (
            target is not None and surface(document, statement.object) != target
        ), statement


def test_place_meant_by_its_rank(read: Read) -> None:
    document = read("哈萨克斯坦地处中亚。该国积极推动虚拟货币挖矿。")
    assert [surface(document, s.subject) for s in document.statements if s.predicate == "regulates"] == ["哈萨克斯坦"]


def test_interview_speaks_of_its_host(read: Read) -> None:
    lines = ["记者：比特小鹿今年怎么样？", "吴忌寒：比特小鹿一季度营收7000万美元。", "记者：Luxor呢？"]
    lines += ["吴忌寒：我们和Luxor合作多年。", "记者：产量？", "吴忌寒：4月产量51枚比特币。"]
    document = read("\n".join(lines))
    mined = [surface(document, s.subject) for s in document.statements if s.predicate == "mined"]
    assert mined == ["比特小鹿"]


def test_named_partner_leaves_no_unnamed_one(read: Read) -> None:
    document = read("MARA与Exaion签署合作协议，将合资建设机房。")
    partners = [surface(document, s.object) for s in document.statements if s.predicate == "partnered_with"]
    assert partners == ["Exaion"]


def test_partners_stand_once_in_either_order(read: Read) -> None:
    document = read("MARA与Exaion合作建设机房。Exaion与MARA的合作为期五年。")
    assert len([s for s in document.statements if s.predicate == "partnered_with"]) == 1


def test_sum_of_a_sale_is_no_holding(read: Read) -> None:
    document = read("比特小鹿同步抛售166枚比特币，价值约1,096万美元，持仓为零。")
    assert not [
        s for s in document.statements if s.predicate == "holds" and surface(document, s.object) == "1,096万美元"
    ]


def test_items_of_one_line_keep_to_themselves(read: Read) -> None:
    document = read("1、Proxima与欧盟谈判。 2、Riot宣布与Anthropic签署租赁协议。 3、项目规模约40兆瓦。")
    assert not matching(document, "has_capacity", "Riot", "40兆瓦")


def test_a_flash_tells_its_headline_apart(read: Read) -> None:
    document = read("Riot 拟购 1,200 枚 BTC，OSL 确认 500 枚增持计划 ChainCatcher 消息，据悉交易已完成。")
    assert [s for s in document.statements if s.predicate == "acquired"] == []


def test_a_label_tells_what_its_item_says(read: Read) -> None:
    document = read("MARA宣布扩产。\n5000万美元信贷额度：Hut 8宣布获得银行支持。")
    assert matching(document, "raised", "Hut 8", "5000万美元")


def test_an_order_told_again_is_one(read: Read) -> None:
    document = read("HIVE向嘉楠科技订购了6500台矿机。\n公告显示，HIVE向嘉楠科技订购了6500台矿机，将于年底交付。")
    assert len(matching(document, "ordered_from", "HIVE", "嘉楠科技")) == 1


def test_a_reporter_works_for_the_outlet(read: Read) -> None:
    document = read("区块链日报（杭州，记者 陈思远）讯，嘉楠科技公布财报。嘉楠科技营收增长。")
    assert matching(document, "has_position", "陈思远", "区块链日报")
    assert not matching(document, "has_position", "陈思远", "嘉楠科技")
