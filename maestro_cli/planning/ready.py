"""What to take up next, and for everything that has to wait: which blocker, whose, since when."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from maestro_cli.model.backlog import Backlog
from maestro_cli.model.graph import cyclic_components, topological_order
from maestro_cli.model.items import Item, Priority, Status
from maestro_cli.model.plan import Dependencies
from maestro_cli.model.ready import NextItems, ReadyItem, Waiting, WaitingItem
from maestro_cli.planning.dependencies import dependencies, dependents, reach
from maestro_cli.planning.forecast.scope import URGENCY, Scope
from maestro_cli.planning.sentences import waiting_sentence
from maestro_cli.settings.language import Language


def next_items(backlog: Backlog, as_of: date, language: Language = "en") -> NextItems:
    """Return the ready items in order, and the waiting ones with what they wait for.

    Ready: status ready, nothing open needed, and not a parent whose children carry the points. In order
    of priority, value unblocked (of all open items that wait for it, at any distance), age (oldest
    first), id. Waiting: drafts, blocked items, and whatever depends on something open; in order of id.
    Work in progress and parents that wait for nothing are in neither list.
    """
    scope = Scope(backlog)
    links = dependencies(backlog, scope)
    users = dependents(links.needs)
    roots = _roots(links.needs)
    ready, waiting = [], []
    for name in sorted(links.needs):
        item = scope.work[name]
        causes = _causes(item, links, backlog, roots)
        if causes:
            entry = WaitingItem(item.id, item.title, item.status.value, item.assignee, causes)
            waiting.append(replace(entry, sentence=waiting_sentence(entry, language)))
        elif item.status is Status.READY and not scope.is_parent(item):
            ready.append(_ready(item, users, backlog, scope, as_of))
    ready.sort(key=_place)
    return NextItems(tuple(ready), tuple(waiting))


def _place(entry: ReadyItem) -> tuple[int, float, int, str]:
    return (URGENCY[Priority(entry.priority)], -entry.unblocked_value, -(entry.age_days or 0), entry.id)


def _ready(
    item: Item, users: Mapping[str, Sequence[str]], backlog: Backlog, scope: Scope, as_of: date
) -> ReadyItem:
    unblocks = sorted(reach(item.id, users))
    freed = [other.worth for name in unblocks if (other := backlog.get(name)) is not None]
    age = (as_of - item.created).days if item.created and item.created <= as_of else None
    return ReadyItem(
        item.id,
        item.title,
        item.kind.value,
        item.status.value,
        item.priority.value,
        scope.points(item),
        item.worth,
        item.assignee,
        age,
        tuple(unblocks),
        float(sum(freed)),
    )


def _causes(
    item: Item, links: Dependencies, backlog: Backlog, roots: Mapping[str, str]
) -> tuple[Waiting, ...]:
    found = [Waiting(name, "missing") for name in links.missing.get(item.id, ())]
    named = set(item.depends_on)
    for name in (need for need in links.needs[item.id] if need in named):
        other = backlog.get(name)
        if other is not None:
            why = other.status.value if other.status in {Status.BLOCKED, Status.DRAFT} else "open"
            found.append(Waiting(name, why, other.assignee, other.started or other.created, roots.get(name)))
    if item.status is Status.DRAFT:
        found.append(Waiting(None, "draft", item.assignee, item.created))
    if item.status is Status.BLOCKED and (item.blocked_reason or not found):
        since = item.started or item.created
        found.append(Waiting(None, "reason", item.assignee, since, text=item.blocked_reason or ""))
    return tuple(found)


def _roots(needs: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """Return per item the end of its chain of blockers; of a cycle, the smallest id."""
    smallest = {name: component[0] for component in cyclic_components(needs) for name in component}
    roots: dict[str, str] = {}
    for name in topological_order(needs):
        own = smallest.get(name, name)
        earlier = [target for target in needs[name] if smallest.get(target, target) != own]
        roots[name] = min((roots.get(target, target) for target in earlier), default=own)
    return roots
