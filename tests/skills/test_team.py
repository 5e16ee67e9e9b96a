"""Velocity, capacity, flow and what is ready: figures with evidence, unknown where nothing is known."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings

from maestro_cli.documents.skill_blocks import capacity_blocks
from maestro_cli.errors import UsageError
from maestro_cli.model.blocks import Table
from maestro_cli.model.items import Item, Kind, Status
from maestro_cli.model.plain import to_plain
from maestro_cli.skills.capacity import retrieve_team_capacity
from maestro_cli.skills.catalog import SKILLS
from maestro_cli.skills.flow import measure_flow
from maestro_cli.skills.periods import ReportKind, report_period
from maestro_cli.skills.ready import order_ready_items
from maestro_cli.skills.velocity import calculate_velocity
from tests.skills.build import AS_OF, FULL, MONDAY, backlogs, figures, inputs, item


def test_velocity_cites_the_sprints_it_is_the_median_of() -> None:
    result = calculate_velocity(inputs(settings=FULL))
    listed: Any = result.data["figures"]
    assert listed[0] == {
        "name": "velocity.median",
        "value": 17,
        "evidence": ["sprint:S-1", "sprint:S-2", "sprint:S-3"],
        "unit": "points",
        "note": "",
    }
    assert figures(result)["velocity.slope"] == -2.5
    assert result.confidence == 0.6


def test_velocity_without_history_is_not_zero() -> None:
    result = calculate_velocity(inputs([item("US-1", status=Status.DONE)]))
    assert figures(result)["velocity.median"] is None
    assert result.confidence == 0


def test_capacity_is_told_or_refused_but_not_invented() -> None:
    result = retrieve_team_capacity(inputs())
    assert figures(result)["capacity.points"] is None
    missing: Any = result.data["missing"]
    assert "points_per_sprint" in missing["fix"]
    with pytest.raises(UsageError) as caught:
        retrieve_team_capacity(inputs(), required=True)
    assert caught.value.diagnostics[0].code == "E-NO-CAPACITY"


def test_without_a_team_its_days_and_hours_are_not_known() -> None:
    result = retrieve_team_capacity(inputs(settings={"sprint": {"points_per_sprint": 10}}))
    assert (figures(result)["capacity.points"], figures(result)["capacity.person_days"]) == (10, None)
    data: Any = to_plain(result.data)
    sprint = data["sprints"][0]
    assert [sprint[name] for name in ("person_days", "nominal_days", "hours")] == [None] * 3
    tables = [block for block in capacity_blocks(data, "en") if isinstance(block, Table)]
    assert tables[0].rows[0][-2:] == ("–", "–")


def test_the_running_sprint_is_told_apart_from_its_done_part() -> None:
    items = [
        item("US-1", sprint="S-4", points=5, status=Status.DONE, completed=AS_OF),
        item("US-2", sprint="S-4", points=3),
        item("US-3", sprint="S-4", points=8, status=Status.CANCELLED),
        item("US-4", points=9),
    ]
    found = figures(retrieve_team_capacity(inputs(items, settings=FULL)))
    assert (found["sprint.points"], found["sprint.done.points"], found["sprint.days_left"]) == (8, 5, 4)


def test_flow_counts_complete_weeks_and_days_in_work() -> None:
    items = [
        item(
            f"US-{n}",
            status=Status.DONE,
            started=MONDAY - timedelta(days=7 + n),
            completed=MONDAY - timedelta(days=7),
        )
        for n in range(4)
    ]
    found = figures(measure_flow(inputs([*items, item("US-9", status=Status.REVIEW)], settings=FULL)))
    assert (found["throughput.last"], found["cycle.median"], found["cycle.p85"]) == (4, 2.5, 4)
    assert (found["wip.count"], found["wip.limit"]) == (1, 2)


def test_flow_counts_an_epic_only_by_the_work_below_it() -> None:
    week = {
        "status": Status.DONE,
        "started": MONDAY - timedelta(days=9),
        "completed": MONDAY - timedelta(days=7),
    }
    items = [
        item("E-1", kind=Kind.EPIC, **{**week, "started": MONDAY - timedelta(days=90)}),
        *(item(f"US-{n}", parent="E-1", points=2, **week) for n in range(3)),
    ]
    found = figures(measure_flow(inputs(items)))
    assert (found["throughput.last"], found["cycle.items"], found["cycle.p85"]) == (3, 3, 3)


def test_flow_without_completions_is_unknown() -> None:
    found = figures(measure_flow(inputs([item("US-1")])))
    assert (found["throughput.median"], found["cycle.median"], found["cycle.items"]) == (None, None, 0)


def test_ready_and_waiting_are_counted() -> None:
    result = order_ready_items(inputs([item("US-1", points=2), item("US-2", depends_on=("US-1",))]))
    ready: Any = result.data["ready"]
    assert [row["id"] for row in ready] == ["US-1"]
    assert figures(result) == {"ready.count": 1, "waiting.count": 1, "ready.points": 2}


@pytest.mark.parametrize(
    ("kind", "since"),
    [
        ("weekly", date(2026, 11, 12)),
        ("status", date(2026, 11, 12)),
        ("monthly", date(2026, 10, 20)),
        ("executive", date(2026, 10, 20)),
        ("sprint", date(2026, 11, 9)),
        ("retro", date(2026, 11, 9)),
        ("standup", date(2026, 11, 17)),
    ],
)
def test_periods_end_today(kind: str, since: date) -> None:
    assert report_period(ReportKind(kind), inputs(settings=FULL).settings, (), AS_OF) == (since, AS_OF)


def test_a_stand_up_after_a_weekend_or_holiday_looks_back_over_it() -> None:
    monday = inputs(settings={"calendar": {"holidays": ["2026-11-13"]}}).settings
    assert report_period(ReportKind.STANDUP, monday, (), MONDAY) == (date(2026, 11, 12), MONDAY)


def test_since_wins_but_not_over_the_end() -> None:
    project = inputs(settings=FULL)
    earlier = AS_OF - timedelta(days=99)
    assert report_period(ReportKind.WEEKLY, project.settings, (), AS_OF, earlier) == (earlier, AS_OF)
    with pytest.raises(UsageError, match="would begin"):
        report_period(ReportKind.WEEKLY, project.settings, (), AS_OF, AS_OF + timedelta(days=1))


# @req MR-5.1
@given(backlogs())
@settings(deadline=None, max_examples=25)
def test_every_figure_of_every_skill_has_evidence_that_resolves(items: list[Item]) -> None:
    project = inputs(items, settings=FULL)
    for name, skill in SKILLS.items():
        if skill.run is None:
            continue
        period = {"since": AS_OF, "until": AS_OF} if "since" in skill.asked.model_fields else {}
        result = skill.run(project, skill.asked.model_validate(period))
        known = {evidence.id for evidence in result.evidence}
        listed: Any = result.data["figures"]
        assert 0 <= result.confidence <= 1
        for figure in listed:
            assert figure["evidence"], (name, figure["name"])
            assert set(figure["evidence"]) <= known
