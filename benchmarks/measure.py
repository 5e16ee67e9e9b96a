"""Measures whole processes: CPU seconds of a process and all that it started, and its peak memory."""

from __future__ import annotations

import multiprocessing
import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

RUNS = 3


@dataclass(frozen=True, slots=True)
class Cost:
    """The cheapest of several runs: CPU seconds (user and system), and the peak memory of any run in MiB."""

    cpu: float
    peak: float


def python(code: str) -> list[str]:
    """Return the command that runs `code` in a bare interpreter of this environment."""
    return [sys.executable, "-c", code]


def maestro(*arguments: str) -> list[str]:
    """Return the command that runs Maestro of this environment."""
    return [str(Path(sys.executable).parent / "maestro"), *arguments]


def cost(*commands: Sequence[str], cwd: Path, runs: int = RUNS, ok: Sequence[int] = (0,)) -> Cost:
    """Run each command in `cwd`, all of them `runs` times in turn, and return the cheapest run.

    Several commands do the same work with different words, for what must not be answered from a cache.
    Raises RuntimeError when one ends in another code than `ok`.
    """
    found = [_once(command, cwd, ok) for _ in range(runs) for command in commands]
    return Cost(min(each.cpu for each in found), max(each.peak for each in found))


def in_turn(asked: Sequence[tuple[Sequence[str], Path]], rounds: int) -> list[Cost]:
    """Run each command in its folder, all of them `rounds` times, and return the cheapest run of each.

    In turn, so that whatever else the machine does disturbs all of them alike.
    """
    found = [[cost(command, cwd=folder, runs=1) for command, folder in asked] for _ in range(rounds)]
    return [
        Cost(min(each.cpu for each in runs), max(each.peak for each in runs))
        for runs in zip(*found, strict=True)
    ]


def output(command: Sequence[str], cwd: Path) -> str:
    """Run `command` in `cwd` and return what it printed; what it says of errors goes to our stderr."""
    return subprocess.run(command, cwd=cwd, check=True, stdout=subprocess.PIPE, text=True).stdout


def apart(function: Callable[..., object], *arguments: object) -> None:
    """Call `function` in a process of its own.

    Linux counts what the parent held at the time of a fork into the peak memory of the child: whatever
    is large must not be held here.
    """
    process = multiprocessing.get_context("fork").Process(target=function, args=arguments)
    process.start()
    process.join()
    if process.exitcode:
        raise RuntimeError(f"{function.__name__}{arguments}: exit {process.exitcode}")


def _once(command: Sequence[str], cwd: Path, ok: Sequence[int]) -> Cost:
    environment = {**os.environ, "CI": "true"}
    with subprocess.Popen(
        command, cwd=cwd, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    ) as process:
        assert process.stderr is not None
        errors = process.stderr.read()
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in ok:
        raise RuntimeError(f"{' '.join(command)[:200]}: exit {process.returncode}\n{errors.decode()[-2000:]}")
    return Cost(used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)
