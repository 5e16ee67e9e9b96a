"""Progress of a run on standard error: which renderer shows it is decided here."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from enum import StrEnum
from typing import TextIO

from maestro_cli.model.events import Event, Observer
from maestro_cli.ui.progress_jsonl import JsonLines
from maestro_cli.ui.progress_plain import PlainLines
from maestro_cli.ui.terminal import Terminal, terminal_for


class ProgressMode(StrEnum):
    """How progress is shown (`--progress`)."""

    AUTO = "auto"
    LIVE = "live"
    PLAIN = "plain"
    JSONL = "jsonl"
    NONE = "none"


def progress_observer(
    mode: str = ProgressMode.AUTO,
    *,
    quiet: bool = False,
    stream: TextIO | None = None,
    environ: Mapping[str, str] | None = None,
) -> AbstractContextManager[Observer]:
    """Return a context that gives the observer of a run, and leaves the terminal as it was.

    `auto` is a live table on a terminal outside CI, else plain lines. `live` falls back to plain lines
    where nothing can be redrawn. `quiet` silences all but `jsonl`, which a program asked for. The
    observer may be called from any thread, never raises, and has flushed each line when it returns.
    """
    target = sys.stderr if stream is None else stream
    terminal = terminal_for(target, environ)
    chosen = ProgressMode(mode)
    if chosen is ProgressMode.JSONL:
        return _lines(JsonLines(target))
    if chosen is ProgressMode.NONE or quiet or target is None:
        return _lines(_ignore)
    if _live(chosen, terminal):
        from maestro_cli.ui.progress_live import live_observer

        return live_observer(target, terminal)
    return _lines(PlainLines(target))


def _live(mode: ProgressMode, terminal: Terminal) -> bool:
    if mode is ProgressMode.LIVE:
        return terminal.redraws
    return mode is ProgressMode.AUTO and terminal.interactive


@contextmanager
def _lines(observer: Observer) -> Iterator[Observer]:
    yield observer


def _ignore(event: Event) -> None:
    """Show nothing."""
