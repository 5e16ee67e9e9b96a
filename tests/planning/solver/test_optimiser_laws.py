from __future__ import annotations

from dataclasses import replace
from itertools import product
from random import Random

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from maestro_cli.errors import UsageError
from maestro_cli.model.plan import Candidate, PlanProblem
from maestro_cli.planning.amounts import exact
from maestro_cli.planning.solver import core
from maestro_cli.planning.solver.greedy import greedy
from maestro_cli.planning.solver.network import network, split_pins
from maestro_cli.planning.solver.optimiser import solve
from maestro_cli.planning.solver.polish import polish

IDS = ("A", "B", "C", "D", "E", "F")
POINTS = st.sampled_from([0.0, 0.1, 1.0, 2.0, 3.0, 3.5, 5.0, 8.0])
LIMITS = ("person:Ana", "skill:web")


@st.composite
def problems(draw: st.DrawFn) -> PlanProblem:
    """Up to six candidates in up to three sprints of different capacity, with limits and pins."""
    ids = IDS[: draw(st.integers(1, len(IDS)))]
    sprints = draw(st.integers(1, 3))
    row = st.tuples(*[st.sampled_from([0.0, 0.3, 2.0, 4.0, 6.5, 9.0])] * sprints)
    candidates = tuple(
        Candidate(
            name,
            draw(POINTS),
            draw(st.sampled_from([0.0, 0.3, 1.0, 2.0, 3.0, 5.0])),
            tuple(sorted(draw(st.sets(st.sampled_from(ids), max_size=2)) - {name})),
            draw(st.sampled_from([None] * 8 + list(range(sprints)))),
            draw(st.integers(0, 2)),
            draw(st.integers(0, 3)),
            tuple(sorted(draw(st.sets(st.sampled_from(LIMITS), max_size=1)))),
        )
        for name in ids
    )
    return PlanProblem(draw(row), candidates, {key: draw(row) for key in LIMITS})


def is_allowed(choice: dict[str, int], problem: PlanProblem) -> bool:
    by_id = {candidate.id: candidate for candidate in problem.candidates}
    for sprint, capacity in enumerate(problem.capacities):
        inside = [by_id[name] for name, at in choice.items() if at == sprint]
        if sum(exact(c.points) for c in inside) > exact(capacity):
            return False
        for key, row in problem.limits.items():
            if sum(exact(c.points) for c in inside if key in c.limits) > exact(row[sprint]):
                return False
    if any(
        need not in choice or choice[need] > at for name, at in choice.items() for need in by_id[name].needs
    ):
        return False
    return all(c.pin is None or choice.get(c.id) == c.pin for c in problem.candidates)


def value_of(choice: dict[str, int], problem: PlanProblem) -> float:
    sprints = len(problem.capacities)
    worth = {c.id: exact(c.value) for c in problem.candidates}
    return float(sum(worth[name] * (sprints - at) for name, at in choice.items()))


def best(problem: PlanProblem) -> float | None:
    found = []
    for places in product([None, *range(len(problem.capacities))], repeat=len(problem.candidates)):
        pairs = zip(problem.candidates, places, strict=True)
        choice = {c.id: at for c, at in pairs if at is not None}
        if is_allowed(choice, problem):
            found.append(value_of(choice, problem))
    return max(found, default=None)


# @req MR-3.1
@settings(max_examples=200, deadline=None)
@given(problems(), st.integers(0, 3), st.sampled_from([1, 2, 4, core.SMALLEST]))
def test_the_optimum_is_that_of_brute_force(problem: PlanProblem, seed: int, first_core: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(core, "SMALLEST", first_core)
        check_against_brute_force(problem, seed)


def check_against_brute_force(problem: PlanProblem, seed: int) -> None:
    expected = best(problem)
    if expected is None:
        with pytest.raises(UsageError):
            solve(problem, seed=seed)
        return
    found = solve(problem, seed=seed)
    assert is_allowed(found.sprint_of, problem)
    assert found.objective == value_of(found.sprint_of, problem) == expected
    assert found.proven_optimal


@settings(max_examples=120, deadline=None)
@given(problems())
def test_nothing_that_is_left_out_would_fit(problem: PlanProblem) -> None:
    try:
        found = solve(problem).sprint_of
    except UsageError:
        return
    for candidate in problem.candidates:
        if candidate.id not in found:
            for sprint in range(len(problem.capacities)):
                assert not is_allowed(found | {candidate.id: sprint}, problem)


@settings(max_examples=150, deadline=None)
@given(problems())
def test_polishing_never_breaks_a_plan_or_lowers_its_value(problem: PlanProblem) -> None:
    if split_pins(problem):
        return
    net = network(problem)
    begun = greedy(net)
    if begun is None:
        return
    assert net.is_feasible(begun)
    better = polish(net, begun)
    assert net.is_feasible(better)
    assert net.objective(better) >= net.objective(begun)
    assert polish(net, better) == better


@settings(max_examples=120, deadline=None)
@given(problems(), st.sampled_from([0.1, 1.0, 5.0]), st.data())
def test_more_room_anywhere_never_lowers_the_objective(
    problem: PlanProblem, more: float, data: st.DataObject
) -> None:
    try:
        before = solve(problem)
    except UsageError:
        return
    key = data.draw(st.sampled_from(["", *LIMITS]))
    sprint = data.draw(st.integers(0, len(problem.capacities) - 1))

    def wider(row: tuple[float, ...]) -> tuple[float, ...]:
        return tuple(room + more * (at == sprint) for at, room in enumerate(row))

    if key:
        given_more = replace(problem, limits=problem.limits | {key: wider(problem.limits[key])})
    else:
        given_more = replace(problem, capacities=wider(problem.capacities))
    after = solve(given_more, start=before.sprint_of)
    assert after.proven_optimal
    assert after.objective >= before.objective


# @req MR-3.3
@settings(max_examples=60, deadline=None)
@example(seed=159, sprints=1, time_limit=60.0)
@example(seed=186, sprints=2, time_limit=60.0)
@given(st.integers(0, 10_000), st.integers(1, 4), st.sampled_from([0.0, 0.05, 60.0]))
def test_a_limit_of_time_gives_a_plan_between_the_first_one_and_its_bound(
    seed: int, sprints: int, time_limit: float
) -> None:
    draw = Random(seed)
    items = []
    for number in range(30):
        needs = {f"I{draw.randrange(number):02}" for _ in range(draw.choice((0, 0, 1, 2))) if number}
        points, value = draw.choice((0, 1, 2, 3, 5, 8)), draw.choice((0, 0, 1, 3, 9))
        items.append(Candidate(f"I{number:02}", float(points), float(value), tuple(sorted(needs))))
    given = PlanProblem((float(draw.randint(3, 20)),) * sprints, tuple(items))
    found = solve(given, time_limit=time_limit)
    net = network(given)
    begun = greedy(net)
    assert begun is not None
    assert is_allowed(found.sprint_of, given)
    assert net.objective(begun) <= found.objective == value_of(found.sprint_of, given) <= found.bound
    best_of_all = solve(given)
    assert best_of_all.proven_optimal
    assert found.objective <= best_of_all.objective <= found.bound
    assert not found.proven_optimal or found.objective == best_of_all.objective
