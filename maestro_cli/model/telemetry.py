"""What runs and their steps took: time, memory, tokens, money. Never any text of the project."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Outcome(StrEnum):
    """How a step, or one drive of a run, ended; a cached step was answered by an earlier run's result."""

    COMPLETED = "completed"
    CACHED = "cached"
    FAILED = "failed"
    WAITING = "waiting"
    CANCELLED = "cancelled"
    INTERRUPTED = "interrupted"


@dataclass(frozen=True, slots=True)
class Measure:
    """What one step took; with an empty `step_id` one drive of a run, from start or resume to its ending.

    `time` is when it began, ISO 8601 in UTC; `seconds` is wall time; `cpu` is that of the step's own thread,
    of the whole process for a drive; `peak_kib` is the most memory that the process had used by its end. Both
    are None where the system does not say. `fallbacks` counts the times that a model failed and rules spoke.
    """

    run_id: str
    workflow: str
    step_id: str
    agent: str
    outcome: Outcome
    time: str
    seconds: float
    skill: str | None = None
    cpu: float | None = None
    peak_kib: int | None = None
    tokens: int = 0
    usd: float = 0.0
    fallbacks: int = 0

    @property
    def is_drive(self) -> bool:
        """Whether it is of a run as a whole."""
        return not self.step_id


@dataclass(frozen=True, slots=True)
class StepTotal:
    """What all runs of one step came to by outcome; with an empty `step_id` all drives of a workflow."""

    workflow: str
    step_id: str
    agent: str
    outcome: Outcome
    count: int
    seconds: float
    tokens: int
    usd: float
    fallbacks: int


@dataclass(frozen=True, slots=True)
class Totals:
    """What a store holds, counted: what `maestro metrics export` gives to monitoring.

    `runs` are counted by workflow and status, `approvals` by status; `tokens` and `usd` are all
    that was spent.
    """

    runs: tuple[tuple[str, str, int], ...] = ()
    steps: tuple[StepTotal, ...] = ()
    approvals: tuple[tuple[str, int], ...] = ()
    decisions: int = 0
    tokens: int = 0
    usd: float = 0.0
