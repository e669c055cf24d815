"""Reads Alpaca rows: JSON lines as packages/contracts/src/dataset.ts describes them."""

import json
from dataclasses import dataclass
from pathlib import Path

from .errors import TrainerError


@dataclass(frozen=True)
class Row:
    """``user_message`` is what packages/contracts/src/prompt.ts calls so: instruction, empty line, input."""

    id: str
    user_message: str
    output: str


def read_rows(path: Path) -> list[Row]:
    """
    All rows of a file, in its order. Raises ``data_unreadable`` naming the line number only (the line is
    somebody's mail) and ``no_rows`` for an empty file.
    """
    rows: list[Row] = []
    try:
        with path.open(encoding="utf-8") as lines:
            for number, line in enumerate(lines, start=1):
                if line.strip():
                    rows.append(_parse_row(line, number, path.name))
    except (OSError, UnicodeDecodeError):
        raise TrainerError("data_unreadable", f"{path.name} cannot be read.") from None
    if not rows:
        raise TrainerError("no_rows", f"{path.name} holds no rows.")
    return rows


def _parse_row(line: str, number: int, name: str) -> Row:
    try:
        source = json.loads(line)
    except ValueError:
        source = None
    fields = ("id", "instruction", "input", "output")
    if not isinstance(source, dict) or not all(isinstance(source.get(f), str) for f in fields):
        raise TrainerError("data_unreadable", f"Line {number} of {name} is not a row.")
    if not source["output"]:
        raise TrainerError("data_unreadable", f"Line {number} of {name} has an empty output.")
    return Row(source["id"], f"{source['instruction']}\n\n{source['input']}", source["output"])
