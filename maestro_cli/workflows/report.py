"""The report workflow: facts from several skills at once, then words, then the check of the words."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from maestro_cli.model.evidence import SkillResult
from maestro_cli.model.history import SprintRecord
from maestro_cli.model.plain import from_plain, to_plain
from maestro_cli.model.text import counted
from maestro_cli.planning.velocity import sprint_history
from maestro_cli.skills import report as reports
from maestro_cli.skills.blockers import identify_blockers
from maestro_cli.skills.capacity import retrieve_team_capacity
from maestro_cli.skills.changes import summarize_changes
from maestro_cli.skills.flow import measure_flow
from maestro_cli.skills.inputs import Inputs
from maestro_cli.skills.periods import ReportKind, report_period
from maestro_cli.skills.progress import summarize_progress
from maestro_cli.skills.quality import assess_data_quality
from maestro_cli.skills.ready import order_ready_items
from maestro_cli.skills.risks import detect_risks
from maestro_cli.skills.velocity import calculate_velocity
from maestro_cli.workflows.answer import answer
from maestro_cli.workflows.gather import GATHER, inputs_of
from maestro_cli.workflows.narration import failures_in, narrated
from maestro_cli.workflows.step import Facts, Step, StepContext, Workflow
from maestro_cli.workflows.write import write_document

SKILLS = ("progress", "blockers", "velocity", "capacity", "flow", "changes", "ready", "risks", "quality")


def _kept(result: SkillResult, summary: str) -> Facts:
    return {"result": to_plain(result), "summary": summary}


def _figures(result: SkillResult) -> str:
    figures: Any = result.data.get("figures", ())
    pieces = counted(len(result.evidence), "piece of evidence", "pieces of evidence")
    return f"{counted(len(figures), 'figure')}, {pieces}"


def _skill(skill: Callable[[Inputs], SkillResult]) -> Callable[[StepContext], Facts]:
    """Make a step of a skill that needs nothing but the project."""

    def run(context: StepContext) -> Facts:
        result = skill(inputs_of(context))
        return _kept(result, _figures(result))

    return run


def _result(context: StepContext, name: str) -> SkillResult:
    return from_plain(SkillResult, context.result(name)["result"])


def _period(context: StepContext) -> tuple[date, date]:
    inputs = inputs_of(context)
    since = context.params["since"]
    past: tuple[SprintRecord, ...] = sprint_history(inputs.settings, inputs.backlog, inputs.as_of).records
    return report_period(
        ReportKind(context.params["report"]),
        inputs.settings,
        past,
        inputs.as_of,
        date.fromisoformat(since) if since else None,
    )


def _progress(context: StepContext) -> Facts:
    since, until = _period(context)
    result = summarize_progress(inputs_of(context), since, until)
    return _kept(result, f"{since} to {until}")


def _changes(context: StepContext) -> Facts:
    since, until = _period(context)
    context.progress("reading the git history")
    result = summarize_changes(inputs_of(context), since, until)
    return _kept(result, _figures(result))


def _risks(context: StepContext) -> Facts:
    """Judge risks; the history that was read for the changes is not read again."""
    result = detect_risks(
        inputs_of(context),
        velocity=_result(context, "velocity"),
        capacity=_result(context, "capacity"),
        flow=_result(context, "flow"),
        changes=_result(context, "changes"),
    )
    risks: Any = result.data["risks"]
    return _kept(result, counted(len(risks), "risk"))


def _quality(context: StepContext) -> Facts:
    inputs = inputs_of(context)
    past = sprint_history(inputs.settings, inputs.backlog, inputs.as_of).records
    known = sum(record.completed is not None for record in past)
    result = assess_data_quality(inputs, _result(context, "changes").data, known)
    return _kept(result, f"score {result.data['score']}")


def _narrate(context: StepContext) -> Facts:
    """Choose the facts of each section and put them into words."""
    inputs = inputs_of(context)
    language = context.params["language"]
    draft = reports.compose(
        ReportKind(context.params["report"]),
        {name: _result(context, name) for name in SKILLS},
        project=inputs.settings.project.name,
        period=_period(context),
        team=[member.name for member in inputs.settings.team],
    )
    narrator = context.narrator()
    told = reports.narrate(draft, narrator, language)
    phrased = reports.phrase(told, language, context.project.root)
    sentences = [line for one in told["sections"] for line in one["lists"].get("sentences", ())]
    return {
        "draft": phrased,
        **narrated(context, narrator, "reporter", sentences),
        "summary": counted(len(phrased["sections"]), "section"),
    }


def _ground(context: StepContext) -> Facts:
    """Keep what stands on facts, and record every statement for rule T6."""
    draft = context.result("narrate")["draft"]
    data, statements = reports.ground(draft, context.params["language"], context.run_id)
    context.store.statements.extend(statements)
    dropped = len(data["dropped"])
    return {
        "data": data,
        "summary": f"{counted(len(statements), 'statement')} grounded, {counted(dropped, 'line')} dropped",
    }


def _document(context: StepContext) -> Facts:
    from maestro_cli.documents.report import report_markdown
    from maestro_cli.documents.report_words import say

    inputs = inputs_of(context)
    data = context.result("ground")["data"]
    markdown = report_markdown(data, context.params["language"])
    stem = f"{context.params['report']}-{inputs.as_of}"
    notes = write_document(context, inputs.settings.outputs.reports, stem, markdown)
    if data["dropped"]:
        notes = [*notes, say(context.params["language"], "dropped", count=str(len(data["dropped"])))]
    told = context.result("narrate")
    return answer(
        context, "report", data, markdown, notes, failures_in(told.get("asked")), engine=told["engine"]
    )


_FACTS = ("progress", "blockers", "ready", "risks", "quality")

REPORT = Workflow(
    "report",
    (
        GATHER,
        Step(
            "progress",
            "scrum_master",
            "Sum up progress",
            _progress,
            after=("gather",),
            skill="summarize_progress",
        ),
        Step(
            "blockers",
            "scrum_master",
            "Find blockers",
            _skill(identify_blockers),
            after=("gather",),
            skill="identify_blockers",
        ),
        Step(
            "velocity",
            "scrum_master",
            "Work out velocity",
            _skill(calculate_velocity),
            after=("gather",),
            skill="calculate_velocity",
        ),
        Step(
            "capacity",
            "planner",
            "Work out capacity",
            _skill(retrieve_team_capacity),
            after=("gather",),
            skill="retrieve_team_capacity",
        ),
        Step(
            "flow",
            "scrum_master",
            "Measure flow",
            _skill(measure_flow),
            after=("gather",),
            skill="measure_flow",
        ),
        Step(
            "changes",
            "knowledge_curator",
            "Read what changed in git",
            _changes,
            after=("gather",),
            skill="retrieve_recent_changes",
        ),
        Step(
            "ready",
            "planner",
            "Order what is ready",
            _skill(order_ready_items),
            after=("gather",),
            skill="order_ready_items",
        ),
        Step(
            "risks",
            "risk_quality",
            "Judge risks",
            _risks,
            after=("velocity", "capacity", "flow", "changes"),
            skill="detect_risks",
        ),
        Step(
            "quality",
            "risk_quality",
            "Judge the data",
            _quality,
            after=("changes",),
            skill="assess_data_quality",
        ),
        Step("narrate", "reporter", "Put it into words", _narrate, after=_FACTS),
        Step("ground", "risk_quality", "Check the words against the facts", _ground, after=("narrate",)),
        Step("write", "reporter", "Write the document", _document, after=("ground",)),
    ),
    {"report": "weekly", "since": None},
)
