from __future__ import annotations

import random
import signal
import threading
import time
from collections.abc import Sequence
from pathlib import Path

import pytest

from maestro_cli.errors import UsageError
from maestro_cli.model.plain import from_plain, to_plain
from maestro_cli.model.plan import Candidate, PlanProblem, Solution
from maestro_cli.planning.solver.greedy import greedy
from maestro_cli.planning.solver.network import MOST_CLOSURES, network
from maestro_cli.planning.solver.optimiser import solve

DATA = Path(__file__).parents[4] / "shared" / "data" / "nrp"
CHAIN = 3000


def candidate(name: str, points: float, value: float = 1.0, *needs: str, **more: object) -> Candidate:
    return Candidate(name, points, value, tuple(needs), **more)  # type: ignore[arg-type]


def problem(*candidates: Candidate, capacities: tuple[float, ...] = (10.0,), **more: object) -> PlanProblem:
    return PlanProblem(capacities, candidates, **more)  # type: ignore[arg-type]


def backlog_of(size: int, sprints: int, seed: int) -> PlanProblem:
    """A backlog as teams have them: Fibonacci points, some dependencies, room for three fifths."""
    draw = random.Random(seed)
    found = []
    for number in range(size):
        needs = (f"I{draw.randrange(number):04}",) if number and draw.random() < 0.4 else ()
        points = draw.choice([1.0, 2.0, 3.0, 5.0, 8.0, 13.0])
        found.append(Candidate(f"I{number:04}", points, float(draw.randint(1, 100)), needs))
    room = float(sum(one.points for one in found) * 3 // 5 // sprints)
    return PlanProblem((room,) * sprints, tuple(found))


def release_problem(name: str, ratio_tenths: int) -> PlanProblem:
    """A Next Release Problem: requirements cost points, customers have value and need requirements."""
    if not DATA.is_dir():
        pytest.skip("the Next Release Problem instances are not on this machine")
    words = iter((DATA / f"{name}.txt").read_text().split())

    def number() -> int:
        return int(next(words))

    costs = [number() for _ in range(number()) for _ in range(number())]
    needs: dict[int, set[str]] = {}
    for _ in range(number()):
        before, after = number(), number()
        needs.setdefault(after, set()).add(f"R{before}")
    found = [
        Candidate(f"R{n}", float(cost), 0.0, tuple(sorted(needs.get(n, ()))))
        for n, cost in enumerate(costs, start=1)
    ]
    for customer in range(number()):
        profit = number()
        wanted = tuple(sorted({f"R{number()}" for _ in range(number())}))
        found.append(Candidate(f"C{customer}", 0.0, float(profit), wanted))
    found.sort(key=lambda one: one.id)
    return PlanProblem((float(sum(costs) * ratio_tenths // 10),), tuple(found))


# @req MR-3.1
@pytest.mark.parametrize(("name", "tenths", "optimum"), [("nrp-e1", 3, 7919), ("nrp1", 7, 2507)])
def test_next_release_problems_are_solved_to_the_known_optimum(name: str, tenths: int, optimum: int) -> None:
    found = solve(release_problem(name, tenths))
    assert (found.objective, found.bound, found.proven_optimal) == (optimum, optimum, True)


def best_within(found: Sequence[Candidate], room: int) -> int:
    """The most value that fits into one sprint, in thousandths: the knapsack's table, in whole numbers."""
    best = [0] * (room + 1)
    for one in found:
        size, worth = int(one.points), round(one.value * 1000)
        for used in range(room, size - 1, -1):
            best[used] = max(best[used], best[used - size] + worth)
    return best[room]


@pytest.mark.parametrize(
    "values", [(1e6, 250_000, 99.99, 12.5), (1e7, 5, 2.5), (123_456.789, 0.001, 7), (1e7, 0.01)]
)
def test_values_like_amounts_of_money_are_proven_to_the_last_digit(values: tuple[float, ...]) -> None:
    draw = random.Random(len(values))
    found = [candidate(f"I{n:02}", draw.choice([1, 2, 3, 5, 8]), draw.choice(values)) for n in range(60)]
    solution = solve(problem(*found, capacities=(80.0,)))
    assert solution.proven_optimal
    assert round(solution.objective * 1000) == best_within(found, 80)


# @req MR-13.4
def test_two_hundred_items_in_six_sprints_are_proven() -> None:
    given = backlog_of(200, 6, seed=1)
    found = solve(given)
    assert found.proven_optimal
    net = network(given)
    begun = greedy(net)
    assert begun is not None
    assert 0.95 * found.objective <= net.objective(begun) <= found.objective


# @req MR-3.3
def test_a_time_limit_still_gives_a_plan_and_how_far_it_may_be_off() -> None:
    given = backlog_of(300, 6, seed=2)
    short, full = solve(given, time_limit=0.0), solve(given)
    assert 0 < short.objective <= full.objective <= short.bound
    assert not short.proven_optimal
    assert short.gap == round(1 - short.objective / short.bound, 6)


def test_a_start_is_kept_unless_something_better_is_found() -> None:
    given = backlog_of(300, 6, seed=2)
    full = solve(given)
    again = solve(given, time_limit=0.0, start=full.sprint_of)
    assert again.objective == full.objective
    for useless in ({}, {"I0000": 99}, {"I0000": -1}, dict.fromkeys(full.sprint_of, 0), {"GONE": 0}):
        assert solve(given, time_limit=0.0, start=useless).objective == solve(given, time_limit=0.0).objective


def test_a_negative_time_limit_is_refused() -> None:
    for limit in (-1.0, float("nan")):
        with pytest.raises(UsageError, match="time-limit"):
            solve(problem(), time_limit=limit)


def test_nothing_to_plan_is_a_plan() -> None:
    assert solve(problem()) == Solution({}, 0, 0, proven_optimal=True)
    assert solve(problem(candidate("A", 3), capacities=(0.0,))).sprint_of == {}


def test_fractions_of_points_fill_a_sprint_exactly() -> None:
    tenths = [candidate(f"I{n}", 0.1) for n in range(10)]
    assert len(solve(problem(*tenths, capacities=(0.3,))).sprint_of) == 3
    thirds = [candidate(f"I{n}", 10 / 3) for n in range(3)]
    assert len(solve(problem(*thirds)).sprint_of) == 3


def test_fractions_of_value_are_proven_too() -> None:
    found = solve(problem(candidate("A", 5, 0.1), candidate("B", 5, 0.2), candidate("C", 5, 0.3)))
    assert (found.objective, found.bound) == (0.5, 0.5)


def test_what_needs_each_other_is_planned_together() -> None:
    ring = (candidate("A", 4, 1, "B"), candidate("B", 4, 1, "C"), candidate("C", 1, 1, "A"))
    assert solve(problem(*ring, capacities=(8.0, 9.0))).sprint_of == {"A": 1, "B": 1, "C": 1}


def test_a_long_chain_needs_no_recursion() -> None:
    chain = [
        candidate(f"I{n:05}", 0.0, 1.0, *([f"I{n - 1:05}"] if n else []), urgency=0) for n in range(CHAIN)
    ]
    assert len(solve(problem(*chain)).sprint_of) == CHAIN


def test_among_equals_carry_over_wins_then_the_goal_then_urgency() -> None:
    alike = {
        "A": {},
        "B": {"urgency": 0},
        "C": {"rank": 1},
        "D": {"rank": 0},
        "E": {"urgency": 3},
    }
    given = [candidate(name, 5, 2, **more) for name, more in alike.items()]
    found = solve(problem(*given, capacities=(5.0,) * 4))
    assert found.sprint_of == {"D": 0, "C": 1, "B": 2, "A": 3}


def test_carry_over_wins_against_two_items_of_the_same_value_together() -> None:
    given = (candidate("A", 3, 4), candidate("B", 2, 3), candidate("C", 5, 7, rank=0))
    assert solve(problem(*given, capacities=(5.0,))).sprint_of == {"C": 0}


def test_items_without_value_fill_what_is_left() -> None:
    given = (candidate("A", 5, 0), candidate("B", 4, 0, urgency=0), candidate("C", 6, 3))
    found = solve(problem(*given))
    assert found.sprint_of == {"B": 0, "C": 0}
    assert found.objective == 3


# @req MR-3.1
def test_people_and_skills_are_limits_of_their_own() -> None:
    given = tuple(candidate(f"A{n}", 3, 5, limits=("person:Ana",)) for n in range(3))
    found = solve(problem(*given, candidate("B", 3, 1), limits={"person:Ana": (6.0,)}))
    assert found.sprint_of == {"A0": 0, "A1": 0, "B": 0}


def test_pins_that_cannot_hold_are_named_and_no_others() -> None:
    given = (
        candidate("A", 6, pin=0),
        candidate("B", 6, pin=0),
        candidate("C", 1, pin=0),
        candidate("D", 1, pin=1),
    )
    with pytest.raises(UsageError) as raised:
        solve(problem(*given, capacities=(10.0, 10.0)))
    (found,) = raised.value.diagnostics
    assert found.code == "E-PLAN-INFEASIBLE"
    assert "A (6 points" in found.message
    assert "B (6 points" in found.message
    assert "C (" not in found.message
    assert "D (" not in found.message


@pytest.mark.parametrize(
    "given",
    [
        (candidate("A", 1, 1, "B", pin=0), candidate("B", 1, pin=1)),
        (candidate("A", 1, 1, "B", pin=0), candidate("B", 1, 1, "A", pin=1)),
        (candidate("A", 1, 1, "B", pin=0), candidate("B", 10, 1)),
        (candidate("A", 11, pin=1),),
    ],
)
def test_pins_against_dependencies_or_room_are_infeasible(given: tuple[Candidate, ...]) -> None:
    with pytest.raises(UsageError) as raised:
        solve(problem(*given, capacities=(10.0, 10.0)))
    assert raised.value.diagnostics[0].code == "E-PLAN-INFEASIBLE"
    assert "A (" in raised.value.message


def test_what_a_pinned_item_needs_is_planned_in_time() -> None:
    given = (candidate("A", 5, 0, "B", pin=1), candidate("B", 5, 0), candidate("C", 5, 9))
    found = solve(problem(*given, capacities=(5.0, 10.0)))
    assert found.sprint_of == {"A": 1, "B": 1, "C": 0}


@pytest.mark.parametrize("huge", [1e12, 1e300])
def test_amounts_of_any_size_are_planned_or_refused(huge: float) -> None:
    assert solve(problem(candidate("A", 1e9, 1e9), capacities=(huge,))).sprint_of == {"A": 0}
    for given in (candidate("A", 1, huge), candidate("A", huge)):
        with pytest.raises(UsageError, match="larger"):
            solve(problem(given, capacities=(huge, huge)))
    found = solve(problem(candidate("A", 1e-9, 1e-9), candidate("B", 5, 1e9)))
    assert found.sprint_of == {"A": 0, "B": 0}


def test_control_c_ends_the_search() -> None:
    draw = random.Random(5)
    points = [float(draw.randint(1000, 9999)) for _ in range(300)]
    hard = (candidate(f"I{number:03}", size, size + 1000) for number, size in enumerate(points))
    given = problem(*hard, capacities=(99_999.0,) * 6)
    timer = threading.Timer(0.5, signal.raise_signal, [signal.SIGINT])
    timer.start()
    begun = time.monotonic()
    with pytest.raises(KeyboardInterrupt):
        solve(given, time_limit=120)
    assert time.monotonic() - begun < 60


def test_problem_and_solution_survive_json() -> None:
    limited = candidate("A", 5, 3, "B", pin=0, limits=("person:Ana",))
    given = problem(limited, candidate("B", 0.5, 0), limits={"person:Ana": (5.0,)})
    assert from_plain(PlanProblem, to_plain(given)) == given
    found = solve(given)
    assert from_plain(Solution, to_plain(found)) == found


def test_a_long_chain_is_cut_to_what_fits_before_the_search() -> None:
    names = [f"C{number:05}" for number in range(MOST_CLOSURES + 1000)]
    chain = [Candidate(name, 1, 1, needs=tuple(names[max(0, n - 1) : n])) for n, name in enumerate(names)]
    found = solve(PlanProblem((10.0, 5.0), tuple(chain)), time_limit=5)
    assert (found.objective, found.bound, found.proven_optimal) == (25, 25, True)
    assert set(found.sprint_of) == set(names[:15])
