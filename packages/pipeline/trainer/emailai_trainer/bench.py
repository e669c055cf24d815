"""
``python -m emailai_trainer.bench [--json] [--base-dir D] [--device cpu] [--mails 48] [--batch-size 8]``: the same
steps on the same mails from the same adapter, taken in four ways, timed.

    pad_to_max   transformers' Trainer with PEFT, every mail padded to ``--max-tokens``, gradient checkpointing
    dynamic      the same, padded to the longest mail of a step, no checkpointing
    ours_exact   packed, own LoRA product, all in the base's type
    ours         as a job runs it (on a CPU with bf16 in hardware: products in bf16)

Tokens are real ones, padding does not count. The first step of each arm warms up and is not timed. On a machine
that has other work, compare ``cpuSeconds`` (of all threads) rather than ``seconds``. Held-out losses are scored
by the same code for all arms. PEFT and accelerate are needed here and nowhere else.
"""

import argparse
import json
import os
import random
import tempfile
import time
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from .process import prepare_process

TINY_BASE = Path(__file__).resolve().parent.parent / "tiny-base"
LEARNING_RATE = 2e-3
RANK = 16
ALPHA = 32.0
SEED = 1
OTHERS = ("pad_to_max", "dynamic")
WORDS = (
    "the meeting report garden on Friday can you send me a short note about budget and trains please we will "
    "bring keys to office at noon thank for your letter I am glad that it worked out last week see there"
).split()


class Clock:
    """Wall and processor seconds since the first step ended."""

    def __init__(self) -> None:
        self.first_step_ended()

    def first_step_ended(self) -> None:
        self._wall, self._cpu = time.monotonic(), time.process_time()

    def read(self) -> tuple[float, float]:
        return time.monotonic() - self._wall, time.process_time() - self._cpu


@dataclass(frozen=True)
class Task:
    """Rows as tokens; ``batches`` holds the row numbers of each step."""

    base: Any
    train: list[Any]
    held_out: list[Any]
    batches: list[list[int]]
    max_tokens: int

    def rate(self, step: int) -> float:
        from .schedule import learning_rate_at

        return learning_rate_at(step, len(self.batches), LEARNING_RATE)

    @property
    def timed_tokens(self) -> int:
        return sum(len(self.train[number]) for batch in self.batches[1:] for number in batch)


def make_mail(generator: random.Random, number: int) -> Any:
    """A mail of made-up words; lengths are spread as real ones are, many short and a few long."""
    from .rows import Row

    def words(typical: float) -> str:
        count = min(600, max(5, round(typical * generator.lognormvariate(0, 0.7))))
        return " ".join(generator.choice(WORDS) for _ in range(count))

    mail = f"--- email ---\nFrom: Ada\nTo: Tom\n\n{words(90)}\n--- end ---"
    return Row(
        str(number), f"Write my reply to this email.\n\n{mail}", f"Hi Ada,\n\n{words(45)}\n\nTom"
    )


def make_task(base: Any, mails: int, batch_size: int, max_tokens: int) -> Task:
    from .chat_text import tokenise_rows
    from .schedule import epoch_batches

    generator = random.Random(SEED)
    most = min(max_tokens, base.context_tokens)
    rows = tokenise_rows(base.tokenizer, [make_mail(generator, n) for n in range(mails + 24)], most)
    batches = epoch_batches(mails, batch_size, SEED, epoch=1)
    return Task(base, rows[:mails], rows[mails:], batches, most)


def run_ours(task: Task, *, half_products: bool) -> tuple[float, float]:
    """Leaves the trained adapter in the base; returns wall and CPU seconds of all steps but the first."""
    from .step import Stepper, make_optimizer

    base = replace(task.base, half_products=half_products)
    stepper = Stepper(base, make_optimizer(base, LEARNING_RATE), micro_batch=len(task.batches[0]))
    clock = Clock()
    for step, numbers in enumerate(task.batches):
        stepper.take([task.train[number] for number in numbers], task.rate(step))
        if step == 0:
            clock.first_step_ended()
    return clock.read()


def run_trainer(task: Task, *, pad_to: int | None, checkpointing: bool) -> tuple[float, float]:
    """As ``run_ours``, by transformers' Trainer and PEFT on a model of their own."""
    import torch
    from peft import (
        LoraConfig,
        get_peft_model,
        get_peft_model_state_dict,
        set_peft_model_state_dict,
    )
    from transformers import AutoModelForCausalLM, Trainer, TrainerCallback, TrainingArguments

    from .adapter_files import PEFT_PREFIX
    from .lora import LINEARS

    base = task.base
    plain = AutoModelForCausalLM.from_pretrained(base.directory, dtype=base.dtype).to(base.device)
    config = LoraConfig(r=RANK, lora_alpha=ALPHA, lora_dropout=0.0, target_modules=list(LINEARS))
    model = get_peft_model(plain, config)
    start = {PEFT_PREFIX + name: tensor for name, tensor in base.adapter.state().items()}
    set_peft_model_state_dict(model, start)
    model.enable_input_require_grads()

    def collate(numbers: list[int]) -> dict[str, torch.Tensor]:
        rows = [task.train[number] for number in numbers]
        width = pad_to or max(map(len, rows))
        ids = torch.zeros(len(rows), width, dtype=torch.long)
        labels, mask = torch.full_like(ids, -100), torch.zeros_like(ids)
        for at, row in enumerate(rows):
            ids[at, : len(row)] = torch.tensor(row.prompt + row.reply)
            labels[at, len(row.prompt) : len(row)] = torch.tensor(row.reply)
            mask[at, : len(row)] = 1
        return {"input_ids": ids, "labels": labels, "attention_mask": mask}

    clock = Clock()

    class FirstStep(TrainerCallback):
        def on_step_end(self, _arguments, state, _control, **_):
            if state.global_step == 1:
                clock.first_step_ended()

    class InOrder(Trainer):
        def _get_train_sampler(self, *_):
            return [number for batch in task.batches for number in batch]

    optimizer = torch.optim.AdamW(
        [p for p in model.parameters() if p.requires_grad],
        lr=LEARNING_RATE,
        weight_decay=0.0,
        fused=True,
    )
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: task.rate(step) / LEARNING_RATE
    )
    with tempfile.TemporaryDirectory() as folder:
        arguments = TrainingArguments(
            output_dir=folder,
            per_device_train_batch_size=len(task.batches[0]),
            num_train_epochs=1,
            max_grad_norm=1.0,
            gradient_checkpointing=checkpointing,
            gradient_checkpointing_kwargs={"use_reentrant": False} if checkpointing else None,
            use_cpu=base.device.type == "cpu",
            bf16=base.device.type == "cuda",
            report_to=[],
            save_strategy="no",
            logging_strategy="no",
            disable_tqdm=True,
            remove_unused_columns=False,
        )
        InOrder(
            model=model,
            args=arguments,
            train_dataset=list(range(len(task.train))),
            data_collator=collate,
            optimizers=(optimizer, schedule),
            callbacks=[FirstStep()],
        ).train()
        times = clock.read()
    trained = get_peft_model_state_dict(model)
    base.adapter.load_state(
        {name.removeprefix(PEFT_PREFIX): tensor.float().cpu() for name, tensor in trained.items()}
    )
    return times


def run_bench(task: Task) -> dict[str, Any]:
    from .held_out import score_rows

    arms = {
        "pad_to_max": lambda: run_trainer(task, pad_to=task.max_tokens, checkpointing=True),
        "dynamic": lambda: run_trainer(task, pad_to=None, checkpointing=False),
        "ours_exact": lambda: run_ours(task, half_products=False),
        "ours": lambda: run_ours(task, half_products=task.base.half_products),
    }
    results: dict[str, Any] = {}
    for name, arm in arms.items():
        task.base.adapter.reset(RANK, ALPHA, SEED)
        seconds, cpu_seconds = arm()
        loss = score_rows(task.base, task.held_out, lambda: None).loss
        results[name] = {
            "seconds": round(seconds, 3),
            "cpuSeconds": round(cpu_seconds, 3),
            "tokensPerSecond": round(task.timed_tokens / seconds, 1),
            "heldOutLoss": round(loss, 4),
        }
    ours = results["ours"]
    return {
        "device": str(task.base.device),
        "parameters": task.base.parameters,
        "steps": len(task.batches),
        "tokens": task.timed_tokens,
        "halfProducts": task.base.half_products,
        "arms": results,
        "speedUp": {name: round(results[name]["seconds"] / ours["seconds"], 2) for name in OTHERS},
        "speedUpCpu": {
            name: round(results[name]["cpuSeconds"] / ours["cpuSeconds"], 2) for name in OTHERS
        },
        "lossRatio": {
            name: round(ours["heldOutLoss"] / results[name]["heldOutLoss"], 4) for name in OTHERS
        },
    }


def main() -> None:
    parser = argparse.ArgumentParser(prog="emailai_trainer.bench")
    parser.add_argument("--base-dir", type=Path, default=TINY_BASE)
    parser.add_argument("--device", default="auto")
    parser.add_argument("--mails", type=int, default=48)
    parser.add_argument("--batch-size", type=int, default=8)
    parser.add_argument("--max-tokens", type=int, default=2048)
    parser.add_argument("--json", action="store_true", help="only the JSON object, on one line")
    options = parser.parse_args()
    prepare_process()
    # The Trainer prints its own figures; stdout is for the result.
    own_stdout = os.dup(1)
    os.dup2(2, 1)
    from .base import load_base

    base = load_base(options.base_dir, options.device)
    result = run_bench(make_task(base, options.mails, options.batch_size, options.max_tokens))
    with os.fdopen(own_stdout, "w", encoding="utf-8") as stdout:
        if not options.json:
            for name, arm in result["arms"].items():
                speed, loss = arm["tokensPerSecond"], arm["heldOutLoss"]
                stdout.write(f"{name:<12}{speed:>10.0f} tokens/s   loss {loss:.4f}\n")
        stdout.write(json.dumps(result) + "\n")


if __name__ == "__main__":
    main()
