"""The cursor of a terminal, shown again whatever ends the process short of SIGKILL."""

from __future__ import annotations

import contextlib
import os
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import TextIO

_SHOW = b"\x1b[?25h"
_HIDE = b"\x1b[?25l"
_SIGNALS = ("SIGTERM", "SIGHUP", "SIGTSTP")


@contextmanager
def cursor_restored(stream: TextIO) -> Iterator[None]:
    """Show the cursor on `stream` when the context ends, and before a signal ends or stops the process.

    The signal then does what it did before. SIGINT needs nothing here: it arrives as an exception.
    Outside the main thread only the end of the context counts, since signals cannot be caught there.
    """
    handlers = _install(stream)
    try:
        yield
    finally:
        _send(stream, _SHOW)
        for number, previous in handlers.items():
            signal.signal(number, previous)


def _install(stream: TextIO) -> dict[int, signal.Handlers]:
    """Install the handlers and return what was there before."""
    if threading.current_thread() is not threading.main_thread():
        return {}
    before: dict[int, signal.Handlers] = {}

    def restore(number: int, frame: FrameType | None) -> None:
        _send(stream, _SHOW)
        previous = before[number]
        if callable(previous):
            previous(number, frame)
            return
        signal.signal(number, signal.SIG_DFL)
        os.kill(os.getpid(), number)
        signal.signal(number, restore)  # reached when a stopped process goes on
        _send(stream, _HIDE)

    for name in _SIGNALS:
        number = getattr(signal, name, None)
        if number is not None and signal.getsignal(number) not in (signal.SIG_IGN, None):
            before[number] = signal.getsignal(number)  # type: ignore[assignment]
            signal.signal(number, restore)
    return before


def _send(stream: TextIO, control: bytes) -> None:
    """Write past all buffers and locks: a signal handler may have interrupted whoever holds them."""
    with contextlib.suppress(OSError, ValueError):
        os.write(stream.fileno(), control)
