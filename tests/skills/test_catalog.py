"""The catalog: every skill is asked and answers by its schemas, and cards name skills that are there."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import jsonschema  # type: ignore[import-untyped]
import pytest
from pydantic import ValidationError

from maestro_cli.agents.duties import DUTIES
from maestro_cli.agents.pool import AGENTS, ORCHESTRATOR, card
from maestro_cli.cli.call import Call
from maestro_cli.model.decisions import Authority
from maestro_cli.model.plain import to_plain
from maestro_cli.model.requests import Intent
from maestro_cli.skills.catalog import SKILLS
from maestro_cli.skills.inputs import Inputs
from maestro_cli.wiring import open_workspace
from tests.projects import AS_OF, shop_copy

ASKED: dict[str, dict[str, Any]] = {
    "retrieve_recent_changes": {"since": "2026-11-01", "until": "2026-11-18"},
    "summarize_progress": {"since": "2026-11-01", "until": "2026-11-18"},
    "update_task_status": {"id": "US-110", "status": "done"},
    "optimize_sprint_scope": {"sprints": 2, "what_if": ["capacity=+8"]},
    "retrieve_dependencies": {"items": ["US-111"]},
}
BY_ANOTHER_NAME = {"compose_report_section"}
"""What the reporter does with the results of the others: `skills.report`."""


@pytest.fixture(scope="module")
def inputs(tmp_path_factory: pytest.TempPathFactory) -> Inputs:
    root = shop_copy(tmp_path_factory.mktemp("catalog") / "shop")
    return open_workspace(Call(project=root, as_of=AS_OF)).inputs()


@pytest.mark.parametrize("name", SKILLS)
def test_a_skill_answers_by_its_schema_with_evidence_for_every_figure(name: str, inputs: Inputs) -> None:
    skill = SKILLS[name]
    jsonschema.Draft202012Validator.check_schema(skill.schema_in())
    jsonschema.validate(ASKED.get(name, {}), skill.schema_in())
    if skill.run is None:
        assert skill.authority is not Authority.SUGGEST, "only what changes something has no answer"
        return
    result = skill.run(inputs, skill.asked.model_validate(ASKED.get(name, {})))
    plain = json.loads(json.dumps(to_plain(result)))
    jsonschema.validate(plain, skill.schema_out())
    known = {one["id"] for one in plain["evidence"]}
    for figure in plain["data"]["figures"]:
        assert figure["evidence"], figure["name"]
        assert set(figure["evidence"]) <= known, figure["name"]


@pytest.mark.parametrize("name", SKILLS)
def test_an_unknown_argument_is_refused(name: str) -> None:
    with pytest.raises(ValidationError):
        SKILLS[name].asked.model_validate({**ASKED.get(name, {}), "force": True})


def test_the_cards_name_skills_that_are_there_and_no_more_authority_than_they_have() -> None:
    for agent in AGENTS:
        found = card(agent)
        assert set(found.skills) <= SKILLS.keys() | BY_ANOTHER_NAME, agent
        assert found.version >= 1
        assert set(found.duty) == {"en", "ko"}
        assert len(found.prompt) > 100
    assert {name: card(name).authority for name in (*AGENTS, ORCHESTRATOR)} == {
        "planner": Authority.SUGGEST,
        "scrum_master": Authority.EXECUTE,
        "reporter": Authority.EXECUTE,
        "knowledge_curator": Authority.SUGGEST,
        "risk_quality": Authority.SUGGEST,
        "orchestrator": Authority.DECIDE,
    }
    with pytest.raises(KeyError):
        card("../pool")


def test_every_intent_is_the_duty_of_an_agent_who_may_use_what_it_takes() -> None:
    assert set(DUTIES) == set(Intent) - {Intent.OUT_OF_SCOPE}
    for intent, duty in DUTIES.items():
        assert set(duty.skills) <= set(card(duty.agent).skills), intent


def test_prompts_and_cards_hold_no_secret() -> None:
    text = "".join(
        path.read_text() for path in (Path(__file__).parents[2] / "maestro_cli/agents/cards").iterdir()
    )
    assert "sk-" not in text
    assert "api_key" not in text.casefold()


def test_what_if_shows_what_comes_in(inputs: Inputs) -> None:
    skill = SKILLS["optimize_sprint_scope"]
    assert skill.run is not None
    more = skill.run(inputs, skill.asked.model_validate({"what_if": ["capacity=+8"]}))
    plain: Any = more.data
    gained = {row["id"] for row in plain["included"]} - set(plain["base"])
    assert gained


def test_open_bugs_come_oldest_first(inputs: Inputs) -> None:
    skill = SKILLS["retrieve_open_issues"]
    assert skill.run is not None
    plain: Any = skill.run(inputs, skill.asked()).data
    assert [row["id"] for row in plain["issues"]] == ["BUG-1", "BUG-2"]
    assert all(row["kind"] == "bug" for row in plain["issues"])


def test_dependencies_reach_through_others(inputs: Inputs) -> None:
    skill = SKILLS["retrieve_dependencies"]
    assert skill.run is not None
    plain: Any = skill.run(inputs, skill.asked.model_validate({"items": ["US-111"]})).data
    (row,) = plain["items"]
    assert row["needs"] == ["US-110"]
    assert row["needed_by_all"][-1] == "EPIC-1"


def test_the_period_of_a_skill_is_days(inputs: Inputs) -> None:
    skill = SKILLS["summarize_progress"]
    asked = skill.asked.model_validate({"since": AS_OF - timedelta(days=6), "until": AS_OF})
    assert asked.model_dump() == {"since": date(2026, 11, 12), "until": AS_OF}
