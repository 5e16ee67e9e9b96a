from __future__ import annotations

from typing import Any

import pytest

from maestro_cli.model.items import Item
from maestro_cli.traceability.check import check
from tests.traceability.projects import SPRINTS, context, found, item, messages, violations


def bug(name: str, *depends_on: str, **fields: Any) -> Item:
    """A bug needs no parent, so only T4 has something to say."""
    return item(name, "bug", depends_on=depends_on, **fields)


# @req MR-6.6
def test_a_missing_target_is_one_finding_each_and_nothing_else() -> None:
    assert found([bug("B-1", "X", "Y", "X")]) == [("T4-MISSING", "B-1")] * 2
    assert found([bug("B-1", "X", status="cancelled")]) == [("T4-MISSING", "B-1")]


def test_an_item_that_depends_on_itself_is_no_circle() -> None:
    assert found([bug("B-1", "B-1", status="in_progress")]) == [("T4-SELF", "B-1")]


# @req MR-6.6
def test_one_finding_for_a_component_with_a_shortest_circle() -> None:
    items = [
        bug("B-1", "B-2"),
        bug("B-2", "B-3", "B-4"),
        bug("B-3", "B-4"),
        bug("B-4", "B-2"),
        bug("B-5", "B-1"),
    ]
    assert found(items) == [("T4-CYCLE", "B-2")]
    assert messages(items, "T4-CYCLE") == [
        "2 items depend on each other in a circle: B-2 → B-4 → B-2 (one of several circles among 3 items)"
    ]
    result = check(context(items), ["T4"]).results[0]
    assert (result.checked_count, result.passed_count) == (5, 2)


@pytest.mark.parametrize(("size", "end"), [(10, "B-19 → B-10"), (11, "B-19 → … (1 more) → B-10")])
def test_a_long_circle_is_cut(size: int, end: str) -> None:
    ring = [bug(f"B-{10 + n}", f"B-{10 + (n + 1) % size}") for n in range(size)]
    (message,) = messages(ring, "T4-CYCLE")
    assert message.endswith(end)


def test_circles_count_when_done_and_not_when_cancelled() -> None:
    assert found([bug("B-1", "B-2", status="done"), bug("B-2", "B-1", status="done")]) == [
        ("T4-CYCLE", "B-1")
    ]
    assert found([bug("B-1", "B-2"), bug("B-2", "B-1", status="cancelled")]) == []


@pytest.mark.parametrize("state", ["in_progress", "review", "done"])
def test_begun_before_its_predecessor_is_closed(state: str) -> None:
    for open_ in ("draft", "ready", "in_progress", "blocked", "review"):
        items = [bug("B-1", "B-2", status=state), bug("B-2", status=open_)]
        assert found(items) == [("T4-PREDECESSOR-OPEN", "B-1")]
    for closed in ("done", "cancelled"):
        assert found([bug("B-1", "B-2", status=state), bug("B-2", status=closed)]) == []


@pytest.mark.parametrize("state", ["draft", "ready", "blocked", "cancelled"])
def test_waiting_for_a_predecessor_is_fine(state: str) -> None:
    assert found([bug("B-1", "B-2", status=state), bug("B-2")]) == []


# @req MR-6.6
def test_a_predecessor_in_a_later_sprint() -> None:
    late = [bug("B-1", "B-2", sprint="S-9"), bug("B-2", sprint="S-10")]
    assert found(late) == [("T4-LATER-SPRINT", "B-1")]
    assert found(late, settings={"sprints": SPRINTS}) == [("T4-LATER-SPRINT", "B-1")]
    assert found([bug("B-1", "B-2", sprint="S-10"), bug("B-2", sprint="S-9")]) == []
    assert found([bug("B-1", "B-2", sprint="S-10"), bug("B-2", sprint="S-10")]) == []
    assert found([bug("B-1", "B-2", sprint="S-9"), bug("B-2")]) == []


def test_sprints_that_are_over_are_not_reordered() -> None:
    assert (
        found([bug("B-1", "B-2", sprint="S-9", status="done"), bug("B-2", sprint="S-10", status="done")])
        == []
    )
    open_ = [bug("B-1", "B-2", sprint="S-9", status="done"), bug("B-2", sprint="S-10")]
    assert found(open_) == [("T4-PREDECESSOR-OPEN", "B-1")]


def test_the_fingerprint_of_a_circle_is_that_of_its_members() -> None:
    ring = [bug("B-1", "B-2"), bug("B-2", "B-3"), bug("B-3", "B-1")]
    tangled = [ring[0], bug("B-2", "B-3", "B-1"), ring[2]]
    prints = {violations(check(context(items)))[0].fingerprint for items in (ring, ring[::-1], tangled)}
    assert len(prints) == 1
