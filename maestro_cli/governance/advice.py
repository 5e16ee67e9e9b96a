"""What to do about what runs took: a list of rules, each with its trigger."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from maestro_cli.model.profile import Advice, Row
from maestro_cli.model.telemetry import Measure, Outcome

LEAST_CALLS = 5
FAILING = 0.2
HEAVY = 0.5
SLOW_SECONDS = 2.0
NEAR_LIMIT = 0.8
MUCH_MEMORY_KIB = 600 * 1024

_SOLVING = frozenset({"plan.optimise", "plan.explain"})
_READING = frozenset({"gather", "changes", "commits", "retrieve_recent_changes"})

Found = Iterator[tuple[str, Mapping[str, object]]]
Rows = Mapping[str, tuple[Row, ...]]


def advise(measures: Sequence[Measure], rows: Rows, max_usd: float | None) -> tuple[Advice, ...]:
    """Return the advice of every rule that is triggered, in the order of the rules."""
    return tuple(Advice(code, gaps) for rule in _RULES for code, gaps in rule(measures, rows, max_usd))


def _heavy(_: Sequence[Measure], rows: Rows, __: float | None) -> Found:
    """A step with a median of 2 s or more takes half of its workflow's step time or more."""
    totals: dict[str, float] = {}
    for row in rows["step"]:
        totals[_workflow(row.name)] = totals.get(_workflow(row.name), 0.0) + (row.median or 0.0)
    for row in rows["step"]:
        share = (row.median or 0.0) / (totals[_workflow(row.name)] or 1.0)
        if row.median is not None and row.median >= SLOW_SECONDS and share >= HEAVY:
            code = "heavy"
            if row.name in _SOLVING:
                code = "heavy.solver"
            elif row.name.partition(".")[2] in _READING:
                code = "heavy.reading"
            yield code, {"name": row.name, "percent": round(100 * share), "seconds": round(row.median, 1)}


def _falling_back(measures: Sequence[Measure], _: Rows, __: float | None) -> Found:
    """A model failed in a fifth or more of at least 5 steps that asked it."""
    asked = [one for one in measures if one.tokens or one.fallbacks]
    failed = sum(one.fallbacks > 0 for one in asked)
    if len(asked) >= LEAST_CALLS and failed / len(asked) >= FAILING:
        yield "fallbacks", {"percent": round(100 * failed / len(asked)), "count": len(asked)}


def _failing(_: Sequence[Measure], rows: Rows, __: float | None) -> Found:
    """A step failed in a fifth or more of at least 5 times."""
    for row in rows["step"]:
        if row.count >= LEAST_CALLS and row.failures / row.count >= FAILING:
            percent = round(100 * row.failures / row.count)
            yield "failing", {"name": row.name, "percent": percent, "count": row.count}


def _dear(measures: Sequence[Measure], _: Rows, max_usd: float | None) -> Found:
    """A run used four fifths or more of what one run may spend."""
    if not max_usd:
        return
    near = [run for run, usd in sorted(_usd(measures).items()) if usd >= NEAR_LIMIT * max_usd]
    if near:
        yield "dear", {"count": len(near), "limit": f"{max_usd:g}", "run": near[0]}


def _large(_: Sequence[Measure], rows: Rows, __: float | None) -> Found:
    """A run used 600 MiB of memory or more."""
    for row in rows["workflow"]:
        if row.peak_kib is not None and row.peak_kib >= MUCH_MEMORY_KIB:
            yield "large", {"name": row.name, "mib": row.peak_kib // 1024}


def _interrupted(measures: Sequence[Measure], _: Rows, __: float | None) -> Found:
    """A fifth or more of at least 5 drives were interrupted."""
    drives = [one for one in measures if one.is_drive]
    stopped = sum(one.outcome is Outcome.INTERRUPTED for one in drives)
    if len(drives) >= LEAST_CALLS and stopped / len(drives) >= FAILING:
        yield "interrupted", {"percent": round(100 * stopped / len(drives)), "count": len(drives)}


_RULES: tuple[Callable[[Sequence[Measure], Rows, float | None], Found], ...] = (
    _failing,
    _falling_back,
    _heavy,
    _dear,
    _large,
    _interrupted,
)


def _workflow(name: str) -> str:
    return name.partition(".")[0]


def _usd(measures: Iterable[Measure]) -> dict[str, float]:
    found: dict[str, float] = {}
    for one in measures:
        found[one.run_id] = found.get(one.run_id, 0.0) + one.usd
    return found
