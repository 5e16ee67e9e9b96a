"""YAML text for values: plain where every reader agrees that it is text, else quoted."""

from __future__ import annotations

import json
import re

from yaml.resolver import Resolver

from maestro_cli.sources.fields import Raw
from maestro_cli.sources.yaml_events import NULLS

_PLAIN = re.compile(r"\w(?:[\w .,/@#+()&%!?*;:'\"=$~^|<>\[\]{}-]*[^\s:])?")
_BREAKS_PLAIN = re.compile(r": | #|:$")
_FLOW = re.compile(r"[,\[\]{}:]")
_UNPRINTABLE = re.compile(
    "[^\t\n\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]"
)
_TYPED = frozenset(
    {"points", "value", "created", "started", "completed", "due", "low", "likely", "high", "until"}
)


def scalar(text: str, field: str = "", style: str | None = None, *, flow: bool = False) -> str:
    """Return `text` as a scalar on one line, quoted as `style` says or as it must be."""
    if style == "'" and "\n" not in text and not _UNPRINTABLE.search(text):
        return "'" + text.replace("'", "''") + "'"
    if style != '"' and _may_be_plain(text, field, flow=flow):
        return text
    return escaped(json.dumps(text, ensure_ascii=False))


def escaped(text: str) -> str:
    """Return JSON or a quoted scalar with escapes for what YAML does not carry."""
    return _UNPRINTABLE.sub(_escape, text)


def value(raw: Raw, field: str = "", style: str | None = None, *, flow: bool = False) -> str:
    """Return any value on one line: scalars as `scalar`, lists and mappings in flow style."""
    if isinstance(raw, list):
        return f"[{', '.join(value(part, field, flow=True) for part in raw)}]"
    if isinstance(raw, dict):
        pairs = (f"{name}: {value(part, name, flow=True)}" for name, part in raw.items() if part is not None)
        return f"{{{', '.join(pairs)}}}"
    return scalar(raw, field, style, flow=flow)


def block(raw: Raw, field: str, column: int, newline: str, style: str | None = None) -> str:
    """Return a value for a key that stands in `column` of a block: text of many lines as a literal."""
    if isinstance(raw, str) and style != '"' and "\n" in raw and _may_be_literal(raw):
        indent = " " * (column + 2)
        return newline.join(["|-", *(indent + line if line else "" for line in raw.split("\n"))])
    return value(raw, field, style)


def _may_be_plain(text: str, field: str, *, flow: bool) -> bool:
    if _PLAIN.fullmatch(text) is None or _BREAKS_PLAIN.search(text) or text in NULLS:
        return False
    if _UNPRINTABLE.search(text):
        return False
    if flow and _FLOW.search(text):
        return False
    if field in _TYPED:
        return True
    resolvers = Resolver.yaml_implicit_resolvers.get(text[0], ())
    return not any(pattern.match(text) for _, pattern in resolvers)


def _may_be_literal(text: str) -> bool:
    return not text[0].isspace() and not text[-1].isspace() and _UNPRINTABLE.search(text) is None


def _escape(found: re.Match[str]) -> str:
    return f"\\u{ord(found[0]):04x}"
