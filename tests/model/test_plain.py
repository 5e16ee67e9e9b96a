from __future__ import annotations

from datetime import UTC, date, datetime

from maestro_cli.model.events import StepLine, StepStatus
from maestro_cli.model.history import Commit, SprintRecord
from maestro_cli.model.items import Item, Place, Reference, ThreePoint
from maestro_cli.model.plain import from_plain, to_plain


def test_what_was_made_plain_can_be_made_again() -> None:
    item = Item(
        "US-1",
        "Pay",
        Place("a.yaml", 3),
        points=3.0,
        estimate=ThreePoint(1.0, 2.5, 5.0),
        satisfies=(Reference("R-1", "abcd1234"),),
        depends_on=("US-2",),
        created=date(2026, 1, 2),
    )
    again = from_plain(Item, to_plain(item))
    assert again == item
    assert isinstance(again.points, float)
    assert from_plain(SprintRecord, {"id": "S", "start": "2026-01-05", "end": "2026-01-16", "new": 1}) == (
        SprintRecord("S", date(2026, 1, 5), date(2026, 1, 16))
    )
    commit = Commit(
        "1a2b", "ann", "ann@example.org", datetime(2026, 1, 2, 3, 4, tzinfo=UTC), "Pay", ("US-1",)
    )
    assert from_plain(Commit, to_plain(commit)) == commit
    line = StepLine("a", "planner", "Gather", StepStatus.WAITING)
    assert from_plain(StepLine, to_plain(line)) == line
