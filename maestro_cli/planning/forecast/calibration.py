"""Calibration of forecasts on the team's own history: what a stated confidence has to be read as.

Every past period is a rolling origin: a forecast from the data before it, and what came true. Each stated
level is tracked on its own (adaptive conformal inference: Gibbs and Candès, NeurIPS 2021): a forecast that
missed has the level read more cautiously from then on, one that came true less so, until it comes true as
often as it states. Two things are added. A forecast over many periods counts from its first period on, by
how it does so far, so that the lesson does not wait for its end. And a miss counts in standard deviations of
what is expected, so that the rare miss of a high level teaches as much as it is worth. With little history
the levels are those of the resampling itself, which are about right for a team in general.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from maestro_cli.planning.forecast.resampling import WINDOW, Noise, noise, sums

Resample = Callable[[Sequence[float], Noise], Any]

STATED = (0.05, 0.15, 0.3, 0.5, 0.7, 0.8, 0.85, 0.9, 0.95)
"""Levels that are tracked; between them the reading is interpolated."""

STEP = 0.5
"""How far a miss of one standard deviation moves a level, in log odds: of 1/4, 1/2 and 1 the one that is best
on the first half of the benchmark's projects. Less is slower to learn, more makes forecasts restless."""

FARTHEST = 7.0
"""Log odds that no level goes beyond."""

FIRST_ORIGIN = 3
"""Periods of history from which on forecasts are made to learn from."""

HORIZONS = (1, 2, 4, 8, 12, 24)
"""Horizons that are tracked, in periods; between them the reading is interpolated."""

RUNS = 1_000


@dataclass(frozen=True, slots=True)
class Checked:
    """Forecasts of the past beside what came true: one row an origin, one column a horizon 1, 2, ….

    `below` and `reached` are the shares of runs that end below what came true, and not above it; NaN where
    nothing was forecast or nothing is known yet. Row i stands `FIRST_ORIGIN` + i periods into the history.
    """

    below: Any
    reached: Any


@dataclass(frozen=True, slots=True)
class Calibration:
    """How to read the resampling now: per horizon and stated level the share of runs to ask for."""

    horizons: tuple[int, ...] = (1,)
    read: tuple[tuple[float, ...], ...] = (STATED,)
    forecasts: int = 0
    """Past forecasts whose outcome it stands on."""

    def asked(self, stated: float, periods: int) -> float:
        """Return the share of runs that must reach an amount for it to have confidence `stated`."""
        import numpy as np

        return float(_chance(np.interp(_odds(stated), _odds(np.array(STATED)), self._odds_at(periods))))

    def stated(self, shares: Any, periods: int) -> Any:  # noqa: ANN401 - NumPy arrays
        """Return the confidence that `shares` of runs stand for, after `periods` periods."""
        import numpy as np

        read, known = self._odds_at(periods), _odds(np.array(STATED))
        odds = _odds(np.asarray(shares, dtype=float))
        inner = np.interp(odds, read, known)
        beyond = np.where(odds > read[-1], odds - read[-1], 0) + np.where(odds < read[0], odds - read[0], 0)
        return _chance(inner + beyond)

    def _odds_at(self, periods: int) -> Any:  # noqa: ANN401 - NumPy array
        import numpy as np

        odds = _odds(np.array(self.read))
        at = np.log(self.horizons)
        return np.array([np.interp(math.log(periods), at, column) for column in odds.T])


def check_past(
    history: Sequence[float], farthest: int, unit: str, seed: int, resample: Resample = sums
) -> Checked:
    """Forecast every past period from the data before it, up to `farthest` periods ahead.

    Nothing is forecast while the last 12 periods are empty: a team that stands still says nothing.
    `resample` turns history and random numbers into sums, shape (runs, periods).
    """
    import numpy as np

    done = np.concatenate([[0.0], np.cumsum(history)])
    origins = range(FIRST_ORIGIN, len(history))
    below = np.full((len(origins), farthest), np.nan)
    reached = below.copy()
    random = noise(RUNS, farthest, unit, seed)
    for row, origin in enumerate(origins):
        if done[origin] <= done[max(origin - WINDOW, 0)]:
            continue
        known = min(farthest, len(history) - origin)
        came = done[origin + 1 : origin + known + 1] - done[origin]
        ends = resample(history[:origin], random)[:, :known]
        below[row, :known] = (ends < came - 1e-9).mean(axis=0)
        reached[row, :known] = (ends <= came + 1e-9).mean(axis=0)
    return Checked(below, reached)


def track(
    past: Checked, periods: int, levels: Sequence[float] = STATED, step: float = STEP
) -> tuple[Any, Any]:
    """Follow every level through the past forecasts over `periods` periods, in steps of `step`.

    Returns:
        What each level was read as at every origin, shape (origins + 1, levels), the last row for now; and
        how far each forecast came true (see `hit`), shape (origins, levels), NaN where it is not known.
    """
    import numpy as np

    below, reached = past.below, past.reached
    wanted = np.array(levels)
    move = step / (2 * np.sqrt(wanted * (1 - wanted)))
    read = np.empty((len(below) + 1, len(levels)))
    hits = np.full((len(below), len(levels)), np.nan)
    settled_odds = _odds(wanted)
    for now in range(len(below) + 1):
        if now >= periods:
            miss = np.nan_to_num(wanted - hits[now - periods])
            settled_odds = np.clip(np.sort(settled_odds + move * miss), -FARTHEST, FARTHEST)
        open_rows = np.arange(max(now - periods + 1, 0), now)
        so_far = now - open_rows - 1
        running = hit(below[open_rows, so_far, None], reached[open_rows, so_far, None], read[open_rows])
        odds = settled_odds + move * np.nan_to_num(wanted - running).sum(axis=0)
        read[now] = _chance(np.clip(np.sort(odds), -FARTHEST, FARTHEST))
        if now < len(below):
            hits[now] = hit(below[now, periods - 1], reached[now, periods - 1], read[now])
    return read, hits


def hit(below: Any, reached: Any, asked: Any) -> Any:  # noqa: ANN401 - NumPy arrays
    """Return how far "at least the amount that the share `asked` of runs reaches" came true, 0 to 1.

    1 when more came true, 0 when less. When exactly the amount came true that the level falls on, the part
    of its probability that the level needs: amounts are whole, so that no amount has exactly 85 %, and
    counting such ties in full would make any forecast look better than it is (the non-randomised
    probability integral transform; Czado, Gneiting and Held, Biometrics 65, 2009).
    """
    import numpy as np

    tail = 1 - asked
    width = np.maximum(reached - below, 1e-12)
    return np.clip((reached - tail) / width, 0, 1)


def learn(history: Sequence[float], unit: str, seed: int) -> Calibration:
    """Learn how to read the resampling from `history`, completed work per period, oldest first."""
    import numpy as np

    if len(history) <= FIRST_ORIGIN:
        return Calibration()
    horizons = tuple(h for h in HORIZONS if h == 1 or h < len(history) - FIRST_ORIGIN)
    past = check_past(history, horizons[-1], unit, seed)
    read = tuple(tuple(map(float, track(past, periods)[0][-1])) for periods in horizons)
    return Calibration(horizons, read, int((~np.isnan(past.below[:, 0])).sum()))


def _odds(chance: Any) -> Any:  # noqa: ANN401 - NumPy arrays
    import numpy as np

    safe = np.clip(chance, 1e-6, 1 - 1e-6)
    return np.log(safe / (1 - safe))


def _chance(odds: Any) -> Any:  # noqa: ANN401 - NumPy arrays
    import numpy as np

    return 1 / (1 + np.exp(-odds))
