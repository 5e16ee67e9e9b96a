"""What reading a project costs: start-up, a first trace check, and a sync with nothing changed."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

from benchmarks import generate
from benchmarks.measure import Cost, apart, cost, in_turn, maestro, python
from benchmarks.table import Row

IMPORTS = "import typer, rich.console, rich.table"
PARSE = {
    "YAML": (
        "import yaml; from pathlib import Path\n"
        "for path in sorted(Path('backlog').iterdir()): yaml.load(path.read_bytes(), yaml.CSafeLoader)"
    ),
    "CSV": (
        "import csv; from pathlib import Path\n"
        "for path in sorted(Path('backlog').iterdir()): list(csv.DictReader(path.open(encoding='utf-8')))"
    ),
}
STAT = (
    "import os\n"
    "for folder, _, names in os.walk('backlog'):\n"
    "    for name in names: os.stat(os.path.join(folder, name))"
)
WRITE = {"YAML": generate.write_yaml, "CSV": generate.write_csv}
PER_FILE = 10_000
"""Items in a file: those of 100,000 items stay below the largest size of a file."""

TRACE = maestro("trace", "check", "--output", "out.txt", "--quiet")
SYNC = maestro("sync")
LARGE = 100_000
ROUNDS = 7
"""Of every size: an item of few costs less than what one run of them differs from the next."""


def start_up(root: Path) -> Iterator[Row]:
    """`--help` against importing what any Typer and Rich program imports."""
    floor = cost(python(IMPORTS), cwd=root, runs=15)
    found = cost(maestro("--help"), cwd=root, runs=15)
    yield Row("`maestro --help`", found.cpu, "s", "import typer and rich", floor.cpu, 1.3, found.peak)


def trace(root: Path, sizes: tuple[int, ...]) -> Iterator[Row]:
    """A first `trace check` against parsing the same files, and how it grows."""
    for kind, write in WRITE.items():
        projects = {size: root / f"{kind}-{size}" for size in (1, *sizes)}
        for size, project in projects.items():
            apart(write, project, size, max(1, size // PER_FILE))
        costs = in_turn([(TRACE, project) for project in projects.values()], ROUNDS)
        found = dict(zip(projects, costs, strict=True))
        floors = {size: cost(python(PARSE[kind]), cwd=projects[size]) for size in sizes}
        yield from (_trace_row(kind, size, found[size], floors[size]) for size in sizes)
        yield from _growth(kind, found)


def _trace_row(kind: str, size: int, found: Cost, floor: Cost) -> Row:
    what, parsing = f"`trace check`, {size:,} items, {kind}", f"parse the {kind}"
    if kind == "CSV" and size == 20_000:
        return Row(what, found.cpu, limit=1.3, peak=found.peak)
    limit = 2 if size == 20_000 else None
    return Row(what, found.cpu, "s", parsing, floor.cpu, limit, found.peak)


def _growth(kind: str, found: dict[int, Cost]) -> Iterator[Row]:
    """Compare what an item costs beyond the start, which is a check of one item."""
    start = found[1].cpu
    for less, more in pairwise(size for size in found if size >= 5_000):
        per_item, floor = ((found[size].cpu - start) / size * 1e6 for size in (more, less))
        what = f"an item of {more:,}, {kind}, beyond the start"
        yield Row(what, per_item, "µs", f"an item of {less:,}", floor, 1.15)
    if LARGE in found:
        yield Row(f"memory of {LARGE:,} items, {kind}", found[LARGE].peak, "MiB", limit=600)


def sync(root: Path) -> Iterator[Row]:
    """A second `sync` of 5,000 files against looking at them, both beyond a bare start."""
    many, one = root / "sync", root / "small"
    apart(generate.write_yaml, many, 5_000, 5_000)
    apart(generate.write_yaml, one, 1)
    first = cost(SYNC, cwd=many, runs=1)
    yield Row("first `sync`, 5,000 files", first.cpu, peak=first.peak)
    for project in (many, one):
        cost(SYNC, cwd=project, runs=1)
    asked = ((SYNC, many), (SYNC, one), (python(STAT), many), (python("pass"), many))
    second, start, floor, bare = in_turn(asked, 25)
    yield Row(
        "second `sync`, nothing changed, beyond the start",
        (second.cpu - start.cpu) * 1000,
        "ms",
        "stat 5,000 files",
        (floor.cpu - bare.cpu) * 1000,
        1.5,
        second.peak,
    )
