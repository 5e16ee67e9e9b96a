"""A plan as far as it is solved, and the way there from settings and backlog: each trial takes it anew."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from maestro_cli.model.backlog import Backlog
from maestro_cli.model.plan import (
    Capacity,
    Dependencies,
    PlanProblem,
    Solution,
    SprintHistory,
    Velocity,
    Window,
)
from maestro_cli.planning import capacity as capacities
from maestro_cli.planning.calendar import sprint_windows
from maestro_cli.planning.dependencies import dependencies
from maestro_cli.planning.forecast.scope import Scope
from maestro_cli.planning.solver.preferences import Keep, preferring, solve_preferring
from maestro_cli.planning.solver.problem import goal_items, plan_problem
from maestro_cli.planning.velocity import sprint_history, velocity
from maestro_cli.planning.what_if import Change, Ground, altered
from maestro_cli.settings.schema import Settings


@dataclass(frozen=True, slots=True)
class Request:
    """What is asked of a plan, beside the project itself.

    `capacity` in points a sprint wins over what settings and history say; items that `goal` names win ties,
    and count `goal_bonus` times their value more while choosing; `keep` holds on to an earlier plan;
    `time_limit` in seconds is that of each search, None until the optimum is proven.
    """

    as_of: date
    sprints: int = 1
    capacity: float | None = None
    goal: str | None = None
    goal_bonus: float = 0.0
    keep: Keep | None = None
    time_limit: float | None = None
    seed: int = 0


@dataclass(frozen=True, slots=True)
class Basis:
    """What the optimiser gets, and everything that it was made from."""

    ground: Ground
    history: SprintHistory
    pace: Velocity
    room: Capacity
    links: Dependencies
    problem: PlanProblem


@dataclass(frozen=True, slots=True)
class Draft(Basis):
    """A solved plan and everything that it was made from."""

    solution: Solution


def basis(settings: Settings, backlog: Backlog, request: Request) -> Basis:
    """Return what there is to solve.

    Raises:
        UsageError: E-NO-CAPACITY, E-CAPACITY or E-SPRINTS.
    """
    history = sprint_history(settings, backlog, request.as_of)
    windows = sprint_windows(settings, history.records, request.as_of, request.sprints)
    ground = Ground(settings, backlog, request.capacity)
    return _based(ground, request, history, windows, dependencies(backlog))


def draft(settings: Settings, backlog: Backlog, request: Request) -> Draft:
    """Plan.

    Raises:
        UsageError: E-NO-CAPACITY, E-CAPACITY, E-SPRINTS, E-PLAN-INFEASIBLE, E-TIME-LIMIT or E-PLAN-TIME.
    """
    return _solved(basis(settings, backlog, request), request)


def redraft(made: Draft, request: Request, changes: Sequence[Change]) -> Draft:
    """Plan with changes to what `made` was made from; `request` is the one that it answered.

    Raises as `draft` does.
    """
    begun = [record.start for record in made.history.records]
    since = min([*begun, *(window.start for window in made.room.windows), request.as_of])
    ground = altered(made.ground, changes, since, request.as_of)
    history, windows, links = made.history, made.room.windows, made.links
    if ground.backlog is not made.ground.backlog:
        history = sprint_history(ground.settings, ground.backlog, request.as_of)
        links = dependencies(ground.backlog)
    if history != made.history:
        windows = sprint_windows(ground.settings, history.records, request.as_of, request.sprints)
    return _solved(_based(ground, request, history, windows, links), request)


def _based(
    ground: Ground,
    request: Request,
    history: SprintHistory,
    windows: Sequence[Window],
    links: Dependencies,
) -> Basis:
    pace = velocity(history)
    room = capacities.capacity(
        ground.settings, ground.backlog, windows, pace, ground.given, ground.extra, ground.joined
    )
    problem = problem_of(ground.settings, ground.backlog, request, room, links, history)
    return Basis(ground, history, pace, room, links, problem)


def _solved(made: Basis, request: Request) -> Draft:
    solution = solve_preferring(made.problem, seed=request.seed, time_limit=request.time_limit)
    return Draft(made.ground, made.history, made.pace, made.room, made.links, made.problem, solution)


def plan_capacity(
    settings: Settings,
    backlog: Backlog,
    as_of: date,
    history: SprintHistory,
    pace: Velocity,
    *,
    sprints: int,
    given: float | None = None,
) -> Capacity:
    """Return the capacity of the next sprints. Raises as `sprint_windows` and `capacity.capacity` do."""
    windows = sprint_windows(settings, history.records, as_of, sprints)
    return capacities.capacity(settings, backlog, windows, pace, given)


def problem_of(
    settings: Settings,
    backlog: Backlog,
    request: Request,
    room: Capacity,
    links: Dependencies,
    history: SprintHistory,
) -> PlanProblem:
    """Return what the optimiser gets."""
    past = {record.id for record in history.records}
    past |= {sprint.id for sprint in settings.sprints if sprint.end < request.as_of}
    problem = plan_problem(backlog, room, links, past=past, goal=request.goal)
    named = goal_items(Scope(backlog), request.goal) if request.goal_bonus else ()
    return preferring(problem, named, request.goal_bonus, request.keep)
