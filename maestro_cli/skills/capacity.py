"""Capacity of the sprints ahead, per person, and what is already in the running one."""

from __future__ import annotations

from maestro_cli.errors import UsageError
from maestro_cli.model.evidence import Evidence, SkillResult
from maestro_cli.model.items import Status
from maestro_cli.model.plan import Capacity, Window
from maestro_cli.planning.calendar import sprint_windows
from maestro_cli.planning.capacity import capacity
from maestro_cli.planning.velocity import USED_SPRINTS, sprint_history, velocity
from maestro_cli.skills.inputs import Inputs
from maestro_cli.skills.ledger import Ledger
from maestro_cli.skills.scope import Work


def retrieve_team_capacity(inputs: Inputs, sprints: int = 1, *, required: bool = False) -> SkillResult:
    """Return the capacity of the next `sprints`, the running one first.

    Data: `basis`, `sprints` as in model/plan.SprintCapacity, `limits`, `window` {id, start, end} of the
    running sprint, `planned` (ids in it), `missing` {message, fix} where no capacity is known, `figures`.
    Confidence is 1 where the capacity is declared; from velocity, it grows with the sprints used.
    Raises UsageError E-NO-CAPACITY when nothing is known and it is `required`.
    """
    ledger = Ledger()
    history = sprint_history(inputs.settings, inputs.backlog, inputs.as_of)
    pace = velocity(history)
    windows = sprint_windows(inputs.settings, history.records, inputs.as_of, sprints)
    found: Capacity | None = None
    missing: dict[str, object] | None = None
    try:
        found = capacity(inputs.settings, inputs.backlog, windows, pace)
    except UsageError as error:
        if required:
            raise
        missing = {"message": error.message, "fix": error.diagnostics[0].fix}
    _enter_capacity(ledger, found)
    planned = _enter_planned(ledger, inputs, windows[0])
    data: dict[str, object] = {
        "basis": found.basis if found else "none",
        "sprints": found.sprints if found else [],
        "limits": found.limits if found else {},
        "window": {"id": windows[0].id, "start": windows[0].start, "end": windows[0].end},
        "planned": planned,
        "missing": missing,
    }
    if found is None:
        return ledger.result(data, 0.0)
    return ledger.result(data, len(pace.used) / USED_SPRINTS if found.basis == "velocity" else 1.0)


def _enter_capacity(ledger: Ledger, found: Capacity | None) -> None:
    evidence = found.evidence if found else (Evidence("setting:sprint.points_per_sprint", "not set"),)
    note = "" if found else "neither points_per_sprint nor a completed sprint is known"
    first = found.sprints[0] if found else None
    ledger.add("capacity.points", first.capacity if first else None, evidence, unit="points", note=note)
    days = first.person_days if first else None
    unknown = "no team is declared" if first and days is None else note
    ledger.add("capacity.person_days", days, evidence, unit="person-days", note=unknown)
    over = [member for member in first.members if member.over > 0] if first else []
    cited = [Evidence(f"item:{name}") for member in over for name in member.items]
    ledger.add("capacity.overloaded", len(over), cited, rule="assigned > points", unit="people")


def _enter_planned(ledger: Ledger, inputs: Inputs, window: Window) -> list[str]:
    """Enter what the running sprint holds: items that name it."""
    work = Work(inputs.backlog)
    named = [item for item in work.items if item.sprint == window.id and item.status is not Status.CANCELLED]
    done = [item for item in named if item.status is Status.DONE]
    ledger.count("sprint.count", named, f"sprint = {window.id}")
    ledger.points("sprint.points", named, work, f"sprint = {window.id}")
    ledger.count("sprint.done.count", done, f"sprint = {window.id}, status = done")
    ledger.points("sprint.done.points", done, work, f"sprint = {window.id}, status = done")
    left = max(0, (window.end - inputs.as_of).days)
    days = Evidence(f"sprint:{window.id}", f"{window.start}…{window.end}")
    ledger.add("sprint.days_left", left, [days], unit="days")
    return [item.id for item in named]
