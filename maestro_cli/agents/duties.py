"""What each intent takes: whose duty it is, which skills answer it, and which sections say it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from maestro_cli.model.requests import Intent


@dataclass(frozen=True, slots=True)
class Duty:
    """How one intent is answered. `sections` are those of `skills.answer_sections`, in order."""

    agent: str
    skills: tuple[str, ...]
    sections: tuple[str, ...]


_REPORT = (
    "summarize_progress",
    "identify_blockers",
    "calculate_velocity",
    "retrieve_team_capacity",
    "measure_flow",
    "retrieve_recent_changes",
    "order_ready_items",
    "detect_risks",
    "assess_data_quality",
)
"""What a report is made from; its kind chooses the sections."""

DUTIES: Mapping[Intent, Duty] = {
    Intent.SPRINT_SCOPE: Duty("planner", ("optimize_sprint_scope",), ("scope",)),
    Intent.WHAT_IF: Duty("planner", ("optimize_sprint_scope",), ("scope",)),
    Intent.CAPACITY: Duty("planner", ("retrieve_team_capacity",), ("capacity",)),
    Intent.DEPENDENCIES: Duty("planner", ("retrieve_dependencies",), ("dependencies",)),
    Intent.FORECAST: Duty("planner", ("forecast_completion",), ("forecast",)),
    Intent.ESTIMATE: Duty("planner", ("estimate_points",), ("estimates",)),
    Intent.NEXT: Duty("planner", ("order_ready_items",), ("ready",)),
    Intent.BLOCKERS: Duty("scrum_master", ("identify_blockers",), ("blocked",)),
    Intent.VELOCITY: Duty("scrum_master", ("calculate_velocity", "retrieve_team_capacity"), ("velocity",)),
    Intent.PROGRESS: Duty("scrum_master", ("summarize_progress",), ("in_progress", "done")),
    Intent.STANDUP: Duty(
        "scrum_master",
        ("summarize_progress", "identify_blockers", "retrieve_recent_changes"),
        ("people", "blocked"),
    ),
    Intent.FLOW: Duty("scrum_master", ("measure_flow",), ("flow",)),
    Intent.STATUS_CHANGE: Duty("scrum_master", ("update_task_status",), ()),
    Intent.REPORT: Duty("reporter", _REPORT, ()),
    Intent.CHANGES: Duty("reporter", ("retrieve_recent_changes",), ("changes",)),
    Intent.DOCUMENTS: Duty("knowledge_curator", ("curate_documents",), ("documents",)),
    Intent.DECISIONS: Duty(
        "knowledge_curator", ("curate_documents", "link_decisions"), ("documents", "decisions")
    ),
    Intent.LINK_DECISIONS: Duty("knowledge_curator", ("link_decisions",), ("decisions",)),
    Intent.RISKS: Duty("risk_quality", ("detect_risks",), ("risks",)),
    Intent.TRACEABILITY: Duty("risk_quality", ("verify_traceability",), ("trace",)),
    Intent.CONFLICTS: Duty("risk_quality", ("detect_dependency_conflicts",), ("conflicts",)),
    Intent.DATA_QUALITY: Duty("risk_quality", ("assess_data_quality",), ("quality",)),
    Intent.AUDIT: Duty("risk_quality", ("verify_traceability",), ("trace",)),
}
"""By intent, all but `out_of_scope`."""

CHOICES = tuple(intent.value for intent in DUTIES if intent is not Intent.STATUS_CHANGE)
"""What a model may choose: nothing that changes anything."""
