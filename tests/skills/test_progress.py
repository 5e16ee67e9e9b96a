"""Progress: every count is a recount."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from maestro_cli.model.items import Item, Kind, Status
from maestro_cli.skills.progress import summarize_progress
from maestro_cli.skills.scope import Work
from tests.skills.build import AS_OF, backlogs, figures, inputs, item

SINCE = AS_OF - timedelta(days=6)


def _done(items: list[Item], since: date, until: date) -> list[Item]:
    return [i for i in items if i.status is Status.DONE and i.completed and since <= i.completed <= until]


# @req MR-5.2
@given(backlogs(), st.integers(0, 30))
@settings(deadline=None, max_examples=60)
def test_figures_equal_a_recount(items: list[Item], days: int) -> None:
    since = AS_OF - timedelta(days=days)
    project = inputs(items)
    work = Work(project.backlog)
    counted = list(work.items)
    result = summarize_progress(project, since, AS_OF)
    found = figures(result)
    done = _done(counted, since, AS_OF)
    if found["done.count"] is None:
        assert any(i.status is Status.DONE for i in counted)
        assert not any(i.completed for i in counted if i.status is Status.DONE)
    else:
        assert found["done.count"] == len(done)
        known = [points for i in done if (points := work.points(i)) is not None]
        assert found["done.points"] == (sum(known) if known or not done else None)
    assert found["open.count"] == sum(i.status not in (Status.DONE, Status.CANCELLED) for i in counted)
    earlier = _done(counted, since - timedelta(days=days + 1), since - timedelta(days=1))
    assert found["done.previous.count"] == len(earlier)
    if found["done.count"] is not None:
        assert found["done.count.change"] == len(done) - len(earlier)


@given(backlogs())
@settings(deadline=None, max_examples=40)
def test_every_figure_cites_and_the_evidence_of_a_count_is_what_was_counted(items: list[Item]) -> None:
    result = summarize_progress(inputs(items), SINCE, AS_OF)
    known = {evidence.id for evidence in result.evidence}
    listed: Any = result.data["figures"]
    for figure in listed:
        assert figure["evidence"], figure["name"]
        assert set(figure["evidence"]) <= known
        if figure["name"].endswith(".count") and figure["value"]:
            assert len(figure["evidence"]) == figure["value"]


def test_an_epic_of_stories_is_not_counted_beside_them() -> None:
    items = [
        item("E-1", kind=Kind.EPIC, status=Status.DONE, points=13, completed=AS_OF),
        item("US-1", parent="E-1", status=Status.DONE, points=5, completed=AS_OF),
        item("US-2", parent="E-1", status=Status.DONE, points=8, completed=AS_OF),
    ]
    found = figures(summarize_progress(inputs(items), SINCE, AS_OF))
    assert (found["done.count"], found["done.points"]) == (2, 13)


def test_the_points_of_a_list_add_up_to_its_sum() -> None:
    items = [
        item("US-1", status=Status.DONE, points=8, completed=AS_OF),
        item("TASK-1", kind=Kind.TASK, parent="US-1", status=Status.DONE, points=3, completed=AS_OF),
        item("TASK-2", kind=Kind.TASK, parent="US-1", status=Status.DONE, points=0, completed=AS_OF),
    ]
    result = summarize_progress(inputs(items), SINCE, AS_OF)
    listed: Any = result.data["done"]
    assert {row["id"]: row["points"] for row in listed} == {"US-1": 0, "TASK-1": 3, "TASK-2": 0}
    assert figures(result)["done.points"] == 3


def test_what_no_date_tells_is_not_known() -> None:
    found = figures(summarize_progress(inputs([item("US-1", status=Status.DONE, points=3)]), SINCE, AS_OF))
    assert found["done.count"] is None
    assert found["created.count"] is None
    assert found["done.points.change"] is None


# @req MR-5.2
def test_points_nobody_estimated_are_not_zero() -> None:
    items = [item("US-1", status=Status.IN_PROGRESS), item("US-2", status=Status.REVIEW)]
    found = figures(summarize_progress(inputs(items), SINCE, AS_OF))
    assert (found["in_progress.count"], found["in_progress.points"]) == (2, None)


def test_an_empty_backlog_is_no_error() -> None:
    found = figures(summarize_progress(inputs(), SINCE, AS_OF))
    assert (found["done.count"], found["open.points"]) == (0, 0)


def test_a_completion_ahead_is_in_no_period() -> None:
    items = [
        item("US-1", status=Status.DONE, completed=AS_OF + timedelta(days=1)),
        item("US-2", status=Status.DONE, completed=AS_OF),
    ]
    assert figures(summarize_progress(inputs(items), SINCE, AS_OF))["done.count"] == 1
