"""The trained network as a model folder: graphs for ONNX Runtime, argument heads, vocabulary, config."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy
import onnx
import torch
from onnx import TensorProto, helper, numpy_helper
from safetensors.torch import save_file
from torch import Tensor, nn

from nlp.training.graph import BYTES, SCALES, in_bytes
from nlp.training.lean_graph import is_known, save_graphs
from nlp.training.network import Reader
from nlp.transformer.config import ENCODER, GRAPHS, HEADS, TOLD, VOCABULARY, WEIGHTS, ModelConfig

HEAD_LAYERS = (
    "role_inner", "role_query", "role_key", "role_value", "role_around", "role_outer", "subject", "object", "between", "distance", "relation",
    "around_query", "around_key", "around_value", "around", "others_score", "others_value", "others", "second_inner", "second",
)  # fmt: skip


class _Graph(nn.Module):
    """What is exported: pieces and mask in, tags and states out."""

    def __init__(self, model: Reader) -> None:
        super().__init__()
        self._model = model

    def forward(self, pieces: Tensor, mask: Tensor) -> tuple[Tensor, Tensor]:
        tags, states = self._model(pieces, mask)
        return tags, states


def export(model: Reader, tokenizer: Path, folder: Path, config: ModelConfig) -> None:
    """Writes the model folder: graphs in int8 and fp32, heads, vocabulary, what kind of encoder it is, config.

    The weights of known encoders are stored once, in 8 bits, for both graphs. Those of other checkpoints are stored in 8 bits
    for int8 and in 16 for fp32.
    """
    folder.mkdir(parents=True, exist_ok=True)
    model = model.float().eval()
    for name in (WEIGHTS, *TOLD.values()):
        (folder / name).unlink(missing_ok=True)
    if is_known(model.encoder):
        save_graphs(model, folder)
    else:
        _export_graphs(model, folder)
    (folder / ENCODER).write_text(model.encoder.config.to_json_string(), encoding="utf-8")
    state = model.state_dict()
    heads = {key: value.half().contiguous() for key, value in state.items() if key.split(".")[0] in HEAD_LAYERS}
    save_file(heads, folder / HEADS)
    if tokenizer.resolve() != (folder / VOCABULARY).resolve():
        shutil.copyfile(tokenizer, folder / VOCABULARY)
    replace(config, told=model.told).save(folder)


def _export_graphs(model: Reader, folder: Path) -> None:
    """The graphs of an encoder of any kind, as torch exports them."""
    from onnxruntime.quantization import QuantType, quantize_dynamic

    whole, bytes_ = folder / "whole.onnx", folder / "bytes.onnx"
    _export_graph(model, whole)
    # the table of embeddings is stored by rows, which rounds less than one scale for all of it
    _store(whole, bytes_, halves=False)
    quantize_dynamic(
        bytes_,
        folder / GRAPHS["int8"],
        weight_type=QuantType.QInt8,
        per_channel=True,
        op_types_to_quantize=["MatMul", "Gemm"],
        extra_options={"DefaultTensorType": TensorProto.FLOAT},
    )
    _store(whole, folder / GRAPHS["fp32"], halves=True)
    whole.unlink()
    bytes_.unlink()


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


def _store(source: Path, target: Path, *, halves: bool) -> None:
    """A copy of a graph whose table of embeddings, the largest of all, is stored in 8 bits.

    It has a scale for each row, and its rows are widened when they are looked up. With `halves` the other large weights are stored
    in 16 bits and widened when the graph is loaded.
    """
    model = onnx.load(source)
    looked_up = {node.input[0]: node for node in model.graph.node if node.op_type == "Gather"}
    kept, made = [], []
    for tensor in model.graph.initializer:
        size = numpy.prod(tensor.dims)
        if tensor.data_type != TensorProto.FLOAT or size < 1_024:
            kept.append(tensor)
            continue
        values = numpy_helper.to_array(tensor)
        if size >= _LARGE and tensor.name in looked_up:
            node = looked_up[tensor.name]
            rows, scales = in_bytes(values, axis=1)
            kept += [numpy_helper.from_array(rows, f"{tensor.name}{BYTES}")]
            kept += [numpy_helper.from_array(scales, f"{tensor.name}{SCALES}")]
            model.graph.node.remove(node)
            made += _lookup(tensor.name, node.input[1], node.output[0])
            continue
        if not halves:
            kept.append(tensor)
            continue
        half = numpy_helper.from_array(values.astype(numpy.float16), f"{tensor.name}.half")
        kept.append(half)
        made.append(helper.make_node("Cast", [half.name], [tensor.name], to=TensorProto.FLOAT))
    del model.graph.initializer[:]
    model.graph.initializer.extend(kept)
    for number, node in enumerate(made):
        model.graph.node.insert(number, node)
    onnx.save(model, target)


_LARGE = 1_000_000


def _lookup(name: str, numbers: str, output: str) -> list[Any]:
    """The nodes that look rows up in such a table."""
    return [
        helper.make_node("Gather", [f"{name}{BYTES}", numbers], [f"{name}.rows"], axis=0),
        helper.make_node("Cast", [f"{name}.rows"], [f"{name}.wide"], to=TensorProto.FLOAT),
        helper.make_node("Gather", [f"{name}{SCALES}", numbers], [f"{name}.scale"], axis=0),
        helper.make_node("Mul", [f"{name}.wide", f"{name}.scale"], [output]),
    ]
