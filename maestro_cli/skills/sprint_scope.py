"""The scope of the next sprints: what goes in with its proof, what clashes, and when it is done."""

from __future__ import annotations

from collections.abc import Sequence

from maestro_cli.model.evidence import Evidence, SkillResult
from maestro_cli.model.plan import Excluded, Included, Plan
from maestro_cli.planning.draft import Request, draft, redraft
from maestro_cli.planning.planner import plan_of
from maestro_cli.planning.what_if import parse_changes
from maestro_cli.skills.inputs import Inputs
from maestro_cli.skills.ledger import Ledger, item_evidence
from maestro_cli.skills.plan_figures import enter_plan

TIME_LIMIT = 20.0
"""Seconds of a search in an answer; a plan that is not proven by then says how far it may be off."""


def optimize_sprint_scope(
    inputs: Inputs,
    *,
    sprints: int = 1,
    capacity: float | None = None,
    goal: str | None = None,
    what_if: Sequence[str] = (),
) -> SkillResult:
    """Plan the next sprints as `maestro plan` does.

    Data: `included` [{id, title, sprint, points, value, reason, assignee}], `excluded` of the same shape
    with `reason_code`, `sprints` [{id, start, end, capacity, load, count}], `base` (the ids that are in
    without the changes of `what_if`, None where there are none), `what_if`, `proven`, `figures`. Confidence
    is the plan's.

    Raises UsageError: E-NO-CAPACITY and others of `planning.draft`, E-WHAT-IF.
    """
    request = Request(inputs.as_of, sprints, capacity, goal, time_limit=TIME_LIMIT, seed=inputs.seed)
    made = draft(inputs.settings, inputs.backlog, request)
    base = None
    if what_if:
        base = sorted(made.solution.sprint_of)
        changes = parse_changes(what_if, inputs.settings, inputs.backlog, capacity)
        made = redraft(made, request, changes)
    plan = plan_of(made, request, inputs.language)
    ledger = Ledger()
    enter_plan(ledger, inputs.backlog, plan, made.room.basis)
    return ledger.result(
        {
            "included": [_included(inputs, plan, one) for one in plan.included],
            "excluded": [_excluded(inputs, one) for one in plan.excluded],
            "sprints": [
                {
                    "id": one.id,
                    "start": one.start,
                    "end": one.end,
                    "capacity": one.capacity,
                    "load": one.load,
                    "count": len(one.items),
                }
                for one in plan.sprints
            ],
            "base": base,
            "what_if": list(what_if),
            "proven": plan.proven_optimal,
        },
        plan.confidence,
    )


def detect_dependency_conflicts(inputs: Inputs, *, sprints: int = 1) -> SkillResult:
    """Return what does not fit together in the plan of the next sprints.

    Data: `conflicts` [{code, items, message}], `figures`. Confidence is 1: what is there clashes.

    Raises UsageError as `optimize_sprint_scope` does.
    """
    request = Request(inputs.as_of, sprints, time_limit=TIME_LIMIT, seed=inputs.seed)
    plan = plan_of(draft(inputs.settings, inputs.backlog, request), request, inputs.language)
    ledger = Ledger()
    named = sorted({name for conflict in plan.conflicts for name in conflict.items})
    evidence = [item_evidence(item) for name in named if (item := inputs.backlog.get(name))]
    ledger.add("conflicts.count", len(plan.conflicts), evidence, rule="the plan against every wish")
    rows = [
        {"id": number, "code": one.code, "items": one.items, "message": one.message}
        for number, one in enumerate(plan.conflicts, 1)
    ]
    return ledger.result({"conflicts": rows}, 1.0)


def estimate_sprint_completion(inputs: Inputs, *, sprints: int = 1) -> SkillResult:
    """Return how likely the planned scope is done in its sprints, from the team's own past.

    Data: `probability`, `percentiles` {50, 70, 85, 95: day or None}, `note`, `figures`. Confidence grows with
    the sprints known.

    Raises UsageError as `optimize_sprint_scope` does.
    """
    request = Request(inputs.as_of, sprints, time_limit=TIME_LIMIT, seed=inputs.seed)
    plan = plan_of(draft(inputs.settings, inputs.backlog, request), request, inputs.language)
    found = plan.forecast
    ledger = Ledger()
    used = [Evidence(name) for name in found.evidence]
    note = found.sentence
    rule = found.method or "points of past sprints"
    ledger.add("completion.probability", found.probability, used, rule=rule, unit="share", note=note)
    for level, day in found.percentiles.items():
        ledger.add(
            f"completion.p{level}", day.isoformat() if day else None, used, rule=rule, unit="date", note=note
        )
    data: dict[str, object] = {
        "probability": found.probability,
        "percentiles": found.percentiles,
        "note": found.sentence,
    }
    return ledger.result(data, min(1.0, len(used) / 12))


def _included(inputs: Inputs, plan: Plan, one: Included) -> dict[str, object]:
    item = inputs.backlog.get(one.id)
    return {
        "id": one.id,
        "title": item.title if item else "",
        "sprint": plan.sprints[one.sprint_index].id,
        "points": one.points,
        "value": one.value,
        "reason": one.reason,
        "assignee": item.assignee if item else None,
    }


def _excluded(inputs: Inputs, one: Excluded) -> dict[str, object]:
    item = inputs.backlog.get(one.id)
    return {
        "id": one.id,
        "title": item.title if item else "",
        "points": item.points if item else None,
        "value": item.worth if item else None,
        "reason_code": one.reason_code,
        "reason": one.reason,
        "assignee": item.assignee if item else None,
    }
