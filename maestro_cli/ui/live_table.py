"""The live table for one moment: which columns and rows fit, and what stands in them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import NamedTuple

from rich.box import ASCII_DOUBLE_HEAD, SIMPLE_HEAD
from rich.console import Group, OverflowMethod, RenderableType
from rich.table import Table
from rich.text import Text

from maestro_cli.model.events import StepStatus
from maestro_cli.ui.tracking import FINISHED, RunView, StepRow, duration
from maestro_cli.ui.wrapping import ascii_typography, width_of

_BAR = 8
_FRAME = 7
"""Lines around the rows: heading and rules, two counts of hidden rows, and two lines below."""

_SPINNER = ("⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏", "|/-\\")
_MARKS = {
    StepStatus.PENDING: ("·", ".", "dim", "pending"),
    StepStatus.IN_PROGRESS: ("", "", "bold cyan", "running"),
    StepStatus.COMPLETED: ("✓", "+", "green", "done"),
    StepStatus.FAILED: ("✗", "x", "bold red", "failed"),
    StepStatus.SKIPPED: ("↷", "-", "dim", "skipped"),
    StepStatus.WAITING: ("‖", "=", "yellow", "waiting"),
}


_NOTE = "Note"


class _Column(NamedTuple):
    """A column beside the step, shown from a terminal width on."""

    title: str
    width: int
    from_width: int = 0
    flush_right: bool = False


_COLUMNS = (
    _Column("Agent", 14, from_width=70),
    _Column("Status", 9),
    _Column("Progress", _BAR + 5, from_width=50),
    _Column("Elapsed", 7, from_width=34, flush_right=True),
    _Column("Tokens", 7, from_width=56, flush_right=True),
    _Column(_NOTE, 30, from_width=110),
)
_FRACTION = re.compile(r"(\d{1,9})\s?/\s?(\d{1,9})")


def live_table(view: RunView, width: int, height: int | None, *, unicode: bool = True) -> RenderableType:
    """Return what `width` columns and `height` lines (None: all it takes) can show of the run.

    Narrow terminals lose the agent first, then tokens, progress and elapsed; low ones show the rows
    around the running steps and count the rest.
    """
    drawing = _Drawing(view, width, unicode)
    rows = list(view.rows.values())
    first, last = _window(rows, max(1, height - _FRAME) if height else len(rows))
    parts: list[RenderableType] = []
    if first:
        parts.append(drawing.line(f"… {first} before", "dim"))
    if rows:
        parts.append(drawing.table(rows[first:last]))
    if last < len(rows):
        parts.append(drawing.line(f"… {len(rows) - last} to come", "dim"))
    parts.append(drawing.summary())
    if view.note:
        parts.append(drawing.line(view.note, "yellow"))
    return Group(*parts)


def _window(rows: list[StepRow], room: int) -> tuple[int, int]:
    """Return the slice of `room` rows around the first step that is not finished."""
    if len(rows) <= room:
        return 0, len(rows)
    active = next((n for n, row in enumerate(rows) if row.status not in FINISHED), len(rows))
    first = max(0, min(active - room // 3, len(rows) - room))
    return first, first + room


@dataclass(frozen=True, slots=True)
class _Drawing:
    view: RunView
    width: int
    unicode: bool

    def line(self, text: str, style: str) -> Text:
        return Text(
            self._typed(text), style=style, no_wrap=True, overflow="ellipsis" if self.unicode else "crop"
        )

    def table(self, rows: list[StepRow]) -> Table:
        table = Table(
            box=SIMPLE_HEAD if self.unicode else ASCII_DOUBLE_HEAD,
            padding=(0, 0, 0, 1) if self.unicode else (0, 1),
            show_edge=False,
            pad_edge=False,
            header_style="bold",
        )
        columns = self._columns()
        gap = 2 if self.unicode else 3
        room = self.width - sum(self._width(column) + gap for column in columns)
        table.add_column("Step", no_wrap=True, overflow=self._overflow(), max_width=max(8, min(40, room)))
        for column in columns:
            table.add_column(
                column.title,
                no_wrap=True,
                overflow=self._overflow(),
                justify="right" if column.flush_right else "left",
                width=None if column.title == _NOTE else self._width(column),
                max_width=column.width,
            )
        for row in rows:
            table.add_row(*self._cells(row, columns))
        return table

    def summary(self) -> Text:
        view = self.view
        seconds = view.elapsed
        if seconds is None and view.since is not None and view.clock is not None:
            seconds = view.clock() - view.since
        spent = f"{view.tokens:,} tokens" + (f", ${view.usd:.4f}" if view.usd else "")
        bar = self._bar(view.progress, max(4, min(24, self.width // 4)))
        told = f"{bar} {view.progress:4.0%}  {view.counts} steps, {duration(seconds)}, {spent}"
        return self.line(told, "bold")

    def _width(self, column: _Column) -> int:
        """Return what a column takes; agents and tokens need no more than their longest."""
        rows = self.view.rows.values()
        match column.title:
            case "Agent":
                return min(column.width, max((width_of(row.agent) for row in rows), default=0))
            case "Tokens":
                return max(6, *(len(f"{row.tokens:,}") for row in rows))
            case _:
                return column.width

    def _columns(self) -> list[_Column]:
        return [column for column in _COLUMNS if self.width >= column.from_width]

    def _cells(self, row: StepRow, columns: list[_Column]) -> list[Text]:
        mark, ascii_mark, style, word = _MARKS[row.status]
        values = {
            "Agent": row.agent,
            "Status": f"{(mark if self.unicode else ascii_mark) or self._spinner()} {word}",
            "Progress": self._progress(row),
            "Elapsed": duration(self.view.running_for(row)),
            "Tokens": f"{row.tokens:,}",
            _NOTE: row.message,
        }
        cells = [Text(self._typed(row.title or row.step_id), style="dim" if word == "pending" else "")]
        for title in (column.title for column in columns):
            colored = style if title in ("Status", "Progress") else "dim" if word == "pending" else ""
            cells.append(Text(self._typed(values[title]), style=colored))
        return cells

    def _progress(self, row: StepRow) -> str:
        if row.status in (StepStatus.COMPLETED, StepStatus.SKIPPED):
            return f"{self._bar(1.0, _BAR)} 100%"
        if row.status is not StepStatus.IN_PROGRESS:
            return self._bar(0.0, _BAR)
        found = _FRACTION.search(row.message)
        if found and 0 < int(found[2]) >= int(found[1]):
            share = int(found[1]) / int(found[2])
            return f"{self._bar(share, _BAR)} {share:4.0%}"
        return self._pulse()

    def _bar(self, share: float, size: int) -> str:
        full, rest = ("█", "░") if self.unicode else ("#", ".")
        filled = int(share * size + 1e-9)
        return full * filled + rest * (size - filled)

    def _pulse(self) -> str:
        full, rest = ("█", "░") if self.unicode else ("#", ".")
        at = int(self._time() * 8) % (2 * _BAR - 2)
        at = min(at, 2 * _BAR - 2 - at)
        return rest * at + full + rest * (_BAR - 1 - at)

    def _spinner(self) -> str:
        frames = _SPINNER[0 if self.unicode else 1]
        return frames[int(self._time() * 10) % len(frames)]

    def _time(self) -> float:
        return self.view.clock() if self.view.clock else 0.0

    def _overflow(self) -> OverflowMethod:
        return "ellipsis" if self.unicode else "crop"

    def _typed(self, text: str) -> str:
        return text if self.unicode else ascii_typography(text)
