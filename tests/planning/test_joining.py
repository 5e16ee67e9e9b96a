"""What one person more adds to the capacity of the sprints ahead."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from maestro_cli.errors import ExitCode, UsageError
from maestro_cli.model.backlog import Backlog
from maestro_cli.planning.draft import Request, draft, redraft
from maestro_cli.planning.what_if import parse_changes
from maestro_cli.settings.schema import DateRange, Member, Settings, Sprint
from tests.planning.builders import TODAY, item, past


def test_a_person_who_joins_raises_the_capacity_from_velocity_as_one_who_was_away_before() -> None:
    team = Settings(team=(Member(name="Ana"), Member(name="Bo")), sprints=past(20, 20, 20))
    items = Backlog([item(f"I{n}", 5.0) for n in range(12)])
    changes = parse_changes(["add-person=Cho"], team, items)
    found = redraft(draft(team, items, Request(TODAY)), Request(TODAY), changes)
    away = DateRange(start=team.sprints[0].start, end=TODAY - timedelta(days=1))
    joined = team.model_copy(update={"team": (*team.team, Member(name="Cho", days_off=(away,)))})
    fresh = draft(joined, items, Request(TODAY))
    assert found.room == fresh.room
    assert found.room.sprints[0].capacity == 30
    assert found.solution == fresh.solution


PEOPLE = (Member(name="Ana"), Member(name="Ben"))
PAST = past(20, 20)
DAY_TWO = TODAY + timedelta(days=1)


def rooms(
    given: Settings, *texts: str, as_of: date = TODAY, capacity: float | None = None
) -> tuple[list[float], list[float]]:
    """Return the capacities of two sprints, without the changes and with them."""
    items, request = Backlog([item("A", 10.0), item("B", 5.0)]), Request(as_of, 2, capacity)
    made = draft(given, items, request)
    changed = redraft(made, request, parse_changes(texts, given, items, capacity))
    return [s.capacity for s in made.room.sprints], [s.capacity for s in changed.room.sprints]


def sprinting(team: tuple[Member, ...] = (), **sprint: float | None) -> Settings:
    return Settings(
        team=team,
        sprints=() if "points_per_sprint" in sprint else PAST,
        sprint=Sprint(starts=TODAY, **sprint),  # type: ignore[arg-type]
    )


DECLARED = Member(name="Ana", points_per_sprint=8)


@pytest.mark.parametrize(
    ("given", "today", "day_two"),
    [
        (sprinting(), [25, 25], [24.5, 25]),
        (sprinting(PEOPLE), [25, 25], [24.5, 25]),
        (sprinting((DECLARED, Member(name="Ben"))), [25, 25], [24.5, 25]),
        (sprinting((DECLARED, Member(name="Ben", points_per_sprint=6))), [19, 19], [18.5, 19]),
        (sprinting(points_per_sprint=10), [15, 15], [14.5, 15]),
        (sprinting(PEOPLE, points_per_sprint=10), [15, 15], [14.5, 15]),
        (sprinting(PEOPLE, points_per_sprint=10, reserve=0.2), [12, 12], [11.6, 12]),
    ],
)
def test_the_points_of_a_person_are_what_is_added_for_the_days_that_are_left(
    given: Settings, today: list[float], day_two: list[float]
) -> None:
    assert rooms(given, "add-person=Zoe:5")[1] == today
    assert rooms(given, "add-person=Zoe:5", as_of=DAY_TWO)[1] == day_two
    half = rooms(given, "add-person=Zoe:5", as_of=TODAY + timedelta(days=7))[1][0]
    assert half == pytest.approx((today[0] + rooms(given, "add-person=Zoe:0")[0][0]) / 2)


def test_a_capacity_that_is_stated_grows_by_the_points_of_a_person_and_not_by_the_person() -> None:
    for team in ((), PEOPLE):
        stated = sprinting(team, points_per_sprint=10)
        for as_of in (TODAY, DAY_TWO, TODAY + timedelta(days=7)):
            assert rooms(stated, "add-person=Zoe", as_of=as_of) == ([10, 10], [10, 10])
    assert rooms(sprinting(PEOPLE), "add-person=Zoe", capacity=20) == ([20, 20], [20, 20])
    assert rooms(sprinting(), "add-person=Zoe:5", capacity=20) == ([20, 20], [25, 25])
    assert rooms(sprinting(), "add-person=Zoe", "capacity=30") == ([20, 20], [30, 30])


def test_points_of_a_person_equal_a_fresh_plan_with_as_many_more() -> None:
    items = Backlog([item(f"I{n}", 5.0) for n in range(8)])
    for team in ((), PEOPLE):
        fresh = draft(sprinting(team, points_per_sprint=15), items, Request(TODAY, 2))
        given = sprinting(team, points_per_sprint=10)
        made = draft(given, items, Request(TODAY, 2))
        found = redraft(made, Request(TODAY, 2), parse_changes(["add-person=Zoe:5"], given, items))
        assert [s.capacity for s in found.room.sprints] == [s.capacity for s in fresh.room.sprints]
        assert found.solution == fresh.solution


def test_what_one_person_more_adds_to_a_team_that_nobody_named_is_asked_for() -> None:
    with pytest.raises(UsageError, match=r"names no team.*not known") as caught:
        rooms(sprinting(), "add-person=Zoe")
    assert caught.value.exit_code is ExitCode.USAGE
    assert "add-person=Zoe:8" in str(caught.value.diagnostics[0].fix)


def test_who_joins_has_the_own_points_and_the_others_share_the_rest() -> None:
    given = sprinting(PEOPLE)
    made = draft(given, Backlog([item("A")]), Request(TODAY))
    changes = parse_changes(["add-person=Zoe:5"], given, Backlog([]))
    found = redraft(made, Request(TODAY), changes).room
    assert {m.name: m.points for m in found.sprints[0].members} == {"Ana": 10, "Ben": 10, "Zoe": 5}
    assert found.limits == {"person:Zoe": (5,)}
    assert ("option:what-if", "add-person=Zoe:5") in {(e.id, e.detail) for e in found.evidence}


@st.composite
def members(draw: st.DrawFn, name: str) -> Member:
    away = draw(st.lists(st.integers(-28, 27), max_size=4, unique=True))
    return Member(
        name=name,
        share=draw(st.sampled_from([0.0, 0.5, 1.0])),
        hours_per_day=draw(st.sampled_from([4, 8])),
        points_per_sprint=draw(st.none() | st.sampled_from([0, 3, 8])),
        days_off=tuple(TODAY + timedelta(days=day) for day in away),
    )


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_one_person_more_never_lowers_the_capacity_of_a_sprint(data: st.DataObject) -> None:
    team = tuple(data.draw(members(name)) for name in ("Ana", "Ben")[: data.draw(st.integers(0, 2))])
    sprint = {
        "reserve": data.draw(st.sampled_from([0.0, 0.25])),
        "ceremonies": data.draw(st.sampled_from([0, 6])),
    }
    if data.draw(st.booleans()):
        sprint["points_per_sprint"] = data.draw(st.sampled_from([0, 7, 10]))
    given = sprinting(team, **sprint)
    text = data.draw(st.sampled_from(["add-person=Zoe", "add-person=Zoe:0", "add-person=Zoe:5"]))
    capacity = data.draw(st.none() | st.just(12.0))
    as_of = TODAY + timedelta(days=data.draw(st.integers(0, 13)))
    try:
        before, after = rooms(given, text, as_of=as_of, capacity=capacity)
    except UsageError as error:
        assert error.diagnostics[0].code == "E-WHAT-IF"  # noqa: PT017
        assert text == "add-person=Zoe"
        return
    assert all(then >= now for now, then in zip(before, after, strict=True))


def test_points_more_and_less_add_up() -> None:
    assert rooms(sprinting(), "capacity=30", "capacity=+5", "capacity=-2")[1] == [33, 33]
