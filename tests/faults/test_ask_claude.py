"""Whatever Claude does, `maestro ask` ends in time: with a whole answer, or with exit 4 and what to do."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from dataclasses import replace

import pytest

from maestro_cli.errors import ExitCode
from maestro_cli.llm.failures import EngineError, Failure
from maestro_cli.model.answer import Answer, AnswerStatus
from maestro_cli.model.evidence import SkillResult
from maestro_cli.model.runs import RunStatus
from maestro_cli.skills.catalog import SKILLS
from tests.faults.asked import Asked, hurry
from tests.llm import faults
from tests.llm.fake_api import FakeApi, Json, Said
from tests.projects import shop_copy

QUESTION = "what is our velocity and progress?"
LONGEST = 10.0
"""Seconds that an answer may take on a busy machine. Claude has less than one; without an end it takes 60."""

FAILURES: dict[Failure, faults.Fault | Said] = {
    Failure.AUTH: faults.status(401, "authentication_error"),
    Failure.ACCOUNT: faults.status(402, "billing_error"),
    Failure.REJECTED: faults.status(404, "not_found_error"),
    Failure.RATE_LIMITED: faults.status(429, "rate_limit_error", headers=[("retry-after", "3600")]),
    Failure.OVERLOADED: faults.status(529, "overloaded_error"),
    Failure.UNAVAILABLE: faults.status(500),
    Failure.TIMEOUT: faults.drip(),
    Failure.CUT: faults.sse(),
    Failure.REFUSAL: Said("I", stop="refusal"),
    Failure.TOO_LONG: faults.status(413, "request_too_large"),
    Failure.MALFORMED: Said("no JSON"),
}
"""One of each kind. That every fault is of a kind, and which, is tested where the engine is."""


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Asked:
    return Asked(shop_copy(tmp_path_factory.mktemp("faulty") / "shop"), "auto")


@pytest.fixture(scope="module")
def offline(root: Asked) -> Answer:
    return Asked(root.root, "offline").ask(QUESTION)


@pytest.fixture
def failing(
    claude: FakeApi, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> Iterator[FakeApi]:
    hurry(monkeypatch, 0.8)
    claude.script = [FAILURES[request.param]] * 50
    yield claude
    claude.script = []


def test_every_kind_of_failure_is_tried() -> None:
    assert set(FAILURES) == set(Failure) - {Failure.BUDGET}


# @req MR-14.2
@pytest.mark.parametrize("failing", FAILURES, indirect=True)
def test_a_failure_ends_in_the_whole_offline_answer(root: Asked, offline: Answer, failing: FakeApi) -> None:
    began, before = time.monotonic(), len(failing.calls)
    answer = root.ask(QUESTION)
    assert time.monotonic() - began < LONGEST
    assert len(failing.calls) > before
    assert answer.run is not None
    assert (answer.exit_code, answer.run.engine) == (ExitCode.DONE, "offline")
    assert answer.rendered == offline.rendered
    assert answer.data == offline.data


# @req MR-14.2
@pytest.mark.parametrize("failing", [Failure.RATE_LIMITED, Failure.TIMEOUT, Failure.MALFORMED], indirect=True)
def test_where_no_other_answer_will_do_it_ends_with_what_to_do(root: Asked, failing: FakeApi) -> None:
    began = time.monotonic()
    with pytest.raises(EngineError) as caught:
        Asked(root.root, "claude").ask(QUESTION)
    assert time.monotonic() - began < LONGEST
    assert caught.value.exit_code is ExitCode.PROVIDER
    assert "--llm offline" in str(caught.value.diagnostics[0].fix)
    failing.script = []
    failing.usual = Said(json.dumps({"sentences": ["Velocity stands at {velocity.median}."]}))
    with root.place.store() as store:
        run, status = store.runs.list()[0][0].id, store.runs.list()[0][0].status
    assert status is RunStatus.FAILED
    assert root.resume(run).exit_code is ExitCode.DONE, "a run that failed goes on from there"


def always(_: Json) -> Said:
    """Want one more tool, whatever it got."""
    return Said("One more look.", (("backlog", {"page": 1}),))


# @req MR-14.4
def test_one_more_tool_ends_an_answer_after_one_repair(root: Asked, claude: FakeApi) -> None:
    claude.usual, claude.script = always, []
    before = len(claude.calls)
    answer = root.ask(QUESTION)
    assert len(claude.calls) - before == 2
    assert answer.run is not None
    assert answer.run.engine == "offline"


# @req MR-14.4
def test_a_budget_that_is_used_up_leaves_the_offline_answer(
    root: Asked, claude: FakeApi, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MAESTRO_LLM_MAX_TOKENS", "50")
    before = len(claude.calls)
    answer = root.ask(QUESTION)
    assert len(claude.calls) == before, "nothing is sent that the budget does not allow"
    assert answer.run is not None
    assert (answer.run.engine, answer.run.tokens) == ("offline", 0)
    with pytest.raises(EngineError) as caught:
        Asked(root.root, "claude").ask(QUESTION)
    assert caught.value.failure is Failure.BUDGET


# @req MR-14.4
def test_an_answer_that_lacks_something_is_marked_and_says_what(
    root: Asked, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A skill that breaks twice, and a line that no fact supports."""
    whole = Asked(root.root, "offline").ask("who is blocked, and what is our velocity?")
    assert whole.status is AnswerStatus.SUCCESS

    def broken(*_: object) -> SkillResult:
        raise ZeroDivisionError

    changed = {**SKILLS, "identify_blockers": replace(SKILLS["identify_blockers"], run=broken)}
    with monkeypatch.context() as patched:
        patched.setattr("maestro_cli.workflows.ask.SKILLS", changed)
        partial = Asked(root.root, "offline").ask("who is blocked, and what is our velocity? once more")
    assert partial.status is AnswerStatus.PARTIAL
    assert "identify_blockers failed twice" in str(partial.data["answer"])
    false = "Velocity fell: {velocity.slope}."
    monkeypatch.setattr("maestro_cli.llm.offline.OfflineNarrator.headline", lambda *_: [false])
    dropped = Asked(root.root, "offline").ask("what is our velocity, again?")
    assert dropped.status is AnswerStatus.PARTIAL
    assert [note for note in dropped.notes if "no fact supports" in note]
