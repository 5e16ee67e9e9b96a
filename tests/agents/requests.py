"""Labelled requests: `AGENTS | text`, the leading agent first, `-` where nobody is to answer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from maestro_cli.agents.router import route

LETTERS = {
    "P": "planner",
    "S": "scrum_master",
    "R": "reporter",
    "K": "knowledge_curator",
    "Q": "risk_quality",
}
AS_OF = date(2026, 11, 26)
"""A Thursday."""


@dataclass(frozen=True, slots=True)
class Labelled:
    """A request, and the agents who are to answer it."""

    agents: tuple[str, ...]
    text: str

    def right(self) -> bool:
        """Tell whether the router finds the leading agent and the others in any order."""
        found = route(self.text, (), AS_OF).agents
        return found[:1] == self.agents[:1] and set(found) == set(self.agents)


def labelled(name: str) -> tuple[Labelled, ...]:
    """Return the requests of a file beside this one."""
    lines = Path(__file__).with_name(name).read_text(encoding="utf-8").splitlines()
    return tuple(_labelled(line) for line in lines if line.strip() and not line.startswith("#"))


def _labelled(line: str) -> Labelled:
    agents, _, text = line.partition(" | ")
    return Labelled(tuple(LETTERS[letter] for letter in agents.strip().split(",") if letter != "-"), text)
