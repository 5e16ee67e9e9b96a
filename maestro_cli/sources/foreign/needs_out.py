"""Items as `needs.json` of sphinx-needs, so that `needimport` and external needs can take them."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date

from maestro_cli.model.items import Item
from maestro_cli.sources.foreign.ids import theirs_of
from maestro_cli.sources.values import raw_value

_CARRIED = ("priority", "points", "value", "assignee", "sprint", "created", "started", "completed", "due")
_LINKS = ("links", "depends_on", "parent_needs")


def export_needs(items: Iterable[Item], as_of: date) -> str:
    """Return one version of all items: `links` are what they satisfy, further kinds are in the schema."""
    needs = {theirs_of(item.id): _need(item) for item in items}
    properties: dict[str, object] = {name: _of_links("links") for name in _LINKS}
    properties |= {f"{name}_back": _of_links("backlinks") for name in _LINKS if name != "parent_needs"}
    properties |= {name: {"type": "string", "field_type": "extra"} for name in _CARRIED}
    version = {
        "created": f"{as_of.isoformat()}T00:00:00",
        "creator": {"program": "maestro", "version": "1"},
        "needs": needs,
        "needs_amount": len(needs),
        "needs_schema": {
            "$schema": "http://json-schema.org/draft-07/schema#",
            "type": "object",
            "properties": properties,
        },
    }
    data = {"project": "maestro", "current_version": "1", "versions": {"1": version}}
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"


def _of_links(field_type: str) -> dict[str, object]:
    return {"type": "array", "items": {"type": "string"}, "field_type": field_type, "default": []}


def _need(item: Item) -> dict[str, object]:
    need: dict[str, object] = {
        "id": theirs_of(item.id),
        "type": item.kind.value,
        "title": item.title,
        "content": item.description,
        "status": item.status.value,
        "tags": list(item.labels),
        "links": [theirs_of(reference.id) for reference in item.satisfies],
        "depends_on": [theirs_of(name) for name in item.depends_on],
    }
    if item.parent is not None:
        need["parent_needs"] = [theirs_of(item.parent)]
    for name in _CARRIED:
        value = raw_value(getattr(item, name))
        if value is not None:
            need[name] = value
    return need
