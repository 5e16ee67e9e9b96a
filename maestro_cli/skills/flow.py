"""Flow: items completed a week, how long one takes, and how many run at once."""

from __future__ import annotations

from datetime import timedelta
from statistics import median

from maestro_cli.model.evidence import Evidence, SkillResult
from maestro_cli.planning.flow import cycle_time, throughput
from maestro_cli.skills.inputs import Inputs
from maestro_cli.skills.ledger import Ledger, item_evidence
from maestro_cli.skills.scope import Work, is_running

WEEKS = 12
"""Weeks that throughput and cycle time look back."""

ENOUGH_ITEMS = 10
"""Completed items with both dates from which cycle time is fully trusted."""


def measure_flow(inputs: Inputs) -> SkillResult:
    """Measure the last 12 weeks. An epic with work below it is not counted beside that work.

    Data: `weeks` [{week, start, count}] of complete weeks oldest first, `cycle_time` {median, p85, n, items}
    in days with both ends included, `wip`, `wip_limit`, `since`, `figures`. Confidence grows with the
    items that cycle time stands on, to 1 at ten; 0.3 where there is none.
    """
    ledger = Ledger()
    since = inputs.as_of - timedelta(weeks=WEEKS)
    work = Work(inputs.backlog).items
    weeks = throughput(work, inputs.as_of, WEEKS)
    spans = cycle_time(work, inputs.as_of, since)
    counts = [week.count for week in weeks]
    span = (
        f"{weeks[0].week}…{weeks[-1].week}: {', '.join(map(str, counts))}"
        if weeks
        else f"completed < {inputs.as_of}"
    )
    cited = [Evidence("calculation:throughput", span)]
    note = "" if weeks else "nothing was completed before this week"
    ledger.add("throughput.weeks", len(weeks), cited, unit="weeks")
    ledger.add(
        "throughput.median", float(median(counts)) if weeks else None, cited, unit="items/week", note=note
    )
    ledger.add("throughput.last", counts[-1] if weeks else None, cited, unit="items", note=note)
    measured = [item_evidence(item) for name in spans.items if (item := inputs.backlog.get(name))]
    rule = f"completed − started + 1, completed = {since}…{inputs.as_of}"
    note = "" if spans.n else "no completed item carries started and completed"
    ledger.add("cycle.median", spans.median, measured, rule=rule, unit="days", note=note)
    ledger.add("cycle.p85", spans.p85, measured, rule=rule, unit="days", note=note)
    ledger.add("cycle.items", spans.n, measured, rule=rule, unit="items")
    running = [item for item in work if is_running(item)]
    ledger.count("wip.count", running, "status = in_progress, review")
    limit = inputs.settings.sprint.wip_limit
    ledger.add(
        "wip.limit",
        limit,
        [Evidence("setting:sprint.wip_limit", str(limit) if limit else "not set")],
        unit="items",
        note="" if limit else "sprint.wip_limit is not set",
    )
    data: dict[str, object] = {
        "since": since,
        "weeks": weeks,
        "cycle_time": spans,
        "wip": len(running),
        "wip_limit": limit,
    }
    return ledger.result(data, max(0.3, min(1.0, spans.n / ENOUGH_ITEMS)))
