"""What models are told to do: versioned, complete, without a secret, and short."""

from __future__ import annotations

from hashlib import sha256

import pytest

from maestro_cli.agents.duties import DUTIES
from maestro_cli.agents.pool import AGENTS, ORCHESTRATOR, card, document
from maestro_cli.agents.prompts import headline_prompt, routing_prompt
from maestro_cli.llm.quoting import RULE
from maestro_cli.model.redact import redact

VERSIONS = {
    "tasks/headline": (2, "0663b73b9faf"),
    "cards/orchestrator": (2, "e4aaca7eb3e0"),
    "cards/planner": (1, "91c95b7b54ff"),
    "cards/scrum_master": (1, "3029b356defd"),
    "cards/reporter": (1, "70c6d2d38ace"),
    "cards/knowledge_curator": (1, "8e9190dc66c3"),
    "cards/risk_quality": (1, "b315b4ccb683"),
}
"""A text that changes gets a new version: audit rows name it."""


@pytest.mark.parametrize("source", VERSIONS)
def test_a_text_that_changes_gets_a_new_version(source: str) -> None:
    folder, name = source.split("/")
    values, text = document(folder, name)
    assert (values["version"], sha256(text.encode()).hexdigest()[:12]) == VERSIONS[source]


def test_every_text_is_known() -> None:
    assert set(VERSIONS) == {"tasks/headline", *(f"cards/{name}" for name in (ORCHESTRATOR, *AGENTS))}


def test_whoever_answers_speaks_by_its_card() -> None:
    prompt = headline_prompt()
    assert all(card(name).prompt in prompt.text for name in AGENTS)
    assert prompt.text.endswith(RULE)
    assert prompt.sources == ("headline@2", *(f"{name}@{card(name).version}" for name in AGENTS))
    assert prompt.label.endswith(sha256(prompt.text.encode()).hexdigest()[:12])
    assert redact(prompt.text) == prompt.text


def test_who_is_not_asked_is_not_in_the_prompt() -> None:
    prompt = headline_prompt(("planner", "reporter"))
    assert prompt.text.startswith(document("tasks", "headline")[1])
    assert [name for name in AGENTS if card(name).prompt in prompt.text] == ["planner", "reporter"]
    assert prompt.text.endswith(RULE)
    assert len(prompt.sources) == len(("headline", "planner", "reporter"))


def test_who_chooses_is_told_what_names_mean_that_do_not_say_it() -> None:
    prompt = routing_prompt()
    told, rule = prompt.text.rsplit("\n\n", 2)[1:]
    names = {name for said in told.split(". ") for name in said.partition(":")[0].split(", ")}
    assert names < {intent.value for intent in DUTIES}
    assert prompt.text.startswith(card(ORCHESTRATOR).prompt)
    assert rule == RULE
    assert redact(prompt.text) == prompt.text
