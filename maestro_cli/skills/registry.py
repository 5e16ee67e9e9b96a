"""All skills by name, for whoever lets an agent or a user choose one."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from maestro_cli.model.evidence import SkillResult
from maestro_cli.skills.backtest import check_forecasts
from maestro_cli.skills.blockers import identify_blockers
from maestro_cli.skills.capacity import retrieve_team_capacity
from maestro_cli.skills.changes import summarize_changes
from maestro_cli.skills.estimate import check_estimates, estimate_points
from maestro_cli.skills.flow import measure_flow
from maestro_cli.skills.forecast import forecast_completion
from maestro_cli.skills.progress import summarize_progress
from maestro_cli.skills.quality import assess_data_quality
from maestro_cli.skills.ready import order_ready_items
from maestro_cli.skills.risks import detect_risks
from maestro_cli.skills.velocity import calculate_velocity

SKILLS: Mapping[str, Callable[..., SkillResult]] = {
    "assess_data_quality": assess_data_quality,
    "calculate_velocity": calculate_velocity,
    "check_estimates": check_estimates,
    "check_forecasts": check_forecasts,
    "detect_risks": detect_risks,
    "estimate_points": estimate_points,
    "forecast_completion": forecast_completion,
    "identify_blockers": identify_blockers,
    "measure_flow": measure_flow,
    "order_ready_items": order_ready_items,
    "retrieve_team_capacity": retrieve_team_capacity,
    "summarize_changes": summarize_changes,
    "summarize_progress": summarize_progress,
}
"""Each is called with Inputs first; summarize_changes and summarize_progress also with first and last day."""
