"""Claude through the official SDK, against a server that speaks the Messages API."""

from __future__ import annotations

import json
import logging
from concurrent.futures import ThreadPoolExecutor

import pytest

from maestro_cli.llm.failures import Failure
from maestro_cli.llm.interface import (
    Block,
    Effort,
    ModelTurn,
    Notice,
    NoticeKind,
    Size,
    Tool,
    ToolCall,
    ToolResult,
    UserTurn,
)
from tests.llm.engines import KEY, Verdict, ask, engine, failing
from tests.llm.fake_api import FakeApi, Said

BACKLOG = Tool("backlog", "Items of the backlog.", {"type": "object", "properties": {}})


def test_a_question_gets_its_answer_with_usage_and_price(api: FakeApi) -> None:
    reply = engine(api).ask(ask())
    assert reply.text == "Two items are blocked."
    assert (reply.model, reply.stop, reply.attempts, reply.notes) == ("claude-haiku-5-5", "end_turn", 1, ())
    assert reply.usage.prompt > 0
    assert reply.usd == pytest.approx((reply.usage.input * 0.10 + reply.usage.output * 0.50) / 1e6)


def test_only_what_was_asked_is_sent(api: FakeApi) -> None:
    engine(api).ask(ask("What now?"))
    [got] = api.got
    assert got.body == {
        "model": "claude-haiku-5-5",
        "max_tokens": 8192,
        "messages": [{"role": "user", "content": [{"type": "text", "text": "What now?"}]}],
        "system": [{"type": "text", "text": "You report."}],
        "output_config": {"effort": "low"},
        "stream": True,
    }
    assert got.headers["authorization"] == f"Bearer {KEY}"


def test_text_arrives_piece_by_piece_in_the_thread_that_asked(api: FakeApi) -> None:
    notices: list[Notice] = []
    reply = engine(api).ask(ask(), notices.append)
    pieces = [notice.text for notice in notices if notice.kind is NoticeKind.TEXT]
    assert len(pieces) > 1
    assert "".join(pieces) == reply.text
    assert notices[0] == Notice("test", NoticeKind.ASKING, "asking claude-haiku-5-5")


def test_tools_are_offered_called_and_answered_and_thinking_goes_back_as_it_came(api: FakeApi) -> None:
    api.script = [Said("", (("backlog", {"status": "blocked"}),), thinking=True), Said("US-1 is blocked.")]
    claude = engine(api)
    first = claude.ask(ask(tools=(BACKLOG,)))
    assert first.calls == (ToolCall("toolu_0", "backlog", {"status": "blocked"}),)
    assert first.stop == "tool_use"
    results = UserTurn(results=(ToolResult("toolu_0", "US-1"),))
    second = claude.ask(ask(tools=(BACKLOG,), turns=(UserTurn("Who?"), first.turn, results)))
    assert second.text == "US-1 is blocked."
    said, answered = api.calls[1].body["messages"][1:]
    assert said["content"] == [
        {"type": "thinking", "thinking": "", "signature": "c2lnbmVk"},
        {"type": "tool_use", "id": "toolu_0", "name": "backlog", "input": {"status": "blocked"}},
    ]
    result = {"type": "tool_result", "tool_use_id": "toolu_0", "content": "US-1", "is_error": False}
    assert answered["content"] == [result]


def test_a_conversation_can_be_told_without_the_providers_own_form(api: FakeApi) -> None:
    turns = (
        UserTurn("Who?"),
        ModelTurn("Let me look.", (ToolCall("t1", "backlog", {"n": 1}),)),
        UserTurn("Go on.", (ToolResult("t1", "none", failed=True),)),
    )
    engine(api).ask(ask(tools=(BACKLOG,), turns=turns))
    kinds = [[block["type"] for block in turn["content"]] for turn in api.calls[0].body["messages"]]
    assert kinds == [["text"], ["text", "tool_use"], ["tool_result", "text"]]


def test_a_value_comes_as_the_model_that_was_asked_for(api: FakeApi) -> None:
    api.usual = Said('{"summary": "two blocked", "points": 5}')
    reply = engine(api).ask(ask(schema=Verdict))
    assert reply.answer(Verdict) == Verdict(summary="two blocked", points=5)
    sent = api.calls[0].body["output_config"]["format"]
    assert sent["type"] == "json_schema"
    assert sent["schema"]["required"] == ["summary", "points"]
    with pytest.raises(TypeError):
        engine(api).ask(ask()).answer(Verdict)


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ("Sure! {", "not JSON"),
        ('{"summary": "x"}', "points: Field required"),
        ('{"summary": "x", "points": "SECRETWORD"}', "points: Input should be a valid integer"),
        ("[" * 20_000, "not JSON"),
    ],
)
def test_an_answer_that_does_not_fit_is_repaired_once(api: FakeApi, wrong: str, told: str) -> None:
    notices: list[Notice] = []
    api.script = [Said(wrong), Said('{"summary": "ok", "points": 1}')]
    reply = engine(api).ask(ask(schema=Verdict), notices.append)
    assert reply.answer(Verdict).summary == "ok"
    assert reply.attempts == 2
    repair = api.calls[1].body["messages"][-1]["content"][0]["text"]
    assert told in repair
    assert "SECRETWORD" not in repair
    assert any(notice.kind is NoticeKind.REPAIRING for notice in notices)
    one = engine(api).ask(ask())
    assert reply.usage.total > one.usage.total


def test_an_answer_that_never_fits_is_an_error(api: FakeApi) -> None:
    api.usual = Said("no idea")
    error = failing(api, ask(schema=Verdict))
    assert (error.failure, error.attempts, len(api.calls)) == (Failure.MALFORMED, 2, 2)
    assert error.usage is not None
    assert error.usage.output > 0


def test_what_the_model_says_steers_no_terminal(api: FakeApi) -> None:
    evil = "a\x1b[31m\u202eb\U000e0041"
    api.script = [
        Said(evil),
        Said(json.dumps({"summary": evil, "points": 1})),
        Said("", (("backlog", {evil: [evil]}),)),
    ]
    claude = engine(api)
    assert claude.ask(ask()).text == "a[31mb"
    assert claude.ask(ask(schema=Verdict)).answer(Verdict).summary == "a[31mb"
    assert claude.ask(ask(tools=(BACKLOG,))).calls[0].input == {"a[31mb": ["a[31mb"]}


def test_the_second_question_of_a_session_is_read_from_the_cache(api: FakeApi) -> None:
    system = (
        Block("You report. " * 200, stable=True),
        Block("US-1 waits for US-2. " * 600, stable=True),
    )
    claude = engine(api)
    first = claude.ask(ask("Who?", system=system, continues=True))
    turns = (UserTurn("Who?"), first.turn, UserTurn("Since when?"))
    second = claude.ask(ask(turns=turns, system=system, continues=True))
    other = claude.ask(ask("Another session, same project.", system=system))
    assert first.usage.cache_write > 3000
    assert second.usage.cached_share >= 0.8
    assert other.usage.cached_share >= 0.8
    assert second.usd is not None
    assert first.usd is not None
    assert second.usd < first.usd / 2


def test_a_long_session_stays_cached_with_four_breakpoints(api: FakeApi) -> None:
    blocks = tuple(Block(f"Part {n}. " * 300, stable=True) for n in range(4))
    claude = engine(api)
    turns: tuple[UserTurn | ModelTurn, ...] = ()
    for number in range(6):
        turns = (*turns, UserTurn(f"Question {number}? " * 30))
        reply = claude.ask(ask(turns=turns, system=blocks, continues=True))
        turns = (*turns, reply.turn)
        assert number == 0 or reply.usage.cached_share >= 0.8
    marks = [call.text.count('"cache_control"') for call in api.calls]
    assert max(marks) == 4


def test_another_schema_is_another_cache(api: FakeApi) -> None:
    """So agents that share a prefix share a schema, too: the fake counts as the API does."""
    system = (Block("US-1 waits for US-2. " * 600, stable=True),)
    engine(api).ask(ask(system=system))
    api.script = [Said('{"summary": "s", "points": 1}')]
    assert engine(api).ask(ask(system=system, schema=Verdict)).usage.cache_read == 0


def test_size_and_effort_choose_the_model_and_its_thinking(api: FakeApi) -> None:
    engine(api).ask(ask(size=Size.LARGE, effort=Effort.HIGH, max_output_tokens=10**9))
    body = api.calls[0].body
    assert (body["model"], body["max_tokens"]) == ("claude-sonnet-5-5", 128_000)
    assert body["output_config"] == {"effort": "high"}


# @req MR-11.5
def test_secrets_in_a_prompt_stay_here(api: FakeApi) -> None:
    leak = f"sk-ant-api03-{'Zz9' * 20} and {KEY} and postgres://bob:hunter2@db/x"
    turns = (UserTurn(leak), ModelTurn("m"), UserTurn(leak, (ToolResult("t", leak),)))
    engine(api).ask(ask(turns=turns, system=(Block(leak),)))
    assert "hunter2" not in api.got[0].text
    assert "Zz9" not in api.got[0].text
    assert KEY not in api.got[0].text
    assert api.got[0].text.count("[redacted api key]") == 4


# @req MR-11.5
def test_the_key_shows_nowhere(api: FakeApi, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        claude = engine(api)
        claude.ask(ask())
    assert KEY not in caplog.text
    assert KEY not in repr(claude) + str(vars(claude))


def test_calls_at_the_same_time_do_not_mix(api: FakeApi) -> None:
    api.usual = lambda body: Said(f"about {body['messages'][0]['content'][0]['text']}")
    claude = engine(api)
    with ThreadPoolExecutor(8) as pool:
        texts = list(pool.map(lambda n: claude.ask(ask(f"item {n}")).text, range(24)))
    assert texts == [f"about item {n}" for n in range(24)]
