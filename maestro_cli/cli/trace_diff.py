"""`maestro trace diff`: what changed between two revisions, or since one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from maestro_cli.cli.call import Call
from maestro_cli.errors import Diagnostic, Severity, UsageError

if TYPE_CHECKING:
    from maestro_cli.model.answer import Answer
    from maestro_cli.model.backlog import Backlog
    from maestro_cli.model.verification import Verification
    from maestro_cli.traceability.diff import TraceDiff
    from maestro_cli.wiring import Workspace


def diff(
    call: Call,
    revisions: Annotated[
        str,
        typer.Argument(
            metavar="REV[..REV]",
            help="From which commit or branch to which; without a second one to the working tree.",
            show_default=False,
        ),
    ],
) -> Answer:
    """Show which requirements and links came, changed or went, and coverage gained and lost."""
    from maestro_cli.cli.trace_context import items_context
    from maestro_cli.documents.trace_diff import diff_blocks
    from maestro_cli.model.answer import Answer, AnswerStatus
    from maestro_cli.traceability.check import check
    from maestro_cli.traceability.diff import diff as compare
    from maestro_cli.wiring import open_workspace

    first, second = _ends(revisions)
    workspace = open_workspace(call)
    old_commit, old, old_tests = _at(workspace, first)
    new_commit, new, new_tests = _at(workspace, second)
    contexts = (items_context(workspace, old, old_tests), items_context(workspace, new, new_tests))
    found = compare(*contexts, check)
    data = {
        "from": {"revision": first, "commit": old_commit},
        "to": {"revision": second, "commit": new_commit},
        **_data(found),
    }
    return Answer(
        kind="trace-diff",
        data=data,
        blocks=diff_blocks(data, workspace.language) if call.format in {"text", "md"} else (),
        diagnostics=(*workspace.loaded.diagnostics, *_unread(first, old), *_problems(second, new)),
        status=AnswerStatus.PARTIAL if old.unreadable or new.unreadable else AnswerStatus.SUCCESS,
    )


def _ends(revisions: str) -> tuple[str, str | None]:
    """Read `A..B`; where one end is left out it is HEAD, as git has it."""
    if "..." in revisions:
        raise UsageError(
            f"{revisions!r} asks for a merge base, which is not compared",
            fix="Write A..B, with `git merge-base A B` for A.",
        )
    first, dots, second = revisions.partition("..")
    return (first or "HEAD", second or "HEAD") if dots else (first, None)


def _at(
    workspace: Workspace, revision: str | None
) -> tuple[str | None, Backlog, tuple[Verification, ...] | None]:
    """Return the commit, its items and its tests; None where the tests of the working tree count."""
    from maestro_cli.sources.revision import backlog_at, find_commit, tagged_at
    from maestro_cli.sources.revision_settings import settings_at

    if revision is None:
        return None, workspace.backlog(), None
    commit = find_commit(workspace.root, revision)
    settings = settings_at(workspace.root, workspace.settings, commit)
    then = backlog_at(workspace.root, settings, commit)
    return commit, then, tagged_at(workspace.root, settings, commit)


def _problems(revision: str | None, backlog: Backlog) -> tuple[Diagnostic, ...]:
    """Return the problems of reading the working tree; those of a commit cannot be mended and are counted."""
    return backlog.diagnostics if revision is None else _unread(revision, backlog)


def _unread(revision: str, backlog: Backlog) -> tuple[Diagnostic, ...]:
    if not backlog.unreadable:
        return ()
    from maestro_cli.model.text import counted

    said = f"{counted(len(backlog.unreadable), 'problem')} kept items of {revision} from being read"
    fix = "What seems to be added or removed may stand in what was not read."
    return (Diagnostic(Severity.WARNING, "P-UNREADABLE", said, fix=fix),)


def _data(found: TraceDiff) -> dict[str, object]:
    from maestro_cli.model.plain import plain_fields

    plain = plain_fields(found)
    return {
        "requirements": {name: plain[name] for name in ("added", "changed", "removed")},
        "links": {name: plain[f"links_{name}"] for name in ("added", "removed")},
        "coverage": {name: plain[name] for name in ("gained", "lost")}
        | {name: plain[f"coverage_{name}"] for name in ("before", "after")},
        "findings": {name: plain[f"findings_{name}"] for name in ("new", "fixed")},
    }
