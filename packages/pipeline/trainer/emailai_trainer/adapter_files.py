"""What a finished run leaves for others: a PEFT directory and llama.cpp's LoRA file, each made beside its name."""

import hashlib
import json
import os
import shutil
from pathlib import Path

import gguf
import numpy as np
import torch
from safetensors.torch import load_file, save_file

from .base import Base
from .errors import TrainerError
from .gguf_names import ARCHITECTURES, gguf_name, heads_to_permute, permute_rows
from .lora import LINEARS

PEFT_PREFIX = "base_model.model."
# At 8 B and rank 16 an adapter is 168 MB in f32 and 84 MB in f16; such bases are served in f16 or coarser themselves.
HALF_ADAPTER_PARAMETERS = 1_000_000_000


def write_peft_adapter(directory: Path, base: Base, tensors: dict[str, torch.Tensor]) -> None:
    """``tensors`` by the names of ``Adapter.state``. Replaces what was in ``directory``."""
    partial = directory.with_name(f".{directory.name}.partial")
    shutil.rmtree(partial, ignore_errors=True)
    partial.mkdir(parents=True)
    named = {PEFT_PREFIX + name: tensor.contiguous() for name, tensor in tensors.items()}
    save_file(named, partial / "adapter_model.safetensors", metadata={"format": "pt"})
    config = {
        "peft_type": "LORA",
        "task_type": "CAUSAL_LM",
        # A directory of this machine would mean nothing to whoever loads the adapter.
        "base_model_name_or_path": None,
        "r": base.adapter.rank,
        "lora_alpha": base.adapter.alpha,
        "lora_dropout": 0.0,
        "target_modules": list(LINEARS),
        "bias": "none",
        "fan_in_fan_out": False,
        "inference_mode": True,
    }
    (partial / "adapter_config.json").write_text(json.dumps(config, indent=2) + "\n", "utf-8")
    shutil.rmtree(directory, ignore_errors=True)
    os.replace(partial, directory)


def read_peft_adapter(directory: Path) -> tuple[int, float, dict[str, torch.Tensor]]:
    """Rank, alpha and tensors by the names of ``Adapter.state``. Raises ``data_unreadable``."""
    try:
        config = json.loads((directory / "adapter_config.json").read_text("utf-8"))
        tensors = load_file(directory / "adapter_model.safetensors")
        rank, alpha = int(config["r"]), float(config["lora_alpha"])
    except Exception as error:  # safetensors raises a type of its own for a torn file
        raise TrainerError(
            "data_unreadable", f"The adapter in {directory} is not readable."
        ) from error
    return rank, alpha, {name.removeprefix(PEFT_PREFIX): tensor for name, tensor in tensors.items()}


def write_gguf_adapter(
    out_dir: Path,
    base: Base,
    tensors: dict[str, torch.Tensor],
    name: str = "emailai adapter",
    half: bool | None = None,
) -> tuple[Path, str]:
    """
    Writes ``<sha256>.gguf`` and returns its path and hash. Equal weights give an equal file: no time, no path in
    it. A is [rank, in] and B [out, rank] as NumPy sees them (llama.cpp: ne = in, rank and rank, out). ``half``: f16
    instead of f32; by the size of the base where it is not given.
    """
    is_half = base.parameters >= HALF_ADAPTER_PARAMETERS if half is None else half
    out_dir.mkdir(parents=True, exist_ok=True)
    partial = out_dir / ".adapter.gguf.partial"
    writer = gguf.GGUFWriter(str(partial), ARCHITECTURES[base.model_type])
    writer.add_type("adapter")
    writer.add_string("adapter.type", "lora")
    writer.add_float32("adapter.lora.alpha", float(base.adapter.alpha))
    writer.add_name(name)
    for source, tensor in tensors.items():
        linear, _, kind = source.removesuffix(".weight").rpartition(".lora_")
        target = gguf_name(linear)
        values = tensor.float().numpy()
        heads = heads_to_permute(base.model_type, target, base.heads, base.key_heads)
        if kind == "B" and heads is not None:
            values = permute_rows(values, heads)
        stored = values.astype(np.float16) if is_half else values
        writer.add_tensor(f"{target}.weight.lora_{kind.lower()}", stored)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    sha256 = hashlib.sha256(partial.read_bytes()).hexdigest()
    final = out_dir / f"{sha256}.gguf"
    os.replace(partial, final)
    return final, sha256
