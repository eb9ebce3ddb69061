"""The encoder and its heads, in torch: for training and export alone."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import torch
from torch import Tensor, nn

from nlp.errors import ModelError
from nlp.training.attention import with_quick_attention
from nlp.training.settings import EncoderSettings
from nlp.training.told import Telling
from nlp.transformer.heads import GLANCES, LOOKS
from nlp.transformer.kinds import COUNT

if TYPE_CHECKING:
    from transformers import PreTrainedModel


def build_encoder(settings: EncoderSettings, vocabulary: int) -> PreTrainedModel:
    """Our own encoder, its weights random: ModernBERT's architecture with the sizes of the settings.

    Rotary positions and norms before each block (Warner et al. 2024): at these sizes it reached in 300 steps
    the loss that BERT's architecture reached in 750.
    """
    from transformers import ModernBertConfig, ModernBertModel

    first, last, padding = 2, 3, 0  # as `nlp.training.vocabulary.SPECIAL` numbers them
    config = ModernBertConfig(
        vocab_size=vocabulary,
        hidden_size=settings.width,
        num_hidden_layers=settings.layers,
        num_attention_heads=settings.heads,
        intermediate_size=settings.feed_forward,
        max_position_embeddings=512,
        layer_types=["full_attention"] * settings.layers,
        embedding_dropout=0.1,
        mlp_dropout=0.1,
        pad_token_id=padding,
        bos_token_id=first,
        eos_token_id=last,
        cls_token_id=first,
        sep_token_id=last,
    )
    return ModernBertModel(config)


# drawing which cells of attention and states are dropped takes a processor longer than all products of a step; names and figures
# are exchanged and pieces hidden instead, which keeps a model from learning articles by heart
_DROPPED = ("hidden_dropout_prob", "attention_probs_dropout_prob")


def load_checkpoint(name: str) -> PreTrainedModel:
    """The encoder of a Hugging Face checkpoint, a folder or a hub name, without dropout.

    Raises:
        ModelError: there is none, or it cannot be read.
    """
    from transformers import AutoConfig, AutoModel

    try:
        config = AutoConfig.from_pretrained(name)
        for part in _DROPPED:
            if hasattr(config, part):
                setattr(config, part, 0.0)
        # BERT's layer that sums up a window is not read, and often not stored
        given = {"add_pooling_layer": False} if config.model_type == "bert" else {}
        model: PreTrainedModel = AutoModel.from_pretrained(name, config=config, **given)
    except (OSError, ValueError) as error:
        raise ModelError(f"expected the checkpoint {name}: {error}") from error
    return without_pooler(with_quick_attention(model))


def without_pooler(model: PreTrainedModel) -> PreTrainedModel:
    """An encoder without the layer that sums up a window, which nothing here reads."""
    if getattr(model, "pooler", None) is not None:
        model.pooler = None
    return model


class MaskedLanguageModel(nn.Module):
    """An encoder that tells what stands at hidden places; the output embeddings are those of the input."""

    def __init__(self, encoder: PreTrainedModel) -> None:
        super().__init__()
        self.encoder = encoder
        width = encoder.config.hidden_size
        self.transform = nn.Sequential(nn.Linear(width, width), nn.GELU(), nn.LayerNorm(width))
        self.bias = nn.Parameter(torch.zeros(encoder.config.vocab_size))

    def forward(self, pieces: Tensor, places: Tensor) -> Tensor:
        """The scores of all pieces at the hidden places.

        *Shape:* (windows, positions), (hidden,) → (hidden, vocabulary)
        """
        states = self.encoder(input_ids=pieces).last_hidden_state
        hidden = self.transform(states.reshape(-1, states.shape[-1])[places])
        embeddings = self.encoder.get_input_embeddings().weight
        scores: Tensor = hidden @ embeddings.T + self.bias
        return scores


def parameters_of(
    model: nn.Module, decay: float = 0.01, begun: str | None = None, rate: float = 1.0
) -> list[dict[str, Any]]:
    """The parameters in groups: matrices with weight decay, biases and norms without.

    The `rate` of a group is the part of the learning rate that holds for it: 1, but as given for
    parameters whose names hold `begun`.
    """
    named = [(name, value) for name, value in model.named_parameters() if value.requires_grad]
    parts = [(1.0, [value for name, value in named if begun is None or begun not in name])]
    if begun is not None:
        parts.append((rate, [value for name, value in named if begun in name]))
    return [
        group
        for part, values in parts
        for group in (
            {"params": [value for value in values if value.ndim > 1], "weight_decay": decay, "rate": part},
            {"params": [value for value in values if value.ndim <= 1], "weight_decay": 0.0, "rate": part},
        )
    ]


def load_encoder_weights(encoder: nn.Module, path: Path) -> None:
    """Puts the weights of a safetensors file into an encoder."""
    from safetensors.torch import load_file

    encoder.load_state_dict(load_file(path), strict=True)


class Reader(nn.Module):
    """An encoder with a head for tags, one for the roles of a mention, one for the relation of two.

    A mention is told by the states of its first and last piece, what stands between two mentions by the greatest
    values of its states (SpERT, Eberts and Ulges 2020), and what of their window matters to one or both by attention (the context of
    a pair, as in ATLOP, Zhou et al. 2021). Pairs that share their subject or object are told of each other (as along the rows and
    columns of a table of pairs, Ho et al. 2019). Distances between two mentions are classes of
    `nlp.transformer.roles.DISTANCES`. The last `told` layers of the encoder are told of which types the mentions
    are; roles and relations are read off them, tags off the layers below.
    """

    def __init__(
        self, encoder: PreTrainedModel, *, tags: int, roles: int, relations: int, distances: int, told: int = 0
    ) -> None:
        super().__init__()
        self.encoder, self.told = encoder, told
        width = encoder.config.hidden_size
        self.dropout = nn.Dropout(0.1)
        self.tags = nn.Linear(width, tags)
        self.role_inner = nn.Linear(2 * width, width)
        self.role_query, self.role_key, self.role_value = (nn.Linear(width, width) for _ in range(3))
        self.role_around = nn.Linear(width, width, bias=False)
        self.role_outer = nn.Linear(width, roles)
        self.subject = nn.Linear(2 * width, width)
        self.object = nn.Linear(2 * width, width)
        self.distance = nn.Embedding(distances, width)
        self.between = nn.Linear(width, width, bias=False)
        self.around_query, self.around_key, self.around_value = (nn.Linear(width, width) for _ in range(3))
        self.around = nn.Linear(width, width, bias=False)
        self.others_score, self.others_value = nn.Linear(width, GLANCES), nn.Linear(width, width)
        self.others = nn.Linear(2 * width, width, bias=False)
        self.second_inner, self.second = nn.Linear(width, width), nn.Linear(width, width)
        self.relation = nn.Linear(width, relations)
        # most mentions have none of the roles: so the scores begin
        nn.init.constant_(self.role_outer.bias, -5.0)
        nn.init.constant_(self.relation.bias, -3.0)
        # so that weights from before there were these layers begin as they were
        for layer in (self.between, self.around, self.role_around, self.others, self.second):
            nn.init.zeros_(layer.weight)
        nn.init.zeros_(self.second.bias)
        if told:
            self._telling = Telling(encoder, told)
            self.kinds = nn.Embedding(COUNT, width, padding_idx=0)
            nn.init.zeros_(self.kinds.weight)

    def forward(self, pieces: Tensor, mask: Tensor | None = None, kinds: Tensor | None = None) -> tuple[Tensor, Tensor]:
        """Scores of tags, and the states that roles and relations are read off.

        `kinds` (`nlp.transformer.kinds`) tell of which types the mentions are; without them nothing is told.

        *Shape:* (windows, positions) each → (windows, positions, tags), (windows, positions, width)
        """
        if not self.told:
            states = self.encoder(input_ids=pieces, attention_mask=mask).last_hidden_state
            return self.tags(self.dropout(states)), states
        with self._telling.telling(None if kinds is None else self.kinds(kinds)):
            states = self.encoder(input_ids=pieces, attention_mask=mask).last_hidden_state
        # an encoder whose layers do not norm what they give has a norm behind the last of them
        norm = getattr(self.encoder, "final_norm", nn.Identity())
        return self.tags(self.dropout(norm(self._telling.below()))), states

    def score_roles(self, mentions: Tensor, rows: Tensor, around: Around) -> Tensor:
        """Scores of the roles of mentions; `rows` are their windows, in order.

        *Shape:* (mentions, 2 · width), (mentions,) → (mentions, roles)
        """
        inner = self.role_inner(self.dropout(mentions))
        inner = inner + self.role_around(_looked_at(self.role_query(inner), rows, around))
        scores: Tensor = self.role_outer(_gelu(inner))
        return scores

    def look(self, states: Tensor, lengths: Tensor) -> tuple[Around, Around]:
        """What mentions look at, and what pairs do: the states of their windows without the marks at both ends, as keys and values.

        *Shape:* (windows, positions, width), (windows,): how long the windows are, their marks included → `Around` each
        """
        own, inside = states[:, 1:], lengths - 2
        return (
            Around(self.role_key(own), self.role_value(own), inside),
            Around(self.around_key(own), self.around_value(own), inside),
        )

    def score_relations(self, mentions: Tensor, pairs: Tensor, between: Tensor, rows: Tensor, around: Around) -> Tensor:
        """Scores of the relations of pairs of mentions; `rows` are the windows of the mentions, in order.

        A pair is told what the other pairs of its subject say, and those of its object: `pairs` holds all of a window.

        *Shape:* (mentions, 2 · width), (pairs, 3): subject, object, class of their distance, (pairs, width), (mentions,)
        → (pairs, relations)
        """
        subjects, objects, distances = pairs.unbind(1)
        known = self.dropout(mentions)
        inner = (
            self.subject(known)[subjects]
            + self.object(known)[objects]
            + self.between(self.dropout(between))
            + self.distance(distances)
        )
        inner = inner + self.around(_looked_at(self.around_query(inner), rows[subjects], around))
        alone = _gelu(inner)
        scores, values = self.others_score(alone).float(), self.others_value(alone).float()
        others = torch.cat([_summed(scores, values, of, len(mentions)) for of in (subjects, objects)], -1)
        told = _gelu(inner + self.others(others))
        found: Tensor = self.relation(told + self.second(_gelu(self.second_inner(told))))
        return found


def _gelu(values: Tensor) -> Tensor:
    return nn.functional.gelu(values, approximate="tanh")


def _summed(scores: Tensor, values: Tensor, of: Tensor, count: int) -> Tensor:
    """The values of the pairs of each mention, weighed by their scores in each head, at each pair; `of` is its mention.

    *Shape:* (pairs, heads), (pairs, width), (pairs,) → (pairs, width)
    """
    heads = scores.shape[1]
    rows = of.unsqueeze(1).expand(-1, heads)
    highest = torch.full((count, heads), -torch.inf).scatter_reduce(0, rows, scores.detach(), "amax")
    weights = torch.exp(scores - highest[of])
    whole = torch.zeros(count, heads).index_add(0, of, weights)
    weighed = values.unflatten(1, (heads, -1)) * (weights / whole[of]).unsqueeze(2)
    return torch.zeros(count, values.shape[1]).index_add(0, of, weighed.flatten(1))[of]


class Around(NamedTuple):
    """What mentions or pairs of them look at.

    *Shape:* (windows, positions, width), the same, (windows,)
    """

    keys: Tensor
    values: Tensor
    lengths: Tensor


def _looked_at(queries: Tensor, rows: Tensor, around: Around) -> Tensor:
    """What mentions or pairs of them attend to in their windows, all heads side by side.

    *Shape:* (n, width), (n,) → (n, width)
    """

    def parted(states: Tensor) -> Tensor:
        return states.unflatten(-1, (LOOKS, -1)).transpose(0, 1)[None]

    found, counts = [], torch.bincount(rows, minlength=len(around.keys)).tolist()
    at = 0
    for row, count in enumerate(counts):
        if count:
            length = int(around.lengths[row])
            keys, values = (parted(side[row, :length]) for side in (around.keys, around.values))
            asked = parted(queries[at : at + count])
            attended = nn.functional.scaled_dot_product_attention(asked, keys, values)
            found.append(attended[0].transpose(0, 1).flatten(1))
            at += count
    return torch.cat(found) if found else queries


def greatest_between(states: Tensor, spans: Tensor, pairs: Tensor) -> Tensor:
    """The greatest values of the states that stand between two mentions, nothing where none does.

    Where they stand is found first, without gradients, by a table of the greatest values of 1, 2, 4, … pieces, of
    which two overlapping ones make any stretch.

    *Shape:* (windows, positions, width), (mentions, 3): window, first and last piece, (pairs, 2) → (pairs, width)
    """
    one, other = spans[pairs[:, 0]], spans[pairs[:, 1]]
    start, end = torch.minimum(one[:, 2], other[:, 2]) + 1, torch.maximum(one[:, 1], other[:, 1])
    lengths, width = end - start, states.shape[-1]
    longest = int(lengths.max()) if len(lengths) else 0
    places = torch.zeros((len(pairs), width), dtype=torch.int64)
    with torch.no_grad():
        table = states.detach()
        found = torch.arange(table.shape[0] * table.shape[1], dtype=torch.int32)
        found = found.view(*table.shape[:2], 1).expand(table.shape)
        span = 1
        while span <= longest:
            rows = ((lengths >= span) & (lengths < 2 * span)).nonzero().squeeze(1)
            flat, at = table.reshape(-1, width), one[rows, 0] * table.shape[1]
            first, last = at + start[rows], at + end[rows] - span
            numbers = found.reshape(-1, width)
            left = flat.index_select(0, first) >= flat.index_select(0, last)
            places[rows] = torch.where(left, numbers.index_select(0, first), numbers.index_select(0, last)).long()
            if 2 * span > longest:
                break
            left = table[:, :-span] >= table[:, span:]
            found = torch.where(left, found[:, :-span], found[:, span:])
            table, span = torch.maximum(table[:, :-span], table[:, span:]), 2 * span
    apart = (lengths > 0).unsqueeze(1)
    return states.reshape(-1, width).gather(0, places) * apart
