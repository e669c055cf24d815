"""
A GGUF file as a Hugging Face directory that can be trained on. Weights and config are rebuilt here: transformers'
own reader drops llama's attention biases, rope factors and an unusual head size without a word. Its tokenizer
reader is used.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import gguf
import numpy as np
import torch
from safetensors.torch import save_file
from transformers import AutoConfig, AutoModelForCausalLM, AutoTokenizer

from .base import context_tokens_of
from .errors import TrainerError
from .gguf_base import llama3_frequency_factors
from .gguf_names import ARCHITECTURES, heads_to_permute, hugging_face_name, unpermute_rows

# Llama 3.1 stretches its long waves by 8, Llama 3.2 by 32; the rest of the rule is the same.
LLAMA3_FACTORS = (8.0, 32.0)
SHARD_BYTES = 2**31


def dequantise_gguf(source: Path, hf: Path) -> dict[str, Any]:
    """
    Writes ``hf`` and returns name, parameters and context. f16 and f32 files keep their type, quantised ones
    become bf16. Raises ``base_unsupported`` for what cannot be rebuilt exactly.
    """
    try:
        reader = gguf.GGUFReader(source)
    except (ValueError, OSError) as error:
        raise TrainerError("base_unsupported", f"{source} is not a GGUF file.") from error
    architecture = _value(reader, "general.architecture")
    if architecture not in ARCHITECTURES.values():
        known = ", ".join(sorted(set(ARCHITECTURES.values())))
        raise TrainerError(
            "base_unsupported", f"The base is a {architecture} GGUF; supported are {known}."
        )
    tokenizer = AutoTokenizer.from_pretrained(
        str(source.parent), gguf_file=source.name, local_files_only=True
    )
    tokenizer.chat_template = _value(reader, "tokenizer.chat_template")
    if not tokenizer.chat_template:
        raise TrainerError("base_unsupported", f"{source.name} has no chat template.")
    config = _config(reader, architecture)
    hf.mkdir(parents=True, exist_ok=True)
    shapes = _write_weights(reader, config, hf)
    _check_complete(config, shapes)
    config.save_pretrained(hf)
    tokenizer.save_pretrained(hf)
    return {
        "name": _value(reader, "general.name") or source.stem,
        "parameters": sum(int(np.prod(shape)) for shape in shapes.values()),
        "contextTokens": context_tokens_of(config),
    }


def _config(reader: gguf.GGUFReader, architecture: str) -> Any:
    names = {tensor.name for tensor in reader.tensors}
    embedding = next(tensor for tensor in reader.tensors if tensor.name == "token_embd.weight")

    def value(key: str, default: Any = None) -> Any:
        return _value(reader, f"{architecture}.{key}", default)

    heads = value("attention.head_count")
    width = value("embedding_length")
    head_size = value("attention.key_length") or value("rope.dimension_count") or width // heads
    extra = {"attention_bias": "blk.0.attn_q.bias" in names} if architecture == "llama" else {}
    return AutoConfig.for_model(
        architecture,
        vocab_size=embedding.data.shape[0],
        hidden_size=width,
        intermediate_size=value("feed_forward_length"),
        num_hidden_layers=value("block_count"),
        num_attention_heads=heads,
        num_key_value_heads=value("attention.head_count_kv", heads),
        head_dim=head_size,
        rms_norm_eps=value("attention.layer_norm_rms_epsilon"),
        max_position_embeddings=value("context_length"),
        rope_parameters=_rope(reader, architecture, head_size),
        tie_word_embeddings="output.weight" not in names,
        bos_token_id=_value(reader, "tokenizer.ggml.bos_token_id"),
        eos_token_id=_value(reader, "tokenizer.ggml.eos_token_id"),
        pad_token_id=_value(reader, "tokenizer.ggml.padding_token_id"),
        dtype=_dtype(reader),
        **extra,
    )


def _rope(reader: gguf.GGUFReader, architecture: str, head_size: int) -> dict[str, Any]:
    theta = float(_value(reader, f"{architecture}.rope.freq_base", 10_000.0))
    stored = next((tensor for tensor in reader.tensors if tensor.name == "rope_freqs.weight"), None)
    if stored is not None:
        return _llama3_rope(theta, head_size, stored.data)
    scaling = _value(reader, f"{architecture}.rope.scaling.type", "none")
    factor = _value(reader, f"{architecture}.rope.scaling.factor", 1.0)
    context = _value(reader, f"{architecture}.rope.scaling.original_context_length")
    if scaling == "none":
        return {"rope_type": "default", "rope_theta": theta}
    if scaling == "linear":
        return {"rope_type": "linear", "rope_theta": theta, "factor": factor}
    if scaling == "yarn" and context:
        return {
            "rope_type": "yarn",
            "rope_theta": theta,
            "factor": factor,
            "original_max_position_embeddings": context,
        }
    raise TrainerError("base_unsupported", f"The base's rope scaling {scaling} is not supported.")


def _llama3_rope(theta: float, head_size: int, factors: np.ndarray) -> dict[str, Any]:
    """The rule behind a file's factors; only the Llama 3 family's are known."""
    for factor in LLAMA3_FACTORS:
        rope = {
            "rope_type": "llama3",
            "rope_theta": theta,
            "factor": factor,
            "low_freq_factor": 1.0,
            "high_freq_factor": 4.0,
            "original_max_position_embeddings": 8192,
        }
        if np.allclose(llama3_frequency_factors(rope, head_size), factors, rtol=1e-3):
            return rope
    raise TrainerError("base_unsupported", "The base's rope factors are of no known kind.")


def _write_weights(reader: gguf.GGUFReader, config: Any, hf: Path) -> dict[str, tuple[int, ...]]:
    """Shards and their index, one shard in memory at a time; returns every tensor's shape."""
    shapes: dict[str, tuple[int, ...]] = {}
    weight_map: dict[str, str] = {}
    shard: dict[str, torch.Tensor] = {}
    shard_bytes = 0

    def flush() -> None:
        file = f"model-{len(set(weight_map.values())) + 1:05d}.safetensors"
        save_file(shard, hf / file, metadata={"format": "pt"})
        weight_map.update(dict.fromkeys(shard, file))
        shard.clear()

    for name, tensor in _tensors(reader, config):
        shard[name] = tensor
        shapes[name] = tuple(tensor.shape)
        shard_bytes += tensor.nbytes
        if shard_bytes > SHARD_BYTES:
            flush()
            shard_bytes = 0
    if shard:
        flush()
    index = {"metadata": {}, "weight_map": weight_map}
    (hf / "model.safetensors.index.json").write_text(json.dumps(index), "utf-8")
    return shapes


def _tensors(reader: gguf.GGUFReader, config: Any) -> Iterator[tuple[str, torch.Tensor]]:
    dtype = _dtype(reader)
    for stored in reader.tensors:
        if stored.name == "rope_freqs.weight":
            continue
        target, _, leaf = stored.name.rpartition(".")
        try:
            name = f"{hugging_face_name(target)}.{leaf}"
        except (KeyError, ValueError):
            raise TrainerError(
                "base_unsupported", f"The base holds a tensor of no known place: {stored.name}."
            ) from None
        values = gguf.dequantize(stored.data, stored.tensor_type).astype(np.float32, copy=False)
        heads = heads_to_permute(
            config.model_type, target, config.num_attention_heads, config.num_key_value_heads
        )
        if heads is not None:
            values = unpermute_rows(values, heads)
        tensor = torch.from_numpy(np.array(values))
        yield name, tensor if tensor.dim() == 1 else tensor.to(dtype)


def _check_complete(config: Any, shapes: dict[str, tuple[int, ...]]) -> None:
    """A tensor the model wants and the file lacks would be random: it is named instead."""
    with torch.device("meta"):
        wanted = AutoModelForCausalLM.from_config(config).state_dict()
    if config.tie_word_embeddings:
        wanted.pop("lm_head.weight", None)
    for name, tensor in wanted.items():
        if shapes.get(name) != tuple(tensor.shape):
            raise TrainerError(
                "base_unsupported", f"The base's {name} is missing or of another shape."
            )
    extra = shapes.keys() - wanted.keys()
    if extra:
        raise TrainerError(
            "base_unsupported", f"The base holds {min(extra)}, which is not supported."
        )


def _dtype(reader: gguf.GGUFReader) -> torch.dtype:
    kinds = {tensor.tensor_type for tensor in reader.tensors if len(tensor.shape) > 1}
    if kinds <= {gguf.GGMLQuantizationType.F16}:
        return torch.float16
    if gguf.GGMLQuantizationType.F32 in kinds:
        return torch.float32
    return torch.bfloat16


def _value(reader: gguf.GGUFReader, key: str, default: Any = None) -> Any:
    field = reader.get_field(key)
    return default if field is None else field.contents()
