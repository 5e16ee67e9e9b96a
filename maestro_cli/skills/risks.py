"""Risks: each with the figure that triggered it, how many items it concerns, and how bad that is."""

from __future__ import annotations

from dataclasses import replace
from enum import StrEnum
from typing import TYPE_CHECKING

from maestro_cli.errors import UsageError
from maestro_cli.model.evidence import Evidence, SkillResult
from maestro_cli.skills.capacity import retrieve_team_capacity
from maestro_cli.skills.flow import measure_flow
from maestro_cli.skills.inputs import Inputs
from maestro_cli.skills.ledger import Ledger
from maestro_cli.skills.people_risks import hanging
from maestro_cli.skills.plan_risks import slip_rows
from maestro_cli.skills.risk_facts import HORIZON, Risk, RiskFacts
from maestro_cli.skills.risk_rules import RULES, ageing, severity_rule
from maestro_cli.skills.velocity import calculate_velocity

if TYPE_CHECKING:
    from maestro_cli.planning.slip import Slips

_ORDER = ("critical", "high", "medium", "low")

SECONDS_A_PLAN = {"quick": 2.0, "thorough": 10.0}
"""Time limit of each plan that is tried; what it strikes is not told."""


class Trials(StrEnum):
    """Which plans are made to find what a slip costs: none, a few where plans are small, or many of any."""

    NONE = "none"
    QUICK = "quick"
    THOROUGH = "thorough"


def detect_risks(
    inputs: Inputs,
    *,
    velocity: SkillResult | None = None,
    capacity: SkillResult | None = None,
    flow: SkillResult | None = None,
    changes: SkillResult | None = None,
    sprints: int = HORIZON,
    trials: Trials = Trials.NONE,
) -> SkillResult:
    """Apply every risk rule; results of other skills are computed where they are not given.

    Args:
        inputs: the project.
        velocity: what `calculate_velocity` answered.
        capacity: what `retrieve_team_capacity` answered.
        flow: what `measure_flow` answered.
        changes: what `summarize_changes` answered; without, the history is read for stale work only.
        sprints: how many sprints ahead risks of the plan look.
        trials: whether plans are made to find what a slip costs; without, that rule is left out.

    Data: `risks` [{code, severity, count, ids, figures: {role: figure name}, rule}], worst first, then by
    count and code; `checked` (codes of all rules that could be judged); `sprints`; `chain` (the critical
    chain: steps, amounts, points, unestimated, sprints, share, by, missed, late, method, drawn); `slips`
    {tried, planned, candidates, skipped, objective, rows [{id, title, sprint, waiting, points, value,
    cost, share}]}; `ageing` [{id, title, days, share, n}]; `hanging` [{person, ids, points, share}];
    `figures`. The figure in the role `value` is the trigger, that in `limit` what it is measured against.
    Confidence is the share of rules that could be judged from what is known.
    """
    facts = RiskFacts(
        inputs,
        (velocity or calculate_velocity(inputs)).data,
        (capacity or retrieve_team_capacity(inputs)).data,
        (flow or measure_flow(inputs)).data,
        changes.data if changes else None,
        Ledger(),
        sprints,
        _slips(inputs, sprints, trials) if trials is not Trials.NONE else None,
    )
    rules = {code: rule for code, rule in RULES.items() if code != "slip" or trials is not Trials.NONE}
    found: list[Risk] = []
    checked: list[str] = []
    for code, rule in rules.items():
        verdict = rule(facts)
        if verdict is not None:
            checked.append(code)
            rule_said = severity_rule(code, inputs.language)
            found += [replace(verdict, rule=rule_said)] if verdict.severity else []
    found.sort(key=lambda risk: (_ORDER.index(risk.severity), -risk.count, risk.code))
    judged = [Evidence("calculation:risks", ", ".join(checked))]
    facts.ledger.add("risks.count", len(found), judged, unit="risks")
    facts.ledger.add("risks.checked", len(checked), judged, unit="rules")
    data = {"risks": found, "checked": checked, **_details(facts)}
    return facts.ledger.result(data, len(checked) / len(rules))


def _slips(inputs: Inputs, sprints: int, trials: Trials) -> Slips | None:
    """Try what slips cost; None where no plan can be made."""
    from maestro_cli.planning.draft import Request
    from maestro_cli.planning.slip import try_slips

    request = Request(inputs.as_of, sprints, time_limit=SECONDS_A_PLAN[trials.value], seed=inputs.seed)
    try:
        return try_slips(inputs.settings, inputs.backlog, request, thorough=trials is Trials.THOROUGH)
    except UsageError:
        return None


def _details(facts: RiskFacts) -> dict[str, object]:
    tried = facts.slips
    slips = tried and {
        "tried": len(tried.slips),
        "planned": tried.planned,
        "candidates": tried.candidates,
        "skipped": tried.skipped,
        "objective": tried.objective,
        "rows": slip_rows(facts),
    }
    return {
        "sprints": facts.sprints,
        "chain": facts.chain,
        "slips": slips,
        "ageing": ageing(facts),
        "hanging": hanging(facts),
    }
