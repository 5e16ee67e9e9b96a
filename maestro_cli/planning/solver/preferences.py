"""What a plan is to prefer beside value: the items of a goal, and the plan that was there before.

Both count while choosing and not in the objective, which stays that of the contract; the bound too is
that of the plan without preferences, so a plan says what its preferences cost.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

from maestro_cli.model.plan import Candidate, PlanProblem, Solution
from maestro_cli.model.plan_changes import Stability
from maestro_cli.planning.amounts import exact
from maestro_cli.planning.solver.optimiser import solve


@dataclass(frozen=True, slots=True)
class Keep:
    """An earlier plan and how much it weighs.

    `share` of its value, 0 to 1, is what an item is worth more in the sprint it had: a change that gains less
    than that is not made. `sprint_of` maps items to ids of sprints; `run` is the run that made the plan.
    """

    run: str
    share: float
    sprint_of: Mapping[str, str]


def stability(problem: PlanProblem, solution: Solution, keep: Keep) -> Stability:
    """Return how far a plan is the earlier one, and what that costs at most."""
    index = {name: number for number, name in enumerate(problem.sprints)}
    kept: dict[str, list[str]] = {"kept": [], "moved": [], "left": []}
    for candidate in problem.candidates:
        then = index.get(keep.sprint_of.get(candidate.id, ""))
        now = solution.sprint_of.get(candidate.id)
        if then is not None:
            kept["left" if now is None else "kept" if now == then else "moved"].append(candidate.id)
    cost = float(exact(solution.bound) - exact(solution.objective))
    return Stability(
        keep.share, keep.run, tuple(kept["kept"]), tuple(kept["moved"]), tuple(kept["left"]), cost
    )


def preferring(
    problem: PlanProblem, goal: Collection[str], goal_bonus: float, keep: Keep | None
) -> PlanProblem:
    """Return the problem with its preferences: `goal_bonus` times their value for the items of `goal`."""
    index = {name: number for number, name in enumerate(problem.sprints)}

    def preferred(candidate: Candidate) -> Candidate:
        stay = index.get(keep.sprint_of.get(candidate.id, "")) if keep and keep.share else None
        return replace(
            candidate,
            bonus=round(goal_bonus * candidate.value, 2) if candidate.id in goal else 0.0,
            stay=stay,
            stay_bonus=round(keep.share * candidate.value * (len(index) - stay), 2)
            if keep and stay is not None
            else 0.0,
        )

    return replace(problem, candidates=tuple(map(preferred, problem.candidates)))


def solve_preferring(problem: PlanProblem, *, seed: int = 0, time_limit: float | None = None) -> Solution:
    """Solve with the problem's preferences, and once more without for the bound.

    Raises as `solve` does.
    """
    plain = replace(problem, candidates=tuple(map(_plain, problem.candidates)))
    best = solve(plain, seed=seed, time_limit=time_limit)
    if plain == problem:
        return best
    chosen = solve(problem, seed=seed, time_limit=time_limit)
    short = best.bound - chosen.objective
    return replace(
        chosen,
        bound=best.bound,
        proven_optimal=short == 0,
        gap=round(short / best.bound, 6) if best.bound else 0.0,
        preferred=True,
    )


def _plain(candidate: Candidate) -> Candidate:
    if not candidate.bonus and not candidate.stay_bonus:
        return candidate
    return replace(candidate, bonus=0.0, stay=None, stay_bonus=0.0)
