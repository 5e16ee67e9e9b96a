"""Coverage of requirements by live work and tests, in one pass up the hierarchy.

A set of bits goes with each requirement: bit 0 for "some live work", one more for each
level of `trace.levels`. Bits only ever get set, and they travel upwards over a work list,
so depth, fan-out and cycles cost nothing but a visit.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from maestro_cli.model.backlog import Backlog
from maestro_cli.model.findings import (
    Coverage,
    CoverageStatus,
    LevelCoverage,
    RequirementCoverage,
    RuleStatus,
)
from maestro_cli.model.items import Item, Kind, Status
from maestro_cli.model.verification import Verification
from maestro_cli.traceability.levels import LIVE_WORK, TEST, Demand, Level, read_levels
from maestro_cli.traceability.verdicts import Verdicts


def measure(
    backlog: Backlog,
    levels: Iterable[Demand] = (),
    tests: Sequence[Verification] = (),
    thresholds: Mapping[str, float] | None = None,
    verdicts: Verdicts | None = None,
) -> Coverage:
    """Measure how far each requirement that is not cancelled is covered.

    A requirement is covered by a live (not cancelled) work or WBS item that satisfies it, or by
    a covered requirement below it: one whose `parent` it is, or that `satisfies` it. It is
    partial when a child (by `parent`, neither draft nor cancelled) is not covered, or when one of
    the `levels` is missing: kinds of item that have to be among the items that satisfy it and all
    that hangs below those; `test` is met by a test of the requirement or of any of these, whatever came out.
    It is covered deeply when all requirements below it are covered too, down to the last.
    A draft requirement needs no work; its work still covers its parent. `verdicts` are those of the tests,
    where they are known already.

    Raises SettingsError for a level that is no kind of work.
    """
    wanted = {
        i.id: i for i in backlog.items if i.kind is Kind.REQUIREMENT and i.status is not Status.CANCELLED
    }
    graph = _Graph(wanted, read_levels(levels, thresholds))
    work = _work_masks(backlog, graph.levels, tests)
    graph.masks = dict.fromkeys(wanted, 0)
    for item in backlog.items:
        if item.satisfies and item.id in work:
            for target in dict.fromkeys(reference.id for reference in item.satisfies):
                if target in wanted:
                    graph.masks[target] |= work[item.id]
                    graph.direct.setdefault(target, []).append(item.id)
    _add_tests(graph.masks, tests, graph.levels)
    graph.above = {item.id: _above(item, wanted) for item in wanted.values()}
    _spread(graph.masks, graph.above)
    return _report(graph, verdicts or Verdicts(backlog, tests), in_part=bool(backlog.unreadable))


@dataclass(slots=True)
class _Graph:
    """Requirements with their bits, the items that satisfy them, and the requirements above them."""

    wanted: dict[str, Item]
    levels: list[Level]
    masks: dict[str, int] = field(default_factory=dict)
    direct: dict[str, list[str]] = field(default_factory=dict)
    above: dict[str, tuple[str, ...]] = field(default_factory=dict)


def _work_masks(backlog: Backlog, levels: Sequence[Level], tests: Sequence[Verification]) -> dict[str, int]:
    """Give each live work item its bits, with those of all live items below it."""
    of_kind: dict[str, int] = {}
    for level in levels:
        for kind in level.kinds:
            of_kind[kind] = of_kind.get(kind, 0) | level.bit
    live = [i for i in backlog.items if i.kind in LIVE_WORK and i.status is not Status.CANCELLED]
    masks = {item.id: 1 | of_kind.get(item.kind, 0) for item in live}
    if levels:
        _add_tests(masks, tests, levels)
        _spread(masks, {i.id: (i.parent,) for i in live if i.parent is not None and i.parent in masks})
    return masks


def _add_tests(masks: dict[str, int], tests: Sequence[Verification], levels: Sequence[Level]) -> None:
    bits = 0
    for level in levels:
        bits |= level.bit if TEST in level.kinds else 0
    for test in tests if bits else ():
        for reference in test.verifies:
            if reference.id in masks:
                masks[reference.id] |= bits


def _above(item: Item, wanted: Mapping[str, Item]) -> tuple[str, ...]:
    """Return the requirements that a requirement helps to cover."""
    above = [item.parent] if item.parent in wanted else []
    above += [reference.id for reference in item.satisfies if reference.id in wanted]
    return tuple(dict.fromkeys(i for i in above if i is not None and i != item.id))


def _spread(masks: dict[str, int], above: Mapping[str, Iterable[str]]) -> None:
    """Hand bits upwards until nothing changes; a node changes at most once for each bit."""
    todo = [node for node, mask in masks.items() if mask]
    while todo:
        node = todo.pop()
        mask = masks[node]
        for upper in above.get(node, ()):
            if mask & ~masks[upper]:
                masks[upper] |= mask
                todo.append(upper)


def _report(graph: _Graph, verdicts: Verdicts, *, in_part: bool) -> Coverage:
    wanted, masks = graph.wanted, graph.masks
    through: dict[str, list[str]] = {}
    missing: dict[str, list[str]] = {}
    for item in wanted.values():
        for upper in graph.above[item.id] if masks[item.id] & 1 else ():
            through.setdefault(upper, []).append(item.id)
        parent = item.parent
        due = item.status is not Status.DRAFT and not masks[item.id] & 1
        if due and parent is not None and parent in wanted and parent != item.id:
            missing.setdefault(parent, []).append(item.id)
    levels = {
        item_id: tuple(level.name for level in graph.levels if not mask & level.bit)
        for item_id, mask in masks.items()
    }
    lacks = {item_id: (*sorted(missing.get(item_id, ())), *levels[item_id]) for item_id in masks}
    statuses = {
        item.id: _status(item, masks[item.id], bool(lacks[item.id]), in_part=in_part)
        for item in wanted.values()
    }
    shallow = _shallow(statuses, graph.above)
    rows = tuple(
        RequirementCoverage(
            item.id,
            item.title,
            statuses[item.id],
            tuple(sorted(graph.direct.get(item.id, ()))),
            tuple(sorted(through.get(item.id, ()))),
            lacks[item.id] if masks[item.id] & 1 else (),
            item.place.path,
            item.place.line,
            tests=verdicts.tests_of(item.id),
            verdict=verdicts.of(item.id),
            shallow=tuple(sorted(shallow.get(item.id, ()))),
            missing_levels=levels[item.id] if masks[item.id] & 1 else (),
        )
        for item in sorted(wanted.values(), key=lambda i: (i.place.path, i.place.line, i.id))
    )
    counts = dict.fromkeys((status.value for status in CoverageStatus), 0)
    for row in rows:
        counts[row.status.value] += 1
    reached = [masks[item.id] for item in wanted.values() if item.status is not Status.DRAFT]
    return Coverage(counts, tuple(_level(level, reached) for level in graph.levels), rows)


def _level(level: Level, masks: Sequence[int]) -> LevelCoverage:
    covered, total = sum(1 for mask in masks if mask & level.bit), len(masks)
    if level.threshold is None:
        return LevelCoverage(level.name, covered, total)
    is_enough = not total or covered / total >= level.threshold
    status = RuleStatus.PASSED if is_enough else RuleStatus.FAILED
    return LevelCoverage(level.name, covered, total, level.threshold, status)


def _shallow(
    statuses: Mapping[str, CoverageStatus], above: Mapping[str, Sequence[str]]
) -> dict[str, list[str]]:
    """Return, for each requirement, those right below it that are not covered, or not deeply."""
    found: dict[str, list[str]] = {}
    good = (CoverageStatus.COVERED, CoverageStatus.DRAFT)
    todo = [node for node, status in statuses.items() if status not in good]
    seen = set(todo)
    while todo:
        node = todo.pop()
        for upper in above[node]:
            found.setdefault(upper, []).append(node)
            if upper not in seen:
                seen.add(upper)
                todo.append(upper)
    return found


def _status(item: Item, mask: int, lacking: bool, *, in_part: bool) -> CoverageStatus:
    if item.status is Status.DRAFT:
        return CoverageStatus.DRAFT
    if not mask & 1:
        return CoverageStatus.UNKNOWN if in_part else CoverageStatus.UNCOVERED
    return CoverageStatus.PARTIAL if lacking else CoverageStatus.COVERED
