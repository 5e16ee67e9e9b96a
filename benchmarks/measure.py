"""Measures whole processes: CPU seconds of a process and all that it started."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

RUNS = 3


@dataclass(frozen=True, slots=True)
class Cost:
    """The cheapest of several runs: CPU seconds (user and system), and the peak memory of any run."""

    cpu: float
    peak_mib: float


def python(code: str) -> list[str]:
    """Return the command that runs `code` in a bare interpreter of this environment."""
    return [sys.executable, "-c", code]


def maestro(*arguments: str) -> list[str]:
    """Return the command that runs Maestro of this environment."""
    return [str(Path(sys.executable).parent / "maestro"), *arguments]


def cost(command: Sequence[str], cwd: Path, *, runs: int = RUNS, ok: Sequence[int] = (0,)) -> Cost:
    """Run `command` in `cwd` several times. Raises RuntimeError when it ends in another code than `ok`."""
    found = [_once(command, cwd, ok) for _ in range(runs)]
    return Cost(min(each.cpu for each in found), max(each.peak_mib for each in found))


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
