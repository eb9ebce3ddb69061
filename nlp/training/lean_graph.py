"""The graphs of our own encoder and of BERT's, written with the operators that ONNX Runtime has for them.

An exporter spells attention out: on windows of 256 pieces, masks, turns and splits took two thirds of the time, products of
matrices one third. Here attention and rotary positions are one operator each, and a matrix whose product would be split comes in
parts. Windows go through alone, so no mask is needed.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import torch

from nlp.training.graph import RUNTIME, Graph, save_together
from nlp.transformer.config import GRAPHS, TOLD, WEIGHTS

if TYPE_CHECKING:
    from torch import nn

    from nlp.training.network import Reader


#: the table of the types of mentions
KINDS = "kinds.weight"


def is_known(encoder: nn.Module) -> bool:
    """Whether an encoder is one of ours, in which each piece attends to all of its window, or a BERT as it was published."""
    return _drawing(encoder) is not None


def save_graphs(model: Reader, folder: Path) -> None:
    """Writes the graphs of an encoder and its tagging head, any number of windows of one length.

    Pieces go in, tags and states come out. If the last layers are told what the mentions are, the states are those below them; what
    these layers make of the states and of the kinds of the mentions is a graph of its own, in the same file of weights.
    """
    drawing = _drawing(model.encoder)
    assert drawing is not None, "only known encoders are drawn"
    weights = {name: value.detach().float().numpy() for name, value in model.state_dict().items()}
    places, made = ["windows", "positions"], {}
    of_states: list[str | int] = [*places, model.encoder.config.hidden_size]
    outputs = {"tags": [*places, model.tags.out_features], "states": of_states}
    last = model.encoder.config.num_hidden_layers
    for precision, name in GRAPHS.items():
        graph = Graph(weights, whole=precision == "fp32")
        draw = drawing(graph, model)
        states = draw.layers(draw.embedded(), range(last - model.told), "states")
        graph.score("tags", draw.normed(states) if model.told else states, "tags")
        made[folder / name] = graph.model({"pieces": places}, outputs)
        if model.told:
            graph = Graph(weights, whole=precision == "fp32")
            told = graph.node("Add", ["below", graph.look_up(KINDS, "kinds")])
            drawing(graph, model).layers(told, range(last - model.told, last), "states")
            made[folder / TOLD[precision]] = graph.model({"kinds": places}, {"states": of_states}, {"below": of_states})
    save_together(made, folder / WEIGHTS)


def _drawing(encoder: nn.Module) -> type[_Own | _Bert] | None:
    """What draws an encoder, None where it is of another kind."""
    from transformers import BertModel, ModernBertModel

    config: Any = encoder.config
    if isinstance(encoder, ModernBertModel) and set(config.layer_types or ()) == {"full_attention"}:
        return _Own
    if isinstance(encoder, BertModel) and config.hidden_act == "gelu" and not config.is_decoder:
        return _Bert
    return None


class _Own:
    """ModernBERT's architecture: norms before each block, gated layers, rotary positions."""

    def __init__(self, graph: Graph, model: Reader) -> None:
        self._graph, self._model, self._config = graph, model, model.encoder.config

    def embedded(self) -> str:
        """The embeddings of the pieces, normed."""
        found = self._graph.look_up("encoder.embeddings.tok_embeddings.weight", "pieces")
        return self._graph.norm("encoder.embeddings.norm", found, self._config.norm_eps)

    def layers(self, states: str, numbers: range, name: str) -> str:
        """Some layers; behind the last one of all the states are normed."""
        graph, config = self._graph, self._config
        turns = _rotary_positions(graph, self._model, config)
        ends = numbers.stop == config.num_hidden_layers
        for number in numbers:
            layer = f"encoder.layers.{number}"
            # the embeddings come to the first layer normed
            own = graph.norm(f"{layer}.attn_norm", states, config.norm_eps) if number else states
            query, key, value = graph.linear(f"{layer}.attn.Wqkv", own, parts=3)
            turned = [
                graph.node("RotaryEmbedding", [side, *turns], domain=RUNTIME, num_heads=config.num_attention_heads)
                for side in (query, key)
            ]
            attended = _attention(graph, *turned, value, config=config)
            states = graph.node("Add", [states, *graph.linear(f"{layer}.attn.Wo", attended)])
            own = graph.norm(f"{layer}.mlp_norm", states, config.norm_eps)
            told, gate = graph.linear(f"{layer}.mlp.Wi", own, parts=2)
            gated = graph.node("Mul", [graph.node("Gelu", [told]), gate])
            here = name if number == numbers.stop - 1 and not ends else ""
            states = graph.node("Add", [states, *graph.linear(f"{layer}.mlp.Wo", gated)], here)
        return graph.norm("encoder.final_norm", states, config.norm_eps, name) if ends else states

    def normed(self, states: str) -> str:
        """What names are read off: the states of some layer, normed as those of the last."""
        return self._graph.norm("encoder.final_norm", states, self._config.norm_eps)


class _Bert:
    """BERT's architecture: norms behind each block, learnt positions, all pieces of the first type."""

    def __init__(self, graph: Graph, model: Reader) -> None:
        self._graph, self._config = graph, model.encoder.config

    def embedded(self) -> str:
        """The embeddings of the pieces, their positions and their type, normed."""
        graph = self._graph
        found = graph.look_up("encoder.embeddings.word_embeddings.weight", "pieces")
        places = graph.node("Range", [graph.keep("none", _whole(0)), _length(graph), graph.keep("step", _whole(1))])
        placed = graph.node("Add", [found, graph.look_up("encoder.embeddings.position_embeddings.weight", places)])
        kinds = graph.look_up("encoder.embeddings.token_type_embeddings.weight", "none")
        whole = graph.node("Add", [placed, kinds])
        return graph.norm("encoder.embeddings.LayerNorm", whole, self._config.layer_norm_eps)

    def layers(self, states: str, numbers: range, name: str) -> str:
        """Some layers."""
        graph, config = self._graph, self._config
        least = config.layer_norm_eps
        for number in numbers:
            layer = f"encoder.encoder.layer.{number}"
            asked = (graph.linear(f"{layer}.attention.self.{part}", states)[0] for part in ("query", "key", "value"))
            attended = graph.linear(f"{layer}.attention.output.dense", _attention(graph, *asked, config=config))
            states = graph.norm(f"{layer}.attention.output.LayerNorm", graph.node("Add", [states, *attended]), least)
            inner = graph.node("Gelu", graph.linear(f"{layer}.intermediate.dense", states))
            outer = graph.node("Add", [states, *graph.linear(f"{layer}.output.dense", inner)])
            here = name if number == numbers.stop - 1 else ""
            states = graph.norm(f"{layer}.output.LayerNorm", outer, least, here)
        return states

    def normed(self, states: str) -> str:
        """What names are read off: the states of any layer are normed."""
        return states


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
