"""All skills by name: version, what each is asked with, what it answers, and the one way to run it.

The command line, agents and the MCP server call the same functions; this is what they choose from.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from maestro_cli.model.decisions import Authority
from maestro_cli.model.evidence import SkillResult
from maestro_cli.model.items import Kind, Status
from maestro_cli.skills import backlog_facts, sprint_scope
from maestro_cli.skills.action_items import generate_action_items
from maestro_cli.skills.blockers import identify_blockers
from maestro_cli.skills.capacity import retrieve_team_capacity
from maestro_cli.skills.changes import summarize_changes
from maestro_cli.skills.decisions import link_decisions
from maestro_cli.skills.documents import curate_documents
from maestro_cli.skills.estimate import estimate_points
from maestro_cli.skills.flow import measure_flow
from maestro_cli.skills.forecast import forecast_completion
from maestro_cli.skills.inputs import Inputs
from maestro_cli.skills.progress import summarize_progress
from maestro_cli.skills.quality import assess_data_quality
from maestro_cli.skills.ready import order_ready_items
from maestro_cli.skills.risks import detect_risks
from maestro_cli.skills.velocity import calculate_velocity
from maestro_cli.skills.verify import verify_traceability

Id = Annotated[str, Field(max_length=200)]


class Asked(BaseModel):
    """Arguments of a skill: unknown names are errors."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Nothing(Asked):
    """No argument."""


class OfItems(Asked):
    """Some items, by default all."""

    items: tuple[Id, ...] = ()


class OfBacklog(OfItems):
    """Conditions on items; all that are given have to hold."""

    status: tuple[Status, ...] = ()
    kind: tuple[Kind, ...] = ()
    assignee: str | None = None


class OfPeriod(Asked):
    """Days, both included."""

    since: date
    until: date


class OfSprints(Asked):
    """How many sprints ahead."""

    sprints: int = Field(default=1, ge=1, le=52)


class OfPlan(OfSprints):
    """What a plan is asked for."""

    capacity: float | None = Field(default=None, ge=0)
    goal: str | None = None
    what_if: tuple[str, ...] = ()


class OfForecast(Asked):
    """What is to be done, and by when."""

    items: tuple[Id, ...] | None = None
    until: date | None = None


class OfRules(Asked):
    """Rules of the gate, by default all."""

    rules: tuple[str, ...] = ()


class OfDocuments(Asked):
    """What is looked for."""

    query: str = Field(default="", max_length=4000)
    limit: int = Field(default=8, ge=1, le=100)


class OfDecisions(OfItems):
    """What decisions are about: words, items, or all."""

    query: str = Field(default="", max_length=4000)


class OfStatus(Asked):
    """An item and the status that it is to get."""

    id: Id
    status: Literal["draft", "ready", "in_progress", "blocked", "review", "done", "cancelled"]


@dataclass(frozen=True, slots=True)
class Skill:
    """A skill. `data` names what its answer holds, each with a JSON type; `version` counts up with changes.

    One with an authority above SUGGEST changes something: it is proposed and approved, see `skills.actions`.
    """

    name: str
    title: str
    asked: type[Asked]
    data: Mapping[str, str]
    run: Callable[[Inputs, Any], SkillResult] | None = None
    version: int = 1
    authority: Authority = Authority.SUGGEST
    packages: tuple[str, ...] = ()
    """Heavy packages that it loads: two threads that import one at once can get half of it."""

    def schema_in(self) -> dict[str, Any]:
        """Return the JSON Schema of the arguments."""
        return self.asked.model_json_schema()

    def schema_out(self) -> dict[str, Any]:
        """Return the JSON Schema of the answer: data, evidence, confidence."""
        evidence = {
            "type": "object",
            "properties": {"id": {"type": "string"}, "detail": {"type": "string"}},
            "required": ["id"],
        }
        data = {name: {"type": kind.split("|")} for name, kind in {**self.data, "figures": "array"}.items()}
        return {
            "type": "object",
            "properties": {
                "data": {"type": "object", "properties": data, "required": sorted(data)},
                "evidence": {"type": "array", "items": evidence},
                "confidence": {"type": "number", "minimum": 0, "maximum": 1},
            },
            "required": ["data", "evidence", "confidence"],
        }


def _plain(function: Callable[..., SkillResult]) -> Callable[[Inputs, Asked], SkillResult]:
    """Make a runner of a function that takes the arguments by name; enums as their words."""

    def run(inputs: Inputs, asked: Asked) -> SkillResult:
        return function(inputs, **{name: getattr(asked, name) for name in type(asked).model_fields})

    return run


def _alone(function: Callable[[Inputs], SkillResult]) -> Callable[[Inputs, Asked], SkillResult]:
    return lambda inputs, _asked: function(inputs)


def _period(function: Callable[..., SkillResult]) -> Callable[[Inputs, OfPeriod], SkillResult]:
    return lambda inputs, asked: function(inputs, asked.since, asked.until)


_ALL = (
    Skill(
        "assess_data_quality",
        "Score the data and say what is missing",
        Nothing,
        {"score": "integer", "missing": "array"},
        _alone(assess_data_quality),
    ),
    Skill(
        "calculate_velocity",
        "Work out velocity and its trend",
        Nothing,
        {"median": "number|null", "trend": "object|null", "history": "array"},
        _alone(calculate_velocity),
    ),
    Skill(
        "curate_documents",
        "Find documents, and those that are out of date",
        OfDocuments,
        {"hits": "array", "outdated": "array"},
        _plain(curate_documents),
        packages=("numpy", "chromadb"),
    ),
    Skill(
        "detect_dependency_conflicts",
        "Find what does not fit together",
        OfSprints,
        {"conflicts": "array"},
        _plain(sprint_scope.detect_dependency_conflicts),
        packages=("numpy", "highspy"),
    ),
    Skill(
        "detect_risks",
        "Find risks and what triggers them",
        Nothing,
        {"risks": "array"},
        _alone(detect_risks),
        packages=("numpy", "highspy"),
    ),
    Skill(
        "estimate_points",
        "Estimate items",
        OfItems,
        {"items": "array"},
        lambda inputs, asked: estimate_points(inputs, asked.items or None),
        packages=("numpy",),
    ),
    Skill(
        "estimate_sprint_completion",
        "Say how likely the planned scope is done",
        OfSprints,
        {"probability": "number|null", "percentiles": "object"},
        _plain(sprint_scope.estimate_sprint_completion),
        packages=("numpy", "highspy"),
    ),
    Skill(
        "forecast_completion",
        "Forecast when work is done",
        OfForecast,
        {"percentiles": "object", "probability": "number|null", "targets": "array"},
        _plain(forecast_completion),
        packages=("numpy",),
    ),
    Skill(
        "generate_action_items",
        "Say what to do next",
        Nothing,
        {"steps": "array"},
        _alone(generate_action_items),
        packages=("numpy", "highspy"),
    ),
    Skill(
        "identify_blockers",
        "Find what is blocked, by what, and the next step",
        Nothing,
        {"blockers": "array"},
        _alone(identify_blockers),
    ),
    Skill(
        "link_decisions",
        "Link decisions to items and commits",
        OfDecisions,
        {"decisions": "array"},
        _plain(link_decisions),
        packages=("numpy", "chromadb"),
    ),
    Skill(
        "measure_flow",
        "Measure throughput, cycle time and work in progress",
        Nothing,
        {},
        _alone(measure_flow),
    ),
    Skill(
        "optimize_sprint_scope",
        "Plan the next sprints with a proof",
        OfPlan,
        {"included": "array", "excluded": "array", "sprints": "array", "proven": "boolean"},
        _plain(sprint_scope.optimize_sprint_scope),
        packages=("numpy", "highspy"),
    ),
    Skill(
        "order_ready_items",
        "Order what can be started",
        Nothing,
        {"ready": "array", "waiting": "array"},
        _alone(order_ready_items),
    ),
    Skill(
        "retrieve_backlog_items",
        "Look up items",
        OfBacklog,
        {"items": "array", "unknown": "array"},
        _plain(backlog_facts.retrieve_backlog_items),
    ),
    Skill(
        "retrieve_dependencies",
        "Look up what needs what",
        OfItems,
        {"items": "array", "cycles": "array", "missing": "object"},
        _plain(backlog_facts.retrieve_dependencies),
    ),
    Skill(
        "retrieve_open_issues",
        "Look up open bugs",
        Nothing,
        {"issues": "array"},
        _alone(backlog_facts.retrieve_open_issues),
    ),
    Skill(
        "retrieve_project_metrics",
        "Count items by status and kind",
        Nothing,
        {"by_status": "object", "by_kind": "object"},
        _alone(backlog_facts.retrieve_project_metrics),
    ),
    Skill(
        "retrieve_recent_changes",
        "Read what changed in git",
        OfPeriod,
        {"items": "array", "people": "object", "authors": "array"},
        _period(summarize_changes),
    ),
    Skill(
        "retrieve_team_capacity",
        "Work out what the team can do",
        Nothing,
        {"sprints": "array"},
        _alone(retrieve_team_capacity),
    ),
    Skill(
        "retrieve_velocity_history",
        "Look up past sprints",
        Nothing,
        {"sprints": "array", "basis": "string"},
        _alone(backlog_facts.retrieve_velocity_history),
    ),
    Skill(
        "summarize_progress",
        "Sum up what was done and what is in work",
        OfPeriod,
        {"done": "array", "in_progress": "array"},
        _period(summarize_progress),
    ),
    Skill(
        "update_task_status",
        "Change the status of an item",
        OfStatus,
        {},
        authority=Authority.EXECUTE,
    ),
    Skill(
        "verify_traceability",
        "Check the traceability rules",
        OfRules,
        {"findings": "array", "rules": "array"},
        _plain(verify_traceability),
    ),
)

SKILLS: Mapping[str, Skill] = {skill.name: skill for skill in _ALL}
