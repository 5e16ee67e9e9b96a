"""Runs `maestro` as it is typed, each time in a fork of one process that has imported everything.

A fork costs what the command itself costs, about a third of a new process, and keeps what a new
process has: its own streams, exit code, working folder, environment and user.
Warnings are errors in it, as they are in the tests.
"""

from __future__ import annotations

import atexit
import importlib
import json
import os
import pkgutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import IO, Any, cast

import maestro_cli
from tests.projects import AS_OF

REPOSITORY = Path(__file__).parents[2]
KEPT = ("PATH", "LANG", "LC_ALL", "TMPDIR", "SYSTEMROOT")
"""What a command sees of the environment of the tests; the user's home is a folder that is not there."""


@dataclass(frozen=True, slots=True)
class Done:
    """How a command ended: its exit code (negative for a signal), and the bytes of both streams."""

    code: int
    out: bytes
    err: bytes

    @property
    def envelope(self) -> dict[str, Any]:
        """Standard output as the JSON envelope."""
        found: dict[str, Any] = json.loads(self.out)
        assert list(found) == ["schemaVersion", "kind", "status", "run", "data", "diagnostics"]
        return found

    @property
    def data(self) -> dict[str, Any]:
        """The envelope's data."""
        return cast("dict[str, Any]", self.envelope["data"])

    @property
    def codes(self) -> list[str]:
        """Codes of the envelope's diagnostics."""
        return [diagnostic["code"] for diagnostic in self.envelope["diagnostics"]]


def maestro(
    *arguments: str | Path,
    cwd: Path,
    code: int | None = 0,
    env: Mapping[str, str] | None = None,
    setup: str = "",
    hash_seed: int = 0,
) -> Done:
    """Run a command in `cwd`; `code` is the exit code to expect, None for any.

    `setup` is Python that the command's process runs first, such as dropping rights.
    """
    done = _server(hash_seed).run([str(argument) for argument in arguments], cwd, environment(env), setup)
    assert b"Traceback" not in done.err, done.err.decode(errors="replace")
    assert code in (None, done.code), f"{arguments}: {done.code}\n{done.err.decode(errors='replace')[-2000:]}"
    return done


def as_of(*arguments: str) -> tuple[str, ...]:
    """Return the arguments with the day that the example project is made for."""
    return (*arguments, "--as-of", AS_OF.isoformat())


def environment(more: Mapping[str, str] | None = None) -> dict[str, str]:
    """Return the environment of a command: little of ours, and `more`."""
    kept = {name: os.environ[name] for name in KEPT if name in os.environ}
    return {**kept, "HOME": "/nonexistent", "PYTHONUTF8": "1", **(more or {})}


def process(*arguments: str, cwd: Path, env: Mapping[str, str] | None = None, **more: Any) -> Any:
    """Start a command as a process of its own: for streams, signals and other interpreters' settings."""
    return subprocess.Popen(
        [sys.executable, "-m", "maestro_cli", *arguments], cwd=cwd, env=environment(env), **more
    )


class _Server:
    """The process that forks."""

    def __init__(self, hash_seed: int) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-W", "error", "-m", "tests.cli.runner"],
            cwd=REPOSITORY,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env=environment({"PYTHONHASHSEED": str(hash_seed)}),
        )
        atexit.register(self.close)

    def run(self, arguments: Sequence[str], cwd: Path, env: dict[str, str], setup: str) -> Done:
        with tempfile.NamedTemporaryFile() as out, tempfile.NamedTemporaryFile() as err:
            order = {
                "arguments": list(arguments),
                "cwd": str(cwd),
                "environ": env,
                "setup": setup,
                "streams": [out.name, err.name],
            }
            requests, replies = cast("IO[str]", self._process.stdin), cast("IO[str]", self._process.stdout)
            requests.write(json.dumps(order) + "\n")
            requests.flush()
            code = int(replies.readline())
            return Done(code, out.read(), err.read())

    def close(self) -> None:
        cast("IO[str]", self._process.stdin).close()
        cast("IO[str]", self._process.stdout).close()
        self._process.wait(10)


@cache
def _server(hash_seed: int) -> _Server:
    return _Server(hash_seed)


def _serve() -> None:
    _import_everything()
    for line in sys.stdin:
        order = json.loads(line)
        child = os.fork()
        if child == 0:
            _become(order)
        status = os.waitpid(child, 0)[1]
        sys.stdout.write(f"{os.waitstatus_to_exitcode(status)}\n")
        sys.stdout.flush()


def _become(order: dict[str, Any]) -> None:
    """Be a new process as far as a command can tell, and end with its exit code."""
    null = os.open(os.devnull, os.O_RDONLY)
    out, err = (os.open(path, os.O_RDWR | os.O_APPEND) for path in order["streams"])
    for number, target in ((null, 0), (out, 1), (err, 2)):
        os.dup2(number, target)
    sys.stdin, sys.stdout, sys.stderr = (os.fdopen(n, mode, encoding="utf-8") for n, mode in enumerate("rww"))
    os.environ.clear()
    os.environ.update(order["environ"])
    time.tzset()
    os.chdir(order["cwd"])
    sys.argv = ["maestro", *order["arguments"]]
    code = 99
    try:
        exec(order["setup"], {})
        from maestro_cli.cli.app import run

        run()
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else 98
    except BaseException:  # noqa: BLE001 - whatever got past the command's own handling is shown
        import traceback

        traceback.print_exc()
    finally:
        for stream in (sys.stdout, sys.stderr):
            try:
                stream.flush()
            except (OSError, ValueError):
                code = code or 120
        os._exit(code)


def _import_everything() -> None:
    """Import all of Maestro and what it imports later: also for a user who may not read our packages."""
    packages = ["chromadb", "encodings.utf_8_sig", "encodings.utf_16", "git", "highspy", "jinja2", "numpy"]
    packages += ["rapidfuzz.process", "rich.live", "sqlite_utils"]
    modules = pkgutil.walk_packages(maestro_cli.__path__, "maestro_cli.")
    for name in (*packages, *(module.name for module in modules if module.name != "maestro_cli.__main__")):
        importlib.import_module(name)


if __name__ == "__main__":
    _serve()
