"""Blocks as Markdown that GitHub, GitLab, Jira and a plain editor show alike."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import assert_never

from maestro_cli.documents.escape import Markdown, md_text
from maestro_cli.model.bars import bar_scale, draw_bar
from maestro_cli.model.blocks import Bar, Bars, Block, Bullets, Column, Heading, Paragraph, Table
from maestro_cli.model.text import safe_text, text_width

BAR_WIDTH = 20
"""Cells of the longest bar."""

_PADDED = 40
"""Cells are padded in the source up to this width, so that short tables read well as text."""


def blocks_to_markdown(blocks: Iterable[Block]) -> Markdown:
    """Return `blocks` as Markdown with an empty line between them and a newline at the end.

    All text in them is escaped.
    """
    parts = ["\n".join(_lines(block)) for block in blocks]
    return Markdown("\n\n".join(part for part in parts if part) + "\n")


def bar_markdown(part: float, whole: float, scale: float | None = None, width: int = BAR_WIDTH) -> Markdown:
    """Return one bar as a code span; `scale` is what the full width stands for (default: the larger)."""
    bar = Bar("", part, whole)
    drawn = draw_bar(bar, scale or bar_scale([bar]), width)
    return Markdown(f"`{drawn}`" if drawn else "")


def _lines(block: Block) -> Iterator[str]:
    match block:
        case Heading():
            yield f"{'#' * max(1, min(block.level, 6))} {md_text(block.text)}"
        case Paragraph():
            yield from _paragraph(block)
        case Bullets():
            yield from (f"- {md_text(entry)}" for entry in block.entries)
        case Table():
            yield from _table(block)
        case Bars():
            yield from _bars(block)
        case _:
            assert_never(block)


def _paragraph(block: Paragraph) -> Iterator[str]:
    lines = [md_text(line) for line in safe_text(block.text).split("\n")]
    for line, following in zip(lines, [*lines[1:], ""], strict=True):
        yield f"{line}\\" if line and following else line


def _table(block: Table) -> Iterator[str]:
    if block.caption:
        yield from (f"**{md_text(block.caption)}**", "")
    rows = [[md_text(cell) for cell in row] for row in block.rows]
    yield from _rows([md_text(column.title) for column in block.columns], rows, block.columns)


def _bars(block: Bars) -> Iterator[str]:
    scale = bar_scale(block.bars)
    rows = [[md_text(b.label), bar_markdown(b.part, b.whole, scale), md_text(b.text)] for b in block.bars]
    if rows:
        yield from _rows([Markdown("")] * 3, rows, [Column("")] * 3)


def _rows(
    titles: Sequence[Markdown], rows: Sequence[Sequence[Markdown]], columns: Sequence[Column]
) -> Iterator[str]:
    widths = [
        min(_PADDED, max(3, *(text_width(row[index]) for row in (titles, *rows))))
        for index in range(len(titles))
    ]
    yield _row(titles, widths, columns)
    rules = [f"{'-' * (w - 1)}:" if c.numeric else "-" * w for w, c in zip(widths, columns, strict=True)]
    yield f"| {' | '.join(rules)} |"
    yield from (_row(row, widths, columns) for row in rows)


def _row(cells: Sequence[str], widths: Sequence[int], columns: Sequence[Column]) -> str:
    padded = []
    for cell, width, column in zip(cells, widths, columns, strict=True):
        fill = " " * max(0, width - text_width(cell))
        padded.append(fill + cell if column.numeric else cell + fill)
    return f"| {' | '.join(padded)} |"
