"""Held-out loss: nats per reply token, every mail scored by the model as it stands."""

from collections.abc import Callable
from dataclasses import dataclass

import torch

from .base import Base
from .chat_text import TokenisedRow
from .packing import pack_rows

# Mails are packed up to so many tokens when only scored: enough to fill the cores, little memory.
SCORE_TOKENS = 4_096


@dataclass(frozen=True)
class Score:
    """``by_row``: (id, nats, reply tokens) of each mail, in the order given."""

    by_row: list[tuple[str, float, int]]

    @property
    def tokens(self) -> int:
        return sum(tokens for _, _, tokens in self.by_row)

    @property
    def loss(self) -> float:
        return sum(nats for _, nats, _ in self.by_row) / self.tokens


@torch.no_grad()
def score_rows(base: Base, rows: list[TokenisedRow], check: Callable[[], None]) -> Score:
    """``check`` is called before each pack and may raise to stop. Sums are f64 on the CPU."""
    by_row: list[tuple[str, float, int]] = []
    for group in group_by_tokens(rows, SCORE_TOKENS):
        check()
        pack = pack_rows(group, base.device)
        nats = base.nats(pack).cpu().double()
        sums = torch.zeros(len(group), dtype=torch.double).index_add_(0, pack.owner.cpu(), nats)
        by_row += [
            (row.id, total, len(row.reply)) for row, total in zip(group, sums.tolist(), strict=True)
        ]
    return Score(by_row)


def group_by_tokens(rows: list[TokenisedRow], most: int) -> list[list[TokenisedRow]]:
    """Neighbours together, at most ``most`` tokens a group (a longer mail is alone)."""
    groups: list[list[TokenisedRow]] = []
    filled = 0
    for row in rows:
        if not groups or filled + len(row) > most:
            groups.append([])
            filled = 0
        groups[-1].append(row)
        filled += len(row)
    return groups
