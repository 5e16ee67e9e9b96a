"""What a file held, packed for the index: fields that are not the default, as JSON."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import fields
from datetime import date
from typing import Any

from maestro_cli.errors import Diagnostic, Severity
from maestro_cli.model.items import Item, Kind, Place, Priority, Reference, Status, ThreePoint, Waiver
from maestro_cli.sources.parsing import Parsed

VERSION = 4
"""Raise it whenever a file may be read differently than before: indexed files are then read again."""

_DEFAULTS = tuple((f.name, f.default) for f in fields(Item) if f.name not in ("place", "source"))
_PACK: dict[str, Callable[[Any], object]] = {
    "satisfies": lambda links: [str(link) for link in links],
    "estimate": lambda points: [points.low, points.likely, points.high],
    "waive": lambda waivers: [[w.rule, w.reason, w.until and w.until.isoformat()] for w in waivers],
    **dict.fromkeys(("created", "started", "completed", "due"), date.isoformat),
}


def _reference(text: str) -> Reference:
    name, _, reviewed = text.partition("@")
    return Reference(name, reviewed or None)


def _words(words: type[Any]) -> Callable[[str], Any]:
    return {word.value: word for word in words}.__getitem__


_UNPACK: dict[str, Callable[[Any], Any]] = {
    "kind": _words(Kind),
    "status": _words(Status),
    "priority": _words(Priority),
    "satisfies": lambda links: tuple(map(_reference, links)),
    "estimate": lambda points: ThreePoint(*points),
    "waive": lambda waivers: tuple(
        Waiver(r, why, until and date.fromisoformat(until)) for r, why, until in waivers
    ),
    "digests": lambda digests: tuple((name, digest) for name, digest in digests),
    **dict.fromkeys(("depends_on", "linked_stories", "labels", "skills"), tuple),
    **dict.fromkeys(("created", "started", "completed", "due"), date.fromisoformat),
}


def pack(parsed: Parsed, path: str) -> bytes:
    """Return the items and problems of the file at `path` as bytes."""
    problems = [pack_problem(problem) for problem in parsed.diagnostics]
    data = {"items": [_pack_item(item, path) for item in parsed.items], "problems": problems}
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode()


def unpack(payload: bytes, path: str, source: str) -> Parsed:
    """Return what `pack` packed, for the file at `path`; raises ValueError, KeyError or TypeError."""
    data = json.loads(payload)
    items = tuple(_unpack_item(row, path, source) for row in data["items"])
    return Parsed(items, tuple(map(unpack_problem, data["problems"])))


def rows(payload: bytes) -> dict[str, dict[str, object]]:
    """Return the packed items by id, without their lines: equal rows are unchanged items."""
    by_id: dict[str, dict[str, object]] = {}
    for row in json.loads(payload)["items"]:
        row.pop("line")
        by_id.setdefault(row["id"], row)
    return by_id


def pack_problem(problem: Diagnostic) -> list[object]:
    """Return a problem as plain data."""
    return [problem.severity.value, problem.path, problem.code, problem.message, problem.line, problem.fix]


def unpack_problem(data: list[Any]) -> Diagnostic:
    """Return what `pack_problem` packed."""
    severity, path, code, message, line, fix = data
    return Diagnostic(Severity(severity), code, message, path, line, fix)


def _pack_item(item: Item, path: str) -> dict[str, object]:
    row: dict[str, object] = {"line": item.place.line}
    if item.place.path != path:
        row["path"] = item.place.path
    for name, default in _DEFAULTS:
        value = getattr(item, name)
        if value != default:
            pack_value = _PACK.get(name)
            row[name] = value if pack_value is None else pack_value(value)
    return row


def _unpack_item(row: dict[str, Any], path: str, source: str) -> Item:
    place = Place(row.pop("path", path), row.pop("line"))
    for name in row.keys() & _UNPACK.keys():
        row[name] = _UNPACK[name](row[name])
    return Item(place=place, source=source, **row)
