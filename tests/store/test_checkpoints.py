from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Iterator
from operator import add
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, TypedDict

import pytest
from langgraph.graph import END, START, StateGraph
from langgraph.types import Command, interrupt

from maestro_cli.errors import MaestroError, StoreDamagedError, StoreError, UsageError
from maestro_cli.model.runs import RunStatus
from maestro_cli.store.checkpoints import CheckpointSaver, checkpoint_saver
from maestro_cli.store.project_store import Store

if TYPE_CHECKING:
    from langchain_core.runnables import RunnableConfig


@pytest.fixture
def saver(tmp_path: Path) -> Iterator[CheckpointSaver]:
    with checkpoint_saver(tmp_path) as opened:
        yield opened


def thread(name: str, checkpoint_id: str | None = None) -> RunnableConfig:
    found: dict[str, Any] = {"thread_id": name, "checkpoint_ns": ""}
    return {"configurable": found | ({"checkpoint_id": checkpoint_id} if checkpoint_id else {})}


def put(saver: CheckpointSaver, name: str, checkpoint_id: str, **values: object) -> RunnableConfig:
    versions: dict[str, str | int | float] = dict.fromkeys(values, 1)
    return saver.put(
        thread(name),
        {
            "v": 1,
            "id": checkpoint_id,
            "ts": "",
            "channel_values": dict(values),
            "channel_versions": versions,
            "versions_seen": {},
            "updated_channels": None,
        },
        {"source": "loop", "step": 1, "parents": {}},
        versions,
    )


class State(TypedDict):
    seen: Annotated[list[str], add]


def graph() -> Any:
    def ask(state: State) -> State:
        return {"seen": [interrupt("go on?")]}

    def left(state: State) -> State:
        return {"seen": ["left"]}

    def right(state: State) -> State:
        return {"seen": ["right"]}

    built = StateGraph(State)
    built.add_node("left", left)
    built.add_node("right", right)
    built.add_edge(START, "left")
    built.add_edge(START, "right")
    built.add_node("ask", ask)
    built.add_edge(["left", "right"], "ask")
    built.add_edge("ask", END)
    return built


def test_a_graph_stops_and_goes_on_in_another_process_sync_and_async(tmp_path: Path) -> None:
    config = thread("r")
    with checkpoint_saver(tmp_path) as saver:
        graph().compile(checkpointer=saver).invoke({"seen": ["start"]}, config, durability="sync")
    with checkpoint_saver(tmp_path) as saver:
        compiled = graph().compile(checkpointer=saver)
        state = asyncio.run(compiled.ainvoke(Command(resume="yes"), config, durability="sync"))
    assert state["seen"] == ["start", "left", "right", "yes"]


# @req MR-10.2
def test_on_saved_is_called_when_the_checkpoint_is_on_disk(tmp_path: Path) -> None:
    path = tmp_path / ".maestro" / "checkpoints.db"
    found: list[tuple[str, int, int]] = []

    def look(name: str, step: int) -> None:
        other = sqlite3.connect(path)
        found.append((name, step, other.execute("SELECT count(*) FROM checkpoints").fetchone()[0]))
        other.close()

    with checkpoint_saver(tmp_path, look) as saver:
        graph().compile(checkpointer=saver).invoke({"seen": []}, thread("r"), durability="sync")
    assert found == [("r", -1, 1), ("r", 0, 2), ("r", 1, 3)]


def test_the_newest_checkpoint_is_the_one_written_last(saver: CheckpointSaver) -> None:
    for checkpoint_id in ("5", "9", "2"):
        put(saver, "r", checkpoint_id, x=checkpoint_id)
    newest = saver.get_tuple(thread("r"))
    assert newest is not None
    assert newest.checkpoint["channel_values"] == {"x": "2"}
    ids = [found.checkpoint["id"] for found in saver.list(thread("r"))]
    assert ids == ["2", "9", "5"]
    before = [found.checkpoint["id"] for found in saver.list(thread("r"), before=thread("r", "9"))]
    assert before == ["5"]
    saver.prune(["r"])
    assert [found.checkpoint["id"] for found in saver.list(thread("r"))] == ["2"]


def test_pending_writes_come_with_their_checkpoint(saver: CheckpointSaver) -> None:
    config = put(saver, "r", "9")
    saver.put_writes(config, [("x", 1), ("y", [2])], "task")
    put(saver, "r", "1")
    old = saver.get_tuple(thread("r", "9"))
    new = saver.get_tuple(thread("r"))
    assert old is not None
    assert new is not None
    assert old.pending_writes == [("task", "x", 1), ("task", "y", [2])]
    assert new.pending_writes == []


def test_reading_while_listing(saver: CheckpointSaver) -> None:
    for checkpoint_id in "123":
        put(saver, "r", checkpoint_id)
    found = [saver.get_tuple(each.config) for each in saver.list(None)]
    assert [each.checkpoint["id"] for each in found if each] == ["3", "2", "1"]


def test_an_unknown_way_to_prune_is_refused(saver: CheckpointSaver) -> None:
    with pytest.raises(UsageError, match="unknown way"):
        saver.prune(["r"], strategy="all")


class Custom:
    def model_dump(self) -> dict[str, int]:
        return {"n": 1}


@pytest.mark.parametrize("value", [RunStatus.RUNNING, Path("x"), Custom()])
def test_state_that_could_not_be_read_back_is_refused_at_once(saver: CheckpointSaver, value: object) -> None:
    with pytest.raises(MaestroError, match="plain data"):
        put(saver, "r", "1", x=value)
    assert saver.get_tuple(thread("r")) is None


@pytest.mark.parametrize("key", ["a'b", "a]b", "x;--", "a') OR 1=1 --", ""])
def test_hostile_filters_are_refused(saver: CheckpointSaver, key: str) -> None:
    put(saver, "r", "1")
    with pytest.raises(UsageError):
        list(saver.list(None, filter={key: 1}))


@pytest.mark.parametrize("name", ["'", "]", ";--", '"; DROP TABLE checkpoints;--', "%", "한글"])
def test_hostile_thread_ids_are_only_text(saver: CheckpointSaver, name: str) -> None:
    put(saver, "bystander", "1", x=1)
    config = put(saver, name, name, x=2)
    saver.put_writes(config, [("x", 1)], name)
    saver.copy_thread(name, "copy")
    saver.delete_for_runs([name])
    assert [found.checkpoint["id"] for found in saver.list(thread(name), filter={"source": name})] == []
    saver.delete_thread(name)
    assert saver.get_tuple(thread(name)) is None
    copy = saver.get_tuple(thread("copy"))
    assert copy is not None
    assert copy.pending_writes == [(name, "x", 1)]
    assert saver.get_tuple(thread("bystander")) is not None


def test_errors_are_ours(saver: CheckpointSaver, tmp_path: Path) -> None:
    put(saver, "r", "1")
    with sqlite3.connect(tmp_path / ".maestro" / "checkpoints.db") as other:
        other.execute("UPDATE checkpoints SET metadata = '{'")
    other.close()
    with pytest.raises(StoreDamagedError):
        saver.get_tuple(thread("r"))
    with sqlite3.connect(tmp_path / ".maestro" / "checkpoints.db") as other:
        other.execute("DROP TABLE writes")
    other.close()
    with pytest.raises(StoreDamagedError):
        saver.get_tuple(thread("r"))
    saver.conn.close()
    with pytest.raises(StoreError):
        put(saver, "r", "2")


def test_pruning_the_store_takes_the_checkpoints_along(store: Store, tmp_path: Path) -> None:
    for name in ("a", "b"):
        store.runs.create("plan", name, {})
        store.runs.set_status(name, RunStatus.COMPLETED)
    with checkpoint_saver(tmp_path) as saver:
        for name in ("a", "b", "left over"):
            put(saver, name, "1")
        assert store.prune(1) == ("a",)
        assert [found.config["configurable"]["thread_id"] for found in saver.list(None)] == ["b"]
