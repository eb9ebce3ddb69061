"""An encoder of our vocabulary that begins with the layers of a checkpoint.

The layers, positions and norms are the checkpoint's. A piece of ours begins with the mean of the
embeddings into which the checkpoint's tokenizer cuts it (Minixhofer et al. 2022, who call it subword
transfer). A piece that it cannot spell, such as most Chinese characters, begins where an earlier run with the same
vocabulary has it: that run's embeddings are mapped into the checkpoint's by the linear map
that fits best for the pieces both know (Mikolov et al. 2013); with no such run, it begins near the
mean of all.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import torch
from torch import Tensor

from nlp.errors import ModelError
from nlp.training.network import build_encoder, load_checkpoint
from nlp.training.settings import EncoderSettings
from nlp.training.vocabulary import SPECIAL

if TYPE_CHECKING:
    from tokenizers import Tokenizer
    from transformers import BertConfig, PreTrainedModel, PreTrainedTokenizerBase

_INNER = "##"


def own_encoder(settings: EncoderSettings, vocabulary: int) -> PreTrainedModel:
    """Our own encoder with the architecture that the settings name, its weights still to be loaded."""
    if not settings.start:
        return build_encoder(settings, vocabulary)
    from transformers import BertModel

    return BertModel(start_config(settings, vocabulary), add_pooling_layer=False)


def start_encoder(settings: EncoderSettings, vocabulary: Tokenizer) -> PreTrainedModel:
    """An encoder of BERT's architecture with our vocabulary, begun from `settings.start`.

    Raises:
        ModelError: there is no such checkpoint, it is no BERT, or it has fewer layers than are asked.
    """
    model = own_encoder(settings, vocabulary.get_vocab_size())
    given, own = load_checkpoint(settings.start), model.state_dict()
    taken = {
        name: value for name, value in given.state_dict().items() if name in own and own[name].shape == value.shape
    }
    table = given.get_input_embeddings().weight.detach()
    taken["embeddings.word_embeddings.weight"] = transfer(vocabulary, settings.start, table, settings.pieces)
    model.load_state_dict(taken, strict=False)
    return model


def start_config(settings: EncoderSettings, size: int) -> BertConfig:
    """The architecture of an encoder begun from a checkpoint: its own, with our depth and vocabulary."""
    from transformers import AutoConfig

    try:
        config = AutoConfig.from_pretrained(settings.start)
    except (OSError, ValueError) as error:
        raise ModelError(f"expected the checkpoint {settings.start}: {error}") from error
    if config.model_type != "bert" or config.num_hidden_layers < settings.layers:
        raise ModelError(
            f"[encoder] start must be a BERT of at least {settings.layers} layers; {settings.start} is "
            f"{config.model_type} of {config.num_hidden_layers}"
        )
    config.num_hidden_layers, config.vocab_size, config.pad_token_id = settings.layers, size, 0
    begun: BertConfig = config
    return begun


def transfer(vocabulary: Tokenizer, start: str, table: Tensor, run: str) -> Tensor:
    """The embeddings with which the pieces of our vocabulary begin.

    *Shape:* (pieces of the checkpoint, width) → (pieces of ours, width)
    """
    from transformers import AutoTokenizer

    other = AutoTokenizer.from_pretrained(start)
    unknown = other.unk_token_id
    torch.manual_seed(0)
    spread = table.std(0)
    made = table.mean(0) + 0.5 * spread * torch.randn(vocabulary.get_vocab_size(), table.shape[1])
    known = torch.zeros(len(made), dtype=torch.bool)
    for piece, number in vocabulary.get_vocab().items():
        cut = _cut(piece, other)
        if cut and unknown not in cut:
            # a little apart, so that what the checkpoint does not tell from each other (case) can part
            made[number] = table[cut].mean(0) + 0.05 * spread * torch.randn(table.shape[1])
            known[number] = True
    if run:
        earlier = _earlier(Path(run), len(made))
        # the best map in the sense of least squares, with a small penalty
        inputs = torch.cat([earlier, torch.ones(len(earlier), 1)], 1)
        here, there = inputs[known], made[known]
        map_ = torch.linalg.solve(here.T @ here + torch.eye(here.shape[1]), here.T @ there)
        made[~known] = (inputs[~known] @ map_) + 0.05 * spread * torch.randn(int((~known).sum()), table.shape[1])
    return made


def _cut(piece: str, other: PreTrainedTokenizerBase) -> list[int]:
    """The numbers of the pieces with which another tokenizer spells one of ours; its own marks for our marks."""
    marks = dict(
        zip(
            SPECIAL, (other.pad_token, other.unk_token, other.cls_token, other.sep_token, other.mask_token), strict=True
        )
    )
    if piece in marks:
        names = [str(marks[piece])]
    else:
        inner = piece.startswith(_INNER) and len(piece) > len(_INNER)
        names = other.tokenize(piece.removeprefix(_INNER) if inner else piece)
        if inner and names and _INNER + names[0] in other.get_vocab():
            names[0] = _INNER + names[0]
    numbers = other.convert_tokens_to_ids(names)
    return [numbers] if isinstance(numbers, int) else list(numbers)


def _earlier(run: Path, size: int) -> Tensor:
    """The embeddings of an earlier run."""
    from safetensors.torch import load_file

    path = run / "encoder.safetensors"
    if not path.is_file():
        raise ModelError(f"[encoder] pieces: expected {path}; train {run} first or leave the setting out")
    weights = load_file(path)
    table = next(
        (value for name, value in weights.items() if name.endswith("embeddings.weight") and len(value) == size), None
    )
    if table is None:
        raise ModelError(f"[encoder] pieces: {path} has no embeddings of {size} pieces; its vocabulary is another")
    return table.float()
