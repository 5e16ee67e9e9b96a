"""`maestro trace impact`: what a change touches, and whose work that is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from maestro_cli.cli.call import Call

if TYPE_CHECKING:
    from maestro_cli.model.answer import Answer


def impact(
    call: Call,
    ids: Annotated[
        list[str], typer.Argument(metavar="ID…", help="Items that are to change.", show_default=False)
    ],
    depth: Annotated[int | None, typer.Option(min=1, help="So many links away at most.")] = None,
) -> Answer:
    """Show what a change of these items touches, whose work it is, and why the items exist."""
    from maestro_cli.cli.lookup import find_item
    from maestro_cli.cli.trace_context import items_context, readable
    from maestro_cli.documents.impact import impact_blocks
    from maestro_cli.model.answer import Answer
    from maestro_cli.model.plain import plain_fields
    from maestro_cli.traceability.impact import impact as follow
    from maestro_cli.traceability.network import Network
    from maestro_cli.wiring import open_workspace

    workspace = open_workspace(call)
    status, diagnostics = readable(workspace)
    context = items_context(workspace)
    chosen = [find_item(context.backlog, item_id).id for item_id in ids]
    data = plain_fields(follow(Network(context.backlog, context.tests), chosen, depth))
    return Answer(
        kind="trace-impact",
        data=data,
        blocks=impact_blocks(data, workspace.language) if call.format in {"text", "md"} else (),
        diagnostics=diagnostics,
        status=status,
    )
