"""The steps of a run and their results: a finished step is not run again."""

from __future__ import annotations

from dataclasses import dataclass

from maestro_cli.settings.clock import now
from maestro_cli.store.blobs import Blobs
from maestro_cli.store.database import Database


@dataclass(frozen=True, slots=True)
class StepRecord:
    """A step as it is kept. Times are ISO 8601 in UTC; `result` is the digest of a blob."""

    step_id: str
    result: str | None
    started: str
    ended: str | None


class Steps:
    """Steps by run. The first result of a step is the one that stays."""

    def __init__(self, database: Database, blobs: Blobs) -> None:
        """Keep the steps in `database` and their results in `blobs`."""
        self._database = database
        self._blobs = blobs

    def begin(self, run_id: str, step_id: str) -> None:
        """Note when an unfinished step was last started."""
        with self._database.transaction() as connection:
            connection.execute(
                "INSERT INTO steps VALUES (?, ?, NULL, ?, NULL) ON CONFLICT (run_id, step_id)"
                " DO UPDATE SET started = excluded.started WHERE result IS NULL",
                (run_id, step_id, now()),
            )

    def record(self, run_id: str, step_id: str, result: str) -> str:
        """Note that a step is finished, and return the digest that now stands for it.

        Raises StoreError when there is no such run.
        """
        time = now()
        with self._database.transaction() as connection:
            connection.execute(
                "INSERT INTO steps VALUES (?, ?, ?, ?, ?) ON CONFLICT (run_id, step_id)"
                " DO UPDATE SET result = excluded.result, ended = excluded.ended WHERE result IS NULL",
                (run_id, step_id, result, time, time),
            )
            return self.result(run_id, step_id) or result

    def finish(self, run_id: str, step_id: str, value: object) -> str:
        """Keep a step's result and note that it is finished, in one transaction; return its digest."""
        with self._database.transaction():
            return self.record(run_id, step_id, self._blobs.put(value))

    def result(self, run_id: str, step_id: str) -> str | None:
        """Return the digest of a finished step's result; None while it is not finished."""
        row = self._database.row(
            "SELECT result FROM steps WHERE run_id = ? AND step_id = ?", (run_id, step_id)
        )
        return row[0] if row else None

    def all(self, run_id: str) -> tuple[StepRecord, ...]:
        """Return the steps of a run that were begun, in the order in which that first happened."""
        rows = self._database.rows(
            "SELECT step_id, result, started, ended FROM steps WHERE run_id = ? ORDER BY rowid", (run_id,)
        )
        return tuple(StepRecord(*row) for row in rows)
