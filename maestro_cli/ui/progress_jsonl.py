"""Progress as JSON Lines, for programs: the keys of the contract, one object a line, each flushed."""

from __future__ import annotations

import json
import threading
from typing import TextIO

from maestro_cli.model.events import Event, EventName, StepStatus
from maestro_cli.model.plain import to_plain
from maestro_cli.model.text import safe_text
from maestro_cli.ui.streams import write_quietly

_STATUS = {
    EventName.APPROVAL_REQUESTED: StepStatus.WAITING,
    EventName.RUN_COMPLETED: StepStatus.COMPLETED,
    EventName.RUN_FAILED: StepStatus.FAILED,
    EventName.STEP_COMPLETED: StepStatus.COMPLETED,
    EventName.STEP_FAILED: StepStatus.FAILED,
    EventName.STEP_SKIPPED: StepStatus.SKIPPED,
}


class JsonLines:
    """An observer that writes each event as one line; a broken stream ends it silently."""

    def __init__(self, stream: TextIO | None) -> None:
        """Write to `stream`."""
        self._stream = stream
        self._lock = threading.Lock()

    def __call__(self, event: Event) -> None:
        """Write and flush one event."""
        status = event.status or _STATUS.get(event.event, StepStatus.IN_PROGRESS)
        fields = {
            "time": event.time,
            "run_id": event.run_id,
            "event": event.event,
            "step_id": event.step_id,
            "agent": event.agent,
            "status": status,
            "progress": event.progress,
            "message": safe_text(event.message) or _step_list(event),
            "tokens": event.tokens,
            "usd": event.usd,
        }
        line = json.dumps(to_plain(fields), ensure_ascii=False)
        with self._lock:
            write_quietly(self._stream, f"{line}\n")


def _step_list(event: Event) -> str:
    return ", ".join(f"{step.step_id}: {step.status}" for step in event.steps)
