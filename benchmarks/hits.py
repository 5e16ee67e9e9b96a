"""Whether forecasts of the past came true, by which constants, and what chance alone would do.

The constants of the forecast are few and coarse, so that choosing them cannot follow noise: every pair of
`WANDERS` and `STEPS` is tried, and the pair is chosen whose hit rates are nearest to what was stated, on the
average over levels and horizons of sprints and weeks together.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from itertools import product
from statistics import NormalDist

import numpy as np
import numpy.typing as npt

from maestro_cli.planning.forecast.backtest import LEVELS, resample_last_12
from maestro_cli.planning.forecast.calibration import FIRST_ORIGIN, STATED, Checked, check_past, hit, track
from maestro_cli.planning.forecast.forecast import FEWEST_PERIODS
from maestro_cli.planning.forecast.resampling import sums

FloatArray = npt.NDArray[np.float64]
Indices = npt.NDArray[np.int64]
Constants = tuple[float, float]
"""How far the pace wanders, and the step of a miss: WANDER and STEP of the forecast."""

Hits = Mapping[int, FloatArray]
"""Per horizon, how far each forecast of one series came true, shape (forecasts, levels)."""

WANDERS = (0.125, 0.25, 0.5, 1.0)
STEPS = (0.25, 0.5, 1.0)
ASKED = [STATED.index(level) for level in LEVELS]
FIRST = FEWEST_PERIODS - FIRST_ORIGIN
"""Row of the first forecast that is scored."""


def tried(
    histories: Sequence[Sequence[float]], horizons: Sequence[int], unit: str
) -> dict[Constants, list[Hits]]:
    """Return by each pair of constants whether the forecasts of each history came true."""
    found: dict[Constants, list[Hits]] = {pair: [] for pair in product(WANDERS, STEPS)}
    for wander, history in product(WANDERS, histories):
        past = check_past(history, max(horizons), unit, 0, resample=partial(sums, wander=wander))
        for step in STEPS:
            found[wander, step].append({h: _known(track(past, h, step=step)[1]) for h in horizons})
    return found


def usual(history: Sequence[float], horizons: Sequence[int], unit: str) -> Hits:
    """Return whether forecasts of the usual resampling came true."""
    past: Checked = check_past(history, max(horizons), unit, 0, resample=resample_last_12)
    read = np.array(STATED)
    return {h: _known(hit(past.below[:, h - 1, None], past.reached[:, h - 1, None], read)) for h in horizons}


def gaps(hits: Sequence[Hits], periods: int) -> FloatArray:
    """Return per level how far the hit rate over several series is from what was stated."""
    share = np.concatenate([each[periods] for each in hits]).mean(axis=0)
    off: FloatArray = share - np.array(LEVELS)
    return off


def best(groups: Sequence[Mapping[Constants, Sequence[Hits]]]) -> Constants:
    """Return the constants whose hit rates are nearest to what was stated, over all groups."""

    def error(pair: Constants) -> float:
        errors = [np.abs(gaps(group[pair], h)).mean() for group in groups for h in group[pair][0]]
        return float(np.mean(errors))

    return min(groups[0], key=error)


def perfect(lengths: Sequence[int], periods: int, runs: int = 1_000) -> FloatArray:
    """Return how far off a perfectly calibrated forecaster is, at its farthest level, in each of `runs` runs.

    It knows the law of what comes, but not what comes: periods are independent and normal, and the series
    as long as given. Forecasts over several periods overlap as they do in the past of a project.
    """
    random = np.random.default_rng(periods)
    least = np.array([NormalDist().inv_cdf(1 - level) for level in LEVELS])
    hits, trials = np.zeros((runs, len(LEVELS))), 0
    for length in lengths:
        origins = np.arange(FEWEST_PERIODS, length - periods + 1)
        if len(origins):
            done = np.cumsum(random.standard_normal((runs, length + 1)), axis=1)
            came = (done[:, origins + periods] - done[:, origins]) / np.sqrt(periods)
            hits += (came[:, :, None] >= least).sum(axis=1)
            trials += len(origins)
    farthest: FloatArray = np.abs(hits / max(trials, 1) - np.array(LEVELS)).max(axis=1)
    return farthest


def _known(hits: FloatArray) -> FloatArray:
    scored = hits[FIRST:, ASKED]
    return scored[~np.isnan(scored[:, 0])]
