"""A model folder at work on ONNX Runtime: texts in, scores of tags and states of pieces out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy
from numpy.typing import NDArray

from nlp.errors import ModelError
from nlp.transformer.config import GRAPHS, VOCABULARY, ModelConfig, load_config
from nlp.transformer.decoding import Floats, log_softmax
from nlp.transformer.pieces import PieceReader, Pieces
from nlp.transformer.windows import Window, plan_windows


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
        return [self._read(self._reader.read(text)) for text in texts]

    def _read(self, pieces: Pieces) -> Reading:
        """What the model says of the pieces of a text.

        Each window goes through alone: in int8 the rounding of a window depends on what else is in the batch, so what is
        said of a text would depend on its neighbours, and on one core a batch is no faster.
        """
        windows = plan_windows(len(pieces.ids), pieces.ends, self.config.positions - 2)
        parts = [self._run(pieces, window) for window in windows]
        if not parts:
            return Reading(
                pieces, numpy.zeros((0, len(self.config.tags)), numpy.float32), numpy.zeros((0, 1), numpy.float32)
            )
        scores, states = (numpy.concatenate(rows) for rows in zip(*parts, strict=True))
        unread = len(pieces.ids) - len(scores)
        assert unread == 0, f"{unread} pieces were left unread"
        return Reading(pieces, log_softmax(scores / numpy.float32(self.config.temperature)), states)

    def _run(self, pieces: Pieces, window: Window) -> tuple[Floats, Floats]:
        """Scores and states of the pieces that a window decides.

        *Shape:* (pieces, tags), (pieces, width)
        """
        ids = numpy.concatenate([[self._reader.first], pieces.ids[window.first : window.last], [self._reader.last]])[
            None
        ]
        tags, states = self._session.run(["tags", "states"], inputs_of(self._session, ids))
        own = slice(1 + window.own_first - window.first, 1 + window.own_last - window.first)
        return tags[0, own], states[0, own]


def inputs_of(session: Any, ids: NDArray[numpy.int64]) -> dict[str, NDArray[numpy.int64]]:
    """What a graph is given: the pieces and, if it is that of a checkpoint, a mask that hides none; our own encoder asks for none.

    *Shape:* (windows, positions)
    """
    asked = {given.name for given in session.get_inputs()}
    return {"pieces": ids, "mask": numpy.ones_like(ids)} if "mask" in asked else {"pieces": ids}


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
