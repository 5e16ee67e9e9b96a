from __future__ import annotations

import asyncio
from typing import Any

import pytest

from maestro_cli.errors import MaestroError
from maestro_cli.store.node_cache import NodeCache
from maestro_cli.store.project_store import Store

A, B = ("graph", "a"), ("graph", "b")


@pytest.fixture
def cache(store: Store) -> NodeCache:
    return NodeCache(store.database)


def test_what_is_set_is_got(cache: NodeCache) -> None:
    value = [("results", {"n": [1, "x", None]})]
    cache.set({(A, "k"): (value, None), (B, "k"): ("b", 60)})
    found = cache.get([(A, "k"), (B, "k"), (A, "other")])
    assert [list(map(list, found[A, "k"])), found[B, "k"]] == [[["results", {"n": [1, "x", None]}]], "b"]
    assert len(found) == 2
    cache.set({(A, "k"): ("new", None)})
    assert asyncio.run(cache.aget([(A, "k")])) == {(A, "k"): "new"}


def test_clear_forgets_one_namespace_or_all(cache: NodeCache) -> None:
    cache.set({(A, "k"): (1, None), (B, "k"): (2, None), (("graph,a",), "k"): (3, None)})
    asyncio.run(cache.aclear([A]))
    assert cache.get([(A, "k"), (B, "k"), (("graph,a",), "k")]) == {(B, "k"): 2, (("graph,a",), "k"): 3}
    cache.clear()
    assert cache.get([(B, "k")]) == {}


def test_an_entry_lives_as_long_as_it_may(
    cache: NodeCache, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = [1000.0]
    monkeypatch.setattr("maestro_cli.store.node_cache.time.time", lambda: now[0])
    asyncio.run(cache.aset({(A, "short"): (1, 10), (A, "long"): (2, None)}))
    now[0] = 1009.0
    assert len(cache.get([(A, "short"), (A, "long")])) == 2
    now[0] = 1011.0
    assert cache.get([(A, "short"), (A, "long")]) == {(A, "long"): 2}
    cache.set({(B, "x"): (1, None)})
    assert store.database.rows("SELECT key FROM cache ORDER BY key") == [("long",), ("x",)]


@pytest.mark.parametrize(
    ("kind", "value"), [("msgpack", b"\xc1"), ("pickle", b"\x80"), ("msgpack", b""), ("?", b"")]
)
def test_a_corrupt_entry_is_absent(cache: NodeCache, store: Store, kind: str, value: bytes) -> None:
    cache.set({(A, "k"): ("x", None), (A, "good"): ("y", None)})
    with store.database.transaction() as connection:
        connection.execute("UPDATE cache SET type = ?, value = ? WHERE key = 'k'", (kind, value))
    assert cache.get([(A, "k"), (A, "good")]) == {(A, "good"): "y"}


def test_only_plain_data_is_cached(cache: NodeCache) -> None:
    class Odd:
        def model_dump(self) -> dict[str, Any]:
            return {}

    with pytest.raises(MaestroError, match="plain data"):
        cache.set({(A, "k"): (Odd(), None)})


@pytest.mark.parametrize("name", ["'", "]", ";--", "%"])
def test_hostile_keys_are_only_text(cache: NodeCache, name: str) -> None:
    cache.set({((name,), name): (1, None), (A, "k"): (2, None)})
    assert cache.get([((name,), name)]) == {((name,), name): 1}
    cache.clear([(name,)])
    assert cache.get([((name,), name), (A, "k")]) == {(A, "k"): 2}
