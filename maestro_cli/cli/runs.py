"""`maestro runs`: what was run, what is left of it, and how to go on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from maestro_cli.cli.call import Call
from maestro_cli.cli.command import DOCUMENT_FORMATS, add
from maestro_cli.cli.lookup import find_run
from maestro_cli.errors import UsageError

if TYPE_CHECKING:
    from maestro_cli.model.answer import Answer
    from maestro_cli.model.blocks import Block
    from maestro_cli.model.runs import Run

app = typer.Typer(name="runs", no_args_is_help=True, help="List, show, resume and cancel runs.")

Id = Annotated[str, typer.Argument(metavar="ID", help="Id of the run, or its start.", show_default=False)]


def list_runs(
    call: Call,
    limit: Annotated[int, typer.Option(min=1, max=10_000, help="Runs a page.")] = 50,
    cursor: Annotated[str | None, typer.Option(help="Where the next page starts.")] = None,
) -> Answer:
    """List runs, newest first."""
    from maestro_cli.model.answer import Answer
    from maestro_cli.wiring import open_workspace

    with open_workspace(call).store_if_any() as store:
        runs, following = store.runs.list(limit, cursor) if store else ((), None)
    data = {"runs": [_data(run) for run in runs], "next_cursor": following}
    return Answer(kind="runs", data=data, blocks=_table(runs))


def show(call: Call, run_id: Id) -> Answer:
    """Show one run with its steps."""
    from maestro_cli.model.answer import Answer
    from maestro_cli.model.blocks import Column, Table
    from maestro_cli.wiring import open_workspace

    with open_workspace(call).store_if_any() as store:
        run = find_run(store, run_id)
        assert store is not None  # noqa: S101 - a run was found in it
        steps = store.steps.all(run.id)
    columns = (Column("Step"), Column("Started"), Column("Finished"))
    rows = tuple((step.step_id, step.started, step.ended or "") for step in steps)
    listed = [{"id": step.step_id, "started": step.started, "finished": step.ended} for step in steps]
    data = {**_data(run), "params": run.params, "steps": listed}
    return Answer(kind="runs", data={"runs": [data]}, blocks=(*_table([run]), Table(columns, rows)))


def resume(call: Call, run_id: Id) -> Answer:
    """Go on with a run where its last checkpoint stands, and deliver what it makes."""
    from maestro_cli.cli.run import resume_run
    from maestro_cli.wiring import open_workspace

    return resume_run(open_workspace(call), call, run_id)


def cancel(call: Call, run_id: Id) -> Answer:
    """Cancel a run: it stops before its next step and is not resumed."""
    from maestro_cli.model.answer import Answer
    from maestro_cli.model.blocks import Paragraph
    from maestro_cli.model.runs import RunStatus
    from maestro_cli.wiring import open_workspace

    with open_workspace(call).store_if_any() as store:
        run = find_run(store, run_id)
        assert store is not None  # noqa: S101 - a run was found in it
        if run.status in {RunStatus.COMPLETED, RunStatus.CANCELLED}:
            raise UsageError(
                f"run {run.id} is {run.status.value}", fix="Only an unfinished run can be cancelled."
            )
        if not call.dry_run:
            store.runs.set_status(run.id, RunStatus.CANCELLED, "cancelled by the user")
            run = find_run(store, run.id)
    return Answer(
        kind="runs", data={"runs": [_data(run)]}, blocks=(Paragraph(f"{run.id}: {run.status.value}"),)
    )


def prune(
    call: Call,
    keep: Annotated[int, typer.Option(min=0, help="How many of the newest finished runs stay.")] = 100,
) -> Answer:
    """Forget old finished runs with their checkpoints; decisions and statements stay."""
    from maestro_cli.model.answer import Answer
    from maestro_cli.model.blocks import Paragraph
    from maestro_cli.wiring import open_workspace

    with open_workspace(call).store_if_any() as store:
        gone = store.prune(keep) if store and not call.dry_run else ()
    return Answer(
        kind="runs", data={"pruned": list(gone)}, blocks=(Paragraph(f"{len(gone)} runs forgotten"),)
    )


def _data(run: Run) -> dict[str, object]:
    return {
        "id": run.id,
        "workflow": run.workflow,
        "status": run.status.value,
        "step": run.step,
        "started": run.started,
        "updated": run.updated,
        "message": run.message,
    }


def _table(runs: Sequence[Run]) -> tuple[Block, ...]:
    from maestro_cli.model.blocks import Column, Table

    columns = tuple(Column(title) for title in ("Run", "Workflow", "Status", "Step", "Started", "Message"))
    rows = tuple((r.id, r.workflow, r.status.value, r.step or "", r.started, r.message) for r in runs)
    return (Table(columns, rows),)


add(app, list_runs, name="list")
add(app, show)
add(app, resume, formats=("same", *DOCUMENT_FORMATS))
add(app, cancel)
add(app, prune)
