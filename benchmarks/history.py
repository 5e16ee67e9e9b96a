"""What a report costs on a large history, beside git counting the lines of the same commits."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from benchmarks import generate
from benchmarks.measure import apart, cost, maestro
from benchmarks.table import Row

SINCE, UNTIL, DAYS = "2026-10-21", "2026-11-20", 30
LIMIT = 1.3


def report(root: Path, commits: int) -> Iterator[Row]:
    """A monthly report against `git log --numstat` of the same range, which all commits are in.

    The first history is still cheaper for git than those of people: 0.12 ms a commit, where git/git takes
    0.33 and rails/rails 0.22. In the second git has almost nothing to count, so what shows is the start of
    Python and LangGraph. The report counts the lines of the items that it shows.
    """
    for what, files, lines in (("five files of 50 lines each", 5, 50), ("one file of 5 lines each", 1, 5)):
        project = root / f"history-{files}"
        apart(generate.write_plan, project, 400)
        apart(generate.write_history, project, commits, DAYS, files, lines)
        log = ["git", "log", "--numstat", f"--since={SINCE}T00:00:00Z", f"--until={UNTIL}T23:59:59Z"]
        words = ("report", "monthly", "--since", SINCE, "--as-of", UNTIL, "--dry-run", "--quiet")
        floor, found = cost(log, cwd=project), cost(maestro(*words), cwd=project)
        name = f"`report monthly`, {commits:,} commits, {what}"
        yield Row(name, found.cpu, "s", "`git log --numstat`", floor.cpu, LIMIT, found.peak)
