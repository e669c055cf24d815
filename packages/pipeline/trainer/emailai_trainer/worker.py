"""
The side that imports torch. Holds the warm base and does one request at a time; everything heavy is imported on
first use, so that the process answers at once while it holds nothing.
"""

import gc
from typing import Any

from .control import RunControl
from .errors import TrainerError
from .reply_stream import ReplyStream
from .requests import Request


class Worker:
    """Called from one thread only."""

    def __init__(self, replies: ReplyStream):
        self._replies = replies
        self._base: Any = None

    @property
    def base_dir(self) -> str | None:
        base = self._base
        return None if base is None else str(base.directory)

    def do(self, request: Request, control: RunControl) -> dict[str, Any]:
        """The ``done`` result of a request; raises what ``as_trainer_error`` then names."""
        control.check()
        verbs = {
            "load": self._load,
            "plan": self._plan,
            "train": self._train,
            "evaluate": self._evaluate,
            "unload": self._unload,
        }
        return verbs[request.type](request, control)

    def _load(self, request: Request, control: RunControl) -> dict[str, Any]:
        import torch

        from .base import load_base, pick_device

        control.check()
        directory, device_name = request.fields["base_dir"], request.fields["device"]
        held = self._base
        if held is None or held.directory != directory or held.device != pick_device(device_name):
            self._drop_base()
            self._base = held = load_base(directory, device_name)
        return {
            "parameters": held.parameters,
            "device": _device_words(torch, held.device),
            "dtype": str(held.dtype).removeprefix("torch."),
            "contextTokens": held.context_tokens,
            "seconds": held.seconds,
        }

    def _plan(self, request: Request, control: RunControl) -> dict[str, Any]:
        base = self._need_base()
        from .plan import plan_run
        from .train import read_run_data

        fields = request.fields
        settings = fields["settings"]
        data = read_run_data(
            base, fields["train_file"], fields["held_out_file"], settings.max_tokens
        )
        control.check()
        return plan_run(base, data, settings, fields["cost_per_hour_usd"], control)

    def _train(self, request: Request, control: RunControl) -> dict[str, Any]:
        base = self._need_base()
        from .train import TrainingRun

        try:
            return TrainingRun(base, **request.fields, control=control, replies=self._replies).run()
        finally:
            base.adapter.drop()

    def _evaluate(self, request: Request, control: RunControl) -> dict[str, Any]:
        base = self._need_base()
        from .adapter_files import read_peft_adapter
        from .chat_text import tokenise_rows
        from .held_out import score_rows
        from .rows import read_rows

        fields = request.fields
        most = min(fields["max_tokens"], base.context_tokens)
        rows = tokenise_rows(base.tokenizer, read_rows(fields["rows_file"]), most)
        try:
            if fields["adapter_dir"] is not None:
                rank, alpha, tensors = read_peft_adapter(fields["adapter_dir"])
                base.adapter.reset(rank, alpha, seed=0)
                base.adapter.load_state(tensors)
            score = score_rows(base, rows, control.check)
        finally:
            base.adapter.drop()
        return {"loss": score.loss, "tokens": score.tokens, "rows": len(rows)}

    def _unload(self, _request: Request, _control: RunControl) -> dict[str, Any]:
        self._drop_base()
        return {}

    def _need_base(self) -> Any:
        if self._base is None:
            raise TrainerError("base_missing", "No base is loaded: send load first.")
        return self._base

    def _drop_base(self) -> None:
        if self._base is None:
            return
        device = self._base.device
        self._base = None
        from .memory import release_cached

        gc.collect()
        release_cached(device)


def _device_words(torch: Any, device: Any) -> str:
    """``cuda (NVIDIA H200)``, ``cpu``: what a person wants to read."""
    if device.type == "cuda":
        return f"cuda ({torch.cuda.get_device_name(device)})"
    return device.type
