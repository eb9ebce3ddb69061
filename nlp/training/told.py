"""The last layers of an encoder, told of which types the mentions are.

Names are read off the layers below, which know the bare text. Roles and relations are read off the last layers, whose input is joined
by what each mention is, as the markers of PURE tell it (Zhong and Chen 2021). So no layer runs twice: reading names and
then facts costs what one reading does.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

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


class Telling:
    """Tells the last layers of an encoder what the mentions are, and keeps what the layers below make of the bare text.

    Args:
        encoder: whose layers they are.
        told: how many of its layers are told.

    Raises:
        ModelError: the encoder has not more layers, or is of an architecture that is not known.
    """

    def __init__(self, encoder: PreTrainedModel, told: int) -> None:
        layers = layers_of(encoder)
        if told >= len(layers):
            raise ModelError(f"[encoder] told must be less than the {len(layers)} layers of the encoder, was: {told}")
        self._types: Tensor | None = None
        self._below: Tensor | None = None
        layers[-told].register_forward_pre_hook(self._tell, with_kwargs=True)

    @contextmanager
    def telling(self, types: Tensor | None) -> Iterator[None]:
        """While this lasts, the last layers read the types too, if there are any.

        *Shape:* (windows, positions, width)
        """
        self._types = types
        try:
            yield
        finally:
            self._types = None

    def below(self) -> Tensor:
        """What the layers below made of the windows that the encoder read last; it can be asked for once.

        *Shape:* (windows, positions, width)
        """
        found, self._below = self._below, None
        assert found is not None, "the encoder has read nothing"
        return found

    def _tell(self, _: nn.Module, given: tuple[Any, ...], named: dict[str, Any]) -> Any:
        states, *others = given
        self._below = states
        if self._types is None:
            return None
        return (states + self._types.to(states.dtype), *others), named
