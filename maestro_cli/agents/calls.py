"""Which skills a request takes, each once, whoever of the agents needs it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from maestro_cli.agents.duties import DUTIES
from maestro_cli.model.requests import Intent, Route, Wish
from maestro_cli.planning.velocity import sprint_history
from maestro_cli.skills.inputs import Inputs
from maestro_cli.skills.periods import ReportKind, report_period
from maestro_cli.skills.report import KINDS

CHANGE = "update_task_status"
"""The one skill that is proposed and approved instead of called."""

_OF_WISH: Mapping[str, tuple[str, ...]] = {
    "optimize_sprint_scope": ("sprints", "capacity", "goal", "what_if"),
    "detect_dependency_conflicts": ("sprints",),
    "forecast_completion": ("items", "until"),
    "estimate_points": ("items",),
    "retrieve_dependencies": ("items",),
    "curate_documents": ("query",),
    "link_decisions": ("query", "items"),
}
"""Which words of a wish a skill takes as its arguments."""

_PERIODS = ("summarize_progress", "retrieve_recent_changes")


@dataclass(frozen=True, slots=True)
class SkillCall:
    """One call of a skill: `arguments` are plain data, `agents` are those who use what it answers."""

    skill: str
    arguments: Mapping[str, Any]
    agents: tuple[str, ...]


def plan_calls(route: Route, inputs: Inputs) -> tuple[SkillCall, ...]:
    """Return the calls in the order in which they are first needed: one for a skill, so nothing runs twice.

    Where two wishes ask one skill, the first one's arguments count, and the second fills in what it left
    open.
    """
    arguments: dict[str, dict[str, Any]] = {}
    users: dict[str, dict[str, None]] = {}
    for wish in route.wishes:
        for skill in DUTIES[wish.intent].skills:
            if skill == CHANGE:
                continue
            arguments[skill] = {**_arguments(skill, wish, inputs), **arguments.get(skill, {})}
            users.setdefault(skill, {})[wish.agent] = None
    return tuple(SkillCall(skill, arguments[skill], tuple(users[skill])) for skill in arguments)


def sections_of(wish: Wish) -> tuple[str, ...]:
    """Return the sections that answer a wish; those of a report are chosen by its kind."""
    if wish.intent is Intent.REPORT:
        return KINDS[report_kind(wish)]
    return DUTIES[wish.intent].sections


def report_kind(wish: Wish) -> ReportKind:
    """Return which report a wish means, by default a weekly one."""
    return ReportKind(str(wish.arguments.get("report") or "weekly"))


def _arguments(skill: str, wish: Wish, inputs: Inputs) -> dict[str, Any]:
    if skill in _PERIODS:
        since, until = _period(wish, inputs)
        return {"since": since.isoformat(), "until": until.isoformat()}
    if skill == "verify_traceability":
        return {"rules": ["T5", "T6"]} if wish.intent is Intent.AUDIT else {}
    given = {name: wish.arguments.get(name) for name in _OF_WISH.get(skill, ())}
    return {name: value for name, value in given.items() if value not in (None, [], "")}


def _period(wish: Wish, inputs: Inputs) -> tuple[date, date]:
    kinds = {Intent.REPORT: report_kind(wish), Intent.STANDUP: ReportKind.STANDUP}
    past = sprint_history(inputs.settings, inputs.backlog, inputs.as_of).records
    given = wish.arguments.get("since")
    since = date.fromisoformat(str(given)) if given else None
    return report_period(
        kinds.get(wish.intent, ReportKind.STATUS), inputs.settings, past, inputs.as_of, since
    )
