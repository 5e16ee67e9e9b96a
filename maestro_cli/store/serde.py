"""Reads and writes checkpoint values without ever building an object that we did not choose.

LangGraph's default rebuilds whatever class or function a checkpoint names, and merely warns: a
file that somebody else wrote could run programs. Here a value is plain data or one of a few
types of LangGraph and the standard library; anything else is refused, on the way in as well.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, cast

import ormsgpack
from langgraph.checkpoint.serde.jsonplus import JsonPlusSerializer

from maestro_cli.errors import MaestroError, StoreDamagedError

_ALLOWED = frozenset(
    {
        ("datetime", "datetime"),
        ("datetime", "date"),
        ("datetime", "time"),
        ("datetime", "timedelta"),
        ("datetime", "timezone"),
        ("uuid", "UUID"),
        ("decimal", "Decimal"),
        ("builtins", "set"),
        ("builtins", "frozenset"),
        ("collections", "deque"),
        ("langgraph.types", "Send"),
        ("langgraph.types", "Interrupt"),
        ("langgraph.types", "Command"),
        ("langgraph.types", "Overwrite"),
        ("langgraph.types", "TimeoutPolicy"),
    }
)
_CONSTRUCTORS = frozenset({0, 1, 2})  # one argument, positional, by keyword
_METHOD, _DELTA_SNAPSHOT = 3, 7
_TYPES = frozenset({"null", "bytes", "bytearray", "msgpack"})


class StrictSerializer(JsonPlusSerializer):
    """LangGraph's serializer for plain data and the types listed above."""

    def __init__(self) -> None:
        """Allow nothing beyond LangGraph's own safe types; this class narrows them further."""
        super().__init__(allowed_msgpack_modules=None, allowed_json_modules=None)

    def with_msgpack_allowlist(self, extra_allowlist: Iterable[tuple[str, ...] | type]) -> JsonPlusSerializer:  # noqa: ARG002 - the list is ours alone
        """Return this serializer: a graph's state is plain data and needs no further types."""
        return self

    def dumps_typed(self, obj: Any) -> tuple[str, bytes]:  # noqa: ANN401 - as LangGraph declares it
        """Write a value. Raises MaestroError for one that could not be read back."""
        kind, data = super().dumps_typed(obj)
        if kind == "msgpack" and (refused := _refused(data)):
            raise MaestroError(f"{refused} cannot be kept in a checkpoint: state is plain data")
        return kind, data

    def loads_typed(self, data: tuple[str, bytes]) -> Any:  # noqa: ANN401 - as LangGraph declares it
        """Read a value. Raises StoreDamagedError for what we would not have written."""
        kind, content = data
        if kind not in _TYPES:
            raise _untrusted(f"a value of type {kind!r}")
        try:
            if kind == "msgpack" and (refused := _refused(content)):
                raise _untrusted(refused)
            return super().loads_typed(data)
        except (ValueError, TypeError, RecursionError) as error:
            raise _untrusted("a value that cannot be read") from error


def _untrusted(what: str) -> StoreDamagedError:
    return StoreDamagedError(
        f"a checkpoint holds {what}; it was refused",
        fix="The file was damaged or written by another program. Cancel the run and start a new one.",
    )


def _refused(data: bytes) -> str | None:
    """Return the first thing in packed data that is not allowed, without building anything."""
    found: list[str] = []

    def look(code: int, content: bytes) -> None:
        inner = ormsgpack.unpackb(content, ext_hook=look, option=ormsgpack.OPT_NON_STR_KEYS)
        if not _is_allowed(code, inner):
            found.append(_name(code, inner))

    ormsgpack.unpackb(data, ext_hook=look, option=ormsgpack.OPT_NON_STR_KEYS)
    return found[0] if found else None


def _is_allowed(code: int, content: object) -> bool:
    if code == _DELTA_SNAPSHOT:
        return True
    if not isinstance(content, list | tuple) or len(content) < 3:
        return False
    if code == _METHOD:
        return tuple(content[:2]) == ("datetime", "datetime") and content[3:] == ["fromisoformat"]
    return (
        code in _CONSTRUCTORS
        and all(isinstance(part, str) for part in content[:2])
        and (tuple(content[:2]) in _ALLOWED)
    )


def _name(code: int, content: object) -> str:
    if isinstance(content, list | tuple) and len(content) >= 2:
        return ".".join(str(part)[:80] for part in cast("list[object]", content)[:2])
    return f"an object of kind {code}"
