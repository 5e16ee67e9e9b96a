"""All workflows by name."""

from __future__ import annotations

from maestro_cli.errors import UsageError
from maestro_cli.model.runs import Run
from maestro_cli.workflows.step import Workflow


def workflow_of(run: Run) -> Workflow:
    """Return the workflow of a run; raises UsageError for one that another version of Maestro made."""
    if run.workflow == "ask":
        from maestro_cli.workflows.ask import workflow_of as asked

        return asked(run.params)
    return workflow_named(run.workflow)


def workflow_named(name: str) -> Workflow:
    """Return a workflow that is the same for every run; raises UsageError for an unknown one."""
    if name == "plan":
        from maestro_cli.workflows.plan import PLAN

        return PLAN
    if name == "report":
        from maestro_cli.workflows.report import REPORT

        return REPORT
    if name == "trace":
        from maestro_cli.workflows.trace import TRACE

        return TRACE
    raise UsageError(f"this version of Maestro has no workflow {name!r}", code="E-WORKFLOW")
