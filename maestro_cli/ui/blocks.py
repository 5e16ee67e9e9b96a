"""Blocks as text: headings, paragraphs, lists, tables and bars for a terminal, a pipe or a file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import assert_never

from maestro_cli.model.bars import bar_scale, draw_bar
from maestro_cli.model.blocks import Bar, Bars, Block, Bullets, Column, Heading, Paragraph, Table
from maestro_cli.model.text import one_line, safe_text
from maestro_cli.ui.styles import Style, paint
from maestro_cli.ui.tables import table_lines
from maestro_cli.ui.terminal import FILE, Terminal
from maestro_cli.ui.wrapping import ascii_typography, pad, width_of, wrap

_TONES = {"good": Style.GREEN, "warning": Style.YELLOW, "bad": Style.RED}
_WIDEST_BAR = 30
_NARROWEST_BAR = 8


def render_blocks(blocks: Iterable[Block], terminal: Terminal = FILE) -> str:
    """Return `blocks` as text for `terminal` (default: for a file), one empty line between them.

    All text passes `safe_text`; no markup is read in it. Nothing is cut off: what does not fit is wrapped.
    """
    page = _Page(terminal)
    parts: list[str] = []
    after_heading = False
    for block in blocks:
        if parts and not after_heading:
            parts.append("")
        parts.extend(page.lines(block))
        after_heading = isinstance(block, Heading)
    return "".join(f"{line}\n" for line in parts)


@dataclass(frozen=True, slots=True)
class _Page:
    """Renders one block after the other for one terminal."""

    terminal: Terminal

    def lines(self, block: Block) -> Iterator[str]:
        match block:
            case Heading():
                return self._heading(block)
            case Paragraph():
                return self._paragraph(block)
            case Bullets():
                return self._bullets(block)
            case Table():
                return self._table(block)
            case Bars():
                return self._bars(block)
            case _:
                assert_never(block)

    def _safe(self, text: str) -> str:
        text = safe_text(text)
        return text if self.terminal.unicode else ascii_typography(text)

    def _line(self, text: str) -> str:
        return one_line(self._safe(text))

    def _paint(self, line: str, *styles: Style) -> str:
        return paint(line, *styles) if self.terminal.color and line.strip() else line

    def _rule(self, level: int) -> str:
        heavy, light = ("═", "─") if self.terminal.unicode else ("=", "-")
        return heavy if level == 1 else light

    def _heading(self, block: Heading) -> Iterator[str]:
        lines = wrap(self._line(block.text), self.terminal.width)
        yield from (self._paint(line, Style.BOLD) for line in lines)
        if block.level < 3:
            yield self._paint(self._rule(block.level) * max(map(width_of, lines)), Style.DIM)

    def _paragraph(self, block: Paragraph) -> Iterator[str]:
        tone = _TONES.get(block.tone)
        for line in self._safe(block.text).split("\n"):
            for part in wrap(line.expandtabs(4).rstrip(), self.terminal.width):
                yield self._paint(part, tone) if tone else part

    def _bullets(self, block: Bullets) -> Iterator[str]:
        mark = "• " if self.terminal.unicode else "* "
        for entry in block.entries:
            first, *rest = wrap(self._line(entry), self.terminal.width - 2)
            yield mark + first
            yield from (f"  {line}" for line in rest)

    def _table(self, block: Table) -> Iterator[str]:
        if block.caption:
            yield from wrap(self._line(block.caption), self.terminal.width)
        safe = Table(
            tuple(Column(self._line(column.title), column.numeric) for column in block.columns),
            tuple(tuple(self._line(cell) for cell in row) for row in block.rows),
        )
        for line, is_heading in table_lines(safe, self.terminal.width, self._rule(2)):
            yield self._paint(line, Style.BOLD) if is_heading else line

    def _bars(self, block: Bars) -> Iterator[str]:
        if not block.bars:
            return
        scale = bar_scale(block.bars)
        labels = [self._line(bar.label) for bar in block.bars]
        texts = [self._line(bar.text) for bar in block.bars]
        beside = max(map(width_of, labels))
        room = self.terminal.width - beside - max(map(width_of, texts)) - 4
        for bar, label, text in zip(block.bars, labels, texts, strict=True):
            if room >= _NARROWEST_BAR:
                size = min(_WIDEST_BAR, room)
                yield f"{pad(label, beside)}  {self._bar(bar, scale, size)}  {text}".rstrip()
            else:
                yield from wrap(label, self.terminal.width)
                yield f"  {self._bar(bar, scale, _NARROWEST_BAR)}".rstrip()
                yield from (f"  {line}" for line in wrap(text, self.terminal.width - 2) if line)

    def _bar(self, bar: Bar, scale: float, size: int) -> str:
        full, rest = ("█", "░") if self.terminal.unicode else ("#", ".")
        return pad(draw_bar(bar, scale, size, full=full, rest=rest), size)
