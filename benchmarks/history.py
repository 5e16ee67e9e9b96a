"""What a report costs on a large history, beside git counting the lines of the same commits."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from benchmarks import generate
from benchmarks.measure import apart, cost, maestro
from benchmarks.table import Row

SINCE, UNTIL, DAYS = "2026-10-21", "2026-11-20", 30


def report(root: Path, commits: int) -> Iterator[Row]:
    """A monthly report against `git log --numstat` of the same range, which all commits are in."""
    project = root / "history"
    apart(generate.write_plan, project, 400)
    apart(generate.write_history, project, commits, DAYS)
    log = ["git", "log", "--numstat", f"--since={SINCE}T00:00:00Z", f"--until={UNTIL}T23:59:59Z"]
    words = ("report", "monthly", "--since", SINCE, "--as-of", UNTIL, "--dry-run", "--quiet")
    floor, found = cost(log, cwd=project), cost(maestro(*words), cwd=project)
    what = f"`report monthly`, {commits:,} commits"
    yield Row(what, found.cpu, "s", "`git log --numstat`", floor.cpu, 1.3, found.peak)
