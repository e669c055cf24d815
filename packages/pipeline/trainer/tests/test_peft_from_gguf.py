"""llama.cpp's LoRA file back into what PEFT wrote."""

import json

import pytest
import torch
from conftest import make_base

from emailai_trainer.adapter_files import read_peft_adapter, write_gguf_adapter, write_peft_adapter
from emailai_trainer.base import load_base
from emailai_trainer.errors import TrainerError
from emailai_trainer.peft_from_gguf import peft_from_gguf
from emailai_trainer.prepare_base import prepare_base


@pytest.mark.parametrize("model_type", ["llama", "qwen2", "qwen3"])
def test_it_is_the_very_adapter_that_was_trained(tmp_path, model_type):
    source = make_base(tmp_path / "source", model_type)
    prepare_base(source, tmp_path / "prepared")
    base_file = tmp_path / "prepared" / "base.gguf"
    base = load_base(source, "cpu")
    base.adapter.reset(4, 6.0, seed=9)
    with torch.no_grad():
        for _, lora in base.adapter.linears():
            lora.lora_b.normal_(0, 0.2)
    adapter, _ = write_gguf_adapter(tmp_path / "adapter", base, base.adapter.state())
    peft_from_gguf(base_file, adapter, tmp_path / "peft")
    rank, alpha, tensors = read_peft_adapter(tmp_path / "peft")
    assert (rank, alpha) == (4, 6.0)
    trained = base.adapter.state()
    assert tensors.keys() == trained.keys()
    assert all(torch.equal(tensor, tensors[name]) for name, tensor in trained.items())
    write_peft_adapter(tmp_path / "trainer", base, trained)
    configs = [
        json.loads((tmp_path / name / "adapter_config.json").read_text("utf-8"))
        for name in ("peft", "trainer")
    ]
    for config in configs:
        config["target_modules"] = sorted(config["target_modules"])
    assert configs[0] == configs[1]


def test_a_base_is_no_adapter(tmp_path, llama_dir):
    prepare_base(llama_dir, tmp_path / "prepared")
    base_file = tmp_path / "prepared" / "base.gguf"
    with pytest.raises(TrainerError, match="not a LoRA adapter"):
        peft_from_gguf(base_file, base_file, tmp_path / "peft")
    assert not (tmp_path / "peft").exists()
