"""LangGraph's cache of step results, in `maestro.db`. Losing it costs time only."""

from __future__ import annotations

import contextlib
import json
import time
from collections.abc import Mapping, Sequence
from typing import Any

from langgraph.cache.base import BaseCache, FullKey, Namespace

from maestro_cli.errors import StoreDamagedError
from maestro_cli.store.database import Database
from maestro_cli.store.serde import StrictSerializer


class NodeCache(BaseCache[Any]):
    """Plain data by namespace and key, each with an optional time to live in seconds.

    An entry that cannot be read, or holds anything but plain data, counts as absent.
    """

    def __init__(self, database: Database) -> None:
        """Keep the entries in `database`."""
        super().__init__(serde=StrictSerializer())
        self._database = database

    def get(self, keys: Sequence[FullKey]) -> dict[FullKey, Any]:
        """Return the values that are there and not too old."""
        found: dict[FullKey, Any] = {}
        for namespace, key in keys:
            row = self._database.row(
                "SELECT type, value FROM cache WHERE namespace = ? AND key = ?"
                " AND (expires IS NULL OR expires > ?)",
                (_name(namespace), key, time.time()),
            )
            if row is not None:
                with contextlib.suppress(StoreDamagedError):
                    found[namespace, key] = self.serde.loads_typed((row[0], row[1]))
        return found

    def set(self, pairs: Mapping[FullKey, tuple[Any, int | None]]) -> None:
        """Keep values, replacing older ones; forget those whose time is over."""
        now = time.time()
        rows = [
            (_name(namespace), key, None if ttl is None else now + ttl, *self.serde.dumps_typed(value))
            for (namespace, key), (value, ttl) in pairs.items()
        ]
        with self._database.transaction() as connection:
            connection.execute("DELETE FROM cache WHERE expires <= ?", (now,))
            connection.executemany("INSERT OR REPLACE INTO cache VALUES (?, ?, ?, ?, ?)", rows)

    def clear(self, namespaces: Sequence[Namespace] | None = None) -> None:
        """Forget the entries of these namespaces, or all."""
        with self._database.transaction() as connection:
            if namespaces is None:
                connection.execute("DELETE FROM cache")
            else:
                names = [(_name(namespace),) for namespace in namespaces]
                connection.executemany("DELETE FROM cache WHERE namespace = ?", names)

    async def aget(self, keys: Sequence[FullKey]) -> dict[FullKey, Any]:
        """Do what `get` does."""
        return self.get(keys)

    async def aset(self, pairs: Mapping[FullKey, tuple[Any, int | None]]) -> None:
        """Do what `set` does."""
        self.set(pairs)

    async def aclear(self, namespaces: Sequence[Namespace] | None = None) -> None:
        """Do what `clear` does."""
        self.clear(namespaces)


def _name(namespace: Namespace) -> str:
    return json.dumps(namespace)
