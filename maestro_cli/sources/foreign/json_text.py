"""JSON with the lines on which its entries stand."""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from typing import Any

from maestro_cli.sources.foreign.interface import RawFile
from maestro_cli.sources.lines import line_starts
from maestro_cli.sources.problems import Problems, quoted

MAX_DEPTH = 200
_BRACKET = re.compile(r'"(?:[^"\\]|\\.)*"?|[\[{]|[\]}]', re.DOTALL)


def load(raw: RawFile, problems: Problems) -> tuple[Any, Lines] | None:
    """Return what a file of JSON holds, and where; None with a problem where it is none."""
    text = raw.text(problems)
    if text is None:
        return None
    lines = Lines(text)
    deep = _too_deep(text)
    if deep is not None:
        problems.error("P-JSON", f"nested more than {MAX_DEPTH} levels deep", lines.at(deep), "Not read.")
        return None

    def unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for name, value in pairs:
            if name in found:
                line = lines.of_second(name)
                problems.error("P-JSON", f"the key {quoted(name)} stands twice", line, "Keep one of them.")
            else:
                found[name] = value
        return found

    try:
        return json.loads(text, object_pairs_hook=unique), lines
    except json.JSONDecodeError as error:
        problems.error("P-JSON", f"not valid JSON: {error.msg}", lines.at(error.pos), "Write it anew.")
    except (ValueError, RecursionError) as error:
        problems.error("P-JSON", f"not valid JSON: {error}", None, "Write it anew with its tool.")
    return None


def text_of(value: object) -> str:
    """Return text and numbers as text, all else as nothing."""
    if isinstance(value, str):
        return value
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else ""


def texts_of(value: object) -> list[str]:
    """Return a list of texts; one text is a list of one."""
    parts = value if isinstance(value, list) else [value]
    return [text for part in parts if (text := text_of(part).strip())]


class Lines:
    """Finds lines in order: each search begins where the one before it ended."""

    def __init__(self, text: str) -> None:
        """Begin at the start of `text`."""
        self.text = text
        self.starts = line_starts(text)
        self.end = 0
        self.misses = 0

    def at(self, index: int) -> int:
        """Return the line of a character."""
        return bisect_right(self.starts, index) + 1

    def of(self, before: str, name: str, after: str) -> int:
        """Return the line of the next `before` "name" `after`, such as `"tag": ` "x"; else the last one."""
        for form in dict.fromkeys((json.dumps(name, ensure_ascii=False), json.dumps(name))):
            if self.misses > 100:  # a file that writes its names otherwise is not searched again and again
                break
            pattern = rf"{before}({re.escape(form)}){after}"
            found = re.compile(pattern).search(self.text, self.end)
            if found:
                self.end = found.end()
                return self.at(found.start(1))
            self.misses += 1
        return self.at(self.end)

    def of_second(self, name: str) -> int | None:
        """Return the line on which a key stands for the second time in the file."""
        found = re.finditer(rf"{re.escape(json.dumps(name, ensure_ascii=False))}\s*:", self.text)
        places = [each.start() for _, each in zip(range(2), found, strict=False)]
        return self.at(places[1]) if len(places) == 2 else None


def _too_deep(text: str) -> int | None:
    """Return where brackets are nested too deep, before a parser that recurses sees them."""
    if text.count("[") + text.count("{") <= MAX_DEPTH:
        return None
    depth = 0
    for found in _BRACKET.finditer(text):
        mark = found[0]
        if mark in ("[", "{"):
            depth += 1
            if depth > MAX_DEPTH:
                return found.start()
        elif mark in ("]", "}"):
            depth -= 1
    return None
