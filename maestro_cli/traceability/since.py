"""The check of a change: only what came with it, or stands at an item that it touches, counts.

What a change broke elsewhere counts too: a removed item is missed in a file that nobody touched. So
the same rules are asked about the project as it was, and not only which files differ.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import replace

from maestro_cli.model.backlog import Backlog
from maestro_cli.model.findings import LEVEL_ENTITY, Coverage, TraceReport, Violation
from maestro_cli.model.items import Item, Place
from maestro_cli.traceability.check import summarise
from maestro_cli.traceability.t1_coverage import PARTIAL, SHALLOW

_NOWHERE = Place("", 0)


def changed_items(then: Backlog, now: Backlog) -> frozenset[str]:
    """Return the ids of items that are new, or say something else than `then`, wherever they stand."""
    return frozenset(item.id for item in now if not _same(item, then.get(item.id)))


def limit(
    report: TraceReport, then: TraceReport, is_touched: Callable[[Violation], bool], commit: str
) -> TraceReport:
    """Return `report` with the findings marked that were there `then`, at what is not touched since.

    A fault that was there n times excuses n findings. One that says how much is missing, at a level or a
    requirement, is not the one that was there when more is missing than then.
    """
    worse = _worse(then.coverage, report.coverage)
    old = Counter(violation.fingerprint for result in then.results for violation in result.violations)

    def marked(violation: Violation) -> Violation:
        known = old[violation.fingerprint] > 0
        old[violation.fingerprint] -= known
        is_worse = (violation.code if violation.entity != LEVEL_ENTITY else "", violation.entity_id) in worse
        return replace(violation, unchanged=known and not (is_worse or is_touched(violation)))

    results = [replace(result, violations=tuple(map(marked, result.violations))) for result in report.results]
    return replace(
        report,
        summary=summarise(results, report.summary.fixed_violations),
        results=tuple(results),
        changed_since=commit,
    )


def _worse(then: Coverage, now: Coverage) -> set[tuple[str, str]]:
    """Return code and id of requirements that lack more than `then`, and "" with the name of such levels."""
    shares = {level.level: (level.covered, level.total) for level in then.levels}
    rows = {row.id: row for row in then.requirements}
    worse = set()
    for level in now.levels:
        covered, total = shares.get(level.level, (0, 0))
        if level.covered * total < covered * level.total:
            worse.add(("", level.level))
    for row in now.requirements:
        before = rows.get(row.id)
        if before is not None and not set(row.missing) <= set(before.missing):
            worse.add((PARTIAL.id, row.id))
        if before is not None and not set(row.shallow) <= set(before.shallow):
            worse.add((SHALLOW.id, row.id))
    return worse


def _same(item: Item, before: Item | None) -> bool:
    return before is not None and replace(item, place=_NOWHERE) == replace(before, place=_NOWHERE)
