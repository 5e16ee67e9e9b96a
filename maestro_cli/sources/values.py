"""Values on their way back into a file: what is written for each field."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from enum import Enum

from maestro_cli.errors import UsageError
from maestro_cli.model.items import Item, Kind, Priority, Reference, Status, ThreePoint, Waiver
from maestro_cli.sources.fields import READERS, BadValueError, Raw
from maestro_cli.sources.problems import nearest, quoted

REQUIRED = ("id", "title")

DEFAULTS: dict[str, Raw] = {
    "kind": Kind.STORY.value,
    "status": Status.READY.value,
    "priority": Priority.MEDIUM.value,
}
"""The raw value of a field that is absent, where there is one."""


def raw_value(value: object) -> Raw:
    """Return what a source holds for a value: text, a list, a mapping, or None for nothing."""
    match value:
        case None:
            return None
        case Enum():
            return str(value.value)
        case bool():
            return str(value).lower()
        case float() if value.is_integer() and abs(value) < 1e15:
            return str(int(value))
        case date():
            return value.isoformat()
        case ThreePoint():
            return {name: raw_value(getattr(value, name)) for name in ("low", "likely", "high")}
        case Waiver():
            said = {"rule": value.rule, "reason": value.reason, "until": raw_value(value.until)}
            return {name: text for name, text in said.items() if text}
        case Mapping():
            return {str(name): raw_value(inner) for name, inner in value.items()}
        case list() | tuple() | set() | frozenset():
            parts = sorted(value) if isinstance(value, set | frozenset) else value
            return [raw_value(part) for part in parts] or None
        case Reference() | _:
            return str(value) or None


def checked(changes: Mapping[str, object | None]) -> dict[str, Raw]:
    """Return the raw values of `changes` in canonical words; raises UsageError naming every bad one."""
    problems: list[str] = []
    fixes: list[str] = []
    raws: dict[str, Raw] = {}
    for name, value in changes.items():
        try:
            raws[name] = _checked(name, raw_value(value))
        except BadValueError as error:
            problems.append(f"{name}: {error.message}")
            fixes.append(error.fix or "")
    if problems:
        raise UsageError("; ".join(problems), code="P-BAD-VALUE", fix=" ".join(filter(None, fixes)) or None)
    return raws


def raw_fields(item: Item) -> dict[str, Raw]:
    """Return the raw value of every field of an item that says something, in the order of the fields."""
    raws = {name: raw_value(getattr(item, name)) for name in READERS}
    return {name: raw for name, raw in raws.items() if raw is not None}


def _checked(name: str, raw: Raw) -> Raw:
    reader = READERS.get(name)
    if reader is None:
        near = nearest(name, READERS)
        raise BadValueError(
            f"there is no such field{f', did you mean {near}?' if near else ''}",
            f"Fields are {', '.join(READERS)}.",
        )
    if _unwritable(raw):
        raise BadValueError("it holds characters that text cannot carry", "Leave out NUL and broken Unicode.")
    value = None if raw is None else reader(raw)
    if value is None and name in REQUIRED:
        raise BadValueError(f"an item cannot be without {quoted(name)}", "Give it a value.")
    return raw_value(value)


def _unwritable(raw: Raw) -> bool:
    if isinstance(raw, dict):
        return any(_unwritable(part) for part in raw.values())
    if isinstance(raw, list):
        return any(_unwritable(part) for part in raw)
    return raw is not None and any(char == "\0" or "\ud800" <= char <= "\udfff" for char in raw)
