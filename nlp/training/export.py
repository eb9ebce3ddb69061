"""The trained network as a model folder: graphs for ONNX Runtime, argument heads, vocabulary, config."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import torch
from safetensors.torch import save_file
from torch import Tensor, nn

from nlp.training.network import Reader
from nlp.transformer.config import GRAPHS, HEADS, VOCABULARY, ModelConfig

_HEADS = ("role_inner", "role_outer", "subject", "object", "distance", "relation")


class _Graph(nn.Module):
    """What is exported: pieces and mask in, tags and states out."""

    def __init__(self, model: Reader) -> None:
        super().__init__()
        self._model = model

    def forward(self, pieces: Tensor, mask: Tensor) -> tuple[Tensor, Tensor]:
        tags, states = self._model(pieces, mask)
        return tags, states


def export(model: Reader, tokenizer: Path, folder: Path, config: ModelConfig) -> None:
    """Writes the model folder: an int8 graph, an fp32 graph whose weights are stored in 16 bits, heads, config."""
    from onnxruntime.quantization import QuantType, quantize_dynamic

    folder.mkdir(parents=True, exist_ok=True)
    model = model.float().eval()
    whole = folder / "whole.onnx"
    _export_graph(model, whole)
    quantize_dynamic(whole, folder / GRAPHS["int8"], weight_type=QuantType.QInt8)
    _store_in_halves(whole, folder / GRAPHS["fp32"])
    whole.unlink()
    state = model.state_dict()
    heads = {key: value.contiguous() for key, value in state.items() if key.split(".")[0] in _HEADS}
    save_file(heads, folder / HEADS)
    if tokenizer.resolve() != (folder / VOCABULARY).resolve():
        shutil.copyfile(tokenizer, folder / VOCABULARY)
    config.save(folder)


def _export_graph(model: Reader, target: Path) -> None:
    """The graph of encoder and tagging head, with free batch size and length."""
    pieces = torch.full((2, 24), 7, dtype=torch.int64)
    mask = torch.ones_like(pieces)
    shapes: dict[str, Any] = {"pieces": {0: "windows", 1: "positions"}, "mask": {0: "windows", 1: "positions"}}
    torch.onnx.export(
        _Graph(model).eval(),
        (pieces, mask),
        str(target),
        input_names=["pieces", "mask"],
        output_names=["tags", "states"],
        dynamic_shapes=shapes,
        dynamo=True,
        external_data=False,
        verbose=False,
    )


def _store_in_halves(source: Path, target: Path) -> None:
    """A copy of a graph whose large weights are stored in 16 bits and widened when the graph is loaded."""
    import numpy
    import onnx
    from onnx import TensorProto, helper, numpy_helper

    model = onnx.load(source)
    kept, casts = [], []
    for tensor in model.graph.initializer:
        if tensor.data_type != TensorProto.FLOAT or numpy.prod(tensor.dims) < 1_024:
            kept.append(tensor)
            continue
        half = numpy_helper.from_array(numpy_helper.to_array(tensor).astype(numpy.float16), f"{tensor.name}.half")
        kept.append(half)
        casts.append(helper.make_node("Cast", [half.name], [tensor.name], to=TensorProto.FLOAT))
    del model.graph.initializer[:]
    model.graph.initializer.extend(kept)
    for number, node in enumerate(casts):
        model.graph.node.insert(number, node)
    onnx.save(model, target)
