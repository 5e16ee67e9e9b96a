"""Edits of a JSON text that leave every other byte where it is: order, spacing, escapes, numbers.

An edit puts a member into an object, or an element into an array, or takes one out again. What was
put in and taken out again leaves the text as it was.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass

_SPACE = re.compile(r"[ \t\r\n]*")
_DECODER = json.JSONDecoder()

Step = str | int
"""A key of an object or an index of an array."""


@dataclass(frozen=True, slots=True)
class _Entry:
    """A member or element: `start` is where it (its key) starts, `value` where its value starts."""

    step: Step
    start: int
    value: int
    end: int


def insert(text: str, path: Sequence[str], value: object) -> str:
    """Append `value` to the array at `path`, or as the last key of `path` to the object that lacks it.

    Raises KeyError when there is no such container.
    """
    try:
        start, key = _find(text, path), None
    except KeyError:
        start, key = _find(text, path[:-1]), path[-1]
    entries = _entries(text, start)
    new = json.dumps(value, ensure_ascii=False)
    if key is not None:
        new = f"{json.dumps(key, ensure_ascii=False)}: {new}"
    if not entries:
        return text[: start + 1] + new + text[start + 1 :]
    last = entries[-1].end
    return text[:last] + "," + text[start + 1 : entries[0].start] + new + text[last:]


def remove(text: str, path: Sequence[Step]) -> str:
    """Take out the member or element at `path`. Raises KeyError when it is not there."""
    start = _find(text, path[:-1])
    entries = _entries(text, start)
    steps = [entry.step for entry in entries]
    if path[-1] not in steps:
        raise KeyError(path[-1])
    at = len(steps) - 1 - steps[::-1].index(path[-1])
    if at > 0:
        return text[: entries[at - 1].end] + text[entries[at].end :]
    until = entries[1].start if len(entries) > 1 else entries[0].end
    return text[: entries[0].start] + text[until:]


def _find(text: str, path: Sequence[Step]) -> int:
    """Return where the value at `path` starts; of equal keys the last one counts, as for every reader."""
    position = _skip(text, 0)
    for step in path:
        found = [entry for entry in _entries(text, position) if entry.step == step]
        if not found:
            raise KeyError(step)
        position = found[-1].value
    return position


def _entries(text: str, start: int) -> list[_Entry]:
    opening = text[start]
    if opening not in "{[":
        raise KeyError(start)
    entries: list[_Entry] = []
    position = _skip(text, start + 1)
    while text[position] not in "}]":
        begin, step = position, len(entries)
        if opening == "{":
            key, position = _DECODER.raw_decode(text, position)
            position = _skip(text, _skip(text, position) + 1)
            step = key
        _, end = _DECODER.raw_decode(text, position)
        entries.append(_Entry(step, begin, position, end))
        position = _skip(text, end)
        if text[position] == ",":
            position = _skip(text, position + 1)
    return entries


def _skip(text: str, position: int) -> int:
    match = _SPACE.match(text, position)
    return match.end() if match else position
