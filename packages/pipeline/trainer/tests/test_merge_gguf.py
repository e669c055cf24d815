"""A base and an adapter as one file: the model it holds is the base with the adapter on."""

import json
import subprocess
import sys

import gguf
import numpy as np
import pytest
import torch
from conftest import make_base
from trainer_child import PACKAGE_ROOT
from transformers import AutoModelForCausalLM

from emailai_trainer.adapter_files import write_gguf_adapter
from emailai_trainer.base import Base, load_base
from emailai_trainer.errors import TrainerError
from emailai_trainer.merge_gguf import ADAPTER_KEY, merge_gguf, planned_bytes
from emailai_trainer.prepare_base import prepare_base, sha256_of

Q8_0 = gguf.GGMLQuantizationType.Q8_0


def prepare(directory, dtype, model_type="llama"):
    """A base of this type as GGUF, and an adapter for it that matters."""
    source = make_base(directory / "source", model_type)
    if dtype is not torch.float32:
        AutoModelForCausalLM.from_pretrained(source, dtype=dtype).save_pretrained(source)
    prepare_base(source, directory / "prepared")
    base = load_base(directory / "prepared" / "hf", "cpu")
    base.adapter.reset(4, 6.0, seed=9)
    with torch.no_grad():
        for _, lora in base.adapter.linears():
            lora.lora_b.normal_(0, 0.2)
    adapter, _ = write_gguf_adapter(directory / "adapter", base, base.adapter.state())
    return base, directory / "prepared" / "base.gguf", adapter


def logits(base: Base) -> torch.Tensor:
    with torch.no_grad():
        return base.model(input_ids=torch.arange(5, 45)[None]).logits


def merged_logits(file, directory) -> torch.Tensor:
    """Of the file read back as a Hugging Face directory, by code that knows nothing of adapters."""
    prepare_base(file, directory)
    back = load_base(directory / "hf", "cpu")
    return logits(back)


@pytest.mark.parametrize("model_type", ["llama", "qwen2"])
@pytest.mark.parametrize(("dtype", "tolerance"), [(torch.float32, 1e-4), (torch.float16, 3e-2)])
def test_the_merged_file_is_the_base_with_its_adapter(tmp_path, model_type, dtype, tolerance):
    base, base_file, adapter = prepare(tmp_path, dtype, model_type)
    out = tmp_path / "merged.gguf"
    said = merge_gguf(base_file, adapter, "same", out)
    assert said == {"bytes": out.stat().st_size, "sha256": sha256_of(out)}
    tuned = logits(base)
    torch.testing.assert_close(
        merged_logits(out, tmp_path / "back"), tuned, rtol=tolerance, atol=tolerance
    )
    base.adapter.set_on(False)
    assert (tuned - logits(base)).abs().max() > 10 * tolerance, "the adapter must matter"


def test_it_keeps_the_types_the_tokenizer_and_what_the_adapter_leaves_alone(tmp_path):
    _, base_file, adapter = prepare(tmp_path, torch.float16)
    out = tmp_path / "merged.gguf"
    merge_gguf(base_file, adapter, "same", out)
    before, after = gguf.GGUFReader(base_file), gguf.GGUFReader(out)
    assert [t.name for t in after.tensors] == [t.name for t in before.tensors]
    for old, new in zip(before.tensors, after.tensors, strict=True):
        assert new.tensor_type == old.tensor_type
        is_changed = ".attn_" in old.name or ".ffn_" in old.name
        if not is_changed or old.name.endswith(("norm.weight", "bias")):
            assert np.array_equal(new.data, old.data), old.name
    for key in before.fields:
        if not key.startswith("GGUF."):
            assert after.get_field(key).contents() == before.get_field(key).contents(), key
    assert after.get_field(ADAPTER_KEY).contents() == adapter.stem


def test_q8_0_is_a_third_of_f32_and_close(tmp_path):
    base, base_file, adapter = prepare(tmp_path, torch.float32)
    exact, small = tmp_path / "exact.gguf", tmp_path / "small.gguf"
    merge_gguf(base_file, adapter, "same", exact)
    merge_gguf(base_file, adapter, "q8_0", small)
    exact_tensors = {t.name: t for t in gguf.GGUFReader(exact).tensors}
    small_reader = gguf.GGUFReader(small)
    for tensor in small_reader.tensors:
        wanted = exact_tensors[tensor.name].data
        if wanted.ndim == 1:
            assert np.array_equal(tensor.data, wanted)
            continue
        assert tensor.tensor_type == Q8_0
        blocks = wanted.reshape(-1, 32)
        found = gguf.dequantize(tensor.data, tensor.tensor_type).reshape(-1, 32)
        # Half a step of 127 to the block's largest, and what f16 rounds off that step.
        allowed = np.abs(blocks).max(axis=1, keepdims=True) / 127 * 0.6
        assert (np.abs(found - blocks) <= allowed).all(), tensor.name
    assert small_reader.get_field("general.file_type").contents() == gguf.LlamaFileType.MOSTLY_Q8_0
    again = tmp_path / "again.gguf"
    # What is quantised already: merging into it leaves the rest as it is.
    merge_gguf(small, adapter, "same", again)
    assert {t.tensor_type for t in gguf.GGUFReader(again).tensors if t.data.ndim > 1} == {Q8_0}


@pytest.mark.parametrize("weights", ["same", "q8_0"])
def test_the_plan_knows_the_size_before_anything_is_written(tmp_path, weights):
    _, base_file, adapter = prepare(tmp_path, torch.float32)
    planned = planned_bytes(base_file, adapter, weights)
    written = merge_gguf(base_file, adapter, weights, tmp_path / "merged.gguf")["bytes"]
    # The name of the adapter comes into the header.
    assert abs(written - planned) < 256


def test_an_adapter_of_another_base_is_refused_and_leaves_nothing(tmp_path):
    _, base_file, _ = prepare(tmp_path / "one", torch.float32)
    _, _, other = prepare(tmp_path / "two", torch.float32, "qwen2")
    wide = gguf.GGUFWriter(tmp_path / "wide.gguf", "llama")
    wide.add_float32("adapter.lora.alpha", 8.0)
    wide.add_tensor("blk.0.attn_q.weight.lora_a", np.ones((4, 128), np.float32))
    wide.add_tensor("blk.0.attn_q.weight.lora_b", np.ones((64, 4), np.float32))
    wide.write_header_to_file()
    wide.write_kv_data_to_file()
    wide.write_tensors_to_file()
    wide.close()
    with pytest.raises(TrainerError, match="trained on another base"):
        merge_gguf(base_file, tmp_path / "wide.gguf", "same", tmp_path / "out.gguf")
    with pytest.raises(TrainerError, match="not a LoRA adapter"):
        merge_gguf(base_file, base_file, "same", tmp_path / "out.gguf")
    torn = tmp_path / "torn.gguf"
    torn.write_bytes(other.read_bytes()[:-1000])
    with pytest.raises(TrainerError, match="not a readable GGUF"):
        merge_gguf(base_file, torn, "same", tmp_path / "out.gguf")
    assert not list(tmp_path.glob("out.gguf*"))


def test_the_command_prints_json_or_a_sentence(tmp_path):
    _, base_file, adapter = prepare(tmp_path, torch.float32)

    def run(*args):
        command = [sys.executable, "-m", "emailai_trainer.merge_gguf", *map(str, args)]
        return subprocess.run(command, cwd=PACKAGE_ROOT, capture_output=True, text=True)

    given = ("--base", base_file, "--adapter", adapter)
    assert json.loads(run(*given, "--plan").stdout)["bytes"] > base_file.stat().st_size / 2
    made = json.loads(run(*given, "--out", tmp_path / "out.gguf").stdout)
    assert made["sha256"] == sha256_of(tmp_path / "out.gguf")
    refused = run("--base", tmp_path / "none.gguf", "--adapter", adapter, "--plan")
    assert refused.returncode == 2
    assert refused.stderr == "The base is not a readable GGUF file.\n"
