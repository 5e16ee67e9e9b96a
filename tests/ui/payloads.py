"""Hostile text, and what must not be left of it on a terminal."""

from __future__ import annotations

import re
import unicodedata

CONTROL_PAYLOADS = (
    "\x1b[31mred\x1b[0m",
    "\x1b[2J\x1b[H cleared",
    "\x1b]0;new title\x07",
    "\x1b]8;;http://evil.example\x1b\\click\x1b]8;;\x1b\\",
    "\x1b]52;c;ZXZpbA==\x07",
    "\x9b31m C1 \x9d0;title\x9c",
    "nul\x00 del\x7f bell\x07 back\x08space",
    "over\rwritten\x0bvt\x0cff",
    "user\u202egnp.exe \u2066isolate\u2069",
    "zero\u200bwidth\u2060\ufeffjoin\u200d",
    "tag\U000e0001\U000e0041\U000e007f",
    "lone\ud800 surrogate",
)

MARKUP_PAYLOADS = (
    "[/]",
    "[red]",
    "[link=file:///etc/passwd]x[/link]",
    "[@click=app.quit]",
    "[bold",
    ":smile:",
)

_SGR = re.compile(r"\x1b\[[0-9;]*m")


def controls_in(text: str) -> set[str]:
    """Return what steers a terminal in `text` beside colours, newlines and tabs."""
    return {
        char
        for char in _SGR.sub("", text)
        if unicodedata.category(char) in ("Cc", "Cf", "Cs") and char not in "\n\t"
    }
