"""Laws of the resampling, of what is learnt from past forecasts, and of the back-test."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from maestro_cli.planning.forecast.backtest import LEVELS, backtest, wilson
from maestro_cli.planning.forecast.calibration import (
    FIRST_ORIGIN,
    STATED,
    Calibration,
    check_past,
    hit,
    learn,
    track,
)
from maestro_cli.planning.forecast.resampling import noise, sums

HISTORIES = st.lists(st.integers(0, 12).map(float), min_size=8, max_size=30)
UNITS = st.sampled_from(["week", "sprint"])


def drifting(periods: int, seed: int) -> list[float]:
    """Counts of a team whose pace wanders, so that resampling alone is too sure of itself."""
    random = np.random.default_rng(seed)
    pace = 8 * np.exp(np.cumsum(random.normal(0, 0.15, periods)))
    return [float(count) for count in random.poisson(pace)]


@settings(max_examples=25, deadline=None)
@given(HISTORIES, UNITS, st.integers(0, 5))
def test_work_only_grows(history: list[float], unit: str, seed: int) -> None:
    ends = sums(history, noise(50, 6, unit, seed))
    assert ends.shape == (50, 6)
    assert (np.diff(ends, axis=1) >= 0).all()
    assert np.isfinite(ends).all()


def test_only_the_last_twelve_periods_are_drawn() -> None:
    random = noise(50, 4, "week", 1)
    assert (sums([99.0] * 5 + [2.0] * 12, random) == sums([2.0] * 12, random)).all()


def test_recent_periods_are_drawn_more_often() -> None:
    ends = sums([0.0] * 6 + [10.0] * 6, noise(4_000, 1, "sprint", 1))
    assert 6 < ends.mean() < 7.5, "twice as often as those six periods older: 2 / 3 of 10"


# @req MR-4.2
@settings(max_examples=20, deadline=None)
@given(HISTORIES, HISTORIES, UNITS, st.sampled_from([1, 3, 6]))
def test_the_future_never_changes_a_forecast_of_the_past(
    past: list[float], future: list[float], unit: str, periods: int
) -> None:
    known = track(check_past(past, periods, unit, 0), periods)
    later = track(check_past(past + future, periods, unit, 0), periods)
    rows = len(past) - FIRST_ORIGIN
    assert np.array_equal(known[0][: rows + 1], later[0][: rows + 1])
    settled = max(rows - periods + 1, 0)
    assert np.array_equal(known[1][:settled], later[1][:settled], equal_nan=True)


@settings(max_examples=20, deadline=None)
@given(HISTORIES, UNITS, st.integers(1, 40))
def test_a_higher_level_is_never_read_as_a_lower_one(history: list[float], unit: str, periods: int) -> None:
    calibration = learn(history, unit, 0)
    asked = [calibration.asked(level, periods) for level in np.linspace(0.01, 0.99, 30)]
    assert asked == sorted(asked)
    assert 0 < asked[0] <= asked[-1] < 1
    shares = np.linspace(0, 1, 30)
    stated = calibration.stated(shares, periods)
    assert (np.diff(stated) >= 0).all()
    assert calibration == learn(history, unit, 0)


def test_without_a_past_levels_are_read_as_they_are() -> None:
    assert Calibration().asked(0.85, 4) == pytest.approx(0.85)
    assert Calibration().stated(np.array([0.2, 0.99]), 3) == pytest.approx([0.2, 0.99])
    assert learn([1.0, 2.0], "week", 0) == Calibration()


def test_reading_and_stating_are_inverse() -> None:
    calibration = learn(drifting(60, 1), "week", 0)
    for level in STATED:
        assert calibration.stated(np.array([calibration.asked(level, 5)]), 5)[0] == pytest.approx(level)


def test_a_tie_counts_for_the_part_that_the_level_needs() -> None:
    below, reached = np.array(0.1), np.array(0.3)
    assert hit(below, reached, np.array([0.5, 0.8, 0.95])) == pytest.approx([0.0, 0.5, 1.0])


def test_misses_make_forecasts_more_cautious() -> None:
    history = [20.0, 18.0, 22.0, 19.0, 21.0, 20.0, 10.0, 9.0, 5.0, 4.0, 2.0, 2.0, 1.0]
    assert learn(history, "sprint", 0).asked(0.85, 1) > 0.9


def test_a_team_that_stands_still_is_not_forecast() -> None:
    past = check_past([3.0] * 6 + [0.0] * 20, 1, "week", 0)
    assert np.isnan(past.below[-1, 0])
    assert not np.isnan(past.below[0, 0])


# @req MR-4.2
@pytest.mark.parametrize("periods", [1, 4, 8])
def test_forecasts_of_a_drifting_team_come_true_as_often_as_they_state(periods: int) -> None:
    scores = [backtest(drifting(150, seed), (periods,), "week", 0)[0] for seed in range(4)]
    for place, level in enumerate(LEVELS):
        assert np.mean([score.levels[place].hit for score in scores]) == pytest.approx(level, abs=0.03)
    if periods == 8:
        usual = [score.standard.levels[LEVELS.index(0.85)].hit for score in scores]
        assert np.mean(usual) < 0.8, "the usual resampling is too sure of itself"


# @req MR-4.2
def test_a_back_test_counts_every_period_from_the_seventh_on() -> None:
    one, four = backtest(drifting(30, 2), (1, 4), "week", 0)
    assert (one.levels[0].forecasts, four.levels[0].forecasts) == (24, 21)
    assert (one.levels[0].independent, four.levels[0].independent) == (24, 5)
    assert [level.stated for level in one.levels] == list(LEVELS)
    assert one.mean_abs_error is not None
    assert all(level.low <= level.hit <= level.high for level in four.levels)


def test_a_short_history_has_no_forecasts() -> None:
    assert backtest([1.0] * 6, (1,), "week", 0)[0].levels == ()
    assert backtest([], (1, 4), "sprint", 0)[1].mean_abs_error is None
    assert backtest([1.0] * 9, (), "week", 0) == ()


def test_wilsons_interval() -> None:
    assert wilson(85, 100) == pytest.approx((0.7672, 0.9069), abs=1e-4)
    assert wilson(0, 10) == pytest.approx((0.0, 0.2775), abs=1e-4)
    assert wilson(0, 0) == (0.0, 1.0)
