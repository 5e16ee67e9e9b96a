"""Signals while a plan is computed on a terminal (L15): the screen is left well, the run goes on later."""

from __future__ import annotations

import os
import pty
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.cli.runner import as_of, environment, maestro

BUSY = """
import pathlib, sys, time
import maestro_cli.workflows.plan as plan

def never(*arguments, **keywords):
    pathlib.Path("solving").touch()
    time.sleep(60)

plan.solve_preferring = never
sys.argv = ["maestro", *sys.argv[1:]]
from maestro_cli.cli.app import run
run()
"""
HIDDEN, SHOWN = b"\x1b[?25l", b"\x1b[?25h"


class Screen:
    """A `maestro plan` that hangs in its solver, on a terminal of its own."""

    def __init__(self, cwd: Path, output: Path) -> None:
        self.leader, follower = pty.openpty()
        command = (*as_of("plan"), "--format", "json", "--output", str(output))
        self.process = subprocess.Popen(
            [sys.executable, "-c", BUSY, *command],
            cwd=cwd,
            stdin=follower,
            stdout=follower,
            stderr=follower,
            env=environment({"TERM": "xterm-256color", "COLUMNS": "100", "LINES": "30"}),
            start_new_session=True,
        )
        os.close(follower)
        self.seen = b""

    def until(self, path: Path) -> None:
        """Read on until a file is there; the live table is drawn ten times a second."""
        deadline = time.monotonic() + 30
        while not path.exists():
            assert self.read(), self.seen
            assert time.monotonic() < deadline, self.seen

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
        return self.process.wait(20)


# @req MR-8.1, MR-10.1
@pytest.mark.parametrize(
    ("signals", "codes"),
    [
        ([signal.SIGINT], {130}),
        ([signal.SIGINT, signal.SIGINT], {130, -signal.SIGINT}),
        ([signal.SIGTERM], {143}),
        ([signal.SIGHUP], {129}),
        ([signal.SIGKILL], {-signal.SIGKILL}),
    ],
    ids=lambda value: "-".join(each.name for each in value) if isinstance(value, list) else "",
)
def test_a_plan_that_is_ended_goes_on_later(
    fresh: Path, tmp_path: Path, signals: list[signal.Signals], codes: set[int]
) -> None:
    screen = Screen(fresh, tmp_path / "plan.json")
    screen.until(fresh / "solving")
    for number in signals:
        screen.process.send_signal(number)
        time.sleep(0.01)
    begun = time.monotonic()
    code = screen.end()
    assert code in codes, screen.seen[-1500:]
    assert time.monotonic() - begun < 10
    assert b"Traceback" not in screen.seen
    assert HIDDEN in screen.seen
    if signal.SIGKILL not in signals:
        assert screen.seen.rfind(SHOWN) > screen.seen.rfind(HIDDEN)
    (run,) = maestro("runs", "list", "--format", "json", cwd=fresh).data["runs"]
    assert run["status"] in {"failed", "running"}
    maestro("runs", "resume", run["id"], cwd=fresh)
    resumed = (tmp_path / "plan.json").read_bytes()
    maestro(*as_of("plan"), "--format", "json", "--output", tmp_path / "straight.json", cwd=fresh)
    assert (tmp_path / "straight.json").read_bytes() == resumed
