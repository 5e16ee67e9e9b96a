"""Tells the observer of a run what happens, one event at a time."""

from __future__ import annotations

import threading
from collections.abc import Callable, Collection

from maestro_cli.model.events import Event, EventName, Observer, StepLine, StepStatus
from maestro_cli.workflows.step import Step, Workflow


class Announcer:
    """Keeps the step list of one run and turns what happens into events."""

    def __init__(
        self,
        run_id: str,
        workflow: Workflow,
        observer: Observer,
        now: Callable[[], str],
        finished: Collection[str] = (),
    ) -> None:
        """Announce to `observer`; `now` gives the time of an event, `finished` are steps done before."""
        self._run_id = run_id
        self._steps = {step.id: step for step in workflow.steps}
        self._status = {
            name: StepStatus.SKIPPED if name in finished else StepStatus.PENDING for name in self._steps
        }
        self._observer = observer
        self._now = now
        self._lock = threading.RLock()

    def run(self, event: EventName, message: str = "") -> None:
        """Announce an event of the run itself."""
        with self._lock:
            self._send(event, message=message)

    def step_list(self) -> None:
        """Announce the step list as it stands."""
        with self._lock:
            lines = tuple(
                StepLine(step.id, step.agent, step.title, self._status[step.id])
                for step in self._steps.values()
            )
            summary = ", ".join(f"{line.step_id}: {line.status}" for line in lines)
            self._send(EventName.TODO_UPDATED, message=summary, steps=lines)

    def step(self, event: EventName, step: Step, status: StepStatus | None = None, message: str = "") -> None:
        """Announce an event of one step; `status`, where given, is its new one."""
        with self._lock:
            if status is not None:
                self._status[step.id] = status
            self._send(event, step=step, message=message)

    def _send(
        self,
        event: EventName,
        *,
        step: Step | None = None,
        message: str = "",
        steps: tuple[StepLine, ...] = (),
    ) -> None:
        finished = sum(
            status in {StepStatus.COMPLETED, StepStatus.SKIPPED} for status in self._status.values()
        )
        self._observer(
            Event(
                time=self._now(),
                run_id=self._run_id,
                event=event,
                step_id=step.id if step else None,
                agent=step.agent if step else None,
                status=self._status[step.id] if step else None,
                progress=round(finished / len(self._steps), 4),
                message=message,
                steps=steps,
            )
        )
