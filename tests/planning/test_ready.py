from __future__ import annotations

from datetime import date

from maestro_cli.model.backlog import Backlog
from maestro_cli.model.items import Kind, Priority, Status
from maestro_cli.planning.ready import next_items
from tests.planning.builders import TODAY, item


# @req MR-3.8
def test_ready_items_come_by_priority_value_unblocked_age_and_id() -> None:
    backlog = Backlog(
        [
            item("Z", priority=Priority.CRITICAL),
            item("A"),
            item("B", created=date(2026, 11, 1)),
            item("C"),
            item("D", depends_on=("C",), value=7),
            item("E", depends_on=("D",), value=5),
            item("F", status=Status.IN_PROGRESS),
            item("G", kind=Kind.REQUIREMENT),
            item("H", status=Status.DONE),
            item("P", None, kind=Kind.EPIC, priority=Priority.CRITICAL),
            item("Q", 1, parent="P", priority=Priority.LOW),
        ]
    )
    found = next_items(backlog, TODAY)
    assert [entry.id for entry in found.ready] == ["Z", "C", "B", "A", "Q"]
    second = found.ready[1]
    assert (second.unblocks, second.unblocked_value) == (("D", "E"), 12)
    assert found.ready[2].age_days == 22


# @req MR-3.8
def test_what_waits_names_blocker_owner_since_and_root() -> None:
    backlog = Backlog(
        [
            item("A", depends_on=("B", "GONE")),
            item("B", depends_on=("C",), assignee="Bo", created=date(2026, 11, 2)),
            item(
                "C", status=Status.BLOCKED, blocked_reason="no key", assignee="Ana", started=date(2026, 11, 3)
            ),
            item("D", status=Status.DRAFT),
            item("E", status=Status.BLOCKED),
            item("F", depends_on=("D",)),
        ]
    )
    found = next_items(backlog, TODAY)
    assert found.ready == ()
    assert {entry.id: entry.sentence for entry in found.waiting} == {
        "A": "depends on GONE, which does not exist; "
        "waits for B, assigned to Bo, since 2026-11-02, root cause C",
        "B": "waits for C, which is blocked, assigned to Ana, since 2026-11-03",
        "C": "blocked, since 2026-11-03: no key",
        "D": "is a draft",
        "E": "blocked, no reason given",
        "F": "waits for the draft D",
    }


def test_a_circle_has_its_smallest_id_as_root() -> None:
    backlog = Backlog(
        [item("A", depends_on=("B",)), item("B", depends_on=("C",)), item("C", depends_on=("B",))]
    )
    found = {entry.id: entry.waits_for[0].root for entry in next_items(backlog, TODAY).waiting}
    assert found == {"A": "B", "B": "B", "C": "B"}


def test_korean_says_it_in_korean() -> None:
    (entry,) = next_items(Backlog([item("D", status=Status.DRAFT)]), TODAY, "ko").waiting
    assert entry.sentence == "초안 상태"
