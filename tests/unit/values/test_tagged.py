"""The values of quantities that a model tags where the grammar finds none."""

from __future__ import annotations

import pytest

import nlp
from nlp.components import CANDIDATES
from nlp.records import Mention
from nlp.resources.files import patterns_folder
from nlp.text.fold import FoldedText
from nlp.values.measures import MeasureFinder

FINDER = MeasureFinder.load(patterns_folder())


def told(before: str, tagged: str, behind: str) -> tuple[str, float | None, str | None] | None:
    """Kind, value and unit of a tagged span, beside what the grammar finds in the rest of the text."""
    text = FoldedText.of(before + tagged + behind)
    start, end = len(before), len(before) + len(tagged)
    known = [m for m in FINDER.find(text) if m.end <= start or m.start >= end]
    mention = Mention(start, end, tagged, "QUANTITY", rule="model.tagger")
    made = FINDER.tagged(text, [mention], known)
    if not made or made[0].measure is None:
        return None
    measure = made[0].measure
    return measure.kind, measure.value if measure.value is not None else measure.minimum, measure.unit


@pytest.mark.parametrize(
    ("before", "tagged", "behind", "expected"),
    [
        # a unit of its own
        ("新一代机型每太哈希只耗", "13焦", "，风冷版", ("efficiency", 13.0, "J/TH")),
        ("What does it do on the bench? ", "12.4 joules", ". A full rig", ("efficiency", 12.4, "J/TH")),
        ("The boxes draw ", "18.2 joules a terahash", " on the nameplate", ("efficiency", 18.2, "J/TH")),
        ("风冷版弱一些，", "318T", "，售价未定", ("hashrate", 318.0, "TH/s")),
        ("次年算力到", "2.5E", "，", ("hashrate", 2.5e6, "TH/s")),
        ("Next in line was Cango with ", "611.3 coins", ".", ("crypto", 611.3, "BTC")),
        ("It comes with a ", "5,000mAh", " battery", ("other", 5000.0, "mAh")),
        ("首批课程有", "14门", "，", ("count", 14.0, "item")),
        # the head of a row
        ("Item / Nov / Oct\nBitcoin produced / ", "44.7", " / 48.1", ("crypto", 44.7, "BTC")),
        ("Hashrate, PH/s / 790 / ", "815", "\n", ("hashrate", 815000.0, "TH/s")),
        ("Fleet efficiency, J/TH / ", "21.3", " / 21.9\n", ("efficiency", 21.3, "J/TH")),
        ("Revenue, SEK million / ", "36.2", " / 44.0\n", ("money", 36.2e6, "SEK")),
        ("Bitcoin produced / 44.7 / -7% / ", "48.1", "\n", ("crypto", 48.1, "BTC")),
        ("Hashrate (EH/s) | 50.1 | 3.2% | ", "48.9", " |", ("hashrate", 48.9e6, "TH/s")),
        ("USD billion / ", "1.2", "\n", ("money", 1.2e9, "USD")),
        ("SEK million / ", "36.2 million", "\n", ("money", 36.2e6, "SEK")),
        ("Revenue ($m) / ", "41.5", "\n", ("money", 41.5e6, "USD")),
        ("营收（亿元） / ", "3.4", "\n", ("money", 3.4e8, "CNY")),
        # a head that tells no unit, or a price
        ("第三季度：", "48", "\n", ("count", 48.0, "item")),
        ("已完成：", "12", "\n", ("count", 12.0, "item")),
        ("$/kWh / ", "0.05", "\n", ("count", 0.05, "item")),
        ("电价(元/千瓦时)：", "0.35", "\n", ("count", 0.35, "item")),
        ("It closed at 10:", "30", " sharp", ("count", 30.0, "item")),
        # what was said before
        ("MARA leads with 59.4 EH/s. Then CleanSpark, ", "48", ", and IREN", ("hashrate", 48e6, "TH/s")),
        ("在线算力是Riot 2.9 EH/s，略高于Marathon的", "2.6", "。", ("hashrate", 2.6e6, "TH/s")),
        ("It held 1,040 BTC; by June it was down to ", "912", " after the sale", ("crypto", 912.0, "BTC")),
        ("去年手续费收入490万欧元，税后剩", "41万", "。", ("money", 410000.0, "EUR")),
        ("收益5.2億港元，純利", "4,100萬", "，前年虧損", ("money", 41e6, "HKD")),
        ("Difficulty is up 30%, and we still mined ", "266", " in the quarter", ("crypto", 266.0, "BTC")),
        ("We'll take 14 megawatts there to ", "28", " by next September", ("power", 28.0, "MW")),
        # no money, no share, no power
        ("岛上居民才", "37万", "，摊到人头", ("count", 370000.0, "item")),
        ("The site draws 40 MW and houses ", "12,000", " of them", ("count", 12000.0, "item")),
        ("Hosting brought in 12%. We got better terms on all ", "three", ".", ("count", 3.0, "item")),
        ("Its pool mined ", "266", " blocks in May", ("count", 266.0, "item")),
        ("It holds 40,000 DOGE, and mined ", "26,600", " in June", ("crypto", 26600.0, "DOGE")),
        ("The site will grow from 40-50 EH/s; it has ", "48", " now", ("hashrate", 48e6, "TH/s")),
        ("İzmir holds 1,040 BTC, down from ", "1,912", " in May", ("crypto", 1912.0, "BTC")),
        ("It moved ", "5 t", " of coal", ("other", 5.0, "t")),
        # none that can be read
        ("It drew ", "13 million joules", " in all", None),
        ("at ", "$1.19.19", ".", None),
        ("after disposals of ", "210 and 12", ", respectively", None),
        ("Trucks are hauling ", "5,000-odd", " rigs", None),
    ],
)
def test_what_a_tagged_quantity_is(
    before: str, tagged: str, behind: str, expected: tuple[str, float, str] | None
) -> None:
    assert told(before, tagged, behind) == expected


def test_one_goes_on_with_the_other() -> None:
    text = FoldedText.of("Then CleanSpark with 50 EH/s, then 48, then 45.")
    spans = [(text.source.index(number), number) for number in ("48", "45")]
    tagged = [Mention(at, at + 2, number, "QUANTITY", rule="model.tagger") for at, number in spans]
    known = [m for m in FINDER.find(text) if m.text == "50 EH/s"]
    made = FINDER.tagged(text, tagged, known)
    assert [m.measure.value for m in made if m.measure] == [48e6, 45e6]


def test_the_pipeline_reads_what_a_model_tagged() -> None:
    pipeline = nlp.load(model=None)
    doc = pipeline.make_doc("MARA leads with 59.4 EH/s. Then CleanSpark, 48.")
    tagged = Mention(44, 46, "48", "QUANTITY", rule="model.tagger")
    unreadable = Mention(5, 10, "leads", "QUANTITY", rule="model.tagger")
    doc.user_data[CANDIDATES] = [*FINDER.find(FoldedText.of(doc.text)), tagged, unreadable]
    doc = pipeline.get_pipe("lode_merge")(doc)
    assert [(ent.text, ent._.value.value, ent._.rule) for ent in doc.ents] == [
        ("59.4 EH/s", 59.4e6, "measure.hashrate"),
        ("48", 48e6, "model.tagger"),
    ]


def test_many_are_read_in_linear_time() -> None:
    text = FoldedText.of("It held 1,040 BTC. " + "Then 912, and " * 4_000)
    tagged = [Mention(at, at + 3, "912", "QUANTITY", rule="model.tagger") for at in range(24, len(text.source) - 3, 14)]
    known = list(FINDER.find(FoldedText.of(text.source[:20])))
    made = FINDER.tagged(text, tagged, known)
    assert {(m.measure.kind, m.measure.unit) for m in made if m.measure} == {("crypto", "BTC")}
    assert len(made) == len(tagged)
