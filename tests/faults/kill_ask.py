"""Kills an `ask` that ends in an approved change at each of its durable writes, and goes on as people would.

    python -m tests.faults.kill_ask PROJECT REQUEST FILE

The change is one of FILE. Whoever finds a killed run asks anew where nothing is known of it, approves what
waits, and resumes what stands still. Then the answer is that of a straight run, and the change was made once.
Prints one JSON object: the number of durable writes before and after the approval, and what went wrong.
"""

from __future__ import annotations

import gc
import json
import shutil
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

from tests.faults.kill_points import (
    HOUR,
    KILLED,
    MEMORY,
    Writes,
    count_writes,
    difference,
    files_made,
    forked,
    maestro,
    shift_clock,
)

WAITING = 6
MOST_STEPS = 4
FIRST = 2
ANSWER = ("--format", "json", "--output", "out/answer.json")


@dataclass(frozen=True)
class State:
    """How a project stands: its newest run, what waits, and what was decided by a person."""

    run: str = ""
    status: str = ""
    waiting: tuple[str, ...] = ()
    approvals: tuple[str, ...] = ()
    approved: int = 0
    whole: bool = True


def state(project: Path) -> State:
    """Look at the store, in a process of its own."""
    from maestro_cli.governance.audit import verify
    from maestro_cli.model.decisions import Head
    from maestro_cli.store.project_store import open_store

    found = project.with_suffix(".state")

    def look() -> None:
        store = open_store(project, create=False)
        runs = store.runs.list()[0] if store else ()
        if store is None or not runs:
            found.write_text("{}")
            return
        with store:
            decisions = store.decisions.list()
            told = {
                "run": runs[0].id,
                "status": runs[0].status.value,
                "waiting": [one.id for one in store.approvals.pending()],
                "approvals": [one.status.value for one in store.approvals.list()],
                "approved": len([one for one in decisions if one.approved_by]),
                "whole": verify(decisions, Head(*store.decisions.head())).ok,
            }
        found.write_text(json.dumps(told))

    found.unlink(missing_ok=True)
    forked(look)
    told: dict[str, Any] = json.loads(found.read_text())
    known: dict[str, Any] = {name: tuple(v) if isinstance(v, list) else v for name, v in told.items()}
    return State(**known)


def main() -> None:
    """Run the straight way once, then every killed one."""
    template, request, changed = Path(sys.argv[1]), sys.argv[2], sys.argv[3]
    ask = ["ask", request, "--as-of", "2026-11-18", *ANSWER]
    _prepare_for_ask([*ask, "approvals", "approve", "runs", "resume"])
    with tempfile.TemporaryDirectory(dir=MEMORY if MEMORY.is_dir() else None) as folder:
        trial = _Trial(Path(folder), ask, changed)
        sys.stdout.write(json.dumps(trial.all(template)))


def _prepare_for_ask(words: Sequence[str]) -> None:
    """Import what these commands import, once for all attempts."""
    import_module("maestro_cli.cli.command").asked_for.update(words)
    ours = "cli.app cli.run cli.deliver governance.audit workflows.ask workflows.engine workflows.graph"
    ours += " store.checkpoints store.node_cache documents.ask sources.writeback"
    for name in ours.split():
        import_module(f"maestro_cli.{name}")
    for name in ("jinja2", "sqlite_utils"):
        import_module(name)
    gc.freeze()


class _Trial:
    """All attempts on one request."""

    def __init__(self, folder: Path, ask: Sequence[str], changed: str) -> None:
        self._folder, self._ask, self._changed = folder, list(ask), changed
        self._expected: dict[str, bytes] = {}

    def all(self, template: Path) -> dict[str, object]:
        before = self._copy(template, "before")
        asking = count_writes(before, self._ask, WAITING)
        (waiting,) = state(before).waiting
        after = self._copy(before, "after")
        approve = ["approvals", "approve", waiting, *ANSWER]
        approving = count_writes(after, approve, 0)
        self._expected = self._outcome(after)
        points = [(template, self._ask, *point) for point in _points(asking) if _tells_more(point[0], asking)]
        points += [(before, approve, *point) for point in _points(approving)]
        wrong = [
            {"command": command[0], "write": number, "moment": moment, "problem": problem}
            for start, command, number, moment in points
            if (problem := self._attempt(start, command, number, moment))
        ]
        return {"asking": asking, "approving": approving, "wrong": wrong}

    def _attempt(self, start: Path, command: list[str], number: int, moment: str) -> str:
        """Kill one command at one write, go on from there, and say what is wrong, or nothing."""
        with self._removed(start, f"{command[0]}-{number}-{moment}") as project:

            def doomed() -> None:
                Writes(number, moment).install()
                maestro(project, "events.jsonl", *command)

            if (code := forked(doomed)) != KILLED:
                return f"not killed but ended with {code}"
            file = project / self._changed
            killed = file.stat().st_ino, file.read_bytes()
            if problem := self._gone_on(project, -HOUR * (number % 2)):
                return problem
            if killed[1] == self._expected[self._changed] and file.stat().st_ino != killed[0]:
                return "the change was made a second time"
            made = self._outcome(project)
            return "" if made == self._expected else f"another outcome: {difference(self._expected, made)}"

    def _gone_on(self, project: Path, clock: float) -> str:
        """Do what people do until the run is completed and its answer is there; return what kept them."""
        for _ in range(MOST_STEPS):
            now = state(project)
            if now.status == "completed" and self._is_answered(project):
                return ""
            command = self._next(now)

            def going(command: Sequence[str] = command) -> None:
                shift_clock(clock)
                maestro(project, "resumed.jsonl", *command)

            if (code := forked(going)) not in (0, WAITING):
                return f"{command[:2]} ended with {code}: {(project / 'resumed.jsonl').read_text()[-600:]}"
        return f"it never ended: {state(project)}"

    def _is_answered(self, project: Path) -> bool:
        path = project / ANSWER[-1]
        return path.exists() and json.loads(path.read_text())["status"] == "success"

    def _next(self, now: State) -> list[str]:
        if not now.run:
            return self._ask
        if now.waiting:
            return ["approvals", "approve", now.waiting[0], *ANSWER]
        return ["runs", "resume", now.run]

    def _outcome(self, project: Path) -> dict[str, bytes]:
        """Return all that there is to compare: documents, the changed file, and what is on record."""
        now = state(project)
        record = f"{now.status} {now.approvals} approved {now.approved} {now.whole}"
        changed = (project / self._changed).read_bytes()
        return {**files_made(project), self._changed: changed, "record": record.encode()}

    def _copy(self, start: Path, name: str) -> Path:
        return Path(shutil.copytree(start, self._folder / name))

    @contextmanager
    def _removed(self, start: Path, name: str) -> Iterator[Path]:
        project = self._copy(start, name)
        try:
            yield project
        finally:
            shutil.rmtree(project)


def _points(total: int) -> Iterator[tuple[int, str]]:
    """Return before which writes to kill, and after the last: what is on disk in between is there once."""
    yield from ((number, "before") for number in range(1, total + 1))
    yield total, "after"


def _tells_more(number: int, total: int) -> bool:
    """Tell the writes around the question, and the first: those in between are as in every other run."""
    return number > total * 2 // 3 or number <= FIRST


if __name__ == "__main__":
    main()
