from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from maestro_cli.model.history import Commit, Repository
from maestro_cli.settings.schema import PastSprint
from maestro_cli.traceability.check import check
from maestro_cli.traceability.sprints import SprintCalendar
from maestro_cli.workflows.history import known_since
from tests.traceability.projects import SPRINTS, context, found, item, messages

EPIC = item("EP-1", "epic")


def commit(subject: str, *ids: str, sha: str = "a" * 40, day: int = 1, merge: bool = False) -> Commit:
    when = datetime(2026, 2, day, tzinfo=UTC)
    return Commit(sha, "Kim", "kim@example.org", when, subject, item_ids=ids, is_merge=merge)


# @req MR-6.4
@pytest.mark.parametrize("kind", ["story", "spike"])
def test_a_story_hangs_on_a_parent_or_on_a_requirement(kind: str) -> None:
    requirement = item("REQ-1", "requirement", status="draft")
    assert found([item("US-1", kind)]) == [("T2-STORY-NO-PARENT", "US-1")]
    assert found([EPIC, item("US-1", kind, parent="EP-1")]) == []
    assert found([requirement, item("US-1", kind, satisfies=["REQ-1"])]) == []
    assert found([requirement, item("US-1", kind, parent="REQ-1")]) == []


def test_a_parent_of_the_wrong_kind_is_named() -> None:
    items = [item("R-1", "risk"), item("US-1", parent="R-1")]
    assert messages(items, "T2-STORY-NO-PARENT") == [
        "US-1 hangs under R-1, a risk, and satisfies no requirement"
    ]


def test_satisfying_itself_or_what_is_no_requirement_leads_nowhere() -> None:
    requirement = item("REQ-1", "requirement", status="draft")
    risk = item("R-1", "risk")
    for target in ("US-1", "R-1"):
        story = item("US-1", satisfies=[target])
        assert found([risk, story]) == [("T2-STORY-NO-PARENT", "US-1")]
    items = [requirement, EPIC, item("US-2", satisfies=["EP-1"]), item("US-3", satisfies=["US-2"])]
    assert found(items[1:]) == []
    assert found(items) == [("T2-NO-REQUIREMENT", item_id) for item_id in ("EP-1", "US-2", "US-3")]
    assert found([requirement, item("EP-1", "epic", satisfies=["REQ-1"]), *items[2:]]) == []


def test_a_test_may_satisfy_the_task_that_it_tests_and_not_itself() -> None:
    work = [EPIC, item("US-1", parent="EP-1"), item("T-1", "task", parent="US-1")]
    assert found([*work, item("T-2", "task", satisfies=["T-1"])]) == []
    assert found([*work, item("T-2", "task", satisfies=["T-2"])]) == [("T2-TASK-NO-STORY", "T-2")]


def test_bugs_and_cancelled_items_may_stand_alone() -> None:
    assert (
        found([item("B-1", "bug"), item("US-1", status="cancelled"), item("T-1", "task", status="cancelled")])
        == []
    )


@pytest.mark.parametrize(
    ("parent", "fits"), [("story", True), ("bug", True), ("feature", True), ("epic", False)]
)
def test_a_task_hangs_on_a_story_bug_or_feature(parent: str, fits: bool) -> None:
    items = [EPIC, item("P-1", parent, parent="EP-1"), item("T-1", "task", parent="P-1")]
    assert found(items) == ([] if fits else [("T2-TASK-NO-STORY", "T-1")])


# @req MR-6.4
def test_a_wbs_item_hangs_on_a_group() -> None:
    group = item("W-1", "wbs_group", linked_feature="FT-1")
    base = [item("FT-1", "feature"), item("US-1", parent="FT-1"), group]
    for parent, fits in ((None, False), ("FT-1", False), ("W-1", True)):
        element = item("W-2", "wbs_item", parent=parent, linked_stories=["US-1"])
        assert found([*base, element]) == ([] if fits else [("T2-WBS-NO-GROUP", "W-2")])


def test_each_link_to_nothing_is_said_once_and_nothing_else() -> None:
    items = [EPIC, item("US-1", parent="EP-9", satisfies=["REQ-8", "REQ-9", "REQ-9@12345678"])]
    assert found(items) == [("T2-DANGLING", "US-1")] * 3
    assert found([item("US-1", parent="EP-9")]) == [("T2-DANGLING", "US-1")]
    assert found([item("T-1", "task", parent="X")]) == [("T2-DANGLING", "T-1")]
    assert found([item("US-1", parent="EP-9", status="cancelled")]) == [("T2-DANGLING", "US-1")]


def test_work_that_leads_to_no_requirement() -> None:
    items = [
        item("REQ-1", "requirement"),
        item("EP-1", "epic", satisfies=["REQ-1"]),
        item("US-1", parent="EP-1"),
        item("EP-2", "epic"),
        item("FT-2", "feature", parent="EP-2"),
        item("US-2", parent="FT-2"),
        item("EP-3", "epic"),
        item("US-3", parent="EP-3", satisfies=["REQ-1"]),
        item("US-4", parent="EP-3"),
    ]
    names = ["EP-2", "FT-2", "US-2", "US-4"]
    assert found(items) == [("T2-NO-REQUIREMENT", name) for name in names]
    assert found(items[3:6]) == [], "a project without requirements"


def test_an_orphan_is_not_told_again_that_it_leads_nowhere() -> None:
    items = [item("REQ-1", "requirement", status="draft"), item("US-1"), item("US-2", parent="X")]
    assert found(items) == [("T2-DANGLING", "US-2"), ("T2-STORY-NO-PARENT", "US-1")]


def test_circles_of_parents() -> None:
    ring = [item(f"EP-{n}", "epic", parent=f"EP-{(n + 1) % 3}") for n in range(3)]
    items = [*ring, item("US-1", parent="EP-1"), item("FT-1", "feature", parent="FT-1")]
    assert found(items) == [("T2-PARENT-CYCLE", "EP-0"), ("T2-PARENT-CYCLE", "FT-1")]
    assert messages(items, "T2-PARENT-CYCLE") == [
        "The parents of 3 items form a circle: EP-0 → EP-1 → EP-2 → EP-0",
        "FT-1 is its own parent",
    ]


@pytest.mark.parametrize("sprint", ["S-9", "S-1", "S-12", "S-38"])
def test_sprints_of_a_series_may_be_pinned(sprint: str) -> None:
    assert found([EPIC, item("US-1", parent="EP-1", sprint=sprint)], settings={"sprints": SPRINTS}) == []


@pytest.mark.parametrize("sprint", ["s-9", "Sprint 9", "S-39", "S-99", "S-", "9"])
def test_sprints_of_no_series_dangle(sprint: str) -> None:
    items = [EPIC, item("US-1", parent="EP-1", sprint=sprint)]
    assert found(items, settings={"sprints": SPRINTS}) == [("T2-DANGLING", "US-1")]
    assert found(items) == [], "nothing is known of sprints"


def test_sprints_with_names_are_continued_by_numbers() -> None:
    named = [PastSprint.model_validate({**SPRINTS[0], "id": "Apollo"})]
    assert [SprintCalendar(named).possible(name) for name in ("Apollo", "S1", "S99", "Borealis")] == [
        True,
        True,
        False,
        False,
    ]


def test_a_gap_inside_the_series_is_no_sprint() -> None:
    sprints = [PastSprint.model_validate(SPRINTS[0]), PastSprint.model_validate(SPRINTS[2])]
    assert not SprintCalendar(sprints).possible("S-10")


def test_later_sprints_by_start_then_by_number() -> None:
    known = [
        {"id": "Zebra", "start": "2026-01-01", "end": "2026-01-14"},
        {"id": "Ant", "start": "2026-01-15", "end": "2026-01-28"},
    ]
    calendar = SprintCalendar([PastSprint.model_validate(sprint) for sprint in known])
    assert calendar.later("Ant", "Zebra")
    assert not calendar.later("Zebra", "Ant")
    assert calendar.later("S-10", "S-9")
    assert calendar.later("2027-W01", "2026-W52")
    assert not calendar.later("S-10", "Sprint 9")
    assert not calendar.later("S-9", "S-9")
    assert not calendar.later("Ant", "Ant")


# @req MR-6.4
def test_commits_that_name_what_does_not_exist() -> None:
    commits = [
        commit("US-9 one", "US-9", sha="b" * 40, day=3),
        commit("US-9 two", "US-9", sha="c" * 40, day=2),
        commit("Merge US-8", "US-8", merge=True),
    ]
    assert found([EPIC], commits=commits) == [("T2-COMMIT-UNKNOWN-ITEM", "b" * 40)]
    assert messages([EPIC], "T2-COMMIT-UNKNOWN-ITEM", commits=commits) == [
        "2 commits name US-9, which does not exist; newest bbbbbbb"
    ]
    assert found([EPIC]) == []


def test_the_fingerprint_of_an_unknown_id_survives_the_next_commit() -> None:
    one = check(context([EPIC], commits=[commit("US-9", "US-9", sha="b" * 40)]))
    two = check(
        context([EPIC], commits=[commit("US-9", "US-9", sha=s * 40, day=d) for s, d in (("b", 1), ("c", 2))])
    )
    assert one.results[1].violations[0].fingerprint == two.results[1].violations[0].fingerprint


@pytest.mark.parametrize(
    ("status", "subject", "open_"),
    [
        ("draft", "US-1: begin", True),
        ("ready", "US-1: begin", True),
        ("in_progress", "US-1: begin", False),
        ("in_progress", "Closes US-1", True),
        ("in_progress", "Fix #US-1.", True),
        ("in_progress", "fix: US-1 begin", False),
        ("done", "Closes US-1", False),
        ("cancelled", "US-1: begin", False),
    ],
)
def test_commits_on_items_that_are_still_open(status: str, subject: str, open_: bool) -> None:
    items = [EPIC, item("US-1", parent="EP-1", status=status)]
    assert found(items, commits=[commit(subject, "US-1")]) == (
        [("T2-COMMIT-ITEM-OPEN", "US-1")] if open_ else []
    )


def test_commits_that_name_items_are_counted() -> None:
    commits = [
        commit("x"),
        commit("EP-1 y", "EP-1"),
        commit("EP-1 z", "EP-1"),
        commit("Merge EP-1", "EP-1", merge=True),
    ]
    report = check(context([EPIC], commits=iter(commits)), ["T2"])
    assert report.results[0].checked_count == 3


SINCE = date(2026, 1, 1)
DONE: dict[str, Any] = {"parent": "EP-1", "status": "done", "started": date(2026, 1, 5)}


# @req MR-6.4
@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({}, True),
        ({"started": None, "created": date(2026, 1, 5)}, True),
        ({"started": SINCE}, True),
        ({"started": date(2025, 12, 31)}, False),
        ({"started": date(2025, 12, 31), "created": date(2026, 1, 5)}, False),
        ({"started": None}, False),
        ({"status": "review"}, False),
        ({"status": "cancelled"}, False),
        ({"kind": "bug"}, True),
        ({"kind": "spike"}, False),
        ({"kind": "feature"}, False),
    ],
)
def test_done_items_without_a_commit(fields: dict[str, Any], told: bool) -> None:
    items = [item("EP-1", "epic", status="in_progress"), item(**{"item_id": "US-1", **DONE, **fields})]
    commits = [commit("EP-1 x", "EP-1")]
    expected = [("T2-DONE-NO-COMMIT", "US-1")] if told else []
    assert found(items, commits=commits, history_since=SINCE) == expected
    assert found(items, commits=[*commits, commit("US-1", "US-1")], history_since=SINCE) == []


def test_a_commit_for_what_hangs_below_counts() -> None:
    items = [EPIC, item("US-1", **DONE), item("TASK-1", "task", parent="US-1", status="done")]
    assert found(items, commits=[commit("TASK-1", "TASK-1")], history_since=SINCE) == []


def test_without_whole_history_or_ids_in_it_nothing_is_missed() -> None:
    items = [EPIC, item("US-1", **DONE)]
    assert found(items, commits=[commit("TASK-1", "EP-1")]) == [("T2-COMMIT-ITEM-OPEN", "EP-1")]
    assert found(items, commits=[commit("nothing")], history_since=SINCE) == []
    assert found(items, commits=[], history_since=SINCE) == []


def test_the_day_from_which_on_history_is_whole() -> None:
    whole, shallow = Repository(present=True), Repository(present=True, shallow=True)
    assert known_since(whole, date(2026, 4, 1)) == date(2026, 1, 1)
    assert known_since(whole, date(2026, 4, 1), SINCE) == SINCE
    assert known_since(shallow, date(2026, 4, 1), SINCE) is None
    assert known_since(Repository(present=False), date(2026, 4, 1)) is None
