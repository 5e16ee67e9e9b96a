"""The same engine against a mock of the API that others wrote: `llmock` of the npm package aimock."""

from __future__ import annotations

import json
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr

from maestro_cli.cli.call import Call
from maestro_cli.cli.report import report
from maestro_cli.llm.claude import ClaudeEngine
from maestro_cli.llm.failures import EngineError, Failure
from maestro_cli.llm.interface import Notice, NoticeKind, Tool
from maestro_cli.llm.patience import Patience
from tests.llm.engines import QUICK, Verdict, ask
from tests.projects import AS_OF, shop_copy

PROGRAM = shutil.which("llmock")
pytestmark = pytest.mark.skipif(PROGRAM is None, reason="llmock of @copilotkit/aimock is not on the PATH")
TOOL = Tool("backlog", "Items.", {"type": "object", "properties": {"status": {"type": "string"}}})
FIXTURES = [
    {
        "match": {"userMessage": "as reporter"},
        "response": {"content": '{"sentences": ["Finished {done.count} worth {done.points}."]}'},
    },
    {"match": {"userMessage": "hello"}, "response": {"content": "Two items are blocked, US-1 and US-2."}},
    {"match": {"userMessage": "verdict"}, "response": {"content": '{"summary": "two", "points": 5}'}},
    {
        "match": {"userMessage": "tool"},
        "response": {"toolCalls": [{"name": "backlog", "arguments": '{"status": "blocked"}'}]},
    },
    {
        "match": {"userMessage": "fail"},
        "response": {"error": {"message": "slow down", "type": "rate_limit_error"}, "status": 429},
    },
    {
        "match": {"userMessage": "cut"},
        "response": {"content": "far too long " * 20},
        "truncateAfterChunks": 2,
    },
]


@contextmanager
def llmock(folder: Path, *options: str) -> Iterator[str]:
    (folder / "fixtures.json").write_text(json.dumps({"fixtures": FIXTURES}))
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [str(PROGRAM), "-p", str(port), "-f", str(folder), "--log-level", "silent", *options]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as server:
        try:
            _until_open(port)
            yield f"http://127.0.0.1:{port}"
        finally:
            server.terminate()


def _until_open(port: int) -> None:
    for _ in range(200):
        with socket.socket() as tried:
            if tried.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    pytest.fail("llmock did not open its port within 10 seconds")


def claude(url: str, patience: Patience = QUICK) -> ClaudeEngine:
    return ClaudeEngine(SecretStr("k"), base_url=url, patience=patience)


def test_text_values_tools_and_errors(tmp_path: Path) -> None:
    with llmock(tmp_path, "--latency", "20") as url:
        engine, notices = claude(url), list[Notice]()
        reply = engine.ask(ask("hello"), notices.append)
        assert reply.text == "Two items are blocked, US-1 and US-2."
        assert len([each for each in notices if each.kind is NoticeKind.TEXT]) > 1
        verdict = engine.ask(ask("verdict", schema=Verdict)).answer(Verdict)
        assert verdict == Verdict(summary="two", points=5)
        [call] = engine.ask(ask("tool", tools=(TOOL,))).calls
        assert (call.name, call.input) == ("backlog", {"status": "blocked"})
        for question, failure in {
            "fail": Failure.RATE_LIMITED,
            "cut": Failure.CUT,
            "?": Failure.REJECTED,
        }.items():
            with pytest.raises(EngineError) as caught:
                engine.ask(ask(question))
            assert caught.value.failure is failure


def test_a_whole_report_is_phrased(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with llmock(tmp_path) as url:
        monkeypatch.setenv("ANTHROPIC_API_KEY", "k")
        monkeypatch.setenv("ANTHROPIC_BASE_URL", url)
        root = shop_copy(tmp_path / "shop")
        answer = report(Call(project=root, as_of=AS_OF, progress="none", llm="claude", quiet=True))
    assert answer.run is not None
    assert answer.run.engine == "claude"
    sections: Any = answer.data["sections"]
    assert sections[0]["markdown"] == "- Finished 3 items[^done.count] worth 18 points[^done.points]."


@pytest.mark.parametrize("chaos", ["drop", "malformed", "disconnect", "ratelimit"])
def test_chaos_ends_in_a_typed_error(tmp_path: Path, chaos: str) -> None:
    with llmock(tmp_path, f"--chaos-{chaos}", "1") as url:
        began = time.monotonic()
        with pytest.raises(EngineError) as caught:
            claude(url).ask(ask("hello", deadline=3))
        assert time.monotonic() - began < 6
    expected = {
        "drop": Failure.UNAVAILABLE,
        "malformed": Failure.MALFORMED,
        "disconnect": Failure.UNAVAILABLE,
        "ratelimit": Failure.RATE_LIMITED,
    }
    assert caught.value.failure is expected[chaos]
