"""A text as the pieces of a vocabulary, each with its place in the text."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy
from numpy.typing import NDArray

from nlp.errors import ModelError
from nlp.text.fold import fold
from nlp.text.lazy import lazy_pattern
from nlp.transformer.tags import piece_span

if TYPE_CHECKING:
    from tokenizers import Tokenizer

_SURROGATE = lazy_pattern("[\ud800-\udfff]")
_ENDS = lazy_pattern(r"[。！？；!?;\n]+[”’」』)）]?|(?<=[a-z0-9)%\"'])\.(?=\s)")


@dataclass(frozen=True, slots=True)
class Pieces:
    """The pieces of a text.

    Attributes:
        ids: what the model reads. *Shape:* (pieces,)
        starts, stops: the offsets of each piece in the text. *Shape:* (pieces,)
        ends: numbers of pieces behind which a sentence ends, rising.
        folded: the text as it was read.
    """

    ids: NDArray[numpy.int64]
    starts: list[int]
    stops: list[int]
    ends: list[int]
    folded: str = ""

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The pieces ``[first, last)`` that share a character with ``[start, end)``."""
        return piece_span(self.stops, self.starts, start, end)


class PieceReader:
    """Cuts texts into the pieces of one vocabulary."""

    def __init__(self, tokenizer: Tokenizer) -> None:
        self._tokenizer = tokenizer
        tokenizer.no_padding()
        tokenizer.no_truncation()
        self.first, self.last, self.padding = (_known(tokenizer, *names) for names in _MARKS)

    @classmethod
    def load(cls, path: Path) -> PieceReader:
        """The reader of a ``tokenizer.json``.

        Raises:
            ModelError: there is none, or it cannot be read.
        """
        from tokenizers import Tokenizer

        if not path.is_file():
            raise ModelError(f"expected a vocabulary, there is none: {path}; give a folder with a model")
        try:
            return cls(Tokenizer.from_file(str(path)))
        except ModelError:
            raise
        except Exception as error:  # the library raises bare exceptions
            raise ModelError(f"{path}: expected a tokenizer of the tokenizers library: {error}") from error

    @property
    def mask(self) -> int:
        """The piece that stands for a hidden one."""
        return _known(self._tokenizer, *_MASK)

    def read(self, text: str) -> Pieces:
        """The pieces of `text`; lone surrogates are read as unknown."""
        folded = _SURROGATE.sub("\ufffc", fold(text))
        coded = self._tokenizer.encode(folded, add_special_tokens=False)
        starts, stops = [s for s, _ in coded.offsets], [e for _, e in coded.offsets]
        ends = [bisect_left(starts, found.end()) for found in _ENDS.finditer(folded)]
        return Pieces(numpy.array(coded.ids, dtype=numpy.int64), starts, stops, ends, folded)


_MARKS = (("[CLS]", "<s>"), ("[SEP]", "</s>"), ("[PAD]", "<pad>"))
_MASK = ("[MASK]", "<mask>")


def _known(tokenizer: Tokenizer, *names: str) -> int:
    """The id of the first of these pieces that the vocabulary has."""
    for name in names:
        found = tokenizer.token_to_id(name)
        if found is not None:
            return int(found)
    raise ModelError(f"expected a vocabulary with one of {', '.join(names)}; take another checkpoint")
