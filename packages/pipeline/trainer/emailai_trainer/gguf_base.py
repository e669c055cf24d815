"""A Hugging Face directory as one GGUF file: the same weights, which llama.cpp serves."""

import json
import math
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import gguf
import numpy as np
import torch
from safetensors import safe_open

from .base import context_tokens_of
from .errors import TrainerError
from .gguf_names import ARCHITECTURES, gguf_name, heads_to_permute, permute_rows
from .gguf_tokenizer import add_tokenizer

_TYPES = {
    torch.float32: (gguf.GGMLQuantizationType.F32, gguf.LlamaFileType.ALL_F32),
    torch.float16: (gguf.GGMLQuantizationType.F16, gguf.LlamaFileType.MOSTLY_F16),
    torch.bfloat16: (gguf.GGMLQuantizationType.BF16, gguf.LlamaFileType.MOSTLY_BF16),
}


def write_base_gguf(path: Path, source: Path, config: Any, tokenizer: Any, name: str) -> int:
    """
    Writes ``path`` and returns the number of parameters. Matrices keep the type they have in ``source`` (f16,
    bf16 or f32), vectors are f32. Raises ``base_unsupported`` for an architecture, rope or tensor it does not know.
    """
    if config.model_type not in ARCHITECTURES:
        raise TrainerError(
            "base_unsupported",
            f"Cannot write a {config.model_type} base as GGUF; supported are {', '.join(ARCHITECTURES)}.",
        )
    files = _tensor_files(source, config)
    writer = gguf.GGUFWriter(str(path), ARCHITECTURES[config.model_type])
    writer.add_type("model")
    writer.add_name(name)
    frequencies = _add_hyper_parameters(writer, config)
    add_tokenizer(writer, tokenizer, config.vocab_size)
    kinds = _add_tensor_infos(writer, files, config)
    if frequencies is not None:
        writer.add_tensor_info(
            "rope_freqs.weight", frequencies.shape, np.dtype("float32"), frequencies.nbytes
        )
    writer.add_file_type(_file_type(kinds))
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_ti_data_to_file()
    parameters = 0
    # One tensor in memory at a time, in the order announced.
    for tensor_name, tensor in _tensors(files):
        parameters += tensor.numel()
        writer.write_tensor_data(_as_written(tensor_name, tensor, config))
    if frequencies is not None:
        writer.write_tensor_data(frequencies)
    writer.close()
    return parameters


def _add_hyper_parameters(writer: gguf.GGUFWriter, config: Any) -> np.ndarray | None:
    """Returns the frequency factors where the rope needs them as a tensor."""
    head_size = (
        getattr(config, "head_dim", None) or config.hidden_size // config.num_attention_heads
    )
    writer.add_vocab_size(config.vocab_size)
    writer.add_context_length(context_tokens_of(config))
    writer.add_embedding_length(config.hidden_size)
    writer.add_block_count(config.num_hidden_layers)
    writer.add_feed_forward_length(config.intermediate_size)
    writer.add_head_count(config.num_attention_heads)
    writer.add_head_count_kv(config.num_key_value_heads)
    writer.add_key_length(head_size)
    writer.add_value_length(head_size)
    writer.add_rope_dimension_count(head_size)
    writer.add_layer_norm_rms_eps(config.rms_norm_eps)
    rope = config.rope_parameters
    writer.add_rope_freq_base(rope["rope_theta"])
    kind = rope.get("rope_type", "default")
    if kind == "linear":
        writer.add_rope_scaling_type(gguf.RopeScalingType.LINEAR)
        writer.add_rope_scaling_factor(rope["factor"])
    elif kind == "yarn":
        writer.add_rope_scaling_type(gguf.RopeScalingType.YARN)
        writer.add_rope_scaling_factor(rope["factor"])
        writer.add_rope_scaling_orig_ctx_len(rope["original_max_position_embeddings"])
    elif kind == "llama3":
        return llama3_frequency_factors(rope, head_size)
    elif kind != "default":
        raise TrainerError(
            "base_unsupported", f"The base's rope is of type {kind}, which is not supported."
        )
    return None


def llama3_frequency_factors(rope: dict[str, Any], head_size: int) -> np.ndarray:
    """
    What each rotary frequency is divided by, f32 [head_size / 2]: 1 for short waves, ``factor`` for long ones, in
    between a blend, as transformers' ``_compute_llama3_parameters`` has it.
    """
    context = rope["original_max_position_embeddings"]
    low, high = rope["low_freq_factor"], rope["high_freq_factor"]
    frequencies = rope["rope_theta"] ** (-np.arange(0, head_size, 2, dtype=np.float64) / head_size)
    blend = np.clip((context * frequencies / (2 * math.pi) - low) / (high - low), 0, 1)
    return (1 / ((1 - blend) / rope["factor"] + blend)).astype(np.float32)


def _tensor_files(source: Path, config: Any) -> dict[str, Path]:
    """Name → file, without the head where it is the embedding again."""
    index = source / "model.safetensors.index.json"
    if index.is_file():
        weight_map = json.loads(index.read_text("utf-8"))["weight_map"]
        files = {name: source / file for name, file in weight_map.items()}
    else:
        single = source / "model.safetensors"
        with safe_open(single, framework="pt") as opened:
            files = dict.fromkeys(opened.keys(), single)
    skipped = ("rotary_emb.inv_freq", *(("lm_head.weight",) if config.tie_word_embeddings else ()))
    return {name: file for name, file in sorted(files.items()) if not name.endswith(skipped)}


def _tensors(files: dict[str, Path]) -> Iterator[tuple[str, torch.Tensor]]:
    for name, file in files.items():
        with safe_open(file, framework="pt") as opened:
            yield name, opened.get_tensor(name)


def _add_tensor_infos(
    writer: gguf.GGUFWriter, files: dict[str, Path], config: Any
) -> set[torch.dtype]:
    """Announces every tensor; returns the types of the matrices."""
    kinds: set[torch.dtype] = set()
    for name, tensor in _tensors(files):
        if tensor.dtype not in _TYPES:
            raise TrainerError(
                "base_unsupported", f"The base's weights are {tensor.dtype}; give f16, bf16 or f32."
            )
        try:
            linear, _, leaf = name.rpartition(".")
            target = f"{gguf_name(linear)}.{leaf}"
        except KeyError:
            raise TrainerError(
                "base_unsupported", f"The base holds a tensor of no known place: {name}."
            ) from None
        written = _as_written(name, tensor, config)
        kind = _TYPES[tensor.dtype][0] if tensor.dim() > 1 else gguf.GGMLQuantizationType.F32
        writer.add_tensor_info(target, tensor.shape, written.dtype, written.nbytes, raw_dtype=kind)
        if tensor.dim() > 1:
            kinds.add(tensor.dtype)
    return kinds


def _as_written(name: str, tensor: torch.Tensor, config: Any) -> np.ndarray:
    if tensor.dim() == 1:
        values = tensor.float().numpy()
    elif tensor.dtype == torch.bfloat16:
        values = tensor.view(torch.int16).numpy()  # NumPy has no bf16; the bits are what is written
    else:
        values = tensor.numpy()
    heads = heads_to_permute(
        config.model_type,
        gguf_name(name.rpartition(".")[0]),
        config.num_attention_heads,
        config.num_key_value_heads,
    )
    return values if heads is None else permute_rows(values, heads)


def _file_type(kinds: set[torch.dtype]) -> int:
    if len(kinds) == 1:
        return _TYPES[next(iter(kinds))][1]
    return gguf.LlamaFileType.GUESSED
