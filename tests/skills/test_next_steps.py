"""Next steps: the most urgent first, one an item, never more than can be read."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from hypothesis import given, settings

from maestro_cli.model.items import Item, Status
from maestro_cli.skills.next_steps import MOST_STEPS, next_steps
from tests.skills.build import AS_OF, FULL, backlogs, inputs, item, results


def steps(items: list[Item]) -> list[dict[str, Any]]:
    found = results(inputs(items, settings=FULL), AS_OF, AS_OF)
    return next_steps(found["blockers"].data, found["risks"].data, found["ready"].data)


def test_what_unblocks_comes_before_what_is_late_and_what_is_next() -> None:
    items = [
        item("A", status=Status.IN_PROGRESS, assignee="Mina", due=AS_OF - timedelta(days=1), points=1),
        item("B", status=Status.BLOCKED, depends_on=("A",), points=1),
        item("C", due=AS_OF - timedelta(days=1), points=1),
        item("D", points=1),
    ]
    assert [(step["code"], step["id"]) for step in steps(items)] == [
        ("finish", "A"),
        ("take_up", "C"),
        ("take_up", "D"),
    ]


@given(backlogs())
@settings(deadline=None, max_examples=30)
def test_no_item_is_named_twice(items: list[Item]) -> None:
    named = [step["id"] for step in steps(items) if step["id"]]
    assert len(named) == len(set(named)) <= MOST_STEPS
