"""Texts through windows and batches: nothing is lost, offsets are those of the source."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nlp.errors import ModelError
from nlp.records import Measure, Mention
from nlp.schema import KINDS, LABELS
from nlp.transformer.config import CONFIG, DEFAULT_MODEL, ModelConfig, find_model, load_config
from nlp.transformer.decision import propose
from nlp.transformer.pieces import PieceReader
from nlp.transformer.runtime import Model
from tests.unit.transformer.conftest import Last, Session


def firms(model: Model, text: str) -> list[str]:
    reading = model.read([text])[0]
    return [text[p.start : p.end] for p in propose(reading, text)]


def test_names_are_found_in_a_text_of_many_windows(model: Model, session: Session) -> None:
    text = " ".join(["a b c ."] * 40 + ["XY a"] + ["b c ."] * 40 + ["Z"])
    assert firms(model, text) == ["XY", "Z"]
    assert sum(windows for windows, _ in session.calls) > 4


def test_texts_are_read_together_and_come_back_in_order(model: Model) -> None:
    texts = ["XY a", "", "a b", "矿机 Z", "a " * 200 + "XY"]
    readings = model.read(texts)
    found = [[t[p.start : p.end] for p in propose(r, t)] for r, t in zip(readings, texts, strict=True)]
    assert found == [["XY"], [], [], ["Z"], ["XY"]]


def test_a_graph_that_asks_for_a_mask_is_given_one(model: Model, session: Session) -> None:
    session.asked = ("pieces", "mask")
    assert firms(model, "a XY b") == ["XY"]


def test_layers_that_read_again_are_told_the_types_of_mentions(session: Session, reader: PieceReader) -> None:
    model = Model(session, reader, ModelConfig(name="m", positions=96), Last())
    text = " ".join(["a b"] * 60 + ["X Y a Z"])
    reading = model.read([text])[0]
    assert reading.states.shape == (124, 0)
    firm, sum_ = text.index("X"), text.index("Z")
    mentions = [
        Mention(firm, firm + 3, "X Y", "COMPANY"),
        Mention(sum_, sum_ + 1, "Z", "QUANTITY", measure=Measure("money", 1.0, "USD")),
    ]
    told = model.told(reading, mentions)
    company, money = LABELS.index("COMPANY"), len(LABELS) + KINDS.index("money")
    assert told.states[:, 1].tolist() == [0] * 120 + [2 * company + 1, 2 * company + 2, 0, 2 * money + 1]
    assert told.states[:, 0].tolist() == reading.pieces.ids.tolist()
    assert told.scores is reading.scores


def test_a_model_whose_layers_read_once_is_told_nothing(model: Model) -> None:
    reading = model.read(["X a"])[0]
    assert model.told(reading, [Mention(0, 1, "X", "COMPANY")]) is reading


def test_nothing_is_told_of_a_text_without_pieces(session: Session, reader: PieceReader) -> None:
    model = Model(session, reader, ModelConfig(name="m", positions=96), Last())
    assert len(model.told(model.read([""])[0], []).states) == 0


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(st.text(max_size=300))
def test_any_text_is_read_whole(model: Model, text: str) -> None:
    reading = model.read([text])[0]
    assert len(reading.scores) == len(reading.pieces.ids) == len(reading.states) or not len(reading.pieces.ids)
    for start, stop in zip(reading.pieces.starts, reading.pieces.stops, strict=True):
        assert 0 <= start <= stop <= len(text)


@pytest.mark.parametrize("text", ["\ud800X a", "a \udfff", "１０ X", "\x00X", "X\u200b a", "🙂 X", "\u202eX a"])
def test_hostile_characters_cost_nothing(model: Model, text: str) -> None:
    assert model.read([text])[0].scores.shape[1] == 17


def test_traditional_and_wide_forms_are_folded(reader: PieceReader) -> None:
    assert reader.read("礦機").ids.tolist() == reader.read("矿机").ids.tolist()
    assert reader.read("ＸＹ").ids.tolist() == reader.read("XY").ids.tolist()


@pytest.mark.parametrize("name", ["no-such-model", "/no/such/folder", "../models"])
def test_a_missing_model_is_named(name: str) -> None:
    with pytest.raises(ModelError, match="none for patterns alone"):
        find_model(name)


def test_a_config_of_another_format_is_refused(tmp_path: Path) -> None:
    ModelConfig(name="old", positions=64, format=0).save(tmp_path)
    with pytest.raises(ModelError, match="expected format 2, was 0"):
        load_config(tmp_path)


def test_a_config_of_other_classes_is_refused(tmp_path: Path) -> None:
    ModelConfig(name="other", positions=64, tags=("O",)).save(tmp_path)
    with pytest.raises(ModelError, match="train it anew"):
        load_config(tmp_path)


def test_a_config_comes_back(tmp_path: Path) -> None:
    config = ModelConfig(
        name="one", positions=64, temperature=1.2, keep={"zh.short.PERSON": 0.1}, statements={"relation": 0.2}
    )
    config.save(tmp_path)
    assert load_config(tmp_path) == config


@pytest.mark.parametrize("broken", ["", "{", "[]", '{"unknown": 1}'])
def test_a_broken_config_is_named(tmp_path: Path, broken: str) -> None:
    (tmp_path / CONFIG).write_text(broken, encoding="utf-8")
    with pytest.raises(ModelError, match=CONFIG):
        load_config(tmp_path)


def test_an_unknown_precision_is_named() -> None:
    with pytest.raises(ModelError, match="int8, fp32, torch, was: int3"):
        Model.load(find_model(DEFAULT_MODEL), precision="int3")
