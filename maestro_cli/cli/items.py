"""`maestro items`: look at work items and change them where they are kept."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from maestro_cli.cli import items_write
from maestro_cli.cli.call import Call
from maestro_cli.cli.command import add
from maestro_cli.cli.lookup import find_item
from maestro_cli.errors import UsageError

if TYPE_CHECKING:
    from maestro_cli.model.answer import Answer

app = typer.Typer(name="items", no_args_is_help=True, help="Look at work items and change them.")

Id = Annotated[str, typer.Argument(metavar="ID", help="Id of the item.", show_default=False)]


def list_items(
    call: Call,
    kind: Annotated[str | None, typer.Option(help="Only this kind.")] = None,
    status: Annotated[str | None, typer.Option(help="Only this status.")] = None,
    assignee: Annotated[str | None, typer.Option(help="Only items of this person.")] = None,
    sprint: Annotated[str | None, typer.Option(help="Only items of this sprint.")] = None,
    label: Annotated[str | None, typer.Option(help="Only items with this label.")] = None,
    limit: Annotated[int, typer.Option(min=1, max=100_000, help="Items a page.")] = 100,
    cursor: Annotated[str | None, typer.Option(help="Where the next page starts.")] = None,
) -> Answer:
    """List items in order of their sources, a page at a time."""
    from maestro_cli.documents.items import item_data, items_table
    from maestro_cli.model.answer import Answer
    from maestro_cli.model.blocks import Paragraph
    from maestro_cli.wiring import open_workspace

    workspace = open_workspace(call)
    wanted = {"kind": kind, "status": status, "assignee": assignee, "sprint": sprint}
    found = [
        item
        for item in workspace.backlog()
        if all(value is None or getattr(item, name) == value for name, value in wanted.items())
        and (label is None or label in item.labels)
    ]
    start = _start_of(cursor, len(found))
    page = found[start : start + limit]
    following = start + limit if start + limit < len(found) else None
    shown = f"{len(page)} of {len(found)} items" + (f"; --cursor {following} for more" if following else "")
    return Answer(
        kind="items",
        data={
            "items": [item_data(item) for item in page],
            "total": len(found),
            "next_cursor": str(following) if following else None,
        },
        blocks=(items_table(page), Paragraph(shown)),
        diagnostics=workspace.diagnostics,
    )


def show(call: Call, item_id: Id) -> Answer:
    """Show everything that is known of one item."""
    from maestro_cli.documents.items import item_blocks, item_data
    from maestro_cli.model.answer import Answer
    from maestro_cli.wiring import open_workspace

    item = find_item(open_workspace(call).backlog(), item_id)
    return Answer(
        kind="items",
        data={"items": [item_data(item)], "total": 1, "next_cursor": None},
        blocks=item_blocks(item),
    )


def _start_of(cursor: str | None, total: int) -> int:
    if cursor is None:
        return 0
    if not cursor.isascii() or not cursor.isdigit() or int(cursor) > total:
        raise UsageError(
            f"{cursor!r} is not a cursor of this list", fix="Use the next_cursor of the page before."
        )
    return int(cursor)


add(app, list_items, name="list")
add(app, show)
add(app, items_write.add_item, name="add")
add(app, items_write.set_item, name="set")
add(app, items_write.import_items, name="import")
add(
    app, items_write.export_items, name="export", formats=("csv", "yaml", "json", "needs", "lobster", "reqif")
)
