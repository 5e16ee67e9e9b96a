"""Experience chooses the order of work where there is a choice, from the same past always the same."""

from __future__ import annotations

import pytest

from maestro_cli.agents.calls import SkillCall
from maestro_cli.agents.experience import TRIES, choose_schedule, way_of
from maestro_cli.model.memory import Experience, Schedule
from maestro_cli.model.requests import Complexity, Intent, Route, Strategy

CALLS = (
    SkillCall("identify_blockers", {}, ("scrum_master",)),
    SkillCall("detect_risks", {}, ("risk_quality",)),
)
PARALLEL, SEQUENTIAL = Schedule.PARALLEL, Schedule.SEQUENTIAL


def route(strategy: Strategy = Strategy.PARALLEL) -> Route:
    agents = ("scrum_master", "risk_quality")
    return Route(agents, Intent.BLOCKERS, (), Complexity.MODERATE, strategy, 0.9, "asked")


def past(schedule: Schedule, success: float = 1.0, seconds: float = 1.0, runs: int = TRIES) -> Experience:
    return Experience(way_of(route(), CALLS, schedule), runs, success, seconds, "")


@pytest.mark.parametrize(
    ("known", "chosen"),
    [
        ([], PARALLEL),
        ([past(PARALLEL, runs=TRIES - 1)], PARALLEL),
        ([past(PARALLEL)], SEQUENTIAL),
        ([past(PARALLEL), past(SEQUENTIAL)], PARALLEL),
        ([past(PARALLEL), past(SEQUENTIAL, seconds=0.95)], PARALLEL),
        ([past(PARALLEL), past(SEQUENTIAL, seconds=0.8)], SEQUENTIAL),
        ([past(PARALLEL), past(SEQUENTIAL, 0.8, 0.5)], PARALLEL),
        ([past(PARALLEL, 0.8), past(SEQUENTIAL, 1.0, 5.0)], SEQUENTIAL),
    ],
)
def test_both_are_tried_and_the_better_one_is_taken(known: list[Experience], chosen: Schedule) -> None:
    assert choose_schedule(route(), CALLS, known)[0] is chosen
    assert choose_schedule(route(), CALLS, known[::-1])[0] is chosen


@pytest.mark.parametrize("strategy", [Strategy.SEQUENTIAL, Strategy.HIERARCHICAL])
def test_agents_that_need_each_other_leave_no_choice(strategy: Strategy) -> None:
    known = [past(PARALLEL), past(SEQUENTIAL, seconds=0.1)]
    assert choose_schedule(route(strategy), CALLS, known) == (PARALLEL, "there is no choice")


def test_one_skill_leaves_no_choice_and_other_skills_say_nothing() -> None:
    known = [past(PARALLEL), past(SEQUENTIAL, seconds=0.1)]
    assert choose_schedule(route(), CALLS[:1], known)[0] is PARALLEL
    other = (*CALLS, SkillCall("measure_flow", {}, ("scrum_master",)))
    assert choose_schedule(route(), other, known)[1].endswith(f"0 of {TRIES} runs")
