"""What counts as plannable work, and how many points an item has of its own."""

from __future__ import annotations

from collections.abc import Iterable

from maestro_cli.model.backlog import Backlog
from maestro_cli.model.graph import cyclic_components
from maestro_cli.model.items import STARTED, WORK_KINDS, Item, Kind, Priority, Status, ThreePoint
from maestro_cli.planning.amounts import exact

URGENCY = {Priority.CRITICAL: 0, Priority.HIGH: 1, Priority.MEDIUM: 2, Priority.LOW: 3}

PLANNABLE = frozenset({Status.READY, *STARTED})
"""Statuses of items that a plan may contain."""

HOLDERS = frozenset({Kind.EPIC, Kind.FEATURE})
"""Kinds that group work rather than being work."""


class Scope:
    """The work items of a backlog: who is whose child, and who carries the points.

    An item is a parent in the sense of planning when a child of a plannable kind that is not cancelled
    has points or an estimate, itself or further down: then the children carry the points and its own are
    0. A story with points whose tasks have none carries its points itself. Parents that are their own
    ancestors are treated as if they had no parent.
    """

    __slots__ = ("_carriers", "children", "work")

    def __init__(self, backlog: Backlog) -> None:
        """Read the hierarchy of `backlog` once; linear in its items."""
        self.work = {item.id: item for item in backlog if item.kind in WORK_KINDS}
        above = {name: [item.parent] for name, item in self.work.items() if item.parent}
        looped = {name for component in cyclic_components(above) for name in component}
        self.children: dict[str, list[str]] = {}
        for item in sorted(self.work.values(), key=lambda item: item.id):
            if item.parent in self.work and item.parent != item.id and item.id not in looped:
                self.children.setdefault(item.parent, []).append(item.id)
        self._carriers = self._find_carriers(looped)

    def is_parent(self, item: Item) -> bool:
        """Say whether the item's children carry its points."""
        return item.id in self._carriers

    def holds_others(self, item: Item) -> bool:
        """Say whether the item only holds others together, so that what is below it counts instead.

        That is an epic or feature with work below it, and a story without points whose tasks have some.
        """
        if item.kind in HOLDERS and item.id in self.children:
            return True
        return item.points is None and self.is_parent(item)

    def points(self, item: Item) -> float | None:
        """Return the item's own points: 0 for a parent, the mean of a three-point estimate without points."""
        if item.id in self._carriers:
            return 0.0
        if item.points is not None:
            return item.points
        return three_point_mean(item.estimate) if item.estimate else None

    def open_children(self, item: Item) -> tuple[str, ...]:
        """Return the children that must be planned before a parent counts; none for other items."""
        if item.id not in self._carriers:
            return ()
        return tuple(name for name in self.children.get(item.id, ()) if not self.work[name].closed)

    def _find_carriers(self, looped: Iterable[str]) -> frozenset[str]:
        skip = set(looped)
        carriers: set[str] = set()
        for item in self.work.values():
            if item.status is Status.CANCELLED or (item.points is None and item.estimate is None):
                continue
            child = item
            while child.id not in skip and child.parent in self.work and child.parent != child.id:
                if child.status is Status.CANCELLED or child.parent in carriers:
                    break
                carriers.add(child.parent)
                child = self.work[child.parent]
        return frozenset(carriers)


def three_point_mean(estimate: ThreePoint) -> float:
    """Return (low + 4 likely + high) / 6, to two decimals (PERT, Malcolm et al., Oper. Res. 7(5), 1959)."""
    low, likely, high = map(exact, (estimate.low, estimate.likely, estimate.high))
    return float(round((low + 4 * likely + high) / 6, 2))
