"""The frozen model: loaded once from a Hugging Face directory and kept warm between jobs."""

import os
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from transformers import AutoConfig, AutoModelForCausalLM
from transformers.utils import logging as transformers_logging

from . import packed_attention
from .chat_text import end_of_turn_id
from .errors import TrainerError
from .lora import Adapter
from .packing import Pack
from .reply_loss import reply_nats
from .tokenizer import load_tokenizer

# A bf16 copy of the weights is kept beside the f32 ones; for bigger bases that memory is better spent otherwise.
HALF_PRODUCT_PARAMETERS = 1_000_000_000


@dataclass(frozen=True)
class Base:
    """``model_type`` as in config.json; ``heads`` and ``key_heads`` count attention heads of a block."""

    directory: Path
    model: Any
    tokenizer: Any
    adapter: Adapter
    device: torch.device
    dtype: torch.dtype
    model_type: str
    heads: int
    key_heads: int
    context_tokens: int
    parameters: int
    # Whether steps multiply in bf16 although the base is f32: see has_fast_half_products.
    half_products: bool
    seconds: float

    def nats(self, pack: Pack) -> torch.Tensor:
        """-ln p of each reply token of a pack, f32 [reply tokens]."""
        hidden = self.model.model(
            input_ids=pack.input_ids,
            position_ids=pack.position_ids,
            use_cache=False,
            segments=pack.segments,
        ).last_hidden_state
        return reply_nats(hidden[0, pack.read_at], self.model.lm_head.weight, pack.targets)


def pick_device(wanted: str) -> torch.device:
    """``auto`` takes CUDA, then Apple's MPS, then the CPU. Raises ``bad_request`` for a device that is not here."""
    has = {
        "cpu": True,
        "cuda": torch.cuda.is_available(),
        "mps": torch.backends.mps.is_available(),
    }
    if wanted == "auto":
        return torch.device(next(name for name in ("cuda", "mps", "cpu") if has[name]))
    if not has[wanted]:
        raise TrainerError("bad_request", f"This machine has no {wanted} device for PyTorch.")
    return torch.device(wanted)


def use_cpu_threads() -> None:
    """One thread a core this process may use: more than that halves the speed of small products."""
    if hasattr(os, "sched_getaffinity"):
        cores = len(os.sched_getaffinity(0))
    else:
        cores = os.cpu_count() or 1
    torch.set_num_threads(max(1, min(cores, torch.get_num_threads())))


def has_fast_half_products() -> bool:
    """
    Whether this CPU multiplies bf16 in hardware (AVX-512 BF16 or AMX): 430 GFLOP/s against 93 in f32 on two such
    cores, which makes a step 1.6 times as fast. Sums, norms, attention and the loss stay f32, and losses that are
    reported for comparison are scored in f32 throughout.
    """
    ask = getattr(torch.cpu, "get_capabilities", dict)
    capabilities = ask()
    return bool(capabilities.get("avx512_bf16") or capabilities.get("amx_bf16"))


def load_base(directory: Path, device_name: str) -> Base:
    """
    f32 on CPU and MPS, bf16 on CUDA. Raises ``base_missing`` or ``base_unsupported`` (no chat template, weights
    that do not fit the config) and ``out_of_memory`` by way of the caller.
    """
    started = time.monotonic()
    use_cpu_threads()
    transformers_logging.disable_progress_bar()
    device = pick_device(device_name)
    dtype = torch.bfloat16 if device.type == "cuda" else torch.float32
    try:
        config = AutoConfig.from_pretrained(directory, local_files_only=True)
        tokenizer = load_tokenizer(directory)
        model = AutoModelForCausalLM.from_pretrained(
            directory,
            dtype=dtype,
            attn_implementation=packed_attention.NAME,
            local_files_only=True,
        )
    except (OSError, ValueError, KeyError) as error:
        raise TrainerError(
            "base_unsupported",
            f"The base in {directory} cannot be loaded ({type(error).__name__}).",
        ) from error
    end_of_turn_id(tokenizer)
    model.to(device).eval()
    parameters = sum(p.numel() for p in model.parameters())
    return Base(
        directory=directory,
        model=model,
        tokenizer=tokenizer,
        adapter=Adapter(model),
        device=device,
        dtype=dtype,
        model_type=config.model_type,
        heads=config.num_attention_heads,
        key_heads=config.num_key_value_heads,
        context_tokens=context_tokens_of(config),
        parameters=parameters,
        half_products=(
            device.type == "cpu"
            and parameters <= HALF_PRODUCT_PARAMETERS
            and has_fast_half_products()
        ),
        seconds=time.monotonic() - started,
    )


def context_tokens_of(config: Any) -> int:
    """Longest text the base attends over in full: packed attention knows no sliding window."""
    window = getattr(config, "sliding_window", None)
    if window and getattr(config, "use_sliding_window", True):
        return min(config.max_position_embeddings, window)
    return config.max_position_embeddings
