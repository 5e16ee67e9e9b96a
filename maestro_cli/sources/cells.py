"""CSV text for values: lists with semicolons, quoted where needed, and no formulas."""

from __future__ import annotations

import re

from maestro_cli.model.text import csv_cell
from maestro_cli.sources.fields import Raw

_PART = re.compile(r"[;\\]")
_PIECE = re.compile(r"[;|\\]")


def cell_text(raw: Raw) -> str:
    """Return what a cell says: lists separated by `;`, estimates as `low;likely;high`."""
    if raw is None:
        return ""
    if isinstance(raw, dict):
        return ";".join(raw[name] for name in ("low", "likely", "high"))
    if isinstance(raw, list):
        return ";".join(
            _waiver(part) if isinstance(part, dict) else _PART.sub(r"\\\g<0>", part) for part in raw
        )
    return str(raw)


def cell(raw: Raw, delimiter: str = ",", *, quoted: bool = False) -> str:
    """Return a cell as it stands in the file; text that looks like a formula gets an apostrophe."""
    text = csv_cell(cell_text(raw))
    if quoted or text != text.strip() or any(char in text for char in (delimiter, '"', "\n", "\r")):
        return '"' + text.replace('"', '""') + '"'
    return text


def _waiver(waiver: dict[str, str]) -> str:
    pieces = [waiver["rule"], waiver.get("reason") or "", waiver.get("until") or ""]
    return "|".join(_PIECE.sub(r"\\\g<0>", piece) for piece in pieces).rstrip("|")
