"""Which items count as work, so that a story and its epic are not counted twice."""

from __future__ import annotations

from maestro_cli.model.backlog import Backlog
from maestro_cli.model.items import STARTED, WORK_KINDS, Item, Kind, Status

_HOLDERS = frozenset({Kind.EPIC, Kind.FEATURE})


def work_items(backlog: Backlog) -> list[Item]:
    """Return the work items in order of id, without those that only hold others together.

    An epic or feature with work below it stands for nothing of its own, and neither does a story
    that is not estimated while its tasks are: what is below them is counted.
    """
    parents = {item.parent for item in backlog if item.kind in WORK_KINDS}
    above = _above_estimates(backlog)
    return sorted(
        (
            item
            for item in backlog
            if item.kind in WORK_KINDS
            and not (item.kind in _HOLDERS and item.id in parents)
            and not (item.points is None and item.id in above)
        ),
        key=lambda item: item.id,
    )


def is_blocked(item: Item) -> bool:
    """Whether the item says of itself that it cannot go on: by its status, or by a reason."""
    return item.status is Status.BLOCKED or (bool(item.blocked_reason) and not item.closed)


def is_running(item: Item) -> bool:
    """Whether somebody can work on it now: in progress or in review, and not blocked."""
    return item.status in STARTED and not is_blocked(item)


def needs_estimate(item: Item, backlog: Backlog) -> bool:
    """Whether points are missing: none here, and none on an item above that would cover it."""
    seen: set[str] = set()
    at: Item | None = item
    while at is not None and at.id not in seen:
        if at.points is not None:
            return False
        seen.add(at.id)
        at = backlog.get(at.parent) if at.parent else None
    return True


def _above_estimates(backlog: Backlog) -> set[str]:
    found: set[str] = set()
    for item in backlog:
        if item.kind not in WORK_KINDS or item.points is None:
            continue
        parent = item.parent
        while parent is not None and parent not in found:
            found.add(parent)
            at = backlog.get(parent)
            parent = at.parent if at else None
    return found
