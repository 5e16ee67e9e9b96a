"""Plain data: values as JSON carries them, and one canonical way to write them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from enum import Enum


def to_plain(value: object) -> object:
    """Turn dataclasses, enums, dates and tuples into what JSON can carry; whole floats become ints."""
    if value is None or (isinstance(value, str | bool | int) and not isinstance(value, Enum)):
        return value
    if isinstance(value, float):
        return int(value) if value.is_integer() else value
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {str(key): to_plain(inner) for key, inner in value.items()}
    if is_dataclass(value) and not isinstance(value, type):
        return {f.name: to_plain(getattr(value, f.name)) for f in fields(value)}
    if isinstance(value, set | frozenset):
        return [to_plain(inner) for inner in sorted(value)]
    if isinstance(value, list | tuple):
        return [to_plain(inner) for inner in value]
    raise TypeError(f"not plain data: {type(value).__name__}")


def canonical(value: object) -> bytes:
    """Write plain data as UTF-8 JSON with sorted keys and no spaces: equal data, equal bytes."""
    return json.dumps(to_plain(value), ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def digest(value: object) -> str:
    """Return the SHA-256 of the canonical form, as hex."""
    return hashlib.sha256(canonical(value)).hexdigest()
