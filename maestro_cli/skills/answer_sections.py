"""The sections of answers that no report has: scope, forecast, estimates, traceability and others."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from maestro_cli.skills.report_sections import MOST_ROWS, SECTIONS, Draft, ReportFacts

_PLAN_UNITS = {"points": "points", "value": ""}
_SPRINT_UNITS = {"capacity": "points", "load": "points"}
_READY_UNITS = {"points": "points", "unblocked_value": "", "age_days": "days"}
_ESTIMATE_UNITS = {"points": "points", "low": "points", "high": "points"}
_TARGET_UNITS = {"points": "points", "p50": "date", "p85": "date"}

Row = dict[str, Any]


def entries(draft: Draft, name: str, rows: Sequence[Row], most: int = MOST_ROWS) -> None:
    """Add rows {name, texts, figures}: texts from outside by key, and names of figures by key."""
    for row in rows[:most]:
        draft.quote(row.get("name"), *row.get("texts", {}).values())
    draft.list(name, rows[:most])


def _scope(facts: ReportFacts) -> Draft:
    draft = Draft("scope", facts)
    draft.use_group("plan.")
    plan = facts.data("optimize_sprint_scope")
    draft.rows("sprints", plan["sprints"], _SPRINT_UNITS, kind="sprint")
    base = set(plan["base"] or ())
    included, excluded = plan["included"], plan["excluded"]
    draft.quote(*(row["reason"] for row in (*included, *excluded)), *(row["sprint"] for row in included))
    draft.rows("included", included, _PLAN_UNITS)
    draft.rows("excluded", excluded, _PLAN_UNITS)
    if plan["base"] is not None:
        now = {row["id"] for row in included}
        draft.list("what_if", [{"id": text, "title": ""} for text in plan["what_if"]])
        draft.quote(*plan["what_if"])
        draft.rows("gained", [row for row in included if row["id"] not in base], _PLAN_UNITS)
        draft.rows("lost", [row for row in excluded if row["id"] in base - now], _PLAN_UNITS)
    return draft


def _capacity(facts: ReportFacts) -> Draft:
    draft = Draft("capacity", facts)
    draft.use_group("capacity.", "sprint.")
    sprints = facts.data("capacity")["sprints"][:1]
    rows = []
    for number, member in enumerate((m for sprint in sprints for m in sprint["members"]), 1):
        names = {}
        for key, unit in (("points", "points"), ("days", "days"), ("assigned", "points"), ("over", "points")):
            names[key] = f"member.{number}.{key}"
            draft.enter(names[key], member[key], unit, [f"setting:team.{member['name']}"])
        rows.append({"name": member["name"], "figures": names})
    entries(draft, "members", rows)
    return draft


def _dependencies(facts: ReportFacts) -> Draft:
    draft = Draft("dependencies", facts)
    draft.use_group("dependencies.")
    found = facts.data("retrieve_dependencies")
    rows = [
        {**row, "needs_count": len(row["needs_all"]), "needed_count": len(row["needed_by_all"])}
        for row in found["items"]
    ]
    draft.rows("items", rows, {"needs_count": "items", "needed_count": "items"})
    draft.list("cycles", [{"ids": cycle} for cycle in found["cycles"][:MOST_ROWS]])
    return draft


def _forecast(facts: ReportFacts) -> Draft:
    draft = Draft("forecast", facts)
    draft.use_group("forecast.")
    by = facts.data("forecast_completion")["by"]
    draft.enter("forecast.by", by, "date", ["calculation:forecast.probability"])
    targets = [_target(row) for row in facts.data("forecast_completion")["targets"] if row["kind"] != "label"]
    draft.rows("targets", targets, _TARGET_UNITS)
    return draft


def _target(row: Mapping[str, Any]) -> Row:
    percentiles = row["percentiles"] or {}
    return {**row, "p50": percentiles.get("50"), "p85": percentiles.get("85")}


def _estimates(facts: ReportFacts) -> Draft:
    draft = Draft("estimates", facts)
    draft.use_group("estimate.")
    draft.rows("items", facts.data("estimate_points")["items"], _ESTIMATE_UNITS)
    return draft


def _ready(facts: ReportFacts) -> Draft:
    draft = Draft("ready", facts)
    draft.use_group("ready.", "waiting.")
    draft.rows("ready", facts.data("ready")["ready"], _READY_UNITS)
    return draft


def _trace(facts: ReportFacts) -> Draft:
    draft = Draft("trace", facts)
    draft.use_group("trace.")
    rows = [
        {
            "name": row["code"],
            "texts": {"id": row["id"], "message": row["message"], "action": row["action"]},
            "severity": row["severity"],
        }
        for row in facts.data("verify_traceability")["findings"]
    ]
    entries(draft, "findings", rows)
    return draft


def _conflicts(facts: ReportFacts) -> Draft:
    draft = Draft("conflicts", facts)
    draft.use_group("conflicts.")
    rows = [
        {"name": row["code"], "texts": {"message": row["message"]}}
        for row in facts.data("detect_dependency_conflicts")["conflicts"]
    ]
    entries(draft, "conflicts", rows)
    return draft


def _documents(facts: ReportFacts) -> Draft:
    draft = Draft("documents", facts)
    draft.use_group("documents.")
    found = facts.data("curate_documents")
    hits = [{"name": _place(row), "texts": {"excerpt": row["excerpt"]}} for row in found["hits"]]
    entries(draft, "hits", hits)
    overtaken = [
        {"name": f"{row['path']}:{row['line']}", "texts": {"item": row["item"]}, "code": row["code"]}
        for row in found["outdated"]
    ]
    entries(draft, "outdated", overtaken)
    return draft


def _place(hit: Row) -> str:
    """Return where a hit stands: path and line, or the id of what has none."""
    return f"{hit['path']}:{hit['line']}" if hit["path"] and hit["line"] else str(hit["id"])


def _decisions(facts: ReportFacts) -> Draft:
    draft = Draft("decisions", facts)
    draft.use_group("decisions.")
    rows = [
        {
            "name": row["id"],
            "texts": {"title": row["title"], "about": ", ".join(one["id"] for one in row["items"])},
        }
        for row in facts.data("link_decisions")["decisions"]
    ]
    entries(draft, "decisions", rows)
    return draft


ANSWER_SECTIONS: Mapping[str, Callable[[ReportFacts], Draft]] = {
    **SECTIONS,
    "scope": _scope,
    "capacity": _capacity,
    "dependencies": _dependencies,
    "forecast": _forecast,
    "estimates": _estimates,
    "ready": _ready,
    "trace": _trace,
    "conflicts": _conflicts,
    "documents": _documents,
    "decisions": _decisions,
}
"""Every section that an answer can have; those of reports are the same in both."""

SHORT = {
    "summarize_progress": "progress",
    "identify_blockers": "blockers",
    "calculate_velocity": "velocity",
    "retrieve_team_capacity": "capacity",
    "measure_flow": "flow",
    "retrieve_recent_changes": "changes",
    "order_ready_items": "ready",
    "detect_risks": "risks",
    "assess_data_quality": "quality",
}
"""What sections of reports call the results of skills; all others keep the skill's name."""
