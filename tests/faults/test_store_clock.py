"""A clock that is set back between two processes (L8): the newest state is the one written last."""

from __future__ import annotations

from pathlib import Path

from tests.store.children import finish, start

GRAPH = """
import operator
from typing import Annotated, TypedDict
shift = int(os.environ["SHIFT"]) * 10**9
if shift:
    real_ns, real = time.time_ns, time.time
    time.time_ns = lambda: real_ns() + shift
    time.time = lambda: real() + shift / 10**9
from langgraph.graph import END, START, StateGraph
from langgraph.types import Command, interrupt
from maestro_cli.store.checkpoints import checkpoint_saver

class State(TypedDict):
    seen: Annotated[list[str], operator.add]

def ask(name):
    def node(state):
        return {"seen": [name + interrupt(name)]}
    return node

built = StateGraph(State)
names = ["a", "b", "c"]
for name in names:
    built.add_node(name, ask(name))
for one, two in zip([START, *names], [*names, END]):
    built.add_edge(one, two)
config = {"configurable": {"thread_id": "r"}}
with checkpoint_saver(root) as saver, open_store(root) as store:
    graph = built.compile(checkpointer=saver)
    answer = os.environ["ANSWER"]
    graph.invoke(Command(resume=answer) if answer else {"seen": []}, config, durability="sync")
    state = graph.get_state(config)
    say(",".join(state.values["seen"]) + "|" + ",".join(state.next))
    ids = [found.checkpoint["id"] for found in saver.list(config)]
    say("later ids first" if ids == sorted(ids, reverse=True) else "ids out of order")
    say(store.runs.create("plan", "p", {}).id + " " + store.runs.list()[0][0].id)
"""


def test_a_clock_set_back_does_not_bring_an_old_state_back(tmp_path: Path) -> None:
    hour, decade = "-3600", str(-10 * 365 * 86400)
    first = finish(start(tmp_path, GRAPH, SHIFT="0", ANSWER=""))
    second = finish(start(tmp_path, GRAPH, SHIFT=hour, ANSWER="1"))
    third = finish(start(tmp_path, GRAPH, SHIFT=decade, ANSWER="2"))
    last = finish(start(tmp_path, GRAPH, SHIFT="0", ANSWER="3"))
    assert first.splitlines() == ["|a", "later ids first", "p p"]
    assert second.splitlines() == ["a1|b", "ids out of order", "p.2 p.2"]
    assert third.splitlines() == ["a1,b2|c", "ids out of order", "p.3 p.3"]
    assert last.splitlines() == ["a1,b2,c3|", "ids out of order", "p.4 p.4"]
