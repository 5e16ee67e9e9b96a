"""Signals while the live table is up: the cursor is shown again and the signal does what it does."""

from __future__ import annotations

import os
import pty
import signal
import subprocess
import sys
import time

import pytest

BUSY = """
import sys, time
from maestro_cli.model.events import Event, EventName, StepLine
from maestro_cli.ui.progress import progress_observer

with progress_observer("live") as observer:
    observer(Event("", "plan-1", EventName.TODO_UPDATED, steps=(StepLine("solve", "planner", "Solve"),)))
    observer(Event("", "plan-1", EventName.STEP_STARTED, "solve", "planner"))
    if sys.argv[1:] == ["raise"]:
        raise RuntimeError("boom")
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        time.sleep(0.01)
"""
HIDDEN, SHOWN = b"\x1b[?25l", b"\x1b[?25h"


class Screen:
    """A process on a terminal of its own."""

    def __init__(self, *arguments: str) -> None:
        self.leader, follower = pty.openpty()
        environ = {key: value for key, value in os.environ.items() if key not in ("CI", "NO_COLOR")}
        self.process = subprocess.Popen(
            [sys.executable, "-c", BUSY, *arguments],
            stdin=follower,
            stdout=follower,
            stderr=follower,
            env=environ | {"TERM": "xterm-256color", "COLUMNS": "80", "LINES": "24", "PYTHONUTF8": "1"},
            process_group=0,
        )
        os.close(follower)
        self.seen = b""

    def until(self, text: bytes, seconds: float = 10) -> None:
        deadline = time.monotonic() + seconds
        while text not in self.seen and time.monotonic() < deadline:
            self.read()
        assert text in self.seen, self.seen

    def read(self) -> bytes:
        try:
            data = os.read(self.leader, 65536)
        except OSError:
            data = b""
        self.seen += data
        return data

    def end(self) -> int:
        while self.read():
            pass
        os.close(self.leader)
        return self.process.wait(10)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_the_cursor_comes_back_and_the_process_ends_by_the_signal(number: signal.Signals) -> None:
    screen = Screen()
    screen.until(b"running")
    assert HIDDEN in screen.seen
    screen.process.send_signal(number)
    assert screen.end() == -number
    assert screen.seen.rfind(SHOWN) > screen.seen.rfind(HIDDEN)


def test_two_interrupts_in_a_row_leave_the_cursor_shown() -> None:
    screen = Screen()
    screen.until(b"running")
    screen.process.send_signal(signal.SIGINT)
    screen.process.send_signal(signal.SIGINT)
    assert screen.end() == -signal.SIGINT
    assert screen.seen.rfind(SHOWN) > screen.seen.rfind(HIDDEN)


def test_the_cursor_comes_back_when_the_run_raises() -> None:
    screen = Screen("raise")
    assert screen.end() == 1
    assert b"RuntimeError: boom" in screen.seen
    assert screen.seen.rfind(SHOWN) > screen.seen.rfind(HIDDEN)


def test_a_stopped_process_shows_the_cursor_and_goes_on_afterwards() -> None:
    screen = Screen()
    screen.until(b"running")
    screen.process.send_signal(signal.SIGTSTP)
    screen.until(SHOWN)
    assert os.waitpid(screen.process.pid, os.WUNTRACED)[1] & 0xFF == 0x7F
    before = len(screen.seen)
    screen.process.send_signal(signal.SIGCONT)
    screen.seen = screen.seen[:before]
    screen.until("⠋".encode())
    screen.process.send_signal(signal.SIGTERM)
    assert screen.end() == -signal.SIGTERM
    assert screen.seen.rfind(SHOWN) > screen.seen.rfind(HIDDEN)


def test_the_table_refreshes_while_a_step_is_busy() -> None:
    screen = Screen()
    for frame in "⠋⠙⠹⠸":
        screen.until(frame.encode())
    screen.process.send_signal(signal.SIGTERM)
    screen.end()
