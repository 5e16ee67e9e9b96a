"""A mention: words of a request that name concepts."""

from __future__ import annotations

from dataclasses import dataclass

EXACT = frozenset({"plain", "outside", "pretend", "subject"})
"""Concepts that no misspelt word is taken for."""


@dataclass(frozen=True, slots=True)
class Mention:
    """Words at `start` to `end` that name concepts; `sure` is below 1 where they were misspelt."""

    concepts: frozenset[str]
    start: int
    end: int
    clause: int
    text: str
    sure: float = 1.0
