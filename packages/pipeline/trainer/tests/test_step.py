"""Steps: pieces of a step add up, memory that runs out is met by smaller pieces."""

from dataclasses import replace

import pytest
import torch
from conftest import make_rows

from emailai_trainer.base import load_base
from emailai_trainer.chat_text import tokenise_rows
from emailai_trainer.errors import TrainerError
from emailai_trainer.rows import Row
from emailai_trainer.schedule import epoch_batches, learning_rate_at
from emailai_trainer.step import Stepper, make_optimizer


@pytest.fixture(scope="module")
def base(llama_dir):
    """Without bf16 products: their rounding hides what these tests compare."""
    return replace(load_base(llama_dir, "cpu"), half_products=False)


@pytest.fixture(scope="module")
def rows(base):
    raw = make_rows(5)
    return tokenise_rows(
        base.tokenizer,
        [Row(r["id"], r["instruction"] + "\n\n" + r["input"], r["output"]) for r in raw],
        512,
    )


def adapter_after(base, rows, micro_batch: int, steps: int = 3) -> tuple[list[float], dict]:
    base.adapter.reset(4, 8.0, seed=1)
    stepper = Stepper(base, make_optimizer(base, 0.01), micro_batch)
    losses = [stepper.take(rows, 0.01)[0] for _ in range(steps)]
    return losses, base.adapter.state()


def test_a_step_in_pieces_is_the_same_step(base, rows):
    whole_losses, whole = adapter_after(base, rows, micro_batch=8)
    piece_losses, pieces = adapter_after(base, rows, micro_batch=2)
    assert piece_losses == pytest.approx(whole_losses, rel=1e-4)
    assert whole_losses[-1] < whole_losses[0]
    for name, tensor in whole.items():
        # Adam divides by a gradient's size: where it is next to nothing, rounding shows.
        torch.testing.assert_close(pieces[name], tensor, rtol=1e-2, atol=2e-3)


def test_half_products_take_nearly_the_same_steps(base, rows):
    exact, _ = adapter_after(base, rows, micro_batch=5, steps=10)
    half, _ = adapter_after(replace(base, half_products=True), rows, micro_batch=5, steps=10)
    assert half != exact, "the steps must differ in rounding for this to prove anything"
    assert half == pytest.approx(exact, rel=0.01)


class SmallMemory:
    """Makes ``base.nats`` fail as CUDA does for packs of more than ``mails``."""

    def __init__(self, base, mails: int, monkeypatch):
        self.refused = 0
        nats = type(base).nats

        def limited(this, pack):
            if len(pack.segments.lengths) > mails:
                self.refused += 1
                raise torch.OutOfMemoryError("CUDA out of memory. Tried to allocate 2.00 GiB")
            return nats(this, pack)

        monkeypatch.setattr(type(base), "nats", limited)


def test_out_of_memory_halves_and_retries(base, rows, monkeypatch):
    expected, _ = adapter_after(base, rows, micro_batch=5)
    memory = SmallMemory(base, 2, monkeypatch)
    base.adapter.reset(4, 8.0, seed=1)
    stepper = Stepper(base, make_optimizer(base, 0.01), micro_batch=5)
    losses = [stepper.take(rows, 0.01)[0] for _ in range(3)]
    assert losses == pytest.approx(expected, rel=1e-4)
    assert stepper.micro_batch == 2
    assert memory.refused == 1, "what is learned about the memory is kept"


def test_one_mail_too_big_is_an_error_with_a_code(base, rows, monkeypatch):
    SmallMemory(base, 0, monkeypatch)
    base.adapter.reset(4, 8.0, seed=1)
    with pytest.raises(TrainerError) as refusal:
        Stepper(base, make_optimizer(base, 0.01), micro_batch=4).take(rows, 0.01)
    assert refusal.value.code == "out_of_memory"


def test_an_epoch_reads_every_row_once_in_an_order_of_its_own():
    first, second = (epoch_batches(21, 8, seed=3, epoch=epoch) for epoch in (1, 2))
    assert [len(batch) for batch in first] == [8, 8, 5]
    assert sorted(sum(first, [])) == sorted(sum(second, [])) == list(range(21))
    assert first != second
    assert first == epoch_batches(21, 8, seed=3, epoch=1)


def test_the_rate_rises_over_a_twentieth_and_falls_to_nothing():
    rates = [learning_rate_at(step, 100, 1.0) for step in range(100)]
    assert rates[:5] == pytest.approx([0.2, 0.4, 0.6, 0.8, 1.0])
    assert all(a >= b for a, b in zip(rates[4:], rates[5:], strict=False))
    assert rates[-1] < 0.01
