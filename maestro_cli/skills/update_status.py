"""`update_task_status`: gives one item another status, in its file, where only that field changes."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from maestro_cli.errors import UsageError
from maestro_cli.model.actions import Action
from maestro_cli.model.backlog import Backlog
from maestro_cli.model.decisions import Authority
from maestro_cli.model.items import Item, Status
from maestro_cli.model.redact import redact

if TYPE_CHECKING:
    from maestro_cli.settings.schema import Settings

NAME = "update_task_status"


def propose_status(
    root: Path, settings: Settings, item: Item, status: Status, *, agent: str, rationale: str
) -> Action:
    """Return the action that gives `item` the status, with the lines of its file that would change.

    Nothing is written. Raises UsageError where the file cannot be changed without touching more.
    """
    from maestro_cli.sources.writeback import set_fields

    edit = set_fields(root, settings, item, {"status": status.value})
    before, after = (data.decode("utf-8", "replace").splitlines() for data in (edit.before, edit.after))
    lines = difflib.unified_diff(before, after, edit.path, edit.path, lineterm="", n=0)
    return Action(
        agent=agent,
        skill=NAME,
        arguments={"id": item.id, "status": status.value},
        authority=Authority.EXECUTE,
        summary=f"{item.id}: {item.status.value} → {status.value}",
        rationale=rationale,
        evidence=(f"item:{item.id}",),
        preview=redact("\n".join(lines)),
    )


def former_status(backlog: Backlog, arguments: Mapping[str, object]) -> dict[str, object]:
    """Return what the action would replace."""
    return {"status": _item(backlog, arguments).status.value}


def set_status(root: Path, settings: Settings, backlog: Backlog, arguments: Mapping[str, object]) -> None:
    """Write the status; an item that has it already stays as it is. Raises UsageError."""
    from maestro_cli.sources.writeback import change_item

    item, wanted = _item(backlog, arguments), Status(str(arguments["status"]))
    if item.status is not wanted:
        change_item(root, settings, item, {"status": wanted.value})


def restore_status(
    root: Path,
    settings: Settings,
    backlog: Backlog,
    arguments: Mapping[str, object],
    former: Mapping[str, object],
) -> None:
    """Take the change back. Raises UsageError when somebody has changed the status since."""
    item = _item(backlog, arguments)
    if item.status.value == former["status"]:
        return
    if item.status.value != arguments["status"]:
        raise UsageError(
            f"{item.id} is {item.status.value} now, not {arguments['status']}: somebody changed it since",
            path=item.place.path,
            line=item.place.line,
            fix=f"Set it by hand: maestro items set {item.id} status={former['status']}",
        )
    set_status(root, settings, backlog, {"id": item.id, "status": former["status"]})


def _item(backlog: Backlog, arguments: Mapping[str, object]) -> Item:
    item = backlog.get(str(arguments["id"]))
    if item is None:
        raise UsageError(f"{arguments['id']} is not in the backlog any more", fix="Ask anew.")
    return item
