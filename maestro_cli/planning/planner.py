"""The plan from a backlog: each step on its own, and `plan_of`, which runs those after the solution.

history → velocity → windows → capacity → dependencies → problem → solution → reasons, conflicts, bottleneck,
forecast → plan. Every step takes and returns values that survive `to_plain` and `from_plain`.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from maestro_cli.model.backlog import Backlog
from maestro_cli.model.plan import (
    Bottleneck,
    Capacity,
    Conflict,
    Dependencies,
    Excluded,
    Forecast,
    GoalCover,
    Included,
    Plan,
    PlannedSprint,
    PlanProblem,
    Reason,
    Solution,
    SprintHistory,
    Velocity,
)
from maestro_cli.model.plan_changes import Explanation
from maestro_cli.planning.amounts import exact, exact_sum
from maestro_cli.planning.calendar import sprint_windows
from maestro_cli.planning.conflicts import conflicts
from maestro_cli.planning.draft import Draft, Request
from maestro_cli.planning.forecast.forecast import forecast_scope
from maestro_cli.planning.forecast.presence import presence
from maestro_cli.planning.forecast.scope import Scope
from maestro_cli.planning.forecast.targets import WorkPlan
from maestro_cli.planning.forecast.trust import (
    confidence,
    not_estimated,
    plan_evidence,
    running,
    unknown_sprints,
)
from maestro_cli.planning.people import allocated
from maestro_cli.planning.reasons import bottleneck, excluded_reasons, included_reasons
from maestro_cli.planning.sentences import gain_sentence, reason_sentence, remedy_sentence, sentence
from maestro_cli.planning.solver.problem import goal_items
from maestro_cli.settings.language import Language
from maestro_cli.settings.schema import Settings

LOOK_AHEAD = 52
"""Sprints that a forecast looks ahead at least."""


def plan_of(made: Draft, request: Request, language: Language = "en") -> Plan:
    """Return the plan of a draft, with conflicts and forecast."""
    settings, backlog = made.ground.settings, made.ground.backlog
    room, problem, solution = made.room, made.problem, made.solution
    clashes = plan_conflicts(settings, backlog, room, made.links, problem, solution, language)
    outlook = plan_forecast(
        settings,
        backlog,
        request.as_of,
        made.history,
        made.pace,
        room,
        problem,
        solution,
        request.seed,
        language,
    )
    return assemble(
        settings,
        backlog,
        request.as_of,
        made.pace,
        room,
        problem,
        solution,
        clashes,
        outlook,
        goal=request.goal,
        language=language,
    )


def plan_conflicts(
    settings: Settings,
    backlog: Backlog,
    room: Capacity,
    links: Dependencies,
    problem: PlanProblem,
    solution: Solution,
    language: Language = "en",
) -> tuple[Conflict, ...]:
    """Return every conflict of the plan, in words."""
    out = excluded_reasons(problem, solution)
    found = conflicts(settings, backlog, room, links, problem, solution, out)
    return tuple(replace(conflict, message=_conflict_words(conflict, language)) for conflict in found)


def plan_forecast(
    settings: Settings,
    backlog: Backlog,
    as_of: date,
    history: SprintHistory,
    pace: Velocity,
    room: Capacity,
    problem: PlanProblem,
    solution: Solution,
    seed: int,
    language: Language = "en",
) -> Forecast:
    """Return when the planned points will be done, from the team's own sprints.

    A sprint counts as much as the team is there; what is pinned is not done before its sprint.
    """
    points = {candidate.id: candidate.points for candidate in problem.candidates}
    scope = float(exact_sum(points[name] for name in solution.sprint_of))
    ahead = max(LOOK_AHEAD, 2 * len(room.sprints))
    windows = sprint_windows(settings, history.records, as_of, min(ahead, 366))
    ends = [window.end for window in windows]
    begun = WorkPlan(backlog, "sprint").done_between(windows[0].start, as_of)
    completed = [record.completed or 0.0 for record in pace.history]
    evidence = [f"sprint:{record.id}" for record in pace.history]
    past = [(record.start, record.end) for record in pace.history]
    present = presence(settings, past, [(window.start, window.end) for window in windows])
    begins = max((c.pin or 0 for c in problem.candidates if c.id in solution.sprint_of), default=0)
    found = forecast_scope(scope, completed, ends, len(room.sprints), seed, evidence, begun, present, begins)
    if found.note is None:
        return found
    return replace(found, sentence=sentence(found.note.code, found.note.params, language))


def assemble(
    settings: Settings,
    backlog: Backlog,
    as_of: date,
    pace: Velocity,
    room: Capacity,
    problem: PlanProblem,
    solution: Solution,
    clashes: tuple[Conflict, ...],
    outlook: Forecast,
    *,
    goal: str | None = None,
    language: Language = "en",
    explanation: Explanation | None = None,
) -> Plan:
    """Put the results of all steps together as the plan."""
    out = excluded_reasons(problem, solution)
    excluded = tuple(
        _excluded(name, reason, solution.objective, explanation, language) for name, reason in out.items()
    )
    sprints = _sprints(problem, room, solution)
    load = exact_sum(sprint.load for sprint in sprints)
    total = exact_sum(sprint.capacity for sprint in sprints)
    return Plan(
        objective=solution.objective,
        bound=solution.bound,
        proven_optimal=solution.proven_optimal,
        gap=solution.gap,
        sprints=sprints,
        included=_included(problem, solution, sprints, language),
        excluded=excluded,
        utilization=round(float(load / total), 4) if total else None,
        conflicts=clashes,
        bottleneck=_in_words(bottleneck(problem, out), language),
        forecast=outlook,
        evidence=plan_evidence(room, pace, solution),
        confidence=confidence(backlog, room, pace, problem, solution),
        goal=_goal_cover(backlog, goal, solution),
        velocity=pace,
        capacity=allocated(backlog, room, problem, solution),
        diagnostics=(
            *problem.diagnostics,
            *not_estimated(backlog, out),
            *unknown_sprints(settings, backlog, room, out),
            *running(room, as_of),
        ),
        preferred=solution.preferred,
        explanation=_told(explanation, language) if explanation else None,
    )


def _excluded(
    name: str, reason: Reason, objective: float, explanation: Explanation | None, language: Language
) -> Excluded:
    remedies = explanation.remedies.get(name, ()) if explanation else ()
    return Excluded(
        name,
        reason.code,
        reason_sentence(reason.code, reason.params, language),
        reason.params,
        remedies,
        remedy_sentence(remedies, objective, language),
    )


def _told(explanation: Explanation, language: Language) -> Explanation:
    """Return the explanation in words, without the remedies, which the left-out items have."""
    gains = tuple(replace(gain, sentence=gain_sentence(gain, language)) for gain in explanation.gains)
    return replace(explanation, remedies={}, gains=gains)


def _sprints(problem: PlanProblem, room: Capacity, solution: Solution) -> tuple[PlannedSprint, ...]:
    order = sorted(problem.candidates, key=lambda c: (c.rank, c.urgency, -c.value, c.id))
    result = []
    for sprint in room.sprints:
        inside = [c for c in order if solution.sprint_of.get(c.id) == sprint.index]
        load = exact_sum(c.points for c in inside)
        result.append(
            PlannedSprint(
                sprint.id,
                sprint.index,
                sprint.start,
                sprint.end,
                sprint.capacity,
                float(load),
                tuple(c.id for c in inside),
                round(float(load / exact(sprint.capacity)), 4) if sprint.capacity else None,
            )
        )
    return tuple(result)


def _included(
    problem: PlanProblem, solution: Solution, sprints: tuple[PlannedSprint, ...], language: Language
) -> tuple[Included, ...]:
    by_id = {candidate.id: candidate for candidate in problem.candidates}
    why = included_reasons(problem, solution)
    return tuple(
        Included(
            name,
            sprint.index,
            by_id[name].points,
            by_id[name].value,
            reason_sentence(why[name].code, why[name].params, language),
            why[name].code,
            why[name].params,
        )
        for sprint in sprints
        for name in sprint.items
    )


def _conflict_words(conflict: Conflict, language: Language) -> str:
    code = f"conflict.{conflict.code}"
    if conflict.code == "due_missed" and conflict.params.get("sprint") is None:
        code += ".unplanned"
    return sentence(code, {"items": conflict.items, **conflict.params}, language)


def _in_words(found: Bottleneck, language: Language) -> Bottleneck:
    code = f"bottleneck.{found.kind}"
    if found.kind == "capacity" and "short" in found.params:
        code += ".short"
    params = {"count": len(found.items), "value": found.value, **found.params}
    return replace(found, sentence=sentence(code, params, language))


def _goal_cover(backlog: Backlog, goal: str | None, solution: Solution) -> GoalCover | None:
    if not goal or not goal.strip():
        return None
    named = sorted(goal_items(Scope(backlog), goal))
    return GoalCover(goal, tuple(named), tuple(name for name in named if name in solution.sprint_of))
