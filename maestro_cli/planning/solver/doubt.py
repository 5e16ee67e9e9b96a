"""How sure prices are of each column: the least that a plan loses which differs in it.

A column that differs from what the prices say costs |d| (see `core`). But no column differs alone: what is
done by the end of a sprint is so in later ones, with all that it needs; what is not done by then was not
done earlier, nor is what needs it. So the columns that must differ too are added up: those of the node
itself, and of its direct needs or of one chain of needs, whichever is more. Each is counted once.
"""

from __future__ import annotations

from typing import Any

from maestro_cli.planning.solver.matrix import Programme
from maestro_cli.planning.solver.network import Network


def doubts(network: Network, model: Programme, worth: Any) -> Any:  # noqa: ANN401 - NumPy arrays
    """Return per column how much less than the bound a plan is worth at most that differs in it.

    `worth` is what each column is worth after paying the prices; above 0 it should be 1.
    """
    import numpy as np

    columns = np.array(model.columns, dtype=np.int64).reshape(len(network.nodes), network.sprints)
    inside = columns >= 0
    at = np.maximum(columns, 0)
    cost = np.where(inside, np.abs(worth)[at], 0.0)
    wanted = inside & (worth > 0)[at]
    fresh = np.ones_like(inside)
    fresh[:, 1:] = columns[:, 1:] != columns[:, :-1]
    final = np.ones_like(inside)
    final[:, :-1] = fresh[:, 1:]
    too_soon = np.cumsum((cost * (final & ~wanted))[:, ::-1], axis=1)[:, ::-1]
    too_late = np.cumsum(cost * (fresh & wanted), axis=1)
    needs, users = [node.needs for node in network.nodes], [node.users for node in network.nodes]
    order = range(len(network.nodes))
    sooner, later = _with(too_soon, needs, order), _with(too_late, users, order[::-1])
    found = np.zeros(len(worth))
    np.maximum.at(found, columns[inside], np.where(wanted, later, sooner)[inside])
    return found


def _with(own: Any, links: list[list[int]], order: range) -> Any:  # noqa: ANN401 - NumPy arrays
    """Add to each row those of its links, or of one chain of links; `order` has what is linked to first."""
    import numpy as np

    chain, direct = own.copy(), own.copy()
    for number in order:
        linked = links[number]
        if len(linked) == 1:
            chain[number] += chain[linked[0]]
        elif linked:
            chain[number] += chain[linked].max(axis=0)
            direct[number] += own[linked].sum(axis=0)
    return np.maximum(chain, direct)
