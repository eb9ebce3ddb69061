"""The weights of a model folder, read back from what inference uses, so that a shipped model can be tuned further.

The graph of our own encoder tells its weights by their names (`nlp.training.lean_graph`); that of a checkpoint holds the matrices
of linear layers turned, in the order in which they are applied. Large weights are stored in 16 or 8 bits
(`nlp.training.export`): what is read back is rounded as they are.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import numpy
import torch
from torch import Tensor

from nlp.errors import ModelError
from nlp.training.export import HEAD_LAYERS
from nlp.training.lean_graph import stored_weight
from nlp.transformer.config import GRAPHS, HEADS


def weights_of(folder: Path, model: torch.nn.Module) -> dict[str, Tensor]:
    """The weights of a model folder, named as those of a network of the same sizes.

    Raises:
        ModelError: there is no such folder, or its network has other sizes or another architecture.
    """
    import onnx
    from safetensors.torch import load_file

    graph, heads = folder / GRAPHS["fp32"], folder / HEADS
    if not graph.is_file() or not heads.is_file():
        raise ModelError(f"expected a model folder with {graph.name} and {heads.name}, there is none: {folder}")
    found = {name: value.float() for name, value in load_file(heads).items()}
    read = onnx.load(graph)
    tensors = _tensors(read)
    turned = iter([tensors[name].T for name in _multiplied(read) if name in tensors])
    for name, wanted in model.state_dict().items():
        if name in found:
            value = found[name]
        elif name.split(".")[0] in HEAD_LAYERS:  # a head that is newer than the folder begins as it is made
            value = wanted
        else:
            stored = stored_weight(tensors, name)
            value = torch.tensor(next(turned, numpy.zeros(0, numpy.float32)) if stored is None else stored)
        if value.shape != wanted.shape:
            raise ModelError(
                f"{folder} is no model of these sizes: {name} is {list(value.shape)}, expected {list(wanted.shape)}"
            )
        found[name] = value.contiguous()
    return found


def _tensors(model: Any) -> Mapping[str, Any]:
    """The constants of a graph by their names, in 32 bits."""
    from onnx import numpy_helper

    stored = {tensor.name: numpy_helper.to_array(tensor) for tensor in model.graph.initializer}
    wide = {name.removesuffix(".half"): value.astype(numpy.float32) for name, value in stored.items()}
    for name in [name.removesuffix(".bytes") for name in stored if name.endswith(".bytes")]:
        wide[name] = wide[f"{name}.bytes"] * wide[f"{name}.scales"]
    return wide


def _multiplied(model: Any) -> Iterator[str]:
    """The names of what states are multiplied by, in the order of the graph."""
    for node in model.graph.node:
        if node.op_type == "MatMul":
            yield node.input[1]
