"""
What an epoch leaves behind: ``<outDir>/checkpoints/epoch-0003/`` with adapter, optimizer, random state and
history. Written beside its name and renamed, so a directory of that name is always whole.
"""

import hashlib
import json
import os
import shutil
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import torch
from safetensors.torch import load_file, save_file

from .base import Base
from .settings import TrainSettings


@dataclass
class History:
    """What is known at an epoch's end; everything a result needs besides the weights."""

    epoch: int = 0
    step: int = 0
    seconds: float = 0.0
    trained_tokens: int = 0
    train_seconds: float = 0.0
    micro_batch: int = 0
    losses: list[float] = field(default_factory=list)
    train_loss_by_epoch: list[float] = field(default_factory=list)
    held_out_by_epoch: list[float] = field(default_factory=list)
    held_out_rows_by_epoch: list[list[float]] = field(default_factory=list)
    base_held_out: list[tuple[str, float, int]] = field(default_factory=list)

    @property
    def best_epoch(self) -> int:
        """From 1; the first of equals."""
        return 1 + self.held_out_by_epoch.index(min(self.held_out_by_epoch))


def run_fingerprint(
    base: Base, train_file: Path, held_out_file: Path, settings: TrainSettings
) -> str:
    """A checkpoint of other data, another base or other settings is not this run's."""
    digest = hashlib.sha256()
    for path in (train_file, held_out_file, base.directory / "config.json"):
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    facts = {
        "settings": settings.as_json(),
        "parameters": base.parameters,
        "dtype": str(base.dtype),
    }
    digest.update(json.dumps(facts, sort_keys=True).encode())
    return digest.hexdigest()


class Checkpoints:
    """The checkpoints of one run."""

    def __init__(self, out_dir: Path, fingerprint: str):
        self._dir = out_dir / "checkpoints"
        self._fingerprint = fingerprint

    def save(self, base: Base, optimizer: torch.optim.Optimizer, history: History) -> None:
        """Then drops every other checkpoint but the best epoch's."""
        self._dir.mkdir(parents=True, exist_ok=True)
        final = self._path(history.epoch)
        partial = self._dir / f".{final.name}.partial"
        shutil.rmtree(partial, ignore_errors=True)
        partial.mkdir()
        save_file(base.adapter.state(), partial / "adapter.safetensors")
        torch.save(
            {"optimizer": optimizer.state_dict(), "random": torch.get_rng_state()},
            partial / "optimizer.pt",
        )
        state = {"fingerprint": self._fingerprint, "history": vars(history)}
        (partial / "state.json").write_text(json.dumps(state), "utf-8")
        shutil.rmtree(final, ignore_errors=True)
        os.replace(partial, final)
        for path in self._dir.iterdir():
            if path not in (final, self._path(history.best_epoch)):
                shutil.rmtree(path, ignore_errors=True)

    def newest(self) -> History | None:
        """The last finished epoch of this very run. Checkpoints of another run are removed."""
        if not self._dir.is_dir():
            return None
        found: list[History] = []
        for path in self._dir.glob("epoch-*"):
            state = json.loads((path / "state.json").read_text("utf-8"))
            if state["fingerprint"] != self._fingerprint:
                shutil.rmtree(self._dir)
                return None
            found.append(History(**state["history"]))
        return max(found, key=lambda history: history.epoch, default=None)

    def restore(self, base: Base, optimizer: torch.optim.Optimizer, epoch: int) -> None:
        """Adapter, optimizer and random state as they were at the end of ``epoch``."""
        base.adapter.load_state(self.adapter(epoch))
        saved: dict[str, Any] = torch.load(self._path(epoch) / "optimizer.pt", weights_only=True)
        optimizer.load_state_dict(saved["optimizer"])
        torch.set_rng_state(saved["random"])

    def adapter(self, epoch: int) -> dict[str, torch.Tensor]:
        return load_file(self._path(epoch) / "adapter.safetensors")

    def _path(self, epoch: int) -> Path:
        return self._dir / f"epoch-{epoch:04d}"
