"""What a checkpoint costs: a LangGraph graph with our saver, and the same graph without any."""

from __future__ import annotations

import asyncio
import statistics
import sys
import time
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

from benchmarks.measure import output, python
from benchmarks.table import Row

NODES = 20
RUNS = 10
CALL = "import sys; sys.path.insert(0, {path!r}); from benchmarks.checkpoints import main; main()"


def checkpoints(root: Path) -> Iterator[Row]:
    """The time of a superstep on the median, with checkpoints and beyond the same step without."""
    project = root / "checkpoints"
    project.mkdir()
    printed = output(python(CALL.format(path=str(Path(__file__).parents[1]))), project)
    kept, bare = (float(text) for text in printed.split())
    yield Row("a step of a graph without checkpoints", bare, "ms")
    yield Row("a checkpoint, beyond the step itself (time, not CPU)", kept - bare, "ms", limit=10)


def main() -> None:
    """Print the median milliseconds of a superstep with checkpoints in this folder, and without."""
    from maestro_cli.store.checkpoints import checkpoint_saver

    with checkpoint_saver(Path.cwd()) as saver:
        kept = [each for run in range(RUNS) for each in _steps(saver, str(run))]
    bare = [each for run in range(RUNS) for each in _steps(None, str(run))]
    sys.stdout.write(f"{statistics.median(kept)} {statistics.median(bare)}\n")


def _steps(saver: Any, thread: str) -> list[float]:  # noqa: ANN401 - a saver of LangGraph, or None
    """Run the graph once and return the milliseconds between one step's end and the next one's."""
    return asyncio.run(_drive(_graph(saver), thread))


async def _drive(graph: Any, thread: str) -> list[float]:  # noqa: ANN401 - a graph of LangGraph
    config = {"configurable": {"thread_id": thread}, "recursion_limit": 2 * NODES}
    # Without a saver there is nothing to make durable, and LangGraph refuses the word.
    durable = {"durability": "sync"} if graph.checkpointer else {}
    stream = graph.astream({"results": {}}, config, stream_mode="updates", **durable)
    ends = [time.perf_counter() async for _ in stream]
    return [(after - before) * 1000 for before, after in pairwise(ends)]


def _graph(saver: Any) -> Any:  # noqa: ANN401 - a saver and a graph of LangGraph
    from langgraph.graph import START, StateGraph

    from maestro_cli.workflows.graph import State

    def node(name: str) -> Any:  # noqa: ANN401 - a node of LangGraph
        async def work(state: State) -> State:
            return {"results": {name: f"{len(state['results']):064}"}}

        return work

    graph = StateGraph(State)
    names = [f"step-{number}" for number in range(NODES)]
    for before, name in zip([START, *names], names, strict=False):
        graph.add_node(name, node(name))
        graph.add_edge(before, name)
    return graph.compile(checkpointer=saver)
