"""Lets a model choose what a request asks for, among what agents answer and nothing else."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from maestro_cli.llm.failures import EngineError, Failure
from maestro_cli.llm.interface import Engine, Listener, Size
from maestro_cli.llm.narrator import Asked, Talk
from maestro_cli.llm.questions import answer_schema, noted, question, warning
from maestro_cli.llm.quoting import quoted
from maestro_cli.settings.clock import now

if TYPE_CHECKING:
    from maestro_cli.llm.prompt import Prompt

MOST = 5
"""Wishes after these are left out."""

ASKED = "What is wanted?"
"""Tells this question from the others of a session."""

_FAILED = "routed by rules, which are unsure, without Claude"


def choose_wishes(
    engine: Engine,
    prompt: Prompt,
    text: str,
    choices: Sequence[str],
    deadline: float,
    listen: Listener | None = None,
    talk: Talk | None = None,
) -> tuple[tuple[str, ...] | None, Asked]:
    """Return which of `choices` a request asks for, in order, and what the model was asked.

    None where it fails; an unknown name, or a field that was not asked for, is a failure too. In a `talk` the
    request is read as the next one of it.
    """
    schema = answer_schema(choices=choices, sentences=talk is not None)
    asks = quoted("request", text) if talk is None else f"{quoted('request', text)}\n{ASKED}"
    request = question("route", prompt, asks, schema, size=Size.SMALL, deadline=deadline, talk=talk)
    wanted, began, start = None, now(), time.monotonic()
    try:
        reply = engine.ask(request, listen)
    except EngineError as error:
        asked = noted(request, prompt, error, failure=warning(_FAILED, error))
    else:
        answer = reply.answer(schema).model_dump()
        wanted = tuple(dict.fromkeys(answer["wanted"]))[:MOST]
        asked = noted(request, prompt, reply, reply.text)
        if not wanted and answer.get("sentences"):
            failed = EngineError(Failure.MALFORMED, "it does not say what is wanted")
            wanted, asked = None, replace(asked, said="", failure=warning(_FAILED, failed))
    return wanted, replace(asked, began=began, seconds=time.monotonic() - start)
