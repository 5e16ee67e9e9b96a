"""Actions that agents propose, and the approvals that they wait for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from maestro_cli.model.decisions import Authority
from maestro_cli.model.plain import digest


@dataclass(frozen=True, slots=True)
class Action:
    """A change that an agent wants to make outside its answer.

    `arguments` are what the skill is called with, as plain data; `summary` says it in a line;
    `preview` is what would change, line by line.
    """

    agent: str
    skill: str
    arguments: Mapping[str, object]
    authority: Authority
    summary: str
    rationale: str = ""
    evidence: tuple[str, ...] = ()
    preview: str = ""

    def key(self, run_id: str) -> str:
        """Return the idempotency key: the same for the same action in a run, whoever wants it."""
        return f"A-{digest([run_id, self.skill, dict(self.arguments)])[:8]}"


class ApprovalStatus(StrEnum):
    """Where an approval stands; `done` means that the action was taken."""

    PENDING = "pending"
    APPROVED = "approved"
    REJECTED = "rejected"
    EXPIRED = "expired"
    DONE = "done"
    UNDONE = "undone"


@dataclass(frozen=True, slots=True)
class Approval:
    """A question to a person: may this be done? Times are ISO 8601 in UTC.

    `abort` with a rejection ends the run instead of leaving the action out. `former` is what the
    action replaced, for undoing it.
    """

    id: str
    run_id: str
    action: Action
    requested: str = ""
    expires: str = ""
    status: ApprovalStatus = ApprovalStatus.PENDING
    decided_by: str | None = None
    decided_at: str | None = None
    reason: str = ""
    abort: bool = False
    former: Mapping[str, object] = field(default_factory=dict)

    def at(self, time: str) -> ApprovalStatus:
        """Return where it stands at `time`: a question that nobody answered in time is expired."""
        overdue = self.status is ApprovalStatus.PENDING and bool(self.expires) and time >= self.expires
        return ApprovalStatus.EXPIRED if overdue else self.status
