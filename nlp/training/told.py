"""The last layers of an encoder, run twice in one pass: as the text is, and with the types of its mentions told.

Names are read off the bare text. Roles and relations are read where the layers below are joined by what each mention is, as the
markers of PURE tell it (Zhong and Chen 2021); but only the last layers run again, so the whole costs a quarter more, not twice as
much.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import torch
from torch import Tensor, nn

from nlp.errors import ModelError

if TYPE_CHECKING:
    from transformers import PreTrainedModel


def layers_of(encoder: PreTrainedModel) -> nn.ModuleList:
    """The layers of an encoder of BERT's architecture or of ours.

    Raises:
        ModelError: it is of another.
    """
    from transformers import BertModel, ModernBertModel

    if isinstance(encoder, BertModel):
        layers: nn.ModuleList = encoder.encoder.layer
    elif isinstance(encoder, ModernBertModel):
        layers = encoder.layers
    else:
        raise ModelError(
            f"[encoder] told needs BERT's architecture or our own, was: {encoder.config.model_type}; set it to 0"
        )
    return layers


class Again:
    """Doubles the batch before the last layers of an encoder, while types are told.

    Args:
        encoder: whose layers they are.
        told: how many of its layers run twice.

    Raises:
        ModelError: the encoder has fewer layers, or is of an architecture that is not known.
    """

    def __init__(self, encoder: PreTrainedModel, told: int) -> None:
        layers = layers_of(encoder)
        if told >= len(layers):
            raise ModelError(f"[encoder] told must be less than the {len(layers)} layers of the encoder, was: {told}")
        self._types: Tensor | None = None
        for number, layer in enumerate(layers[-told:]):
            layer.register_forward_pre_hook(self._before(first=number == 0), with_kwargs=True)

    @contextmanager
    def telling(self, types: Tensor) -> Iterator[None]:
        """While this lasts, the encoder gives states without the types, then those with them, along the batch.

        *Shape:* (windows, positions, width)
        """
        self._types = types
        try:
            yield
        finally:
            self._types = None

    def _before(self, *, first: bool) -> Any:
        def change(_: nn.Module, given: tuple[Any, ...], named: dict[str, Any]) -> Any:
            if self._types is None:
                return None
            states, *others = given
            count = len(self._types)
            if first:
                states = torch.cat([states, states + self._types.to(states.dtype)])
            return (states, *(_twice(one, count) for one in others)), {k: _twice(v, count) for k, v in named.items()}

        return change


def _twice(value: Any, count: int) -> Any:
    """What belongs to each window, as masks do, once more; what belongs to all of them as it is."""
    if isinstance(value, Tensor) and value.ndim > 1 and len(value) == count > 1:
        return torch.cat([value, value])
    return value
