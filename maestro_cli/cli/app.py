"""The registry of all commands."""

from __future__ import annotations

from typing import Annotated

import typer

from maestro_cli import __version__
from maestro_cli.cli import backup, config, demo, doctor, init, items, plan, report, runs, sync, trust
from maestro_cli.cli.command import add

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
add(app, doctor.doctor)
add(app, sync.sync)
app.add_typer(items.app)
app.add_typer(runs.app)
app.add_typer(config.app)
add(app, trust.trust)
add(app, backup.backup)
add(app, backup.restore)


def run() -> None:
    """Run the command line on this process's arguments."""
    app()
