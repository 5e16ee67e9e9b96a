"""`maestro audit`: what agents decided, and whether anybody changed the record."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from maestro_cli.cli.call import Call
from maestro_cli.cli.command import add

if TYPE_CHECKING:
    from maestro_cli.model.answer import Answer

app = typer.Typer(name="audit", no_args_is_help=True, help="List decisions of agents and check their record.")


def list_decisions(
    call: Call,
    run: Annotated[str | None, typer.Option(metavar="ID", help="Only those of this run.")] = None,
    limit: Annotated[int, typer.Option(min=1, help="The newest so many.")] = 50,
) -> Answer:
    """List the decisions of agents, newest first."""
    from maestro_cli.documents.governance import decisions_blocks
    from maestro_cli.model.answer import Answer
    from maestro_cli.model.plain import plain_fields
    from maestro_cli.wiring import open_workspace

    workspace = open_workspace(call)
    numbered = list(enumerate(workspace.decisions(), 1))
    found = [(entry, one) for entry, one in numbered if run is None or one.run_id.startswith(run)][::-1]
    shown = found[:limit]
    entries = [{"entry": entry, **plain_fields(one)} for entry, one in shown]
    data = {"entries": entries, "total": len(found)}
    return Answer(kind="audit", data=data, blocks=decisions_blocks(shown, workspace.language))


def verify(
    call: Call,
    head: Annotated[
        str | None, typer.Option(metavar="HASH", help="A head that was noted before; it must be there still.")
    ] = None,
) -> Answer:
    """Check that no decision was edited, taken out, put in, moved or cut off. Exits with 1 otherwise."""
    from maestro_cli.documents.governance import audit_blocks
    from maestro_cli.errors import ExitCode
    from maestro_cli.governance.audit import verify as verify_chain
    from maestro_cli.model.answer import Answer
    from maestro_cli.model.decisions import Head
    from maestro_cli.model.plain import plain_fields
    from maestro_cli.wiring import open_workspace

    workspace = open_workspace(call)
    with workspace.store_if_any() as store:
        decisions = store.decisions.list() if store else ()
        kept = Head(*store.decisions.head()) if store else Head(0, "")
    report = verify_chain(decisions, kept, head)
    return Answer(
        kind="audit",
        data=plain_fields(report),
        blocks=audit_blocks(report, workspace.language),
        exit_code=ExitCode.DONE if report.ok else ExitCode.FOUND,
    )


add(app, list_decisions, name="list")
add(app, verify)
