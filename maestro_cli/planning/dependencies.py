"""Dependencies among open work: what needs what, and cycles."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from maestro_cli.model.backlog import Backlog
from maestro_cli.model.graph import cyclic_components, shortest_cycle
from maestro_cli.model.items import Item
from maestro_cli.model.plan import Dependencies
from maestro_cli.planning.forecast.scope import Scope


def dependencies(backlog: Backlog, scope: Scope | None = None) -> Dependencies:
    """Return what each open work item needs: open dependencies, and open children where those carry points.

    Missing ids stand in `missing` and not in `needs`; an item that depends on itself is named, and the
    link ignored. Linear in items and links but for sorting and the search for shortest cycles.
    """
    scope = scope or Scope(backlog)
    needs: dict[str, tuple[str, ...]] = {}
    missing: dict[str, tuple[str, ...]] = {}
    itself = []
    for item in sorted(scope.work.values(), key=lambda item: item.id):
        if item.closed:
            continue
        named = sorted(set(item.depends_on))
        needs[item.id] = _needs(item, named, backlog, scope)
        if item.id in named:
            itself.append(item.id)
        unknown = tuple(name for name in named if name not in backlog)
        if unknown:
            missing[item.id] = unknown
    cycles = tuple(tuple(shortest_cycle(needs, component)) for component in cyclic_components(needs))
    return Dependencies(needs, cycles, missing, tuple(itself))


def dependents(needs: Mapping[str, Sequence[str]]) -> dict[str, list[str]]:
    """Turn `needs` round: per item the items that need it directly, in the order of `needs`."""
    found: dict[str, list[str]] = {}
    for name, targets in needs.items():
        for target in targets:
            found.setdefault(target, []).append(name)
    return found


def reach(start: str, links: Mapping[str, Sequence[str]]) -> list[str]:
    """Return everything that can be reached from `start`, without itself, nearest first."""
    seen = {start}
    queue = [start]
    for name in queue:
        for target in links.get(name, ()):
            if target not in seen:
                seen.add(target)
                queue.append(target)
    return queue[1:]


def _needs(item: Item, named: Sequence[str], backlog: Backlog, scope: Scope) -> tuple[str, ...]:
    targets = {name for name in named if (other := backlog.get(name)) is not None and not other.closed}
    return tuple(sorted((targets | set(scope.open_children(item))) - {item.id}))
