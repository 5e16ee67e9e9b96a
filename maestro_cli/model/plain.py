"""Plain data: values as JSON carries them, and one canonical way to write them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from enum import Enum
from functools import cache
from types import UnionType
from typing import Any, TypeVar, Union, cast, get_args, get_origin, get_type_hints

T = TypeVar("T")

_hints = cache(get_type_hints)


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
        return plain_fields(value)
    if isinstance(value, set | frozenset):
        return [to_plain(inner) for inner in sorted(value)]
    if isinstance(value, list | tuple):
        return [to_plain(inner) for inner in value]
    raise TypeError(f"not plain data: {type(value).__name__}")


def plain_fields(value: object) -> dict[str, Any]:
    """Turn a dataclass into what JSON can carry, by the names of its fields."""
    return {f.name: to_plain(getattr(value, f.name)) for f in fields(cast("Any", value))}


def from_plain(kind: type[T], value: object) -> T:
    """Make a value of a dataclass again from what `to_plain` made of it.

    Fields may be plain values, dates, times, enums, dataclasses, tuples of one kind, mappings
    with text or integer keys, and any of these or None. Unknown keys are ignored, absent ones take
    their default.
    """
    return cast("T", _restore(kind, value))


def _restore(kind: object, value: object) -> object:
    origin, inner = get_origin(kind), get_args(kind)
    if origin in {Union, UnionType}:
        choices = [choice for choice in inner if choice is not type(None)]
        if isinstance(value, list):
            choices = [choice for choice in choices if get_origin(choice) is tuple]
        return None if value is None else _restore(choices[0], value)
    if origin is tuple:
        return tuple(_restore(inner[0], entry) for entry in cast("list[object]", value))
    if origin in {dict, Mapping}:
        entries = cast("Mapping[str, object]", value)
        return {inner[0](key): _restore(inner[1], entry) for key, entry in entries.items()}
    if isinstance(kind, type) and is_dataclass(kind):
        hints, given = _hints(kind), cast("Mapping[str, object]", value)
        return kind(
            **{f.name: _restore(hints[f.name], given[f.name]) for f in fields(kind) if f.name in given}
        )
    if isinstance(kind, type) and issubclass(kind, date):  # a datetime is one
        return kind.fromisoformat(cast("str", value))
    if kind is float:
        return float(cast("float", value))
    if isinstance(kind, type) and issubclass(kind, Enum):
        return kind(value)
    return value


def canonical(value: object) -> bytes:
    """Write plain data as UTF-8 JSON with sorted keys and no spaces: equal data, equal bytes."""
    return json.dumps(to_plain(value), ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def digest(value: object) -> str:
    """Return the SHA-256 of the canonical form, as hex."""
    return hashlib.sha256(canonical(value)).hexdigest()
