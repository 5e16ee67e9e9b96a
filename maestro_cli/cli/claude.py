"""`maestro claude`: slash commands for Claude Code."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from maestro_cli.cli.call import Call
from maestro_cli.cli.command import add
from maestro_cli.errors import MaestroError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from maestro_cli.assets.claude_code import Change
    from maestro_cli.model.answer import Answer

app = typer.Typer(
    name="claude", no_args_is_help=True, help="Slash commands for Claude Code: /maestro:plan and others."
)


class Scope(StrEnum):
    """For whom the commands are installed."""

    PROJECT = "project"
    USER = "user"


ScopeOption = Annotated[Scope, typer.Option(help="This project's .claude/, or your own Claude Code folder.")]


def install(
    call: Call,
    scope: ScopeOption = Scope.PROJECT,
    force: Annotated[bool, typer.Option("--force", help="Replace commands that you have changed.")] = False,
) -> Answer:
    """Install the slash commands and allow Claude Code to run maestro; settings are merged and backed up."""
    from maestro_cli.assets import claude_code

    folder = _folder(call, scope)
    changes = claude_code.install(folder, force=force, dry_run=call.dry_run)
    return _answer(call, "claude-install", changes, "Next: type /maestro:plan in Claude Code")


def uninstall(
    call: Call,
    scope: ScopeOption = Scope.PROJECT,
    force: Annotated[
        bool, typer.Option("--force", help="Remove commands that you have changed too.")
    ] = False,
) -> Answer:
    """Take out what install put in; what you have changed stays."""
    from maestro_cli.assets import claude_code

    changes = claude_code.uninstall(_folder(call, scope), force=force, dry_run=call.dry_run)
    return _answer(call, "claude-uninstall", changes)


def status(call: Call, scope: ScopeOption = Scope.PROJECT) -> Answer:
    """Show which commands are installed, outdated, modified or missing."""
    from maestro_cli.assets import claude_code
    from maestro_cli.model.answer import Answer
    from maestro_cli.model.blocks import Column, Paragraph, Table

    found = claude_code.status(_folder(call, scope))
    facts = {
        "permission": "granted" if found.permission else "missing: run maestro claude install",
        "plugin": "enabled" if found.plugin else "not enabled",
        "claude": found.claude or "not found on the PATH",
        "maestro": found.maestro or "not found on the PATH: install it with pipx install maestro-cli",
    }
    rows = [(f"/maestro:{Path(name).stem}", state.value) for name, state in found.files.items()]
    verdict = "The commands can be used." if found.usable else "The commands cannot be used yet."
    return Answer(
        kind="claude-status",
        data={
            "folder": str(found.folder),
            "files": [{"name": name, "status": state.value} for name, state in found.files.items()],
            "permission": found.permission,
            "plugin": found.plugin,
            "claude": found.claude,
            "maestro": found.maestro,
            "usable": found.usable,
        },
        blocks=(
            Table((Column("What"), Column("Status")), (*rows, *facts.items())),
            Paragraph(f"{found.folder}: {verdict}", "good" if found.usable else "warning"),
        ),
    )


def _folder(call: Call, scope: Scope) -> Path:
    """Return Claude Code's folder: of the user, or of the project, else of the working directory."""
    from maestro_cli.assets import claude_code
    from maestro_cli.settings.discovery import find_project

    if scope is Scope.USER:
        return claude_code.user_folder()
    try:
        return claude_code.project_folder(call.project or find_project())
    except MaestroError as error:
        if error.diagnostics[0].code != "E-NO-PROJECT":
            raise
        return claude_code.project_folder(Path.cwd())


def _answer(call: Call, kind: str, changes: Iterable[Change], note: str = "") -> Answer:
    from maestro_cli.model.answer import Answer
    from maestro_cli.model.blocks import Column, Table

    rows = tuple((change.action.value, str(change.path), change.why) for change in changes)
    data = [{"action": action, "path": path, "why": why} for action, path, why in rows]
    return Answer(
        kind=kind,
        data={"changes": data, "dry_run": call.dry_run},
        blocks=(Table(tuple(Column(title) for title in ("Action", "File", "Why")), rows),),
        notes=(note,) if note and not call.dry_run else (),
    )


add(app, install, kind="claude-install")
add(app, uninstall, kind="claude-uninstall")
add(app, status, kind="claude-status")
