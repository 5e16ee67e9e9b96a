"""What runs took, by workflow, agent, step or skill: medians, what stands out, and what to do about it."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from statistics import median

from maestro_cli.governance.advice import advise
from maestro_cli.model.profile import Anomaly, Profile, Row
from maestro_cli.model.telemetry import Measure, Outcome

LEAST_PAST = 5
"""Past values without which nothing stands out."""

MADS = 3.0
"""A value stands out above median + so many times the median absolute deviation of those before it."""

LEAST_EXCESS: Mapping[str, float] = {"seconds": 0.1, "tokens": 500}
"""Excess over the median below which nothing stands out, whatever the deviation is."""

MOST_PAST = 50
MOST_ANOMALIES = 20

_KEYS: Mapping[str, Callable[[Measure], str | None]] = {
    "workflow": lambda one: one.workflow if one.is_drive else None,
    "agent": lambda one: None if one.is_drive else one.agent,
    "step": lambda one: None if one.is_drive else f"{one.workflow}.{one.step_id}",
    "skill": lambda one: None if one.is_drive else one.skill,
}
GROUPINGS = tuple(_KEYS)


def profile(measures: Sequence[Measure], max_usd: float | None = None) -> Profile:
    """Return what `measures`, oldest first, come to; `max_usd` is what one run may spend, if limited."""
    rows = {name: _rows(measures, key) for name, key in _KEYS.items()}
    runs = len({one.run_id for one in measures})
    return Profile(runs, rows, _anomalies(measures), advise(measures, rows, max_usd))


def _rows(measures: Iterable[Measure], key: Callable[[Measure], str | None]) -> tuple[Row, ...]:
    groups: dict[str, list[Measure]] = {}
    for one in measures:
        name = key(one)
        if name is not None:
            groups.setdefault(name, []).append(one)
    spent = _spent_by_workflow(measures) if key is _KEYS["workflow"] else {}
    return tuple(_row(name, groups[name], spent.get(name)) for name in sorted(groups))


def _spent_by_workflow(measures: Iterable[Measure]) -> dict[str, tuple[int, float, int]]:
    """Return tokens, dollars and fallbacks of steps by workflow: drives do not count them themselves."""
    found: dict[str, tuple[int, float, int]] = {}
    for one in measures:
        tokens, usd, fallbacks = found.get(one.workflow, (0, 0.0, 0))
        found[one.workflow] = (tokens + one.tokens, usd + one.usd, fallbacks + one.fallbacks)
    return found


def _row(name: str, measures: Sequence[Measure], spent: tuple[int, float, int] | None) -> Row:
    done = [one for one in measures if one.outcome is Outcome.COMPLETED]
    seconds = sorted(one.seconds for one in done)
    cpu = [one.cpu for one in done if one.cpu is not None]
    tokens, usd, fallbacks = spent or (
        sum(one.tokens for one in measures),
        sum(one.usd for one in measures),
        sum(one.fallbacks for one in measures),
    )
    return Row(
        name=name,
        count=sum(one.outcome in (Outcome.COMPLETED, Outcome.FAILED) for one in measures),
        median=round(median(seconds), 4) if seconds else None,
        p95=round(seconds[math.ceil(0.95 * len(seconds)) - 1], 4) if seconds else None,
        cpu=round(median(cpu), 4) if cpu else None,
        peak_kib=max((one.peak_kib for one in measures if one.peak_kib is not None), default=None),
        tokens=tokens,
        usd=round(usd, 6),
        failures=sum(one.outcome is Outcome.FAILED for one in measures),
        cached=sum(one.outcome is Outcome.CACHED for one in measures),
        fallbacks=fallbacks,
    )


def _anomalies(measures: Iterable[Measure]) -> tuple[Anomaly, ...]:
    """Return what stood out when it happened, newest first."""
    past: dict[tuple[str, str], list[float]] = {}
    found: list[Anomaly] = []
    for one in measures:
        if one.outcome is not Outcome.COMPLETED:
            continue
        name = one.workflow if one.is_drive else f"{one.workflow}.{one.step_id}"
        for what in LEAST_EXCESS:
            value = float(getattr(one, what))
            before = past.setdefault((name, what), [])
            limit = _limit(before[-MOST_PAST:])
            if limit is not None and value > max(limit[1], limit[0] + LEAST_EXCESS[what]):
                known = min(len(before), MOST_PAST)
                found.append(Anomaly(one.run_id, name, what, round(value, 4), round(limit[1], 4), known))
            before.append(value)
    return tuple(found[::-1][:MOST_ANOMALIES])


def _limit(values: Sequence[float]) -> tuple[float, float] | None:
    """Return the median, and above what a value stands out; None where too little is known."""
    if len(values) < LEAST_PAST:
        return None
    middle = median(values)
    deviation = median(abs(value - middle) for value in values)
    return middle, middle + MADS * deviation
