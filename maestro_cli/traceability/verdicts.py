"""How the tests of items came out: of an item itself, and of the work below it.

A test reaches the items that it names, what these hang under, and the requirements that those satisfy; it
does not go on to requirements above, which have their own work and tests.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from maestro_cli.model.backlog import Backlog
from maestro_cli.model.items import Item, Kind, Status
from maestro_cli.model.verification import Verdict, Verification, together
from maestro_cli.traceability.levels import LIVE_WORK


class Verdicts:
    """Verdicts by item. Tests are spread in order of their ids: each item is visited once a verdict."""

    def __init__(self, backlog: Backlog, tests: Sequence[Verification]) -> None:
        """Spread the `tests` over the items that are not cancelled."""
        self._backlog = backlog
        self._first: dict[Verdict, dict[str, str]] = {verdict: {} for verdict in Verdict}
        self._tests: dict[str, dict[str, None]] = {}
        for test in sorted(tests, key=lambda one: one.id):
            for reference in test.verifies:
                item = backlog.get(reference.id)
                if item is not None and item.status is not Status.CANCELLED:
                    self._tests.setdefault(item.id, {})[test.id] = None
                    self._reach(item, test)

    def tests_of(self, item_id: str) -> tuple[str, ...]:
        """Return the ids of the tests that name an item, sorted."""
        return tuple(self._tests.get(item_id, ()))

    def of(self, item_id: str) -> Verdict | None:
        """Return how the tests of an item came out together; None where there is none."""
        seen = {verdict for verdict, reached in self._first.items() if item_id in reached}
        return together(seen) if seen else None

    def first(self, item_id: str, verdict: Verdict) -> str | None:
        """Return the first test, by id, that reaches the item and came out so."""
        return self._first[verdict].get(item_id)

    def _reach(self, item: Item, test: Verification) -> None:
        reached = self._first[test.result]
        todo = [item]
        while todo:
            item = todo.pop()
            if item.id not in reached:
                reached[item.id] = test.id
                todo += self._next(item)

    def _next(self, item: Item) -> Iterator[Item]:
        """Yield the work that an item hangs under and the requirements that it satisfies."""
        if item.kind not in LIVE_WORK:
            return
        parent = None if item.parent is None else self._backlog.get(item.parent)
        targets = (self._backlog.get(reference.id) for reference in item.satisfies)
        if parent is not None and parent.kind in LIVE_WORK and parent.status is not Status.CANCELLED:
            yield parent
        for target in targets:
            if target is not None and target.kind is Kind.REQUIREMENT:
                yield target
