"""A multilingual checkpoint cut down to the pieces that are used."""

from __future__ import annotations

from pathlib import Path

import pytest

pytest.importorskip("torch", reason="needs the extra [train]; CI runs it in an environment of its own")

import torch
from tokenizers import Tokenizer, models, pre_tokenizers
from transformers import AutoModel, BertConfig, BertModel, PreTrainedTokenizerFast

from nlp.errors import ModelError
from nlp.pipeline import annotate, load
from nlp.records import Document
from nlp.training.settings import load_settings
from nlp.training.stages import train
from nlp.training.trimming import trim_checkpoint
from nlp.transformer.pieces import PieceReader
from tests.training.test_run import bert, write

WORDS = [
    "▁mining",
    "▁min",
    "ing",
    "▁the",
    "▁miner",
    "▁company",
    "矿机",
    "矿",
    "机",
    "币",
    "¶",
    "▁",
    "▁zebra",
    "5.",
    "50",
]


def multilingual(folder: Path, layers: int = 1) -> Path:
    """A BERT of random weights with a vocabulary of scored pieces."""
    torch.manual_seed(3)
    letters = [chr(code) for code in range(33, 127)]
    scored = [(mark, 0.0) for mark in ("<s>", "<pad>", "</s>", "<unk>")]
    scored += [(piece, -2.0 - len(piece) / 9) for piece in WORDS]
    scored += [(piece, -9.0) for letter in letters for piece in (letter, f"▁{letter}")]
    tokenizer = Tokenizer(models.Unigram(scored, unk_id=3, byte_fallback=False))
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace()
    marks = {
        "unk_token": "<unk>",
        "cls_token": "<s>",
        "sep_token": "</s>",
        "pad_token": "<pad>",
        "mask_token": "<mask>",
    }
    PreTrainedTokenizerFast(tokenizer_object=tokenizer, **marks).save_pretrained(folder / "many")
    config = BertConfig(
        vocab_size=len(scored) + 1,
        hidden_size=32,
        num_hidden_layers=layers,
        num_attention_heads=2,
        intermediate_size=48,
        max_position_embeddings=128,
    )
    BertModel(config, add_pooling_layer=False).save_pretrained(folder / "many")
    return folder / "many"


@pytest.fixture
def trimmed(tmp_path: Path) -> Path:
    (tmp_path / "zh.txt").write_text("矿机挖币50。\n", encoding="utf-8")
    (tmp_path / "en.txt").write_text("the company mining 5. the miner\n", encoding="utf-8")
    files = [str(tmp_path / name) for name in ("zh.txt", "en.txt")]
    return trim_checkpoint(
        str(multilingual(tmp_path)), files, size=202, characters=1_000, folder=tmp_path / "checkpoint"
    )


def test_pieces_keep_their_embeddings(trimmed: Path) -> None:
    whole = AutoModel.from_pretrained(trimmed.parent / "many").get_input_embeddings().weight
    made = AutoModel.from_pretrained(trimmed).get_input_embeddings().weight
    given = Tokenizer.from_file(str(trimmed.parent / "many" / "tokenizer.json"))
    kept = Tokenizer.from_file(str(trimmed / "tokenizer.json"))
    assert len(made) == 202 == kept.get_vocab_size()
    for piece in ("<s>", "<pad>", "<mask>", "▁", "¶", "矿", "▁mining", "▁miner", "a"):
        assert torch.equal(made[kept.token_to_id(piece)], whole[given.token_to_id(piece)])
    assert kept.token_to_id("▁zebra") is None


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("矿机 50", ["矿", "机", "▁5", "0"]),
        ("the mining", ["▁the", "▁mining"]),
        ("miner's 5.", ["▁miner", "'", "s", "▁5", "."]),
        ("矿\n币", ["矿", "¶", "币"]),
        ("the矿", ["▁the", "矿"]),
        ("", []),
    ],
)
def test_mentions_begin_and_end_where_pieces_do(trimmed: Path, text: str, pieces: list[str]) -> None:
    assert Tokenizer.from_file(str(trimmed / "tokenizer.json")).encode(text, add_special_tokens=False).tokens == pieces
    read = PieceReader.load(trimmed / "tokenizer.json").read(text)
    made = [text[start:stop] for start, stop in zip(read.starts, read.stops, strict=True)]
    assert made == [piece.removeprefix("▁").replace("¶", "\n") for piece in pieces]


def test_a_checkpoint_is_trimmed_once(trimmed: Path) -> None:
    before = (trimmed / "config.json").stat().st_mtime_ns
    assert trim_checkpoint("none", [], size=1, characters=1, folder=trimmed) == trimmed
    assert (trimmed / "config.json").stat().st_mtime_ns == before


@pytest.mark.parametrize(
    "table", ["[encoder]\nkept = 9", '[encoder]\nkept = 9\ncheckpoint = "x"\n[pretraining]\ntexts = []']
)
def test_what_is_kept_must_be_told(tmp_path: Path, table: str) -> None:
    (tmp_path / "t.toml").write_text(f'[run]\nwork = "w"\nmodel = "m"\n{table}\n', encoding="utf-8")
    with pytest.raises(ModelError, match="kept needs a checkpoint and"):
        load_settings(tmp_path / "t.toml")


def test_other_vocabularies_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="has another kind"):
        trim_checkpoint(str(bert(tmp_path)), [], size=9, characters=1, folder=tmp_path / "checkpoint")
    with pytest.raises(ModelError, match="expected the checkpoint"):
        trim_checkpoint(str(tmp_path / "none"), [], size=9, characters=1, folder=tmp_path / "checkpoint")


def test_a_run_from_a_trimmed_checkpoint_leaves_a_model_that_works(tmp_path: Path) -> None:
    many = multilingual(tmp_path)
    path = write(tmp_path)
    told = path.read_text().replace("[encoder]", f'[encoder]\ncheckpoint = "{many}"\nkept = 202')
    told = told.replace("[general]\nepochs = 1", "[general]\nepochs = 0")
    path.write_text(told.replace("[domain]", "[domain]\nencoder_rate = 0.5"), encoding="utf-8")
    train(load_settings(path), lambda *_: None)
    assert not (tmp_path / "work" / "general.safetensors").exists()
    done = annotate(load(tmp_path / "tiny"), Document("a", "嘉楠科技向HIVE交付了4000台矿机。"))
    assert "嘉楠科技" in [m.text for m in done.mentions]
