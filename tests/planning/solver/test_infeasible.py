from __future__ import annotations

from collections.abc import Collection, Sequence
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from maestro_cli.errors import UsageError
from maestro_cli.model.backlog import Backlog
from maestro_cli.model.items import Status
from maestro_cli.model.plan import Candidate, PlanProblem
from maestro_cli.planning.amounts import exact
from maestro_cli.planning.solver.infeasible import Constraint, conflict, sentence_of
from maestro_cli.planning.solver.optimiser import solve
from tests.planning.builders import TODAY, TWO_WEEKS, item, make_plan

IDS = ("A", "B", "C", "D", "E")
LIMITS = ("person:Ana", "skill:web")


@st.composite
def problems(draw: st.DrawFn) -> PlanProblem:
    """Up to five candidates, half of them pinned, in tight sprints."""
    ids = IDS[: draw(st.integers(1, len(IDS)))]
    sprints = draw(st.integers(1, 3))
    row = st.tuples(*[st.sampled_from([0.0, 2.0, 4.0, 6.5, 9.0, 20.0])] * sprints)
    candidates = tuple(
        Candidate(
            name,
            draw(st.sampled_from([0.0, 1.0, 2.0, 3.5, 5.0])),
            1.0,
            tuple(sorted(draw(st.sets(st.sampled_from(ids), max_size=2)) - {name})),
            draw(st.sampled_from([None] * sprints + list(range(sprints)))),
            limits=tuple(sorted(draw(st.sets(st.sampled_from(LIMITS), max_size=1)))),
        )
        for name in ids
    )
    return PlanProblem(draw(row), candidates, {key: draw(row) for key in LIMITS})


def can_hold(members: Collection[Constraint], problem: PlanProblem) -> bool:
    """Try every choice of sprints against the constraints, read one by one."""
    by_id = {candidate.id: candidate for candidate in problem.candidates}
    names = sorted(by_id)
    places = [None, *range(len(problem.capacities))]

    def holds(member: Constraint, at: dict[str, int | None]) -> bool:
        match member.kind:
            case "pin":
                return at[member.item] == member.sprint
            case "need":
                mine, other = at[member.item], at[member.other]
                return mine is None or (other is not None and other <= mine)
            case _:
                inside = [by_id[n] for n in names if at[n] == member.sprint]
                counted = [c for c in inside if not member.limit or member.limit in c.limits]
                row = problem.limits[member.limit] if member.limit else problem.capacities
                return sum(exact(c.points) for c in counted) <= exact(row[member.sprint])

    return any(
        all(holds(member, dict(zip(names, choice, strict=True))) for member in members)
        for choice in product(places, repeat=len(names))
    )


def everything(problem: PlanProblem) -> list[Constraint]:
    sprints = range(len(problem.capacities))
    return [
        *(Constraint("pin", c.id, sprint=c.pin) for c in problem.candidates if c.pin is not None),
        *(Constraint("need", c.id, other) for c in problem.candidates for other in c.needs),
        *(Constraint("room", sprint=s, limit=key) for s in sprints for key in ("", *LIMITS)),
    ]


# @req MR-3.6
@settings(max_examples=150, deadline=None)
@given(problems())
def test_a_conflict_clashes_and_none_of_it_can_be_spared(problem: PlanProblem) -> None:
    found = conflict(problem)
    assert can_hold(everything(problem), problem) == (not found)
    assert set(found) <= set(everything(problem))
    if found:
        assert not can_hold(found, problem)
    for spared in found:
        assert can_hold([member for member in found if member != spared], problem)


def candidate(name: str, points: float, *needs: str, **more: object) -> Candidate:
    return Candidate(name, points, 1.0, needs, **more)  # type: ignore[arg-type]


def said(problem: PlanProblem) -> Sequence[str]:
    return [sentence_of(constraint, problem) for constraint in conflict(problem)]


def test_a_pin_that_is_too_large_is_a_conflict_with_its_sprint() -> None:
    given = PlanProblem((10.0, 10.0), (candidate("A", 11, pin=1), candidate("B", 3, pin=1)))
    assert said(given) == ["A (11 points) is pinned to sprint 2", "sprint 2 takes 10 points"]


def test_as_few_pins_as_overfill_a_sprint_are_named() -> None:
    items = [candidate(f"I{n}", points, pin=0) for n, points in enumerate((1, 6, 2, 5, 1))]
    names = PlanProblem((10.0,), tuple(items), sprints=("S1",))
    assert said(names) == [
        "I1 (6 points) is pinned to S1",
        "I3 (5 points) is pinned to S1",
        "S1 takes 10 points",
    ]


def test_a_person_with_too_much_is_named() -> None:
    mine = tuple(candidate(name, 3, pin=0, limits=("person:Ana",)) for name in "AB")
    given = PlanProblem((10.0,), mine, {"person:Ana": (5.0,)})
    assert said(given)[-1] == "person Ana has 5 points in sprint 1"


def test_pins_in_the_wrong_order_are_named_with_the_chain_between_them() -> None:
    given = (candidate("A", 1, "B", pin=0), candidate("B", 1, "C", "D"), candidate("C", 1, pin=1))
    assert said(PlanProblem((10.0, 10.0), (*given, candidate("D", 1, pin=0)))) == [
        "A (1 point) is pinned to sprint 1",
        "C (1 point) is pinned to sprint 2",
        "A needs B (1 point)",
        "B needs C (1 point)",
    ]


def test_what_a_pin_needs_and_cannot_get_is_found_among_many() -> None:
    others = [candidate(f"X{n:03}", 1, pin=n % 3) for n in range(120)]
    needs = [candidate("N1", 30), candidate("N2", 30)]
    given = PlanProblem((60.0,) * 3, (candidate("A", 1, "N1", "N2", pin=0), *needs, *others))
    found = conflict(given)
    assert Constraint("pin", "A") in found
    assert {Constraint("need", "A", "N1"), Constraint("need", "A", "N2")} <= set(found)
    assert found[-1] == Constraint("room", sprint=0)
    assert len(found) == 4


def test_the_plan_says_what_clashes() -> None:
    given = PlanProblem((10.0,), (candidate("A", 6, pin=0), candidate("B", 6, pin=0), candidate("C", 1)))
    with pytest.raises(UsageError) as raised:
        solve(given)
    (found,) = raised.value.diagnostics
    assert found.code == "E-PLAN-INFEASIBLE"
    assert "A (6 points) is pinned to sprint 1; B (6 points)" in found.message
    assert "C" not in found.message


@pytest.mark.parametrize("pins", [1, 2])
def test_one_pin_or_two_that_no_sprint_takes_are_a_wrong_input(pins: int) -> None:
    large = [item(name, 11, sprint="S1") for name in "AB"[:pins]]
    needed = [item("C", 1, depends_on=("D",), sprint="S1"), item("D", 12)]
    for items in (large, needed):
        with pytest.raises(UsageError, match="S1 takes 10 points") as raised:
            make_plan(TWO_WEEKS, Backlog(items), TODAY, sprints=1, capacity=10)
        assert [found.code for found in raised.value.diagnostics] == ["E-PLAN-INFEASIBLE"]


def test_a_pin_on_what_cannot_be_planned_at_all_is_no_promise() -> None:
    items = [item("A", 11, sprint="S1", depends_on=("B",)), item("B", 1, status=Status.DRAFT)]
    found = make_plan(TWO_WEEKS, Backlog(items), TODAY, sprints=1, capacity=10)
    assert [conflict.code for conflict in found.conflicts] == ["pin_not_held"]


def test_a_clash_that_is_not_found_in_time_still_names_the_pins(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("maestro_cli.planning.solver.optimiser.conflict", lambda _problem: ())
    items = Backlog([item("A", 5.0, sprint="S1"), item("B", 5.0, sprint="S1")])
    with pytest.raises(UsageError, match="A, B") as caught:
        make_plan(TWO_WEEKS, items, TODAY, sprints=1, capacity=6)
    assert caught.value.diagnostics[0].code == "E-PLAN-INFEASIBLE"
