"""The registry of all commands."""

from __future__ import annotations

import gc
import io
import os
import signal
import sys
from collections.abc import Sequence
from itertools import pairwise
from typing import Annotated

import typer

from maestro_cli import __version__
from maestro_cli.cli import (
    approvals,
    ask,
    audit,
    backup,
    blockers,
    capacity,
    claude,
    config,
    demo,
    doctor,
    estimate,
    forecast,
    init,
    items,
    knowledge,
    memory,
    metrics,
    next_items,
    plan,
    profile,
    report,
    risks,
    runs,
    sync,
    trace,
    trace_diff,
    trace_graph,
    trace_impact,
    trace_matrix,
    trace_review,
    trace_suggest,
    trust,
    velocity,
)
from maestro_cli.cli.call import Call
from maestro_cli.cli.command import add
from maestro_cli.errors import ExitCode, UsageError
from maestro_cli.ui.streams import discard, settle, write_quietly

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
add(app, ask.ask)
add(app, next_items.next_items, name="next")
add(app, velocity.velocity)
add(app, capacity.capacity)
app.add_typer(forecast.app)
app.add_typer(estimate.app)
add(app, blockers.blockers)
add(app, risks.risks)
add(app, profile.profile)
add(app, doctor.doctor)
add(app, sync.sync)
add(trace.app, trace_suggest.suggest, kind="trace-suggest", formats=("text", "json", "md", "csv"))
add(trace.app, trace_review.review, kind="trace-review")
add(trace.app, trace_matrix.matrix, kind="trace-matrix", formats=trace_matrix.FORMATS)
add(trace.app, trace_graph.graph, kind="trace-graph", formats=trace_graph.FORMATS)
add(trace.app, trace_impact.impact, kind="trace-impact")
add(trace.app, trace_diff.diff, kind="trace-diff")
app.add_typer(trace.app)
app.add_typer(items.app)
app.add_typer(knowledge.app)
app.add_typer(runs.app)
app.add_typer(approvals.app)
app.add_typer(audit.app)
app.add_typer(memory.app)
app.add_typer(metrics.app)
app.add_typer(config.app)
app.add_typer(claude.app)
add(app, trust.trust)
add(app, backup.backup)
add(app, backup.restore)


SIGNALLED = 128
"""Exit codes above it are those of an ending by signal."""


def run() -> None:
    """Run the command line on this process's arguments and end the process."""
    gc.set_threshold(100_000, 20, 20)  # a command is short and leaves few cycles: a tenth of a plan's time
    for number in (signal.SIGTERM, getattr(signal, "SIGHUP", signal.SIGTERM)):
        signal.signal(number, _end)
    try:
        code = _answered()
        signal.signal(signal.SIGINT, signal.SIG_DFL)
    except KeyboardInterrupt:  # one more, while the first was being dealt with
        signal.signal(signal.SIGINT, signal.SIG_DFL)
        code = ExitCode.INTERRUPTED
    settle(sys.stderr)
    if isinstance(code, int) and code > SIGNALLED:
        # A search in a daemon thread would call back into an interpreter that is being taken down, and abort.
        settle(sys.stdout)
        os._exit(code)
    sys.exit(code or ExitCode.DONE)


def _answered() -> int | str | None:
    """Run the command and return what the process is to end with."""
    try:
        code: int | None = app(standalone_mode=False)
    except typer.TyperException as error:
        return _wrong_usage(error, sys.argv[1:])
    except typer.Abort:
        return ExitCode.INTERRUPTED
    except OSError as error:  # help and version are printed by Typer itself
        return _unwritten(error)
    except SystemExit as ended:
        return ended.code
    return code


def _end(number: int, _frame: object) -> None:
    """End as the shell expects of a process that was told to: 128 + signal, the terminal restored."""
    sys.exit(128 + number)


def _wrong_usage(error: typer.TyperException, arguments: list[str]) -> int:
    """Explain wrong usage on stderr, and in the envelope on stdout when JSON was asked for."""
    from maestro_cli.model.redact import redact
    from maestro_cli.model.text import safe_text

    told = io.StringIO()
    show = getattr(error, "show", lambda file: file.write(f"Error: {error}\n"))
    show(told)
    write_quietly(sys.stderr, redact(safe_text(told.getvalue())))
    if _asks_for_json(arguments):
        from maestro_cli.cli.deliver import deliver_envelope

        groups = [group.typer_instance for group in app.registered_groups]
        known = {command.name for command in app.registered_commands}
        known |= {group.info.name for group in groups if group is not None}
        kind = next((word for word in arguments if word in known), "maestro")
        deliver_envelope(UsageError(redact(error.format_message()), fix="See --help."), Call(kind=kind))
    return error.exit_code


def _unwritten(error: OSError) -> int:
    """Standard output was closed or full; that its reader has left is no error."""
    if sys.stdout is not None:
        discard(sys.stdout)
    if isinstance(error, BrokenPipeError):
        return ExitCode.DONE
    write_quietly(sys.stderr, f"error: cannot write to standard output: {error.strerror} [E-OUTPUT]\n")
    return ExitCode.USAGE


def _asks_for_json(arguments: Sequence[str]) -> bool:
    return "--format=json" in arguments or ("--format", "json") in pairwise(arguments)
