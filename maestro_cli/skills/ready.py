"""What can be taken up next, in order, and what everything else waits for."""

from __future__ import annotations

from maestro_cli.model.evidence import Evidence, SkillResult
from maestro_cli.planning.ready import next_items
from maestro_cli.skills.inputs import Inputs
from maestro_cli.skills.ledger import Ledger


def order_ready_items(inputs: Inputs) -> SkillResult:
    """Order the ready items by priority, value unblocked and age, and explain those that wait.

    Data: `ready` and `waiting` as in model/plan.NextItems, `figures`. Confidence is the share of ready
    items that are estimated, at least 0.5: order does not depend on points, fit does.
    """
    ledger = Ledger()
    found = next_items(inputs.backlog, inputs.as_of, inputs.language)
    ready = [Evidence(f"item:{item.id}", item.title) for item in found.ready]
    waiting = [Evidence(f"item:{item.id}", item.title) for item in found.waiting]
    ledger.add("ready.count", len(ready), ready, rule="status = ready, depends_on = done", unit="items")
    ledger.add("waiting.count", len(waiting), waiting, rule="depends_on ≠ done, or blocked", unit="items")
    points = [item.points for item in found.ready if item.points is not None]
    ledger.add(
        "ready.points",
        sum(points) if points or not ready else None,
        ready,
        rule="status = ready, depends_on = done",
        unit="points",
        note=""
        if len(points) == len(ready)
        else f"not estimated: {len(ready) - len(points)} of {len(ready)}",
    )
    for evidence in (*ready, *waiting):
        ledger.cite(evidence)
    share = len(points) / len(ready) if ready else 1.0
    return ledger.result({"ready": found.ready, "waiting": found.waiting}, max(0.5, share))
