"""The table of the benchmark: what was measured, beside its floor and its budget."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

START, END = "<!-- benchmarks -->\n", "<!-- /benchmarks -->"
HEADER = ("What", "Measured", "Floor", "Floor's", "Ratio", "Budget", "Holds", "Peak MiB")


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table.

    `floor` names the least that any program must do for the same work, and `floor_value` is its
    measure in the same unit. `limit` bounds the ratio, or without a floor the value itself.
    """

    what: str
    value: float
    unit: str = "s"
    floor: str = ""
    floor_value: float | None = None
    limit: float | None = None
    peak: float | None = None

    @property
    def ratio(self) -> float | None:
        """The value over that of the floor."""
        return self.value / self.floor_value if self.floor_value else None

    @property
    def holds(self) -> bool | None:
        """Whether the budget holds; None without one."""
        judged = self.value if self.ratio is None else self.ratio
        return None if self.limit is None else round(judged, 2) <= self.limit

    def cells(self) -> tuple[str, ...]:
        """Return the line as text."""
        return (
            self.what,
            _amount(self.value, self.unit),
            self.floor,
            "" if self.floor_value is None else _amount(self.floor_value, self.unit),
            "" if self.ratio is None else f"{self.ratio:.2f}",
            "" if self.limit is None else _budget(self),
            {None: "", True: "yes", False: "**no**"}[self.holds],
            "" if self.peak is None else f"{self.peak:.0f}",
        )


def _amount(value: float, unit: str) -> str:
    """Write a number with as many decimals as it is worth."""
    decimals = 0 if value >= 100 else 2 if value >= 0.1 else 4
    return f"{value:.{decimals}f} {unit}".rstrip()


def _budget(row: Row) -> str:
    return f"≤ {row.limit:g} {'×' if row.ratio is not None else row.unit}".rstrip()


def table(rows: Iterable[Row]) -> str:
    """Return the rows as a Markdown table."""
    lines = [f"| {' | '.join(HEADER)} |", "| --- | ---: | --- | ---: | ---: | ---: | --- | ---: |"]
    lines += [f"| {' | '.join(row.cells())} |" for row in rows]
    return "\n".join(lines) + "\n"


def write(path: Path, text: str, name: str = "benchmarks") -> None:
    """Put `text` between the markers `name` of the file at `path`. Raises ValueError when it has none."""
    opening, closing = START.replace("benchmarks", name), END.replace("benchmarks", name)
    before, start, rest = path.read_text(encoding="utf-8").partition(opening)
    _, end, after = rest.partition(closing)
    if not (start and end):
        raise ValueError(f"{path} has no place for the table: {opening.strip()} … {closing}")
    path.write_text(before + start + text + end + after, encoding="utf-8")
