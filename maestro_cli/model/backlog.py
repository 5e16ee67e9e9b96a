"""The backlog: all items of a project, and what was wrong with their sources."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from maestro_cli.errors import Diagnostic, Severity
from maestro_cli.model.items import Item


class Backlog:
    """Items in order of source, path and line; ids are unique, the first one of an id wins."""

    __slots__ = ("_by_id", "diagnostics", "items")

    def __init__(self, items: Iterable[Item], diagnostics: Iterable[Diagnostic] = ()) -> None:
        """Keep `items` as given; `diagnostics` are the problems of reading them."""
        self.items = tuple(items)
        self.diagnostics = tuple(diagnostics)
        self._by_id = {item.id: item for item in reversed(self.items)}

    def __iter__(self) -> Iterator[Item]:
        return iter(self.items)

    def __len__(self) -> int:
        return len(self.items)

    def __contains__(self, item_id: object) -> bool:
        return item_id in self._by_id

    def get(self, item_id: str) -> Item | None:
        """Return the item with this id, or None."""
        return self._by_id.get(item_id)

    @property
    def unreadable(self) -> tuple[Diagnostic, ...]:
        """The diagnostics that keep items from being known at all."""
        return tuple(d for d in self.diagnostics if d.severity is Severity.ERROR)
