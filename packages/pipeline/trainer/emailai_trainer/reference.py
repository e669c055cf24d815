"""
``python -m emailai_trainer.reference --base-dir D [--adapter-dir A] --rows F --out NPZ``: what the served model
must agree with. One forward pass a row by transformers and the LoRA in f32 on the CPU, no packing.

The file holds for each row i of F: ``prompt_i`` and ``reply_i`` (token ids, int32; the reply ends with the
end-of-turn token) and ``logprobs_i`` (f32 [reply tokens, vocabulary], natural logarithm): row k is the
distribution of reply token k given the prompt and the reply before it.
"""

import argparse
from pathlib import Path

import numpy as np
import torch

from .adapter_files import read_peft_adapter
from .base import Base, load_base
from .chat_text import TokenisedRow, tokenise_rows
from .packing import pack_rows
from .rows import read_rows


@torch.no_grad()
def reply_log_probabilities(base: Base, row: TokenisedRow) -> np.ndarray:
    """f32 [reply tokens, vocabulary], computed for this row alone."""
    pack = pack_rows([row], base.device)
    logits = base.model(
        input_ids=pack.input_ids, position_ids=pack.position_ids, use_cache=False
    ).logits
    return logits[0, pack.read_at].float().log_softmax(-1).numpy()


def write_reference(base: Base, rows: list[TokenisedRow], out: Path) -> None:
    arrays: dict[str, np.ndarray] = {}
    for number, row in enumerate(rows):
        arrays[f"prompt_{number}"] = np.array(row.prompt, dtype=np.int32)
        arrays[f"reply_{number}"] = np.array(row.reply, dtype=np.int32)
        arrays[f"logprobs_{number}"] = reply_log_probabilities(base, row)
    np.savez(out, **arrays)


def main() -> None:
    parser = argparse.ArgumentParser(prog="emailai_trainer.reference")
    parser.add_argument("--base-dir", type=Path, required=True)
    parser.add_argument("--adapter-dir", type=Path)
    parser.add_argument("--rows", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--max-tokens", type=int, help="the base's context where not given")
    arguments = parser.parse_args()
    base = load_base(arguments.base_dir, "cpu")
    if arguments.adapter_dir is not None:
        rank, alpha, tensors = read_peft_adapter(arguments.adapter_dir)
        base.adapter.reset(rank, alpha, seed=0)
        base.adapter.load_state(tensors)
    most = min(arguments.max_tokens or base.context_tokens, base.context_tokens)
    write_reference(
        base, tokenise_rows(base.tokenizer, read_rows(arguments.rows), most), arguments.out
    )


if __name__ == "__main__":
    main()
