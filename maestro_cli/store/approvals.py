"""Approvals: what agents want to do, what people said, and what was done."""

from __future__ import annotations

import builtins
import json
from collections.abc import Mapping
from dataclasses import replace

from maestro_cli.errors import UsageError
from maestro_cli.model.actions import Approval, ApprovalStatus
from maestro_cli.model.plain import canonical, from_plain
from maestro_cli.model.redact import redact
from maestro_cli.settings.clock import now
from maestro_cli.store.database import Database
from maestro_cli.store.guard import damaged


class Approvals:
    """Approvals by id, oldest first."""

    def __init__(self, database: Database) -> None:
        """Keep the approvals in `database`."""
        self._database = database

    def request(self, approval: Approval) -> Approval:
        """Ask, and return the question as it stands: one that was asked before is not asked again."""
        with self._database.transaction() as connection:
            connection.execute(
                "INSERT INTO approvals (id, run_id, status, data) VALUES (?, ?, ?, ?)"
                " ON CONFLICT (id) DO NOTHING",
                (approval.id, approval.run_id, approval.status.value, canonical(approval).decode()),
            )
            return self.get(approval.id) or approval

    def decide(
        self, approval_id: str, status: ApprovalStatus, by: str, reason: str = "", *, abort: bool = False
    ) -> Approval:
        """Note what a person said; the first word counts.

        Raises UsageError for a question that is not there, or not open any more.
        """
        time = now()
        with self._database.transaction():
            found = self.get(approval_id)
            if found is None:
                raise UsageError(f"there is no approval {approval_id}", fix="See `maestro approvals list`.")
            if found.at(time) is not ApprovalStatus.PENDING:
                who = f" by {found.decided_by}" if found.decided_by else ""
                raise UsageError(
                    f"{found.id} is {found.at(time).value}{who} already",
                    code="E-APPROVAL",
                    fix="Ask anew: run the question again.",
                )
            decided = replace(
                found, status=status, decided_by=by, decided_at=time, reason=redact(reason), abort=abort
            )
            self._write(decided)
        return decided

    def set_status(
        self, approval_id: str, status: ApprovalStatus, former: Mapping[str, object] | None = None
    ) -> None:
        """Note that the action was taken, or undone; `former` is what it replaced."""
        with self._database.transaction():
            found = self.get(approval_id)
            if found is not None:
                kept = found.former if former is None else former
                self._write(replace(found, status=status, former=kept))

    def get(self, approval_id: str) -> Approval | None:
        """Return an approval, or None. Raises StoreDamagedError."""
        row = self._database.row("SELECT data FROM approvals WHERE id = ?", (approval_id,))
        return self._approval(row[0]) if row else None

    def list(self, run_id: str | None = None) -> tuple[Approval, ...]:
        """Return all approvals, or those of one run, oldest first. Raises StoreDamagedError."""
        rows = self._database.rows(
            "SELECT data FROM approvals WHERE ?1 IS NULL OR run_id = ?1 ORDER BY number", (run_id,)
        )
        return tuple(self._approval(text) for (text,) in rows)

    def pending(self, run_id: str | None = None) -> builtins.list[Approval]:
        """Return the questions that are open now."""
        time = now()
        return [one for one in self.list(run_id) if one.at(time) is ApprovalStatus.PENDING]

    def _write(self, approval: Approval) -> None:
        with self._database.transaction() as connection:
            connection.execute(
                "UPDATE approvals SET status = ?, data = ? WHERE id = ?",
                (approval.status.value, canonical(approval).decode(), approval.id),
            )

    def _approval(self, text: str) -> Approval:
        try:
            return from_plain(Approval, json.loads(text))
        except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
            raise damaged(self._database.path, "an approval cannot be read") from error
