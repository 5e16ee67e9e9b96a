"""The agents by name, from their cards: duty, authority, skills and prompt, one Markdown file each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from maestro_cli.model.decisions import Authority

ORCHESTRATOR = "orchestrator"
AGENTS = ("planner", "scrum_master", "reporter", "knowledge_curator", "risk_quality")
"""Those who answer; the orchestrator chooses among them."""


@dataclass(frozen=True, slots=True)
class Card:
    """Who an agent is. `duty` is said by language; `version` counts up with every change of the prompt."""

    name: str
    version: int
    authority: Authority
    skills: tuple[str, ...]
    duty: Mapping[str, str]
    prompt: str


@cache
def card(name: str) -> Card:
    """Return the card of an agent; raises KeyError for one that is not in the pool."""
    if name not in (ORCHESTRATOR, *AGENTS):
        raise KeyError(name)
    values, prompt = document("cards", name)
    return Card(
        name=name,
        version=int(values["version"]),
        authority=Authority(values["authority"]),
        skills=tuple(values["skills"]),
        duty=dict(values["duty"]),
        prompt=prompt,
    )


def document(folder: str, name: str) -> tuple[Mapping[str, Any], str]:
    """Return the front matter and the text of one of our Markdown documents."""
    import yaml

    text = files("maestro_cli.agents").joinpath(folder, f"{name}.md").read_text(encoding="utf-8")
    _, head, prompt = text.split("---\n", 2)
    return yaml.safe_load(head), prompt.strip()
