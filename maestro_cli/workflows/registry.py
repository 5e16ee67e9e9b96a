"""All workflows by name."""

from __future__ import annotations

from maestro_cli.errors import UsageError
from maestro_cli.workflows.step import Workflow


def workflow_named(name: str) -> Workflow:
    """Return the workflow; raises UsageError for a run that another version of Maestro made."""
    from maestro_cli.workflows.plan import PLAN
    from maestro_cli.workflows.report import REPORT
    from maestro_cli.workflows.trace import TRACE

    known = {workflow.name: workflow for workflow in (PLAN, REPORT, TRACE)}
    if name not in known:
        raise UsageError(f"this version of Maestro has no workflow {name!r}", code="E-WORKFLOW")
    return known[name]
