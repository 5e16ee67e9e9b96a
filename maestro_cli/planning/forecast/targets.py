"""What is to be done, in plan order, and the requirements, epics and milestones that it is for."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from maestro_cli.model.backlog import Backlog
from maestro_cli.model.forecast import Work
from maestro_cli.model.items import STARTED, Item, Kind, Status
from maestro_cli.planning.dependencies import dependencies, reach
from maestro_cli.planning.forecast.scope import HOLDERS, PLANNABLE, URGENCY, Scope

MILESTONE = "milestone:"
"""What labels begin with that name a milestone."""


@dataclass(frozen=True, slots=True)
class Goal:
    """Something that is done when all of its open work is: `items` are part of a forecast, `rest` is not."""

    id: str
    kind: str
    title: str
    items: tuple[str, ...]
    rest: tuple[str, ...] = ()


class WorkPlan:
    """The open work of a backlog: what it belongs to, and in which order it is done.

    Plan order: work in progress first, then by priority, value and id; whatever an item needs comes before
    it.
    """

    def __init__(self, backlog: Backlog, unit: str) -> None:
        """Read the backlog once; `unit` is sprint (an item's amount is its points) or week (1 each)."""
        self._unit, self._scope = unit, Scope(backlog)
        self._needs = dependencies(backlog, self._scope).needs
        self._items = {item.id: item for item in sorted(backlog, key=lambda item: item.id)}
        self.all_work = frozenset(self._scope.work)
        self.open = frozenset(name for name, item in self._scope.work.items() if not item.closed)
        holders = {name for name, item in self._scope.work.items() if self._scope.holds_others(item)}
        self._todo = self.open - holders
        self._below: dict[str, list[str]] = {name: list(each) for name, each in self._scope.children.items()}
        for item in self._items.values():
            above = [link.id for link in item.satisfies]
            above += [label for label in item.labels if label.startswith(MILESTONE)]
            if item.kind is Kind.REQUIREMENT and item.parent:
                above.append(item.parent)
            for name in above:
                self._below.setdefault(name, []).append(item.id)

    def amount(self, name: str) -> float | None:
        """Return what an item counts: 0 when it only holds others together, None when it has no points."""
        if self._scope.holds_others(self._items[name]):
            return 0.0
        return 1.0 if self._unit == "week" else self.points(name)

    def points(self, name: str) -> float | None:
        """Return an item's own points: 0 where its children carry them, None when it has none."""
        return self._scope.points(self._items[name])

    def members(self, names: Iterable[str]) -> frozenset[str]:
        """Return the work, open or done, that `names` stand for: itself, what is below, what satisfies it.

        A label such as milestone:beta stands for the items that bear it.
        """
        found = {each for name in names for each in (name, *reach(name, self._below))}
        return frozenset(found & self._scope.work.keys())

    def done_between(self, first: date, last: date) -> float:
        """Return the amount of work completed from one day to another, both included; 0 where unknown."""
        done = (
            item.id
            for item in self._scope.work.values()
            if item.status is Status.DONE and item.completed and first <= item.completed <= last
        )
        return float(sum(self.amount(name) or 0.0 for name in done))

    def knows(self, name: str) -> bool:
        """Say whether anything is meant by `name`: an item, or a milestone that some item bears."""
        return name in self._items or name in self._below

    def work(self, asked: Sequence[str] | None = None) -> Work:
        """Return what is to be done for `asked`, by default for all open work that is ready to be planned."""
        if asked is None:
            wanted = frozenset(name for name in self._todo if self._items[name].status in PLANNABLE)
        else:
            wanted = self.members(asked) & self._todo
        ordered = self._in_order(wanted)
        amounts = {name: self.amount(name) for name in ordered}
        known = {name: amount for name, amount in amounts.items() if amount is not None}
        return Work(
            tuple(known),
            tuple(known.values()),
            tuple(name for name in ordered if name not in wanted),
            tuple(name for name in ordered if name not in known),
        )

    def goals(self, work: Work, asked: Collection[str] | None = None) -> tuple[Goal, ...]:
        """Return the open requirements, epics, features and milestones that some of `work` is for, by id.

        Where only some work was `asked` for, those that were asked for too and those that it completes.
        """
        todo = {*work.items, *work.unestimated}
        kinds = HOLDERS | {Kind.REQUIREMENT}
        found = [
            (item.id, item.kind.value, item.title)
            for item in self._items.values()
            if item.kind in kinds and not item.closed
        ]
        labels = sorted(name for name in self._below if name.startswith(MILESTONE))
        found += [(label, "milestone", label.removeprefix(MILESTONE)) for label in labels]
        goals = [self._goal(*one, todo) for one in found]
        return tuple(
            goal for goal in goals if goal.items and (asked is None or not goal.rest or goal.id in asked)
        )

    def begins(self, pinned: Mapping[str, int]) -> dict[str, int]:
        """Return per open item the latest of its own period in `pinned` and those of all that it needs."""
        found: dict[str, int] = {}
        for name in self._in_order(self.open):
            needs = (found.get(need, 0) for need in self._open_needs(name))
            found[name] = max(pinned.get(name, 0), *needs, 0)
        return found

    def _goal(self, name: str, kind: str, title: str, todo: Collection[str]) -> Goal:
        members = sorted(self.members([name]) & self._todo)
        inside = tuple(each for each in members if each in todo)
        return Goal(name, kind, title, inside, tuple(each for each in members if each not in todo))

    def _in_order(self, wanted: Iterable[str]) -> list[str]:
        """Return `wanted` and all it needs in plan order; items that need one another keep that order."""
        ordered: dict[str, None] = {}
        begun: set[str] = set()
        stack = sorted(wanted, key=self._place, reverse=True)
        while stack:
            name = stack[-1]
            waiting = [] if name in begun else self._open_needs(name)
            begun.add(name)
            new = [need for need in waiting if need not in begun]
            if new:
                stack += sorted(new, key=self._place, reverse=True)
            else:
                ordered.setdefault(stack.pop())
        return list(ordered)

    def _open_needs(self, name: str) -> list[str]:
        return [need for need in self._needs.get(name, ()) if need in self.open]

    def _place(self, name: str) -> tuple[bool, int, float, str]:
        item: Item = self._items[name]
        return (item.status not in STARTED, URGENCY[item.priority], -item.worth, name)
