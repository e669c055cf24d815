"""Which mails a step reads and how fast it learns; a function of the settings alone, so a resumed run agrees."""

import math

import torch

WARM_UP_SHARE = 0.05


def steps_per_epoch(rows: int, batch_size: int) -> int:
    return math.ceil(rows / batch_size)


def epoch_batches(rows: int, batch_size: int, seed: int, epoch: int) -> list[list[int]]:
    """Row numbers of each step of ``epoch`` (from 1): every row once, shuffled by seed and epoch."""
    generator = torch.Generator().manual_seed(seed * 1_000 + epoch)
    order = torch.randperm(rows, generator=generator).tolist()
    return [order[start : start + batch_size] for start in range(0, rows, batch_size)]


def learning_rate_at(step: int, total_steps: int, peak: float) -> float:
    """``step`` from 0: linear warm-up over 5 % of the steps, then a cosine that ends near zero."""
    warm_up = max(1, round(total_steps * WARM_UP_SHARE))
    if step < warm_up:
        return peak * (step + 1) / warm_up
    done = (step - warm_up) / max(1, total_steps - warm_up)
    return peak * 0.5 * (1 + math.cos(math.pi * done))
