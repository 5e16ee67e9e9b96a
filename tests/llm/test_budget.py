"""The budget stops before the limit, whatever happens at the same time or in between."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from maestro_cli.llm.budget import Budget, MemoryLedger
from maestro_cli.llm.failures import EngineError, Failure
from maestro_cli.llm.interface import Block, ModelTurn, Request, Tool, ToolResult, UserTurn
from maestro_cli.model.spending import Spent
from tests.llm import faults
from tests.llm.engines import Verdict, ask, engine, failing
from tests.llm.fake_api import FakeApi, Said

MORE = Tool("more", "One more.", {"type": "object", "properties": {}})


def until_stopped(api: FakeApi, budget: Budget) -> EngineError:
    """Let a model that always wants one more tool have its way until the budget ends it."""
    api.usual = Said("", (("more", {}),))
    claude = engine(api, budget)
    turns: tuple[UserTurn | ModelTurn, ...] = (UserTurn("Go."),)
    for _ in range(1000):
        try:
            reply = claude.ask(ask(tools=(MORE,), turns=turns, max_output_tokens=50))
        except EngineError as error:
            return error
        turns = (*turns, reply.turn, UserTurn(results=(ToolResult(reply.calls[0].id, "and?"),)))
    raise AssertionError("it never ended")


# @req MR-14.1
@pytest.mark.parametrize("limits", [{"max_tokens": 2000}, {"max_usd": 0.0004}])
def test_a_model_that_never_ends_is_ended_before_the_limit(api: FakeApi, limits: dict[str, float]) -> None:
    budget = Budget(**limits)  # type: ignore[arg-type]
    error = until_stopped(api, budget)
    assert error.failure is Failure.BUDGET
    assert 2 < len(api.calls) < 200
    spent = budget.spent
    assert spent.tokens <= limits.get("max_tokens", spent.tokens)
    assert spent.usd <= limits.get("max_usd", spent.usd)
    assert spent.tokens > 0.5 * limits.get("max_tokens", 0)
    assert spent.usd > 0.5 * limits.get("max_usd", 0)


def test_what_does_not_fit_is_not_sent(api: FakeApi) -> None:
    error = failing(api, ask("long " * 1000), budget=Budget(max_tokens=1000))
    assert error.failure is Failure.BUDGET
    assert api.calls == []
    assert "0 of 1000 tokens are used" in error.message
    assert "llm.max_tokens" in str(error.diagnostics[0].fix)


def test_the_prompt_is_counted_by_the_api_before_it_is_sent(api: FakeApi) -> None:
    """The estimate (about twice the count) would not have fitted."""
    text = "word " * 400
    reply = engine(api, Budget(max_tokens=800)).ask(ask(text, max_output_tokens=100))
    assert [each.path for each in api.got] == ["/v1/messages/count_tokens", "/v1/messages"]
    assert "max_tokens" not in api.got[0].body
    assert reply.notes == ()


@pytest.mark.parametrize(
    "fault", [faults.status(500), faults.hang(), faults.body(b"{}", "application/json"), faults.drip()]
)
def test_without_a_count_the_prompt_is_measured(api: FakeApi, fault: faults.Fault) -> None:
    api.counting = [fault]
    reply = engine(api, Budget(max_tokens=10_000)).ask(ask(deadline=3.0))
    assert reply.notes == ("the prompt was measured by its length: the API did not count it",)


def test_without_a_limit_nothing_is_counted(api: FakeApi) -> None:
    budget = Budget()
    reply = engine(api, budget).ask(ask())
    assert [each.path for each in api.got] == ["/v1/messages"]
    assert budget.spent.tokens == reply.usage.total


def test_a_resumed_run_goes_on_with_what_it_has_spent(api: FakeApi) -> None:
    ledger = MemoryLedger()
    until_stopped(api, Budget(ledger, max_tokens=2000))
    calls = len(api.calls)
    error = until_stopped(api, Budget(ledger, max_tokens=2000))
    assert error.failure is Failure.BUDGET
    assert len(api.calls) - calls <= 1


def test_a_call_that_was_killed_counts_in_full() -> None:
    ledger = MemoryLedger()
    Budget(ledger, max_tokens=100).reserve("killed", 80, None)
    with pytest.raises(EngineError):
        Budget(ledger, max_tokens=100).reserve("next", 21, None)


@pytest.mark.parametrize(
    ("fault", "share"),
    [(faults.status(500), 0), (faults.sse(), 1), (faults.hang(), 1), (faults.sse(then="hang"), 1)],
)
def test_failed_tries_cost_what_they_cost(api: FakeApi, fault: faults.Fault, share: int) -> None:
    budget = Budget(max_tokens=100_000)
    plain = engine(api, Budget()).ask(ask()).usage
    api.script = [fault]
    reply = engine(api, budget).ask(ask())
    assert budget.spent.tokens == reply.usage.total
    extra = reply.usage.total - plain.total
    assert extra == 0 if share == 0 else plain.prompt <= extra <= plain.prompt + 5


def test_the_repair_round_counts(api: FakeApi) -> None:
    budget = Budget(max_tokens=100_000)
    api.script = [Said("no"), Said('{"summary": "s", "points": 1}')]
    reply = engine(api, budget).ask(ask(schema=Verdict))
    assert budget.spent.tokens == reply.usage.total
    assert budget.spent.usd == pytest.approx(reply.usd)


def test_no_price_and_a_limit_in_dollars_do_not_go_together() -> None:
    budget = Budget(max_usd=1)
    with pytest.raises(EngineError) as caught:
        budget.reserve("x", 10, None)
    assert "the price of the model is not known" in caught.value.message
    assert budget.spent == Spent()


def test_what_has_no_price_is_told_apart() -> None:
    budget = Budget(max_tokens=100)
    budget.reserve("x", 10, None)
    assert budget.spent == Spent(10, 0.0, unpriced=10)


CALLS = st.lists(st.tuples(st.integers(1, 60), st.floats(0, 1)), max_size=30)


@settings(deadline=None)
@given(CALLS, st.integers(0, 200))
def test_calls_at_the_same_time_never_go_above_the_limit(calls: list[tuple[int, float]], limit: int) -> None:
    ledger = MemoryLedger()
    budget = Budget(ledger, max_tokens=limit)

    def call(most: int, share: float) -> None:
        try:
            reserved = budget.reserve("x", most, 0.0)
        except EngineError:
            return
        budget.settle(reserved, Spent(int(most * share)))

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda each: call(*each), calls))
    reached = Spent()
    for _, change in ledger.entries:
        reached += change
        assert reached.tokens <= limit


# @req MR-14.1
def test_calls_of_many_agents_share_one_budget(api: FakeApi) -> None:
    budget = Budget(max_tokens=1500)
    claude = engine(api, budget)
    request = Request("agent", (UserTurn("Go."),), (Block("x" * 400),), max_output_tokens=100)

    def call(_: int) -> bool:
        try:
            claude.ask(request)
        except EngineError as error:
            return error.failure is not Failure.BUDGET
        return True

    with ThreadPoolExecutor(6) as pool:
        answered = sum(pool.map(call, range(30)))
    assert 3 < answered < 30
    assert len(api.calls) == answered
    assert budget.spent.tokens <= 1500
