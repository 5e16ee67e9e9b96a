"""Decisions and statements of agents, appended and never changed; decisions form a hash chain."""

from __future__ import annotations

import builtins
import json
from collections.abc import Iterable
from dataclasses import replace
from sqlite3 import Connection
from typing import Any

from maestro_cli.model.decisions import Authority, Decision, Statement, chain_hash
from maestro_cli.model.plain import canonical
from maestro_cli.model.redact import redact
from maestro_cli.settings.clock import now
from maestro_cli.store.database import Database
from maestro_cli.store.guard import damaged


class Decisions:
    """All decisions of a project, in the order in which they were taken."""

    def __init__(self, database: Database) -> None:
        """Keep the decisions in `database`."""
        self._database = database

    def append(self, decision: Decision) -> Decision:
        """Add a decision to the chain and return it with its time and hashes, and without secrets.

        Appending a second decision of the same run and id changes nothing and returns the first.
        """
        with self._database.transaction() as connection:
            if row := _existing(connection, "decisions", decision.run_id, decision.id):
                return self._decision(row[0])
            last = connection.execute("SELECT data FROM decisions ORDER BY number DESC LIMIT 1").fetchone()
            linked = replace(
                decision,
                action=redact(decision.action),
                rationale=redact(decision.rationale),
                time=decision.time or now(),
                previous_hash=self._decision(last[0]).hash if last else "",
                hash="",
            )
            linked = replace(linked, hash=chain_hash(linked))
            _insert(connection, "decisions", linked)
            connection.execute("UPDATE audit_head SET entries = entries + 1, hash = ?", (linked.hash,))
            return linked

    def head(self) -> tuple[int, str]:
        """Return how many decisions were recorded, and the hash of the last: kept apart from the chain.

        Raises StoreDamagedError when it is gone.
        """
        row = self._database.row("SELECT entries, hash FROM audit_head")
        if row is None:
            raise damaged(self._database.path, "the head of the audit chain is gone")
        return int(row[0]), str(row[1])

    def list(self, run_id: str | None = None) -> tuple[Decision, ...]:
        """Return all decisions, or those of one run, oldest first.

        Raises StoreDamagedError for one that cannot be read; a changed one is found by its hash.
        """
        return tuple(self._decision(text) for text in _texts(self._database, "decisions", run_id))

    def _decision(self, text: str) -> Decision:
        data = _loaded(self._database, text)
        try:
            data |= {"authority": Authority(data["authority"]), "evidence": tuple(data["evidence"])}
            return Decision(**data | {"confidence": float(data["confidence"])})
        except (TypeError, ValueError, KeyError) as error:
            raise damaged(self._database.path, "a decision cannot be read") from error


class Statements:
    """All statements of a project, in the order in which they were made."""

    def __init__(self, database: Database) -> None:
        """Keep the statements in `database`."""
        self._database = database

    def extend(self, statements: Iterable[Statement]) -> None:
        """Add statements in one transaction; a second one of the same run and id changes nothing."""
        with self._database.transaction() as connection:
            for statement in statements:
                if not _existing(connection, "statements", statement.run_id, statement.id):
                    _insert(connection, "statements", statement)

    def list(self, run_id: str | None = None) -> tuple[Statement, ...]:
        """Return all statements, or those of one run, oldest first. Raises StoreDamagedError."""
        return tuple(self._statement(text) for text in _texts(self._database, "statements", run_id))

    def current(self) -> tuple[Statement, ...]:
        """Return the statements of the newest document of each kind, oldest first.

        A document replaces the one before it of its workflow and report: what that one said then is
        history, and may name items that are gone. Raises StoreDamagedError.
        """
        runs = self._database.rows(
            "SELECT id, workflow, params FROM runs"
            " WHERE id IN (SELECT run_id FROM statements) ORDER BY number"
        )
        newest = {
            (workflow, str(_loaded(self._database, params).get("report"))): run_id
            for run_id, workflow, params in runs
        }
        shown = set(newest.values())
        return tuple(one for one in self.list() if one.run_id in shown)

    def _statement(self, text: str) -> Statement:
        data = _loaded(self._database, text)
        try:
            data |= {"evidence": tuple(data["evidence"]), "confidence": float(data["confidence"])}
            return Statement(**data)
        except (TypeError, ValueError, KeyError) as error:
            raise damaged(self._database.path, "a statement cannot be read") from error


def _existing(connection: Connection, table: str, run_id: str, record_id: str) -> tuple[str] | None:
    found: tuple[str] | None = connection.execute(
        f"SELECT data FROM {table} WHERE run_id = ? AND id = ?",  # noqa: S608 - one of our two tables
        (run_id, record_id),
    ).fetchone()
    return found


def _insert(connection: Connection, table: str, record: Decision | Statement) -> None:
    connection.execute(
        f"INSERT INTO {table} (run_id, id, data) VALUES (?, ?, ?)",  # noqa: S608 - one of our two tables
        (record.run_id, record.id, canonical(record).decode()),
    )


def _texts(database: Database, table: str, run_id: str | None) -> builtins.list[str]:
    rows = database.rows(
        f"SELECT data FROM {table} WHERE ?1 IS NULL OR run_id = ?1 ORDER BY number",  # noqa: S608 - one of our two tables
        (run_id,),
    )
    return [text for (text,) in rows]


def _loaded(database: Database, text: str) -> dict[str, Any]:
    try:
        data = json.loads(text)
    except (ValueError, TypeError, RecursionError) as error:
        raise damaged(database.path, "a record of the audit trail is not JSON") from error
    if not isinstance(data, dict):
        raise damaged(database.path, "a record of the audit trail has the wrong shape")
    return data
