"""The plan workflow: from what the team can do to a plan with its proof."""

from __future__ import annotations

from typing import Any, cast

from maestro_cli.errors import Diagnostic
from maestro_cli.model.decisions import Authority, Decision
from maestro_cli.model.plain import from_plain, to_plain
from maestro_cli.model.plan import (
    Conflict,
    Forecast,
    Plan,
)
from maestro_cli.model.text import counted
from maestro_cli.planning import dependencies as links
from maestro_cli.planning import planner
from maestro_cli.planning import velocity as pace
from maestro_cli.planning.draft import plan_capacity, problem_of
from maestro_cli.planning.solver.preferences import solve_preferring
from maestro_cli.workflows.answer import answer
from maestro_cli.workflows.gather import GATHER, inputs_of
from maestro_cli.workflows.narration import failures_in
from maestro_cli.workflows.plan_changes import compare, last_plan, try_changes
from maestro_cli.workflows.plan_headline import plan_headline
from maestro_cli.workflows.plan_values import (
    explanation_of,
    history_of,
    links_of,
    pace_of,
    problem_in,
    request_of,
    room_of,
    solution_of,
)
from maestro_cli.workflows.step import Facts, Step, StepContext, Workflow
from maestro_cli.workflows.write import write_document


def _velocity(context: StepContext) -> Facts:
    inputs = inputs_of(context)
    history = pace.sprint_history(inputs.settings, inputs.backlog, inputs.as_of)
    found = pace.velocity(history)
    summary = counted(len(found.used), "past sprint") + (f", median {found.median:g}" if found.median else "")
    return {"history": to_plain(history), "velocity": to_plain(found), "summary": summary}


def _dependencies(context: StepContext) -> Facts:
    found = links.dependencies(inputs_of(context).backlog)
    summary = f"{counted(len(found.needs), 'item')} with dependencies, {counted(len(found.cycles), 'cycle')}"
    return {"dependencies": to_plain(found), "summary": summary}


def _capacity(context: StepContext) -> Facts:
    inputs = inputs_of(context)
    found = plan_capacity(
        inputs.settings,
        inputs.backlog,
        inputs.as_of,
        history_of(context),
        pace_of(context),
        sprints=context.params["sprints"],
        given=context.params["capacity"],
    )
    context.decide(f"capacity by {found.basis}")
    points = " + ".join(f"{sprint.capacity:g}" for sprint in found.sprints)
    return {"capacity": to_plain(found), "summary": f"{points} points"}


def _optimise(context: StepContext) -> Facts:
    inputs = inputs_of(context)
    problem = problem_of(
        inputs.settings,
        inputs.backlog,
        request_of(context),
        room_of(context),
        links_of(context),
        history_of(context),
    )
    context.progress(
        f"{counted(len(problem.candidates), 'candidate')}, {counted(len(problem.capacities), 'sprint')}"
    )
    solution = solve_preferring(problem, seed=context.seed, time_limit=context.params["time_limit"])
    proof = "proven optimal" if solution.proven_optimal else f"gap {solution.gap:.1%}"
    return {
        "problem": to_plain(problem),
        "solution": to_plain(solution),
        "summary": f"value {solution.objective:g}, {proof}",
    }


def _conflicts(context: StepContext) -> Facts:
    inputs = inputs_of(context)
    found = planner.plan_conflicts(
        inputs.settings,
        inputs.backlog,
        room_of(context),
        links_of(context),
        problem_in(context),
        solution_of(context),
        context.params["language"],
    )
    return {"conflicts": to_plain(found), "summary": counted(len(found), "conflict")}


def _forecast(context: StepContext) -> Facts:
    inputs = inputs_of(context)
    found = planner.plan_forecast(
        inputs.settings,
        inputs.backlog,
        inputs.as_of,
        history_of(context),
        pace_of(context),
        room_of(context),
        problem_in(context),
        solution_of(context),
        context.seed,
        context.params["language"],
    )
    return {"forecast": to_plain(found), "summary": f"{len(found.history_used)} periods of history"}


def _assemble(context: StepContext) -> Facts:
    """Put the plan together and record it as the planner's suggestion."""
    inputs = inputs_of(context)
    plan = planner.assemble(
        inputs.settings,
        inputs.backlog,
        inputs.as_of,
        pace_of(context),
        room_of(context),
        problem_in(context),
        solution_of(context),
        tuple(from_plain(Conflict, each) for each in context.result("conflicts")["conflicts"]),
        from_plain(Forecast, context.result("forecast")["forecast"]),
        goal=context.params["goal"],
        language=context.params["language"],
        explanation=explanation_of(context),
    )
    plan = compare(context, plan)
    data = cast("dict[str, Any]", to_plain(plan))
    names = _mentioned(plan)
    mentioned = {item.id: item for item in inputs.backlog if item.id in names}
    data["titles"] = {name: mentioned[name].title for name in sorted(mentioned)}
    data["assignees"] = {
        name: mentioned[name].assignee for name in sorted(mentioned) if mentioned[name].assignee
    }
    _record(context, plan)
    summary = f"{counted(len(plan.included), 'item')} in, {len(plan.excluded)} out"
    return {"plan": data, **plan_headline(context, plan), "summary": summary}


def _document(context: StepContext) -> Facts:
    from maestro_cli.documents.plan import plan_markdown

    inputs = inputs_of(context)
    made = context.result("assemble")
    data = dict(made["plan"])
    if made.get("headline"):
        data["headline"] = made["headline"]
    data["unreadable"] = [each.message for each in inputs.backlog.unreadable]
    name = inputs.settings.project.name
    markdown = plan_markdown(
        data, context.params["language"], as_of=inputs.as_of, project=name, root=context.project.root
    )
    notes = write_document(context, inputs.settings.outputs.plans, f"plan-{inputs.as_of}", markdown)
    found = [from_plain(Diagnostic, each) for each in data.pop("diagnostics")]
    found += failures_in(made.get("asked"))
    return answer(
        context, "plan", {**data, "project": name}, markdown, notes, found, made.get("engine", "offline")
    )


def _record(context: StepContext, plan: Plan) -> None:
    proof = "proven optimal" if plan.proven_optimal else f"at most {plan.gap:.1%} below the optimum"
    context.store.decisions.append(
        Decision(
            id="scope",
            run_id=context.run_id,
            agent="planner",
            action="propose the scope of the next sprints",
            authority=Authority.SUGGEST,
            rationale=f"value {plan.objective:g} of at most {plan.bound:g}, {proof}",
            evidence=tuple(each.id for each in plan.evidence),
            confidence=plan.confidence,
        )
    )


def _mentioned(plan: Plan) -> set[str]:
    conflicting = {name for conflict in plan.conflicts for name in conflict.items}
    included = {each.id for each in plan.included}
    excluded = {each.id for each in plan.excluded}
    changed = _mentioned(plan.what_if.plan) if plan.what_if else set()
    return included | excluded | conflicting | set(plan.bottleneck.items) | changed


PLAN = Workflow(
    "plan",
    (
        GATHER,
        Step("velocity", "scrum_master", "Work out velocity", _velocity, after=("gather",)),
        Step("dependencies", "planner", "Order the dependencies", _dependencies, after=("gather",)),
        Step("last_plan", "scrum_master", "Look up the last plan", last_plan, after=("gather",)),
        Step("capacity", "planner", "Work out capacity", _capacity, after=("velocity",)),
        Step(
            "optimise",
            "planner",
            "Choose the scope",
            _optimise,
            after=("capacity", "dependencies", "last_plan"),
            cached=True,
            timeout=86_400,
        ),
        Step(
            "explain",
            "planner",
            "Try what would change it",
            try_changes,
            after=("optimise",),
            cached=True,
            timeout=86_400,
        ),
        Step("conflicts", "risk_quality", "Look for conflicts", _conflicts, after=("optimise",)),
        Step("forecast", "planner", "Forecast when it is done", _forecast, after=("optimise",)),
        Step(
            "assemble",
            "planner",
            "Put the plan together",
            _assemble,
            after=("explain", "conflicts", "forecast"),
        ),
        Step("write", "reporter", "Write the document", _document, after=("assemble",)),
    ),
    {
        "sprints": 1,
        "capacity": None,
        "goal": None,
        "goal_bonus": 0.0,
        "keep": 0.0,
        "explain": None,
        "what_if": [],
        "alternatives": 0,
        "time_limit": 60.0,
    },
)
