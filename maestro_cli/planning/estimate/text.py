"""What an item says, as numbers: terms with their counts, and marks of how it is written.

Terms are the first letters of words and of pairs of neighbouring words (a stem that needs no dictionary of
any language), pairs of characters where words are written in Chinese, Japanese or Korean script, and
the fields that are known before work begins. A term is a number in 0 … 2¹⁸ − 1 (feature hashing: Weinberger
et al., ICML 2009), so that no table of words is kept.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from math import log1p
from typing import Any
from zlib import crc32

from maestro_cli.model.items import Item

BUCKETS = 1 << 18
STEM = 5
"""Letters of a word that count."""

READ = 1500
"""Characters of a description that are read; what comes later is mostly logs."""

MEASURED = 20_000
"""Characters of a description whose marks are counted."""

GRAM = 4
GLANCED = 600
"""Characters of a description whose runs are counted."""

_GAP = re.compile(r"\W+")
_WORD = re.compile(r"[^\W_]+")
_SYLLABIC = re.compile(r"[\u1100-\u11ff\u3040-\u30ff\u3130-\u318f\u3400-\u9fff\uac00-\ud7af]")
_CODE = re.compile(r"\{code|\{noformat|```|\n    \S")
_TRACE = re.compile(r"\bat [\w.$]+\(|Traceback|Exception\b")
_BULLET = re.compile(r"^\s*(?:[*#-]|\d+[.)])\s", re.MULTILINE)
_STORY = re.compile(r"\s*as an? ", re.IGNORECASE)


def terms(item: Item) -> tuple[Any, Any]:
    """Return the item's terms, ascending, and how often each occurs: int32 and float32 of one length.

    The title counts twice.
    """
    import numpy as np

    title, body = _stems(item.title), _stems(item.description[:READ])
    parts = [np.array(title + title + body + _fields(item), dtype=np.int64)]
    for stems in (title, title, body):
        row = np.array(stems, dtype=np.int64)
        parts.append(row[:-1] * 31 + row[1:] * 17 + 7)
    found, counts = np.unique(np.concatenate(parts) % BUCKETS, return_counts=True)
    return found.astype(np.int32), counts.astype(np.float32)


def share_words(one: Item, other: Item) -> bool:
    """Say whether two items have a word in common; being of one kind alone makes nothing alike."""
    stems = [set(_stems(item.title)) | set(_stems(item.description[:READ])) for item in (one, other)]
    return not stems[0].isdisjoint(stems[1])


def grams(item: Item) -> tuple[Any, Any]:
    """Return runs of four characters, ascending, and how often each occurs; those of the title count twice.

    They see what stems miss: parts of compounds, versions, and writing without spaces.
    """
    import numpy as np

    parts = [np.zeros(1, dtype=np.int64)]
    for text, times in ((item.title, 2), (item.description[:GLANCED], 1)):
        plain = f" {_GAP.sub(' ', text.lower())} "
        codes = np.frombuffer(plain.encode("utf-32-le", "replace"), dtype="<u4").astype(np.int64)
        if len(codes) >= GRAM:
            rows = [codes[at : len(codes) - GRAM + 1 + at] for at in range(GRAM)]
            run = rows[0]
            for row in rows[1:]:
                run = (run * 1_000_003 + row) & 0xFFFF_FFFF_FFFF
            parts += [run ^ (run >> 17)] * times
    found, counts = np.unique(np.concatenate(parts) % BUCKETS, return_counts=True)
    return found.astype(np.int32), counts.astype(np.float32)


def marks(items: Sequence[Item]) -> Any:  # noqa: ANN401 - a NumPy array
    """Return how each item is written, shape (items, marks): lengths, code, traces, lists, questions."""
    import numpy as np

    if not items:
        return np.zeros((0, 13), dtype=np.float32)
    rows = [_marks(item.title, item.description[:MEASURED]) for item in items]
    return np.array(rows, dtype=np.float32)


def _stems(text: str) -> list[int]:
    found: list[int] = []
    for word in _WORD.findall(text.lower()):
        if _SYLLABIC.search(word):
            pieces = [word[at : at + 2] for at in range(max(1, len(word) - 1))]
        else:
            pieces = [word[:STEM]]
        found += [crc32(piece.encode("utf-8", "replace")) for piece in pieces]
    return found


def _fields(item: Item) -> list[int]:
    """Return the fields that say something of the work, as terms of their own."""
    pairs = [("kind", item.kind.value), ("priority", item.priority.value)]
    pairs += [("parent", item.parent or ""), ("assignee", item.assignee or "")]
    pairs += [("label", label) for label in item.labels] + [("skill", skill) for skill in item.skills]
    return [crc32(f"{name}\0{value}".encode("utf-8", "replace")) for name, value in pairs if value]


def _marks(title: str, body: str) -> tuple[float, ...]:
    return (
        log1p(len(title)),
        log1p(len(body)),
        log1p(body.count(" ")),
        log1p(body.count(".")),
        log1p(body.count("\n")),
        log1p(sum(map(body.count, "0123456789"))),
        log1p(len(_BULLET.findall(body))),
        not body.strip(),
        bool(_CODE.search(body)),
        bool(_TRACE.search(body)),
        "?" in body,
        "://" in body,
        bool(_STORY.match(title)),
    )
