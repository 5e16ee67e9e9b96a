"""Other plans that are nearly as good: each leaves out a good part of every better one.

Two small items that change places are no alternative to a team, nor is a plan that only does less. So each
is the best plan there is that lacks at least a fifth of the items of the plan and of each alternative before
it (pinned ones and work that has begun not counted), and has something of value that they have not. The
search is exact: what is stated as best is proven.
"""

from __future__ import annotations

import math
from dataclasses import replace

from maestro_cli.errors import UsageError
from maestro_cli.model.plan import Among, Candidate, PlanProblem, Solution
from maestro_cli.model.plan_changes import Alternative
from maestro_cli.planning.amounts import exact_sum
from maestro_cli.planning.solver.preferences import solve_preferring

APART = 0.2
"""Part of a better plan's items that an alternative does without."""


def alternatives(
    problem: PlanProblem, best: Solution, count: int, *, seed: int = 0, time_limit: float | None = None
) -> tuple[Solution, ...]:
    """Return up to `count` other plans, the best first; fewer where there are no more.

    `bound` of each is that of the best plan of its kind; its `proven_optimal` says that none of its kind is
    better.
    """
    found: list[Solution] = []
    rules = _apart(problem, best)
    while len(found) < count:
        try:
            other = solve_preferring(replace(problem, among=tuple(rules)), seed=seed, time_limit=time_limit)
        except UsageError:
            break
        found.append(other)
        rules += _apart(problem, other)
    return tuple(found)


def differing(problem: PlanProblem, plan: Solution, other: Solution) -> Alternative:
    """Return another plan as an alternative to `plan`."""
    points = {candidate.id: candidate.points for candidate in problem.candidates}
    return Alternative(
        other.objective,
        float(exact_sum(points[name] for name in other.sprint_of)),
        other.proven_optimal,
        other.sprint_of,
        added=tuple(sorted(other.sprint_of.keys() - plan.sprint_of.keys())),
        removed=tuple(sorted(plan.sprint_of.keys() - other.sprint_of.keys())),
    )


def _apart(problem: PlanProblem, plan: Solution) -> list[Among]:
    """Return what another plan has to do without, and that it has to have something else."""
    free = tuple(c.id for c in problem.candidates if c.id in plan.sprint_of and _is_free(c))
    others = tuple(c.id for c in problem.candidates if c.id not in plan.sprint_of and c.value)
    fewer = max(math.ceil(APART * len(free)), 1)
    return [Among(free, most=len(free) - fewer), Among(others, least=1)]


def _is_free(candidate: Candidate) -> bool:
    return candidate.pin is None and candidate.rank > 0
