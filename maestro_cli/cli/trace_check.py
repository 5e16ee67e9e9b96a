"""`maestro trace check`: the gate."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from maestro_cli.cli.call import Call
from maestro_cli.cli.command import parse_date
from maestro_cli.errors import Diagnostic, InputError, Severity, UsageError

if TYPE_CHECKING:
    from maestro_cli.model.answer import Answer
    from maestro_cli.model.findings import TraceReport
    from maestro_cli.model.verification import Verifications
    from maestro_cli.traceability.interface import TraceContext
    from maestro_cli.wiring import Workspace

FORMATS = ("sarif", "junit", "github", "gitlab", "csv", "html")
"""Formats of a check beside those of every command."""
_WITHOUT_COMMITS = frozenset({"T1", "T3", "T4", "T5", "T6"})
"""Rules that look at no commit."""


class FailOn(StrEnum):
    """The mildest severity that ends with exit code 1."""

    CRITICAL = "critical"
    ERROR = "error"
    WARNING = "warning"
    INFO = "info"
    NEVER = "never"


def check(
    call: Call,
    rule: Annotated[
        list[str] | None,
        typer.Option(metavar="RULE", help="Only this rule, or these: T1,T4; may be repeated."),
    ] = None,
    fail_on: Annotated[
        FailOn, typer.Option(help="The mildest severity that ends with exit code 1.")
    ] = FailOn.ERROR,
    commits_since: Annotated[
        date | None,
        typer.Option(
            parser=parse_date, metavar="DATE", help="Read commits from this day on, not of the last 90 days."
        ),
    ] = None,
    allow_parse_errors: Annotated[
        bool, typer.Option("--allow-parse-errors", help="Check what could be read.")
    ] = False,
    baseline: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Findings in this file are listed and do not count.")
    ] = None,
    write_baseline: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Accept what is found: write it to this file.")
    ] = None,
    prune_baseline: Annotated[
        bool, typer.Option("--prune-baseline", help="Take what is fixed out of the file of --baseline.")
    ] = False,
    changed_since: Annotated[
        str | None,
        typer.Option(
            metavar="REV",
            help="Only what came since HEAD left this commit or branch, or is at an item changed since.",
        ),
    ] = None,
) -> Answer:
    """Check the traceability rules and list every finding."""
    from maestro_cli.traceability.check import check as check_rules
    from maestro_cli.traceability.rules import rules_of, select
    from maestro_cli.wiring import open_workspace
    from maestro_cli.workflows.history import is_whole, unread

    if prune_baseline and (baseline is None or write_baseline is not None):
        raise UsageError("--prune-baseline takes a --baseline, and no --write-baseline")
    workspace = open_workspace(call)
    named = [name for names in rule or () for name in names.split(",")]
    rules = tuple(one.about.id for one in select(named, rules_of(workspace.settings))) if rule else ()
    without = _WITHOUT_COMMITS | {declared.id for declared in workspace.settings.trace.rules}
    history = not rules or not without.issuperset(rules)
    tested = workspace.verifications()
    if (workspace.backlog().unreadable or tested.unreadable) and not allow_parse_errors:
        raise _unreadable(workspace, tested)
    context = _context(workspace, tested, commits_since, history=history)
    report, of_change = _report(workspace, context, changed_since, lambda one: check_rules(one, rules))
    notes: tuple[str, ...] = ()
    if baseline is not None or write_baseline is not None:
        from maestro_cli.cli.trace_gate import with_baseline

        asked = {
            "--project": call.project,
            "--as-of": call.as_of,
            "--rule": ",".join(rules),
            "--fail-on": None if fail_on is FailOn.ERROR else fail_on.value,
            "--commits-since": commits_since,
            "--changed-since": changed_since,
        }
        report, notes = with_baseline(
            report,
            call,
            baseline,
            write_baseline,
            rules,
            prune=prune_baseline,
            reads_all=lambda: history and is_whole(workspace, workspace.as_of, commits_since),
            options=[word for name, value in asked.items() if value for word in (name, str(value))],
        )
    of_history = unread(workspace.repository()) if history else ()
    diagnostics = (*workspace.diagnostics, *tested.diagnostics, *_ignored(workspace), *of_history, *of_change)
    return _answer(workspace, call, report, fail_on, diagnostics, notes)


def _ignored(workspace: Workspace) -> Iterator[Diagnostic]:
    """Say of plug-ins that are not checked that they are not, and so of a project without items."""
    if not len(workspace.backlog()) and not workspace.diagnostics:
        yield Diagnostic(
            Severity.WARNING,
            "P-NO-ITEM",
            "no item was found: a gate without items lets everything pass",
            fix="Add items to backlog/, or correct `sources` in maestro.yaml.",
        )
    if "trace.plugins" in workspace.loaded.untrusted:
        yield Diagnostic(
            Severity.WARNING,
            "P-UNTRUSTED",
            "trace.plugins is ignored: the rules of these packages are not checked",
            "maestro.yaml",
            fix="Read it, then run `maestro trust`; in CI, set MAESTRO_TRUST=1.",
        )


def _context(
    workspace: Workspace, tested: Verifications, since: date | None, *, history: bool
) -> TraceContext:
    from maestro_cli.traceability.interface import TraceContext
    from maestro_cli.workflows.history import known_since, recent_commits

    as_of = workspace.as_of
    return TraceContext(
        backlog=workspace.backlog(),
        settings=workspace.settings,
        as_of=as_of,
        commits=recent_commits(workspace, as_of, since) if history else None,
        decisions=workspace.decisions(),
        statements=workspace.statements(),
        tests=tested.tests,
        unread=tested.unreadable,
        history_since=known_since(workspace.repository(), as_of, since) if history else None,
    )


def _report(
    workspace: Workspace,
    context: TraceContext,
    changed_since: str | None,
    check_rules: Callable[[TraceContext], TraceReport],
) -> tuple[TraceReport, tuple[Diagnostic, ...]]:
    if changed_since is None:
        return check_rules(context), ()
    from maestro_cli.cli.trace_gate import check_change

    return check_change(workspace, context, changed_since, check_rules)


def _answer(
    workspace: Workspace,
    call: Call,
    report: TraceReport,
    fail_on: FailOn,
    diagnostics: tuple[Diagnostic, ...],
    notes: tuple[str, ...],
) -> Answer:
    from maestro_cli.documents.trace import trace_blocks
    from maestro_cli.errors import ExitCode
    from maestro_cli.model import findings
    from maestro_cli.model.answer import Answer, AnswerStatus
    from maestro_cli.model.plain import plain_fields
    from maestro_cli.traceability.check import gate

    limit = findings.FailOn(fail_on.value)
    code = ExitCode.DONE if gate(report, limit) else ExitCode.FOUND
    data = plain_fields(report)
    shown = call.format in {"text", "md", "github"}
    blocks = trace_blocks(data, workspace.language) if shown else ()
    rendered: dict[str, str | bytes] = {}
    if call.format in FORMATS:
        from maestro_cli.cli.trace_gate import render

        ending = ExitCode.DONE if call.exit_zero else code
        rendered[call.format] = render(workspace, call, report, data, limit, ending, diagnostics, blocks)
    return Answer(
        kind="trace",
        data=data,
        blocks=blocks,
        rendered=rendered,
        diagnostics=diagnostics,
        status=AnswerStatus.PARTIAL if report.unreadable else AnswerStatus.SUCCESS,
        exit_code=code,
        notes=notes,
    )


def _unreadable(workspace: Workspace, tested: Verifications) -> InputError:
    """Refuse to judge a project that was read in part: what was not read would look like a gap."""
    of_items = len(workspace.backlog().unreadable)
    count = of_items + len(tested.unreadable)
    problem = "a problem keeps" if count == 1 else f"{count} problems keep"
    kept = "items" if of_items else "tests"
    verdict = Diagnostic(
        Severity.ERROR,
        "P-UNREADABLE",
        f"nothing was checked: {problem} {kept} from being read",
        fix="Mend what is listed, or check the rest with --allow-parse-errors.",
    )
    return InputError(verdict.message, diagnostics=(*workspace.diagnostics, *tested.diagnostics, verdict))
