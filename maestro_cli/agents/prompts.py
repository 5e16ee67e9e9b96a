"""What a model is told to do: a task and the cards of the agents, the same words for every request."""

from __future__ import annotations

from functools import cache

from maestro_cli.agents.duties import DUTIES
from maestro_cli.agents.pool import AGENTS, ORCHESTRATOR, card, document
from maestro_cli.llm.prompt import Prompt
from maestro_cli.llm.quoting import RULE


@cache
def headline_prompt() -> Prompt:
    """Return the system text for phrasing. All cards are in it, so that whoever answers hits the cache."""
    version, task = _task("headline")
    cards = [card(name) for name in AGENTS]
    duties = [f"{one.name}: {one.prompt}" for one in cards]
    return Prompt(
        "\n\n".join((task, *duties, RULE)), (version, *(f"{one.name}@{one.version}" for one in cards))
    )


@cache
def routing_prompt() -> Prompt:
    """Return the system text for choosing who answers: the orchestrator's card, and whose duty is what."""
    chooser = card(ORCHESTRATOR)
    return Prompt(
        "\n\n".join((chooser.prompt, *map(_duties, AGENTS), RULE)), (f"{ORCHESTRATOR}@{chooser.version}",)
    )


def _duties(agent: str) -> str:
    intents = ", ".join(intent for intent, duty in DUTIES.items() if duty.agent == agent)
    return f"{agent}: {card(agent).duty['en']} {intents}"


def _task(name: str) -> tuple[str, str]:
    values, text = document("tasks", name)
    return f"{name}@{int(values['version'])}", text
