"""A run from rows to adapter files, reading top to bottom: data, base loss, epochs, export."""

import json
import os
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from . import memory
from .adapter_files import write_gguf_adapter, write_peft_adapter
from .base import Base
from .chat_text import TokenisedRow, tokenise_rows
from .checkpoint import Checkpoints, History, run_fingerprint
from .control import RunControl
from .disk import writing_to
from .held_out import Score, score_rows
from .reply_stream import ReplyStream
from .rows import read_rows
from .schedule import epoch_batches, learning_rate_at, steps_per_epoch
from .settings import TrainSettings
from .step import Stepper, make_optimizer


@dataclass(frozen=True)
class RunData:
    """Both sets as tokens, within the limits of settings and base."""

    train: list[TokenisedRow]
    held_out: list[TokenisedRow]

    @property
    def cut_tokens(self) -> int:
        return sum(row.cut_tokens for row in self.train + self.held_out)


def read_run_data(base: Base, train_file: Path, held_out_file: Path, max_tokens: int) -> RunData:
    most = min(max_tokens, base.context_tokens)
    return RunData(
        train=tokenise_rows(base.tokenizer, read_rows(train_file), most),
        held_out=tokenise_rows(base.tokenizer, read_rows(held_out_file), most),
    )


class TrainingRun:
    """One ``train`` request. ``run`` returns ``trainResultSchema``'s fields."""

    def __init__(
        self,
        base: Base,
        train_file: Path,
        held_out_file: Path,
        out_dir: Path,
        settings: TrainSettings,
        control: RunControl,
        replies: ReplyStream,
    ):
        self._base = base
        self._settings = settings
        self._control = control
        self._replies = replies
        self._out_dir = out_dir
        self._data = read_run_data(base, train_file, held_out_file, settings.max_tokens)
        fingerprint = run_fingerprint(base, train_file, held_out_file, settings)
        self._checkpoints = Checkpoints(out_dir, fingerprint)
        self._steps_per_epoch = steps_per_epoch(len(self._data.train), settings.batch_size)
        self._total_steps = self._steps_per_epoch * settings.epochs

    def run(self) -> dict[str, Any]:
        settings, base = self._settings, self._base
        memory.reset_peak(base.device)
        base.adapter.reset(settings.rank, settings.alpha, settings.seed)
        optimizer = make_optimizer(base, settings.learning_rate)
        history = self._checkpoints.newest()
        if history is None:
            history = History(micro_batch=settings.batch_size)
            started = time.monotonic()
            # B is zero: the adapter as it stands answers exactly as the base does.
            history.base_held_out = self._score_held_out(adapter_on=False).by_row
            history.seconds += time.monotonic() - started
        else:
            self._checkpoints.restore(base, optimizer, history.epoch)
            self._event({"kind": "resumed", "fromEpoch": history.epoch})
        self._control.step = history.step
        stepper = Stepper(base, optimizer, history.micro_batch)
        for epoch in range(history.epoch + 1, settings.epochs + 1):
            self._train_epoch(epoch, stepper, history)
            with writing_to(self._out_dir):
                self._checkpoints.save(base, optimizer, history)
            held_out_loss = history.held_out_by_epoch[-1]
            self._event({"kind": "epoch", "epoch": epoch, "heldOutLoss": held_out_loss})
        with writing_to(self._out_dir):
            return self._export(history)

    def _train_epoch(self, epoch: int, stepper: Stepper, history: History) -> None:
        settings = self._settings
        started = time.monotonic()
        nats, reply_tokens = 0.0, 0
        for numbers in epoch_batches(
            len(self._data.train), settings.batch_size, settings.seed, epoch
        ):
            started += self._pause_point(history.step)
            rows = [self._data.train[number] for number in numbers]
            rate = learning_rate_at(history.step, self._total_steps, settings.learning_rate)
            step_started = time.monotonic()
            loss, tokens = stepper.take(rows, rate)
            history.train_seconds += time.monotonic() - step_started
            history.trained_tokens += tokens
            history.step += 1
            history.micro_batch = stepper.micro_batch
            history.losses.append(loss)
            step_reply_tokens = sum(len(row.reply) for row in rows)
            nats += loss * step_reply_tokens
            reply_tokens += step_reply_tokens
            self._control.step = history.step
            self._report_step(history, loss)
        self._control.check()
        score = self._score_held_out(adapter_on=True)
        history.epoch = epoch
        history.train_loss_by_epoch.append(nats / reply_tokens)
        history.held_out_by_epoch.append(score.loss)
        history.held_out_rows_by_epoch.append([total for _, total, _ in score.by_row])
        history.seconds += time.monotonic() - started

    def _pause_point(self, step: int) -> float:
        """Between two steps: leaves when cancelled, waits when paused; returns the seconds waited."""
        self._control.check()
        if not self._control.pause_wanted:
            return 0.0
        started = time.monotonic()
        self._control.wait_while_paused(lambda kind: self._event({"kind": kind, "step": step}))
        return time.monotonic() - started

    def _report_step(self, history: History, loss: float) -> None:
        speed = history.trained_tokens / max(history.train_seconds, 1e-9)
        left = self._total_steps - history.step
        self._event(
            {
                "kind": "step",
                "step": history.step,
                "totalSteps": self._total_steps,
                "epoch": history.step / self._steps_per_epoch,
                "loss": loss,
                "tokensPerSecond": speed,
                "etaSeconds": left * history.train_seconds / history.step,
            }
        )

    def _score_held_out(self, *, adapter_on: bool) -> Score:
        self._base.adapter.set_on(adapter_on)
        try:
            return score_rows(self._base, self._data.held_out, self._control.check)
        finally:
            self._base.adapter.set_on(True)

    def _export(self, history: History) -> dict[str, Any]:
        """Writes the best epoch's adapter in both formats and metrics.json."""
        best = history.best_epoch
        tensors = self._checkpoints.adapter(best)
        adapter_dir = self._out_dir / "adapter"
        write_peft_adapter(adapter_dir, self._base, tensors)
        gguf_file, sha256 = write_gguf_adapter(self._out_dir, self._base, tensors)
        result = {
            "adapterDir": str(adapter_dir),
            "ggufFile": str(gguf_file),
            "ggufSha256": sha256,
            "bestEpoch": best,
            "heldOutLossByEpoch": history.held_out_by_epoch,
            "baseHeldOutLoss": Score(history.base_held_out).loss,
            "trainLoss": history.train_loss_by_epoch[best - 1],
            "tokensPerSecond": history.trained_tokens / max(history.train_seconds, 1e-9),
            "seconds": history.seconds,
            "peakMemoryMb": memory.peak_mb(self._base.device),
            "cutTokens": self._data.cut_tokens,
        }
        self._write_metrics(history, result)
        return result

    def _write_metrics(self, history: History, result: dict[str, Any]) -> None:
        """Numbers and row ids only. Losses are nats per reply token."""
        tuned = history.held_out_rows_by_epoch[history.best_epoch - 1]
        pairs = [
            {"id": row_id, "tokens": tokens, "base": base / tokens, "tuned": nats / tokens}
            for (row_id, base, tokens), nats in zip(history.base_held_out, tuned, strict=True)
        ]
        kept = {
            key: value for key, value in result.items() if key not in ("adapterDir", "ggufFile")
        }
        metrics = {
            **kept,
            "settings": self._settings.as_json(),
            "device": str(self._base.device),
            "dtype": str(self._base.dtype).removeprefix("torch."),
            "rows": {"train": len(self._data.train), "heldOut": len(self._data.held_out)},
            "steps": history.step,
            "trainedTokens": history.trained_tokens,
            "lossByStep": history.losses,
            "trainLossByEpoch": history.train_loss_by_epoch,
            "heldOutPairs": pairs,
        }
        partial = self._out_dir / ".metrics.json.partial"
        partial.write_text(json.dumps(metrics, indent=1) + "\n", "utf-8")
        os.replace(partial, self._out_dir / "metrics.json")

    def _event(self, event: dict[str, Any]) -> None:
        self._replies.progress(self._control.request_id, event)
