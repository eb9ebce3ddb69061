"""A model folder at work on ONNX Runtime: texts in, scores of tags and states of pieces out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy
from numpy.typing import NDArray

from nlp.errors import ModelError
from nlp.transformer.config import GRAPHS, VOCABULARY, ModelConfig, load_config
from nlp.transformer.pieces import PieceReader, Pieces
from nlp.transformer.tags import Floats, log_softmax
from nlp.transformer.windows import Window, plan_windows

# windows go through the model together while they hold no more pieces, padding included
_TOGETHER = 2_560


@dataclass(frozen=True, slots=True)
class Reading:
    """What the model says of a text.

    Attributes:
        pieces: the pieces of the text.
        scores: logarithms of the probabilities of tags. *Shape:* (pieces, tags)
        states: what the argument heads read. *Shape:* (pieces, width)
    """

    pieces: Pieces
    scores: Floats
    states: Floats


class Model:
    """The encoder with its tagging head, on the processor."""

    def __init__(self, session: Any, reader: PieceReader, config: ModelConfig) -> None:
        self._session, self._reader, self.config = session, reader, config

    @classmethod
    def load(cls, folder: Path, *, precision: str = "int8", threads: int = 1) -> Model:
        """The model of a folder.

        `precision` is int8 or fp32. `threads` is how many a call may use; workers use one each.

        Raises:
            ModelError: the folder, the graph or ONNX Runtime is missing or does not fit.
        """
        config = load_config(folder)
        if precision not in GRAPHS:
            raise ModelError(f"the precision must be one of {', '.join(GRAPHS)}, was: {precision}")
        path = folder / GRAPHS[precision]
        if not path.is_file():
            raise ModelError(f"expected {path.name} in {folder}, there is none; choose another precision")
        return cls(_session(path, threads), PieceReader.load(folder / VOCABULARY), config)

    def read(self, texts: Sequence[str]) -> list[Reading]:
        """What the model says of each text; no piece of any stays unread."""
        cut = [self._reader.read(text) for text in texts]
        planned = [
            (number, window)
            for number, pieces in enumerate(cut)
            for window in plan_windows(len(pieces.ids), pieces.ends, self.config.positions - 2)
        ]
        parts: dict[int, list[tuple[int, Floats, Floats]]] = {number: [] for number in range(len(texts))}
        for batch in _batches(planned):
            for (number, window), tags, states in zip(batch, *self._run(cut, batch), strict=True):
                own = slice(1 + window.own_first - window.first, 1 + window.own_last - window.first)
                parts[number].append((window.own_first, tags[own], states[own]))
        return [self._joined(cut[number], parts[number]) for number in range(len(texts))]

    def _joined(self, pieces: Pieces, parts: list[tuple[int, Floats, Floats]]) -> Reading:
        """The windows of one text side by side."""
        if not parts:
            return Reading(
                pieces, numpy.zeros((0, len(self.config.tags)), numpy.float32), numpy.zeros((0, 1), numpy.float32)
            )
        parts.sort(key=lambda part: part[0])
        scores = numpy.concatenate([tags for _, tags, _ in parts])
        states = numpy.concatenate([states for _, _, states in parts])
        unread = len(pieces.ids) - len(scores)
        assert unread == 0, f"{unread} pieces were left unread"
        return Reading(pieces, log_softmax(scores / numpy.float32(self.config.temperature)), states)

    def _run(self, cut: Sequence[Pieces], batch: Sequence[tuple[int, Window]]) -> tuple[Floats, Floats]:
        """Scores and states of a batch of windows, padding included.

        *Shape:* (windows, positions, tags), (windows, positions, width)
        """
        longest = max(window.last - window.first for _, window in batch) + 2
        ids = numpy.full((len(batch), longest), self._reader.padding, dtype=numpy.int64)
        mask = numpy.zeros_like(ids)
        for row, (number, window) in enumerate(batch):
            size = window.last - window.first
            ids[row, 0] = self._reader.first
            ids[row, 1 : size + 1] = cut[number].ids[window.first : window.last]
            ids[row, size + 1] = self._reader.last
            mask[row, : size + 2] = 1
        tags, states = self._session.run(["tags", "states"], {"pieces": ids, "mask": mask})
        return tags, states


def _batches(planned: Sequence[tuple[int, Window]]) -> Iterator[list[tuple[int, Window]]]:
    """Windows of like length together."""
    ordered = sorted(planned, key=lambda item: item[1].last - item[1].first)
    batch: list[tuple[int, Window]] = []
    for item in ordered:
        if batch and (len(batch) + 1) * (item[1].last - item[1].first + 2) > _TOGETHER:
            yield batch
            batch = []
        batch.append(item)
    if batch:
        yield batch


def _session(path: Path, threads: int) -> Any:
    """An inference session on the processor."""
    try:
        import onnxruntime
    except ImportError as error:
        raise ModelError("the model needs onnxruntime: pip install onnxruntime, or use --model none") from error
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    try:
        return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
    except Exception as error:  # the library has no base class of its errors
        raise ModelError(f"{path}: expected an ONNX graph: {error}") from error


Ids = NDArray[numpy.int64]
