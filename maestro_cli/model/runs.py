"""Runs: one execution of a workflow, from its first checkpoint to its artefact."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


class RunStatus(StrEnum):
    """Where a run stands."""

    RUNNING = "running"
    WAITING = "waiting"
    COMPLETED = "completed"
    FAILED = "failed"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class Run:
    """A run as it is kept. Times are ISO 8601 in UTC; `params` is plain data."""

    id: str
    workflow: str
    status: RunStatus
    params: Mapping[str, Any] = field(default_factory=dict)
    step: str | None = None
    started: str = ""
    updated: str = ""
    message: str = ""

    @property
    def stem(self) -> str:
        """The id without the number of the attempt: runs with the same question share it."""
        return self.id.partition(".")[0]


@dataclass(frozen=True, slots=True)
class RunInfo:
    """What the envelope says about the run behind an artefact; no id and workflow where none was recorded."""

    id: str | None
    workflow: str | None
    engine: str
    seed: int
    as_of: str
    tokens: int = 0
    usd: float = 0.0
