"""Better plans fast: one boundary between sprints is moved at a time, exactly, with all others held.

What is done by the end of sprint s lies between what is done one sprint earlier and one later. With those
two held, the best of it is a knapsack with dependencies, which HiGHS solves in a tenth of a second where the
whole plan takes minutes. From the first boundary to the last, which decides what is planned at all; then
again those that have a new neighbour. (Local search by integer programmes, as for the scheduling of mines:
Chicoisne et al., Oper. Res. 60, 2012.)

The first plan of a sweep takes items in the order in which the relaxation has them done on average, each in
the first sprint that still takes it (there: TopoSort by expected time).
"""

from __future__ import annotations

from typing import Any

from maestro_cli.planning.solver.highs import Highs
from maestro_cli.planning.solver.matrix import ONE, ZERO, Programme
from maestro_cli.planning.solver.network import Network, Room

MOST = 4
"""Sweeps at most."""

NODES = 50
"""Most nodes in the search of one boundary."""

SHARE = 0.1
"""Part of the time left that it may take."""


def sweep(highs: Highs, model: Programme, doubt: Any, most: float, start: Any) -> Any:  # noqa: ANN401 - NumPy arrays
    """Return columns that are worth no less than `start`, which must keep all rows.

    Columns whose `doubt` says that no plan above the best one differs in them from `start` are held, as
    `most` is a bound on all plans.
    """
    import numpy as np

    boundaries = [np.unique(column[column >= 0]) for column in np.array(model.columns).T]
    best, stale = start, set(range(len(boundaries)))
    for sprint in [*range(len(boundaries))] * MOST:
        if sprint not in stale or highs.is_out_of_time:
            continue
        value, boundary = float(highs.costs @ best), boundaries[sprint]
        free = np.zeros(len(best), dtype=bool)
        free[boundary] = doubt[boundary] < most - value
        found = highs.best(np.where(free, 0.0, best), np.where(free, 1.0, best), best, NODES, SHARE)
        stale.discard(sprint)
        if found.columns is not None and highs.costs @ found.columns > value:
            best = found.columns
            stale |= {sprint - 1, sprint + 1}
    return best


def in_order(network: Network, model: Programme, relaxed: Any) -> list[int] | None:  # noqa: ANN401 - a NumPy array
    """Return a plan in the order in which the relaxation has nodes done; None where that breaks a rule."""
    import numpy as np

    columns = np.array(model.columns)
    done = np.where(columns >= 0, relaxed[np.maximum(columns, 0)], columns == ONE)
    late = (done < 0.5).sum(axis=1) + (1 - done).mean(axis=1)
    return _placed(network, np.lexsort((np.arange(len(late)), late)), columns[:, -1] != ZERO)


def _placed(network: Network, order: Any, useful: Any) -> list[int] | None:  # noqa: ANN401 - NumPy arrays
    nodes, room = network.nodes, Room(network)
    choice = [network.sprints if node.pin is None else node.pin for node in nodes]
    for node in nodes:
        if node.pin is not None:
            room.take(node, node.pin)
    for number in order.tolist():
        node = nodes[number]
        if not useful[number] or node.pin is not None:
            continue
        low = max([node.first, *(choice[target] for target in node.needs)])
        sprint = next((s for s in range(low, network.sprints) if room.fits(node, s)), None)
        if sprint is not None:
            choice[number] = sprint
            room.take(node, sprint)
    return choice if network.is_feasible(choice) else None
