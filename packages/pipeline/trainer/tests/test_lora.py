"""The fused LoRA product against plain autograd, and the adapter's life."""

import torch
from torch import nn

from emailai_trainer.base import load_base
from emailai_trainer.lora import LINEARS, LoraLinear


def test_gradients_equal_plain_autograd():
    generator = torch.Generator().manual_seed(3)
    linear = nn.Linear(20, 12, bias=True).double().requires_grad_(False)
    lora = LoraLinear(linear)
    lora.reset(4, 6.0, generator)
    lora.lora_a = nn.Parameter(torch.randn(4, 20, generator=generator).double())
    lora.lora_b = nn.Parameter(torch.randn(12, 4, generator=generator).double())
    x = torch.randn(2, 7, 20, generator=generator).double().requires_grad_(True)
    a, b = (p.detach().clone().requires_grad_(True) for p in (lora.lora_a, lora.lora_b))
    x_plain = x.detach().clone().requires_grad_(True)
    plain = x_plain @ linear.weight.T + linear.bias + (6.0 / 4) * (x_plain @ a.T) @ b.T
    ours = lora(x)
    torch.testing.assert_close(ours, plain)
    weights = torch.randn(2, 7, 12, generator=generator).double()
    (ours * weights).sum().backward()
    (plain * weights).sum().backward()
    torch.testing.assert_close(x.grad, x_plain.grad)
    # The product keeps gradients of A and B in f32, whatever the base computes in.
    torch.testing.assert_close(lora.lora_a.grad.double(), a.grad, rtol=1e-5, atol=1e-5)
    torch.testing.assert_close(lora.lora_b.grad.double(), b.grad, rtol=1e-5, atol=1e-5)
    assert linear.weight.grad is None


def test_a_fresh_adapter_is_the_base_and_depends_on_its_seed_only(llama_dir):
    base = load_base(llama_dir, "cpu")
    ids = torch.arange(20)[None]
    bare = base.model(input_ids=ids).logits
    base.adapter.reset(4, 8.0, seed=1)
    assert len(list(base.adapter.linears())) == 2 * len(LINEARS)
    assert torch.equal(base.model(input_ids=ids).logits, bare)
    first = base.adapter.state()
    base.adapter.reset(4, 8.0, seed=2)
    second = base.adapter.state()
    base.adapter.reset(4, 8.0, seed=1)
    third = base.adapter.state()
    assert all(torch.equal(first[name], third[name]) for name in first)
    a_names = [name for name in first if "lora_A" in name]
    assert not any(torch.equal(first[name], second[name]) for name in a_names)
    bound = 1 / 64**0.5
    drawn = first["model.layers.0.self_attn.q_proj.lora_A.weight"]
    assert drawn.abs().max() <= bound and drawn.abs().max() > 0.9 * bound
    base.adapter.drop()
    assert base.adapter.parameters() == []
    assert torch.equal(base.model(input_ids=ids).logits, bare)
