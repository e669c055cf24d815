"""
``python -m emailai_trainer.merge_gguf --base B --adapter A (--plan | --out F) [--weights same|q8_0]``: a base with
one adapter added into its weights, as one GGUF file, for engines that take no adapters (Ollama from 0.34.1 on).

Prints one JSON object: ``bytes`` of the file, and its ``sha256`` once it is written. Neither torch nor a whole model
is loaded: tensors go through memory some rows at a time.
"""

import argparse
import hashlib
import json
import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

import gguf
import numpy as np
from gguf import GGMLQuantizationType as Type

from .disk import writing_to
from .errors import TrainerError, as_trainer_error

# A piece of a tensor, as f32.
CHUNK_BYTES = 32 * 2**20
HASH_BYTES = 2**20
Q8_BLOCK = 32
# Says in the file which adapter it holds; Ollama shows it again in /api/show.
ADAPTER_KEY = "emailai.adapter.sha256"
# Written by gguf's writer itself.
WRITER_KEYS = ("general.architecture", "general.file_type")


@dataclass(frozen=True)
class LowRank:
    """``b @ a`` scaled is what an adapter adds to a weight; a is [rank, in], b [out, rank], both f32."""

    a: np.ndarray
    b: np.ndarray
    scale: float

    def rows(self, first: int, end: int) -> np.ndarray:
        return self.scale * (self.b[first:end] @ self.a)


@dataclass(frozen=True)
class Target:
    """How a tensor of the base is written; ``change`` is None where the adapter leaves it alone."""

    stored: Any
    type: Type
    change: LowRank | None

    @property
    def nbytes(self) -> int:
        if self.type == self.stored.tensor_type:
            return self.stored.data.nbytes
        # GGUF counts dimensions from the fastest.
        block, size = gguf.GGML_QUANT_SIZES[self.type]
        return int(np.prod(self.stored.shape)) // block * size


def merge_gguf(base: Path, adapter: Path, weights: str, out: Path) -> dict[str, Any]:
    """Writes ``out`` and returns its size and hash. Raises ``base_unsupported``, ``data_unreadable``, ``disk_full``."""
    reader, targets = _plan(base, adapter, weights)
    partial = out.with_name(f"{out.name}.partial")
    try:
        with writing_to(out.parent):
            _write(partial, reader, targets, adapter_sha256=_sha256_of(adapter))
            sha256 = _sha256_of(partial)
            os.replace(partial, out)
    finally:
        partial.unlink(missing_ok=True)
    return {"bytes": out.stat().st_size, "sha256": sha256}


def planned_bytes(base: Path, adapter: Path, weights: str) -> int:
    """What the merged file will take: its tensors, and the base's header once more."""
    reader, targets = _plan(base, adapter, weights)
    alignment = int(reader.alignment)
    padded = sum(-(-target.nbytes // alignment) * alignment for target in targets)
    return int(reader.data_offset) + padded


def _plan(base: Path, adapter: Path, weights: str) -> tuple[Any, list[Target]]:
    reader = _open(base, "base")
    changes = _read_adapter(adapter)
    targets = []
    for stored in reader.tensors:
        change = changes.pop(stored.name, None)
        if change is not None:
            _check_fits(stored, change)
        targets.append(Target(stored, _type_of(stored, change, weights), change))
    if changes:
        raise TrainerError(
            "base_unsupported",
            f"The adapter changes {min(changes)}, which this base lacks: it was trained on another base.",
        )
    return reader, targets


def _open(path: Path, what: str) -> Any:
    try:
        return gguf.GGUFReader(path)
    except (ValueError, OSError, IndexError, KeyError) as error:
        raise TrainerError("data_unreadable", f"The {what} is not a readable GGUF file.") from error


def _read_adapter(path: Path) -> dict[str, LowRank]:
    """By the name of the weight each changes."""
    reader = _open(path, "adapter")
    alpha = reader.get_field("adapter.lora.alpha")
    halves: dict[str, dict[str, np.ndarray]] = {}
    for tensor in reader.tensors:
        name, _, half = tensor.name.rpartition(".lora_")
        values = gguf.dequantize(tensor.data, tensor.tensor_type)
        halves.setdefault(name, {})[half] = np.asarray(values, np.float32)
    if alpha is None or not halves or any(set(pair) != {"a", "b"} for pair in halves.values()):
        raise TrainerError("data_unreadable", "The adapter is not a LoRA adapter.")
    scale = float(alpha.contents())
    return {
        name: LowRank(pair["a"], pair["b"], scale / pair["a"].shape[0])
        for name, pair in halves.items()
    }


def _check_fits(stored: Any, change: LowRank) -> None:
    wide, high = (int(length) for length in stored.shape[:2])
    rank = change.a.shape[0]
    if change.a.shape != (rank, wide) or change.b.shape != (high, rank):
        raise TrainerError(
            "base_unsupported",
            f"The adapter's {stored.name} is of another shape: it was trained on another base.",
        )


def _type_of(stored: Any, change: LowRank | None, weights: str) -> Type:
    """
    ``same`` keeps f32 and f16, so that nothing is lost but f16's own rounding; bf16 has too few bits for what an
    adapter adds and becomes f16. A weight that was quantised already becomes q8_0 where it changes: finer than it was.
    """
    is_matrix = len(stored.shape) == 2
    fits_blocks = int(stored.shape[0]) % Q8_BLOCK == 0
    is_plain = stored.tensor_type in (Type.F32, Type.F16, Type.BF16)
    if weights == "q8_0" and is_matrix and is_plain and fits_blocks:
        return Type.Q8_0
    if change is None or stored.tensor_type in (Type.F32, Type.F16):
        return stored.tensor_type
    if stored.tensor_type == Type.BF16 or not fits_blocks:
        return Type.F16
    return Type.Q8_0


def _write(path: Path, reader: Any, targets: list[Target], adapter_sha256: str) -> None:
    architecture = reader.get_field("general.architecture").contents()
    writer = gguf.GGUFWriter(path, architecture)
    for field in reader.fields.values():
        if field.name.startswith("GGUF.") or field.name in WRITER_KEYS:
            continue
        kind = field.types[0]
        items = field.types[-1] if kind == gguf.GGUFValueType.ARRAY else None
        writer.add_key_value(field.name, field.contents(), kind, sub_type=items)
    writer.add_file_type(_file_type(targets))
    writer.add_string(ADAPTER_KEY, adapter_sha256)
    writer.data_alignment = int(reader.alignment)
    for target in targets:
        shape = [int(length) for length in reversed(target.stored.shape)]
        # The writer takes a quantised tensor's shape in bytes when it is told of bytes.
        writer.add_tensor_info(
            target.stored.name, shape, np.dtype(np.float32), target.nbytes, raw_dtype=target.type
        )
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_ti_data_to_file()
    [file] = writer.fout
    for target in targets:
        writer.write_padding(file, file.tell())
        _write_tensor(file, target)
    writer.write_padding(file, file.tell())
    writer.close()


def _file_type(targets: list[Target]) -> gguf.LlamaFileType:
    """By what most weights are written as, for those who show it."""
    names = {
        Type.F32: gguf.LlamaFileType.ALL_F32,
        Type.F16: gguf.LlamaFileType.MOSTLY_F16,
        Type.Q8_0: gguf.LlamaFileType.MOSTLY_Q8_0,
    }
    elements: dict[Type, int] = {}
    for target in targets:
        kind = target.type if target.type in names else Type.Q8_0
        elements[kind] = elements.get(kind, 0) + int(np.prod(target.stored.shape))
    return names[max(elements, key=lambda kind: elements[kind])]


def _write_tensor(file: BinaryIO, target: Target) -> None:
    data = target.stored.data
    for first, end in _row_chunks(target):
        rows = data[first:end]
        if target.change is None and target.type == target.stored.tensor_type:
            file.write(np.ascontiguousarray(rows).data)
            continue
        values = gguf.dequantize(rows, target.stored.tensor_type)
        if target.change is not None:
            values = values + target.change.rows(first, end)
        file.write(gguf.quantize(np.ascontiguousarray(values), target.type).data)


def _row_chunks(target: Target) -> Iterator[tuple[int, int]]:
    rows = target.stored.data.shape[0]
    row_bytes = 4 * int(np.prod(target.stored.shape)) // rows
    step = max(1, CHUNK_BYTES // row_bytes)
    for first in range(0, rows, step):
        yield first, min(first + step, rows)


def _sha256_of(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while piece := file.read(HASH_BYTES):
            digest.update(piece)
    return digest.hexdigest()


def main() -> None:
    """A refusal is a sentence on stderr and exit code 2."""
    parser = argparse.ArgumentParser(prog="emailai_trainer.merge_gguf")
    parser.add_argument("--base", type=Path, required=True)
    parser.add_argument("--adapter", type=Path, required=True)
    parser.add_argument("--weights", choices=("same", "q8_0"), default="same")
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument("--plan", action="store_true")
    what.add_argument("--out", type=Path)
    given = parser.parse_args()
    try:
        if given.plan:
            answer = {"bytes": planned_bytes(given.base, given.adapter, given.weights)}
        else:
            answer = merge_gguf(given.base, given.adapter, given.weights, given.out)
    except Exception as error:
        refusal = as_trainer_error(error)
        if refusal.code == "internal":
            raise
        print(refusal.message, file=sys.stderr)
        sys.exit(2)
    print(json.dumps(answer))


if __name__ == "__main__":
    main()
