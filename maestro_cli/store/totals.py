"""Counts what a store holds, for monitoring."""

from __future__ import annotations

from collections import Counter

from maestro_cli.model.telemetry import Outcome, StepTotal, Totals
from maestro_cli.settings.clock import now
from maestro_cli.store.project_store import Store


def totals(store: Store) -> Totals:
    """Return the totals of `store`, sorted by their labels. Raises StoreError."""
    database, time = store.database, now()
    runs = database.rows("SELECT workflow, status, count(*) FROM runs GROUP BY 1, 2 ORDER BY 1, 2")
    steps = database.rows(
        "SELECT workflow, step_id, agent, outcome, count(*), sum(seconds), sum(tokens), sum(usd),"
        " sum(fallbacks) FROM measures GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4"
    )
    spent = database.row("SELECT coalesce(sum(tokens), 0), coalesce(sum(usd), 0.0) FROM spending")
    approvals = Counter(one.at(time).value for one in store.approvals.list())
    return Totals(
        runs=tuple((str(workflow), str(status), int(count)) for workflow, status, count in runs),
        steps=tuple(
            StepTotal(workflow, step, agent, Outcome(outcome), *sums)
            for workflow, step, agent, outcome, *sums in steps
        ),
        approvals=tuple(sorted(approvals.items())),
        decisions=store.decisions.head()[0],
        tokens=int(spent[0]) if spent else 0,
        usd=round(float(spent[1]), 9) if spent else 0.0,
    )
