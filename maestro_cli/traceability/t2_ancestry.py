"""The tree of parents: circles in it, and work that leads to no requirement."""

from __future__ import annotations

from collections.abc import Iterator

from maestro_cli.model.backlog import Backlog
from maestro_cli.model.items import Item, Kind, Status

_TRACED_KINDS = frozenset({Kind.EPIC, Kind.FEATURE, Kind.STORY})


def parent_cycles(backlog: Backlog) -> list[list[str]]:
    """Return every circle of parents, each from its smallest id, sorted.

    An item has one parent, so a walk upwards that meets itself has found its only circle.
    """
    walk_of: dict[str, int] = {}
    cycles = []
    for number, start in enumerate(backlog.items):
        item: Item | None = start
        walk = []
        while item is not None and item.id not in walk_of and item.parent is not None:
            walk_of[item.id] = number
            walk.append(item.id)
            item = backlog.get(item.parent)
        if item is not None and walk and walk_of.get(item.id) == number:
            cycle = walk[walk.index(item.id) :]
            smallest = cycle.index(min(cycle))
            cycles.append(cycle[smallest:] + cycle[:smallest])
    return sorted(cycles)


def serves(item: Item, backlog: Backlog) -> bool:
    """Say whether an item satisfies a requirement, or what is not there and may be one."""
    targets = (backlog.get(reference.id) for reference in item.satisfies)
    return any(target is None or target.kind is Kind.REQUIREMENT for target in targets)


def untraced(backlog: Backlog) -> Iterator[Item]:
    """Yield the epics, features and stories that lead to no requirement, in a project that has any.

    Not yielded are cancelled items, and those with a link upwards that leads nowhere or in a circle:
    what they would lead to is not known. An epic or feature with an item below that satisfies a
    requirement is traced as well.
    """
    if not any(i.kind is Kind.REQUIREMENT and i.status is not Status.CANCELLED for i in backlog.items):
        return
    below = _above_traced(backlog)
    traced: dict[str, bool] = {}
    for item in backlog.items:
        if (
            item.kind in _TRACED_KINDS
            and item.status is not Status.CANCELLED
            and item.id not in below
            and not _is_traced(item, backlog, traced)
        ):
            yield item


def _above_traced(backlog: Backlog) -> set[str]:
    """Return the ids of all items that satisfy a requirement, and of all that stand above one."""
    marked: set[str] = set()
    for start in backlog.items:
        if start.status is Status.CANCELLED or not serves(start, backlog):
            continue
        item: Item | None = start
        while item is not None and item.id not in marked:
            marked.add(item.id)
            item = None if item.parent is None else backlog.get(item.parent)
    return marked


def _is_traced(start: Item, backlog: Backlog, traced: dict[str, bool]) -> bool:
    """Walk up to the first item whose answer is known, and give that to all on the way."""
    walk: list[str] = []
    item = start
    while True:
        answer = traced.get(item.id)
        if answer is not None:
            break
        if item.kind is Kind.REQUIREMENT or serves(item, backlog):
            answer = True
            break
        walk.append(item.id)
        traced[item.id] = True  # a circle that comes back here counts as not known
        if item.parent is None:
            answer = False
            break
        parent = backlog.get(item.parent)
        if parent is None:
            answer = True
            break
        item = parent
    for item_id in walk:
        traced[item_id] = answer
    return answer
