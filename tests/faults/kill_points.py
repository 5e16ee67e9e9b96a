"""Runs a command, kills it at one durable write after the other, resumes it and compares what it made.

    python -m tests.faults.kill_points PROJECT COMMAND...

Every attempt is a fork of one process that has imported everything already, so an attempt costs
what its run costs. Every second resume finds the clock set back by an hour.
Prints one JSON object: the number of durable writes, and every kill point that went wrong.
"""

from __future__ import annotations

import gc
import json
import os
import shutil
import signal
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from difflib import unified_diff
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages
from sqlite3 import Connection
from typing import NoReturn

import maestro_cli

KILLED = -signal.SIGKILL
HOUR = 3600.0
MEMORY = Path("/dev/shm")
"""A killed process loses nothing that it wrote, so waiting for the disk would prove no more."""


class Writes:
    """Counts durable writes and kills this process before or after one of them.

    A durable write is the commit of a transaction or the rename of a finished file. Before it, all that
    it is to make durable has been written already.
    """

    def __init__(self, fatal: int | None, moment: str) -> None:
        self.count = 0
        self._fatal = fatal
        self._moment = moment

    def before(self) -> int:
        """Be about to write; return the number of the write."""
        self.count += 1
        self._kill(self.count, "before")
        return self.count

    def after(self, number: int) -> None:
        """Have written."""
        self._kill(number, "after")

    def _kill(self, number: int, moment: str) -> None:
        if number == self._fatal and moment == self._moment:
            os.kill(os.getpid(), signal.SIGKILL)

    def install(self) -> None:
        """Count every commit of both databases and every rename of a finished file."""
        from maestro_cli.store.database import Database

        transaction, replace = Database.transaction, os.replace
        begun = threading.local()

        @contextmanager
        def watched(database: Database) -> Iterator[Connection]:
            mine = begun.__dict__.setdefault("databases", set())
            if database in mine:  # a transaction inside another one is part of it
                with transaction(database) as connection:
                    yield connection
                return
            mine.add(database)
            try:
                with transaction(database) as connection:
                    yield connection
                    number = self.before()
                self.after(number)
            finally:
                mine.remove(database)

        def watched_replace(*arguments: str) -> None:
            number = self.before()
            replace(*arguments)
            self.after(number)

        Database.transaction = watched  # type: ignore[method-assign,assignment]
        os.replace = watched_replace  # type: ignore[assignment]


def main() -> None:
    template, command = Path(sys.argv[1]), sys.argv[2:]
    _prepare(command)
    with tempfile.TemporaryDirectory(dir=MEMORY if MEMORY.is_dir() else None) as folder:
        straight = Path(folder) / "straight"
        shutil.copytree(template, straight)
        total = count_writes(straight, command)
        expected = files_made(straight)
        wrong = [
            {"write": number, "moment": moment, "problem": problem}
            for number, moment, clock in _points(total)
            if (problem := _attempt(template, Path(folder), command, number, moment, clock, expected))
        ]
    sys.stdout.write(json.dumps({"writes": total, "wrong": wrong}))


def _points(total: int) -> Iterator[tuple[int, str, float]]:
    """Return before and after which writes to kill, and by how much the clock is off at the resume."""
    for number in range(1, total + 1):
        yield number, "before", -HOUR * (number % 2)
        yield number, "after", -HOUR * (1 - number % 2)


def _prepare(command: list[str]) -> None:
    """Import all of Maestro, and what its steps import, once for all attempts."""
    from maestro_cli.cli.command import asked_for

    asked_for.update({*command, "runs", "resume"})
    for module in walk_packages(maestro_cli.__path__, "maestro_cli."):
        if not module.name.endswith("__main__"):
            import_module(module.name)
    for name in ("highspy", "jinja2", "sqlite_utils"):
        import_module(name)
    for name in ("plan", "report", "trace"):
        import_module("maestro_cli.workflows.registry").workflow_named(name)
    gc.freeze()


def count_writes(project: Path, command: list[str], code: int = 0) -> int:
    """Run a command to its end, which is `code`, and return the number of its durable writes."""
    counter = project.with_suffix(".count")

    def run() -> None:
        writes = Writes(None, "")
        writes.install()
        try:
            maestro(project, "events.jsonl", *command)
        finally:
            counter.write_text(str(writes.count))

    ended = forked(run)
    assert ended == code, (ended, (project / "events.jsonl").read_text())
    return int(counter.read_text())


def _attempt(
    template: Path,
    folder: Path,
    command: list[str],
    number: int,
    moment: str,
    clock: float,
    expected: dict[str, bytes],
) -> str:
    """Kill a run at one write, resume it, and say what is wrong with the outcome, or nothing."""
    project = folder / f"{number}-{moment}"
    shutil.copytree(template, project)

    def doomed() -> None:
        Writes(number, moment).install()
        maestro(project, "events.jsonl", *command)

    code = forked(doomed)
    if code != KILLED:
        return f"not killed but ended with {code}"
    run_id = _run_id(project / "events.jsonl")
    arguments = ["runs", "resume", run_id] if run_id and _known(project, run_id) else command

    def resumed() -> None:
        shift_clock(clock)
        maestro(project, "resumed.jsonl", *arguments)

    if code := forked(resumed):
        return f"resume ended with {code}: {(project / 'resumed.jsonl').read_text()[-600:]}"
    if twice := _done(project / "events.jsonl") & _started(project / "resumed.jsonl"):
        return f"ran twice: {sorted(twice)}"
    made = files_made(project)
    if made != expected:
        return f"other artefacts than the straight run: {difference(expected, made)}"
    shutil.rmtree(project)
    return ""


def difference(expected: Mapping[str, bytes], made: Mapping[str, bytes]) -> str:
    for name in sorted(expected.keys() | made.keys()):
        before, after = (files.get(name, b"").decode().splitlines() for files in (expected, made))
        if before != after:
            return f"{name}: {list(unified_diff(before, after, lineterm='', n=0))[:8]}"
    return "line ends"


def maestro(project: Path, events: str, *arguments: str) -> NoReturn:
    os.chdir(project)
    with (project / events).open("ab") as stream:
        os.dup2(stream.fileno(), 2)
    sys.argv = ["maestro", *arguments, "--progress", "jsonl"]
    from maestro_cli.cli.app import run

    run()
    raise SystemExit(3)


def forked(work: Callable[[], None]) -> int:
    """Run `work` in a fork of this process; return its exit code, negative for a signal."""
    child = os.fork()
    if child == 0:
        code = 99
        try:
            work()
        except SystemExit as end:
            code = int(end.code or 0)
        finally:
            sys.stdout.flush()
            os._exit(code)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def shift_clock(seconds: float) -> None:
    if seconds:
        time_ns, now = time.time_ns, time.time
        time.time_ns = lambda: time_ns() + int(seconds * 1e9)
        time.time = lambda: now() + seconds


def _events(path: Path) -> list[dict[str, str]]:
    lines = path.read_text().splitlines() if path.exists() else []
    return [json.loads(line) for line in lines if line.startswith("{") and line.endswith("}")]


def _run_id(path: Path) -> str | None:
    return next((event["run_id"] for event in _events(path)), None)


def _known(project: Path, run_id: str) -> bool:
    from maestro_cli.store.project_store import open_store

    found = project / "found"

    def look() -> None:
        store = open_store(project, create=False)
        found.write_text(str(bool(store and store.runs.get(run_id))))

    forked(look)
    return found.read_text() == "True"


def _done(path: Path) -> set[str]:
    return {event["step_id"] for event in _events(path) if event["event"] == "step_completed"}


def _started(path: Path) -> set[str]:
    return {event["step_id"] for event in _events(path) if event["event"] == "step_started"}


def files_made(project: Path) -> dict[str, bytes]:
    """Return everything that the command wrote for a user, but for parts that were never finished."""
    folders = (project / "plans", project / "reports", project / "out")
    paths = (path for folder in folders for path in sorted(folder.rglob("[!.]*")) if path.is_file())
    return {str(path.relative_to(project)): path.read_bytes() for path in paths}


if __name__ == "__main__":
    main()
