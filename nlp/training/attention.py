"""Attention for training on a processor: in 16 bits, its probabilities kept for the way back.

The kernels of torch 2.13 that reckon attention piece by piece save memory and take twice the time on the way back; with a mask they
spell it out in 32 bits. Windows are short, so their probabilities fit.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import torch
from torch import Tensor

if TYPE_CHECKING:
    from transformers import PreTrainedModel

_NAME = "lode_quick"
_HIDDEN = -1e4


class _Attention(torch.autograd.Function):  # type: ignore[misc]
    """Attention of queries and keys, scaled before, over values; a bias hides what is not there."""

    @staticmethod
    def forward(context: Any, queries: Tensor, keys: Tensor, values: Tensor, bias: Tensor | None) -> Tensor:
        scores = queries @ keys.transpose(-1, -2)
        if bias is not None:
            scores += bias
        chances = torch.softmax(scores, -1)
        context.save_for_backward(queries, keys, values, chances)
        return chances @ values

    @staticmethod
    def backward(context: Any, *gradients: Tensor) -> tuple[Tensor, Tensor, Tensor, None]:
        queries, keys, values, chances = context.saved_tensors
        gradient = gradients[0].to(chances.dtype)
        # the derivative of a softmax: what a cell gains less what its row gains on the whole
        of_chances = gradient @ values.transpose(-1, -2)
        of_scores = torch._softmax_backward_data(of_chances, chances, -1, chances.dtype)
        return of_scores @ keys, of_scores.transpose(-1, -2) @ queries, chances.transpose(-1, -2) @ gradient, None


def quick_attention(
    module: torch.nn.Module,
    query: Tensor,
    key: Tensor,
    value: Tensor,
    attention_mask: Tensor | None,
    scaling: float | None = None,
    dropout: float = 0.0,
    **_: Any,
) -> tuple[Tensor, None]:
    """Attention as transformers asks for it.

    *Shape:* (windows, heads, positions, width of a head) → (windows, positions, heads, width of a head)

    Raises:
        ValueError: dropout is asked for.
    """
    if dropout:
        raise ValueError("this attention has no dropout; set that of the checkpoint to 0")
    scale = query.shape[-1] ** -0.5 if scaling is None else scaling
    bias = None
    if attention_mask is not None:
        shown = attention_mask if attention_mask.dtype == torch.bool else attention_mask >= 0
        bias = (~shown).to(query.dtype) * _HIDDEN
    attended: Tensor = _Attention.apply(query * scale, key.contiguous(), value.contiguous(), bias)
    return attended.transpose(1, 2).contiguous(), None


def with_quick_attention(model: PreTrainedModel) -> PreTrainedModel:
    """An encoder that attends by `quick_attention`, if it is a BERT, whose attention is plain."""
    if model.config.model_type != "bert":
        return model
    from transformers import AttentionInterface, AttentionMaskInterface
    from transformers.masking_utils import sdpa_mask

    AttentionInterface.register(_NAME, quick_attention)
    AttentionMaskInterface.register(_NAME, sdpa_mask)
    model.config._attn_implementation = _NAME
    return model
