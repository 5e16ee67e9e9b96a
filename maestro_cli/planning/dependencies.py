"""Dependencies among open work: what needs what, cycles, and the longest chain."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from maestro_cli.model.backlog import Backlog
from maestro_cli.model.graph import cyclic_components, shortest_cycle, topological_order
from maestro_cli.model.items import Item
from maestro_cli.model.plan import Dependencies
from maestro_cli.planning.scope import Scope


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
    return Dependencies(needs, cycles, missing, tuple(itself), _longest_chain(needs))


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


def _longest_chain(needs: Mapping[str, Sequence[str]]) -> tuple[str, ...]:
    """Return a longest chain, what comes first in front; links inside a cycle do not count."""
    length: dict[str, int] = {}
    before: dict[str, str] = {}
    for name in topological_order(needs):
        reached = [target for target in needs[name] if target in length]
        last = max(reached, key=lambda target: (length[target], target), default=None)
        length[name] = 1 + (length[last] if last else 0)
        if last:
            before[name] = last
    end = max(length, key=lambda name: (length[name], name), default=None)
    chain = [end] if end else []
    while chain and chain[-1] in before:
        chain.append(before[chain[-1]])
    return tuple(reversed(chain)) if len(chain) > 1 else ()
