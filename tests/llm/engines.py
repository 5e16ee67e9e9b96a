"""Engines that talk to the fake API, impatient or with a clock of their own."""

from __future__ import annotations

import random
from collections.abc import Iterable
from dataclasses import dataclass, field

import pytest
from pydantic import BaseModel, SecretStr

from maestro_cli.llm.budget import Budget
from maestro_cli.llm.claude import ClaudeEngine
from maestro_cli.llm.failures import EngineError
from maestro_cli.llm.interface import Block, Notice, Request, UserTurn
from maestro_cli.llm.patience import Patience, Timing
from tests.llm.fake_api import FakeApi

KEY = "canary-key-0f9e8d7c6b5a"
QUICK = Patience(attempts=3, base=0.01, cap=0.02, silence=0.3)


class Verdict(BaseModel):
    """What structured answers look like in these tests."""

    summary: str
    points: int


@dataclass
class FakeTime:
    """A clock that only sleeping moves on."""

    at: float = 1_000_000_000.0
    slept: list[float] = field(default_factory=list)

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.at += seconds

    def timing(self, seed: int = 1) -> Timing:
        return Timing(lambda: self.at, self.sleep, lambda: self.at, random.Random(seed))


def engine(
    api: FakeApi, budget: Budget | None = None, patience: Patience = QUICK, timing: Timing | None = None
) -> ClaudeEngine:
    """Return an engine on the fake API."""
    return ClaudeEngine(SecretStr(KEY), base_url=api.url, budget=budget, patience=patience, timing=timing)


def ask(text: str = "Who is blocked?", **more: object) -> Request:
    """Return a request with one question."""
    values = {
        "purpose": "test",
        "turns": (UserTurn(text),),
        "system": (Block("You report."),),
        "deadline": 5.0,
    }
    return Request(**{**values, **more})  # type: ignore[arg-type]


def failing(
    api: FakeApi, request: Request | None = None, notices: list[Notice] | None = None, **more: object
) -> EngineError:
    """Ask and return the error that came of it."""
    with pytest.raises(EngineError) as caught:
        engine(api, **more).ask(request or ask(), (notices if notices is not None else []).append)  # type: ignore[arg-type]
    return caught.value


def chain(error: BaseException | None) -> Iterable[BaseException]:
    """Yield an error and everything that hangs on it."""
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__
