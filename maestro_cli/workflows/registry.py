"""All workflows by name."""

from __future__ import annotations

from maestro_cli.errors import UsageError
from maestro_cli.workflows.step import Workflow


def workflow_named(name: str) -> Workflow:
    """Return the workflow; raises UsageError for a run that another version of Maestro made."""
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
