"""Lines as editors and git count them: they end with CR LF, LF or CR, and with nothing else."""

from __future__ import annotations

import re

BREAK = re.compile("\r\n|[\n\r]")


def line_starts(text: str) -> list[int]:
    """Return the index of the first character of each line but the first."""
    return [found.end() for found in BREAK.finditer(text)]


def newline_of(text: str) -> str:
    """Return how the lines of `text` end, going by the first."""
    found = BREAK.search(text)
    return found[0] if found else "\n"
