"""Coverage of requirements by live work, in one pass up the hierarchy.

A set of bits goes with each requirement: bit 0 for "some live work", one more for each
level of `trace.levels`. Bits only ever get set, and they travel upwards over a work list,
so depth, fan-out and cycles cost nothing but a visit.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from maestro_cli.errors import SettingsError
from maestro_cli.model.backlog import Backlog
from maestro_cli.model.findings import Coverage, CoverageStatus, LevelCoverage, RequirementCoverage
from maestro_cli.model.items import WBS_KINDS, WORK_KINDS, Item, Kind, Status
from maestro_cli.traceability.names import did_you_mean

LIVE_WORK = WORK_KINDS | WBS_KINDS
"""Kinds that can cover a requirement."""


def measure(backlog: Backlog, levels: Sequence[str] = ()) -> Coverage:
    """Measure how far each requirement that is not cancelled is covered.

    A requirement is covered by a live (not cancelled) work or WBS item that satisfies it, or by
    a covered requirement below it: one whose `parent` it is, or that `satisfies` it. It is
    partial when a child (by `parent`, neither draft nor cancelled) is not covered, or when one of
    the `levels` is missing: kinds of item that have to be among the items that satisfy it and all
    that hangs below those. A draft requirement needs no work; its work still covers its parent.

    Raises SettingsError for a level that is not a kind of work.
    """
    bits = _bits(levels)
    wanted = {
        i.id: i for i in backlog.items if i.kind is Kind.REQUIREMENT and i.status is not Status.CANCELLED
    }
    work = _work_masks(backlog, bits)
    masks = dict.fromkeys(wanted, 0)
    direct: dict[str, list[str]] = {}
    for item in backlog.items:
        if item.satisfies and item.id in work:
            for target in dict.fromkeys(reference.id for reference in item.satisfies):
                if target in wanted:
                    masks[target] |= work[item.id]
                    direct.setdefault(target, []).append(item.id)
    above = {item.id: _above(item, wanted) for item in wanted.values()}
    _spread(masks, above)
    return _report(wanted, masks, direct, bits, unreadable=bool(backlog.unreadable))


def _bits(levels: Sequence[str]) -> dict[str, int]:
    known = sorted(kind.value for kind in LIVE_WORK)
    for level in levels:
        if level not in known:
            raise SettingsError(
                f"trace.levels: {level!r} is not a kind of work",
                fix=did_you_mean(level, known, "Name kinds of work"),
            )
    return {level: 2 << place for place, level in enumerate(dict.fromkeys(levels))}


def _work_masks(backlog: Backlog, bits: Mapping[str, int]) -> dict[str, int]:
    """Give each live work item its bits, with those of all live items below it."""
    live = [i for i in backlog.items if i.kind in LIVE_WORK and i.status is not Status.CANCELLED]
    masks = {item.id: 1 | bits.get(item.kind, 0) for item in live}
    if bits:
        _spread(masks, {i.id: (i.parent,) for i in live if i.parent is not None and i.parent in masks})
    return masks


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


def _report(
    wanted: Mapping[str, Item],
    masks: Mapping[str, int],
    direct: Mapping[str, list[str]],
    bits: Mapping[str, int],
    *,
    unreadable: bool,
) -> Coverage:
    through: dict[str, list[str]] = {}
    missing: dict[str, list[str]] = {}
    for item in wanted.values():
        for upper in _above(item, wanted) if masks[item.id] else ():
            through.setdefault(upper, []).append(item.id)
        parent = item.parent
        due = item.status is not Status.DRAFT and not masks[item.id]
        if due and parent is not None and parent in wanted and parent != item.id:
            missing.setdefault(parent, []).append(item.id)
    rows = []
    for item in sorted(wanted.values(), key=lambda i: (i.place.path, i.place.line, i.id)):
        mask = masks[item.id]
        lacks = [*sorted(missing.get(item.id, ())), *(level for level, bit in bits.items() if not mask & bit)]
        rows.append(
            RequirementCoverage(
                item.id,
                item.title,
                _status(item, mask, bool(lacks), unreadable=unreadable),
                tuple(sorted(direct.get(item.id, ()))),
                tuple(sorted(through.get(item.id, ()))),
                tuple(lacks) if mask else (),
                item.place.path,
                item.place.line,
            )
        )
    counts = dict.fromkeys((status.value for status in CoverageStatus), 0)
    for row in rows:
        counts[row.status.value] += 1
    reached = [masks[item.id] for item in wanted.values() if item.status is not Status.DRAFT]
    levels = [
        LevelCoverage(name, sum(1 for m in reached if m & bit), len(reached)) for name, bit in bits.items()
    ]
    return Coverage(counts, tuple(levels), tuple(rows))


def _status(item: Item, mask: int, lacking: bool, *, unreadable: bool) -> CoverageStatus:
    if item.status is Status.DRAFT:
        return CoverageStatus.DRAFT
    if not mask:
        return CoverageStatus.UNKNOWN if unreadable else CoverageStatus.UNCOVERED
    return CoverageStatus.PARTIAL if lacking else CoverageStatus.COVERED
