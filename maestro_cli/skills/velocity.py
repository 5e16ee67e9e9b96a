"""Velocity: points a sprint, where they are known from, and where they are going."""

from __future__ import annotations

from maestro_cli.model.evidence import Evidence, SkillResult
from maestro_cli.model.history import SprintRecord
from maestro_cli.planning.velocity import USED_SPRINTS, sprint_history, velocity
from maestro_cli.skills.inputs import Inputs
from maestro_cli.skills.ledger import Ledger


def calculate_velocity(inputs: Inputs) -> SkillResult:
    """Return the median of the last completed sprints and its trend.

    Data: `median`, `trend` {slope, sprints, direction, method}, `completion_ratio`, `basis`, `unestimated`,
    `used` and `history` [{id, start, end, committed, completed, source}] oldest first, `note` {code, params}
    where nothing is known, `figures`. Confidence grows with the sprints used, to 1 at five.
    """
    ledger = Ledger()
    found = velocity(sprint_history(inputs.settings, inputs.backlog, inputs.as_of))
    used = [sprint_evidence(record) for record in found.used]
    note = "" if found.used else "no completed sprint is known"
    rule = f"sprints: {found.basis}"
    ledger.add("velocity.median", found.median, used, rule=rule, unit="points", note=note)
    last = found.used[-1:]
    ledger.add(
        "velocity.last",
        last[0].completed if last else None,
        map(sprint_evidence, last),
        rule=f"sprints: {found.basis}",
        unit="points",
        note=note,
    )
    ledger.add("velocity.sprints", len(found.used), used, rule=rule, unit="sprints")
    trend = found.trend
    ledger.add(
        "velocity.slope",
        trend.slope if trend else None,
        map(sprint_evidence, found.history[-trend.sprints :] if trend else ()),
        rule="Theil–Sen slope, sprints ≥ 3",
        unit="points",
        note="" if trend else "fewer than three completed sprints",
    )
    ratio = found.completion_ratio
    both = [sprint_evidence(record) for record in found.used if record.committed]
    ledger.add(
        "velocity.completion_ratio",
        ratio,
        both if ratio is not None else (),
        rule="Σ completed / Σ committed",
        unit="share",
        note="" if ratio is not None else "no sprint states committed and completed points",
    )
    return ledger.result(
        {
            "median": found.median,
            "trend": found.trend,
            "completion_ratio": ratio,
            "basis": found.basis,
            "unestimated": found.unestimated,
            "used": found.used,
            "history": found.history,
            "note": found.note,
        },
        min(1.0, len(found.used) / USED_SPRINTS),
    )


def sprint_evidence(record: SprintRecord) -> Evidence:
    """Return the evidence that a sprint is: its id, days and points."""
    points = "?" if record.completed is None else f"{record.completed:g}"
    return Evidence(
        f"sprint:{record.id}", f"{record.start}…{record.end}, completed {points} ({record.source})"
    )
