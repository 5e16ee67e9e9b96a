"""A question to an engine, alone or as the next one of a session, and what the audit keeps of it.

What all questions of a session share stands first (the schema and the prompt, then what is remembered, then
its turns as they were), so that the provider reads it from its cache; what is new comes last.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Literal

from maestro_cli.errors import Diagnostic, Severity
from maestro_cli.llm.interface import Block, ModelTurn, Reply, Request, Size, UserTurn
from maestro_cli.llm.narrator import Asked, Talk
from maestro_cli.model.plain import digest

if TYPE_CHECKING:
    from pydantic import BaseModel

    from maestro_cli.llm.failures import EngineError
    from maestro_cli.llm.prompt import Prompt


def answer_schema(*, choices: Sequence[str] = (), sentences: bool = False) -> type[BaseModel]:
    """Return what an answer holds: `wanted`, some of `choices`, or `sentences`; in a session both."""
    from pydantic import ConfigDict, create_model

    fields: dict[str, Any] = {}
    if choices:
        one: Any = Literal[tuple(choices)]
        fields["wanted"] = (list[one], ...)
    if sentences:
        fields["sentences"] = (list[str], ...)
    return create_model("Answer", __config__=ConfigDict(extra="forbid"), **fields)


def question(
    purpose: str,
    prompt: Prompt,
    text: str,
    schema: type[BaseModel],
    *,
    size: Size,
    deadline: float,
    talk: Talk | None = None,
) -> Request:
    """Return the request that asks `text`; in a `talk` it goes to the model whose cache holds it."""
    said = talk or Talk()
    known = (Block(said.known, stable=True),) if said.known else ()
    before = [turn for asked, answer in said.turns for turn in (UserTurn(asked), ModelTurn(answer))]
    return Request(
        purpose=purpose,
        system=(Block(prompt.text, stable=True), *known),
        turns=(*before, UserTurn(text)),
        schema=schema,
        size=said.size or size,
        continues=talk is not None,
        deadline=deadline,
    )


def noted(
    request: Request,
    prompt: Prompt,
    cost: Reply | EngineError,
    said: str = "",
    failure: Diagnostic | None = None,
) -> Asked:
    """Return what was asked, what was taken of the answer, and what it cost."""
    texts = [turn.text for turn in request.turns]
    return Asked(
        text=texts[-1],
        said=said,
        size=request.size,
        inputs=digest([[block.text for block in request.system], texts]),
        prompt=prompt.label,
        model=cost.model,
        tokens=cost.usage.total if cost.usage else 0,
        usd=cost.usd,
        failure=failure,
    )


def warning(told: str, error: EngineError) -> Diagnostic:
    """Return what `error` came to, as the warning of an answer that was given all the same."""
    first = error.diagnostics[0]
    return Diagnostic(Severity.WARNING, first.code, f"{told}: {error.message}", fix=first.fix)
