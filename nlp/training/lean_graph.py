"""The graph of our own encoder, written with the operators that ONNX Runtime has for it.

An exporter spells attention out: on windows of 256 pieces, masks, turns and splits took two thirds of the time, products of
matrices one third. Here attention and rotary positions are one operator each, and a matrix whose product would be split comes in
parts. Windows go through alone, so no mask is needed.
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy
import onnx
import torch
from onnx import TensorProto, helper, numpy_helper

if TYPE_CHECKING:
    from torch import nn

    from nlp.training.network import Reader

#: the constants that no training made: cosines and sines of the positions
POSITIONS = ("cosines", "sines")
# of the operators that ONNX Runtime adds to those of ONNX
_RUNTIME = "com.microsoft"
#: how the names of weights begin that are stored as they are; what stands before the number of a turned part
PLAIN, TURNED = "_model.", ".turned."
_OPSET, _IR = 20, 9


def is_own(encoder: nn.Module) -> bool:
    """Whether an encoder is one of ours: ModernBERT's architecture, each piece attends to all of its window."""
    from transformers import ModernBertModel

    kinds = getattr(encoder.config, "layer_types", None) or []
    return isinstance(encoder, ModernBertModel) and set(kinds) == {"full_attention"}


def stored_weight(tensors: Mapping[str, Any], name: str) -> Any:
    """A weight of the network as `save_graph` stored it, None where it is not there.

    *Shape:* that of the network
    """
    numbered = (f"{name}{TURNED}{number}" for number in itertools.count())
    parts = [tensors[part] for part in itertools.takewhile(tensors.__contains__, numbered)]
    return numpy.concatenate([part.T for part in parts]) if parts else tensors.get(PLAIN + name)


def save_graph(model: Reader, target: Path) -> None:
    """Writes the graph of encoder and tagging head: pieces in, tags and states out, any number of windows of one length.

    Matrices are stored turned and in parts, under their names with `TURNED` and the number of the part, all else under `PLAIN` and
    its name in the network; `stored_weight` reads them back.
    """
    graph = _Graph({name: value.detach().float().numpy() for name, value in model.state_dict().items()})
    config = model.encoder.config
    cosines, sines = _positions(model, config)
    graph.constants += [cosines, sines, numpy_helper.from_array(numpy.zeros(1, numpy.int64), "first_position")]
    found = graph.node("Gather", [graph.constant("encoder.embeddings.tok_embeddings.weight"), "pieces"])
    states = graph.norm("encoder.embeddings.norm", found, config.norm_eps)
    for number in range(config.num_hidden_layers):
        layer = f"encoder.layers.{number}"
        # the embeddings come to the first layer normed
        own = graph.norm(f"{layer}.attn_norm", states, config.norm_eps) if number else states
        query, key, value = graph.linear(f"{layer}.attn.Wqkv", own, parts=3)
        turned = [
            graph.node(
                "RotaryEmbedding", [side, "first_position", cosines.name, sines.name], domain=_RUNTIME,
                num_heads=config.num_attention_heads,
            )
            for side in (query, key)
        ]  # fmt: skip
        attended = graph.node(
            "MultiHeadAttention", [*turned, value], domain=_RUNTIME, num_heads=config.num_attention_heads
        )
        states = graph.node("Add", [states, *graph.linear(f"{layer}.attn.Wo", attended)])
        own = graph.norm(f"{layer}.mlp_norm", states, config.norm_eps)
        told, gate = graph.linear(f"{layer}.mlp.Wi", own, parts=2)
        gated = graph.node("Mul", [graph.node("Gelu", [told]), gate])
        states = graph.node("Add", [states, *graph.linear(f"{layer}.mlp.Wo", gated)])
    graph.norm("encoder.final_norm", states, config.norm_eps, "states")
    graph.node("Add", [*graph.linear("tags", "states"), graph.constant("tags.bias")], "tags")
    onnx.save(graph.model(config.hidden_size, model.tags.out_features), target)


class _Graph:
    """Nodes and constants, as they come."""

    def __init__(self, weights: dict[str, Any]) -> None:
        self._weights = weights
        self._nodes: list[Any] = []
        self.constants: list[Any] = []

    def constant(self, name: str) -> str:
        """A weight as the network has it."""
        self.constants.append(numpy_helper.from_array(self._weights[name], PLAIN + name))
        return PLAIN + name

    def node(self, kind: str, inputs: list[str], name: str = "", **given: Any) -> str:
        """The output of a node."""
        name = name or f"{kind.lower()}_{len(self._nodes)}"
        self._nodes.append(helper.make_node(kind, inputs, [name], **given))
        return name

    def norm(self, layer: str, states: str, least: float, name: str = "") -> str:
        """States normed by the weights of a layer."""
        weight = self.constant(f"{layer}.weight")
        return self.node("LayerNormalization", [states, weight], name, axis=-1, epsilon=least)

    def linear(self, layer: str, states: str, parts: int = 1) -> list[str]:
        """States through a matrix, whose product comes in parts."""
        made = []
        for number, part in enumerate(numpy.split(self._weights[f"{layer}.weight"], parts)):
            name = f"{layer}.weight{TURNED}{number}"
            self.constants.append(numpy_helper.from_array(numpy.ascontiguousarray(part.T), name))
            made.append(self.node("MatMul", [states, name]))
        return made

    def model(self, width: int, tags: int) -> Any:
        """The whole."""
        shape = ["windows", "positions"]
        graph = helper.make_graph(
            self._nodes,
            "lode",
            [helper.make_tensor_value_info("pieces", TensorProto.INT64, shape)],
            [
                helper.make_tensor_value_info("tags", TensorProto.FLOAT, [*shape, tags]),
                helper.make_tensor_value_info("states", TensorProto.FLOAT, [*shape, width]),
            ],
            initializer=self.constants,
        )
        imports = [helper.make_opsetid("", _OPSET), helper.make_opsetid(_RUNTIME, 1)]
        return helper.make_model(graph, opset_imports=imports, ir_version=_IR)


def _positions(model: Reader, config: Any) -> tuple[Any, Any]:
    """Cosines and sines of the rotary positions.

    *Shape:* (positions, half the width of an attention head) each
    """
    rates = model.encoder.rotary_emb.full_attention_inv_freq.float()
    angles = torch.outer(torch.arange(config.max_position_embeddings).float(), rates)
    cosines, sines = (
        numpy_helper.from_array(table.numpy(), name)
        for table, name in zip((angles.cos(), angles.sin()), POSITIONS, strict=True)
    )
    return cosines, sines
