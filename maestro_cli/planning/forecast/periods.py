"""Completed work per period, from which forecasts are made: points per sprint, or items per week."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from maestro_cli.model.backlog import Backlog
from maestro_cli.planning.flow import WEEK, throughput
from maestro_cli.planning.forecast.resampling import WINDOW
from maestro_cli.planning.forecast.scope import Scope
from maestro_cli.planning.velocity import sprint_history
from maestro_cli.settings.schema import Settings

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Period:
    """A past period and what was completed in it: points for a sprint, items for an ISO week."""

    id: str
    start: date
    end: date
    amount: float


def past_sprints(settings: Settings, backlog: Backlog, as_of: date) -> tuple[Period, ...]:
    """Return the sprints that ended before `as_of` and whose completed points are known, oldest first."""
    records = sprint_history(settings, backlog, as_of).records
    return tuple(
        Period(record.id, record.start, record.end, record.completed)
        for record in records
        if record.completed is not None
    )


def past_weeks(backlog: Backlog, as_of: date) -> tuple[Period, ...]:
    """Return the whole ISO weeks before `as_of` from the first completion on, oldest first.

    Items that only hold others together are not counted beside those.
    """
    scope = Scope(backlog)
    items = (item for item in scope.work.values() if not scope.holds_others(item))
    return tuple(
        Period(week.week, week.start, week.start + WEEK - DAY, float(week.count))
        for week in throughput(items, as_of)
    )


def until_work_ended(periods: tuple[Period, ...]) -> tuple[Period, ...]:
    """Leave out the end of a history in which nothing was completed for 12 periods or more."""
    last = max((place for place, period in enumerate(periods) if period.amount > 0), default=-1)
    return periods[: last + 1] if len(periods) - last - 1 >= WINDOW else periods
