"""Risks of the plan: work that can only be done one after the other, and items whose slip costs most."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from maestro_cli.model.evidence import Evidence
from maestro_cli.skills.critical_chain import is_carried
from maestro_cli.skills.ledger import item_evidence
from maestro_cli.skills.risk_facts import Risk, RiskFacts

MISS_LIMIT = 0.15
"""Chance of not being finished in time, above which a chain is a risk: it is less sure than P85."""

CHAIN_SHARE = 0.5
"""Share of the velocity of the planned sprints, above which a chain is a risk whatever its chance."""

LIKELY = 0.5
"""Chance of not being finished, above which the risk is high."""

SLIP_SHARE = 0.02
SLIP_MEDIUM = 0.05
SLIP_HIGH = 0.1
"""Shares of the planned value that a slip costs, from which on it is low, medium or high."""


@dataclass(frozen=True, slots=True)
class SlipRow:
    """A planned item that other work waits for.

    How much does, and the planned value that a slip by one sprint `costs`, also as a share of the plan's.
    """

    id: str
    title: str
    sprint: str
    waiting: int
    points: float | None
    value: float
    cost: float | None
    share: float | None


def critical_chain(facts: RiskFacts) -> Risk | None:
    """Judge the critical chain: whether it is likely late, or fills most of the planned sprints."""
    found = facts.chain
    if found is None:
        return Risk("critical_chain") if facts.velocity.get("median") else None
    missed, late = found.missed or 0.0, found.late.chance if found.late else 0.0
    if max(missed, late) <= MISS_LIMIT and found.share <= CHAIN_SHARE:
        return Risk("critical_chain")
    high = max(missed, late) > LIKELY or found.sprints > facts.sprints
    linked = [facts.scope.work[name] for step in found.steps for name in step]
    items = [item for item in linked if not is_carried(facts.scope, item)]
    points = (found.points, "points")
    risk = facts.found("critical_chain", "high" if high else "medium", items, points=points)
    used = [Evidence(f"sprint:{sprint['id']}") for sprint in facts.velocity["used"]]
    risk = facts.note(risk, used, sprints=(found.sprints, "sprints"), limit=(facts.sprints, "sprints"))
    if found.unestimated:
        unknown = [item_evidence(facts.scope.work[name]) for name in found.unestimated]
        risk = facts.note(risk, unknown, unestimated=(len(unknown), "items"))
    return _with_chances(facts, risk)


def _with_chances(facts: RiskFacts, risk: Risk) -> Risk:
    found = facts.chain
    if found is None or found.missed is None:
        return risk
    drawn = [Evidence(f"sprint:{name}") for name in found.drawn]
    drawn.append(Evidence("calculation:critical_chain", found.method))
    by: tuple[Any, str] = (found.by.isoformat(), "date")
    chance = (found.missed, "share")
    risk = facts.note(risk, drawn, probability=chance, history=(len(found.drawn), "sprints"), by=by)
    if found.late is None or found.late.chance <= MISS_LIMIT:
        return risk
    item = item_evidence(facts.scope.work[found.late.id])
    due: tuple[Any, str] = (found.late.due.isoformat(), "date")
    return facts.note(risk, [item, *drawn], late=(found.late.chance, "share"), due=due)


def slip(facts: RiskFacts) -> Risk | None:
    """Judge what it costs when a planned item slips; None where no plan was tried."""
    tried = facts.slips
    if tried is None or tried.skipped:
        return None
    over = [
        one
        for one in tried.slips
        if one.cost and tried.objective and one.cost / tried.objective >= SLIP_SHARE
    ]
    if not over:
        return Risk("slip")
    worst = over[0]
    share = (worst.cost or 0.0) / tried.objective
    severity = "high" if share >= SLIP_HIGH else "medium" if share >= SLIP_MEDIUM else "low"
    risk = facts.found("slip", severity, [facts.scope.work[one.id] for one in over])
    first = item_evidence(facts.scope.work[worst.id])
    plans = Evidence("calculation:slip", _lacking(facts, tried.objective, worst.cost))
    behind = [facts.scope.work[name] for name in worst.waiting]
    risk = facts.note(
        risk,
        [first, plans],
        worst=(worst.cost, ""),
        share=(share, "share"),
        limit=(SLIP_SHARE, "share"),
        tried=(len(tried.slips), "items"),
    )
    return facts.note(risk, [item_evidence(item) for item in behind], waiting=(len(behind), "items"))


def slip_rows(facts: RiskFacts) -> tuple[SlipRow, ...]:
    """Return every item whose slip was tried, the one that costs most first, and enter what it costs."""
    tried = facts.slips
    if tried is None:
        return ()
    rows = []
    for one in tried.slips:
        item = facts.scope.work[one.id]
        behind = [facts.scope.work[name] for name in one.waiting]
        share = one.cost / tried.objective if one.cost is not None and tried.objective else None
        plans = Evidence(f"calculation:slip.{one.id}", _lacking(facts, tried.objective, one.cost))
        note = "" if one.cost is not None else "no plan with the slip was proven optimal"
        facts.ledger.add(f"slip.{one.id}.cost", one.cost, [item_evidence(item), plans], note=note)
        facts.ledger.count(f"slip.{one.id}.waiting", behind, "depends_on →*")
        rows.append(
            SlipRow(
                one.id,
                item.title,
                tried.sprints[one.sprint_index],
                len(behind),
                facts.work.total(behind),
                sum(other.worth for other in behind),
                one.cost,
                share,
            )
        )
    return tuple(rows)


def _lacking(facts: RiskFacts, objective: float, cost: float | None) -> str:
    """Return how a cost came about, for its evidence."""
    less = "" if cost is None else f": {objective:g} − {cost:g}"
    return f"Σ value · (S − s), S = {facts.sprints}{less}"
