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
    goal_bonus: Annotated[
        float, typer.Option(min=0, max=10, help="Count the goal's items so many times their value more.")
    ] = 0.0,
    keep: Annotated[
        float,
        typer.Option(
            min=0, max=1, help="Hold on to the last plan: part of an item's value that a change must gain."
        ),
    ] = 0.0,
    what_if: Annotated[
        list[str] | None,
        typer.Option(
            help="Plan once more with a change, side by side: capacity=+8, drop=ID, finish=ID, ready=ID or "
            "add-person=NAME:POINTS. Repeat it, or part changes by commas, to make several.",
        ),
    ] = None,
    alternatives: Annotated[
        int, typer.Option(min=0, max=20, help="Also show so many other plans that are nearly as good.")
    ] = 0,
    explain: Annotated[
        bool | None,
        typer.Option(
            "--explain/--no-explain",
            help="Try what would bring each left-out item in; small plans do it unasked.",
        ),
    ] = None,
    time_limit: Annotated[
        float,
        typer.Option(
            min=0.1, help="Seconds for each search of the solver, and for all trials of --explain together."
        ),
    ] = 60.0,
) -> Answer:
    """Plan the next sprints: what is in, what is out and why."""
    from maestro_cli.cli.run import new_run
    from maestro_cli.errors import UsageError
    from maestro_cli.wiring import open_workspace

    if count is not None and sprints not in {1, count}:
        raise UsageError(f"{count} sprints, or --sprints {sprints}: which?", fix="Give the number once.")
    workspace = open_workspace(call)
    changes: tuple[str, ...] = ()
    if what_if:
        from maestro_cli.planning.what_if import parse_changes

        parsed = parse_changes(what_if, workspace.settings, workspace.backlog(), capacity)
        changes = tuple(map(str, parsed))
    options = {
        "sprints": count or sprints,
        "capacity": capacity,
        "goal": goal,
        "goal_bonus": goal_bonus,
        "keep": keep,
        "what_if": list(changes),
        "alternatives": alternatives,
        "explain": explain,
        "time_limit": time_limit,
    }
    return new_run(workspace, call, "plan", options)
