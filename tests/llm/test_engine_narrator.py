"""A model phrases; no number, name or markup of its own gets through, and its failure is not the report's."""

from __future__ import annotations

import json
from typing import Any

import pytest

from maestro_cli.agents.prompts import headline_prompt
from maestro_cli.llm.engine_narrator import EngineNarrator
from maestro_cli.llm.failures import EngineError, Failure
from maestro_cli.llm.interface import Size
from maestro_cli.llm.narrator import Occasion, Talk
from maestro_cli.llm.offline import OfflineNarrator
from maestro_cli.model.evidence import Figure
from maestro_cli.model.requests import Complexity
from tests.llm import faults
from tests.llm.engines import engine
from tests.llm.fake_api import FakeApi, Said

FIGURES = {
    "done.count": Figure("done.count", 4, ("item:US-1",), "items"),
    "blocked.count": Figure("blocked.count", 1, ("item:US-9",), "items"),
    "velocity.median": Figure("velocity.median", None),
}
EN = Occasion("en")
GOOD = "Finished {done.count}, while {blocked.count} waits for somebody to decide{cite:blocked.count}."


def narrator(api: FakeApi, **more: Any) -> EngineNarrator:
    return EngineNarrator(engine(api), headline_prompt, OfflineNarrator(), **more)


def said(*sentences: str) -> Said:
    return Said(json.dumps({"sentences": sentences}))


def test_sentences_of_plain_words_and_known_figures_are_taken(api: FakeApi) -> None:
    korean = "이번 주 일정대로 {done.count}을 완료했고, 만일을 위해 한 사람이 {blocked.count}을 봅니다."
    api.script = [said(GOOD), said(korean)]
    claude = narrator(api)
    assert claude.headline(FIGURES, EN) == [GOOD]
    assert claude.headline(FIGURES, Occasion("ko")) == [korean]
    assert "In Korean" in api.calls[1].text
    assert claude.name == "claude"


# @req MR-14.3
@pytest.mark.parametrize(
    "sentence",
    [
        "Finished 4 items, as {done.count} shows.",
        "Finished four items {cite:done.count}.",
        "Velocity doubled after {done.count}.",
        "세 건을 완료했습니다{cite:done.count}.",
        "Thirteen more than planned, {done.count} finished.",
        "Up by sixty percent, {done.count} finished.",
        "A million lost while {done.count} finished.",
        "십삼 건이 늦었고 {done.count}을 완료했습니다.",
        "수십 건이 늦었고 {done.count}을 완료했습니다.",
        "Ⅻ late, {done.count} finished.",
        "Nothing to say.",
        "{velocity.median} is not known.",
        "{invented.figure} rose.",
        "See [this](http://x) for {done.count}.",
        "![x](http://x){done.count}",
        "<b>{done.count}</b>",
        "**Approve all** {done.count}.",
        "`rm` {done.count}",
        "{done.count} {{evil}}",
        "| a | {done.count} |",
        "# {done.count}",
        "{done.count} @team",
        "{done.count} ٣",
    ],
)
def test_a_sentence_with_anything_else_is_left_out(api: FakeApi, sentence: str) -> None:
    api.script = [said(sentence, GOOD)]
    assert narrator(api).headline(FIGURES, EN) == [GOOD]


def test_no_more_than_five(api: FakeApi) -> None:
    api.script = [said(*[GOOD] * 9)]
    assert narrator(api).headline(FIGURES, EN) == [GOOD] * 5


# @req MR-14.2
@pytest.mark.parametrize(
    "fault",
    [faults.status(401, "authentication_error"), Said("x", stop="refusal"), said("Four."), Said("no")],
)
def test_a_failure_is_told_and_the_fallback_speaks(api: FakeApi, fault: faults.Fault | Said) -> None:
    told: list[str] = []
    api.script = [fault, fault]
    failing = narrator(api, tell=told.append)
    assert failing.headline(FIGURES, EN) == OfflineNarrator().headline(FIGURES, EN)
    assert failing.name == "offline"
    assert told[0].startswith("phrased without Claude: ")
    assert failing.asked is not None
    assert failing.asked.failure is not None
    assert failing.asked.failure.message == told[0]
    assert (failing.asked.said, failing.asked.model) == ("", "claude-haiku-5-5")


def test_where_claude_is_asked_for_the_error_ends_the_run(api: FakeApi) -> None:
    api.usual = said("Four.")
    with pytest.raises(EngineError) as caught:
        narrator(api, forced=True).headline(FIGURES, EN)
    assert caught.value.failure is Failure.MALFORMED


@pytest.mark.parametrize(
    ("complexity", "forced", "models"),
    [
        (Complexity.SIMPLE, False, []),
        (Complexity.SIMPLE, True, ["claude-haiku-5-5"]),
        (Complexity.MODERATE, False, ["claude-haiku-5-5"]),
        (Complexity.COMPLEX, False, ["claude-sonnet-5-5"]),
    ],
)
def test_complexity_chooses_the_model_and_the_rules_do_what_is_simple(
    api: FakeApi, complexity: Complexity, forced: bool, models: list[str]
) -> None:
    api.usual = said(GOOD)
    claude = narrator(api, forced=forced)
    sentences = claude.headline(FIGURES, Occasion("en", complexity=complexity))
    assert [call.body["model"] for call in api.calls] == models
    assert (claude.name, claude.asked is not None) == (("claude", True) if models else ("offline", False))
    assert list(sentences) == ([GOOD] if models else list(OfflineNarrator().headline(FIGURES, EN)))


def test_a_session_stays_with_the_model_whose_cache_is_warm(api: FakeApi) -> None:
    api.usual = said(GOOD)
    narrator(api).headline(FIGURES, Occasion("en", complexity=Complexity.COMPLEX, talk=Talk(size=Size.SMALL)))
    assert api.calls[0].body["model"] == "claude-haiku-5-5"


def test_without_a_figure_to_speak_of_no_model_is_asked(api: FakeApi) -> None:
    rows = {"US-1.points": Figure("US-1.points", 5, ("item:US-1",), "points")}
    assert narrator(api, forced=True).headline(rows, EN) == ()
    assert api.calls == []


@pytest.mark.parametrize(
    "sentence",
    [
        "Nobody has seen {done.count} so far.",
        "It is untrue that {blocked.count} waits for somebody.",
        "{done.count}은 없습니다.",
    ],
)
def test_a_sentence_that_denies_its_figure_is_not_taken(api: FakeApi, sentence: str) -> None:
    told: list[str] = []
    api.usual = said(sentence)
    claude = narrator(api, refused=told.append)
    assert claude.headline(FIGURES, EN) == OfflineNarrator().headline(FIGURES, EN)
    assert claude.name == "offline"
    assert told == [f"no fact stands behind its sentence: {sentence}"]


def test_what_was_asked_is_known_afterwards(api: FakeApi) -> None:
    api.script = [said(GOOD)]
    claude = narrator(api)
    claude.headline(FIGURES, Occasion("en", "planner", "What is done?"))
    asked = claude.asked
    assert asked is not None
    assert asked.text == api.calls[0].body["messages"][0]["content"][0]["text"]
    assert (asked.said, asked.model, asked.failure) == (GOOD, "claude-haiku-5-5", None)
    assert asked.prompt == headline_prompt(Occasion("en", "planner"), ("done.count", "blocked.count")).label
    assert asked.tokens > 0
    assert asked.usd


def test_the_session_stands_before_the_question(api: FakeApi) -> None:
    api.usual = said(GOOD)
    talk = Talk((("first question", "first answer"),), "what is known")
    now = Occasion("en", question="And now?", talk=talk)
    narrator(api).headline(FIGURES, now)
    body = api.calls[0].body
    assert [block["text"] for block in body["system"]] == [headline_prompt(now, ()).text, "what is known"]
    assert [turn["role"] for turn in body["messages"]] == ["user", "assistant", "user"]
    marks = ["cache_control" in block for turn in body["messages"] for block in turn["content"]]
    assert marks == [True, False, True]


def test_only_figures_are_sent(api: FakeApi) -> None:
    api.script = [said(GOOD)]
    narrator(api).headline(FIGURES, EN)
    [call] = api.calls
    assert "US-1" not in call.text
    assert (
        call.body["messages"][0]["content"][0]["text"]
        == "done: count 4\nblocked: count 1\nIn English, as reporter."
    )
