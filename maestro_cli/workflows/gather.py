"""The first step of every workflow: read the project once, so that all steps see the same."""

from __future__ import annotations

from maestro_cli.errors import InputError, Severity
from maestro_cli.model.history import Repository
from maestro_cli.model.plain import to_plain
from maestro_cli.model.text import counted
from maestro_cli.settings.schema import Settings
from maestro_cli.skills.inputs import Inputs
from maestro_cli.sources.snapshot import restore, take
from maestro_cli.workflows.step import Facts, Step, StepContext


def gather(context: StepContext) -> Facts:
    """Read settings, items and the state of the repository.

    Raises InputError with every problem when no item could be read at all because of them.
    """
    project = context.project
    backlog = project.backlog()
    if not len(backlog) and backlog.unreadable:
        raise InputError("no item could be read", diagnostics=backlog.unreadable)
    problems = sum(each.severity is Severity.ERROR for each in backlog.diagnostics)
    return {
        "settings": project.settings.model_dump(mode="json"),
        "backlog": take(backlog),
        "repository": to_plain(project.repository()),
        "summary": f"{counted(len(backlog), 'item')}, {counted(problems, 'problem')}",
    }


def inputs_of(context: StepContext) -> Inputs:
    """Return what `gather` read, as skills are handed it."""
    if "inputs" not in context.rebuilt:
        read = context.result("gather")
        context.rebuilt["inputs"] = Inputs(
            settings=Settings.model_validate(read["settings"]),
            backlog=restore(read["backlog"]),
            as_of=context.as_of,
            seed=context.seed,
            language=context.params["language"],
            repository=Repository(**read["repository"]),
            commits=context.project.commits,
            line_counts=context.project.line_counts,
            decisions=tuple(one for one in context.store.decisions.list() if one.run_id != context.run_id),
            statements=context.store.statements.current(),
            verifications=context.project.verifications,
            last_changes=context.project.last_changes,
            knowledge=context.project.knowledge,
        )
    inputs: Inputs = context.rebuilt["inputs"]
    return inputs


GATHER = Step("gather", "orchestrator", "Read the project", gather)
