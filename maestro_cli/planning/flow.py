"""Flow: how many items the team completes in a week, and how long one takes."""

from __future__ import annotations

import math
from collections.abc import Iterable
from datetime import date, timedelta
from statistics import median

from maestro_cli.model.items import WORK_KINDS, Item, Status
from maestro_cli.model.plan import CycleTime, WeekCount

WEEK = timedelta(days=7)


def throughput(items: Iterable[Item], as_of: date, weeks: int | None = None) -> tuple[WeekCount, ...]:
    """Return completed work items per ISO week, oldest first, from the first completion on.

    Weeks without completions count as 0; the week that holds `as_of` is not over and left out. `weeks`
    keeps only the last so many.
    """
    counts: dict[date, int] = {}
    for _, day in _completed(items, as_of):
        monday = _monday(day)
        counts[monday] = counts.get(monday, 0) + 1
    monday = min(counts, default=as_of)
    result = []
    while monday < _monday(as_of):
        year, week, _ = monday.isocalendar()
        result.append(WeekCount(f"{year}-W{week:02}", monday, counts.get(monday, 0)))
        monday += WEEK
    return tuple(result[-weeks:] if weeks else result)


def cycle_time(items: Iterable[Item], as_of: date, since: date | None = None) -> CycleTime:
    """Return median and 85th percentile of days from started to completed, both days included.

    Over work items completed from `since` until `as_of` that carry both dates; the percentile is the
    smallest value that 85 % of the items do not exceed.
    """
    spans = sorted(
        ((day - item.started).days + 1, item.id)
        for item, day in _completed(items, as_of)
        if item.started is not None and item.started <= day and (since is None or day >= since)
    )
    if not spans:
        return CycleTime(None, None, 0)
    days = [span for span, _ in spans]
    p85 = days[math.ceil(0.85 * len(days)) - 1]
    return CycleTime(float(median(days)), float(p85), len(days), tuple(sorted(name for _, name in spans)))


def _completed(items: Iterable[Item], as_of: date) -> list[tuple[Item, date]]:
    return [
        (item, item.completed)
        for item in items
        if item.kind in WORK_KINDS
        and item.status is Status.DONE
        and item.completed is not None
        and item.completed <= as_of
    ]


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())
