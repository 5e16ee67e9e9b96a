"""Backlogs for the tests of planning."""

from __future__ import annotations

from datetime import date

from hypothesis import strategies as st

from maestro_cli.model.backlog import Backlog
from maestro_cli.model.items import Item, Kind, Place, Priority, Status, ThreePoint
from maestro_cli.settings.schema import PastSprint, Settings, Sprint

TODAY = date(2026, 11, 23)
PLACE = Place("backlog/items.yaml", 1)
TWO_WEEKS = Settings(sprint=Sprint(starts=date(2026, 11, 23)))


def item(item_id: str, points: float | None = 1.0, **fields: object) -> Item:
    return Item(item_id, f"Title of {item_id}", PLACE, points=points, **fields)  # type: ignore[arg-type]


def past(*completed: float | None, committed: float | None = 20) -> tuple[PastSprint, ...]:
    """Sprints S-1, S-2, …, Monday to Friday of the second week, the last ending before TODAY."""
    sprints = []
    for back, points in enumerate(reversed(completed)):
        start = date.fromordinal(date(2026, 11, 9).toordinal() - 14 * back)
        end = date.fromordinal(start.toordinal() + 11)
        number = len(completed) - back
        sprints.append(
            PastSprint(id=f"S-{number}", start=start, end=end, committed=committed, completed=points)
        )
    return tuple(reversed(sprints))


IDS = ("A", "B", "C", "D", "E", "F")


@st.composite
def backlogs(draw: st.DrawFn, pins: bool = True) -> Backlog:
    """Up to six items with everything that the rules of a plan speak about."""
    ids = IDS[: draw(st.integers(1, len(IDS)))]
    sprints = ["S1", "S2", "S3"] if pins else []
    items = []
    for name in ids:
        points: float | None = draw(st.sampled_from([0, 1, 2, 3, 5, 0.5, None]))
        estimate = ThreePoint(1, 2, 3) if points is None and draw(st.booleans()) else None
        items.append(
            item(
                name,
                points,
                kind=draw(st.sampled_from([Kind.STORY, Kind.STORY, Kind.STORY, Kind.EPIC, Kind.REQUIREMENT])),
                status=draw(st.sampled_from([Status.READY] * 6 + list(Status))),
                value=draw(st.sampled_from([None, 0, 1, 2, 3, 7.5])),
                priority=draw(st.sampled_from(Priority)),
                estimate=estimate,
                depends_on=tuple(draw(st.lists(st.sampled_from([*ids, *ids, *ids, "GONE"]), max_size=2))),
                parent=draw(st.sampled_from([None, None, *ids])),
                sprint=draw(st.sampled_from([None] * 8 + [*sprints, "S9"])),
            )
        )
    return Backlog(draw(st.permutations(items)))
