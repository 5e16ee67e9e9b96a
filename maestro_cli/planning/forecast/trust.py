"""How far to trust a plan: what it stands on, how sure it is, and what has to be said about its inputs."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date

from maestro_cli.errors import Diagnostic, Severity
from maestro_cli.model.backlog import Backlog
from maestro_cli.model.evidence import Evidence
from maestro_cli.model.plan import Capacity, PlanProblem, Reason, Solution, Velocity
from maestro_cli.planning.calendar import is_of_series, next_id
from maestro_cli.settings.leaves import nearest
from maestro_cli.settings.schema import Settings

SPRINTS_TO_COME = 30
"""Sprints after the plan whose ids somebody may have meant."""


def plan_evidence(room: Capacity, pace: Velocity, solution: Solution) -> tuple[Evidence, ...]:
    """Return the settings, sprints and items that the plan stands on, by id."""
    found = {entry.id: entry for entry in room.evidence}
    for record in pace.used:
        detail = f"{record.completed:g} points completed"
        found.setdefault(f"sprint:{record.id}", Evidence(f"sprint:{record.id}", detail))
    for name in solution.sprint_of:
        found[f"item:{name}"] = Evidence(f"item:{name}", "planned")
    return tuple(found[name] for name in sorted(found))


def confidence(
    backlog: Backlog, room: Capacity, pace: Velocity, problem: PlanProblem, solution: Solution
) -> float:
    """Return how far the plan can be trusted, 0 to 1.

    0.9 for a capacity that somebody states; n / (n + 1) of 0.95 for one from n sprints; times the share of
    planned points that are not from three-point estimates (those count 0.8), of open items that are
    estimated, and of the bound that the objective reaches.
    """
    stated = room.basis != "velocity"
    base = 0.9 if stated else 0.95 * len(pace.used) / (len(pace.used) + 1)
    points = {candidate.id: candidate.points for candidate in problem.candidates}
    planned = [name for name in solution.sprint_of if points[name]]
    guessed = [name for name in planned if (item := backlog.get(name)) is not None and item.points is None]
    surely = 1 - 0.2 * len(guessed) / len(planned) if planned else 1.0
    open_items = len(problem.candidates) + len(problem.left_out)
    unknown = sum(left.reason.code == "not_estimated" for left in problem.left_out)
    known = 1 - unknown / open_items if open_items else 1.0
    return round(base * surely * known * (1 - solution.gap), 2)


def not_estimated(backlog: Backlog, out: Mapping[str, Reason]) -> list[Diagnostic]:
    """Name the items that are left out for want of an estimate, in order of id."""
    found = []
    for name, reason in out.items():
        item = backlog.get(name)
        if item is not None and reason.code == "not_estimated" and not reason.params.get("carrier"):
            message = f"{name} has no points and is not planned."
            place, fix = item.place, "Set `points`, or `estimate: {low, likely, high}`."
            found.append(
                Diagnostic(Severity.WARNING, "P-NOT-ESTIMATED", message, place.path, place.line, fix)
            )
    return found


def running(room: Capacity, as_of: date) -> list[Diagnostic]:
    """Say so when the first sprint has begun: its capacity is that of the whole sprint."""
    first = room.sprints[0]
    if first.start >= as_of:
        return []
    message = f"Sprint {first.id} has been running since {first.start}; its capacity counts the whole sprint."
    return [Diagnostic(Severity.INFO, "P-SPRINT-RUNNING", message)]


def unknown_sprints(
    settings: Settings, backlog: Backlog, room: Capacity, out: Mapping[str, Reason]
) -> list[Diagnostic]:
    """Name the sprints that are not known and cannot come, but that items are left out for, by id.

    Sprints that continue the ids of the plan may come after it, so they are none of these.
    """
    ids = [sprint.id for sprint in room.sprints]
    used = {*ids, *(sprint.id for sprint in settings.sprints)}
    named: dict[str, list[str]] = {}
    for name, reason in out.items():
        sprint = str(reason.params.get("sprint", ""))
        if reason.code == "pinned_elsewhere" and sprint not in used and not is_of_series(sprint, ids[0]):
            named.setdefault(sprint, []).append(name)
    return [_unknown_sprint(backlog, sprint, names, ids, used) for sprint, names in sorted(named.items())]


def _unknown_sprint(
    backlog: Backlog, sprint: str, names: Sequence[str], ids: Sequence[str], used: Collection[str]
) -> Diagnostic:
    to_come = [*ids]
    while len(to_come) < len(ids) + SPRINTS_TO_COME:
        to_come.append(next_id(to_come[-1], used))
    near = nearest(sprint, to_come)
    fix = f"Did you mean {near}?" if near else f"The plan begins with sprint {ids[0]}."
    what = f"{names[0]} is" if len(names) == 1 else f"{names[0]} and {len(names) - 1} more are"
    message = f"{what} not planned: sprint {sprint} is not known."
    item = backlog.get(names[0])
    path, line = (item.place.path, item.place.line) if item else ("", None)
    return Diagnostic(Severity.WARNING, "P-UNKNOWN-SPRINT", message, path, line, fix)
