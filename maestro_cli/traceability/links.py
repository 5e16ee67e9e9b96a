"""The links of a backlog in both directions, each index made in one pass when it is first asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property

from maestro_cli.model.backlog import Backlog
from maestro_cli.model.items import Item
from maestro_cli.model.verification import Verification


class LinkIndex:
    """Ids at the other ends of an item's links, each once, whether there is such an item or not."""

    def __init__(self, backlog: Backlog, tests: Sequence[Verification] = ()) -> None:
        """Index `backlog`, and the tests that verify its items."""
        self._backlog = backlog
        self._tests = tests

    @cached_property
    def children(self) -> Mapping[str, list[str]]:
        """Items whose `parent` an item is."""
        return self._reversed(lambda item: (item.parent,) if item.parent else ())

    @cached_property
    def satisfied_by(self) -> Mapping[str, list[str]]:
        """Items that satisfy an item."""
        return self._reversed(lambda item: (link.id for link in item.satisfies))

    @cached_property
    def dependents(self) -> Mapping[str, list[str]]:
        """Items that depend on an item."""
        return self._reversed(lambda item: item.depends_on)

    @cached_property
    def tests(self) -> Mapping[str, list[Verification]]:
        """Tests that verify an item."""
        found: dict[str, list[Verification]] = {}
        for test in self._tests:
            for target in dict.fromkeys(link.id for link in test.verifies):
                found.setdefault(target, []).append(test)
        return found

    def _reversed(self, targets: Callable[[Item], Iterable[str]]) -> Mapping[str, list[str]]:
        found: dict[str, list[str]] = {}
        for item in self._backlog.items:
            for target in dict.fromkeys(targets(item)):
                found.setdefault(target, []).append(item.id)
        return found
