"""The contract of a plan, read again and tried out: every choice of sprints, the best that is allowed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import product

from maestro_cli.model.backlog import Backlog
from maestro_cli.model.items import CLOSED, WORK_KINDS, Item, Status

PLANNABLE = {Status.READY, Status.IN_PROGRESS, Status.BLOCKED, Status.REVIEW}


def ancestors(item: Item, backlog: Backlog) -> list[str]:
    found: list[str] = []
    above = item.parent
    while above is not None and above not in found:
        found.append(above)
        parent = backlog.get(above)
        above = parent.parent if parent is not None and parent.kind in WORK_KINDS else None
    return found


def children(parent: Item, backlog: Backlog) -> list[Item]:
    """Children that count, without those in a circle of parents."""
    return [
        one
        for one in backlog
        if one.parent == parent.id and one.kind in WORK_KINDS and one.id not in ancestors(one, backlog)
    ]


def has_points(item: Item) -> bool:
    return item.points is not None or item.estimate is not None


def carries(item: Item, backlog: Backlog) -> bool:
    if item.status is Status.CANCELLED:
        return False
    return has_points(item) or any(carries(child, backlog) for child in children(item, backlog))


def points_of(item: Item, backlog: Backlog) -> float | None:
    if is_parent(item, backlog):
        return 0
    if item.points is None and item.estimate is not None:
        return round((item.estimate.low + 4 * item.estimate.likely + item.estimate.high) / 6, 2)
    return item.points


def is_parent(item: Item, backlog: Backlog) -> bool:
    return any(carries(child, backlog) for child in children(item, backlog))


def must_come_first(item: Item, backlog: Backlog) -> set[str]:
    """Ids, unknown ones too, that have to be planned no later."""
    needed = {
        name
        for name in item.depends_on
        if name != item.id and ((other := backlog.get(name)) is None or other.status not in CLOSED)
    }
    if is_parent(item, backlog):
        needed |= {child.id for child in children(item, backlog) if child.status not in CLOSED}
    return needed


def eligible(item: Item, backlog: Backlog, plan: Sequence[str]) -> bool:
    if item.kind not in WORK_KINDS or item.status not in PLANNABLE or points_of(item, backlog) is None:
        return False
    if item.sprint is not None and item.sprint not in plan:
        return False
    waits = [n for n in set(item.depends_on) - {item.id} if (o := backlog.get(n)) and o.status not in CLOSED]
    return item.status is not Status.BLOCKED or bool(waits)


def possible(backlog: Backlog, plan: Sequence[str], capacities: Sequence[float]) -> dict[str, Item]:
    """Items that some plan could contain: what they need must be possible too, and fit into one sprint.

    What a pin asks for stays in: where it does not fit, there is no plan.
    """
    items = {one.id: one for one in backlog if eligible(one, backlog, plan)}
    small = {n for n, one in items.items() if (points_of(one, backlog) or 0) <= max(capacities)}
    held: set[str] = set()
    for name, one in ready(items, backlog).items():
        held |= {name, *closure(one, backlog)} if one.sprint in plan else set()
    items = {n: one for n, one in items.items() if n in small | held}
    while True:
        kept = {n: one for n, one in items.items() if must_come_first(one, backlog) <= items.keys()}
        for name in [name for name in kept if name not in held]:
            circle = [
                n for n in kept if name in closure(kept[n], backlog) and n in closure(kept[name], backlog)
            ]
            if sum(points_of(kept[n], backlog) or 0 for n in {*circle, name}) > max(capacities):
                del kept[name]
        if len(kept) == len(items):
            return items
        items = kept


def ready(items: dict[str, Item], backlog: Backlog) -> dict[str, Item]:
    """Items without those that need something outside."""
    while True:
        kept = {n: one for n, one in items.items() if must_come_first(one, backlog) <= items.keys()}
        if len(kept) == len(items):
            return items
        items = kept


def closure(item: Item, backlog: Backlog) -> set[str]:
    found = set()
    todo = [item]
    while todo:
        for name in must_come_first(todo.pop(), backlog):
            other = backlog.get(name)
            if name not in found and other is not None:
                found.add(name)
                todo.append(other)
    return found


def allowed(
    choice: Mapping[str, int], items: Mapping[str, Item], backlog: Backlog, capacities: Sequence[float]
) -> bool:
    """Say whether a choice of sprints keeps capacity and dependencies."""
    for sprint, capacity in enumerate(capacities):
        load = sum(points_of(items[n], backlog) or 0 for n, s in choice.items() if s == sprint)
        if load > capacity + 1e-9:
            return False
    return all(
        needed in choice and choice[needed] <= sprint
        for name, sprint in choice.items()
        for needed in must_come_first(items[name], backlog)
    )


def value_of(choice: Mapping[str, int], items: Mapping[str, Item], sprints: int) -> float:
    return sum(items[name].worth * (sprints - sprint) for name, sprint in choice.items())


def best(backlog: Backlog, plan: Sequence[str], capacities: Sequence[float]) -> float | None:
    """Return the highest value of any plan; None when the pins allow none."""
    items = possible(backlog, plan, capacities)
    pins = {n: plan.index(one.sprint) for n, one in items.items() if one.sprint in plan}
    options = [[pins[n]] if n in pins else [None, *range(len(plan))] for n in items]
    top = None
    for sprints in product(*options):
        choice = {n: s for n, s in zip(items, sprints, strict=True) if s is not None}
        if allowed(choice, items, backlog, capacities):
            value = value_of(choice, items, len(plan))
            top = value if top is None else max(top, value)
    return top
