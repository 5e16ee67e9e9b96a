"""Runs a workflow from the command line and turns its result into an answer."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

from maestro_cli.cli.call import Call
from maestro_cli.errors import Severity, UsageError, WaitingError

if TYPE_CHECKING:
    from maestro_cli.errors import Diagnostic
    from maestro_cli.llm.narrator import Asked
    from maestro_cli.model.answer import Answer
    from maestro_cli.model.runs import Run, RunInfo
    from maestro_cli.store.project_store import Store
    from maestro_cli.wiring import Workspace
    from maestro_cli.workflows.step import Workflow


def new_run(
    workspace: Workspace,
    call: Call,
    workflow: str | Workflow,
    options: Mapping[str, Any],
    asked: Asked | None = None,
) -> Answer:
    """Run `workflow` on the project with `options` beside the common ones; `asked` is what it cost before."""
    from maestro_cli.llm.budget import spending
    from maestro_cli.workflows.engine import start
    from maestro_cli.workflows.registry import workflow_named

    workspace.engine()  # whoever asks for Claude without a key is told before anything is computed
    chosen = workflow_named(workflow) if isinstance(workflow, str) else workflow
    params = {
        **chosen.defaults,
        "language": workspace.language,
        **options,
        "as_of": workspace.as_of.isoformat(),
        "seed": workspace.seed,
        "delivery": {"format": call.format, "output": str(call.output) if call.output else None},
        "dry_run": call.dry_run,
    }
    with workspace.store() as store:
        run = start(workspace, store, chosen, params)
        if asked is not None:
            from maestro_cli.workflows.meter import routed

            with store.database.transaction():
                store.spending(run.id).add("route", spending(asked.tokens, asked.usd))
                store.measures.add(routed(run.id, run.workflow, asked))
        return _drive(workspace, store, call, run)


def resume_run(workspace: Workspace, call: Call, run_id: str) -> Answer:
    """Go on with a run; a finished one delivers what it made."""
    from maestro_cli.cli.lookup import find_run

    with workspace.store() as store:
        run = find_run(store, run_id)
        if call.dry_run:
            run = replace(run, params={**run.params, "dry_run": True})
        return _drive(workspace, store, call, run)


def _drive(workspace: Workspace, store: Store, call: Call, run: Run) -> Answer:
    from maestro_cli.ui.progress import progress_observer
    from maestro_cli.workflows.engine import drive
    from maestro_cli.workflows.registry import workflow_of

    try:
        with (
            _traced(store, run, quiet=call.quiet),
            progress_observer(call.progress, quiet=call.quiet) as observer,
        ):
            result = drive(workspace, store, workflow_of(run), run, observer)
    except WaitingError as waiting:
        return _waiting(workspace, store, run, waiting)
    except UsageError as error:  # what is missing may stand in a file that cannot be read
        error.diagnostics += tuple(each for each in _unread(workspace) if each not in error.diagnostics)
        raise
    return _answer(store, run, result)


def _unread(workspace: Workspace) -> Iterator[Diagnostic]:
    return (each for each in workspace.diagnostics if each.severity is Severity.ERROR)


@contextmanager
def _traced(store: Store, run: Run, *, quiet: bool) -> Iterator[None]:
    """Send spans of what is driven in the block, however it ends, where the environment asks for them."""
    from maestro_cli.telemetry.spans import export_spans, is_wanted

    if not is_wanted(os.environ):
        yield
        return
    from maestro_cli.ui.errors import print_diagnostics

    before = store.measures.newest()
    try:
        yield
    finally:
        wrong = export_spans(store.measures.of_run(run.id, before), os.environ)
        if wrong is not None and not quiet:
            print_diagnostics([wrong])


def _waiting(workspace: Workspace, store: Store, run: Run, waiting: WaitingError) -> Answer:
    """Answer with the questions that the run waits for."""
    from maestro_cli.documents.governance import approval_blocks
    from maestro_cli.errors import ExitCode
    from maestro_cli.model.answer import Answer, AnswerStatus, Delivery
    from maestro_cli.model.plain import to_plain
    from maestro_cli.settings.clock import now

    pending = store.approvals.pending(run.id)
    language, rehearsed = run.params["language"], workspace.dry_run
    blocks = [
        block for one in pending for block in approval_blocks(one, now(), language, rehearsed=rehearsed)
    ]
    return Answer(
        kind=run.workflow,
        data={"approvals": to_plain(pending)},
        blocks=tuple(blocks),
        diagnostics=tuple(replace(one, severity=Severity.INFO) for one in waiting.diagnostics),
        status=AnswerStatus.WAITING,
        run=_info(store, run, workspace.engine().name),
        exit_code=ExitCode.WAITING,
        delivery=Delivery(**run.params["delivery"]),
    )


def _info(store: Store, run: Run, engine: str) -> RunInfo:
    """Return what the envelope says of a run: which engine phrased it, and what that cost."""
    from maestro_cli.model.runs import RunInfo

    spent = store.spending(run.id).spent()
    return RunInfo(
        id=run.stem,
        workflow=run.workflow,
        engine=engine,
        seed=run.params["seed"],
        as_of=run.params["as_of"],
        tokens=spent.tokens,
        usd=round(spent.usd, 6),
    )


def _answer(store: Store, run: Run, result: Mapping[str, Any]) -> Answer:
    from maestro_cli.documents.registry import blocks_of
    from maestro_cli.errors import Diagnostic, ExitCode
    from maestro_cli.model.answer import Answer, AnswerStatus, Delivery
    from maestro_cli.model.plain import from_plain

    diagnostics = tuple(from_plain(Diagnostic, each) for each in result["diagnostics"])
    failed = any(each.severity is Severity.ERROR for each in diagnostics)
    lacking = bool(result["data"].get("missing") or result["data"].get("dropped"))
    return Answer(
        kind=result["kind"],
        data=result["data"],
        blocks=blocks_of(
            result["kind"],
            result["data"],
            run.params["language"],
            date.fromisoformat(run.params["as_of"]),
        ),
        rendered={"md": result["markdown"]},
        diagnostics=diagnostics,
        status=AnswerStatus.PARTIAL if failed or lacking else AnswerStatus.SUCCESS,
        run=_info(store, run, result.get("engine", "offline")),
        exit_code=ExitCode(result.get("exit_code", 0)),
        notes=tuple(result.get("notes", ())),
        delivery=Delivery(**run.params["delivery"]),
    )
