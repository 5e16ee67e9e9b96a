"""Blockers: what stands behind them, what they hold up, and one next step each."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given, settings

from maestro_cli.model.items import Item, Status
from maestro_cli.skills.blockers import identify_blockers
from maestro_cli.skills.scope import Work, is_blocked
from tests.skills.build import AS_OF, backlogs, figures, inputs, item


def rows(*items: Item) -> list[Any]:
    found: Any = identify_blockers(inputs(items)).data["blockers"]
    return list(found)


def test_a_chain_is_followed_to_its_cause_and_to_all_it_holds_up() -> None:
    found = rows(
        item("US-1", status=Status.IN_PROGRESS, assignee="Mina", started=AS_OF - timedelta(days=3)),
        item("US-2", depends_on=("US-1",)),
        item("US-3", status=Status.BLOCKED, depends_on=("US-2",), started=AS_OF - timedelta(days=9)),
        item("US-4", depends_on=("US-3",), points=3, value=7),
        item("US-5", depends_on=("US-4",), value=1),
        item("US-6", depends_on=("US-3",), status=Status.DONE),
    )[0]
    assert found["id"] == "US-3"
    assert (found["since_basis"], found["since_days"]) == ("started", 10)
    assert [(w["id"], w["assignee"], w["direct"]) for w in found["waiting_for"]] == [
        ("US-2", None, True),
        ("US-1", "Mina", False),
    ]
    assert found["causes"] == ["US-1"]
    assert found["holds_up"] == {"count": 2, "points": 3, "value": 8, "ids": ["US-4", "US-5"]}
    assert found["next_step"] == {"code": "finish", "id": "US-1", "person": "Mina"}


@pytest.mark.parametrize(
    ("blocker", "code"),
    [
        ({"status": Status.IN_PROGRESS, "assignee": "Mina"}, "finish"),
        ({"status": Status.READY, "assignee": "Mina"}, "start"),
        ({"status": Status.READY}, "assign_owner"),
        ({"status": Status.BLOCKED, "assignee": "Mina", "blocked_reason": "law"}, "resolve_reason"),
        ({"status": Status.DONE}, "unblock"),
        ({"status": Status.READY, "depends_on": ("US-1",)}, "break_cycle"),
    ],
)
def test_the_next_step_fits_the_cause(blocker: dict[str, Any], code: str) -> None:
    found = rows(
        item("US-1", status=Status.BLOCKED, depends_on=("US-0",), assignee="Ade"), item("US-0", **blocker)
    )
    assert next(row for row in found if row["id"] == "US-1")["next_step"]["code"] == code


def test_a_missing_link_or_a_bare_status_asks_for_the_words() -> None:
    missing, bare, reason = rows(
        item("US-1", status=Status.BLOCKED, depends_on=("US-404",)),
        item("US-2", status=Status.BLOCKED),
        item("US-3", blocked_reason="Legal has to agree", assignee="Ade"),
    )
    assert (missing["next_step"]["code"], missing["next_step"]["id"]) == ("fix_link", "US-404")
    assert bare["next_step"]["code"] == "say_why"
    assert (bare["since"], bare["since_days"]) == (None, None)
    assert reason["next_step"]["code"] == "resolve_reason"


# @req MR-3.8
@given(backlogs())
@settings(deadline=None, max_examples=60)
def test_rows_equal_a_search_by_brute_force(items: list[Item]) -> None:
    project = inputs(items)
    counted = {one.id for one in Work(project.backlog).items}
    still_open = {one.id: one for one in items if not one.closed}
    result = identify_blockers(project)
    found: Any = result.data["blockers"]
    blocked = {one.id for one in items if one.id in counted and is_blocked(one)}
    assert {row["id"] for row in found} == blocked
    union: set[str] = set()
    for row in found:
        held = {row["id"]}
        while more := {n for n, one in still_open.items() if set(one.depends_on) & held} - held:
            held |= more
        expected = (held - {row["id"]}) & counted
        union |= expected
        assert row["holds_up"]["count"] == len(expected)
    assert figures(result)["held_up.count"] == len(union)
    assert figures(result)["blocked.count"] == len(blocked)


def test_nothing_blocked_is_a_fact_with_evidence() -> None:
    result = identify_blockers(inputs([item("US-1")]))
    listed: Any = result.data["figures"]
    assert figures(result)["blocked.count"] == 0
    assert all(figure["evidence"] for figure in listed)


@pytest.mark.parametrize(("before", "days"), [(0, 1), (9, 10)])
def test_how_long_it_is_stuck_and_how_long_it_is_in_work_are_counted_alike(before: int, days: int) -> None:
    project = inputs([item("US-1", status=Status.BLOCKED, started=AS_OF - timedelta(days=before))])
    result = identify_blockers(project)
    found: Any = result.data["blockers"]
    assert (found[0]["since_days"], found[0]["age_days"]) == (days, days)
    assert figures(result)["blocked.oldest_days"] == days
