"""What does not fit together: cycles, broken pins, people with too much, dates that cannot be kept."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from maestro_cli.model.backlog import Backlog
from maestro_cli.model.items import Status
from maestro_cli.model.plan import Capacity, Conflict, Dependencies, PlanProblem, Reason, Solution
from maestro_cli.planning.forecast.scope import Scope
from maestro_cli.planning.people import allocated, name_key
from maestro_cli.settings.schema import Settings


def conflicts(
    settings: Settings,
    backlog: Backlog,
    capacity: Capacity,
    dependencies: Dependencies,
    problem: PlanProblem,
    solution: Solution,
    excluded: Mapping[str, Reason],
) -> tuple[Conflict, ...]:
    """Return every conflict, sorted by code and ids; messages are filled in where they are put into words.

    Codes: cycle, depends_on_itself, missing_dependency, pin_not_held, over_allocated, unknown_person,
    skill_missing, wip_exceeded, begun_left_out, due_missed.
    """
    found = [
        *(Conflict("cycle", cycle) for cycle in dependencies.cycles),
        *(Conflict("depends_on_itself", (name,)) for name in dependencies.itself),
        *(
            Conflict("missing_dependency", (name,), params={"missing": missing})
            for name, missing in dependencies.missing.items()
        ),
        *_pins(backlog, capacity, excluded),
        *_people(settings, backlog, capacity, problem, solution),
        *_skills(settings, backlog, solution),
        *_work_in_progress(settings, backlog),
        *_begun(problem, excluded),
        *_due(backlog, capacity, solution, excluded),
    ]
    return tuple(sorted(found, key=lambda conflict: (conflict.code, conflict.items)))


def _pins(backlog: Backlog, capacity: Capacity, excluded: Mapping[str, Reason]) -> Iterator[Conflict]:
    planned = {sprint.id for sprint in capacity.sprints}
    for name, reason in excluded.items():
        item = backlog.get(name)
        if item is not None and item.sprint in planned:
            yield Conflict("pin_not_held", (name,), params={"sprint": item.sprint, "why": reason.code})


def _people(
    settings: Settings, backlog: Backlog, capacity: Capacity, problem: PlanProblem, solution: Solution
) -> Iterator[Conflict]:
    """Compare what the plan gives each person, by assignee, with the person's part of each sprint."""
    for sprint in allocated(backlog, capacity, problem, solution).sprints:
        for member in sprint.members:
            if member.over > 0:
                params = {"person": member.name, "sprint": sprint.id}
                load = {"load": member.assigned, "points": member.points}
                yield Conflict("over_allocated", member.items, params={**params, **load})
    work: dict[str, list[str]] = {}
    for name in solution.sprint_of:
        item = backlog.get(name)
        if item is not None and item.assignee:
            work.setdefault(name_key(item.assignee), []).append(name)
    team = {name_key(member.name) for member in settings.team}
    strangers = (names for person, names in sorted(work.items()) if team and person not in team)
    for names in strangers:
        item = backlog.get(names[0])
        yield Conflict(
            "unknown_person", tuple(sorted(names)), params={"person": item.assignee if item else None}
        )


def _skills(settings: Settings, backlog: Backlog, solution: Solution) -> Iterator[Conflict]:
    known = {skill for member in settings.team for skill in member.skills}
    lacking: dict[str, list[str]] = {}
    for name in solution.sprint_of if known else ():
        item = backlog.get(name)
        for skill in sorted(set(item.skills) - known) if item else ():
            lacking.setdefault(skill, []).append(name)
    for skill, names in sorted(lacking.items()):
        yield Conflict("skill_missing", tuple(sorted(names)), params={"skill": skill})


def _work_in_progress(settings: Settings, backlog: Backlog) -> Iterator[Conflict]:
    """Compare what the team has in progress or in review with its limit, as the report does."""
    limit = settings.sprint.wip_limit
    scope = Scope(backlog)
    begun = sorted(
        item.id
        for item in scope.work.values()
        if item.status in {Status.IN_PROGRESS, Status.REVIEW}
        and not item.blocked_reason
        and not scope.holds_others(item)
    )
    if limit is not None and len(begun) > limit:
        yield Conflict("wip_exceeded", tuple(begun), params={"count": len(begun), "limit": limit})


def _begun(problem: PlanProblem, excluded: Mapping[str, Reason]) -> Iterator[Conflict]:
    """Name work that has begun and is not planned: nothing is dropped silently."""
    begun = tuple(c.id for c in problem.candidates if c.begun and c.id in excluded)
    if begun:
        yield Conflict("begun_left_out", begun, params={"count": len(begun)})


def _due(
    backlog: Backlog, capacity: Capacity, solution: Solution, excluded: Mapping[str, Reason]
) -> Iterator[Conflict]:
    """Name planned items due before their sprint ends, and left-out ones due before the plan ends."""
    ends = [sprint.end for sprint in capacity.sprints]
    for name in sorted({*solution.sprint_of, *excluded}):
        item = backlog.get(name)
        at = solution.sprint_of.get(name)
        if item is None or item.due is None or item.due >= (ends[-1] if at is None else ends[at]):
            continue
        sprint = None if at is None else capacity.sprints[at].id
        yield Conflict("due_missed", (name,), params={"due": item.due.isoformat(), "sprint": sprint})
