from __future__ import annotations

import json
from typing import TypeVar

from hypothesis import given, settings
from hypothesis import strategies as st

from maestro_cli.errors import UsageError
from maestro_cli.model.backlog import Backlog
from maestro_cli.model.plain import from_plain, to_plain
from maestro_cli.model.plan import (
    Capacity,
    Conflict,
    Dependencies,
    Forecast,
    PlanProblem,
    Solution,
    SprintHistory,
    Velocity,
)
from maestro_cli.planning import planner
from maestro_cli.planning.dependencies import dependencies
from maestro_cli.planning.draft import Request, plan_capacity, problem_of
from maestro_cli.planning.solver.optimiser import solve
from maestro_cli.planning.velocity import sprint_history, velocity
from maestro_cli.settings.schema import Member, Settings
from tests.planning.builders import TODAY, backlogs, make_plan, past

T = TypeVar("T")
TEAM = (Member(name="Ana", share=0.7, points_per_sprint=4), Member(name="Bo"))
GIVEN = Settings(team=TEAM, sprints=past(4, 7, 5, 6.5, 3, 9))


def through_json(kind: type[T], value: T) -> T:
    return from_plain(kind, json.loads(json.dumps(to_plain(value))))


@settings(max_examples=60, deadline=None)
@given(backlogs(), st.integers(1, 3))
def test_steps_with_json_between_them_make_the_same_plan(backlog: Backlog, sprints: int) -> None:
    try:
        expected = make_plan(GIVEN, backlog, TODAY, sprints=sprints, goal="A B")
    except UsageError:
        return
    history = through_json(SprintHistory, sprint_history(GIVEN, backlog, TODAY))
    pace = through_json(Velocity, velocity(history))
    room = plan_capacity(GIVEN, backlog, TODAY, history, pace, sprints=sprints)
    room = through_json(Capacity, room)
    links = through_json(Dependencies, dependencies(backlog))
    problem = problem_of(GIVEN, backlog, Request(TODAY, goal="A B"), room, links, history)
    problem = through_json(PlanProblem, problem)
    solution = through_json(Solution, solve(problem))
    clashes = planner.plan_conflicts(GIVEN, backlog, room, links, problem, solution)
    clashes = tuple(through_json(Conflict, conflict) for conflict in clashes)
    outlook = planner.plan_forecast(GIVEN, backlog, TODAY, history, pace, room, problem, solution, 0)
    outlook = through_json(Forecast, outlook)
    found = planner.assemble(
        GIVEN, backlog, TODAY, pace, room, problem, solution, clashes, outlook, goal="A B"
    )
    assert to_plain(found) == to_plain(expected)


def test_a_plan_has_the_names_that_the_contract_promises() -> None:
    data = to_plain(make_plan(GIVEN, Backlog([]), TODAY, sprints=2))
    assert isinstance(data, dict)
    promised = "objective bound proven_optimal sprints included excluded utilization conflicts forecast"
    assert {*promised.split(), "evidence", "confidence", "authority"} <= data.keys()
    assert {"id", "index", "start", "end", "capacity", "load", "items"} <= data["sprints"][0].keys()
    assert {"percentiles", "probability", "history_used", "method"} <= data["forecast"].keys()
    assert data["authority"] == "suggest"
    assert data["forecast"]["percentiles"].keys() == {"50", "70", "85", "95"}
