"""What runs took, summed up: rows, what stood out, and what to do about it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Row:
    """What one workflow, agent, step or skill took. `count` is how often it ran to an end of its own.

    `median` and `p95` (nearest rank) are wall seconds of the completed ones; None without any. `cpu` is a
    median, `peak_kib` the highest, `tokens` and `usd` are sums; `cached` counts results of earlier runs.
    """

    name: str
    count: int
    median: float | None
    p95: float | None
    cpu: float | None
    peak_kib: int | None
    tokens: int
    usd: float
    failures: int
    cached: int
    fallbacks: int


@dataclass(frozen=True, slots=True)
class Anomaly:
    """A value that stands out of those before it; `limit` is median + 3 · MAD of these `past`."""

    run_id: str
    name: str
    what: str
    value: float
    limit: float
    past: int


@dataclass(frozen=True, slots=True)
class Advice:
    """A rule that was triggered: `code` names it, `gaps` fill its words."""

    code: str
    gaps: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Profile:
    """All of it, over so many `runs`."""

    runs: int
    rows: Mapping[str, tuple[Row, ...]]
    anomalies: tuple[Anomaly, ...]
    advice: tuple[Advice, ...]
