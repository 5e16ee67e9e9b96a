"""Sprint plans and the figures they stand on: velocity, capacity, the plan itself, the forecast.

All values survive `to_plain` and `from_plain`, so each step of planning can hand its result on as JSON.
Points, values and capacities are plain numbers; dates are days, both ends included.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from maestro_cli.errors import Diagnostic
from maestro_cli.model.evidence import Evidence
from maestro_cli.model.history import SprintRecord
from maestro_cli.model.plan_changes import Alternative, Explanation, Remedy, Stability

Param = str | float | int | tuple[str, ...] | None


@dataclass(frozen=True, slots=True)
class Reason:
    """Why something is so: a code and its data. Sentences are made from it, in any language."""

    code: str
    params: dict[str, Param] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Window:
    """A sprint that can be planned; `index` counts from 0."""

    id: str
    index: int
    start: date
    end: date


@dataclass(frozen=True, slots=True)
class SprintHistory:
    """Sprints that are over, oldest first.

    `basis`: settings (recorded in maestro.yaml), sprint_field (from the items' `sprint`), windows (from
    `sprint.starts` and completion dates), or none. `unestimated` counts completed items without points.
    """

    records: tuple[SprintRecord, ...] = ()
    basis: str = "none"
    unestimated: int = 0
    note: Reason | None = None


@dataclass(frozen=True, slots=True)
class Trend:
    """Where velocity goes: `slope` in points per sprint over the last `sprints`, by `method`."""

    slope: float
    sprints: int
    direction: str
    """rising, falling or stable (less than 5 % of the median a sprint)."""
    method: str = "Theil–Sen slope"


@dataclass(frozen=True, slots=True)
class Velocity:
    """Story points a completed sprint: `median` of the sprints in `used`, None when nothing is known."""

    median: float | None
    used: tuple[SprintRecord, ...] = ()
    history: tuple[SprintRecord, ...] = ()
    """Every sprint whose completed points are known, oldest first; `used` are its last ones."""
    trend: Trend | None = None
    completion_ratio: float | None = None
    """Completed by committed points over the used sprints that state both."""
    basis: str = "none"
    unestimated: int = 0
    note: Reason | None = None
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class WeekCount:
    """Items completed in an ISO week, such as 2026-W47, that starts on the Monday `start`."""

    week: str
    start: date
    count: int


@dataclass(frozen=True, slots=True)
class CycleTime:
    """Days from started to completed, both included, over `items`. None when there are none."""

    median: float | None
    p85: float | None
    n: int
    items: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class MemberCapacity:
    """What one person can do in one sprint.

    `days`: working days present; `person_days`: those times share, less ceremonies, times focus factor;
    `hours`: person-days x hours a day; `points`: own `points_per_sprint`, else the part of the sprint's
    capacity by person-days; `assigned`: points of the person's `items` in this sprint, which in a plan are
    those that it gives them, else the open ones that the backlog does; `over`: what of them is too much.
    """

    name: str
    days: int
    person_days: float
    hours: float
    points: float
    assigned: float = 0.0
    over: float = 0.0
    items: tuple[str, ...] = ()
    declared: bool = False


@dataclass(frozen=True, slots=True)
class SprintCapacity:
    """The capacity of one sprint in points, with everything that it was computed from.

    `factors` are the numbers that were multiplied, by name; `person_days` are available,
    `nominal_days` are what they would be without holidays and days off; they and `hours` are None where no
    team is declared.
    """

    id: str
    index: int
    start: date
    end: date
    capacity: float
    workdays: int
    person_days: float | None
    nominal_days: float | None
    hours: float | None
    factors: dict[str, float] = field(default_factory=dict)
    members: tuple[MemberCapacity, ...] = ()


@dataclass(frozen=True, slots=True)
class Capacity:
    """The capacity of the sprints ahead.

    `basis`: given (`--capacity`), points_per_sprint, member_points (all members declare theirs) or velocity.
    `limits` are the per-sprint points of people and skills whose capacity the team declares, by
    `person:NAME` or `skill:NAME`.
    """

    basis: str
    sprints: tuple[SprintCapacity, ...]
    limits: dict[str, tuple[float, ...]] = field(default_factory=dict)
    evidence: tuple[Evidence, ...] = ()
    wider: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """Per limit those of groups that have all its people: who draws on it draws on these."""

    @property
    def windows(self) -> tuple[Window, ...]:
        """The sprints without their figures."""
        return tuple(Window(s.id, s.index, s.start, s.end) for s in self.sprints)


@dataclass(frozen=True, slots=True)
class Conflict:
    """Something about the wishes that does not fit together; `items` are the ids concerned."""

    code: str
    items: tuple[str, ...]
    message: str = ""
    params: dict[str, Param] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Dependencies:
    """What waits for what among open items.

    `needs`: per item what must be planned no later (dependencies, and children of a parent);
    `cycles`: one shortest cycle per strongly connected component; `missing`: per item the ids that do
    not exist; `itself`: items that depend on themselves.
    """

    needs: dict[str, tuple[str, ...]] = field(default_factory=dict)
    cycles: tuple[tuple[str, ...], ...] = ()
    missing: dict[str, tuple[str, ...]] = field(default_factory=dict)
    itself: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Candidate:
    """An item that can be planned: `rank` 0 for carry-over, 1 for the goal's items, 2 for the rest.

    `urgency` 0 (critical) to 3 (low); `limits` are the keys of `PlanProblem.limits` that it draws on;
    `part_of` is the item that it is a child of; `begun` says that work on it has begun. While choosing,
    `bonus` counts like more value, and being in the sprint `stay` is worth `stay_bonus`; neither is part
    of the objective.
    """

    id: str
    points: float
    value: float
    needs: tuple[str, ...] = ()
    pin: int | None = None
    rank: int = 2
    urgency: int = 2
    limits: tuple[str, ...] = ()
    part_of: str | None = None
    begun: bool = False
    bonus: float = 0.0
    stay: int | None = None
    stay_bonus: float = 0.0


@dataclass(frozen=True, slots=True)
class Among:
    """Of these candidates at least and at most so many are planned."""

    ids: tuple[str, ...]
    least: int = 0
    most: int | None = None


@dataclass(frozen=True, slots=True)
class LeftOut:
    """An open item that cannot be planned whatever the capacity, and why."""

    id: str
    reason: Reason
    value: float = 0.0


@dataclass(frozen=True, slots=True)
class PlanProblem:
    """What the optimiser gets: everything it needs and nothing else, sorted by id."""

    capacities: tuple[float, ...]
    candidates: tuple[Candidate, ...]
    limits: dict[str, tuple[float, ...]] = field(default_factory=dict)
    left_out: tuple[LeftOut, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()
    sprints: tuple[str, ...] = ()
    """Ids of the sprints, to name them in messages."""
    among: tuple[Among, ...] = ()


@dataclass(frozen=True, slots=True)
class Solution:
    """The plan as a choice of sprints: `sprint_of` has the planned items only.

    `bound` is a proven upper bound of the objective, `gap` (bound − objective) / bound.
    """

    sprint_of: dict[str, int]
    objective: float
    bound: float
    proven_optimal: bool
    gap: float = 0.0
    preferred: bool = False
    """Something counted beside value: the items of a goal, or the plan before."""


@dataclass(frozen=True, slots=True)
class PlannedSprint:
    """A sprint of the plan; `items` are ids: carry-over first, then by urgency, value and id."""

    id: str
    index: int
    start: date
    end: date
    capacity: float
    load: float
    items: tuple[str, ...]
    utilization: float | None = None


@dataclass(frozen=True, slots=True)
class Included:
    """An item of the plan and why it is in."""

    id: str
    sprint_index: int
    points: float
    value: float
    reason: str
    reason_code: str = "value"
    params: dict[str, Param] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Excluded:
    """An open item that is not in the plan and why, and the cheapest changes that would bring it in."""

    id: str
    reason_code: str
    reason: str
    params: dict[str, Param] = field(default_factory=dict)
    remedies: tuple[Remedy, ...] = ()
    remedy: str = ""
    """The remedies in words; empty where none was looked for or found."""


@dataclass(frozen=True, slots=True)
class Bottleneck:
    """What keeps more value out of the plan: capacity, dependency, person, skill, decision or nothing.

    `value` is the value of the left-out items that it concerns.
    """

    kind: str
    value: float = 0.0
    items: tuple[str, ...] = ()
    sentence: str = ""
    params: dict[str, Param] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ByDay:
    """The chance that all is done by the end of a day."""

    end: date
    probability: float


@dataclass(frozen=True, slots=True)
class Forecast:
    """When the planned scope will be done.

    `percentiles` maps 50, 70, 85 and 95 to the day by which it is done with that confidence in
    percent; None where that is not known, and `note` says why. `probability` is that of everything being
    done by the end of the last planned sprint. `observed` is the range (earliest, latest) when there is
    too little history for percentiles. `curve` is the chance by the end of each period, up to the first
    that is as good as sure.
    """

    percentiles: dict[str, date | None]
    probability: float | None
    history_used: tuple[float, ...]
    method: str
    points: float = 0.0
    by: date | None = None
    observed: tuple[date | None, ...] = ()
    note: Reason | None = None
    sentence: str = ""
    evidence: tuple[str, ...] = ()
    curve: tuple[ByDay, ...] = ()


@dataclass(frozen=True, slots=True)
class GoalCover:
    """How much of what the goal names is planned."""

    text: str
    items: tuple[str, ...]
    planned: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """A sprint plan, as `maestro plan` answers with it."""

    objective: float
    bound: float
    proven_optimal: bool
    gap: float
    sprints: tuple[PlannedSprint, ...]
    included: tuple[Included, ...]
    excluded: tuple[Excluded, ...]
    utilization: float | None
    conflicts: tuple[Conflict, ...]
    bottleneck: Bottleneck
    forecast: Forecast
    evidence: tuple[Evidence, ...]
    confidence: float
    authority: str = "suggest"
    goal: GoalCover | None = None
    velocity: Velocity | None = None
    capacity: Capacity | None = None
    diagnostics: tuple[Diagnostic, ...] = ()
    preferred: bool = False
    """A goal's items or the last plan counted beside value, so the bound may be out of reach on purpose."""
    explanation: Explanation | None = None
    """Without its remedies, which stand with the left-out items; None where none was made."""
    alternatives: tuple[Alternative, ...] = ()
    stability: Stability | None = None
    what_if: WhatIf | None = None


@dataclass(frozen=True, slots=True)
class WhatIf:
    """The plan with changes made first, and how its items differ from those of the plan without."""

    changes: tuple[str, ...]
    plan: Plan
    added: tuple[str, ...]
    removed: tuple[str, ...]
    moved: tuple[str, ...]
