"""The backlog: all items of a project, and what was wrong with their sources."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from maestro_cli.errors import Diagnostic, Severity
from maestro_cli.model.items import Item


class Backlog:
    """Items in order of source, path and line; ids are unique, the first one of an id wins."""

    __slots__ = ("_by_id", "_load", "diagnostics", "items")

    items: tuple[Item, ...]
    diagnostics: tuple[Diagnostic, ...]
    _by_id: dict[str, Item]
    _load: Callable[[], Iterable[Item]]

    def __init__(self, items: Iterable[Item], diagnostics: Iterable[Diagnostic] = ()) -> None:
        """Keep `items` as given; `diagnostics` are the problems of reading them."""
        self.items = tuple(items)
        self.diagnostics = tuple(diagnostics)
        self._by_id = {item.id: item for item in reversed(self.items)}

    @classmethod
    def deferred(cls, load: Callable[[], Iterable[Item]], diagnostics: Iterable[Diagnostic] = ()) -> Backlog:
        """Return a backlog that calls `load` for its items when they are first asked for."""
        backlog = cls((), diagnostics)
        backlog._load = load
        del backlog.items, backlog._by_id  # filled again by __getattr__
        return backlog

    def __getattr__(self, name: str) -> object:
        # called only for a slot that is not filled yet
        if name not in ("items", "_by_id"):
            raise AttributeError(name)
        Backlog.__init__(self, self._load(), self.diagnostics)
        return object.__getattribute__(self, name)

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
