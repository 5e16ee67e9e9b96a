"""The registry of all commands."""

from __future__ import annotations

import signal
import sys
from collections.abc import Sequence
from itertools import pairwise
from typing import Annotated

import typer

from maestro_cli import __version__
from maestro_cli.cli import (
    backup,
    blockers,
    capacity,
    claude,
    config,
    demo,
    doctor,
    init,
    items,
    next_items,
    plan,
    report,
    risks,
    runs,
    sync,
    trace,
    trust,
    velocity,
)
from maestro_cli.cli.command import add
from maestro_cli.errors import ExitCode, UsageError

app = typer.Typer(
    name="maestro",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    help="Sprint plans with a proof, reports with evidence and a traceability gate, from your repository.",
)


def _version(value: bool) -> None:
    if value:
        typer.echo(f"maestro {__version__}")
        raise typer.Exit


@app.callback()
def _root(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version.")
    ] = False,
) -> None:
    pass


add(app, init.init)
add(app, demo.demo)
add(app, plan.plan)
add(app, report.report)
add(app, next_items.next_items, name="next")
add(app, velocity.velocity)
add(app, capacity.capacity)
add(app, blockers.blockers)
add(app, risks.risks)
add(app, doctor.doctor)
add(app, sync.sync)
app.add_typer(trace.app)
app.add_typer(items.app)
app.add_typer(runs.app)
app.add_typer(config.app)
app.add_typer(claude.app)
add(app, trust.trust)
add(app, backup.backup)
add(app, backup.restore)


def run() -> None:
    """Run the command line on this process's arguments and end the process."""
    for number in (signal.SIGTERM, getattr(signal, "SIGHUP", signal.SIGTERM)):
        signal.signal(number, _end)
    try:
        code = app(standalone_mode=False)
    except typer.TyperException as error:
        code = _wrong_usage(error, sys.argv[1:])
    except typer.Abort:
        code = ExitCode.INTERRUPTED
    sys.exit(code or ExitCode.DONE)


def _end(number: int, _frame: object) -> None:
    """End as the shell expects of a process that was told to: 128 + signal, the terminal restored."""
    sys.exit(128 + number)


def _wrong_usage(error: typer.TyperException, arguments: list[str]) -> int:
    """Explain wrong usage on stderr, and in the envelope on stdout when JSON was asked for."""
    show = getattr(error, "show", None)
    if show is None:
        sys.stderr.write(f"Error: {error}\n")
    else:
        show()
    if _asks_for_json(arguments):
        from maestro_cli.documents.envelope import error_envelope
        from maestro_cli.ui.output import write_artefact

        groups = [group.typer_instance for group in app.registered_groups]
        known = {command.name for command in app.registered_commands}
        known |= {group.info.name for group in groups if group is not None}
        kind = next((word for word in arguments if word in known), "maestro")
        write_artefact(error_envelope(kind, UsageError(error.format_message(), fix="See --help.")))
    return error.exit_code


def _asks_for_json(arguments: Sequence[str]) -> bool:
    return "--format=json" in arguments or ("--format", "json") in pairwise(arguments)
