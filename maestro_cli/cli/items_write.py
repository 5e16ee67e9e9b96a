"""`maestro items add, set, import, export`: items changed and carried where they are kept."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from maestro_cli.cli.call import Call
from maestro_cli.errors import InputError, Severity, UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from maestro_cli.errors import Diagnostic
    from maestro_cli.model.answer import Answer
    from maestro_cli.model.items import Item
    from maestro_cli.sources.importing import Incoming
    from maestro_cli.sources.writeback import FileEdit
    from maestro_cli.wiring import Workspace

Id = Annotated[str, typer.Argument(metavar="ID", help="Id of the item.", show_default=False)]
Fields = Annotated[
    list[str] | None,
    typer.Argument(metavar="FIELD=VALUE", help="Such as status=done; FIELD= removes it.", show_default=False),
]


def add_item(
    call: Call,
    item_id: Id,
    title: Annotated[str, typer.Argument(help="Title of the item.", show_default=False)],
    fields: Fields = None,
) -> Answer:
    """Add an item as a Markdown file of its own."""
    from maestro_cli.sources import writeback
    from maestro_cli.wiring import open_workspace

    workspace = open_workspace(call)
    given = {"id": item_id, "title": title, **_read(fields)}
    edit = writeback.add_item(workspace.root, workspace.settings, given)
    return _write(call, workspace, [edit], f"{item_id} in {edit.path}")


def set_item(call: Call, item_id: Id, fields: Fields = None) -> Answer:
    """Set fields of one item in its file; every other byte stays."""
    from maestro_cli.cli.lookup import find_item
    from maestro_cli.model.redact import is_redacted
    from maestro_cli.sources import writeback
    from maestro_cli.wiring import open_workspace

    workspace = open_workspace(call)
    item = find_item(workspace.backlog(), item_id)
    changes = _read(fields)
    if not changes:
        raise UsageError("nothing to set", fix="Name at least one field, such as status=done.")
    _check_new_id(workspace, item, changes)
    change = writeback.set_fields if call.dry_run else writeback.change_item
    edit = change(workspace.root, workspace.settings, item, changes)
    undo = shlex.join(f"{name}={_former(item, name)}" for name in changes)
    back = f"; back with: maestro items set {changes.get('id', item.id)} {undo}"
    return _written(call, [edit], f"{item.id} in {edit.path}{'' if is_redacted(undo) else back}")


def import_items(
    call: Call,
    file: Annotated[
        Path,
        typer.Argument(help="Markdown, YAML or CSV; a file or folder of another tool.", show_default=False),
    ],
    tool: Annotated[
        str | None,
        typer.Option(
            "--from",
            metavar="TOOL",
            help="Whose it is: doorstop, strictdoc, needs, openfasttrace, lobster, reqif; else by its name.",
            show_default=False,
        ),
    ] = None,
) -> Answer:
    """Bring in items of a file: new ones are added, known ones updated, no status is taken back."""
    from maestro_cli.sources.importing import plan_import
    from maestro_cli.wiring import open_workspace

    workspace = open_workspace(call)
    incoming, problems = _incoming(file, tool)
    if not incoming and any(problem.severity is Severity.ERROR for problem in problems):
        raise InputError(f"no item of {file} could be read", diagnostics=problems)
    plan = plan_import(workspace.root, workspace.settings, workspace.backlog(), incoming)
    found = (*problems, *plan.diagnostics)
    same = len(incoming) - len(plan.added) - len(plan.updated)
    text = f"{len(plan.added)} added, {len(plan.updated)} changed, {same} unchanged or left out"
    return _write(call, workspace, plan.edits, text, found)


def export_items(
    call: Call,
    kind: Annotated[
        list[str] | None, typer.Option(help="Only items of this kind; may be given more than once.")
    ] = None,
) -> Answer:
    """Write all items as one file that reads back: ours, or one of sphinx-needs, LOBSTER or ReqIF.

    A LOBSTER file holds requirements, or work where --kind leaves no requirement.
    """
    from maestro_cli.documents.items import item_data
    from maestro_cli.model.answer import Answer
    from maestro_cli.sources.exporting import export_foreign
    from maestro_cli.sources.exporting import export_items as export
    from maestro_cli.wiring import open_workspace

    _check_kinds(kind or ())
    workspace = open_workspace(call)
    items = tuple(item for item in workspace.backlog() if not kind or item.kind in kind)
    rendered: dict[str, str] = {}
    match call.format:
        case "csv" | "yaml" as form:
            rendered[form] = export(items, form)
        case "needs" | "lobster" | "reqif" as form:
            rendered[form] = export_foreign(items, form, workspace.as_of)
    data = {"items": [item_data(item) for item in items], "total": len(items), "next_cursor": None}
    return Answer(kind="items", data=data, rendered=rendered)


def _incoming(file: Path, tool: str | None) -> tuple[list[Incoming], tuple[Diagnostic, ...]]:
    """Read a file of ours, or files of another tool."""
    from maestro_cli.sources.importing import read_foreign, read_incoming, tool_of

    tool = tool or tool_of(file)
    if tool is not None:
        return read_foreign(file, tool)
    try:
        data = file.read_bytes()
    except OSError as error:
        fix = "Say whose the folder is: --from doorstop." if isinstance(error, IsADirectoryError) else None
        raise InputError(f"{file} cannot be read: {error.strerror}", path=str(file), fix=fix) from error
    return read_incoming(data, file.name)


def _check_kinds(kinds: Sequence[str]) -> None:
    from maestro_cli.model.items import Kind

    for name in kinds:
        if name not in set(Kind):
            raise UsageError(f"{name!r} is not a kind of item", fix=f"Kinds are {', '.join(Kind)}.")


def _read(fields: list[str] | None) -> dict[str, object | None]:
    found: dict[str, object | None] = {}
    for field in fields or ():
        name, equals, value = field.partition("=")
        if not equals or not name:
            raise UsageError(f"{field!r} is not FIELD=VALUE", fix="Write it as status=done.")
        found[name] = value or None
    return found


def _check_new_id(workspace: Workspace, item: Item, changes: Mapping[str, object | None]) -> None:
    """Raise UsageError where `changes` would give the item the id of another one."""
    other = workspace.backlog().get(str(changes.get("id") or item.id).strip())
    if other is not None and other.id != item.id:
        raise UsageError(
            f"{other.id} stands already at {other.place.path}:{other.place.line}",
            code="P-DUPLICATE-ID",
            path=other.place.path,
            line=other.place.line,
            fix="Choose another id.",
        )


def _former(item: Item, name: str) -> str:
    """Write what a field holds as FIELD=VALUE takes it."""
    from maestro_cli.sources.cells import cell_text
    from maestro_cli.sources.values import raw_value

    return cell_text(raw_value(getattr(item, name)))


def _write(
    call: Call, workspace: Workspace, edits: Sequence[FileEdit], text: str, found: Sequence[Diagnostic] = ()
) -> Answer:
    from maestro_cli.sources.writeback import apply_edit

    if not call.dry_run:
        for edit in edits:
            apply_edit(workspace.root, edit)
    return _written(call, edits, text, found)


def _written(call: Call, edits: Sequence[FileEdit], text: str, found: Sequence[Diagnostic] = ()) -> Answer:
    from maestro_cli.model.answer import Answer
    from maestro_cli.model.blocks import Paragraph

    verb = "Would write" if call.dry_run else "Wrote"
    paths = sorted({edit.path for edit in edits})
    return Answer(
        kind="items",
        data={"changed": paths, "dry_run": call.dry_run},
        blocks=(Paragraph(f"{verb} {text}"),),
        diagnostics=tuple(found),
    )
