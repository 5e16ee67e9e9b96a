"""Tells the observer of a run what happens, one event at a time."""

from __future__ import annotations

import threading
from collections.abc import Callable, Collection

from maestro_cli.model.events import Event, EventName, Observer, StepLine, StepStatus
from maestro_cli.model.spending import Spent
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
        spent: Spent | None = None,
    ) -> None:
        """Announce to `observer`; `now` gives the time of an event.

        `finished` are steps done before, `spent` is what models have used before.
        """
        self._run_id = run_id
        self._steps = {step.id: step for step in workflow.steps}
        self._status = {
            name: StepStatus.SKIPPED if name in finished else StepStatus.PENDING for name in self._steps
        }
        self._observer = observer
        self._now = now
        self._before = spent or Spent()
        self._spent: dict[str, Spent] = {}
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

    def step(
        self,
        event: EventName,
        step: Step,
        status: StepStatus | None = None,
        message: str = "",
        spent: Spent | None = None,
    ) -> None:
        """Announce an event of one step; `status` and `spent`, where given, are where it stands now."""
        with self._lock:
            if status is not None:
                self._status[step.id] = status
            if spent is not None:
                self._spent[step.id] = spent
            self._send(event, step=step, message=message)

    def _send(
        self,
        event: EventName,
        *,
        step: Step | None = None,
        message: str = "",
        steps: tuple[StepLine, ...] = (),
    ) -> None:
        spent = self._spent.get(step.id, Spent()) if step else sum(self._spent.values(), self._before)
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
                tokens=spent.tokens,
                usd=round(spent.usd, 6),
                steps=steps,
            )
        )
