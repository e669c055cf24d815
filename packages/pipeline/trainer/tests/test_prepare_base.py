"""One base, two forms: what trains and what serves hold the same model."""

import json
import os
import subprocess
import sys

import gguf
import pytest
import torch
from conftest import CHAT_TEMPLATE, make_base, make_rows
from tokenizers import Regex, pre_tokenizers
from trainer_child import PACKAGE_ROOT
from transformers import LlamaConfig
from transformers.modeling_rope_utils import ROPE_INIT_FUNCTIONS

from emailai_trainer.base import load_base
from emailai_trainer.chat_text import tokenise_rows
from emailai_trainer.errors import TrainerError
from emailai_trainer.gguf_base import llama3_frequency_factors
from emailai_trainer.gguf_tokenizer import pre_tokenizer_name
from emailai_trainer.packing import pack_rows
from emailai_trainer.prepare_base import prepare_base, sha256_of
from emailai_trainer.rows import Row


def nats_of(directory) -> tuple[list, torch.Tensor]:
    base = load_base(directory, "cpu")
    rows = [Row(r["id"], r["instruction"] + "\n\n" + r["input"], r["output"]) for r in make_rows(3)]
    tokenised = tokenise_rows(base.tokenizer, rows, 512)
    with torch.no_grad():
        return tokenised, base.nats(pack_rows(tokenised, base.device))


@pytest.mark.parametrize(
    ("model_type", "tied", "bias"),
    [("llama", False, True), ("llama", True, False), ("mistral", False, False), ("qwen2", False, False),
     ("qwen3", True, False)],
)  # fmt: skip
def test_directory_to_gguf_to_directory_is_the_same_model(tmp_path, model_type, tied, bias):
    source = make_base(tmp_path / "source", model_type, tied=tied, bias=bias)
    facts = prepare_base(source, tmp_path / "one")
    file = tmp_path / "one" / "base.gguf"
    assert facts["sha256"] == sha256_of(file)
    assert facts["trialOnly"] is True
    assert facts["contextTokens"] == 512
    back = prepare_base(file, tmp_path / "two")
    assert back["parameters"] == facts["parameters"]
    assert back["sha256"] == facts["sha256"]
    rows, nats = nats_of(tmp_path / "one" / "hf")
    rows_back, nats_back = nats_of(tmp_path / "two" / "hf")
    assert rows == rows_back
    assert torch.equal(nats, nats_back)


def test_the_gguf_says_what_llama_cpp_must_know(tmp_path, llama_dir):
    prepare_base(llama_dir, tmp_path / "out")
    reader = gguf.GGUFReader(tmp_path / "out" / "base.gguf")
    fields = {key: reader.get_field(key).contents() for key in reader.fields}
    assert fields["general.architecture"] == "llama"
    assert fields["llama.attention.head_count_kv"] == 2
    assert fields["tokenizer.ggml.model"] == "gpt2"
    assert fields["tokenizer.ggml.pre"] == "gpt-2"
    assert fields["tokenizer.ggml.add_bos_token"] is False
    assert fields["tokenizer.chat_template"] == CHAT_TEMPLATE
    tokens, kinds = fields["tokenizer.ggml.tokens"], fields["tokenizer.ggml.token_type"]
    control = {
        token for token, kind in zip(tokens, kinds, strict=False) if kind == gguf.TokenType.CONTROL
    }
    assert control == {"<|pad|>", "<|end|>", "<|system|>", "<|user|>", "<|assistant|>"}
    assert tokens[fields["tokenizer.ggml.eos_token_id"]] == "<|end|>"
    assert tokens[fields["tokenizer.ggml.padding_token_id"]] == "<|pad|>"


def test_half_precision_stays_half_precision(tmp_path, llama_dir):
    from transformers import AutoModelForCausalLM

    source = make_base(tmp_path / "source")
    for dtype, kind in (
        ("float16", gguf.GGMLQuantizationType.F16),
        ("bfloat16", gguf.GGMLQuantizationType.BF16),
    ):
        AutoModelForCausalLM.from_pretrained(source, dtype=dtype).save_pretrained(source)
        prepare_base(source, tmp_path / dtype)
        reader = gguf.GGUFReader(tmp_path / dtype / "base.gguf")
        kinds = {len(tensor.shape): tensor.tensor_type for tensor in reader.tensors}
        assert kinds == {1: gguf.GGMLQuantizationType.F32, 2: kind}
        prepare_base(tmp_path / dtype / "base.gguf", tmp_path / f"{dtype}-back")
        assert torch.equal(
            nats_of(tmp_path / dtype / "hf")[1], nats_of(tmp_path / f"{dtype}-back" / "hf")[1]
        )


def test_llama3_factors_are_those_of_transformers():
    rope = {
        "rope_type": "llama3",
        "rope_theta": 500000.0,
        "factor": 8.0,
        "low_freq_factor": 1.0,
        "high_freq_factor": 4.0,
        "original_max_position_embeddings": 8192,
    }
    config = LlamaConfig(hidden_size=512, num_attention_heads=4, rope_parameters=rope)
    scaled, _ = ROPE_INIT_FUNCTIONS["llama3"](config, "cpu")
    plain = 500000.0 ** (-torch.arange(0, 128, 2).double() / 128)
    factors = torch.from_numpy(llama3_frequency_factors(rope, 128)).double()
    torch.testing.assert_close(plain / factors, scaled.double(), rtol=1e-5, atol=1e-9)


def pre_name(*parts) -> str:
    wrapped = pre_tokenizers.Sequence(list(parts)) if len(parts) > 1 else parts[0]
    return pre_tokenizer_name(json.loads(wrapped.__getstate__()))


def test_word_splitting_is_known_by_name_or_refused():
    words = r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|"
    rest = r"| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"
    bytes_only = pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False)

    def split(numbers: str):
        return pre_tokenizers.Split(Regex(words + numbers + rest), "isolated")

    assert pre_name(split(r"\p{N}{1,3}"), bytes_only) == "llama-bpe"
    assert pre_name(split(r"\p{N}"), bytes_only) == "qwen2"
    byte_level = pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=True)
    assert pre_name(byte_level) == "gpt-2"
    assert pre_name(pre_tokenizers.Digits(individual_digits=True), byte_level) == "smollm"
    for unknown in (split(r"\p{N}{1,2}"), pre_tokenizers.Whitespace()):
        with pytest.raises(TrainerError, match="GGUF"):
            pre_name(unknown, bytes_only)


def test_the_command_prints_one_line_and_leaves_nothing_half_done(tmp_path, llama_dir):
    def run(source, out):
        command = [
            sys.executable,
            "-m",
            "emailai_trainer.prepare_base",
            "--source",
            source,
            "--out",
            out,
        ]
        return subprocess.run(command, cwd=PACKAGE_ROOT, capture_output=True, text=True)

    done = run(llama_dir, tmp_path / "cache" / "base")
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == json.loads((tmp_path / "cache/base/base.json").read_text())
    wrong = tmp_path / "wrong.gguf"
    wrong.write_bytes(b"no model")
    refused = run(wrong, tmp_path / "cache" / "wrong")
    assert refused.returncode == 2
    assert refused.stdout == ""
    assert "is not a GGUF file" in refused.stderr
    assert [path.name for path in (tmp_path / "cache").iterdir()] == ["base"]


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="needs a device that is always full")
def test_a_full_disk_is_named(tmp_path, llama_dir, monkeypatch):
    from emailai_trainer import prepare_base as module

    def link_to_full(source, target):
        with open("/dev/full", "wb") as full:
            full.write(b"weights" * 10_000)

    monkeypatch.setattr(module, "link_or_copy", link_to_full)
    with pytest.raises(TrainerError) as refusal:
        prepare_base(llama_dir, tmp_path / "cache" / "base")
    assert refusal.value.code == "disk_full"
    assert list((tmp_path / "cache").iterdir()) == []
