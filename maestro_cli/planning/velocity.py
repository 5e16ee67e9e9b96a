"""Velocity: story points that the team completes in a sprint, and where they are known from."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import combinations
from statistics import median

from maestro_cli.model.backlog import Backlog
from maestro_cli.model.history import SprintRecord
from maestro_cli.model.items import Item, Status
from maestro_cli.model.plan import Reason, SprintHistory, Trend, Velocity
from maestro_cli.planning.forecast.scope import Scope
from maestro_cli.settings.schema import Settings

USED_SPRINTS = 5
TREND_SPRINTS = 10
STEADY = 0.05

Done = list[tuple[Item, date]]


def velocity(history: SprintHistory) -> Velocity:
    """Return the median of the last 5 completed sprints, its trend and the ratio of completed to committed.

    Sprints whose completed points are not known are left out. The trend is the Theil–Sen slope (median
    of all pairwise slopes; Sen, JASA 63, 1968) over the last 10 sprints, from three on.
    """
    known = tuple(record for record in history.records if record.completed is not None)
    used = known[-USED_SPRINTS:]
    if not used:
        note = history.note or Reason("no_completed_sprint", {"sprints": len(history.records)})
        return Velocity(None, basis="none", unestimated=history.unestimated, note=note)
    figures = [record.completed or 0.0 for record in known]
    return Velocity(
        median=float(median(figures[-USED_SPRINTS:])),
        used=used,
        history=known,
        trend=_trend(figures[-TREND_SPRINTS:], median(figures[-USED_SPRINTS:])),
        completion_ratio=_completion_ratio(used),
        basis=history.basis,
        unestimated=history.unestimated,
        evidence=tuple(f"sprint:{record.id}" for record in used),
    )


def sprint_history(settings: Settings, backlog: Backlog, as_of: date) -> SprintHistory:
    """Return the sprints that ended before `as_of`, oldest first.

    From `settings.sprints`; a sprint without `completed` gets the points of the items done in it. Without
    any, from the items' own `sprint` field (the newest of those counts only when a full sprint length has
    passed since it began); else from completion dates in windows of `sprint.length_days` from
    `sprint.starts`, beginning with the first window that has a completion. Completed items without points
    are counted, never guessed. Nothing known gives no records and a note.
    """
    scope = Scope(backlog)
    done = [
        (item, item.completed)
        for item in sorted(scope.work.values(), key=lambda item: item.id)
        if item.status is Status.DONE and item.completed is not None and item.completed <= as_of
    ]
    done = [(item, day) for item, day in done if not scope.is_parent(item)]
    if settings.sprints:
        records, basis = _recorded(settings, done, as_of), "settings"
    elif any(item.sprint for item, _ in done):
        records, basis = _by_sprint_field(settings, done, as_of), "sprint_field"
    elif settings.sprint.starts is not None:
        records, basis = _by_windows(settings, done, as_of), "windows"
    else:
        records, basis = [], "none"
    unestimated = sum(item.points is None for item, _ in done)
    if not records:
        note = Reason("no_sprint_history", {"done": len(done)})
        return SprintHistory((), "none", unestimated, note)
    return SprintHistory(tuple(records), basis, unestimated)


def _recorded(settings: Settings, done: Done, as_of: date) -> list[SprintRecord]:
    records = []
    for sprint in sorted(settings.sprints, key=lambda sprint: (sprint.end, sprint.start, sprint.id)):
        if sprint.end >= as_of:
            continue
        completed, source = sprint.completed, "settings"
        if completed is None:
            inside = [
                item
                for item, day in done
                if (item.sprint == sprint.id if item.sprint else sprint.start <= day <= sprint.end)
            ]
            completed, source = _total(inside), "items"
        records.append(SprintRecord(sprint.id, sprint.start, sprint.end, sprint.committed, completed, source))
    return records


def _by_sprint_field(settings: Settings, done: Done, as_of: date) -> list[SprintRecord]:
    groups: dict[str, Done] = {}
    for item, day in done:
        if item.sprint:
            groups.setdefault(item.sprint, []).append((item, day))
    records = []
    for name, group in groups.items():
        start = min(min(day, item.started or day) for item, day in group)
        end = max(day for _, day in group)
        completed = _total([item for item, _ in group])
        records.append(SprintRecord(name, start, end, None, completed, "items"))
    records.sort(key=lambda record: (record.end, record.start, record.id))
    newest = records[-1]
    if newest.start + settings.sprint.length_days * timedelta(days=1) > as_of:
        records.pop()
    return [record for record in records if record.end < as_of]


def _by_windows(settings: Settings, done: Done, as_of: date) -> list[SprintRecord]:
    first, length = settings.sprint.starts, settings.sprint.length_days * timedelta(days=1)
    if first is None:
        return []
    groups: dict[int, list[Item]] = {}
    for item, day in done:
        if day >= first:
            groups.setdefault((day - first) // length, []).append(item)
    over = (as_of - first) // length
    records = []
    for number in range(min(groups, default=over), over):
        start = first + number * length
        end = start + length - timedelta(days=1)
        inside = groups.get(number, [])
        completed = _total(inside) if inside else 0.0
        records.append(SprintRecord(f"S{number + 1}", start, end, None, completed, "items"))
    return records


def _total(items: Sequence[Item]) -> float | None:
    """Return the points of the items that have points; None when no item has."""
    known = [item.points for item in items if item.points is not None]
    return float(sum(known)) if known else None


def _trend(figures: Sequence[float], level: float) -> Trend | None:
    if len(figures) < 3:
        return None
    pairs = combinations(enumerate(figures), 2)
    slope = float(median((late - early) / (j - i) for (i, early), (j, late) in pairs))
    steady = abs(slope) < STEADY * level or slope == 0
    direction = "stable" if steady else "rising" if slope > 0 else "falling"
    return Trend(round(slope, 4), len(figures), direction)


def _completion_ratio(used: Sequence[SprintRecord]) -> float | None:
    both = [(r.completed, r.committed) for r in used if r.completed is not None and r.committed]
    committed = sum(committed for _, committed in both)
    return round(sum(completed for completed, _ in both) / committed, 4) if committed else None
