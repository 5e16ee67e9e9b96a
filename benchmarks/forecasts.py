"""How often forecasts come true, on the histories of real projects.

Reads `../shared/data` beside the project. Every project is back-tested on its own, as `maestro forecast
backtest` does it; the forecasts of all projects are then counted together. The halves are the projects in
order of name, every other one: the constants for weeks were chosen on the first half, those for sprints with
a look at all boards. Boards that are copies of one another count once.
"""

from __future__ import annotations

import csv
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from statistics import fmean, pstdev

import numpy as np
import numpy.typing as npt

from maestro_cli.model.forecast import LevelScore
from maestro_cli.planning.forecast.backtest import LEVELS, NORMAL_95, backtest, resample_last_12
from maestro_cli.planning.forecast.calibration import FIRST_ORIGIN, RUNS, check_past, track
from maestro_cli.planning.forecast.forecast import FEWEST_PERIODS
from maestro_cli.planning.forecast.resampling import noise, sums

FloatArray = npt.NDArray[np.float64]
Levels = tuple[LevelScore, ...]

DATA = Path(__file__).parents[2] / "shared" / "data"
HORIZONS = {"sprint": (1, 3, 6), "week": (1, 4, 8, 12)}
MOST_EMPTY = 0.2
"""Share of sprints without points up to which a board is taken to use points."""

LIMIT = 0.03
USUAL = "last 12, resampled"
FEWEST_FORECASTS = 10
"""Forecasts of a project that its hit rate counts for in the spread."""

COLUMNS = 19
"""Fields of a sprint; names hold commas, so that fields are counted from the end."""


@dataclass(frozen=True, slots=True)
class Score:
    """How often forecasts came true over several projects, per level, and the spread between projects."""

    unit: str
    periods: int
    group: str
    forecasts: int
    hits: tuple[float, ...]
    chance: float
    """How far a hit rate of 85 % may be off by chance, as if only forecasts that do not overlap counted."""
    spread: float | None
    loss: float | None = None
    """Mean quantile loss over that of the usual resampling: below 1, forecasts say more."""

    @property
    def worst(self) -> float:
        """The largest distance of a hit rate from what was stated."""
        return max(abs(hit - stated) for hit, stated in zip(self.hits, LEVELS, strict=True))

    def cells(self) -> tuple[str, ...]:
        """Return the line as text."""
        hits = [f"{hit * 100:.1f}" for hit in self.hits]
        spread = "" if self.spread is None else f"{self.spread * 100:.1f}"
        holds = "" if self.group == USUAL else "yes" if self.worst <= LIMIT else "no"
        what = f"{self.periods} {self.unit}{'s' if self.periods > 1 else ''}"
        loss = "" if self.loss is None else f"{self.loss:.2f}"
        off = (f"{self.worst * 100:.1f}", holds, f"±{self.chance * 100:.1f}")
        return (what, self.group, str(self.forecasts), *hits, *off, spread, loss)


def forecasts() -> str:
    """Return the table of all horizons as Markdown."""
    header = ("Ahead", "Projects", "Forecasts", *(f"{level:.0%}" for level in LEVELS))
    header += ("Farthest off", "Within 3", "Chance", "Spread", "Loss")
    lines = [f"| {' | '.join(header)} |", f"| --- | --- | {' | '.join(['---:'] * (len(header) - 2))} |"]
    lines += [f"| {' | '.join(score.cells())} |" for score in scores()]
    return "\n".join(lines) + "\n"


def scores() -> Iterator[Score]:
    """Yield the scores of all projects, of either half, and of the usual resampling, per horizon."""
    for unit, found in (("sprint", boards()), ("week", weeks())):
        histories = [found[name] for name in sorted(found)]
        tested = [backtest(history, HORIZONS[unit], unit, 0) for history in histories]
        loss = losses(histories, HORIZONS[unit], unit)
        for place, periods in enumerate(HORIZONS[unit]):
            own = [one[place].levels for one in tested]
            usual = [one[place].standard.levels for one in tested]
            yield _score(unit, periods, "all", own, loss[place])
            yield _score(unit, periods, "first half", own[::2])
            yield _score(unit, periods, "second half", own[1::2])
            yield _score(unit, periods, USUAL, usual)


def _score(unit: str, periods: int, group: str, levels: Sequence[Levels], loss: float | None = None) -> Score:
    known = [each for each in levels if each]
    total = sum(each[0].forecasts for each in known)
    hits = tuple(
        sum(each[place].hit * each[place].forecasts for each in known) / total for place in range(len(LEVELS))
    )
    chance = NORMAL_95 * math.sqrt(0.85 * 0.15 / sum(each[0].independent for each in known))
    at_85 = [each[LEVELS.index(0.85)].hit for each in known if each[0].forecasts >= FEWEST_FORECASTS]
    return Score(unit, periods, group, total, hits, chance, pstdev(at_85), loss)


def losses(histories: Sequence[Sequence[float]], horizons: Sequence[int], unit: str) -> list[float]:
    """Return per horizon the mean quantile loss of our forecasts over that of the usual resampling.

    The loss of a project is counted in its own mean amount, so that no project counts more than another.
    """
    rows = [_losses(history, horizons, unit) for history in histories if len(history) > FEWEST_PERIODS]
    return [float(own / usual) for own, usual in np.nanmean(rows, axis=0).T]


def _losses(history: Sequence[float], horizons: Sequence[int], unit: str) -> FloatArray:
    """Return the mean loss of both ways per horizon, shape (2, horizons)."""
    random = noise(RUNS, max(horizons), unit, 0)
    past = check_past(history, max(horizons), unit, 0)
    read = [track(past, periods, LEVELS)[0] for periods in horizons]
    found: list[list[list[float]]] = [[[] for _ in horizons] for _ in range(2)]
    for row in range(FEWEST_PERIODS - FIRST_ORIGIN, len(past.below)):
        origin = FIRST_ORIGIN + row
        ways = (sums(history[:origin], random), resample_last_12(history[:origin], random))
        for place, periods in enumerate(horizons):
            if np.isnan(past.below[row, periods - 1]):
                continue
            came = sum(history[origin : origin + periods])
            for way, asked in enumerate((read[place][row], np.array(LEVELS))):
                promised = np.quantile(ways[way][:, periods - 1], 1 - asked)
                short = came - promised
                found[way][place].append(
                    float(np.maximum((1 - np.array(LEVELS)) * short, -np.array(LEVELS) * short).mean())
                )
    mean = fmean(history)
    return np.array([[fmean(each) / mean if each else np.nan for each in way] for way in found])


def weeks(folder: Path = DATA / "resolved") -> Mapping[str, tuple[float, ...]]:
    """Return the items resolved per week of every project, from its first to its last."""
    found = {}
    for path in sorted(folder.glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            days = [_day(row["resolved"]) for row in csv.DictReader(file)]
        mondays = [day - timedelta(days=day.weekday()) for day in days if day]
        counts = [0.0] * ((max(mondays) - min(mondays)).days // 7 + 1)
        for monday in mondays:
            counts[(monday - min(mondays)).days // 7] += 1
        found[path.stem] = tuple(counts)
    return found


def _day(text: str) -> date | None:
    return date.fromisoformat(text[:10]) if text[:1].isdigit() else None


def boards(folder: Path = DATA / "velocity") -> Mapping[str, tuple[float, ...]]:
    """Return the points delivered per sprint of every board that uses points, copies left out."""
    found: dict[str, tuple[float, ...]] = {}
    for path in sorted(folder.glob("*.csv")):
        sprints: dict[str, list[tuple[int, float]]] = {}
        with path.open(encoding="utf-8", newline="") as file:
            for row in list(csv.reader(file))[1:]:
                sprints.setdefault(row[0], []).append((int(row[1]), _delivered(row[2 - COLUMNS :])))
        for board, points in sprints.items():
            history = tuple(max(value, 0.0) for _, value in sorted(points))
            if fmean(value == 0 for value in history) <= MOST_EMPTY and history not in found.values():
                found[f"{path.stem}-{board}"] = history
    return found


def _delivered(row: Sequence[str]) -> float:
    """Return start + added − removed + difference; `row` begins with the last part of the name."""
    difference, start, added, removed = (float(row[place]) for place in (1, 4, 6, 8))
    return start + added - removed + difference
