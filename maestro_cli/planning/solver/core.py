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
from dataclasses import dataclass
from typing import Any

from maestro_cli.planning.solver.cuts import add_counts
from maestro_cli.planning.solver.doubt import doubts
from maestro_cli.planning.solver.highs import Found, Highs
from maestro_cli.planning.solver.matrix import Programme
from maestro_cli.planning.solver.network import Network
from maestro_cli.planning.solver.sweep import in_order, sweep

SMALLEST = 400
"""Columns that the first core has at least."""

GROWTH = 2
"""How many times as many columns the next core has."""

LARGEST = 0.7
"""A core of more than this part of all columns is not worth a search of its own; and where the last one has
more, those between the first and the last cost more than they spare it."""

UNDECIDED = 1e-3
FEW = 0.05
"""Prices that leave more than this part of the columns worth less than `UNDECIDED` say too little: others of
the same bound, from the inside of all such prices, decide most of them. Those of a single sprint mostly do,
so there the inside is asked first."""

ROUNDS = 3
"""How often rows that the relaxation breaks are added."""

FIRST_NODES = 20
FIRST_SHARE = 0.1
"""Most nodes in the search of the first core, and part of the time; it is all that most backlogs need."""

NODES = 300
"""Most nodes in the search of a core that is not the last."""

NEAR = 2
"""Where the last core has no more than so many times the columns of the next one, it is the next."""

PATIENCE = 1
"""After so many cores and one more that gave no better plan, the last one follows."""

SHARE = 0.25
"""Part of the time left that such a search may take."""

TOLERANCE = 1e-4
ROUNDING = 1e-12
"""By how much a bound may be off: prices are right to 1e-7 for each column, and sums of thousands of doubles
to this part of what they are."""


@dataclass(frozen=True, slots=True)
class _Priced:
    """What the prices say: the bound L, per column whether it is wanted, and its D."""

    most: float
    wanted: Any
    doubt: Any

    def missing(self, value: float) -> float:
        """Return the largest D that a plan better than `value` can differ in."""
        return self.most + slack(self.most) - value - 1

    def within(self, reach: float) -> int:
        """Count the columns whose D is at most `reach`."""
        import numpy as np

        return int(np.count_nonzero(self.doubt <= reach))


def search(highs: Highs, network: Network, model: Programme, start: Any) -> Found:  # noqa: ANN401 - a NumPy array
    """Return the best columns there are, with a proven bound; those of `start` if time allows no better.

    `start` must keep all rows, and `model` gets more that no plan breaks. All costs must be whole numbers.
    """
    import numpy as np

    inner = network.sprints == 1
    columns, prices = _relaxed(highs, network, model, inner)
    priced = _priced(highs, network, model, prices, inner)
    best, bound = np.asarray(start, dtype=np.float64), priced.most
    reaches, last, idle, searched = _reaches(priced.doubt), False, 0, False
    sweeping = network.sprints > 1
    limits = (FIRST_NODES, FIRST_SHARE) if sweeping else (NODES, SHARE)
    while not last:
        value = float(highs.costs @ best)
        if floor(bound) <= value or highs.is_out_of_time:
            break
        reach, missing = next(reaches), priced.missing(value)
        needed = priced.within(missing)
        last = needed <= NEAR * priced.within(reach) or (searched and needed > LARGEST * len(priced.doubt))
        free = (priced.doubt <= (missing if last else reach)) | (best != priced.wanted)
        kept = np.where(free, 0.0, priced.wanted), np.where(free, 1.0, priced.wanted)
        found = highs.best(*kept, best) if last else highs.best(*kept, best, *limits)
        if found.columns is not None and highs.costs @ found.columns > value:
            best, idle = found.columns, 0
        elif idle == PATIENCE:
            reaches = iter([math.inf])
        else:
            idle += 1
        searched = not sweeping
        bound = min(bound, max(found.bound, value if last else priced.most - reach))
        if sweeping and floor(bound) > highs.costs @ best:
            if priced.within(priced.missing(float(highs.costs @ best))) > NEAR * SMALLEST:
                best = _swept(highs, network, model, columns, priced, best)
            sweeping, limits = False, (NODES, SHARE)
    return Found(best, max(bound, float(highs.costs @ best)))


def _relaxed(highs: Highs, network: Network, model: Programme, inner: bool) -> tuple[Any, Any]:
    """Return columns and prices of the relaxation, with the counts that it breaks as rows."""
    columns, prices = highs.relaxed(inner=inner)
    for _ in range(ROUNDS):
        if highs.is_out_of_time or not add_counts(model, network, columns):
            break
        highs.load(model)
        columns, prices = highs.relaxed(inner=inner)
    return columns, prices


def _priced(
    highs: Highs,
    network: Network,
    model: Programme,
    prices: Any,  # noqa: ANN401 - a NumPy array
    inner: bool,
) -> _Priced:
    """Return what the prices say, or where they say too little, what the inside or a vertex says."""
    import numpy as np

    worth, most = _worth(highs, prices)
    if np.count_nonzero(np.abs(worth) < UNDECIDED) > max(SMALLEST, FEW * len(worth)):
        asked, other = (worth, most), _worth(highs, highs.relaxed(inner=not inner)[1])
        inside, vertex = (asked, other) if inner else (other, asked)
        worth, most = inside if inside[1] <= vertex[1] + slack(vertex[1]) else vertex
    return _Priced(most, (worth > 0).astype(np.float64), doubts(network, model, worth))


def _worth(highs: Highs, prices: Any) -> tuple[Any, float]:  # noqa: ANN401 - NumPy arrays
    """Return what each column is worth after paying the prices, and the bound L."""
    import numpy as np

    rows = np.repeat(np.arange(len(highs.upper)), np.diff(highs.starts))
    paid = np.bincount(highs.index, weights=highs.value * prices[rows], minlength=len(highs.costs))
    worth = highs.costs - paid
    return worth, float(prices @ highs.upper + np.maximum(worth, 0.0).sum())


def _swept(
    highs: Highs,
    network: Network,
    model: Programme,
    columns: Any,  # noqa: ANN401 - NumPy arrays
    priced: _Priced,
    best: Any,  # noqa: ANN401 - NumPy arrays
) -> Any:  # noqa: ANN401 - NumPy arrays
    """Return the better of `best` and the plan in the relaxation's order, after sweeps over its sprints."""
    import numpy as np

    ordered = in_order(network, model, columns)
    other = best if ordered is None else np.array(model.start(ordered))
    begun = max(best, other, key=lambda found: float(highs.costs @ found))
    return sweep(highs, model, priced.doubt, priced.most, begun)


def slack(bound: float) -> float:
    """Return by how much a bound may be off."""
    return TOLERANCE + ROUNDING * abs(bound)


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
