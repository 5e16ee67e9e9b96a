"""Progress of a run, as it happens. Whoever shows it gets these and nothing else."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum


class StepStatus(StrEnum):
    """Where a step stands."""

    PENDING = "pending"
    IN_PROGRESS = "in_progress"
    COMPLETED = "completed"
    FAILED = "failed"
    SKIPPED = "skipped"
    WAITING = "waiting"


class EventName(StrEnum):
    """What happened."""

    RUN_STARTED = "run_started"
    TODO_UPDATED = "todo_updated"
    STEP_STARTED = "step_started"
    STEP_PROGRESS = "step_progress"
    STEP_COMPLETED = "step_completed"
    STEP_FAILED = "step_failed"
    STEP_SKIPPED = "step_skipped"
    DECISION = "decision"
    CHECKPOINT_SAVED = "checkpoint_saved"
    APPROVAL_REQUESTED = "approval_requested"
    FALLBACK = "fallback"
    RUN_COMPLETED = "run_completed"
    RUN_FAILED = "run_failed"


@dataclass(frozen=True, slots=True)
class StepLine:
    """One line of the step list."""

    step_id: str
    agent: str
    title: str
    status: StepStatus = StepStatus.PENDING


@dataclass(frozen=True, slots=True)
class Event:
    """One event. `progress` runs from 0 to 1 over the run; `time` is ISO 8601 in UTC.

    `steps` is filled for `todo_updated` only.
    """

    time: str
    run_id: str
    event: EventName
    step_id: str | None = None
    agent: str | None = None
    status: StepStatus | None = None
    progress: float = 0.0
    message: str = ""
    tokens: int = 0
    usd: float = 0.0
    steps: tuple[StepLine, ...] = ()


Observer = Callable[[Event], None]
"""Called for one event at a time, in order, from whichever thread made it happen."""
