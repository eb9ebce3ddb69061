"""Chinese sites by their kind: mines, computing centres, sites that open; the marks are [text|LABEL]."""

from __future__ import annotations

import re

import pytest

from nlp.entities.recogniser import NameRecogniser
from nlp.resources.files import patterns_folder
from nlp.text.fold import FoldedText

MARK = re.compile(r"\[([^\[\]|]+)\|([A-Z]+)\]")

CASES = [
    # mines by what they yield: foreign, coined, behind a firm or a county, with a dash, in Latin letters
    "公司收购位于加纳的[塔尔克瓦金矿|FACILITY]。",
    "加纳[阿丘姆金矿|FACILITY]、秘鲁的[安塔帕凯铜矿|FACILITY]和[托克帕拉-奎洪铜矿|FACILITY]减产。",
    "甘南矿业有限公司[柏子坪铅锌矿|FACILITY]停产，上河县[红星岭煤矿|FACILITY]复产。",
    "它持有[Mt Kestrel锂矿|FACILITY]一半股权，[Oro Verde锂辉石项目|FACILITY]另算。",
    "老挝[孟赛稀土项目|FACILITY]处于试生产阶段。",
    # what is no name: places, sizes, kinds, ownership, an index, an acronym, what is ore and no mine
    "智利铜矿和山西煤矿减产，露天煤矿和大型金矿增产。",
    "公司拥有自有锡矿，海外锂矿扩产。",
    "永州亿吨级锰矿被发现，铜矿石和铁矿砂涨价。",
    "Wind钨矿指数下跌，ABC锂矿板块走强。",
    "今年稀土项目审批放缓，盐湖和澳洲锂矿扩产不及预期。",
    # computing centres of a town, with a kind or a district; of a firm
    "中国移动[呼和浩特智算中心|FACILITY]投运。",
    "[北京人工智能公共算力中心|FACILITY]接入平台。",
    "中国联通[华北（廊坊）数据中心|FACILITY]扩容，[无锡（惠山）国产智算中心|FACILITY]点亮。",
    "他调研了[乌兰察布零碳算力基地|FACILITY]。",
    "[上海超级计算中心|FACILITY]成立多年。",
    # what only tells where: a wide place, a rank, what is planned, the market
    "贵州将打造大规模智算中心，成渝两地数据中心集群共享。",
    "北京市丰台区算力中心项目开工，内蒙古算力中心市场扩大。",
    "长三角GPU算力中心集群是国家战略，重庆（新疆）算力基地是合作。",
    # a centre that opens, by a name of its own
    "科技公司的[岭湾谷智算中心|FACILITY]正式揭牌。",
    "国内最大智算中心揭牌，首个智算中心上线，全国产智算中心点亮。",
]


@pytest.fixture(scope="module")
def recogniser() -> NameRecogniser:
    return NameRecogniser.load(patterns_folder())


@pytest.mark.parametrize("marked", CASES, ids=[case[:24] for case in CASES])
def test_case(recogniser: NameRecogniser, marked: str) -> None:
    found = recogniser.find(FoldedText.of(MARK.sub(lambda m: m[1], marked)))
    expected = [m[1] for m in MARK.finditer(marked)]
    assert [m.text for m in found if m.label == "FACILITY"] == expected
