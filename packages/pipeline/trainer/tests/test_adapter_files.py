"""Adapters as others read them: PEFT, and llama.cpp's LoRA file."""

import hashlib

import gguf
import numpy as np
import pytest
import torch
from peft import PeftModel
from transformers import AutoModelForCausalLM

from emailai_trainer.adapter_files import read_peft_adapter, write_gguf_adapter, write_peft_adapter
from emailai_trainer.base import load_base


@pytest.fixture(scope="module")
def base(base_dir):
    base = load_base(base_dir, "cpu")
    base.adapter.reset(4, 6.0, seed=9)
    with torch.no_grad():
        for _, lora in base.adapter.linears():
            lora.lora_b.normal_(0, 0.2)
    return base


def test_peft_gives_the_same_logits(base, base_dir, tmp_path):
    directory = tmp_path / "adapter"
    write_peft_adapter(directory, base, base.adapter.state())
    ids = torch.arange(5, 45)[None]
    with torch.no_grad():
        ours = base.model(input_ids=ids).logits
        plain = AutoModelForCausalLM.from_pretrained(base_dir)
        theirs = PeftModel.from_pretrained(plain, directory)(input_ids=ids).logits
        base.adapter.set_on(False)
        bare = base.model(input_ids=ids).logits
        base.adapter.set_on(True)
    torch.testing.assert_close(ours, theirs, rtol=1e-4, atol=1e-4)
    assert (ours - bare).abs().max() > 0.1, "the adapter must matter for this to prove anything"
    rank, alpha, tensors = read_peft_adapter(directory)
    assert (rank, alpha) == (4, 6.0)
    assert all(torch.equal(tensor, tensors[name]) for name, tensor in base.adapter.state().items())


def llama_cpp_order(rows: np.ndarray, heads: int) -> np.ndarray:
    """
    Written from llama.cpp's rope, not from our writer: in each head, transformers turns row i together with
    row i + half; llama.cpp turns 2i with 2i + 1. So what stood at (i, i + half) must stand at (2i, 2i + 1).
    """
    size = rows.shape[0] // heads
    moved = np.empty_like(rows)
    for head in range(heads):
        for i in range(size // 2):
            moved[head * size + 2 * i] = rows[head * size + i]
            moved[head * size + 2 * i + 1] = rows[head * size + i + size // 2]
    return moved


def test_the_gguf_adapter_holds_the_same_change_of_weights(base, tmp_path):
    path, sha256 = write_gguf_adapter(tmp_path, base, base.adapter.state())
    assert path.name == f"{sha256}.gguf"
    assert hashlib.sha256(path.read_bytes()).hexdigest() == sha256
    assert write_gguf_adapter(tmp_path, base, base.adapter.state())[1] == sha256
    reader = gguf.GGUFReader(path)
    fields = {key: reader.get_field(key).contents() for key in reader.fields}
    assert fields["general.architecture"] == base.model_type
    assert fields["general.type"] == "adapter"
    assert fields["adapter.type"] == "lora"
    assert fields["adapter.lora.alpha"] == 6.0
    stored = {tensor.name: tensor for tensor in reader.tensors}
    assert len(stored) == 2 * 2 * 7
    inner = {
        "attn_q": "self_attn.q_proj",
        "attn_k": "self_attn.k_proj",
        "attn_v": "self_attn.v_proj",
        "attn_output": "self_attn.o_proj",
        "ffn_gate": "mlp.gate_proj",
        "ffn_up": "mlp.up_proj",
        "ffn_down": "mlp.down_proj",
    }
    loras = dict(base.adapter.linears())
    for block in range(2):
        for theirs, ours in inner.items():
            lora = loras[f"model.layers.{block}.{ours}"]
            a = stored[f"blk.{block}.{theirs}.weight.lora_a"]
            b = stored[f"blk.{block}.{theirs}.weight.lora_b"]
            # ggml's order of sizes, which llama.cpp checks: A is (in, rank), B is (rank, out).
            assert list(a.shape) == [lora.linear.in_features, 4]
            assert list(b.shape) == [4, lora.linear.out_features]
            delta = (lora.lora_b @ lora.lora_a).detach().numpy()
            if base.model_type == "llama" and theirs in ("attn_q", "attn_k"):
                delta = llama_cpp_order(delta, base.heads if theirs == "attn_q" else base.key_heads)
            np.testing.assert_allclose(b.data @ a.data, delta, rtol=1e-5, atol=1e-6)


def test_half_an_adapter_is_half_as_big_and_rounded_once(base, tmp_path):
    whole, _ = write_gguf_adapter(tmp_path, base, base.adapter.state())
    half, _ = write_gguf_adapter(tmp_path, base, base.adapter.state(), half=True)
    pairs = zip(gguf.GGUFReader(whole).tensors, gguf.GGUFReader(half).tensors, strict=True)
    for wanted, found in pairs:
        assert found.data.dtype == np.float16
        np.testing.assert_allclose(found.data, wanted.data, rtol=2**-11, atol=2**-24)
    assert half.stat().st_size < 0.7 * whole.stat().st_size


def test_a_torn_adapter_is_named(base, tmp_path):
    from emailai_trainer.errors import TrainerError

    directory = tmp_path / "adapter"
    write_peft_adapter(directory, base, base.adapter.state())
    weights = directory / "adapter_model.safetensors"
    weights.write_bytes(weights.read_bytes()[:100])
    with pytest.raises(TrainerError) as refusal:
        read_peft_adapter(directory)
    assert refusal.value.code == "data_unreadable"
