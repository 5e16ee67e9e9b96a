"""`maestro report`: what happened, every figure with its evidence."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from maestro_cli.cli.call import Call
from maestro_cli.cli.command import parse_date

if TYPE_CHECKING:
    from maestro_cli.model.answer import Answer


class Kind(StrEnum):
    """The reports."""

    WEEKLY = "weekly"
    MONTHLY = "monthly"
    SPRINT = "sprint"
    STATUS = "status"
    STANDUP = "standup"
    RETRO = "retro"
    EXECUTIVE = "executive"


def report(
    call: Call,
    kind: Annotated[Kind, typer.Argument(help="Which report.")] = Kind.WEEKLY,
    since: Annotated[
        date | None, typer.Option(parser=parse_date, metavar="DATE", help="First day of the period.")
    ] = None,
) -> Answer:
    """Report on the work: done, in progress, blocked, flow, changes, risks."""
    from maestro_cli.cli.run import new_run
    from maestro_cli.wiring import open_workspace

    options = {"report": kind.value, "since": since.isoformat() if since else None}
    return new_run(open_workspace(call), call, "report", options)
