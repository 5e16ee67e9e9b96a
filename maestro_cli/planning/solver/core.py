"""The search: most columns are decided by prices, and only a core of doubtful ones is searched.

Let λ ≥ 0 be any prices of the rows A·y ≤ b and d = c − λ·A what a column is worth after paying them. Every
allowed y of zeros and ones has c·y ≤ λ·b + d·y, which is at most L = λ·b + Σ max(d, 0), reached where y is 1
exactly where d > 0. Each column that differs from that costs its |d|, and others have to differ with it. Let
D be the sum of a column and of such others (`doubt`): so

    a plan that differs in a column of D > δ is worth less than L − δ.

Hence a search that keeps all columns of D > δ at what the prices say, and finds nothing above v, proves
that no plan at all is above max(v, L − δ). Cores of growing δ give good plans fast; the last one, where
L − δ is below the next better whole value, proves the optimum. (Reduced-cost fixing: Dantzig, Fulkerson &
Johnson 1954; the core: Balas & Zemel, Oper. Res. 28, 1980.)

The proof does not need λ to be right, only the bound to be good; those of the relaxation are the best.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

from maestro_cli.planning.forecast.doubt import doubts
from maestro_cli.planning.solver.highs import Found, Highs
from maestro_cli.planning.solver.matrix import Programme
from maestro_cli.planning.solver.network import Network

SMALLEST = 400
"""Columns that the first core has at least."""

GROWTH = 2
"""How many times as many columns the next core has."""

LARGEST = 0.7
"""A core of more than this part of all columns is not worth a search of its own."""

UNDECIDED = 1e-3
FEW = 0.05
"""Prices that leave more than this part of the columns worth less than `UNDECIDED` say too little: others of
the same bound, from the inside of all such prices, decide most of them."""

NODES = 300
"""Most nodes in the search of a core that is not the last."""

NEAR = 2
"""Where the last core has no more than so many times the columns of the next one, it is the next."""

PATIENCE = 1
"""After so many cores and one more that gave no better plan, the last one follows."""

SHARE = 0.25
"""Part of the time left that such a search may take."""

TOLERANCE = 1e-6
"""By how much sums of HiGHS and of ours may be off, for each 1,000 of the objective."""


def search(highs: Highs, network: Network, model: Programme, start: Any) -> Found:  # noqa: ANN401 - a NumPy array
    """Return the best columns there are, with a proven bound; those of `start` if time allows no better.

    `start` must keep all rows. All costs must be whole numbers.
    """
    import numpy as np

    worth, most = _worth(highs, highs.prices())
    if np.count_nonzero(np.abs(worth) < UNDECIDED) > max(SMALLEST, FEW * len(worth)):
        inner, bound = _worth(highs, highs.prices(inner=True))
        worth, most = (inner, bound) if bound <= most + slack(most) else (worth, most)
    wanted, doubt = (worth > 0).astype(np.float64), doubts(network, model, worth)
    best, bound = np.asarray(start, dtype=np.float64), most
    reaches, last, idle = _reaches(doubt), False, 0
    while not last:
        value = float(highs.costs @ best)
        if floor(bound) <= value or highs.is_out_of_time:
            break
        reach = next(reaches)
        missing = most + slack(most) - value - 1
        last = bool(np.count_nonzero(doubt <= missing) <= NEAR * np.count_nonzero(doubt <= reach))
        free = (doubt <= (missing if last else reach)) | (best != wanted)
        kept = np.where(free, 0.0, wanted), np.where(free, 1.0, wanted)
        found = highs.best(*kept, best) if last else highs.best(*kept, best, NODES, SHARE)
        if found.columns is not None and highs.costs @ found.columns > value:
            best, idle = found.columns, 0
        elif idle == PATIENCE:
            reaches = iter([math.inf])
        else:
            idle += 1
        elsewhere = value if last else most - reach
        bound = min(bound, max(found.bound, elsewhere))
    return Found(best, max(bound, float(highs.costs @ best)))


def _worth(highs: Highs, prices: Any) -> tuple[Any, float]:  # noqa: ANN401 - NumPy arrays
    """Return what each column is worth after paying the prices, and the bound L."""
    import numpy as np

    rows = np.repeat(np.arange(len(highs.upper)), np.diff(highs.starts))
    paid = np.bincount(highs.index, weights=highs.value * prices[rows], minlength=len(highs.costs))
    worth = highs.costs - paid
    return worth, float(prices @ highs.upper + np.maximum(worth, 0.0).sum())


def slack(bound: float) -> float:
    """Return by how much a bound may be off."""
    return TOLERANCE * max(1.0, abs(bound) / 1000)


def floor(bound: float) -> float:
    """Return the largest whole value that a bound allows."""
    return math.floor(bound + slack(bound)) if math.isfinite(bound) else bound


def _reaches(doubt: Any) -> Iterator[float]:  # noqa: ANN401 - a NumPy array
    """Yield the δ of each core: so many columns as the first has, then more, at last all."""
    import numpy as np

    ordered = np.sort(doubt)
    size, before = SMALLEST, 0.0
    while size < LARGEST * len(ordered):
        if ordered[size] > before:
            before = float(ordered[size])
            yield before
        size *= GROWTH
    yield math.inf
