"""Checkpoints and cache entries made to run a program when they are read (S19)."""

from __future__ import annotations

import json
import pickle
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import ormsgpack
import pytest
from langgraph.checkpoint.serde.jsonplus import JsonPlusSerializer

from maestro_cli.errors import StoreDamagedError, StoreError
from maestro_cli.store.checkpoints import checkpoint_saver
from maestro_cli.store.node_cache import NodeCache
from maestro_cli.store.project_store import Store, open_store
from maestro_cli.store.serde import StrictSerializer
from tests.store.test_checkpoints import put, thread

Blob = tuple[str, bytes]


def single(command: str) -> Blob:
    return "msgpack", ormsgpack.packb(ormsgpack.Ext(0, ormsgpack.packb(["os", "system", command])))


def positional(command: str) -> Blob:
    return "msgpack", ormsgpack.packb(ormsgpack.Ext(1, ormsgpack.packb(["os", "system", [command]])))


def keyword(command: str) -> Blob:
    return "msgpack", ormsgpack.packb(
        ormsgpack.Ext(2, ormsgpack.packb(["os", "system", {"command": command}]))
    )


def method(command: str) -> Blob:
    return "msgpack", ormsgpack.packb(ormsgpack.Ext(3, ormsgpack.packb(["os", "path", command, "system"])))


def pydantic(command: str) -> Blob:
    packed = ormsgpack.packb(["subprocess", "Popen", {"args": ["sh", "-c", command]}, "model_validate_json"])
    return "msgpack", ormsgpack.packb(ormsgpack.Ext(5, packed))


def nested(command: str) -> Blob:
    inner = ormsgpack.packb({"x": [ormsgpack.Ext(0, ormsgpack.packb(["os", "system", command]))]})
    deep = ormsgpack.packb(
        ormsgpack.Ext(2, ormsgpack.packb(["langgraph.types", "Interrupt", ormsgpack.Ext(7, inner)]))
    )
    return "msgpack", deep


def as_json(command: str) -> Blob:
    return "json", json.dumps(
        {"lc": 2, "type": "constructor", "id": ["os", "system"], "args": [command]}
    ).encode()


def as_pickle(command: str) -> Blob:
    class Run:
        def __reduce__(self) -> tuple[Callable[[str], Any], tuple[str]]:
            import os

            return os.system, (command,)

    return "pickle", pickle.dumps(Run())


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(tmp_path) or pytest.fail("no store") as opened:
        yield opened


HOSTILE = [single, positional, keyword, method, pydantic, nested, as_json, as_pickle]


def test_the_payload_would_run_with_the_usual_serializer(tmp_path: Path) -> None:
    marker = tmp_path / "marker"
    JsonPlusSerializer(allowed_msgpack_modules=True).loads_typed(single(f"touch {marker}"))
    assert marker.exists()


# @req MR-11.3
@pytest.mark.parametrize("make", HOSTILE)
def test_a_crafted_checkpoint_is_refused_and_not_run(tmp_path: Path, make: Callable[[str], Blob]) -> None:
    marker = tmp_path / "marker"
    kind, blob = make(f"touch {marker}")
    with checkpoint_saver(tmp_path) as saver:
        config = put(saver, "r", "1", x=1)
        saver.put_writes(config, [("x", 1)], "task")
        for table, column in (("writes", "value"), ("checkpoints", "checkpoint")):
            with saver._database.transaction() as connection:
                connection.execute(f"UPDATE {table} SET type = ?, {column} = ?", (kind, blob))
            with pytest.raises(StoreDamagedError, match="refused"):
                saver.get_tuple(thread("r"))
            with pytest.raises(StoreDamagedError, match="refused"):
                list(saver.list(thread("r")))
    assert not marker.exists()


@pytest.mark.parametrize("make", HOSTILE)
def test_a_crafted_cache_entry_is_a_miss(store: Store, tmp_path: Path, make: Callable[[str], Blob]) -> None:
    marker = tmp_path / "marker"
    cache = NodeCache(store.database)
    cache.set({(("g",), "k"): ("x", None)})
    with store.database.transaction() as connection:
        connection.execute("UPDATE cache SET type = ?, value = ?", make(f"touch {marker}"))
    assert cache.get([(("g",), "k")]) == {}
    assert not marker.exists()


def test_a_crafted_view_runs_no_function_of_ours(store: Store) -> None:
    """A database that came with a repository may hold code in its schema; it is not trusted."""
    ran: list[bool] = []
    store.database.connection.create_function("act", 0, lambda: ran.append(True))
    with store.database.transaction() as connection:
        connection.execute("CREATE VIEW evil AS SELECT act()")
    with pytest.raises(StoreError, match="unsafe use"):
        store.database.rows("SELECT * FROM evil")
    assert ran == []


@pytest.mark.parametrize(
    "value",
    [
        b"",
        b"\xc1",
        b"\xd9",
        b"\xc7\xff",
        ormsgpack.packb(ormsgpack.Ext(0, b"")),
        ormsgpack.packb(ormsgpack.Ext(9, b"\x90")),
    ],
)
def test_garbage_is_refused(value: bytes) -> None:
    with pytest.raises(StoreDamagedError, match="refused"):
        StrictSerializer().loads_typed(("msgpack", value))


def test_a_deeply_nested_value_is_refused() -> None:
    with pytest.raises(StoreDamagedError, match="refused"):
        StrictSerializer().loads_typed(("msgpack", b"\x91" * 100_000 + b"\xc0"))
