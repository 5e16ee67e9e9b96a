"""The cost of a slip: what the best plan with the item a sprint later lacks, nothing else."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from maestro_cli.errors import UsageError
from maestro_cli.model.backlog import Backlog
from maestro_cli.model.items import Item, Kind, Status
from maestro_cli.model.plan import Candidate, PlanProblem, Solution
from maestro_cli.planning.dependencies import dependents, reach
from maestro_cli.planning.draft import Request
from maestro_cli.planning.slip import GATE, QUICK_SIZE, QUICK_TRIALS, Slips, slipped, try_slips
from maestro_cli.planning.solver.optimiser import solve
from maestro_cli.settings.schema import Settings
from tests.planning.builders import TODAY, TWO_WEEKS, item, past

SETTINGS = Settings(sprint=TWO_WEEKS.sprint, sprints=past(5, 5, 5))


def tried(*items: Item, sprints: int = 2, thorough: bool = False) -> Slips:
    return try_slips(SETTINGS, Backlog(items), Request(TODAY, sprints, 5.0), thorough=thorough)


def test_what_waits_slips_too_and_other_work_takes_its_place() -> None:
    found = tried(
        item("A", 3, value=10),
        item("B", 2, value=6, depends_on=("A",)),
        item("C", 3, value=4),
        item("D", 3, value=1, depends_on=("B",), status=Status.DRAFT),
    )
    assert (found.objective, found.planned, found.candidates) == (36, 2, 3)
    first = found.slips[0]
    assert (first.id, first.sprint_index, first.waiting) == ("A", 0, ("B", "D"))
    # Without: A and B now (2·16), C later (1·4). With: C now (2·4), A and B later (1·16).
    assert first.cost == 36 - 24
    second = found.slips[1]
    assert (second.id, second.waiting, second.cost) == ("B", ("D",), 6)


def test_an_item_of_the_last_sprint_falls_out_with_all_that_waits_for_it() -> None:
    found = tried(item("A", 3, value=10), item("B", 2, value=6, depends_on=("A",)), sprints=1)
    assert [(slip.id, slip.cost) for slip in found.slips] == [("A", 16)]


def test_an_item_that_nothing_waits_for_is_not_tried_nor_one_that_only_holds_others() -> None:
    found = tried(
        item("E", None, kind=Kind.EPIC),
        item("A", 1, parent="E"),
        item("B", 1),
        item("C", 1, depends_on=("E",)),
    )
    assert [(slip.id, slip.waiting) for slip in found.slips] == [("A", ("C",))]


def test_pins_go_along_with_what_slips() -> None:
    found = tried(
        item("A", 3, value=10, sprint="S-4"), item("B", 2, value=6, depends_on=("A",), sprint="S-4")
    )
    assert [(slip.id, slip.cost) for slip in found.slips] == [("A", 16)]


def test_a_large_plan_is_tried_only_when_asked_and_then_more_items_are() -> None:
    many = [item("A0", 0)] + [item(f"A{n}", 1, depends_on=(f"A{n - 1}",)) for n in range(1, 30)]
    rest = [item(f"B{n}", 1) for n in range(QUICK_SIZE // 2)]
    assert tried(*many, *rest) == Slips(candidates=30 + QUICK_SIZE // 2, skipped="too_large")
    hurried = try_slips(SETTINGS, Backlog(many + rest), Request(TODAY, 3, 5.0, time_limit=0), thorough=True)
    assert hurried.skipped == "not_proven"
    few = tried(*many, sprints=6)
    assert len(few.slips) == QUICK_TRIALS < few.planned
    assert len(tried(*many, sprints=6, thorough=True).slips) == few.planned == 29


NAMES = "ABCDE"


@st.composite
def problems(draw: st.DrawFn) -> PlanProblem:
    names = NAMES[: draw(st.integers(1, 5))]
    sprints = draw(st.integers(1, 3))
    return PlanProblem(
        tuple(float(draw(st.integers(0, 6))) for _ in range(sprints)),
        tuple(
            Candidate(
                name,
                float(draw(st.sampled_from([0, 1, 2, 3, 0.5]))),
                float(draw(st.integers(0, 8))),
                tuple(draw(st.lists(st.sampled_from(names), max_size=1))),
                pin=draw(st.sampled_from([None, None, None, *range(sprints)])),
            )
            for name in names
        ),
    )


def best(problem: PlanProblem, name: str | None = None, then: int = 0) -> float:
    """Try every plan; with `name` only those that do not have it before `then`."""
    candidates, sprints = problem.candidates, len(problem.capacities)
    place = {candidate.id: number for number, candidate in enumerate(candidates)}
    values = []
    for choice in product(range(sprints + 1), repeat=len(candidates)):
        if name is not None and choice[place[name]] < then:
            continue
        fits = all(
            sum(c.points for c, sprint in zip(candidates, choice, strict=True) if sprint == number) <= room
            for number, room in enumerate(problem.capacities)
        )
        fits = fits and all(
            sprint == (sprint if candidate.pin is None else candidate.pin)
            and (sprint == sprints or all(choice[place[need]] <= sprint for need in candidate.needs))
            for candidate, sprint in zip(candidates, choice, strict=True)
        )
        if fits:
            values.append(sum(c.value * (sprints - s) for c, s in zip(candidates, choice, strict=True)))
    assume(values)
    return max(values)


@given(problems(), st.sampled_from(NAMES))
@settings(deadline=None, max_examples=150)
def test_the_plan_after_a_slip_is_the_best_of_all_that_keep_to_it(problem: PlanProblem, name: str) -> None:
    try:
        base = solve(problem)
    except UsageError:
        assume(condition=False)
    assume(name in base.sprint_of)
    then = base.sprint_of[name] + 1
    users = dependents({candidate.id: candidate.needs for candidate in problem.candidates})
    behind = {name, *reach(name, users)}
    free = tuple(
        replace(c, pin=None) if c.id in behind and c.pin is not None and c.pin < then else c
        for c in problem.candidates
    )
    expected = best(replace(problem, candidates=free), name, then)
    found = solve(slipped(problem, base, name))
    assert found.objective == pytest.approx(expected)
    assert found.sprint_of.get(name, then) >= then
    assert GATE not in {c.id for c in problem.candidates}
    if not any(c.pin is not None for c in problem.candidates):
        assert found.objective <= base.objective


def test_a_problem_without_room_after_the_item_leaves_only_what_does_not_need_it() -> None:
    problem = PlanProblem((5.0,), (Candidate("A", 1, 2), Candidate("B", 1, 3, ("A",)), Candidate("C", 1, 4)))
    left = slipped(problem, Solution({"A": 0, "B": 0, "C": 0}, 9, 9, proven_optimal=True), "A")
    assert [candidate.id for candidate in left.candidates] == ["C"]
