"""Data quality: the score falls with each gap, and every gap is counted."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings

from maestro_cli.errors import Diagnostic, Severity
from maestro_cli.model.backlog import Backlog
from maestro_cli.model.history import Repository
from maestro_cli.model.items import Item, Status
from maestro_cli.skills.changes import summarize_changes
from maestro_cli.skills.quality import assess_data_quality
from tests.skills.build import AS_OF, Change, backlogs, commit, histories, inputs, item


def gaps(project: Any, **more: Any) -> dict[str, int]:
    missing: Any = assess_data_quality(project, **more).data["missing"]
    return {gap["code"]: gap["count"] for gap in missing}


def test_a_clean_project_scores_100() -> None:
    items = [item("US-1", points=3), item("US-2", points=1, status=Status.DONE, completed=AS_OF)]
    result = assess_data_quality(inputs(items), sprints=5)
    assert (result.data["score"], result.data["missing"]) == (100, [])


def test_an_empty_backlog_scores_0() -> None:
    assert assess_data_quality(inputs()).data["score"] == 0


@pytest.mark.parametrize(
    ("faulty", "code"),
    [
        (item("US-9"), "unestimated"),
        (item("US-9", points=1, status=Status.DONE), "no_completed_date"),
        (item("US-9", points=1, status=Status.REVIEW, assignee="Mina"), "no_started_date"),
        (item("US-9", points=1, status=Status.REVIEW, started=AS_OF), "no_assignee"),
        (item("US-9", points=1, created=AS_OF.replace(year=2030)), "future_date"),
    ],
)
def test_each_gap_is_counted_and_costs(faulty: Item, code: str) -> None:
    project = inputs([item("US-1", points=3), faulty])
    assert gaps(project) == {code: 1}
    score: Any = assess_data_quality(project).data["score"]
    assert 0 < score < 100


def test_history_and_sources_count_too() -> None:
    project = inputs([item("US-1", points=3)], [commit(1, AS_OF), commit(2, AS_OF, "US-1")])
    changes = summarize_changes(project, AS_OF, AS_OF).data
    assert gaps(project, changes=changes, sprints=3) == {"unlinked_commits": 1, "velocity_history": 2}
    absent = inputs([item("US-1", points=3)], repository=Repository(present=False))
    assert gaps(absent) == {"no_repository": 1}
    broken = Backlog([item("US-1", points=3)], [Diagnostic(Severity.ERROR, "P-YAML", "broken", "a.yaml", 3)])
    unreadable = inputs()
    object.__setattr__(unreadable, "backlog", broken)
    assert gaps(unreadable) == {"unreadable": 1}


@given(backlogs(), histories())
@settings(deadline=None, max_examples=40)
def test_the_score_is_what_the_gaps_leave(items: list[Item], commits: list[Change]) -> None:
    project = inputs(items, commits)
    result = assess_data_quality(project, summarize_changes(project, AS_OF, AS_OF).data, 2)
    missing: Any = result.data["missing"]
    lost = sum(gap["weight"] * min(1, gap["count"] / gap["whole"]) for gap in missing)
    assert result.data["score"] == round(max(0, 100 - lost))
