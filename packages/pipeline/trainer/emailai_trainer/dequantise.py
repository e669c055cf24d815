"""A GGUF file as a Hugging Face directory, dequantised by transformers, so that it can be trained on."""

from pathlib import Path
from typing import Any

import gguf
import numpy as np
import torch
from transformers import AutoModelForCausalLM, AutoTokenizer
from transformers.utils import logging as transformers_logging

from .base import context_tokens_of
from .errors import TrainerError
from .gguf_base import llama3_frequency_factors
from .gguf_names import ARCHITECTURES

# Llama 3.1 stretches by 8, Llama 3.2 by 32; the rest of the rule is the same.
LLAMA3_FACTORS = (8.0, 32.0)


def dequantise_gguf(source: Path, hf: Path) -> dict[str, Any]:
    """
    Writes ``hf`` (f32 for an f32 file, else bf16's 16 bits cost nothing a quantised file still has) and returns
    name, parameters and context. Raises ``base_unsupported`` for what cannot be rebuilt exactly.
    """
    transformers_logging.disable_progress_bar()
    try:
        reader = gguf.GGUFReader(source)
    except (ValueError, OSError) as error:
        raise TrainerError("base_unsupported", f"{source} is not a GGUF file.") from error
    architecture = _text(reader, "general.architecture")
    if architecture not in ARCHITECTURES.values():
        known = ", ".join(sorted(set(ARCHITECTURES.values())))
        raise TrainerError("base_unsupported", f"The base is a {architecture} GGUF; supported are {known}.")
    folder, file = str(source.parent), source.name
    tokenizer = AutoTokenizer.from_pretrained(folder, gguf_file=file, local_files_only=True)
    if not tokenizer.chat_template:
        raise TrainerError("base_unsupported", f"{source.name} has no chat template.")
    model = AutoModelForCausalLM.from_pretrained(
        folder, gguf_file=file, dtype=_dtype(reader), local_files_only=True
    )
    _restore_rope(model.config, reader)
    model.save_pretrained(hf)
    tokenizer.save_pretrained(hf)
    return {
        "name": _text(reader, "general.name") or source.stem,
        "parameters": sum(parameter.numel() for parameter in model.parameters()),
        "contextTokens": context_tokens_of(model.config),
    }


def _dtype(reader: gguf.GGUFReader) -> torch.dtype:
    """f16 and f32 stay what they are; quantised weights have less than bf16 holds, and bf16 their range."""
    kinds = {tensor.tensor_type for tensor in reader.tensors if len(tensor.shape) > 1}
    if kinds <= {gguf.GGMLQuantizationType.F16}:
        return torch.float16
    if gguf.GGMLQuantizationType.F32 in kinds:
        return torch.float32
    return torch.bfloat16


def _restore_rope(config: Any, reader: gguf.GGUFReader) -> None:
    """
    transformers reads no ``rope_freqs``: without them every long wave would turn 8 times too fast. The factors of
    the Llama 3 family are recognised and put back as its rope; others are refused.
    """
    stored = next((tensor for tensor in reader.tensors if tensor.name == "rope_freqs.weight"), None)
    if stored is None:
        return
    head_size = 2 * len(stored.data)
    for factor in LLAMA3_FACTORS:
        rope = {
            "rope_type": "llama3",
            "rope_theta": config.rope_parameters["rope_theta"],
            "factor": factor,
            "low_freq_factor": 1.0,
            "high_freq_factor": 4.0,
            "original_max_position_embeddings": 8192,
        }
        if np.allclose(llama3_frequency_factors(rope, head_size), stored.data, rtol=1e-3):
            config.rope_parameters = rope
            return
    raise TrainerError("base_unsupported", "The base's rope factors are of no known kind.")


def _text(reader: gguf.GGUFReader, key: str) -> str | None:
    field = reader.get_field(key)
    return None if field is None else str(field.contents())
