"""Items as a file of LOBSTER: requirements, or an implementation where no requirement is among them.

The version of a tag is the content hash, that of a link the hash it was reviewed at, so LOBSTER sees
suspect links too. Waivers of T1 become `just_down`, those of T2 `just_up`.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator

from maestro_cli.model.items import Item, Kind, Reference, content_hash
from maestro_cli.sources.foreign.ids import theirs_of

GENERATOR = "maestro"
_JUSTIFIES = {"just_up": "T2", "just_down": "T1"}


def export_lobster(items: Collection[Item]) -> str:
    """Return all items as one file of the schema that fits them."""
    is_work = bool(items) and all(item.kind is not Kind.REQUIREMENT for item in items)
    kinds = {item.id: item.kind for item in items}
    schema, version = ("lobster-imp-trace", 3) if is_work else ("lobster-req-trace", 4)
    entries = [_entry(item, kinds, is_work=is_work) for item in items]
    data = {"data": entries, "generator": GENERATOR, "schema": schema, "version": version}
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"


def _entry(item: Item, kinds: dict[str, Kind], *, is_work: bool) -> dict[str, object]:
    own = "language" if is_work else "framework"
    return {
        "tag": f"{_namespace(item.kind)} {theirs_of(item.id)}@{content_hash(item)}",
        "location": {"kind": "file", "file": item.place.path, "line": item.place.line, "column": None},
        "name": item.title,
        "messages": [],
        **{name: list(_reasons(item, rule)) for name, rule in _JUSTIFIES.items()},
        "just_global": [],
        "refs": [_tag(reference, kinds) for reference in item.satisfies],
        own: "Maestro",
        "kind": item.kind.value,
        "text": item.description or None,
        "status": item.status.value,
        "parent": None if item.parent is None else theirs_of(item.parent),
        "depends_on": [theirs_of(name) for name in item.depends_on],
        "tags": list(item.labels),
    }


def _namespace(kind: Kind) -> str:
    return "req" if kind is Kind.REQUIREMENT else "work"


def _tag(reference: Reference, kinds: dict[str, Kind]) -> str:
    reviewed = f"@{reference.reviewed}" if reference.reviewed else ""
    return f"{_namespace(kinds.get(reference.id, Kind.REQUIREMENT))} {theirs_of(reference.id)}{reviewed}"


def _reasons(item: Item, rule: str) -> Iterator[str]:
    for waiver in item.waive:
        if waiver.rule.split("-")[0] == rule and waiver.reason:
            yield waiver.reason
