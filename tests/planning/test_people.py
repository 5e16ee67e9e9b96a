"""What people and their skills can take: limits hold just where the work can be spread over the people."""

from __future__ import annotations

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from maestro_cli.model.backlog import Backlog
from maestro_cli.model.items import Item
from maestro_cli.planning.dependencies import dependencies
from maestro_cli.planning.draft import Request, plan_capacity, problem_of
from maestro_cli.planning.velocity import sprint_history, velocity
from maestro_cli.settings.schema import Member
from tests.planning.builders import TODAY, TWO_WEEKS, item

NAMES = ("Ana", "Bo", "Cy")
TEAMS = st.sampled_from(
    [
        ({"web"}, {"web"}, {"web"}),
        ({"web", "ios"}, {"web"}, set()),
        ({"web", "ios"}, {"web"}, {"web"}),
        ({"web"}, {"web"}, {"ios"}),
        ({"web", "ios"}, {"web", "ios"}, {"web"}),
    ]
)
"""Skills of three people; of two skills, one has all people of the other or none."""


@st.composite
def works(draw: st.DrawFn, skills: list[str]) -> list[Item]:
    """Up to six items, each of one person who is able or of anybody with a skill."""
    found = []
    for number in range(draw(st.integers(1, 6))):
        who = draw(
            st.sampled_from([{"assignee": name} for name in NAMES] + [{"skills": (s,)} for s in skills])
        )
        found.append(item(f"I{number}", float(draw(st.integers(1, 6))), **who))
    return found


@given(TEAMS, st.tuples(*[st.integers(0, 8)] * 3), st.data())
def test_limits_hold_just_where_the_work_can_be_spread_over_the_people(
    skills: tuple[set[str], ...], points: tuple[int, ...], data: st.DataObject
) -> None:
    rows = zip(NAMES, skills, points, strict=True)
    team = tuple(Member(name=n, skills=tuple(sorted(s)), points_per_sprint=p) for n, s, p in rows)
    work = data.draw(works(sorted(set().union(*skills))))
    able = {one.id: _able(one, skills) for one in work}
    spread = all(
        sum(one.points or 0 for one in work if able[one.id] <= set(group))
        <= sum(room for name, room in zip(NAMES, points, strict=True) if name in group)
        for size in (1, 2, 3)
        for group in combinations(NAMES, size)
    )
    assert _kept(team, work) == spread


def _able(one: Item, skills: tuple[set[str], ...]) -> set[str]:
    if one.assignee:
        return {one.assignee}
    return {name for name, own in zip(NAMES, skills, strict=True) if set(one.skills) <= own}


def _kept(team: tuple[Member, ...], work: list[Item]) -> bool:
    """Say whether all of the work together keeps the sprint's capacity and each limit."""
    settings = TWO_WEEKS.model_copy(update={"team": team})
    backlog = Backlog(work)
    history = sprint_history(settings, backlog, TODAY)
    room = plan_capacity(settings, backlog, TODAY, history, velocity(history), sprints=1)
    given = problem_of(settings, backlog, Request(TODAY), room, dependencies(backlog), history)
    if len(given.candidates) < len(work):
        return False
    total = sum(one.points for one in given.candidates)
    drawn = {key: sum(c.points for c in given.candidates if key in c.limits) for key in given.limits}
    return total <= given.capacities[0] and all(drawn[key] <= row[0] for key, row in given.limits.items())
