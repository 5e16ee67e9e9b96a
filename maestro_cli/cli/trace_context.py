"""What the views on traceability look at: the project, and the report of its rules."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from maestro_cli.errors import Diagnostic
    from maestro_cli.model.answer import AnswerStatus
    from maestro_cli.model.backlog import Backlog
    from maestro_cli.model.verification import Verification
    from maestro_cli.traceability.interface import TraceContext
    from maestro_cli.wiring import Workspace


def items_context(
    workspace: Workspace, backlog: Backlog | None = None, tests: Sequence[Verification] | None = None
) -> TraceContext:
    """Return what rules about items and tests look at; they ask neither history nor decisions.

    Another `backlog`, as of an earlier revision, comes with its own `tests`.
    """
    from maestro_cli.traceability.interface import TraceContext

    read = workspace.verifications() if tests is None else None
    return TraceContext(
        backlog=workspace.backlog() if backlog is None else backlog,
        settings=workspace.settings,
        as_of=workspace.as_of,
        tests=(tests or ()) if read is None else read.tests,
        unread=() if read is None else read.unreadable,
    )


def readable(workspace: Workspace) -> tuple[AnswerStatus, tuple[Diagnostic, ...]]:
    """Return the status of an answer about a project, partial where some of it cannot be read.

    Raises InputError with every problem when no item could be read at all because of them.
    """
    from maestro_cli.errors import InputError
    from maestro_cli.model.answer import AnswerStatus

    backlog = workspace.backlog()
    if not len(backlog) and backlog.unreadable:
        raise InputError("no item could be read", diagnostics=backlog.unreadable)
    tested = workspace.verifications()
    is_partial = bool(backlog.unreadable or tested.unreadable)
    status = AnswerStatus.PARTIAL if is_partial else AnswerStatus.SUCCESS
    return status, (*workspace.diagnostics, *tested.diagnostics)
