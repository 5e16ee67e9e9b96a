"""Rows that no plan breaks and the relaxation does: so many items and no more fit into the first sprints.

Of the nodes that draw at least p on something, no more are done by the end of sprint s than of the smallest
ones fit into all there is up to then. Where large values go with large points, that is what a relaxation
gets wrong: it fills sprints with parts of items. (Cardinality bounds: Martello & Toth, Oper. Res. 45, 1997.)
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from maestro_cli.planning.solver.matrix import ONE, ZERO, Programme
from maestro_cli.planning.solver.network import Network

VIOLATED = 0.01
"""By how many items the relaxation has to break a row."""

LARGEST = 2**63
"""Sums up to here are exact in NumPy; where they could be larger, nothing is counted."""


def add_counts(model: Programme, network: Network, relaxed: Any) -> int:  # noqa: ANN401 - a NumPy array
    """Add the most broken row of each sprint and limit, and return how many there were."""
    import numpy as np

    columns = np.array(model.columns).T
    before = len(model.upper)
    for drawn, room in _drawn(network):
        for column, most in zip(columns, np.cumsum(room), strict=True):
            inside = np.flatnonzero((drawn > 0) & (column != ZERO))
            inside = inside[np.argsort(drawn[inside], kind="stable")]
            _add_count(model, column[inside], drawn[inside], most, relaxed)
    return len(model.upper) - before


def _drawn(network: Network) -> Iterator[tuple[Any, tuple[int, ...]]]:
    """Yield what the nodes draw on each thing that is limited, and how much of it there is per sprint."""
    import numpy as np

    pairs = [([node.points for node in network.nodes], network.capacities)]
    pairs += [
        ([node.draws.get(key, 0) for node in network.nodes], row) for key, row in network.limits.items()
    ]
    for drawn, room in pairs:
        if sum(drawn) + sum(room) < LARGEST:
            yield np.array(drawn), room


def _add_count(model: Programme, column: Any, drawn: Any, room: int, relaxed: Any) -> None:  # noqa: ANN401 - NumPy arrays
    """Add the row of the p that is broken most; `drawn` is in rising order."""
    import numpy as np

    done = np.where(column >= 0, relaxed[np.maximum(column, 0)], column == ONE)
    before = np.concatenate([[0], np.cumsum(drawn)])
    first = np.arange(len(drawn))
    fitting = np.searchsorted(before, before[:-1] + room, side="right") - 1 - first
    over = np.cumsum(done[::-1])[::-1] - fitting
    if len(over) and over.max() > VIOLATED:
        at = int(over.argmax())
        model.add([(number, 1) for number in column[at:].tolist()], int(fitting[at]))
