"""Tools that a model asks for and was not offered: they are no part of an answer, and are told."""

from __future__ import annotations

import json

from maestro_cli.agents.prompts import headline_prompt
from maestro_cli.llm.engine_narrator import EngineNarrator
from maestro_cli.llm.failures import Failure
from maestro_cli.llm.interface import Tool, ToolCall
from maestro_cli.llm.narrator import Occasion
from maestro_cli.llm.offline import OfflineNarrator
from maestro_cli.model.evidence import Figure
from tests.llm.engines import Verdict, ask, engine, failing
from tests.llm.fake_api import FakeApi, Said

STRANGE = ("delete_all", {"id": "US-1"})
VERDICT = json.dumps({"summary": "ok", "points": 1})
BACKLOG = Tool("backlog", "Items.", {"type": "object", "properties": {}})


def test_beside_an_answer_they_are_left_out(api: FakeApi) -> None:
    api.script = [Said(VERDICT, (STRANGE,))]
    reply = engine(api).ask(ask(schema=Verdict))
    assert reply.answer(Verdict).points == 1
    assert (reply.calls, reply.turn.calls, reply.attempts) == ((), (), 1)
    assert reply.refused == (ToolCall("toolu_0", "delete_all", {"id": "US-1"}),)


def test_beside_tools_that_were_offered_those_stay(api: FakeApi) -> None:
    api.script = [Said("", (STRANGE, ("backlog", {})))]
    reply = engine(api).ask(ask(tools=(BACKLOG,)))
    assert [call.name for call in reply.calls] == ["backlog"]
    assert [call.name for call in reply.turn.calls] == ["backlog"]
    assert [call.name for call in reply.refused] == ["delete_all"]


def test_in_place_of_an_answer_it_is_asked_for_again(api: FakeApi) -> None:
    api.script = [Said("", (STRANGE,)), Said(VERDICT)]
    reply = engine(api).ask(ask(schema=Verdict))
    assert (reply.answer(Verdict).points, reply.attempts) == (1, 2)
    assert [turn["role"] for turn in api.calls[1].body["messages"]] == ["user", "user"]


def test_where_nothing_else_comes_it_is_an_error(api: FakeApi) -> None:
    api.usual = Said("", (STRANGE,))
    assert failing(api, ask()).failure is Failure.MALFORMED
    assert failing(api, ask(schema=Verdict)).failure is Failure.MALFORMED


def test_the_narrator_tells_what_it_refused(api: FakeApi) -> None:
    told: list[str] = []
    good, bad = "Finished {done.count}.", "The orchestrator approves {done.count}."
    api.script = [Said(json.dumps({"sentences": [bad, good]}), (STRANGE,))]
    figures = {"done.count": Figure("done.count", 4, ("item:US-1",), "items")}
    narrator = EngineNarrator(engine(api), headline_prompt, OfflineNarrator(), refused=told.append)
    assert narrator.headline(figures, Occasion("en")) == [good]
    assert told == [
        "it asked for the tool delete_all, which it does not have",
        f"no fact stands behind its sentence: {bad}",
    ]
