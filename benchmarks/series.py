"""Histories of real projects that forecasts are checked on: points a sprint, items a week.

Reads `../shared/data` beside the project. Sprints are of two kinds: those of boards, as the tracker reports
them, and fortnights that the points of resolved items fall into, as Maestro counts velocity where no sprint
says what it completed.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path
from statistics import fmean

DATA = Path(__file__).parents[2] / "shared" / "data"

MOST_EMPTY = 1 / 3
"""Share of sprints without points up to which a board or project is taken to use points."""

COLUMNS = 19
"""Fields of a sprint; names hold commas, so that fields are counted from the end."""

Series = Mapping[str, tuple[float, ...]]


def boards(folder: Path = DATA / "velocity", most_empty: float = MOST_EMPTY) -> Series:
    """Return the points delivered per sprint of every board that uses points.

    Trackers show the same sprints on several boards: of those that share more than half of what they
    deliver, sprint by sprint, the first by name counts.
    """
    found: dict[str, tuple[float, ...]] = {}
    taken: list[set[tuple[str, int, float]]] = []
    for path in sorted(folder.glob("*.csv")):
        sprints: dict[str, list[tuple[int, float]]] = {}
        with path.open(encoding="utf-8", newline="") as file:
            for row in list(csv.reader(file))[1:]:
                sprints.setdefault(row[0], []).append((int(row[1]), _delivered(row[2 - COLUMNS :])))
        for board in sorted(sprints):
            points = sorted(sprints[board])
            own = {(path.stem, *sprint) for sprint in points}
            copies = any(len(own & other) * 2 > min(len(own), len(other)) for other in taken)
            history = tuple(max(value, 0.0) for _, value in points)
            if _empty(history) <= most_empty and not copies:
                found[f"board {path.stem}-{board}"] = history
                taken.append(own)
    return found


def fortnights(folder: Path = DATA / "resolved") -> Series:
    """Return the points resolved per two weeks of every project that uses points, from first to last."""
    found = {}
    for path in sorted(folder.glob("*.csv")):
        days = {day: 0.0 for day, _ in _resolved(path)}
        for day, points in _resolved(path):
            days[day] += points
        history = _periods({day: points for day, points in days.items() if points > 0}, 14)
        if history and _empty(history) <= MOST_EMPTY:
            found[f"project {path.stem}"] = history
    return found


def weeks(folder: Path = DATA / "resolved") -> Series:
    """Return the items resolved per week of every project, from its first to its last."""
    found = {}
    for path in sorted(folder.glob("*.csv")):
        days: dict[date, float] = {}
        for day, _ in _resolved(path):
            days[day] = days.get(day, 0.0) + 1
        found[f"project {path.stem}"] = _periods(days, 7)
    return found


def _resolved(path: Path) -> list[tuple[date, float]]:
    with path.open(encoding="utf-8", newline="") as file:
        rows = [(row["resolved"], row["points"]) for row in csv.DictReader(file)]
    return [(date.fromisoformat(day[:10]), float(points or 0)) for day, points in rows if day[:1].isdigit()]


def _periods(amounts: Mapping[date, float], length: int) -> tuple[float, ...]:
    """Return the amounts per period of `length` days, the first of which begins on a Monday."""
    if not amounts:
        return ()
    first = min(amounts) - timedelta(days=min(amounts).weekday())
    counts = [0.0] * ((max(amounts) - first).days // length + 1)
    for day, amount in amounts.items():
        counts[(day - first).days // length] += amount
    return tuple(counts)


def _empty(history: tuple[float, ...]) -> float:
    return fmean(value == 0 for value in history)


def _delivered(row: list[str]) -> float:
    """Return start + added − removed + difference; `row` begins with the last part of the name."""
    difference, start, added, removed = (float(row[place]) for place in (1, 4, 6, 8))
    return start + added - removed + difference
