"""Cosines of many sparse vectors with many others.

Terms that many texts say are multiplied as dense matrices, the long tail of rare ones pair by pair: together
a tenth of the time of either alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Floats = npt.NDArray[np.float32]
    Ints = npt.NDArray[np.int64]

WIDTH = 1024
"""Terms that are multiplied at a time."""

DENSE = 1 / 500
"""Share of the pairs of texts that say a term from which it is cheaper to multiply all."""

PAIRS = 1 << 22
"""Pairs of rare terms that are added at a time."""


@dataclass(frozen=True, slots=True)
class Terms:
    """Which text says which term: parallel arrays in order of term, then text.

    `values[k]` is the weight of the term `columns[k]` in the text `rows[k]`, of `texts` texts.
    """

    texts: int
    rows: Ints
    columns: Ints
    values: Floats

    def take(self, texts: Ints) -> Terms:
        """Return the terms of these texts, which are given in ascending order."""
        import numpy as np

        places = np.full(self.texts, -1)
        places[texts] = np.arange(len(texts))
        kept = places[self.rows] >= 0
        return Terms(len(texts), places[self.rows[kept]], self.columns[kept], self.values[kept])


def cosines(one: Terms, two: Terms) -> Floats:
    """Return the products of all vectors of `one` with all of `two`, shape (one.texts, two.texts)."""
    import numpy as np

    size = 1 + max((int(side.columns[-1]) for side in (one, two) if len(side.columns)), default=0)
    counts = [np.bincount(side.columns, minlength=size) for side in (one, two)]
    pairs = counts[0] * counts[1]
    found = np.zeros((one.texts, two.texts), dtype=np.float32)
    often = pairs > found.size * DENSE
    for columns in _blocks(np.flatnonzero(often)):
        found += _dense(one, columns) @ _dense(two, columns).T
    _add_rare(found, one, two, np.where(often, 0, counts[1]), np.cumsum(counts[1]) - counts[1])
    return found


def _blocks(columns: Ints) -> Iterator[Ints]:
    for start in range(0, len(columns), WIDTH):
        yield columns[start : start + WIDTH]


def _dense(side: Terms, columns: Ints) -> Floats:
    import numpy as np

    first, last = np.searchsorted(side.columns, (columns[0], columns[-1] + 1))
    places = np.full(columns[-1] - columns[0] + 1, -1)
    places[columns - columns[0]] = np.arange(len(columns))
    place = places[side.columns[first:last] - columns[0]]
    chosen = place >= 0
    found = np.zeros((side.texts, len(columns)), dtype=np.float32)
    found[side.rows[first:last][chosen], place[chosen]] = side.values[first:last][chosen]
    return found


def _add_rare(found: Floats, one: Terms, two: Terms, counts: Ints, starts: Ints) -> None:
    """Add what rare terms give: for each of `one`, `counts` terms of `two` from `starts` on, by column."""
    import numpy as np

    each = counts[one.columns]
    kept = np.flatnonzero(each)
    ends = np.cumsum(each[kept])
    flat = found.reshape(-1)
    start = 0
    while start < len(kept):
        done = int(ends[start - 1]) if start else 0
        stop = max(start + 1, int(np.searchsorted(ends, done + PAIRS, side="right")))
        own = kept[start:stop]
        times = each[own]
        other = np.arange(times.sum()) + np.repeat(
            starts[one.columns[own]] - (np.cumsum(times) - times), times
        )
        cells = np.repeat(one.rows[own] * found.shape[1], times) + two.rows[other]
        np.add.at(flat, cells, np.repeat(one.values[own], times) * two.values[other])
        start = stop
