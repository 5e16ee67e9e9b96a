"""`python -m benchmarks`: every figure of the README's table, measured in one run on this machine.

Each row is the CPU time of a whole process and its ratio to a floor: the least that any program
must do for the same work, measured in the same run. `--quick` leaves out the largest sizes;
`--write` puts the table into README.md.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from benchmarks import generate
from benchmarks.measure import cost, maestro, python

HEADER = ("What", "CPU s", "Floor", "CPU s of the floor", "Ratio", "Budget", "Peak MiB")
IMPORTS = "import typer, rich.console, rich.table"
PARSE_YAML = (
    "import yaml; from pathlib import Path\n"
    "for path in sorted(Path('backlog').iterdir()): yaml.load(path.read_bytes(), yaml.CSafeLoader)"
)
PARSE_CSV = (
    "import csv; from pathlib import Path\n"
    "for path in sorted(Path('backlog').iterdir()): list(csv.DictReader(path.open(encoding='utf-8')))"
)
STAT = (
    "import os\n"
    "for folder, _, names in os.walk('backlog'):\n"
    "    for name in names: os.stat(os.path.join(folder, name))"
)
TRACE = maestro("trace", "check", "--output", "out.txt", "--quiet")
FOUND = (0, 1)


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table."""

    what: str
    cpu: float
    floor: str
    floor_cpu: float
    budget: str
    peak_mib: float

    def cells(self) -> tuple[str, ...]:
        """Return the line as text."""
        ratio = f"{self.cpu / self.floor_cpu:.2f}" if self.floor_cpu else ""
        floor_cpu = f"{self.floor_cpu:.2f}" if self.floor_cpu else ""
        return (
            self.what,
            f"{self.cpu:.2f}",
            self.floor,
            floor_cpu,
            ratio,
            self.budget,
            f"{self.peak_mib:.0f}",
        )


def start_up(root: Path) -> Iterator[Row]:
    """`--help` against importing what any Typer and Rich program imports."""
    floor = cost(python(IMPORTS), root, runs=7)
    found = cost(maestro("--help"), root, runs=7)
    yield Row("`maestro --help`", found.cpu, "import typer and rich", floor.cpu, "≤ 1.3", found.peak_mib)


def trace(root: Path, sizes: tuple[int, ...]) -> Iterator[Row]:
    """A first `trace check` against parsing the same files, and its growth."""
    bare = cost(python("pass"), root, runs=5).cpu
    start = cost(maestro("--version"), root, runs=5).cpu
    before: tuple[int, float] | None = None
    for size in sizes:
        for kind, write, parse, budget in (
            ("YAML", generate.write_yaml, PARSE_YAML, "≤ 2"),
            ("CSV", generate.write_csv, PARSE_CSV, "≤ 1.3 s" if size == 20_000 else ""),
        ):
            project = root / f"{kind}-{size}"
            write(project, size)
            floor = cost(python(parse), project).cpu - bare + start
            found = cost(TRACE, project, ok=FOUND)
            yield Row(
                f"`trace check`, {size:,} items, {kind}",
                found.cpu,
                "start, and parse the files",
                floor,
                budget if size == 20_000 else "",
                found.peak_mib,
            )
            if kind == "YAML":
                if before is not None:
                    growth = (found.cpu - start) / (before[1] - start) / (size / before[0])
                    yield Row(
                        f"growth from {before[0]:,} to {size:,} items",
                        growth,
                        "linear",
                        1.0,
                        "≤ 1.15",
                        found.peak_mib,
                    )
                before = (size, found.cpu)


def sync(root: Path) -> Iterator[Row]:
    """A second `sync` of 5,000 files against looking at them, both beyond a bare start."""
    project = root / "sync"
    generate.write_yaml(project, 5_000, files=5_000)
    first = cost(maestro("sync"), project, runs=1)
    bare = cost(python("pass"), project, runs=5).cpu
    start = cost(maestro("sync"), _small(root / "small"), runs=5).cpu
    floor = cost(python(STAT), project, runs=5).cpu - bare
    second = cost(maestro("sync"), project, runs=5)
    yield Row("first `sync`, 5,000 files", first.cpu, "", 0, "", first.peak_mib)
    yield Row(
        "second `sync`, nothing changed, beyond the start",
        second.cpu - start,
        "stat 5,000 files",
        floor,
        "≤ 1.5",
        second.peak_mib,
    )


def plan(root: Path) -> Iterator[Row]:
    """`plan` against importing what it needs and solving the same model with bare HiGHS."""
    for count in (200, 1_000):
        project = root / f"plan-{count}"
        generate.write_plan(project, count)
        model = project / "model.mps"
        cost(python(_dump(model)), project, runs=1)
        floor = cost(python(_solve(model)), project)
        found = cost(maestro("plan", "--sprints", "6", "--time-limit", "120", "--dry-run"), project, runs=1)
        budget = "≤ 1.25" if count == 200 else "≤ 10 s"
        yield Row(
            f"`plan`, {count:,} items × 6 sprints",
            found.cpu,
            "imports and bare HiGHS",
            floor.cpu,
            budget,
            found.peak_mib,
        )


def report(root: Path, commits: int) -> Iterator[Row]:
    """A report over a large history against `git log --numstat` of the same range."""
    project = root / "history"
    generate.write_plan(project, 400)
    generate.write_history(project, commits, days=30)
    log = ["git", "log", "--numstat", "--since=2026-10-21T00:00:00Z", "--until=2026-11-20T23:59:59Z"]
    floor = cost(log, project)
    found = cost(
        maestro("report", "monthly", "--since", "2026-10-21", "--as-of", "2026-11-20", "--dry-run"),
        project,
        runs=2,
    )
    yield Row(
        f"`report monthly`, {commits:,} commits",
        found.cpu,
        "`git log --numstat`",
        floor.cpu,
        "≤ 1.3",
        found.peak_mib,
    )


def _small(project: Path) -> Path:
    generate.write_yaml(project, 1)
    cost(maestro("sync"), project, runs=1)
    return project


def table(rows: list[Row]) -> str:
    """Return the rows as a Markdown table."""
    lines = [f"| {' | '.join(HEADER)} |", f"| --- | ---: | --- | {'---: | ' * 2}--- | ---: |"]
    lines += [f"| {' | '.join(row.cells())} |" for row in rows]
    return "\n".join(lines) + "\n"


def main() -> None:
    """Measure and print the table."""
    quick = "--quick" in sys.argv
    sizes = (1_000, 5_000, 20_000) if quick else (1_000, 5_000, 20_000, 100_000)
    parts: list[Callable[[Path], Iterator[Row]]] = [
        start_up,
        lambda root: trace(root, sizes),
        sync,
        plan,
        lambda root: report(root, 10_000 if quick else 100_000),
    ]
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        for part in parts:
            for row in part(Path(folder)):
                sys.stderr.write("  ".join(row.cells()) + "\n")
                rows.append(row)
    text = table(rows)
    sys.stdout.write(text)
    if "--write" in sys.argv:
        _write(text)


def _write(text: str) -> None:
    readme = Path(__file__).parents[1] / "README.md"
    start, end = "<!-- benchmarks -->\n", "<!-- /benchmarks -->"
    before, _, rest = readme.read_text(encoding="utf-8").partition(start)
    after = rest.partition(end)[2]
    readme.write_text(before + start + text + end + after, encoding="utf-8")


if __name__ == "__main__":
    main()
