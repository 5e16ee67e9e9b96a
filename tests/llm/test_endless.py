"""A model that always wants one more tool: it is let have its way, as long as it can be paid."""

from __future__ import annotations

import pytest

from maestro_cli.llm.budget import Budget, MemoryLedger
from maestro_cli.llm.failures import EngineError, Failure
from maestro_cli.llm.interface import ModelTurn, Tool, ToolResult, UserTurn
from tests.llm.engines import ask, engine
from tests.llm.fake_api import FakeApi, Json, Said

MORE = Tool("backlog", "Items.", {"type": "object", "properties": {}})
MOST_TURNS = 200


def always(_: Json) -> Said:
    return Said("One more look.", (("backlog", {"page": 1}),))


# @req MR-14.4
@pytest.mark.parametrize("limits", [{"max_tokens": 60_000}, {"max_usd": 0.03}])
def test_a_model_that_never_comes_to_an_end_is_stopped_by_its_budget(
    api: FakeApi, limits: dict[str, float]
) -> None:
    api.usual = always
    ledger = MemoryLedger()
    thinker = engine(api, Budget(ledger, limits.get("max_usd"), int(limits.get("max_tokens", 0)) or None))
    turns: tuple[UserTurn | ModelTurn, ...] = (UserTurn("Who is blocked?"),)
    ended = None
    while ended is None and len(turns) < MOST_TURNS:
        try:
            reply = thinker.ask(ask(turns=turns, tools=(MORE,), max_output_tokens=1000, deadline=60.0))
        except EngineError as error:
            ended = error.failure
        else:
            results = tuple(ToolResult(call.id, "nothing new " * 400) for call in reply.calls)
            turns = (*turns, reply.turn, UserTurn(results=results))
    assert ended is Failure.BUDGET
    spent = ledger.spent()
    assert spent.tokens <= limits.get("max_tokens", 1e9)
    assert spent.usd <= limits.get("max_usd", 1e9)
    assert len(turns) > 5, "it had been of use until then"
