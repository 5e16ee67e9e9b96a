"""Items as one text, in a form that a source reads: ours, or that of another tool."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date
from typing import Literal

from maestro_cli.model.items import Item
from maestro_cli.sources import yaml_write
from maestro_cli.sources.cells import cell
from maestro_cli.sources.fields import READERS
from maestro_cli.sources.values import raw_fields

Format = Literal["csv", "yaml", "json"]
ForeignFormat = Literal["needs", "lobster", "reqif"]


def export_items(items: Sequence[Item], format: Format) -> str:  # noqa: A002 - the word of the command line
    """Return all items as one text that reads back as the same items; a formula in CSV is made harmless."""
    rows = [raw_fields(item) for item in items]
    if format == "csv":
        lines = [",".join(READERS)]
        lines += [",".join(cell(row.get(name)) for name in READERS) for row in rows]
        return "\n".join(lines) + "\n"
    if format == "json":
        numbers = [{name: _number(name, raw) for name, raw in row.items()} for row in rows]
        return yaml_write.escaped(json.dumps({"items": numbers}, ensure_ascii=False, indent=2)) + "\n"
    entries = [
        "\n    ".join(f"{name}: {yaml_write.block(raw, name, 4, chr(10))}" for name, raw in row.items())
        for row in rows
    ]
    return "".join(["items:\n", *(f"  - {entry}\n" for entry in entries)]) if entries else "items: []\n"


def export_foreign(items: Sequence[Item], format: ForeignFormat, as_of: date) -> str:  # noqa: A002 - as above
    """Return all items as a file of another tool, of the day `as_of`: ids, kinds, links, statuses stay."""
    if format == "needs":
        from maestro_cli.sources.foreign.needs_out import export_needs

        return export_needs(items, as_of)
    if format == "lobster":
        from maestro_cli.sources.foreign.lobster_out import export_lobster

        return export_lobster(items, as_of)
    from maestro_cli.sources.foreign.reqif_out import export_reqif

    return export_reqif(items, as_of)


def _number(name: str, raw: object) -> object:
    """Return numbers as JSON has them."""
    if name == "estimate" and isinstance(raw, dict):
        return {key: _number("points", part) for key, part in raw.items()}
    if name not in ("points", "value") or not isinstance(raw, str):
        return raw
    number = float(raw)
    return int(number) if number.is_integer() else number
