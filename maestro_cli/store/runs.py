"""The runs of a project: their parameters and where they stand."""

from __future__ import annotations

import json
from collections.abc import Mapping
from sqlite3 import Connection

from maestro_cli.errors import UsageError
from maestro_cli.model.plain import canonical
from maestro_cli.model.runs import Run, RunStatus
from maestro_cli.settings.clock import now
from maestro_cli.store.database import Database, Row
from maestro_cli.store.guard import damaged, guarded

_COLUMNS = "id, workflow, status, params, step, started, updated, message"
_OVER = (RunStatus.COMPLETED, RunStatus.FAILED, RunStatus.CANCELLED)


class Runs:
    """Runs by id, newest first. The order is that of creation, whatever the clock said."""

    def __init__(self, database: Database) -> None:
        """Keep the runs in `database`."""
        self._database = database

    def create(self, workflow: str, base_id: str, params: Mapping[str, object]) -> Run:
        """Open a run. It is called `base_id`, or `base_id.2`, `base_id.3` … when that is taken.

        The id of a forgotten run stays taken while its decisions, statements or effects are there.
        """
        with guarded(self._database.path):
            text = canonical(dict(params)).decode()
        time = now()
        with self._database.transaction() as connection:
            run_id = _free_id(connection, base_id)
            connection.execute(
                "INSERT INTO runs (id, base_id, workflow, status, params, started, updated, message)"
                " VALUES (?, ?, ?, ?, ?, ?, ?, '')",
                (run_id, base_id, workflow, RunStatus.RUNNING.value, text, time, time),
            )
        return Run(run_id, workflow, RunStatus.RUNNING, json.loads(text), None, time, time)

    def get(self, run_id: str) -> Run | None:
        """Return the run of this id, else the newest attempt of this base id, else the one it begins.

        Raises UsageError when several runs begin with it.
        """
        for where in ("id = ?", "base_id = ? ORDER BY number DESC LIMIT 1"):
            if row := self._database.row(f"SELECT {_COLUMNS} FROM runs WHERE {where}", (run_id,)):  # noqa: S608 - fixed text
                return self._run(row)
        rows = self._database.rows(
            f"SELECT {_COLUMNS} FROM runs WHERE ?1 <> '' AND substr(id, 1, length(?1)) = ?1"  # noqa: S608 - fixed text
            " ORDER BY number DESC LIMIT 6",
            (run_id,),
        )
        if len(rows) > 1:
            names = ", ".join(row[0] for row in rows[:5]) + (" …" if len(rows) > 5 else "")
            raise UsageError(f"several runs begin with {run_id!r}: {names}", fix="Give more of the id.")
        return self._run(rows[0]) if rows else None

    def list(self, limit: int = 50, cursor: str | None = None) -> tuple[tuple[Run, ...], str | None]:
        """Return a page of runs, newest first, and the cursor of the next page if there is one.

        Raises UsageError for a cursor that no page gave.
        """
        before = _number(cursor)
        rows = self._database.rows(
            f"SELECT {_COLUMNS}, number FROM runs WHERE number < ? ORDER BY number DESC LIMIT ?",  # noqa: S608 - fixed text
            (before, limit + 1),
        )
        page = rows[:limit]
        following = str(page[-1][-1]) if page and len(rows) > limit else None
        return tuple(self._run(row[:-1]) for row in page), following

    def set_status(self, run_id: str, status: RunStatus, message: str = "") -> None:
        """Say where a run stands."""
        self._set(run_id, "status = ?, message = ?", (status.value, message))

    def set_step(self, run_id: str, step: str) -> None:
        """Say which step a run has come to."""
        self._set(run_id, "step = ?", (step,))

    def prune(self, keep: int) -> tuple[str, ...]:
        """Forget all runs that are over but the newest `keep`; return their ids, oldest first.

        Their steps and results go with them; decisions, statements and effects stay.
        """
        with self._database.transaction() as connection:
            rows = connection.execute(
                "SELECT id FROM runs WHERE status IN (?, ?, ?) AND number NOT IN"
                " (SELECT number FROM runs ORDER BY number DESC LIMIT ?) ORDER BY number",
                (*(status.value for status in _OVER), max(keep, 0)),
            ).fetchall()
            connection.executemany("DELETE FROM runs WHERE id = ?", rows)
            connection.execute("DELETE FROM cache")  # its entries name results that may go now
            connection.execute(
                "DELETE FROM blobs WHERE digest NOT IN (SELECT result FROM steps WHERE result IS NOT NULL)"
            )
        return tuple(row[0] for row in rows)

    def _set(self, run_id: str, what: str, values: tuple[str, ...]) -> None:
        with self._database.transaction() as connection:
            connection.execute(f"UPDATE runs SET {what}, updated = ? WHERE id = ?", (*values, now(), run_id))  # noqa: S608 - fixed text

    def _run(self, row: Row) -> Run:
        run_id, workflow, status, params, step, started, updated, message = row
        try:
            return Run(
                run_id, workflow, RunStatus(status), json.loads(params), step, started, updated, message
            )
        except (ValueError, TypeError) as error:
            raise damaged(self._database.path, f"run {run_id!r} cannot be read") from error


def _free_id(connection: Connection, base_id: str) -> str:
    taken = {row[0] for row in connection.execute("SELECT id FROM runs WHERE base_id = ?", (base_id,))}
    attempt, run_id = 1, base_id
    while run_id in taken or _is_known(connection, run_id):
        attempt += 1
        run_id = f"{base_id}.{attempt}"
    return run_id


def _is_known(connection: Connection, run_id: str) -> bool:
    """Say whether a run has this id, or one that was forgotten left decisions, statements or effects."""
    found = connection.execute(
        "SELECT 1 FROM runs WHERE id = ?1 UNION ALL SELECT 1 FROM decisions WHERE run_id = ?1"
        " UNION ALL SELECT 1 FROM statements WHERE run_id = ?1"
        " UNION ALL SELECT 1 FROM effects WHERE key > ?1 || ':' AND key < ?1 || ';' LIMIT 1",
        (run_id,),
    ).fetchone()
    return found is not None


def _number(cursor: str | None) -> int:
    if cursor is None:
        return 2**62
    if not (cursor.isascii() and cursor.isdigit() and len(cursor) < 18):
        raise UsageError(f"{cursor!r} is not a cursor", fix="Use the next_cursor of the page before.")
    return int(cursor)
