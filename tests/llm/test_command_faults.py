"""Every fault of the API under commands: the rules answer in time and say so, or the run ends in exit 4."""

from __future__ import annotations

import time
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from maestro_cli.cli.ask import ask
from maestro_cli.cli.call import Call
from maestro_cli.cli.plan import plan
from maestro_cli.cli.report import report
from maestro_cli.errors import ExitCode
from maestro_cli.llm.claude import ClaudeEngine
from maestro_cli.llm.failures import EngineError
from maestro_cli.llm.interface import Listener, Reply, Request
from maestro_cli.model.answer import Answer
from tests.cli.runner import as_of, maestro
from tests.llm import faults
from tests.llm.fake_api import FakeApi, Said
from tests.llm.test_claude_faults import FAULTS
from tests.projects import AS_OF, shop_copy

TIMEOUT = 0.8
SLACK = 4.0
"""Seconds that a busy machine may take to notice that the time is over; what hangs does so for 30."""

ENOUGH = 3.0
"""Seconds in which a busy machine has heard of every fault but a hang: it is told as what it is."""

ASKED = "velocity and progress"
UNSURE = "next sprint"
KEY = "canary-key-0f9e8d7c6b5a"
OF_EACH_KIND = {failure: name for name, (_, failure, _) in reversed(FAULTS.items())}


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One project for all faults, with little patience; loading the SDK is no part of what is measured."""
    import_module("anthropic")
    folder = shop_copy(tmp_path_factory.mktemp("faults") / "shop")
    with (folder / "maestro.yaml").open("a", encoding="utf-8") as settings:
        settings.write(f"\nllm: {{timeout: {TIMEOUT}}}\n")
    return folder


@pytest.fixture(autouse=True)
def address(api: FakeApi, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ANTHROPIC_API_KEY", KEY)
    monkeypatch.setenv("ANTHROPIC_BASE_URL", api.url)


def run(root: Path, command: str, llm: str, text: str = ASKED) -> Answer:
    call = Call(project=root, as_of=AS_OF, progress="none", llm=llm, quiet=True)
    match command:
        case "plan":
            return plan(call)
        case "report":
            return report(call)
    return ask(call, text)


@pytest.fixture(scope="module")
def offline(root: Path) -> dict[str, Any]:
    """What the rules answer."""
    return {command: run(root, command, "offline").data for command in ("ask", "report", "plan")}


@pytest.fixture
def waited(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """How long each question kept its run waiting, however it ended."""
    seconds: list[float] = []
    asking = ClaudeEngine.ask

    def timed(engine: ClaudeEngine, request: Request, listen: Listener | None = None) -> Reply:
        began = time.monotonic()
        try:
            return asking(engine, request, listen)
        finally:
            seconds.append(time.monotonic() - began)

    monkeypatch.setattr(ClaudeEngine, "ask", timed)
    return seconds


# @req MR-14.2
@pytest.mark.parametrize(("number", "name"), list(enumerate(FAULTS)))
def test_every_fault_ends_in_the_whole_answer_of_the_rules(
    root: Path, api: FakeApi, offline: dict[str, Any], waited: list[float], number: int, name: str
) -> None:
    command = ("ask", "report", "ask", "report", "plan")[number % 5]
    fault, _, _ = FAULTS[name]
    api.script = [fault] * 9
    answer = run(root, command, "auto")
    assert api.calls
    assert max(waited) < TIMEOUT + SLACK
    assert answer.exit_code is ExitCode.DONE
    assert answer.data == offline[command]
    assert answer.run is not None
    assert answer.run.engine == "offline"
    [told] = [one for one in answer.diagnostics if one.code.startswith("E-LLM-")]
    assert told.message.startswith("phrased without Claude: ")
    assert KEY not in str(answer)


# @req MR-14.2
@pytest.mark.parametrize("name", OF_EACH_KIND.values())
def test_where_claude_is_asked_for_a_fault_ends_the_run_with_exit_4(
    root: Path, api: FakeApi, waited: list[float], name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    fault, failure, _ = FAULTS[name]
    api.script = [fault] * 9
    monkeypatch.setenv("MAESTRO_LLM_TIMEOUT", str(ENOUGH))
    with pytest.raises(EngineError) as caught:
        run(root, "ask", "claude")
    assert caught.value.failure is failure
    assert caught.value.exit_code is ExitCode.PROVIDER
    assert max(waited) < TIMEOUT + SLACK


def test_a_fault_in_the_round_of_repair_is_one_too(
    root: Path, api: FakeApi, offline: dict[str, Any], waited: list[float]
) -> None:
    api.script = [Said("no JSON"), faults.sse(then="hang")]
    answer = run(root, "ask", "auto")
    assert len(api.calls) == 2
    assert answer.data == offline["ask"]
    assert max(waited) < TIMEOUT + SLACK


def test_both_questions_of_an_unsure_request_may_fail(root: Path, api: FakeApi, waited: list[float]) -> None:
    api.script = [faults.hang(), faults.hang()]
    answer = run(root, "ask", "auto", UNSURE)
    assert len(waited) == 2
    assert max(waited) < TIMEOUT + SLACK
    assert answer.data == run(root, "ask", "offline", UNSURE).data
    assert [one.code for one in answer.diagnostics] == ["E-LLM-TIMEOUT", "E-LLM-TIMEOUT"]


def test_nobody_there_is_no_reason_to_stop(
    root: Path, monkeypatch: pytest.MonkeyPatch, offline: dict[str, Any]
) -> None:
    monkeypatch.setenv("ANTHROPIC_BASE_URL", "http://127.0.0.1:9")
    answer = run(root, "report", "auto")
    assert answer.data == offline["report"]
    assert [one.code for one in answer.diagnostics] == ["E-LLM-UNAVAILABLE"]


def test_a_budget_that_is_too_small_sends_nothing(
    root: Path, api: FakeApi, monkeypatch: pytest.MonkeyPatch, offline: dict[str, Any]
) -> None:
    monkeypatch.setenv("MAESTRO_LLM_MAX_TOKENS", "100")
    answer = run(root, "ask", "auto")
    assert api.calls == []
    assert answer.data == offline["ask"]
    assert [one.code for one in answer.diagnostics] == ["E-LLM-BUDGET"]


# @req MR-14.2
def test_as_it_is_typed(root: Path, api: FakeApi, tmp_path: Path) -> None:
    """Two processes of their own: one falls back and says so, one must not."""
    env = {"ANTHROPIC_API_KEY": KEY, "ANTHROPIC_BASE_URL": api.url, "MAESTRO_LLM_TIMEOUT": "60"}
    api.script = [faults.status(401, "authentication_error")] * 9
    done = maestro(*as_of("ask", ASKED, "--llm", "auto", "--format", "json"), cwd=root, env=env)
    assert done.codes == ["E-LLM-AUTH"]
    assert done.envelope["run"]["engine"] == "offline"
    assert b"phrased without Claude: Claude does not accept the key" in done.err
    failed = maestro(*as_of("report", "--llm", "claude", "--format", "json"), cwd=root, env=env, code=4)
    assert failed.codes == ["E-LLM-AUTH"]
    assert failed.envelope["status"] == "error"
