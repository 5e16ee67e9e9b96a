"""The figures of a plan, each with the items, settings and calculations that it stands on."""

from __future__ import annotations

from typing import Any

from maestro_cli.model.backlog import Backlog
from maestro_cli.model.evidence import Evidence
from maestro_cli.model.plan import Plan
from maestro_cli.skills.ledger import Ledger, item_evidence
from maestro_cli.skills.report_sections import Draft, ReportFacts


def enter_plan(ledger: Ledger, backlog: Backlog, plan: Plan, basis: str) -> None:
    """Enter what a plan reaches and what it leaves out; `basis` says where its capacity comes from."""
    included = [item_evidence(item) for one in plan.included if (item := backlog.get(one.id))]
    for evidence in plan.evidence:
        ledger.cite(evidence)
    ground = [Evidence(one.id, one.detail) for one in plan.evidence]
    ledger.add("plan.objective", plan.objective, included, rule="Σ value × sprints left")
    ledger.add("plan.bound", plan.bound, [Evidence("calculation:plan.bound", "HiGHS, dual bound")])
    ledger.add("plan.count", len(plan.included), included, rule="the plan", unit="items")
    left = [item_evidence(item) for one in plan.excluded if (item := backlog.get(one.id))]
    ledger.add("plan.left_out", len(plan.excluded), left, rule="eligible, not planned", unit="items")
    load = sum(one.load for one in plan.sprints)
    room = sum(one.capacity for one in plan.sprints)
    ledger.add("plan.load", load, included, rule="Σ points planned", unit="points")
    ledger.add("plan.capacity", room, ground, rule=f"capacity by {basis}", unit="points")


def plan_section(backlog: Backlog, plan: Plan, basis: str) -> tuple[dict[str, Any], dict[str, str]]:
    """Return the section that a plan's headline is phrased from, and its evidence (id → detail)."""
    ledger = Ledger()
    enter_plan(ledger, backlog, plan, basis)
    named = sorted({name for conflict in plan.conflicts for name in conflict.items})
    clashing = [item_evidence(item) for name in named if (item := backlog.get(name))]
    ledger.add("conflicts.count", len(plan.conflicts), clashing, rule="the plan against every wish")
    used = [Evidence(name) for name in plan.forecast.evidence]
    for level in ("50", "85"):
        day = plan.forecast.percentiles.get(level)
        rule = plan.forecast.method or "points of past sprints"
        ledger.add(f"forecast.p{level}", day.isoformat() if day else None, used, rule=rule, unit="date")
    facts = ReportFacts({"plan": ledger.result({}, plan.confidence)})
    section = Draft("headline", facts)
    section.use("plan.count", "plan.load", "plan.capacity", "plan.left_out")
    section.use_group("plan.", "conflicts.", "forecast.")
    return section.data(), facts.evidence
