"""Progress as plain lines, for logs: one per event, without ANSI and without loading Rich."""

from __future__ import annotations

import threading
from typing import TextIO

from maestro_cli.model.events import Event, EventName, StepStatus
from maestro_cli.model.text import one_line
from maestro_cli.ui.streams import write_quietly
from maestro_cli.ui.terminal import terminal_for
from maestro_cli.ui.tracking import RunView, StepRow, duration
from maestro_cli.ui.wrapping import ascii_typography

_VERBS = {
    EventName.STEP_STARTED: "started",
    EventName.STEP_COMPLETED: "done",
    EventName.STEP_FAILED: "FAILED",
    EventName.STEP_SKIPPED: "skipped",
}


class PlainLines:
    """An observer that writes each event as one line; a broken stream ends it silently."""

    def __init__(self, stream: TextIO | None) -> None:
        """Write to `stream`."""
        self._stream = stream
        self._ascii = not terminal_for(stream).unicode
        self._view = RunView()
        self._lock = threading.Lock()

    def __call__(self, event: Event) -> None:
        """Write and flush the line of one event."""
        with self._lock:
            self._view.take(event)
            line = one_line(f"[{self._view.label}] {self._told(event)}")
            write_quietly(self._stream, f"{ascii_typography(line) if self._ascii else line}\n")

    def _told(self, event: Event) -> str:
        row = self._view.rows.get(event.step_id or "")
        message = f": {event.message}" if event.message else ""
        if row is not None and event.event in _VERBS:
            return self._step(event, row)
        match event.event:
            case EventName.TODO_UPDATED:
                steps = ", ".join(step.title or step.step_id for step in event.steps)
                return f"{len(event.steps)} steps: {steps}"
            case EventName.RUN_STARTED:
                return f"run {event.run_id} started{message}"
            case EventName.RUN_COMPLETED | EventName.RUN_FAILED:
                outcome = "completed" if event.event is EventName.RUN_COMPLETED else "FAILED"
                reason = "" if event.message == event.run_id else message
                return f"run {event.run_id} {outcome}{self._cost(self._view.elapsed)}{reason}"
            case EventName.STEP_PROGRESS if row is not None:
                return f"{row.step_id}{message}"
            case _:
                where = f"{event.step_id}: " if event.step_id else ""
                return f"{where}{event.event.replace('_', ' ')}{message}"

    def _step(self, event: Event, row: StepRow) -> str:
        elapsed = None if row.status is StepStatus.IN_PROGRESS else row.elapsed
        cost = self._cost(elapsed, row.tokens, row.usd)
        count = "" if event.event is EventName.STEP_STARTED else f", {self._view.counts}"
        detail = f" - {event.message}" if event.message not in ("", row.title) else ""
        agent = f" ({row.agent})" if row.agent and event.event is EventName.STEP_STARTED else ""
        return f"{row.step_id}: {_VERBS[event.event]}{agent}{cost}{count}{detail}"

    def _cost(self, elapsed: float | None, tokens: int | None = None, usd: float | None = None) -> str:
        spent = self._view.tokens if tokens is None else tokens
        dollars = self._view.usd if usd is None else usd
        time = f" in {duration(elapsed)}" if elapsed is not None else ""
        return time + (f", {spent:,} tokens" if spent else "") + (f", ${dollars:.4f}" if dollars else "")
