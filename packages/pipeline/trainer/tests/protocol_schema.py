"""
Checks values against ../protocol.schema.json, which is made from the TypeScript contract. Only the keywords that
file uses are known, and an unknown one is an error: a check that skips what it does not know would always agree.
"""

import json
from typing import Any

from trainer_child import PACKAGE_ROOT

_TYPES = {
    "object": dict,
    "array": list,
    "string": str,
    "integer": int,
    "number": (int, float),
    "boolean": bool,
    "null": type(None),
}
_ANNOTATIONS = {"$schema", "$defs", "propertyNames"}


def load_schema() -> dict[str, Any]:
    return json.loads((PACKAGE_ROOT / "protocol.schema.json").read_text("utf-8"))["$defs"]


def mismatch(schema: dict[str, Any], value: Any, at: str = "value") -> str | None:
    """What is wrong with ``value``, or ``None``."""
    for keyword, wanted in schema.items():
        wrong = (
            _MISMATCHES[keyword](schema, wanted, value, at) if keyword not in _ANNOTATIONS else None
        )
        if wrong:
            return wrong
    return None


def _type(_schema, wanted, value, at):
    names = wanted if isinstance(wanted, list) else [wanted]
    for name in names:
        if isinstance(value, _TYPES[name]) and (name == "boolean" or not isinstance(value, bool)):
            return None
    return f"{at} is no {wanted}"


def _properties(_schema, wanted, value, at):
    found = (mismatch(wanted[key], value[key], f"{at}.{key}") for key in wanted if key in value)
    return next(filter(None, found), None)


def _additional(schema, wanted, value, at):
    extra = [key for key in value if key not in schema.get("properties", {})]
    if wanted is False:
        return f"{at} has {extra}" if extra else None
    return next(filter(None, (mismatch(wanted, value[key], f"{at}.{key}") for key in extra)), None)


def _one_of(_schema, wanted, value, at):
    wrongs = [mismatch(option, value, at) for option in wanted]
    return None if None in wrongs else f"{at} is none of: {wrongs}"


_MISMATCHES = {
    "type": _type,
    "properties": _properties,
    "additionalProperties": _additional,
    "oneOf": _one_of,
    "anyOf": _one_of,
    "required": lambda _s, keys, value, at: next(
        (f"{at} lacks {key}" for key in keys if key not in value), None
    ),
    "items": lambda _s, item, value, at: next(
        filter(None, (mismatch(item, part, f"{at}[]") for part in value)), None
    ),
    "const": lambda _s, wanted, value, at: None if value == wanted else f"{at} is not {wanted!r}",
    "enum": lambda _s, wanted, value, at: None if value in wanted else f"{at} is not in {wanted}",
    "minimum": lambda _s, least, value, at: None if value >= least else f"{at} is below {least}",
    "maximum": lambda _s, most, value, at: None if value <= most else f"{at} is above {most}",
    "exclusiveMinimum": lambda _s, least, value, at: (
        None if value > least else f"{at} is not above {least}"
    ),
}
