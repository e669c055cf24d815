"""Trains the tiny base from nothing: `python -m emailai_trainer.tiny_base.pretrain --out DIR --seed 1 --minutes 80`.

The learning rate follows the share of the time (or of --steps) that is used: warm-up, then steady, then
down to nothing over the last 45 %. A checkpoint every few minutes can be exported or resumed at any time.
"""

from __future__ import annotations

import argparse
import json
import math
import sys
import time
from dataclasses import dataclass
from pathlib import Path

PEAK_RATE = 3e-3
WARMUP_STEPS = 80
DECAY_FROM = 0.55
BATCH_TOKENS = 2_048
BATCHES_A_STEP = 4


@dataclass(frozen=True)
class PretrainOptions:
    out: Path
    seed: int
    minutes: float
    steps: int | None = None
    resume: bool = False
    tokenizer_mails: int = 20_000
    shard_mails: int = 4_000
    checkpoint_minutes: float = 4.0
    threads: int = 2
    is_bf16: bool = True


def rate_factor(step: int, used: float) -> float:
    """Share of the peak rate: warm-up by steps, decay (1 - sqrt) by the share `used` of the run, 0 to 1.

    A run too short for the whole warm-up is warm after a tenth of it.
    """
    warm = min(1.0, max((step + 1) / WARMUP_STEPS, used / 0.1))
    if used <= DECAY_FROM:
        return warm
    return warm * max(0.01, 1 - math.sqrt(min(1.0, (used - DECAY_FROM) / (1 - DECAY_FROM))))


def _say(message: str) -> None:
    print(message, file=sys.stderr, flush=True)


def _load_or_train_tokenizer(options: PretrainOptions):
    from tokenizers import Tokenizer

    from .bpe import train_tokenizer
    from .corpus import draw_sample

    path = options.out / "bpe.json"
    if options.resume and path.exists():
        return Tokenizer.from_file(str(path))
    samples = [draw_sample(options.seed, index) for index in range(options.tokenizer_mails)]
    tokenizer = train_tokenizer(
        text for sample in samples for text in (sample.prompt, sample.reply)
    )
    tokenizer.save(str(path))
    return tokenizer


def _optimizer(model):
    import torch

    matrices = [parameter for parameter in model.parameters() if parameter.dim() > 1]
    gains = [parameter for parameter in model.parameters() if parameter.dim() == 1]
    groups = [{"params": matrices, "weight_decay": 0.1}, {"params": gains, "weight_decay": 0.0}]
    return torch.optim.AdamW(groups, lr=PEAK_RATE, betas=(0.9, 0.98), fused=True)


def _save_checkpoint(options: PretrainOptions, model, optimizer, state: dict) -> None:
    import torch

    path = options.out / "checkpoint.pt"
    beside = path.with_suffix(".new")
    torch.save(
        {"model": model.state_dict(), "optimizer": optimizer.state_dict(), "state": state}, beside
    )
    beside.replace(path)
    (options.out / "progress.json").write_text(json.dumps(state, indent=1))


def pretrain(options: PretrainOptions) -> dict:
    """Trains and leaves bpe.json, checkpoint.pt and progress.json in `out`; returns the last progress.

    Progress holds step, seconds, tokens, shard and `curve`, rows of (step, prompt nats, reply nats) a token.
    """
    from .cpu_speed import keep_freed_memory, register_attention

    keep_freed_memory()
    import torch

    from .gradient_workers import GradientWorkers, LossSums
    from .network import new_model
    from .tokenized import training_batches

    torch.set_num_threads(1)
    options.out.mkdir(parents=True, exist_ok=True)
    started = time.monotonic()
    tokenizer = _load_or_train_tokenizer(options)
    model = new_model(tokenizer.get_vocab_size(), options.seed)
    model.config._attn_implementation = register_attention()
    optimizer = _optimizer(model)
    state = {"step": 0, "seconds": 0.0, "tokens": 0, "mails": 0, "shard": 0, "curve": []}
    if options.resume and (options.out / "checkpoint.pt").exists():
        saved = torch.load(options.out / "checkpoint.pt", weights_only=True)
        model.load_state_dict(saved["model"])
        optimizer.load_state_dict(saved["optimizer"])
        state = saved["state"]
        state["shard"] += 1
    limit, earlier, saved_at, window = (
        options.minutes * 60,
        state["seconds"],
        time.monotonic(),
        LossSums(),
    )
    batches = training_batches(
        options.seed, tokenizer, BATCH_TOKENS, options.shard_mails, state["shard"]
    )
    workers = GradientWorkers(model, options.threads, options.is_bf16)
    _say(
        f"pretrain: {sum(p.numel() for p in model.parameters())} parameters, vocabulary {tokenizer.get_vocab_size()}"
    )
    while True:
        state["seconds"] = earlier + time.monotonic() - started
        used = state["step"] / options.steps if options.steps else state["seconds"] / limit
        if used >= 1 or state["seconds"] > limit:
            break
        for group in optimizer.param_groups:
            group["lr"] = PEAK_RATE * rate_factor(state["step"], used)
        drawn = [next(batches) for _ in range(BATCHES_A_STEP)]
        sums = workers.step_gradient([batch for _, batch in drawn])
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        optimizer.zero_grad(set_to_none=True)
        state["step"] += 1
        state["shard"] = drawn[-1][0]
        state["mails"] += sum(len(batch) for _, batch in drawn)
        state["tokens"] += sums.prompt_tokens + sums.reply_tokens
        window.add(sums)
        if state["step"] % 25 == 0:
            state["curve"].append((state["step"], round(window.prompt, 4), round(window.reply, 4)))
            _say(
                f"step {state['step']} {state['seconds']:.0f} s: prompt {window.prompt:.3f} reply {window.reply:.3f} "
                f"nats a token, {state['tokens'] / state['seconds']:.0f} tokens/s"
            )
            window = LossSums()
        if time.monotonic() - saved_at > options.checkpoint_minutes * 60:
            _save_checkpoint(options, model, optimizer, state)
            saved_at = time.monotonic()
    workers.close()
    _save_checkpoint(options, model, optimizer, state)
    return state


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--minutes", type=float, default=80)
    parser.add_argument("--steps", type=int)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--resume", action="store_true")
    parser.add_argument("--fp32", action="store_true", help="train without bf16 autocast")
    given = parser.parse_args()
    pretrain(
        PretrainOptions(
            given.out,
            given.seed,
            given.minutes,
            given.steps,
            given.resume,
            threads=given.threads,
            is_bf16=not given.fp32,
        )
    )


if __name__ == "__main__":
    main()
