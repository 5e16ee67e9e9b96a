"""The few colours of plain lines, without loading Rich."""

from __future__ import annotations

from enum import StrEnum


class Style(StrEnum):
    """An SGR parameter."""

    BOLD = "1"
    DIM = "2"
    RED = "31"
    GREEN = "32"
    YELLOW = "33"
    BLUE = "34"


def paint(text: str, *styles: Style) -> str:
    """Return `text` in these styles. Only for a terminal that wants colour."""
    return f"\x1b[{';'.join(styles)}m{text}\x1b[0m"
