"""What a run is asked to do: mirrors ``trainSettingsSchema`` of packages/contracts/src/trainer-protocol.ts."""

from dataclasses import asdict, dataclass
from typing import Any

from .errors import TrainerError

MAX_RANK = 256
MAX_EPOCHS = 50
# Half of them are the prompt's where a reply is long: fewer hold neither.
MIN_TOKENS = 16


@dataclass(frozen=True)
class TrainSettings:
    """``batch_size`` counts mails a step, ``max_tokens`` prompt and reply of one mail together."""

    rank: int
    alpha: float
    learning_rate: float
    epochs: int
    batch_size: int
    max_tokens: int
    seed: int

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


def _number(source: dict[str, Any], key: str, *, whole: bool, most: float | None = None) -> Any:
    value = source.get(key)
    is_number = isinstance(value, (int, float)) and not isinstance(value, bool)
    if not is_number or (whole and value != int(value)):
        kind = "a whole number" if whole else "a number"
        raise TrainerError("bad_request", f"settings.{key} must be {kind}.")
    if key != "seed" and not value > 0:
        raise TrainerError("bad_request", f"settings.{key} must be above zero.")
    if most is not None and value > most:
        raise TrainerError("bad_request", f"settings.{key} must be at most {most}.")
    return int(value) if whole else float(value)


def parse_settings(source: Any) -> TrainSettings:
    """Raises ``TrainerError('bad_request')`` naming the setting that is wrong."""
    if not isinstance(source, dict):
        raise TrainerError("bad_request", "settings must be an object.")
    parsed = TrainSettings(
        rank=_number(source, "rank", whole=True, most=MAX_RANK),
        alpha=_number(source, "alpha", whole=False),
        learning_rate=_number(source, "learningRate", whole=False),
        epochs=_number(source, "epochs", whole=True, most=MAX_EPOCHS),
        batch_size=_number(source, "batchSize", whole=True),
        max_tokens=_number(source, "maxTokens", whole=True),
        seed=_number(source, "seed", whole=True),
    )
    if parsed.max_tokens < MIN_TOKENS:
        raise TrainerError("bad_request", f"settings.maxTokens must be at least {MIN_TOKENS}.")
    return parsed
