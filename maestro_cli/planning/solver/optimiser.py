"""The best plan there is: an exact integer programme, solved by HiGHS, with a proven bound.

Maximises Σ value · (S − s) as the contract states it. HiGHS (Huangfu & Hall, Math. Prog. Comp. 10, 2018)
runs on one thread with a fixed seed, on data in order of id, so the same problem gives the same plan
whatever the order of its items; a time limit that strikes is the only exception. The answer is checked in
exact arithmetic, and the bound is cut to what whole values can reach.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from maestro_cli.errors import UsageError
from maestro_cli.model.plan import PlanProblem, Solution
from maestro_cli.planning.solver.core import floor, search
from maestro_cli.planning.solver.greedy import greedy
from maestro_cli.planning.solver.highs import Highs
from maestro_cli.planning.solver.infeasible import conflict, sentence_of
from maestro_cli.planning.solver.matrix import LARGEST_EXACT, programme
from maestro_cli.planning.solver.network import Network, network, split_pins
from maestro_cli.planning.solver.polish import polish
from maestro_cli.planning.solver.presolve import Reduced, reduced
from maestro_cli.planning.solver.prune import LARGE, prune

EXACT_TIES = 300
"""Up to so many nodes x sprints, ties are settled inside the programme (carry-over, then the goal's items);
above, by exchanges of equal items, since the finer objective can double the time."""

PIN_TIME = 10.0
"""Seconds that the search for any plan that holds the pins has at least."""

MOST_SHOWN = 20
"""Constraints that clash which a message names."""

LARGEST_AMOUNT = 1_000_000_000
"""Values and points beyond this cannot be added up exactly in double precision."""


@dataclass(frozen=True, slots=True)
class _Outcome:
    choice: list[int] | None
    bound: float
    infeasible: bool = False


def solve(
    problem: PlanProblem,
    *,
    seed: int = 0,
    time_limit: float | None = None,
    start: Mapping[str, int] | None = None,
) -> Solution:
    """Return an optimal plan, or after `time_limit` seconds the best one found and how far it may be off.

    Where candidates count more than their value while choosing, `bound` is that of what was maximised, not
    of the objective.

    Args:
        problem: candidates, capacities, limits and pins.
        seed: of HiGHS; different seeds may choose different plans of equal objective.
        time_limit: seconds for the search; None searches until the optimum is proven.
        start: a plan to begin with, as sprint by item; what it does not allow is ignored, and an answer
            is never worse than a start that is allowed.

    Raises:
        UsageError: E-PLAN-INFEASIBLE when the pins cannot all hold, naming a smallest set of pins,
            dependencies and capacities that clash; E-PLAN-TIME when the limit, and `PIN_TIME`, end before
            any plan that holds the pins is found; E-PLAN-AMOUNT for amounts too large to be added up
            exactly; E-TIME-LIMIT.
    """
    if time_limit is not None and not time_limit >= 0:
        raise UsageError(f"--time-limit {time_limit} is not a number of seconds.", code="E-TIME-LIMIT")
    _check_amounts(problem)
    if split_pins(problem):
        raise _infeasible(problem)
    net = network(problem)
    bonus, scale = _ties(net)
    smaller = reduced(net, bonus, scale)
    begun = _begin(smaller, net, start)
    if begun is None:
        begun = _with_pins(problem, smaller.network, seed, time_limit)
    if len(smaller.network.nodes) * net.sprints > LARGE:
        prune(smaller.network, begun)
    outcome = _run(smaller.network, seed, time_limit, begun)
    plans = [smaller.full(plan) for plan in (begun, outcome.choice) if plan is not None]
    plans = [plan for plan in plans if net.is_feasible(plan)]
    polished = [plan for plan in (polish(net, plan) for plan in plans) if net.is_feasible(plan)]
    best = max(polished + plans, key=net.preferred)
    return _solution(net, best, outcome.bound / scale)


def _begin(smaller: Reduced, net: Network, start: Mapping[str, int] | None) -> list[int] | None:
    """Return the better of the greedy plan and the given one; None when neither is allowed."""
    found = [greedy(smaller.network)]
    if start is not None:
        choice = [max(start.get(name, net.sprints) for name in node.ids) for node in net.nodes]
        inside = all(0 <= sprint <= net.sprints for sprint in choice)
        found.append(smaller.small(choice) if inside and net.is_feasible(choice) else None)
    return max((plan for plan in found if plan is not None), key=smaller.network.preferred, default=None)


def _with_pins(problem: PlanProblem, net: Network, seed: int, time_limit: float | None) -> list[int]:
    """Return some plan that holds the pins: one of them and what they need, filled up.

    Raises UsageError where there is none, or none is found in time.
    """
    bare = replace(net, nodes=tuple(replace(node, value=0, bonus=0, stays=[]) for node in net.nodes))
    limit = None if time_limit is None else max(time_limit, PIN_TIME)
    outcome = _run(bare, seed, limit, None)
    if outcome.infeasible and problem.among:
        raise UsageError("No plan has as many of the given items as asked.", code="E-PLAN-INFEASIBLE")
    if outcome.infeasible:
        raise _infeasible(problem)
    if outcome.choice is None or not net.is_feasible(outcome.choice):
        raise UsageError(
            "No plan that holds all pins was found in time.",
            code="E-PLAN-TIME",
            fix="Raise --time-limit, or unpin items (remove their `sprint`).",
        )
    return greedy(net, outcome.choice) or outcome.choice


def _solution(net: Network, choice: Sequence[int], bound: float) -> Solution:
    reached = net.objective(choice)
    most = sum(node.value * (net.sprints - min(node.first, net.sprints)) for node in net.nodes)
    proven = max(reached, int(min(most, floor(bound))))
    chosen = zip(net.nodes, choice, strict=True)
    sprint_of = {name: sprint for node, sprint in chosen if sprint < net.sprints for name in node.ids}
    return Solution(
        dict(sorted(sprint_of.items())),
        objective=reached / net.worth,
        bound=proven / net.worth,
        proven_optimal=proven == reached,
        gap=round((proven - reached) / proven, 6) if proven else 0.0,
    )


def _ties(net: Network) -> tuple[list[int], int]:
    """Return a bonus per node and the factor on values that no sum of bonuses can outweigh."""
    bonus = [2 - node.rank for node in net.nodes]
    scale = net.sprints * sum(bonus) + 1
    most = sum(node.value + node.bonus + sum(node.stays) for node in net.nodes) * net.sprints
    if not any(bonus) or len(net.nodes) * net.sprints > EXACT_TIES or most * scale > LARGEST_EXACT:
        return [0] * len(net.nodes), 1
    return bonus, scale


def _run(net: Network, seed: int, time_limit: float | None, begun: Sequence[int] | None) -> _Outcome:
    """Search from a plan; without one, for any that keeps all rows."""
    model = programme(net)
    if not model.costs:
        fixed = model.choice([], net.sprints)
        return _Outcome(fixed, model.constant, infeasible=min(model.upper, default=0) < 0)
    highs = Highs(model, seed, time_limit)
    if begun is None:
        found = highs.best([0.0] * len(model.costs), [1.0] * len(model.costs))
    else:
        found = search(highs, net, model, model.start(begun))
    choice = None if found.columns is None else model.choice(found.columns.tolist(), net.sprints)
    return _Outcome(choice, found.bound + model.constant, infeasible=found.infeasible)


def _check_amounts(problem: PlanProblem) -> None:
    huge = [c.id for c in problem.candidates if max(c.value, c.points) > LARGEST_AMOUNT]
    if huge:
        raise UsageError(
            f"Value or points of {', '.join(huge[:20])} are larger than {LARGEST_AMOUNT:,}.",
            code="E-PLAN-AMOUNT",
            fix="Give `value` and `points` in larger units.",
        )


def _infeasible(problem: PlanProblem) -> UsageError:
    found = conflict(problem)
    if not found:
        pinned = [candidate.id for candidate in problem.candidates if candidate.pin is not None]
        shown = ", ".join(pinned[:MOST_SHOWN]) + (", …" if len(pinned) > MOST_SHOWN else "")
        return UsageError(
            f"No plan holds all {len(pinned)} pins, and which of them clash was not found in time: {shown}.",
            code="E-PLAN-INFEASIBLE",
            fix="Remove the `sprint` of some, or raise the capacity.",
        )
    shown = "; ".join(sentence_of(constraint, problem) for constraint in found[:MOST_SHOWN])
    more = f"; and {len(found) - MOST_SHOWN} more" if len(found) > MOST_SHOWN else ""
    return UsageError(
        f"These cannot hold together: {shown}{more}.",
        code="E-PLAN-INFEASIBLE",
        fix="Change any one of these: remove a `sprint` or a dependency, or raise the capacity.",
    )
