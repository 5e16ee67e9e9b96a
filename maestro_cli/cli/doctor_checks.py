"""What `maestro doctor` looks at. A check never raises: what it cannot tell is `unknown`."""

from __future__ import annotations

import platform
import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from maestro_cli import __version__
from maestro_cli.cli.call import Call
from maestro_cli.errors import MaestroError, Severity

if TYPE_CHECKING:
    from maestro_cli.wiring import Workspace

Status = Literal["ok", "warning", "error", "unknown"]


@dataclass(frozen=True, slots=True)
class Check:
    """The outcome of one check."""

    name: str
    status: Status
    detail: str
    fix: str = ""


def all_checks(call: Call) -> list[Check]:
    """Run every check, those of the project only where one is found."""
    return [*_environment(), *_project(call)]


def _environment() -> Iterator[Check]:
    yield Check("maestro", "ok", f"{__version__} on Python {platform.python_version()}, {platform.system()}")
    if shutil.which("git"):
        yield Check("git", "ok", "found on the PATH")
    else:
        yield Check("git", "warning", "not found", "Install git to have commits in reports.")
    encoding = (sys.stdout.encoding or "ascii").lower()
    if encoding.replace("-", "") in {"utf8", "utf8sig"}:
        yield Check("terminal", "ok", encoding)
    else:
        fix = "Set PYTHONUTF8=1 or a UTF-8 locale."
        yield Check("terminal", "warning", f"{encoding} cannot show every title", fix)


def _project(call: Call) -> Iterator[Check]:
    from maestro_cli.wiring import open_workspace

    try:
        workspace = open_workspace(call)
    except MaestroError as error:
        yield from (_of(error, "settings"))
        return
    yield Check("settings", "ok", f"{workspace.root}")
    yield from (Check("settings", "warning", d.message, d.fix or "") for d in workspace.loaded.diagnostics)
    for name in workspace.loaded.untrusted:
        yield Check("trust", "warning", f"{name} is ignored", "Read it, then run `maestro trust`.")
    yield from _store(workspace)
    yield from _sources(workspace)
    yield from _repository(workspace)
    yield from _capacity(workspace)
    yield _engine(workspace)


def _of(error: MaestroError, name: str) -> Iterator[Check]:
    for diagnostic in error.diagnostics:
        place = f"{diagnostic.path}:{diagnostic.line}: " if diagnostic.path else ""
        yield Check(name, "error", f"{place}{diagnostic.message}", diagnostic.fix or "")


def _store(workspace: Workspace) -> Iterator[Check]:
    from maestro_cli.store.health import check_store

    for found in check_store(workspace.root):
        yield Check(found.name, found.status, found.detail, found.fix or "")


def _sources(workspace: Workspace) -> Iterator[Check]:
    try:
        backlog = workspace.backlog()
    except MaestroError as error:
        yield from _of(error, "sources")
        return
    errors = [d for d in backlog.diagnostics if d.severity is Severity.ERROR]
    if errors:
        first = f"{errors[0].path}:{errors[0].line}: {errors[0].message}"
        yield Check(
            "sources", "error", f"{len(errors)} problems, first {first}", "Run `maestro sync` to see all."
        )
    elif not len(backlog):
        yield Check("sources", "warning", "no items", "Add items under backlog/, or name `sources`.")
    else:
        yield Check("sources", "ok", f"{len(backlog)} items, {len(backlog.diagnostics)} remarks")


def _repository(workspace: Workspace) -> Iterator[Check]:
    repository = workspace.repository()
    if not repository.present:
        yield Check("repository", "warning", repository.note or "none", "Do as it says, or ignore this.")
    elif repository.shallow:
        fix = "Fetch the history (`git fetch --unshallow`) for complete reports."
        yield Check("repository", "warning", "shallow: only part of the history is here", fix)
    else:
        yield Check("repository", "ok", repository.branch or repository.head or "no commit so far")


def _capacity(workspace: Workspace) -> Iterator[Check]:
    from maestro_cli.planning.velocity import sprint_history

    settings = workspace.settings
    if settings.sprint.points_per_sprint is not None:
        yield Check("capacity", "ok", f"{settings.sprint.points_per_sprint:g} points a sprint, as set")
        return
    try:
        known = [
            each
            for each in sprint_history(settings, workspace.backlog(), workspace.as_of).records
            if each.completed is not None
        ]
    except MaestroError as error:
        yield from _of(error, "capacity")
        return
    if known:
        yield Check("capacity", "ok", f"from the velocity of {len(known)} past sprints")
    else:
        fix = "Set sprint.points_per_sprint, or list past `sprints`, or pass --capacity."
        yield Check("capacity", "warning", "unknown: `maestro plan` will ask for it", fix)


def _engine(workspace: Workspace) -> Check:
    try:
        choice = workspace.engine()
    except MaestroError as error:
        first = error.diagnostics[0]
        return Check("engine", "error", first.message, first.fix or "")
    return Check("engine", "ok", f"{choice.name}: {choice.reason}")
