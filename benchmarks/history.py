"""What a report costs on a large history, beside git counting the lines of the same commits."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from benchmarks import generate
from benchmarks.measure import apart, cost, maestro
from benchmarks.table import Row

KINDS = {"monthly": ("2026-10-21", 30), "weekly": ("2026-11-14", 7)}
"""Report, the first day of its period and how many days it has."""

UNTIL = "2026-11-20"


def report(root: Path, commits: int) -> Iterator[Row]:
    """A report against `git log --numstat` of the same range, all of whose commits are in it."""
    for kind, (since, days) in KINDS.items():
        project = root / f"history-{kind}"
        apart(generate.write_plan, project, 400)
        apart(generate.write_history, project, commits, days)
        floor = cost(
            ["git", "log", "--numstat", f"--since={since}T00:00:00Z", f"--until={UNTIL}T23:59:59Z"],
            cwd=project,
        )
        found = cost(
            maestro("report", kind, "--since", since, "--as-of", UNTIL, "--dry-run", "--quiet"), cwd=project
        )
        yield Row(
            f"`report {kind}`, {commits:,} commits",
            found.cpu,
            "s",
            "`git log --numstat`",
            floor.cpu,
            1.3,
            found.peak,
        )
