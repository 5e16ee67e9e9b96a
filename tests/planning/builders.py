"""Backlogs for the tests of planning."""

from __future__ import annotations

from datetime import date

from hypothesis import strategies as st

from maestro_cli.model.backlog import Backlog
from maestro_cli.model.items import Item, Kind, Place, Priority, Status, ThreePoint
from maestro_cli.model.plan import Plan
from maestro_cli.planning.draft import Request, draft
from maestro_cli.planning.planner import plan_of
from maestro_cli.settings.language import Language
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


def make_plan(
    given: Settings,
    backlog: Backlog,
    as_of: date,
    *,
    sprints: int = 3,
    capacity: float | None = None,
    goal: str | None = None,
    seed: int = 0,
    language: Language = "en",
) -> Plan:
    """Plan as the workflow does, until the optimum is proven."""
    request = Request(as_of, sprints, capacity, goal, seed=seed)
    return plan_of(draft(given, backlog, request), request, language)


IDS = ("A", "B", "C", "D", "E", "F")
KINDS = [Kind.STORY, Kind.STORY, Kind.STORY, Kind.EPIC, Kind.REQUIREMENT]


@st.composite
def backlogs(draw: st.DrawFn, pins: bool = True) -> Backlog:
    """Up to six items: half of the backlogs are calm (all plannable), half have whatever rules speak of."""
    ids = IDS[: draw(st.integers(1, len(IDS)))]
    calm = st.tuples(*(_calm(name, ids) for name in ids))
    wild = st.tuples(*(_wild(name, ids, pins) for name in ids))
    return Backlog(draw(st.permutations(draw(calm | wild))))


def _calm(name: str, ids: tuple[str, ...]) -> st.SearchStrategy[Item]:
    return st.builds(
        item,
        st.just(name),
        st.sampled_from([0, 1, 2, 3, 5]),
        status=st.sampled_from([Status.READY, Status.IN_PROGRESS, Status.REVIEW]),
        value=st.sampled_from([0, 1, 2, 3, 5, 8]),
        depends_on=st.lists(st.sampled_from(ids), max_size=1).map(tuple),
    )


def _wild(name: str, ids: tuple[str, ...], pins: bool) -> st.SearchStrategy[Item]:
    return st.builds(
        item,
        st.just(name),
        st.sampled_from([0, 1, 2, 3, 5, 0.5, None]),
        kind=st.sampled_from(KINDS),
        status=st.sampled_from([Status.READY] * 6 + list(Status)),
        value=st.sampled_from([None, 0, 1, 2, 3, 7.5]),
        priority=st.sampled_from(Priority),
        estimate=st.sampled_from([None, ThreePoint(1, 2, 3)]),
        depends_on=st.lists(st.sampled_from([*ids, *ids, *ids, "GONE"]), max_size=2).map(tuple),
        parent=st.sampled_from([None, None, *ids]),
        sprint=st.sampled_from([None] * 8 + (["S1", "S2", "S3"] if pins else []) + ["S9"]),
    )
