"""A model folder at work on ONNX Runtime: texts in, scores of tags and states of pieces out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from importlib.metadata import entry_points
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy
from numpy.typing import NDArray

from nlp.errors import ModelError
from nlp.records import Mention
from nlp.transformer.config import GRAPHS, TOLD, VOCABULARY, ModelConfig, load_config
from nlp.transformer.decoding import Floats, log_softmax
from nlp.transformer.kinds import kinds_of
from nlp.transformer.pieces import PieceReader, Pieces
from nlp.transformer.windows import Window, plan_windows

#: the precision that torch reckons in
ON_TORCH = "torch"
#: what ONNX Runtime may not fuse: adding and norming in one operator takes six times as long as in two, a tenth of all time
SLOW_FUSIONS = ("SkipLayerNormFusion",)


@dataclass(frozen=True, slots=True)
class Reading:
    """What the model says of a text.

    Attributes:
        pieces: the pieces of the text.
        scores: logarithms of the probabilities of tags. *Shape:* (pieces, tags)
        states: what the argument heads read; where they read what mentions there are, none before `Model.told`.
            *Shape:* (pieces, width)
        below: what `Model.told` goes on from, for each window. *Shape:* (1, positions, width) each
    """

    pieces: Pieces
    scores: Floats
    states: Floats
    below: tuple[Floats, ...] = ()


class Model:
    """The encoder with its tagging head, on the processor.

    Args:
        session: runs the graph of both.
        last: runs that of the last layers, which read what mentions there are, if the model has any.
    """

    def __init__(self, session: Any, reader: PieceReader, config: ModelConfig, last: Any = None) -> None:
        self._session, self._reader, self.config, self._last = session, reader, config, last

    @classmethod
    def load(cls, folder: Path, *, precision: str = "int8", threads: int = 1) -> Model:
        """The model of a folder.

        `precision` is int8, fp32, or torch, which reckons as fp32 does, on the GPU where there is one, and needs the
        extra [train]. `threads` is how many a call may use; workers use one each.

        Raises:
            ModelError: the folder, the graph or ONNX Runtime is missing or does not fit.
        """
        config = load_config(folder)
        if precision == ON_TORCH:
            return cls(*_torch_sessions(folder, PieceReader.load(folder / VOCABULARY), config))
        if precision not in GRAPHS:
            raise ModelError(f"the precision must be one of {', '.join((*GRAPHS, ON_TORCH))}, was: {precision}")
        paths = [folder / graphs[precision] for graphs in ((GRAPHS, TOLD) if config.told else (GRAPHS,))]
        for path in paths:
            if not path.is_file():
                raise ModelError(f"expected {path.name} in {folder}, there is none; choose another precision")
        session, *last = (_session(path, threads) for path in paths)
        return cls(session, PieceReader.load(folder / VOCABULARY), config, *last)

    def read(self, texts: Sequence[str]) -> list[Reading]:
        """What the model says of each text; no piece of any stays unread."""
        return [self._read(self._reader.read(text)) for text in texts]

    def _read(self, pieces: Pieces) -> Reading:
        """What the model says of the pieces of a text.

        Each window goes through alone: in int8 the rounding of a window depends on what else is in the batch, so what is
        said of a text would depend on its neighbours, and on one core a batch is no faster.
        """
        windows = self._windows(pieces)
        if not windows:
            return Reading(
                pieces, numpy.zeros((0, len(self.config.tags)), numpy.float32), numpy.zeros((0, 1), numpy.float32)
            )
        tags, states = zip(*(self._run(pieces, window) for window in windows), strict=True)
        scores = log_softmax(_owned(windows, tags) / numpy.float32(self.config.temperature))
        unread = len(pieces.ids) - len(scores)
        assert unread == 0, f"{unread} pieces were left unread"
        if self._last is None:
            return Reading(pieces, scores, _owned(windows, states))
        return Reading(pieces, scores, numpy.zeros((len(scores), 0), numpy.float32), states)

    def told(self, reading: Reading, mentions: Sequence[Mention]) -> Reading:
        """A reading whose states are those of a text whose mentions are known, if the model reads such."""
        if self._last is None or not reading.below:
            return reading
        kinds, windows, states = kinds_of(reading.pieces, mentions), self._windows(reading.pieces), []
        for window, below in zip(windows, reading.below, strict=True):
            types = numpy.concatenate([[0], kinds[window.first : window.last], [0]])[None]
            states += self._last.run(["states"], {"below": below, "kinds": types})
        return replace(reading, states=_owned(windows, states), below=())

    def _windows(self, pieces: Pieces) -> list[Window]:
        return plan_windows(len(pieces.ids), pieces.ends, self.config.positions - 2)

    def _run(self, pieces: Pieces, window: Window) -> tuple[Floats, Floats]:
        """Scores and states of the pieces of a window, its marks included.

        *Shape:* (1, positions, tags), (1, positions, width)
        """
        ids = numpy.concatenate([[self._reader.first], pieces.ids[window.first : window.last], [self._reader.last]])
        tags, states = self._session.run(["tags", "states"], inputs_of(self._session, ids[None]))
        return tags, states


def _owned(windows: Sequence[Window], values: Sequence[Floats]) -> Floats:
    """What windows say of the pieces that they decide, one text.

    *Shape:* (1, positions, n) each → (pieces, n)
    """
    return numpy.concatenate(
        [
            value[0, 1 + window.own_first - window.first : 1 + window.own_last - window.first]
            for window, value in zip(windows, values, strict=True)
        ]
    )


def inputs_of(session: Any, ids: NDArray[numpy.int64]) -> dict[str, NDArray[numpy.int64]]:
    """What a graph is given: the pieces and, if it is that of a checkpoint, a mask that hides none; our own encoder asks for none.

    *Shape:* (windows, positions)
    """
    asked = {given.name for given in session.get_inputs()}
    return {"pieces": ids, "mask": numpy.ones_like(ids)} if "mask" in asked else {"pieces": ids}


def _torch_sessions(
    folder: Path, reader: PieceReader, config: ModelConfig
) -> tuple[Any, PieceReader, ModelConfig, Any]:
    """What a model on torch is made of: its sessions are those of an entry point, since torch is of training else."""
    if find_spec("torch") is None:
        raise ModelError("precision torch needs torch: pip install 'lode-nlp[train]', or use int8")
    (entry,) = entry_points(group="lode_sessions", name=ON_TORCH)
    session, *last = entry.load()(folder)
    return session, reader, config, last[0] if last else None


def _session(path: Path, threads: int) -> Any:
    """An inference session on the processor."""
    try:
        import onnxruntime
    except ImportError as error:
        raise ModelError("the model needs onnxruntime: pip install onnxruntime, or use --model none") from error
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    # the threads of one graph would else wait busily while the other one runs
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    options.log_severity_level = 3
    try:
        return onnxruntime.InferenceSession(
            str(path), options, providers=["CPUExecutionProvider"], disabled_optimizers=SLOW_FUSIONS
        )
    except Exception as error:  # the library has no base class of its errors
        raise ModelError(f"{path}: expected an ONNX graph: {error}") from error
