"""Items as data for programs and as tables for people."""

from __future__ import annotations

from collections.abc import Iterable

from maestro_cli.model.blocks import Block, Column, Heading, Paragraph, Table
from maestro_cli.model.items import Item, content_hash
from maestro_cli.model.plain import plain_fields

_COLUMNS = (
    Column("ID"),
    Column("Kind"),
    Column("Status"),
    Column("Priority"),
    Column("Points", numeric=True),
    Column("Assignee"),
    Column("Title"),
)


def item_data(item: Item) -> dict[str, object]:
    """Return an item with the field names of its sources, where it stands, and its content hash."""
    data = plain_fields(item)
    data["satisfies"] = [str(reference) for reference in item.satisfies]
    place = data.pop("place")
    del data["digests"]
    return {**data, "path": place["path"], "line": place["line"], "hash": content_hash(item)}


def items_table(items: Iterable[Item]) -> Table:
    """Return one row an item, in the order given."""
    return Table(_COLUMNS, tuple(_row(item) for item in items))


def item_blocks(item: Item) -> tuple[Block, ...]:
    """Return everything that is known of one item."""
    rows = tuple(
        (name, _text(value)) for name, value in item_data(item).items() if value not in (None, "", [], ())
    )
    shown = tuple(row for row in rows if row[0] not in {"id", "title", "description"})
    fields = Table((Column("Field"), Column("Value")), shown)
    blocks: list[Block] = [Heading(f"{item.id}  {item.title}", 1), fields]
    if item.description.strip():
        blocks.append(Paragraph(item.description.strip()))
    return tuple(blocks)


def _row(item: Item) -> tuple[str, ...]:
    points = "" if item.points is None else f"{item.points:g}"
    return (
        item.id,
        item.kind.value.replace("_", " "),
        item.status.value.replace("_", " "),
        item.priority.value,
        points,
        item.assignee or "",
        item.title,
    )


def _text(value: object) -> str:
    if isinstance(value, list):
        return "; ".join(_text(each) for each in value)
    if isinstance(value, dict):
        return ", ".join(f"{key}: {_text(each)}" for key, each in value.items() if each is not None)
    return str(value)
