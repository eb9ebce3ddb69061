"""Unlabelled text as one long row of pieces, and the windows with hidden pieces that pretraining sees."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy
from numpy.typing import NDArray

from nlp.text.fold import fold
from nlp.training.texts import fingerprint, read_articles
from nlp.training.vocabulary import FIRST, LAST, MASK, SPECIAL, batched

if TYPE_CHECKING:
    from tokenizers import Tokenizer

Pieces = NDArray[numpy.uint16]


def pack(path: str | Path, tokenizer: Tokenizer, cache: Path) -> Pieces:
    """The pieces of all articles of a file, [SEP] behind each; kept in `cache` under the hash of the file.

    *Shape:* (pieces,)
    """
    kept = cache / f"{Path(path).name}.{fingerprint(path)}.npy"
    if not kept.is_file():
        last = SPECIAL.index(LAST)
        rows = []
        for articles in batched(read_articles(path), 1_000):
            for coded in tokenizer.encode_batch([fold(article) for article in articles], add_special_tokens=False):
                rows.append(numpy.array([*coded.ids, last], dtype=numpy.uint16))
        partial = kept.with_suffix(".part.npy")
        numpy.save(partial, numpy.concatenate(rows) if rows else numpy.zeros(0, numpy.uint16))
        partial.rename(kept)
    return numpy.load(kept, mmap_mode="r")  # type: ignore[no-any-return]


@dataclass(frozen=True, slots=True)
class HiddenPieces:
    """A batch of windows.

    Attributes:
        pieces: what the model sees. *Shape:* (windows, positions)
        places: where pieces are hidden, as indices into the flattened windows. *Shape:* (hidden,)
        wanted: what stands there. *Shape:* (hidden,)
    """

    pieces: NDArray[numpy.int64]
    places: NDArray[numpy.int64]
    wanted: NDArray[numpy.int64]


class Windows:
    """Random windows of packed texts, texts weighted by their length."""

    def __init__(self, texts: Sequence[Pieces], tokenizer: Tokenizer, *, positions: int, masked: float) -> None:
        self._texts = [text for text in texts if len(text) > positions]
        lengths = numpy.array([len(text) for text in self._texts], dtype=numpy.float64)
        self._weights = lengths / lengths.sum()
        self._positions, self._masked = positions, masked
        self._first, self._last, self._mask = (SPECIAL.index(mark) for mark in (FIRST, LAST, MASK))
        self._size = tokenizer.get_vocab_size()

    def batches(self, size: int, seed: int, skip: int = 0) -> Iterator[HiddenPieces]:
        """Batches without end; the same `seed` gives the same ones, `skip` leaves out the first."""
        number = skip
        while True:
            yield self._batch(size, numpy.random.default_rng((seed, number)))
            number += 1

    def _batch(self, size: int, random: numpy.random.Generator) -> HiddenPieces:
        inner = self._positions - 2
        pieces = numpy.full((size, self._positions), self._first, dtype=numpy.int64)
        for row, text in enumerate(random.choice(len(self._texts), size, p=self._weights)):
            start = int(random.integers(0, len(self._texts[text]) - inner))
            pieces[row, 1:-1] = self._texts[text][start : start + inner]
        pieces[:, -1] = self._last
        hidden = _spans(pieces.shape, self._masked, random) & (pieces >= len(SPECIAL))
        places = numpy.flatnonzero(hidden)
        flat = pieces.reshape(-1)
        wanted = flat[places].copy()
        # eight in ten are masked, one is another piece, one stays (Devlin et al. 2019)
        fate = random.random(len(places))
        flat[places[fate < 0.8]] = self._mask
        others = places[(fate >= 0.8) & (fate < 0.9)]
        flat[others] = random.integers(len(SPECIAL), self._size, len(others))
        return HiddenPieces(pieces, places, wanted)


def _spans(shape: tuple[int, int], masked: float, random: numpy.random.Generator) -> NDArray[numpy.bool_]:
    """Which pieces are hidden: runs of one to four, as whole names and words are (after Joshi et al. 2020)."""
    hidden = numpy.zeros(shape, dtype=bool)
    mean = 1 * 0.4 + 2 * 0.3 + 3 * 0.2 + 4 * 0.1
    starts = random.random(shape) < masked / mean
    lengths = random.choice(4, shape, p=(0.4, 0.3, 0.2, 0.1)) + 1
    for offset in range(4):
        reach = starts & (lengths > offset)
        hidden[:, offset:] |= reach[:, : shape[1] - offset] if offset else reach
    return hidden
