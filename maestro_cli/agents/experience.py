"""What past runs say about how to work: whether skills are called at once or in turn, where either will do.

The first runs of a kind of request try both, the usual way first; then the better one is taken. It changes
neither agents nor authority nor what is answered, only the order of work.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from maestro_cli.agents.calls import SkillCall
from maestro_cli.model.memory import Experience, Schedule, Way
from maestro_cli.model.requests import Route, Strategy

TRIES = 3
"""Runs of each schedule before they are compared."""

SUCCESS_GAP = 0.05
"""How much more often a schedule must succeed to be the better one."""

TIME_GAP = 0.1
"""Share of time that the other schedule must save to be taken instead of the usual one."""

DEPENDENT = (Strategy.SEQUENTIAL, Strategy.HIERARCHICAL)
"""Strategies in which agents work on each other's results: their order is no choice."""


def way_of(route: Route, calls: Sequence[SkillCall], schedule: Schedule) -> Way:
    """Return the way in which a request is answered."""
    return Way(
        intent=route.intent.value,
        complexity=route.complexity.value,
        strategy=route.strategy.value,
        schedule=schedule,
        agents=route.agents,
        skills=tuple(call.skill for call in calls),
    )


def choose_schedule(
    route: Route, calls: Sequence[SkillCall], known: Iterable[Experience]
) -> tuple[Schedule, str]:
    """Return how to work and why, from what is `known` of the same agents with the same skills."""
    usual = Schedule.PARALLEL
    if route.strategy in DEPENDENT or len(calls) < len(Schedule):
        return usual, "there is no choice"
    past = {one.way.schedule: one for one in known if one.way == way_of(route, calls, one.way.schedule)}
    for schedule in (usual, Schedule.SEQUENTIAL):
        runs = past[schedule].runs if schedule in past else 0
        if runs < TRIES:
            return schedule, f"{schedule.value} is known from {runs} of {TRIES} runs"
    ours, other = past[usual], past[Schedule.SEQUENTIAL]
    gain = other.success - ours.success
    faster = other.seconds <= ours.seconds * (1 - TIME_GAP)
    better = gain > SUCCESS_GAP or (abs(gain) <= SUCCESS_GAP and faster)
    chosen, left = (other, ours) if better else (ours, other)
    return chosen.way.schedule, (
        f"{chosen.way.schedule.value}: {_said(chosen)}; {left.way.schedule.value}: {_said(left)}"
    )


def _said(one: Experience) -> str:
    return f"success {one.success:.2f}, {one.seconds:.2f} s over {one.runs} runs"
