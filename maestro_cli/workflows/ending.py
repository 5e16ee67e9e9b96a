"""The ending of a drive: what it took, what is remembered of it, and last how the run stands."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from maestro_cli.errors import RunCancelledError, StoreError
from maestro_cli.model.runs import Run, RunStatus
from maestro_cli.model.telemetry import Outcome
from maestro_cli.workflows.meter import Meter
from maestro_cli.workflows.step import Ending, Facts, Workflow

if TYPE_CHECKING:
    from maestro_cli.store.project_store import Store


class Notes:
    """Notes the end of one drive in one transaction."""

    def __init__(self, store: Store, workflow: Workflow, run: Run, meter: Meter | None) -> None:
        """Note in `store`; `meter` None means that the run had ended before and is only delivered again."""
        self._store, self._workflow, self._run, self._meter = store, workflow, run, meter

    def end(
        self, status: RunStatus | None, outcome: Outcome, message: str, result: Facts | None = None
    ) -> None:
        """Note it all or nothing; `status` None leaves the run as it stands."""
        store, run = self._store, self._run
        with store.database.transaction():
            if self._meter is not None:
                store.measures.add(self._meter.measured(outcome))
                if self._workflow.ended is not None:
                    self._workflow.ended(
                        store, run, Ending(outcome, store.measures.driven_seconds(run.id), result)
                    )
            if status is not None:
                store.runs.set_status(run.id, status, message)


def outcome_of(error: BaseException) -> Outcome:
    """Return how an error ended a run: what is no fault of the run is an interruption."""
    if isinstance(error, RunCancelledError):
        return Outcome.CANCELLED
    interrupted = isinstance(error, KeyboardInterrupt | SystemExit | asyncio.CancelledError | StoreError)
    return Outcome.INTERRUPTED if interrupted else Outcome.FAILED
