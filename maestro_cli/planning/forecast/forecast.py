"""When work will be done, by resampling what the team has completed and reading it as its past teaches.

The resampling is in `resampling`, the lesson of the team's own back-tests in `calibration`; together they
say with what confidence an amount of work is done after so many periods.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import accumulate
from typing import Any

from maestro_cli.model.plan import ByDay, Forecast, Reason
from maestro_cli.planning.forecast.calibration import Calibration, learn
from maestro_cli.planning.forecast.resampling import WINDOW, noise, sums

LEVELS = (50, 70, 85, 95)
FEWEST_PERIODS = 6
RUNS = 5_000
SURE = 0.999
SCALED = ", scaled by the days the team is there"
RANGE_METHOD = "observed range: every {unit} like the best, every {unit} like the worst"
NAMES = {"sprint": ("completed points", "sprint"), "week": ("completed items", "week")}


@dataclass(frozen=True, slots=True)
class Outlook:
    """What the team completes in the periods to come.

    `ends` is a NumPy array of sums after 1, 2, … periods, shape (runs, periods), each column sorted.
    """

    ends: Any
    calibration: Calibration
    unit: str
    used: int
    """Past periods that are drawn from."""
    scaled: bool = False
    """Whether some periods count less or more, as more or fewer people are away than were."""

    @property
    def method(self) -> str:
        """What was done, with the figures."""
        what, unit = NAMES[self.unit]
        return (
            f"double bootstrap of {what} per {unit} over the last {self.used} {unit}s ({RUNS:,} runs of "
            "half-size resamples), each confidence recalibrated on the team's own rolling-origin back-test "
            f"({self.calibration.forecasts} past forecasts)"
            f"{SCALED if self.scaled else ''}; dates are {unit} ends"
        )

    def confidence(self, amounts: Sequence[float], growth: float = 0.0, begins: Sequence[int] = ()) -> Any:  # noqa: ANN401 - NumPy array
        """Return the confidence that each amount is done after 1, 2, … periods, shape (amounts, periods).

        Args:
            amounts: work to be done; more of it is never surer.
            growth: what is added to each amount in every period.
            begins: per amount how many periods are over before the last of it can begin; none if left out.
        """
        import numpy as np

        runs, periods = self.ends.shape
        sure = np.empty((len(amounts), periods))
        for column in range(periods):
            wanted = np.asarray(amounts, dtype=float) + growth * (column + 1) - 1e-9
            shares = 1 - np.searchsorted(self.ends[:, column], wanted) / runs
            sure[:, column] = self.calibration.stated(shares, column + 1)
        sure = np.maximum.accumulate(sure, axis=1)
        for row, begin in enumerate(begins):
            sure[row, :begin] = 0
        return sure

    def amounts(self, periods: int) -> dict[str, float]:
        """Return per level the amount that is done after `periods` with at least that confidence."""
        import numpy as np

        column = self.ends[:, periods - 1]
        asked = (self.calibration.asked(level / 100, periods) for level in LEVELS)
        found = {
            str(level): float(np.quantile(column, 1 - share, method="inverted_cdf"))
            for level, share in zip(LEVELS, asked, strict=True)
        }
        return {level: round(amount, 1) for level, amount in found.items()}


def outlook(
    history: Sequence[float], periods: int, unit: str, seed: int, present: Sequence[float] = ()
) -> Outlook:
    """Look `periods` ahead from `history`, completed work per period of `unit` (sprint, week), oldest first.

    `present` is what each of them counts, see `presence`; all of them 1 if left out. The same inputs give the
    same outlook (PCG64). At least 6 past periods are needed for it to mean much.
    """
    import numpy as np

    ends = np.sort(sums(history, noise(RUNS, periods, unit, seed), present=present), axis=0)
    used, scaled = min(len(history), WINDOW), any(share != 1 for share in present)
    return Outlook(ends, learn(history, unit, seed), unit, used, scaled)


def days(sure: Sequence[float], ends: Sequence[date]) -> Mapping[str, date | None]:
    """Return per level the first day by which the confidence is reached; None beyond `ends`."""
    return {
        str(level): next((end for chance, end in zip(sure, ends, strict=True) if chance >= level / 100), None)
        for level in LEVELS
    }


def why_not(amount: float, history: Sequence[float]) -> Reason | None:
    """Say why there is no percentile for so much work; None where there is one."""
    if amount <= 0:
        return Reason("no_scope")
    if len(history) < FEWEST_PERIODS:
        return Reason("few_periods", {"n": len(history), "least": FEWEST_PERIODS})
    if not any(history[-WINDOW:]):
        return Reason("standstill", {"periods": WINDOW})
    return None


def by_day(sure: Sequence[float], ends: Sequence[date]) -> tuple[ByDay, ...]:
    """Return the chance by the end of each period, up to the first that is as good as sure."""
    chances = [round(float(chance), 4) for chance in sure]
    last = next((place for place, chance in enumerate(chances) if chance >= SURE), len(chances))
    return tuple(map(ByDay, ends[: last + 1], chances[: last + 1]))


def forecast_scope(
    points: float,
    history: Sequence[float],
    ends: Sequence[date],
    planned: int,
    seed: int,
    evidence: Sequence[str] = (),
    begun: float = 0.0,
    present: Sequence[float] = (),
    begins: int = 0,
) -> Forecast:
    """Forecast when `points` are done.

    Args:
        points: the scope.
        history: completed points of past sprints, oldest first; the last 12 are drawn from, all of them
            teach how to read the result.
        ends: the last day of each sprint to come, as far as is worth looking.
        planned: how many of them the plan covers; `probability` is for the last of these.
        seed: of the random numbers (PCG64); the same inputs give the same forecast.
        evidence: what `history` stands on, one id per entry.
        begun: points done in the running sprint, the first of those to come: they are no part of the scope,
            but of what the sprint brings.
        present: what each sprint to come counts, see `presence`; all of them 1 if left out.
        begins: how many sprints are over before the last of the scope can begin.

    Returns:
        Percentiles as days, None where a level is not reached within `ends`. With fewer than 6 past
        sprints no percentile, but the observed range.
    """
    used = tuple(float(value) for value in history[-WINDOW:])
    cited = tuple(evidence[-WINDOW:])
    by = ends[planned - 1] if planned else None
    nothing: dict[str, date | None] = {str(level): None for level in LEVELS}
    note = why_not(points, history)
    if note is not None and note.code == "few_periods":
        seen = observed(points + begun, used, ends, present, begins)
        method = range_method("sprint", present)
        return Forecast(nothing, None, used, method, points, by, seen, note, evidence=cited)
    if note is not None:
        return Forecast(nothing, None, used, "nothing to forecast", points, by, note=note, evidence=cited)
    ahead = outlook(history, len(ends), "sprint", seed, present)
    sure = ahead.confidence([points + begun], begins=[begins])[0]
    chance = round(float(sure[planned - 1]), 4) if planned else None
    return Forecast(
        dict(days(sure, ends)),
        chance,
        used,
        ahead.method,
        float(points),
        by,
        evidence=cited,
        curve=by_day(sure, ends),
    )


def range_method(unit: str, present: Sequence[float]) -> str:
    """Return what an observed range is."""
    return RANGE_METHOD.format(unit=unit) + (SCALED if any(share != 1 for share in present) else "")


def observed(
    points: float,
    used: Sequence[float],
    ends: Sequence[date],
    present: Sequence[float] = (),
    begins: int = 0,
) -> tuple[date | None, ...]:
    """Return the day when all periods go like the best one seen, and like the worst (None: later).

    `present` and `begins` are those of `forecast_scope`.
    """
    if not used:
        return ()
    lived = accumulate(present or (1.0,) * len(ends))
    reached = list(zip(ends, lived, strict=True))[begins:]
    return tuple(
        next((end for end, periods in reached if pace * periods >= points - 1e-9), None)
        for pace in (max(used), min(used))
    )
