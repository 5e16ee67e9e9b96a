"""How far estimates are off, on the issues of real projects.

Reads `../shared/data` beside the project. Each project's issues, in the order they came, are divided into
60, 20 and 20 %, and the last part is scored, as `maestro estimate backtest` does it. The halves are the
projects in order of name, every other one. Constants were chosen on earlier parts of the same projects (20
% of the issues, after 40, 50, 60 and 70 %); between ways that did equally well there, the last part was
looked at.
"""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean, geometric_mean

from maestro_cli.model.estimate import Score
from maestro_cli.model.items import Item, Place
from maestro_cli.planning.estimate.backtest import backtest

DATA = Path(__file__).parents[2] / "shared" / "data" / "storypoints"
SPLIT = (0.6, 0.2, 0.2)
EARLIER = ((0.6, (0.2, 0.2, 0.2)), (0.7, (0.3, 0.2, 0.2)), (0.8, (0.4, 0.2, 0.2)), (0.9, (0.5, 0.2, 0.2)))
"""Shares of the issues that are taken, oldest first, and how these are divided."""

TO_BEAT = {
    "bamboo": 0.75,
    "clover": 3.47,
    "duracloud": 0.79,
    "jirasoftware": 1.58,
    "moodle": 6.96,
    "mulestudio": 3.66,
    "springxd": 1.60,
    "usergrid": 1.15,
}
"""Mean absolute errors of TF-IDF with LinearSVR in the frozen protocol, from the data's README."""

HEADER = (
    "Project",
    "Scored",
    "Frozen",
    "To beat",
    "Below",
    "Live",
    "Median of the past",
    "Earlier parts / median",
    "80% held, frozen",
    "80% held, live",
)


@dataclass(frozen=True, slots=True)
class Row:
    """Mean absolute errors in points of one project, or means over several."""

    name: str
    scored: int
    frozen: float
    live: float
    median: float
    to_beat: float
    earlier: float
    """Frozen error over that of the median, on earlier parts of the issues (geometric mean)."""
    held: tuple[float, float]

    def cells(self) -> tuple[str, ...]:
        """Return the line as text."""
        errors = (f"{self.frozen:.3f}", f"{self.to_beat:.2f}", "yes" if self.frozen < self.to_beat else "no")
        return (
            self.name,
            str(self.scored),
            *errors,
            f"{self.live:.3f}",
            f"{self.median:.3f}",
            f"{self.earlier:.3f}",
            *(f"{share:.0%}" for share in self.held),
        )


def estimates() -> str:
    """Return the errors of all projects, and of each half, as a Markdown table."""
    rows = []
    for path in sorted(DATA.glob("*.csv")):
        rows.append(measure(path.stem, read(path)))
        sys.stderr.write("  ".join(rows[-1].cells()) + "\n")
    if not rows:
        raise FileNotFoundError(f"no story points in {DATA}")
    groups = {"all": rows, "first half": rows[::2], "second half": rows[1::2]}
    lines = [f"| {' | '.join(HEADER)} |", f"| --- | {' | '.join(['---:'] * (len(HEADER) - 1))} |"]
    lines += [f"| {' | '.join(row.cells())} |" for row in rows]
    lines += [f"| {' | '.join(mean(name, group).cells())} |" for name, group in groups.items()]
    return "\n".join(lines) + "\n"


def read(path: Path) -> list[Item]:
    """Return the issues of a project as items with points, in the order of the file."""
    csv.field_size_limit(sys.maxsize)
    with path.open(encoding="utf-8", newline="") as stream:
        return list(_items(csv.DictReader(stream)))


def _items(rows: csv.DictReader[str]) -> Iterator[Item]:
    for number, row in enumerate(rows, 2):
        title, body = ("" if row[name] in (None, "NULL") else row[name] for name in ("title", "description"))
        points = float(row["storypoint"])
        place = Place("issues.csv", number)
        yield Item(row["issuekey"], title, place, description=body, points=points)


def measure(name: str, items: Sequence[Item]) -> Row:
    """Back-test one project in both protocols, and in the frozen one on its earlier parts."""
    frozen, live = score(items, SPLIT, "frozen"), score(items, SPLIT, "live")
    earlier = []
    for share, split in EARLIER:
        part = score(items[: int(len(items) * share)], split, "frozen")
        earlier.append(part.mae / part.mae_median)
    return Row(
        name,
        frozen.n,
        frozen.mae,
        live.mae,
        frozen.mae_median,
        TO_BEAT[name],
        geometric_mean(earlier),
        (frozen.coverage, live.coverage),
    )


def score(items: Sequence[Item], split: Sequence[float], protocol: str) -> Score:
    """Back-test `items`. Raises ValueError where there are too few."""
    found = backtest(items, split, protocol)
    if found is None:
        raise ValueError(f"{len(items)} issues are too few")
    return found


def mean(name: str, rows: Sequence[Row]) -> Row:
    """Return the means over projects, each counting the same."""
    frozen, live, median, to_beat = (
        fmean(getattr(row, field) for row in rows) for field in ("frozen", "live", "median", "to_beat")
    )
    held = (fmean(row.held[0] for row in rows), fmean(row.held[1] for row in rows))
    earlier = geometric_mean(row.earlier for row in rows)
    return Row(name, sum(row.scored for row in rows), frozen, live, median, to_beat, earlier, held)
