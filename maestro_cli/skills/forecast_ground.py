"""What a forecast stands on: past periods, the ends of those to come, and the work to be done."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Literal

from maestro_cli.errors import UsageError
from maestro_cli.model.forecast import Arrivals, Split, Work
from maestro_cli.model.plan import Reason, Window
from maestro_cli.planning.amounts import exact_sum
from maestro_cli.planning.calendar import sprint_windows
from maestro_cli.planning.forecast.forecast import FEWEST_PERIODS, why_not
from maestro_cli.planning.forecast.growth import arrivals, split_rate
from maestro_cli.planning.forecast.periods import Period, past_sprints, past_weeks
from maestro_cli.planning.forecast.presence import Span, presence
from maestro_cli.planning.forecast.targets import WorkPlan
from maestro_cli.planning.velocity import sprint_history
from maestro_cli.skills.inputs import Inputs

Unit = Literal["auto", "sprint", "week"]
Rate = float | Literal["auto"] | None
"""A number, or what the past says, or nothing."""

AHEAD = {"sprint": 52, "week": 104}
"""Periods that a forecast looks ahead."""

MOST_AHEAD = 366


@dataclass(frozen=True, slots=True)
class Ground:
    """What a forecast stands on: past periods, the ends of those to come, and the work."""

    unit: str
    asked: tuple[str, ...] | None
    past: tuple[Period, ...]
    ends: tuple[date, ...]
    present: tuple[float, ...]
    """What each period to come counts, see `presence`."""
    begins: Mapping[str, int]
    """How many periods are over before an item can begin, for its pin and those of what it needs."""
    begun: float
    """What has been completed in the sprint that is running, the first of those to come."""
    plan: WorkPlan
    work: Work
    growth: Arrivals
    split: Split

    @property
    def history(self) -> tuple[float, ...]:
        """Completed work per past period, oldest first."""
        return tuple(period.amount for period in self.past)

    @property
    def total(self) -> float:
        """The amount of work to be done."""
        return float(exact_sum(self.work.amounts)) * self.split.applied

    @property
    def note(self) -> Reason | None:
        """Why there is no percentile; None where there is one."""
        found = why_not(self.total, self.history)
        if found is not None and found.code == "no_scope":
            return Reason(found.code, {"unestimated": len(self.work.unestimated)})
        return found


def forecast_ground(
    inputs: Inputs, items: Sequence[str] | None, until: date | None, unit: Unit, growth: Rate, split: Rate
) -> Ground:
    """Return what a forecast of `items` stands on; see `forecast_completion` for the parameters.

    Raises:
        UsageError: E-UNTIL for a day beyond all periods that are looked at; E-SPRINTS as `sprint_windows`.
    """
    sprints = past_sprints(inputs.settings, inputs.backlog, inputs.as_of)
    weeks = past_weeks(inputs.backlog, inputs.as_of)
    in_points = WorkPlan(inputs.backlog, "sprint")
    work = in_points.work(items)
    chosen = unit if unit != "auto" else _choose(sprints, weeks, work)
    plan = in_points if chosen == "sprint" else WorkPlan(inputs.backlog, "week")
    past = sprints if chosen == "sprint" else weeks
    members = plan.all_work if items is None else plan.members(items)
    grew = arrivals(inputs.backlog, plan, members, past)
    parted = split_rate(inputs.backlog, past, chosen)
    ahead = _ahead(inputs, chosen, until)
    ends = tuple(end for _, end in ahead)
    begun = plan.done_between(ahead[0][0], inputs.as_of)
    return Ground(
        chosen,
        None if items is None else tuple(items),
        past,
        ends,
        presence(inputs.settings, [(period.start, period.end) for period in past], ahead),
        _begins(inputs, plan, ends),
        begun,
        plan,
        work if plan is in_points else plan.work(items),
        replace(grew, applied=_rate(growth, grew.per_period, 0.0)),
        replace(parted, applied=_rate(split, parted.factor, 1.0)),
    )


def _choose(sprints: Sequence[Period], weeks: Sequence[Period], work: Work) -> str:
    """Return points per sprint where those can be told, else whichever is known for longer."""
    if len(sprints) >= FEWEST_PERIODS and not work.unestimated:
        return "sprint"
    return "week" if len(weeks) >= FEWEST_PERIODS or len(weeks) >= len(sprints) else "sprint"


def _rate(asked: Rate, learnt: float | None, without: float) -> float:
    if asked == "auto":
        return without if learnt is None else learnt
    return without if asked is None else asked


def _ahead(inputs: Inputs, unit: str, until: date | None) -> tuple[Span, ...]:
    """Return the first and the last day of each period to come.

    Periods are sprints, the running one first, or weeks counted from tomorrow.
    """
    look = _weeks if unit == "week" else _sprints
    ahead = look(inputs, AHEAD[unit])
    if until is None or until <= ahead[-1][1]:
        return ahead
    ahead = look(inputs, MOST_AHEAD)
    last = ahead[-1][1]
    if until > last:
        raise UsageError(
            f"{until} is too far ahead: a forecast looks {MOST_AHEAD} {unit}s ahead, to {last}.",
            code="E-UNTIL",
            fix=f"Give a day up to {last}.",
        )
    return ahead[: sum(end < until for _, end in ahead) + 1]


def _weeks(inputs: Inputs, count: int) -> tuple[Span, ...]:
    return tuple(
        (inputs.as_of + timedelta(weeks=number, days=1), inputs.as_of + timedelta(weeks=number + 1))
        for number in range(count)
    )


def _sprints(inputs: Inputs, count: int) -> tuple[Span, ...]:
    return tuple((window.start, window.end) for window in _windows(inputs, count))


def _windows(inputs: Inputs, count: int) -> tuple[Window, ...]:
    past = sprint_history(inputs.settings, inputs.backlog, inputs.as_of).records
    return sprint_windows(inputs.settings, past, inputs.as_of, count)


def _begins(inputs: Inputs, plan: WorkPlan, ends: Sequence[date]) -> dict[str, int]:
    """Return per open item how many periods end before the sprints begin that it has to wait for."""
    pins = [(item.id, item.sprint) for item in inputs.backlog if item.sprint and not item.closed]
    if not pins:
        return {}
    begins = {window.id: window.start for window in _windows(inputs, max(AHEAD["sprint"], len(ends)))}
    over = {name: sum(end < start for end in ends) for name, start in begins.items()}
    return plan.begins({name: over.get(sprint, 0) for name, sprint in pins})
