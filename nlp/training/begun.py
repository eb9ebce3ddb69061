"""The weights of a model folder, read back from what inference uses, so that a shipped model can be tuned further.

The graph of a known encoder tells its weights by their names (`nlp.training.lean_graph`). Large weights are stored in 8 bits
(`nlp.training.graph`), those of the heads in 16: what is read back is rounded as they are.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import torch
from torch import Tensor

from nlp.errors import ModelError
from nlp.training.export import HEAD_LAYERS
from nlp.training.graph import stored_weights
from nlp.training.lean_graph import KINDS
from nlp.transformer.config import ENCODER, GRAPHS, HEADS, TOLD

if TYPE_CHECKING:
    from transformers import PreTrainedModel


def encoder_of(folder: Path) -> PreTrainedModel:
    """An encoder of the kind and size of a model folder's, its weights still to be loaded.

    Raises:
        ModelError: the folder does not tell its kind.
    """
    import transformers

    from nlp.training.network import without_pooler

    path = folder / ENCODER
    if not path.is_file():
        raise ModelError(f"expected a model folder with {ENCODER}, there is none: {folder}; train it anew")
    kinds: Any = transformers.AutoModel
    return without_pooler(kinds.from_config(_config(path)))


def _config(path: Path) -> object:
    """The configuration of an encoder."""
    from transformers import AutoConfig

    try:
        return AutoConfig.from_pretrained(path)
    except (OSError, ValueError) as error:
        raise ModelError(f"{path}: expected the configuration of an encoder: {error}") from error


def weights_of(folder: Path, model: torch.nn.Module) -> dict[str, Tensor]:
    """The weights of a model folder, named as those of a network of the same sizes.

    Raises:
        ModelError: there is no such folder, or its network has other sizes or another architecture.
    """
    from safetensors.torch import load_file

    graph, heads = folder / GRAPHS["fp32"], folder / HEADS
    if not graph.is_file() or not heads.is_file():
        raise ModelError(f"expected a model folder with {graph.name} and {heads.name}, there is none: {folder}")
    found = {name: value.float() for name, value in load_file(heads).items()}
    stored = stored_weights(graph)
    if (folder / TOLD["fp32"]).is_file():
        stored |= stored_weights(folder / TOLD["fp32"])
    for name, wanted in model.state_dict().items():
        if name in found:
            value = found[name]
        elif name in stored:
            value = torch.tensor(stored[name])
        elif name == KINDS or name.split(".")[0] in HEAD_LAYERS:
            value = wanted  # what is newer than the folder begins as it is made
        else:
            raise ModelError(f"{folder}: its graph does not tell {name}; tune the checkpoint that it came from")
        if value.shape != wanted.shape:
            raise ModelError(
                f"{folder} is no model of these sizes: {name} is {list(value.shape)}, expected {list(wanted.shape)}"
            )
        found[name] = value.contiguous()
    return found
