"""What `maestro trace check` does beside checking: baseline, comparison with a revision, formats of CI."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from maestro_cli.cli.call import Call
from maestro_cli.errors import Diagnostic, ExitCode, Severity, UsageError

if TYPE_CHECKING:
    from maestro_cli.documents.gate import GateResult
    from maestro_cli.model.blocks import Block
    from maestro_cli.model.findings import FailOn, KnownFinding, TraceReport, Violation
    from maestro_cli.traceability.interface import TraceContext
    from maestro_cli.wiring import Workspace

_MOST_BYTES = 64 * 2**20


def check_change(
    workspace: Workspace,
    context: TraceContext,
    revision: str,
    check: Callable[[TraceContext], TraceReport],
) -> tuple[TraceReport, tuple[Diagnostic, ...]]:
    """Check the project as it is and as it was where it left `revision`; only what came since counts.

    So does what stands at an item that changed, or, where it is about no item, in a file that did. Tests are
    taken to have passed then: their results are those of today. Where items stood is told by the settings of
    that revision, what is demanded of them by those of today. Where HEAD left it may not be known: then
    `revision` itself is compared with, and a diagnostic says so.
    Raises UsageError when there is no such revision, or no git to tell.
    """
    from maestro_cli.sources.revision import (
        backlog_at,
        branch_point,
        changed_files,
        commits_after,
        find_commit,
        tagged_at,
    )
    from maestro_cli.sources.revision_settings import settings_at
    from maestro_cli.traceability.since import changed_items, limit

    tip = find_commit(workspace.root, revision)
    left = branch_point(workspace.root, tip)
    commit = left or tip
    after = commits_after(workspace.root, commit)
    commits = None if context.commits is None else [one for one in context.commits if one.item_ids]
    settings = settings_at(workspace.root, workspace.settings, commit)
    then = backlog_at(workspace.root, settings, commit)
    before = None if commits is None else [one for one in commits if one.sha not in after]
    tests = tagged_at(workspace.root, settings, commit)
    old = check(replace(context, backlog=then, settings=settings, commits=before, tests=tests, unread=()))
    now = check(replace(context, commits=commits))
    found = [violation for result in now.results for violation in result.violations]
    loose = {one.path for one in found if one.path is not None and one.entity_id not in context.backlog}
    items = changed_items(then, context.backlog)
    files = changed_files(workspace.root, commit, loose) if loose else frozenset()

    def is_touched(one: Violation) -> bool:
        return one.entity_id in items if one.entity_id in context.backlog else one.path in files

    said = () if left else (_nothing_in_common(workspace, revision),)
    return limit(now, old, is_touched, commit), said


def _nothing_in_common(workspace: Workspace, revision: str) -> Diagnostic:
    unshallow = "Fetch the whole history: git fetch --unshallow."
    return Diagnostic(
        Severity.WARNING,
        "P-GIT",
        f"no common commit with {revision} is known here: compared with its tip",
        fix=unshallow if workspace.repository().shallow else "Name a revision that HEAD comes from.",
    )


def with_baseline(
    report: TraceReport,
    call: Call,
    given: Path | None,
    target: Path | None,
    rules: Sequence[str],
    *,
    prune: bool = False,
    reads_all: Callable[[], bool],
    options: Sequence[str],
) -> tuple[TraceReport, tuple[str, ...]]:
    """Hold the report against the baseline `given`, and write `target` anew; return it with notes.

    What is written holds from now on: the report counts no finding that it accepts. With a
    baseline given, entries of rules that were not asked stay, as do those about commits unless the check
    `reads_all` of them. To `prune` accepts nothing: what is fixed is taken out of `given`, and what
    is new still counts. `options` ask for the same check once more.
    """
    from maestro_cli.traceability import baseline
    from maestro_cli.traceability.t2_commits import OF_HISTORY

    known = () if given is None else _read(given)
    whole_history = not OF_HISTORY.isdisjoint(one.code for one in known) and reads_all()
    if given is not None:
        report = baseline.mark(report, known, given.as_posix(), rules, whole_history=whole_history)
    if target is not None:
        fixed, summary = report.fixed, report.summary
        unjudged = baseline.unjudged(known, report, rules, whole_history=whole_history)
        kept = baseline.accepted(report, unjudged)
        report = baseline.mark(report, kept, target.as_posix(), rules)
        summary = replace(report.summary, fixed_violations=summary.fixed_violations)
        return replace(report, fixed=fixed, summary=summary), (_write(target, kept, call),)
    if given is None or not report.fixed:
        return report, ()
    if prune:
        return report, (_write(given, baseline.pruned(known, report.fixed), call),)
    return report, (_can_be_dropped(report, given, options),)


def _can_be_dropped(report: TraceReport, path: Path, options: Sequence[str]) -> str:
    import shlex

    from maestro_cli.model.text import counted

    count = report.summary.fixed_violations
    own = ("--baseline", path.as_posix(), "--prune-baseline")
    command = shlex.join(("maestro", "trace", "check", *options, *own))
    return f"{counted(count, 'finding')} of {path} can be dropped: fixed since. Run `{command}`"


def _read(path: Path) -> tuple[KnownFinding, ...]:
    from maestro_cli.traceability.baseline import read

    try:
        with path.open("rb") as stream:
            data = stream.read(_MOST_BYTES + 1)
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or type(error).__name__
        raise UsageError(
            f"the baseline {path} cannot be read: {why}",
            code="E-BASELINE",
            path=str(path),
            fix=f"Write it with --write-baseline {path}.",
        ) from error
    if len(data) > _MOST_BYTES:
        raise UsageError(f"{path} is too large for a baseline", code="E-BASELINE", path=str(path))
    return read(data, str(path))


def _write(path: Path, known: Sequence[KnownFinding], call: Call) -> str:
    from maestro_cli.files import write_atomically, writing
    from maestro_cli.model.text import counted
    from maestro_cli.traceability.baseline import write

    said = f"a baseline of {counted(sum(one.count for one in known), 'finding')} to {path}"
    if call.dry_run:
        return f"Would write {said}"
    with writing(path):
        write_atomically(path, write(known))
    return f"Wrote {said}"


def render(
    workspace: Workspace,
    call: Call,
    report: TraceReport,
    data: Mapping[str, object],
    fail_on: FailOn,
    exit_code: ExitCode,
    diagnostics: Sequence[Diagnostic],
    blocks: Sequence[Block],
) -> str | bytes:
    """Return the report in the format that `call` asks for; `data` and `blocks` are made from it."""
    from maestro_cli import __version__
    from maestro_cli.documents.gate import GateResult
    from maestro_cli.sources.repository import folder_in_repository

    if call.format == "csv":
        from maestro_cli.documents.findings_csv import findings_csv

        return findings_csv(report)
    if call.format == "html":
        from maestro_cli.documents.trace_html import trace_html

        project = workspace.settings.project
        return trace_html(data, workspace.language, project.name or project.id, workspace.as_of)
    gate = GateResult(
        report=report,
        fail_on=fail_on,
        exit_code=exit_code,
        version=__version__,
        project=workspace.settings.project.id,
        prefix=folder_in_repository(workspace.root),
        diagnostics=diagnostics,
    )
    if call.format == "sarif":
        from maestro_cli.cli.trace_rule import RuleBook
        from maestro_cli.documents.sarif import sarif

        return sarif(replace(gate, rules=RuleBook(workspace.settings, workspace.as_of).explained()))
    if call.format == "junit":
        from maestro_cli.documents.junit import junit

        return junit(gate)
    if call.format == "gitlab":
        from maestro_cli.documents.code_quality import code_quality

        return code_quality(gate)
    return _github(call, gate, blocks)


def _github(call: Call, gate: GateResult, blocks: Sequence[Block]) -> str:
    """Return the annotations and the headline; the document goes to the page of the step."""
    from maestro_cli.documents.annotations import step_page, workflow_commands
    from maestro_cli.documents.markdown import blocks_to_markdown
    from maestro_cli.documents.registry import headline_of
    from maestro_cli.files import append, writing
    from maestro_cli.settings.ci import step_summary

    commands = workflow_commands(gate)
    page = step_summary()
    if page is not None and not call.dry_run:
        with writing(page):
            append(page, step_page(blocks_to_markdown(tuple(blocks)), commands).encode())
    return "\n".join([*commands, headline_of(blocks)]) + "\n"
