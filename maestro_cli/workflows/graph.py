"""Builds the LangGraph graph of a workflow: one node a step, joins where a step waits for several."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Annotated, Any, Protocol, TypedDict

from langgraph.cache.base import BaseCache
from langgraph.checkpoint.base import BaseCheckpointSaver
from langgraph.graph import END, START, StateGraph
from langgraph.graph.state import CompiledStateGraph
from langgraph.types import CachePolicy, RetryPolicy

from maestro_cli import __version__
from maestro_cli.errors import StoreLockedError
from maestro_cli.model.plain import digest
from maestro_cli.workflows.step import Step, Workflow


def _merge(left: dict[str, str], right: dict[str, str]) -> dict[str, str]:
    return {**left, **right}


class State(TypedDict):
    """Digests of the results so far, by step. The results themselves are in the store."""

    results: Annotated[dict[str, str], _merge]


class Node(Protocol):
    """What LangGraph calls for a step."""

    def __call__(self, state: State) -> Awaitable[State]:
        """Run the step on the digests so far and return its own."""


RETRY = RetryPolicy(max_attempts=3, initial_interval=0.2, retry_on=StoreLockedError)
"""A step over its time is not tried again: its thread may still be at work."""


def compile_graph(
    workflow: Workflow,
    node_of: Callable[[Step], Node],
    params_digest: str,
    saver: BaseCheckpointSaver[Any],
    cache: BaseCache[Any],
) -> CompiledStateGraph[State, None, State, State]:
    """Compile `workflow`; `node_of` gives the node that runs a step."""
    graph = StateGraph(State)
    for step in workflow.steps:
        graph.add_node(
            step.id,
            node_of(step),
            retry_policy=RETRY,
            timeout=step.timeout,
            cache_policy=_cache_policy(workflow, step, params_digest) if step.cached else None,
        )
        if step.after:
            graph.add_edge(list(step.after), step.id)
        else:
            graph.add_edge(START, step.id)
    graph.add_edge(workflow.last.id, END)
    return graph.compile(checkpointer=saver, cache=cache, name=workflow.name)


def _cache_policy(workflow: Workflow, step: Step, params_digest: str) -> CachePolicy[Callable[[State], str]]:
    """Key a step's result by the parameters and by all that it could have read."""
    needed = sorted(workflow.before(step))

    def key(state: State) -> str:
        return digest(
            [__version__, step.id, params_digest, {name: state["results"][name] for name in needed}]
        )

    return CachePolicy(key_func=key)
