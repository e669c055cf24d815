"""
``python -m emailai_trainer.peft_from_gguf --base B --adapter A --out DIR``: llama.cpp's LoRA file as the PEFT
directory that vLLM reads. An agent keeps adapters as GGUF only; nothing is lost on the way there and back.
"""

import argparse
import json
import os
import shutil
import sys
from pathlib import Path
from typing import Any

import gguf
import numpy as np
from safetensors.numpy import save_file

from .disk import writing_to
from .errors import TrainerError, as_trainer_error
from .gguf_names import heads_to_permute, hugging_face_name, unpermute_rows

PEFT_PREFIX = "base_model.model."


def peft_from_gguf(base: Path, adapter: Path, out: Path) -> None:
    """Replaces ``out``. Raises ``data_unreadable``, ``base_unsupported`` or ``disk_full``."""
    about = _open(base, "base")
    architecture = _value(about, "general.architecture")
    heads = _value(about, f"{architecture}.attention.head_count")
    key_heads = _value(about, f"{architecture}.attention.head_count_kv") or heads
    reader = _open(adapter, "adapter")
    alpha = _value(reader, "adapter.lora.alpha")
    if alpha is None:
        raise TrainerError("data_unreadable", "The adapter is not a LoRA adapter.")
    tensors: dict[str, np.ndarray] = {}
    ranks: set[int] = set()
    linears: set[str] = set()
    for stored in reader.tensors:
        weight, _, half = stored.name.rpartition(".lora_")
        target = weight.removesuffix(".weight")
        values = np.array(gguf.dequantize(stored.data, stored.tensor_type), np.float32)
        turned = heads_to_permute(architecture, target, heads, key_heads)
        if half == "b" and turned is not None:
            values = unpermute_rows(values, turned)
        name = _hugging_face_name(target)
        tensors[f"{PEFT_PREFIX}{name}.lora_{half.upper()}.weight"] = values
        linears.add(name.rpartition(".")[2])
        ranks.add(values.shape[0] if half == "a" else values.shape[1])
    if len(ranks) != 1:
        raise TrainerError("data_unreadable", "The adapter is not a LoRA adapter of one rank.")
    config = {
        "peft_type": "LORA",
        "task_type": "CAUSAL_LM",
        "base_model_name_or_path": None,
        "r": ranks.pop(),
        "lora_alpha": float(alpha),
        "lora_dropout": 0.0,
        "target_modules": sorted(linears),
        "bias": "none",
        "fan_in_fan_out": False,
        "inference_mode": True,
    }
    with writing_to(out.parent):
        _write(out, tensors, config)


def _write(out: Path, tensors: dict[str, np.ndarray], config: dict[str, Any]) -> None:
    partial = out.with_name(f".{out.name}.partial")
    shutil.rmtree(partial, ignore_errors=True)
    partial.mkdir(parents=True)
    save_file(tensors, partial / "adapter_model.safetensors", metadata={"format": "pt"})
    (partial / "adapter_config.json").write_text(json.dumps(config, indent=2) + "\n", "utf-8")
    shutil.rmtree(out, ignore_errors=True)
    os.replace(partial, out)


def _open(path: Path, what: str) -> Any:
    try:
        return gguf.GGUFReader(path)
    except (ValueError, OSError, IndexError, KeyError) as error:
        raise TrainerError("data_unreadable", f"The {what} is not a readable GGUF file.") from error


def _value(reader: Any, key: str) -> Any:
    field = reader.get_field(key)
    return None if field is None else field.contents()


def _hugging_face_name(target: str) -> str:
    try:
        return hugging_face_name(target)
    except (KeyError, ValueError):
        raise TrainerError(
            "base_unsupported", f"The adapter changes {target}, which is of no known place."
        ) from None


def main() -> None:
    """A refusal is a sentence on stderr and exit code 2."""
    parser = argparse.ArgumentParser(prog="emailai_trainer.peft_from_gguf")
    for name in ("--base", "--adapter", "--out"):
        parser.add_argument(name, type=Path, required=True)
    given = parser.parse_args()
    try:
        peft_from_gguf(given.base, given.adapter, given.out)
    except Exception as error:
        refusal = as_trainer_error(error)
        if refusal.code == "internal":
            raise
        print(refusal.message, file=sys.stderr)
        sys.exit(2)


if __name__ == "__main__":
    main()
