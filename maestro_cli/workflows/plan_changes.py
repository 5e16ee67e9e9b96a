"""The steps that hold a plan against others: the last one, others as good, one with changes."""

from __future__ import annotations

from dataclasses import replace
from time import monotonic

from maestro_cli.model.plain import from_plain, to_plain
from maestro_cli.model.plan import Plan
from maestro_cli.model.plan_changes import Alternative
from maestro_cli.model.runs import RunStatus
from maestro_cli.model.text import counted
from maestro_cli.planning import planner
from maestro_cli.planning.draft import redraft
from maestro_cli.planning.explain import explain, is_quick
from maestro_cli.planning.solver.alternatives import alternatives, differing
from maestro_cli.planning.solver.preferences import stability
from maestro_cli.planning.what_if import compared, parse_changes
from maestro_cli.workflows.plan_values import draft_of, problem_in, request_of, solution_of
from maestro_cli.workflows.step import Facts, StepContext


def last_plan(context: StepContext) -> Facts:
    """Find the plan to hold on to: that of the last finished run before this one."""
    if not context.params["keep"]:
        return {"last_plan": None, "summary": "not asked for"}
    cursor: str | None = None
    while True:
        runs, cursor = context.store.runs.list(cursor=cursor)
        for run in runs:
            over = run.workflow == "plan" and run.status is RunStatus.COMPLETED and not run.params["dry_run"]
            made = (
                context.store.steps.result(run.id, "assemble") if over and run.id != context.run_id else None
            )
            if made is not None:
                sprints = context.store.blobs.get(made)["plan"]["sprints"]
                sprint_of = {name: sprint["id"] for sprint in sprints for name in sprint["items"]}
                return {"last_plan": {"run": run.stem, "sprint_of": sprint_of}, "summary": run.stem}
        if cursor is None:
            return {"last_plan": None, "summary": "there is none"}


def try_changes(context: StepContext) -> Facts:
    """Look for the cheapest changes and other plans as good, and plan with the changes asked for."""
    params, request, made = context.params, request_of(context), draft_of(context)
    found: dict[str, object] = {}
    said = []
    if params["explain"] or (params["explain"] is None and is_quick(made)):
        thorough = bool(params["explain"])
        explanation = explain(made, request, thorough=thorough, clock=monotonic, tell=context.progress)
        found["explanation"] = to_plain(explanation)
        said.append(counted(explanation.trials, "trial"))
    if params["alternatives"]:
        others = alternatives(
            made.problem,
            made.solution,
            params["alternatives"],
            seed=context.seed,
            time_limit=params["time_limit"],
        )
        found["alternatives"] = to_plain([differing(made.problem, made.solution, each) for each in others])
        said.append(counted(len(others), "other plan"))
    if params["what_if"]:
        ground = made.ground
        changes = parse_changes(params["what_if"], ground.settings, ground.backlog, ground.given)
        changed = redraft(made, request, changes)
        found["what_if"] = to_plain(planner.plan_of(changed, request, params["language"]))
        said.append(f"value {changed.solution.objective:g} with {', '.join(map(str, changes))}")
    return {**found, "summary": "; ".join(said) or "not asked for"}


def compare(context: StepContext, plan: Plan) -> Plan:
    """Put beside the plan what it was asked to be compared with: an earlier one, others, one with changes."""
    more, keep = context.result("explain"), request_of(context).keep
    changed = from_plain(Plan, more["what_if"]) if "what_if" in more else None
    return replace(
        plan,
        alternatives=tuple(from_plain(Alternative, each) for each in more.get("alternatives", ())),
        stability=stability(problem_in(context), solution_of(context), keep) if keep else None,
        what_if=compared(context.params["what_if"], plan, changed) if changed else None,
    )
