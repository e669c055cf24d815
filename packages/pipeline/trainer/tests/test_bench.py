"""Our steps are the steps transformers' Trainer and PEFT take: same data, start and rate, same model at the end."""

import pytest

from emailai_trainer.base import load_base
from emailai_trainer.bench import ALPHA, RANK, SEED, make_task, run_ours, run_trainer
from emailai_trainer.held_out import score_rows


def test_ours_and_the_trainer_with_peft_end_alike(llama_dir):
    base = load_base(llama_dir, "cpu")
    task = make_task(base, mails=24, batch_size=8, max_tokens=256)

    def loss_after(arm) -> float:
        base.adapter.reset(RANK, ALPHA, SEED)
        seconds, cpu_seconds = arm()
        assert seconds > 0 and cpu_seconds > 0
        return score_rows(base, task.held_out, check=lambda: None).loss

    before = loss_after(lambda: (1, 1))
    ours = loss_after(lambda: run_ours(task, half_products=False))
    theirs = loss_after(lambda: run_trainer(task, pad_to=None, checkpointing=False))
    padded = loss_after(lambda: run_trainer(task, pad_to=256, checkpointing=True))
    assert ours < before - 0.005
    assert ours == pytest.approx(theirs, abs=2e-4)
    assert ours == pytest.approx(padded, abs=2e-4)
