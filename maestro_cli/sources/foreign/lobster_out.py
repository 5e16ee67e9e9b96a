"""Items as a file of LOBSTER: requirements, or an implementation where no requirement is among them.

The version of a tag is the content hash, that of a link the hash it was reviewed at, so LOBSTER sees
suspect links too. Waivers of T1 that are in force become `just_down`, those of T2 `just_up`; LOBSTER knows no
last day and no single codes, so all waivers as they are stand beside it, for ourselves.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator
from datetime import date

from maestro_cli.model.items import Item, Kind, Reference, content_hash
from maestro_cli.sources.foreign.ids import theirs_of
from maestro_cli.sources.values import raw_value

GENERATOR = "maestro"
_JUSTIFIES = {"just_up": "T2", "just_down": "T1"}


def export_lobster(items: Collection[Item], as_of: date) -> str:
    """Return all items as one file of the schema that fits them, of the day `as_of`."""
    is_work = bool(items) and all(item.kind is not Kind.REQUIREMENT for item in items)
    kinds = {item.id: item.kind for item in items}
    schema, version = ("lobster-imp-trace", 3) if is_work else ("lobster-req-trace", 4)
    entries = [_entry(item, kinds, as_of, is_work=is_work) for item in items]
    data = {"data": entries, "generator": GENERATOR, "schema": schema, "version": version}
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"


def _entry(item: Item, kinds: dict[str, Kind], as_of: date, *, is_work: bool) -> dict[str, object]:
    own = "language" if is_work else "framework"
    return {
        "tag": f"{_namespace(item.kind)} {theirs_of(item.id)}@{content_hash(item)}",
        "location": {"kind": "file", "file": item.place.path, "line": item.place.line, "column": None},
        "name": item.title,
        "messages": [],
        **{name: list(_reasons(item, rule, as_of)) for name, rule in _JUSTIFIES.items()},
        "just_global": [],
        "refs": [_tag(reference, kinds) for reference in item.satisfies],
        own: "Maestro",
        "kind": item.kind.value,
        "text": item.description or None,
        "status": item.status.value,
        "parent": None if item.parent is None else theirs_of(item.parent),
        "depends_on": [theirs_of(name) for name in item.depends_on],
        "tags": list(item.labels),
        "waive": raw_value(item.waive) or [],
    }


def _namespace(kind: Kind) -> str:
    return "req" if kind is Kind.REQUIREMENT else "work"


def _tag(reference: Reference, kinds: dict[str, Kind]) -> str:
    reviewed = f"@{reference.reviewed}" if reference.reviewed else ""
    return f"{_namespace(kinds.get(reference.id, Kind.REQUIREMENT))} {theirs_of(reference.id)}{reviewed}"


def _reasons(item: Item, rule: str, as_of: date) -> Iterator[str]:
    for waiver in item.waive:
        if waiver.rule == rule and waiver.reason.strip() and (waiver.until is None or waiver.until >= as_of):
            yield f"{waiver.reason} (until {waiver.until})" if waiver.until else waiver.reason
