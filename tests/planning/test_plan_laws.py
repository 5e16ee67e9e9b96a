from __future__ import annotations

from itertools import pairwise

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from maestro_cli.errors import UsageError
from maestro_cli.model.backlog import Backlog
from maestro_cli.model.items import Item, Kind
from maestro_cli.model.plain import to_plain
from maestro_cli.model.plan import Plan
from tests.planning.brute_force import allowed, best, points_of, value_of
from tests.planning.builders import TODAY, TWO_WEEKS, backlogs, item, make_plan

CAPACITIES = st.sampled_from([0, 1, 3, 5, 6.5, 8])


def plan(backlog: Backlog, sprints: int, capacity: float, seed: int = 0) -> Plan | None:
    try:
        return make_plan(TWO_WEEKS, backlog, TODAY, sprints=sprints, capacity=capacity, seed=seed)
    except UsageError as error:
        if error.diagnostics[0].code != "E-PLAN-INFEASIBLE":
            raise
        return None


# @req MR-3.1
@settings(max_examples=250, deadline=None)
@given(backlogs(), st.integers(1, 3), CAPACITIES)
def test_a_plan_is_allowed_and_no_plan_is_better(backlog: Backlog, sprints: int, capacity: float) -> None:
    ids = [f"S{number + 1}" for number in range(sprints)]
    found = plan(backlog, sprints, capacity)
    expected = best(backlog, ids, [capacity] * sprints)
    assert (found is None) == (expected is None)
    if found is None or expected is None:
        return
    assert [sprint.id for sprint in found.sprints] == ids
    items = {one.id: one for one in backlog}
    choice = {entry.id: entry.sprint_index for entry in found.included}
    assert allowed(choice, items, backlog, [capacity] * sprints)
    assert all(items[name].sprint in {None, ids[sprint]} for name, sprint in choice.items())
    assert abs(value_of(choice, items, sprints) - found.objective) < 1e-9
    assert abs(found.objective - expected) < 1e-9
    assert found.proven_optimal
    assert found.bound == found.objective


# @req MR-9.2
@settings(max_examples=100, deadline=None)
@given(backlogs(), st.integers(1, 3), CAPACITIES, st.randoms(use_true_random=False))
def test_the_order_of_items_changes_nothing(
    backlog: Backlog, sprints: int, capacity: float, random: object
) -> None:
    shuffled = list(backlog)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    one, other = plan(backlog, sprints, capacity), plan(Backlog(shuffled), sprints, capacity)
    assert to_plain(one) == to_plain(other)


@settings(max_examples=60, deadline=None)
@given(backlogs(pins=False), st.integers(1, 3))
def test_more_capacity_never_lowers_the_value(backlog: Backlog, sprints: int) -> None:
    found = [plan(backlog, sprints, capacity) for capacity in (0, 1, 2.5, 3, 5, 8, 100)]
    objectives = [one.objective for one in found if one is not None]
    assert len(objectives) == 7
    assert all(less <= more for less, more in pairwise(objectives))


# @req MR-3.2
@settings(max_examples=60, deadline=None)
@given(backlogs(), st.integers(1, 3), CAPACITIES)
def test_every_open_work_item_is_in_or_out_with_a_reason(
    backlog: Backlog, sprints: int, capacity: float
) -> None:
    found = plan(backlog, sprints, capacity)
    assume(found is not None)
    assert found is not None
    named = [entry.id for entry in found.included] + [entry.id for entry in found.excluded]
    expected = [one.id for one in backlog if not one.closed and one.kind is not Kind.REQUIREMENT]
    assert sorted(named) == sorted(expected)
    reasons = [entry.reason for entry in found.included] + [entry.reason for entry in found.excluded]
    assert all(reason and "{" not in reason for reason in reasons)


# @req MR-3.2
@settings(max_examples=150, deadline=None)
@given(backlogs(), st.integers(1, 3), CAPACITIES)
def test_what_is_said_about_left_out_items_is_true(backlog: Backlog, sprints: int, capacity: float) -> None:
    found = plan(backlog, sprints, capacity)
    if found is None:
        return
    items = {one.id: one for one in backlog}
    sprint_of = {entry.id: entry.sprint_index for entry in found.included}
    room = [sprint.capacity - sprint.load for sprint in found.sprints]

    def density(name: str) -> float:
        points = points_of(items[name], backlog) or 0
        return items[name].worth / points if points else float("inf")

    for entry in found.excluded:
        params = entry.params
        match entry.reason_code:
            case "outweighed":
                names = params["by"]
                assert isinstance(names, tuple)
                sprint, points, value = params["sprint_index"], params["points"], params["value"]
                assert isinstance(sprint, int)
                assert isinstance(points, float)
                assert isinstance(value, float)
                assert all(density(name) > value / points for name in names)
                assert all(sprint_of[name] == sprint for name in names)
                weaker = [n for n, at in sprint_of.items() if at == sprint and density(n) <= value / points]
                weaker = [n for n in weaker if items[n].sprint is None]
                freed = sum(points_of(items[n], backlog) or 0 for n in weaker)
                assert room[sprint] + freed < points
            case "capacity":
                points, most = params["points"], params["room"]
                assert isinstance(points, float)
                assert isinstance(most, float)
                assert points > most
            case "waits_for":
                on, root = params["on"], params["root"]
                assert on not in sprint_of
                assert root not in sprint_of
                assert on in needs_of(items[entry.id], backlog)
            case "too_large":
                largest = params["largest"]
                assert largest == capacity
            case "missing_dependency":
                assert params["missing"] == ("GONE",)
            case "not_ready":
                assert items[entry.id].status == "draft"
            case "not_estimated":
                assert items[entry.id].points is None
            case "pinned_elsewhere":
                assert items[entry.id].sprint not in {sprint.id for sprint in found.sprints}
            case code:
                assert code == "blocked"
                assert items[entry.id].status == "blocked"


def needs_of(one: Item, backlog: Backlog) -> set[str]:
    return set(one.depends_on) | {child.id for child in backlog if child.parent == one.id}


def test_the_same_seed_gives_the_same_plan() -> None:
    backlog = Backlog([item(f"I{n:02}", float(n % 5), value=float(n % 3)) for n in range(30)])
    plans = [to_plain(plan(backlog, 3, 10, seed=7)) for _ in range(2)]
    assert plans[0] == plans[1]
