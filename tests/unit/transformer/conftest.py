"""A small vocabulary, and a session that reads tags off the pieces: capitals X, Y and Z stand for firms."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import numpy
import pytest
from tokenizers import Tokenizer, models, normalizers, pre_tokenizers

from nlp.transformer.config import ModelConfig
from nlp.transformer.pieces import PieceReader
from nlp.transformer.runtime import Model, Reading
from nlp.transformer.tags import TAGS, first_of, inner_of

WORDS = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "a", "b", "c", "X", "Y", "##Y", "Z", "司", "矿", "机", ".", "。"]
FIRMS = {
    WORDS.index("X"): first_of("COMPANY"),
    WORDS.index("##Y"): inner_of("COMPANY"),
    WORDS.index("Z"): first_of("COMPANY"),
}


class Session:
    """As ONNX Runtime's, with a rule in place of weights; it counts what it is asked."""

    def __init__(self) -> None:
        self.calls: list[tuple[int, int]] = []
        self.asked: tuple[str, ...] = ("pieces",)

    def get_inputs(self) -> list[SimpleNamespace]:
        return [SimpleNamespace(name=name) for name in self.asked]

    def run(self, names: list[str], inputs: dict[str, Any]) -> list[Any]:
        assert names == ["tags", "states"]
        assert tuple(inputs) == self.asked
        pieces = inputs["pieces"]
        assert all(given.shape == pieces.shape for given in inputs.values())
        self.calls.append(pieces.shape)
        tags = numpy.zeros((*pieces.shape, len(TAGS)), dtype=numpy.float32)
        tags[..., 0] = 5.0
        for piece, tag in FIRMS.items():
            tags[pieces == piece, tag] = 9.0
        states = numpy.repeat(pieces[..., None], 4, axis=2).astype(numpy.float32)
        return [tags, states]


class Last:
    """The last layers: they tell the kinds that they were told."""

    def run(self, names: list[str], inputs: dict[str, Any]) -> list[Any]:
        assert (names, sorted(inputs)) == (["states"], ["below", "kinds"])
        assert inputs["below"].shape[:2] == inputs["kinds"].shape
        return [numpy.stack([inputs["below"][..., 0], inputs["kinds"]], -1).astype(numpy.float32)]


@pytest.fixture
def session() -> Session:
    return Session()


@pytest.fixture
def reader() -> PieceReader:
    tokenizer = Tokenizer(models.WordPiece({word: n for n, word in enumerate(WORDS)}, unk_token="[UNK]"))
    tokenizer.normalizer = normalizers.BertNormalizer(lowercase=False, strip_accents=False)
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    return PieceReader(tokenizer)


@pytest.fixture
def model(session: Session, reader: PieceReader) -> Model:
    return Model(
        session,
        reader,
        ModelConfig(
            name="rule", positions=64, add={"en.COMPANY": 0.5, "zh.COMPANY": 0.5}, keep={"en.form.COMPANY": 0.3}
        ),
    )


@pytest.fixture
def reading(model: Model) -> Reading:
    return model.read(["XY a Z b c"])[0]
