"""The trace workflow: the rules as a step, their findings as a document."""

from __future__ import annotations

from datetime import date

from maestro_cli.model.decisions import Decision, Statement
from maestro_cli.model.history import Commit
from maestro_cli.model.plain import from_plain, to_plain
from maestro_cli.model.text import counted
from maestro_cli.model.verification import Verifications
from maestro_cli.traceability.t2_commits import HISTORY_DAYS
from maestro_cli.workflows.answer import answer
from maestro_cli.workflows.gather import GATHER, inputs_of
from maestro_cli.workflows.history import known_since, recent_commits, unread
from maestro_cli.workflows.step import Facts, Step, StepContext, Workflow
from maestro_cli.workflows.write import write_document


def _commits(context: StepContext) -> Facts:
    """Keep the commits that name an item: all that rules ask of the history."""
    repository = inputs_of(context).repository
    commits = recent_commits(context.project, context.as_of)
    if commits is None:
        return {"commits": None, "since": None, "summary": repository.note}
    rows = [to_plain(commit) for commit in commits if commit.item_ids]
    found = f"{counted(len(rows), 'commit')} with ids in the last {HISTORY_DAYS} days"
    since = to_plain(known_since(repository, context.as_of))
    return {"commits": rows, "since": since, "summary": found}


def _tests(context: StepContext) -> Facts:
    read = context.project.verifications()
    found = f"{counted(len(read.tests), 'test')}, {counted(len(read.unreadable), 'problem')}"
    return {"verifications": to_plain(read), "summary": found}


def _audit(context: StepContext) -> Facts:
    store = context.store
    decisions, statements = store.decisions.list(), store.statements.current()
    return {
        "decisions": to_plain(decisions),
        "statements": to_plain(statements),
        "summary": f"{counted(len(decisions), 'decision')}, {counted(len(statements), 'statement')}",
    }


def _check(context: StepContext) -> Facts:
    from maestro_cli.traceability.check import check
    from maestro_cli.traceability.interface import TraceContext

    inputs = inputs_of(context)
    history = context.result("commits")
    rows, since = history["commits"], history["since"]
    tested = from_plain(Verifications, context.result("tests")["verifications"])
    audit = context.result("audit")
    report = check(
        TraceContext(
            backlog=inputs.backlog,
            settings=inputs.settings,
            as_of=inputs.as_of,
            commits=None if rows is None else [from_plain(Commit, row) for row in rows],
            decisions=[from_plain(Decision, row) for row in audit["decisions"]],
            statements=[from_plain(Statement, row) for row in audit["statements"]],
            tests=tested.tests,
            unread=tested.unreadable,
            history_since=None if since is None else date.fromisoformat(since),
        )
    )
    found = report.summary
    context.decide(f"{found.failed_rules} of {found.total_rules} rules failed")
    return {"report": to_plain(report), "summary": counted(found.total_violations, "finding")}


def _document(context: StepContext) -> Facts:
    from maestro_cli.documents.markdown import blocks_to_markdown
    from maestro_cli.documents.trace import trace_blocks

    report = context.result("check")["report"]
    markdown = blocks_to_markdown(trace_blocks(report, context.params["language"]))
    notes = write_document(
        context, inputs_of(context).settings.outputs.reports, f"trace-{context.params['as_of']}", markdown
    )
    tested = from_plain(Verifications, context.result("tests")["verifications"])
    found = (*tested.diagnostics, *unread(inputs_of(context).repository))
    return answer(context, "trace", report, markdown, notes, found)


TRACE = Workflow(
    "trace",
    (
        GATHER,
        Step("commits", "knowledge_curator", "Read the commits that name items", _commits, after=("gather",)),
        Step("tests", "knowledge_curator", "Read the tests that verify items", _tests, after=("gather",)),
        Step("audit", "risk_quality", "Read decisions and statements", _audit, after=("gather",)),
        Step(
            "check",
            "risk_quality",
            "Check rules T1 to T6",
            _check,
            after=("commits", "tests", "audit"),
            skill="verify_traceability",
        ),
        Step("write", "reporter", "Write the document", _document, after=("check",)),
    ),
)
