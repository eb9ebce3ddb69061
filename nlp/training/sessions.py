"""A model folder at work on torch, for machines with a GPU: what `nlp.transformer.runtime` runs in place of ONNX Runtime.

The weights are those in 8 bits that both graphs read, reckoned with in 32 bits.
"""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy
import torch
from numpy.typing import NDArray

from nlp.training.begun import encoder_of, weights_of
from nlp.training.network import Reader
from nlp.transformer.config import load_config
from nlp.transformer.roles import DISTANCES, RELATIONS, ROLES
from nlp.transformer.tags import TAGS

Arrays = dict[str, NDArray[Any]]


def torch_sessions(folder: Path) -> tuple[Any, ...]:
    """The sessions of a model folder: that of encoder and tags and, if its last layers are told of types, that of these.

    They run on the GPU where torch finds one, else on the processor.

    Raises:
        ModelError: its encoder is of a kind whose graph does not tell its weights.
    """
    told = load_config(folder).told
    model = Reader(
        encoder_of(folder),
        tags=len(TAGS),
        roles=len(ROLES),
        relations=len(RELATIONS),
        distances=len(DISTANCES) + 1,
        told=told,
    )
    model.load_state_dict(weights_of(folder, model))
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    model = model.float().eval().to(device)
    return (_Whole(model, device), _Told(model, device)) if told else (_Whole(model, device),)


class _Session:
    def __init__(self, model: Reader, device: torch.device) -> None:
        self._model, self._device = model, device

    def _on_device(self, values: NDArray[Any]) -> torch.Tensor:
        return torch.from_numpy(numpy.ascontiguousarray(values, dtype=numpy.int64)).to(self._device)


class _Whole(_Session):
    """Pieces in, scores of tags and states out; where the last layers are told of types, the pieces in place of the states."""

    def get_inputs(self) -> list[Any]:
        """What it asks for, as a session of ONNX Runtime tells it."""
        return [SimpleNamespace(name="pieces")]

    def run(self, names: list[str], given: Arrays) -> list[NDArray[Any]]:
        """*Shape:* (windows, positions) → (windows, positions, tags), (windows, positions, width) or (windows, positions)."""
        with torch.inference_mode():
            tags, states = self._model(self._on_device(given["pieces"]))
        return [tags.cpu().numpy(), given["pieces"] if self._model.told else states.cpu().numpy()]


class _Told(_Session):
    """Pieces, which stand for what the layers below made of them, and types of mentions in, states out.

    The whole encoder runs once more: on a GPU that costs less than to keep the states of many texts.
    """

    def run(self, names: list[str], given: Arrays) -> list[NDArray[Any]]:
        """*Shape:* (windows, positions) each → (windows, positions, width)."""
        with torch.inference_mode():
            _, states = self._model(self._on_device(given["below"]), kinds=self._on_device(given["kinds"]))
        return [states.cpu().numpy()]
