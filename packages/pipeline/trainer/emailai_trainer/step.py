"""One optimizer step over one group of mails."""

from contextlib import AbstractContextManager, nullcontext

import torch

from .base import Base
from .chat_text import TokenisedRow
from .errors import TrainerError, is_out_of_memory
from .memory import release_cached
from .packing import pack_rows

MAX_GRAD_NORM = 1.0


def make_optimizer(base: Base, learning_rate: float) -> torch.optim.AdamW:
    """Fused AdamW without weight decay: B starts at zero and is not to be drawn back there."""
    return torch.optim.AdamW(
        base.adapter.parameters(),
        lr=learning_rate,
        weight_decay=0.0,
        fused=base.device.type != "mps",
    )


class Stepper:
    """
    Takes steps and remembers how many mails fit the device at once. A step's gradient is that of the mean loss
    over all its reply tokens, in however many pieces it is computed.
    """

    def __init__(self, base: Base, optimizer: torch.optim.Optimizer, micro_batch: int):
        self._base = base
        self._optimizer = optimizer
        self.micro_batch = micro_batch

    def take(self, rows: list[TokenisedRow], learning_rate: float) -> tuple[float, int]:
        """
        Returns the mean nats per reply token before the step and the tokens read. Out of memory halves the
        micro-batch and does the step again; with one mail at a time it raises ``out_of_memory``.
        """
        while True:
            try:
                with self._products():
                    loss, tokens = self._gradients(rows)
                break
            except (RuntimeError, MemoryError) as error:
                if not is_out_of_memory(error):
                    raise
                if self.micro_batch == 1:
                    raise TrainerError(
                        "out_of_memory", "One mail alone does not fit this device's memory."
                    ) from error
                self.micro_batch //= 2
            # Outside of the handler, where the traceback no longer holds the failed step's tensors.
            release_cached(self._base.device)
        torch.nn.utils.clip_grad_norm_(self._base.adapter.parameters(), MAX_GRAD_NORM)
        for group in self._optimizer.param_groups:
            group["lr"] = learning_rate
        self._optimizer.step()
        return loss, tokens

    def _products(self) -> AbstractContextManager[None]:
        return self._base.adapter.half_products() if self._base.half_products else nullcontext()

    def _gradients(self, rows: list[TokenisedRow]) -> tuple[float, int]:
        self._optimizer.zero_grad(set_to_none=True)
        reply_tokens = sum(len(row.reply) for row in rows)
        loss = torch.zeros((), device=self._base.device)
        tokens = 0
        for start in range(0, len(rows), self.micro_batch):
            pack = pack_rows(rows[start : start + self.micro_batch], self._base.device)
            part = self._base.nats(pack).sum() / reply_tokens
            part.backward()
            loss += part.detach()
            tokens += pack.tokens
        return loss.item(), tokens
