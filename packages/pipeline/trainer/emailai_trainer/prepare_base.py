"""
``python -m emailai_trainer.prepare_base --source DIR_OR_GGUF --out DIR``: makes of one base the two things a job
needs, ``DIR/hf/`` to train on and ``DIR/base.gguf`` to serve, and says in ``DIR/base.json`` what it is.

A Hugging Face directory is linked or copied and written as GGUF. A GGUF serves as it is, and is dequantised for
training by transformers: what is trained on is what serves. Everything is made beside DIR and renamed.
"""

import argparse
import hashlib
import json
import os
import shutil
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from .disk import writing_to
from .errors import TrainerError, as_trainer_error
from .process import prepare_process
from .requests import check_base_dir

# Below this a base is a toy to try the road with; the smallest useful ones have 135 million.
TRIAL_PARAMETERS = 100_000_000
# Smaller files are copied, so that a change of the source's files does not reach the cache.
COPY_BYTES = 64 * 2**20


def prepare_base(source: Path, out: Path) -> dict[str, Any]:
    """Returns what base.json says; does nothing where ``out`` has one. Raises ``TrainerError``."""
    done = out / "base.json"
    if done.is_file():
        return json.loads(done.read_text("utf-8"))
    if source.is_dir():
        check_base_dir(source)
        make = _from_directory
    elif source.is_file():
        make = _from_gguf
    else:
        raise TrainerError("base_missing", f"There is no base model at {source}.")
    with writing_to(out.parent):
        return _make_beside(out, lambda partial: make(source, partial))


def _make_beside(out: Path, make: Callable[[Path], dict[str, Any]]) -> dict[str, Any]:
    out.parent.mkdir(parents=True, exist_ok=True)
    partial = Path(tempfile.mkdtemp(prefix=f".{out.name}.", dir=out.parent))
    try:
        facts = make(partial)
        facts["sha256"] = sha256_of(partial / "base.gguf")
        facts["trialOnly"] = facts["parameters"] < TRIAL_PARAMETERS
        (partial / "base.json").write_text(json.dumps(facts, indent=2) + "\n", "utf-8")
        _take_place(partial, out)
        return json.loads((out / "base.json").read_text("utf-8"))
    finally:
        shutil.rmtree(partial, ignore_errors=True)


def sha256_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _take_place(partial: Path, out: Path) -> None:
    """Renames; where another process was faster its result stands, and half a result is replaced."""
    if out.exists() and not (out / "base.json").is_file():
        shutil.rmtree(out)
    try:
        os.rename(partial, out)
    except OSError:
        if not (out / "base.json").is_file():
            raise


def _from_directory(source: Path, partial: Path) -> dict[str, Any]:
    from transformers import AutoConfig

    from .base import context_tokens_of
    from .gguf_base import write_base_gguf
    from .tokenizer import load_tokenizer

    hf = partial / "hf"
    hf.mkdir()
    for file in sorted(source.iterdir()):
        if file.is_file() and not file.name.startswith(".") and file.suffix != ".gguf":
            link_or_copy(file, hf / file.name)
    config = AutoConfig.from_pretrained(hf, local_files_only=True)
    tokenizer = load_tokenizer(hf)
    name = source.resolve().name
    parameters = write_base_gguf(partial / "base.gguf", hf, config, tokenizer, name)
    return {"name": name, "parameters": parameters, "contextTokens": context_tokens_of(config)}


def _from_gguf(source: Path, partial: Path) -> dict[str, Any]:
    from .dequantise import dequantise_gguf

    link_or_copy(source, partial / "base.gguf")
    return dequantise_gguf(source, partial / "hf")


def link_or_copy(source: Path, target: Path) -> None:
    """Big files are linked: a base of 16 GB is not stored twice."""
    source = source.resolve()
    if source.stat().st_size < COPY_BYTES:
        shutil.copyfile(source, target)
        return
    for link in (os.link, os.symlink):
        try:
            link(source, target)
            return
        except OSError:
            continue
    shutil.copyfile(source, target)


def main() -> None:
    """Prints base.json's object as the one line on stdout; a refusal is a sentence on stderr and exit code 2."""
    parser = argparse.ArgumentParser(prog="emailai_trainer.prepare_base")
    parser.add_argument("--source", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    arguments = parser.parse_args()
    prepare_process()
    own_stdout = os.dup(1)
    os.dup2(2, 1)
    try:
        facts = prepare_base(arguments.source.absolute(), arguments.out.absolute())
    except Exception as error:
        refusal = as_trainer_error(error)
        if refusal.code == "internal":
            raise
        print(refusal.message, file=sys.stderr)
        sys.exit(2)
    with os.fdopen(own_stdout, "w", encoding="utf-8") as stdout:
        stdout.write(json.dumps(facts) + "\n")


if __name__ == "__main__":
    main()
