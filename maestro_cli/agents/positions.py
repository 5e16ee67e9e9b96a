"""Where an agent stands on single items, as far as its own results say: for taking it on, or against."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from maestro_cli.model.evidence import SkillResult
from maestro_cli.skills.answers import AYE, NO

Position = dict[str, Any]


def positions(agent: str, results: Mapping[str, SkillResult]) -> list[Position]:
    """Return [{id, stance, weight, why}] of an agent; the weight is the confidence behind it."""
    if agent == "planner" and "optimize_sprint_scope" in results:
        return _of_plan(results["optimize_sprint_scope"])
    if agent == "scrum_master" and "blockers" in results:
        return _of_blockers(results["blockers"])
    if agent == "risk_quality" and "risks" in results:
        return _of_risks(results["risks"])
    return []


def _of_plan(result: SkillResult) -> list[Position]:
    data: Any = result.data
    taken = [_position(row["id"], AYE, result, row["reason"]) for row in data["included"]]
    return taken + [_position(row["id"], NO, result, row["reason"]) for row in data["excluded"]]


def _of_blockers(result: SkillResult) -> list[Position]:
    data: Any = result.data
    return [
        _position(
            row["id"], NO, result, ", ".join(one["id"] for one in row["waiting_for"]) or row["reason"] or "-"
        )
        for row in data["blockers"]
    ]


def _of_risks(result: SkillResult) -> list[Position]:
    """Name each item once, with the worst risk that names it; risks come the worst first."""
    data: Any = result.data
    found: dict[str, Position] = {}
    for risk in data["risks"]:
        for name in risk["ids"]:
            found.setdefault(name, _position(name, NO, result, risk["code"].replace("_", " ")))
    return list(found.values())


def _position(item_id: str, stance: str, result: SkillResult, why: str) -> Position:
    return {"id": item_id, "stance": stance, "weight": result.confidence, "why": why}
