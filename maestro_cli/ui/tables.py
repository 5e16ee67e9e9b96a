"""Tables on a terminal: ids and figures whole, long text wrapped, records where it gets too narrow."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from maestro_cli.model.blocks import Table
from maestro_cli.ui.wrapping import pad, width_of, wrap

GAP = 2
"""Spaces between columns."""

_SHORT = 14
_ONE_WORD = 30
_NARROWEST = 16


def table_lines(table: Table, width: int, rule: str) -> Iterator[tuple[str, bool]]:
    """Yield the lines of a table with safe one-line cells, each with whether it is a heading.

    Columns of numbers, short words and ids keep their width. Where the rest would fall below a
    readable width, each row becomes a record of `title: cell` lines.
    """
    widths = _widths(table, width)
    if widths is None:
        yield from _records(table, width)
        return
    titles = [column.title for column in table.columns]
    for line in _row(table, titles, widths):
        yield line, True
    yield (" " * GAP).join(rule * w for w in widths), False
    for row in table.rows:
        for line in _row(table, row, widths):
            yield line, False


def _widths(table: Table, width: int) -> list[int] | None:
    """Return the width of every column, or None where the table does not fit.

    Flexible columns share what the rigid ones leave; the narrower ones take only what they need.
    """
    columns = [
        [column.title, *(row[index] for row in table.rows)] for index, column in enumerate(table.columns)
    ]
    widths = [max(map(width_of, cells)) for cells in columns]
    flexible = [index for index, cells in enumerate(columns) if not all(map(_rigid, cells))]
    free = width - GAP * (len(widths) - 1) - sum(w for i, w in enumerate(widths) if i not in flexible)
    for position, index in enumerate(sorted(flexible, key=lambda index: widths[index])):
        wanted = widths[index]
        widths[index] = min(wanted, free // (len(flexible) - position))
        free -= widths[index]
        if widths[index] < min(wanted, _NARROWEST):
            return None
    return widths if free >= 0 else None


def _rigid(cell: str) -> bool:
    return width_of(cell) <= (_SHORT if " " in cell else _ONE_WORD)


def _row(table: Table, cells: Sequence[str], widths: Sequence[int]) -> Iterator[str]:
    wrapped = [wrap(cell, width) for cell, width in zip(cells, widths, strict=True)]
    for number in range(max(map(len, wrapped), default=0)):
        parts = [
            pad(lines[number] if number < len(lines) else "", width, right=column.numeric)
            for lines, width, column in zip(wrapped, widths, table.columns, strict=True)
        ]
        yield (" " * GAP).join(parts).rstrip()


def _records(table: Table, width: int) -> Iterator[tuple[str, bool]]:
    for number, row in enumerate(table.rows):
        if number:
            yield "", False
        for index, (column, cell) in enumerate(zip(table.columns, row, strict=True)):
            if cell:
                text = f"{column.title}: {cell}" if column.title else cell
                yield from ((line, index == 0) for line in _hanging(text, width, 2 if index else 0))


def _hanging(text: str, width: int, indent: int) -> Iterator[str]:
    for line in wrap(text, width - indent):
        yield " " * indent + line
