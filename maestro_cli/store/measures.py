"""What steps and runs took, in the order in which they ended; it stays when runs are forgotten."""

from __future__ import annotations

from dataclasses import astuple, fields
from typing import Any

from maestro_cli.model.telemetry import Measure, Outcome
from maestro_cli.store.database import Database

MOST = 100_000
"""Measures that are kept; the oldest go first."""

_NAMES = [field.name for field in fields(Measure)]
_COLUMNS = ", ".join(_NAMES)
_GAPS = ", ".join("?" for _ in _NAMES)


class Measures:
    """Measures of the project's runs."""

    def __init__(self, database: Database) -> None:
        """Keep the measures in `database`."""
        self._database = database

    def add(self, measure: Measure) -> None:
        """Add one."""
        with self._database.transaction() as connection:
            connection.execute(f"INSERT INTO measures ({_COLUMNS}) VALUES ({_GAPS})", astuple(measure))  # noqa: S608 - our own columns
            connection.execute(
                "DELETE FROM measures WHERE number <= (SELECT max(number) FROM measures) - ?", (MOST,)
            )

    def newest(self) -> int:
        """Return the number of the newest, 0 without any."""
        row = self._database.row("SELECT coalesce(max(number), 0) FROM measures")
        return int(row[0]) if row else 0

    def of_run(self, run_id: str, after: int = 0) -> tuple[Measure, ...]:
        """Return those of a run that are newer than number `after`, oldest first."""
        return self._found("WHERE run_id = ? AND number > ? ORDER BY number", run_id, after)

    def all(self) -> tuple[Measure, ...]:
        """Return all, oldest first."""
        return self._found("ORDER BY number")

    def of_last(self, runs: int) -> tuple[Measure, ...]:
        """Return those of the last so many runs, oldest first."""
        return self._found(
            "WHERE run_id IN (SELECT run_id FROM measures GROUP BY run_id ORDER BY max(number) DESC LIMIT ?)"
            " ORDER BY number",
            runs,
        )

    def driven_seconds(self, run_id: str) -> float:
        """Return how long a run was driven in all: without what it waited for people, or lay dead."""
        row = self._database.row(
            "SELECT coalesce(sum(seconds), 0.0) FROM measures WHERE run_id = ? AND step_id = ''", (run_id,)
        )
        return float(row[0]) if row else 0.0

    def _found(self, where: str, *values: object) -> tuple[Measure, ...]:
        rows = self._database.rows(f"SELECT {_COLUMNS} FROM measures {where}", values)  # noqa: S608 - fixed text
        return tuple(_measure(row) for row in rows)


def _measure(row: tuple[Any, ...]) -> Measure:
    values = dict(zip(_NAMES, row, strict=True))
    return Measure(**values | {"outcome": Outcome(values["outcome"])})
