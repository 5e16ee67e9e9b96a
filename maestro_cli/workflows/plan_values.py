"""What the steps of a plan hand on, as objects again."""

from __future__ import annotations

from typing import TypeVar, cast

from maestro_cli.model.plain import from_plain
from maestro_cli.model.plan import (
    Capacity,
    Dependencies,
    PlanProblem,
    Solution,
    SprintHistory,
    Velocity,
)
from maestro_cli.model.plan_changes import Explanation
from maestro_cli.planning.draft import Draft, Request
from maestro_cli.planning.solver.preferences import Keep
from maestro_cli.planning.what_if import Ground
from maestro_cli.workflows.gather import inputs_of
from maestro_cli.workflows.step import StepContext

Value = TypeVar("Value")


def request_of(context: StepContext) -> Request:
    """Return what the run's parameters ask of the plan."""
    params, last = context.params, context.result("last_plan")["last_plan"]
    return Request(
        context.as_of,
        params["sprints"],
        params["capacity"],
        params["goal"],
        goal_bonus=params["goal_bonus"],
        keep=Keep(last["run"], params["keep"], last["sprint_of"]) if last else None,
        time_limit=params["time_limit"],
        seed=context.seed,
    )


def draft_of(context: StepContext) -> Draft:
    """Return the solved plan with all that it was made from."""
    inputs = inputs_of(context)
    return Draft(
        Ground(inputs.settings, inputs.backlog, context.params["capacity"]),
        history_of(context),
        pace_of(context),
        room_of(context),
        links_of(context),
        problem_in(context),
        solution_of(context),
    )


def explanation_of(context: StepContext) -> Explanation | None:
    """Return what would change the plan; None where that was not looked for."""
    found = context.result("explain").get("explanation")
    return None if found is None else from_plain(Explanation, found)


def history_of(context: StepContext) -> SprintHistory:
    """Return the past sprints."""
    return _rebuilt(context, SprintHistory, "velocity", "history")


def pace_of(context: StepContext) -> Velocity:
    """Return the velocity."""
    return _rebuilt(context, Velocity, "velocity", "velocity")


def links_of(context: StepContext) -> Dependencies:
    """Return what waits for what."""
    return _rebuilt(context, Dependencies, "dependencies", "dependencies")


def room_of(context: StepContext) -> Capacity:
    """Return the capacity of the sprints ahead."""
    return _rebuilt(context, Capacity, "capacity", "capacity")


def problem_in(context: StepContext) -> PlanProblem:
    """Return what the optimiser got."""
    return _rebuilt(context, PlanProblem, "optimise", "problem")


def solution_of(context: StepContext) -> Solution:
    """Return what the optimiser found."""
    return _rebuilt(context, Solution, "optimise", "solution")


def _rebuilt(context: StepContext, kind: type[Value], step: str, name: str) -> Value:
    """Make a value of a step's result again, once while the process lives."""
    if name not in context.rebuilt:
        context.rebuilt[name] = from_plain(kind, context.result(step)[name])
    return cast("Value", context.rebuilt[name])
