"""A BERT made smaller: some of its layers left out, its feed-forward layers narrowed to the units that matter most.

Neighbouring layers of a trained encoder do much the same, above all those in the upper half, so some can go (Sajjad et al. 2023). A unit of a
feed-forward layer matters as much as it is active and as its weights behind it are large, the measure of Wanda (Sun et al.
2024) for a whole unit. What is lost comes back in tuning.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

import torch
from torch import Tensor, nn

from nlp.errors import ModelError
from nlp.training.network import load_checkpoint
from nlp.training.texts import digest_of, read_articles
from nlp.transformer.pieces import PieceReader

if TYPE_CHECKING:
    from transformers import PreTrainedModel

# so many pieces at most of so many articles of each file tell which units matter
_PIECES, _ARTICLES = 512, 100


def prune(
    encoder: PreTrainedModel, windows: Iterable[Tensor], *, left_out: Sequence[int] = (), feed_forward: int = 0
) -> None:
    """Leaves layers out, counted from 0, and narrows the feed-forward layers to so many units; 0 leaves them as wide as they are.

    `windows` are pieces of texts as the encoder will read. *Shape:* (1, positions) each

    Raises:
        ModelError: the encoder is no BERT, has no such layers, or is narrower.
    """
    from transformers import BertModel

    if not isinstance(encoder, BertModel):
        raise ModelError(
            f"[encoder] left_out and narrowed are for BERT's architecture, was: {encoder.config.model_type}"
        )
    layers, config = encoder.encoder.layer, encoder.config
    wrong = [number for number in left_out if not 0 <= number < len(layers)]
    if wrong or len(set(left_out)) >= len(layers):
        raise ModelError(f"[encoder] left_out: the checkpoint has the layers 0 to {len(layers) - 1}, was: {left_out}")
    if feed_forward > config.intermediate_size:
        raise ModelError(f"[encoder] narrowed: the layers are {config.intermediate_size} wide, was: {feed_forward}")
    encoder.encoder.layer = nn.ModuleList(layer for number, layer in enumerate(layers) if number not in set(left_out))
    config.num_hidden_layers = len(encoder.encoder.layer)
    if feed_forward and feed_forward < config.intermediate_size:
        for layer, weight in zip(encoder.encoder.layer, _weights_of_units(encoder, windows), strict=True):
            _narrow(layer, weight.topk(feed_forward).indices.sort().values)
        config.intermediate_size = feed_forward


def _weights_of_units(encoder: PreTrainedModel, windows: Iterable[Tensor]) -> list[Tensor]:
    """How much each unit of each feed-forward layer matters.

    *Shape:* (units,) each
    """
    layers: Any = encoder.encoder.layer
    active = [torch.zeros(layer.output.dense.in_features) for layer in layers]

    def listen(number: int) -> Any:
        def add(_: nn.Module, given: Any, found: Tensor) -> None:
            active[number] += found.detach().float().abs().flatten(0, -2).sum(0)

        return add

    hooks = [layer.intermediate.register_forward_hook(listen(n)) for n, layer in enumerate(layers)]
    was = encoder.training
    encoder.train(False)
    with torch.no_grad():
        for window in windows:
            encoder(input_ids=window)
    encoder.train(was)
    for hook in hooks:
        hook.remove()
    return [
        one * layer.output.dense.weight.detach().float().norm(dim=0) for one, layer in zip(active, layers, strict=True)
    ]


def _narrow(layer: Any, kept: Tensor) -> None:
    """Keeps some units of the feed-forward part of a layer."""
    inner, outer = layer.intermediate.dense, layer.output.dense
    inner.weight = nn.Parameter(inner.weight.detach()[kept].clone())
    inner.bias = nn.Parameter(inner.bias.detach()[kept].clone())
    outer.weight = nn.Parameter(outer.weight.detach()[:, kept].clone())
    inner.out_features = outer.in_features = len(kept)


def prune_checkpoint(
    name: str, files: Sequence[str], *, left_out: Sequence[int], feed_forward: int, work: Path
) -> Path:
    """The folder of a checkpoint made smaller, in `work`; what is there already is not made again.

    Articles of the files tell which units matter.

    Raises:
        ModelError: it is no BERT, has no such layers or units, or there is no article.
    """
    from transformers import AutoTokenizer

    made_by = digest_of([name, list(files)])
    folder = work / "-".join([Path(name).name, "without", *map(str, left_out), f"to-{feed_forward}", made_by])
    if (folder / "config.json").is_file():
        return folder
    model, tokenizer = load_checkpoint(name), AutoTokenizer.from_pretrained(name)
    windows = list(_windows(files, PieceReader(tokenizer.backend_tokenizer), model.config.max_position_embeddings))
    if feed_forward and not windows:
        raise ModelError(f"[encoder] narrowed: expected articles in [pretraining] texts, there are none: {files}")
    prune(model, windows, left_out=left_out, feed_forward=feed_forward)
    partial = folder.with_name(f"{folder.name}.part")
    model.save_pretrained(partial)
    tokenizer.save_pretrained(partial)
    partial.rename(folder)
    return folder


def _windows(files: Sequence[str], reader: PieceReader, positions: int) -> Iterator[Tensor]:
    """The beginnings of some articles of each file, as the encoder reads them.

    *Shape:* (1, positions) each
    """
    for file in files:
        for article in islice(read_articles(file), _ARTICLES):
            ids = reader.read(article).ids[: min(_PIECES, positions) - 2]
            if len(ids):
                yield torch.tensor([[reader.first, *ids.tolist(), reader.last]])
