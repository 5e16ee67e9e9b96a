"""`maestro approvals`: what agents want to do, and what people say to it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from maestro_cli.cli.call import Call
from maestro_cli.cli.command import add
from maestro_cli.errors import UsageError

if TYPE_CHECKING:
    from maestro_cli.model.actions import Approval, ApprovalStatus
    from maestro_cli.model.answer import Answer
    from maestro_cli.store.project_store import Store
    from maestro_cli.wiring import Workspace

app = typer.Typer(
    name="approvals", no_args_is_help=True, help="See, approve and reject what agents want to do."
)

Id = Annotated[str, typer.Argument(metavar="ID", help="Id of the approval.", show_default=False)]
Reason = Annotated[str, typer.Option(help="Why; it is recorded.")]
NoResume = Annotated[bool, typer.Option("--no-resume", help="Only note it; do not go on with the run.")]


def list_approvals(
    call: Call,
    everything: Annotated[bool, typer.Option("--all", help="Those that are decided too.")] = False,
) -> Answer:
    """List what waits for an approval."""
    from maestro_cli.documents.governance import approvals_blocks
    from maestro_cli.model.actions import ApprovalStatus
    from maestro_cli.model.answer import Answer
    from maestro_cli.settings.clock import now
    from maestro_cli.wiring import open_workspace

    workspace, time = open_workspace(call), now()
    with workspace.store_if_any() as store:
        known = store.approvals.list() if store else ()
    shown = [one for one in known if everything or one.at(time) is ApprovalStatus.PENDING]
    blocks = approvals_blocks(shown, len(known) - len(shown), time, workspace.language)
    return Answer(kind="approvals", data={"approvals": [_data(one, time) for one in shown]}, blocks=blocks)


def show(call: Call, approval_id: Id) -> Answer:
    """Show one approval: who wants what and why, and the lines that would change."""
    from maestro_cli.documents.governance import approval_blocks
    from maestro_cli.model.answer import Answer
    from maestro_cli.settings.clock import now
    from maestro_cli.wiring import open_workspace

    workspace, time = open_workspace(call), now()
    with workspace.store_if_any() as store:
        found = _find(store, approval_id)
    blocks = approval_blocks(found, time, workspace.language)
    return Answer(kind="approvals", data={"approvals": [_data(found, time)]}, blocks=blocks)


def approve(call: Call, approval_id: Id, reason: Reason = "", no_resume: NoResume = False) -> Answer:
    """Approve an action: it is taken now, and the run goes on to its answer."""
    from maestro_cli.model.actions import ApprovalStatus

    return _decide(call, approval_id, ApprovalStatus.APPROVED, reason, no_resume=no_resume)


def reject(
    call: Call,
    approval_id: Id,
    reason: Reason = "",
    abort: Annotated[bool, typer.Option("--abort", help="End the run too.")] = False,
    no_resume: NoResume = False,
) -> Answer:
    """Reject an action: the run goes on without it."""
    from maestro_cli.model.actions import ApprovalStatus

    return _decide(call, approval_id, ApprovalStatus.REJECTED, reason, no_resume=no_resume, abort=abort)


def undo(call: Call, approval_id: Id) -> Answer:
    """Take back what an approved action changed, if nobody has changed it since."""
    from maestro_cli.model.actions import ApprovalStatus
    from maestro_cli.model.decisions import Authority, Decision
    from maestro_cli.settings.clock import now
    from maestro_cli.settings.user import user_name
    from maestro_cli.skills.actions import ACTIONS
    from maestro_cli.wiring import open_workspace

    workspace = open_workspace(call)
    with workspace.store() as store:
        found = _find(store, approval_id)
        if found.status is not ApprovalStatus.DONE:
            raise UsageError(f"{found.id} is {found.at(now()).value}: there is nothing to take back")
        action = found.action
        if not call.dry_run:
            ACTIONS[action.skill].undo(
                workspace.root, workspace.settings, workspace.backlog(), action.arguments, found.former
            )
            store.approvals.set_status(found.id, ApprovalStatus.UNDONE)
            store.decisions.append(
                Decision(
                    id=f"{found.id}-undo",
                    run_id=found.run_id,
                    agent="user",
                    action=f"undo {action.skill}: {action.summary}",
                    authority=Authority.EXECUTE,
                    rationale=f"{user_name()} took it back",
                    evidence=action.evidence,
                    approved_by=user_name(),
                    approved_at=now(),
                )
            )
    return _said(call, workspace, found.id)


def _decide(
    call: Call,
    approval_id: str,
    status: ApprovalStatus,
    reason: str,
    *,
    no_resume: bool,
    abort: bool = False,
) -> Answer:
    from maestro_cli.cli.run import resume_run
    from maestro_cli.settings.user import user_name
    from maestro_cli.wiring import open_workspace

    workspace = open_workspace(call)
    with workspace.store() as store:
        found = _find(store, approval_id)
        if not call.dry_run:
            store.approvals.decide(found.id, status, user_name(), reason, abort=abort)
        others = store.approvals.pending(found.run_id)
    if no_resume or call.dry_run or others:
        return _said(call, workspace, found.id)
    return resume_run(workspace, call, found.run_id)


def _said(call: Call, workspace: Workspace, approval_id: str) -> Answer:
    """Answer with the approval as it stands now."""
    from maestro_cli.documents.governance import approvals_blocks
    from maestro_cli.model.answer import Answer
    from maestro_cli.settings.clock import now

    time = now()
    with workspace.store_if_any() as store:
        found = _find(store, approval_id)
        left = len(store.approvals.pending(found.run_id)) if store else 0
    notes = (f"{left} more wait in run {found.run_id}",) if left else ()
    if call.dry_run:
        notes = ("Dry run: nothing was noted",)
    blocks = approvals_blocks([found], 0, time, workspace.language)
    data = {"approvals": [_data(found, time)]}
    return Answer(kind="approvals", data=data, blocks=blocks, notes=notes)


def _find(store: Store | None, approval_id: str) -> Approval:
    found = store.approvals.get(approval_id) if store else None
    if found is None:
        raise UsageError(
            f"there is no approval {approval_id}",
            code="E-NO-APPROVAL",
            fix="See `maestro approvals list --all`.",
        )
    return found


def _data(approval: Approval, time: str) -> dict[str, object]:
    from maestro_cli.model.plain import plain_fields

    return {**plain_fields(approval), "status": approval.at(time).value}


add(app, list_approvals, name="list")
add(app, show)
add(app, approve)
add(app, reject)
add(app, undo)
