"""Risks: each with the figure that triggered it, how many items it concerns, and how bad that is."""

from __future__ import annotations

from maestro_cli.model.evidence import Evidence, SkillResult
from maestro_cli.skills.capacity import retrieve_team_capacity
from maestro_cli.skills.flow import measure_flow
from maestro_cli.skills.inputs import Inputs
from maestro_cli.skills.ledger import Ledger
from maestro_cli.skills.risk_rules import RULES, Risk, RiskFacts
from maestro_cli.skills.velocity import calculate_velocity

_ORDER = ("critical", "high", "medium", "low")


def detect_risks(
    inputs: Inputs,
    *,
    velocity: SkillResult | None = None,
    capacity: SkillResult | None = None,
    flow: SkillResult | None = None,
    changes: SkillResult | None = None,
) -> SkillResult:
    """Apply every risk rule; results of other skills are computed where they are not given.

    Data: `risks` [{code, severity, count, ids, figures: {role: figure name}}], worst first, then by count
    and code; `checked` (codes of all rules that could be judged), `figures`. The figure in the role
    `value` is the trigger, that in `limit` what it is measured against. Confidence is the share of
    rules that could be judged from what is known.
    """
    facts = RiskFacts(
        inputs,
        (velocity or calculate_velocity(inputs)).data,
        (capacity or retrieve_team_capacity(inputs)).data,
        (flow or measure_flow(inputs)).data,
        changes.data if changes else None,
        Ledger(),
    )
    found: list[Risk] = []
    checked: list[str] = []
    for code, rule in RULES.items():
        verdict = rule(facts)
        if verdict is not None:
            checked.append(code)
            found += [verdict] if verdict.severity else []
    found.sort(key=lambda risk: (_ORDER.index(risk.severity), -risk.count, risk.code))
    rules = [Evidence("calculation:risks", ", ".join(checked))]
    facts.ledger.add("risks.count", len(found), rules)
    facts.ledger.add("risks.checked", len(checked), rules, unit="rules")
    return facts.ledger.result({"risks": found, "checked": checked}, len(checked) / len(RULES))
