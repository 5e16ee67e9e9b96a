"""What a model is told to do: a task and the cards of the agents, the same words for every request."""

from __future__ import annotations

from functools import cache

from maestro_cli.agents.pool import AGENTS, ORCHESTRATOR, card, document
from maestro_cli.llm.prompt import Prompt
from maestro_cli.llm.quoting import RULE


@cache
def headline_prompt(agents: tuple[str, ...] = ()) -> Prompt:
    """Return the system text for phrasing in the voice of `agents`, of all where none is named."""
    version, task = _task("headline")
    cards = [card(name) for name in agents or AGENTS]
    duties = [f"{one.name}: {one.prompt}" for one in cards]
    return Prompt(
        "\n\n".join((task, *duties, RULE)), (version, *(f"{one.name}@{one.version}" for one in cards))
    )


@cache
def routing_prompt() -> Prompt:
    """Return the system text for choosing what is wanted: the orchestrator's card."""
    chooser = card(ORCHESTRATOR)
    return Prompt(f"{chooser.prompt}\n\n{RULE}", (f"{ORCHESTRATOR}@{chooser.version}",))


def _task(name: str) -> tuple[str, str]:
    values, text = document("tasks", name)
    return f"{name}@{int(values['version'])}", text
