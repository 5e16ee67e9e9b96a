from __future__ import annotations

from datetime import date, timedelta

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from maestro_cli.model.plan import Reason
from maestro_cli.planning.forecast.forecast import forecast_scope, outlook

ENDS = [date(2026, 12, 4) + timedelta(days=14 * n) for n in range(60)]
STEADY = [20.0] * 6


def test_a_team_that_never_varies_is_done_when_arithmetic_says() -> None:
    found = forecast_scope(60, STEADY, ENDS, 3, seed=1)
    assert set(found.percentiles.values()) == {ENDS[2]}
    assert found.probability == 1
    assert found.by == ENDS[2]
    assert forecast_scope(61, STEADY, ENDS, 3, seed=1).probability == 0


# @req MR-4.1
@settings(max_examples=25, deadline=None)
@given(
    st.lists(st.integers(0, 40).map(float), min_size=6, max_size=20), st.integers(1, 150), st.integers(0, 9)
)
def test_more_confidence_is_never_earlier(history: list[float], points: int, seed: int) -> None:
    found = forecast_scope(points, history, ENDS, 3, seed)
    if not any(history[-12:]):
        assert found.note == Reason("standstill", {"periods": 12})
        assert found.probability is None
        return
    days = [found.percentiles[level] or date.max for level in ("50", "70", "85", "95")]
    assert days == sorted(days)
    assert found.probability is not None
    assert 0 <= found.probability <= 1
    assert found == forecast_scope(points, history, ENDS, 3, seed)
    assert found.history_used == tuple(history[-12:])


def test_what_the_running_sprint_has_done_is_no_room_for_more() -> None:
    plain, begun = (forecast_scope(19, STEADY, ENDS, 1, seed=1, begun=done) for done in (0, 15))
    assert plain.probability is not None
    assert begun.probability is not None
    assert begun.probability < plain.probability
    assert begun.points == plain.points == 19


# @req MR-4.1
def test_fewer_than_six_sprints_give_a_range_and_no_percentile() -> None:
    found = forecast_scope(60, [30.0, 20.0, 25.0], ENDS, 3, seed=1)
    assert set(found.percentiles) == {"50", "70", "85", "95"}
    assert set(found.percentiles.values()) == {None}
    assert found.probability is None
    assert found.observed == (ENDS[1], ENDS[2])
    assert found.note is not None
    assert found.note.params == {"n": 3, "least": 6}
    stalled = forecast_scope(60, [0.0, 60.0], ENDS, 3, seed=1)
    assert stalled.observed == (ENDS[0], None)
    assert forecast_scope(60, [], ENDS, 3, seed=1).observed == ()


def test_a_scope_beyond_the_horizon_has_no_date() -> None:
    found = forecast_scope(10_000, STEADY, ENDS, 3, seed=1)
    assert set(found.percentiles.values()) == {None}
    assert found.probability == 0


def test_no_scope_is_said() -> None:
    note = forecast_scope(0, STEADY, ENDS, 3, seed=1).note
    assert note is not None
    assert note.code == "no_scope"


# @req MR-4.1
@settings(max_examples=25, deadline=None)
@given(
    st.lists(st.integers(0, 40).map(float), min_size=6, max_size=30),
    st.lists(st.integers(1, 300), min_size=2, max_size=5),
    st.sampled_from(["week", "sprint"]),
    st.floats(0, 5),
)
def test_more_scope_is_never_surer_and_time_never_less_sure(
    history: list[float], scopes: list[int], unit: str, growth: float
) -> None:
    ahead = outlook(history, 12, unit, seed=0)
    sure = ahead.confidence(sorted(scopes), growth)
    assert (np.diff(sure, axis=0) <= 0).all()
    assert (np.diff(sure, axis=1) >= 0).all()
    assert (ahead.confidence(scopes, growth + 1) <= ahead.confidence(scopes, growth)).all()
    amounts = list(ahead.amounts(5).values())
    assert amounts == sorted(amounts, reverse=True)


def test_the_method_says_how_many_past_forecasts_it_learnt_from() -> None:
    found = forecast_scope(60, [20.0, 25.0, 15.0, 30.0] * 5, ENDS, 3, seed=1)
    assert "over the last 12 sprints" in found.method
    assert "(17 past forecasts)" in found.method
