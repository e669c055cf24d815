"""What a run will take, before it is started: counted tokens and a few timed steps."""

import time
from typing import Any

from . import memory
from .base import Base
from .chat_text import TokenisedRow
from .control import RunControl
from .held_out import SCORE_TOKENS, group_by_tokens, score_rows
from .schedule import epoch_batches, steps_per_epoch
from .settings import TrainSettings
from .step import Stepper, make_optimizer
from .train import RunData

# The longest group is taken twice: the first time allocates and warms up, the second is timed.
CALIBRATION_STEPS = 2


def plan_run(
    base: Base,
    data: RunData,
    settings: TrainSettings,
    cost_per_hour_usd: float,
    control: RunControl,
) -> dict[str, Any]:
    """``planResultSchema``'s fields. The steps taken here are thrown away with their adapter."""
    memory.reset_peak(base.device)
    batches = epoch_batches(len(data.train), settings.batch_size, settings.seed, 1)
    longest = max(
        ([data.train[number] for number in numbers] for numbers in batches), key=_token_count
    )
    base.adapter.reset(settings.rank, settings.alpha, settings.seed)
    try:
        train_rate = _train_seconds_a_token(base, longest, settings, control)
        score_rate = _score_seconds_a_token(base, data.held_out, control)
    finally:
        base.adapter.drop()
    epoch_tokens = _token_count(data.train)
    held_out_tokens = _token_count(data.held_out)
    seconds = train_rate * epoch_tokens * settings.epochs + score_rate * held_out_tokens * (
        settings.epochs + 1
    )
    return {
        "totalSteps": steps_per_epoch(len(data.train), settings.batch_size) * settings.epochs,
        "tokens": epoch_tokens * settings.epochs,
        "replyTokens": sum(len(row.reply) for row in data.train) * settings.epochs,
        "cutTokens": data.cut_tokens,
        "predictedSeconds": seconds,
        "predictedCostUsd": seconds / 3600 * cost_per_hour_usd,
        "predictedPeakMb": memory.peak_mb(base.device),
        "device": str(base.device),
    }


def _train_seconds_a_token(
    base: Base, rows: list[TokenisedRow], settings: TrainSettings, control: RunControl
) -> float:
    stepper = Stepper(base, make_optimizer(base, settings.learning_rate), settings.batch_size)
    rate = 0.0
    for _ in range(CALIBRATION_STEPS):
        control.check()
        started = time.monotonic()
        _, tokens = stepper.take(rows, settings.learning_rate)
        rate = (time.monotonic() - started) / tokens
    return rate


def _score_seconds_a_token(base: Base, rows: list[TokenisedRow], control: RunControl) -> float:
    sample = group_by_tokens(rows, SCORE_TOKENS)[0]
    started = time.monotonic()
    score_rows(base, sample, control.check)
    return (time.monotonic() - started) / _token_count(sample)


def _token_count(rows: list[TokenisedRow]) -> int:
    """Tokens the model reads: the last one of each mail is only predicted."""
    return sum(len(row) - 1 for row in rows)
