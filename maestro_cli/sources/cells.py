"""Values in a CSV cell: lists with semicolons, waivers as `rule|reason|until`, and no formulas."""

from __future__ import annotations

import re
from typing import Any

from maestro_cli.model.text import csv_cell

_SEPARATOR = re.compile(r"\\[;|\\]|[;|]")
_IN_LIST = re.compile(r"[;\\]")
_IN_WAIVER = re.compile(r"[;|\\]")


def split_cell(text: str, separator: str, *, keep: bool = False) -> list[str]:
    r"""Split at `separator`, but not at `\;`, `\|` or `\\`, which lose their backslash unless `keep`."""
    if "\\" not in text:
        return text.split(separator)
    parts: list[str] = []
    pieces: list[str] = []
    end = 0
    for found in _SEPARATOR.finditer(text):
        mark = found[0]
        if mark == separator:
            parts.append("".join([*pieces, text[end : found.start()]]))
            pieces.clear()
            end = found.end()
        elif len(mark) == 2 and not keep:
            pieces += (text[end : found.start()], mark[1])
            end = found.end()
    parts.append("".join([*pieces, text[end:]]))
    return parts


def waivers_of_cell(text: str) -> list[dict[str, str | None]]:
    """Return the waivers in a cell as mappings of rule, reason and until."""
    entries: list[dict[str, str | None]] = []
    for part in split_cell(text, ";", keep=True):
        pieces = [piece.strip() or None for piece in split_cell(part, "|")]
        if any(pieces):
            entries.append(dict(zip(("rule", "reason", "until", "more"), pieces, strict=False)))
    return entries


def cell_text(raw: Any) -> str:  # noqa: ANN401 - a raw value: text, list, mapping or None
    """Return what a cell says: lists separated by `;`, estimates as `low;likely;high`."""
    if raw is None:
        return ""
    if isinstance(raw, dict):
        return ";".join(raw[name] for name in ("low", "likely", "high"))
    if isinstance(raw, list):
        return ";".join(
            _waiver(part) if isinstance(part, dict) else _IN_LIST.sub(r"\\\g<0>", part) for part in raw
        )
    return str(raw)


def cell(raw: Any, delimiter: str = ",", *, quoted: bool = False) -> str:  # noqa: ANN401 - see above
    """Return a cell as it stands in the file; text that looks like a formula gets an apostrophe."""
    text = csv_cell(cell_text(raw))
    if quoted or text != text.strip() or any(char in text for char in (delimiter, '"', "\n", "\r")):
        return '"' + text.replace('"', '""') + '"'
    return text


def _waiver(waiver: dict[str, str]) -> str:
    pieces = [waiver["rule"], waiver.get("reason") or "", waiver.get("until") or ""]
    while not pieces[-1]:
        pieces.pop()
    return "|".join(_IN_WAIVER.sub(r"\\\g<0>", piece) for piece in pieces)
