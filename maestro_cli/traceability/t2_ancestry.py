"""The tree of parents: circles in it, and work that leads to no requirement."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

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


def untraced(backlog: Backlog) -> Iterator[Item]:
    """Yield the epics, features and stories that lead to no requirement, in a project that has any.

    Not yielded are cancelled items, and those with a link upwards that leads nowhere or in a circle:
    what they would lead to is not known. An epic or feature with an item below that satisfies a
    requirement is traced as well.
    """
    if not any(i.kind is Kind.REQUIREMENT and i.status is not Status.CANCELLED for i in backlog.items):
        return
    above = _above_traced(backlog)
    asked = [
        item
        for item in backlog.items
        if item.kind in _TRACED_KINDS and item.status is not Status.CANCELLED and item.id not in above
    ]
    leading = _leading(asked, backlog) if asked else set()
    yield from (item for item in asked if item.id not in leading)


def _leading(asked: Sequence[Item], backlog: Backlog) -> set[str]:
    """Return the ids of those `asked` that lead to a requirement, or nobody knows where.

    Links upwards are `parent` and `satisfies`; what stands between is among the ids.
    """
    below: dict[str, list[str]] = {}
    found = [item_id for cycle in parent_cycles(backlog) for item_id in cycle]
    todo, seen = list(asked), {item.id for item in asked}
    while todo:
        item = todo.pop()
        if item.kind is Kind.REQUIREMENT:
            found.append(item.id)
            continue
        for target_id in _upwards(item):
            target = backlog.get(target_id)
            below.setdefault(target_id, []).append(item.id)
            if target is None:
                found.append(target_id)
            elif target_id not in seen:
                seen.add(target_id)
                todo.append(target)
    return _spread(found, below)


def _upwards(item: Item) -> list[str]:
    upper = [reference.id for reference in item.satisfies]
    return upper if item.parent is None else [*upper, item.parent]


def _spread(found: list[str], below: Mapping[str, Sequence[str]]) -> set[str]:
    """Return these ids and all that are below them."""
    reached = set(found)
    while found:
        lower = [item_id for item_id in below.get(found.pop(), ()) if item_id not in reached]
        reached.update(lower)
        found += lower
    return reached


def _above_traced(backlog: Backlog) -> set[str]:
    """Return the ids of all items that satisfy a requirement, and of all that stand above one."""
    marked: set[str] = set()
    for start in backlog.items:
        if start.status is Status.CANCELLED or not _serves(start, backlog):
            continue
        item: Item | None = start
        while item is not None and item.id not in marked:
            marked.add(item.id)
            item = None if item.parent is None else backlog.get(item.parent)
    return marked


def _serves(item: Item, backlog: Backlog) -> bool:
    """Say whether an item satisfies a requirement, or what is not there and may be one."""
    targets = (backlog.get(reference.id) for reference in item.satisfies)
    return any(target is None or target.kind is Kind.REQUIREMENT for target in targets)
