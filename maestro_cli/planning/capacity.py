"""Capacity: how many points each sprint ahead can take, and what that is computed from.

What multiplies what:

- person-days = (working days present x share - ceremonies) x focus factor. A focus factor that all share
  cancels out of every ratio below (velocity already contains it); a difference between people does not.
- hours = person-days x hours a day.
- `--capacity` is taken as it is, for each sprint.
- `points_per_sprint` is a full sprint of the team with nobody away: x availability (person-days over
  person-days without holidays and days off) x (1 - reserve). So is the sum of the members' own
  `points_per_sprint` when all of them declare it (each with their own availability).
- velocity x (person-days of this sprint over the average of the velocity's sprints) x (1 - reserve).
- A person whom a what-if adds with points adds these, x own availability x (1 - reserve); without points,
  person-days to those that scale velocity, and nothing to a capacity that is stated in points.

A team that is not declared counts as one person who is always there, so holidays count all the same.
Capacities are cut, not rounded, to two decimals.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from maestro_cli.errors import UsageError
from maestro_cli.model.backlog import Backlog
from maestro_cli.model.evidence import Evidence
from maestro_cli.model.plan import Capacity, SprintCapacity, Velocity, Window
from maestro_cli.planning.amounts import cut, exact, exact_sum, ratio
from maestro_cli.planning.calendar import working_days
from maestro_cli.planning.people import (
    UNKNOWN_TEAM,
    Work,
    assigned_work,
    declared_limits,
    member_capacity,
    name_key,
    nominal_days,
    own_points,
    person_days,
    wider_limits,
)
from maestro_cli.settings.schema import Member, Settings


@dataclass(frozen=True, slots=True)
class _Measure:
    """What capacity is computed from: settings with the people it is known of, and those who add theirs."""

    basis: str
    settings: Settings
    adding: tuple[Member, ...]
    velocity: Velocity
    given: float | None
    extra: float


def capacity(
    settings: Settings,
    backlog: Backlog,
    windows: Sequence[Window],
    velocity: Velocity,
    given: float | None = None,
    extra: float = 0.0,
    joined: Collection[str] = (),
) -> Capacity:
    """Return the capacity of each sprint in `windows`, with persons, hours and evidence.

    Args:
        settings: team, calendar and sprint settings.
        backlog: for the work already assigned to people in these sprints.
        windows: the sprints ahead.
        velocity: what the team completes in a sprint.
        given: `--capacity` in points a sprint; wins over everything.
        extra: points that a what-if adds to every sprint, or takes from it, down to 0.
        joined: names of those of the team whom a what-if adds.

    Raises:
        UsageError: E-NO-CAPACITY when nothing is known, E-CAPACITY when `given` is not a number ≥ 0.
    """
    if given is not None and not 0 <= given < float("inf"):
        raise UsageError(
            f"--capacity {given} is not a number of points.", code="E-CAPACITY", fix="Give a number ≥ 0."
        )
    measure = _measure(settings, velocity, given, extra, joined)
    assigned = assigned_work(backlog, windows)
    sprints = tuple(_sprint(settings, window, measure, assigned.get(window.index, {})) for window in windows)
    limits = declared_limits(settings, sprints)
    return Capacity(measure.basis, sprints, limits, _evidence(measure), wider_limits(settings, limits))


def _measure(
    settings: Settings, velocity: Velocity, given: float | None, extra: float, joined: Collection[str]
) -> _Measure:
    before = tuple(m for m in settings.team if m.name not in joined)
    basis = _basis(settings.model_copy(update={"team": before}), velocity, given)
    new = tuple(m for m in settings.team if m.name in joined)
    adding = tuple(m for m in new if m.points_per_sprint is not None and basis != "member_points")
    counted = new if basis in {"velocity", "member_points"} else ()
    team = (*before, *(m for m in counted if m not in adding))
    return _Measure(basis, settings.model_copy(update={"team": team}), adding, velocity, given, extra)


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
    measure: _Measure,
    assigned: Mapping[str, Work],
) -> SprintCapacity:
    unnamed = () if measure.settings.team else (UNKNOWN_TEAM,)
    everyone = (*unnamed, *settings.team)
    days = [person_days(settings, m, window.start, window.end) for m in everyone]
    available = sum(days, Fraction(0))
    full = sum((nominal_days(settings, m, window.start, window.end) for m in everyone), Fraction(0))
    factors = _factors(measure, window)
    product = math.prod(factors.values(), start=Fraction(1))
    added = _added(measure, window)
    stated = product if measure.basis == "given" else cut(product)
    points = max(stated + added + exact(measure.extra), Fraction(0))
    sharing = available - sum(
        (d for m, d in zip(everyone, days, strict=True) if m in measure.adding), Fraction(0)
    )
    shared = max(points - added, Fraction(0))
    members = tuple(
        member_capacity(
            settings, m, window, shared * ratio(present, sharing), assigned.get(name_key(m.name), [])
        )
        for m, present in zip(settings.team, days[len(unnamed) :], strict=True)
    )
    return SprintCapacity(
        window.id,
        window.index,
        window.start,
        window.end,
        capacity=float(points),
        workdays=len(working_days(window.start, window.end, settings.calendar)),
        person_days=float(round(available, 4)) if members else None,
        nominal_days=float(round(full, 4)) if members else None,
        hours=float(exact_sum(m.hours for m in members)) if members else None,
        factors={name: round(float(factor), 6) for name, factor in factors.items()},
        members=members,
    )


def _added(measure: _Measure, window: Window) -> Fraction:
    """Return the points of those who add their own to what the sprint's capacity is without them."""
    settings, kept = measure.settings, 1 - exact(measure.settings.sprint.reserve)
    own = (cut(own_points(settings, m, window.start, window.end) * kept) for m in measure.adding)
    return sum(own, Fraction(0))


def _factors(measure: _Measure, window: Window) -> dict[str, Fraction]:
    """Return what is multiplied to get the sprint's capacity, by name."""
    if measure.given is not None:
        return {"given": exact(measure.given)}
    settings, basis, velocity = measure.settings, measure.basis, measure.velocity
    team = settings.team or (UNKNOWN_TEAM,)
    left = {"unreserved": 1 - exact(settings.sprint.reserve)} if settings.sprint.reserve else {}
    if basis == "member_points":
        own = sum((own_points(settings, m, window.start, window.end) for m in team), Fraction(0))
        return {"member_points": own, **left}

    def presence(start: date, end: date) -> Fraction:
        return sum((person_days(settings, m, start, end) for m in team), Fraction(0))

    available = presence(window.start, window.end)
    if basis == "points_per_sprint":
        full = sum((nominal_days(settings, m, window.start, window.end) for m in team), Fraction(0))
        nominal = exact(settings.sprint.points_per_sprint or 0)
        return {"points_per_sprint": nominal, "availability": ratio(available, full), **left}
    average = sum((presence(r.start, r.end) for r in velocity.used), Fraction(0)) / len(velocity.used)
    scale = available / average if average else Fraction(1)
    return {"velocity": exact(velocity.median or 0), "availability": scale, **left}


def _evidence(measure: _Measure) -> tuple[Evidence, ...]:
    settings, basis, velocity = measure.settings, measure.basis, measure.velocity
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
        if sprint.ceremonies:
            found.append(Evidence("setting:sprint.ceremonies", f"{sprint.ceremonies:g} hours a person"))
        if settings.team and basis != "member_points":
            found.append(Evidence("setting:team", f"{len(settings.team)} people"))
        if settings.calendar.holidays:
            found.append(Evidence("setting:calendar.holidays", f"{len(settings.calendar.holidays)} entries"))
    if measure.extra:
        found.append(Evidence("option:what-if", f"capacity={measure.extra:+g}"))
    found += [
        Evidence("option:what-if", f"add-person={m.name}:{m.points_per_sprint:g}") for m in measure.adding
    ]
    return tuple(found)
