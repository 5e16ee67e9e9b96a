"""How often forecasts come true, on the histories of real projects.

Every project is back-tested on its own, as `maestro forecast backtest` does it; the forecasts of all projects
are then counted together. The halves are every other board and project in order of name. A half is scored by
the constants that are chosen on the other one, so that no figure of a half has a part in its own making.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean, pstdev

import numpy as np

from benchmarks.hits import Constants, FloatArray, Hits, Indices, best, gaps, perfect, tried, usual
from benchmarks.series import MOST_EMPTY, Series, boards, fortnights, weeks
from maestro_cli.planning.forecast.backtest import LEVELS, resample_last_12
from maestro_cli.planning.forecast.calibration import FIRST_ORIGIN, RUNS, STEP, check_past, track
from maestro_cli.planning.forecast.forecast import FEWEST_PERIODS
from maestro_cli.planning.forecast.resampling import WANDER, noise, sums

HORIZONS = {"sprint": (1, 3, 6), "week": (1, 4, 8, 12)}
LIMIT = 0.03
HALVINGS = 200
"""Random halves of all series on which the choice of constants is repeated."""

USUAL = "last 12, resampled"
FEWEST_FORECASTS = 10
"""Forecasts of a project that its hit rate counts for in the spread."""


@dataclass(frozen=True, slots=True)
class Score:
    """How often forecasts came true over several projects, per level, and the spread between projects."""

    unit: str
    periods: int
    group: str
    forecasts: int
    gaps: tuple[float, ...]
    chance: float
    """How far off a perfect forecaster stays in 95 % of runs, at the farthest level."""
    decided: float
    """Share of runs in which a perfect forecaster stays within the limit."""
    spread: float
    loss: float | None = None
    """Mean quantile loss over that of the usual resampling: below 1, forecasts say more."""

    @property
    def worst(self) -> float:
        """The largest distance of a hit rate from what was stated."""
        return max(map(abs, self.gaps))

    @property
    def holds(self) -> str:
        """Say whether the limit is kept; undecided where a perfect forecaster is as far off by chance."""
        if self.worst <= LIMIT:
            return "yes"
        return "no" if self.worst > self.chance else "undecided"

    def cells(self) -> tuple[str, ...]:
        """Return the line as text."""
        hits = [f"{(level + gap) * 100:.1f}" for level, gap in zip(LEVELS, self.gaps, strict=True)]
        what = f"{self.periods} {self.unit}{'s' if self.periods > 1 else ''}"
        loss = "" if self.loss is None else f"{self.loss:.2f}"
        off = (
            f"{self.worst * 100:.1f}",
            "" if self.group == USUAL else self.holds,
            f"{self.chance * 100:.1f}",
            f"{self.decided:.0%}",
        )
        return (what, self.group, str(self.forecasts), *hits, *off, f"{self.spread * 100:.1f}", loss)


@dataclass(frozen=True, slots=True)
class Kind:
    """The series of one unit, in order of name, and how their forecasts do by each pair of constants."""

    unit: str
    series: Series
    hits: Mapping[Constants, Sequence[Hits]]

    def some(self, places: Iterable[int]) -> Mapping[Constants, Sequence[Hits]]:
        """Return the hits of some of the series."""
        return {pair: [hits[place] for place in places] for pair, hits in self.hits.items()}

    def half(self, first: int) -> Mapping[Constants, Sequence[Hits]]:
        """Return the hits of every other series, from the first (0) or the second (1) on."""
        return self.some(range(first, len(self.series), 2))

    def lengths(self) -> list[int]:
        """Return how many periods each series has."""
        return [len(history) for history in self.series.values()]


def forecasts() -> str:
    """Return the table of all horizons as Markdown, and the constants that either half chooses."""
    kinds = [_kind("sprint", {**boards(), **fortnights()}), _kind("week", weeks())]
    chosen = [best([kind.half(first) for kind in kinds]) for first in (0, 1)]
    header = ("Ahead", "Projects", "Forecasts", *(f"{level:.0%}" for level in LEVELS))
    header += ("Farthest off", "Within 3", "Perfect: 95%", "Perfect: within 3", "Spread", "Loss")
    lines = [f"| {' | '.join(header)} |", f"| --- | --- | {' | '.join(['---:'] * (len(header) - 2))} |"]
    lines += [f"| {' | '.join(score.cells())} |" for kind in kinds for score in scores(kind, chosen)]
    pairs = [f"{wander:g} and {step:g}" for wander, step in (*chosen, (WANDER, STEP))]
    told = (
        f"Wander and step: the first half chooses {pairs[0]}, the second {pairs[1]}; shipped are {pairs[2]}. "
        f"Of {HALVINGS} random halvings {_halvings(kinds):.0%} keep to 3 points at every level and horizon, "
        "each half by the constants that the other one chooses."
    )
    return "\n".join(lines) + f"\n\n{told}\n"


def _halvings(kinds: Sequence[Kind]) -> float:
    """Return the share of random halvings that hold on both halves, each by the other's constants."""
    random = np.random.default_rng(0)
    return fmean(
        _holds(kinds, [random.permutation(len(kind.series)) for kind in kinds]) for _ in range(HALVINGS)
    )


def _holds(kinds: Sequence[Kind], orders: Sequence[Indices]) -> bool:
    halves = [
        [kind.some(order[first::2]) for kind, order in zip(kinds, orders, strict=True)] for first in (0, 1)
    ]
    chosen = [best(half) for half in halves]
    return all(
        np.abs(gaps(group[pair], periods)).max() <= LIMIT
        for own, pair in zip(halves, reversed(chosen), strict=True)
        for group in own
        for periods in next(iter(group.values()))[0]
    )


def scores(kind: Kind, chosen: Sequence[Constants]) -> Iterator[Score]:
    """Yield per horizon the scores of all series, of either half by the other's constants, of each source."""
    own, lengths, names = kind.hits[WANDER, STEP], kind.lengths(), list(kind.series)
    standard = [usual(history, HORIZONS[kind.unit], kind.unit) for history in kind.series.values()]
    loss = losses(list(kind.series.values()), HORIZONS[kind.unit], kind.unit)
    sources = _sources(names) if kind.unit == "sprint" else {}
    for place, periods in enumerate(HORIZONS[kind.unit]):

        def score(group: str, hits: Sequence[Hits], sizes: Sequence[int], loss: float | None = None) -> Score:
            return _score(kind.unit, periods, group, hits, sizes, loss)  # noqa: B023 - called at once

        yield score("all", own, lengths, loss[place])
        yield score("first half, by the second's constants", kind.half(0)[chosen[1]], lengths[::2])
        yield score("second half, by the first's constants", kind.half(1)[chosen[0]], lengths[1::2])
        for group, at in sources.items():
            yield score(group, [own[number] for number in at], [lengths[number] for number in at])
        yield score(USUAL, standard, lengths)


def _kind(unit: str, series: Series) -> Kind:
    known = {name: series[name] for name in sorted(series) if len(series[name]) > FEWEST_PERIODS}
    return Kind(unit, known, tried(list(known.values()), HORIZONS[unit], unit))


def _sources(names: Sequence[str]) -> dict[str, list[int]]:
    """Return the places of boards, of boards that are seldom empty, and of projects by fortnights."""
    full = boards(most_empty=0.2)
    groups = {
        f"boards, ≤ {MOST_EMPTY:.0%} empty": [name.startswith("board ") for name in names],
        "boards, ≤ 20% empty": [name in full for name in names],
        "fortnights": [name.startswith("project ") for name in names],
    }
    return {group: [at for at, inside in enumerate(places) if inside] for group, places in groups.items()}


def _score(
    unit: str, periods: int, group: str, hits: Sequence[Hits], lengths: Sequence[int], loss: float | None
) -> Score:
    total = sum(len(each[periods]) for each in hits)
    at_85 = [
        float(each[periods][:, LEVELS.index(0.85)].mean())
        for each in hits
        if len(each[periods]) >= FEWEST_FORECASTS
    ]
    luck = perfect(lengths, periods)
    off = tuple(map(float, gaps(hits, periods)))
    chance, decided = float(np.quantile(luck, 0.95)), float((luck <= LIMIT).mean())
    return Score(unit, periods, group, total, off, chance, decided, pstdev(at_85), loss)


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
