"""What models are told to do: versioned, complete, without a secret, and short."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

import pytest

from maestro_cli import agents
from maestro_cli.agents.duties import DUTIES
from maestro_cli.agents.pool import AGENTS, ORCHESTRATOR, card, document
from maestro_cli.agents.prompts import headline_prompt, routing_prompt, talk_prompt
from maestro_cli.llm.chooser import ASKED
from maestro_cli.llm.narrator import Occasion, Talk
from maestro_cli.llm.quoting import RULE
from maestro_cli.model.redact import redact

TEXTS = Path(agents.__file__).parent
VERSIONS = {
    "tasks/headline": (3, "3dd0cc182e84"),
    "tasks/talk": (1, "0c41cc867c9f"),
    "tasks/terms": (1, "5f357dc7da23"),
    "cards/orchestrator": (3, "4f4eff0664d2"),
    "cards/planner": (2, "23c33f05731b"),
    "cards/scrum_master": (2, "91d96bcd4904"),
    "cards/reporter": (2, "563ac3ebf6a0"),
    "cards/knowledge_curator": (2, "1219cd95dc83"),
    "cards/risk_quality": (2, "0ecb280a8e99"),
}
"""A text that changes gets a new version: audit rows name it."""


@pytest.mark.parametrize("source", VERSIONS)
def test_a_text_that_changes_gets_a_new_version(source: str) -> None:
    folder, name = source.split("/")
    values, text = document(folder, name)
    assert (values["version"], sha256(text.encode()).hexdigest()[:12]) == VERSIONS[source]


def test_every_text_is_known() -> None:
    found = {f"{folder}/{path.stem}" for folder in ("tasks", "cards") for path in (TEXTS / folder).iterdir()}
    assert set(VERSIONS) == found


def test_all_questions_of_a_session_share_what_every_agent_needs() -> None:
    prompt = headline_prompt(Occasion("en", "planner", talk=Talk()), ("done.count",))
    assert prompt == talk_prompt()
    assert ASKED in prompt.text
    assert all(card(name).prompt in prompt.text for name in (*AGENTS, ORCHESTRATOR))
    assert all(document("tasks", name)[1] in prompt.text for name in ("headline", "talk", "terms"))
    assert prompt.text.endswith(RULE)
    told = [f"{name}@{card(name).version}" for name in (*AGENTS, ORCHESTRATOR)]
    assert prompt.sources == ("headline@3", "terms@1", "talk@1", *told)
    assert prompt.label.endswith(sha256(prompt.text.encode()).hexdigest()[:12])
    assert redact(prompt.text) == prompt.text


def test_outside_of_a_session_only_what_is_needed_is_said() -> None:
    prompt = headline_prompt(Occasion("en", "planner"), ("held_up.count", "done.count.change"))
    head, terms, duty, rule = prompt.text.removeprefix(document("tasks", "headline")[1]).split("\n\n")
    assert (head, duty, rule) == ("", f"planner: {card('planner').prompt}", RULE)
    assert [line.partition(":")[0] for line in terms.splitlines()] == ["change", "held_up"]
    assert prompt.sources == ("headline@3", "terms@1", f"planner@{card('planner').version}")


def test_no_term_no_paragraph() -> None:
    prompt = headline_prompt(Occasion("en"), ("done.count",))
    assert "\n\n\n" not in prompt.text
    assert prompt.sources == ("headline@3", f"reporter@{card('reporter').version}")


def test_who_chooses_is_told_what_names_mean_that_do_not_say_it() -> None:
    prompt = routing_prompt()
    told, rule = prompt.text.rsplit("\n\n", 2)[1:]
    names = {name for said in told.split(". ") for name in said.partition(":")[0].split(", ")}
    assert names < {intent.value for intent in DUTIES}
    assert prompt.text.startswith(card(ORCHESTRATOR).prompt)
    assert rule == RULE
    assert redact(prompt.text) == prompt.text
