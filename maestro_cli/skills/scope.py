"""Which items count as work, and with how many points: nothing is counted twice."""

from __future__ import annotations

from collections.abc import Sequence

from maestro_cli.model.backlog import Backlog
from maestro_cli.model.items import STARTED, Item, Status
from maestro_cli.planning.forecast.scope import Scope


class Work:
    """The work items of a backlog in order of id, without those that only hold others together.

    An epic or feature with work below it stands for nothing of its own, and neither does a story
    that is not estimated while its tasks are: what is below them is counted.
    """

    def __init__(self, backlog: Backlog) -> None:
        """Read the hierarchy once."""
        self._scope = Scope(backlog)
        self.items = tuple(
            item for name, item in sorted(self._scope.work.items()) if not self._scope.holds_others(item)
        )

    def points(self, item: Item) -> float | None:
        """Return the points an item stands for itself: 0 where its children carry them."""
        return self._scope.points(item)

    def total(self, items: Sequence[Item]) -> float | None:
        """Return the sum of the points known; None when there are items and none is estimated."""
        known = [points for item in items if (points := self.points(item)) is not None]
        return None if items and not known else sum(known)

    def needs_estimate(self, item: Item) -> bool:
        """Whether an estimate is missing: none here, and none on an item above that would cover it."""
        seen: set[str] = set()
        at: Item | None = item
        while at is not None and at.id not in seen:
            if at.points is not None or at.estimate is not None:
                return False
            seen.add(at.id)
            at = self._scope.work.get(at.parent) if at.parent else None
        return True


def is_blocked(item: Item) -> bool:
    """Whether the item says of itself that it cannot go on: by its status, or by a reason."""
    return item.status is Status.BLOCKED or (bool(item.blocked_reason) and not item.closed)


def is_running(item: Item) -> bool:
    """Whether somebody can work on it now: in progress or in review, and not blocked."""
    return item.status in STARTED and not is_blocked(item)
