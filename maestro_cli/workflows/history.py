"""The part of the history that is held against the backlog of today."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from maestro_cli.errors import Diagnostic, Severity
from maestro_cli.traceability.t2_commits import HISTORY_DAYS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from maestro_cli.model.history import Commit, Repository
    from maestro_cli.workflows.project import Project


_DAY = timedelta(days=1)


def unread(repository: Repository) -> tuple[Diagnostic, ...]:
    """Say so when there is a repository whose commits cannot be checked, as git does not read it."""
    if not repository.refused:
        return ()
    return (Diagnostic(Severity.WARNING, "P-GIT", f"Commits were not checked. {repository.note}"),)


def recent_commits(project: Project, as_of: date, since: date | None = None) -> Iterator[Commit] | None:
    """Read commits for traceability, newest first; None without a repository.

    They begin on `since`, by default `HISTORY_DAYS` before `as_of`, and end on `as_of`.
    """
    if not project.repository().present:
        return None
    return project.commits(since or _begin(as_of), as_of)


def known_since(repository: Repository, as_of: date, since: date | None = None) -> date | None:
    """Return the day from which on `recent_commits` reads all commits; None where some are not there."""
    return since or _begin(as_of) if repository.present and not repository.shallow else None


def is_whole(project: Project, as_of: date, since: date | None = None) -> bool:
    """Say whether `recent_commits` reads every commit that there is: none is older, newer or not here."""
    repository = project.repository()
    begin = known_since(repository, as_of, since)
    if begin is None or repository.head is None:
        return False
    older = begin > date.min and any(True for _ in project.commits(None, begin - _DAY))
    return not older and not (as_of < date.max and any(True for _ in project.commits(as_of + _DAY, None)))


def _begin(as_of: date) -> date:
    return as_of - timedelta(days=HISTORY_DAYS)
