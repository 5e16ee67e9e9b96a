"""What a slip costs: the plan made again with one item a sprint later, and the value that it then lacks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from maestro_cli.errors import UsageError
from maestro_cli.model.backlog import Backlog
from maestro_cli.model.plan import Candidate, PlanProblem, Solution
from maestro_cli.planning.amounts import exact
from maestro_cli.planning.dependencies import dependents, reach
from maestro_cli.planning.draft import Request, basis
from maestro_cli.planning.forecast.scope import Scope
from maestro_cli.planning.solver.preferences import solve_preferring
from maestro_cli.settings.schema import Settings

QUICK_SIZE = 300
"""Candidates x sprints up to which slips are tried without being asked: about a second."""

QUICK_TRIALS = 8
MOST_TRIALS = 200

GATE = "\0next sprint"
"""Id of the candidate that holds back an item; no source can name an item like that."""


@dataclass(frozen=True, slots=True)
class Slip:
    """A planned item, the open work that waits for it, and what it costs when it slips by one sprint.

    `cost` is the planned value (Σ value · (S − s)) that the best plan then lacks, at least 0; None where
    that was not proven.
    """

    id: str
    sprint_index: int
    waiting: tuple[str, ...]
    cost: float | None


@dataclass(frozen=True, slots=True)
class Slips:
    """The planned items that most planned value waits for, each with the cost of its slip.

    `objective` is the value of the plan, `planned` how many of its items others wait for, of which the
    first were tried; `sprints` are the ids of its sprints. `skipped` says why nothing was tried: too_large,
    or not_proven where the plan itself could not be proven optimal in time.
    """

    objective: float = 0.0
    slips: tuple[Slip, ...] = ()
    planned: int = 0
    candidates: int = 0
    sprints: tuple[str, ...] = ()
    skipped: str = ""


def try_slips(settings: Settings, backlog: Backlog, request: Request, *, thorough: bool = False) -> Slips:
    """Plan, and again for each planned item that others wait for, with that item one sprint later.

    The 8 items that most planned value waits for are tried, and nothing at all where candidates x sprints
    are more than 300; `thorough` tries 200 items of any plan.

    Raises:
        UsageError: as `draft` does.
    """
    made = basis(settings, backlog, request)
    problem = made.problem
    size = len(problem.candidates)
    if size * request.sprints > QUICK_SIZE and not thorough:
        return Slips(candidates=size, skipped="too_large")
    base = solve_preferring(problem, seed=request.seed, time_limit=request.time_limit)
    if not base.proven_optimal:
        return Slips(candidates=size, skipped="not_proven")
    order = _by_stake(backlog, made.links.needs, base)
    tried = order[: MOST_TRIALS if thorough else QUICK_TRIALS]
    slips = [
        Slip(name, base.sprint_of[name], waiting, _cost(problem, base, name, request))
        for name, waiting in tried
    ]
    slips.sort(key=lambda slip: (-(slip.cost or 0.0), slip.id))
    return Slips(base.objective, tuple(slips), len(order), size, problem.sprints)


def slipped(problem: PlanProblem, base: Solution, name: str) -> PlanProblem:
    """Return the problem with an item not before the sprint after its own, out of the plan after the last.

    What waits for it goes along, whatever sprint it is pinned to.
    """
    users = dependents({candidate.id: candidate.needs for candidate in problem.candidates})
    behind = {name, *reach(name, users)}
    then = base.sprint_of[name] + 1
    if then >= len(problem.capacities):
        return replace(problem, candidates=tuple(c for c in problem.candidates if c.id not in behind))
    gate = Candidate(GATE, 0.0, 0.0, pin=then)
    late = (
        _later(candidate, then, gated=candidate.id == name) if candidate.id in behind else candidate
        for candidate in problem.candidates
    )
    return replace(problem, candidates=(gate, *late))


def _later(candidate: Candidate, then: int, *, gated: bool) -> Candidate:
    pin = candidate.pin if candidate.pin is not None and candidate.pin >= then else None
    return replace(candidate, pin=pin, needs=(*candidate.needs, GATE) if gated else candidate.needs)


def _cost(problem: PlanProblem, base: Solution, name: str, request: Request) -> float | None:
    try:
        found = solve_preferring(
            slipped(problem, base, name), seed=request.seed, time_limit=request.time_limit
        )
    except UsageError:  # a pin that holds no longer, or no plan in time
        return None
    if not found.proven_optimal:
        return None
    return max(float(exact(base.objective) - exact(found.objective)), 0.0)


def _by_stake(
    backlog: Backlog, needs: Mapping[str, Sequence[str]], base: Solution
) -> list[tuple[str, tuple[str, ...]]]:
    """Return the planned items that open work waits for, and that work.

    Those with most value at stake first: what is planned of it; of equals, all of it.
    """
    scope, users = Scope(backlog), dependents(needs)
    found = []
    for name in (one for one in base.sprint_of if not scope.holds_others(scope.work[one])):
        behind = (each for each in reach(name, users) if not scope.holds_others(scope.work[each]))
        waiting = tuple(sorted(behind))
        if waiting:
            planned = sum(scope.work[each].worth for each in waiting if each in base.sprint_of)
            found.append((-planned, -sum(scope.work[each].worth for each in waiting), name, waiting))
    return [(name, waiting) for *_, name, waiting in sorted(found)]
