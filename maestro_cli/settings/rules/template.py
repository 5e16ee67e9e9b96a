"""The message of a declared rule: text with placeholders from a fixed list, put in once.

`str.format` would let a template reach into objects (`{item.__class__}`); what is put in here is text and
is not read again.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

PLACEHOLDERS = (
    "id",
    "kind",
    "title",
    "status",
    "priority",
    "assignee",
    "sprint",
    "parent",
    "points",
    "due",
    "rule",
    "unmet",
)
"""Names that may stand in braces; `unmet` is what the item does not hold."""

_PART = re.compile(r"\{\{|\}\}|\{([^{}]*)\}|[{}]")


def unknown_placeholders(template: str) -> list[str]:
    """Return what stands in braces and is no placeholder, a lone brace included."""
    return [
        found[0]
        for found in _PART.finditer(template)
        if found[0] not in ("{{", "}}") and found[1] not in PLACEHOLDERS
    ]


def fill(template: str, values: Mapping[str, str]) -> str:
    """Put in the values; `{{` and `}}` are braces."""

    def put(found: re.Match[str]) -> str:
        if found[1] is None:
            return found[0][:1]
        return values.get(found[1], found[0])

    return _PART.sub(put, template)
