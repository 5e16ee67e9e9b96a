"""What is to be done, in which order, for what; and how scope grew."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given, settings

from maestro_cli.model.backlog import Backlog
from maestro_cli.model.items import Item, Kind, Priority, Reference, Status
from maestro_cli.planning.dependencies import dependencies
from maestro_cli.planning.forecast.growth import arrivals, split_rate
from maestro_cli.planning.forecast.periods import past_sprints, past_weeks, until_work_ended
from maestro_cli.planning.forecast.targets import WorkPlan
from maestro_cli.settings.schema import Settings
from tests.planning.builders import TODAY, backlogs, item, past

SHOP = (
    item("REQ-1", None, kind=Kind.REQUIREMENT),
    item("REQ-2", None, kind=Kind.REQUIREMENT, parent="REQ-1"),
    item("EPIC", None, kind=Kind.EPIC, satisfies=(Reference("REQ-1"),)),
    item("A", 3, parent="EPIC", priority=Priority.LOW),
    item("B", 5, parent="EPIC", priority=Priority.HIGH, depends_on=("C",)),
    item("C", 2, priority=Priority.LOW, labels=("milestone:beta",)),
    item("D", 1, status=Status.IN_PROGRESS, satisfies=(Reference("REQ-2"),)),
    item("E", None, labels=("milestone:beta",)),
    item("F", 8, status=Status.DRAFT, parent="EPIC"),
    item("G", 8, status=Status.DONE, parent="EPIC"),
)


def test_work_comes_in_plan_order_and_needs_come_first() -> None:
    work = WorkPlan(Backlog(SHOP), "sprint").work()
    assert work.items == ("D", "C", "B", "A")
    assert work.amounts == (1, 2, 5, 3)
    assert work.unestimated == ("E",)
    assert work.added == (), "drafts are left out, and epics only hold others"


def test_weeks_count_items_but_not_what_only_holds_others() -> None:
    plan = WorkPlan(Backlog(SHOP), "week")
    work = plan.work()
    assert set(work.items) == {"A", "B", "C", "D", "E"}
    assert (set(work.amounts), plan.amount("EPIC")) == ({1}, 0)
    assert work.unestimated == ()
    waiting = Backlog([*SHOP, item("W", 1, depends_on=("EPIC",))])
    assert WorkPlan(waiting, "week").work(["W"]).added == ("C", "B", "F", "A", "EPIC")


def test_what_is_asked_for_stands_for_what_belongs_to_it() -> None:
    plan = WorkPlan(Backlog(SHOP), "sprint")
    assert set(plan.work(["REQ-2"]).items) == {"D"}
    assert plan.work(["B"]).added == ("C",)
    assert set(plan.work(["milestone:beta"]).items) == {"C"}
    assert plan.members(["REQ-1"]) == {"EPIC", "A", "B", "D", "F", "G"}
    assert plan.knows("milestone:beta")
    assert not plan.knows("milestone:gamma")


def test_goals_are_requirements_epics_and_milestones_with_open_work() -> None:
    plan = WorkPlan(Backlog(SHOP), "sprint")
    goals = {goal.id: goal for goal in plan.goals(plan.work())}
    assert {name: goal.kind for name, goal in goals.items()} == {
        "REQ-1": "requirement",
        "REQ-2": "requirement",
        "EPIC": "epic",
        "milestone:beta": "milestone",
    }
    assert goals["milestone:beta"].items == ("C", "E")
    only = plan.work(["REQ-2", "C"])
    assert [goal.id for goal in plan.goals(only, ["REQ-2", "C"])] == ["REQ-2"]
    assert "milestone:beta" in [goal.id for goal in plan.goals(only, ["milestone:beta"])]


@settings(max_examples=50, deadline=None)
@given(backlogs())
def test_nothing_comes_before_what_it_needs(backlog: Backlog) -> None:
    plan, links = WorkPlan(backlog, "week"), dependencies(backlog)
    ordered = plan.work().items
    place = {name: number for number, name in enumerate(ordered)}
    looped = {name for cycle in links.cycles for name in cycle}
    assert len(place) == len(ordered)
    for name in ordered:
        for need in links.needs.get(name, ()):
            if need in plan.open and not looped:
                assert place[need] < place[name]


def done(name: str, day: date, born: date | None, **fields: object) -> Item:
    return item(name, 2, status=Status.DONE, completed=day, created=born, **fields)


def test_periods_are_sprints_with_points_or_weeks_with_items() -> None:
    sprints = past_sprints(Settings(sprints=past(10, None, 30)), Backlog(()), TODAY)
    assert [(period.id, period.amount) for period in sprints] == [("S-1", 10), ("S-3", 30)]
    first = date(2026, 10, 5)
    weeks = past_weeks(Backlog([done("A", first, None), done("B", date(2026, 10, 20), None)]), TODAY)
    assert [week.amount for week in weeks] == [1, 0, 1, 0, 0, 0, 0]
    assert weeks[0].start == first
    assert until_work_ended(weeks) == weeks
    long_ago = past_weeks(Backlog([done("A", first, None)]), TODAY + timedelta(weeks=20))
    assert [week.amount for week in until_work_ended(long_ago)] == [1]


def test_arrivals_are_known_when_all_items_are_dated() -> None:
    born = date(2026, 10, 6)
    items = [done("A", born, born), item("B", 3, created=date(2026, 10, 14)), item("C", 3, created=born)]
    backlog = Backlog(items)
    weeks, plan = past_weeks(backlog, date(2026, 10, 20)), WorkPlan(backlog, "week")
    found = arrivals(backlog, plan, plan.all_work, weeks)
    assert (found.per_period, found.periods, found.items) == (1.5, 2, ("A", "B", "C"))
    undated = Backlog([*items, item("D", 1)])
    unknown = arrivals(undated, plan, WorkPlan(undated, "week").all_work, weeks)
    assert unknown.per_period is None
    assert unknown.note is not None


def test_splits_are_younger_than_what_they_hang_on() -> None:
    born, later, day = date(2026, 9, 1), date(2026, 10, 1), date(2026, 10, 6)
    items = [
        done("A", day, born),
        done("B", day, born),
        done("A-1", day, later, parent="A"),
        done("A-2", day, born, parent="A", kind=Kind.TASK),
        item("X", None, created=born),
        done("X-1", day, later, parent="X"),
        done("X-2", day, later, parent="X"),
    ]
    backlog = Backlog(items)
    found = split_rate(backlog, past_weeks(backlog, date(2026, 10, 20)), "week")
    assert set(found.items) == {"A-1", "X-1", "X-2"}
    assert found.factor is not None
    assert found.factor > 1
    assert split_rate(backlog, (), "sprint").factor is None
