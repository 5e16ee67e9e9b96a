"""Other processes for the tests of the store."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

PREAMBLE = """
import sys, os, time
from pathlib import Path
from maestro_cli.store.project_store import open_store
root = Path(sys.argv[1])
def say(text):
    sys.stdout.write(text + chr(10)); sys.stdout.flush()
"""


def start(root: Path, code: str, **environment: str) -> subprocess.Popen[str]:
    """Start a Python process that runs `code` with `root`, `say`, `open_store` and `time` at hand."""
    return subprocess.Popen(
        [sys.executable, "-c", PREAMBLE + code, str(root)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, **environment},
    )


def finish(child: subprocess.Popen[str]) -> str:
    """Wait for a child that must end well, and return what it said."""
    out, err = child.communicate(timeout=60)
    assert child.returncode == 0, err
    return out


def heard(child: subprocess.Popen[str]) -> str:
    """Return the next line of a child; its errors when it ended instead."""
    assert child.stdout is not None
    line = child.stdout.readline()
    assert line, child.stderr.read() if child.stderr else "no output"
    return line.strip()


def kill(child: subprocess.Popen[str]) -> None:
    """Kill a child with SIGKILL and close its pipes."""
    child.kill()
    child.communicate(timeout=60)


@contextmanager
def unprivileged() -> Iterator[None]:
    """Run the block as a user whom file modes bind, also where the tests run as root."""
    import filelock  # noqa: F401 - the store loads it late, when its file may be out of reach

    if os.getuid() != 0:
        yield
        return
    os.setresuid(65534, 65534, 0)
    try:
        yield
    finally:
        os.setresuid(0, 0, 0)
