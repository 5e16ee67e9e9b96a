"""Capacity: how many points each sprint ahead can take, and what that is computed from.

What multiplies what:

- person-days = working days present x share x focus factor. A focus factor that all share cancels out
  of every ratio below (velocity already contains it); a difference between people does not.
- hours = working days present x hours a day x share x focus factor.
- `--capacity` is taken as it is, for each sprint.
- `points_per_sprint` is a full sprint of the team with nobody away: x availability (person-days over
  person-days without holidays and days off) x (1 - reserve). So is the sum of the members' own
  `points_per_sprint` when all of them declare it (each with their own availability).
- velocity x (person-days of this sprint over the average of the velocity's sprints) x (1 - reserve).

A team that is not declared counts as one person who is always there, so holidays count all the same.
Capacities are cut, not rounded, to two decimals.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction

from maestro_cli.errors import UsageError
from maestro_cli.model.backlog import Backlog
from maestro_cli.model.evidence import Evidence
from maestro_cli.model.items import STARTED, Item
from maestro_cli.model.plan import Capacity, MemberCapacity, SprintCapacity, Velocity, Window
from maestro_cli.planning.calendar import week_days, working_days
from maestro_cli.planning.scope import Scope
from maestro_cli.settings.schema import Member, Settings

Exact = Fraction


def exact(amount: float) -> Fraction:
    """Return the decimal number that a float was written as, exactly."""
    return Fraction(repr(float(amount)))


def capacity(
    settings: Settings,
    backlog: Backlog,
    windows: Sequence[Window],
    velocity: Velocity,
    given: float | None = None,
) -> Capacity:
    """Return the capacity of each sprint in `windows`, with persons, hours and evidence.

    Args:
        settings: team, calendar and sprint settings.
        backlog: for the work already assigned to people in these sprints.
        windows: the sprints ahead.
        velocity: what the team completes in a sprint.
        given: `--capacity` in points a sprint; wins over everything.

    Raises:
        UsageError: E-NO-CAPACITY when nothing is known, E-CAPACITY when `given` is not a number ≥ 0.
    """
    if given is not None and not 0 <= given < float("inf"):
        raise UsageError(
            f"--capacity {given} is not a number of points.", code="E-CAPACITY", fix="Give a number ≥ 0."
        )
    basis = _basis(settings, velocity, given)
    assigned = _assigned(backlog, windows)
    sprints = tuple(
        _sprint(settings, window, basis, velocity, given, assigned.get(window.index, {}))
        for window in windows
    )
    return Capacity(basis, sprints, _limits(settings, sprints), _evidence(settings, basis, velocity))


def person_days(settings: Settings, member: Member, start: date, end: date) -> Fraction:
    """Return working days present x share x focus factor of one member between two dates."""
    return len(working_days(start, end, settings.calendar, member.days_off)) * _weight(settings, member)


def _basis(settings: Settings, velocity: Velocity, given: float | None) -> str:
    if given is not None:
        return "given"
    if settings.sprint.points_per_sprint is not None:
        return "points_per_sprint"
    if settings.team and all(member.points_per_sprint is not None for member in settings.team):
        return "member_points"
    if velocity.median is not None:
        return "velocity"
    raise UsageError(
        "The capacity of a sprint is not known: no --capacity, no points_per_sprint and no completed sprint.",
        code="E-NO-CAPACITY",
        path="maestro.yaml",
        fix="One of: `maestro plan --capacity 20`; in maestro.yaml `sprint: {points_per_sprint: 20}`; "
        "or past sprints, `sprints: [{id: S-1, start: 2026-01-05, end: 2026-01-16, completed: 18}]`.",
    )


def _sprint(
    settings: Settings,
    window: Window,
    basis: str,
    velocity: Velocity,
    given: float | None,
    assigned: Mapping[str, list[tuple[Item, float]]],
) -> SprintCapacity:
    team = settings.team or (Member(name=""),)
    days = {m.name: person_days(settings, m, window.start, window.end) for m in team}
    nominal = {m.name: _nominal(settings, m, window.start, window.end) for m in team}
    available, full = sum(days.values(), Exact(0)), sum(nominal.values(), Exact(0))
    factors = _factors(settings, basis, velocity, given, available, full)
    points = Exact(1)
    for factor in factors.values():
        points *= factor
    if basis == "member_points":
        own = (exact(m.points_per_sprint or 0) * _ratio(days[m.name], nominal[m.name]) for m in team)
        factors["member_points"] = sum(own, Exact(0))
        points *= factors["member_points"]
    points = Exact(int(points * 100), 100)
    members = tuple(
        _member(settings, m, window, points * _ratio(days[m.name], available), assigned.get(_key(m.name), []))
        for m in settings.team
    )
    return SprintCapacity(
        window.id,
        window.index,
        window.start,
        window.end,
        capacity=float(points),
        workdays=len(working_days(window.start, window.end, settings.calendar)),
        person_days=_rounded(available),
        nominal_days=_rounded(full),
        hours=_rounded(sum((exact(m.hours) for m in members), Exact(0))),
        factors={name: round(float(factor), 6) for name, factor in factors.items()},
        members=members,
    )


def _factors(
    settings: Settings,
    basis: str,
    velocity: Velocity,
    given: float | None,
    available: Fraction,
    full: Fraction,
) -> dict[str, Fraction]:
    """Return what is multiplied to get the sprint's capacity, by name."""
    if basis == "given":
        return {"given": exact(given or 0)}
    left = 1 - exact(settings.sprint.reserve)
    if basis == "points_per_sprint":
        nominal = exact(settings.sprint.points_per_sprint or 0)
        return {"points_per_sprint": nominal, "availability": _ratio(available, full), "unreserved": left}
    if basis == "member_points":
        return {"unreserved": left}
    team = settings.team or (Member(name=""),)
    spent = [sum(person_days(settings, m, r.start, r.end) for m in team) for r in velocity.used]
    average = Exact(sum(spent)) / len(spent)
    ratio = available / average if average else Exact(1)
    return {"velocity": exact(velocity.median or 0), "availability": ratio, "unreserved": left}


def _member(
    settings: Settings, member: Member, window: Window, part: Fraction, work: Sequence[tuple[Item, float]]
) -> MemberCapacity:
    days = working_days(window.start, window.end, settings.calendar, member.days_off)
    present = person_days(settings, member, window.start, window.end)
    declared = member.points_per_sprint is not None
    if declared:
        nominal = _nominal(settings, member, window.start, window.end)
        part = exact(member.points_per_sprint or 0) * _ratio(present, nominal)
        part *= 1 - exact(settings.sprint.reserve)
    part = Exact(int(part * 100), 100)
    assigned = sum((exact(points) for _, points in work), Exact(0))
    return MemberCapacity(
        member.name,
        len(days),
        _rounded(present),
        _rounded(present * exact(member.hours_per_day)),
        float(part),
        assigned=float(assigned),
        over=float(max(assigned - part, Exact(0))),
        items=tuple(item.id for item, _ in work),
        declared=declared,
    )


def _assigned(
    backlog: Backlog, windows: Sequence[Window]
) -> dict[int, dict[str, list[tuple[Item, float]]]]:
    """Return open assigned items with their points per sprint index and person.

    An item belongs to the sprint that it names; work in progress that names none of these sprints belongs
    to the first.
    """
    scope = Scope(backlog)
    index = {window.id: window.index for window in windows}
    found: dict[int, dict[str, list[tuple[Item, float]]]] = {}
    for item in sorted(scope.work.values(), key=lambda item: item.id):
        at = index.get(item.sprint or "", 0 if item.status in STARTED else None)
        if item.closed or at is None or not item.assignee:
            continue
        entry = (item, scope.points(item) or 0.0)
        found.setdefault(at, {}).setdefault(_key(item.assignee), []).append(entry)
    return found


def _limits(settings: Settings, sprints: Sequence[SprintCapacity]) -> dict[str, tuple[float, ...]]:
    """Return what the team declares: points of people, and of skills all of whose people declare theirs."""
    limits: dict[str, tuple[float, ...]] = {}
    declared = {m.name for m in settings.team if m.points_per_sprint is not None}
    for name in sorted(declared):
        limits[f"person:{_key(name)}"] = tuple(
            next(m.points for m in sprint.members if m.name == name) for sprint in sprints
        )
    for skill in sorted({skill for m in settings.team for skill in m.skills}):
        able = {m.name for m in settings.team if skill in m.skills}
        if able <= declared:
            limits[f"skill:{skill}"] = tuple(
                float(sum((exact(m.points) for m in sprint.members if m.name in able), Exact(0)))
                for sprint in sprints
            )
    return limits


def _evidence(settings: Settings, basis: str, velocity: Velocity) -> tuple[Evidence, ...]:
    sprint = settings.sprint
    found = {
        "given": [Evidence("option:capacity", "given on the command line")],
        "points_per_sprint": [Evidence("setting:sprint.points_per_sprint", f"{sprint.points_per_sprint:g}")]
        if sprint.points_per_sprint is not None
        else [],
        "member_points": [Evidence("setting:team", "points_per_sprint of each member")],
        "velocity": [Evidence(f"sprint:{r.id}", f"{r.completed:g} points completed") for r in velocity.used],
    }[basis]
    if basis != "given":
        if sprint.reserve:
            found.append(Evidence("setting:sprint.reserve", f"{sprint.reserve:g}"))
        if settings.team and basis != "member_points":
            found.append(Evidence("setting:team", f"{len(settings.team)} people"))
        if settings.calendar.holidays:
            found.append(Evidence("setting:calendar.holidays", f"{len(settings.calendar.holidays)} entries"))
    return tuple(found)


def _nominal(settings: Settings, member: Member, start: date, end: date) -> Fraction:
    return len(week_days(start, end, settings.calendar)) * _weight(settings, member)


def _weight(settings: Settings, member: Member) -> Fraction:
    focus = member.focus_factor if member.focus_factor is not None else settings.sprint.focus_factor
    return exact(member.share) * exact(1 if focus is None else focus)


def _ratio(part: Fraction, whole: Fraction) -> Fraction:
    return part / whole if whole else Exact(0)


def _rounded(amount: Fraction) -> float:
    return float(round(amount, 4))


def _key(name: str) -> str:
    return name.strip().casefold()
