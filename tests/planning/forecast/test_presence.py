"""A forecast counts a coming period by who is there, and keeps to the pins of the plan."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pytest

from maestro_cli.model.backlog import Backlog
from maestro_cli.planning.calendar import sprint_windows
from maestro_cli.planning.capacity import capacity
from maestro_cli.planning.forecast.forecast import forecast_scope, outlook
from maestro_cli.planning.forecast.presence import presence
from maestro_cli.planning.velocity import sprint_history, velocity
from maestro_cli.settings.schema import Calendar, DateRange, Member, Settings, Sprint
from tests.planning.builders import TODAY, item, make_plan, past

ENDS = [date(2026, 12, 6) + timedelta(days=14 * n) for n in range(60)]
SPANS = [(end - timedelta(days=13), end) for end in ENDS[:4]]
BEFORE = [(start - timedelta(days=84), end - timedelta(days=84)) for start, end in SPANS]
AWAY = (DateRange(start=date(2026, 11, 20), end=date(2026, 12, 6)),)
COMPLETED = (17, 20, 24, 19, 23, 21, 24)
STARTS = Sprint(starts=date(2026, 11, 23))


def project(*team: Member, holidays: tuple[date | DateRange, ...] = (), done: int = 7) -> Settings:
    calendar = Calendar(holidays=holidays)
    return Settings(team=team, calendar=calendar, sprints=past(*COMPLETED[:done]), sprint=STARTS)


@pytest.mark.parametrize(
    "settings",
    [
        project(),
        project(Member(name="Ana"), Member(name="Bo", share=0.3)),
        project(Member(name="Ana", share=0, days_off=AWAY)),
    ],
    ids=["nobody declared", "nobody away", "nobody at work"],
)
def test_where_nobody_is_known_to_be_away_all_periods_count_alike(settings: Settings) -> None:
    uneven = [(start, end - timedelta(days=3 * n)) for n, (start, end) in enumerate(SPANS)]
    assert presence(settings, BEFORE, uneven) == (1.0,) * 4


def test_a_period_counts_by_the_people_who_are_there() -> None:
    alone, pair = project(Member(name="Ana", days_off=AWAY)), (Member(name="Ana", days_off=AWAY),)
    assert presence(alone, BEFORE, SPANS) == (0, 1, 1, 1)
    assert presence(project(*pair, Member(name="Bo")), BEFORE, SPANS) == (0.5, 1, 1, 1)
    assert presence(project(*pair, Member(name="Bo")), SPANS[:1], SPANS) == (1, 2, 2, 2)
    assert presence(project(Member(name="Bo"), holidays=AWAY), BEFORE, SPANS) == (0, 1, 1, 1)
    assert presence(project(holidays=AWAY), BEFORE, SPANS) == (0, 1, 1, 1)
    assert presence(alone, (), SPANS) == (1.0,) * 4


def test_the_factor_is_that_of_the_capacity() -> None:
    off = (date(2026, 11, 11), date(2026, 11, 25), date(2026, 11, 26), date(2026, 12, 8))
    team = (Member(name="Ana", share=0.7, days_off=off), Member(name="Bo", focus_factor=0.8))
    settings = project(*team, holidays=(date(2026, 12, 25),), done=5)
    backlog = Backlog([])
    history = sprint_history(settings, backlog, TODAY)
    windows = sprint_windows(settings, history.records, TODAY, 4)
    room = capacity(settings, backlog, windows, velocity(history))
    before, ahead = ([(one.start, one.end) for one in spans] for spans in (history.records, windows))
    wanted = [sprint.factors["availability"] for sprint in room.sprints]
    assert presence(settings, before, ahead) == pytest.approx(wanted, abs=1e-6)
    assert len(set(wanted)) > 2


def test_periods_that_count_in_full_change_no_figure() -> None:
    history = [20.0, 25.0, 15.0, 30.0] * 3
    plain, full = outlook(history, 12, "week", 3), outlook(history, 12, "week", 3, (1.0,) * 12)
    assert np.array_equal(plain.ends, full.ends)
    assert plain.method == full.method
    assert "scaled by the days" in outlook(history, 2, "week", 3, (0.5, 1.0)).method


def test_a_steady_team_brings_what_arithmetic_says() -> None:
    present = (0.0, 0.5, *(1.0,) * 58)
    found = forecast_scope(30, [20.0] * 6, ENDS, 2, seed=1, present=present)
    assert set(found.percentiles.values()) == {ENDS[2]}
    assert found.probability == pytest.approx(0, abs=1e-3)
    seen = forecast_scope(30, [20.0, 40.0], ENDS, 2, seed=1, present=present)
    assert seen.observed == (ENDS[2], ENDS[2])
    assert "scaled by the days" in seen.method


def test_nothing_is_done_before_its_last_part_can_begin() -> None:
    found = forecast_scope(8, list(map(float, COMPLETED)), ENDS, 2, seed=1, begins=2)
    assert set(found.percentiles.values()) == {ENDS[2]}
    assert found.probability == 0
    assert [at.probability for at in found.curve[:2]] == [0, 0]
    assert forecast_scope(8, [20.0, 30.0], ENDS, 2, seed=1, begins=2).observed == (ENDS[2], ENDS[2])


def test_a_plan_is_not_done_in_a_sprint_that_nobody_works_in() -> None:
    work = Backlog([item("A", 3), item("B", 5)])
    plan = make_plan(project(Member(name="Ana", days_off=AWAY)), work, TODAY, sprints=2)
    assert plan.sprints[0].capacity == 0
    assert set(plan.forecast.percentiles.values()) == {plan.sprints[1].end}
    few = make_plan(project(Member(name="Ana", days_off=AWAY), done=2), work, TODAY, sprints=2)
    assert few.forecast.observed == (few.sprints[1].end,) * 2


def test_a_plan_is_not_done_before_the_sprint_of_its_last_pin() -> None:
    pinned = Backlog([item("A", 3, sprint="S-10"), item("B", 5)])
    plan = make_plan(project(), pinned, TODAY, sprints=3)
    assert plan.sprints[2].items == ("A",)
    assert set(plan.forecast.percentiles.values()) == {plan.sprints[2].end}
    left_out = make_plan(project(), pinned, TODAY, sprints=2)
    assert set(left_out.forecast.percentiles.values()) == {left_out.sprints[0].end}
