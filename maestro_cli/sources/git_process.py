"""Git processes that a hostile repository, environment or message cannot turn against the user.

A `.git/config` may name programs for almost anything (fsmonitor, textconv, pager, gpg, transports).
Every process here gets an environment of our own, fixed arguments, no terminal and no network.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

KEPT = frozenset(
    {"GIT_CEILING_DIRECTORIES", "GIT_CONFIG_GLOBAL", "GIT_DISCOVERY_ACROSS_FILESYSTEM", "GIT_EXEC_PATH"}
)
"""Variables of git that stay; all others (GIT_DIR in a hook, GIT_EXTERNAL_DIFF, traces) are dropped."""

FORCED = {
    "GIT_ALLOW_PROTOCOL": "none",
    "GIT_ATTR_NOSYSTEM": "1",
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_FLUSH": "0",  # else it writes every commit of a log on its own
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_TERMINAL_PROMPT": "0",
    "LANGUAGE": "C",
    "LC_ALL": "C",
}

OVERRIDES = {
    "core.askPass": "",
    "core.attributesFile": os.devnull,
    "core.fsmonitor": "false",
    "core.hooksPath": os.devnull,
    "core.pager": "cat",
    "core.sshCommand": "false",
    "credential.helper": "",
    "diff.external": "",
    "diff.relative": "false",
    "gpg.program": "false",
    "log.showSignature": "false",
    "mailmap.blob": "",
    "mailmap.file": "",
    "protocol.allow": "never",
}
"""Settings that win over the repository's own."""

SECONDS = 30.0
"""Limit for a short question to git."""


class GitMissingError(Exception):
    """There is no git on the PATH."""


@dataclass(frozen=True, slots=True)
class Finished:
    """How a git process ended. `err` is what it wrote to stderr, at most 4,000 bytes."""

    code: int
    out: str
    err: str


@dataclass(frozen=True, slots=True)
class Running:
    """A running git process: read `stdout` to its end, then ask for `finish`."""

    process: subprocess.Popen[bytes]
    stdout: IO[bytes]
    errors: IO[bytes]

    def finish(self) -> tuple[int, str]:
        """Wait for the end; return the exit code and what git wrote to stderr."""
        code = self.process.wait()
        self.errors.seek(0)
        return code, self.errors.read(4000).decode("utf-8", "replace").strip()


def hardened(environment: Mapping[str, str]) -> dict[str, str]:
    """Return `environment` for git: of its own variables only the known ones, and no way to ask or fetch."""
    return {k: v for k, v in environment.items() if not k.startswith("GIT_") or k in KEPT} | FORCED


@contextmanager
def running(root: Path, *arguments: str, stdin: IO[bytes] | None = None) -> Iterator[Running]:
    """Start git in `root`; when the block is left, the process is gone, whatever happened in it.

    `stdin` is an open file that git reads, by default nothing.

    Raises GitMissingError, and OSError where no process can be started.
    """
    program = _program()
    from git.cmd import safer_popen  # on Windows it never starts a git.exe that lies in the repository

    # As options, since git before 2.31 does not read settings from its environment.
    overrides = [word for key, value in OVERRIDES.items() for word in ("-c", f"{key}={value}")]
    # stderr goes to a file: a git that warns a lot would wait for us while we wait for its stdout.
    with tempfile.TemporaryFile() as errors:
        process: subprocess.Popen[bytes] = safer_popen(
            [program, "--no-pager", *overrides, *arguments],
            cwd=root,
            env=hardened(os.environ),
            stdin=subprocess.DEVNULL if stdin is None else stdin,
            stdout=subprocess.PIPE,
            stderr=errors,
        )
        if process.stdout is None:
            raise OSError("git was started without a pipe")
        try:
            yield Running(process, process.stdout, errors)
        finally:
            process.stdout.close()
            if process.poll() is None:
                process.kill()
            process.wait()


def ask(root: Path, *arguments: str) -> Finished:
    """Run a git command with a short answer.

    Raises GitMissingError, OSError, and subprocess.TimeoutExpired after `SECONDS`.
    """
    with running(root, *arguments) as git:
        out, _ = git.process.communicate(timeout=SECONDS)
        code, err = git.finish()
    return Finished(code, out.decode("utf-8", "replace"), err)


def reason(error: str) -> str:
    """Return what git gives as the reason in what it wrote to stderr: its last error."""
    lines = [line for line in error.splitlines() if line.startswith(("fatal:", "error:"))]
    return lines[-1].partition(":")[2].strip() if lines else error or "it says nothing"


def _program() -> str:
    """Find git by absolute entries of PATH only, so that `.` on it never means the repository."""
    entries = os.environ.get("PATH", os.defpath).split(os.pathsep)
    program = shutil.which("git", path=os.pathsep.join(e for e in entries if Path(e).is_absolute()))
    if program is None:
        raise GitMissingError
    # GitPython asks git for its version while it is imported, and must not fail because of it.
    os.environ.setdefault("GIT_PYTHON_REFRESH", "quiet")
    return program
