"""
Causal attention over mails packed into one row, plugged into transformers by name. No mask is ever built: an
attention function that transformers knows no mask for receives none.
"""

from typing import Any

import torch
from torch.nn.functional import scaled_dot_product_attention
from transformers import AttentionInterface

from .packing import Segments

NAME = "emailai_packed"

try:
    from torch.nn.attention.varlen import varlen_attn
except ImportError:  # older torch, or a build without it
    varlen_attn = None


def packed_attention(
    module: torch.nn.Module,
    query: torch.Tensor,
    key: torch.Tensor,
    value: torch.Tensor,
    attention_mask: torch.Tensor | None,
    scaling: float | None = None,
    segments: Segments | None = None,
    **_: Any,
) -> tuple[torch.Tensor, None]:
    """
    ``query`` [1, heads, tokens, size], ``key`` and ``value`` [1, key heads, tokens, size]; the answer is
    [1, tokens, heads, size]. Without ``segments`` the whole row is one text.
    """
    if attention_mask is not None:
        raise ValueError("packed attention takes no mask")
    if segments is None:
        return _one_text(query, key, value, scaling).transpose(1, 2), None
    if varlen_attn is not None and query.is_cuda and query.dtype in (torch.bfloat16, torch.float16):
        return _varlen(query, key, value, scaling, segments), None
    parts = [
        _one_text(q, k, v, scaling)
        for q, k, v in zip(
            query.split(segments.lengths, 2),
            key.split(segments.lengths, 2),
            value.split(segments.lengths, 2),
            strict=True,
        )
    ]
    return torch.cat(parts, dim=2).transpose(1, 2), None


def _one_text(
    q: torch.Tensor, k: torch.Tensor, v: torch.Tensor, scale: float | None
) -> torch.Tensor:
    is_grouped = q.shape[1] != k.shape[1]
    return scaled_dot_product_attention(q, k, v, is_causal=True, scale=scale, enable_gqa=is_grouped)


def _varlen(
    query: torch.Tensor,
    key: torch.Tensor,
    value: torch.Tensor,
    scale: float | None,
    segments: Segments,
) -> torch.Tensor:
    q, k, v = (x[0].transpose(0, 1).contiguous() for x in (query, key, value))
    out = varlen_attn(
        q,
        k,
        v,
        segments.starts,
        segments.starts,
        segments.longest,
        segments.longest,
        scale=scale,
        window_size=(-1, 0),  # causal
        enable_gqa=q.shape[1] != k.shape[1],
    )
    return out[None]


AttentionInterface.register(NAME, packed_attention)
