from __future__ import annotations

from datetime import date

from maestro_cli.model.backlog import Backlog
from maestro_cli.model.items import Kind, Status
from maestro_cli.planning.flow import cycle_time, throughput
from maestro_cli.planning.velocity import sprint_history, velocity
from maestro_cli.settings.schema import PastSprint, Settings, Sprint
from tests.planning.builders import TODAY, item, past

DONE = Status.DONE
NOTHING = Backlog([])


# @req MR-3.4
def test_velocity_is_the_median_of_the_last_five_sprints() -> None:
    found = velocity(sprint_history(Settings(sprints=past(90, 10, 30, 20, 25, 15)), NOTHING, TODAY))
    assert found.median == 20
    assert [record.id for record in found.used] == ["S-2", "S-3", "S-4", "S-5", "S-6"]
    assert len(found.history) == 6
    assert found.evidence == ("sprint:S-2", "sprint:S-3", "sprint:S-4", "sprint:S-5", "sprint:S-6")
    assert found.completion_ratio == 1.0


def test_the_trend_is_the_median_slope_and_small_ones_are_stable() -> None:
    rising = velocity(sprint_history(Settings(sprints=past(10, 12, 14, 16)), NOTHING, TODAY)).trend
    assert rising is not None
    assert (rising.slope, rising.direction, rising.sprints) == (2, "rising", 4)
    falling = velocity(sprint_history(Settings(sprints=past(20, 15, 10)), NOTHING, TODAY)).trend
    assert falling is not None
    assert falling.direction == "falling"
    stable = velocity(sprint_history(Settings(sprints=past(20, 20.5, 20)), NOTHING, TODAY)).trend
    assert stable is not None
    assert stable.direction == "stable"
    assert velocity(sprint_history(Settings(sprints=past(20, 15)), NOTHING, TODAY)).trend is None


def test_nothing_known_is_no_number_but_a_reason() -> None:
    found = velocity(sprint_history(Settings(), NOTHING, TODAY))
    assert found.median is None
    assert found.note is not None
    assert found.note.code == "no_sprint_history"
    unknown = velocity(sprint_history(Settings(sprints=past(None)), NOTHING, TODAY))
    assert unknown.median is None
    assert unknown.note is not None
    assert unknown.note.code == "no_completed_sprint"


def test_a_sprint_that_runs_is_no_history() -> None:
    running = PastSprint(id="now", start=date(2026, 11, 16), end=TODAY, completed=99)
    history = sprint_history(Settings(sprints=(*past(20), running)), NOTHING, TODAY)
    assert [record.id for record in history.records] == ["S-1"]


def test_a_recorded_sprint_without_points_gets_those_of_its_items() -> None:
    backlog = Backlog(
        [
            item("A", 5, status=DONE, completed=date(2026, 11, 10)),
            item("B", 3, status=DONE, completed=date(2026, 10, 1), sprint="S-1"),
            item("C", 8, status=DONE, completed=date(2026, 11, 10), sprint="S-7"),
            item("D", None, status=DONE, completed=date(2026, 11, 11)),
            item("E", 13, status=Status.REVIEW, sprint="S-1"),
        ]
    )
    history = sprint_history(Settings(sprints=past(None)), backlog, TODAY)
    assert [(record.completed, record.source) for record in history.records] == [(8, "items")]
    assert history.unestimated == 1


def test_without_recorded_sprints_the_items_own_sprints_count() -> None:
    backlog = Backlog(
        [
            item("A", 5, status=DONE, completed=date(2026, 10, 8), started=date(2026, 10, 1), sprint="S-1"),
            item("B", 3, status=DONE, completed=date(2026, 10, 22), sprint="S-2"),
            item("C", 2, status=DONE, completed=date(2026, 10, 23), sprint="S-2"),
            item("D", 9, status=DONE, completed=date(2026, 11, 20), sprint="S-3"),
        ]
    )
    history = sprint_history(Settings(), backlog, TODAY)
    assert history.basis == "sprint_field"
    assert [(record.id, record.completed) for record in history.records] == [("S-1", 5), ("S-2", 5)]
    assert history.records[0].start == date(2026, 10, 1)


def test_without_those_windows_from_the_start_date_count_with_empty_ones_as_zero() -> None:
    backlog = Backlog(
        [
            item("A", 5, status=DONE, completed=date(2026, 10, 1)),
            item("B", 3, status=DONE, completed=date(2026, 11, 10)),
            item("C", None, status=DONE, completed=date(2026, 11, 10)),
            item("D", 7, status=DONE, completed=date(2026, 11, 23)),
        ]
    )
    given = Settings(sprint=Sprint(starts=date(2026, 9, 14)))
    history = sprint_history(given, backlog, TODAY)
    assert history.basis == "windows"
    completed = [(record.id, record.completed) for record in history.records]
    assert completed == [("S2", 5), ("S3", 0), ("S4", 0), ("S5", 3)]
    assert history.unestimated == 1


def test_a_parent_does_not_count_the_points_of_its_children_again() -> None:
    backlog = Backlog(
        [
            item("P", 20, kind=Kind.EPIC, status=DONE, completed=date(2026, 11, 10)),
            item("A", 5, parent="P", status=DONE, completed=date(2026, 11, 10)),
        ]
    )
    (record,) = sprint_history(Settings(sprints=past(None)), backlog, TODAY).records
    assert record.completed == 5


def test_throughput_counts_empty_weeks_and_not_the_running_one() -> None:
    days = [date(2026, 11, 2), date(2026, 11, 8), date(2026, 11, 16), date(2026, 11, 23)]
    backlog = Backlog([item(f"I{n}", status=DONE, completed=day) for n, day in enumerate(days)])
    weeks = [(week.week, week.count) for week in throughput(backlog, TODAY)]
    assert weeks == [("2026-W45", 2), ("2026-W46", 0), ("2026-W47", 1)]
    assert len(throughput(backlog, TODAY, weeks=2)) == 2
    assert throughput(NOTHING, TODAY) == ()


def test_cycle_time_counts_both_days() -> None:
    backlog = Backlog(
        [
            item(f"I{n}", status=DONE, started=date(2026, 11, 1), completed=date(2026, 11, n))
            for n in range(1, 11)
        ]
        + [item("X", status=DONE, completed=date(2026, 11, 3)), item("Y", status=DONE, started=TODAY)]
    )
    found = cycle_time(backlog, TODAY)
    assert (found.median, found.p85, found.n) == (5.5, 9, 10)
    assert cycle_time(backlog, TODAY, since=date(2026, 11, 10)).n == 1
    assert cycle_time(NOTHING, TODAY).median is None
