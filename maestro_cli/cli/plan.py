"""`maestro plan`: a sprint plan with its proof."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from maestro_cli.cli.call import Call

if TYPE_CHECKING:
    from maestro_cli.model.answer import Answer


def plan(
    call: Call,
    count: Annotated[
        int | None, typer.Argument(metavar="N", min=1, max=26, help="The same as --sprints N.")
    ] = None,
    sprints: Annotated[int, typer.Option(min=1, max=26, help="How many sprints to plan.")] = 1,
    capacity: Annotated[float | None, typer.Option(min=0, help="Points a sprint, taken as given.")] = None,
    goal: Annotated[str | None, typer.Option(help="Sprint goal: item ids or words of titles.")] = None,
    time_limit: Annotated[
        float, typer.Option(min=0.1, help="Seconds for the solver; the gap is stated if it needs more.")
    ] = 60.0,
) -> Answer:
    """Plan the next sprints: what is in, what is out and why."""
    from maestro_cli.cli.run import new_run
    from maestro_cli.wiring import open_workspace

    options = {"sprints": count or sprints, "capacity": capacity, "goal": goal, "time_limit": time_limit}
    return new_run(open_workspace(call), call, "plan", options)
