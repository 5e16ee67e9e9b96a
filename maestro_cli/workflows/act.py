"""Actions of a run: judged, approved by a person or a policy, taken once, and recorded."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from maestro_cli.errors import RunCancelledError, WaitingError
from maestro_cli.governance.authority import Ruling, Verdict, judge
from maestro_cli.model.actions import Action, Approval, ApprovalStatus
from maestro_cli.model.decisions import Authority, Decision
from maestro_cli.model.plain import digest, to_plain
from maestro_cli.settings.clock import in_days, now
from maestro_cli.skills.actions import ACTIONS
from maestro_cli.workflows.gather import inputs_of
from maestro_cli.workflows.step import Facts, StepContext

DAYS_OPEN = 7
"""How long a question to a person stays open."""


@dataclass(frozen=True, slots=True)
class Mandate:
    """What the card of an agent lets it do."""

    maximum: Authority
    skills: tuple[str, ...]


def act(context: StepContext, actions: Sequence[Action], mandates: Mapping[str, Mandate]) -> Facts:
    """Take what may be taken, ask for the rest; return `taken`, `refused`, `skipped` and `approvals`.

    Raises WaitingError while a question is open: the step is run again when it is answered. Raises
    RunCancelledError when somebody rejected an action and the run with it.
    """
    actions = [_as_asked(context, action) for action in actions]
    rulings = [(action, _ruling(context, action, mandates)) for action in actions]
    asked = [(action, _ask(context, action)) for action, ruling in rulings if ruling.verdict is Verdict.ASK]
    _stop_where_told([approval for _, approval in asked])
    waiting = [one for _, one in asked if one.at(now()) is ApprovalStatus.PENDING]
    if waiting:
        raise WaitingError(
            f"{len(waiting)} of {len(actions)} actions wait for an approval",
            fix="See `maestro approvals list`, then approve or reject.",
        )
    approvals = {approval.id: approval for _, approval in asked}
    found: dict[str, list[dict[str, object]]] = {"taken": [], "refused": [], "skipped": []}
    for action, ruling in rulings:
        outcome, why = _outcome(context, action, ruling, approvals.get(action.key(context.run_id)))
        found[outcome].append({**_shown(action), "why": why})
    return {**found, "summary": ", ".join(f"{len(rows)} {name}" for name, rows in found.items())}


def _as_asked(context: StepContext, action: Action) -> Action:
    """Return the action as it was put to a person; proposed anew, it may find its own change done already."""
    asked = context.store.approvals.get(action.key(context.run_id))
    return asked.action if asked else action


def _ruling(context: StepContext, action: Action, mandates: Mapping[str, Mandate]) -> Ruling:
    mandate = mandates.get(action.agent, Mandate(Authority.SUGGEST, ()))
    policies = inputs_of(context).settings.gateway.policies
    return judge(action, mandate.maximum, mandate.skills, policies, context.as_of)


def _ask(context: StepContext, action: Action) -> Approval:
    """Ask once; the question is on disk before anybody is told of it."""
    former = ACTIONS[action.skill].former(context.project.backlog(), action.arguments)
    approval = Approval(
        id=action.key(context.run_id),
        run_id=context.run_id,
        action=action,
        requested=now(),
        expires=in_days(DAYS_OPEN),
        former=former,
    )
    return context.store.approvals.request(approval)


def _stop_where_told(approvals: Sequence[Approval]) -> None:
    for approval in approvals:
        if approval.status is ApprovalStatus.REJECTED and approval.abort:
            raise RunCancelledError(
                f"{approval.decided_by} rejected {approval.id} and the run with it", fix="Ask anew."
            )


def _outcome(
    context: StepContext, action: Action, ruling: Ruling, approval: Approval | None
) -> tuple[str, str]:
    """Take or leave an action, and return what became of it and why."""
    if ruling.verdict is Verdict.REFUSE:
        _record(context, action, f"refused: {ruling.why}", Authority.SUGGEST)
        return "refused", ruling.why
    if approval is not None and approval.at(now()) in (ApprovalStatus.REJECTED, ApprovalStatus.EXPIRED):
        status = approval.at(now()).value
        why = f"{status} by {approval.decided_by}" if approval.decided_by else status
        why += f": {approval.reason}" if approval.reason else ""
        _record(context, action, why, Authority.SUGGEST)
        return "skipped", why
    if not context.params["dry_run"]:
        _take(context, action, ruling, approval)
    return "taken", ruling.why if approval is None else f"approved by {approval.decided_by}"


def _take(context: StepContext, action: Action, ruling: Ruling, approval: Approval | None) -> None:
    """Record the decision, act, and note that it is done, so that a second time changes nothing."""
    key = action.key(context.run_id)
    if approval is None:
        skill = ACTIONS[action.skill]
        former = skill.former(context.project.backlog(), action.arguments)
        given = Approval(
            key, context.run_id, action, now(), "", ApprovalStatus.APPROVED, ruling.policy, now()
        )
        approval = context.store.approvals.request(replace(given, reason=ruling.why, former=former))
    if approval.status is ApprovalStatus.DONE:
        return
    _record(context, action, action.rationale, action.authority, approval)
    inputs = inputs_of(context)
    ACTIONS[action.skill].do(
        context.project.root, inputs.settings, context.project.backlog(), action.arguments
    )
    context.store.approvals.set_status(key, ApprovalStatus.DONE)


def _record(
    context: StepContext,
    action: Action,
    rationale: str,
    authority: Authority,
    approval: Approval | None = None,
) -> None:
    context.store.decisions.append(
        Decision(
            id=action.key(context.run_id),
            run_id=context.run_id,
            agent=action.agent,
            action=f"{action.skill}: {action.summary}",
            authority=authority,
            rationale=rationale or action.summary,
            evidence=action.evidence,
            approved_by=approval.decided_by if approval else None,
            approved_at=approval.decided_at if approval else None,
            inputs=digest(dict(action.arguments)),
        )
    )


def _shown(action: Action) -> dict[str, object]:
    plain = to_plain(action)
    assert isinstance(plain, dict)  # noqa: S101 - a dataclass becomes a dict
    return plain
