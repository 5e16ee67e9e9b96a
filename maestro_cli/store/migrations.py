"""The tables of `maestro.db`, as numbered steps from each version to the next.

A step never changes once released: a store of any older version walks through the rest.
Only this module needs sqlite-utils, and only a store that is behind needs this module.
"""

from __future__ import annotations

import sqlite3
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from maestro_cli.store.database import Migration
from maestro_cli.store.passages import make_passage_tables

if TYPE_CHECKING:
    from sqlite_utils import Database as Tables


def project_migrations() -> Sequence[Migration]:
    """Return the migrations of `maestro.db`, the first for an empty file."""
    return (_first, _governance, _spending, make_passage_tables, _memory)


def checkpoint_migrations() -> Sequence[Migration]:
    """Return the migrations of `checkpoints.db`, the first for an empty file."""
    return (_first_checkpoints,)


def _tables(connection: sqlite3.Connection) -> Tables:
    """Open sqlite-utils on the connection; inside a transaction it uses savepoints only."""
    with _without("numpy", "pandas"):  # it loads them to know their types, which takes longer than the rest
        from sqlite_utils import Database as Tables

    return Tables(connection, recursive_triggers=False, execute_plugins=False)


@contextmanager
def _without(*names: str) -> Iterator[None]:
    """Let an import find these modules only if they are loaded already."""
    hidden: dict[str, Any] = {name: None for name in names if name not in sys.modules}
    sys.modules.update(hidden)
    try:
        yield
    finally:
        for name in hidden:
            del sys.modules[name]


def _first(connection: sqlite3.Connection) -> None:
    tables = _tables(connection)
    _create_index(tables)
    _create_runs(tables)
    _create_audit(tables)
    tables.create_table(
        "cache",
        {"namespace": str, "key": str, "expires": float, "type": str, "value": bytes},
        pk=("namespace", "key"),
        not_null={"type", "value"},
    )


def _create_index(tables: Tables) -> None:
    tables.create_table(
        "files",
        {
            "source": str,
            "path": str,
            "size": int,
            "mtime_ns": int,
            "sha256": str,
            "items": int,
            "payload": bytes,
        },
        pk=("source", "path"),
        not_null={"size", "mtime_ns", "sha256", "items", "payload"},
    )
    stamps = ["source", "path", "size", "mtime_ns", "sha256", "items"]
    tables.table("files").create_index(stamps, index_name="files_stamps")


def _create_runs(tables: Tables) -> None:
    tables.create_table(
        "runs",
        {
            "number": int,
            "id": str,
            "base_id": str,
            "workflow": str,
            "status": str,
            "params": str,
            "step": str,
            "started": str,
            "updated": str,
            "message": str,
        },
        pk="number",
        not_null={"id", "base_id", "workflow", "status", "params", "started", "updated", "message"},
    )
    tables.table("runs").create_index(["id"], unique=True)
    tables.table("runs").create_index(["base_id"])
    tables.create_table(
        "blobs", {"digest": str, "packed": int, "data": bytes}, pk="digest", not_null={"packed", "data"}
    )
    tables.conn.execute(
        "CREATE TABLE steps (run_id TEXT NOT NULL REFERENCES runs(id) ON DELETE CASCADE,"
        " step_id TEXT NOT NULL, result TEXT, started TEXT NOT NULL, ended TEXT,"
        " PRIMARY KEY (run_id, step_id))"
    )
    tables.create_table(
        "effects",
        {"key": str, "target": str, "sha256": str, "begun": str, "done": str},
        pk="key",
        not_null={"target", "sha256", "begun"},
    )


def _create_audit(tables: Tables) -> None:
    for name in ("decisions", "statements"):
        tables.create_table(
            name,
            {"number": int, "run_id": str, "id": str, "data": str},
            pk="number",
            not_null={"run_id", "id", "data"},
        )
        tables.table(name).create_index(["run_id", "id"], unique=True)


def _governance(connection: sqlite3.Connection) -> None:
    """Approvals, and the head of the audit chain as it stands."""
    connection.execute(
        "CREATE TABLE approvals (number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, run_id TEXT NOT NULL,"
        " status TEXT NOT NULL, data TEXT NOT NULL)"
    )
    connection.execute(
        "CREATE TABLE audit_head (one INTEGER PRIMARY KEY CHECK (one = 1), entries INTEGER NOT NULL,"
        " hash TEXT NOT NULL)"
    )
    connection.execute(
        "INSERT INTO audit_head SELECT 1, count(*), coalesce((SELECT json_extract(data, '$.hash')"
        " FROM decisions ORDER BY number DESC LIMIT 1), '') FROM decisions"
    )


def _spending(connection: sqlite3.Connection) -> None:
    connection.execute(
        "CREATE TABLE spending (number INTEGER PRIMARY KEY, run_id TEXT NOT NULL, purpose TEXT NOT NULL,"
        " tokens INTEGER NOT NULL, usd REAL NOT NULL, unpriced INTEGER NOT NULL, time TEXT NOT NULL)"
    )
    connection.execute("CREATE INDEX spending_of_runs ON spending (run_id)")


def _memory(connection: sqlite3.Connection) -> None:
    """What runs took, how ways of answering went, what was said in sessions, and what people told."""
    connection.execute(
        "CREATE TABLE measures (number INTEGER PRIMARY KEY, run_id TEXT NOT NULL, workflow TEXT NOT NULL,"
        " step_id TEXT NOT NULL, agent TEXT NOT NULL, skill TEXT, outcome TEXT NOT NULL, time TEXT NOT NULL,"
        " seconds REAL NOT NULL, cpu REAL, peak_kib INTEGER, tokens INTEGER NOT NULL, usd REAL NOT NULL,"
        " fallbacks INTEGER NOT NULL)"
    )
    connection.execute("CREATE INDEX measures_of_runs ON measures (run_id)")
    connection.execute(
        "CREATE TABLE experience (intent TEXT NOT NULL, complexity TEXT NOT NULL, strategy TEXT NOT NULL,"
        " schedule TEXT NOT NULL, agents TEXT NOT NULL, skills TEXT NOT NULL, runs INTEGER NOT NULL,"
        " success REAL NOT NULL, seconds REAL NOT NULL, updated TEXT NOT NULL,"
        " PRIMARY KEY (intent, complexity, strategy, schedule, agents, skills))"
    )
    connection.execute("CREATE TABLE experienced (run_id TEXT PRIMARY KEY)")
    connection.execute(
        "CREATE TABLE turns (number INTEGER PRIMARY KEY, session TEXT NOT NULL, run_id TEXT NOT NULL UNIQUE,"
        " data TEXT NOT NULL)"
    )
    connection.execute("CREATE INDEX turns_of_sessions ON turns (session)")
    connection.execute(
        "CREATE TABLE facts (number INTEGER PRIMARY KEY AUTOINCREMENT, text TEXT NOT NULL UNIQUE,"
        " source TEXT NOT NULL, date TEXT NOT NULL)"
    )


def _first_checkpoints(connection: sqlite3.Connection) -> None:
    """Make the tables as LangGraph's SqliteSaver expects them, plus the order of insertion."""
    connection.execute(
        "CREATE TABLE checkpoints (seq INTEGER PRIMARY KEY AUTOINCREMENT, thread_id TEXT NOT NULL,"
        " checkpoint_ns TEXT NOT NULL DEFAULT '', checkpoint_id TEXT NOT NULL, parent_checkpoint_id TEXT,"
        " type TEXT, checkpoint BLOB, metadata BLOB, UNIQUE (thread_id, checkpoint_ns, checkpoint_id))"
    )
    connection.execute(
        "CREATE TABLE writes (thread_id TEXT NOT NULL, checkpoint_ns TEXT NOT NULL DEFAULT '',"
        " checkpoint_id TEXT NOT NULL, task_id TEXT NOT NULL, task_path TEXT NOT NULL DEFAULT '',"
        " idx INTEGER NOT NULL, channel TEXT NOT NULL, type TEXT, value BLOB,"
        " PRIMARY KEY (thread_id, checkpoint_ns, checkpoint_id, task_id, idx))"
    )
