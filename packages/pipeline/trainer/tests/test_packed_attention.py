"""The CUDA path cannot run on every machine; how it lays out its arguments can be checked on any."""

import inspect

import pytest
import torch
from torch.nn.functional import scaled_dot_product_attention

from emailai_trainer import packed_attention as module
from emailai_trainer.packing import Segments

LENGTHS = (5, 9, 2)


def plain_varlen(
    query, key, value, cu_seq_q, cu_seq_k, max_q, max_k, *, scale, window_size, enable_gqa
):
    """What PyTorch documents for ``varlen_attn``: [tokens, heads, size], segments by cumulative starts."""
    assert cu_seq_q.dtype == cu_seq_k.dtype == torch.int32
    assert window_size == (-1, 0) and max_q == max_k == max(LENGTHS)
    parts = []
    for a, b in zip(cu_seq_q.tolist(), cu_seq_q.tolist()[1:], strict=False):
        q, k, v = (x[a:b].transpose(0, 1) for x in (query, key, value))
        out = scaled_dot_product_attention(
            q, k, v, is_causal=True, scale=scale, enable_gqa=enable_gqa
        )
        parts.append(out.transpose(0, 1))
    return torch.cat(parts)


@pytest.mark.parametrize("key_heads", [2, 4])
def test_both_paths_agree(monkeypatch, key_heads):
    torch.manual_seed(1)
    query = torch.randn(1, 4, sum(LENGTHS), 8)
    key, value = (torch.randn(1, key_heads, sum(LENGTHS), 8) for _ in range(2))
    segments = Segments(LENGTHS, torch.tensor([0, 5, 14, 16], dtype=torch.int32), max(LENGTHS))
    expected, _ = module.packed_attention(
        None, query, key, value, None, scaling=0.3, segments=segments
    )
    monkeypatch.setattr(module, "varlen_attn", plain_varlen)
    torch.testing.assert_close(module._varlen(query, key, value, 0.3, segments), expected)


def test_the_installed_varlen_takes_these_arguments():
    from torch.nn.attention.varlen import varlen_attn

    ours, theirs = inspect.signature(plain_varlen), inspect.signature(varlen_attn)
    assert list(ours.parameters)[:7] == list(theirs.parameters)[:7]
    assert set(ours.parameters) <= set(theirs.parameters)


def test_a_mask_is_refused():
    x = torch.zeros(1, 1, 3, 4)
    with pytest.raises(ValueError, match="no mask"):
        module.packed_attention(None, x, x, x, torch.ones(3, 3))
