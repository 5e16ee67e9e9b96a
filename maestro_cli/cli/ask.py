"""`maestro ask`: a request in plain words, answered by the agents whose duty it is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from maestro_cli.cli.call import Call
from maestro_cli.errors import UsageError

if TYPE_CHECKING:
    from maestro_cli.model.answer import Answer
    from maestro_cli.model.requests import Route

MOST_CHARS = 4000
"""Longer texts are no request; what is to be read belongs into the project."""


def ask(
    call: Call,
    text: Annotated[str, typer.Argument(help="What you want to know or have done.", show_default=False)],
    route_only: Annotated[
        bool, typer.Option("--route-only", help="Only say who would answer, and how.")
    ] = False,
) -> Answer:
    """Answer a request in plain words, Korean or English, from facts with evidence.

    Whatever it would change waits for an approval: see `maestro approvals`.
    """
    from maestro_cli.agents.calls import plan_calls
    from maestro_cli.agents.router import route
    from maestro_cli.cli.run import new_run
    from maestro_cli.model.plain import to_plain
    from maestro_cli.wiring import open_workspace
    from maestro_cli.workflows.ask import ask_workflow

    words = " ".join(text.split())
    if not words or len(words) > MOST_CHARS:
        raise UsageError(
            f"a request has 1 to {MOST_CHARS:,} characters, this one {len(words):,}",
            fix="Say it in a sentence.",
        )
    workspace = open_workspace(call)
    found = route(words, [item.id for item in workspace.backlog()], workspace.as_of)
    if route_only:
        return _routed(found, workspace.language)
    calls = plan_calls(found, workspace.inputs())
    options = {"text": words, "route": to_plain(found), "calls": to_plain(calls)}
    return new_run(workspace, call, ask_workflow(found, calls), options)


def _routed(route: Route, language: str) -> Answer:
    from maestro_cli.documents.ask import route_blocks
    from maestro_cli.model.answer import Answer
    from maestro_cli.model.plain import to_plain

    plain = to_plain(route)
    assert isinstance(plain, dict)  # noqa: S101 - a dataclass becomes a dict
    return Answer(kind="ask", data=plain, blocks=route_blocks(route, language))
