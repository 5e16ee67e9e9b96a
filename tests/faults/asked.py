"""`maestro ask` in this process: by the function that is the command, with Claude on loopback."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from maestro_cli.cli.ask import ask
from maestro_cli.cli.call import Call
from maestro_cli.cli.run import resume_run
from maestro_cli.llm.claude import ClaudeEngine
from maestro_cli.llm.interface import Listener, Reply, Request
from maestro_cli.model.actions import ApprovalStatus
from maestro_cli.model.answer import Answer
from maestro_cli.model.plain import to_plain
from maestro_cli.wiring import Workspace, open_workspace
from tests.llm.engines import QUICK
from tests.llm.fake_api import FakeApi, serving
from tests.projects import AS_OF


class Asked:
    """A project that is asked; `llm` as on the command line."""

    def __init__(self, root: Path, llm: str = "claude") -> None:
        self.root = root
        self._call = Call(command="ask", project=root, as_of=AS_OF, llm=llm, progress="none", quiet=True)

    @property
    def place(self) -> Workspace:
        return open_workspace(self._call)

    def ask(self, text: str) -> Answer:
        return ask(self._call, text)

    def said(self, text: str) -> str:
        data: Any = to_plain(self.ask(text).data)
        return json.dumps(data, ensure_ascii=False, indent=1)

    def refusals(self) -> list[str]:
        return sorted(one.rationale for one in self.place.decisions() if one.id.startswith("refused:"))

    def written(self) -> dict[str, str]:
        files = (p for f in ("backlog", "docs") for p in sorted((self.root / f).rglob("*")) if p.is_file())
        return {str(path.relative_to(self.root)): path.read_text() for path in files}

    def questions(self) -> list[Any]:
        with self.place.store() as store:
            return [to_plain(one.action) for one in store.approvals.list()]

    def resume(self, run_id: str) -> Answer:
        return resume_run(self.place, self._call, run_id)

    def decide_all(self, status: ApprovalStatus) -> None:
        with self.place.store() as store:
            for one in store.approvals.pending():
                store.approvals.decide(one.id, status, "kim")


def on_loopback() -> Iterator[FakeApi]:
    """Let this process's Claude be the fake API: for a fixture of a module."""
    from anthropic import Anthropic

    _ = Anthropic(api_key="k").messages  # loaded now, so that no test that measures time pays for it
    with pytest.MonkeyPatch.context() as patched:
        for api in serving(FakeApi()):
            patched.setenv("ANTHROPIC_API_KEY", "k-1")
            patched.setenv("ANTHROPIC_BASE_URL", api.url)
            yield api


def hurry(patched: pytest.MonkeyPatch, deadline: float) -> None:
    """Be impatient with Claude: a silence of 0.3 s is one too many, and an answer has `deadline` seconds."""
    ask = ClaudeEngine.ask

    def hurried(engine: ClaudeEngine, request: Request, listen: Listener | None = None) -> Reply:
        return ask(engine, replace(request, deadline=deadline), listen)

    patched.setattr("maestro_cli.llm.claude.Patience", lambda: QUICK)
    patched.setattr(ClaudeEngine, "ask", hurried)
