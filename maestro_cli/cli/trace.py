"""`maestro trace`: the traceability gate, and what its rules mean."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from maestro_cli.cli.call import Call
from maestro_cli.cli.command import DOCUMENT_FORMATS, add, parse_date
from maestro_cli.errors import Diagnostic, InputError, SettingsError, Severity

if TYPE_CHECKING:
    from maestro_cli.model.answer import Answer
    from maestro_cli.traceability.interface import RuleExplanation
    from maestro_cli.wiring import Workspace

FORMATS = ("sarif", "junit", "github", "gitlab", "csv")
"""Formats of a check beside those of every command."""

app = typer.Typer(
    name="trace", no_args_is_help=True, help="Check that requirements, work and decisions connect."
)


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
        list[str] | None, typer.Option(metavar="RULE", help="Only this rule, such as T1; may be repeated.")
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
    changed_since: Annotated[
        str | None,
        typer.Option(
            metavar="REV", help="Only what came since this commit or branch, or is at an item changed since."
        ),
    ] = None,
) -> Answer:
    """Check the traceability rules and list every finding."""
    from maestro_cli.documents.trace import trace_blocks
    from maestro_cli.errors import ExitCode
    from maestro_cli.model import findings
    from maestro_cli.model.answer import Answer, AnswerStatus
    from maestro_cli.model.plain import to_plain
    from maestro_cli.traceability.check import check as check_rules
    from maestro_cli.traceability.check import gate
    from maestro_cli.traceability.interface import TraceContext
    from maestro_cli.traceability.rules import select
    from maestro_cli.wiring import open_workspace
    from maestro_cli.workflows.history import recent_commits, unread

    rules = tuple(chosen.about.id for chosen in select(rule)) if rule else ()
    workspace = open_workspace(call)
    unreadable = workspace.backlog().unreadable
    if unreadable and not allow_parse_errors:
        raise _unreadable(workspace)
    asked = not rules or "T2" in rules
    context = TraceContext(
        backlog=workspace.backlog(),
        settings=workspace.settings,
        as_of=workspace.as_of,
        commits=recent_commits(workspace, workspace.as_of, commits_since) if asked else None,
        decisions=workspace.decisions(),
        statements=workspace.statements(),
    )
    notes: tuple[str, ...] = ()
    if changed_since is None:
        report = check_rules(context, rules)
    else:
        from maestro_cli.cli.trace_gate import check_change

        report = check_change(workspace, context, changed_since, lambda one: check_rules(one, rules))
    if baseline is not None or write_baseline is not None:
        from maestro_cli.cli.trace_gate import with_baseline

        report, notes = with_baseline(report, call, baseline, write_baseline, rules)
    limit = findings.FailOn(fail_on.value)
    code = ExitCode.DONE if gate(report, limit) else ExitCode.FOUND
    data = to_plain(report)
    assert isinstance(data, dict)  # noqa: S101 - a dataclass becomes a dict
    shown = call.format in {"text", "md", "github"}
    blocks = trace_blocks(data, workspace.language) if shown else ()
    diagnostics = (*workspace.diagnostics, *(unread(workspace.repository()) if asked else ()))
    rendered: dict[str, str | bytes] = {}
    if call.format in FORMATS:
        from maestro_cli.cli.trace_gate import render

        ending = ExitCode.DONE if call.exit_zero else code
        rendered[call.format] = render(workspace, call, report, limit, ending, diagnostics, blocks)
    return Answer(
        kind="trace",
        data=data,
        blocks=blocks,
        rendered=rendered,
        diagnostics=diagnostics,
        status=AnswerStatus.PARTIAL if unreadable else AnswerStatus.SUCCESS,
        exit_code=code,
        notes=notes,
    )


def rules(call: Call) -> Answer:
    """List the rules, their codes and how severe these are by default."""
    from maestro_cli.documents.trace import rules_blocks
    from maestro_cli.model.answer import Answer
    from maestro_cli.traceability.rules import RULES, WAIVERS

    data = {"rules": [_rule(rule.about) for rule in (*RULES, WAIVERS)]}
    return Answer(kind="trace-rules", data=data, blocks=rules_blocks(data, _language(call)))


def explain(
    call: Call,
    rule: Annotated[str, typer.Argument(metavar="RULE", help="Id of a rule or a code.", show_default=False)],
) -> Answer:
    """Explain a rule: what it asks, why, its codes, and an example that fails and one that passes."""
    from maestro_cli.documents.trace import explain_blocks, explain_markdown
    from maestro_cli.model.answer import Answer
    from maestro_cli.traceability.rules import explain as explain_rule

    about = explain_rule(rule)
    data = explained(about)
    language = _language(call)
    return Answer(
        kind="trace-explain",
        data=data,
        blocks=explain_blocks(data, language),
        rendered={"md": explain_markdown(data, language)},
    )


def _unreadable(workspace: Workspace) -> InputError:
    """Refuse to judge a project that was read in part: what was not read would look like a gap."""
    count = len(workspace.backlog().unreadable)
    problem = "a problem keeps" if count == 1 else f"{count} problems keep"
    verdict = Diagnostic(
        Severity.ERROR,
        "P-UNREADABLE",
        f"nothing was checked: {problem} items from being read",
        fix="Mend what is listed, or check the rest with --allow-parse-errors.",
    )
    return InputError(verdict.message, diagnostics=(*workspace.diagnostics, verdict))


def _language(call: Call) -> str:
    """Return the project's language; the rules can be read outside a project too."""
    from maestro_cli.settings.language import resolve_language
    from maestro_cli.settings.schema import Settings
    from maestro_cli.wiring import open_workspace

    try:
        return open_workspace(call).language
    except SettingsError:
        return resolve_language(Settings())


def explained(about: RuleExplanation) -> dict[str, object]:
    """Return all that a rule says of itself, as `trace explain` answers it."""
    return {
        **_rule(about),
        "why": about.why,
        "failing_example": about.failing,
        "passing_example": about.passing,
    }


def _rule(about: RuleExplanation) -> dict[str, object]:
    return {
        "rule_id": about.id,
        "rule_name": about.name,
        "question": about.question,
        "codes": [
            {"code": code.id, "severity": code.severity.value, "meaning": code.meaning}
            for code in about.codes
        ],
    }


def report(call: Call) -> Answer:
    """Check all rules as a recorded run and write the findings as a document."""
    from maestro_cli.cli.run import new_run
    from maestro_cli.wiring import open_workspace

    return new_run(open_workspace(call), call, "trace", {})


add(app, check, formats=(*DOCUMENT_FORMATS, *FORMATS))
add(app, rules, kind="trace-rules")
add(app, explain, kind="trace-explain")
add(app, report)
