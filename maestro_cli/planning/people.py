"""People: what each can do in a sprint, what they already have, and what the team declares as limits."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction

from maestro_cli.model.backlog import Backlog
from maestro_cli.model.items import STARTED, Item
from maestro_cli.model.plan import Capacity, MemberCapacity, PlanProblem, Solution, SprintCapacity, Window
from maestro_cli.planning.amounts import cut, exact, exact_sum, ratio
from maestro_cli.planning.calendar import week_days, working_days
from maestro_cli.planning.forecast.scope import Scope
from maestro_cli.settings.schema import Member, Settings

Work = list[tuple[Item, float]]
"""Items with the points that they count for."""

UNKNOWN_TEAM = Member(name="team")
"""Stands in where no team is declared: one person who is always there."""


def person_days(settings: Settings, member: Member, start: date, end: date) -> Fraction:
    """Return what one member has for planned work in a sprint: (days present x share - ceremonies) x focus.

    Ceremonies are hours of the sprint's meetings, over the hours of the member's day; who is away all the
    sprint has none.
    """
    return _net(settings, member, len(working_days(start, end, settings.calendar, member.days_off)))


def nominal_days(settings: Settings, member: Member, start: date, end: date) -> Fraction:
    """Return the same as if there were neither holidays nor days off."""
    return _net(settings, member, len(week_days(start, end, settings.calendar)))


def member_capacity(
    settings: Settings, member: Member, window: Window, part: Fraction, work: Work
) -> MemberCapacity:
    """Return what one member can do in a sprint.

    `part` is the member's share of the sprint's capacity in points; a member's own `points_per_sprint`,
    scaled by presence and reserve, replaces it. `work` is what is already assigned.
    """
    days = working_days(window.start, window.end, settings.calendar, member.days_off)
    present = person_days(settings, member, window.start, window.end)
    declared = member.points_per_sprint is not None
    if declared:
        part = own_points(settings, member, window.start, window.end) * (1 - exact(settings.sprint.reserve))
    part = cut(part)
    assigned = exact_sum(points for _, points in work)
    return MemberCapacity(
        member.name,
        len(days),
        _rounded(present),
        _rounded(present * exact(member.hours_per_day)),
        float(part),
        assigned=float(assigned),
        over=float(max(assigned - part, Fraction(0))),
        items=tuple(item.id for item, _ in work),
        declared=declared,
    )


def assigned_work(backlog: Backlog, windows: Sequence[Window]) -> dict[int, dict[str, Work]]:
    """Return open assigned items with their points per sprint index and person.

    An item belongs to the sprint that it names; work in progress that names none of these sprints belongs
    to the first.
    """
    scope = Scope(backlog)
    index = {window.id: window.index for window in windows}
    found: dict[int, dict[str, Work]] = {}
    for item in sorted(scope.work.values(), key=lambda item: item.id):
        at = index.get(item.sprint or "", 0 if item.status in STARTED else None)
        if item.closed or at is None or not item.assignee:
            continue
        entry = (item, scope.points(item) or 0.0)
        found.setdefault(at, {}).setdefault(name_key(item.assignee), []).append(entry)
    return found


def allocated(backlog: Backlog, room: Capacity, problem: PlanProblem, solution: Solution) -> Capacity:
    """Return the capacity with what the plan gives each person, instead of what the backlog assigns."""
    points = {candidate.id: candidate.points for candidate in problem.candidates}
    given: dict[tuple[int, str], list[str]] = {}
    for name, at in sorted(solution.sprint_of.items()):
        item = backlog.get(name)
        if item is not None and item.assignee:
            given.setdefault((at, name_key(item.assignee)), []).append(name)

    def loaded(member: MemberCapacity, at: int) -> MemberCapacity:
        names = tuple(given.get((at, name_key(member.name)), ()))
        assigned = exact_sum(points[name] for name in names)
        over = max(assigned - exact(member.points), Fraction(0))
        return replace(member, assigned=float(assigned), over=float(over), items=names)

    sprints = (
        replace(sprint, members=tuple(loaded(member, sprint.index) for member in sprint.members))
        for sprint in room.sprints
    )
    return replace(room, sprints=tuple(sprints))


def declared_limits(settings: Settings, sprints: Sequence[SprintCapacity]) -> dict[str, tuple[float, ...]]:
    """Return what the team declares: points of people, and of skills all of whose people declare theirs."""
    limits: dict[str, tuple[float, ...]] = {}
    declared = {m.name for m in settings.team if m.points_per_sprint is not None}
    for name in sorted(declared):
        limits[f"person:{name}"] = tuple(
            next(m.points for m in sprint.members if m.name == name) for sprint in sprints
        )
    for skill in sorted({skill for m in settings.team for skill in m.skills}):
        able = {m.name for m in settings.team if skill in m.skills}
        if able <= declared:
            limits[f"skill:{skill}"] = tuple(
                float(exact_sum(m.points for m in sprint.members if m.name in able)) for sprint in sprints
            )
    return limits


def _net(settings: Settings, member: Member, days: int) -> Fraction:
    focus = member.focus_factor if member.focus_factor is not None else settings.sprint.focus_factor
    meetings = exact(settings.sprint.ceremonies) / exact(member.hours_per_day)
    return max(days * exact(member.share) - meetings, Fraction(0)) * exact(1 if focus is None else focus)


def wider_limits(settings: Settings, limits: Collection[str]) -> dict[str, tuple[str, ...]]:
    """Return per person and skill the limits of groups that have all its people: its work draws on these too.

    Two people with a skill who are busy with other work have nothing left for it; and what only one of them
    can do is work of both. So the work of a skill can be spread over its people, in parts, wherever of two
    skills one has all people of the other or none (Hall's condition). Where they have some in common, more
    may be planned of both together than these people can do.
    """
    people = {f"person:{member.name}": {member.name} for member in settings.team}
    for member in settings.team:
        for skill in member.skills:
            people.setdefault(f"skill:{skill}", set()).add(member.name)
    groups = {key: people[key] for key in sorted(limits)}
    return {
        key: wider
        for key, able in groups.items()
        if (wider := tuple(other for other, group in groups.items() if other != key and able <= group))
    }


def own_points(settings: Settings, member: Member, start: date, end: date) -> Fraction:
    """Return a member's own points per sprint, scaled by presence; 0 when not declared."""
    present = ratio(person_days(settings, member, start, end), nominal_days(settings, member, start, end))
    return exact(member.points_per_sprint or 0) * present


def _rounded(amount: Fraction) -> float:
    return float(round(amount, 4))


def name_key(name: str) -> str:
    """Return a name as it is compared: without case and outer space."""
    return name.strip().casefold()
