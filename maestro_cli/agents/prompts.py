"""What a model is told to do: tasks and cards of agents, for the occasion; no word of a request gets in."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from maestro_cli.agents.pool import AGENTS, ORCHESTRATOR, card, document
from maestro_cli.llm.narrator import Occasion
from maestro_cli.llm.prompt import Prompt
from maestro_cli.llm.quoting import RULE


def headline_prompt(occasion: Occasion, figures: Iterable[str]) -> Prompt:
    """Return the system text for phrasing figures of these names: what this occasion needs of it."""
    if occasion.talk is not None:
        return talk_prompt()
    source, terms = _task("terms")
    words = {word for name in figures for word in name.split(".")}
    needed = "\n".join(line for line in terms.splitlines() if line.partition(":")[0] in words)
    tasks = (_task("headline"), (source, needed)) if needed else (_task("headline"),)
    return _joined(tasks, (occasion.agent,))


@cache
def talk_prompt() -> Prompt:
    """Return the system text for all questions of a session, which share it in the provider's cache."""
    return _joined((_task("headline"), _task("terms"), _task("talk")), (*AGENTS, ORCHESTRATOR))


@cache
def routing_prompt() -> Prompt:
    """Return the system text for choosing what is wanted: the orchestrator's card."""
    chooser = card(ORCHESTRATOR)
    return Prompt(f"{chooser.prompt}\n\n{RULE}", (f"{ORCHESTRATOR}@{chooser.version}",))


def _joined(tasks: Iterable[tuple[str, str]], agents: Iterable[str]) -> Prompt:
    cards = [card(name) for name in agents]
    duties = [(f"{one.name}@{one.version}", f"{one.name}: {one.prompt}") for one in cards]
    sources, texts = zip(*tasks, *duties, strict=True)
    return Prompt("\n\n".join((*texts, RULE)), sources)


@cache
def _task(name: str) -> tuple[str, str]:
    values, text = document("tasks", name)
    return f"{name}@{int(values['version'])}", text
