"""Gradients of one step on several cores, each worker with batches of its own.

Splitting each product over two cores waits for the slower one at every product, and on a machine shared
with other work that made a step four times longer. Here the workers meet only once a step.
"""

from __future__ import annotations

import copy
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from queue import Empty, SimpleQueue

from .network import PROMPT_WEIGHT, batch_losses
from .tokenized import TokenizedMail


@dataclass
class LossSums:
    """Nats and tokens of some batches; `prompt` and `reply` give nats a token."""

    prompt_nats: float = 0.0
    reply_nats: float = 0.0
    prompt_tokens: int = 0
    reply_tokens: int = 0

    def add(self, other: LossSums) -> None:
        self.prompt_nats += other.prompt_nats
        self.reply_nats += other.reply_nats
        self.prompt_tokens += other.prompt_tokens
        self.reply_tokens += other.reply_tokens

    @property
    def prompt(self) -> float:
        return self.prompt_nats / max(1, self.prompt_tokens)

    @property
    def reply(self) -> float:
        return self.reply_nats / max(1, self.reply_tokens)


def _replica(model):
    """The same weights, in the same memory, with gradients of its own."""
    twin = copy.deepcopy(model)
    for own, shared in zip(twin.parameters(), model.parameters(), strict=True):
        own.data = shared.data
    return twin


def _one_thread_each() -> None:
    import torch

    torch.set_num_threads(1)


class GradientWorkers:
    """Threads that fill `.grad` of `model` with the gradient of a step's mean loss."""

    def __init__(self, model, count: int, is_bf16: bool):
        self.model = model
        self.is_bf16 = is_bf16
        self.replicas = [model, *(_replica(model) for _ in range(count - 1))]
        self.pool = ThreadPoolExecutor(count, initializer=_one_thread_each)

    def step_gradient(self, batches: list[list[TokenizedMail]]) -> LossSums:
        """Loss: a prompt token counts PROMPT_WEIGHT, a reply token 1, over all batches together."""
        mails = [mail for batch in batches for mail in batch]
        reply_tokens = sum(len(mail.ids) - mail.reply_at for mail in mails)
        weight = PROMPT_WEIGHT * sum(mail.reply_at - 1 for mail in mails) + reply_tokens
        waiting: SimpleQueue[list[TokenizedMail]] = SimpleQueue()
        for batch in sorted(batches, key=lambda batch: -sum(len(mail.ids) for mail in batch)):
            waiting.put(batch)
        parts = [
            self.pool.submit(self._work, replica, waiting, weight) for replica in self.replicas
        ]
        sums = LossSums()
        for part in parts:
            sums.add(part.result())
        for twin in self.replicas[1:]:
            for parameter, other in zip(self.model.parameters(), twin.parameters(), strict=True):
                if other.grad is not None:
                    parameter.grad = (
                        other.grad if parameter.grad is None else parameter.grad.add_(other.grad)
                    )
                    other.grad = None
        return sums

    def _work(self, replica, waiting: SimpleQueue, weight: float) -> LossSums:
        import torch

        sums = LossSums()
        while True:
            try:
                batch = waiting.get_nowait()
            except Empty:
                return sums
            with torch.autocast("cpu", torch.bfloat16, enabled=self.is_bf16, cache_enabled=False):
                prompt_nats, reply_nats, prompt_tokens, reply_tokens = batch_losses(replica, batch)
            ((PROMPT_WEIGHT * prompt_nats + reply_nats) / weight).backward()
            sums.add(LossSums(prompt_nats.item(), reply_nats.item(), prompt_tokens, reply_tokens))

    def close(self) -> None:
        self.pool.shutdown()
