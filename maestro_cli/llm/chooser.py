"""Lets a small model choose what a request asks for, among what agents answer and nothing else."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Literal

from maestro_cli.errors import Diagnostic, Severity
from maestro_cli.llm.failures import EngineError
from maestro_cli.llm.interface import Block, Engine, Listener, Reply, Request, Size, UserTurn
from maestro_cli.llm.narrator import Asked
from maestro_cli.llm.quoting import quoted
from maestro_cli.model.plain import digest
from maestro_cli.settings.clock import now

if TYPE_CHECKING:
    from pydantic import BaseModel

    from maestro_cli.llm.prompt import Prompt

MOST = 5


def choose_wishes(
    engine: Engine,
    prompt: Prompt,
    text: str,
    choices: Sequence[str],
    deadline: float,
    listen: Listener | None = None,
) -> tuple[tuple[str, ...] | None, Asked]:
    """Return which of `choices` a request asks for, in order, and what the model was asked.

    None where it fails: an unknown name and a field of its own are failures too.
    """
    schema = _schema(choices)
    request = Request(
        purpose="route",
        system=(Block(prompt.text, stable=True),),
        turns=(UserTurn(quoted("request", text)),),
        schema=schema,
        size=Size.SMALL,
        deadline=deadline,
    )
    began, start = now(), time.monotonic()
    try:
        reply = engine.ask(request, listen)
    except EngineError as error:
        asked = _asked(request, prompt, error, error)
        return None, replace(asked, began=began, seconds=time.monotonic() - start)
    wanted = reply.answer(schema).model_dump()["wanted"]
    asked = _asked(request, prompt, reply)
    return tuple(dict.fromkeys(wanted)), replace(asked, began=began, seconds=time.monotonic() - start)


def _schema(choices: Sequence[str]) -> type[BaseModel]:
    from pydantic import ConfigDict, Field, create_model

    one: Any = Literal[tuple(choices)]
    return create_model(
        "Opinion", __config__=ConfigDict(extra="forbid"), wanted=(list[one], Field(max_length=MOST))
    )


def _asked(
    request: Request, prompt: Prompt, cost: Reply | EngineError, failed: EngineError | None = None
) -> Asked:
    text = request.turns[0].text
    return Asked(
        text=text,
        said="" if isinstance(cost, EngineError) or failed else cost.text,
        size=request.size,
        inputs=digest([prompt.text, text]),
        prompt=prompt.label,
        model=cost.model,
        tokens=cost.usage.total if cost.usage else 0,
        usd=cost.usd,
        failure=_failure(failed) if failed else None,
    )


def _failure(error: EngineError) -> Diagnostic:
    first = error.diagnostics[0]
    told = "routed by rules, which are unsure, without Claude"
    return Diagnostic(Severity.WARNING, first.code, f"{told}: {error.message}", fix=first.fix)
