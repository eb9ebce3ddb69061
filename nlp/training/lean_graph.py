"""The graphs of our own encoder and of BERT's, written with the operators that ONNX Runtime has for them.

An exporter spells attention out: on windows of 256 pieces, masks, turns and splits took two thirds of the time, products of
matrices one third. Here attention and rotary positions are one operator each, and a matrix whose product would be split comes in
parts. Windows go through alone, so no mask is needed.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import torch

from nlp.training.graph import RUNTIME, Graph, save_together
from nlp.transformer.config import GRAPHS, WEIGHTS

if TYPE_CHECKING:
    from torch import nn

    from nlp.training.network import Reader


def is_known(encoder: nn.Module) -> bool:
    """Whether an encoder is one of ours, in which each piece attends to all of its window, or a BERT as it was published."""
    return _drawing(encoder) is not None


def save_graphs(model: Reader, folder: Path) -> None:
    """Writes the graphs of encoder and tagging head: pieces in, tags and states out, any number of windows of one length."""
    draw = _drawing(model.encoder)
    assert draw is not None, "only known encoders are drawn"
    weights = {name: value.detach().float().numpy() for name, value in model.state_dict().items()}
    shape, made = ["windows", "positions"], {}
    for precision, name in GRAPHS.items():
        graph = Graph(weights, whole=precision == "fp32")
        draw(graph, model)
        graph.score("tags", "states", "tags")
        made[folder / name] = graph.model(
            {"pieces": shape},
            {"tags": [*shape, model.tags.out_features], "states": [*shape, model.encoder.config.hidden_size]},
        )
    save_together(made, folder / WEIGHTS)


def _drawing(encoder: nn.Module) -> Callable[[Graph, Reader], None] | None:
    """What draws an encoder, None where it is of another kind."""
    from transformers import BertModel, ModernBertModel

    config: Any = encoder.config
    if isinstance(encoder, ModernBertModel) and set(config.layer_types or ()) == {"full_attention"}:
        return _draw_own
    if isinstance(encoder, BertModel) and config.hidden_act == "gelu" and not config.is_decoder:
        return _draw_bert
    return None


def _draw_own(graph: Graph, model: Reader) -> None:
    """ModernBERT's architecture: norms before each block, gated layers, rotary positions."""
    config = model.encoder.config
    first, cosines, sines = _rotary_positions(graph, model, config)
    found = graph.look_up("encoder.embeddings.tok_embeddings.weight", "pieces")
    states = graph.norm("encoder.embeddings.norm", found, config.norm_eps)
    for number in range(config.num_hidden_layers):
        layer = f"encoder.layers.{number}"
        # the embeddings come to the first layer normed
        own = graph.norm(f"{layer}.attn_norm", states, config.norm_eps) if number else states
        query, key, value = graph.linear(f"{layer}.attn.Wqkv", own, parts=3)
        turned = [
            graph.node(
                "RotaryEmbedding", [side, first, cosines, sines], domain=RUNTIME, num_heads=config.num_attention_heads
            )
            for side in (query, key)
        ]
        attended = _attention(graph, *turned, value, config=config)
        states = graph.node("Add", [states, *graph.linear(f"{layer}.attn.Wo", attended)])
        own = graph.norm(f"{layer}.mlp_norm", states, config.norm_eps)
        told, gate = graph.linear(f"{layer}.mlp.Wi", own, parts=2)
        gated = graph.node("Mul", [graph.node("Gelu", [told]), gate])
        states = graph.node("Add", [states, *graph.linear(f"{layer}.mlp.Wo", gated)])
    graph.norm("encoder.final_norm", states, config.norm_eps, "states")


def _draw_bert(graph: Graph, model: Reader) -> None:
    """BERT's architecture: norms behind each block, learnt positions, all pieces of the first type."""
    config = model.encoder.config
    least, last = config.layer_norm_eps, config.num_hidden_layers - 1
    found = graph.look_up("encoder.embeddings.word_embeddings.weight", "pieces")
    places = graph.node("Range", [graph.keep("none", _whole(0)), _length(graph), graph.keep("step", _whole(1))])
    placed = graph.node("Add", [found, graph.look_up("encoder.embeddings.position_embeddings.weight", places)])
    kinds = graph.look_up("encoder.embeddings.token_type_embeddings.weight", "none")
    states = graph.norm("encoder.embeddings.LayerNorm", graph.node("Add", [placed, kinds]), least)
    for number in range(config.num_hidden_layers):
        layer = f"encoder.encoder.layer.{number}"
        asked = (graph.linear(f"{layer}.attention.self.{name}", states)[0] for name in ("query", "key", "value"))
        attended = graph.linear(f"{layer}.attention.output.dense", _attention(graph, *asked, config=config))
        states = graph.norm(f"{layer}.attention.output.LayerNorm", graph.node("Add", [states, *attended]), least)
        inner = graph.node("Gelu", graph.linear(f"{layer}.intermediate.dense", states))
        outer = graph.node("Add", [states, *graph.linear(f"{layer}.output.dense", inner)])
        states = graph.norm(f"{layer}.output.LayerNorm", outer, least, "states" if number == last else "")


def _attention(graph: Graph, *asked: str, config: Any) -> str:
    """What each piece attends to: queries, keys and values, all heads side by side."""
    return graph.node("MultiHeadAttention", asked, domain=RUNTIME, num_heads=config.num_attention_heads)


def _length(graph: Graph) -> str:
    """The number of pieces in a window."""
    return graph.node("Squeeze", [graph.node("Shape", ["pieces"], start=1, end=2)])


def _whole(value: int) -> Any:
    return torch.tensor(value).numpy()


def _rotary_positions(graph: Graph, model: Reader, config: Any) -> tuple[str, str, str]:
    """The first position, cosines and sines of all.

    *Shape:* (1,), (positions, half the width of an attention head), the same
    """
    rates = model.encoder.rotary_emb.full_attention_inv_freq.float()
    angles = torch.outer(torch.arange(config.max_position_embeddings).float(), rates)
    first = graph.keep("first_position", torch.zeros(1, dtype=torch.int64).numpy())
    return first, graph.keep("cosines", angles.cos().numpy()), graph.keep("sines", angles.sin().numpy())
