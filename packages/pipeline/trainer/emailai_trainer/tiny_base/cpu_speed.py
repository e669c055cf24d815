"""What makes small training quick on a CPU: memory kept by the process, and attention as plain bf16 products.

Measured on two Zen 5 cores: a bf16 linear of 8,000 rows forward and backward takes 7 ms instead of 40 ms once freed
memory stays with the process (else every large tensor is mapped and zeroed anew by the kernel); causal
attention of 170 tokens takes 23 ms instead of 90 ms.
"""

from __future__ import annotations

import ctypes
import sys

ATTENTION = "short_causal"
PLAIN_UP_TO = (
    640  # tokens; beyond it the scores no longer fit the caches and flash attention is quicker
)


def keep_freed_memory() -> bool:
    """Tells glibc not to give memory back; False where there is no glibc."""
    if not sys.platform.startswith("linux"):
        return False
    libc = ctypes.CDLL(None)
    if not hasattr(libc, "mallopt"):
        return False
    trim_threshold, top_pad, mmap_max = -1, -2, -4
    set_all = [
        libc.mallopt(mmap_max, 0),
        libc.mallopt(trim_threshold, 2**31 - 1),
        libc.mallopt(top_pad, 2**28),
    ]
    return all(set_all)


def _short_causal_attention(
    module, query, key, value, attention_mask, scaling=None, dropout=0.0, **_
):
    """Query [batch, heads, tokens, dim], key and value with their own head count -> [batch, tokens, heads, dim]."""
    import torch
    from torch.nn.functional import scaled_dot_product_attention

    if torch.is_autocast_enabled("cpu"):  # rotary embeddings come back in fp32
        query, key, value = query.bfloat16(), key.bfloat16(), value.bfloat16()
    groups = query.shape[1] // key.shape[1]
    key, value = key.repeat_interleave(groups, 1), value.repeat_interleave(groups, 1)
    batch, heads, tokens, dim = query.shape
    scaling = dim**-0.5 if scaling is None else scaling
    if tokens > PLAIN_UP_TO or query.dtype != torch.bfloat16:
        out = scaled_dot_product_attention(query, key, value, is_causal=True, scale=scaling)
        return out.transpose(1, 2), None
    with torch.autocast("cpu", enabled=False):
        future = torch.full((tokens, tokens), float("-inf"), dtype=query.dtype).triu(1)
        scores = torch.baddbmm(
            future, query.flatten(0, 1) * scaling, key.flatten(0, 1).transpose(1, 2)
        )
        out = torch.bmm(scores.softmax(-1), value.flatten(0, 1))
    return out.view(batch, heads, tokens, dim).transpose(1, 2), None


def register_attention() -> str:
    """Makes the attention known to transformers and returns its name. Causal, right padding only."""
    from transformers import AttentionInterface, AttentionMaskInterface

    AttentionInterface.register(ATTENTION, _short_causal_attention)
    AttentionMaskInterface.register(ATTENTION, lambda *_, **__: None)
    return ATTENTION
