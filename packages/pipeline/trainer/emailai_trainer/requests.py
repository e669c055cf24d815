"""
Checks one request line against the contract, before torch is imported: a mistake in paths or settings is
answered at once and not after ten seconds of loading.
"""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .errors import TrainerError
from .settings import MIN_TOKENS, parse_settings

DEVICES = ("auto", "cpu", "cuda", "mps")
SUPPORTED_MODEL_TYPES = ("llama", "mistral", "qwen2", "qwen3")
HEAVY_TYPES = ("load", "plan", "train", "evaluate", "unload")
LIGHT_TYPES = ("pause", "resume", "cancel", "status", "shutdown")
MAX_LINE_CHARS = 1_000_000


@dataclass(frozen=True)
class Request:
    """``fields`` holds the parsed values of its type: ``Path``s, ``TrainSettings`` and numbers."""

    type: str
    id: str
    fields: dict[str, Any]


def parse_request(line: str) -> Request:
    """Raises ``TrainerError`` ``bad_request``, ``base_missing``, ``base_unsupported`` or ``data_unreadable``."""
    if len(line) > MAX_LINE_CHARS:
        raise TrainerError("bad_request", "The request line is too long.")
    try:
        source = json.loads(line)
    except ValueError:
        raise TrainerError("bad_request", "The request is not JSON.") from None
    if not isinstance(source, dict):
        raise TrainerError("bad_request", "The request is not an object.")
    kind, request_id = source.get("type"), source.get("id")
    if not isinstance(request_id, str):
        raise TrainerError("bad_request", "The request has no id.")
    if kind not in HEAVY_TYPES + LIGHT_TYPES:
        raise TrainerError("bad_request", "The request's type is not known.")
    return Request(kind, request_id, _parse_fields(kind, source))


def request_id_of(line: str) -> str | None:
    """The id of a line that failed to parse as a request, where it has one."""
    try:
        source = json.loads(line)
    except ValueError:
        return None
    found = source.get("id") if isinstance(source, dict) else None
    return found if isinstance(found, str) else None


def check_base_dir(base_dir: Path) -> str:
    """The model type of a Hugging Face directory; reads ``config.json`` only."""
    config_file = base_dir / "config.json"
    if not config_file.is_file():
        raise TrainerError("base_missing", f"There is no base model in {base_dir}.")
    try:
        model_type = json.loads(config_file.read_text("utf-8")).get("model_type")
    except (ValueError, AttributeError):
        raise TrainerError("base_unsupported", f"{config_file} is not a model's config.") from None
    if model_type not in SUPPORTED_MODEL_TYPES:
        known = ", ".join(SUPPORTED_MODEL_TYPES)
        raise TrainerError(
            "base_unsupported", f"The base is of type {model_type}; supported are {known}."
        )
    if not any(base_dir.glob("*.safetensors")):
        raise TrainerError("base_missing", f"There are no safetensors weights in {base_dir}.")
    return model_type


def _parse_fields(kind: str, source: dict[str, Any]) -> dict[str, Any]:
    if kind == "load":
        base_dir = _path(source, "baseDir")
        check_base_dir(base_dir)
        if source.get("device") not in DEVICES:
            raise TrainerError("bad_request", f"device must be one of {', '.join(DEVICES)}.")
        return {"base_dir": base_dir, "device": source["device"]}
    if kind in ("plan", "train"):
        fields: dict[str, Any] = {
            "train_file": _existing_file(source, "trainFile"),
            "held_out_file": _existing_file(source, "heldOutFile"),
            "out_dir": _path(source, "outDir"),
            "settings": parse_settings(source.get("settings")),
        }
        if kind == "plan":
            fields["cost_per_hour_usd"] = _cost(source)
        return fields
    if kind == "evaluate":
        adapter_dir = _path(source, "adapterDir") if source.get("adapterDir") is not None else None
        if adapter_dir is not None and not (adapter_dir / "adapter_config.json").is_file():
            raise TrainerError("data_unreadable", f"There is no adapter in {adapter_dir}.")
        return {
            "rows_file": _existing_file(source, "rowsFile"),
            "adapter_dir": adapter_dir,
            "max_tokens": _max_tokens(source),
        }
    return {}


def _path(source: dict[str, Any], key: str) -> Path:
    value = source.get(key)
    if not isinstance(value, str) or not Path(value).is_absolute():
        raise TrainerError("bad_request", f"{key} must be an absolute path.")
    return Path(value)


def _existing_file(source: dict[str, Any], key: str) -> Path:
    path = _path(source, key)
    if not path.is_file():
        raise TrainerError("data_unreadable", f"{key} is not there: {path}.")
    return path


def _cost(source: dict[str, Any]) -> float:
    value = source.get("costPerHourUsd")
    if isinstance(value, bool) or not isinstance(value, (int, float)) or value < 0:
        raise TrainerError("bad_request", "costPerHourUsd must be a number of at least zero.")
    return float(value)


def _max_tokens(source: dict[str, Any]) -> int:
    value = source.get("maxTokens")
    if isinstance(value, bool) or not isinstance(value, int) or value < MIN_TOKENS:
        raise TrainerError(
            "bad_request", f"maxTokens must be a whole number of at least {MIN_TOKENS}."
        )
    return value
