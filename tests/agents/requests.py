"""Labelled requests: `AGENTS | text`, the leading agent first, `-` where nobody is to answer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from maestro_cli.agents.duties import DUTIES
from maestro_cli.agents.router import route
from maestro_cli.agents.routing.classifier import Weights
from maestro_cli.model.requests import Intent

LETTERS = {
    "P": "planner",
    "S": "scrum_master",
    "R": "reporter",
    "K": "knowledge_curator",
    "Q": "risk_quality",
}
AGENT_OF = {intent: duty.agent for intent, duty in DUTIES.items()}
AS_OF = date(2026, 11, 26)
"""A Thursday."""


@dataclass(frozen=True, slots=True)
class Labelled:
    """A request, and the agents who are to answer it."""

    agents: tuple[str, ...]
    text: str
    intents: tuple[tuple[Intent, ...], ...] = ()

    def right(self, learned: Weights | None = None) -> bool:
        """Tell whether the router finds the leading agent and the others in any order."""
        found = route(self.text, (), AS_OF, learned).agents
        return found[:1] == self.agents[:1] and set(found) == set(self.agents)


def labelled(name: str) -> tuple[Labelled, ...]:
    """Return the requests of a file beside this one."""
    lines = Path(__file__).with_name(name).read_text(encoding="utf-8").splitlines()
    return tuple(_labelled(line) for line in lines if line.strip() and not line.startswith("#"))


def _labelled(line: str) -> Labelled:
    label, _, text = line.partition(" | ")
    wishes = [_wish(each) for each in label.strip().split(",")]
    agents = tuple(dict.fromkeys(agent for agent, _ in wishes if agent))
    return Labelled(agents, text, tuple(intents for _, intents in wishes))


def _wish(label: str) -> tuple[str, tuple[Intent, ...]]:
    """Return the agent that a label means, and the intents that it may mean."""
    if label == "-":
        return "", (Intent.OUT_OF_SCOPE,)
    if label in LETTERS:
        agent = LETTERS[label]
        return agent, tuple(intent for intent, each in AGENT_OF.items() if each == agent)
    return AGENT_OF[Intent(label)], (Intent(label),)
