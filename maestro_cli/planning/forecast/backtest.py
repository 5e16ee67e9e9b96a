"""The back-test: how often forecasts of each stated confidence came true on a team's own history.

Rolling origin: every period from the seventh on is forecast from those before it alone, its calibration
learnt from those before it alone. Beside it stands the standard of practice, which resamples the last 12
periods as independent draws.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import sqrt
from typing import Any

from maestro_cli.model.forecast import HorizonScore, LevelScore, MethodScore
from maestro_cli.planning.forecast.calibration import FIRST_ORIGIN, STATED, Checked, check_past, hit, track
from maestro_cli.planning.forecast.forecast import FEWEST_PERIODS
from maestro_cli.planning.forecast.resampling import WINDOW, Noise

LEVELS = (0.5, 0.7, 0.8, 0.85, 0.9, 0.95)
"""Levels that are reported."""

NORMAL_95 = 1.959964
"""Two-sided 95 % point of the normal distribution."""


def backtest(
    history: Sequence[float], horizons: Sequence[int], unit: str, seed: int
) -> tuple[HorizonScore, ...]:
    """Forecast the past of `history`, completed work per period, oldest first, at each of `horizons`.

    `unit` is week (whole items) or sprint (points). A horizon that the history is too short for has no
    forecasts. Nothing is forecast while the last 12 periods are empty.
    """
    if not horizons:
        return ()
    past = check_past(history, max(horizons), unit, seed)
    usual = check_past(history, max(horizons), unit, seed, resample=resample_last_12)
    result = []
    for periods in horizons:
        own = _scores(track(past, periods)[1], periods)
        asked = _uncorrected(usual, periods)
        standard = _scores(asked, periods)
        result.append(HorizonScore(periods, unit, own, _error(own), MethodScore(standard, _error(standard))))
    return tuple(result)


def resample_last_12(history: Sequence[float], random: Noise) -> Any:  # noqa: ANN401 - a NumPy array
    """Return sums over 1, 2, … periods as the standard has them, shape (runs, periods)."""
    import numpy as np

    window = np.asarray(history[-WINDOW:], dtype=float)
    return np.cumsum(window[(random.lived * len(window)).astype(int)], axis=1)


def wilson(hits: float, trials: float) -> tuple[float, float]:
    """Return the interval that holds the true share with 95 % confidence (Wilson, JASA 22, 1927)."""
    if trials <= 0:
        return 0.0, 1.0
    share, z2 = hits / trials, NORMAL_95**2
    middle = (share + z2 / (2 * trials)) / (1 + z2 / trials)
    width = NORMAL_95 * sqrt(share * (1 - share) / trials + z2 / (4 * trials**2)) / (1 + z2 / trials)
    return max(middle - width, 0.0), min(middle + width, 1.0)


def _uncorrected(past: Checked, periods: int) -> Any:  # noqa: ANN401 - a NumPy array
    """Return how far forecasts came true whose levels are read as they are."""
    import numpy as np

    column = periods - 1
    return hit(past.below[:, column, None], past.reached[:, column, None], np.array(STATED))


def _scores(hits: Any, periods: int) -> tuple[LevelScore, ...]:  # noqa: ANN401 - a NumPy array
    import numpy as np

    counted = hits[FEWEST_PERIODS - FIRST_ORIGIN :]
    counted = counted[~np.isnan(counted[:, 0])]
    if not len(counted):
        return ()
    shares = dict(zip(STATED, counted.mean(axis=0).tolist(), strict=True))
    independent = max(len(counted) // periods, 1)
    return tuple(_score(level, shares[level], len(counted), independent) for level in LEVELS)


def _score(stated: float, share: float, forecasts: int, independent: int) -> LevelScore:
    low, high = wilson(share * independent, independent)
    return LevelScore(stated, round(share, 4), forecasts, round(low, 4), round(high, 4), independent)


def _error(levels: Sequence[LevelScore]) -> float | None:
    gaps = [abs(level.hit - level.stated) for level in levels]
    return round(sum(gaps) / len(gaps), 4) if gaps else None
