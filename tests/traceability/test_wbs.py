from __future__ import annotations

import pytest

from tests.traceability.projects import found, item, messages

BACKLOG = [
    item("EP-1", "epic"),
    item("FT-1", "feature", parent="EP-1"),
    item("US-1", parent="FT-1"),
    item("US-2", parent="FT-1", status="done"),
    item("T-1", "task", parent="US-1"),
]
GROUP = item("W-1", "wbs_group", linked_feature="FT-1")
ELEMENT = item("W-2", "wbs_item", parent="W-1", linked_stories=["US-1", "US-2"])
TASK = item("W-3", "wbs_task", parent="W-2", linked_task="T-1")


def test_a_wbs_that_agrees() -> None:
    assert found([*BACKLOG, GROUP, ELEMENT, TASK]) == []
    assert found([*BACKLOG, item("W-1", "wbs_group", linked_feature="EP-1")]) == []


# @req MR-6.5
@pytest.mark.parametrize("target", ["FT-9", "US-1"])
def test_a_group_needs_an_existing_feature(target: str) -> None:
    assert found([*BACKLOG, item("W-1", "wbs_group", linked_feature=target)]) == [("T3-GROUP-FEATURE", "W-1")]


# @req MR-6.5
def test_every_wrong_story_is_listed_once() -> None:
    element = item("W-2", "wbs_item", parent="W-1", linked_stories=["US-1", "US-8", "US-9", "US-9", "EP-1"])
    assert found([*BACKLOG, GROUP, element]) == [("T3-ITEM-STORY", "W-2")] * 3


@pytest.mark.parametrize("target", ["T-9", "US-1"])
def test_a_task_needs_an_existing_task(target: str) -> None:
    task = item("W-3", "wbs_task", parent="W-2", linked_task=target)
    assert found([*BACKLOG, GROUP, ELEMENT, task]) == [("T3-TASK-TASK", "W-3")]


def test_links_of_other_kinds_are_checked_too() -> None:
    story = item("US-3", parent="FT-1", linked_feature="FT-9")
    assert found([*BACKLOG, story]) == [("T3-GROUP-FEATURE", "US-3")]


def test_elements_without_their_link_are_not_aligned() -> None:
    bare = [
        item("W-1", "wbs_group"),
        item("W-2", "wbs_item", parent="W-1", linked_feature="FT-1"),
        item("W-3", "wbs_task", parent="W-2"),
    ]
    assert found([*BACKLOG, *bare]) == [("T3-UNALIGNED", name) for name in ("W-1", "W-2", "W-3")]
    assert found([*BACKLOG, item("W-1", "wbs_group", status="cancelled")]) == []


# @req MR-6.5
def test_done_in_the_wbs_and_open_in_the_backlog() -> None:
    done = item("W-2", "wbs_item", parent="W-1", linked_stories=["US-1", "US-2"], status="done")
    assert found([*BACKLOG, GROUP, done]) == [("T3-STATUS", "W-2")]
    assert messages([*BACKLOG, GROUP, done], "T3-STATUS") == [
        "W-2 is done while linked work is open: US-1 (ready)"
    ]
    closed = item("W-2", "wbs_item", parent="W-1", linked_stories=["US-2"], status="done")
    assert found([*BACKLOG, GROUP, closed]) == []
