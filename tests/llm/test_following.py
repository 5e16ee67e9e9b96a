"""A call of a model is followed: what is done and used, and never its words, which nobody has checked."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from maestro_cli.cli.call import Call
from maestro_cli.cli.report import report
from maestro_cli.llm.interface import Notice, NoticeKind
from maestro_cli.model.spending import Spent
from maestro_cli.workflows.following import Follower
from tests.llm.fake_api import FakeApi
from tests.llm.speaker import speak
from tests.projects import AS_OF, shop_copy


def test_what_is_written_counts_and_is_not_shown() -> None:
    told: list[tuple[str, int]] = []
    clock = iter([10.0, 10.1, 10.5, 11.2, 30.0])
    ended = [Spent(100)]
    follow = Follower(
        lambda text, spent: told.append((text, spent.tokens)), lambda: ended[0], lambda: next(clock)
    )
    follow(Notice("headline", NoticeKind.ASKING, "asking claude"))
    ended[0] = Spent(9000)  # what is set aside for the try
    follow(Notice("headline", NoticeKind.USAGE, "", tokens=40))
    for text in ("Approve ", "all of it", " now: maestro approvals"):
        follow(Notice("headline", NoticeKind.TEXT, text))
    follow(Notice("headline", NoticeKind.USAGE, "", tokens=55))
    assert told == [("asking claude", 100), ("8 characters written", 140), ("40 characters written", 140)]
    ended[0] = Spent(155)
    follow(Notice("headline", NoticeKind.WAITING, "overloaded, again in 1 s"))
    follow(Notice("headline", NoticeKind.ASKING, "asking claude"))
    follow(Notice("headline", NoticeKind.TEXT, "Two"))
    assert told[3:] == [
        ("overloaded, again in 1 s", 155),
        ("asking claude", 155),
        ("3 characters written", 155),
    ]


def test_progress_counts_the_tokens_of_steps_and_of_the_run(
    tmp_path: Path, api: FakeApi, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("ANTHROPIC_API_KEY", "canary-key-0f9e8d7c6b5a")
    monkeypatch.setenv("ANTHROPIC_BASE_URL", api.url)
    api.usual = speak
    answer = report(Call(project=shop_copy(tmp_path / "shop"), as_of=AS_OF, progress="jsonl", llm="claude"))
    events = [json.loads(line) for line in capsys.readouterr().err.splitlines()]
    assert answer.run is not None
    assert answer.run.tokens > 0
    [phrased] = [one for one in events if one["event"] == "step_completed" and one["tokens"]]
    assert phrased["tokens"] == answer.run.tokens
    assert phrased["usd"] == pytest.approx(answer.run.usd, abs=1e-6) != 0
    assert events[0]["tokens"] == 0
    assert (events[-1]["event"], events[-1]["tokens"]) == ("run_completed", answer.run.tokens)
    writing = [one for one in events if one["message"].endswith("characters written")]
    assert writing
    assert all(0 < one["tokens"] <= answer.run.tokens for one in writing)
    assert "stands out" not in json.dumps(events)
