"""
Mails laid end to end. A step's mails are one row of tokens without padding; positions start anew with each
mail, and attention never crosses from one to the next (packed_attention.py).
"""

from dataclasses import dataclass

import torch

from .chat_text import TokenisedRow


@dataclass(frozen=True)
class Segments:
    """Where the mails lie: ``lengths`` in tokens; ``starts`` int32 [mails + 1], cumulative, on the device."""

    lengths: tuple[int, ...]
    starts: torch.Tensor
    longest: int


@dataclass(frozen=True)
class Pack:
    """
    ``input_ids`` and ``position_ids``: [1, tokens]. ``read_at``: positions whose hidden state predicts a reply
    token, ``targets``: those tokens, ``owner``: which mail each belongs to; all [reply tokens].
    """

    input_ids: torch.Tensor
    position_ids: torch.Tensor
    segments: Segments
    read_at: torch.Tensor
    targets: torch.Tensor
    owner: torch.Tensor

    @property
    def tokens(self) -> int:
        return self.input_ids.shape[1]

    @property
    def reply_tokens(self) -> int:
        return self.targets.shape[0]


def pack_rows(rows: list[TokenisedRow], device: torch.device) -> Pack:
    """Packs at least one row. The last token of a mail is a target only: nothing is predicted from it."""
    input_ids: list[int] = []
    positions: list[int] = []
    read_at: list[int] = []
    targets: list[int] = []
    owner: list[int] = []
    starts = [0]
    for number, row in enumerate(rows):
        start = len(input_ids)
        input_ids += row.prompt
        input_ids += row.reply[:-1]
        positions += range(len(input_ids) - start)
        first = start + len(row.prompt) - 1
        read_at += range(first, first + len(row.reply))
        targets += row.reply
        owner += [number] * len(row.reply)
        starts.append(len(input_ids))

    def tensor(values: list[int], dtype: torch.dtype = torch.long) -> torch.Tensor:
        return torch.tensor(values, dtype=dtype, device=device)

    lengths = tuple(b - a for a, b in zip(starts, starts[1:], strict=False))
    return Pack(
        input_ids=tensor(input_ids)[None],
        position_ids=tensor(positions)[None],
        segments=Segments(lengths, tensor(starts, torch.int32), max(lengths)),
        read_at=tensor(read_at),
        targets=tensor(targets),
        owner=tensor(owner),
    )
