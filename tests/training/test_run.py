"""A whole run in small: vocabulary, pretraining, tuning, export, calibration. Needs the extra ``[train]``."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

pytest.importorskip("torch", reason="needs the extra [train]; CI runs it in an environment of its own")

import numpy
import torch

from nlp.errors import ModelError
from nlp.pipeline import annotate, load
from nlp.records import Document, Mention
from nlp.training.begun import weights_of
from nlp.training.export import export
from nlp.training.graph import stored_weights
from nlp.training.lean_graph import is_known, save_graphs
from nlp.training.network import Reader
from nlp.training.settings import Settings, load_settings
from nlp.training.stages import as_begun, reader_of, train
from nlp.training.tuning import Tuning
from nlp.transformer.config import ModelConfig
from nlp.transformer.kinds import COUNT
from nlp.transformer.runtime import Model

SEEDS = Path(__file__).parents[2] / "seeds"
SETTINGS = """
[run]
work = "{folder}/work"
model = "{folder}/tiny"
threads = 1
[encoder]
layers = 1
width = 32
heads = 2
feed_forward = 48
vocabulary = 1200
positions = 96
[pretraining]
texts = ["{seeds}/zh.jsonl", "{seeds}/en.jsonl"]
vocabulary_characters = 40000
tokens = {tokens}
batch = 8
every = 10
[data]
general = ["{folder}/wikigold.jsonl"]
gold = ["{folder}/gold.jsonl"]
divided = ["{folder}/gold.jsonl"]
[general]
epochs = 1
[domain]
epochs = 2
"""


def write(folder: Path, tokens: int = 20_000) -> Path:
    rows = [
        line for name in ("zh", "en") for line in (SEEDS / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()[:5]
    ]
    (folder / "gold.jsonl").write_text("\n".join(rows) + "\n", encoding="utf-8")
    general = {
        "id": "w",
        "lang": "en",
        "split": "all",
        "text": "Ana Duarte left Porto",
        "entities": [[0, 10, "PER"], [16, 21, "LOC"]],
    }
    (folder / "wikigold.jsonl").write_text(json.dumps(general) + "\n", encoding="utf-8")
    path = folder / "t.toml"
    path.write_text(SETTINGS.format(folder=folder, seeds=SEEDS, tokens=tokens), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("run")
    train(load_settings(write(place)), lambda *_: None)
    return place


def test_a_run_leaves_a_model_that_works(folder: Path) -> None:
    pipeline = load(folder / "tiny")
    assert pipeline.pipe_names[-1] == "lode_judge"
    done = annotate(pipeline, Document("a", "嘉楠科技向HIVE交付了4000台矿机。"))
    assert "嘉楠科技" in [m.text for m in done.mentions]


def test_a_run_tells_what_it_was_made_of(folder: Path) -> None:
    record = json.loads((folder / "tiny" / "training.json").read_text())
    assert record["settings"]["encoder"]["width"] == 32
    assert all(len(digest) == 16 for digest in record["data"].values())
    assert {p.name for p in (folder / "tiny" / "curves").iterdir()} == {
        "pretraining_curve.jsonl",
        "general_curve.jsonl",
        "domain_curve.jsonl",
    }
    assert json.loads((folder / "tiny" / "calibration.json").read_text())["held_out"] > 0
    statements = json.loads((folder / "tiny" / "config.json").read_text())["statements"]
    assert {"weigh", "alone", "apart", "make", "pair", "lone", "rules", "reword", "reassign"} <= statements.keys()
    assert {"hints", "pairs", "lone_from", "add", "add_pairs", "add_lone"} <= statements.keys()


def large(model: Reader) -> Reader:
    """A network whose weights are far from nothing: what is trained little would hide that parts are mixed up."""
    for parameter in model.parameters():
        torch.nn.init.normal_(parameter, std=0.3)
    return model.eval()


def of_kind(folder: Path, place: Path, kind: str, told: int) -> Settings:
    """The settings of a network of our own kind, its vocabulary that of `folder`, or of a BERT in `place`."""
    settings = load_settings(write(folder))
    encoder = replace(settings.encoder, told=told, layers=1 + told)
    if kind == "bert":
        encoder = replace(encoder, checkpoint=str(bert(place)))
    work = folder / "work" if kind == "own" else place
    return replace(settings, encoder=encoder, run=replace(settings.run, work=str(work)))


@pytest.mark.parametrize("told", [0, 1])
@pytest.mark.parametrize("kind", ["own", "bert"])
def test_the_graph_says_what_the_network_says(folder: Path, tmp_path: Path, kind: str, told: int) -> None:
    import onnxruntime

    settings = of_kind(folder, tmp_path, kind, told)
    model = large(reader_of(settings))
    assert is_known(model.encoder)
    save_graphs(model, tmp_path)
    # the weights are rounded as the graphs have them: then both say the same
    names = ["model.onnx", "told.onnx"][: 1 + told]
    for name, value in (item for graph in names for item in stored_weights(tmp_path / graph).items()):
        if name in dict(model.named_parameters()):
            model.get_parameter(name).data.copy_(torch.tensor(value))
    pieces, kinds = torch.randint(5, 60, (3, 70)), torch.randint(0, COUNT, (3, 70))
    model_, *last = (onnxruntime.InferenceSession(str(tmp_path / name)) for name in names)
    tags, states = model_.run(["tags", "states"], {"pieces": pieces.numpy()})
    if told:
        (states,) = last[0].run(["states"], {"below": states, "kinds": kinds.numpy()})
    with torch.no_grad():
        for made, right in zip((tags, states), model(pieces, kinds=kinds), strict=True):
            assert torch.allclose(torch.tensor(made), right, atol=1e-3, rtol=1e-3)
        assert torch.allclose(model(pieces)[0], model(pieces, kinds=kinds)[0], atol=1e-4)
        assert torch.equal(model(pieces)[1], model(pieces, kinds=kinds)[1]) == (not told)


def test_a_window_is_told_its_own_types_beside_others(folder: Path) -> None:
    settings = load_settings(write(folder))
    settings = replace(settings, encoder=replace(settings.encoder, layers=2, told=1))
    model = large(reader_of(settings))
    pieces, kinds = torch.randint(5, 60, (3, 20)), torch.randint(0, COUNT, (3, 20))
    mask = torch.ones_like(pieces)
    mask[1, 12:] = 0
    with torch.no_grad():
        together = model(pieces, mask, kinds)
        alone = model(pieces[1:2, :12], None, kinds[1:2, :12])
    for one, other in zip(together, alone, strict=True):
        assert torch.allclose(one[1, :12], other[0], atol=1e-3)


@pytest.mark.parametrize("told", [1, 5])
def test_fewer_layers_are_told_than_there_are(folder: Path, told: int) -> None:
    settings = load_settings(write(folder))
    with pytest.raises(ModelError, match="told must be less than the 1 layers"):
        reader_of(replace(settings, encoder=replace(settings.encoder, told=told)))


def test_a_run_whose_last_layers_are_told_leaves_a_model_that_is_told(folder: Path, tmp_path: Path) -> None:
    settings = load_settings(write(tmp_path))
    settings = replace(settings, encoder=replace(settings.encoder, layers=2, told=1))
    train(settings, lambda *_: None)
    model = Model.load(tmp_path / "tiny")
    assert model.config.told == 1
    reading = model.read(["5 BTC"])[0]
    assert reading.states.shape == (len(reading.pieces.ids), 0)
    assert model.told(reading, []).states.shape == (len(reading.pieces.ids), 32)
    done = annotate(load(tmp_path / "tiny"), Document("a", "嘉楠科技向HIVE交付了4000台矿机。"))
    assert "嘉楠科技" in [m.text for m in done.mentions]
    assert weights_of(tmp_path / "tiny", reader_of(settings))["kinds.weight"].any()
    # a run that begins with it is told as it was, whatever its own settings say
    (tmp_path / "further" / "work").mkdir(parents=True)
    further = as_begun(begun(folder, tmp_path / "further", str(tmp_path / "tiny")))
    assert (further.encoder.told, further.encoder.positions) == (1, 96)
    assert reader_of(further).told == 1
    (tmp_path / "tiny" / "told.int8.onnx").unlink()
    with pytest.raises(ModelError, match=r"expected told\.int8\.onnx"):
        Model.load(tmp_path / "tiny")


@pytest.mark.parametrize("told", [0, 1])
@pytest.mark.parametrize("kind", ["own", "bert"])
def test_torch_says_what_the_graph_says(folder: Path, tmp_path: Path, kind: str, told: int) -> None:
    settings = of_kind(folder, tmp_path, kind, told)
    made = tmp_path / "made"
    model = large(reader_of(settings))
    export(model, Path(settings.run.work) / "tokenizer.json", made, ModelConfig(name="made", positions=96))
    texts = ["矿企宣布订购1,000台矿机。", "The miner holds 5 BTC. " * 30]
    whole, on_torch = (Model.load(made, precision=p) for p in ("fp32", "torch"))
    for text, one, other in zip(texts, whole.read(texts), on_torch.read(texts), strict=True):
        assert numpy.allclose(one.scores, other.scores, atol=1e-3)
        mentions = [Mention(0, 4, text[:4], "COMPANY", ref="a", id="e1")]
        states = [m.told(r, mentions).states for m, r in ((whole, one), (on_torch, other))]
        assert numpy.allclose(*states, atol=1e-3, rtol=1e-3)


def test_both_precisions_agree(folder: Path) -> None:
    texts = ["矿企宣布订购1,000台矿机。", "The miner holds 5 BTC."]
    small, whole = (Model.load(folder / "tiny", precision=p).read(texts) for p in ("int8", "fp32"))
    for one, other in zip(small, whole, strict=True):
        assert one.scores.shape == other.scores.shape
        assert abs(one.scores - other.scores).mean() < 0.2


def test_pickles_are_not_shipped(folder: Path) -> None:
    suffixes = {p.suffix for p in (folder / "tiny").iterdir() if p.is_file()}
    assert suffixes == {".json", ".onnx", ".onnx_data", ".safetensors"}


def test_a_run_goes_on_where_it_stopped(folder: Path) -> None:
    curve = folder / "work" / "pretraining_curve.jsonl"
    before = [json.loads(line)["step"] for line in curve.read_text().splitlines()]
    train(load_settings(write(folder, tokens=30_000)), lambda *_: None, ["pretrain"])
    after = [json.loads(line)["step"] for line in curve.read_text().splitlines()]
    assert after[: len(before)] == before
    assert len(after) > len(before)
    assert after == sorted(set(after))


def test_runs_of_the_domain_are_averaged(folder: Path) -> None:
    from safetensors.torch import load_file

    work = folder / "work"
    (work / "domain.safetensors").unlink()
    path = write(folder)
    path.write_text(path.read_text().replace("[domain]", "[domain]\nruns = 2"), encoding="utf-8")
    train(load_settings(path), lambda *_: None, ["domain"])
    one, two, mean = (load_file(work / f"{name}.safetensors") for name in ("domain-1", "domain-2", "domain"))
    assert any(not torch.equal(one[key], two[key]) for key in one)
    assert all(torch.allclose(mean[key], (one[key] + two[key]) / 2, atol=1e-6) for key in mean)


def begun(folder: Path, place: Path, model: str) -> Settings:
    """The settings of a run in `place` that begins with a model folder."""
    settings = load_settings(write(place))
    return replace(settings, domain=replace(settings.domain, begin=model))


def test_a_shipped_model_is_read_back(folder: Path) -> None:
    from safetensors.torch import load_file

    model = reader_of(load_settings(write(folder)))
    trained, read = load_file(folder / "work" / "domain.safetensors"), weights_of(folder / "tiny", model)
    assert read.keys() == trained.keys()
    assert all(torch.allclose(read[key], trained[key], atol=2e-3, rtol=2e-2) for key in trained)


def test_a_run_tunes_a_shipped_model_further(folder: Path, tmp_path: Path) -> None:
    train(begun(folder, tmp_path, str(folder / "tiny")), lambda *_: None)
    assert not (tmp_path / "work" / "encoder.safetensors").exists()
    assert (tmp_path / "tiny" / "tokenizer.json").read_bytes() == (folder / "tiny" / "tokenizer.json").read_bytes()
    done = annotate(load(tmp_path / "tiny"), Document("a", "嘉楠科技向HIVE交付了4000台矿机。"))
    assert "嘉楠科技" in [m.text for m in done.mentions]


def test_the_last_pass_may_be_a_part_of_one(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    done: list[float] = []
    monkeypatch.setattr(Tuning, "_step", lambda self, batch, at: done.append(at) or {"tags": 0.0})
    settings = begun(folder, tmp_path, str(folder / "tiny"))
    settings = replace(settings, domain=replace(settings.domain, epochs=1.5, batch=2))
    train(settings, lambda *_: None, ["domain"])
    assert max(done) < 1
    assert sum(at < 2 / 3 for at in done) == pytest.approx(2 * sum(at >= 2 / 3 for at in done), abs=2)


def test_a_model_of_other_sizes_or_none_is_refused(folder: Path, tmp_path: Path) -> None:
    settings = load_settings(write(folder))
    other = reader_of(replace(settings, encoder=replace(settings.encoder, width=48)))
    with pytest.raises(ModelError, match="no model of these sizes: encoder"):
        weights_of(folder / "tiny", other)
    with pytest.raises(ModelError, match="there is no model"):
        train(begun(folder, tmp_path, str(tmp_path / "none")), lambda *_: None, ["domain"])
    with pytest.raises(ModelError, match=r"expected a model folder with config\.json"):
        train(begun(folder, tmp_path, str(tmp_path)), lambda *_: None, ["domain"])
    (tmp_path / "config.json").write_bytes((folder / "tiny" / "config.json").read_bytes())
    with pytest.raises(ModelError, match=r"expected a model folder with tokenizer\.json"):
        train(begun(folder, tmp_path, str(tmp_path)), lambda *_: None, ["domain"])
    (tmp_path / "tokenizer.json").write_bytes((folder / "tiny" / "tokenizer.json").read_bytes())
    with pytest.raises(ModelError, match=r"expected a model folder with encoder\.json"):
        train(begun(folder, tmp_path, str(tmp_path)), lambda *_: None, ["domain"])


def test_only_the_domain_has_several_runs(tmp_path: Path) -> None:
    path = write(tmp_path)
    path.write_text(path.read_text().replace("[general]", "[general]\nruns = 2"), encoding="utf-8")
    with pytest.raises(ModelError, match="runs must be 1"):
        load_settings(path)


def test_a_stage_without_its_predecessor_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="run the stage"):
        train(load_settings(write(tmp_path)), lambda *_: None, ["domain"])


def test_any_checkpoint_takes_the_encoders_place(tmp_path: Path) -> None:
    from tokenizers import Tokenizer
    from transformers import BertConfig, BertModel, PreTrainedTokenizerFast

    from nlp.training.vocabulary import build_vocabulary

    checkpoint = tmp_path / "bert"
    vocabulary: Tokenizer = build_vocabulary([SEEDS / "zh.jsonl"], size=600, characters=10_000)
    marks = {
        "unk_token": "[UNK]",
        "cls_token": "[CLS]",
        "sep_token": "[SEP]",
        "pad_token": "[PAD]",
        "mask_token": "[MASK]",
    }
    PreTrainedTokenizerFast(tokenizer_object=vocabulary, **marks).save_pretrained(checkpoint)
    size = vocabulary.get_vocab_size()
    config = BertConfig(
        vocab_size=size, hidden_size=16, num_hidden_layers=1, num_attention_heads=2, intermediate_size=24
    )
    BertModel(config, add_pooling_layer=False).save_pretrained(checkpoint)
    path = write(tmp_path)
    path.write_text(path.read_text().replace("[encoder]", f'[encoder]\ncheckpoint = "{checkpoint}"'), encoding="utf-8")
    train(load_settings(path), lambda *_: None)
    assert Model.load(tmp_path / "tiny").read(["5 BTC"])[0].states.shape[1] == 16


def bert(folder: Path) -> Path:
    """A BERT of random weights that spells English words and two Chinese characters."""
    import torch
    from transformers import BertConfig, BertModel, BertTokenizerFast

    torch.manual_seed(1)
    words = ["mining", "bitcoin", "the", "company", "of", "in", "矿", "币", *"abcdefghijklmnopqrstuvwxyz"]
    (folder / "vocab.txt").write_text(
        "\n".join(["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *words, *(f"##{c}" for c in words[8:])]),
        encoding="utf-8",
    )
    BertTokenizerFast(str(folder / "vocab.txt")).save_pretrained(folder / "bert")
    config = BertConfig(vocab_size=65, hidden_size=32, num_hidden_layers=2, num_attention_heads=2, intermediate_size=48)
    BertModel(config, add_pooling_layer=False).save_pretrained(folder / "bert")
    return folder / "bert"


def test_an_encoder_begins_with_the_layers_of_a_checkpoint(folder: Path, tmp_path: Path) -> None:
    from transformers import AutoModel

    from nlp.training.starting import start_encoder
    from nlp.training.vocabulary import load_vocabulary

    start = bert(tmp_path)
    vocabulary = load_vocabulary(folder / "work" / "tokenizer.json")
    settings = load_settings(write(tmp_path)).encoder
    settings = replace(settings, start=str(start), pieces=str(folder / "work"))
    made, given = start_encoder(settings, vocabulary), AutoModel.from_pretrained(start)
    assert made.config.num_hidden_layers == 1
    assert torch.equal(
        made.encoder.layer[0].attention.self.query.weight, given.encoder.layer[0].attention.self.query.weight
    )
    pieces, words = vocabulary.get_vocab(), given.get_input_embeddings().weight
    table = made.get_input_embeddings().weight
    assert table.shape == (vocabulary.get_vocab_size(), 32)
    near = torch.cosine_similarity(table[pieces["矿"]], words[11], dim=0)
    assert near > 0.9
    with pytest.raises(ModelError, match="at least 3 layers"):
        start_encoder(replace(settings, layers=3), vocabulary)
    with pytest.raises(ModelError, match=r"expected .*encoder\.safetensors"):
        start_encoder(replace(settings, pieces=str(tmp_path)), vocabulary)
    with pytest.raises(ModelError, match="expected the checkpoint"):
        start_encoder(replace(settings, start=str(tmp_path / "none")), vocabulary)


def test_a_run_begun_from_a_checkpoint_leaves_a_model_that_works(tmp_path: Path) -> None:
    start = bert(tmp_path)
    settings = load_settings(write(tmp_path, tokens=8_000))
    settings = replace(settings, encoder=replace(settings.encoder, start=str(start)))
    train(settings, lambda *_: None)
    done = annotate(load(tmp_path / "tiny"), Document("a", "嘉楠科技向HIVE交付了4000台矿机。"))
    assert "嘉楠科技" in [m.text for m in done.mentions]
