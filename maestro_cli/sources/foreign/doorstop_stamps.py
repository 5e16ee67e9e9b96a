"""Doorstop's stamps: what an item's content hashes to, so that a link knows whether it is suspect.

As Doorstop 3 has it: SHA-256, as URL-safe Base64, over UID, text, `ref`, `references` where there are
any, and the attributes that the document lists under `attributes: reviewed`.
"""

from __future__ import annotations

import hashlib
from base64 import urlsafe_b64encode
from collections.abc import Mapping, Sequence
from typing import Any

import yaml

_TRUE = ("true", "yes", "on", "enabled", "1")
_TEXT_TYPE = "<class 'doorstop.core.types.Text'>"
_NOT_KNOWN = ("level", "links", "reviewed")


def stamp_of(
    uid: str, values: Mapping[str, Any], reviewed: Sequence[str], text: str, aliases: int
) -> str | None:
    """Return the stamp of an item as it reads now; None where it cannot be told.

    `values` are those of its file as they are written, `text` the file, `reviewed` the further attributes.
    """
    parts = [uid, text_of(values.get("text")), str(values.get("ref") or "").strip()]
    references = values.get("references")
    if references:
        if not isinstance(references, list) or not all(isinstance(entry, dict) for entry in references):
            return None
        parts.append(str([_reference(entry) for entry in references]))
    further = [name for name in reviewed if name in values]
    if further:
        if aliases or any(name in _NOT_KNOWN for name in further):
            return None
        typed = _typed(text)
        for name in further:
            if name in ("text", "header"):
                parts.append(_plain(text_of(values[name]), _TEXT_TYPE))
            elif name in ("active", "normative", "derived"):
                parts.append(_plain(is_true(values[name])))
            elif name in typed:
                parts.append(_serialised(typed[name]))
            else:
                return None
    digest = hashlib.sha256("".join(parts).encode("utf-8", "replace")).digest()
    return urlsafe_b64encode(digest).decode()


def text_of(raw: object) -> str:
    """Return a text as Doorstop loads it: no empty lines around it, no spaces at the ends of lines."""
    if not isinstance(raw, str):
        return ""
    return "\n".join(line.rstrip() for line in raw.strip("\n").split("\n"))


def is_true(raw: object) -> bool:
    """Say whether Doorstop takes a value for true."""
    return isinstance(raw, str) and raw.strip().casefold() in _TRUE


def _reference(entry: Mapping[str, Any]) -> dict[str, Any]:
    known = {"type": entry.get("type"), "path": str(entry.get("path") or "").strip()}
    return {**known, **{name: entry[name] for name in ("keyword", "sha") if name in entry}}


def _typed(text: str) -> dict[str, Any]:
    """Return the values with YAML's types; the text is within the bounds of every file by now."""
    matter = text.split("\n---", 1)[0] if text.startswith("---") and text.count("\n---") else text
    try:
        data = yaml.load(matter, Loader=yaml.CSafeLoader)
    except (yaml.YAMLError, ValueError):
        return {}
    return data if isinstance(data, dict) else {}


def _serialised(value: Any) -> str:  # noqa: ANN401 - what YAML holds
    if isinstance(value, list):
        return "\\L" + "".join(map(_serialised, value))
    if isinstance(value, dict):
        return "\\D" + "".join(_serialised(value[key]) for key in sorted(value, key=str))
    return _plain(value)


def _plain(value: object, kind: str = "") -> str:
    return f"\\T{kind or type(value)}\\V{str(value).replace(chr(92), chr(92) * 2)}"
