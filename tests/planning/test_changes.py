"""What a plan says of changes holds when they are made by hand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import count, pairwise, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from maestro_cli.errors import UsageError
from maestro_cli.model.backlog import Backlog
from maestro_cli.model.items import Status
from maestro_cli.planning.dependencies import reach
from maestro_cli.planning.draft import Draft, Request, draft, redraft
from maestro_cli.planning.explain import QUICK_SECONDS, explain
from maestro_cli.planning.planner import plan_of
from maestro_cli.planning.solver.alternatives import alternatives, differing
from maestro_cli.planning.solver.preferences import Keep, stability
from maestro_cli.planning.what_if import parse_changes
from maestro_cli.settings.schema import Settings
from tests.planning.brute_force import allowed, possible, value_of
from tests.planning.builders import TODAY, TWO_WEEKS, backlogs, item, make_plan


def still() -> float:
    """A clock that stands."""
    return 0.0


def left_out() -> Backlog:
    planned = [item(f"P-{n}", 5, value=40 + n) for n in range(4)]
    waiting = [item("D", 2, status=Status.DRAFT, value=9), item("W", 2, value=30, depends_on=("D",))]
    return Backlog([*planned, *(item(f"O-{n}", 4, value=5 + n) for n in range(6)), *waiting])


def test_an_explanation_that_is_cut_says_how_far_it_came_and_has_tried_every_kind() -> None:
    request = Request(TODAY, 1, 20, time_limit=12.0)
    made = draft(TWO_WEEKS, left_out(), request)
    ticks = count(step=0.25)
    cut = explain(made, request, thorough=True, clock=lambda: next(ticks))
    whole = explain(made, request, thorough=True, clock=still)
    assert (whole.complete, whole.seconds, whole.explained, whole.items) == (True, None, 8, 8)
    assert whole == explain(made, request, thorough=True, clock=still)
    assert (cut.complete, cut.seconds, cut.items) == (False, 12.0, 8)
    assert cut.explained == len(cut.remedies) < 8
    assert cut.trials < whole.trials
    kinds = {
        change.partition("=")[0] for found in cut.remedies.values() for one in found for change in one.what_if
    }
    assert kinds >= {"capacity", "drop"}


def test_a_blocked_item_needs_no_change_of_its_own_where_it_waits_for_what_can_be_planned() -> None:
    blocked = item("C", 2, status=Status.BLOCKED, blocked_reason="x")
    waiting = [
        item("B", 5, depends_on=("C",)),
        item("D", 1, status=Status.BLOCKED, depends_on=("B",)),
        item("E", 1, status=Status.BLOCKED, depends_on=("C",)),
    ]
    request = Request(TODAY, 1, 20)
    made = draft(TWO_WEEKS, Backlog([blocked, *waiting]), request)
    found = explain(made, request, thorough=True, clock=still)
    changes = {name: remedies[0].what_if for name, remedies in found.remedies.items()}
    assert changes == {
        "B": ("finish=C",),
        "C": ("ready=C",),
        "D": ("finish=C",),
        "E": ("finish=C", "ready=E"),
    }


def test_without_a_limit_time_does_not_matter() -> None:
    request = Request(TODAY, 1, 20)
    made = draft(TWO_WEEKS, left_out(), request)
    hours = count(step=3600.0)
    slow = explain(made, request, thorough=True, clock=lambda: next(hours))
    assert slow == explain(made, request, thorough=True, clock=still)
    assert explain(made, request, thorough=False, clock=lambda: next(hours)).seconds == QUICK_SECONDS


CAPACITIES = st.sampled_from([1, 3, 5, 6.5])


def drafted(backlog: Backlog, request: Request, given: Settings = TWO_WEEKS) -> Draft | None:
    try:
        return draft(given, backlog, request)
    except UsageError:
        return None


def edited(backlog: Backlog, changes: Sequence[str]) -> tuple[Backlog, float]:
    """Make changes as a person would: in the items, and in the points of a sprint."""
    more, statuses = 0.0, {}
    for text in changes:
        kind, _, subject = text.partition("=")
        if kind == "capacity":
            more += float(subject)
        else:
            statuses[subject] = {"drop": "cancelled", "finish": "done", "ready": "ready"}[kind]
    items = [
        replace(one, status=Status(statuses[one.id]), blocked_reason=None) if one.id in statuses else one
        for one in backlog
    ]
    return Backlog(items), more


# @req MR-3.7
@settings(max_examples=80, deadline=None)
@given(backlogs(), st.integers(1, 2), CAPACITIES)
def test_the_stated_change_really_brings_the_item_in(backlog: Backlog, sprints: int, capacity: float) -> None:
    request = Request(TODAY, sprints, capacity)
    made = drafted(backlog, request)
    if made is None:
        return
    found = explain(made, request, thorough=True, clock=still)
    assert found.complete
    for name, remedies in found.remedies.items():
        assert name not in made.solution.sprint_of
        for remedy in remedies:
            changed, more = edited(backlog, remedy.what_if)
            plan = make_plan(TWO_WEEKS, changed, TODAY, sprints=sprints, capacity=capacity + more)
            assert name in {entry.id for entry in plan.included}
            assert plan.objective == remedy.objective


@settings(max_examples=50, deadline=None)
@given(backlogs(), st.integers(1, 2), CAPACITIES)
def test_less_capacity_does_not_bring_the_item_in_and_no_other_drop_costs_less(
    backlog: Backlog, sprints: int, capacity: float
) -> None:
    request = Request(TODAY, sprints, capacity)
    made = drafted(backlog, request)
    if made is None:
        return
    found = explain(made, request, thorough=True, clock=still)
    for name, remedies in found.remedies.items():
        for remedy in remedies:
            kind, _, subject = remedy.what_if[-1].partition("=")
            if kind == "capacity":
                for number in range(1, round(float(subject) / found.step)):
                    changed, _ = edited(backlog, remedy.what_if[:-1])
                    less = capacity + number * found.step
                    plan = make_plan(TWO_WEEKS, changed, TODAY, sprints=sprints, capacity=less)
                    assert name not in {entry.id for entry in plan.included}
            if kind == "drop":
                needs, planned = made.links.needs, made.solution.sprint_of.keys()
                needed = {target for one in planned for target in needs.get(one, ())}
                free = {c.id for c in made.problem.candidates if c.pin is None and c.rank and c.points}
                for other in sorted((free & planned) - needed - set(reach(name, needs))):
                    changed, _ = edited(backlog, [f"drop={other}"])
                    plan = make_plan(TWO_WEEKS, changed, TODAY, sprints=sprints, capacity=capacity)
                    if name in {entry.id for entry in plan.included}:
                        assert plan.objective <= remedy.objective


# @req MR-3.7
@settings(max_examples=60, deadline=None)
@given(backlogs(), CAPACITIES, st.data())
def test_what_if_equals_a_fresh_plan(backlog: Backlog, capacity: float, data: st.DataObject) -> None:
    open_items = [one.id for one in backlog if not one.closed and one.kind.value != "requirement"]
    texts = [f"capacity=+{data.draw(st.sampled_from([1, 2.5, 4]))}"]
    if open_items:
        texts.append(
            f"{data.draw(st.sampled_from(['drop', 'finish']))}={data.draw(st.sampled_from(open_items))}"
        )
    request = Request(TODAY, 2, capacity)
    changed, more = edited(backlog, texts)
    try:
        fresh = make_plan(TWO_WEEKS, changed, TODAY, sprints=2, capacity=capacity + more)
    except UsageError:
        return
    made = drafted(backlog, request)
    if made is None:
        return
    found = plan_of(redraft(made, request, parse_changes(texts, TWO_WEEKS, backlog)), request)
    assert (found.objective, found.included, found.excluded) == (
        fresh.objective,
        fresh.included,
        fresh.excluded,
    )
    assert found.sprints == fresh.sprints
    assert found.forecast == fresh.forecast


@pytest.mark.parametrize(
    "texts",
    [["capacity=30", "capacity=20"], ["capacity=30,capacity=30"], ["add-person=Zoe:5,add-person=zoe:3"]],
)
def test_what_is_set_twice_is_refused(texts: list[str]) -> None:
    with pytest.raises(UsageError, match="more than once"):
        parse_changes(texts, TWO_WEEKS, Backlog([]))


def test_wrong_changes_are_all_named_at_once() -> None:
    backlog = Backlog([item("A"), item("B", status=Status.DONE)])
    texts = ["capacity=lots", "drop=NONE", "finish=B", "sing=A", "ready=A", "add-person="]
    with pytest.raises(UsageError) as caught:
        parse_changes(texts, TWO_WEEKS, backlog)
    assert len(caught.value.diagnostics) == 6
    assert {problem.code for problem in caught.value.diagnostics} == {"E-WHAT-IF"}
    assert all(problem.fix for problem in caught.value.diagnostics)


@settings(max_examples=80, deadline=None)
@given(backlogs(), st.integers(1, 2), CAPACITIES)
def test_no_other_plan_that_differs_as_much_is_better(
    backlog: Backlog, sprints: int, capacity: float
) -> None:
    request = Request(TODAY, sprints, capacity)
    made = drafted(backlog, request)
    if made is None:
        return
    best = made.solution
    found = alternatives(made.problem, best, 2)
    free = {c.id for c in made.problem.candidates if c.pin is None and c.rank and c.id in best.sprint_of}
    others = {c.id for c in made.problem.candidates if c.value and c.id not in best.sprint_of}
    fewer = max(-(-len(free) // 5), 1)

    def is_other(choice: Mapping[str, int]) -> bool:
        return len(free - choice.keys()) >= fewer and bool(others & choice.keys())

    expected = best_of(backlog, sprints, capacity, is_other)
    assert (expected is None) == (not found)
    if found:
        assert is_other(found[0].sprint_of)
        assert found[0].objective == pytest.approx(expected)
        assert found[0].proven_optimal
        assert differing(made.problem, best, found[0]).removed
    assert all(one.objective >= other.objective for one, other in pairwise(found))


def best_of(backlog: Backlog, sprints: int, capacity: float, wanted: object) -> float | None:
    plan = [f"S{number + 1}" for number in range(sprints)]
    items = possible(backlog, plan, [capacity] * sprints)
    pins = {n: plan.index(one.sprint) for n, one in items.items() if one.sprint in plan}
    options = [[pins[n]] if n in pins else [None, *range(sprints)] for n in items]
    values = []
    for picked in product(*options):
        choice = {n: s for n, s in zip(items, picked, strict=True) if s is not None}
        if allowed(choice, items, backlog, [capacity] * sprints) and wanted(choice):  # type: ignore[operator]
            values.append(value_of(choice, items, sprints))
    return max(values, default=None)


@settings(max_examples=80, deadline=None)
@given(backlogs(pins=False), CAPACITIES, st.data())
def test_keep_weighs_each_item_in_the_sprint_it_had(
    backlog: Backlog, capacity: float, data: st.DataObject
) -> None:
    before = data.draw(st.dictionaries(st.sampled_from("ABCDEF"), st.sampled_from(["S1", "S2"])))
    share = data.draw(st.sampled_from([0.0, 0.25, 1.0]))
    keep = Keep("plan-before", share, before)
    free = draft(TWO_WEEKS, backlog, Request(TODAY, 2, capacity))
    held = draft(TWO_WEEKS, backlog, Request(TODAY, 2, capacity, keep=keep))
    if share == 0:
        assert held.solution == free.solution
    items = possible(backlog, ["S1", "S2"], [capacity] * 2)

    def preferred(choice: Mapping[str, int]) -> float:
        stays = sum(
            share * items[n].worth * (2 - s)
            for n, s in choice.items()
            if before.get(n) == f"S{s + 1}" and n in items
        )
        return value_of(choice, items, 2) + stays

    options = [[None, 0, 1] for _ in items]
    choices = (
        {n: s for n, s in zip(items, picked, strict=True) if s is not None} for picked in product(*options)
    )
    top = max(preferred(choice) for choice in choices if allowed(choice, items, backlog, [capacity] * 2))
    assert preferred(held.solution.sprint_of) == pytest.approx(top)
    assert held.solution.bound == free.solution.objective
    assert held.solution.objective == pytest.approx(value_of(held.solution.sprint_of, items, 2))
    told = stability(held.problem, held.solution, keep)
    assert told.cost == pytest.approx(free.solution.objective - held.solution.objective)
    assert {*told.kept, *told.moved, *told.left} == before.keys() & {c.id for c in held.problem.candidates}


def test_a_goal_bonus_brings_its_items_in_and_states_the_bound_without_it() -> None:
    items = Backlog([item("A", 5.0, value=8.0), item("B", 5.0, value=10.0)])
    found = draft(TWO_WEEKS, items, Request(TODAY, 1, 5, goal="A", goal_bonus=0.5))
    assert found.solution.sprint_of == {"A": 0}
    assert (found.solution.objective, found.solution.bound) == (8, 10)
    assert not found.solution.proven_optimal
