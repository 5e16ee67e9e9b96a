from __future__ import annotations

from datetime import date

import pytest

from maestro_cli.errors import ExitCode, UsageError
from maestro_cli.model.backlog import Backlog
from maestro_cli.model.items import Item, Status
from maestro_cli.model.plan import Capacity
from maestro_cli.planning.draft import Request, draft, plan_capacity
from maestro_cli.planning.velocity import sprint_history, velocity
from maestro_cli.settings.schema import Calendar, DateRange, Member, PastSprint, Settings, Sprint
from tests.planning.builders import TODAY, item, make_plan, past


def capacity(
    *,
    team: tuple[Member, ...] = (),
    sprints: tuple[PastSprint, ...] = (),
    items: tuple[Item, ...] = (),
    given: float | None = None,
    holidays: tuple[date, ...] = (),
    count: int = 2,
    **sprint: float | None,
) -> Capacity:
    settings = Settings(
        team=team,
        sprints=sprints,
        calendar=Calendar(holidays=holidays),
        sprint=Sprint(starts=date(2026, 11, 23), **sprint),  # type: ignore[arg-type]
    )
    backlog = Backlog(items)
    history = sprint_history(settings, backlog, TODAY)
    return plan_capacity(settings, backlog, TODAY, history, velocity(history), sprints=count, given=given)


def points(found: Capacity) -> list[float]:
    return [sprint.capacity for sprint in found.sprints]


ANA = Member(
    name="Ana", days_off=(date(2026, 11, 24), DateRange(start=date(2026, 12, 7), end=date(2026, 12, 10)))
)
BO = Member(name="Bo", share=0.5)


def test_nothing_known_says_what_to_set() -> None:
    with pytest.raises(UsageError) as raised:
        capacity()
    (problem,) = raised.value.diagnostics
    assert raised.value.exit_code is ExitCode.USAGE
    assert problem.code == "E-NO-CAPACITY"
    assert problem.fix is not None
    for hint in ("--capacity", "points_per_sprint", "sprints:"):
        assert hint in problem.fix


# @req MR-3.4
def test_a_given_capacity_wins_and_is_taken_as_it_is() -> None:
    found = capacity(given=17.125, team=(ANA,), points_per_sprint=50, reserve=0.5, sprints=past(30))
    assert points(found) == [17.125, 17.125]
    assert found.basis == "given"
    assert [entry.id for entry in found.evidence] == ["option:capacity"]


@pytest.mark.parametrize("given", [-1.0, float("nan"), float("inf")])
def test_a_capacity_that_is_no_amount_is_refused(given: float) -> None:
    with pytest.raises(UsageError, match="capacity"):
        capacity(given=given)


# @req MR-3.4
def test_points_per_sprint_are_scaled_by_who_is_there() -> None:
    assert points(capacity(points_per_sprint=20)) == [20, 20]
    assert points(capacity(points_per_sprint=20, holidays=(date(2026, 11, 25),))) == [18, 20]
    # 15 person-days nominal (10 + 10 x 0.5); Ana is away 1 day, then 4
    assert points(capacity(points_per_sprint=30, team=(ANA, BO))) == [28, 22]
    assert points(capacity(points_per_sprint=30, team=(ANA, BO), reserve=0.1)) == [25.2, 19.8]


def test_ceremonies_weigh_more_where_somebody_is_there_less() -> None:
    found = capacity(points_per_sprint=30, team=(ANA, BO), ceremonies=8)
    # a day of meetings each: 13 person-days nominal ((10 - 1) + (10 x 0.5 - 1)), 12 and 9 present
    assert [sprint.person_days for sprint in found.sprints] == [12, 9]
    assert points(found) == [27.69, 20.76]
    assert found.sprints[0].members[0].hours == 64
    assert "setting:sprint.ceremonies" in {entry.id for entry in found.evidence}
    away = Member(name="Cho", days_off=(DateRange(start=TODAY, end=date(2026, 12, 31)),))
    assert capacity(points_per_sprint=30, team=(away,), ceremonies=8).sprints[0].members[0].hours == 0


def test_a_focus_factor_that_all_share_changes_hours_and_not_points() -> None:
    plain = capacity(points_per_sprint=30, team=(ANA, BO))
    focused = capacity(points_per_sprint=30, team=(ANA, BO), focus_factor=0.5)
    assert points(plain) == points(focused)
    assert plain.sprints[0].hours == 9 * 8 + 10 * 8 * 0.5
    assert focused.sprints[0].hours == plain.sprints[0].hours / 2


def test_a_focus_factor_of_one_person_shifts_the_weights() -> None:
    half = ANA.model_copy(update={"focus_factor": 0.5})
    # nominal 5 + 5 person-days, available 4.5 + 5
    assert points(capacity(points_per_sprint=20, team=(half, BO), count=1)) == [19]


# @req MR-3.4
def test_velocity_is_scaled_by_person_days_over_those_of_its_sprints() -> None:
    found = capacity(sprints=past(20, 22, 18))
    assert points(found) == [20, 20]
    assert found.basis == "velocity"
    assert {entry.id for entry in found.evidence} == {"sprint:S-1", "sprint:S-2", "sprint:S-3"}
    assert points(capacity(sprints=past(20, 22, 18), team=(ANA,))) == [18, 12]
    away = ANA.model_copy(update={"days_off": (DateRange(start=date(2026, 11, 9), end=date(2026, 11, 13)),)})
    # last sprints: 10, 10 and 5 days, 8 1/3 on average; this one 10
    assert points(capacity(sprints=past(20, 22, 18), team=(away,))) == [24, 24]
    assert points(capacity(sprints=past(20, 22, 18), team=(away,), reserve=0.25)) == [18, 18]


def test_capacities_are_cut_to_two_decimals() -> None:
    found = capacity(points_per_sprint=20, team=(ANA, Member(name="Cy"), Member(name="Di")), count=1)
    assert points(found) == [19.33]


def test_members_points_add_up_when_all_declare_theirs() -> None:
    ana = ANA.model_copy(update={"points_per_sprint": 10})
    bo = BO.model_copy(update={"points_per_sprint": 6})
    found = capacity(team=(ana, bo))
    assert found.basis == "member_points"
    assert points(found) == [15, 12]
    assert found.limits == {"person:Ana": (9, 6), "person:Bo": (6, 6)}
    with pytest.raises(UsageError):
        capacity(team=(ana, BO))


def test_skills_are_limited_where_all_who_have_them_declare_their_points() -> None:
    ana = Member(name="Ana", skills=("ios", "web"), points_per_sprint=10)
    bo = Member(name="Bo", skills=("web",))
    found = capacity(team=(ana, bo), points_per_sprint=20)
    assert found.limits == {"person:Ana": (10, 10), "skill:ios": (10, 10)}


def test_each_person_has_a_part_of_the_points_and_what_is_assigned_is_compared_with_it() -> None:
    items = (
        item("A", 9, assignee="ana ", status=Status.IN_PROGRESS),
        item("B", 13, assignee="Ana", sprint="S1"),
        item("C", 8, assignee="Ana", sprint="S2"),
        item("D", 8, assignee="Ana"),
        item("E", 8, assignee="Bo", status=Status.DONE, sprint="S1"),
    )
    ana, bo = capacity(points_per_sprint=30, team=(ANA, BO), items=items).sprints[0].members
    assert (ana.days, ana.person_days, ana.hours, ana.points) == (9, 9, 72, 18)
    assert (ana.assigned, ana.over, ana.items) == (22, 4, ("A", "B"))
    assert (bo.days, bo.person_days, bo.hours, bo.points, bo.assigned) == (10, 5, 40, 10, 0)


def test_work_that_one_person_alone_can_do_counts_as_theirs() -> None:
    team = (Member(name="Kim", points_per_sprint=5, skills=("ui",)), Member(name="Lee", points_per_sprint=8))
    items = Backlog([item("A", 5.0, skills=("ui",)), item("B", 5.0, assignee="kim", value=40.0)])
    found = draft(Settings(team=team), items, Request(TODAY))
    assert found.solution.sprint_of == {"B": 0}
    assert {candidate.id: candidate.limits for candidate in found.problem.candidates} == {
        "A": ("person:Kim", "skill:ui"),
        "B": ("person:Kim", "skill:ui"),
    }


def test_a_plan_counts_what_it_gives_each_person_not_what_the_backlog_assigns() -> None:
    given = Settings(team=(ANA, BO), sprint=Sprint(starts=TODAY, points_per_sprint=30))
    items = (
        item("A", 9, assignee="ana ", status=Status.IN_PROGRESS),
        item("B", 10, assignee="Ana"),
        item("C", 40, assignee="Ana", sprint="S2"),
        item("D", 9, assignee="Bo"),
    )
    found = make_plan(given, Backlog(items), TODAY, sprints=1)
    assert found.capacity is not None
    ana, bo = found.capacity.sprints[0].members
    assert (ana.items, ana.assigned, ana.over) == (("A", "B"), 19, 1)
    assert (bo.items, bo.assigned, bo.over) == (("D",), 9, 0)
    told = {conflict.params["person"]: conflict for conflict in found.conflicts}
    assert {name: (one.params["load"], one.params["points"]) for name, one in told.items()} == {
        "Ana": (19, 18),
    }
