"""Names in Chinese news of the trade: towns told by their province, pools, papers, grid companies, ministries, people."""

from __future__ import annotations

import re

import pytest

from nlp.entities.recogniser import NameRecogniser
from nlp.resources.files import patterns_folder
from nlp.text.fold import FoldedText

MARK = re.compile(r"\[([^\[\]|]+)\|([A-Z]+)\]")

CASES = [
    # towns whose name may be another word, counties without the word for their rank, and both again
    ("机器运到[云南|JURISDICTION][文山|JURISDICTION]，[文山|JURISDICTION]的电便宜。", "JURISDICTION"),
    ("机房设在[合肥|JURISDICTION]。", "JURISDICTION"),
    ("[建水县|JURISDICTION]发了通知，[建水|JURISDICTION]的机房次日断电。", "JURISDICTION"),
    ("从[霍尔果斯|JURISDICTION]出境，在[苏呼米|JURISDICTION]落脚。", "JURISDICTION"),
    ("公司在资源上并不大方，会同有关部门商量。", "JURISDICTION"),
    ("余下股份在[巢湖创投|COMPANY]手里。", "COMPANY"),
    ("余下股份在巢湖创投手里。", "JURISDICTION"),
    # firms behind a place, before their lawyers, with a verb in them
    ("原告[苏州观棋科技|COMPANY]要求赔偿。", "COMPANY"),
    ("[湖南岫阙律师事务所|COMPANY]律师顾沉舟认为合同有效。", "COMPANY"),
    ("线索来自[国网建水县供电公司|COMPANY]。", "COMPANY"),
    ("[天马云垛|COMPANY]创始人在场。", "COMPANY"),
    ("天马云垛创始人在场。", "PERSON"),
    # a rare word behind a trade, a pool by its last letter, and both again
    ("矿企[稷下|COMPANY]今年扩产。[稷下|COMPANY]没有回应。", "COMPANY"),
    ("矿商惜售，矿企抛压今年减轻，交易所净流入。", "COMPANY"),
    ("矿池[四海池|COMPANY]的份额最高，[四海池|COMPANY]随后降费。", "COMPANY"),
    ("锂电池的价格，资金池：3亿。", "COMPANY"),
    # names that the writer has made up, who hands over an office, men of trade
    ("矿机经销商[鲍里|PERSON]（化名）说，[老魏|PERSON]（化名）也走了。", "PERSON"),
    ("法定代表人由[陈伟|PERSON]变更为[王海超|PERSON]。", "PERSON"),
    ("[陈伟|PERSON]，1981年生，杭州人，原公司董事长。", "PERSON"),
    ("注册资本由人民币变更为美元。", "PERSON"),
    # zones, secretaries
    ("[准东经济技术开发区管委会|AUTHORITY]要求断电。", "AUTHORITY"),
    ("[抚州市委|AUTHORITY]书记讲话。", "AUTHORITY"),
    # papers
    ("他对《[高原矿报|COMPANY]》说。", "COMPANY"),
    ("他向《价格法》第十条提出异议。", "COMPANY"),
    ("[界碑|COMPANY]消息，矿场停电。", "COMPANY"),
    ("最新消息，矿场停电。", "COMPANY"),
    ("据[链鸥|COMPANY]监测，币已转走。", "COMPANY"),
    # ministries of several fields, houses
    ("[工矿贸易部|AUTHORITY]发证，[能源与自然资源部|AUTHORITY]反对。", "AUTHORITY"),
    ("他在[国会下议院|AUTHORITY]答询。", "AUTHORITY"),
    ("能源贸易部门的人说。", "AUTHORITY"),
    # people by what they are, foreign names, a name that opens clauses twice
    ("本集来宾[许维桢|PERSON]，男子[欧立恺|PERSON]在逃。", "PERSON"),
    ("首席执行官[乌金·丹增|PERSON]向记者解释，老板[巴颂·通猜|PERSON]不语。", "PERSON"),
    ("[李承望|PERSON]今年搬了家。[李承望|PERSON]托人找机位。", "PERSON"),
]


@pytest.fixture(scope="module")
def recogniser() -> NameRecogniser:
    return NameRecogniser.load(patterns_folder())


@pytest.mark.parametrize(("marked", "label"), CASES, ids=[text[:30] for text, _ in CASES])
def test_case(recogniser: NameRecogniser, marked: str, label: str) -> None:
    found = [m.text for m in recogniser.find(FoldedText.of(MARK.sub(r"\1", marked))) if m.label == label]
    assert found == [surface for surface, named in MARK.findall(marked) if named == label]
