"""Large backlogs: what no better plan can contain is left out before the search, by prices found in one go.

For any π(s) ≥ 0, what is done by the end of sprint s takes no more room than there is up to then, so

    Σ value · y(i, s)  ≤  π(s) · room(s) + Σ w(i) · y(i, s)    with w(i) = value − π(s) · points,

and the y of a sprint are closed under needs. So whatever a node passes on to a need, w(i) − f and
w(need) + f, keeps the bound true: with both in nothing changes, and the need is in whenever the node is.
Then the bound is L = Σ over s of π(s) · room(s) + Σ max(w, 0), and a plan that has a node done by the end
of s although its w is below 0 loses −w in that sprint and each later one, and what the node's needs lose.
Where that leaves no more than the plan at hand is worth, the node cannot come so early in a better plan, or
not at all. (Lagrangian bound of the closure problem; passing on values as in Rhys, Management Sci. 17, 1970.)
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from maestro_cli.planning.solver.core import slack
from maestro_cli.planning.solver.network import Network

LARGE = 20_000
"""Fewer columns (nodes x sprints) are left to HiGHS."""

GRID = 16
"""Prices tried at once; those around the best of each sprint are tried once more."""


def prune(network: Network, choice: Sequence[int]) -> None:
    """Raise the first sprints of nodes so that plans better than `choice`, and that one, stay possible.

    Nothing is done where nodes have a sprint that they had better stay in.
    """
    import numpy as np

    if any(node.stays for node in network.nodes):
        return
    room = np.cumsum(np.array(network.capacities, dtype=np.float64))
    prices = _grid(network)
    for _ in range(2):
        left = _passed_on(network, prices)
        bounds = prices[:, None] * room + np.maximum(left, 0.0).sum(axis=0)[:, None]
        best = bounds.argmin(axis=0)
        chosen = prices[best]
        near = [np.linspace(*_around(prices, at), GRID) for at in best]
        prices = np.unique(np.concatenate([*near, chosen]))
    left = _passed_on(network, chosen)
    most = float(chosen @ room + np.maximum(left, 0.0).sum())
    _raise(network, choice, np.maximum(-left, 0.0), most + slack(most) - network.preferred(choice) - 1)


def _grid(network: Network) -> Any:  # noqa: ANN401 - a NumPy array
    """Return prices between nothing and the most value per point that there is."""
    import numpy as np

    rates = sorted((n.value + n.bonus) / n.points for n in network.nodes if n.points and n.value + n.bonus)
    return np.unique([0.0, *np.quantile(rates, np.linspace(0, 1, GRID))]) if rates else np.zeros(1)


def _around(prices: Any, at: int) -> tuple[float, float]:  # noqa: ANN401 - a NumPy array
    return float(prices[max(at - 1, 0)]), float(prices[min(at + 1, len(prices) - 1)])


def _passed_on(network: Network, prices: Any) -> Any:  # noqa: ANN401 - NumPy arrays
    """Return what each node is worth at each price, after values were passed on to needs that lack them."""
    import numpy as np

    values = np.array([node.value + node.bonus for node in network.nodes], dtype=np.float64)
    points = np.array([node.points for node in network.nodes], dtype=np.float64)
    worth = values[:, None] - points[:, None] * prices
    lack = np.maximum(-worth, 0.0)
    linked = [number for number, node in enumerate(network.nodes) if node.needs]
    for number in linked:
        lack[number] += lack[network.nodes[number].needs].sum(axis=0)
    for number in reversed(linked):
        needs = network.nodes[number].needs
        wanting = lack[needs]
        total = wanting.sum(axis=0)
        passed = np.minimum(np.maximum(worth[number], 0.0), total)
        worth[number] -= passed
        worth[needs] += wanting * (passed / np.where(total > 0, total, 1.0))
    return worth


def _raise(network: Network, choice: Sequence[int], lost: Any, spare: float) -> None:  # noqa: ANN401 - a NumPy array
    """Raise first sprints where what is `lost` from there on, with one chain of needs, is over `spare`."""
    import numpy as np

    chain = np.cumsum(lost[:, ::-1], axis=1)[:, ::-1]
    for number, node in enumerate(network.nodes):
        if node.needs:
            chain[number] += chain[node.needs].max(axis=0)
            node.first = max(node.first, *(network.nodes[target].first for target in node.needs))
        too_early = int(np.count_nonzero(chain[number] > spare))
        node.first = max(node.first, min(too_early, choice[number]))
