"""Whole commands with Claude: what they send, what a session reads again, and what the audit says of it."""

from __future__ import annotations

from pathlib import Path
from typing import Any, cast

import pytest

from benchmarks.tokens import LEAST_READ, MOST_SENT, backlog_tokens
from maestro_cli.agents.pool import document
from maestro_cli.agents.prompts import headline_prompt
from maestro_cli.cli.ask import ask
from maestro_cli.cli.call import Call
from maestro_cli.cli.plan import plan
from maestro_cli.cli.report import Kind, report
from maestro_cli.governance.audit import verify
from maestro_cli.llm.narrator import Occasion
from maestro_cli.model.answer import Answer
from maestro_cli.store.project_store import open_store
from tests.llm.fake_api import FakeApi, prompt_tokens, usages
from tests.llm.speaker import speak, speaking, told_names
from tests.projects import AS_OF, shop_copy


@pytest.fixture
def root(tmp_path: Path, api: FakeApi, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("ANTHROPIC_API_KEY", "canary-key-0f9e8d7c6b5a")
    monkeypatch.setenv("ANTHROPIC_BASE_URL", api.url)
    api.usual = speak
    return shop_copy(tmp_path / "shop")


def call(root: Path, llm: str = "claude") -> Call:
    return Call(project=root, as_of=AS_OF, progress="none", llm=llm, quiet=True)


def asked(root: Path, text: str, session: str | None = None, llm: str = "claude") -> Answer:
    return ask(call(root, llm), text, session=session)


# @req MR-14.1
def test_at_most_half_of_the_backlog_is_sent(root: Path, api: FakeApi) -> None:
    plan(call(root))
    report(call(root))
    asked(root, "다음 스프린트 범위 추천해줘")
    asked(root, "write the weekly report, then list the risks and who is blocked")
    asked(root, "what are the risks and how is our velocity?", "daily")
    assert len(api.calls) == 5
    assert max(prompt_tokens(one.body) for one in api.calls) <= MOST_SENT * backlog_tokens(root)


# @req MR-14.1
@pytest.mark.parametrize(
    "wanted",
    [("risks",), ("report", "blockers"), ("report", "risks", "documents", "sprint_scope", "progress")],
)
def test_a_request_that_a_model_routes_sends_at_most_half_too(
    root: Path, api: FakeApi, wanted: tuple[str, ...]
) -> None:
    api.usual = speaking(*wanted)
    asked(root, "something with the sprint")
    assert len(api.calls) == 2
    assert sum(prompt_tokens(one.body) for one in api.calls) <= MOST_SENT * backlog_tokens(root)


def test_terms_that_are_explained_are_words_of_figures(root: Path, api: FakeApi) -> None:
    plan(call(root))
    report(call(root), Kind.MONTHLY)
    asked(root, "what are the risks?")
    words = {word for one in api.calls for name in told_names(one.body) for word in name.split(".")}
    assert {line.partition(":")[0] for line in document("tasks", "terms")[1].splitlines()} <= words


# @req MR-14.1
def test_a_second_question_is_read_from_the_cache(root: Path, api: FakeApi) -> None:
    told = usages(api)
    for question in (
        "who is blocked?",
        "what are the risks and how is our velocity?",
        "who is blocked and what should we drop?",
    ):
        asked(root, question, "daily")
    shares = [
        one["cache_read_input_tokens"] / prompt_tokens(sent.body)
        for one, sent in zip(told, api.calls, strict=True)
    ]
    assert shares[0] == 0
    assert min(shares[1:]) >= LEAST_READ


# @req MR-14.1
def test_a_second_question_that_a_model_routes_is_read_from_the_cache_too(root: Path, api: FakeApi) -> None:
    told = usages(api)
    asked(root, "who is blocked?", "daily")
    first = len(told)
    answer = asked(root, "something with the sprint", "daily")
    assert (answer.data["intent"], len(told) - first) == ("progress", 2)
    read = sum(one["cache_read_input_tokens"] for one in told[first:])
    assert read >= LEAST_READ * sum(prompt_tokens(one.body) for one in api.calls[first:])


def test_a_first_question_is_routed_without_what_only_a_talk_needs(root: Path, api: FakeApi) -> None:
    asked(root, "something with the sprint", "daily")
    routing, phrasing = (one.body for one in api.calls)
    assert prompt_tokens(routing) < prompt_tokens(phrasing) / 2


# @req MR-14.3
def test_a_plan_begins_with_what_stands_out_and_every_number_has_its_source(root: Path, api: FakeApi) -> None:
    answer = plan(call(root))
    said: Any = answer.data["headline"]
    lines = said["markdown"].splitlines()
    count = len(cast("list[object]", answer.data["included"]))
    assert (
        lines[0]
        == f"- What stands out is {count} items[^plan.count], and that matters to whoever waits for it."
    )
    text = str(answer.rendered["md"])
    assert text.index(lines[0]) < text.index("## Bottleneck")
    assert f"\n[^plan.count]: {count} items: " in text
    assert api.calls[0].body["messages"][0]["content"][0]["text"].endswith("In English, as planner.")
    with open_store(root) as store:  # type: ignore[union-attr]
        assert [one.agent for one in store.decisions.list() if one.id == "headline"] == ["planner"]
        assert [one.stated for one in store.statements.list()][:1] == [str(count)]


def test_every_call_is_in_the_audit_with_its_prompt_and_cost(root: Path, api: FakeApi) -> None:
    answer = asked(root, "how is velocity?")
    told = headline_prompt(Occasion("en", "scrum_master"), told_names(api.calls[0].body))
    assert api.calls[0].body["system"][0]["text"] == told.text
    with open_store(root) as store:  # type: ignore[union-attr]
        [entry] = [one for one in store.decisions.list() if one.id == "headline"]
        assert verify(store.decisions.list(), _head(store)).ok
    assert (entry.agent, entry.model, entry.prompt) == (
        "scrum_master",
        "claude-haiku-5-5",
        told.label,
    )
    assert answer.run is not None
    assert (entry.tokens, answer.run.engine) == (answer.run.tokens, "claude")
    assert entry.usd == pytest.approx(answer.run.usd, abs=1e-6)
    assert entry.evidence == (
        "calculation:velocity.last",
        "calculation:velocity.median",
        "calculation:velocity.sprints",
    )
    assert entry.inputs


def _head(store: Any) -> Any:
    from maestro_cli.model.decisions import Head

    return Head(*store.decisions.head())
