"""Progress as a live table on a terminal: agent, step, status, progress, elapsed and tokens."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO, TextIO, cast

from rich.console import Console, ConsoleOptions, RenderResult
from rich.live import Live

from maestro_cli.model.events import Event, Observer
from maestro_cli.ui.cursor import cursor_restored
from maestro_cli.ui.live_table import live_table
from maestro_cli.ui.streams import encodable
from maestro_cli.ui.terminal import Terminal
from maestro_cli.ui.tracking import RunView

_REFRESHES_PER_SECOND = 10


@contextmanager
def live_observer(stream: TextIO, terminal: Terminal) -> Iterator[Observer]:
    """Give an observer that keeps a table on `stream` up to date, also while a step is busy.

    The table stays when the context ends; the cursor is shown again however it ends.
    """
    console = terminal.console(cast("TextIO", _Unbreakable(stream)))
    screen = _Screen(console, unicode=terminal.unicode)
    live = Live(
        screen,
        console=console,
        refresh_per_second=_REFRESHES_PER_SECOND,
        redirect_stdout=False,  # the artefact must never pass through the progress console
    )
    with cursor_restored(stream):
        with live:
            yield screen.take
        console.line()


class _Screen:
    """The table as Rich asks for it, from whichever thread, at whatever size the terminal has then."""

    def __init__(self, console: Console, *, unicode: bool) -> None:
        self._console = console
        self._unicode = unicode
        self._view = RunView(clock=console.get_time)
        self._lock = threading.Lock()

    def take(self, event: Event) -> None:
        with self._lock:
            self._view.take(event)

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        with self._lock:
            height = None if self._view.ended else console.size.height
            table = live_table(self._view, options.max_width, height, unicode=self._unicode)
        yield table


class _Unbreakable:
    """A stream whose writes never raise: progress must not end a run whose reader has gone."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def write(self, text: str) -> int:
        with contextlib.suppress(OSError, ValueError):
            self._stream.write(encodable(self._stream, text))
        return len(text)

    def flush(self) -> None:
        with contextlib.suppress(OSError, ValueError):
            self._stream.flush()

    def __getattr__(self, name: str) -> object:
        return getattr(cast("IO[str]", self._stream), name)
