"""A checkpoint made smaller: layers left out, feed-forward layers narrowed."""

from __future__ import annotations

from pathlib import Path

import pytest

pytest.importorskip("torch", reason="needs the extra [train]; CI runs it in an environment of its own")

import torch
from transformers import BertConfig, BertModel

from nlp.errors import ModelError
from nlp.pipeline import annotate, load
from nlp.records import Document
from nlp.training.network import build_encoder
from nlp.training.pruning import prune, prune_checkpoint
from nlp.training.settings import EncoderSettings, load_settings
from nlp.training.stages import train
from tests.training.test_run import bert, write
from tests.training.test_trimming import multilingual


def encoder(layers: int = 3) -> BertModel:
    torch.manual_seed(5)
    config = BertConfig(
        vocab_size=50, hidden_size=16, num_hidden_layers=layers, num_attention_heads=2, intermediate_size=24
    )
    model: BertModel = BertModel(config, add_pooling_layer=False).eval()
    return model


WINDOWS = [torch.arange(1, 30)[None], torch.arange(20, 45)[None]]


def states(model: BertModel) -> torch.Tensor:
    with torch.no_grad():
        found: torch.Tensor = model(input_ids=WINDOWS[0]).last_hidden_state
    return found


@pytest.mark.parametrize(("left_out", "stay"), [((1,), [0, 2]), ((0, 2), [1]), ((), [0, 1, 2]), ((2, 2), [0, 1])])
def test_the_other_layers_stay_as_they_were(left_out: tuple[int, ...], stay: list[int]) -> None:
    model, before = encoder(), encoder()
    prune(model, WINDOWS, left_out=left_out)
    before.encoder.layer = torch.nn.ModuleList(before.encoder.layer[number] for number in stay)
    assert model.config.num_hidden_layers == len(stay)
    assert torch.equal(states(model), states(before))


def test_units_that_do_nothing_go_first() -> None:
    model, before = encoder(), encoder()
    for one in (model, before):
        for number, layer in enumerate(one.encoder.layer):
            layer.output.dense.weight.data[:, number : number + 8] = 0
    prune(model, WINDOWS, feed_forward=16)
    assert [layer.intermediate.dense.weight.shape[0] for layer in model.encoder.layer] == [16] * 3
    assert torch.allclose(states(model), states(before), atol=1e-5)


def test_units_that_are_never_active_go_first() -> None:
    model, before = encoder(1), encoder(1)
    for one in (model, before):
        inner = one.encoder.layer[0].intermediate.dense
        inner.weight.data[5:9], inner.bias.data[5:9] = 0, -100
    prune(model, WINDOWS, feed_forward=20)
    assert torch.allclose(states(model), states(before), atol=1e-5)


def test_as_many_units_as_there_are_change_nothing() -> None:
    model, before = encoder(), encoder()
    prune(model, [], feed_forward=24)
    assert torch.equal(states(model), states(before))


@pytest.mark.parametrize(
    ("left_out", "feed_forward", "told"),
    [
        ((3,), 0, "layers 0 to 2"),
        ((-1,), 0, "layers 0 to 2"),
        ((0, 1, 2), 0, "layers 0 to 2"),
        ((), 25, "layers are 24 wide"),
    ],
)
def test_what_is_not_there_cannot_be_left_out(left_out: tuple[int, ...], feed_forward: int, told: str) -> None:
    with pytest.raises(ModelError, match=told):
        prune(encoder(), WINDOWS, left_out=left_out, feed_forward=feed_forward)


def test_other_architectures_are_refused() -> None:
    with pytest.raises(ModelError, match="are for BERT's architecture"):
        prune(build_encoder(EncoderSettings(layers=2, width=32, heads=2), 50), WINDOWS, left_out=(0,))


def test_a_checkpoint_is_pruned_once_for_each_setting(tmp_path: Path) -> None:
    name = str(bert(tmp_path))
    folder = prune_checkpoint(name, [], left_out=(0,), feed_forward=0, work=tmp_path)
    before = (folder / "config.json").stat().st_mtime_ns
    assert prune_checkpoint(name, [], left_out=(0,), feed_forward=0, work=tmp_path) == folder
    assert (folder / "config.json").stat().st_mtime_ns == before
    assert prune_checkpoint(name, [], left_out=(1,), feed_forward=0, work=tmp_path) != folder


def test_articles_must_tell_what_matters(tmp_path: Path) -> None:
    (tmp_path / "empty.txt").write_text("\n \n", encoding="utf-8")
    with pytest.raises(ModelError, match="expected articles in"):
        prune_checkpoint(str(bert(tmp_path)), [str(tmp_path / "empty.txt")], left_out=(), feed_forward=9, work=tmp_path)


@pytest.mark.parametrize(
    ("table", "told"),
    [
        ('checkpoint = "x"\nnarrowed = -1\n[pretraining]\ntexts = ["a"]', "narrowed must be at least 0"),
        ("left_out = [1]", "left_out and narrowed are for a checkpoint"),
        ("narrowed = 9", "left_out and narrowed are for a checkpoint"),
        ('checkpoint = "x"\nnarrowed = 9', r"narrowed needs \[pretraining\] texts"),
        ('checkpoint = "x"\nleft_out = ["1"]', "left_out must be"),
    ],
)
def test_settings_that_do_not_fit(tmp_path: Path, table: str, told: str) -> None:
    (tmp_path / "t.toml").write_text(f'[run]\nwork = "w"\nmodel = "m"\n[encoder]\n{table}\n', encoding="utf-8")
    with pytest.raises(ModelError, match=told):
        load_settings(tmp_path / "t.toml")


def test_a_run_from_a_pruned_checkpoint_leaves_a_model_that_works(tmp_path: Path) -> None:
    many, path = multilingual(tmp_path, layers=2), write(tmp_path)
    encoder_ = f'[encoder]\ncheckpoint = "{many}"\nkept = 202\nleft_out = [0]\nnarrowed = 40'
    given = path.read_text().replace("[encoder]", encoder_).replace("[general]\nepochs = 1", "[general]\nepochs = 0")
    path.write_text(given, encoding="utf-8")
    train(load_settings(path), lambda *_: None)
    done = annotate(load(tmp_path / "tiny"), Document("a", "嘉楠科技向HIVE交付了4000台矿机。"))
    assert "嘉楠科技" in [m.text for m in done.mentions]
    # what is made of a checkpoint is named after all that it was made by: other settings take nothing of it
    made = [folder.name for folder in (tmp_path / "work").glob("*-of-202-*") if (folder / "config.json").is_file()]
    trimmed, pruned = sorted(made, key=len)
    assert pruned.startswith(f"{trimmed}-without-0-to-40-")
    assert trimmed.startswith(f"{many.name}-of-202-")
