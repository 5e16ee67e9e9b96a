"""Where a run stands, put together from its events."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from maestro_cli.model.events import Event, EventName, StepStatus
from maestro_cli.model.text import one_line

FINISHED = frozenset({StepStatus.COMPLETED, StepStatus.FAILED, StepStatus.SKIPPED})

_STATUS = {
    EventName.STEP_STARTED: StepStatus.IN_PROGRESS,
    EventName.STEP_COMPLETED: StepStatus.COMPLETED,
    EventName.STEP_FAILED: StepStatus.FAILED,
    EventName.STEP_SKIPPED: StepStatus.SKIPPED,
    EventName.APPROVAL_REQUESTED: StepStatus.WAITING,
}
_NOTED = frozenset(
    {EventName.DECISION, EventName.FALLBACK, EventName.APPROVAL_REQUESTED, EventName.RUN_FAILED}
)


@dataclass(slots=True)
class StepRow:
    """One step. `elapsed` is in seconds by event times, None before the end; `since` is a clock reading."""

    step_id: str
    title: str = ""
    agent: str = ""
    status: StepStatus = StepStatus.PENDING
    message: str = ""
    started: str = ""
    since: float | None = None
    elapsed: float | None = None
    tokens: int = 0
    usd: float = 0.0


@dataclass(slots=True)
class RunView:
    """A run as its events tell it. `clock` (seconds, any origin) serves steps that still run.

    Tokens and usd of an event are running totals: of its step, or of the run where it names no step.
    """

    clock: Callable[[], float] | None = None
    rows: dict[str, StepRow] = field(default_factory=dict)
    run_id: str = ""
    title: str = ""
    note: str = ""
    progress: float = 0.0
    started: str = ""
    elapsed: float | None = None
    since: float | None = None
    run_tokens: int = 0
    run_usd: float = 0.0
    ended: bool = False

    @property
    def label(self) -> str:
        """The workflow's name, which run ids begin with."""
        return self.run_id.partition("-")[0] or "maestro"

    @property
    def counts(self) -> str:
        """Finished steps of all steps: `3/8`."""
        return f"{sum(row.status in FINISHED for row in self.rows.values())}/{len(self.rows)}"

    @property
    def tokens(self) -> int:
        """Tokens of the run so far."""
        return max(self.run_tokens, sum(row.tokens for row in self.rows.values()))

    @property
    def usd(self) -> float:
        """US dollars of the run so far."""
        return max(self.run_usd, sum(row.usd for row in self.rows.values()))

    def take(self, event: Event) -> None:
        """Take one event in."""
        self.run_id = event.run_id
        self.progress = max(self.progress, min(1.0, event.progress))
        for line in event.steps:
            row = self.rows.setdefault(line.step_id, StepRow(line.step_id))
            row.title, row.agent, row.status = one_line(line.title), one_line(line.agent), line.status
        if event.step_id is not None:
            self._take_step(self.rows.setdefault(event.step_id, StepRow(event.step_id)), event)
        else:
            self.run_tokens = max(self.run_tokens, event.tokens)
            self.run_usd = max(self.run_usd, event.usd)
        if event.event in _NOTED:
            self.note = one_line(f"{event.event.replace('_', ' ')}: {event.message}")
        self._take_run(event)

    def running_for(self, row: StepRow) -> float | None:
        """Return the seconds a step took, or has taken so far; None where it has not begun."""
        if row.elapsed is not None or row.since is None or self.clock is None:
            return row.elapsed
        return self.clock() - row.since

    def _take_step(self, row: StepRow, event: Event) -> None:
        row.agent = one_line(event.agent or row.agent)
        row.status = event.status or _STATUS.get(event.event, row.status)
        row.tokens, row.usd = max(row.tokens, event.tokens), max(row.usd, event.usd)
        if event.event in _NOTED:
            return
        if event.event is EventName.STEP_STARTED:
            row.started, row.elapsed = event.time, None
            row.since = self.clock() if self.clock else None
        else:
            row.message = one_line(event.message)
        if row.status in FINISHED:
            row.elapsed = seconds_between(row.started, event.time)

    def _take_run(self, event: Event) -> None:
        if event.event is EventName.RUN_STARTED:
            self.title = one_line(event.message)
            self.started = event.time
            self.since = self.clock() if self.clock else None
        if event.event in (EventName.RUN_COMPLETED, EventName.RUN_FAILED):
            self.ended = True
            self.elapsed = seconds_between(self.started, event.time)
            if event.event is EventName.RUN_COMPLETED:
                self.progress = 1.0


def seconds_between(start: str, end: str) -> float | None:
    """Return the seconds between two ISO times, never negative; None where one is missing or unreadable."""
    try:
        return max(0.0, (datetime.fromisoformat(end) - datetime.fromisoformat(start)).total_seconds())
    except (ValueError, TypeError):
        return None


def duration(seconds: float | None) -> str:
    """Return a duration for people: `0.4 s`, `12 s`, `3:05`, `1:02:03`; a dash where not known."""
    if seconds is None:
        return "-"
    if seconds < 9.95:
        return f"{seconds:.1f} s"
    if seconds < 59.5:
        return f"{seconds:.0f} s"
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"
